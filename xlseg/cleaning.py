"""Raw rows become typed rows; what is set aside is listed, and the user's own cells are never changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from xlseg import values
from xlseg.cells import Uncomputed
from xlseg.columns import (
    AMOUNT,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    MEASURE_COLUMNS,
    ORDER_DATE,
    ORDER_ID,
    QUANTITY,
    STATUS,
    UNIT_PRICE,
    Column,
)
from xlseg.errors import Problem, Problems
from xlseg.recognise import Source
from xlseg.text import Text, join

ISSUE_COLUMNS = ("code", "sheet", "row", "column", "value")
TOTALS = frozenset({"合计", "总计", "小计", "总和", "total", "totals", "grandtotal", "subtotal", "sum"})
UNPAID = (
    r"(?<![未不])取消|关闭|未付款|待付款|未支付|待支付|等待买家付款"
    r"|(?<!not )\bcancel|\bunpaid|\bvoid|\b(?:pending|awaiting) payment"
)
REFUNDED = (
    r"(?<!部分)(?:已退款|退款成功|全额退款|退货退款)|(?<!not )(?<!partially )(?<!partial )\b(?:refunded|returned)"
)


class Cleaned(NamedTuple):
    """rows: typed and kept; issues: one row for each thing found, under ISSUE_COLUMNS."""

    rows: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True)
class Step:
    """Finds rows and sets them aside, or only lists them. code: ASCII, counted in the report; shows: whose cell."""

    code: str
    title: Text
    finds: Callable[[pd.DataFrame], pd.Series]
    shows: Column
    keeps: bool = False


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


TOTAL_ROW = Step("total_row", Text("合计行，不计入", "total row, left out"), is_total, CUSTOMER_ID)
NO_CUSTOMER = Step(
    "no_customer", Text("没有客户，不计入", "no customer, left out"), lambda r: r[CUSTOMER_ID.key].isna(), CUSTOMER_ID
)
ORDER_STEPS = (
    TOTAL_ROW,
    NO_CUSTOMER,
    Step("no_date", Text("没有日期，不计入", "no date, left out"), lambda r: r[ORDER_DATE.key].isna(), ORDER_DATE),
    Step("no_amount", Text("没有金额，不计入", "no amount, left out"), lambda r: r[AMOUNT.key].isna(), AMOUNT),
    Step("unpaid", Text("未付款或已取消，不计入", "unpaid or cancelled, left out"), _status(UNPAID), STATUS),
    Step("refunded", Text("已退款，不计入", "refunded, left out"), _status(REFUNDED), STATUS),
    Step(
        "negative_amount",
        Text(
            "金额为负，从累计金额中扣除，不算一次购买",
            "negative amount, taken off the revenue, not counted as a purchase",
        ),
        lambda r: r[AMOUNT.key] < 0,
        AMOUNT,
        keeps=True,
    ),
)
CUSTOMER_STEPS = (TOTAL_ROW, NO_CUSTOMER)
DUPLICATE = Step(
    "duplicate_customer",
    Text("同一客户ID再次出现，以第一行为准", "the same customer ID again; the first row counts"),
    lambda r: r[CUSTOMER_ID.key].duplicated(),
    CUSTOMER_ID,
)
AFTER_AS_OF = Text("晚于分析日期，不计入", "after the as-of date, left out")
NO_ID = Text("没有客户ID列，以「{column}」识别客户", "no customer ID column; customers are known by '{column}'")
FAULTS = frozenset({"no_customer", "no_date", "no_amount", "duplicate_customer", "after_as_of"})  # of the data itself
STEPS = (*ORDER_STEPS, *CUSTOMER_STEPS, DUPLICATE)
TITLES = {step.code: step.title for step in STEPS} | {"after_as_of": AFTER_AS_OF}
LISTED_ONLY = frozenset(step.code for step in STEPS if step.keeps)  # found, and counted all the same


def clean_orders(source: Source) -> Cleaned:
    """Typed orders, one row each: customer_id, order_id, order_date, order_day, amount, sheet, row ...

    Raises XlsegError where dates or amounts cannot be read: how many, and the first three with their cells.
    """
    raw, ids = source.frame, values.ids(source.frame[CUSTOMER_ID.key])
    counted = ~is_total(raw) & ids.notna()
    dates = values.days(raw[ORDER_DATE.key])
    amount = AMOUNT.key in raw
    reads = {c: values.numbers(raw[c.key]) for c in ((AMOUNT,) if amount else (QUANTITY, UNIT_PRICE))}
    _refuse(source, {column: read.bad & counted for column, read in ({ORDER_DATE: dates} | reads).items()})
    rows = raw.assign(
        customer_id=ids,
        order_date=dates.values,
        order_day=dates.values.dt.floor("D"),
        amount=reads[AMOUNT].values if amount else reads[QUANTITY].values * reads[UNIT_PRICE].values,
        sheet=source.sheet,
        row=raw.index,
    )
    numbered = values.ids(raw[ORDER_ID.key]) if ORDER_ID.key in raw else pd.Series(None, raw.index, dtype="str")
    rows[ORDER_ID.key] = numbered.where(numbered.notna(), _row_names(rows))
    return set_aside(rows, ORDER_STEPS)


def clean_customers(source: Source) -> Cleaned:
    """Typed customers, one row each; ready-made measures become days, counts and amounts."""
    raw, ids = source.frame, values.ids(source.frame[CUSTOMER_ID.key])
    counted = ~is_total(raw) & ids.notna()
    rows = raw.assign(customer_id=ids, sheet=source.sheet, row=raw.index)
    bad: dict[Column, pd.Series] = {}
    for column in CUSTOMER_COLUMNS:
        if column.key in raw and (column.format == "date" or column in MEASURE_COLUMNS):
            read = values.days(raw[column.key]) if column.format == "date" else values.numbers(raw[column.key])
            rows[column.key] = read.values
            bad |= {column: read.bad & counted} if column in MEASURE_COLUMNS else {}
    _refuse(source, bad)
    return set_aside(rows, CUSTOMER_STEPS)


def until(orders: pd.DataFrame, as_of: pd.Timestamp) -> Cleaned:
    """Orders up to and including the as-of date."""
    return set_aside(orders, (Step("after_as_of", AFTER_AS_OF, lambda r: r["order_day"] > as_of, ORDER_DATE),))


def together(parts: Sequence[Cleaned]) -> Cleaned:
    """Tables of one kind as one."""
    issues = [part.issues for part in parts if len(part.issues)] or [parts[0].issues]
    return Cleaned(pd.concat([part.rows for part in parts], ignore_index=True), pd.concat(issues, ignore_index=True))


def set_aside(rows: pd.DataFrame, steps: tuple[Step, ...]) -> Cleaned:
    """Run the steps one after another; each sees what those before it left."""
    issues = []
    for step in steps:
        if step.shows.key in rows:
            found = step.finds(rows).astype(bool)
            listed = rows.loc[found, ["sheet", "row"]].assign(code=step.code, column=step.shows.key)
            listed["value"] = rows.loc[found, step.shows.key].astype(object)
            issues.append(listed[list(ISSUE_COLUMNS)])
            rows = rows if step.keeps else rows[~found]
    filled = [frame for frame in issues if len(frame)]
    return Cleaned(rows, pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(ISSUE_COLUMNS)))


def _refuse(source: Source, unread: Mapping[Column, pd.Series]) -> None:
    """All columns with cells that stand for a value and cannot be read, or whose formulas have no result."""
    problems = Problems()
    formulas = _uncomputed(source.frame[CUSTOMER_ID.key])
    for column, bad in ({CUSTOMER_ID: formulas} | dict(unread)).items():
        cells = source.frame.loc[bad, column.key]
        if len(cells):
            first = join(f"{source.where(column.key, row)}（{value}）" for row, value in cells.head(3).items())
            message = UNCOMPUTED if _uncomputed(cells).any() else UNREADABLE
            problems.append(Problem(message.format(count=len(cells), column=column.title, cells=first)))
    problems.tell()


def _uncomputed(cells: pd.Series) -> pd.Series:
    return cells.astype(object).map(lambda value: isinstance(value, Uncomputed)).astype(bool)


def _row_names(rows: pd.DataFrame) -> pd.Series:
    """Where orders have no number, each row is an order of its own."""
    return "row " + rows["sheet"].astype("str") + " " + rows["row"].astype("str")


UNREADABLE = Text(
    "「{column}」有 {count} 个单元格读不出来：{cells}。请改成 2024-01-05 这样的日期或普通数字",
    "{count} cells of '{column}' cannot be read: {cells}. Change them to dates such as 2024-01-05 or plain numbers",
)
UNCOMPUTED = Text(
    "「{column}」有 {count} 个公式还没有结果：{cells}。请在 Excel 中打开这个文件，保存一次，再运行",
    "{count} formulas of '{column}' have no results yet: {cells}. Open the file in Excel, save it, then run again",
)
