"""The sheets xlseg writes, and how they are known when their names are lost or somebody copied them."""

from typing import NamedTuple

from xlseg.cells import Area, Rows, cell
from xlseg.columns import CUSTOMER_ID, NOTE, Column
from xlseg.entries import MARK
from xlseg.models import DEFAULTS
from xlseg.sheets import (
    audit,
    backtest,
    backup,
    collection,
    customers,
    dashboard,
    feedback,
    feedback_summary,
    guide,
    insight,
    insight_goods,
    management,
    quality,
    recognised,
    register,
    result,
    settings,
    strategy,
)
from xlseg.sheets.listed import SEARCHED, listings
from xlseg.text import Text


class Known(NamedTuple):
    key: str
    area: Area


class Signature(NamedTuple):
    """A title, and headers that stand in one row below it."""

    key: str
    title: Text
    headers: tuple[Column, ...]


SIGNATURES = (
    Signature("dashboard", dashboard.TITLE, (dashboard.FIRST,)),
    Signature("result", result.RESULT, result.COLUMNS),
    Signature("strategy", strategy.TITLE, strategy.LIMITS),
    Signature("evidence", result.EVIDENCE, result.FIGURES[:2]),
    Signature("management", management.TITLE, (CUSTOMER_ID, MARK)),
    Signature("register", register.TITLE, (CUSTOMER_ID, MARK)),
    Signature("feedback", feedback.TITLE, feedback.COLUMNS),
    Signature("feedback_summary", feedback_summary.TITLE, feedback_summary.FIGURES),
    Signature("audit", audit.TITLE, audit.COLUMNS),
    Signature("quality", quality.TITLE, quality.TABLES[:3]),
    Signature("recognised", recognised.TITLE, recognised.TABLES[:4]),
    Signature("customers", customers.TITLE, (CUSTOMER_ID, NOTE)),
    Signature("insight", insight.TITLE, (insight_goods.ORDERS, insight_goods.CUSTOMERS)),
    Signature("collection", collection.TITLE, collection.COLUMNS),
    Signature("backtest", backtest.TITLE, backtest.MODELS[:3]),
    Signature("backup", backup.TITLE, backup.FIELDS[:1]),
    Signature("guide", guide.TITLE, guide.SHEETS),
    Signature("settings", settings.TITLE, settings.COLUMNS),
    *(Signature(listing.page, listing.title, listing.columns[:2]) for listing in listings(DEFAULTS)),
)

LISTING = ("customers", "management", "register")  # pages of ours that list customers, who may be named there


class WorkedIn(NamedTuple):
    """The columns of a table people add rows and columns to (entries.py), and those a row is known by."""

    columns: tuple[Column, ...]
    by: tuple[str, ...] = (CUSTOMER_ID.key,)


WORKED_IN = {
    "management": WorkedIn((*management.COLUMNS, MARK)),
    "register": WorkedIn((*register.COLUMNS, MARK)),
    "feedback": WorkedIn(feedback.COLUMNS, feedback.KNOWN_BY),
}  # by the key of the page


def signature(rows: Rows) -> Known | None:
    """Which sheet of ours these cells are, and where it stands; None for a sheet of the user's."""
    found = [(row, column) for row in range(1, 4) for column in range(1, 9) if cell(rows, row, column) is not None][:1]
    for top, left in found:
        for known in SIGNATURES:
            if cell(rows, top, left) in known.title and _header(rows, top, known.headers):
                return Known(
                    known.key, Area(top, left, len(rows), max(left, *map(len, rows[top - 1 : top + SEARCHED])))
                )
    return None


def _header(rows: Rows, top: int, headers: tuple[Column, ...]) -> bool:
    for row in rows[top : top + SEARCHED]:
        if all(set(column.title) & {value for value in row if isinstance(value, str)} for column in headers):
            return True
    return False
