"""Geography: customers by the tier of their city, by province, north and south, or town and country."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import CITY, PROVINCE, REGION, Column, also
from xlseg.errors import Problem, XlsegError
from xlseg.fields import may_group, resolve, title_of
from xlseg.kinds import Choice, Fields, Number
from xlseg.models.dimensions import Dimension, Part, segmented
from xlseg.models.dimensions.texts import COUNT, GROUP, LISTED, SHARE, Rare, by_texts
from xlseg.models.geography.groups import AREA, NO_PROVINCE, NO_TIER, RANK, RURAL, SIDES, TIER, URBAN, by_tier
from xlseg.models.geography.tiers import (
    RANKS,
    SOURCE,
    TIERS,
    CityRows,
    CityTier,
    bare,
    described,
    ranks,
    shipped,
    short,
)
from xlseg.models.geography.where import ASTRIDE, LINE, NORTH, PROVINCES, SOUTH, Places, places
from xlseg.segments import Segmentation
from xlseg.text import Lang, Text, join, same
from xlseg.thresholds import check, setting

BYS = {
    "tier": Text("城市级别", "City tier"),
    "province": Text("省份", "Province"),
    "north_south": Text("南方北方", "North and south"),
    "urban_rural": Text("城市农村", "Town and country"),
}
LOWERS = {"together": Text("合为三线及以下", "Together"), "apart": Text("三线、四线、五线分开", "Apart")}
SEGMENT = Column("segment", Text("地理分群", "Geographic segment"))
PLACE = Column("place", Text("地理城市", "Geographic city"))
REASON = Column("reason", Text("地理依据", "Geographic reason"), "wide")
SAID = Column("said", Text("地区", "Region"))
IS = Text("{title} = {value}", "{title} = {value}")
IN_TIER = Text("{city}：{tier}", "{city}: {tier}")
NOT_RATED = Text("{city}：不在城市分级表里", "{city}: not in the table of city tiers")
NO_CITY = Text("没有写城市，或认不出", "no city, or none that is known")
RATED = Text("城市分级", "City tiers")
Made = tuple[dict[str, Any], Dimension, Any]  # label columns, groups, reasons


@dataclass(frozen=True)
class Geography:
    """Groups by where customers are: tier of city (一线、二线、三线及以下), province, north or south, urban or rural.

    The tiers are a table people can edit: by default the unofficial ranking of Yicai's Rising Lab of 2025. Provinces
    are north or south of the Qinling-Huaihe line as a whole.
    """

    by: Literal["tier", "province", "north_south", "urban_rural"] = setting(
        "tier", Text("按什么分", "Group by"), Choice(BYS)
    )
    lower: Literal["together", "apart"] = setting(
        "together", Text("三线到五线", "Tiers 3 to 5"), Choice(LOWERS), Text("按城市级别时用", "used with by = tier")
    )
    most: int = setting(
        10,
        Text("最多几个省单独成组", "Provinces"),
        Number(1, 34, whole=True),
        Text("按省份时用；客户最多的几个，其余合并", "used with by = province; the others go together"),
    )
    urban_column: tuple[str, ...] = setting(
        also("城乡|城乡类型|城乡分类|居住地类型|urban rural|urban/rural"),
        Text("城乡所在的列", "Column of town and country"),
        Fields(low=1),
        Text("按城市农村时用；取第一个有的列", "used with by = urban_rural; the first that is there"),
    )
    cities: tuple[CityTier, ...] = setting(
        (),
        Text("城市分级", "City tiers"),
        CityRows(),
        Text(
            "每行一个城市和它的级别；整张城市分级表留空时，用公开发布的城市排名（非官方）",
            "one city a row and its tier; with the whole table left blank, a published (unofficial) ranking is used",
        ),
    )

    key: ClassVar[str] = "geography"
    title: ClassVar[Text] = Text("地理分群", "Geography")
    tip: ClassVar[Text] = Text(
        "按城市级别、省份、南北方或城乡分群",
        "Groups customers by city tier, province, north and south, or town and country",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """A city with two tiers."""
        tiers: dict[str, str] = {}
        twice = [row.city for row in self.cities if tiers.setdefault(short(row.city), row.tier) != row.tier]
        if twice:
            yield Problem(TWICE.format(cities=join(dict.fromkeys(twice))), same("geography.cities"))

    @property
    def needs(self) -> tuple[Column, ...]:
        """The region; with cities of one's own a city is enough, which is looked for when there is a table."""
        return () if self.by == "urban_rural" or (self.by == "tier" and self.further) else (REGION,)

    @property
    def further(self) -> frozenset[str]:
        """Cities of the user's own table that the published one does not know, such as those of other countries."""
        return frozenset(ranks(self.cities).keys() - ranks(shipped()))

    def listed(self, _name: str, lang: Lang) -> tuple[CityTier, ...]:
        """What the sheet of city tiers shows: the user's own, else the published table."""
        return self.cities or tuple(row._replace(note=SOURCE.of(lang)) for row in shipped())

    @property
    def columns(self) -> tuple[Column, ...]:
        own = {"tier": (PLACE, TIER), "province": (AREA,), "north_south": (AREA,), "urban_rural": ()}
        return SEGMENT, *own[self.by], REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; raises XlsegError where no column says where they are."""
        if self.by == "urban_rural":
            return segmented(customers, [self._urban(customers)], (SEGMENT, REASON))
        if not any(column.key in customers for column in (REGION, CITY, PROVINCE)):
            raise XlsegError(NO_REGION)
        found = places(customers)
        labels, dimension, reasons = self._by_city(found) if self.by == "tier" else self._by_province(found)
        result = segmented(customers.assign(**labels), [dimension], (SEGMENT, REASON))
        told = result.labels.assign(**labels, **{REASON.key: reasons})[[column.key for column in self.columns]]
        return replace(result, labels=told, evidence=(*self._notes(), *result.evidence, *_seen(found, result)))

    def _by_city(self, found: Places) -> Made:
        """Without its province a name is no city, unless the user's own table adds it."""
        known, further = ranks(self.cities or shipped()), self.further
        placed = zip(found.cities, found.provinces, strict=True)
        cities = [city if province or city in further else None for city, province in placed]
        tiers = [known.get(city, np.nan) if city else np.nan for city in cities]
        written = {**found.written, **{short(row.city): bare(row.city) for row in self.cities}}
        reasons = [_rated(city, known, written) for city in cities]
        shown = [written[city] if city else None for city in cities]
        labels = {PLACE.key: found.spread(shown), TIER.key: found.spread(tiers, np.nan).astype(float)}
        parts = by_tier(self.lower, _largest(labels[PLACE.key], labels[TIER.key]))
        return labels, Dimension(TIER.key, RANK, parts, (), lacks=NO_TIER), found.spread(reasons, NO_CITY)

    def _by_province(self, found: Places) -> Made:
        names = pd.Series(found.spread(found.provinces), dtype=object)
        told = [IS.format(title=BYS["province"], value=name) if name else NO_PROVINCE for name in found.provinces]
        dimension = SIDES if self.by == "north_south" else self._provinces(names)
        return {AREA.key: names.to_numpy()}, dimension, found.spread(told, NO_PROVINCE)

    def _provinces(self, cells: pd.Series) -> Dimension:
        by_name = {p.title.zh: p for p in PROVINCES}
        found = by_texts(
            cells,
            AREA.key,
            BYS["province"],
            Rare(self.most),
            naming=lambda _, name: Part(by_name[name].key, by_name[name].title, by_name[name].title, ()),
        )
        return replace(found, cells=None, shown=(), lacks=NO_PROVINCE)

    def _urban(self, customers: pd.DataFrame) -> Dimension:
        known = set(customers.columns)
        key = next((key for name in self.urban_column if (key := resolve(name, known))), None)
        if key is None or not may_group(key):
            raise XlsegError(NO_URBAN.format(names=join(self.urban_column)))
        return by_texts(customers[key], key, title_of(key), Rare(0, 1.0), (URBAN, RURAL))

    def _notes(self) -> tuple[Block, ...]:
        if self.by == "tier":
            return Heading(RATED), Note(described(self.cities))
        north = join(p.title for p in PROVINCES if p.north)
        notes = (LINE, NORTH.format(north=north), SOUTH, ASTRIDE)
        return (Heading(BYS["north_south"]), *map(Note, notes)) if self.by == "north_south" else ()


def _rated(city: str | None, known: Mapping[str, float], written: Mapping[str, str]) -> Text:
    if city is None:
        return NO_CITY
    tier = next((TIERS[key] for key, rank in RANKS.items() if rank == known.get(city)), None)
    return IN_TIER.format(city=written[city], tier=tier) if tier else NOT_RATED.format(city=written[city])


def _largest(cities: Any, tiers: Any) -> dict[float, list[str]]:
    """Of each tier the cities, those with most customers first."""
    counts = pd.DataFrame({"tier": tiers, "city": cities}).value_counts().reset_index()
    counts = counts.sort_values(["count", "city"], ascending=[False, True])
    return {float(str(tier)): rows["city"].tolist() for tier, rows in counts.groupby("tier")}


def _seen(found: Places, result: Segmentation) -> tuple[Block, ...]:
    """Where most customers are, and which places count to no group. Customers of one place are of one group."""
    known, rows = found.codes >= 0, len(found.codes)
    group = np.empty(len(found.said), dtype=object)
    group[found.codes[known]] = result.labels["segment"].to_numpy()[known]
    counts = np.bincount(found.codes[known], minlength=len(found.said))
    sizes = pd.DataFrame({SAID.key: found.said, COUNT.key: counts, SHARE.key: counts / max(rows, 1), "key": group})
    sizes = sizes[counts > 0].groupby([SAID.key, "key"], as_index=False).sum()
    sizes = sizes.sort_values([COUNT.key, SAID.key], ascending=[False, True]).assign(
        group=sizes["key"].map(result.titles())
    )
    blocks: list[Block] = []
    unknown = sizes["key"] == "unknown"
    for heading, rows_of, columns in (
        (MOST, ~unknown, (SAID, COUNT, SHARE, GROUP)),
        (LOST, unknown, (SAID, COUNT, SHARE)),
    ):
        if rows_of.any():
            blocks += [Heading(heading), Table(columns, sizes[rows_of].head(LISTED).reset_index(drop=True))]
    return tuple(blocks)


MOST = Text("客户最多的地区", "Where most customers are")
LOST = Text("归入未知的地区", "Regions that are unknown")
TWICE = Text("{cities} 写了两次，级别不同；请各留一行", "{cities}: given twice with different tiers; keep one row each")
NO_REGION = Text(
    "需要所在地区、省份或城市，数据里没有；请提供带有这些列的客户表",
    "needs a region, province or city, which the data do not hold; give a table of customers with one of them",
)
NO_URBAN = Text(
    "客户表里没有写明城市农村的列（找过 {names}）；请补上，或在设置「城乡所在的列」里写列名",
    "no column says whether customers live in town (looked for {names}); add it, or name it in the setting "
    "'Column of town and country'",
)
