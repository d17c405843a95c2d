"""Where customers are: the city and the province that their region says, and on which side of the Qinling-Huaihe."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.columns import CITY, PROVINCE, REGION, also
from xlseg.distinct import distinct, texts
from xlseg.models.geography.tiers import bare, short
from xlseg.regions import regions
from xlseg.text import Text

READABLE = 5_000  # distinct texts that are tried as addresses; a column with more that are no places holds other things


class Province(NamedTuple):
    key: str
    title: Text
    north: bool


class Places(NamedTuple):
    """The distinct texts that say where customers are, and what each says; codes: each customer's, -1 for none.

    cities, provinces: by short name, None where unknown; written: the cities as they were first written.
    """

    codes: "npt.NDArray[np.intp]"
    said: list[str]
    cities: list[str | None]
    provinces: list[str | None]
    written: dict[str, str]

    def spread(self, values: Sequence[object], otherwise: object = None) -> "npt.NDArray[np.object_]":
        """One value a text becomes one value a customer."""
        found = np.empty(len(values) + 1, dtype=object)
        found[:] = [*values, otherwise]
        return found[self.codes]


def places(customers: pd.DataFrame) -> Places:
    """From `region` (省-市, or 省), where that is blank or not there from `city` and `province`."""
    first, *others = (customers[c.key] for c in (REGION, CITY, PROVINCE) if c.key in customers)
    for column in others:
        first = first.astype(object).where(first.notna(), column) if first.isna().any() else first
    codes, cells = distinct(first)
    said = texts(cells)
    read = [_split(text) for text in said]
    odd = [at for at, (_, province) in enumerate(read) if not province]
    if 0 < len(odd) <= READABLE:
        found = regions(pd.Series([said[at] for at in odd], dtype=object)).values
        for at, region in zip(odd, found, strict=True):
            read[at] = _split(region) if isinstance(region, str) else read[at]
    cities = [short(city) if city else None for city, _ in read]
    written = {short(city): city for city, _ in reversed(read) if city}
    return Places(codes, said, cities, [province for _, province in read], written)


def _split(text: str) -> tuple[str | None, str | None]:
    """City and province of 省-市 or 省; a name that is neither may be a city of the user's own table."""
    first, dash, second = text.partition("-")
    province = next((p.title.zh for p in PROVINCES if first.startswith(p.title.zh)), None)
    if dash and province:
        return bare(second) or None, province
    rest = first.removeprefix(province or "")
    if province in ALONE and rest in WHOLE_CITY:
        return province, province
    if province and province not in ALONE and rest in WHOLE:
        return None, province
    return bare(text) or None, None


PROVINCES = (
    Province("beijing", Text("北京", "Beijing"), True),
    Province("tianjin", Text("天津", "Tianjin"), True),
    Province("hebei", Text("河北", "Hebei"), True),
    Province("shanxi", Text("山西", "Shanxi"), True),
    Province("inner_mongolia", Text("内蒙古", "Inner Mongolia"), True),
    Province("liaoning", Text("辽宁", "Liaoning"), True),
    Province("jilin", Text("吉林", "Jilin"), True),
    Province("heilongjiang", Text("黑龙江", "Heilongjiang"), True),
    Province("shanghai", Text("上海", "Shanghai"), False),
    Province("jiangsu", Text("江苏", "Jiangsu"), False),
    Province("zhejiang", Text("浙江", "Zhejiang"), False),
    Province("anhui", Text("安徽", "Anhui"), False),
    Province("fujian", Text("福建", "Fujian"), False),
    Province("jiangxi", Text("江西", "Jiangxi"), False),
    Province("shandong", Text("山东", "Shandong"), True),
    Province("henan", Text("河南", "Henan"), True),
    Province("hubei", Text("湖北", "Hubei"), False),
    Province("hunan", Text("湖南", "Hunan"), False),
    Province("guangdong", Text("广东", "Guangdong"), False),
    Province("guangxi", Text("广西", "Guangxi"), False),
    Province("hainan", Text("海南", "Hainan"), False),
    Province("chongqing", Text("重庆", "Chongqing"), False),
    Province("sichuan", Text("四川", "Sichuan"), False),
    Province("guizhou", Text("贵州", "Guizhou"), False),
    Province("yunnan", Text("云南", "Yunnan"), False),
    Province("tibet", Text("西藏", "Tibet"), False),
    Province("shaanxi", Text("陕西", "Shaanxi"), True),
    Province("gansu", Text("甘肃", "Gansu"), True),
    Province("qinghai", Text("青海", "Qinghai"), True),
    Province("ningxia", Text("宁夏", "Ningxia"), True),
    Province("xinjiang", Text("新疆", "Xinjiang"), True),
    Province("hong_kong", Text("香港", "Hong Kong"), False),
    Province("macau", Text("澳门", "Macau"), False),
    Province("taiwan", Text("台湾", "Taiwan"), False),
)
ALONE = frozenset(
    p.title.zh for p in PROVINCES if p.key in ("beijing", "tianjin", "shanghai", "chongqing", "hong_kong", "macau")
)
WHOLE = frozenset(also("|省|壮族自治区|回族自治区|维吾尔自治区|自治区"))
WHOLE_CITY = frozenset(also("|市|特别行政区"))
LINE = Text("以秦岭—淮河线为界，以省为单位划分。", "By the Qinling-Huaihe line, in whole provinces.")
NORTH = Text("北方：{north}。", "North: {north}.")
SOUTH = Text("其余的省都算南方。", "All other provinces are south.")
ASTRIDE = Text(
    "线从中间穿过的省按整省算：江苏、安徽算南方，河南、陕西、甘肃算北方。",
    "Provinces the line runs through count as a whole: Jiangsu, Anhui as south; Henan, Shaanxi, Gansu as north.",
)
