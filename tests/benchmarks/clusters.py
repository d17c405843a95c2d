"""How long it takes to choose K over 2..10 and cluster 1,000,000 customers on 5 columns, against nine full K-Means.

Run: python tests/benchmarks/clusters.py [ROWS]. The nine fits (K = 2..10, one start each) are of the same scaled
numbers, with sklearn's own number of threads and with one thread; the quicker counts. Ours is the whole fit: scaling,
K chosen with its silhouettes and bootstraps, all customers clustered, groups ordered and retold as rules. The groups
are planted, so it is known which K is right.
"""

import sys
import time
from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pandas as pd

from xlseg.models.clusters import Clusters, basis
from xlseg.models.clusters.kmeans import kmeans, one_thread

COLUMNS = ("days_since_last", "orders", "revenue", "average_order", "tenure_days")


def planted(count: int, k: int, seed: int = 7) -> pd.DataFrame:
    """k round groups, their centres 5 to 8 standard deviations apart in five columns."""
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

    ours = seconds(lambda: model.fit(table, list(COLUMNS)))
    full = {"its own threads": seconds(lambda: nine(False)), "one thread": seconds(lambda: nine(True))}
    whole = seconds(lambda: model.segment(table))
    chosen = len(model.fit(table, list(COLUMNS)).fitted.keys)
    print(f"{len(table):,} customers, {k} groups planted, {chosen} chosen")
    print(f"  fit {ours:.2f} s, with labels, reasons and evidence {whole:.2f} s")
    print("  nine full K-Means: " + ", ".join(f"{name} {time:.2f} s" for name, time in full.items()))
    print(f"  ratio {ours / min(full.values()):.2f}, whole {whole / min(full.values()):.2f} (asked for: at most 0.3)")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for k in (3, 5, 8):
        compare(planted(count, k), k)


if __name__ == "__main__":
    main()
