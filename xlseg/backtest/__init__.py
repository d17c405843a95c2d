"""Segment as of an earlier day, and see what each group really did afterwards. Pure.

Orders, registrations and records from the cut-off on are not known to the models; what the period after it brought
is compared with the groups they made. Cleaning has seen all rows: which order was cancelled is known as of today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from xlseg.analysis import Analysis, Progress, segmented, silent
from xlseg.backtest.figures import SURE, Pairs, Tested, tested
from xlseg.backtest.period import Period, period_of
from xlseg.columns import (
    CUSTOMER_ID,
    EVENT_MEASURES,
    HABIT_COLUMNS,
    MEASURE_COLUMNS,
    ORDER_ID,
    REGISTERED,
    Column,
)
from xlseg.customers import DECLARED, order_totals, summarize
from xlseg.errors import XlsegError
from xlseg.recognise import OWN
from xlseg.text import Text, same

__all__ = ["SURE", "Backtested", "Pairs", "Period", "Tested", "as_known", "backtest", "period_of"]
COUNTED = {column.key for column in (*MEASURE_COLUMNS, *EVENT_MEASURES, *HABIT_COLUMNS)}  # anew, from what was known
TODAYS = ("unpaid", "refunded", "partial_refund", "fill_amount")  # findings that rest on what was known later


@dataclass(frozen=True)
class Backtested:
    """then: the analysis as of the cut-off. after: orders and revenue of its customers in the period.

    newcomers: customers who first bought in the period, and so are in no group; newcomer_revenue: what they brought.
    as_now: columns the models used whose values are those of today. unused: ready-made counts that are, and were
    left out for it. hindsight: some orders were changed or left out by what became known later.
    """

    then: Analysis
    period: Period
    after: pd.DataFrame
    newcomers: int
    newcomer_revenue: float
    as_now: tuple[Column, ...]
    unused: tuple[Column, ...]
    hindsight: bool
    models: Mapping[str, Tested]


def backtest(known: Analysis, progress: Progress = silent) -> Backtested:
    """Run the chosen models as of the cut-off of the settings, and look at the period after it.

    known: inspected data. Raises XlsegError without orders, where the period does not lie within the data or one
    side of it is empty, and where no model can run.
    """
    if known.orders is None:
        raise XlsegError(NEEDS_ORDERS)
    period = period_of(known.orders["order_day"], known.settings.backtest)
    days = known.orders["order_day"]
    late = known.orders[(days >= period.first) & (days < period.end)]
    if late.empty:
        raise XlsegError(NOTHING_AFTER.format(first=period.first.date(), last=period.last))
    then = segmented(as_known(known, period.first), progress)
    totals = order_totals(late[[CUSTOMER_ID.key, ORDER_ID.key, "order_day", "amount"]]).set_index(CUSTOMER_ID.key)
    after = totals.reindex(then.customers[CUSTOMER_ID.key])[["orders", "revenue"]].fillna(0.0)
    new = totals[~totals.index.isin(after.index)]
    rests = (key for name, found in then.segmentations.items() for key in found.rests_on(then.model(name).needs))
    used = {key: DECLARED.get(key) or Column(key, same(key)) for key in rests}
    lost = set(known.customers) - set(then.customers)
    ready_made = {key for source in known.sources if source.kind == "customers" for key in source.columns}
    return Backtested(
        then=then,
        period=period,
        after=after,
        newcomers=len(new),
        newcomer_revenue=float(new["revenue"].sum()),
        as_now=tuple(column for key, column in used.items() if key not in COUNTED),
        unused=tuple(c for c in (*EVENT_MEASURES, *HABIT_COLUMNS) if c.key in lost & ready_made),
        hindsight=bool(known.issues["code"].isin(TODAYS).any() or (known.issues["done"] == "cap").any()),
        models={key: tested(found, after) for key, found in then.segmentations.items()},
    )


def as_known(known: Analysis, day: pd.Timestamp) -> Analysis:
    """What was known at the start of a day: orders and records before it, and customers who had ordered or registered.

    Profiles, and columns of the user's own, are as they are today; measures are counted anew.
    """
    assert known.orders is not None
    orders = known.orders[known.orders["order_day"] < day]
    records = {kind: rows[rows["day"] < day] for kind, rows in known.records.items()}
    lines = known.lines[known.lines[ORDER_ID.key].isin(orders[ORDER_ID.key])] if known.lines is not None else None
    table = known.customers
    there = table[CUSTOMER_ID.key].isin(orders[CUSTOMER_ID.key])
    if REGISTERED.key in table:
        there |= table[REGISTERED.key] < day
    kept = [str(key) for key in table if key not in COUNTED]
    said = {key: key if key in DECLARED else OWN + key for key in kept}  # own columns as cleaning marks them
    profiles = table.loc[there, list(said)].rename(columns=said) if len(said) > 1 else None
    customers = summarize(orders, profiles, day, records, lines, known.settings.general.recent_days)
    return replace(known, as_of=day, orders=orders, records=records, lines=lines, customers=customers)


NEEDS_ORDERS = Text(
    "回测要有订单表（客户、日期、金额）：客户表里现成的天数、次数和金额是今天的，看不出当时是多少",
    "a backtest needs a table of orders (customer, date, amount): ready-made days, counts and amounts are those of "
    "today, and do not say what they were then",
)
NOTHING_AFTER = Text(
    "{first} 至 {last} 没有一笔订单，没有可对照的；请换一个截止日或更多天数",
    "there is no order from {first} to {last}, and so nothing to compare; choose another cut-off, or more days",
)
