"""A matrix of two columns, each high or low: value × need, lifetime value × activity, or any two.

Source: the segmentation strategy guide (S2), step 3: customer value against urgency of need (service resources), and
for software as a service lifetime value against activity (logins, depth of use).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import ACTIVITIES, AVERAGE_ORDER, COMPLAINTS, DURATIONS, PROFITS, REVENUE, SERVICES, Column
from xlseg.errors import XlsegError
from xlseg.fields import resolve, title_of
from xlseg.kinds import Choice, Name, Number
from xlseg.models.ruled import by_rules
from xlseg.proposals import proposals
from xlseg.rules import Book, Box, Range, Rule
from xlseg.rules.spelled import number
from xlseg.rules.table import Floats, numbers, type_of
from xlseg.segments import Segment, Segmentation
from xlseg.text import EMPTY, Text, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("矩阵分类", "Matrix segment"))
REASON = Column("reason", Text("矩阵原因", "Matrix reason"), "wide")
PRESETS = {
    "by_goal": Text("按目标", "by the goal"),
    "value_need": Text("价值 × 需求", "value × need"),
    "ltv_activity": Text("LTV × 活跃度", "LTV × activity"),
    "own": Text("自选两列", "two columns of your own"),
}
LIMITS = {"median": Text("中位数", "Median"), "mean": Text("平均值", "Mean")}
BETTER = {"more": Text("越大越高", "More is high"), "less": Text("越小越高", "Less is high")}
_AXIS = Text("留空：按矩阵的种类", "blank: by the kind of matrix")
_LIMIT = Text("达到即为高；留空：按数据算", "from here on it is high; blank: from the data")


class Preset(NamedTuple):
    """columns: for each axis those it may be, the first that is there. words: for each axis its high and its low."""

    columns: tuple[tuple[Column, ...], tuple[Column, ...]]
    words: tuple[tuple[Text, Text], tuple[Text, Text]]


HIGH_VALUE, LOW_VALUE = Text("高价值", "High value"), Text("低价值", "Low value")
AXES = {
    "value_need": Preset(
        ((REVENUE, PROFITS, AVERAGE_ORDER), (COMPLAINTS, SERVICES)),
        ((HIGH_VALUE, LOW_VALUE), (Text("需求迫切", "urgent need"), Text("需求一般", "ordinary need"))),
    ),
    "ltv_activity": Preset(
        ((REVENUE, PROFITS), (ACTIVITIES, DURATIONS)),
        ((HIGH_VALUE, LOW_VALUE), (Text("高活跃", "high activity"), Text("低活跃", "low activity"))),
    ),
}
ACTIONS = {
    "value_need": (
        Text("专人优先响应、定制方案", "a person of their own, first served, tailored offers"),
        Text("定期关怀、会员权益、交叉销售", "regular care, member benefits, cross-selling"),
        Text("快速标准化解决、自助服务", "quick standard solutions, self-service"),
        Text("低成本触达、自助内容", "low-cost contact, self-service content"),
    ),
    "ltv_activity": (
        Text("深度绑定、案例共创、增购", "deepen, build cases together, sell more"),
        Text("客户成功介入、激活关键功能", "customer success calls, activate key features"),
        Text("引导升级、按用量增购", "guide to an upgrade, sell by usage"),
        Text("自动化培育、控制投入", "automated nurturing, little effort"),
    ),
}
AXES["by_goal"], ACTIONS["by_goal"] = AXES["value_need"], ACTIONS["value_need"]


class Axis(NamedTuple):
    """One side of the matrix. limit: from here on it is high, or up to here where less is."""

    column: str
    limit: float
    less: bool
    words: tuple[Text, Text]

    def tests(self) -> tuple[Box, Box]:
        """High, then low."""
        if self.less:
            return (Range(self.column, high=self.limit),), (Range(self.column, low=self.limit, above=True),)
        return (Range(self.column, low=self.limit),), (Range(self.column, high=self.limit, below=True),)


@dataclass(frozen=True)
class Matrix:
    """Four groups by two columns, each high or low against a limit."""

    preset: Literal["by_goal", "value_need", "ltv_activity", "own"] = setting(
        "by_goal",
        Text("矩阵", "Matrix"),
        Choice(PRESETS),
        Text(
            "按目标：提升 SaaS 使用活跃用 LTV × 活跃度，其余用价值 × 需求",
            "by the goal: LTV × activity to raise SaaS usage, else value × need",
        ),
    )
    first: str = setting("", Text("第一列", "First column"), Name(), _AXIS)
    second: str = setting("", Text("第二列", "Second column"), Name(), _AXIS)
    first_limit: float | None = setting(
        None, Text("第一列的界限", "First limit"), Number(-1e15, 1e15, optional=True), _LIMIT
    )
    second_limit: float | None = setting(
        None, Text("第二列的界限", "Second limit"), Number(-1e15, 1e15, optional=True), _LIMIT
    )
    limits: Literal["median", "mean"] = setting(
        "median", Text("按数据算界限", "Limits from the data by"), Choice(LIMITS)
    )
    first_high: Literal["more", "less"] = setting("more", Text("第一列怎样为高", "First is high if"), Choice(BETTER))
    second_high: Literal["more", "less"] = setting("more", Text("第二列怎样为高", "Second is high if"), Choice(BETTER))

    key: ClassVar[str] = "matrix"
    title: ClassVar[Text] = Text("矩阵", "Matrix")
    tip: ClassVar[Text] = Text(
        "按两列的高低分成四格，如价值 × 需求",
        "Four fields of two columns, each high or low, such as value × need",
    )
    needs: ClassVar[tuple[Column, ...]] = ()
    columns: ClassVar[tuple[Column, Column]] = (SEGMENT, REASON)

    def __post_init__(self) -> None:
        check(self)

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer. Raises XlsegError where a column is not there, no number, or always the same."""
        axes = self._axis(0, customers), self._axis(1, customers)
        if axes[0].column == axes[1].column:
            raise XlsegError(SAME.format(column=title_of(axes[0].column)))
        book, segments = self.book(customers), []
        for place, (one, other) in enumerate(FIELDS):
            key = book.rules[place].segment
            action = ACTIONS[self.preset][place] if self.preset in ACTIONS else EMPTY
            segments.append(Segment(key, _name(axes[0].words[one], axes[1].words[other]), action=action))
        evidence = tuple(self._evidence(axes, customers))
        return by_rules(customers, book, tuple(segments), self.columns, evidence)

    def book(self, customers: pd.DataFrame) -> Book:
        """The rules alone, field by field."""
        first, second = (self._axis(at, customers).tests() for at in (0, 1))
        names = ("high", "low")
        return Book(tuple(Rule(f"{names[a]}_{names[b]}", ((*first[a], *second[b]),)) for a, b in FIELDS))

    @property
    def full_title(self) -> Text:
        """With the kind of matrix it is."""
        kind = PRESETS["value_need" if self.preset == "by_goal" else self.preset]
        return Text(f"{kind.zh}矩阵", f"{kind.en[:1].upper()}{kind.en[1:]} matrix")

    def lacking(self, customers: pd.DataFrame) -> tuple[Text, ...]:
        """Of each side that nobody named, the usual column, where none of those it may be is there."""
        sides = zip((self.first, self.second), AXES[self.preset].columns if self.preset in AXES else (), strict=False)
        gone = (usual[0] for named, usual in sides if not named and not any(c.key in customers for c in usual))
        return tuple(column.title for column in gone)

    def _axis(self, at: int, customers: pd.DataFrame) -> Axis:
        named, limit = (self.first, self.first_limit) if at == 0 else (self.second, self.second_limit)
        less = (self.first_high, self.second_high)[at] == "less"
        column = self._column(at, named, customers)
        x = numbers(customers[column])
        known = x[np.isfinite(x)]
        if not len(known):
            raise XlsegError(EMPTY_COLUMN.format(column=title_of(column)))
        found = limit if limit is not None else _limit(known, self.limits, less)
        if limit is None and known.min() == known.max():
            raise XlsegError(CONSTANT.format(column=title_of(column), value=number(known[0])))
        title = title_of(column)
        own = Text(f"{title.zh}高", f"High {title.en}"), Text(f"{title.zh}低", f"Low {title.en}")
        preset = AXES.get(self.preset)
        return Axis(column, found, less, own if named or preset is None else preset.words[at])

    def _column(self, at: int, named: str, customers: pd.DataFrame) -> str:
        """The column of one side: the one named, else the first of the preset's that is there."""
        wanted = () if self.preset not in AXES else AXES[self.preset].columns[at]
        column = resolve(named, [*map(str, customers)]) if named else None
        column = column or next((c.key for c in wanted if not named and c.key in customers), None)
        if column is None:
            raise XlsegError(MISSING.format(side=SIDES[at], name=_wanted(named, wanted), at=("first", "second")[at]))
        if type_of(customers[column]) == "text":
            raise XlsegError(NO_NUMBER.format(column=title_of(column)))
        return column

    def _evidence(self, axes: tuple[Axis, Axis], customers: pd.DataFrame) -> Iterator[Block]:
        yield Note(HOW.format(**dict(_said(axes))))
        for axis, name in zip(axes, ("first_limit", "second_limit"), strict=True):
            yield Heading(PROPOSED.format(column=title_of(axis.column), setting=f"matrix.{name}"))
            yield proposals(numbers(customers[axis.column]), (axis.limit,), digits=2)


def _limit(known: Floats, by: str, less: bool) -> float:
    """The middle of the data, moved to the next value where it would leave nobody low, as with many ties."""
    middle = float(np.median(known) if by == "median" else np.mean(known))
    inside = known <= middle if less else known >= middle
    if inside.all() and known.min() < known.max():
        rest = known[known < middle] if less else known[known > middle]
        return float(rest.max() if less else rest.min())
    return middle


def _name(one: Text, other: Text) -> Text:
    return Text(one.zh + other.zh, f"{one.en}, {other.en[:1].lower()}{other.en[1:]}")


def _said(axes: tuple[Axis, Axis]) -> Iterator[tuple[str, object]]:
    for name, axis in zip(("first", "second"), axes, strict=True):
        yield name, title_of(axis.column)
        yield f"{name}_limit", ("≤ " if axis.less else "≥ ") + number(round(axis.limit, 4))


def _wanted(named: str, columns: tuple[Column, ...]) -> Text:
    if named or not columns:
        return same(named)
    return Text("、".join(c.title.zh for c in columns), " or ".join(c.title.en for c in columns))


FIELDS = tuple((one, other) for one in (0, 1) for other in (0, 1))  # high before low, the first column first
SIDES = (Text("第一列", "first column"), Text("第二列", "second column"))
MISSING = Text(
    "{side}要用 {name}，数据里没有；请在 matrix.{at} 写一个有的列名，或补上这些数据",
    "the {side} is to be {name}, which the data do not hold; name another in matrix.{at}, or add these data",
)
NO_NUMBER = Text(
    "「{column}」是文字，不能分高低；请换一列", "'{column}' is text and has no high and low; choose another"
)
EMPTY_COLUMN = Text("「{column}」没有一个数", "'{column}' holds not one number")
CONSTANT = Text(
    "「{column}」都是 {value}，分不出高低；请换一列或写上界限",
    "'{column}' is always {value}: choose another, or give a limit",
)
SAME = Text("两列都是「{column}」；请选两个不同的列", "both columns are '{column}': choose two different ones")
HOW = Text(
    "{first} {first_limit} 为高，{second} {second_limit} 为高。",
    "High: {first} {first_limit}, {second} {second_limit}.",
)
PROPOSED = Text("「{column}」的界限（{setting}）", "Limits of {column} ({setting})")
