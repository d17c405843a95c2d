"""Rows of customers: typed, checked, filled by named rules, and one row a customer."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from xlseg import values
from xlseg.cleaning.finders import before, is_hidden, is_test
from xlseg.cleaning.order_steps import NO_CUSTOMER, TEST_ACCOUNT, TOTAL_ROW
from xlseg.cleaning.regions import BAD_REGION, placed
from xlseg.cleaning.step import PLAIN, Cleaned, Context, Step, Tally, Typed, joined, run
from xlseg.cleaning.typing import is_total, read_columns
from xlseg.columns import (
    AGE,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    DAYS_SINCE_LAST,
    FIRST_ORDER,
    GENDER,
    INDUSTRY,
    LAST_ORDER,
    LEVEL,
    OCCUPATION,
    ORDERS,
    PHONE,
    REGION,
    REGISTERED,
    REVENUE,
)
from xlseg.errors import Problems
from xlseg.recognise import OWN, Source
from xlseg.text import Text

UNKNOWN = Text("未知", "Unknown")
OLDEST = 120
UNREAD_OF_OWN = 0.05  # of an own column's filled cells: up to here the others say what it holds
DESCRIBING = (GENDER, REGION, INDUSTRY, OCCUPATION, LEVEL)
NEEDED = (DAYS_SINCE_LAST, LAST_ORDER, ORDERS, REVENUE)  # what most models go by; the other measures may be blank
DAYS = (DAYS_SINCE_LAST.key, LAST_ORDER.key)
NUMERIC = ("count", "days", "decimal", "money", "date")


def _bare(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Nothing but an ID, where the sheet has at least two further columns; a stroke is nothing."""
    told = [c.key for c in CUSTOMER_COLUMNS[1:] if c.key in rows]
    left = np.arange(len(rows) if len(told) > 1 else 0)
    for key in sorted(told, key=lambda key: rows[key].dtype.kind not in "Mmf"):  # numbers tell without being read
        cells = rows[key].iloc[left] if len(left) < len(rows) else rows[key]
        left = left[(cells if cells.dtype.kind in "Mmf" else values.ids(cells)).isna().to_numpy()]
    return pd.Series(np.isin(np.arange(len(rows)), left) if len(left) else False, rows.index)


def _impossible(rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows[AGE.key].notna() & ~rows[AGE.key].between(0, OLDEST)


def _future(key: str) -> Step:
    return Step(
        "future_date",
        Text("日期晚于今天", "Days after today"),
        key,
        lambda rows, c: rows[key].dt.floor("D") > c.today if c.today is not None else pd.Series(False, rows.index),
        Text("核对年份和月日的顺序", "Check the year, and the order of day and month"),
        fixed="list",
        fault=True,
    )


def _gap(key: str) -> Step:
    return Step(
        "missing_measure",
        Text("买过，但最近购买、订单数或累计金额空白", "Bought, but last order, orders or revenue is blank"),
        key,
        lambda rows, c: rows[key].isna() & _bought(rows, key) & (not c.ordered),
        Text("补上，否则分不进按它分的群体", "Fill it in, else the customer falls in no group that goes by it"),
        fixed="list",
        fault=True,
    )


def _bought(rows: pd.DataFrame, besides: str) -> pd.Series:
    """Whether a cell besides this one says that the customer bought, and none that they did not."""
    there = [c.key for c in NEEDED if c.key in rows and c.key != besides]
    told = pd.DataFrame({k: rows[k].notna() if k in DAYS else rows[k] > 0 for k in there}, rows.index).any(axis=1)
    none = rows[ORDERS.key] == 0 if ORDERS.key in rows else pd.Series(False, rows.index)
    return told & ~none


def _fill(key: str) -> Step:
    """Blank cells of one describing column, filled as the settings name it."""
    return Step(
        "fill_text",
        Text("客户资料空白，按规则补", "Blank profiles, filled by the rule"),
        key,
        lambda rows, _: rows[key].isna(),
        changes={
            "unknown": (key, lambda hit, _rows, _: pd.Series([UNKNOWN] * len(hit), hit.index, dtype=object)),
            "mode": (key, lambda hit, rows, _: pd.Series(rows[key].mode().iloc[0], hit.index, dtype=object)),
        },
    )


def _duplicated(rows: pd.DataFrame, context: Context) -> pd.Series:
    kept: Literal["first", "last"] = "last" if context.rules.duplicate_customer == "last" else "first"
    return rows[CUSTOMER_ID.key].duplicated(keep=kept)


def _tests(raw: pd.DataFrame, who: pd.Series, context: Context) -> pd.Series:
    """Rows that are a test: all are looked at, or those of whoever was found to be one before."""
    if context.testers is None:
        return is_test(raw)
    likely = raw[(who.isin(context.testers) | who.isna()).to_numpy()]
    return is_test(likely).reindex(raw.index, fill_value=False)


CUSTOMER_STEPS = (
    TOTAL_ROW,
    NO_CUSTOMER,
    TEST_ACCOUNT,
    Step(
        "incomplete_customer",
        Text("除客户ID外全空", "Nothing but a customer ID"),
        CUSTOMER_ID.key,
        _bare,
        Text("补上资料，或删去这一行", "Fill in the row, or delete it"),
        fault=True,
    ),
    Step(
        "bad_phone",
        Text("不像号码的手机号", "Phones that are none"),
        PHONE.key,
        lambda rows, _: rows["phone_unread"],
        Text("核对号码", "Check the number"),
    ),
    BAD_REGION,
    Step(
        "impossible_age",
        Text("年龄不在 0 到 120 岁之间", "Ages outside 0 to 120"),
        AGE.key,
        _impossible,
        Text("核对年龄", "Check the age"),
        changes={"blank": (AGE.key, lambda hit, _rows, _: pd.Series(float("nan"), hit.index))},
        fault=True,
    ),
    Step(
        "first_after_last",
        Text("首次购买晚于最近购买", "First order after the last"),
        FIRST_ORDER.key,
        lambda rows, _: before(rows[LAST_ORDER.key], rows[FIRST_ORDER.key]),
        Text("核对两个日期", "Check both dates"),
        fault=True,
    ),
    *(_gap(column.key) for column in NEEDED),
    Step(
        "negative_days",
        Text("未购天数是负数", "Negative days since the last order"),
        DAYS_SINCE_LAST.key,
        lambda rows, c: (rows[DAYS_SINCE_LAST.key] < 0) & (not c.ordered),
        Text("核对最近购买日期和计算天数的公式", "Check the last order and the formula of the days"),
        fixed="list",
        fault=True,
    ),
    *(_future(column.key) for column in (REGISTERED, FIRST_ORDER, LAST_ORDER)),
    Step(
        "fill_age",
        Text("年龄空白，按规则补", "Blank ages, filled by the rule"),
        AGE.key,
        lambda rows, _: rows[AGE.key].isna(),
        changes={
            "median": (AGE.key, lambda hit, rows, _: pd.Series(rows[AGE.key].median(), hit.index)),
            "mean": (AGE.key, lambda hit, rows, _: pd.Series(round(float(rows[AGE.key].mean()), 1), hit.index)),
        },
    ),
    *(_fill(column.key) for column in DESCRIBING),
)
DUPLICATE = Step(
    "duplicate_customer",
    Text("同一客户ID再次出现", "The same customer ID again"),
    CUSTOMER_ID.key,
    lambda rows, context: rows["again"] if not rows["again"].any() else _duplicated(rows, context),
    Text("核对后留一行", "Check, and keep one row"),
    fault=True,
    compares=True,
)


def clean_customers(sources: Sequence[Source], context: Context = PLAIN) -> Cleaned:
    """Typed customers, still one row a row of the sheets; ready-made measures become days, counts and amounts."""
    problems, parts = Problems(), []
    for source in sources:
        with problems.gathered():
            parts.append(_typed(source, context))
    problems.tell()
    several = len(parts) > 1  # a million rows are not copied for nothing
    rows = pd.concat([part.rows for part in parts]) if several else parts[0].rows
    rows = rows.assign(again=rows[CUSTOMER_ID.key].duplicated().to_numpy()).reset_index(drop=True)
    first = rows[CUSTOMER_ID.key].notna() & ~rows["again"]
    if rows["total"].any():
        first = pd.Series(~rows.loc[~rows["total"], CUSTOMER_ID.key].dropna().duplicated())
    before = Tally(sum(len(source.frame) for source in sources), int(first.sum()))
    left, issues = run(rows, CUSTOMER_STEPS, context)
    return Cleaned(left, joined([*(part.issues for part in parts), issues]), before)


def testers(sources: Sequence[Source]) -> frozenset[str]:
    """The IDs of customers whose row says that they are a test."""
    found: set[str] = set()
    for source in sources:
        found |= set(values.ids(source.frame.loc[is_test(source.frame), CUSTOMER_ID.key]).dropna())
    return frozenset(found)


def one_row_each(rows: pd.DataFrame, context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row a customer_id, and the further rows as issues."""
    _, issues = run(rows, (DUPLICATE,), context)
    if issues.empty:
        return rows, issues
    how = context.rules.duplicate_customer
    if how == "merge":
        merged = rows.groupby(CUSTOMER_ID.key, sort=False, as_index=False).first()
        return merged[list(rows.columns)], issues.assign(done="fill")
    return rows.drop_duplicates(CUSTOMER_ID.key, keep="last" if how == "last" else "first"), issues


def own(cells: pd.Series) -> pd.Series:
    """A column of the user's own: numbers or days where nearly all cells are such, else texts."""
    for read in (values.numbers, values.days):
        found = read(cells)
        filled = found.values.notna().sum() + found.bad.sum()
        if filled and found.bad.sum() <= UNREAD_OF_OWN * filled:
            return found.values
    return values.ids(cells)


def _typed(source: Source, context: Context) -> Typed:
    raw = source.frame
    who = values.ids(raw[CUSTOMER_ID.key])
    total = is_total(raw)
    wanted = {c: c in NEEDED for c in CUSTOMER_COLUMNS[1:] if c.format in NUMERIC and c.key in raw}
    typed, unread, kept = read_columns(source, who.notna() & ~total, wanted, context)
    sheet = pd.Categorical.from_codes(np.zeros(len(raw), dtype=np.int8), pd.Index([source.sheet]))
    rows = raw.assign(**typed, customer_id=who, total=total, test=_tests(raw, who, context), sheet=sheet, row=raw.index)
    if PHONE.key in raw:
        phones = values.phones(raw[PHONE.key])
        bad = phones.bad & ~is_hidden(raw[PHONE.key]) if phones.bad.any() else phones.bad
        rows[PHONE.key], rows["phone_unread"] = phones.values, bad
    rows = placed(rows).assign(**{f"{OWN}{header}": own(cells) for header, cells in source.own_frame.items()})
    return Typed(rows if kept.all() else rows[kept], unread)
