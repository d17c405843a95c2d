"""Functions of single cells: dates, amounts, cities, and personal values masked."""

from datetime import datetime

import pandas as pd
import pytest

from xlseg import functions as x
from xlseg.analysis import analyze
from xlseg.columns import EVERY
from xlseg.models import DEFAULTS
from xlseg.models.geography.tiers import TIERS, shipped
from xlseg.privacy import MASKS, mask
from xlseg.settings import Row, parse


def test_dates_however_they_are_written():
    cells = ["2024年1月5日", "2024/1/5", "5 Jan 2024", "20240105", 45296.0, datetime(2024, 1, 5)]
    assert x.SEG_PARSE_DATE([[cell] for cell in cells]) == [[datetime(2024, 1, 5)]] * 6
    assert x.SEG_PARSE_DATE("2024-01-05") == datetime(2024, 1, 5)


def test_the_order_of_day_and_month_is_settled_by_the_column_or_the_argument():
    assert x.SEG_PARSE_DATE([["05/01/2024"], ["31/01/2024"]]) == [[datetime(2024, 1, 5)], [datetime(2024, 1, 31)]]
    assert x.SEG_PARSE_DATE("05/01/2024", "mdy") == datetime(2024, 5, 1)
    assert x.SEG_PARSE_DATE("05/01/2024") == "#分不清哪个是日、哪个是月，请在第二个参数写 dmy 或 mdy：05/01/2024"
    assert x.SEG_PARSE_DATE("05/01/2024", "x") == "#order：只能写 dmy（日/月/年）或 mdy（月/日/年），这里是「x」"


def test_amounts_however_they_are_dressed():
    cells = ["¥1,234.50", "1.2万", "(5.00)", "15%", 3.0, None, "免费"]
    answer = [[1234.5], [12000.0], [-5.0], [0.15], [3.0], [""], ["#金额 读不懂：免费"]]
    assert x.SEG_PARSE_AMOUNT([[cell] for cell in cells]) == answer


def test_a_header_stays_a_header():
    assert x.SEG_PARSE_AMOUNT([["实付金额"], ["3元"]]) == [["实付金额"], [3.0]]
    assert x.SEG_PARSE_DATE([["下单日期"], ["2024-01-05"]]) == [["下单日期"], [datetime(2024, 1, 5)]]
    assert x.SEG_CITY_TIER([["收货城市"], ["北京"]])[1] == ["一线"]


def test_cities_have_the_tier_of_the_model():
    cities = [row.city for row in shipped()]
    frame = pd.DataFrame({"客户ID": [str(n) for n in range(len(cities))], "城市": cities})
    settings = parse([Row("general.models", value="geography"), Row("geography.lower", value="apart")], DEFAULTS)
    keys = analyze(frame, settings=settings).segmentations["geography"].labels["segment"].reindex(frame["客户ID"])
    found = [cell for (cell,) in x.SEG_CITY_TIER([[city] for city in cities])]
    assert found == [TIERS[key].zh if key in TIERS else "未知" for key in keys]
    assert found.count("未知") < 5


@pytest.mark.parametrize(
    ("place", "tier"),
    [
        ("北京市", "Tier 1"),
        ("江苏省苏州市姑苏区", "New tier 1"),
        ("四川-绵阳", "Tier 3"),
        ("火星", "Unknown"),
        ("", ""),
    ],
)
def test_one_city_is_told_alone_as_in_a_column(place, tier):
    assert x.SEG_CITY_TIER(place, "en") == tier
    assert x.SEG_CITY_TIER([[place], ["火星"], ["木星"], ["x"]], "en")[0] == [tier]


VALUES = {
    "customer_name": "张三丰",
    "phone": "13812345678",
    "email": "zhang.san@example.com",
    "id_number": "440301199001011234",
    "birthday": "1990-01-01",
    "address": "广东省深圳市南山区科技路1号",
}


@pytest.mark.parametrize("key", MASKS)
def test_a_value_is_masked_as_its_kind_named_or_not(key):
    masked = mask(pd.DataFrame({"a": [VALUES[key]]}), {"a": key})["a"][0]
    assert masked != VALUES[key]
    for kind in (None, key, *EVERY[key].title):
        assert x.SEG_MASK(VALUES[key], kind) == masked
    assert x.SEG_MASK([[EVERY[key].title.zh], [VALUES[key]]]) == [[EVERY[key].title.zh], [masked]]


def test_what_looks_like_nothing_is_hidden_whole():
    assert x.SEG_MASK([["？？？"], ["12 34"], [None], ["#N/A"]]) == [["***"], ["***"], [""], ["#值 是错误值 #N/A"]]
    assert x.SEG_MASK("张三", "订单数").startswith("#kind：不会遮盖「订单数」；可以写 customer_name（客户名称）、")


def test_a_phone_number_excel_holds_as_a_number_is_masked():
    assert x.SEG_MASK([[13812345678.0], [13912345678.0]]) == [["138****5678"], ["139****5678"]]
