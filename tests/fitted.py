"""A page with everything a table may be fitted with, and another whose formulas speak of it, for tests of hosts."""

import pandas as pd

from xlseg.blocks import Between, Chart, Choices, Heading, Panel, Table, Tile, Tiles
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.text import Text

GROUP = Column("group", Text("群体", "Group"))
COUNT = Column("count", Text("客户数", "Customers"), "count")
SHARE = Column("share", Text("占比", "Share"), "share")
BUDGET = Column("budget", Text("预算", "Budget"), "money")
STATE = Column("state", Text("状态", "State"))
DAY = Column("day", Text("日期", "Day"), "date")
CHECK = Column("check", Text("检查", "Check"))
STATES = Choices((Text("未开始", "Open"), Text("已完成", "Done")))


def fitted() -> Page:
    """Groups with shares that follow counts, cells to type into, and an alarm where the budget is beyond 100."""
    rows = pd.DataFrame(
        {
            "group": ["a", "b", Text("合计", "Total")],
            "count": [30, 10, Formula("SUM({count:all})", 40)],
            "share": [Formula("{count}/{count:total}", 0.75), Formula("{count}/{count:total}", 0.25), 1.0],
            "budget": [120.0, 50.0, Formula("SUM({budget:all})", 170.0)],
            "state": [None, None, None],
            "day": [None, None, None],
            "check": [
                *(Formula(Text('IF({budget}>100,"超","可行")', 'IF({budget}>100,"over","fine")'), None),) * 2,
                None,
            ],
        },
        dtype=object,
    )
    allowed = {"budget": (Between(0), Between(0, 60)), "state": STATES, "day": Between(40000, 60000, days=True)}
    table = Table(
        (GROUP, COUNT, SHARE, BUDGET, STATE, DAY, CHECK),
        rows,
        inputs=("budget", "state", "day"),
        total=True,
        name="fitted.groups",
        filtered=True,
        allowed=allowed,
        bars=("share",),
        scales=("count",),
        alarms={"budget": "{budget}>100"},
    )
    return Page("fitted", Text("配件", "Fittings"), (table,), frozen=True)


def screen() -> Page:
    """Key figures and a chart on one screen, over a table of formulas below it."""
    rows = pd.DataFrame(
        {
            "group": ["a", "b"],
            "count": [
                Formula("SUMIFS({fitted.groups!count:all},{fitted.groups!group:all},{group})", n) for n in (30, 10)
            ],
        },
        dtype=object,
    )
    tiles = Tiles(
        (
            Tile("customers", Text("客户数", "Customers"), Formula("SUM({fitted.groups!count:all})", 40)),
            Tile("revenue", Text("金额", "Revenue"), 1234.5, "money"),
            Tile("lost", Text("没有的表", "No such table"), Formula("SUM({nowhere!count:all})", 7)),
        )
    )
    chart = Chart(Text("各群体客户数", "Customers by group"), "column", "group", ("count",), of="screen.groups")
    blocks = (
        tiles,
        Panel((chart,) * 3),
        Heading(Text("数据", "Data")),
        Table((GROUP, COUNT), rows, name="screen.groups"),
    )
    return Page("screen", Text("一屏", "Screen"), blocks, screen=True)
