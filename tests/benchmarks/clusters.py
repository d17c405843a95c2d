"""How long it takes to choose K over 2..10 and cluster 1,000,000 customers on 5 columns, against nine full K-Means.

Run: python tests/benchmarks/clusters.py [ROWS]. The nine fits (K = 2..10, one start each) are of the same scaled
numbers, with sklearn's own number of threads and with one thread; the quicker counts, and of each the best of three.
Ours is the whole fit: scaling, K chosen with its silhouettes and bootstraps, all customers clustered, groups ordered
and retold as rules. The groups are planted, so it is known which K is right.
"""

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pandas as pd

from xlseg.models.clusters import Clusters, basis
from xlseg.models.clusters.kmeans import kmeans, one_thread

TIMES = 3
COLUMNS = ("days_since_last", "orders", "revenue", "average_order", "tenure_days")


def planted(count: int, k: int, seed: int = 7) -> pd.DataFrame:
    """k round groups, their centres at least 6 standard deviations apart in five columns."""
    random = np.random.default_rng(seed)
    centres = random.uniform(0, 12, (k, 5))
    while min(np.linalg.norm(a - b) for n, a in enumerate(centres) for b in centres[:n]) < 6:
        centres = random.uniform(0, 12, (k, 5))
    rows = centres[random.integers(0, k, count)] + random.normal(size=(count, 5)) + 10
    ids = np.char.add("C", np.char.zfill(np.arange(count).astype(str), 8))
    return pd.DataFrame(rows, columns=list(COLUMNS)).assign(customer_id=ids)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(table: pd.DataFrame, k: int) -> None:
    model = Clusters(basis=COLUMNS)
    scaled = basis.fitted(COLUMNS, table, "standard", "auto", 1.0)
    rows = scaled.scaled(scaled.raw(table))

    def nine(one: bool) -> None:
        with one_thread() if one else nullcontext():
            for n in range(2, 11):
                kmeans(rows, n, 1, n)

    model.fit(table.iloc[:1000], list(COLUMNS))  # imports what it needs
    works: dict[str, Callable[[], object]] = {
        "fit": lambda: model.fit(table, list(COLUMNS)),
        "segment": lambda: model.segment(table),
        "nine, sklearn's threads": lambda: nine(False),
        "nine, one thread": lambda: nine(True),
    }
    best = dict.fromkeys(works, float("inf"))
    for _ in range(TIMES):  # in turn, so that a noisy machine slows all
        best |= {name: min(best[name], seconds(work)) for name, work in works.items()}
    found, full = model.fit(table, list(COLUMNS)), min(time for name, time in best.items() if name.startswith("nine"))
    print(f"{len(table):,} customers, {k} groups planted, {len(found.fitted.keys)} chosen")
    print("  " + ", ".join(f"{name} {time:.2f} s" for name, time in best.items()))
    print(f"  ratio {best['fit'] / full:.2f} (asked for: at most 0.3), of segment {best['segment'] / full:.2f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for k in (3, 5, 8):
        compare(planted(count, k), k)


if __name__ == "__main__":
    main()
