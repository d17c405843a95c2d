"""The days a backtest looks at, and that they lie within the data."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from xlseg.cutoff import Backtest
from xlseg.errors import XlsegError
from xlseg.text import Text

HORIZON, SHARE = 182, 3  # days, or that part of the data where they are short


class Period(NamedTuple):
    """first: the cut-off, whose orders already belong to it. before: days of data ahead of it."""

    first: pd.Timestamp
    days: int
    before: int

    @property
    def end(self) -> pd.Timestamp:
        """The day after its last."""
        return self.first + pd.Timedelta(days=self.days)

    @property
    def last(self) -> date:
        return (self.end - pd.Timedelta(days=1)).date()


def period_of(days: pd.Series, wanted: Backtest) -> Period:
    """The period to look at: as the settings say, else the last 182 days, or the last third of shorter data."""
    start, end = days.min().floor("D"), days.max().floor("D") + pd.Timedelta(days=1)
    data = {"start": start.date(), "end": (end - pd.Timedelta(days=1)).date()}
    span = (end - start).days
    if wanted.cutoff is None:
        length = wanted.days or min(HORIZON, span // SHARE)
        first = end - pd.Timedelta(days=length)
        if not 0 < length < span:
            raise XlsegError(TOO_SHORT.format(span=span, days=wanted.days or 1, **data))
        return Period(first, length, (first - start).days)
    first = pd.Timestamp(wanted.cutoff)
    if not start < first < end:
        raise XlsegError(OUTSIDE.format(cutoff=wanted.cutoff, **data))
    rest = (end - first).days
    if wanted.days is not None and wanted.days > rest:
        raise XlsegError(TOO_LONG.format(days=wanted.days, rest=rest, cutoff=wanted.cutoff, **data))
    return Period(first, wanted.days or min(HORIZON, rest), (first - start).days)


TOO_SHORT = Text(
    "订单只有 {span} 天（{start} 至 {end}），留不出后面至少 {days} 天来对照；请提供更长时间的订单，或少看几天",
    "the orders span {span} days only ({start} to {end}), which leaves nothing before the last {days}; give orders of "
    "a longer time, or look at fewer --days",
)
OUTSIDE = Text(
    "回测截止日 {cutoff} 不在订单的日期之内：要晚于第一天 {start}，不晚于最后一天 {end}",
    "the cut-off {cutoff} does not lie within the orders: it must be after their first day {start}, and not after the "
    "last, {end}",
)
TOO_LONG = Text(
    "订单到 {end} 为止，{cutoff} 之后只有 {rest} 天，不够 {days} 天；请把天数改小，或把截止日提前",
    "the orders end on {end}, {rest} days from {cutoff} on, fewer than {days}; look at fewer days, or cut off earlier",
)
