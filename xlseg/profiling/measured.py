"""The measures a group may be told apart by, in the order they are read, and how each is said."""

from typing import Literal, NamedTuple

from xlseg.text import EMPTY, Text

Kind = Literal["mean", "repurchase", "per_order"]
Shown = Literal["share", "money", "decimal", "days"]


class Measure(NamedTuple):
    """A figure of a group.

    key: its own; column: of the customer table. family: of measures that say much the same, of which one is told.
    kind: the mean of the column over the customers who have it; `repurchase`: the share with 2 orders or more of those
    who bought; `per_order`: revenue over orders. said: with {value}; one: of exactly 1, where words change. buying: it
    says nothing of who never bought.
    """

    key: str
    column: str
    family: str
    kind: Kind
    shown: Shown
    said: Text
    buying: bool = True
    one: Text = EMPTY


MEASURES = (
    Measure(
        "repurchase", "orders", "frequency", "repurchase", "share", Text("复购率 {value}", "repurchase rate {value}")
    ),
    Measure("orders", "orders", "frequency", "mean", "decimal", Text("人均 {value} 单", "{value} orders each")),
    Measure(
        "average_order",
        "average_order",
        "basket",
        "per_order",
        "money",
        Text("客单价 {value}", "average order {value}"),
    ),
    Measure("revenue", "revenue", "money", "mean", "money", Text("人均消费 {value}", "revenue per customer {value}")),
    Measure("profits", "profits", "profit", "mean", "money", Text("人均利润 {value}", "profit per customer {value}")),
    Measure(
        *("days_since_last", "days_since_last", "recency", "mean", "days"),
        Text("平均 {value} 天前购买", "last order {value} days ago on average"),
        one=Text("平均 {value} 天前购买", "last order {value} day ago on average"),
    ),
    Measure(
        *("order_interval", "order_interval", "rhythm", "mean", "days"),
        Text("平均每 {value} 天买一次", "an order every {value} days on average"),
        one=Text("平均每 {value} 天买一次", "an order every day on average"),
    ),
    Measure(
        *("tenure_days", "tenure_days", "tenure", "mean", "days"),
        Text("首单距今平均 {value} 天", "first order {value} days ago on average"),
        one=Text("首单距今平均 {value} 天", "first order {value} day ago on average"),
    ),
    Measure(
        *("registered_days", "registered_days", "tenure", "mean", "days"),
        Text("注册至今平均 {value} 天", "registered {value} days ago on average"),
        buying=False,
        one=Text("注册至今平均 {value} 天", "registered {value} day ago on average"),
    ),
    Measure(
        *("activities", "activities", "engagement", "mean", "decimal"),
        Text("人均互动 {value} 次", "{value} activities each"),
        buying=False,
    ),
    Measure(
        *("referrals", "referrals", "referral", "mean", "decimal"),
        Text("人均转介绍 {value} 人", "{value} referrals each"),
        buying=False,
    ),
    Measure(
        *("complaints", "complaints", "complaint", "mean", "decimal"),
        Text("人均投诉 {value} 次", "{value} complaints each"),
        buying=False,
    ),
    Measure(
        *("services", "services", "service", "mean", "decimal"),
        Text("人均服务 {value} 次", "{value} service requests each"),
        buying=False,
    ),
    Measure(
        *("categories", "categories", "range", "mean", "decimal"),
        Text("人均购买 {value} 个品类", "{value} categories each"),
    ),
    Measure("age", "age", "age", "mean", "days", Text("平均 {value} 岁", "{value} years old on average"), buying=False),
    Measure(
        "income", "income", "income", "mean", "money", Text("平均收入 {value}", "average income {value}"), buying=False
    ),
)
LEANINGS = ("favourite_category", "favourite_channel", "level", "industry", "occupation", "gender", "province")
PERSONAL = ("age", "income")
