"""Every column xlseg knows: its key in the code, its title for people, and the headers it is found under."""

from dataclasses import dataclass, replace
from typing import Literal

from xlseg.text import Text

Format = Literal["text", "count", "days", "decimal", "money", "share", "date", "number", "wide"]


@dataclass(frozen=True)
class Column:
    """A declared column.

    key: ASCII, the only name the code compares. format: how its cells look (theme.py). aliases: further headers
    it is recognised under, besides both titles and the key. sensitive: personal data, never to leave unmasked.
    """

    key: str
    title: Text
    format: Format = "text"
    aliases: tuple[str, ...] = ()
    sensitive: bool = False

    def under(self, owner: str) -> "Column":
        """The same column of one model among several: its key becomes owner.key."""
        return replace(self, key=f"{owner}.{self.key}")


def also(names: str) -> tuple[str, ...]:
    """Further headers, written 'a|b|c'."""
    return tuple(names.split("|"))


CUSTOMER_ID = Column(
    "customer_id",
    Text("客户ID", "Customer ID"),
    aliases=also(
        "客户编号|客户代码|客户号|会员ID|会员编号|会员号|会员卡号|用户ID|用户编号|顾客ID|顾客编号|买家ID|买家会员名|"
        "买家昵称|买家账号|客户|用户|会员|顾客|id|customer|customer no|customer number|client id|user id|"
        "member id|buyer id"
    ),
)
CUSTOMER_NAME = Column(
    "customer_name",
    Text("客户名称", "Customer name"),
    aliases=also("客户姓名|姓名|名称|联系人|收货人|收货人姓名|name|full name|client name"),
    sensitive=True,
)
PHONE = Column(
    "phone",
    Text("手机号", "Phone"),
    aliases=also("手机|手机号码|电话|联系电话|联系方式|联系手机|mobile|phone number|tel"),
    sensitive=True,
)
GENDER = Column("gender", Text("性别", "Gender"), aliases=also("sex"))
AGE = Column("age", Text("年龄", "Age"), "count")
REGION = Column("region", Text("所在地区", "Region"), aliases=also("地区|省市|省份|城市|所在城市|city|province"))
INDUSTRY = Column("industry", Text("行业属性", "Industry"), aliases=also("行业|所属行业"))
LEVEL = Column("level", Text("会员等级", "Member level"), aliases=also("等级|客户等级|level|tier"))
REGISTERED = Column(
    "registered",
    Text("注册时间", "Registered"),
    "date",
    aliases=also("注册日期|建档时间|signup date|registered at"),
)
NOTE = Column("note", Text("备注", "Note"), "wide", aliases=also("说明|notes|remark"))
ORDER_ID = Column(
    "order_id",
    Text("订单号", "Order ID"),
    aliases=also("订单编号|订单ID|主订单编号|单号|交易号|order|order no|order number|invoice|invoice no"),
)
ORDER_DATE = Column(
    "order_date",
    Text("下单日期", "Order date"),
    "date",
    aliases=also(
        "下单时间|订单日期|订单时间|订单创建时间|成交时间|成交日期|购买日期|购买时间|消费日期|消费时间|付款时间|"
        "订单付款时间|支付时间|交易日期|交易时间|日期|时间|date|order time|ordered at|purchase date|"
        "transaction date|invoice date|paid at"
    ),
)
AMOUNT = Column(
    "amount",
    Text("金额", "Amount"),
    "money",
    aliases=also(
        "订单金额|实付金额|实付款|实收金额|支付金额|付款金额|成交金额|消费金额|交易金额|销售额|买家实际支付金额|"
        "应付金额|总价|revenue|sales|total|order amount|order value|monetary|paid amount|payment"
    ),
)
QUANTITY = Column("quantity", Text("数量", "Quantity"), "count", aliases=also("件数|商品数量|购买数量|qty|units"))
UNIT_PRICE = Column("unit_price", Text("单价", "Unit price"), "money", aliases=also("商品单价|价格|price"))
CATEGORY = Column("category", Text("品类", "Category"), aliases=also("商品品类|类目|商品类别|product category"))
CHANNEL = Column("channel", Text("渠道", "Channel"), aliases=also("来源渠道|下单渠道|source"))
STATUS = Column("status", Text("订单状态", "Order status"), aliases=also("状态|交易状态|支付状态"))
LAST_ORDER = Column(
    "last_order",
    Text("最近购买日期", "Last order"),
    "date",
    aliases=also(
        "最近一次购买日期|最近购买时间|最近消费日期|最近消费时间|最后下单时间|最后购买日期|最近下单日期|"
        "last order date|last purchase|last purchase date|most recent visit|last visit"
    ),
)
FIRST_ORDER = Column(
    "first_order",
    Text("首次购买日期", "First order"),
    "date",
    aliases=also("首次购买时间|首次消费日期|首单日期|first order date|first purchase|first purchase date"),
)
DAYS_SINCE_LAST = Column(
    "days_since_last",
    Text("距上次购买天数", "Days since last order"),
    "days",
    aliases=also("R|最近消费天数|最近购买天数|最近一次消费间隔|recency|recency days|days since last"),
)
ORDERS = Column(
    "orders",
    Text("订单数", "Orders"),
    "count",
    aliases=also(
        "F|购买次数|消费次数|消费频次|购买频率|消费频率|累计订单数|交易次数|frequency|number of orders|order count|"
        "purchases|transactions"
    ),
)
REVENUE = Column(
    "revenue",
    Text("累计金额", "Revenue"),
    "money",
    aliases=also(
        "M|消费金额|累计消费|累计消费金额|消费总额|总金额|总消费|购买金额|累计金额|金额|monetary|monetary value|"
        "total revenue|total spend|amount|sales"
    ),
)
PURCHASE_DAYS = Column("purchase_days", Text("购买天数", "Purchase days"), "count", aliases=also("days with orders"))
AVERAGE_ORDER = Column("average_order", Text("客单价", "Average order value"), "money", aliases=also("AOV"))
ACTIVE_DAYS = Column("active_days", Text("首末单间隔天数", "Days from first to last order"), "days")
TENURE_DAYS = Column("tenure_days", Text("首单至今天数", "Days since first order"), "days")

ORDER_COLUMNS = (
    *(CUSTOMER_ID, CUSTOMER_NAME, PHONE, ORDER_ID, ORDER_DATE, AMOUNT),
    *(QUANTITY, UNIT_PRICE, CATEGORY, CHANNEL, STATUS),
)
MEASURE_COLUMNS = (
    *(DAYS_SINCE_LAST, ORDERS, REVENUE, AVERAGE_ORDER, FIRST_ORDER, LAST_ORDER),
    *(PURCHASE_DAYS, ACTIVE_DAYS, TENURE_DAYS),
)
PROFILE_COLUMNS = (CUSTOMER_NAME, PHONE, GENDER, AGE, REGION, INDUSTRY, LEVEL, REGISTERED)
CUSTOMER_COLUMNS = (CUSTOMER_ID, *PROFILE_COLUMNS, *MEASURE_COLUMNS)
