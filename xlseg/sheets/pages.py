"""The pages of a segmentation, in the order people see them."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from xlseg.analysis import Analysis
from xlseg.page import Page
from xlseg.sheets.audit import audit_page
from xlseg.sheets.customers import unlabelled_page
from xlseg.sheets.insight import insight_page
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.strategy import strategy_page
from xlseg.text import EMPTY, Text


class Sheet(NamedTuple):
    """A page, None where there is nothing to show.

    action: what the command and the button that ask for it are called; without one it is always written.
    A page that was asked for once is written again by every later run, as long as it stands in the workbook.
    """

    key: str
    page: Callable[[Analysis], Page | None]
    action: Text = EMPTY
    icon: str = ""


PAGES: tuple[Sheet, ...] = (
    Sheet("result", result_page),
    Sheet("strategy", strategy_page),
    Sheet("insight", insight_page, Text("销售洞察", "Sales insight"), "ChartInsert"),
    Sheet("evidence", evidence_page),
    Sheet("customers", unlabelled_page),
    Sheet("audit", audit_page),
)
ASKED = tuple(sheet for sheet in PAGES if sheet.action != EMPTY)


def wanted(asked: Collection[str]) -> Iterator[Sheet]:
    """Those always written, and those asked for."""
    return (sheet for sheet in PAGES if sheet.action == EMPTY or sheet.key in asked)
