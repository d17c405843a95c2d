"""What every model keeps to, whatever it computes."""

import re
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg.errors import XlsegError
from xlseg.models import MODELS, Model
from xlseg.models.behaviour import Behaviour
from xlseg.models.churn import Churn
from xlseg.models.clusters import Clusters
from xlseg.models.clv import Clv
from xlseg.models.cross import Cross
from xlseg.models.cross.dimension import ColumnRow
from xlseg.models.demographics import Demographics
from xlseg.models.demographics.ages import Band
from xlseg.models.geography import Geography
from xlseg.models.geography.tiers import CityTier
from xlseg.models.lifecycle import Lifecycle
from xlseg.models.loyalty import Loyalty
from xlseg.models.matrix import Matrix
from xlseg.models.preference import Preference
from xlseg.models.rfm import Rfm
from xlseg.models.rules import Rules
from xlseg.models.rules.rows import RuleRow
from xlseg.models.tiers import Tiers
from xlseg.models.value import Value
from xlseg.models.weights import Weighted
from xlseg.page import Page, place
from xlseg.segments import Segmentation
from xlseg.text import LANGS

VARIANTS = [
    *MODELS,
    Rfm(scheme="groups11"),
    Rfm(scheme="r10", binning="nested"),
    Rfm(binning="equal_count", bins=4, monetary="mean", high="median", high_of="values"),
    Rfm(binning="custom", r_cuts=(30, 90), f_cuts=(2,), m_cuts=(100, 500), high="limit", r_high=2, f_high=2, m_high=2),
    Rfm(bins=10),
    Rules(pack="guide", dormant="guide"),
    Rules(table=(RuleRow("大客户", "M≥500 或 F≥3"), RuleRow("其余", "其余"))),
    Matrix("own", "R", "M"),
    Cross(("rfm", "matrix"), (ColumnRow("gender"),), 0.05).bound((Rfm(), Matrix("own", "R", "M"))),
    Value(scale="range", by="limits", limits=(30, 50, 80), more=(Weighted("转介绍人数", 0.2), Weighted("R", -0.2))),
    Tiers(measure=("客单价",), shares=(10, 20, 20, 25, 25), top_orders=3),
    Tiers(by="limits", limits=(500, 2000), names=("A", "B", "C")),
    Loyalty(loyal_days=90, levels=("金卡",), referrals=2),
    Lifecycle(limits="own_intervals"),
    Lifecycle(new_orders=1, loyal_orders=2),
    Churn(own_from=2, complaint_points=3),
    Clv(method="historic"),
    Clv(method="formula", tiers="limits", limits=(100, 1000)),
    Clv(unit="month", horizon=3, margin=0.3),
    Behaviour(basket="shown", window_days=90, inactive_days=30),
    Clusters(basis=("R", "purchase_days", "gender"), k=4, scale="robust", log="yes", bootstraps=2, describe=("M",)),
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
    average_order=RANDOM.integers(1, 500, 200).astype(float),
    purchase_days=RANDOM.integers(1, 9, 200),
    gender=RANDOM.choice(["F", "M", None], 200),
    tenure_days=RANDOM.integers(400, 900, 200),
    complaints=RANDOM.integers(0, 4, 200),
)
MANY = MANY.assign(referrals=RANDOM.poisson(0.5, 200), level=RANDOM.choice(["普通", "银卡", "金卡"], 200))
MANY = MANY.assign(
    tenure_days=MANY["days_since_last"] + RANDOM.integers(0, 400, 200),
    registered_days=MANY["days_since_last"] + RANDOM.integers(300, 500, 200),
    last_order=pd.Timestamp(2026, 7, 1) - pd.to_timedelta(MANY["days_since_last"], unit="D"),
    order_interval=RANDOM.integers(1, 90, 200).astype(float),
    activities=RANDOM.integers(0, 60, 200),
    last_activity=pd.Timestamp(2026, 7, 1) - pd.to_timedelta(RANDOM.integers(0, 200, 200), unit="D"),
    complaints=RANDOM.integers(0, 3, 200),
    favourite_page=RANDOM.choice(["商品页", "活动页", "帮助页"], 200),
)
MANY["active_days"] = (MANY["tenure_days"] - MANY["days_since_last"]).where(MANY["purchase_days"] > 1, 0)
MANY = MANY.assign(
    age=RANDOM.integers(8, 95, 200).astype(float),
    income=RANDOM.integers(3, 60, 200) * 1000.0,
    occupation=RANDOM.choice(["教师", "IT", "ｉｔ", *(f"工种{n}" for n in range(30))], 200),
    region=RANDOM.choice(["广东-深圳", "江苏-苏州", "北京-北京", "云南-昭通", "广东", "火星", None], 200),
    城乡=RANDOM.choice(["城镇", "农村", "其他", None], 200),
    住房面积=RANDOM.integers(30, 200, 200).astype(float),
    categories=RANDOM.integers(0, 7, 200),
    favourite_category=RANDOM.choice(["茶", "酒", "米", None], 200),
    favourite_channel=RANDOM.choice(["天猫旗舰店", "人民路门店", "电话", None], 200),
    favourite_payment=RANDOM.choice(["微信支付", "支付宝"], 200),
)
MANY["registered"] = MANY["last_order"] - pd.to_timedelta(MANY["registered_days"] - MANY["days_since_last"], unit="D")
MANY["终止日期"] = MANY["last_order"].where(RANDOM.random(200) < 0.4)
TABLES = {
    "many": MANY,
    "empty": MANY.iloc[:0],
    "one": MANY.iloc[:1],
    "all ties": MANY.iloc[[0] * 30].assign(customer_id=[f"T{n:02}" for n in range(30)]),
    "missing": MANY.assign(days_since_last=MANY["days_since_last"].where(MANY.index % 3 > 0)),
    "nothing known": MANY.assign(
        **dict.fromkeys(["orders", "revenue", "average_order", "order_interval", "activities", "complaints"], np.nan),
        last_activity=pd.NaT,
        favourite_page=None,
    ),
    "infinite": MANY.assign(revenue=np.inf, average_order=np.inf, order_interval=np.inf, activities=np.inf),
}


@pytest.fixture(params=VARIANTS, ids=lambda model: f"{model.key}-{VARIANTS.index(model)}")
def model(request) -> Model:
    return request.param


@pytest.fixture(params=TABLES)
def table(request) -> pd.DataFrame:
    return TABLES[request.param].reset_index(drop=True)


def answer(model: Model, table: pd.DataFrame) -> Segmentation | None:
    """None where the model refuses the table with a reason, which it may where hardly anything can be told apart."""
    try:
        return model.segment(table)
    except XlsegError:
        assert len(table) < 2 or table["revenue"].nunique() < 2
        return None


def test_every_customer_gets_one_label_and_exactly_the_declared_columns(model, table):
    found = answer(model, table)
    if found is None:
        return
    assert found.labels.index.tolist() == table["customer_id"].tolist()
    assert list(found.labels) == [column.key for column in model.columns]
    assert set(found.labels["segment"]) <= {segment.key for segment in found.segments}


def test_the_input_is_not_changed(model, table):
    before = table.copy(deep=True)
    answer(model, table)
    pd.testing.assert_frame_equal(table, before)


def test_the_order_of_rows_does_not_matter(model, table):
    shuffled, found = (answer(model, rows) for rows in (table.sample(frac=1, random_state=3), table))
    assert (shuffled is None) == (found is None)
    if shuffled and found:
        pd.testing.assert_frame_equal(shuffled.labels.sort_index(), found.labels.sort_index())


def test_the_same_customers_get_the_same_labels(model, table):
    first, again = answer(model, table), answer(model, table.copy())
    assert (first is None) == (again is None)
    if first and again:
        pd.testing.assert_frame_equal(first.labels, again.labels)


def test_segments_are_named_in_both_languages_under_ascii_keys(model):
    found = model.segment(MANY)
    for segment in found.segments:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", segment.key)
        assert all(segment.title.of(lang) for lang in LANGS)
    assert len({segment.key for segment in found.segments}) == len(found.segments)


def test_a_model_is_a_model(model):
    assert isinstance(model, Model)
    assert model.columns[0].key == "segment"


def test_many_customers_with_all_measures_are_not_refused(model):
    assert answer(model, MANY) is not None


@pytest.mark.parametrize("lang", LANGS)
def test_the_evidence_can_be_laid_out_with_its_charts(model, lang):
    found = answer(model, MANY)
    if found is not None:
        placed = place(Page("evidence", model.title, found.evidence), lang)
        assert all(
            isinstance(value, str | int | float | datetime | None)
            for f in placed.fills
            for row in f.values
            for value in row
        )
