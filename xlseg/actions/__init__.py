"""Verbs over a host: what a button, a script or a command does, in the groups people see them in.

A verb added here is a ribbon button, a script, a command of the same key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from xlseg.actions.checking import check, collect, look_back
from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.segmenting import live, only, segment, with_pages
from xlseg.hosts import Host
from xlseg.models import MODELS
from xlseg.plan import GUIDE
from xlseg.report import Report
from xlseg.sheets.pages import ASKED
from xlseg.text import Text

__all__ = ["ACTIONS", "GROUPS", "NOTHING_ASKED", "Action", "Group", "Request", "check", "collect", "segment"]


class Group(NamedTuple):
    """Verbs that stand together, on the ribbon and in lists."""

    key: str
    title: Text


DATA = Group("data", Text("数据", "Data"))
SEGMENT = Group("segment", Text("细分", "Segment"))
RESULT = Group("result", Text("结果", "Results"))
FOLLOW = Group("follow", Text("跟踪", "Follow-up"))
HELP = Group("help", Text("设置与帮助", "Settings and help"))
GROUPS = (DATA, SEGMENT, RESULT, FOLLOW, HELP)


@dataclass(frozen=True)
class Action:
    """A verb. icon: the name of one of Office's own (imageMso). tip: what it does, in a sentence.

    menu: one of many of its kind, shown in a menu and not as a button. suffix: of the copy it writes beside a file.
    """

    key: str
    title: Text
    icon: str
    run: Callable[[Host, Request], Report]
    group: Group
    tip: Text
    menu: bool = False
    suffix: Text = Text("-细分", "-segmented")


ACTIONS: tuple[Action, ...] = (
    Action(
        "segment",
        Text("细分客户", "Segment customers"),
        "PivotTableReport",
        segment,
        SEGMENT,
        Text(
            "给每位客户打上标签，写在您的数据旁边，并写出结果表、策略表和仪表盘",
            "Labels every customer beside your own data and writes the result, the strategy and the dashboard",
        ),
    ),
    Action(
        "live",
        Text("实时公式", "Live formulas"),
        "FunctionWizard",
        live,
        SEGMENT,
        Text(
            "把标签写成 Excel 公式：改设置里的数，标签马上跟着变，发给没有 Python 的同事也一样",
            "Writes labels as Excel formulas that follow the settings at once, for colleagues without Python too",
        ),
    ),
    Action(
        "check",
        Text("检查数据", "Check the data"),
        "DataValidation",
        check,
        DATA,
        Text(
            "检查订单和客户数据，写出数据质量报告；您的单元格不变",
            "Checks orders and customers and writes the data quality report; your cells stay as they are",
        ),
        suffix=Text("-检查", "-checked"),
    ),
    Action(
        "collect",
        Text("收集清单", "Collection list"),
        "ReviewTrackChanges",
        collect,
        DATA,
        Text(
            "写出要收集的数据清单；填好以后再点，对照数据检查",
            "Writes the list of data to collect; once it is filled in, checks it against the data",
        ),
        suffix=Text("-清单", "-collection"),
    ),
    Action(
        "backtest",
        Text("回测", "Backtest"),
        "ChartTrendline",
        look_back,
        FOLLOW,
        Text(
            "用较早的数据分群，看各群体后来怎样",
            "Segments as of an earlier day and shows what each group did afterwards",
        ),
        suffix=Text("-回测", "-backtest"),
    ),
    Action(
        "complete",
        Text("全套工作簿", "Full workbook"),
        "CreateReport",
        with_pages(*(sheet.key for sheet in ASKED), GUIDE),
        RESULT,
        Text("细分客户，写出所有的工作表和使用说明", "Segments the customers and writes every sheet and a guide"),
    ),
    *(Action(sheet.key, sheet.action, sheet.icon, with_pages(sheet.key), RESULT, sheet.tip) for sheet in ASKED),
    *(
        Action(model.key, model.title, "TableStyleClear", only(model.key), SEGMENT, model.tip, menu=True)
        for model in MODELS
    ),
)
