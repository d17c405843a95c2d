"""How long a backtest of 1,000,000 customers takes, against summarizing and segmenting them once.

Run: python tests/benchmarks/backtest.py [CUSTOMERS]. Three orders a customer over two years; both in one run.
"""

import sys
import time

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis, segmented
from xlseg.backtest import backtest
from xlseg.backtest.gains import gains
from xlseg.customers import summarize
from xlseg.models import DEFAULTS

END = pd.Timestamp(2026, 1, 1)


def orders(customers: int, seed: int = 7) -> pd.DataFrame:
    """Cleaned orders of people who buy more or less often."""
    random, count = np.random.default_rng(seed), 3 * customers
    who = (random.beta(1, 2, count) * customers).astype(int)
    days = pd.Timestamp(2024, 1, 1) + pd.to_timedelta(random.integers(0, 730, count), unit="D")
    amount = random.lognormal(4, 1, count).round(2)
    ids, numbers = pd.Series(who).astype("str"), pd.Series(range(count)).astype("str")
    return pd.DataFrame({"customer_id": ids, "order_id": numbers, "order_day": days, "amount": amount})


def main(customers: int) -> None:
    rows = orders(customers)
    start = time.perf_counter()
    known = Analysis(DEFAULTS, (), END, rows, pd.DataFrame({"code": [], "done": []}), summarize(rows, None, END), {})
    segmented(known)
    once = time.perf_counter() - start
    start = time.perf_counter()
    found = backtest(known)
    tested = time.perf_counter() - start
    revenue = found.after["revenue"].to_numpy()
    start = time.perf_counter()
    gains(np.arange(len(revenue)) * 8 // len(revenue), revenue)
    print(f"{len(found.after):,} customers, {len(rows):,} orders")
    print(f"summarized and segmented once {once:6.2f} s")
    print(f"backtest                      {tested:6.2f} s  {tested / once:.2f}x")
    print(f"of which gains and intervals  {time.perf_counter() - start:6.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
