"""The groups of geography known in advance: tiers of cities, north and south, town and country."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Literal

from xlseg.columns import Column, also
from xlseg.models.dimensions import Dimension, Part
from xlseg.models.dimensions.texts import Known
from xlseg.models.geography.tiers import LOWER, RANKS, TIERS
from xlseg.models.geography.where import PROVINCES
from xlseg.rules import Among, Range
from xlseg.text import EMPTY, Text, join

RANGE = "–5"
TIER = Column("city_tier", Text("地理城市线级", "Geographic city tier"), "number")
AREA = Column("place_province", Text("地理省份", "Geographic province"))
RANK = Text("城市线级", "City tier")
IN_TABLE = Text("城市分级表里的{name}城市（线级 {rank}）", "{name} in the table of city tiers ({rank})")
NO_TIER = Text("没有写城市，或城市不在分级表里", "no city, or one that is not in the table of tiers")
NO_PROVINCE = Text("没有写地区，或认不出省份", "no region, or one that names no province")


def by_tier(lower: Literal["together", "apart"], cities: Mapping[float, Sequence[str]]) -> tuple[Part, ...]:
    """Four groups of cities, or six with tiers 3 to 5 apart.

    cities: of each rank those with most customers, which speak for the cities of the tiers 1 and 2.
    """
    keys = [*TIERS] if lower == "apart" else [*TIERS][:4]
    parts, below = [], -inf
    for key in keys:
        last = key == keys[-1]
        name = LOWER if last and lower == "together" else TIERS[key]
        high = inf if last else RANKS[key]
        when = (Range(TIER.key, below, high, above=True),)
        rule = IN_TABLE.format(name=name, rank=f"{RANKS[key]:g}{RANGE * (name == LOWER)}")
        likely, action = ADVICE[key]
        named = join(cities.get(RANKS[key], ())[:NAMED])
        like = LIKE.format(cities=named) if named.zh and likely == EMPTY else likely
        parts.append(Part(key, name, CITIES.format(name=name), when, like, action, rule))
        below = high
    return tuple(parts)


def _side(key: str, title: Text, north: bool, features: Text, action: Text) -> Part:
    names = tuple(p.title.zh for p in PROVINCES if p.north == north)
    return Part(key, title, CUSTOMERS.format(name=title), (Among(AREA.key, names),), features, action)


NAMED = 4  # cities that stand for their tier
LIKE = Text("{cities}等城市的客户", "customers in cities such as {cities}")
CITIES = Text("{name}城市客户", "{name} city customers")
LOCAL = (
    Text("可能更看重性价比和熟人推荐", "may look for value for money and what friends say"),
    Text("实惠套餐、转介绍奖励、县域渠道", "bargain packs, rewards for referrals, local channels"),
)
ADVICE = {
    "tier_1": (
        EMPTY,
        Text("快速配送、新品首发、专属优惠", "fast delivery, first launches, special offers"),
    ),
    "new_tier_1": (
        EMPTY,
        Text("门店与线上结合、本地活动", "shops together with online, local events"),
    ),
    "tier_2": (
        EMPTY,
        Text("区域活动、会员拉新", "regional campaigns, new members"),
    ),
    "tier_3": LOCAL,
    "tier_4": LOCAL,
    "tier_5": LOCAL,
}
CUSTOMERS = Text("{name}客户", "{name} customers")
SIDES = Dimension(
    AREA.key,
    Text("省份", "Province"),
    (
        _side(
            "north",
            Text("北方", "Northern"),
            True,
            Text("可能更倾向于购买保暖产品", "may prefer goods that keep warm"),
            Text("保暖产品、冬季早备货", "goods that keep warm, early winter stock"),
        ),
        _side(
            "south",
            Text("南方", "Southern"),
            False,
            Text("可能更关注防暑产品", "may care for goods against the heat"),
            Text("防暑产品、夏季早备货", "goods against the heat, early summer stock"),
        ),
    ),
    (),
    lacks=NO_PROVINCE,
    whole=True,
)
URBAN = Known(
    "urban",
    Text("城市", "Urban"),
    Text("城市客户", "Urban customers"),
    also("城市|城镇|城区|市区|县城|城|市|urban|city|town|u"),
    Text("可能更倾向于线上购物", "may prefer to buy online"),
    Text("线上推广、线上优惠券", "online promotion, online coupons"),
)
RURAL = Known(
    "rural",
    Text("农村", "Rural"),
    Text("农村客户", "Rural customers"),
    also("农村|乡村|乡|村|村镇|乡镇|rural|village|country|countryside|r"),
    Text("可能更倾向于线下购物", "may prefer to buy in shops"),
    Text("线下门店、乡镇网点、到村配送", "shops, outlets in small towns, delivery to villages"),
)
