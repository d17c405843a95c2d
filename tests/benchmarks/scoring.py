"""RFM scores against pandas.qcut, and rule-like models against plain numpy, over 1,000,000 customers in one run.

Run: python tests/benchmarks/scoring.py [CUSTOMERS]
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from xlseg.models import MODELS
from xlseg.models.rfm.scores import quantile
from xlseg.models.rules import Rules
from xlseg.models.rules.rows import RuleRow

OTHERS = ("clusters", "clv", "contract", "cross")  # no rules, or made of others
ROWS = (
    RuleRow("高价值", "R≤30 且 F≥5 且 M≥2000"),
    RuleRow("潜力", "R≤60 且 F≥2 且 M≥500"),
    RuleRow("流失", "R≥180 且 F≤1"),
    RuleRow("其余", "其余"),
)


def customers(rows: int) -> pd.DataFrame:
    """A customer table with whatever the rule-like models ask for."""
    random = np.random.default_rng(1)
    days = random.integers(1, 700, rows).astype(float)
    today = pd.Timestamp(2026, 7, 1)
    return pd.DataFrame(
        {
            "customer_id": pd.array(np.char.add("C", np.arange(rows).astype(str)), dtype="str"),
            "days_since_last": days,
            "orders": random.geometric(0.3, rows).astype(float),
            "revenue": random.lognormal(6, 1, rows).round(2),
            "average_order": random.lognormal(4, 1, rows).round(2),
            "last_order": today - pd.to_timedelta(days, unit="D"),
            "tenure_days": days + random.integers(0, 400, rows),
            "registered_days": days + 500,
            "purchase_days": random.integers(1, 9, rows).astype(float),
            "order_interval": random.integers(1, 90, rows).astype(float),
            "recent_orders": random.integers(0, 6, rows).astype(float),
            "recent_revenue": random.lognormal(5, 1, rows),
            "activities": random.integers(0, 60, rows).astype(float),
            "last_activity": today - pd.to_timedelta(random.integers(0, 200, rows), unit="D"),
            "complaints": random.integers(0, 3, rows).astype(float),
            "referrals": random.poisson(0.3, rows).astype(float),
            "age": random.integers(18, 80, rows).astype(float),
            "city": pd.Categorical(random.choice(["北京", "苏州", "合肥", "洛阳"], rows)),
            "favourite_category": pd.Categorical(random.choice(["食品", "衣服"], rows)),
        }
    )


def best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest run."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def qcut(table: pd.DataFrame) -> pd.DataFrame:
    """The usual way: five quantile bins a measure; ties of orders drop bins."""
    keys = ("days_since_last", "orders", "revenue")
    return pd.DataFrame({key: pd.qcut(table[key], 5, labels=False, duplicates="drop") for key in keys})


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The same four rules by numpy alone: comparisons, then the first that matches, as a column of labels."""
    r, f, m = (table[key].to_numpy() for key in ("days_since_last", "orders", "revenue"))
    tests = [(r <= 30) & (f >= 5) & (m >= 2000), (r <= 60) & (f >= 2) & (m >= 500), (r >= 180) & (f <= 1)]
    labels = np.select(tests, ["group_1", "group_2", "group_3"], "group_4").astype(object)
    return pd.DataFrame({"segment": labels}, index=pd.Index(table["customer_id"]))


def compared(table: pd.DataFrame) -> None:
    """The comparisons alone, nothing made of them."""
    r, f, m = (table[key].to_numpy() for key in ("days_since_last", "orders", "revenue"))
    for x, limits in ((r, (30, 60, 180)), (f, (5, 2, 1)), (m, (2000, 500))):
        for limit in limits:
            np.less_equal(x, limit)


def main() -> None:
    table = customers(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    values = table[["days_since_last", "orders", "revenue"]].to_numpy()
    scored, cut = best(lambda: quantile(values, 5)), best(lambda: qcut(table), 3)
    print(f"RFM scores {scored:.3f} s, pandas.qcut {cut:.3f} s: {cut / scored:.1f} times as fast")
    ruled, selected = best(lambda: Rules(table=ROWS).segment(table)), best(lambda: plain(table))
    only = best(lambda: compared(table))
    print(f"rules {ruled:.3f} s, numpy.select {selected:.3f} s: {ruled / selected:.2f} times as long")
    print(f"the comparisons alone {only:.4f} s: {ruled / only:.1f} times as long")
    for model in MODELS:
        if model.key not in OTHERS:
            taken = best(lambda model=model: model.segment(table), 2)
            print(f"{model.key:<12} {taken:.3f} s, {taken / selected:.1f} times numpy.select")


if __name__ == "__main__":
    main()
