"""What every model keeps to, whatever it computes."""

import re

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg.models import MODELS, Model
from xlseg.models.demographics import Demographics
from xlseg.models.demographics.ages import Band
from xlseg.models.geography import Geography
from xlseg.models.geography.tiers import CityTier
from xlseg.models.preference import Preference
from xlseg.models.rfm import Rfm
from xlseg.text import LANGS

VARIANTS = [
    *MODELS,
    Rfm(scheme="groups11"),
    Rfm(scheme="r10", binning="nested"),
    Rfm(binning="equal_count", bins=4, monetary="mean", high="median", high_of="values"),
    Rfm(binning="custom", r_cuts=(30, 90), f_cuts=(2,), m_cuts=(100, 500), high="limit", r_high=2, f_high=2, m_high=2),
    Rfm(bins=10),
    Demographics(by=("age", "gender", "income")),
    Demographics(by=("occupation", "住房面积"), most=3, least=0.05, groups=5),
    Demographics(age_bands=(Band(18, 25, "学生"), Band(25, 35), Band(60, 121))),
    Geography(lower="apart"),
    Geography(by="province", most=2),
    Geography(by="north_south"),
    Geography(by="urban_rural"),
    Geography(cities=(CityTier("苏州", "tier_1"),)),
    *(Preference(by=by) for by in ("channel", "online", "payment", "page", "variety")),
]
RANDOM = np.random.default_rng(7)
MANY = customers(*(RANDOM.integers(1, high, 200).tolist() for high in (400, 9, 5000))).assign(
    average_order=RANDOM.integers(1, 500, 200).astype(float), purchase_days=RANDOM.integers(1, 9, 200)
)
MANY = MANY.assign(
    age=RANDOM.integers(8, 95, 200).astype(float),
    gender=RANDOM.choice(["男", "female", "未知", None], 200),
    income=RANDOM.integers(3, 60, 200) * 1000.0,
    occupation=RANDOM.choice(["教师", "IT", "ｉｔ", *(f"工种{n}" for n in range(30))], 200),
    region=RANDOM.choice(["广东-深圳", "江苏-苏州", "北京-北京", "云南-昭通", "广东", "火星", None], 200),
    城乡=RANDOM.choice(["城镇", "农村", "其他", None], 200),
    住房面积=RANDOM.integers(30, 200, 200).astype(float),
    categories=RANDOM.integers(0, 7, 200),
    favourite_category=RANDOM.choice(["茶", "酒", "米", None], 200),
    favourite_channel=RANDOM.choice(["天猫旗舰店", "人民路门店", "电话", None], 200),
    favourite_payment=RANDOM.choice(["微信支付", "支付宝"], 200),
    favourite_page=RANDOM.choice(["首页", "搜索"], 200),
)
TABLES = {
    "many": MANY,
    "empty": MANY.iloc[:0],
    "one": MANY.iloc[:1],
    "all ties": MANY.iloc[[0] * 30].assign(customer_id=[f"T{n:02}" for n in range(30)]),
    "missing": MANY.assign(days_since_last=MANY["days_since_last"].where(MANY.index % 3 > 0)),
    "nothing known": MANY.assign(orders=np.nan, revenue=np.nan, average_order=np.nan),
    "infinite": MANY.assign(revenue=np.inf, average_order=np.inf),
}


@pytest.fixture(params=VARIANTS, ids=lambda model: f"{model.key}-{VARIANTS.index(model)}")
def model(request) -> Model:
    return request.param


@pytest.fixture(params=TABLES)
def table(request) -> pd.DataFrame:
    return TABLES[request.param].reset_index(drop=True)


def test_every_customer_gets_one_label_and_exactly_the_declared_columns(model, table):
    found = model.segment(table)
    assert found.labels.index.tolist() == table["customer_id"].tolist()
    assert list(found.labels) == [column.key for column in model.columns]
    assert set(found.labels["segment"]) <= {segment.key for segment in found.segments}


def test_the_input_is_not_changed(model, table):
    before = table.copy(deep=True)
    model.segment(table)
    pd.testing.assert_frame_equal(table, before)


def test_the_order_of_rows_does_not_matter(model, table):
    shuffled = table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(model.segment(shuffled).labels.sort_index(), model.segment(table).labels.sort_index())


def test_the_same_customers_get_the_same_labels(model, table):
    pd.testing.assert_frame_equal(model.segment(table).labels, model.segment(table.copy()).labels)


def test_segments_are_named_in_both_languages_under_ascii_keys(model):
    found = model.segment(MANY)
    for segment in found.segments:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", segment.key)
        assert all(segment.title.of(lang) for lang in LANGS)
    assert len({segment.key for segment in found.segments}) == len(found.segments)


def test_a_model_is_a_model(model):
    assert isinstance(model, Model)
    assert model.columns[0].key == "segment"
