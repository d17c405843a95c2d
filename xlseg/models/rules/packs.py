"""The documents' own rules, ready to use and to change.

Source: the segmentation strategy guide (S2): 'template' is the table of its result template, 'guide' the rules of
its text. F and M are of half a year there (general.recent_days). The two disagree on who is dormant: R of 90 days or
more and F of at most 1 in the template, R of 180 days or more and F of 1 in the text.
"""

from typing import NamedTuple

from xlseg.models.rules.rows import RuleRow
from xlseg.text import Lang, Text


class PackRule(NamedTuple):
    """condition: in words both languages read back alike."""

    key: str
    title: Text
    condition: Text
    features: Text
    action: Text

    def row(self, priority: int, lang: Lang) -> RuleRow:
        condition, features = self.condition.of(lang), self.features.of(lang)
        return RuleRow(self.title.of(lang), condition, float(priority), features, self.action.of(lang))


LOYAL = PackRule(
    "core_loyal",
    Text("核心忠诚客户", "Core loyal"),
    Text(
        "距上次购买天数 ≤ 30 且 近期订单数 ≥ 5 且 近期金额 ≥ 2000",
        "Days since last order <= 30 and Recent orders >= 5 and Recent revenue >= 2000",
    ),
    Text("高频次、高消费、稳定复购，转介绍意愿强", "Frequent, high spending, steady, recommends us"),
    Text("专属权益、新品优先、深度服务绑定", "Exclusive benefits, new products first, dedicated service"),
)
HIGH_VALUE = LOYAL._replace(key="high_value", title=Text("高价值客户", "High value"))
NEW_STARS = PackRule(
    "new_potential",
    Text("新锐潜力客户", "New with potential"),
    Text(
        "注册至今天数 ≤ 6个月 且 订单数 1-2 且 累计金额 ≥ 1000",
        "Days since registration <= 6 months and Orders 1-2 and Revenue >= 1000",
    ),
    Text("新客、高客单价、互动积极，成长空间大", "New, large orders, active, room to grow"),
    Text("新客激励、使用引导、快速转化", "Welcome offer, guidance, quick conversion"),
)
POTENTIAL = PackRule(
    "potential",
    Text("潜力客户", "Potential"),
    Text(
        "距上次购买天数 ≤ 30 且 近期订单数 2-4 且 近期金额 500-1999",
        "Days since last order <= 30 and Recent orders 2-4 and Recent revenue 500-1999",
    ),
    Text("最近活跃、消费中等，可以更上一层", "Recently active, middling spending, can grow"),
    Text("满减、搭配推荐、会员升级", "Bundles, recommendations, member upgrade"),
)
STEADY = PackRule(
    "steady",
    Text("稳定普通客户", "Steady"),
    Text(
        "距上次购买天数 ≤ 60 且 近期订单数 2-4 且 近期金额 300-999",
        "Days since last order <= 60 and Recent orders 2-4 and Recent revenue 300-999",
    ),
    Text("定期消费、客单价中等，忠诚度一般", "Regular, middling orders, average loyalty"),
    Text("标准化服务、交叉销售、提升复购频次", "Standard service, cross-selling, more frequent orders"),
)
AT_RISK = PackRule(
    "at_risk",
    Text("流失风险客户", "At risk"),
    Text("距上次购买天数 ≥ 90 且 近期订单数 ≤ 1", "Days since last order >= 90 and Recent orders <= 1"),
    Text("三个月未消费，正在离开", "No order for three months, leaving"),
    Text("关怀回访、限时优惠", "A call, an offer for a short time"),
)
DORMANT = {
    "template": PackRule(
        "dormant",
        Text("沉睡流失客户", "Dormant"),
        Text("距上次购买天数 ≥ 90 且 近期订单数 ≤ 1", "Days since last order >= 90 and Recent orders <= 1"),
        Text("长期未消费，低频次，流失风险高", "No order for long, rarely bought, about to be lost"),
        Text("唤醒激励、流失调研、挽回优惠", "Wake-up offer, survey, win-back discount"),
    ),
    "guide": PackRule(
        "dormant",
        Text("沉睡流失客户", "Dormant"),
        Text("距上次购买天数 ≥ 180 且 订单数 = 1", "Days since last order >= 180 and Orders = 1"),
        Text("长期未消费，只买过一次", "No order for long, bought only once"),
        Text("唤醒激励、流失调研、挽回优惠", "Wake-up offer, survey, win-back discount"),
    ),
}
INSTEAD = {
    "recent_orders": "orders",
    "recent_revenue": "revenue",
    "registered_days": "tenure_days",
}  # what a pack goes by where the first is not known


def pack(name: str, dormant: str) -> tuple[PackRule, ...]:
    """The rules of a pack, the first tried first."""
    if name == "template":
        return LOYAL, NEW_STARS, STEADY, DORMANT[dormant]
    return HIGH_VALUE, NEW_STARS, POTENTIAL, DORMANT[dormant], AT_RISK
