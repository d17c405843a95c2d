"""Contract customers: how likely each is to renew, and what the rest of the contract is worth.

Shifted-beta-geometric, of contracts that began at any time (Fader, Hardie 2007 and 2010; see clv/sbg.py). One period is
one renewal; the time unit is a setting, and all figures are counted in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import REGISTERED, REVENUE, Column, also
from xlseg.customers import counted_to
from xlseg.errors import XlsegError
from xlseg.fields import resolve, title_of
from xlseg.kinds import Choice, Name, Number
from xlseg.models.clv import tiers
from xlseg.rules.table import DAY, EPOCH, Floats, numbers, type_of
from xlseg.segments import Segment, Segmentation
from xlseg.text import Text, join, same
from xlseg.thresholds import check, setting

if TYPE_CHECKING:
    from xlseg.models.clv.sbg import Sbg

SEGMENT = Column("segment", Text("合同客户分层", "Contract segment"))
RENEWALS = Column("renewals", Text("合同已续期次数", "Contract renewals made"), "count")
RETENTION = Column("retention", Text("合同下次续期概率", "Contract chance to renew"), "share")
RESIDUAL = Column("residual", Text("合同预期再续期数", "Contract expected renewals"), "ratio")
VALUE = Column("value", Text("合同剩余价值", "Contract residual value"), "money")
REASON = Column("reason", Text("合同依据", "Contract reason"), "wide")
PERIODS = {"month": Text("月", "Month"), "quarter": Text("季度", "Quarter"), "year": Text("年", "Year")}
DAYS = {"month": 30.4375, "quarter": 91.3125, "year": 365.25}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
ENDINGS = also(
    "合同终止日期|终止日期|退订日期|流失日期|取消日期|解约日期|注销日期|churn date|churned|cancelled at|end date|ended"
)  # headers an end date usually stands under
LEAST = 10  # customers who left, and who did not
SHOWN = 12  # periods of the survival curve

T = Column("t", Text("第几期", "Period"), "count")
SURVIVAL = Column("survival", Text("模型预期留存", "Expected to be there"), "share")
NEXT = Column("next", Text("该期续期率", "Renew in this period"), "share")
LEFT = Segment(
    "left",
    Text("已终止", "Ended"),
    rule=Text("合同已终止", "the contract has ended"),
    features=Text("已经离开", "gone"),
    action=Text("流失原因调研、择机挽回", "ask why, win back where it pays"),
)
SHARES, WORTH = (0.2, 0.5), Text("合同剩余价值", "contract value")


class _Contracts(NamedTuple):
    """Of each customer: completed renewals (of who left, the renewal that was not made), whether left, and known."""

    times: Floats
    left: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    used: tuple[str, ...]


@dataclass(frozen=True)
class Contract:
    """Renewal and residual value of contract customers, in three tiers and those who left."""

    period: Literal["month", "quarter", "year"] = setting(
        "month", Text("续期的周期", "Renewal period"), Choice(PERIODS)
    )
    started: str = setting(
        "", Text("合同开始日期列", "Start date column"), Name(), Text("留空：注册时间", "blank: registered")
    )
    ended: str = setting(
        "",
        Text("合同终止日期列", "End date column"),
        Name(),
        Text("空白格表示仍在；留空：找 终止日期、退订日期 等", "blank cells are still there; blank: looked for"),
    )
    fee: str = setting(
        "",
        Text("每期费用列", "Fee a period column"),
        Name(),
        Text("留空：累计金额 ÷ 期数", "blank: revenue by periods"),
    )
    margin: float = setting(1.0, Text("毛利率", "Margin"), Number(0, 1))
    discount: float = setting(
        0.01, Text("每月折现率", "Discount a month"), Number(0.0001, 1), Text("0.01 即每月 1%", "0.01 is 1% a month")
    )

    key: ClassVar[str] = "contract"
    title: ClassVar[Text] = Text("合同客户价值", "Contract lifetime value")
    tip: ClassVar[Text] = Text(
        "估计合同客户续期的可能和剩余价值", "How likely contract customers are to renew, and their value"
    )
    columns: ClassVar[tuple[Column, ...]] = (SEGMENT, RENEWALS, RETENTION, RESIDUAL, VALUE, REASON)

    def __post_init__(self) -> None:
        check(self)

    @property
    def needs(self) -> tuple[Column, ...]:
        return () if self.started else (REGISTERED,)

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer.

        Raises XlsegError where the dates are not there, where fewer than 10 customers left or stayed, and where the
        likelihood does not converge.
        """
        from xlseg.models.clv import sbg

        seen = self._contracts(customers)
        found = sbg.fit_contracts(seen.times[seen.known], seen.left[seen.known])
        if not found.converged:
            raise XlsegError(NOT_CONVERGED.format(gradient=f"{found.gradient:.2g}"))
        given = sbg.Sbg(*map(float, found.parameters))
        active = seen.known & ~seen.left
        made = np.where(active, seen.times, np.nan)
        rate = (1 + self.discount) ** MONTHS[self.period] - 1
        ahead = np.where(active, sbg.residual_lifetime(given, np.where(active, seen.times, 0), rate), np.nan)
        value = ahead * self._fee(customers, seen) * self.margin
        graded = tiers.by_shares(np.where(active & ~np.isfinite(value), ahead, value), SHARES, WORTH)
        segments = (*graded.segments[:3], LEFT, replace(graded.segments[3], rule=UNKNOWN))
        places = np.where(seen.left & seen.known, 3, np.where(graded.positions == 3, 4, graded.positions))
        labels = pd.DataFrame(
            {
                SEGMENT.key: np.array([s.key for s in segments], dtype=object)[places],
                RENEWALS.key: pd.array(made, dtype="Float64").astype("Int64"),
                RETENTION.key: np.where(active, sbg.retention(given, np.where(active, seen.times, 0) + 1), np.nan),
                RESIDUAL.key: ahead,
                VALUE.key: value,
                REASON.key: _reasons(seen, PERIODS[self.period]),
            },
            index=pd.Index(customers["customer_id"], name="customer_id"),
        )
        counts = {"left": int((seen.left & seen.known).sum()), "active": int(active.sum())}
        evidence = tuple(self._evidence(given, found.log_likelihood, counts, found.edges))
        return Segmentation(labels, segments, evidence, used=seen.used)

    def lacking(self, customers: pd.DataFrame) -> tuple[Text, ...]:
        """The date contracts ended, where no column says it."""
        names = (self.ended,) if self.ended else ENDINGS
        found = any(resolve(name, [*map(str, customers)]) for name in names)
        return () if found else (same(self.ended) if self.ended else ENDED_ON,)

    def _contracts(self, customers: pd.DataFrame) -> _Contracts:
        columns = _dated(customers, self.started, (REGISTERED.key,)), _dated(customers, self.ended, ENDINGS)
        start, end = (np.floor(numbers(customers[column])) for column in columns)
        as_of = counted_to(customers)
        last = (as_of - EPOCH) / DAY if pd.notna(as_of) else float(np.nanmax([np.nanmax(start), np.nanmax(end)]))
        left = np.isfinite(end) & (end <= last)
        lasted = (np.where(left, end, last) - start) / DAYS[self.period]
        known = np.isfinite(lasted) & (lasted >= 0)
        periods = np.floor(np.where(known, lasted, 0) + 1e-9)
        if min(int((known & left).sum()), int((known & ~left).sum())) < LEAST:
            counts = {"left": int((known & left).sum()), "active": int((known & ~left).sum())}
            raise XlsegError(TOO_FEW.format(least=LEAST, **counts))
        return _Contracts(periods + np.where(left, 1, 0), left, known, columns)

    def _fee(self, customers: pd.DataFrame, seen: _Contracts) -> Floats:
        """What a customer pays a period; NaN where it is not known."""
        column = resolve(self.fee, [*map(str, customers)]) if self.fee else None
        if self.fee and (column is None or type_of(customers[column]) != "number"):
            raise XlsegError(NO_FEE.format(name=self.fee))
        if column is not None:
            return numbers(customers[column])
        if REVENUE.key not in customers:
            return np.full(len(customers), np.nan)
        return numbers(customers[REVENUE.key]) / (seen.times + np.where(seen.left, 0, 1))

    def _evidence(
        self, given: "Sbg", likelihood: float, counts: dict[str, int], edges: tuple[int, ...]
    ) -> Iterator[Block]:
        from xlseg.models.clv import sbg

        times = np.arange(1.0, SHOWN + 1)
        rows = pd.DataFrame(
            {
                T.key: times,
                SURVIVAL.key: sbg.survival(given, times),
                NEXT.key: sbg.retention(given, times),
            }
        )
        alpha, beta = (f"{x:.3f}" for x in given)
        yield Heading(HOW)
        yield Note(
            SAID.format(alpha=alpha, beta=beta, likelihood=f"{likelihood:,.1f}", period=PERIODS[self.period], **counts)
        )
        yield from (Note(EDGE) for _ in edges[:1])
        yield Table((T, SURVIVAL, NEXT), rows)
        yield Chart(CURVE, "line", T.key, (SURVIVAL.key, NEXT.key))


def _dated(customers: pd.DataFrame, named: str, usual: tuple[str, ...]) -> str:
    """The column of dates the user named, else the first of the usual ones that is there."""
    tries = (named,) if named else usual
    column = next((found for name in tries if (found := resolve(name, [*map(str, customers)]))), None)
    if column is None:
        raise XlsegError(MISSING.format(name=named or join(map(title_of, tries[:3]))))
    if type_of(customers[column]) != "date" or not customers[column].notna().any():
        raise XlsegError(NO_DATES.format(column=title_of(column)))
    return column


def _reasons(seen: _Contracts, period: Text) -> npt.NDArray[np.object_]:
    """One text for each count of periods, looked up; the last row is for those whose start is not known."""
    most = int(seen.times.max(initial=0))
    said: npt.NDArray[np.object_] = np.empty((3, most + 1), dtype=object)
    for n in range(most + 1):
        told = STAYED.format(n=n, period=period), ENDED.format(n=n, period=period), UNKNOWN
        for row, text in enumerate(told):
            said[row, n] = text
    rows = np.where(seen.known, seen.left.astype(int), 2)
    return np.asarray(said[rows, seen.times.astype(int)])


ENDED_ON = Text("合同终止日期", "End date of the contract")
UNKNOWN = Text("缺少合同开始日期", "no start date")
STAYED = Text("已满 {n} 个周期（{period}），仍在", "{n} periods so far ({period}), still there")
ENDED = Text("第 {n} 个周期（{period}）终止", "ended in period {n} ({period})")
MISSING = Text(
    "要有日期列「{name}」，数据里没有；请在 contract.started、contract.ended 写上客户表里的表头",
    "needs a column of dates, '{name}', which is not there; name the headers in contract.started and contract.ended",
)
NO_DATES = Text("「{column}」不是日期列，或全是空白", "'{column}' is no column of dates, or all blank")
NO_FEE = Text("每期费用「{name}」不是数据里的数值列", "the fee '{name}' is no column of numbers of the data")
TOO_FEW = Text(
    "至少要有 {least} 位已终止和 {least} 位仍在的客户；现在是 {left} 位和 {active} 位",
    "at least {least} customers who left and {least} who are still there are needed; there are {left} and {active}",
)
NOT_CONVERGED = Text(
    "续期模型没有收敛（剩余梯度 {gradient}），不给出结果", "the renewal model did not converge (gradient {gradient})"
)
HOW = Text("续期模型", "The renewal model")
SAID = Text(
    "移位贝塔几何分布，最大似然：alpha = {alpha}，beta = {beta}，对数似然 {likelihood}；时间单位：{period}；"
    "{left} 位已终止，{active} 位仍在。",
    "Shifted-beta-geometric by maximum likelihood: alpha = {alpha}, beta = {beta}, log-likelihood {likelihood}; "
    "time unit: {period}; {left} ended, {active} still there.",
)
EDGE = Text(
    "注意：参数到了搜索的边界，数据看不出客户之间续期概率的差别；各人的续期概率几乎相同。",
    "Note: a parameter ran to the edge of the search: the data tell no difference between customers, who all get "
    "nearly the same chance to renew.",
)
CURVE = Text("留存与续期率", "Survival and renewal")
