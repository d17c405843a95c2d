"""Churn risk: high, middle or low, by signs that each count points, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import COMPLAINTS, DAYS_SINCE_LAST, LAST_ACTIVITY, ORDER_INTERVAL, ORDERS, Column
from xlseg.errors import Problem
from xlseg.kinds import Number
from xlseg.models import rhythm
from xlseg.models.churn import signals
from xlseg.models.ruled import UNMATCHED, by_rules
from xlseg.proposals import proposals
from xlseg.rules import Blank, Book, Range, Rule
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, join, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("流失风险", "Churn risk"))
SCORE = Column("score", Text("流失风险分", "Churn risk points"), "number")
REASON = Column("reason", Text("流失风险依据", "Churn risk reason"), "wide")
READ = (DAYS_SINCE_LAST, ORDERS, ORDER_INTERVAL, COMPLAINTS, LAST_ACTIVITY)
SEGMENTS = (
    Segment(
        "low",
        Text("低流失风险", "Low risk"),
        features=Text("没有流失信号，照常购买", "No sign of leaving, buys as usual"),
        action=Text("维持服务、例行触达、推荐新品", "Keep up service, regular touch, show new goods"),
    ),
    Segment(
        "middle",
        Text("中流失风险", "Middle risk"),
        features=Text("出现流失信号，还来得及挽留", "First signs of leaving, still in time"),
        action=Text("提前关怀、续购提醒、解决投诉", "Early care, reorder reminder, settle complaints"),
    ),
    Segment(
        "high",
        Text("高流失风险", "High risk"),
        features=Text("信号明显或不止一个，多半正在离开", "Strong signs or several, probably leaving"),
        action=Text("唤醒优惠券、专人回访、流失原因调研", "Wake-up voucher, personal call, ask why"),
    ),
    Segment(
        "no_purchase",
        Text("未购买客户", "No purchase yet"),
        rule=Text("没有购买日期", "no day of a purchase"),
        features=Text("还没有买过，谈不上流失", "Has not bought yet, so cannot leave"),
        action=Text("首单优惠、品牌宣传", "First-order offer, brand story"),
        residual=True,
    ),
    UNMATCHED,
)
_DAYS, _POINTS = Number(1, 3650, whole=True), Number(0, 100)
_ZERO = Text("0：不看这个信号", "0: this sign does not count")


@dataclass(frozen=True)
class Churn:
    """The documents' rule (R >= 90 and F <= 1 is 流失风险; R >= 180 沉睡流失) among further signs.

    Each sign counts points; both of the documents' rules come to 3, which is high. The signs of the customer's own
    rhythm (xlseg/models/rhythm.py), complaints and fading activity count where the data hold them, and 1 each: of
    those in the CDNOW sample who were silent for 3 to 5 times their own interval, a third still bought again within
    13 weeks, so this alone is a warning and no more.
    """

    silent_days: int = setting(90, Text("多少天未购买是信号", "Silent from days"), _DAYS)
    silent_points: float = setting(1, Text("未购买的分", "Points: silent"), _POINTS, _ZERO)
    once_orders: int = setting(1, Text("同时最多买过几次", "and at most orders"), Number(0, 1000, whole=True))
    once_points: float = setting(2, Text("未购买又买得少，另加的分", "More points: silent, few orders"), _POINTS, _ZERO)
    long_days: int = setting(180, Text("多少天未购买是沉睡", "Dormant from days"), _DAYS)
    long_points: float = setting(2, Text("沉睡另加的分", "More points: dormant"), _POINTS, _ZERO)
    overdue_times: float = setting(
        3, Text("自己平均间隔的几倍是信号", "Overdue from times the own interval"), Number(1, 100)
    )
    own_from: int = setting(
        3, Text("至少几个购买日才看自己的间隔", "Own interval from purchase days"), Number(2, 100, whole=True)
    )
    overdue_least: int = setting(
        30, Text("自己间隔的信号至少多少天", "Overdue never before days"), Number(0, 3650, whole=True)
    )
    overdue_points: float = setting(1, Text("超过自己间隔的分", "Points: overdue"), _POINTS, _ZERO)
    complaints: int = setting(1, Text("几次投诉是信号", "Complaints from"), Number(1, 1000, whole=True))
    complaint_points: float = setting(1, Text("投诉的分", "Points: complaints"), _POINTS, _ZERO)
    idle_days: int = setting(60, Text("多少天没有互动是信号", "Idle from days"), _DAYS)
    idle_points: float = setting(1, Text("没有互动的分", "Points: idle"), _POINTS, _ZERO)
    middle: float = setting(1, Text("中风险至少几分", "Middle from points"), Number(0.1, 1000))
    high: float = setting(3, Text("高风险至少几分", "High from points"), Number(0.1, 1000))

    key: ClassVar[str] = "churn"
    title: ClassVar[Text] = Text("流失风险", "Churn risk")
    tip: ClassVar[Text] = Text(
        "按流失迹象计分，分高、中、低风险，并写出原因",
        "Counts signs of leaving into high, middle or low risk, with the reason",
    )
    needs: ClassVar[tuple[Column, ...]] = (DAYS_SINCE_LAST, ORDERS)
    columns: ClassVar[tuple[Column, ...]] = (SEGMENT, SCORE, REASON)

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.silent_days >= self.long_days:
            yield Problem(LONGER.format(days=self.silent_days), same("churn.long_days"))
        if self.middle >= self.high:
            yield Problem(HIGHER.format(points=self.middle), same("churn.high"))

    @property
    def limits(self) -> signals.Limits:
        """From where on each sign shows."""
        return signals.Limits(
            silent=self.silent_days,
            long=self.long_days,
            once=self.once_orders,
            overdue=self.overdue_times,
            own_from=self.own_from,
            least=self.overdue_least,
            complaints=self.complaints,
            idle=self.idle_days,
        )

    @property
    def points(self) -> tuple[float, ...]:
        """Of each sign, in their order."""
        bought = (self.silent_points, self.once_points, self.long_points, self.overdue_points)
        return (*bought, self.complaint_points, self.idle_points)

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer of the customer table; who never bought has no risk of churn."""
        known = signals.figures(customers, self.own_from)
        found = signals.signals(known, self.limits, self.points)
        total = signals.score(found, known)
        judged = customers[["customer_id", ORDERS.key]].assign(**{SCORE.key: total})
        shown = self.evidence(customers, found, known)
        result = by_rules(judged, self.book(), SEGMENTS, (SEGMENT, REASON), shown, {SCORE.key: SCORE.title})
        result.labels.insert(1, SCORE.key, total)
        counted = tuple(signal._replace(shown=signal.shown & (signal.points > 0)) for signal in found)
        result.labels[REASON.key] = signals.reasons(counted, known)
        return replace(result, used=tuple(c.key for c in READ if c.key in customers))

    def book(self) -> Book:
        """The three levels of points; of who bought, but on no known day, nothing can be said."""
        levels = (
            Range(SCORE.key, low=self.high),
            Range(SCORE.key, low=self.middle, high=self.high, below=True),
            Range(SCORE.key, high=self.middle, below=True),
        )
        rules = (Rule(key, ((level,),)) for key, level in zip(("high", "middle", "low"), levels, strict=True))
        undated = ((Blank(SCORE.key), Range(ORDERS.key, 0, above=True)), (Blank(SCORE.key), Blank(ORDERS.key)))
        return Book((*rules, Rule(UNMATCHED.key, undated)))

    def evidence(
        self, customers: pd.DataFrame, found: tuple[signals.Signal, ...], known: signals.Figures
    ) -> tuple[Block, ...]:
        """The signs, how many customers show each, and limits the data propose."""
        absent = [s.needs.title for s in found if s.needs is not None and s.needs.key not in customers]
        intervals = rhythm.intervals(customers)
        if not np.isfinite(intervals).any():
            absent.append(INTERVALS)
        now = (self.silent_days, self.long_days)
        return (
            *(Heading(HOW), Note(ADDED.format(middle=self.middle, high=self.high))),
            *((Note(ABSENT.format(absent=join(absent))),) if absent else ()),
            signals.table(found, known),
            *(Heading(LIMITS), Note(LIMITS_HOW)),
            proposals(known.days, now, rhythm.proposed(intervals, 0.5, 0.9)),
        )


LONGER = Text("沉睡的天数要多于未购买的 {days} 天", "dormant must be longer than the {days} days of silent")
HIGHER = Text("高风险的分要高于中风险的 {points:g} 分", "high must be above the {points:g} points of middle")
HOW = Text("流失风险怎么算", "How the risk came about")
ADDED = Text(
    "每个信号计分，相加：满 {high:g} 分为高风险，满 {middle:g} 分为中风险，其余为低风险。",
    "Each sign counts points, added up: high from {high:g}, middle from {middle:g}, else low.",
)
ABSENT = Text("数据里没有 {absent}，这些信号没有计入。", "The data do not hold {absent}; these signs were left out.")
INTERVALS = Text("客户自己的购买间隔", "the customers' own purchase intervals")
LIMITS = Text("未购天数界限的建议", "Proposed limits of days since last order")
LIMITS_HOW = Text(
    "买过的客户按未购天数分段；要采用某一行，改设置「多少天未购买是信号」和「多少天未购买是沉睡」（只有一个界限时只改前者）。",
    "Buyers by days since their last order. To take a row over, set 'Silent from days' and 'Dormant from days' "
    "(a single "
    "limit: the former).",
)
