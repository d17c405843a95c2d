"""How long recognising and cleaning 1,000,000 order rows takes, against building the bare frame from the same rows.

Run: python tests/benchmarks/cleaning.py [ROWS]. Both are timed in one run, in turn, so that a noisy machine slows
both; each figure is the best of three. Peak memory is Python's own, of one run of each.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import pandas as pd

from xlseg.cleaning import clean_orders
from xlseg.recognise import recognise

HEADER = [
    *("订单编号", "买家会员名", "订单状态", "订单创建时间", "订单付款时间", "买家实际支付金额", "宝贝标题"),
    *("宝贝总数量", "运送方式", "物流公司", "物流单号", "订单关闭原因"),
]
STATES = ["交易成功", "已完成", "已发货", "交易关闭", "已退款"]
START = datetime(2024, 1, 1)


def rows(count: int, seed: int = 7) -> list[list[object]]:
    """Rows of an ordinary export of a shop, as a workbook gives them; four of its columns are of no use to us."""
    random = np.random.default_rng(seed)
    seconds = random.integers(0, 730 * 86_400, count)
    columns = (
        [f"T{n:09d}" for n in range(count)],
        [f"C{n:06d}" for n in random.integers(0, count // 10, count)],
        [STATES[n] for n in random.choice(5, count, p=[0.6, 0.25, 0.1, 0.03, 0.02])],
        [START + timedelta(seconds=int(s)) for s in seconds],
        [START + timedelta(seconds=int(s)) for s in seconds + random.integers(5, 900, count)],
        np.round(random.lognormal(4, 0.8, count), 2).tolist(),
        [f"商品{n}" for n in random.integers(0, 200, count)],
        random.integers(1, 4, count).astype(float).tolist(),
        ["快递"] * count,
        [f"快递{n}" for n in random.integers(0, 5, count)],
        [f"SF{n:012d}" for n in range(count)],
        ["订单未关闭"] * count,
    )
    return [HEADER, *map(list, zip(*columns, strict=True))]


def bare(table: list[list[object]]) -> pd.DataFrame:
    """What pandas does with the same rows."""
    return pd.DataFrame(table[1:], columns=table[0])


def cleaned(table: list[list[object]]) -> pd.DataFrame:
    """Recognised, typed, and cleaned by every step."""
    return clean_orders(recognise({"订单": table})).rows


def best(work: Callable[[], object], times: int = 3) -> float:
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(work: Callable[[], object]) -> float:
    """Megabytes at most."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def compare(title: str, table: list[list[object]]) -> None:
    frame, ours = partial(bare, table), partial(cleaned, table)
    seconds = {"frame": best(frame), "cleaned": best(ours)}
    print(f"{title}: bare frame {seconds['frame']:.2f} s, recognised and cleaned {seconds['cleaned']:.2f} s")
    print(f"  ratio {seconds['cleaned'] / seconds['frame']:.2f} (asked for: at most 3)")
    print(f"  peak memory: bare frame {peak(frame):,.0f} MB, recognised and cleaned {peak(ours):,.0f} MB")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    table = rows(count)
    compare(f"{count:,} rows of an ordinary export", table)
    compare("its eight columns that are used, alone", [row[:8] for row in table])


if __name__ == "__main__":
    main()
