"""客户细分策略表: what to do for each group, who does it, and whether budget, people and capacity allow it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Between, Block, Heading, Note, Table
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.playbook import known
from xlseg.playbook.tactics import KINDS
from xlseg.sheets import feasible
from xlseg.sheets.feasible import RESOURCES, number
from xlseg.sheets.groups import Group, groups_of
from xlseg.text import Text

TITLE = Text("客户细分策略表", "Strategy")
LIMITS = (
    Column("item", Text("资源", "Resource"), "phrase"),
    Column("limit", Text("上限", "Limit"), "quantity"),
    Column("planned", Text("已安排", "Planned"), "quantity"),
    Column("left", Text("余量", "Left"), "decimal"),
    Column("verdict", Text("结论", "Verdict")),
)
COLUMNS = (
    Column("segment_id", Text("客户群体ID", "Segment ID")),
    Column("title", Text("客户群体", "Segment"), "phrase"),
    Column("features", Text("核心特征", "Core features"), "brief"),
    Column("direction", Text("策略方向", "Direction"), "phrase"),
    Column("product", Text("产品措施", "Product measures"), "phrase"),
    Column("marketing", Text("营销措施", "Marketing measures"), "phrase"),
    Column("service", Text("服务措施", "Service measures"), "phrase"),
    Column("owner", Text("负责人", "Owner")),
    Column("due", Text("完成日期", "Due"), "date"),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("budget", Text("预算（元）", "Budget"), "quantity"),
    Column("people", Text("人力（人天）", "Staff (days)"), "quantity"),
    Column("reach", Text("触达客户数", "Customers reached"), "count"),
    Column("check", Text("可行性", "Feasible?"), "verdict"),
)
TYPED = ("owner", "due", "budget", "people", "reach")


def strategy_page(analysis: Analysis) -> Page:
    """The strategy of the models the settings name, else of the first that ran; all count against the same limits."""
    named = [key for key in analysis.settings.general.strategy if key in analysis.segmentations]
    planned = groups_of(analysis, *(named or [next(iter(analysis.segmentations))]))
    blocks: list[Block] = [Note(HOW), Note(KEPT), Heading(AVAILABLE), limits_table()]
    blocks += [Note(TWICE)] if len(planned) > 1 else []
    for key, groups in planned.items():
        blocks += [Heading(analysis.model(key).title), _groups(key, groups)]
    return reckoned(Page("strategy", TITLE, tuple(blocks), reckon=reckoned))


def limits_table() -> Table:
    """What there is to spend; what it is taken by comes with `reckoned`."""
    rows = pd.DataFrame({column.key: [None] * len(RESOURCES) for column in LIMITS}, dtype=object)
    rows["item"] = [resource.title for resource in RESOURCES]
    return Table(
        LIMITS,
        rows,
        key=("item",),
        keep=("limit",),
        name="strategy.limits",
        allowed={"limit": Between(0, note=LIMIT_NOTE)},
        alarms={"verdict": feasible.alarm("verdict")},
    )


def _groups(model: str, groups: Sequence[Group]) -> Table:
    """A row a group, and a total; what is worked out of typed cells comes with `reckoned`."""
    rows = pd.DataFrame([*(_row(model, group) for group in groups), {"segment_id": TOTAL}], dtype=object)
    return Table(
        COLUMNS,
        rows.reindex(columns=[column.key for column in COLUMNS]).astype(object),
        key=("segment_id", "title"),
        keep=TYPED,
        proposed=("direction", *KINDS),
        total=True,
        lasting=True,
        known=known(),
        name=f"strategy.{model}",
        allowed={
            "due": Between(FIRST_DAY, days=True),
            "budget": Between(0),
            "people": Between(0),
            "reach": Between(0, whole=True, note=REACH_NOTE),
        },
        alarms={"check": feasible.alarm("check")},
    )


def _row(model: str, group: Group) -> dict[str, object]:
    """Of a group, as far as we propose it; without customers there is nothing to propose."""
    proposed = group.strategy
    return {
        "segment_id": group.id,
        "title": group.segment.title,
        "features": group.features,
        "direction": proposed.direction if proposed else None,
        **{kind: proposed.lines(kind) if proposed else None for kind in KINDS},
        "count": _count(model, group.customers),
    }


def _count(model: str, count: int) -> Formula:
    """The group's customers where the result says so; none where it is not in the result any more."""
    found = f"MATCH({{segment_id}},{{result.{model}!segment_id:all}},0)"
    return Formula(f"IFERROR(N(INDEX({{result.{model}!count:all}},{found})),0)", count)


def reckoned(page: Page) -> Page:
    """With sums, what is left and what is feasible, from what was typed."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    limits, groups = tables[0], tables[1:]
    given = list(limits.rows["limit"])
    taken = [sum(number(cell) for t in groups for cell in t.rows[r.key].iloc[:-1]) for r in RESOURCES]
    names = [table.name for table in groups]
    asked = list(zip(RESOURCES, given, taken, strict=False))
    rows = limits.rows.iloc[: len(RESOURCES)].copy()
    rows["planned"] = _column([feasible.planned(r, names, amount) for r, _, amount in asked])
    rows["left"] = _column([feasible.left(limit, amount) for _, limit, amount in asked])
    rows["verdict"] = _column([feasible.verdict(*one) for one in asked])
    done = {limits.name: replace(limits, rows=rows)}
    done |= {table.name: _checked(table, taken, given[: len(RESOURCES)]) for table in groups if "check" in table.rows}
    blocks = (done.get(block.name, block) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=tuple(blocks))


def _checked(table: Table, taken: Sequence[float], limits: Sequence[object]) -> Table:
    """Its groups, those that are gone too, and its total."""
    rows, model = table.rows.copy(), table.name.removeprefix("strategy.")
    body = rows.iloc[:-1]
    counts = [cell if isinstance(cell, Formula) else _count(model, 0) for cell in body["count"]]
    sizes = [number(count.value) for count in counts]
    checks = [feasible.check(row, size, limits) for row, size in zip(body.to_dict("records"), sizes, strict=True)]
    rows["count"] = _column([*counts, Formula("SUM({count:all})", sum(sizes))])
    rows["check"] = _column([*checks, feasible.summed(taken, limits)])
    for r in RESOURCES:
        sums = Formula(f"SUM({{{r.key}:all}})", sum(map(number, body[r.key])))
        rows[r.key] = _column([*body[r.key], sums])
    return replace(table, rows=rows)


def _column(cells: Sequence[object]) -> "pd.Series[Any]":
    return pd.Series(list(cells), dtype=object)


FIRST_DAY = 36_526  # 2000-01-01 as Excel counts days
TOTAL = Text("合计", "Total")
AVAILABLE = Text("可用资源", "What there is to spend")
TWICE = Text(
    "同一位客户在每个模型里各属一个群体；几张表的预算、人力和触达客户数合在一起算。",
    "A customer is in one group of each model; budget, staff and customers reached of all tables are added up.",
)
HOW = Text(
    "先填资源上限，再给每个群体填负责人、预算、人力和触达客户数；「可行性」随填随算，超出的标红。",
    "Fill in the limits, then owner, budget, staff and customers reached for each group; "
    "feasibility follows at once, and what is beyond a limit turns red.",
)
KEPT = Text(
    "措施按各群体的数字从措施库选出，可以直接改；改过的和填写的下次运行都保留，清空措施的单元格会重新建议。",
    "The measures are chosen by the figures of each group; change them as you like. What you change or fill in stays; "
    "an emptied cell gets a new proposal.",
)
LIMIT_NOTE = Text("留空就不检查这一项", "blank: not checked")
REACH_NOTE = Text("这一轮计划联系的客户数", "customers to contact this time")
