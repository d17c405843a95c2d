"""A small library of measures, of product, marketing and service, and for which groups each is.

Source: the documents. Of S2's strategy table: 专属客服, 新品优先体验, 会员等级权益升级; 新客专享折扣, 产品使用引导,
定期回访收集反馈; 唤醒优惠券, 流失原因调研; of its result table: 标准化服务, 交叉销售. Of S0: value added for high,
low-cost ways such as e-mail and self-service for low value; of S1: promotions for the low, repurchase cycles.
"""

from typing import Literal, NamedTuple

from xlseg.text import Text

Kind = Literal["product", "marketing", "service"]
KINDS: tuple[Kind, ...] = ("product", "marketing", "service")


class Tactic(NamedTuple):
    """One measure. stages: it belongs to (stages.py), in words; when: traits it needs; unless: traits that forbid it.

    With stages it is what such groups get in any case; with traits alone it is added for a group of any stage that
    has them. {category}: the group's favourite one.
    """

    key: str
    kind: Kind
    text: Text
    stages: str = ""
    when: str = ""
    unless: str = ""


TACTICS = (
    # product
    Tactic("preview", "product", Text("新品优先体验", "New products first"), "bind"),
    Tactic("guidance", "product", Text("产品使用引导", "Guidance in using the product"), "convert"),
    Tactic("starter", "product", Text("入门款、试用装", "Starter items and samples"), "first"),
    Tactic("news", "product", Text("告知新品和产品改进", "Tell what is new and what got better"), "rescue"),
    Tactic("popular", "product", Text("推荐当前人气商品", "Recommend what sells best now"), "win_back wake"),
    Tactic("restock", "product", Text("常购商品补货提醒", "Restock reminders for what they buy"), "retain more_often"),
    Tactic("bundle", "product", Text("组合套餐、搭配推荐", "Bundles and matching items"), "more_each"),
    Tactic(
        "cross_sell",
        "product",
        Text("交叉销售：推荐关联品类", "Cross-sell related categories"),
        "steady repeat more_each",
    ),
    Tactic("value_line", "product", Text("主推高性价比商品", "Put good-value items first"), "save"),
    Tactic(
        "favourite", "product", Text("「{category}」上新优先推荐", "First to hear of new '{category}'"), "", "focused"
    ),
    Tactic(
        "premium",
        "product",
        Text("高端款、限量款优先推荐", "Premium and limited editions"),
        "",
        "big_basket",
        "lapsing",
    ),
    Tactic("widen", "product", Text("拓展到第二个品类", "Open up a second category"), "", "narrow frequent", "lapsing"),
    Tactic("repair", "product", Text("改进投诉集中的产品问题", "Mend what they complain about"), "", "complaining"),
    Tactic("margin", "product", Text("少推低毛利商品", "Push low-margin items less"), "", "unprofitable"),
    Tactic("collect", "product", Text("先不单独安排产品措施", "No product measure of its own yet"), "complete"),
    # marketing
    Tactic("upgrade", "marketing", Text("会员等级权益升级", "Upgrade of member benefits"), "bind"),
    Tactic("welcome", "marketing", Text("新客专享折扣", "Discount for new customers"), "convert"),
    Tactic("first_coupon", "marketing", Text("首单优惠券", "First-order voucher"), "first"),
    Tactic("strong_offer", "marketing", Text("一对一大额回归礼券", "Strong personal come-back offer"), "rescue"),
    Tactic(
        *("wake_coupon", "marketing"),
        Text("唤醒优惠券（如“回归专享100元券”）", "Wake-up voucher (such as 100 off for coming back)"),
        "win_back",
    ),
    Tactic("renewal", "marketing", Text("续购提醒、限时专属优惠", "Reorder reminder with a limited offer"), "retain"),
    Tactic("limited", "marketing", Text("限时唤醒优惠", "Limited-time offer"), "wake"),
    Tactic("points", "marketing", Text("积分与复购奖励", "Points and repeat rewards"), "more_often steady"),
    Tactic("threshold", "marketing", Text("满减、凑单优惠", "Threshold discounts"), "more_each"),
    Tactic("second_coupon", "marketing", Text("下一单优惠券", "Voucher for the next order"), "repeat"),
    Tactic("low_cost", "marketing", Text("短信、邮件等低成本触达", "Low-cost reach by text and e-mail"), "save"),
    Tactic(
        "referral", "marketing", Text("转介绍奖励（老带新）", "Reward for referrals"), "", "referring", "complaining"
    ),
    Tactic(
        "no_discount",
        "marketing",
        Text("控制优惠力度，不叠加折扣", "Limit discounts, never stack them"),
        "",
        "unprofitable",
    ),
    Tactic("interest", "marketing", Text("按浏览兴趣推送内容", "Content by what they browse"), "", "engaged"),
    Tactic("festival", "marketing", Text("老客户周年礼", "Anniversary gift"), "", "long high_value", "lapsing"),
    Tactic("social", "marketing", Text("社交媒体内容推广", "Social media content"), "", "younger"),
    Tactic("ask_data", "marketing", Text("完善资料送积分", "Points for completing their details"), "complete"),
    # service
    Tactic("dedicated", "service", Text("专属客服", "Dedicated service contact"), "bind"),
    Tactic("feedback", "service", Text("定期回访收集反馈", "Regular calls for feedback"), "convert"),
    Tactic("advice", "service", Text("售前咨询与选购建议", "Advice before buying"), "first"),
    Tactic(
        "personal_call", "service", Text("客户经理一对一回访", "Personal call by the account manager"), "rescue retain"
    ),
    Tactic("survey", "service", Text("流失原因调研", "Survey of why they left"), "win_back"),
    Tactic("care", "service", Text("关怀回访", "Courtesy call"), "wake"),
    Tactic("reorder", "service", Text("一键复购、定期购", "One-click reorder, subscription"), "more_often"),
    Tactic("standard", "service", Text("标准化服务", "Standard service"), "steady more_each"),
    Tactic("after_sales", "service", Text("售后关怀与使用回访", "After-sales care"), "repeat"),
    Tactic("self_service", "service", Text("自助服务为主", "Self-service first"), "save"),
    Tactic(
        "complaints",
        "service",
        Text("优先处理投诉并回访", "Settle complaints first, then call back"),
        "",
        "complaining",
    ),
    Tactic("priority", "service", Text("售后优先响应", "Priority after-sales response"), "", "demanding high_value"),
    Tactic("why_left", "service", Text("流失原因调研", "Survey of why they left"), "", "lost high_value"),
    Tactic(
        "visit",
        "service",
        Text("行业客户经理定期拜访", "Regular visits by an industry account manager"),
        "",
        "business",
    ),
    Tactic(
        "renew",
        "service",
        Text("到期前续约提醒与使用回顾", "Renewal reminder and review before it ends"),
        "",
        "contract",
    ),
    Tactic("phone", "service", Text("电话与到店服务", "Service by phone and in the shop"), "", "older"),
    Tactic("ask_details", "service", Text("回访核实客户资料", "Call to confirm their details"), "complete"),
)
