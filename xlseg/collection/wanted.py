"""What is to be collected, from where and how often: the documents' own list, and the words people use in theirs."""

import re
from typing import NamedTuple

from xlseg.columns import (
    ACTIVITIES,
    ACTIVITY,
    AGE,
    AMOUNT,
    BIRTHDAY,
    CATEGORY,
    CITY,
    COST,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    DURATION,
    DURATIONS,
    GENDER,
    ORDER_DATE,
    ORDERS,
    PAGE,
    PAYMENT,
    PHONE,
    PROFIT,
    REFERRALS,
    REVENUE,
    UNIT_PRICE,
    Column,
    also,
)
from xlseg.recognise import KINDS, simple
from xlseg.text import Text, join, same


class Wanted(NamedTuple):
    """A row of the list: what the user typed, or a Text of ours. own: cells under columns the user added."""

    category: object = None
    field: object = None
    source: object = None
    frequency: object = None
    note: object = None
    own: tuple[object, ...] = ()


class Listed(NamedTuple):
    """A whole list. own: the columns the user added to it."""

    rows: tuple[Wanted, ...]
    own: tuple[Column, ...] = ()


class Frequency(NamedTuple):
    """How often a field is collected. days: how old its newest record may be; None for collected once."""

    title: Text
    days: int | None
    words: tuple[str, ...]


REAL_TIME = Frequency(Text("实时", "Real time"), 3, also("即时|realtime|live|continuous|continuously"))
DAILY = Frequency(Text("每日", "Daily"), 3, also("每天|日|天|按日|按天|day|every day|each day"))
WEEKLY = Frequency(Text("每周", "Weekly"), 10, also("周|按周|每星期|week|every week|each week"))
MONTHLY = Frequency(Text("每月", "Monthly"), 45, also("月|月度|按月|每个月|month|every month|each month"))
QUARTERLY = Frequency(Text("每季", "Quarterly"), 135, also("季|季度|每季度|按季|按季度|quarter|every quarter"))
HALF_YEARLY = Frequency(
    Text("半年", "Half-yearly"),
    200,
    also("每半年|半年度|每半年度|half year|every half year|every six months|every 6 months|semiannual|semiannually"),
)
YEARLY = Frequency(Text("每年", "Yearly"), 400, also("年|年度|每年度|按年|year|annual|annually|every year|each year"))
ONCE = Frequency(Text("一次性", "Once"), None, also("单次|仅一次|one off|one time|once only|one time collection"))
FREQUENCIES = (REAL_TIME, DAILY, WEEKLY, MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY, ONCE)
ALL_FREQUENCIES = join(frequency.title for frequency in FREQUENCIES)

BASIC = Text("基础属性", "Basic attributes"), Text("CRM系统、注册信息", "CRM, registration"), ONCE
TRADE = Text("交易行为", "Transactions"), Text("ERP系统、电商平台", "ERP, online shops"), REAL_TIME
LIKING = Text("行为偏好", "Behaviour"), Text("用户行为分析系统", "Behaviour analytics"), DAILY
VALUE = Text("价值贡献", "Value"), Text("财务系统、CRM系统", "Finance system, CRM"), MONTHLY
FIELDS: dict[Text, tuple[Column, ...]] = {
    Text("客户ID", "Customer ID"): (CUSTOMER_ID,),
    Text("姓名", "Name"): (CUSTOMER_NAME,),
    Text("性别", "Gender"): (GENDER,),
    Text("年龄", "Age"): (AGE, BIRTHDAY),
    Text("手机号", "Phone"): (PHONE,),
    Text("所在城市", "City"): (CITY,),
    Text("订单日期", "Order date"): (ORDER_DATE,),
    Text("订单金额", "Order amount"): (AMOUNT, UNIT_PRICE),
    Text("订单商品品类", "Product category"): (CATEGORY,),
    Text("支付方式", "Payment method"): (PAYMENT,),
    Text("登录频次", "Login frequency"): (ACTIVITIES,),
    Text("功能使用时长", "Time in features"): (DURATION, DURATIONS),
    Text("浏览页面类型", "Pages viewed"): (PAGE,),
    Text("互动行为", "Interactions"): (ACTIVITY,),
    Text("累计消费金额", "Total spend"): (REVENUE,),
    Text("利润贡献", "Profit"): (PROFIT, COST),
    Text("复购次数", "Repeat purchases"): (ORDERS,),
    Text("转介绍人数", "Referrals"): (REFERRALS,),
}  # the columns that answer each: a birthday tells the age, orders tell repeat purchases
GROUPS = (*(BASIC,) * 6, *(TRADE,) * 4, *(LIKING,) * 4, *(VALUE,) * 4)
STANDARD = Listed(
    tuple(
        Wanted(category, field, source, often.title)
        for field, (category, source, often) in zip(FIELDS, GROUPS, strict=True)
    )
)

KNOWN = tuple({column.key: column for kind in KINDS.values() for column in kind.columns}.values())
OURS = {
    word: text
    for text in (
        *(text for row in STANDARD.rows for text in (row.category, row.field, row.source)),
        *(frequency.title for frequency in FREQUENCIES),
    )
    if isinstance(text, Text)
    for word in text
}


def understood(value: object) -> object:
    """A cell of the list: a word of ours, in either language, as its Text; anything else as it was typed."""
    return OURS.get(value.strip(), value) if isinstance(value, str) else value


def fields(value: object) -> tuple[Text, ...]:
    """The fields a cell names, which people separate by commas; what stands in brackets explains the one before."""
    if isinstance(value, Text):
        return (value,)
    parts = re.split(r"[、，,;；\n]+(?![^(（]*[)）])", "" if value is None else str(value))
    words = (part.strip() for part in parts)
    return tuple(_field(word) for word in words if word)


def _field(word: str) -> Text:
    found = understood(word)
    return found if isinstance(found, Text) else same(word)


def answers(field: Text) -> tuple[Column, ...]:
    """The columns that answer a field, the closest first."""
    words = {simple(word) for word in field}
    meant = [column for ours, columns in FIELDS.items() if words & set(map(simple, ours)) for column in columns]
    ranks = {column: _rank(column, words) for column in KNOWN}
    named = sorted((column for column, rank in ranks.items() if rank is not None), key=lambda c: ranks[c] or 0)
    return tuple(dict.fromkeys((*meant, *named)))


def _rank(column: Column, words: set[str]) -> int | None:
    names = [simple(name) for name in (column.key, *column.title, *column.aliases)]
    return min((names.index(word) for word in words if word in names), default=None)


def frequency(value: object) -> Frequency | None:
    """What a word of the list says; None for one nobody taught us, and for a blank."""
    words = set(map(simple, value if isinstance(value, Text) else (str(value or ""),)))
    bare = {re.sub(r"(?:采集|收集|更新|同步|导出|记录|一次|collection|updates?|updated)$", "", word) for word in words}
    return next((f for f in FREQUENCIES if (words | bare) & set(map(simple, (*f.title, *f.words)))), None)
