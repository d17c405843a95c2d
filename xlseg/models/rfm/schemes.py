# ruff: noqa: E501
# fmt: off
"""RFM code tables as data: who the groups are, and which scores belong to them.

TYPES8: high or low on R, F, M, as Chinese textbooks and the documents behind xlseg name them; told by their scores,
which only compare: a low R need not mean many days. GROUPS11: the
enumerated list over all 125 codes in wide use (as at Squeezely). R10: the ten segments of the R package rfm 0.3.0
(vignette, "definition A"), in whose order the first match wins.
"""

from typing import NamedTuple

from xlseg.codes import Pattern, read_patterns
from xlseg.text import Text


class Group(NamedTuple):
    """One row of a code table, with what is known of such customers."""

    key: str
    title: Text
    patterns: tuple[Pattern, ...]
    features: Text
    action: Text


def _group(key: str, zh: str, en: str, codes: str, features: Text, action: Text) -> Group:
    return Group(key, Text(zh, en), read_patterns(codes), features, action)


class HighLow(NamedTuple):
    """One of the eight types; code: H or L for R, F and M."""

    code: str
    key: str
    title: Text
    features: Text
    action: Text


TYPES8 = (
    HighLow("HHH", "important_value", Text("重要价值客户", "Important: valued"), Text("最近消费、频次、金额得分都高", "Recency, frequency and spend all score high"), Text("专属权益、新品优先、深度绑定", "Exclusive perks, early access, deep ties")),
    HighLow("HLH", "important_develop", Text("重要发展客户", "Important: to develop"), Text("最近消费、金额得分高，频次得分低", "Recency and spend score high, frequency low"), Text("交叉销售、会员计划、提升频次", "Cross-sell, loyalty programme, more visits")),
    HighLow("LHH", "important_keep", Text("重要保持客户", "Important: to keep"), Text("频次、金额得分高，最近消费得分低", "Frequency and spend score high, recency low"), Text("主动回访、续购提醒、专属优惠", "Personal call, renewal reminder, special offer")),
    HighLow("LLH", "important_retain", Text("重要挽留客户", "Important: to win back"), Text("金额得分高，最近消费、频次得分低", "Spend scores high, recency and frequency low"), Text("重点挽回、流失调研、大额券", "Win-back, exit survey, strong voucher")),
    HighLow("HHL", "general_value", Text("一般价值客户", "General: valued"), Text("最近消费、频次得分高，金额得分低", "Recency and frequency score high, spend low"), Text("提升客单价、组合套餐、满减", "Raise basket, bundles, threshold discount")),
    HighLow("HLL", "general_develop", Text("一般发展客户", "General: to develop"), Text("最近消费得分高，频次、金额得分低", "Recency scores high, frequency and spend low"), Text("新客引导、入门优惠、培养习惯", "Onboarding, starter offer, build habit")),
    HighLow("LHL", "general_keep", Text("一般保持客户", "General: to keep"), Text("频次得分高，最近消费、金额得分低", "Frequency scores high, recency and spend low"), Text("例行触达、积分唤醒、标准服务", "Regular touch, points reminder, standard care")),
    HighLow("LLL", "general_retain", Text("一般挽留客户", "General: to win back"), Text("最近消费、频次、金额得分都低", "Recency, frequency and spend all score low"), Text("低成本唤醒、短信邮件、不再投入", "Low-cost revival, text or e-mail, no further spend")),
)

_BEST = Text("近期、常买、花得最多", "Bought lately, often, and the most")
_LOYAL = Text("经常购买，花费较多，对促销有回应", "Buy often, spend well, answer promotions")
_POTENTIAL = Text("近期购买，不止一次，花费中等以上", "Recent, more than once, middling spend or better")
_NEW = Text("近期才买，次数很少", "Bought lately, but very few times")
_PROMISING = Text("近期购买，花费不错，次数不多", "Recent, fair spend, not often yet")
_ATTENTION = Text("频次金额中上，近来少见", "Above-average count and spend, less seen lately")
_SLEEPY = Text("频次金额偏低，正在变冷", "Below-average count and spend, cooling")
_RISK = Text("以前常买、花得多，很久没来", "Once frequent with high spend, long absent")
_CANT = Text("曾是大客户，已很久没来", "Once among the biggest, gone for long")
_HIBERNATING = Text("很久没买，次数金额都低", "Long absent, few orders, low spend")
_LOST = Text("最久没来，几乎不再互动", "Absent longest, hardly any contact")

_REWARD = Text("专属权益、新品优先、口碑邀请", "Exclusive perks, early access, ask to recommend")
_UPSELL = Text("会员升级、交叉销售、评价邀请", "Tier upgrade, cross-sell, ask for a review")
_MEMBERSHIP = Text("会员计划、个性推荐、二次购买券", "Loyalty programme, recommendations, next-order voucher")
_ONBOARD = Text("新客激励、使用引导、快速复购", "Welcome offer, onboarding, quick second order")
_AWARE = Text("品牌认知、小样试用、限时优惠", "Brand awareness, free trials, limited offer")
_REMIND = Text("限时优惠、按购买史推荐、再次激活", "Limited offer, picks from their history, reactivate")
_WAKE = Text("人气商品、折扣唤醒、内容触达", "Popular goods, wake-up discount, useful content")
_WINBACK = Text("个性化召回、续购优惠、客服回访", "Personal win-back, renewal offer, service call")
_CALL = Text("一对一回访、重大权益、流失原因调研", "Talk to them, strong offer, ask why they left")
_CHEAP = Text("低成本触达、相关新品、特别折扣", "Low-cost touch, related news, special discount")
_LAST_TRY = Text("最后一次唤醒，无回应则停止投入", "One last revival, then stop spending")

GROUPS11 = (
    _group("champions", "冠军客户", "Champions", "555 554 544 545 454 455 445", _BEST, _REWARD),
    _group("loyal", "忠诚客户", "Loyal", "543 444 435 355 354 345 344 335", _LOYAL, _UPSELL),
    _group("potential_loyalist", "潜在忠诚客户", "Potential Loyalist", "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342 341 333 323", _POTENTIAL, _MEMBERSHIP),
    _group("new_customers", "新客户", "New Customers", "512 511 422 421 412 411 311", _NEW, _ONBOARD),
    _group("promising", "有前景客户", "Promising", "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313", _PROMISING, _AWARE),
    _group("need_attention", "需关注客户", "Need Attention", "535 534 443 434 343 334 325 324", _ATTENTION, _REMIND),
    _group("about_to_sleep", "即将沉睡客户", "About To Sleep", "331 321 312 221 213 231 241 251", _SLEEPY, _WAKE),
    _group("at_risk", "流失风险客户", "At Risk", "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124", _RISK, _WINBACK),
    _group("cant_lose", "不能失去的客户", "Can't Lose Them", "155 154 144 214 215 115 114 113", _CANT, _CALL),
    _group("hibernating", "冬眠客户", "Hibernating", "332 322 233 232 223 222 132 123 122 212 211", _HIBERNATING, _CHEAP),
    _group("lost", "流失客户", "Lost", "111 112 121 131 141 151", _LOST, _LAST_TRY),
)

R10 = (
    _group("champions", "冠军客户", "Champions", "5 5 5-5", _BEST, _REWARD),
    _group("potential_loyalist", "潜在忠诚客户", "Potential Loyalist", "3-5 3-5 2-5", _POTENTIAL, _MEMBERSHIP),
    _group("loyal_customers", "忠诚客户", "Loyal Customers", "2-4 2-4 2-4", _LOYAL, _UPSELL),
    _group("promising", "有前景客户", "Promising", "3-4 1-3 3-5", _PROMISING, _AWARE),
    _group("new_customers", "新客户", "New Customers", "4-5 1-3 1-5", _NEW, _ONBOARD),
    _group("cant_lose", "不能失去的客户", "Can't Lose Them", "1-2 3-4 4-5", _CANT, _CALL),
    _group("at_risk", "流失风险客户", "At Risk", "1-2 2-5 4-5", _RISK, _WINBACK),
    _group("need_attention", "需关注客户", "Need Attention", "1-3 3-5 3-5", _ATTENTION, _REMIND),
    _group("about_to_sleep", "即将沉睡客户", "About To Sleep", "2-3 1-3 1-4", _SLEEPY, _WAKE),
    _group("lost", "流失客户", "Lost", "1 1-5 1-5", _LOST, _LAST_TRY),
)
