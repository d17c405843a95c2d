"""CLV, customer lifetime value: what a customer brought, or will bring, by one of three methods."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from xlseg.blocks import Block
from xlseg.columns import ACTIVE_DAYS, AVERAGE_ORDER, ORDERS, REVENUE, TENURE_DAYS, Column
from xlseg.errors import Problem
from xlseg.kinds import Choice, Cuts, Number
from xlseg.models.clv import tiers
from xlseg.models.clv.estimate import ALIVE, EXPECTED_ORDERS, HISTORIC, REASON, VALUE, Estimate, formula, historic
from xlseg.models.clv.units import UNITS, Unit
from xlseg.segments import Segmentation
from xlseg.text import Text, same
from xlseg.thresholds import check, setting

METHODS = {
    "historic": Text("历史价值", "Historic"),
    "formula": Text("公式（客单价×频次×寿命×毛利率）", "Formula (order x frequency x lifespan x margin)"),
    "bgnbd": Text("BG/NBD 预测", "BG/NBD forecast"),
}
TIERS = {"shares": Text("按客户占比", "Shares of customers"), "limits": Text("按金额界限", "Limits")}
SEGMENT = Column("segment", Text("CLV层级", "CLV tier"))

_BGNBD = Text("方法为 BG/NBD 时用", "used with method = bgnbd")
_FORMULA = Text("方法为公式时用；月", "used with method = formula; months")


@dataclass(frozen=True)
class Clv:
    """Customer lifetime value in three tiers.

    historic: revenue so far. formula: average order x orders a month x lifespan. bgnbd: BG/NBD with Gamma-Gamma by
    maximum likelihood (Fader, Hardie, Lee 2005), discounted over a horizon; for customers without contracts. All times
    margin. A month has 30.4375 days.
    """

    method: Literal["historic", "formula", "bgnbd"] = setting("bgnbd", Text("方法", "Method"), Choice(METHODS))
    unit: Unit = setting(
        "week",
        Text("时间单位", "Time unit"),
        Choice(UNITS),
        Text("参数按它报告，预测不受影响；BG/NBD 时用", "parameters are told in it; forecasts stay; for bgnbd"),
    )
    horizon: int = setting(12, Text("预期月数", "Months ahead"), Number(1, 120, whole=True), _BGNBD)
    discount: float = setting(
        0.01,
        Text("每月折现率", "Discount a month"),
        Number(0, 0.5),
        Text("0.01 即每月 1%；BG/NBD 时用", "0.01 is 1% a month; used with method = bgnbd"),
    )
    margin: float = setting(
        1.0, Text("毛利率", "Margin"), Number(0, 1), Text("0.3 即 30%；1 为按销售额", "0.3 is 30%; 1 counts revenue")
    )
    lifespan: float = setting(36.0, Text("客户寿命（月）", "Lifespan (months)"), Number(1, 600), _FORMULA)
    shortest: float = setting(
        12.0,
        Text("频次至少按几个月算", "Frequency over at least"),
        Number(1, 120),
        Text(
            "免得昨天才来的客户频次虚高；公式时用；月", "so that who came yesterday is no daily buyer; months; formula"
        ),
    )
    tiers: Literal["shares", "limits"] = setting("shares", Text("分层方法", "Tiers by"), Choice(TIERS))
    shares: tuple[float, ...] = setting(
        (0.2, 0.5),
        Text("高、中层的累计占比", "Shares down to high, middle"),
        Cuts(),
        Text("0.2, 0.5 即前 20% 高、到 50% 中、其余低", "0.2, 0.5: top 20% high, down to 50% middle, the rest low"),
    )
    limits: tuple[float, ...] = setting(
        (),
        Text("中、高层的最低价值", "Least value of middle, high"),
        Cuts(),
        Text("分层方法为按金额界限时用，如 500, 2000", "used with tiers = limits, such as 500, 2000"),
    )

    key: ClassVar[str] = "clv"
    title: ClassVar[Text] = Text("客户终身价值", "Customer lifetime value")
    tip: ClassVar[Text] = Text(
        "估计每位客户以后能带来多少价值",
        "Estimates what each customer will be worth",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.tiers == "shares" and not (len(self.shares) == 2 and self.shares[0] > 0 and self.shares[1] < 1):
            yield Problem(NEEDS_SHARES, same("clv.shares"))
        if self.tiers == "limits" and len(self.limits) != 2:
            yield Problem(NEEDS_LIMITS, same("clv.limits"))

    @property
    def needs(self) -> tuple[Column, ...]:
        """The columns of the customer table the method counts from; bgnbd prefers purchase_days to orders."""
        return {
            "historic": (REVENUE,),
            "formula": (AVERAGE_ORDER, ORDERS, TENURE_DAYS),
            "bgnbd": (ORDERS, REVENUE, ACTIVE_DAYS, TENURE_DAYS),
        }[self.method]

    @property
    def columns(self) -> tuple[Column, ...]:
        shown = {"historic": (), "formula": (VALUE,), "bgnbd": (ALIVE, EXPECTED_ORDERS, VALUE)}[self.method]
        return (SEGMENT, HISTORIC, *shown, REASON)

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Tiers by value; a customer whose purchases, amount or days are not known is in none.

        Raises XlsegError for bgnbd with fewer than 10 repeat buyers, and where its likelihood does not converge.
        """
        found = self.estimate(customers)
        by = tiers.by_shares if self.tiers == "shares" else tiers.by_limits
        graded = by(found.value, self.shares if self.tiers == "shares" else self.limits)
        keys = np.array([segment.key for segment in graded.segments], dtype=object)
        labels = {SEGMENT.key: keys[graded.positions], **found.labels, REASON.key: found.reason}
        index = pd.Index(customers["customer_id"], name="customer_id")
        table = pd.DataFrame(labels, index=index)[[column.key for column in self.columns]]
        return Segmentation(table, graded.segments, found.evidence)

    def proved(self, orders: pd.DataFrame, as_of: pd.Timestamp) -> tuple[Block, ...]:
        """How well the forecast would have foretold the later half of the orders from the earlier (holdout.py)."""
        if self.method != "bgnbd":
            return ()
        from xlseg.models.clv import holdout

        return holdout.blocks(orders, as_of, unit=self.unit)

    def estimate(self, customers: pd.DataFrame) -> Estimate:
        """What the method says of each customer, before tiers."""
        if self.method == "historic":
            return historic(customers, self.margin)
        if self.method == "formula":
            return formula(customers, self.margin, self.lifespan, self.shortest)
        from xlseg.models.clv.forecast import Horizon, forecast

        return forecast(customers, Horizon(self.horizon, self.unit, self.discount), self.margin)


NEEDS_SHARES = Text(
    "这里要填两个 0 与 1 之间由小到大的数，如 0.2, 0.5", "give two increasing numbers between 0 and 1, such as 0.2, 0.5"
)
NEEDS_LIMITS = Text(
    "分层方法是按金额界限，这里要填两个由小到大的数，如 500, 2000",
    "tiers is limits: give two increasing numbers, such as 500, 2000",
)
