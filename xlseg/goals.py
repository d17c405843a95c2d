"""What the segmentation is for, and what each goal asks to be looked at.

Source: the customer segmentation guide (S2): its uses (part 1), aligning the goal and breaking it down into dimensions
(part 2, step 1), and which model serves what (step 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlseg.columns import also
from xlseg.text import Text


@dataclass(frozen=True)
class Goal:
    """A goal of the business, and what it proposes.

    dimensions: what to look at, a kind a line. models: keys, the one to read first in front. reason: why these.
    also: other words for the goal. means: by model key, thresholds that go with it where the user left the model's own.
    """

    key: str
    title: Text
    dimensions: Text
    models: tuple[str, ...]
    reason: Text
    also: tuple[str, ...] = ()
    means: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


GOALS: tuple[Goal, ...] = (
    Goal(
        "revenue",
        Text("提升营收", "Raise revenue"),
        Text(
            "行为特征：最近消费时间（R）、\n消费频率（F）、消费金额（M）",
            "Behaviour: recency (R), frequency (F),\nmonetary value (M)",
        ),
        ("rfm", "tiers"),
        Text(
            "营收主要来自买得勤、花得多的客户。先用 RFM 找出“高消费频次＋高客单价”的客户，再按累计金额分层，"
            "看清多少客户带来了大部分营收。",
            "Most revenue comes from customers who buy often and spend much. RFM finds them; tiers by revenue then "
            "show how few customers bring in how much of it.",
        ),
        also("提升季度营收|提高营收|增加营收|提升销售额|raise quarterly revenue|increase revenue"),
    ),
    Goal(
        "repurchase",
        Text("提升高价值客户复购率", "Raise repurchase of top customers"),
        Text(
            "行为特征：R、F、M\n价值贡献：复购率、转介绍率",
            "Behaviour: R, F, M\nValue: repurchase and referral rates",
        ),
        ("rfm", "loyalty"),
        Text(
            "RFM 找出价值高而最近没来的客户；忠诚与口碑分出只买过一次的、回头的和忠诚的，看复购断在哪一步。",
            "RFM finds valuable customers who have not been back; loyalty tells one-time, repeat and loyal buyers "
            "apart, and so where repurchase breaks off.",
        ),
        also("提升复购率|提高复购|raise repurchase"),
    ),
    Goal(
        "churn",
        Text("降低流失", "Reduce churn"),
        Text(
            "状态特征：流失风险等级、活跃或沉睡\n价值贡献与需求的缓急",
            "State: churn risk, active or dormant\nValue, and urgency of need",
        ),
        ("churn", "lifecycle", "matrix"),
        Text(
            "先看谁快要流失、为什么（流失风险），再看他们处在哪个阶段（生命周期）；"
            "人手有限时，按价值与需求的矩阵决定先挽留谁。",
            "Churn risk says who is about to leave and why, lifecycle which stage they are in; where hands are few, "
            "the matrix of value and need says whom to keep first.",
        ),
        also("降低流失率|减少流失|流失预警|客户挽留|lower churn|keep customers|retention"),
    ),
    Goal(
        "share",
        Text("扩大市场份额", "Win market share"),
        Text(
            "基础属性：年龄、性别、地域、收入\n状态特征：新客、老客",
            "Profile: age, gender, region, income\nState: new or existing customer",
        ),
        ("demographics", "geography", "lifecycle"),
        Text(
            "份额要从覆盖不足的人群和地区来：人口统计和城市级别说明客户集中在哪里、哪里还少，"
            "生命周期说明新客户占多少、来了有没有留下。",
            "Share is won where coverage is thin: demographics and city tiers show where customers are many and where "
            "few; lifecycle shows how many are new and whether they stay.",
        ),
        also("提升市场份额|市场拓展|区域市场拓展|win share"),
    ),
    Goal(
        "launch",
        Text("新品上市", "Launch a product"),
        Text(
            "偏好特征：产品偏好、渠道偏好\n基础属性：年龄、性别、职业",
            "Preference: products, channels\nProfile: age, gender, occupation",
        ),
        ("preference", "demographics", "rfm"),
        Text(
            "先找偏好相近品类的客户，再看他们是什么样的人，用来定位新品；最近还在买的（RFM）优先触达。",
            "Customers who prefer similar products come first; demographics say who they are, which positions the "
            "product; those who bought of late (RFM) are told first.",
        ),
        also("新产品上市|新品推广|新产品定位|new product"),
    ),
    Goal(
        "service",
        Text("服务资源分配", "Allocate service"),
        Text(
            "价值贡献：累计金额、利润\n偏好特征：服务需求（投诉、售后）",
            "Value: revenue, profit\nPreference: service (complaints, after-sales)",
        ),
        ("matrix", "tiers"),
        Text(
            "人手有限，价值高、需求迫切的客户先响应，用价值 × 需求矩阵来分；"
            "还没有投诉和服务记录时，先按价值分层定服务等级。",
            "Hands are few: customers of high value and urgent need are served first, by the matrix of value × need. "
            "Without records of complaints and service, tiers of value set the level of service.",
        ),
        also("客户服务资源分配|服务资源优化|allocate service resources"),
    ),
    Goal(
        "winback",
        Text("老客户激活", "Win back customers"),
        Text(
            "状态特征：活跃或沉睡、流失风险\n行为特征：R、F、M",
            "State: active or dormant, churn risk\nBehaviour: R, F, M",
        ),
        ("lifecycle", "churn", "rfm"),
        Text(
            "激活的对象是买过、但很久没来的客户：生命周期找出流失的，流失风险写明原因，"
            "RFM 说明谁过去花得多、值得先唤醒。",
            "Those to win back bought once and have been away long: lifecycle finds them, churn risk says why, and RFM "
            "who spent much and is worth the first call.",
        ),
        also("老客激活|沉睡客户唤醒|客户召回|激活老客户|reactivation|win-back"),
    ),
    Goal(
        "campaign",
        Text("营销活动评估", "Evaluate campaigns"),
        Text(
            "行为特征：R、F、M\n偏好特征：品类、渠道",
            "Behaviour: R, F, M\nPreference: products, channels",
        ),
        ("rfm", "preference"),
        Text(
            "要对比各群体的转化率和投入产出（ROI），群体须稳定、人人看得懂：RFM 分价值，偏好分品类或渠道；"
            "活动前后各运行一次，两次对照。",
            "To compare conversion and ROI of groups, these must be stable and plain to everyone: RFM by value, "
            "preference by product or channel. Segment before and after the campaign and compare.",
        ),
        also("营销活动效果评估|活动评估|evaluate a campaign"),
    ),
    Goal(
        "strategy",
        Text("战略调整，重新定位核心客户", "Redefine core customers"),
        Text(
            "多个行为特征一起看\n价值贡献：客户生命周期价值（LTV）",
            "Many traits of behaviour at once\nValue: lifetime value (LTV)",
        ),
        ("clusters", "clv"),
        Text(
            "重新定位不宜沿用旧的界限：聚类让数据说出客户有几类、各是什么样，终身价值说出今后谁最值钱。",
            "Old limits should not decide a new position: clustering lets the data say what kinds of customers there "
            "are, lifetime value who will be worth most.",
        ),
        also("战略调整|重新定位核心客户|战略调整/重新定位核心客户|redefine the core customers"),
    ),
    Goal(
        "saas",
        Text("提升 SaaS 使用活跃", "Raise SaaS usage"),
        Text(
            "价值贡献：LTV\n使用活跃度：登录频次、功能使用深度",
            "Value: LTV\nActivity: logins, depth of use",
        ),
        ("matrix", "behaviour", "contract"),
        Text(
            "订阅靠使用维持：LTV × 活跃度矩阵找出高价值低活跃的客户，客户成功先介入；"
            "行为看谁用得少了，合同价值看谁可能不续期。",
            "Subscriptions live by use: the matrix of LTV × activity finds customers of high value and low activity, "
            "who are called first; behaviour shows who uses little, contract value who may not renew.",
        ),
        also("SaaS 使用活跃|SaaS使用活跃|使用活跃|saas activity"),
        {"matrix": {"preset": "ltv_activity"}},
    ),
)
BY_KEY: Mapping[str, Goal] = {goal.key: goal for goal in GOALS}
