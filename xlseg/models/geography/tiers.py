"""The table of city tiers: the published one, or the user's own."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, NamedTuple

from xlseg.blocks import Allowed, Choices
from xlseg.columns import Column, also
from xlseg.text import Lang, Text

SOURCE = Text("第一财经·新一线城市研究所 2025（非官方）", "Yicai Rising Lab 2025 (unofficial)")
TIERS = {
    "tier_1": Text("一线", "Tier 1"),
    "new_tier_1": Text("新一线", "New tier 1"),
    "tier_2": Text("二线", "Tier 2"),
    "tier_3": Text("三线", "Tier 3"),
    "tier_4": Text("四线", "Tier 4"),
    "tier_5": Text("五线", "Tier 5"),
}
RANKS: Mapping[str, float] = dict(zip(TIERS, (1, 1.5, 2, 3, 4, 5), strict=True))  # as people say: 1.5 线城市
LOWER = Text("三线及以下", "Tier 3 and below")
KINDS = also("市|地区|盟")
CITY = also("城市")[0]


class CityTier(NamedTuple):
    """A city by its short name and its tier, a key of TIERS; note: the source and year of the row."""

    city: str
    tier: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.city} = {self.tier}"


@dataclass(frozen=True)
class CityRows:
    """A setting of many rows, each one city: a row of the cells city, tier, note, or the text '苏州 = 新一线'."""

    many = True
    columns = (
        Column("city", Text("城市", "City")),
        Column("tier", Text("级别", "Tier")),
        Column("note", Text("来源", "Source"), "wide"),
    )
    typed: ClassVar[Mapping[str, Allowed]] = {"tier": Choices(tuple(TIERS.values()))}

    def read(self, cell: object) -> CityTier:
        """Raises ValueError without a city, and for a tier that is none."""
        if isinstance(cell, tuple | list):
            city, tier, note = (*("" if part is None else str(part).strip() for part in cell), "", "", "")[:3]
        else:
            city, tier, note = *(part.strip() for part in str(cell).replace("＝", "=").partition("=")[::2]), ""
        wanted = tier.casefold().removesuffix(CITY).strip()
        names = {name.casefold(): key for key, title in [*TIERS.items(), ("tier_3", LOWER)] for name in (key, *title)}
        if not city or wanted not in names:
            raise ValueError(cell)
        return CityTier(city, names[wanted], note)

    def show(self, value: Any, lang: Lang) -> object:
        """The cells of a row, which may come alone or as the only one of a tuple; None for no row."""
        row = value if isinstance(value, CityTier) or value is None else value[0]
        return None if row is None else (row.city, TIERS[row.tier].of(lang), row.note or None)

    def allows(self, value: Any) -> bool:
        return all(row.city and row.tier in TIERS for row in value)

    @property
    def allowed(self) -> Text:
        return Text(
            "每行一个城市和它的级别：一线、新一线、二线、三线、四线、五线，如 苏州 = 新一线",
            "one city a row and its tier: tier 1, new tier 1, tier 2, tier 3, tier 4, tier 5, as in 苏州 = new tier 1",
        )


@cache
def shipped() -> tuple[CityTier, ...]:
    """The 337 cities of the ranking of 2025, which is unofficial and changes every year."""
    lines = files("xlseg").joinpath("data", "city_tiers.csv").read_text("utf-8").splitlines()
    keys = {title.zh: key for key, title in TIERS.items()}
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(CityTier(row["city"], keys[row["tier"]]) for row in rows)


def ranks(table: Sequence[CityTier]) -> dict[str, float]:
    """The rank of each city, by its short name."""
    return {short(row.city): RANKS[row.tier] for row in table}


def short(city: str) -> str:
    """苏州 for 苏州市 and 江苏-苏州; what has one character left stays. Capitals are not told apart."""
    return bare(city).casefold()


def bare(city: str) -> str:
    """The short name as it is written: York, where `short` says york."""
    name = city.strip().rpartition("-")[2]
    found = (name.removesuffix(kind) for kind in KINDS if name.endswith(kind))
    return next((left for left in found if len(left) > 1), name)


def described(table: Sequence[CityTier]) -> Text:
    """Whose table it is, and how many cities it holds."""
    if not table or ranks(table) == ranks(shipped()):
        return PUBLISHED.format(source=SOURCE, count=len(shipped()))
    return OWN.format(count=len(ranks(table)))


PUBLISHED = Text(
    "{source}，{count} 个城市；不在表里的城市归入未知。可以在工作表「城市分级」里改。",
    "{source}, {count} cities; a city not in the table is unknown. Change it on the sheet 'City tiers'.",
)
OWN = Text(
    "城市级别按工作表「城市分级」里自己的表，{count} 个城市；不在表里的城市归入未知。",
    "Your own table on the sheet 'City tiers', {count} cities; a city not in the table is unknown.",
)
