"""Lifecycle, churn and behaviour of 1,000,000 customers, against one pass of numpy comparisons and against RFM.

`python tests/benchmarks/stages.py [customers]`
"""

import sys
from time import perf_counter

import numpy as np
import pandas as pd

from xlseg.models import Model
from xlseg.models.behaviour import Behaviour
from xlseg.models.churn import Churn
from xlseg.models.lifecycle import Lifecycle
from xlseg.models.rfm import Rfm

CUSTOMERS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000


def table(n: int) -> pd.DataFrame:
    """Customers as skewed as they are."""
    random = np.random.default_rng(1)
    orders = random.geometric(0.25, n)
    days = random.exponential(150, n).astype(int)
    as_of = pd.Timestamp("2026-07-01")
    return pd.DataFrame(
        {
            "customer_id": np.char.add("C", np.arange(n).astype(str)),
            "days_since_last": days,
            "orders": orders,
            "purchase_days": orders,
            "revenue": random.lognormal(5, 1, n),
            "average_order": random.lognormal(4, 1, n),
            "tenure_days": days + random.integers(0, 600, n),
            "order_interval": np.where(orders > 1, random.exponential(60, n) + 1, np.nan),
            "last_order": as_of - pd.to_timedelta(days, unit="D"),
            "activities": random.poisson(20, n),
            "last_activity": as_of - pd.to_timedelta(random.integers(0, 200, n), unit="D"),
            "complaints": random.poisson(0.1, n),
        }
    )


def seconds(model: Model, customers: pd.DataFrame) -> float:
    """The best of three runs."""
    found = []
    for _ in range(3):
        start = perf_counter()
        model.segment(customers)
        found.append(perf_counter() - start)
    return min(found)


def main() -> None:
    customers = table(CUSTOMERS)
    start = perf_counter()
    for column in customers.select_dtypes("number"):
        _ = customers[column].to_numpy(dtype=float) >= 3
    one_pass = perf_counter() - start
    rfm = seconds(Rfm(), customers)
    print(f"{CUSTOMERS:,} customers; one pass of comparisons {one_pass:.3f} s; RFM {rfm:.2f} s")
    for model in (Lifecycle(), Lifecycle(limits="own_intervals"), Churn(), Behaviour()):
        taken = seconds(model, customers)
        print(f"{model.key:10} {taken:.2f} s = {taken / one_pass:.0f} passes = {taken / rfm:.2f} x RFM")


if __name__ == "__main__":
    main()
