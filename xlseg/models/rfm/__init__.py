"""RFM: recency, frequency and monetary value scored 1..n, then grouped by a code table or by high and low."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from xlseg.codes import CodeRow, CodeRows
from xlseg.columns import AVERAGE_ORDER, DAYS_SINCE_LAST, ORDERS, PURCHASE_DAYS, REVENUE, Column
from xlseg.errors import Problem
from xlseg.kinds import Choice, Cuts, Number
from xlseg.models.rfm import evidence, groups, scores
from xlseg.models.rfm.schemes import GROUPS11, R10, Group
from xlseg.rules import Blank, Condition, Range, holds
from xlseg.rules import Table as Rows
from xlseg.rules.condition import Mask
from xlseg.scoring import Floats, Scores
from xlseg.segments import Segmentation
from xlseg.text import EMPTY, Text, same
from xlseg.thresholds import check, setting

SCHEMES = {
    "types8": Text("八大类型", "8 types"),
    "groups11": Text("十一组", "11 groups"),
    "r10": Text("R语言十组", "R's 10 segments"),
    "custom": Text("自定义编码表", "Own code table"),
}
BINNINGS = {
    "quantile": Text("分位数", "Quantiles"),
    "nested": Text("嵌套分位数", "Nested quantiles"),
    "equal_count": Text("等人数", "Equal count"),
    "custom": Text("自定义分界点", "Own cut points"),
}
FREQUENCIES = {"orders": Text("不同订单数", "Distinct orders"), "days": Text("不同购买天数", "Distinct days")}
MONETARIES = {"total": Text("总金额", "Total"), "mean": Text("每单平均", "Average per order")}
HIGHS = {
    "mean": Text("平均值", "Mean"),
    "median": Text("中位数", "Median"),
    "limit": Text("固定界限", "Fixed limit"),
}
HIGHS_OF = {"scores": Text("得分", "Scores"), "values": Text("原值", "Values")}

SEGMENT = Column("segment", Text("RFM客户类型", "RFM segment"))
HIGH_LOW = Column("high_low", Text("RFM高低", "RFM high/low"))
CODE = Column("rfm", Text("RFM得分", "RFM score"))
SCORES = tuple(Column(f"{m}_score", Text(f"{m.upper()}得分", f"{m.upper()} score"), "count") for m in "rfm")
REASON = Column("reason", Text("RFM依据", "RFM reason"), "wide")

_CUTS, _LIMIT = Cuts(), Number(0, 1e15, optional=True)
_CUTS_NOTE = Text("评分方法为自定义分界点时用", "used with binning = custom")
_LIMIT_NOTE = Text(
    "固定界限时用；得分或 F、M 至少这么多，R 原值不超过这么多天",
    "for high = limit; at least this, or at most this many days",
)
_TYPES8_NOTE = Text("分群方案为八大类型时用", "used with scheme = types8")


@dataclass(frozen=True)
class Rfm:
    """RFM segmentation (Hughes 1994; binning as in the R package rfm 0.3.0).

    Each field is a threshold a user can set. R is days since the last order (fewer is better), F the number of
    orders or of days with orders, M their total or average amount.
    """

    scheme: Literal["types8", "groups11", "r10", "custom"] = setting(
        "types8", Text("分群方案", "Scheme"), Choice(SCHEMES)
    )
    bins: int = setting(
        5,
        Text("评分档数", "Score bins"),
        Number(2, 10, whole=True),
        Text("n 分最好", "the highest score is best"),
    )
    binning: Literal["quantile", "nested", "equal_count", "custom"] = setting(
        "quantile", Text("评分方法", "Binning"), Choice(BINNINGS)
    )
    r_cuts: tuple[float, ...] = setting((), Text("R 分界点（天）", "R cuts (days)"), _CUTS, _CUTS_NOTE)
    f_cuts: tuple[float, ...] = setting((), Text("F 分界点（次）", "F cuts (times)"), _CUTS, _CUTS_NOTE)
    m_cuts: tuple[float, ...] = setting((), Text("M 分界点（金额）", "M cuts (amount)"), _CUTS, _CUTS_NOTE)
    frequency: Literal["orders", "days"] = setting("orders", Text("F 的口径", "F counts"), Choice(FREQUENCIES))
    monetary: Literal["total", "mean"] = setting("total", Text("M 的口径", "M is"), Choice(MONETARIES))
    high: Literal["mean", "median", "limit"] = setting(
        "mean", Text("高低的界线", "High against"), Choice(HIGHS), _TYPES8_NOTE
    )
    high_of: Literal["scores", "values"] = setting(
        "scores", Text("比较得分还是原值", "High or low of"), Choice(HIGHS_OF), _TYPES8_NOTE
    )
    r_high: float | None = setting(None, Text("R 高的界限", "R limit"), _LIMIT, _LIMIT_NOTE)
    f_high: float | None = setting(None, Text("F 高的界限", "F limit"), _LIMIT, _LIMIT_NOTE)
    m_high: float | None = setting(None, Text("M 高的界限", "M limit"), _LIMIT, _LIMIT_NOTE)
    table: tuple[CodeRow, ...] = setting(
        (),
        Text("自定义编码表", "Own code table"),
        CodeRows(),
        Text("分群方案为自定义编码表时用；先列的先匹配", "used with scheme = custom; the first match wins"),
    )

    key: ClassVar[str] = "rfm"
    title: ClassVar[Text] = Text("RFM 客户分群", "RFM segmentation")
    tip: ClassVar[Text] = Text(
        "按最近一次购买、购买次数和累计金额打分，分成八大类型、十一组等",
        "Scores recency, frequency and monetary value, and groups customers into 8 types, 11 groups and more",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.binning == "custom":
            yield from (Problem(NEEDS_CUTS, same(f"rfm.{m}_cuts")) for m in "rfm" if not getattr(self, f"{m}_cuts"))
        if self.scheme in TABLES and self.shape != (5, 5, 5):
            yield Problem(NEEDS_FIVE.format(scheme=SCHEMES[self.scheme]), same("rfm.scheme"))
        if self.scheme == "custom" and not self.table:
            yield Problem(NEEDS_TABLE, same("rfm.table"))
        if self.scheme == "custom":
            yield from (
                Problem(TOO_HIGH.format(name=r.name, shape=self.shape), same("rfm.table")) for r in self._beyond()
            )
        if self.scheme == "types8" and self.high == "limit":
            blank = (m for m in "rfm" if getattr(self, f"{m}_high") is None)
            yield from (Problem(NEEDS_LIMIT, same(f"rfm.{m}_high")) for m in blank)

    def _beyond(self) -> Iterator[CodeRow]:
        """Rows of the own table with scores nobody can have."""
        for row in self.table:
            if any(high > n for pattern in row.patterns for (_, high), n in zip(pattern, self.shape, strict=True)):
                yield row

    @property
    def shape(self) -> scores.Shape:
        """The highest score of R, F and M."""
        if self.binning == "custom":
            return len(self.r_cuts) + 1, len(self.f_cuts) + 1, len(self.m_cuts) + 1
        return self.bins, self.bins, self.bins

    @property
    def needs(self) -> tuple[Column, ...]:
        """The columns of the customer table that are R, F and M here."""
        frequency = ORDERS if self.frequency == "orders" else PURCHASE_DAYS
        return DAYS_SINCE_LAST, frequency, REVENUE if self.monetary == "total" else AVERAGE_ORDER

    @property
    def columns(self) -> tuple[Column, ...]:
        return (SEGMENT, *((HIGH_LOW,) if self.scheme == "types8" else ()), CODE, *SCORES, REASON)

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer of the customer table.

        Who lacks R, F or M is `no_purchase` where nothing says that they bought, else `unmatched`.
        """
        values = customers[[column.key for column in self.needs]].to_numpy(dtype=float, na_value=np.nan)
        bought = ~holds(self.unbought(customers.columns), Rows(customers), len(customers))
        known = np.isfinite(values).all(axis=1, keepdims=True)
        values = values if known.all() else np.where(known, values, np.nan)
        scored = self.score(values, customers["customer_id"])
        grouped = self.group(values, scored.scores, bought)
        labels: dict[str, object] = {
            SEGMENT.key: np.array([s.key for s in grouped.segments], dtype=object)[grouped.positions]
        }
        if grouped.high_low is not None:
            labels[HIGH_LOW.key] = grouped.high_low
        labels[CODE.key] = evidence.code_texts(scored.scores, self.shape)
        for column, given in zip(SCORES, scored.scores.T, strict=True):
            labels[column.key] = pd.arrays.IntegerArray(given.astype(np.int64), given == 0)  # people reckon on
        labels[REASON.key] = evidence.reasons(values, scored.scores)
        index = pd.Index(customers["customer_id"], name="customer_id")
        shown = evidence.blocks(values, scored, self.shape, grouped.notes)
        return Segmentation(pd.DataFrame(labels, index=index, copy=False), grouped.segments, shown, grouped.book)

    def score(self, values: Floats, ids: pd.Series) -> scores.Scored:
        """Scores of R, F and M (columns) for each customer."""
        match self.binning:
            case "nested":
                return scores.nested(values, self.bins)
            case "equal_count":
                return scores.equal_count(values, self.bins, ids)
            case "custom":
                return scores.own_cuts(values, (self.r_cuts, self.f_cuts, self.m_cuts))
            case _:
                return scores.quantile(values, self.bins)

    def unbought(self, there: Container[str]) -> Condition:
        """Of whom nothing says that they bought: no orders, or none of R, F and M. there: keys of the columns."""
        none = dict.fromkeys(key for key in (ORDERS.key, self.needs[1].key) if key in there)
        return (*((Range(key, 0, 0),) for key in none), tuple(Blank(column.key) for column in self.needs))

    def group(self, values: Floats, scored: Scores, bought: Mask) -> groups.Grouped:
        """Segments of the chosen scheme."""
        if self.scheme == "types8":
            limits = (self.r_high, self.f_high, self.m_high)
            return groups.by_high_low(values, scored, groups.Against(self.high, self.high_of, limits), bought)
        own = (Group(f"group_{n}", same(row.name), row.patterns, EMPTY, EMPTY) for n, row in enumerate(self.table, 1))
        return groups.by_codes(TABLES.get(self.scheme) or tuple(own), scored, self.shape, bought)


TABLES: dict[str, tuple[Group, ...]] = {"groups11": GROUPS11, "r10": R10}
NEEDS_CUTS = Text(
    "评分方法是自定义分界点，这里要填分界点，如 30, 90, 180",
    "binning is custom: give the cut points, such as 30, 90, 180",
)
NEEDS_FIVE = Text(
    "「{scheme}」的编码表按 5 档定义；请用 5 档（或 4 个分界点），或改用八大类型、自定义编码表",
    "the code table '{scheme}' is made for scores 1 to 5: use 5 bins (or 4 cuts), or the 8 types, or your own table",
)
NEEDS_TABLE = Text(
    "分群方案是自定义编码表，这里要填至少一行，如 重要客户 = 4-5 3-5 4-5",
    "scheme is custom: give at least one row, such as VIP = 4-5 3-5 4-5",
)
TOO_HIGH = Text(
    "「{name}」用到了没有的得分；R、F、M 的最高分是 {shape}",
    "'{name}' uses scores that do not exist; the highest of R, F and M are {shape}",
)
NEEDS_LIMIT = Text("高低的界线是固定界限，这里要填一个数", "high is limit: give a number here")
