"""The stages of the lifecycle, best to worst, and the columns they stand in."""

from xlseg.columns import Column
from xlseg.segments import Segment
from xlseg.text import Text

SEGMENT = Column("segment", Text("生命周期阶段", "Lifecycle stage"))
LOST_AFTER = Column("lost_after", Text("生命周期：流失界限", "Lifecycle: limit"), "number")
SILENCE = Column("silence", Text("生命周期：流失进度", "Lifecycle: ratio"), "number")
REASON = Column("reason", Text("生命周期依据", "Lifecycle reason"), "wide")
SEGMENTS = (
    Segment(
        "loyal",
        Text("忠实客户", "Loyal"),
        Text("没有流失，至少 {loyal} 单", "not lost, orders: {loyal} or more"),
        features=Text("多次购买、仍在购买，认可品牌", "Bought many times, still buying, trust the brand"),
        action=Text("客户关怀、专属优惠、邀请转介绍", "Personal care, exclusive offers, ask for referrals"),
    ),
    Segment(
        "mature",
        Text("成熟客户", "Mature"),
        Text("没有流失，买过不止一单，不算新也不算忠实", "not lost, came back, neither new nor loyal"),
        features=Text("有过复购、仍在购买，还没有忠实", "Came back, still buying, not loyal yet"),
        action=Text("交叉销售、会员升级、提升复购频次", "Cross-sell, tier upgrade, more frequent orders"),
    ),
    Segment(
        "new",
        Text("新客户", "New"),
        Text(
            "没有流失，只买过一单，或首单不满 {new_days} 天且最多 {new} 单",
            "not lost, and one order, or orders: {new} at most, the first less than {new_days} days ago",
        ),
        features=Text("刚开始购买，习惯还没有养成", "Just started buying, no habit yet"),
        action=Text("售后关怀、使用引导、第二单优惠", "After-sales care, onboarding, second-order offer"),
    ),
    Segment(
        "prospect",
        Text("潜在客户", "Prospect"),
        Text("没有购买", "no order"),
        features=Text("已有资料，还没有购买", "Known, but has not bought yet"),
        action=Text("品牌宣传、产品介绍、首单优惠", "Brand story, product introduction, first-order offer"),
    ),
    Segment(
        "lost",
        Text("流失客户", "Lost"),
        Text("买过，{lost}", "bought, {lost}"),
        features=Text("买过，已经很久没有再买", "Bought before, silent for long"),
        action=Text("唤醒优惠、流失原因调研、专人挽回", "Wake-up offer, ask why they left, personal win-back"),
    ),
)
