"""The groups of behaviour, best to worst, and the columns they stand in."""

from xlseg.columns import Column
from xlseg.segments import Segment
from xlseg.text import Text

SEGMENT = Column("segment", Text("客户行为", "Behaviour"))
VISITS = Column("visits", Text("客户行为：每月访问", "Behaviour: visits"), "number")
BASKET = Column("basket", Text("客户行为：购物篮", "Behaviour: basket"))
PAGE = Column("page", Text("客户行为：浏览兴趣", "Behaviour: page interest"))
REASON = Column("reason", Text("客户行为依据", "Behaviour reason"), "wide")
SEGMENTS = (
    Segment(
        "active",
        Text("活跃客户", "Active"),
        Text("每月访问 ≥ {active:g} 次{lifted}{awake}", "visits a month: {active:g} or more{lifted}{awake}"),
        features=Text("常来，或来得不多但一次买得多", "Visits often, or seldom but buys much at once"),
        action=Text("新品优先、会员权益、邀请评价分享", "New goods first, member perks, ask for reviews"),
    ),
    Segment(
        "occasional",
        Text("偶尔客户", "Occasional"),
        Text(
            "每月访问 {occasional:g} 到 {active:g} 次{kept}{awake}",
            "visits a month: {occasional:g} to {active:g}{kept}{awake}",
        ),
        features=Text("有时来看，一次买得不多", "Looks in at times, buys little at once"),
        action=Text("按浏览兴趣推荐、满减凑单、定期提醒", "Picks by interest, basket discount, regular reminder"),
    ),
    Segment(
        "inactive",
        Text("不活跃客户", "Inactive"),
        Text("每月访问不到 {occasional:g} 次{asleep}", "visits a month: below {occasional:g}{asleep}"),
        features=Text("很少来，或很久没有来", "Hardly visits, or has not been here for a long time"),
        action=Text("内容唤醒、限时优惠、低成本触达", "Useful content, limited offer, low-cost touch"),
    ),
)
AWAKE = Text("，{days} 天内有互动", ", activity within {days} days")
ASLEEP = Text("，或满 {days} 天没有互动", ", or no activity for {days} days")
LIFTED = Text(
    "，或 ≥ {occasional:g} 次且客单价 ≥ {large:,.10g}", ", or {occasional:g} and an average order of {large:,.10g}"
)
KEPT = Text("且客单价不到 {large:,.10g}", " and an average order below {large:,.10g}")
OFTEN = Text("每月访问 {active:g} 次及以上", "visits a month: {active:g} or more")
SELDOM = Text("每月访问 {occasional:g} 到 {active:g} 次", "visits a month: {occasional:g} to {active:g}")
HARDLY = Text("每月访问不到 {occasional:g} 次", "visits a month: below {occasional:g}")
BUT_LARGE = Text("{visits}，大购物篮", "{visits}, large basket")
AND_IDLE = Text("{visits}，且满 {days} 天没有互动", "{visits}, and no activity for {days} days")
BUT_IDLE = Text("{visits}，但满 {days} 天没有互动", "{visits}, but no activity for {days} days")
LARGE = Text("大购物篮", "Large basket")
NORMAL = Text("一般购物篮", "Usual basket")
