"""The pages of a segmentation, in the order people see them."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from xlseg.analysis import Analysis
from xlseg.page import Page
from xlseg.sheets.audit import audit_page
from xlseg.sheets.customers import unlabelled_page
from xlseg.sheets.dashboard import dashboard_page
from xlseg.sheets.feedback import feedback_page
from xlseg.sheets.feedback_summary import feedback_summary_page
from xlseg.sheets.insight import insight_page
from xlseg.sheets.management import management_page
from xlseg.sheets.register import register_page
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.strategy import strategy_page
from xlseg.text import EMPTY, Text


class Sheet(NamedTuple):
    """A page, None where there is nothing to show.

    action: what the command and the button that ask for it are called, tip: what it writes; without one it is always
    written. A page that was asked for once is written again by every later run, as long as it stands in the workbook.
    of: the key of the page it comes with.
    """

    key: str
    page: Callable[[Analysis], Page | None]
    action: Text = EMPTY
    icon: str = ""
    tip: Text = EMPTY
    of: str = ""


PAGES: tuple[Sheet, ...] = (
    Sheet("dashboard", dashboard_page),
    Sheet("result", result_page),
    Sheet("strategy", strategy_page),
    Sheet(
        "management",
        management_page,
        Text("客户分层管理表", "Customer tiering"),
        "TableInsert",
        Text(
            "写出《客户分层管理表》：一位客户一行，五个维度各一列",
            "Writes Customer tiering: a row a customer, a column a dimension",
        ),
    ),
    Sheet(
        "register",
        register_page,
        Text("客户分类管理表", "Customer register"),
        "AddressBook",
        Text(
            "写出《客户分类管理表》：联系方式、地区、行业、购买和服务记录",
            "Writes the Customer register: contact, region, industry, purchases and service",
        ),
    ),
    Sheet(
        "insight",
        insight_page,
        Text("销售洞察", "Sales insight"),
        "ChartInsert",
        Text(
            "写出《销售洞察》：什么好卖、谁买什么、渠道、季节、回头客、下次购买",
            "Writes Sales insight: what sells, to whom, through what, when, and what comes next",
        ),
    ),
    Sheet(
        "feedback",
        feedback_page,
        Text("客户反馈", "Customer feedback"),
        "ReviewNewComment",
        Text("写出《客户反馈》登记表和按群体的汇总", "Writes the Customer feedback form and its summary by group"),
    ),
    Sheet("feedback_summary", feedback_summary_page, of="feedback"),
    Sheet("evidence", evidence_page),
    Sheet("customers", unlabelled_page),
    Sheet("audit", audit_page),
)
ASKED = tuple(sheet for sheet in PAGES if sheet.action != EMPTY)


def wanted(asked: Collection[str]) -> Iterator[Sheet]:
    """Those always written, and those asked for."""
    return (sheet for sheet in PAGES if {sheet.key, sheet.of} & {*asked} or (sheet.action == EMPTY and not sheet.of))
