"""How often customers buy when nothing is wrong: the measure of who has been silent for too long.

Of a customer who buys at random at a steady rate (exponential intervals, as in Schmittlein, Morrison and Colombo,
Counting Your Customers, Management Science 1987), an interval is longer than k times the mean of n earlier ones with
probability (1 + k/n)^-n: for k = 5, 8 % for n = 2 and 0.7 % for many. For who has fewer intervals stands a quantile of
the intervals of all who came back, as is usual where nobody gives notice.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from xlseg.columns import (
    ACTIVE_DAYS,
    LAST_ACTIVITY,
    ORDER_INTERVAL,
    ORDERS,
    PURCHASE_DAYS,
    Column,
)
from xlseg.customers import counted_to
from xlseg.rules.table import DAY, EPOCH, numbers
from xlseg.scoring import Floats
from xlseg.text import Text, join

FEWEST = 10  # intervals of which a quantile means anything


def measured(customers: pd.DataFrame, column: Column) -> Floats:
    """A column of numbers; NaN where it is missing, infinite, or not there at all."""
    if column.key not in customers:
        return np.full(len(customers), np.nan)
    return numbers(customers[column.key])


def intervals(customers: pd.DataFrame, purchases: int = 2) -> Floats:
    """Mean days between a customer's days with orders, NaN for who has fewer than `purchases` of them."""
    known = measured(customers, ORDER_INTERVAL)
    counted = PURCHASE_DAYS if PURCHASE_DAYS.key in customers else ORDERS
    bought = measured(customers, counted)
    if ORDER_INTERVAL.key not in customers:
        known = measured(customers, ACTIVE_DAYS) / np.where(bought > 1, bought - 1, np.nan)
    return np.where((known > 0) & (bought >= purchases), known, np.nan)


def quantile(known: Floats, share: float) -> float:
    """The days within which this share of the known intervals lies; NaN where too few are known."""
    finite = known[np.isfinite(known)]
    return float(np.quantile(finite, share)) if len(finite) >= FEWEST else float("nan")


def proposed(known: Floats, *shares: float) -> Mapping[Text, tuple[float, ...]]:
    """Limits of silence that the customers' own intervals suggest, as a row of the table of proposals."""
    limits = tuple(quantile(known, share) for share in shares)
    title = BY_QUANTILES.format(shares=join(f"{share:.0%}" for share in shares))
    return {title: limits} if np.isfinite(limits).all() else {}


def end(customers: pd.DataFrame) -> float:
    """The day activity is counted to, in days since 1970: the table's own, else that of the last activity of all.

    NaN where no activity is dated.
    """
    last = measured(customers, LAST_ACTIVITY)
    if not np.isfinite(last).any():
        return float("nan")
    counted = counted_to(customers)
    return float(np.floor(np.nanmax(last)) if pd.isna(counted) else (counted - EPOCH) / DAY)


def idle_days(customers: pd.DataFrame) -> Floats:
    """Days since the last activity, NaN where it is not known."""
    return np.maximum(end(customers) - np.floor(measured(customers, LAST_ACTIVITY)), 0.0)


BY_QUANTILES = Text("客户购买间隔的 {shares} 分位", "{shares} quantile of customers' purchase intervals")
