"""Records of customers besides orders: activity, service, complaints, referrals; and the lines of orders."""

from collections.abc import Sequence

import pandas as pd

from xlseg import values
from xlseg.cleaning.order_steps import NO_CUSTOMER, TEST_ACCOUNT, TOTAL_ROW
from xlseg.cleaning.step import Cleaned, Context, Step, Tally, joined, run
from xlseg.cleaning.typing import is_total, read_columns
from xlseg.columns import AMOUNT, CUSTOMER_ID, DURATION, ORDER_ID, QUANTITY, REFERRER_ID, UNIT_PRICE
from xlseg.recognise import DATED, Source
from xlseg.text import Text

ORPHAN = Step(
    "orphan_line",
    Text("明细的订单不在订单表里", "Order lines whose order is not there"),
    ORDER_ID.key,
    lambda rows, _: rows["orphan"],
    Text("补上订单，或核对订单号", "Add the order, or check its number"),
    fixed="leave_out",
    fault=True,
)


def buyers(orders: Sequence[Source]) -> pd.Series:
    """Who placed each order, by its number, of all orders as they were read."""
    numbered = [source.frame for source in orders if ORDER_ID.key in source.frame]
    pairs = [pd.Series(values.ids(f[CUSTOMER_ID.key]).array, values.ids(f[ORDER_ID.key])) for f in numbered]
    known = pd.concat(pairs) if pairs else pd.Series(dtype="str")
    return known[known.index.notna() & ~known.index.duplicated()]


def clean_records(sources: Sequence[Source], bought: pd.Series, context: Context) -> Cleaned:
    """customer_id, day and the record's own columns, of sheets of one kind; a record need not have a day.

    Where a sheet says the order and not the customer, it is whoever `bought` it.
    """
    parts, issues = [], []
    for source in sources:
        frame = _known(source, bought)
        frame["test"] = frame[CUSTOMER_ID.key].isin(context.testers or ())
        date = DATED.get(source.kind)
        wanted = {column: False for column in (date, DURATION) if column is not None and column.key in frame}
        counted = frame[CUSTOMER_ID.key].notna() & ~frame["total"]
        typed, unread, kept = read_columns(source, counted, wanted, context)
        rows = frame.assign(**typed)
        rows["day"] = rows[date.key].dt.floor("D") if date is not None and date.key in rows else pd.NaT
        left, found = run(rows[kept], (TOTAL_ROW, NO_CUSTOMER, TEST_ACCOUNT), context)
        parts.append(left)
        issues += [unread, _on(source, found)]
    rows = pd.concat(parts, ignore_index=True)
    return Cleaned(rows, joined(issues), Tally(sum(len(s.frame) for s in sources), rows[CUSTOMER_ID.key].nunique()))


def clean_lines(sources: Sequence[Source], bought: pd.Series, counted: pd.Series, context: Context) -> Cleaned:
    """The goods of orders that count: order_id, customer_id, product, category ..., one row a line."""
    parts, issues = [], []
    for source in sources:
        frame = _known(source, bought)
        number = frame[ORDER_ID.key] = values.ids(frame[ORDER_ID.key])
        frame["orphan"] = ~number.isin(bought.index) & ~frame["total"]
        wanted = {column: False for column in (QUANTITY, UNIT_PRICE, AMOUNT) if column.key in frame}
        typed, unread, _ = read_columns(source, number.notna() & ~frame["total"], wanted, context)
        left, found = run(frame.assign(**typed), (TOTAL_ROW, ORPHAN), context)
        parts.append(left[left[ORDER_ID.key].isin(counted)])
        issues += [unread, _on(source, found)]
    rows = pd.concat(parts, ignore_index=True)
    return Cleaned(rows, joined(issues), Tally(sum(len(s.frame) for s in sources), rows[CUSTOMER_ID.key].nunique()))


def _known(source: Source, bought: pd.Series) -> pd.DataFrame:
    """The raw rows with customer_id, total, and where they stand."""
    raw = source.frame
    key = REFERRER_ID.key if source.kind == "referrals" else CUSTOMER_ID.key
    who = values.ids(raw[key]) if key in raw else values.ids(raw[ORDER_ID.key]).map(bought)
    frame = raw.assign(customer_id=who, sheet=source.sheet, row=raw.index)
    return frame.assign(total=is_total(frame))


def _on(source: Source, issues: pd.DataFrame) -> pd.DataFrame:
    """Issues of a customer shown where the sheet says who it is."""
    shown = next(c for c in (CUSTOMER_ID.key, REFERRER_ID.key, ORDER_ID.key) if c in source.columns)
    return issues.assign(column=issues["column"].replace({CUSTOMER_ID.key: shown}))
