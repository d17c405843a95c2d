"""What is known in advance of customers by what they choose."""

from xlseg.columns import also
from xlseg.kinds import Fields
from xlseg.models.dimensions import Part
from xlseg.models.dimensions.texts import Known
from xlseg.text import Text


class Words(Fields):
    """Words that are looked for in a name."""

    @property
    def allowed(self) -> Text:
        return Text("字样，用逗号分隔，如 门店, 专柜", "words separated by commas, such as store, counter")


SAID = {
    "category": (
        Text("最常购买「{value}」", "buys {value} most often"),
        Text("「{value}」上新提醒、搭配推荐", "New arrivals in {value}, matching items"),
    ),
    "channel": (
        Text("最常在「{value}」购买", "buys at {value} most often"),
        Text("在「{value}」触达和发券", "Messages and coupons at {value}"),
    ),
    "payment": (
        Text("最常用「{value}」付款", "pays by {value} most often"),
        Text("「{value}」支付优惠", "Offers for paying by {value}"),
    ),
    "page": (
        Text("浏览最多的是「{value}」", "looks at {value} most often"),
        Text("在「{value}」放推荐和优惠", "Recommendations and offers at {value}"),
    ),
}
ONLINE = Known(
    "online",
    Text("线上", "Online"),
    Text("偏好线上的客户", "Online customers"),
    also("线上|online"),
    Text("最常在网店、平台或小程序购买", "buys most often in web shops, on platforms or in apps"),
    Text("线上发券、直播、推送", "coupons online, live streams, push messages"),
)
OFFLINE = Known(
    "offline",
    Text("线下", "Offline"),
    Text("偏好线下的客户", "Offline customers"),
    also("线下|offline"),
    Text("最常在门店等线下渠道购买", "buys most often in shops"),
    Text("到店活动、导购跟进", "events in the shop, personal advice"),
)
VARIETIES = (
    Part(
        "one",
        Text("单一品类", "One category"),
        Text("单一品类客户", "Customers of one category"),
        (),
        Text("只在一个品类里购买", "buys in one category only"),
        Text("跨品类券、搭配推荐", "coupons for other categories, goods that go together"),
    ),
    Part(
        "few",
        Text("少数品类", "A few categories"),
        Text("少数品类客户", "Customers of a few categories"),
        (),
        Text("在几个品类里购买", "buys in a few categories"),
        Text("组合优惠、品类升级", "offers for sets, better goods of a category"),
    ),
    Part(
        "many",
        Text("多品类", "Many categories"),
        Text("多品类客户", "Customers of many categories"),
        (),
        Text("在许多品类里购买", "buys in many categories"),
        Text("会员权益、新品试用", "member benefits, trials of new goods"),
    ),
)
