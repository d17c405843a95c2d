"""What sells, to whom, through what, when, and what comes next: computed from orders and their goods. Pure.

Everything counts on `Sold`: rows of orders, each under one item (a category, a product, a channel).
"""

from xlseg.insight.affinity import STRONG, Affinity, affinity
from xlseg.insight.chance import SURE, beyond_chance
from xlseg.insight.effects import effects, horizon
from xlseg.insight.newcomers import month_name, newcomers
from xlseg.insight.ranking import CLASSES, YEAR, Ranking, ranking, window
from xlseg.insight.refunds import refund_shares
from xlseg.insight.returns import pairs, repeats
from xlseg.insight.seasons import Months, big_spenders, months
from xlseg.insight.sold import EVERYTHING, MISSING, Ledger, Sold, ledger, sold
from xlseg.insight.upcoming import LAPSED, OWN, WITHIN, expected, latest, looked_back, upcoming

__all__ = [
    "CLASSES",
    "EVERYTHING",
    "LAPSED",
    "MISSING",
    "OWN",
    "STRONG",
    "SURE",
    "WITHIN",
    "YEAR",
    "Affinity",
    "Ledger",
    "Months",
    "Ranking",
    "Sold",
    "affinity",
    "beyond_chance",
    "big_spenders",
    "effects",
    "expected",
    "horizon",
    "latest",
    "ledger",
    "looked_back",
    "month_name",
    "months",
    "newcomers",
    "pairs",
    "ranking",
    "refund_shares",
    "repeats",
    "sold",
    "upcoming",
    "window",
]
