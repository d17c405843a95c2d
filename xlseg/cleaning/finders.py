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
from xlseg.privacy import TOKEN
from xlseg.recognise import simple

UNPAID = (
    r"(?<![未不])(?<!部分)(?<!申请)(?<!申请已)取消(?!退款|售后)|(?<!退款)(?<!售后)(?<!退款已)(?<!售后已)关闭"
    r"|未付款|待付款|未支付|待支付|等待买家付款|(?<!not )\bcancel|\bunpaid|\bvoid|\bpending\b|\bawaiting payment"
    r"|拒收|无效|作废"
)
REFUNDED = (
    r"(?<!部分)(?:已退款|退款成功|全额退款|退货退款|退货完成|已退货|退款完成)"
    r"|(?<!not )(?<!partially )(?<!partial )\b(?:refunded|returned)"
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
    r"^测试|测试(?:账号|账户|用户|客户|会员|人员|员|号|专用|数据)?\W*\d*$|试用账|内部账"
    r"|(?<![a-z])(?:test|tester|testing|testuser|testaccount|dummy|demo|qa)(?![a-z])"
    r"|^(?:asdf|qwer|aaa|xxx|abc123|123456)$"
)
FIRM = r"(?:公司|集团|协会|学会|中心|学院|大学|学校|医院|研究所|研究院|厂|事务所|工作室|经营部|商行|ltd\.?|inc\.?|llc)$"
GOODS = (PRODUCT.key, PRODUCT_ID.key, QUANTITY.key, UNIT_PRICE.key)
ONE_LINE_TOTALS = 0.95  # share of orders of several rows that all say the same amount: then it is the order's own


def matches(pattern: str, key: str) -> Callable[[pd.DataFrame, Context], pd.Series]:
    """Rows whose cell says something like `pattern`."""
    return lambda rows, _: distinct.says(rows[key], pattern)


def is_hidden(cells: pd.Series) -> pd.Series:
    """Cells that hold what xlseg encrypted: chance letters, to which no rule applies."""
    return distinct.says(cells, f"^{TOKEN}", (TOKEN,))


def is_test(rows: pd.DataFrame, testers: frozenset[str] | None = None) -> pd.Series:
    """Rows of accounts that were made to try something out, by their own cells or because their ID is known to be.

    A firm that tests is none, nor is whoever has an e-mail with one; an encrypted cell says nothing.
    """
    found = pd.Series(False, rows.index)
    for key in (CUSTOMER_ID.key, CUSTOMER_NAME.key):
        if key in rows and (said := distinct.says(rows[key], TEST, TEST_WORDS)).any():
            likely = rows.loc[said, key]
            found |= (~distinct.says(likely, FIRM) & ~is_hidden(likely)).reindex(rows.index, fill_value=False)
    if EMAIL.key in rows:
        box = distinct.each(rows[EMAIL.key], lambda cell: str(cell).split("@")[0])
        if (said := distinct.says(box, TEST, TEST_WORDS)).any():
            found |= said & ~is_hidden(box)
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

    Numbered rows are compared by day, since exports write the time in different ways. Without an order number only
    rows of the same second are the same: two purchases on one day may well be alike.
    """
    goods = [key for key in GOODS if key in rows]
    again = _alike(rows.loc[_several(rows), [CUSTOMER_ID.key, ORDER_ID.key, "order_day", AMOUNT.key, *goods]], goods)
    found = again.duplicated().reindex(rows.index, fill_value=False)
    timed = rows["unnumbered"] & (rows[ORDER_DATE.key] != rows["order_day"])
    if timed.any():
        again = _alike(rows.loc[timed, [CUSTOMER_ID.key, ORDER_DATE.key, AMOUNT.key, *goods]], goods)
        found |= again.duplicated().reindex(rows.index, fill_value=False)
    return found


def _alike(rows: pd.DataFrame, goods: list[str]) -> pd.DataFrame:
    """With the texts of goods without blanks, case, or the width of letters."""
    texts = [key for key in goods if rows[key].dtype.kind not in "if"]
    return rows.assign(**{key: distinct.each(rows[key], _plainly) for key in texts})


def _plainly(text: object) -> object:
    return simple(text) if isinstance(text, str) else text


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
    """Paid before ordered, as far as both say when."""
    return before(rows[PAID_AT.key], rows[ORDER_DATE.key])


def before(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether a time is earlier, by the day or the minute where either says no more."""
    said = one < other
    one, other = one[said], other[said]
    left = pd.Series(True, one.index)
    for unit in ("min", "D"):
        coarse = (one == one.dt.floor(unit)) | (other == other.dt.floor(unit))
        left &= ~coarse | (one.dt.floor(unit) < other.dt.floor(unit))
    return left.reindex(said.index, fill_value=False)


def median(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    return pd.Series(rows[AMOUNT.key].median(), hit.index)


def customer_median(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    own = rows.groupby(CUSTOMER_ID.key)[AMOUNT.key].median()
    return hit[CUSTOMER_ID.key].map(own).fillna(rows[AMOUNT.key].median())


def above(hit: pd.DataFrame, rows: pd.DataFrame, _: Context) -> pd.Series:
    return rows.groupby("sheet")[CUSTOMER_ID.key].ffill().loc[hit.index]


def less_refund(hit: pd.DataFrame, _rows: pd.DataFrame, _: Context) -> pd.Series:
    return (hit[AMOUNT.key] - hit[REFUND.key]).round(2)
