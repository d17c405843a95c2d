"""Value score: how often, how much and how lively, made comparable and weighed into one figure from 0 to 100."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import ACTIVITIES, ORDERS, REVENUE, Column
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.fields import title_of
from xlseg.kinds import Choice, Cuts, Number
from xlseg.models.bands import (
    BYS,
    LEVELS,
    MOST,
    NAMES_NOTE,
    SHARES_NOTE,
    Bands,
    Names,
    Shares,
    limit_blocks,
    share_cuts,
)
from xlseg.models.measure import measure, rank, stretched
from xlseg.models.ruled import by_rules
from xlseg.models.weights import Weighted, Weights
from xlseg.rules import Book
from xlseg.scoring import Floats
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, join, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("价值评分等级", "Value score level"))
SCORE = Column("score", Text("价值评分", "Value score"), "decimal")
REASON = Column("reason", Text("价值评分依据", "Value score reason"), "wide")
SCALES = {"rank": Text("百分位排名", "Percentile rank"), "range": Text("最小到最大", "Minimum to maximum")}
_WEIGHT = Number(0, 1000)
_WEIGHT_NOTE = Text("权重不必合计为 1；0 表示不计", "weights need not make 1; 0 leaves it out")


class Measure(NamedTuple):
    """A column that counts. weight: its share of all weights, fractions that make 1. sign: -1 where fewer is
    better. values: times the sign, so that more is better."""

    key: str
    title: Text
    weight: float
    sign: int
    values: Floats


@dataclass(frozen=True)
class Value:
    """Weighted value score in levels of value.

    The measures are those of the document S1 (购买频率, 购买金额, 互动频率), which names no weights: 40 / 40 / 20 is
    our default, as are the shares 20 / 30 / 50. Percentile rank is Excel's PERCENTRANK.INC x 100.
    """

    orders_weight: float = setting(0.4, Text("购买频率的权重", "Weight of orders"), _WEIGHT, _WEIGHT_NOTE)
    revenue_weight: float = setting(0.4, Text("购买金额的权重", "Weight of revenue"), _WEIGHT, _WEIGHT_NOTE)
    activities_weight: float = setting(
        0.2,
        Text("互动频率的权重", "Weight of activities"),
        _WEIGHT,
        Text("没有互动数据时不计", "left out without data"),
    )
    more: tuple[Weighted, ...] = setting((), Text("其他列的权重", "Weights of further columns"), Weights())
    scale: Literal["rank", "range"] = setting(
        "rank",
        Text("各指标怎样换成 0–100 分", "Each measure becomes 0-100 by"),
        Choice(SCALES),
        Text("最小到最大受极端值影响", "minimum to maximum is ruled by extremes"),
    )
    by: Literal["shares", "limits"] = setting("shares", Text("怎样分等级", "Levels by"), Choice(BYS))
    shares: tuple[float, ...] = setting(
        (20.0, 30.0, 50.0), Text("各等级的比例（%）", "Shares (%)"), Shares(), SHARES_NOTE
    )
    limits: tuple[float, ...] = setting(
        (40.0, 70.0), Text("评分的界限", "Limits of the score"), Cuts(), Text("按界限时用", "used with by = limits")
    )
    names: tuple[str, ...] = setting((), Text("等级的名称", "Names of the levels"), Names(), NAMES_NOTE)

    key: ClassVar[str] = "value"
    title: ClassVar[Text] = Text("客户价值评分", "Value score")
    tip: ClassVar[Text] = Text(
        "购买频率、金额和互动加权成 0 到 100 分，分高、中、低价值",
        "Weighs frequency, amount and engagement into 0 to 100 points: high, middle and low value",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if not (self.orders_weight or self.revenue_weight or self.activities_weight or self.more):
            yield Problem(NO_WEIGHT, same("value.orders_weight"))
        if self.by == "limits" and not 1 <= len(self.limits) < MOST:
            yield Problem(NEEDS_LIMITS, same("value.limits"))
        elif self.names and len(self.names) != self.levels:
            yield Problem(NEEDS_NAMES.format(n=self.levels), same("value.names"))

    @property
    def levels(self) -> int:
        return len(self.shares) if self.by == "shares" else len(self.limits) + 1

    @property
    def needs(self) -> tuple[Column, ...]:
        weighed = ((ORDERS, self.orders_weight), (REVENUE, self.revenue_weight))
        return tuple(column for column, weight in weighed if weight)

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, SCORE, REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Score and label one row a customer; what a customer has no number of gives no points.

        Raises XlsegError for a column that is nowhere or no number, and where no measure tells customers apart.
        """
        measures, left_out = self.measures(customers)
        if not measures:
            raise XlsegError(NOTHING)
        points = [rank(m.values) if self.scale == "rank" else stretched(m.values) for m in measures]
        weighed = [m.weight * p for m, p in zip(measures, points, strict=True)]
        unknown = np.logical_and.reduce([np.isnan(m.values) for m in measures])
        score = np.where(unknown, np.nan, np.sum(weighed, axis=0).round(1))
        known = score[~unknown]
        if self.by == "shares" and known.min() == known.max():
            raise XlsegError(NOTHING)
        bands = self.bands(known)
        rules = bands.rules()
        shown = (*_how(self, measures, points, left_out), *limit_blocks(known, bands, self.key, self.shares, 1))
        segments = (*bands.segments(rules), UNSCORED)
        scored = customers.assign(**{SCORE.key: score})
        found = by_rules(scored, Book(rules), segments, (SEGMENT, REASON), shown, {SCORE.key: SCORE.title})
        labels = found.labels.assign(**{SCORE.key: score, REASON.key: _reasons(measures, weighed, unknown)})
        used = tuple(measure.key for measure in measures)
        return replace(found, labels=labels[[c.key for c in self.columns]], used=used)

    def bands(self, known: Floats) -> Bands:
        """The levels of the score. known: the scores there are."""
        found = (share_cuts(known, self.shares), self.shares) if self.by == "shares" else (self.limits[::-1], ())
        return Bands(SCORE.key, SCORE.title, found[0], LEVELS[self.levels], self.names, found[1])

    def measures(self, customers: pd.DataFrame) -> tuple[list[Measure], list[Text]]:
        """The columns that tell customers apart, their weights made to sum to 1; and which were left out, and why."""
        wanted = [
            Weighted(ORDERS.key, self.orders_weight),
            Weighted(REVENUE.key, self.revenue_weight),
            Weighted(ACTIVITIES.key, self.activities_weight),
            *self.more,
        ]
        found: dict[str, Measure] = {}
        left_out, problems = [], Problems()
        for name, weight in (row for row in wanted if row.weight):
            with problems.gathered():
                key, values = measure(name, customers, "value.more")
                if key in found:
                    raise XlsegError(TWICE.format(title=title_of(key)))
                if why := _useless(values):
                    left_out.append(why.format(title=title_of(key)))
                else:
                    sign = 1 if weight > 0 else -1
                    title = title_of(key) if weight > 0 else FEWER.format(title=title_of(key))
                    found[key] = Measure(key, title, abs(weight), sign, values * sign)
        problems.tell()
        total = sum(m.weight for m in found.values())
        return [m._replace(weight=m.weight / total) for m in found.values()], left_out


def _useless(values: Floats) -> Text | None:
    """Why a measure cannot tell customers apart."""
    found = np.unique(values[~np.isnan(values)])
    return (ABSENT, CONSTANT)[len(found)] if len(found) < 2 else None


def _reasons(measures: list[Measure], weighed: list[Floats], unknown: "np.ndarray") -> "np.ndarray":
    """Whole points of each measure out of its most, such as '订单数 36/40'; each combination is written once."""
    whole = [np.rint(points).astype(np.int64) for points in weighed]
    code = unknown.astype(np.int64)
    for points in whole:
        code = pd.factorize(code * 101 + points)[0]
    first = np.zeros(code.max() + 1, dtype=np.int64)
    first[code] = np.arange(len(code))
    parts = [(m.title, f"{m.weight * 100:.3g}", p[first].tolist()) for m, p in zip(measures, whole, strict=True)]
    texts = np.empty(len(first), dtype=object)
    texts[:] = [
        UNSCORED.rule if unknown[at] else join([join((t, f"{p[n]}/{most}"), same(" ")) for t, most, p in parts])
        for n, at in enumerate(first)
    ]
    return texts[code]


def _how(model: Value, measures: list[Measure], points: list[Floats], left_out: list[Text]) -> tuple[Block, ...]:
    """What was weighed, how, and what was left out."""
    rows = [
        (m.title, m.weight, *(m.sign * np.nanquantile(m.values, (0, 0.5, 1))), p.mean())
        for m, p in zip(measures, points, strict=True)
    ]
    table = Table(MEASURES, pd.DataFrame(rows, columns=[c.key for c in MEASURES]))
    return Heading(HOW), Note(SCALED[model.scale]), *(Note(text) for text in left_out), table


UNSCORED = Segment(
    "unscored",
    Text("无法评分", "Not scored"),
    Text("没有任何一项指标的数据", "has none of the measures"),
    residual=True,
)
MEASURES = (
    Column("measure", Text("指标", "Measure")),
    Column("weight", Text("权重", "Weight"), "share"),
    Column("low", Text("最差值", "Worst value"), "decimal"),
    Column("middle", Text("中位数", "Median"), "decimal"),
    Column("high", Text("最好值", "Best value"), "decimal"),
    Column("points", Text("平均得分", "Mean points"), "decimal"),
)
HOW = Text("价值评分怎样算出", "How the value score came about")
SCALED = {
    "rank": Text(
        "每项指标换成百分位排名（比多少客户强，0–100 分，同值同分），再按权重平均；没有数据的客户该项得 0 分。",
        "Each measure becomes a percentile rank (the share of customers below, 0-100, equal values alike), and the "
        "weights average them; a customer without a number gets 0 for it.",
    ),
    "range": Text(
        "每项指标从最小到最大换成 0–100 分，再按权重平均；没有数据的客户该项得 0 分。",
        "Each measure becomes 0-100 from its minimum to its maximum, and the weights average them; a customer without "
        "a number gets 0 for it.",
    ),
}
FEWER = Text("{title}（越少越好）", "{title} (fewer is better)")
ABSENT = Text(
    "没有「{title}」的数据，这一项不计，权重分给其余各项。", "No '{title}' in the data: left out, its weight shared."
)
CONSTANT = Text(
    "所有客户的「{title}」都一样，这一项不计，权重分给其余各项。",
    "'{title}' is the same for everybody: left out, its weight shared.",
)
NOTHING = Text(
    "各项指标都没有数据，或所有客户都一样，分不出高低",
    "the measures hold no data, or are the same for everybody, so that nobody is above anybody",
)
TWICE = Text("value.more：「{title}」已有权重，只能写一次", "value.more: '{title}' already has a weight; give it once")
NO_WEIGHT = Text("权重不能全是 0", "not every weight can be 0")
NEEDS_LIMITS = Text("按界限分等级，要填 1 到 4 个界限，如 40, 70", "give 1 to 4 limits, such as 40, 70")
NEEDS_NAMES = Text("现在有 {n} 个等级，名称也要 {n} 个（或留空）", "there are {n} levels: give {n} names, or none")
