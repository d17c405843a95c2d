"""What a recognised table is, and the kinds there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pandas as pd

from xlseg.cells import letter
from xlseg.columns import (
    ACTIVITY,
    ACTIVITY_COLUMNS,
    ACTIVITY_DATE,
    AMOUNT,
    CATEGORY,
    COMPLAINT,
    COMPLAINT_COLUMNS,
    COMPLAINT_DATE,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    DURATION,
    LINE_COLUMNS,
    NOTE,
    ORDER_COLUMNS,
    ORDER_DATE,
    ORDER_ID,
    PAGE,
    PRODUCT,
    PRODUCT_ID,
    QUANTITY,
    REFERRAL_COLUMNS,
    REFERRED_ID,
    REFERRER_ID,
    SERVICE,
    SERVICE_COLUMNS,
    SERVICE_DATE,
    UNIT_PRICE,
    Column,
)
from xlseg.text import Text

Kind = Literal["orders", "lines", "customers", "activity", "service", "complaints", "referrals"]
OWN = "own."  # before the header of a column of the user's own, while it is cleaned
FACTORS = {QUANTITY.key, UNIT_PRICE.key}  # their product is the amount, where no column holds it


@dataclass(frozen=True)
class SheetKind:
    """What a sheet of one kind holds. required: all of them; one_of: at least one. sheets: words in its name."""

    title: Text
    columns: tuple[Column, ...]
    required: tuple[Column, ...]
    one_of: tuple[Column, ...] = ()
    sheets: Text = Text("", "")

    def missing(self, columns: Mapping[str, int]) -> tuple[Column, ...]:
        """The required columns that are not among `columns`."""
        known = columns.keys() | ({AMOUNT.key} if columns.keys() >= FACTORS else set())
        return tuple(column for column in self.required if column.key not in known)

    def complete(self, columns: Mapping[str, int], named: bool = False) -> bool:
        """Whether it can be read so. named: the sheet's name or the user says what it is, or its date does."""
        own = named or any(column.key in columns for column in self.one_of) or not self.one_of
        return len(columns) > 1 and own and not self.missing(columns)


KINDS: dict[Kind, SheetKind] = {
    "orders": SheetKind(
        Text("订单", "Orders"),
        ORDER_COLUMNS,
        (CUSTOMER_ID, ORDER_DATE, AMOUNT),
        sheets=Text("订单|销售|交易", "order|sales|transaction"),
    ),
    "activity": SheetKind(
        Text("行为记录", "Activity"),
        ACTIVITY_COLUMNS,
        (CUSTOMER_ID, ACTIVITY_DATE),
        (ACTIVITY_DATE, ACTIVITY, PAGE, DURATION),
        Text("登录|访问|浏览|行为|互动|活动|跟进|拜访", "activity|login|visit|event|interaction"),
    ),
    "service": SheetKind(
        Text("服务记录", "Service records"),
        SERVICE_COLUMNS,
        (SERVICE_DATE, SERVICE),
        (CUSTOMER_ID, ORDER_ID),
        Text("服务|工单|售后|退款|退货|咨询", "service|ticket|case|support|refund|return"),
    ),
    "complaints": SheetKind(
        Text("投诉记录", "Complaints"),
        COMPLAINT_COLUMNS,
        (COMPLAINT_DATE, COMPLAINT),
        (CUSTOMER_ID, ORDER_ID),
        Text("投诉", "complaint"),
    ),
    "referrals": SheetKind(
        Text("转介绍记录", "Referrals"),
        REFERRAL_COLUMNS,
        (REFERRER_ID, REFERRED_ID),
        sheets=Text("推荐|介绍|邀请|老带新", "referral"),
    ),
    "lines": SheetKind(
        Text("订单明细", "Order lines"),
        LINE_COLUMNS,
        (ORDER_ID,),
        (PRODUCT, PRODUCT_ID, CATEGORY),
        Text("明细|商品|宝贝", "line|item|detail"),
    ),
    "customers": SheetKind(
        Text("客户", "Customers"),
        (*CUSTOMER_COLUMNS, REFERRER_ID, NOTE),
        (CUSTOMER_ID,),
        CUSTOMER_COLUMNS[1:],
        Text("客户|会员|用户|顾客|联系人", "customer|member|account|contact|client"),
    ),
}
DATED: dict[Kind, Column] = {
    "activity": ACTIVITY_DATE,
    "service": SERVICE_DATE,
    "complaints": COMPLAINT_DATE,
}  # kinds of records of one customer at one time


class Guess(NamedTuple):
    """A column that could have been another, or that was taken without knowing its name."""

    key: str
    taken: str
    others: tuple[str, ...]
    why: Text


@dataclass(frozen=True)
class Source:
    """A recognised table.

    header: its header row; columns: where each key stands (both 1-based). frame: the raw cells under ASCII
    keys, indexed by sheet row. stand_in: the key used in place of a missing customer_id. names: the headers as
    they stand. guesses: what a person should look at. own: of a table of customers, where the headers stand that
    are none of ours; own_frame: the cells below them.
    """

    kind: Kind
    sheet: str
    header: int
    columns: Mapping[str, int]
    frame: pd.DataFrame
    stand_in: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()
    own: Mapping[str, int] = field(default_factory=dict)
    own_frame: pd.DataFrame = field(default_factory=pd.DataFrame)

    def where(self, key: str, row: object) -> str:
        """An address people can go to, such as 订单!C5."""
        column = letter(self.columns[key]) if key in self.columns else ""
        return f"{self.sheet}!{column}{row}" if self.sheet else f"{key}, {row}"
