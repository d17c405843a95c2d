"""Would the forecast have come true? BG/NBD fitted to the earlier part of the orders, held against the later part."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.errors import XlsegError
from xlseg.models.clv import bg_nbd
from xlseg.models.clv.bg_nbd import BgNbd
from xlseg.models.clv.evidence import MOST, REPEAT_NAMES
from xlseg.models.clv.forecast import fitted
from xlseg.models.clv.maximum import Maximum
from xlseg.models.clv.units import DAYS, UNITS, Unit
from xlseg.scoring import Floats
from xlseg.text import Text

SEEN = Column("seen", Text("校准期回购次数", "Repeat purchases before"))
CUSTOMERS = Column("customers", Text("客户数", "Customers"), "count")
ACTUAL = Column("actual", Text("之后实际人均回购", "Actual purchases after, each"), "number")
EXPECTED = Column("expected", Text("之后预期人均回购", "Expected purchases after, each"), "number")
WEEK = Column("week", Text("第几周", "Week"), "count")
ACTUAL_TOTAL = Column("actual_total", Text("实际累计回购", "Actual repeat purchases so far"), "count")
EXPECTED_TOTAL = Column("expected_total", Text("预期累计回购", "Expected repeat purchases so far"), "decimal")


class Holdout(NamedTuple):
    """start, split, end: days; what happened up to the split is the model's to learn from, what came after is not.

    Of the customers who first bought up to the split: x, their repeat purchases up to it; actual and expected, those
    after. tracking: one row a week from the start: week, actual_total, expected_total (without knowing anybody's past).
    """

    start: pd.Timestamp
    split: pd.Timestamp
    end: pd.Timestamp
    times: Maximum
    x: Floats
    actual: Floats
    expected: Floats
    tracking: pd.DataFrame


def holdout(orders: pd.DataFrame, as_of: pd.Timestamp, share: float = 0.5, unit: Unit = "week") -> Holdout:
    """Fit to the first `share` of the time from the first order to the as-of date, and foretell the rest.

    orders: customer_id, order_day, amount; several of one day are one purchase, refunds none. Raises XlsegError where
    the time is shorter than four weeks, and where BG/NBD cannot be fitted.
    """
    days = _purchase_days(orders, as_of)
    start = days["day"].min()
    if pd.isna(start) or (as_of - start).days < 28:
        raise XlsegError(TOO_SHORT)
    span = (as_of - start).days
    until = int(span * share)
    days = days.assign(day=(days["day"] - start).dt.days)
    days["first"] = days.groupby("customer_id")["day"].transform("min")
    days = days[days["first"] <= until]
    before = days[days["day"] <= until].groupby("customer_id")["day"].agg(["count", "min", "max"])
    after = days[days["day"] > until].groupby("customer_id").size().reindex(before.index, fill_value=0)
    first, last = before["min"].to_numpy(dtype=float), before["max"].to_numpy(dtype=float)
    day = DAYS[unit]
    seen = bg_nbd.histories(before["count"].to_numpy(dtype=float) - 1, (last - first) / day, (until - first) / day)
    times = fitted(seen)
    given = BgNbd(*times.parameters)
    expected = bg_nbd.expected(given, (span - until) / day, seen.x, seen.t_x, seen.T)[seen.of]
    split, tracking = start + pd.Timedelta(days=until), _tracking(given, days, first, span, day)
    return Holdout(start, split, as_of, times, seen.x[seen.of], np.asarray(after, dtype=np.float64), expected, tracking)


def _purchase_days(orders: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """customer_id, day: each day on which a customer bought, once."""
    bought = orders[(orders["amount"] >= 0) & (orders["order_day"] <= as_of)]
    days = pd.DataFrame({"customer_id": bought["customer_id"], "day": bought["order_day"].dt.floor("D")})
    return days.dropna().drop_duplicates().sort_values(["customer_id", "day"], ignore_index=True)


def _tracking(given: BgNbd, days: pd.DataFrame, first: Floats, span: int, day: float) -> pd.DataFrame:
    """Repeat purchases of all so far, week by week; expected of each from the day of the first purchase."""
    none = np.zeros(span + 1)
    of_new = bg_nbd.expected(given, np.arange(span + 1) / day, none, none, none)
    expected = np.convolve(np.bincount(first.astype(int), minlength=span + 1), of_new)
    again = days.loc[days["day"] > days["first"], "day"].to_numpy(dtype=int)
    actual = np.cumsum(np.bincount(again, minlength=span + 1))
    ends = np.arange(6, span + 1, 7)  # the first day of all is day 0 of week 1
    return pd.DataFrame({WEEK.key: ends // 7 + 1, ACTUAL_TOTAL.key: actual[ends], EXPECTED_TOTAL.key: expected[ends]})


def blocks(orders: pd.DataFrame, as_of: pd.Timestamp, share: float = 0.5, unit: Unit = "week") -> tuple[Block, ...]:
    """The comparison as tables and charts, or one sentence why there is none."""
    try:
        found = holdout(orders, as_of, share, unit)
    except XlsegError as error:
        reason = error.problems[0].message
        return Heading(TITLE), Note(NONE.format(reason=reason))
    return (
        Heading(TITLE),
        Note(_said(found, unit)),
        by_seen(found),
        Chart(BY_SEEN, "column", SEEN.key, (ACTUAL.key, EXPECTED.key)),
        Heading(TRACKED),
        Note(TRACKED_NOTE.format(split=found.split.date(), week=(found.split - found.start).days // 7 + 1)),
        Table((WEEK, ACTUAL_TOTAL, EXPECTED_TOTAL), found.tracking, key=(WEEK.key,)),
        Chart(TRACKED, "line", WEEK.key, (ACTUAL_TOTAL.key, EXPECTED_TOTAL.key)),
    )


def by_seen(found: Holdout) -> Table:
    """By repeat purchases before the split, 0 to 7+: actual and expected purchases after it, a customer."""
    group = np.minimum(found.x, MOST).astype(int)
    means = pd.DataFrame({ACTUAL.key: found.actual, EXPECTED.key: found.expected}).groupby(group).mean().round(3)
    rows = means.reindex(range(MOST + 1))
    rows.insert(0, CUSTOMERS.key, np.bincount(group, minlength=MOST + 1))
    rows.insert(0, SEEN.key, REPEAT_NAMES)
    return Table((SEEN, CUSTOMERS, ACTUAL, EXPECTED), rows.reset_index(drop=True), key=(SEEN.key,))


def _said(found: Holdout, unit: Unit) -> Text:
    actual, expected = found.actual.sum(), found.expected.sum()
    off = f"{expected / actual - 1:+.1%}" if actual else "–"
    return SAID.format(
        start=found.start.date(),
        split=found.split.date(),
        end=found.end.date(),
        customers=f"{len(found.x):,}",
        actual=f"{actual:,.0f}",
        expected=f"{expected:,.1f}",
        off=off,
        unit=UNITS[unit],
    )


TITLE = Text("终身价值：留出期检验", "Lifetime value: holdout check")
SAID = Text(
    "用 {start} 至 {split} 的订单拟合（{customers} 位客户，时间单位：{unit}），预测之后到 {end} 的回购："
    "实际 {actual} 次，预期 {expected} 次（{off}）。",
    "Fitted to orders from {start} to {split} ({customers} customers, time unit: {unit}); repeat purchases after it up "
    "to {end}: {actual} actual, {expected} expected ({off}).",
)
BY_SEEN = Text("留出期人均回购：实际与预期", "Purchases after the split, each: actual and expected")
TRACKED = Text("每周累计回购：实际与预期", "Repeat purchases so far, by week: actual and expected")
TRACKED_NOTE = Text(
    "第 {week} 周（{split}）之前是校准期，之后模型没有见过。",
    "Up to week {week} ({split}) the model has seen the orders; those after it, it has not.",
)
NONE = Text("没有做留出期检验：{reason}。", "There is no holdout check: {reason}.")
TOO_SHORT = Text("订单的时间跨度不到四周", "the orders cover less than four weeks")
