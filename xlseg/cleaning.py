"""Raw rows become typed rows; what is set aside is listed, and the user's own cells are never changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from xlseg import values
from xlseg.columns import (
    AMOUNT,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    MEASURE_COLUMNS,
    ORDER_DATE,
    ORDER_ID,
    STATUS,
    Column,
)
from xlseg.errors import Problem, XlsegError
from xlseg.recognise import Source
from xlseg.text import Text, join

ISSUE_COLUMNS = ("code", "sheet", "row", "value")
TOTALS = frozenset({"合计", "总计", "小计", "总和", "total", "totals", "grandtotal", "subtotal", "sum"})
UNPAID = r"取消|关闭|未付款|待付款|未支付|待支付|等待买家付款|cancel|unpaid|closed|void|(?:pending|awaiting) payment"
REFUNDED = r"已退款|退款成功|全额退款|退货退款|refunded|returned"


class Cleaned(NamedTuple):
    """rows: typed and kept; issues: one row for each thing found, under ISSUE_COLUMNS."""

    rows: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Step:
    """Sets rows aside: `finds` marks them. code: ASCII, counted in the report."""

    code: str
    title: Text
    finds: Callable[[pd.DataFrame], pd.Series]
    shows: str


def _status(pattern: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows[STATUS.key].astype("str").str.contains(pattern, case=False, na=False)


def is_total(rows: pd.DataFrame) -> pd.Series:
    """Rows whose customer, order or date cell says total."""
    found = pd.Series(False, rows.index)
    for key in (CUSTOMER_ID.key, CUSTOMER_NAME.key, ORDER_ID.key, ORDER_DATE.key):
        if key in rows and rows[key].dtype.kind not in "Mmfi":
            text = rows[key].astype("str").str.replace(r"[\s:：]", "", regex=True).str.lower()
            found |= text.isin(TOTALS)
    return found


TOTAL_ROW = Step("total_row", Text("合计行，不计入", "total row, left out"), is_total, CUSTOMER_ID.key)
NO_CUSTOMER = Step(
    "no_customer",
    Text("没有客户，不计入", "no customer, left out"),
    lambda r: r[CUSTOMER_ID.key].isna(),
    CUSTOMER_ID.key,
)
ORDER_STEPS = (
    TOTAL_ROW,
    NO_CUSTOMER,
    Step(
        "no_date",
        Text("没有日期，不计入", "no date, left out"),
        lambda r: r[ORDER_DATE.key].isna(),
        ORDER_DATE.key,
    ),
    Step(
        "no_amount",
        Text("没有金额，不计入", "no amount, left out"),
        lambda r: r[AMOUNT.key].isna(),
        AMOUNT.key,
    ),
    Step("unpaid", Text("未付款或已取消，不计入", "unpaid or cancelled, left out"), _status(UNPAID), STATUS.key),
    Step("refunded", Text("已退款，不计入", "refunded, left out"), _status(REFUNDED), STATUS.key),
)
CUSTOMER_STEPS = (
    TOTAL_ROW,
    NO_CUSTOMER,
    Step(
        "duplicate_customer",
        Text("同一客户ID再次出现，以第一行为准", "the same customer ID again; the first row counts"),
        lambda r: r[CUSTOMER_ID.key].duplicated(),
        CUSTOMER_ID.key,
    ),
)
AFTER_AS_OF = Text("晚于分析日期，不计入", "after the as-of date, left out")
NO_ID = Text("没有客户ID列，以「{column}」识别客户", "no customer ID column; customers are known by '{column}'")
TITLES = {step.code: step.title for step in (*ORDER_STEPS, *CUSTOMER_STEPS)} | {"after_as_of": AFTER_AS_OF}


def clean_orders(source: Source) -> Cleaned:
    """Typed orders, one row each: customer_id, order_id, order_date, order_day, amount and what else was found.

    Raises XlsegError where dates or amounts cannot be read: how many, and the first three with their cells.
    """
    raw = source.frame
    totals = is_total(raw)
    dates, amounts = values.days(raw[ORDER_DATE.key]), values.numbers(raw[AMOUNT.key])
    _refuse(source, [(ORDER_DATE, dates.bad & ~totals), (AMOUNT, amounts.bad & ~totals)])
    rows = raw.assign(
        customer_id=values.ids(raw[CUSTOMER_ID.key]),
        order_date=dates.values,
        order_day=dates.values.dt.floor("D"),
        amount=amounts.values,
    )
    if ORDER_ID.key in rows:
        numbered = values.ids(raw[ORDER_ID.key])
        rows[ORDER_ID.key] = numbered.where(numbered.notna(), _row_names(rows))
    else:
        rows[ORDER_ID.key] = _row_names(rows)
    return _set_aside(rows, ORDER_STEPS, source.sheet)


def clean_customers(source: Source) -> Cleaned:
    """Typed customers, one row each; ready-made measures become days, counts and amounts."""
    raw = source.frame
    totals = is_total(raw)
    rows = raw.assign(customer_id=values.ids(raw[CUSTOMER_ID.key]))
    bad: list[tuple[Column, pd.Series]] = []
    for column in CUSTOMER_COLUMNS:
        if column.key in raw and column.format == "date":
            rows[column.key], wrong = values.days(raw[column.key])
        elif column in MEASURE_COLUMNS and column.key in raw:
            rows[column.key], wrong = values.numbers(raw[column.key])
        else:
            continue
        bad += [(column, wrong & ~totals)] if column in MEASURE_COLUMNS else []
    _refuse(source, bad)
    return _set_aside(rows, CUSTOMER_STEPS, source.sheet)


def until(orders: pd.DataFrame, as_of: pd.Timestamp, sheet: str) -> Cleaned:
    """Orders up to and including the as-of date."""
    late = Step("after_as_of", AFTER_AS_OF, lambda r: r["order_day"] > as_of, ORDER_DATE.key)
    return _set_aside(orders, (late,), sheet)


def _set_aside(rows: pd.DataFrame, steps: tuple[Step, ...], sheet: str) -> Cleaned:
    issues = []
    for step in steps:
        if step.shows in rows:
            found = step.finds(rows)
            shown = rows.loc[found, step.shows].astype(object)
            issues.append(
                pd.DataFrame({"code": step.code, "sheet": sheet, "row": shown.index, "value": shown.to_numpy()})
            )
            rows = rows[~found]
    filled = [frame for frame in issues if len(frame)]
    return Cleaned(rows, pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(ISSUE_COLUMNS)))


def _refuse(source: Source, unread: list[tuple[Column, pd.Series]]) -> None:
    problems = []
    for column, bad in unread:
        count = int(bad.sum())
        if count:
            first = [
                f"{source.where(column.key, row)}（{source.frame.loc[row, column.key]}）" for row in bad.index[bad][:3]
            ]
            problems.append(Problem(UNREADABLE.format(count=count, column=column.title, cells=join(first))))
    if problems:
        raise XlsegError(*problems)


def _row_names(rows: pd.DataFrame) -> pd.Series:
    """Where orders have no number, each row is an order of its own."""
    return pd.Series("row " + rows.index.astype(str), rows.index, dtype="str")


UNREADABLE = Text(
    "「{column}」有 {count} 个单元格读不出来：{cells}。请改成 2024-01-05 这样的日期或普通数字",
    "{count} cells of '{column}' cannot be read: {cells}. Change them to dates such as 2024-01-05 or plain numbers",
)
