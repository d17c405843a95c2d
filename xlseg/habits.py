"""What customers do lately and what they like best, from their orders, goods and visits."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.columns import (
    AMOUNT,
    CATEGORIES,
    CATEGORY,
    CHANNEL,
    COST,
    FAVOURITE_CATEGORY,
    FAVOURITE_CHANNEL,
    FAVOURITE_PAGE,
    FAVOURITE_PAYMENT,
    PAGE,
    PAYMENT,
    PROFIT,
    PROFITS,
    RECENT_ORDERS,
    RECENT_REVENUE,
    Column,
)
from xlseg.distinct import distinct, texts
from xlseg.recognise import Kind

CELLS = 50_000_000  # customers times values that are counted in one array


class Habit(NamedTuple):
    """The value of `column` that most rows of a customer hold, and how many different ones there are."""

    column: Column
    favourite: Column
    variety: Column | None = None


OF_ORDERS = (
    Habit(CATEGORY, FAVOURITE_CATEGORY, CATEGORIES),
    Habit(CHANNEL, FAVOURITE_CHANNEL),
    Habit(PAYMENT, FAVOURITE_PAYMENT),
)
OF_VISITS = (Habit(PAGE, FAVOURITE_PAGE),)


def habits(
    who: pd.Series, orders: pd.DataFrame | None, lines: pd.DataFrame | None, records: Mapping[Kind, pd.DataFrame]
) -> Iterator[tuple[str, pd.Series]]:
    """Columns for the customers `who`. Goods come from the order lines where these are, else from the orders."""
    for habit in OF_ORDERS:
        rows = lines if lines is not None and habit.column.key in lines else orders
        if rows is not None and habit.column.key in rows:
            bought = rows[rows[AMOUNT.key] >= 0] if AMOUNT.key in rows and rows is orders else rows
            yield from _habit(who, bought, habit)
    for habit in OF_VISITS:
        if "activity" in records and habit.column.key in records["activity"]:
            yield from _habit(who, records["activity"], habit)


def recent(who: pd.Series, orders: pd.DataFrame, as_of: pd.Timestamp, days: int) -> Iterator[tuple[str, pd.Series]]:
    """Orders and amount of the `days` up to the as-of date."""
    late = orders[orders["order_day"] >= as_of - pd.Timedelta(days=days)]
    bought = late[late[AMOUNT.key] >= 0]
    yield RECENT_ORDERS.key, who.map(bought.groupby("customer_id")["order_id"].nunique()).fillna(0)
    yield RECENT_REVENUE.key, who.map(late.groupby("customer_id")[AMOUNT.key].sum()).fillna(0.0)


def profits(who: pd.Series, orders: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """What was earned: the profit of each order, or its amount less its cost."""
    if PROFIT.key in orders:
        earned = orders[PROFIT.key]
    elif COST.key in orders:
        earned = orders[AMOUNT.key] - orders[COST.key]
    else:
        return
    yield PROFITS.key, who.map(earned.groupby(orders["customer_id"]).sum(min_count=1))


def _habit(who: pd.Series, rows: pd.DataFrame, habit: Habit) -> Iterator[tuple[str, pd.Series]]:
    """Ties go to the value most was spent on, then to the first in order of the alphabet."""
    code, values = distinct(rows[habit.column.key])
    names, places = np.unique(np.array([*texts(values), ""], dtype=str), return_inverse=True)
    customer = pd.Index(who).get_indexer(rows["customer_id"])
    known = (code >= 0) & (customer >= 0)
    known[known] &= names[places[code[known]]] != ""
    if not known.any():
        return
    pair = customer[known] * len(names) + places[code[known]]
    spent = (
        rows[AMOUNT.key].to_numpy(dtype=float, na_value=0)[known].clip(0) if AMOUNT.key in rows else np.zeros(len(pair))
    )
    weights = 1 + spent / (2 * max(float(spent.sum()), 1.0))  # all of them together are worth less than one row more
    if len(who) * len(names) <= CELLS:
        counts = np.bincount(pair, weights, minlength=len(who) * len(names)).reshape(len(who), len(names))
        best, variety = counts.round(12).argmax(axis=1), (counts > 0).sum(axis=1)
    else:
        best, variety = _sparse(pair, weights, len(who), len(names))
    favourite = pd.Series(names.astype(object)[best], who.index, dtype=object)
    yield habit.favourite.key, favourite.where(variety > 0, None)
    if habit.variety:
        yield habit.variety.key, pd.Series(variety, who.index)


def _sparse(pair: np.ndarray, weights: np.ndarray, customers: int, names: int) -> tuple[np.ndarray, np.ndarray]:
    """The same without an array of all pairs: each customer's most frequent name, and how many there are."""
    pairs, place = np.unique(pair, return_inverse=True)
    counts = np.bincount(place, weights).round(12)
    customer, name = pairs // names, pairs % names
    order = np.lexsort((-name, counts))  # the last of a customer's is the best
    best = np.zeros(customers, dtype=np.int64)
    best[customer[order]] = name[order]
    return best, np.bincount(customer, minlength=customers)
