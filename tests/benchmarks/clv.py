"""How long BG/NBD takes on 1,000,000 customers against lifetimes 0.11.3, and whether both find the same parameters.

Run: python tests/benchmarks/clv.py PYTHON [CUSTOMERS], where PYTHON is the interpreter of an environment that holds
lifetimes 0.11.3 (pip install lifetimes==0.11.3 numpy scipy pandas). Simulated customers of known parameters; both fit
the same numbers, one after the other in one run, three times each, and each figure is the best. Time starts with the
three arrays in memory and ends with the parameters.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from xlseg.models.clv import Clv, bg_nbd
from xlseg.models.clv.bg_nbd import BgNbd

TRUE = BgNbd(r=0.6, alpha=9.0, a=0.8, b=2.5)  # weeks
THEIRS = """
import sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
from lifetimes import BetaGeoFitter
x, t_x, T = np.load(sys.argv[1])
start = time.perf_counter()
found = BetaGeoFitter().fit(x, t_x, T)
print(time.perf_counter() - start, *found.params_)
"""


def people(count: int) -> np.ndarray:
    """Rows x, t_x, T of customers seen for one month to two years; whole days, told in weeks."""
    days = np.random.default_rng(7).integers(30, 731, count)
    x, t_x = bg_nbd.simulate(TRUE, days / 7, seed=11).T
    return np.array([x, np.minimum(np.ceil(t_x * 7), days) / 7, days / 7])


def ours(data: np.ndarray) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    found = bg_nbd.fit(bg_nbd.histories(*data))
    assert found.converged
    return time.perf_counter() - start, found.parameters


def theirs(python: str, file: Path) -> tuple[float, np.ndarray]:
    answer = subprocess.run([python, "-c", THEIRS, str(file)], check=True, capture_output=True, text=True).stdout
    seconds, *parameters = map(float, answer.split())
    return seconds, np.array(parameters)


def table(data: np.ndarray) -> pd.DataFrame:
    """The same customers as a customer table, with amounts."""
    x, t_x, whole = data
    amount = np.random.default_rng(3).gamma(3, 20, len(x))
    return pd.DataFrame(
        {
            "customer_id": np.char.add("C", np.arange(len(x)).astype(str)),
            "orders": x + 1,
            "purchase_days": x + 1,
            "revenue": amount * (x + 1),
            "active_days": np.round(t_x * 7),
            "tenure_days": np.round(whole * 7),
        }
    )


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    python, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    data = people(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.npy"
        np.save(file, data)
        runs = [(ours(data), theirs(python, file)) for _ in range(3)]
    mine, other = (min((run[n] for run in runs), key=lambda found: found[0]) for n in (0, 1))
    apart = float(np.abs(mine[1] / other[1] - 1).max())
    print(f"BG/NBD, {count:,} customers: {mine[0]:.2f} s; lifetimes 0.11.3: {other[0]:.2f} s")
    print(f"  ratio {other[0] / mine[0]:.1f} (asked for: at least 10)")
    print("  each run: " + ", ".join(f"{b[0] / a[0]:.1f}" for a, b in runs))
    print(f"  parameters {mine[1].round(5).tolist()} and {other[1].round(5).tolist()}, at most {apart:.1e} apart")
    people_table = table(data)
    print(f"  the whole model, labels of each customer included: {seconds(lambda: Clv().segment(people_table)):.1f} s")


if __name__ == "__main__":
    main()
