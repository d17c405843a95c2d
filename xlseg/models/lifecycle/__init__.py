"""Lifecycle: prospect, new, mature, loyal or lost, by first and last purchase and repeats."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from xlseg.columns import DAYS_SINCE_LAST, ORDERS, REGISTERED_DAYS, TENURE_DAYS, Column
from xlseg.errors import Problem
from xlseg.kinds import Choice, Number
from xlseg.models import rhythm
from xlseg.models.lifecycle import evidence
from xlseg.models.lifecycle.stages import LOST_AFTER, REASON, SEGMENT, SEGMENTS, SILENCE
from xlseg.models.ruled import by_rules
from xlseg.rules import Blank, Book, Range, Rule
from xlseg.scoring import Floats
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, same
from xlseg.thresholds import check, setting

LIMITS = {
    "days": Text("固定天数", "Fixed days"),
    "own_intervals": Text("客户自己的购买间隔", "Their own purchase intervals"),
}


@dataclass(frozen=True)
class Lifecycle:
    """The stages of two of the documents, by first purchase, last purchase and repeats.

    Lost is silent for 180 days (the documents' R of the dormant), or, with `own_intervals`, for longer than fits the
    customer's own rhythm (xlseg/models/rhythm.py). Loyal has 5 orders (the documents' F of the best); new has bought
    once, or at most twice within the first half year (their 新锐: six months, F 1-2); mature is who is between.
    """

    limits: Literal["days", "own_intervals"] = setting("days", Text("流失怎么算", "Lost is judged by"), Choice(LIMITS))
    lost_days: int = setting(180, Text("多少天未购买算流失", "Lost after days"), Number(1, 3650, whole=True))
    lost_times: float = setting(
        5.0,
        Text("自己平均间隔的几倍算流失", "Lost after times the own interval"),
        Number(1, 20),
        Text(
            "流失按客户自己的购买间隔时用；5 倍：照常购买的客户极少隔这么久",
            "limits = own_intervals; 5: who buys as usual hardly ever waits so long",
        ),
    )
    own_from: int = setting(
        3,
        Text("至少几个购买日才用自己的间隔", "Own interval from purchase days"),
        Number(2, 100, whole=True),
        Text("不到的客户用全体客户间隔的分位数", "others: a quantile of all customers' intervals"),
    )
    lost_share: float = setting(
        0.9,
        Text("全体间隔的分位数", "Quantile of all intervals"),
        Number(0.5, 0.999),
        Text("0.9：回来过的客户 90% 在这么多天内回来", "0.9: of who came back, 90 % do so within these days"),
    )
    least_days: int = setting(
        30,
        Text("至少多少天未购买才可能算流失", "Never lost before days"),
        Number(0, 3650, whole=True),
        Text("流失按客户自己的购买间隔时用", "used with limits = own_intervals"),
    )
    most_days: int = setting(
        730,
        Text("最多多少天未购买一定算流失", "Always lost after days"),
        Number(1, 36500, whole=True),
        Text("流失按客户自己的购买间隔时用", "used with limits = own_intervals"),
    )
    new_days: int = setting(
        183, Text("首单多少天内算新客户", "New within days of the first order"), Number(1, 3650, whole=True)
    )
    new_orders: int = setting(2, Text("新客户最多几单", "New up to orders"), Number(1, 1000, whole=True))
    loyal_orders: int = setting(5, Text("忠实客户至少几单", "Loyal from orders"), Number(2, 10000, whole=True))

    key: ClassVar[str] = "lifecycle"
    title: ClassVar[Text] = Text("客户生命周期", "Lifecycle")
    tip: ClassVar[Text] = Text(
        "按首单、最近购买和复购分成潜在、新、成熟、忠实、流失",
        "Prospect, new, mature, loyal or lost, by first and last purchase and repeats",
    )
    needs: ClassVar[tuple[Column, ...]] = (DAYS_SINCE_LAST, ORDERS)

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.new_orders >= self.loyal_orders:
            yield Problem(NEW_IS_LOYAL.format(loyal=self.loyal_orders), same("lifecycle.new_orders"))
        if self.least_days > self.most_days:
            yield Problem(LEAST_IS_MOST.format(least=self.least_days), same("lifecycle.most_days"))

    @property
    def own(self) -> bool:
        return self.limits == "own_intervals"

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, *((LOST_AFTER, SILENCE) if self.own else ()), REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer of the customer table; who bought on an unknown day is unmatched."""
        start = begun(customers)
        after = self.lost_after(customers)
        days = rhythm.measured(customers, DAYS_SINCE_LAST)
        judged = customers.assign(**{SILENCE.key: np.floor(days / after * 100) / 100}) if self.own else customers
        shown = evidence.blocks(self, customers, start)
        book = Book(tuple(self.rules(start)))
        found = by_rules(judged, book, self.stages(), (SEGMENT, REASON), shown, {SILENCE.key: OF_LIMIT})
        if self.own:
            found.labels.insert(1, LOST_AFTER.key, np.where(np.isfinite(days), after, np.nan))
            found.labels.insert(2, SILENCE.key, judged[SILENCE.key].to_numpy())
        return found

    def stages(self) -> tuple[Segment, ...]:
        """The segments with their rules in words."""
        lost = AFTER_OWN if self.own else AFTER_DAYS.format(days=self.lost_days)
        limits = {"loyal": self.loyal_orders, "new": self.new_orders, "new_days": self.new_days, "lost": lost}
        return tuple(replace(stage, rule=stage.rule.format(**limits)) for stage in SEGMENTS)

    def lost_after(self, customers: pd.DataFrame) -> Floats:
        """The days of silence after which each customer is lost."""
        if not self.own:
            return np.full(len(customers), float(self.lost_days))
        limits = self.lost_times * rhythm.intervals(customers, self.own_from)
        limits = np.where(np.isfinite(limits), limits, self.common(customers))
        return np.clip(np.round(limits), max(self.least_days, 1), self.most_days)

    def common(self, customers: pd.DataFrame) -> float:
        """The days after which who has no interval of their own is lost; the fixed ones where too few came back."""
        found = rhythm.quantile(rhythm.intervals(customers), self.lost_share)
        return found if np.isfinite(found) else float(self.lost_days)

    def rules(self, start: Column | None) -> Iterator[Rule]:
        """No customer meets two of them. start: the column of the days since the beginning, where there is one."""
        silent, limit = (SILENCE.key, 1.0) if self.own else (DAYS_SINCE_LAST.key, self.lost_days)
        buying, again = Range(silent, high=limit, below=True), self.new_orders + 1
        yield Rule("loyal", ((buying, Range(ORDERS.key, low=self.loyal_orders)),))
        if start is None or again == 2:
            yield Rule("mature", ((buying, _orders(2, self.loyal_orders)),))
        else:
            few = (buying, _orders(2, again))
            if again < self.loyal_orders:
                yield Rule("mature", ((buying, _orders(again, self.loyal_orders)),))
            yield Rule("mature", ((*few, Range(start.key, low=self.new_days)),))
            yield Rule("mature", ((*few, Blank(start.key)),))
            yield Rule("new", ((*few, Range(start.key, high=self.new_days, below=True)),))
        yield Rule("new", ((buying, Range(ORDERS.key, 0, 2, above=True, below=True)),))
        yield Rule("prospect", ((Range(ORDERS.key, 0, 0),),))
        yield Rule("lost", ((Range(silent, low=limit), Range(ORDERS.key, low=0, above=True)),))


def begun(customers: pd.DataFrame) -> Column | None:
    """The column of the days since the beginning, where there is one."""
    return next((c for c in (TENURE_DAYS, REGISTERED_DAYS) if _known(customers, c)), None)


def _known(customers: pd.DataFrame, column: Column) -> bool:
    return bool(np.isfinite(rhythm.measured(customers, column)).any())


def _orders(low: float, high: float) -> Range:
    return Range(ORDERS.key, low, high, below=True)


OF_LIMIT = Text("未购天数÷流失界限", "days since last order / limit")
NEW_IS_LOYAL = Text(
    "新客户最多几单，要少于忠实客户的 {loyal} 单", "new customers must have fewer orders than the {loyal} of loyal ones"
)
LEAST_IS_MOST = Text("不能少于「至少」的 {least} 天", "cannot be fewer than the {least} days of the least")
AFTER_DAYS = Text("满 {days} 天未购买", "no purchase for {days} days")
AFTER_OWN = Text("未购天数满自己的流失界限", "silent for longer than the own limit")
