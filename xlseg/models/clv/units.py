"""The time unit of customer lifetime value: customers carry days, the model counts in a unit that is always said."""

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from xlseg.columns import ACTIVE_DAYS, ORDERS, PURCHASE_DAYS, REVENUE, TENURE_DAYS
from xlseg.rules.table import numbers
from xlseg.scoring import Floats
from xlseg.text import Text

Unit = Literal["day", "week", "month"]
DAYS: dict[Unit, float] = {"day": 1.0, "week": 7.0, "month": 30.4375}  # a month is a twelfth of 365.25 days
MONTH = DAYS["month"]
UNITS = {"day": Text("天", "Day"), "week": Text("周", "Week"), "month": Text("月", "Month")}


class Purchases(NamedTuple):
    """What is known of customers; time in days.

    x: purchases after the first day of purchase. t_x: first to last purchase. T: first purchase to the as-of date.
    mean: amount of one purchase. known: which customers of the table these are. by_days: purchases are distinct days,
    else orders.
    """

    x: Floats
    t_x: Floats
    T: Floats
    mean: Floats
    known: np.ndarray
    by_days: bool


def purchases(customers: pd.DataFrame) -> Purchases:
    """Of the customers who bought and whose days make sense.

    Several orders of one day are one purchase: the model knows no time of 0 between two. Where distinct days are not
    known, orders count, and who has all of them on one day has no repeat purchase.
    """
    by_days = PURCHASE_DAYS.key in customers and bool(customers[PURCHASE_DAYS.key].notna().any())
    count = numbers(customers[PURCHASE_DAYS.key if by_days else ORDERS.key])
    t_x, whole = numbers(customers[ACTIVE_DAYS.key]), numbers(customers[TENURE_DAYS.key])
    revenue = numbers(customers[REVENUE.key])
    known = (count >= 1) & (t_x >= 0) & (whole >= t_x) & np.isfinite(revenue)
    count, t_x, whole, revenue = count[known], t_x[known], whole[known], revenue[known]
    x = np.where(t_x > 0, count - 1, 0.0)
    return Purchases(x, np.where(x > 0, t_x, 0.0), whole, np.maximum(revenue, 0.0) / (x + 1), known, by_days)
