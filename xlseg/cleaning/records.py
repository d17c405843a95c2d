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
    lambda rows, _: rows[CUSTOMER_ID.key].isna(),
    Text("补上订单，或核对订单号", "Add the order, or check its number"),
    fixed="leave_out",
    fault=True,
)


def clean_records(sources: Sequence[Source], context: Context) -> Cleaned:
    """customer_id, day and the record's own columns, of sheets of one kind; a record need not have a day."""
    parts, issues = [], []
    for source in sources:
        raw = source.frame
        who = values.ids(raw[REFERRER_ID.key if source.kind == "referrals" else CUSTOMER_ID.key])
        total = is_total(raw)
        frame = raw.assign(customer_id=who, total=total, test=who.isin(context.testers))
        date = DATED.get(source.kind)
        wanted = {column: False for column in (date, DURATION) if column is not None and column.key in raw}
        typed, unread, kept = read_columns(source, who.notna() & ~total, wanted, context)
        rows = frame.assign(**typed, sheet=source.sheet, row=raw.index)
        rows["day"] = rows[date.key].dt.floor("D") if date is not None and date.key in rows else pd.NaT
        parts.append(rows[kept])
        issues.append(unread)
    rows = pd.concat(parts, ignore_index=True)
    before = Tally(len(rows), rows.loc[~rows["total"], CUSTOMER_ID.key].nunique())
    left, found = run(rows, (TOTAL_ROW, NO_CUSTOMER, TEST_ACCOUNT), context)
    return Cleaned(left, joined([*issues, found]), before)


def clean_lines(sources: Sequence[Source], orders: pd.DataFrame, context: Context) -> Cleaned:
    """The goods of orders: order_id, customer_id, product, category ..., one row a line."""
    owner = orders.drop_duplicates(ORDER_ID.key).set_index(ORDER_ID.key)[CUSTOMER_ID.key]
    parts, issues = [], []
    for source in sources:
        raw = source.frame
        number = values.ids(raw[ORDER_ID.key])
        frame = raw.assign(customer_id=number.map(owner), order_id=number, total=is_total(raw))
        wanted = {column: False for column in (QUANTITY, UNIT_PRICE, AMOUNT) if column.key in raw}
        typed, unread, _ = read_columns(source, number.notna(), wanted, context)
        parts.append(frame.assign(**typed, sheet=source.sheet, row=raw.index))
        issues.append(unread)
    rows = pd.concat(parts, ignore_index=True)
    left, found = run(rows, (TOTAL_ROW, ORPHAN), context)
    return Cleaned(left, joined([*issues, found]), Tally(len(rows), rows[CUSTOMER_ID.key].nunique()))
