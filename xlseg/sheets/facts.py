"""What is known of each customer, in words of one language: who, where, bought what, was served how often."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import pandas as pd

from xlseg.columns import (
    AGE,
    CITY,
    COMPLAINTS,
    DAYS_SINCE_LAST,
    EMAIL,
    GENDER,
    LAST_ORDER,
    OCCUPATION,
    ORDERS,
    PHONE,
    PROVINCE,
    REGION,
    REVENUE,
    SERVICES,
    Column,
)
from xlseg.distinct import each
from xlseg.models.demographics import FEMALE, MALE
from xlseg.text import Lang, Text


def blank(customers: pd.DataFrame) -> "pd.Series[Any]":
    """Nothing for anybody."""
    return pd.Series(None, customers.index, dtype=object)


def said(customers: pd.DataFrame, column: Column) -> "pd.Series[Any]":
    """A column as texts; missing where it is blank or not there."""
    if column.key not in customers:
        return blank(customers)
    return each(customers[column.key], lambda value: str(value).strip() or None)


def person(customers: pd.DataFrame, lang: Lang) -> "pd.Series[Any]":
    """As in the documents: 男性，30岁，工程师."""
    words = {word: sex for sex, known in ((MAN, MALE), (WOMAN, FEMALE)) for word in known.words}

    def sex(value: str) -> str:
        return words[value.casefold()].of(lang) if value.casefold() in words else value

    age = _worded(_number(customers, AGE), "{:.0f}", YEARS, lang)
    return together((each(said(customers, GENDER), sex), age, said(customers, OCCUPATION)), COMMA, lang)


def place(customers: pd.DataFrame) -> "pd.Series[Any]":
    """Region as the data say it, else the city, else the province."""
    found = (said(customers, column) for column in (REGION, CITY, PROVINCE))
    return reduce(lambda first, then: first.where(first.notna(), then), found)


def contact(customers: pd.DataFrame) -> "pd.Series[Any]":
    """The phone, else the e-mail."""
    phone = said(customers, PHONE)
    return phone.where(phone.notna(), said(customers, EMAIL))


def rhythm(customers: pd.DataFrame, lang: Lang) -> "pd.Series[Any]":
    """How often and how lately somebody bought."""
    orders = _number(customers, ORDERS)
    days = _number(customers, DAYS_SINCE_LAST).where(orders > 0)
    bought = _worded(orders.where(orders > 0), "{:,.0f}", BOUGHT, lang).where(orders != 0, NEVER.of(lang))
    ago = _worded(days, "{:,.0f}", AGO, lang).where(days.round() != 1, YESTERDAY.of(lang))
    return together((bought, ago), COMMA, lang)


def purchases(customers: pd.DataFrame, lang: Lang) -> "pd.Series[Any]":
    """Orders, their total, and the day of the last one."""
    orders, last = _number(customers, ORDERS), blank(customers)
    if LAST_ORDER.key in customers:
        last = each(customers[LAST_ORDER.key], lambda day: LAST.of(lang).format(n=f"{day:%Y-%m-%d}"))
    count = _worded(orders.where(orders > 0), "{:,.0f}", COUNT, lang)
    total = _worded(_number(customers, REVENUE).where(orders != 0), "{:,.2f}", TOTAL, lang)
    return together((count.where(orders != 0, NEVER.of(lang)), total, last), COMMA, lang)


def services(customers: pd.DataFrame, lang: Lang) -> "pd.Series[Any]":
    """How often somebody was served and complained."""
    served, complained = _number(customers, SERVICES), _number(customers, COMPLAINTS)
    parts = [
        _worded(number.where(number > 0), "{:,.0f}", text, lang)
        for number, text in ((served, SERVED), (complained, COMPLAINED))
    ]
    found = together(parts, COMMA, lang)
    return found.where(found.notna() | (served.isna() & complained.isna()), NONE.of(lang))


def together(parts: Sequence["pd.Series[Any]"], between: Text, lang: Lang) -> "pd.Series[Any]":
    """Texts of several columns in one, those that are there."""

    def both(first: "pd.Series[Any]", then: "pd.Series[Any]") -> "pd.Series[Any]":
        either = first.where(first.notna(), then)
        return either.where(first.isna() | then.isna(), first + between.of(lang) + then)

    return reduce(both, (part.astype(object) for part in parts))


def _number(customers: pd.DataFrame, column: Column) -> "pd.Series[Any]":
    found = customers[column.key] if column.key in customers else blank(customers)
    return pd.to_numeric(found, errors="coerce").astype(float)


def _worded(values: "pd.Series[Any]", look: str, text: Text, lang: Lang) -> "pd.Series[Any]":
    """Each distinct number in the words of `text`; missing where it is."""
    return each(values, lambda value: text.of(lang).format(n=look.format(value)))


MAN, WOMAN = Text("男性", "Male"), Text("女性", "Female")
COMMA = Text("，", ", ")
YEARS = Text("{n}岁", "aged {n}")
BOUGHT = Text("购买 {n} 单", "orders: {n}")
NEVER = Text("没有购买", "no order")
YESTERDAY = Text("最近 1 天前", "last 1 day ago")
AGO = Text("最近 {n} 天前", "last {n} days ago")
COUNT = Text("{n} 单", "orders: {n}")
TOTAL = Text("共 {n}", "total {n}")
LAST = Text("最近 {n}", "last {n}")
SERVED = Text("服务 {n} 次", "services: {n}")
COMPLAINED = Text("投诉 {n} 次", "complaints: {n}")
NONE = Text("没有", "none")
