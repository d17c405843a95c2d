"""Order rows: typed, and cleaned step by step."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from xlseg import values
from xlseg.cleaning.finders import (
    is_test,
)
from xlseg.cleaning.order_steps import ORDER_STEPS
from xlseg.cleaning.step import PLAIN, Cleaned, Context, Step, Tally, Typed, joined, run
from xlseg.cleaning.typing import is_total, read_columns
from xlseg.columns import (
    AMOUNT,
    COST,
    CUSTOMER_ID,
    ORDER_DATE,
    ORDER_ID,
    PAID_AT,
    PROFIT,
    QUANTITY,
    REFUND,
    UNIT_PRICE,
)
from xlseg.errors import Problems
from xlseg.recognise import Source
from xlseg.text import Text

NUMBERS = {QUANTITY: False, UNIT_PRICE: False, REFUND: False, COST: False, PROFIT: False}


def clean_orders(sources: Sequence[Source], context: Context = PLAIN) -> Cleaned:
    """Typed orders, one row a row of the sheets: customer_id, order_id, order_date, order_day, amount, sheet, row ...

    Raises XlsegError, for all sheets at once, where dates or amounts mostly cannot be read.
    """
    problems, parts = Problems(), []
    for source in sources:
        with problems.gathered():
            parts.append(_typed(source, context))
    problems.tell()
    rows = pd.concat([part.rows for part in parts], ignore_index=True) if len(parts) > 1 else parts[0].rows
    rows = rows.assign(again=rows[ORDER_ID.key].duplicated())
    before = tally(rows)._replace(rows=sum(len(source.frame) for source in sources))
    left, issues = run(rows, ORDER_STEPS, context)
    return Cleaned(left, joined([*(part.issues for part in parts), issues]), before)


def tally(rows: pd.DataFrame) -> Tally:
    """What orders come to."""
    counted = rows[~rows["total"]] if rows["total"].any() else rows
    days = counted["order_day"]
    return Tally(
        len(rows),
        counted[CUSTOMER_ID.key].nunique(),
        int((~counted["again"]).sum()),
        float(counted[AMOUNT.key].sum()),
        days.min(),
        days.max(),
    )


def until(rows: pd.DataFrame, as_of: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders up to and including the as-of date, and the others as issues."""
    late = replace(AFTER_AS_OF, finds=lambda rows, _: rows["order_day"] > as_of)
    return run(rows, (late,), PLAIN)


AFTER_AS_OF = Step("after_as_of", Text("晚于分析日期", "After the as-of date"), ORDER_DATE.key, fixed="leave_out")


def _typed(source: Source, context: Context) -> Typed:
    raw = source.frame
    who = values.ids(raw[CUSTOMER_ID.key])
    amount = {AMOUNT: True} if AMOUNT.key in raw else {QUANTITY: True, UNIT_PRICE: True}
    wanted = {ORDER_DATE: True, PAID_AT: False, **NUMBERS, **amount}
    total = is_total(raw)
    there = {column: need for column, need in wanted.items() if column.key in raw}
    typed, unread, kept = read_columns(source, who.notna() & ~total, there, context)
    test = is_test(raw, context.testers)
    rows = raw.assign(
        **typed,
        customer_id=who,
        total=total,
        test=test,
        sheet=pd.Categorical.from_codes([0] * len(raw), pd.Index([source.sheet])),
        row=raw.index,
    )
    if REFUND.key in rows:
        rows[REFUND.key] = rows[REFUND.key].abs()  # some exports write refunds as negative amounts
    rows["order_day"] = rows[ORDER_DATE.key].dt.floor("D")
    if AMOUNT.key not in raw:
        rows[AMOUNT.key] = rows[QUANTITY.key] * rows[UNIT_PRICE.key]
    number = values.ids(raw[ORDER_ID.key]) if ORDER_ID.key in raw else pd.Series(None, raw.index, dtype="str")
    rows["unnumbered"] = number.isna()
    rows[ORDER_ID.key] = number.where(~rows["unnumbered"], _row_names(rows)) if rows["unnumbered"].any() else number
    return Typed(rows if kept.all() else rows[kept], unread)


def _row_names(rows: pd.DataFrame) -> pd.Series:
    """Where orders have no number, each row is an order of its own."""
    return "row " + rows["sheet"].astype("str") + " " + rows["row"].astype("str")
