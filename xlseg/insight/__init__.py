"""What sells, to whom, through what, when, and what comes next: computed from orders and their goods. Pure.

Everything counts on `Sold`: rows of orders, each under one item (a category, a product, a channel).
"""

from xlseg.insight.affinity import Affinity, affinity
from xlseg.insight.effects import effects, horizon
from xlseg.insight.ranking import CLASSES, Ranking, ranking, window
from xlseg.insight.refunds import refund_shares
from xlseg.insight.returns import pairs, repeats
from xlseg.insight.seasons import Months, big_spenders, months
from xlseg.insight.sold import EVERYTHING, MISSING, Sold, sold
from xlseg.insight.upcoming import LAPSED, OWN, expected, looked_back, upcoming

__all__ = [
    "CLASSES",
    "EVERYTHING",
    "LAPSED",
    "MISSING",
    "OWN",
    "Affinity",
    "Months",
    "Ranking",
    "Sold",
    "affinity",
    "big_spenders",
    "effects",
    "expected",
    "horizon",
    "looked_back",
    "months",
    "pairs",
    "ranking",
    "refund_shares",
    "repeats",
    "sold",
    "upcoming",
    "window",
]
