"""Loyalty and word of mouth: who comes back, who brings others, and what their member level says."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import ClassVar

import pandas as pd

from xlseg.columns import DAYS_SINCE_LAST, LEVEL, ORDERS, REFERRALS, Column
from xlseg.errors import Problem, XlsegError
from xlseg.kinds import Number
from xlseg.models.bands import Names
from xlseg.models.loyalty import evidence
from xlseg.models.ruled import NO_PURCHASE, UNMATCHED, by_rules
from xlseg.rules import Among, Blank, Book, Box, Range, Rule, Table
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, join, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("忠诚与口碑", "Loyalty and referral"))
REASON = Column("reason", Text("忠诚与口碑依据", "Loyalty reason"), "wide")
_TIMES = Number(1, 1e15, whole=True)


@dataclass(frozen=True)
class Loyalty:
    """Groups by repeat purchase (复购), referrals (转介绍, 口碑) and member level (会员等级).

    The document S2 calls customers loyal from 5 orders on, S1 counts loyalty and word of mouth among the measures of
    value. Without referrals in the data, the two groups that bring others cannot be told.
    """

    repeat_orders: int = setting(2, Text("回头客至少几单", "Orders of a repeat customer"), Number(2, 1e15, whole=True))
    loyal_orders: int = setting(5, Text("忠诚客户至少几单", "Orders of a loyal customer"), Number(2, 1e15, whole=True))
    loyal_days: int | None = setting(
        None,
        Text("忠诚客户最近几天内买过", "Loyal only if bought within (days)"),
        Number(1, 36500, whole=True, optional=True),
        Text("留空：不看多久没来", "blank: however long ago"),
    )
    levels: tuple[str, ...] = setting(
        (),
        Text("算作忠诚的会员等级", "Member levels that count as loyal"),
        Names(),
        Text("如 金卡, 钻石卡；不论买了几单", "such as Gold, Platinum; however many orders"),
    )
    referrals: int = setting(1, Text("推荐者至少推荐几人", "Referrals of an advocate"), _TIMES)

    key: ClassVar[str] = "loyalty"
    title: ClassVar[Text] = Text("忠诚与口碑", "Loyalty and referral")
    tip: ClassVar[Text] = Text(
        "按复购、转介绍和会员等级分群",
        "Groups customers by repeat purchases, referrals and member level",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.loyal_orders <= self.repeat_orders:
            yield Problem(BACKWARDS.format(n=self.repeat_orders), same("loyalty.loyal_orders"))

    @property
    def needs(self) -> tuple[Column, ...]:
        return (ORDERS, DAYS_SINCE_LAST) if self.loyal_days else (ORDERS,)

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; who neither bought nor brought anybody is `no_purchase`.

        Raises XlsegError where orders, or days that are asked for, are not there.
        """
        missing = [c.title for c in self.needs if c.key not in customers or customers[c.key].isna().all()]
        if missing:
            raise XlsegError(NOTHING.format(titles=join(missing)))
        table = Table(customers)
        told, ranked = (key in customers and not table.missing(key).all() for key in (REFERRALS.key, LEVEL.key))
        rules = self.rules(told, ranked)
        groups = GROUPS if told else {**UNTOLD, **{k: GROUPS[k] for k in ("repeat", "once")}}
        segments = tuple(Segment(key, title, features=f, action=a) for key, (title, f, a) in groups.items())
        found = by_rules(customers, Book(rules), (*segments, NO_PURCHASE, UNMATCHED), (SEGMENT, REASON))
        return Segmentation(found.labels, found.segments, evidence.blocks(self, found, table, told, ranked), found.book)

    def rules(self, told: bool, ranked: bool) -> tuple[Rule, ...]:
        """The first that matches wins. told: whether there are referrals; ranked: whether there are member levels."""
        bought = ORDERS.key
        lately = (Range(DAYS_SINCE_LAST.key, high=self.loyal_days),) if self.loyal_days else ()
        loyal: tuple[Box, ...] = ((Range(bought, self.loyal_orders), *lately),)
        if ranked and self.levels:
            loyal = (*loyal, (Among(LEVEL.key, self.levels),))
        brings = Range(REFERRALS.key, self.referrals)
        regular = inf if self.loyal_days else self.loyal_orders  # who stayed away too long is a repeat customer
        rules = (
            *(Rule("loyal_advocate", ((*box, brings),)) for box in loyal),
            *(Rule("loyal", (box,)) for box in loyal),
            Rule("advocate", ((brings,),)),
            Rule("repeat", ((Range(bought, self.repeat_orders, regular, below=regular < inf),),)),
            Rule("once", ((Range(bought, 1, self.repeat_orders, below=True),),)),
            Rule(UNMATCHED.key, ((Blank(bought),),)),
        )
        return rules if told else tuple(rule for rule in rules if rule.segment not in ("loyal_advocate", "advocate"))


GROUPS = {
    "loyal_advocate": (
        Text("忠诚推荐客户", "Loyal advocates"),
        Text("常来购买，还带来新客户", "Buy often and bring others"),
        Text("推荐奖励、权益升级、新品优先", "Referral reward, more benefits, early access"),
    ),
    "loyal": (
        Text("忠诚客户", "Loyal customers"),
        Text("常来购买，还没带来新客户", "Buy often, bring nobody yet"),
        Text("邀请推荐、会员升级、专属客服", "Ask to recommend, tier upgrade, personal service"),
    ),
    "advocate": (
        Text("口碑推荐客户", "Advocates"),
        Text("带来新客户，自己还不常买", "Bring others, seldom buy themselves"),
        Text("推荐有礼、答谢优惠、提高频次", "Thank-you gift, offer in return, more visits"),
    ),
    "repeat": (
        Text("回头客", "Repeat customers"),
        Text("回来买过，还不算常客", "Came back, not regulars yet"),
        Text("会员计划、积分激励、搭配推荐", "Loyalty programme, points, matching products"),
    ),
    "once": (
        Text("单次购买客户", "One-time buyers"),
        Text("买过，还没有回来", "Bought, not come back yet"),
        Text("二次购买券、售后关怀、使用回访", "Second-order voucher, after-sales care, follow-up call"),
    ),
}
UNTOLD = {"loyal": (GROUPS["loyal"][0], Text("常来购买", "Buy often"), GROUPS["loyal"][2])}
BACKWARDS = Text("要大于回头客的 {n} 单", "must be more than the {n} of a repeat customer")
NOTHING = Text("没有可用的 {titles}", "there is no usable {titles}")
