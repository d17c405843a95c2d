"""What a forecast of lifetime value rests on: parameters in their time unit, and how well they fit what was seen."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.models.clv import bg_nbd
from xlseg.models.clv.bg_nbd import BgNbd, Histories
from xlseg.models.clv.estimate import HOW
from xlseg.models.clv.maximum import Maximum
from xlseg.models.clv.units import DAYS, MONTH, UNITS, Purchases, Unit
from xlseg.scoring import Floats
from xlseg.text import EMPTY, ITEMS, Text, join, same

PARAMETER = Column("parameter", Text("参数", "Parameter"))
ESTIMATE = Column("estimate", Text("估计值", "Estimate"), "number")
ERROR = Column("error", Text("标准误", "Standard error"), "number")
UNIT = Column("unit", Text("单位", "Unit"))
MEANING = Column("meaning", Text("含义", "Meaning"), "wide")
REPEATS = Column("repeats", Text("回购次数", "Repeat purchases"))
ACTUAL = Column("actual", Text("实际客户数", "Actual customers"), "count")
EXPECTED = Column("expected", Text("模型预期客户数", "Customers by the model"), "decimal")
MOST = 7  # repeat purchases shown one by one, below this
HIGH_CORRELATION = 0.15


class Fits(NamedTuple):
    """Both models, and what they were fitted to; time in the unit of the first."""

    times: Maximum
    amounts: Maximum
    seen: Histories
    bought: Purchases


def blocks(fits: Fits, months: int, unit: Unit, discount: float) -> tuple[Block, ...]:
    """Of the method BG/NBD + Gamma-Gamma."""
    length = UNIT_SAID.format(
        unit=UNITS[unit], month=f"{MONTH / DAYS[unit]:.4g}", months=months, discount=f"{discount:g}"
    )
    count, repeat = len(fits.bought.x), int((fits.bought.x > 0).sum())
    said = FITTED.format(
        customers=f"{count:,}",
        repeat=f"{repeat:,}",
        likelihood=f"{fits.times.log_likelihood:,.1f}",
        gradient=f"{max(fits.times.gradient, fits.amounts.gradient):.1g}",
    )
    edges = [same(NAMES[n]) for n in fits.times.edges] + [same(NAMES[4 + n]) for n in fits.amounts.edges]
    return (
        Heading(HOW),
        Note(METHOD),
        Note(length),
        Note(BY_DAYS if fits.bought.by_days else BY_ORDERS),
        Note(said),
        *([Note(AT_EDGE.format(names=join(edges, ITEMS)))] if edges else []),
        parameters(fits, unit),
        Note(READ),
        Note(ONCE),
        Note(correlation_said(fits.bought.x, fits.bought.mean)),
        Heading(IN_SAMPLE),
        repeats(BgNbd(*fits.times.parameters), fits.seen),
        Chart(IN_SAMPLE, "column", REPEATS.key, (ACTUAL.key, EXPECTED.key)),
    )


def parameters(fits: Fits, unit: Unit) -> Table:
    """Each parameter with its standard error and unit."""
    rows = pd.DataFrame(
        {
            PARAMETER.key: list(NAMES),
            ESTIMATE.key: np.round(np.append(fits.times.parameters, fits.amounts.parameters), 4),
            ERROR.key: np.round(np.append(fits.times.errors, fits.amounts.errors), 4),
            UNIT.key: [EMPTY, UNITS[unit], EMPTY, EMPTY, EMPTY, EMPTY, MONEY],
            MEANING.key: list(MEANINGS),
        },
        dtype=object,
    )
    rows = rows.where(rows.notna(), None)
    return Table((PARAMETER, ESTIMATE, ERROR, UNIT, MEANING), rows, key=(PARAMETER.key,))


def correlation(x: Floats, mean: Floats) -> float:
    """Between the number of repeat purchases and the mean amount, over repeat buyers; nan where one is constant."""
    again = x > 0
    x, mean = x[again], mean[again]
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(mean) == 0:
        return float("nan")
    return float(np.corrcoef(x, mean)[0, 1])


def correlation_said(x: Floats, mean: Floats) -> Text:
    """With a warning where Gamma-Gamma's assumption, that amounts do not depend on frequency, looks wrong."""
    found = correlation(x, mean)
    if not np.isfinite(found):
        return NO_CORRELATION
    return (DEPENDENT if abs(found) > HIGH_CORRELATION else INDEPENDENT).format(found=f"{found:.3f}")


def repeats(given: BgNbd, seen: Histories) -> Table:
    """How many customers bought again 0, 1, 2 ... times in the time seen, and how many should have."""
    whole, of_whole = np.unique(seen.T, return_inverse=True)
    expected = np.bincount(of_whole, seen.weight) @ bg_nbd.chances(given, whole, MOST)
    actual = np.bincount(np.minimum(np.floor(seen.x), MOST).astype(int), seen.weight, MOST + 1)
    rows = pd.DataFrame({REPEATS.key: REPEAT_NAMES, ACTUAL.key: actual, EXPECTED.key: expected})
    return Table((REPEATS, ACTUAL, EXPECTED), rows, key=(REPEATS.key,))


REPEAT_NAMES = [*map(str, range(MOST)), f"{MOST}+"]
NAMES = ("r", "alpha", "a", "b", "p", "q", "v")
MEANINGS = (
    Text(
        "购买频率在客户间的分布（形状）；r ÷ alpha 是平均频率",
        "spread of buying rates (shape); r / alpha is their mean",
    ),
    Text("购买频率在客户间的分布（尺度）", "spread of buying rates (scale)"),
    Text(
        "每次回购后流失概率的分布；a ÷ (a + b) 是平均",
        "spread of the chance to leave after a purchase; mean a / (a + b)",
    ),
    Text("每次回购后流失概率的分布", "spread of the chance to leave after a purchase"),
    Text("同一客户各次金额的分布（形状）", "spread of one customer's amounts (shape)"),
    Text("平均金额在客户间的分布（形状）", "spread of mean amounts over customers (shape)"),
    Text("平均金额在客户间的分布（尺度）", "spread of mean amounts over customers (scale)"),
)
MONEY = Text("金额", "money")
METHOD = Text(
    "方法：BG/NBD（Fader、Hardie、Lee 2005）估计购买次数和活跃概率，Gamma-Gamma 估计每次金额；最大似然。",
    "Method: BG/NBD (Fader, Hardie, Lee 2005) for purchases and P(alive), Gamma-Gamma for their amounts; maximum "
    "likelihood.",
)
UNIT_SAID = Text(
    "时间单位：{unit}；1 个月 = {month} 个单位（30.4375 天）。预期 {months} 个月，每月折现 {discount}（0.01 即 1%）。",
    "Time unit: {unit}; 1 month = {month} of them (30.4375 days). {months} months ahead, discounted by {discount} a "
    "month (0.01 is 1%).",
)
BY_DAYS = Text(
    "一次购买 = 一个有订单的日子，同日多单算一次；金额含首单。",
    "One purchase = one day with orders, however many; amounts include the first.",
)
BY_ORDERS = Text(
    "数据里没有购买天数，按订单数算购买次数；同日多单会使频率偏高。金额含首单。",
    "Days with orders are not known, so orders count as purchases; several on one day make the rate too high. Amounts "
    "include the first.",
)
FITTED = Text(
    "{customers} 位客户，其中 {repeat} 位回购；对数似然 {likelihood}；已收敛（剩余梯度 {gradient}）。",
    "{customers} customers, {repeat} of them repeat buyers; log-likelihood {likelihood}; converged (gradient left "
    "{gradient}).",
)
AT_EDGE = Text(
    "注意：参数 {names} 到了取值边界，数据只能说明它很大或很小；预测仍可用，参数本身不要解读。",
    "Note: {names} ran to the edge of the search, so the data tell only that they are very large or small; the "
    "forecast can be used, the parameters themselves should not be read.",
)
READ = Text(
    "每位客户的依据：回购次数、活跃概率，以及预期价值 = 预计再买的次数（设了折现率就已折现）× 每次预期金额 × 毛利率。",
    "A customer's reason: repeat purchases, the chance to be still active, and the expected value: purchases expected "
    "(discounted where a rate is set) × expected amount of each × margin.",
)
ONCE = Text(
    "只买过一次的客户活跃概率总是 1：BG/NBD 假设流失只发生在回购之后。看他们请用预期购买次数。",
    "P(alive) of who bought once is always 1, since in BG/NBD only a repeat purchase can be the last; judge them by "
    "their expected purchases.",
)
INDEPENDENT = Text(
    "回购次数与平均金额的相关系数 {found}，不超过 0.15，符合 Gamma-Gamma 的假设。",
    "Correlation of repeat purchases and mean amount: {found}, within the 0.15 that Gamma-Gamma bears.",
)
DEPENDENT = Text(
    "注意：回购次数与平均金额的相关系数 {found}，超过 0.15；Gamma-Gamma 假设两者无关，预期价值会偏高或偏低。",
    "Note: the correlation of repeat purchases and mean amount is {found}, beyond 0.15; Gamma-Gamma takes them as "
    "independent, so expected values lean to one side.",
)
NO_CORRELATION = Text(
    "回购次数或平均金额全都相同，两者的相关系数算不出来。",
    "Repeat purchases or mean amounts are all equal, so their correlation cannot be told.",
)
IN_SAMPLE = Text("回购次数：实际与模型", "Repeat purchases: actual and by the model")
