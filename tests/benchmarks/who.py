"""How long demographics, geography and preference take for 1,000,000 customers, against comparing the same columns.

Run: python tests/benchmarks/who.py [CUSTOMERS]. The floor is one pass of numpy comparisons over the columns a model
asks of: a number against each limit, a text column against each of its group's values. All are timed in one run, in
turn; each figure is the best of three.
"""

import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter

import numpy as np
import pandas as pd

from xlseg.models.demographics import Demographics
from xlseg.models.geography import Geography
from xlseg.models.geography.tiers import shipped
from xlseg.models.preference import Preference

JOBS = ["工程师", "教师", "医生", "销售", "学生", "退休", "IT", "工人"]
GOODS = ["女装", "男装", "鞋靴", "箱包", "美妆", "家居", "数码", "食品"]


def table(count: int, seed: int = 7) -> pd.DataFrame:
    """Customers with every column the three models ask of."""
    random = np.random.default_rng(seed)
    cities = [f"江苏-{row.city}" for row in shipped()]
    texts = {"gender": ["男", "女"], "occupation": JOBS, "favourite_category": GOODS, "region": cities}
    picked = {
        key: np.array(values, dtype=object)[random.integers(0, len(values), count)] for key, values in texts.items()
    }
    return pd.DataFrame(
        {
            "customer_id": [f"C{n:07d}" for n in range(count)],
            "age": random.integers(10, 90, count).astype(float),
            "income": random.lognormal(9, 0.5, count),
            "orders": random.integers(0, 9, count),
            "revenue": random.lognormal(5, 0.5, count),
            **picked,
        }
    )


def compared(customers: pd.DataFrame, asked: dict[str, list[object]]) -> list[np.ndarray]:
    """Each column against each value once."""
    return [
        column >= value if isinstance(value, float) else column == value
        for key, values in asked.items()
        for column in [customers[key].to_numpy()]
        for value in values
    ]


def best(work: Callable[[], object], times: int = 3) -> float:
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    customers = table(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    ages, incomes = [36.0, 60.0], [6000.0, 9000.0]
    for model, asked in (
        (Demographics(), {"age": ages}),
        (Demographics(by=("age", "gender")), {"age": ages, "gender": ["男", "女"]}),
        (Demographics(by=("occupation",)), {"occupation": JOBS}),
        (Demographics(by=("age", "income", "occupation")), {"age": ages, "income": incomes, "occupation": JOBS}),
        (Geography(), {"region": [f"江苏-{row.city}" for row in shipped()[:30]]}),
        (Preference(), {"favourite_category": GOODS}),
    ):
        floor, took = (best(work) for work in (partial(compared, customers, asked), partial(model.segment, customers)))
        print(f"{model.key} by {model.by}: {took:.2f} s, {took / floor:.1f}x the comparisons ({floor:.2f} s)")


if __name__ == "__main__":
    main()
