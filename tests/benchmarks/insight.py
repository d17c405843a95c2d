"""The page of sales insight over 1,000,000 rows of orders with 1,000 products, in seconds of processor time.

Run: python tests/benchmarks/insight.py [ROWS]
"""

import sys
import time

import numpy as np
import pandas as pd

from xlseg import Rfm, Settings, analyze
from xlseg.sheets.insight import insight_page


def orders(rows: int) -> pd.DataFrame:
    """Two to three rows an order, three orders a customer, over two and a half years."""
    random = np.random.default_rng(1)
    order = random.integers(0, max(rows * 2 // 5, 1), rows)
    return pd.DataFrame(
        {
            "订单号": np.char.add("N", order.astype(str)),
            "客户ID": np.char.add("C", (order % max(rows * 3 // 25, 1)).astype(str)),
            "下单日期": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 900, rows), unit="D"),
            "金额": random.lognormal(4, 1, rows).round(2),
            "商品名称": np.char.add("P", random.integers(0, 1000, rows).astype(str)),
            "品类": np.char.add("K", random.integers(0, 20, rows).astype(str)),
            "渠道": random.choice(list("abcd"), rows),
        }
    )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    analysis = analyze(orders(rows), settings=Settings(models=(Rfm(),)))
    start, used = time.perf_counter(), time.process_time()
    insight_page(analysis)
    print(f"{rows:,} rows: {time.process_time() - used:.1f} s of processor time, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
