"""What can be found among order rows, and what it may be replaced by."""

from collections.abc import Callable

import pandas as pd

from xlseg import distinct, values
from xlseg.cleaning.step import Context
from xlseg.columns import (
    AMOUNT,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    EMAIL,
    ORDER_DATE,
    ORDER_ID,
    PAID_AT,
    PRODUCT,
    PRODUCT_ID,
    QUANTITY,
    REFUND,
    UNIT_PRICE,
)

UNPAID = (
    r"(?<![未不])取消|关闭|未付款|待付款|未支付|待支付|等待买家付款"
    r"|(?<!not )\bcancel|\bunpaid|\bvoid|\b(?:pending|awaiting) payment"
)
REFUNDED = (
    r"(?<!部分)(?:已退款|退款成功|全额退款|退货退款)|(?<!not )(?<!partially )(?<!partial )\b(?:refunded|returned)"
)
TEST_WORDS = (
    "测试",
    "试用账",
    "内部账",
    "test",
    "dummy",
    "demo",
    "qa",
    "asdf",
    "qwer",
    "aaa",
    "xxx",
    "abc123",
    "123456",
)
TEST = (
    r"测试|试用账|内部账|(?<![a-z])(?:test|tester|testing|testuser|testaccount|dummy|demo|qa)(?![a-z])"
    r"|^(?:asdf|qwer|aaa|xxx|abc123|123456)$"
)
GOODS = (PRODUCT.key, PRODUCT_ID.key, QUANTITY.key, UNIT_PRICE.key)
ONE_LINE_TOTALS = 0.95  # share of orders of several rows that all say the same amount: then it is the order's own


def matches(pattern: str, key: str) -> Callable[[pd.DataFrame, Context], pd.Series]:
    """Rows whose cell says something like `pattern`."""
    return lambda rows, _: distinct.says(rows[key], pattern)


def is_test(rows: pd.DataFrame, testers: frozenset[str] = frozenset()) -> pd.Series:
    """Rows of accounts that were made to try something out, by their own cells or because their ID is known to be."""
    found = pd.Series(False, rows.index)
    for key in (CUSTOMER_ID.key, CUSTOMER_NAME.key, EMAIL.key):
        if key in rows:
            found |= distinct.says(rows[key], TEST, TEST_WORDS)
    return found | values.ids(rows[CUSTOMER_ID.key]).isin(testers) if testers else found


def _several(rows: pd.DataFrame) -> pd.Series:
    """Rows of orders that have several rows."""
    if not rows["again"].any():
        return pd.Series(False, rows.index)
    return rows[ORDER_ID.key].isin(rows.loc[rows["again"] & ~rows["unnumbered"], ORDER_ID.key].unique())


def zero(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Orders of zero; a free line of an order with others is none."""
    return (rows[AMOUNT.key] == 0) & ~_several(rows)


def duplicated(rows: pd.DataFrame, _: Context) -> pd.Series:
    """The same order row again, in one sheet or in two exports that overlap.

    Without an order number only rows of the same second are the same: two purchases on one day may well be alike.
    """
    keys = [CUSTOMER_ID.key, ORDER_ID.key, ORDER_DATE.key, AMOUNT.key, *(key for key in GOODS if key in rows)]
    numbered = ~rows["unnumbered"]
    timed = rows[ORDER_DATE.key] != rows["order_day"]
    again = rows.loc[_several(rows), keys]
    found = again.duplicated().reindex(rows.index, fill_value=False)
    if not numbered.all():
        keys.remove(ORDER_ID.key)
        found |= rows[keys].duplicated() & ~numbered & timed
    return found


def repeated_total(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Further rows of an order whose amount stands on each of its rows, though they are of different goods."""
    none = pd.Series(False, rows.index)
    if not {PRODUCT.key, PRODUCT_ID.key} & set(rows):
        return none
    several = _several(rows) & (rows[AMOUNT.key] > 0)
    lines = rows[several]
    orders = lines.groupby(ORDER_ID.key)
    alike = orders[AMOUNT.key].transform("nunique") == 1
    first = ~lines[ORDER_ID.key].duplicated()
    by_goods = {QUANTITY.key, UNIT_PRICE.key} <= set(rows)
    own = (lines[AMOUNT.key] - lines[QUANTITY.key] * lines[UNIT_PRICE.key]).abs() < 0.01 if by_goods else ~alike
    if len(lines) < 10 or alike[first].mean() < ONE_LINE_TOTALS or own.mean() > 0.5:
        return none
    return (alike & ~first).reindex(rows.index, fill_value=False)


def continued(rows: pd.DataFrame, _: Context) -> pd.Series:
    """Rows without an amount that carry on the order above: further goods of the same order."""
    blank = rows[AMOUNT.key].isna()
    if not blank.any():
        return blank
    again = rows["again"] & ~rows["unnumbered"]
    goods = [key for key in (PRODUCT.key, PRODUCT_ID.key) if key in rows]
    bare = rows[[CUSTOMER_ID.key, ORDER_DATE.key]].isna().all(axis=1) & rows["unnumbered"]
    return blank & (again | (bare & rows[goods].notna().any(axis=1) if goods else again))


def late(rows: pd.DataFrame, context: Context) -> pd.Series:
    return rows["order_day"] > context.today if context.today is not None else pd.Series(False, rows.index)


def paid_before(rows: pd.DataFrame, _: Context) -> pd.Series:
    """By the second where both say the time, else by the day."""
    paid, ordered = rows[PAID_AT.key], rows[ORDER_DATE.key]
    whole = (paid == paid.dt.floor("D")) | (ordered == rows["order_day"])
    return (paid < ordered).where(~whole, paid.dt.floor("D") < rows["order_day"])


def median(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    return pd.Series(rows[AMOUNT.key].median(), hit.index)


def customer_median(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    own = rows.groupby(CUSTOMER_ID.key)[AMOUNT.key].median()
    return hit[CUSTOMER_ID.key].map(own).fillna(rows[AMOUNT.key].median())


def above(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows.groupby("sheet")[CUSTOMER_ID.key].ffill().loc[hit.index]


def less_refund(hit: pd.DataFrame, _rows: pd.DataFrame, _: Context) -> pd.Series:
    return (hit[AMOUNT.key] - hit[REFUND.key]).round(2)
