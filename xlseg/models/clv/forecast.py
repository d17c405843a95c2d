"""BG/NBD with Gamma-Gamma over the customer table: fitted, judged, and applied to each customer."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.errors import XlsegError
from xlseg.models.clv import bg_nbd, evidence, gamma_gamma
from xlseg.models.clv.bg_nbd import BgNbd, Histories
from xlseg.models.clv.estimate import (
    ALIVE,
    EXPECTED_ORDERS,
    HISTORIC,
    VALUE,
    Estimate,
    Figure,
    at,
    spread,
    spread_numbers,
    texts,
)
from xlseg.models.clv.gamma_gamma import GammaGamma
from xlseg.models.clv.maximum import Maximum
from xlseg.models.clv.units import DAYS, MONTH, Purchases, Unit, purchases
from xlseg.scoring import Floats
from xlseg.text import Text

LEAST = 10  # repeat buyers


class Horizon(NamedTuple):
    """How far ahead, in what unit the parameters are told, and at what discount a month (0.01 is 1 %)."""

    months: int
    unit: Unit
    discount: float


class Ahead(NamedTuple):
    """Purchases expected within the horizon, and the same discounted month by month."""

    purchases: Floats
    discounted: Floats


def fitted(seen: Histories) -> Maximum:
    """BG/NBD fitted; raises XlsegError with fewer than 10 repeat buyers, and where the likelihood does not converge."""
    repeat = int(seen.weight[seen.x > 0].sum())
    if repeat < LEAST:
        raise XlsegError(TOO_FEW.format(count=repeat, least=LEAST))
    return _converged(bg_nbd.fit(seen), "BG/NBD")


def fitted_amounts(n: Floats, mean: Floats) -> Maximum:
    """Gamma-Gamma fitted to all who spent something; raises XlsegError as `fitted` does."""
    paid = mean > 0
    if int((n[paid] > 1).sum()) < LEAST:
        raise XlsegError(TOO_FEW_AMOUNTS.format(count=int((n[paid] > 1).sum()), least=LEAST))
    return _converged(gamma_gamma.fit(n[paid], mean[paid]), "Gamma-Gamma")


def _converged(found: Maximum, name: str) -> Maximum:
    if not found.converged:
        raise XlsegError(NOT_CONVERGED.format(name=name, gradient=f"{found.gradient:.2g}"))
    return found


def ahead(given: BgNbd, seen: Histories, months: int, month: float, discount: float) -> Ahead:
    """For each history; month: its length in the time unit of the parameters (4.348 in weeks, 30.4375 in days).

    Purchases of each month are discounted as at its end: those of the first by (1 + discount).
    """
    before, discounted = np.zeros(len(seen.x)), np.zeros(len(seen.x))
    for n in range(1, months + 1):
        until = bg_nbd.expected(given, n * month, seen.x, seen.t_x, seen.T)
        discounted += (until - before) / (1 + discount) ** n
        before = until
    return Ahead(before, discounted)


def forecast(customers: pd.DataFrame, horizon: Horizon, margin: float) -> Estimate:
    """Each customer's P(alive), expected purchases and expected value within the horizon.

    An expected purchase is worth the Gamma-Gamma expectation of the customer's mean, times the margin. Amounts are
    those of all purchases, the first included, since the customer table holds only their total.
    """
    bought = purchases(customers)
    seen = histories(bought, horizon.unit)
    times = fitted(seen)
    amounts = fitted_amounts(bought.x + 1, bought.mean)
    flow = BgNbd(*times.parameters)
    alive = bg_nbd.alive(flow, seen.x, seen.t_x, seen.T)
    coming = ahead(flow, seen, horizon.months, MONTH / DAYS[horizon.unit], horizon.discount)
    money = gamma_gamma.expected(GammaGamma(*amounts.parameters), bought.x + 1, bought.mean)
    value = coming.discounted[seen.of] * money * margin
    labels = {
        HISTORIC.key: bought.mean * (bought.x + 1) * margin,
        ALIVE.key: alive[seen.of],
        EXPECTED_ORDERS.key: coming.purchases[seen.of],
        VALUE.key: value,
    }
    labels = {key: spread_numbers(values, bought.known) for key, values in labels.items()}
    reason = texts(
        AGAIN,
        Figure(bought.x),
        STILL,
        Figure(alive[seen.of] * 100, 0, "{:.0f}%"),
        SOON.format(months=horizon.months),
        Figure(coming.discounted[seen.of], 2),
        EACH_NET if horizon.discount else EACH,
        Figure(money, 0),
        at(margin),
    )
    shown = evidence.blocks(evidence.Fits(times, amounts, seen, bought), horizon.months, horizon.unit, horizon.discount)
    return Estimate(labels[VALUE.key], labels, spread(reason, bought.known), shown)


def histories(bought: Purchases, unit: Unit) -> Histories:
    """In the time unit."""
    return bg_nbd.histories(bought.x, bought.t_x / DAYS[unit], bought.T / DAYS[unit])


AGAIN = Text("回购 ", "repeat purchases ")
STILL = Text(" 次，活跃概率 ", ", still active ")
SOON = Text("，{months} 个月内预计再买 ", ", purchases expected in {months} months ")
EACH = Text(" 次 × 每次 ", " × ")
EACH_NET = Text(" 次（已折现）× 每次 ", " (discounted) × ")
TOO_FEW = Text(
    "回购客户（在两个以上不同日子买过）只有 {count} 位，BG/NBD 至少要 {least} 位；"
    "请把方法改为历史价值或公式，或提供更长时间的订单",
    "only {count} customers bought on two days or more, and BG/NBD wants {least}; choose the method historic or "
    "formula, or give orders of a longer time",
)
TOO_FEW_AMOUNTS = Text(
    "金额大于 0 的回购客户只有 {count} 位，Gamma-Gamma 至少要 {least} 位；请检查金额，或把方法改为公式",
    "only {count} repeat buyers spent more than 0, and Gamma-Gamma wants {least}; check the amounts, or choose "
    "the formula",
)
NOT_CONVERGED = Text(
    "{name} 的最大似然没有收敛（剩余梯度 {gradient}），不给出不可靠的结果；请把方法改为历史价值或公式",
    "the likelihood of {name} did not converge (a gradient of {gradient} is left), and an unreliable answer is none; "
    "choose the method historic or formula",
)
