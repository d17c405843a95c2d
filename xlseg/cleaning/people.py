"""Rows of customers: typed, checked, filled by named rules, and one row a customer."""

from collections.abc import Sequence

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
    left = rows[told]
    for key in told:
        left = left[values.ids(left[key]).isna()]
    return pd.Series(rows.index.isin(left.index) & (len(told) > 1), rows.index)


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
    lambda rows, context: rows[CUSTOMER_ID.key].duplicated(
        keep="last" if context.rules.duplicate_customer == "last" else "first"
    ),
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
    rows = pd.concat([part.rows for part in parts], ignore_index=True)
    before = Tally(sum(len(source.frame) for source in sources), rows.loc[~rows["total"], CUSTOMER_ID.key].nunique())
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
    rows = raw.assign(**typed, customer_id=who, total=total, test=is_test(raw), sheet=source.sheet, row=raw.index)
    if PHONE.key in raw:
        phones = values.phones(raw[PHONE.key])
        bad = phones.bad & ~is_hidden(raw[PHONE.key]) if phones.bad.any() else phones.bad
        rows[PHONE.key], rows["phone_unread"] = phones.values, bad
    rows = placed(rows).assign(**{f"{OWN}{header}": own(cells) for header, cells in source.own_frame.items()})
    return Typed(rows if kept.all() else rows[kept], unread)
