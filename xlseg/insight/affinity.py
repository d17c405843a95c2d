"""Which group of customers buys more of what than the others do."""

from typing import NamedTuple

import numpy as np

from xlseg.insight.chance import SURE, beyond_chance
from xlseg.insight.ranking import different, over
from xlseg.insight.sold import Sold

STRONG = 1.2  # times the share of the others, from which on a preference is worth naming


class Affinity(NamedTuple):
    """Arrays of items times groups. share: of the group's revenue; lift: share over that of all customers; sure: the
    group's orders hold the item so much more often than those of the others that chance is no explanation.

    whole: each item's share of all customers' revenue; others: of that of all but the group; orders: of each group.
    """

    share: np.ndarray
    lift: np.ndarray
    sure: np.ndarray
    whole: np.ndarray
    others: np.ndarray
    orders: np.ndarray


def affinity(sold: Sold, place: np.ndarray, count: int, group: np.ndarray, groups: int) -> Affinity:
    """place: of each row, below count; group: of each customer code, -1 for none.

    A share is NaN for a group that brought no revenue. Sure: a two-proportion z of orders with the item beyond SURE.
    """
    rows, of = sold.rows, group[sold.rows["customer"].to_numpy()]
    known = of >= 0
    revenue = np.bincount(
        place[known] * groups + of[known], rows["amount"].to_numpy()[known], minlength=count * groups
    ).reshape(count, groups)
    bought = known & (rows["amount"].to_numpy() >= 0)
    order = rows["order"].to_numpy()[bought]
    held = different(place[bought] * groups + of[bought], order, count * groups).reshape(count, groups)
    every = different(of[bought], order, groups)
    all_orders, with_item = every.sum(), held.sum(axis=1, keepdims=True)
    z = beyond_chance(held, every, with_item - held, all_orders - every)
    brought, total = revenue.sum(axis=0), revenue.sum()
    share = over(revenue, np.where(brought > 0, brought, 0.0))
    whole = over(revenue.sum(axis=1), np.full(count, max(total, 0.0)))
    lift = over(share, np.where(whole > 0, whole, 0.0)[:, None])
    rest = np.maximum(total - brought, 0.0)
    others = over(revenue.sum(axis=1, keepdims=True) - revenue, rest)
    return Affinity(share, lift, z > SURE, whole, others, every)
