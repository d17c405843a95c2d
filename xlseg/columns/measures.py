"""What a customer adds up to: measures counted from orders and events, or brought ready-made."""

from xlseg.columns.column import Column, also
from xlseg.text import Text

LAST_ORDER = Column(
    "last_order",
    Text("最近购买日期", "Last order"),
    "date",
    aliases=also(
        "最近一次购买日期|最近购买时间|最近消费日期|最近消费时间|最后下单时间|最后购买日期|最近下单日期|上次交易时间|"
        "上次消费时间|上次购买时间|最后一次成交时间|最后成交时间|最后消费时间|last order date|last purchase|"
        "last purchase date|most recent visit|last visit"
    ),
)
FIRST_ORDER = Column(
    "first_order",
    Text("首次购买日期", "First order"),
    "date",
    aliases=also(
        "首次购买时间|首次消费日期|首次消费时间|首单日期|首单时间|first order date|first purchase|first purchase date"
    ),
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
        "F|购买次数|消费次数|消费频次|购买频率|消费频率|累计订单数|累计购买次数|交易次数|交易笔数|frequency|"
        "total orders|number of orders|order count|payment count|purchases|transactions"
    ),
)
REVENUE = Column(
    "revenue",
    Text("累计金额", "Revenue"),
    "money",
    aliases=also(
        "M|消费金额|累计消费|累计消费金额|消费总额|交易总额|总金额|总消费|购买金额|金额|monetary|monetary value|"
        "total revenue|total spend|total spent|amount|sales"
    ),
)
PURCHASE_DAYS = Column("purchase_days", Text("购买天数", "Purchase days"), "count", aliases=also("days with orders"))
AVERAGE_ORDER = Column(
    "average_order",
    Text("客单价", "Average order value"),
    "money",
    aliases=also("平均客单价|笔单价|平均订单金额|AOV"),
)
ACTIVE_DAYS = Column("active_days", Text("首末单间隔天数", "Days from first to last order"), "days")
TENURE_DAYS = Column("tenure_days", Text("首单至今天数", "Days since first order"), "days")
ACTIVITIES = Column(
    "activities",
    Text("互动次数", "Activities"),
    "count",
    aliases=also(
        "访问次数|登录次数|登录频次|登录频率|浏览次数|互动频率|互动频次|活跃天数|到访次数|login count|logins|visits|"
        "visit count|sessions|interactions"
    ),
)
LAST_ACTIVITY = Column(
    "last_activity",
    Text("最近互动日期", "Last activity"),
    "date",
    aliases=also(
        "最近登录时间|最近登录日期|最后登录时间|最近访问时间|最近跟进时间|最后跟进时间|last login|last seen|"
        "last activity time|last activity date"
    ),
)
DURATIONS = Column("durations", Text("累计时长", "Total duration"), "decimal", aliases=also("总时长|累计使用时长"))
SERVICES = Column(
    "services", Text("服务次数", "Services"), "count", aliases=also("工单数|服务记录数|service count|tickets")
)
COMPLAINTS = Column("complaints", Text("投诉次数", "Complaints"), "count", aliases=also("投诉数|complaint count"))
REFERRALS = Column(
    "referrals",
    Text("转介绍人数", "Referrals"),
    "count",
    aliases=also("转介绍次数|推荐人数|推荐次数|介绍人数|邀请人数|referral count"),
)

REGISTERED_DAYS = Column(
    "registered_days", Text("注册至今天数", "Days since registration"), "days", aliases=also("注册|注册天数|注册时长")
)
RECENT_ORDERS = Column(
    "recent_orders",
    Text("近期订单数", "Recent orders"),
    "count",
    aliases=also("近半年订单数|近半年购买次数|近期购买次数"),
)
RECENT_REVENUE = Column(
    "recent_revenue",
    Text("近期金额", "Recent revenue"),
    "money",
    aliases=also("近半年金额|近半年消费金额|近期消费金额"),
)
PROFITS = Column(
    "profits", Text("累计利润", "Total profit"), "money", aliases=also("利润贡献|累计利润额|总利润|total profit|profit")
)
ORDER_INTERVAL = Column("order_interval", Text("平均购买间隔天数", "Mean days between orders"), "days")
CATEGORIES = Column("categories", Text("购买品类数", "Categories bought"), "count")
FAVOURITE_CATEGORY = Column("favourite_category", Text("偏好品类", "Favourite category"), aliases=also("产品偏好"))
FAVOURITE_CHANNEL = Column("favourite_channel", Text("偏好渠道", "Favourite channel"), aliases=also("渠道偏好"))
FAVOURITE_PAYMENT = Column("favourite_payment", Text("常用支付方式", "Favourite payment"), aliases=also("支付偏好"))
FAVOURITE_PAGE = Column("favourite_page", Text("浏览最多的页面", "Favourite page"), aliases=also("页面偏好"))

MEASURE_COLUMNS = (
    *(DAYS_SINCE_LAST, ORDERS, REVENUE, AVERAGE_ORDER, FIRST_ORDER, LAST_ORDER),
    *(PURCHASE_DAYS, ACTIVE_DAYS, TENURE_DAYS, ORDER_INTERVAL, RECENT_ORDERS, RECENT_REVENUE, PROFITS),
)
HABIT_COLUMNS = (
    *(REGISTERED_DAYS, CATEGORIES, FAVOURITE_CATEGORY, FAVOURITE_CHANNEL, FAVOURITE_PAYMENT, FAVOURITE_PAGE),
)
EVENT_MEASURES = (ACTIVITIES, LAST_ACTIVITY, DURATIONS, SERVICES, COMPLAINTS, REFERRALS)
