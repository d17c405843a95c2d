"""The example of the documents: 8,000 customers in four groups, what to do for each, and two customers."""

from xlseg.text import Text

GROUPS: tuple[tuple[Text | str | int, ...], ...] = (
    (
        "A001",
        Text("核心忠诚客户", "Core loyal"),
        Text("R≤30天，F≥5次，M≥2000元", "R ≤ 30 days, F ≥ 5, M ≥ 2,000"),
        Text(
            "高频次、高消费、稳定复购，转介绍意愿强",
            "Frequent, high spend, steady repurchase, gladly refers others",
        ),
        1_200,
        Text("专属权益、新品优先、深度服务绑定", "Exclusive benefits, new products first, closer service"),
        Text("*经理", "* manager"),
    ),
    (
        "A002",
        Text("新锐潜力客户", "New with potential"),
        Text("注册≤6个月，F=1-2次，M≥1000元", "Registered ≤ 6 months, F 1-2, M ≥ 1,000"),
        Text("新客、高客单价、对功能互动积极，成长空间大", "New, high order value, active, much room to grow"),
        2_000,
        Text("新客激励、使用引导、快速转化", "Welcome offers, onboarding, quick conversion"),
        Text("*专员", "* specialist"),
    ),
    (
        "A003",
        Text("稳定普通客户", "Steady"),
        Text("R≤60天，F=2-4次，M=300-999元", "R ≤ 60 days, F 2-4, M 300-999"),
        Text("定期消费、客单价中等，忠诚度一般", "Regular purchases, average order value, fair loyalty"),
        3_000,
        Text("标准化服务、交叉销售、提升复购频次", "Standard service, cross-selling, more repurchases"),
        Text("*助理", "* assistant"),
    ),
    (
        "A004",
        Text("沉睡流失客户", "Dormant"),
        Text("R≥90天，F≤1次", "R ≥ 90 days, F ≤ 1"),
        Text("长期未消费，低频次，流失风险高", "No purchase for long, seldom, high risk of leaving"),
        1_800,
        Text("唤醒激励、流失调研、挽回优惠", "Wake-up offers, survey of reasons, win-back discounts"),
        Text("*专员", "* specialist"),
    ),
)
STRATEGIES: tuple[tuple[Text | str | int | None, ...], ...] = (
    (
        "A001",
        Text("核心忠诚客户", "Core loyal"),
        Text("高RFM、高复购、高转介绍", "High RFM, repurchase and referral"),
        Text("深度绑定与价值提升", "Closer ties and more value"),
        Text("新品优先体验", "First to try new products"),
        Text("会员等级权益升级", "Better member benefits"),
        Text("专属客服", "Personal service"),
        Text("*客户经理", "* account manager"),
    ),
    (
        "A002",
        Text("新锐潜力客户", "New with potential"),
        Text("新客、高客单、高互动", "New, high order value, active"),
        Text("快速转化与习惯培养", "Quick conversion and habits"),
        Text("产品使用引导", "Onboarding"),
        Text("新客专享折扣", "Discounts for newcomers"),
        Text("定期回访收集反馈", "Regular calls for feedback"),
        Text("*运营专员", "* operations"),
    ),
    (
        "A004",
        Text("沉睡流失客户", "Dormant"),
        Text("长期未消费、低频次", "No purchase for long, seldom"),
        Text("激活与挽回", "Reactivate and win back"),
        None,
        Text("唤醒优惠券（如“回归专享100元券”）", "Wake-up vouchers (such as 100 off on return)"),
        Text("流失原因调研", "Survey of reasons"),
        Text("*挽回专员", "* win-back"),
    ),
)
CUSTOMERS: tuple[tuple[Text | str, ...], ...] = (
    (
        "001",
        Text("张三", "Zhang San"),
        Text("高价值客户", "High value"),
        Text("活跃客户", "Active"),
        Text("男性，30岁，工程师", "male, 30, engineer"),
        Text("一线城市", "tier 1 city"),
        Text("成熟客户", "Mature"),
    ),
    (
        "002",
        Text("李四", "Li Si"),
        Text("低价值客户", "Low value"),
        Text("不活跃客户", "Inactive"),
        Text("女性，25岁，教师", "female, 25, teacher"),
        Text("二线城市", "tier 2 city"),
        Text("新客户", "New"),
    ),
)
