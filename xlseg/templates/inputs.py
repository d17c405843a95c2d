"""The sheets of an empty workbook that people fill with their own data, under headers that are recognised."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from xlseg import columns as known
from xlseg.blocks import Allowed, Between, Choices, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.recognise import KINDS, Kind
from xlseg.text import Text

DATA = "data_"  # before the kind, in the key of such a page; what it leaves is the user's own
ROWS = 60  # ready to type into; an Excel Table grows by itself
DAYS = Between(18264, 109575, days=True, note=Text("日期，如 2026-06-30", "a date such as 2026-06-30"))
MONEY = Between(note=Text("金额，只写数字", "an amount, figures alone"))
WHOLE = Between(0, 1_000_000, whole=True)


class Input(NamedTuple):
    """A sheet to fill in. allowed: what Excel lets people type, by column key."""

    columns: tuple[Column, ...]
    how: Text
    allowed: Mapping[str, Allowed]


def inputs() -> list[Page]:
    """One page a kind of data."""
    return [_page(kind, sheet) for kind, sheet in SHEETS.items()]


def _page(kind: Kind, sheet: Input) -> Page:
    rows = pd.DataFrame(None, index=range(ROWS), columns=[c.key for c in sheet.columns], dtype=object)
    keys = tuple(column.key for column in sheet.columns)
    table = Table(sheet.columns, rows, inputs=keys, filtered=True, allowed=sheet.allowed)
    return Page(DATA + kind, KINDS[kind].title, (Note(sheet.how), table), frozen=True)


def listed(*texts: Text) -> Choices:
    """Proposed, and anything else may be typed."""
    return Choices(texts, strict=False)


CITY = replace(known.CITY, title=Text("所在城市", "City"))
STATES = (Text("已完成", "Completed"), Text("已取消", "Cancelled"), Text("待付款", "Awaiting payment"))
REFUNDS = (Text("已退款", "Refunded"), Text("部分退款", "Partially refunded"))
HANDLED = listed(Text("处理中", "In progress"), Text("已解决", "Solved"))
SHEETS: Mapping[Kind, Input] = {
    "customers": Input(
        (
            *(known.CUSTOMER_ID, known.CUSTOMER_NAME, known.PHONE, known.EMAIL, known.GENDER, known.AGE),
            *(known.OCCUPATION, known.INDUSTRY, known.REGION, known.LEVEL, known.REGISTERED, known.CHANNEL),
            *(known.OWNER, known.NOTE),
        ),
        Text(
            "每位客户一行，只有客户ID必填；没有的列空着，自己的列加在右边。运行后，标签写在这张表的右边。",
            "One customer a row; the ID alone is needed. Leave blank what you do not have, add columns of your own at "
            "the right. A run writes the labels beside this table.",
        ),
        {
            "gender": listed(Text("男", "Male"), Text("女", "Female")),
            "age": Between(0, 120, whole=True, note=Text("周岁", "years")),
            "region": Choices((), False, Text("写到市，如 浙江省杭州市", "a city, such as London")),
            "registered": DAYS,
        },
    ),
    "orders": Input(
        (
            *(known.ORDER_ID, known.CUSTOMER_ID, known.ORDER_DATE, known.AMOUNT, known.REFUND, known.PRODUCT),
            *(known.CATEGORY, known.QUANTITY, known.CHANNEL, known.PAYMENT, known.STATUS, known.COST, known.NOTE),
        ),
        Text(
            "每笔订单一行，客户ID、下单日期、金额必填；一单有几样商品就写几行，订单号相同，金额各写各的。",
            "One order a row; customer ID, date and amount are needed. An order of several goods takes several rows of "
            "one order ID, each with its own amount.",
        ),
        {
            "order_date": DAYS,
            "amount": MONEY,
            "refund": MONEY,
            "cost": MONEY,
            "quantity": WHOLE,
            "status": listed(*STATES, *REFUNDS),
        },
    ),
    "activity": Input(
        (known.CUSTOMER_ID, known.ACTIVITY_DATE, known.ACTIVITY, known.PAGE, known.DURATION, known.CHANNEL),
        Text("登录、浏览、互动，每次一行；没有就空着。", "Logins, visits and contacts, one a row; may stay blank."),
        {
            "activity_date": DAYS,
            "activity": listed(
                Text("登录", "Login"), Text("浏览", "View"), Text("评论", "Comment"), Text("点赞", "Like")
            ),
        },
    ),
    "service": Input(
        (known.CUSTOMER_ID, known.SERVICE_DATE, known.SERVICE, known.ORDER_ID, known.RESULT, known.HANDLER),
        Text("咨询、维修、退换货等，每次一行；没有就空着。", "Enquiries, repairs, returns, one a row; may stay blank."),
        {"service_date": DAYS, "status": HANDLED},
    ),
    "complaints": Input(
        (known.CUSTOMER_ID, known.COMPLAINT_DATE, known.COMPLAINT, known.ORDER_ID, known.RESULT, known.HANDLER),
        Text("每次投诉一行；没有就空着。", "One complaint a row; may stay blank."),
        {"complaint_date": DAYS, "status": HANDLED},
    ),
    "referrals": Input(
        (known.REFERRER_ID, known.REFERRED_ID, known.REFERRAL_DATE),
        Text(
            "老客户推荐来的新客户，每次一行；没有就空着。",
            "New customers brought by others, one a row; may stay blank.",
        ),
        {"referral_date": DAYS},
    ),
}
