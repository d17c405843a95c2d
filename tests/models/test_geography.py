"""Where customers are, worked by hand and against the published table."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from xlseg import General, Settings, XlsegError, analyze
from xlseg.audit import audit
from xlseg.blocks import Note, Table
from xlseg.cleaning.regions import placed
from xlseg.models.geography import Geography
from xlseg.models.geography.tiers import TIERS, CityRows, CityTier, ranks, shipped, short
from xlseg.models.geography.where import PROVINCES, places
from xlseg.regions import regions
from xlseg.settings import assignment, parse, rows
from xlseg.text import LANGS

BASE = Settings(General(), (Geography(),))


def table(*where, **columns):
    given = {"region": list(where)} if where else {}
    count = len(where) or len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"C{n}" for n in range(count)], **given, **columns})


def found(model, customers):
    result = model.segment(customers)
    return [result.titles()[key].zh for key in result.labels["segment"]]


def listed(result, title):
    at = next(n for n, b in enumerate(result.evidence) if getattr(b, "title", None) and b.title.zh == title)
    return next(block for block in result.evidence[at:] if isinstance(block, Table)).rows


def notes(result):
    return [block.text.zh for block in result.evidence if isinstance(block, Note)]


def test_the_shipped_table_is_the_published_one():
    assert Counter(row.tier for row in shipped()) == dict(zip(TIERS, (4, 15, 30, 70, 90, 128), strict=True))
    assert [row.city for row in shipped() if row.tier == "tier_1"] == ["上海", "北京", "深圳", "广州"]
    assert len({row.city for row in shipped()}) == 337


@pytest.mark.reference
def test_every_city_has_the_tier_of_the_ranking(reference):
    published = pd.read_csv(reference / "city_tier" / "city_tier_yicai_2025.csv", encoding="utf-8-sig")
    assert [(row.city, TIERS[row.tier].zh) for row in shipped()] == list(published.itertuples(index=False, name=None))


def test_every_city_of_the_table_is_found_by_what_cleaning_makes_of_its_name():
    cities = [row.city for row in shipped() if row.city not in ("吉林", "海南", "朝阳")]  # provinces, a district
    made = places(table(*regions(pd.Series(cities)).values))
    assert made.cities == cities


def test_cities_are_in_tiers_and_the_lower_ones_together():
    customers = table("北京-北京", "江苏-苏州", "福建-福州", "江苏-盐城", "云南-昭通", "吉林-吉林")
    one, new, two, low = "一线城市客户", "新一线城市客户", "二线城市客户", "三线及以下城市客户"
    assert found(Geography(), customers) == [one, new, two, low, low, low]
    apart = Geography(lower="apart").segment(customers)
    assert apart.labels["city_tier"].tolist() == [1, 1.5, 2, 3, 5, 4]
    assert apart.labels["place"].tolist() == ["北京", "苏州", "福州", "盐城", "昭通", "吉林"]
    assert [text.zh for text in apart.labels["reason"]][:3] == ["北京：一线", "苏州：新一线", "福州：二线"]
    assert apart.labels["segment"].tolist() == ["tier_1", "new_tier_1", "tier_2", "tier_3", "tier_5", "tier_4"]


@pytest.mark.parametrize("where", ["广东", "香港-香港", "湖北-仙桃", "火星", "朝阳", "", None, "未知"])
def test_a_place_without_a_city_of_the_table_is_unknown(where):
    assert found(Geography(), table(where, "北京-北京")) == ["未知", "一线城市客户"]


def test_places_that_count_to_no_group_are_listed():
    result = Geography().segment(table("广东", "火星", "火星", "北京-北京", None))
    assert listed(result, "归入未知的地区")[["said", "count"]].to_numpy().tolist() == [["火星", 2], ["广东", 1]]
    assert listed(result, "客户最多的地区")[["said", "count", "share"]].to_numpy().tolist() == [["北京-北京", 1, 0.2]]


def test_the_source_of_the_tiers_is_told():
    assert "第一财经·新一线城市研究所 2025（非官方），337 个城市" in notes(Geography().segment(table("北京-北京")))[0]
    own = Geography(cities=(CityTier("苏州", "tier_1"), CityTier("北京", "tier_1"), CityTier("柏林", "tier_2")))
    (said, *_) = notes(own.segment(table("北京-北京")))
    assert said == "城市级别按工作表「城市分级」里自己的表，3 个城市；不在表里的城市归入未知。"


def test_the_largest_cities_of_the_data_speak_for_their_tier_as_they_are_written():
    own = Geography(cities=(CityTier("London", "tier_1"), CityTier("York", "tier_2")))
    result = own.segment(table(city=["york", "London", "YORK", None]))
    features = {s.key: s.features.en for s in result.segments}
    assert [features["tier_1"], features["tier_2"]] == [
        "customers in cities such as London",
        "customers in cities such as York",
    ]
    assert features["new_tier_1"] == ""
    assert result.labels["place"].tolist()[:3] == ["York", "London", "York"]
    assert result.labels["reason"].iloc[0].en == "York: Tier 2"


def test_the_published_table_taken_back_from_its_sheet_changes_nothing():
    customers = table("江苏-苏州", "朝阳", "辽宁-朝阳", "火星")
    model, same = Geography(), Geography(cities=Geography().listed("cities", "en"))
    assert found(model, customers) == found(same, customers) == ["新一线城市客户", "未知", "三线及以下城市客户", "未知"]
    assert notes(model.segment(customers)) == notes(same.segment(customers))
    assert (model.needs, {row.note for row in same.cities}) == (same.needs, {"Yicai Rising Lab 2025 (unofficial)"})


def test_an_own_table_stands_in_place_of_the_shipped_one():
    own = Geography(cities=(CityTier("苏州市", "tier_1"), CityTier("Berlin", "tier_2")))
    customers = table("江苏-苏州", "北京-北京", None, city=["苏州", "北京", "berlin "])
    assert found(own, customers) == ["一线城市客户", "未知", "二线城市客户"]


def test_a_city_may_stand_alone():
    own = Geography(cities=(CityTier("Berlin", "tier_1"),))
    assert found(own, table(city=["Berlin", "Bonn"])) == ["一线城市客户", "未知"]
    assert found(Geography(), table(city=["苏州市", "深圳"], province=["江苏省", None])) == [
        *("新一线城市客户", "一线城市客户")
    ]


@pytest.mark.parametrize("written", ["苏州 = 新一线", "苏州＝新一线城市", "苏州=new tier 1", "苏州 = new_tier_1"])
def test_a_city_of_the_table_is_read_from_text(written):
    assert CityRows().read(written) == CityTier("苏州", "new_tier_1")
    assert parse([assignment(f"geography.cities={written}")], BASE).models[0].cities == (
        CityTier("苏州", "new_tier_1"),
    )


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        (("苏州", "新一线", "2025"), CityTier("苏州", "new_tier_1", "2025")),
        (("苏州 ", " Tier 2", None), CityTier("苏州", "tier_2")),
        (("苏州", "三线及以下"), CityTier("苏州", "tier_3")),
        (["苏州", "五线", 2024], CityTier("苏州", "tier_5", "2024")),
    ],
)
def test_a_city_of_the_table_is_read_from_the_cells_of_its_row(cells, row):
    assert CityRows().read(cells) == row


@pytest.mark.parametrize("cell", ["苏州", "苏州 = ", "= 一线", "苏州 = 六线", ("苏州", None), (None, "一线"), ()])
def test_a_row_without_a_city_or_with_no_tier_is_not_read(cell):
    with pytest.raises(ValueError, match=r".*") as error:
        CityRows().read(cell)
    assert error.value.args == (cell,)


@pytest.mark.parametrize("lang", LANGS)
def test_each_row_of_the_table_is_shown_as_the_cells_it_is_read_from(lang):
    for row in (*shipped()[::40], CityTier("柏林", "tier_3")):
        shown = CityRows().show((row,), lang)
        assert len(shown) == len(CityRows.columns)
        assert CityRows().read(shown) == row
    assert CityRows().show((None,), lang) is None


@pytest.mark.parametrize("lang", LANGS)
def test_its_settings_come_back_from_the_sheet(lang):
    model = Geography(by="province", lower="apart", most=5, urban_column=("城乡", "住在哪"), cities=shipped()[:3])
    wanted = Settings(General(), (model,))
    assert parse(rows(wanted, lang), BASE) == wanted


def test_a_city_with_two_tiers_is_refused():
    with pytest.raises(XlsegError, match="苏州市: given twice"):
        Geography(cities=(CityTier("苏州", "tier_1"), CityTier("苏州市", "tier_2")))
    assert Geography(cities=(CityTier("苏州", "tier_1"), CityTier("苏州", "tier_1", "2024")))


@pytest.mark.parametrize(("name", "bare"), [("苏州市", "苏州"), ("江苏-苏州", "苏州"), ("市", "市"), ("Bonn ", "bonn")])
def test_a_city_has_its_short_name(name, bare):
    assert short(name) == bare


def test_provinces_stand_by_size_and_the_rest_goes_together():
    customers = table("江苏-苏州", "广东", "广东-深圳", "北京", "江苏", "江苏-南京", "浙江", "内蒙古自治区-包头", None)
    result = Geography(by="province", most=2).segment(customers)
    assert [s.key for s in result.segments[:3]] == ["jiangsu", "guangdong", "other"]
    assert [s.title.zh for s in result.segments[:3]] == ["江苏", "广东", "其他省份"]
    assert result.labels["place_province"].tolist()[:8] == [
        *("江苏", "广东", "广东", "北京", "江苏", "江苏", "浙江", "内蒙古")
    ]
    assert result.labels["segment"].value_counts().to_dict() == {"jiangsu": 3, "other": 3, "guangdong": 2, "unknown": 1}


def test_the_side_of_the_qinling_huaihe_line_goes_by_province():
    customers = table("北京-北京", "江苏-徐州", "河南-信阳", "陕西-汉中", "广东", "台湾-台北", "火星")
    north, south = "北方客户", "南方客户"
    model = Geography(by="north_south")
    assert found(model, customers) == [north, south, north, north, south, south, "未知"]
    result = model.segment(customers)
    assert result.labels["reason"].map(lambda text: text.zh).tolist()[:2] == ["省份 = 北京", "省份 = 江苏"]
    assert "江苏、安徽算南方" in notes(result)[3]


@pytest.mark.parametrize("by", ["tier", "province", "north_south", "urban_rural"])
def test_the_audit_finds_no_gap_and_nobody_twice(by):
    customers = table("北京", "江苏-苏州", "云南-昭通", None, "广东", 城乡=["城镇", "农村", "城镇", None, "农村"])
    found = audit(Geography(by=by).segment(customers), customers)
    assert (found.whole, found.gaps, found.overlaps, found.unreachable, found.multiple) == (True, (), (), (), 0)


def test_all_provinces_are_known_each_once():
    assert len({p.key for p in PROVINCES}) == len({p.title.zh for p in PROVINCES}) == 34
    assert sum(p.north for p in PROVINCES) == 15
    known = {region.split("-")[0] for region in regions(pd.Series([p.title.zh for p in PROVINCES])).values}
    assert known == {p.title.zh for p in PROVINCES}


def test_town_and_country_come_from_a_column_that_says_so():
    customers = table(城乡=["城镇", "农村", "Urban", "乡村", "境外", None, "未知"])
    urban, rural = "城市客户", "农村客户"
    expected = [urban, rural, urban, rural, "其他城乡", "未知", "未知"]
    assert found(Geography(by="urban_rural"), customers) == expected


def test_the_column_of_town_and_country_may_have_any_name():
    customers = table(住在哪=["城市", "农村"])
    assert found(Geography(by="urban_rural", urban_column=("住在哪",)), customers) == ["城市客户", "农村客户"]
    with pytest.raises(XlsegError, match=r"looked for 城乡, .*the setting 'Column of town and country'"):
        Geography(by="urban_rural").segment(customers)


def test_without_any_region_the_model_is_refused_with_what_it_needs():
    orders = pd.DataFrame({"客户ID": ["A"], "最近购买日期": ["2026-01-01"], "订单数": [1]})
    with pytest.raises(XlsegError, match="needs Region"):
        analyze(orders, settings=BASE)
    own = Settings(General(), (Geography(cities=(CityTier("Berlin", "tier_1"),)),))
    with pytest.raises(XlsegError, match="needs a region, province or city"):
        analyze(orders, settings=own)


def test_a_sheet_with_addresses_is_enough():
    customers = pd.DataFrame(
        {
            "客户ID": ["A", "B", "C"],
            "地址": ["广东省深圳市南山区科技园", "江苏苏州工业园区", "云南省昭通市昭阳区"],
            "最近购买日期": ["2026-01-01"] * 3,
            "订单数": [1, 1, 1],
        }
    )
    labels = analyze(customers, settings=BASE).segmentations["geography"].labels
    assert labels["segment"].tolist() == ["tier_1", "new_tier_1", "tier_3"]


def test_what_cleaning_left_as_it_was_is_read_once_more():
    raw = pd.DataFrame({"city": ["Nanjing", "Berlin", "Paris", "深圳"]})
    assert found(Geography(), table(city=placed(raw)["city"])) == ["新一线城市客户", "未知", "未知", "一线城市客户"]


def test_a_million_odd_texts_are_not_read_as_addresses(monkeypatch):
    monkeypatch.setattr("xlseg.models.geography.where.READABLE", 3)
    monkeypatch.setattr("xlseg.models.geography.where.regions", lambda _: pytest.fail("read"))
    assert places(table(*(f"x{n}" for n in range(5)))).provinces == [None] * 5


def test_the_table_is_looked_at_a_few_times_whatever_the_number_of_places(monkeypatch):
    looks = []
    monkeypatch.setattr("xlseg.models.geography.ranks", lambda cities: looks.append(1) or ranks(cities))
    Geography().segment(table(*(f"x{n}" for n in range(50))))
    assert 0 < len(looks) < 5


def test_the_tier_of_an_unknown_city_is_blank():
    labels = Geography().segment(table("香港-香港", "北京")).labels
    assert labels["place"].tolist() == ["香港", "北京"]
    assert labels["reason"].iloc[0].zh == "香港：不在城市分级表里"
    assert np.isnan(labels["city_tier"].iloc[0])
    assert labels["city_tier"].iloc[1] == 1
