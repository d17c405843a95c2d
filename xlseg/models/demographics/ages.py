"""Bands of age: young, middle-aged and old by two limits, bands between more, or bands as the user writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

import pandas as pd

from xlseg.models.dimensions import Dimension, Part
from xlseg.models.dimensions.numbers import proposed
from xlseg.rules import Blank, Condition, Range
from xlseg.rules.table import numbers
from xlseg.text import Lang, Text, same

OLDEST = 120  # who is said to be older is of unknown age
WRITTEN = re.compile(
    r"(?P<name>.*?)\s*[:：=]?\s*(?:(?P<low>\d{1,3})\s*(?:-|–|—|~|～|至|到|to)\s*(?P<high>\d{1,3})"
    r"|(?P<from>\d{1,3})\s*(?:岁?\s*\+|岁?及?以上|and over)|(?:≥|>=)\s*(?P<least>\d{1,3})"
    r"|(?:<|under )\s*(?P<under>\d{1,3})|(?P<below>\d{1,3})\s*岁?以下)\s*岁?"
)


class Band(NamedTuple):
    """Whole years from `low` up to but without `high`; name: what the user calls it."""

    low: int
    high: int
    name: str = ""

    def __str__(self) -> str:
        years = f"{self.low}+" if self.high > OLDEST else f"{self.low}-{self.high - 1}"
        return f"{self.name} {years}".strip()

    @property
    def title(self) -> Text:
        if self.name:
            return same(self.name)
        if self.high > OLDEST:
            return Text(f"{self.low}岁及以上", f"{self.low} and over")
        return Text(f"{self.low}–{self.high - 1}岁", f"Aged {self.low}–{self.high - 1}")


@dataclass(frozen=True)
class Bands:
    """Bands of age such as '18-24, 25-34, 35+', each with a name if wanted: '学生 18-24'."""

    many = False

    def read(self, cell: object) -> tuple[Band, ...]:
        items = (item.strip() for item in re.split(r"[,，、;；\r\n]", "" if cell is None else str(cell)))
        return tuple(_band(item) for item in items if item)

    def show(self, value: tuple[Band, ...], lang: Lang) -> object:
        return ", ".join(map(str, value)) or None

    def allows(self, value: Any) -> bool:
        inside = all(0 <= band.low < band.high <= OLDEST + 1 for band in value)
        return inside and all(one.high <= other.low for one, other in pairwise(value))

    @property
    def allowed(self) -> Text:
        return Text(
            "由小到大、不重叠的年龄段，如 18-24, 25-34, 35+，前面可写名称：学生 18-24；可留空",
            "bands of age that rise and do not overlap, such as 18-24, 25-34, 35+, each after a name if you like "
            "(students 18-24); may be blank",
        )


def _band(item: str) -> Band:
    found = WRITTEN.fullmatch(item)
    if not found or (found["name"] and not any(letter.isalpha() for letter in found["name"])):
        raise ValueError(item)
    said = {key: int(years) for key, years in found.groupdict().items() if key != "name" and years}
    low = said.get("low", said.get("from", said.get("least", 0)))
    high = said["high"] + 1 if "high" in said else said.get("under", said.get("below", OLDEST + 1))
    return Band(low, high, found["name"].strip())


def by_age(cells: pd.Series, column: str, title: Text, limits: Sequence[float], bands: Sequence[Band]) -> Dimension:
    """Ages are whole years: 35-44 holds everybody before the 45th birthday. Without own bands, limits part them all."""
    parts = _own(column, bands) if bands else between(column, limits)
    used = sorted({edge for band in bands for edge in (band.low, band.high) if 0 < edge <= OLDEST}) or limits
    years = numbers(cells)
    years = years[(years >= 0) & (years <= OLDEST)]
    shown = proposed(years, title, used, same("demographics.age_limits"))
    return Dimension(column, title, parts, unknown(column), shown=shown)


def unknown(column: str) -> Condition:
    """Ages nobody has."""
    return (Blank(column),), (Range(column, high=0, below=True),), (Range(column, low=OLDEST, above=True),)


def _own(column: str, bands: Sequence[Band]) -> tuple[Part, ...]:
    return tuple(
        Part(
            f"age_{b.low}_{b.high - 1}" if b.high <= OLDEST else f"age_{b.low}",
            b.title,
            b.title,
            _years(column, *b[:2]),
        )
        for b in bands
    )


def between(column: str, limits: Sequence[float]) -> tuple[Part, ...]:
    """Two limits make the three groups of the documents."""
    ranges = [_years(column, low, high) for low, high in pairwise((0, *limits, inf))]
    if len(limits) == 2:
        return tuple(part._replace(when=when) for part, when in zip(AGES, ranges, strict=True))
    titles = [_title(low, high) for low, high in pairwise((0, *limits, inf))]
    return tuple(Part(f"age_{n}", t, t, when) for n, (t, when) in enumerate(zip(titles, ranges, strict=True), 1))


def _years(column: str, low: float, high: float) -> tuple[Range]:
    return (Range(column, low, min(high, OLDEST), below=high <= OLDEST),)


def _title(low: float, high: float) -> Text:
    if low == 0:
        return Text(f"{high:g}岁以下", f"Under {high:g}")
    return (
        Text(f"{low:g}岁及以上", f"{low:g} and over")
        if high == inf
        else FROM_TO.format(low=f"{low:g}", high=f"{high:g}")
    )


FROM_TO = Text("{low}岁至不满{high}岁", "From {low} to under {high}")
AGES = (
    Part(
        "young",
        Text("年轻", "Young"),
        Text("年轻客户", "Young customers"),
        (),
        Text("可能更喜欢时尚和科技产品", "may like fashion and technology better"),
        Text("时尚新品、科技产品、社交媒体推广", "new fashion, technology, social media"),
    ),
    Part(
        "middle_aged",
        Text("中年", "Middle-aged"),
        Text("中年客户", "Middle-aged customers"),
        (),
        Text("可能更看重品质，常为家庭购买", "may care more for quality, and buy for a family"),
        Text("品质商品、家庭装、会员权益", "quality goods, family packs, member benefits"),
    ),
    Part(
        "old",
        Text("老年", "Old"),
        Text("老年客户", "Old customers"),
        (),
        Text("可能更关注健康和保健产品", "may care more for health products"),
        Text("健康与保健产品、电话和到店服务", "health products, service by phone and in the shop"),
    ),
)
