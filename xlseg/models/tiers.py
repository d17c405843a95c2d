"""Value tiers: customers by what they are worth on one measure, by shares such as 20/30/50 or by own limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import ORDERS, Column
from xlseg.errors import Problem, XlsegError
from xlseg.fields import title_of
from xlseg.kinds import Choice, Cuts, Fields, Number
from xlseg.models.bands import (
    BYS,
    LEVELS,
    MOST,
    NAMES_NOTE,
    SHARES_NOTE,
    Bands,
    Names,
    Shares,
    digits_for,
    limit_blocks,
    share_cuts,
)
from xlseg.models.measure import declared, measure
from xlseg.models.ruled import by_rules
from xlseg.repurchase import came_back
from xlseg.rules import Blank, Book, Range, Rule
from xlseg.rules.spelled import number
from xlseg.rules.table import numbers
from xlseg.scoring import Floats
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("价值层级", "Value tier"))
REASON = Column("reason", Text("价值层级依据", "Value tier reason"), "wide")
TIERED = Text("{title}分层", "Tiers: {title}")


@dataclass(frozen=True)
class Tiers:
    """Value tiers on one measure.

    The documents: by 消费金额 into high, middle and low (S0), with the repurchase rate beside it (S0's case), by
    profit and lifetime value (S4). The rate belongs to a group: it is shown for each tier, and with `top_orders` the
    top tier asks for repeat orders too. They name no shares; 20 / 30 / 50 is our default.
    """

    measure: tuple[str, ...] = setting(
        ("revenue",),
        Text("按哪一列分层", "Tiers of"),
        Fields(1),
        Text(
            "如 累计金额、客单价、累计利润、近期金额，或自己的列名",
            "such as Revenue, Average order value, Total profit, Recent revenue, or a column of your own",
        ),
    )
    by: Literal["shares", "limits"] = setting("shares", Text("怎样分层", "Tiers by"), Choice(BYS))
    shares: tuple[float, ...] = setting(
        (20.0, 30.0, 50.0), Text("各层的比例（%）", "Shares (%)"), Shares(), SHARES_NOTE
    )
    limits: tuple[float, ...] = setting(
        (),
        Text("各层的界限", "Limits"),
        Cuts(),
        Text("按界限时用，如 500, 2000", "used with by = limits, such as 500, 2000"),
    )
    top_orders: int | None = setting(
        None,
        Text("最高层至少几单", "Orders of the top tier"),
        Number(1, 1e15, whole=True, optional=True),
        Text("把复购算进来：2 = 最高层必须复购过", "counts repeat orders in: 2 = the top tier has bought again"),
    )
    names: tuple[str, ...] = setting((), Text("各层的名称", "Names of the tiers"), Names(), NAMES_NOTE)

    key: ClassVar[str] = "tiers"
    title: ClassVar[Text] = Text("客户价值分层", "Value tiers")
    tip: ClassVar[Text] = Text(
        "按消费金额、客单价、利润等分层，用界限或 20/30/50 的比例",
        "Tiers customers by revenue, order value or profit, by limits or by shares such as 20/30/50",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if len(self.measure) > 1:
            yield Problem(ONE_MEASURE, same("tiers.measure"))
        if self.by == "limits" and not 1 <= len(self.limits) < MOST:
            yield Problem(NEEDS_LIMITS, same("tiers.limits"))
        elif self.names and len(self.names) != self.levels:
            yield Problem(NEEDS_NAMES.format(n=self.levels), same("tiers.names"))

    @property
    def levels(self) -> int:
        return len(self.shares) if self.by == "shares" else len(self.limits) + 1

    @property
    def needs(self) -> tuple[Column, ...]:
        wanted = (declared(self.measure[0]), ORDERS if self.top_orders else None)
        return tuple(dict.fromkeys(column for column in wanted if column))

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; without a number of the measure a customer is `untiered`.

        Raises XlsegError for a column that is nowhere, is text or holds no number, where shares are asked of values
        that are all equal, and where the top tier asks for orders that are not there.
        """
        key, values = measure(self.measure[0], customers, "tiers.measure")
        title, known = title_of(key), values[~np.isnan(values)]
        if not len(known):
            raise XlsegError(NOTHING.format(title=title))
        if self.top_orders and ORDERS.key not in customers:
            raise XlsegError(NOTHING.format(title=ORDERS.title))
        if self.by == "shares" and known.min() == known.max():
            raise XlsegError(CONSTANT.format(title=title, value=number(float(known[0]))))
        bands = self._bands(key, known)
        rules = self._repeated(bands.rules(), key)
        untiered = Segment("untiered", Text("无法分层", "Not tiered"), NOTHING_OF.format(title=title), residual=True)
        segments = (*bands.segments(rules), untiered)
        found = by_rules(customers, Book(rules), segments, (SEGMENT, REASON))
        shown = (
            Heading(TIERED.format(title=title)),
            *_worth(found, values, customers),
            *limit_blocks(known, bands, self.key, self.shares, digits_for(known, bands.cuts)),
        )
        return Segmentation(found.labels, found.segments, shown, found.book)

    def book(self, customers: pd.DataFrame) -> Book:
        """The rules alone."""
        key, values = measure(self.measure[0], customers, "tiers.measure")
        return Book(self._repeated(self._bands(key, values[~np.isnan(values)]).rules(), key))

    def _bands(self, key: str, known: Floats) -> Bands:
        """The levels of the measure."""
        cuts = share_cuts(known, self.shares) if self.by == "shares" else self.limits[::-1]
        shares = self.shares if self.by == "shares" and not self.top_orders else ()  # orders change who is on top
        return Bands(key, title_of(key), cuts, LEVELS[self.levels], self.names, shares)

    def _repeated(self, rules: tuple[Rule, ...], key: str) -> tuple[Rule, ...]:
        """The top tier also asks for repeat orders, and the next one takes in whom that leaves out."""
        if not self.top_orders:
            return rules
        top, second, *others = rules
        again = Range(ORDERS.key, self.top_orders)
        low = next(test.low for test in second.when[0] if isinstance(test, Range))
        opened = Range(key, low) if low > -inf else Blank(key, negated=True)
        return Rule(top.segment, ((*top.when[0], again),)), Rule(second.segment, ((opened,),)), *others


def _worth(found: Segmentation, values: Floats, customers: pd.DataFrame) -> tuple[Block, ...]:
    """What each tier holds of the measure, and its repurchase rate."""
    shown = [segment for segment in found.segments if not segment.residual]
    tier = pd.Index([segment.key for segment in shown]).get_indexer(pd.Index(found.labels["segment"]))
    groups, order = pd.Series(values).groupby(tier), range(len(shown))
    table = groups.agg(["min", "median", "max", "sum"]).reindex(order)
    total = table["sum"].sum()
    table["share"] = table["sum"].fillna(0) / total if total > 0 else np.nan
    table["title"] = [segment.title for segment in shown]
    note: Note = Note(NO_RATE)
    if ORDERS.key in customers:
        again = pd.Series(came_back(numbers(customers[ORDERS.key])))
        table["repurchase"] = again.groupby(tier).mean().reindex(order)
        note = Note(RATE.format(rate=f"{again.mean() if again.notna().any() else 0.0:.1%}"))
    columns = tuple(column for column in WORTH if column.key in table)
    return note, Table(columns, table.reset_index(drop=True)[[column.key for column in columns]])


WORTH = (
    Column("title", Text("层级", "Tier")),
    Column("min", Text("最低", "Lowest"), "money"),
    Column("median", Text("中位数", "Median"), "money"),
    Column("max", Text("最高", "Highest"), "money"),
    Column("share", Text("占总和", "Share of total"), "share"),
    Column("repurchase", Text("复购率", "Repurchase rate"), "share"),
)
RATE = Text(
    "复购率 = 买过 2 单及以上的客户 ÷ 买过的客户；全部客户为 {rate}。",
    "Repurchase rate: customers with 2 orders or more, of those who bought at all; {rate} over all.",
)
NO_RATE = Text("没有订单数，看不出各层的复购率。", "Without numbers of orders the repurchase rate is unknown.")
ONE_MEASURE = Text("只能写一列", "give one column only")
NEEDS_LIMITS = Text("按界限分层，要填 1 到 4 个界限，如 500, 2000", "give 1 to 4 limits, such as 500, 2000")
NEEDS_NAMES = Text("现在有 {n} 层，名称也要 {n} 个（或留空）", "there are {n} tiers: give {n} names, or none")
NOTHING = Text("没有一个可用的「{title}」", "there is not one usable '{title}'")
NOTHING_OF = Text("没有{title}", "has no {title}")
CONSTANT = Text(
    "所有客户的「{title}」都是 {value}，按比例分不出层；请把设置「怎样分层」改成「按界限」",
    "'{title}' is {value} for everybody, so shares tell nobody apart; set 'Tiers by' to Limits",
)
