"""Behaviour: active, occasional or inactive, by how often a customer visits and how much they buy at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd

from xlseg.columns import (
    ACTIVITIES,
    AVERAGE_ORDER,
    FAVOURITE_PAGE,
    LAST_ACTIVITY,
    REGISTERED_DAYS,
    TENURE_DAYS,
    Column,
)
from xlseg.errors import Problem
from xlseg.kinds import Choice, Number
from xlseg.models import rhythm
from xlseg.models.behaviour import evidence
from xlseg.models.behaviour.groups import (
    AND_IDLE,
    ASLEEP,
    AWAKE,
    BASKET,
    BUT_IDLE,
    BUT_LARGE,
    HARDLY,
    KEPT,
    LARGE,
    LIFTED,
    NORMAL,
    OFTEN,
    PAGE,
    REASON,
    SEGMENT,
    SEGMENTS,
    SELDOM,
    VISITS,
)
from xlseg.models.ruled import by_rules
from xlseg.rules import Blank, Book, Box, Range, Rule
from xlseg.scoring import Floats
from xlseg.segments import Segment, Segmentation
from xlseg.text import EMPTY, Text, same
from xlseg.thresholds import check, setting

MONTH = 365.25 / 12  # days
BASKETS = {
    "lifts": Text("大购物篮把偶尔客户升为活跃", "A large basket lifts occasional to active"),
    "shown": Text("只作一列，不影响分组", "Only a column of its own"),
}


class Seen(NamedTuple):
    """visits: a month. span: the days the visits were counted over, where known. fresh: the first day (since 1970)
    that is not too long ago, where activity is dated. large: the basket from which it is large, where there are any."""

    visits: Floats
    span: Floats
    fresh: float | None
    large: float | None


@dataclass(frozen=True)
class Behaviour:
    """The documents' 活跃、偶尔、不活跃客户, by 访问频率 and 购物篮大小.

    Visits a month are all activities of a customer over the months they were watched: `window_days` if the records
    cover so many, else the days since registration or first order, and at least one month, lest two visits of who
    came yesterday be many. Without any such day the count is taken for that of one month.
    """

    window_days: int | None = setting(
        None,
        Text("互动次数是多少天内的", "Activities cover days"),
        Number(1, 3650, whole=True, optional=True),
        Text("留空：从注册或首单算起", "blank: since registration or first order"),
    )
    active_visits: float = setting(4, Text("每月访问几次算活跃", "Active from visits a month"), Number(0.01, 10000))
    occasional_visits: float = setting(
        1, Text("每月访问几次算偶尔", "Occasional from visits a month"), Number(0.01, 10000)
    )
    inactive_days: int = setting(
        90, Text("多少天没有互动算不活跃", "Inactive after days without activity"), Number(1, 3650, whole=True)
    )
    basket: Literal["lifts", "shown"] = setting("lifts", Text("购物篮的作用", "What the basket does"), Choice(BASKETS))
    large_basket: float | None = setting(
        None,
        Text("客单价多少算大购物篮", "Large basket from average order"),
        Number(0, 1e15, optional=True),
        Text("留空：客单价最高的四分之一", "blank: the highest quarter of average orders"),
    )

    key: ClassVar[str] = "behaviour"
    title: ClassVar[Text] = Text("客户行为", "Behaviour")
    tip: ClassVar[Text] = Text(
        "按访问频率和购买量分成活跃、偶尔、不活跃",
        "Active, occasional or inactive, by how often customers visit and how much they buy",
    )
    needs: ClassVar[tuple[Column, ...]] = (ACTIVITIES,)
    columns: ClassVar[tuple[Column, ...]] = (SEGMENT, VISITS, BASKET, PAGE, REASON)

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.occasional_visits >= self.active_visits:
            yield Problem(MORE.format(visits=self.occasional_visits), same("behaviour.active_visits"))

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer of the customer table; without a count of activities a customer is unmatched."""
        seen = self.seen(customers)
        judged = customers.assign(**{VISITS.key: seen.visits})
        book = Book(tuple(self.rules(seen)))
        found = by_rules(judged, book, self.groups(seen), (SEGMENT, REASON), (), {VISITS.key: A_MONTH})
        page = customers[FAVOURITE_PAGE.key] if FAVOURITE_PAGE.key in customers else pd.Series(None, customers.index)
        found.labels[REASON.key] = self.reasons(customers, seen, found.labels[REASON.key].to_numpy())
        found.labels.insert(1, VISITS.key, seen.visits)
        found.labels.insert(2, BASKET.key, self.baskets(customers, seen))
        found.labels.insert(3, PAGE.key, page.astype(object).where(page.notna(), None).to_numpy())
        return replace(found, evidence=evidence.blocks(self, customers, seen, found.labels))

    def seen(self, customers: pd.DataFrame) -> Seen:
        """What is known of each customer, and the limits that follow from the data."""
        registered, tenure = (rhythm.measured(customers, c) for c in (REGISTERED_DAYS, TENURE_DAYS))
        span = np.fmax(registered, tenure)
        if self.window_days is not None:
            span = np.fmin(span, float(self.window_days))
        months = np.maximum(np.where(np.isfinite(span), span, 0) / MONTH, 1.0)
        orders = rhythm.measured(customers, AVERAGE_ORDER)
        known = orders[np.isfinite(orders)]
        large = self.large_basket
        if large is None and len(known):
            large = round(float(np.quantile(known, 0.75)), 2)
            large = large if large > known.min() else None
        end = rhythm.end(customers)
        fresh = None if np.isnan(end) else end - self.inactive_days + 1
        visits = np.floor(rhythm.measured(customers, ACTIVITIES) / months * 100) / 100  # as it is shown
        return Seen(visits, span, fresh, large)

    def rules(self, seen: Seen) -> Iterator[Rule]:
        """No customer meets rules of two segments. An unknown day of the last visit counts as a recent one."""
        awake: tuple[Box, ...] = ((),)
        if seen.fresh is not None:
            awake = ((Range(LAST_ACTIVITY.key, low=seen.fresh),), (Blank(LAST_ACTIVITY.key),))
        often = Range(VISITS.key, low=self.active_visits)
        seldom = Range(VISITS.key, self.occasional_visits, self.active_visits, below=True)
        large: tuple[Box, ...] = ()
        normal: tuple[Box, ...] = ((),)
        if self.basket == "lifts" and seen.large is not None:
            large = ((Range(AVERAGE_ORDER.key, low=seen.large),),)
            normal = ((Range(AVERAGE_ORDER.key, high=seen.large, below=True),), (Blank(AVERAGE_ORDER.key),))
        yield from (Rule("active", ((often, *day),)) for day in awake)
        yield from (Rule("active", ((seldom, *basket, *day),)) for basket in large for day in awake)
        yield from (Rule("occasional", ((seldom, *basket, *day),)) for basket in normal for day in awake)
        yield Rule("inactive", ((Range(VISITS.key, high=self.occasional_visits, below=True),),))
        if seen.fresh is not None:
            visits = Range(VISITS.key, low=self.occasional_visits)
            yield Rule("inactive", ((visits, Range(LAST_ACTIVITY.key, high=seen.fresh, below=True)),))

    def groups(self, seen: Seen) -> tuple[Segment, ...]:
        """The segments with their rules in words."""
        limits = {"active": self.active_visits, "occasional": self.occasional_visits, "large": seen.large}
        lifts = self.basket == "lifts" and seen.large is not None
        said = {
            "awake": AWAKE.format(days=self.inactive_days) if seen.fresh is not None else EMPTY,
            "asleep": ASLEEP.format(days=self.inactive_days) if seen.fresh is not None else EMPTY,
            "lifted": LIFTED.format(**limits) if lifts else EMPTY,
            "kept": KEPT.format(**limits) if lifts else EMPTY,
        }
        return tuple(replace(group, rule=group.rule.format(**limits, **said)) for group in SEGMENTS)

    def reasons(self, customers: pd.DataFrame, seen: Seen, else_: np.ndarray) -> np.ndarray:
        """Frequency, basket and silence, as far as they decided."""
        limits = {"active": self.active_visits, "occasional": self.occasional_visits}
        bands = [said.format(**limits) for said in (HARDLY, SELDOM, OFTEN)]
        texts = np.empty((3, 2, 2), dtype=object)
        for band, large, idle in np.ndindex(texts.shape):
            said = BUT_LARGE.format(visits=bands[band]) if large and band == 1 else bands[band]
            silent = BUT_IDLE if band else AND_IDLE
            texts[band, large, idle] = silent.format(visits=said, days=self.inactive_days) if idle else said
        band = (seen.visits >= self.occasional_visits).astype(int) + (seen.visits >= self.active_visits)
        lifted = np.inf if self.basket == "shown" or seen.large is None else seen.large
        large = rhythm.measured(customers, AVERAGE_ORDER) >= lifted
        idle = rhythm.measured(customers, LAST_ACTIVITY) < (-np.inf if seen.fresh is None else seen.fresh)
        return np.where(np.isfinite(seen.visits), texts[band, large.astype(int), idle.astype(int)], else_)

    def baskets(self, customers: pd.DataFrame, seen: Seen) -> np.ndarray:
        """Whether the average order is large or not; None for who never bought."""
        orders = rhythm.measured(customers, AVERAGE_ORDER)
        texts = np.array([None, None, None], dtype=object)
        texts[1:] = [NORMAL, LARGE] if seen.large is not None else [None, None]
        large = orders >= (np.inf if seen.large is None else seen.large)
        return np.asarray(texts[np.where(np.isfinite(orders), 1 + large, 0)])


A_MONTH = Text("每月访问次数", "visits a month")
MORE = Text("活跃的次数要多于偶尔的 {visits:g} 次", "active needs more visits than the {visits:g} of occasional")
