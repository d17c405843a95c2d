"""What a verb is, and the groups people see verbs in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from xlseg.actions.request import Request
from xlseg.hosts import Host
from xlseg.report import Report
from xlseg.text import Text


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
AS_OF, LANG, GOAL, CHOSEN = "general.as_of", "general.lang", "general.goal", "general.models"
RUN = (CHOSEN, GOAL, AS_OF, LANG)  # what people choose for one segmentation


@dataclass(frozen=True)
class Action:
    """A verb. icon: the name of one of Office's own (imageMso). tip: what it does, in a sentence.

    menu: one of many of its kind, shown in a menu and not as a button. suffix: of the copy it writes beside a file.
    asks: the settings that people may choose for one run, where there is a form.
    """

    key: str
    title: Text
    icon: str
    run: Callable[[Host, Request], Report]
    group: Group
    tip: Text
    menu: bool = False
    suffix: Text = Text("-细分", "-segmented")
    asks: tuple[str, ...] = (AS_OF, LANG)
