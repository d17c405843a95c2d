"""What each method says of each customer: what he brought, whether he is still there, and what he will bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import AVERAGE_ORDER, ORDERS, REVENUE, TENURE_DAYS, Column
from xlseg.models.clv.units import MONTH
from xlseg.rules.table import numbers
from xlseg.scoring import Floats
from xlseg.text import EMPTY, LANGS, Text, join

HISTORIC = Column("historic", Text("CLV历史价值", "CLV historic value"), "money")
ALIVE = Column("alive", Text("CLV活跃概率", "CLV P(alive)"), "share")
EXPECTED_ORDERS = Column("expected_orders", Text("CLV预期购买次数", "CLV expected purchases"), "decimal")
VALUE = Column("value", Text("CLV预期价值", "CLV expected value"), "money")
REASON = Column("reason", Text("CLV依据", "CLV reason"), "wide")
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Estimate:
    """One number a customer of the table, nan where not known. value: what the tiers go by."""

    value: Floats
    labels: Mapping[str, Floats]
    reason: Texts
    evidence: tuple[Block, ...]


def historic(customers: pd.DataFrame, margin: float) -> Estimate:
    """What was bought so far, times the margin."""
    revenue = numbers(customers[REVENUE.key])
    value = revenue * margin
    known = np.isfinite(value)
    reason = texts(SPENT, Figure(revenue[known], 2), at(margin))
    return Estimate(value, {HISTORIC.key: value}, spread(reason, known), (Heading(HOW), Note(IS_HISTORIC)))


def formula(customers: pd.DataFrame, margin: float, lifespan: float, shortest: float) -> Estimate:
    """Average order x orders a month x lifespan in months x margin, as the textbooks have it: no discount, no churn.

    Orders a month count over the months since the first order, or over `shortest` months where that is longer, because
    one order yesterday is not thirty a month; but never over more months than the oldest customer has.
    """
    average, orders = numbers(customers[AVERAGE_ORDER.key]), numbers(customers[ORDERS.key])
    months = numbers(customers[TENURE_DAYS.key]) / MONTH
    known = np.isfinite(average) & (orders > 0) & (months >= 0)
    average, orders, months = average[known], orders[known], months[known]
    floor = min(shortest, max(float(months.max(initial=0.0)), 1.0))
    rate = orders / np.maximum(months, floor)
    value = average * rate * lifespan * margin
    lasting = LASTING.format(lifespan=f"{lifespan:g}")
    reason = texts(AVERAGE, Figure(average, 2), BY, Figure(rate, 2), join((lasting, at(margin)), EMPTY))
    past = numbers(customers[AVERAGE_ORDER.key]) * numbers(customers[ORDERS.key]) * margin
    said = IS_FORMULA.format(lifespan=f"{lifespan:g}", margin=f"{margin:g}", floor=f"{floor:.4g}")
    labels = {HISTORIC.key: np.where(known, past, np.nan), VALUE.key: spread_numbers(value, known)}
    return Estimate(labels[VALUE.key], labels, spread(reason, known), (Heading(HOW), Note(said)))


class Figure(NamedTuple):
    """Numbers of customers as they are told: to so many digits."""

    values: Floats
    digits: int = 0
    look: str = "{:,.12g}"


def texts(*parts: Text | Figure) -> Texts:
    """Words and numbers written one after the other, each different number once; the same in all is the same Text."""
    codes = np.zeros(max(len(part.values) for part in parts if isinstance(part, Figure)), dtype=np.int64)
    told: list[tuple[Text, ...] | tuple[npt.NDArray[np.intp], Texts]] = []
    for part in parts:
        if isinstance(part, Text):
            told.append((part,))
            continue
        position, found = pd.factorize(np.round(part.values, part.digits))
        told.append((position, np.array([part.look.format(number + 0.0) for number in found], dtype=object)))
        codes = pd.factorize(codes * (len(found) + 1) + position)[0]
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    said = [np.full(len(first), "", dtype=object) for _ in LANGS]
    for one in told:
        for n, lang in enumerate(LANGS):
            said[n] = said[n] + (one[0].of(lang) if isinstance(one[0], Text) else one[1][one[0][first]])
    written: Texts = np.empty(len(first), dtype=object)
    written[:] = list(map(Text, *said))
    return written[which]


def spread(values: Texts, known: np.ndarray) -> Texts:
    """Of some customers to all of the table; None for the others."""
    found = np.full(len(known), None, dtype=object)
    found[known] = values
    return found


def spread_numbers(values: Floats, known: np.ndarray) -> Floats:
    """Of some customers to all of the table; nan for the others."""
    found = np.full(len(known), np.nan)
    found[known] = values
    return found


def at(margin: float) -> Text:
    """A margin of 1 need not be told."""
    return EMPTY if margin == 1 else MARGIN.format(margin=f"{margin:.4g}")


SPENT = Text("累计金额 ", "revenue ")
AVERAGE, BY = Text("客单价 ", "average order "), Text(" × 每月 ", " × ")
LASTING = Text(" 单 × 寿命 {lifespan} 个月", " orders a month × {lifespan} months")
MARGIN = Text(" × 毛利率 {margin}", " × margin {margin}")
HOW = Text("终身价值依据", "How the lifetime value came about")
IS_HISTORIC = Text(
    "方法：历史价值，即至今累计金额 × 毛利率；不预测以后。",
    "Method: historic value, the revenue so far x margin; it foretells nothing.",
)
IS_FORMULA = Text(
    "方法：客单价 × 每月订单数 × 客户寿命 {lifespan} 个月 × 毛利率 {margin}；不折现，不考虑流失。每月订单数从首单算起，"
    "至少按 {floor} 个月算；1 个月 = 30.4375 天。",
    "Method: average order x orders a month x a lifespan of {lifespan} months x a margin of {margin}; no discount, no "
    "churn. Orders a month count from the first order, over {floor} months at least; 1 month = 30.4375 days.",
)
