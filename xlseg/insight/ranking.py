"""Items by sales: shares, classes A, B and C, and growth against the period before."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.insight.sold import Sold

CLASSES = (("A", 0.8), ("B", 0.95), ("C", 1.0))  # of revenue, the best sellers first: the usual ABC analysis
LEAST = 1e-8  # money that counts
SHORTEST, YEAR = 28, 365  # days of a period that is compared with the one before


class Ranking(NamedTuple):
    """items: one row an item, best seller first: item (its code), revenue, share, cumulative, class.

    shown: the best sellers, what is left in one row, and the total: item (None, None), revenue, share, cumulative,
    class, orders, customers, price, growth. place: of each item code, its row in
    shown. rest: how many items the row before the total stands for. days: of the
    periods growth compares, 0 where the data are too short.
    """

    items: pd.DataFrame
    shown: pd.DataFrame
    place: np.ndarray
    rest: int
    days: int


def window(sold: Sold) -> int:
    """Days of a period and of the one before it: a year if there are two, else half of what there is; 0 below four
    weeks."""
    days = min(YEAR, sold.span // 2)
    return days if days >= SHORTEST else 0


def ranking(sold: Sold, most: int = 20) -> Ranking:
    """The items by revenue, refunds taken off. An item whose sale begins below a limit of CLASSES has its class.

    share: of all revenue, NaN where that is not positive; price: revenue per piece bought where quantities are known;
    growth: of the last `window` days against as many before, NaN where nothing was sold then.
    """
    revenue = np.bincount(sold.rows["item"], sold.rows["amount"], minlength=len(sold.names))
    order = np.argsort(-revenue, kind="stable")
    items = _shares(pd.DataFrame({"item": order, "revenue": revenue[order]}))
    before = items["cumulative"] - items["share"]
    limits = np.array([limit for _, limit in CLASSES[:-1]]) - 1e-9
    items["class"] = np.array([name for name, _ in CLASSES])[np.searchsorted(limits, before, side="right")]
    items.loc[items["revenue"] <= 0, "class"] = CLASSES[-1][0]
    rest = len(order) - most if len(order) > most + 1 else 0  # a rest of one item is shown under its name
    kept = len(order) - rest
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.minimum(np.arange(len(order)), kept)
    days = window(sold)
    shown = figures(sold, place[sold.rows["item"]], kept + bool(rest), days)
    shown = _shares(shown).assign(item=[*order[:kept], *[-1] * bool(rest)])
    shown["class"] = pd.Series([*items["class"][:kept], *[None] * bool(rest)], dtype=object)
    total = figures(sold, np.zeros(len(sold.rows), dtype=np.int64), 1, days)
    total = total.assign(share=np.nan if items["share"].isna().all() else 1.0, cumulative=np.nan, item=-1)
    total["class"] = pd.Series([None], dtype=object)
    return Ranking(items, pd.concat([shown, total], ignore_index=True), place, rest, days)


def figures(sold: Sold, place: np.ndarray, count: int, days: int = 0) -> pd.DataFrame:
    """revenue, orders, customers, average (revenue an order), price, growth of the rows at each place."""
    rows = sold.rows
    amount, day, bought = rows["amount"].to_numpy(), rows["day"].to_numpy(), rows["amount"].to_numpy() >= 0
    revenue = np.bincount(place, amount, minlength=count)
    orders = different(place[bought], rows["order"].to_numpy()[bought], count)
    found = {
        "revenue": revenue,
        "orders": orders,
        "customers": different(place[bought], rows["customer"].to_numpy()[bought], count),
        "average": over(revenue, orders),
        "price": np.full(count, np.nan),
        "growth": np.full(count, np.nan),
    }
    if "quantity" in rows:
        pieces = rows["quantity"].to_numpy()
        known = bought & (pieces > 0)
        sums = (np.bincount(place[known], each[known], minlength=count) for each in (amount, pieces))
        found["price"] = over(*sums)
    if days:
        late = day > sold.last - days
        early = ~late & (day > sold.last - 2 * days)
        now, then = (np.bincount(place[part], amount[part], minlength=count) for part in (late, early))
        found["growth"] = over(now, np.where(then > 0, then, 0.0)) - 1
    return pd.DataFrame(found)


def different(place: np.ndarray, other: np.ndarray, count: int) -> np.ndarray:
    """How many different values of `other` each place has."""
    if not len(place):
        return np.zeros(count, dtype=np.int64)
    size = int(other.max()) + 1
    return np.bincount(pd.unique(place.astype(np.int64) * size + other) // size, minlength=count)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    whole = table["revenue"].sum()
    share = table["revenue"] / whole if whole > LEAST else table["revenue"] * np.nan
    return table.assign(share=share, cumulative=share.cumsum())


def over(above: np.ndarray | float, below: np.ndarray) -> np.ndarray:
    """A ratio, NaN where there is nothing to divide by: less than a millionth of the least coin counts as nothing."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    found: np.ndarray = np.divide(above, below, out=np.full(below.shape, np.nan), where=np.abs(below) > LEAST)
    return found
