"""What customers choose, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from xlseg import General, Settings, XlsegError, analyze
from xlseg.audit import audit
from xlseg.blocks import Table
from xlseg.models.preference import Preference
from xlseg.settings import parse, rows
from xlseg.text import LANGS


def table(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"C{n}" for n in range(count)], **columns})


def found(model, customers):
    result = model.segment(customers)
    return [result.titles()[key].zh for key in result.labels["segment"]]


def repeated(result):
    """The table of who comes back: by title, the figures."""
    rows = next(block.rows for block in result.evidence if isinstance(block, Table))
    return {title.zh: tuple(figures) for title, *figures in rows[["title", *rows.columns[:-1]]].to_numpy().tolist()}


def test_the_favourite_categories_stand_by_size_then_name():
    customers = table(favourite_category=["茶", "酒", "茶", "米", None, "未知"])
    result = Preference().segment(customers)
    assert [(s.key, s.title.zh) for s in result.segments] == [
        *(("group_1", "茶"), ("group_2", "米"), ("group_3", "酒"), ("others", "其他"), ("unknown", "未知"))
    ]
    assert found(Preference(), customers) == ["茶", "酒", "茶", "米", "未知", "未知"]
    assert result.segments[0].features.zh == "最常购买「茶」"
    assert result.labels["reason"].iloc[0].zh == "偏好品类 = 茶"


def test_beyond_the_most_frequent_all_go_together():
    customers = table(favourite_category=["茶"] * 3 + ["酒"] * 2 + ["米", "面"])
    assert found(Preference(most=2), customers)[-2:] == ["其他偏好品类"] * 2


def test_who_comes_back_is_told_for_each_category():
    customers = table(
        favourite_category=["茶", "茶", "茶", "酒", None],
        orders=[1, 2, 5, 1, 0],
        revenue=[10.0, 20.0, 60.0, 10.0, 0.0],
    )
    assert repeated(Preference().segment(customers)) == {
        "茶": (3, 2, 2 / 3, 30.0),
        "酒": (1, 0, 0.0, 10.0),
        "未知": (1, 0, pytest.approx(np.nan, nan_ok=True), 0.0),
    }


def test_without_orders_and_revenue_nobody_is_said_to_come_back():
    result = Preference().segment(table(favourite_category=["茶"]))
    assert not any(getattr(b, "title", None) and b.title.zh == "各群体的复购" for b in result.evidence)


def test_channels_are_online_or_offline_by_the_words_in_their_names():
    channels = ["天猫旗舰店", "人民路门店", "门店小程序", "电话", "APP商城", None]
    model = Preference(by="online")
    online, offline, other = "偏好线上的客户", "偏好线下的客户", "其他偏好渠道"
    assert found(model, table(favourite_channel=channels)) == [online, offline, offline, other, online, "未知"]
    own = Preference(by="online", online=("电话",), offline=("旗舰",))
    assert found(own, table(favourite_channel=channels)) == [offline, other, other, online, other, "未知"]


def test_the_rule_of_online_names_the_channels_there_are():
    result = Preference(by="online").segment(table(favourite_channel=["天猫", "京东", "电话"]))
    assert {s.key: s.rule.zh for s in result.segments}["online"] == "偏好渠道 属于 (京东、天猫)"


def test_channel_payment_and_page_make_groups_too():
    customers = table(favourite_channel=["天猫"], favourite_payment=["支付宝"], favourite_page=["首页"])
    names = [found(Preference(by=by), customers)[0] for by in ("channel", "payment", "page")]
    assert names == ["天猫", "支付宝", "首页"]


def test_the_number_of_categories_is_one_a_few_or_many():
    customers = table(categories=[0, 1, 2, 3, 4, 9, np.nan])
    assert found(Preference(by="variety"), customers) == [
        *("未知", "单一品类客户", "少数品类客户", "少数品类客户", "多品类客户", "多品类客户", "未知")
    ]


def test_other_limits_of_the_number_of_categories():
    assert found(Preference(by="variety", variety_limits=(3,)), table(categories=[0, 1, 2, 3])) == [
        *("未知", "购买品类数低于 3", "购买品类数低于 3", "购买品类数3 及以上")
    ]


def test_favourites_come_from_the_orders():
    orders = pd.DataFrame(
        {
            "客户ID": ["A", "A", "A", "B", "B"],
            "订单编号": ["1", "2", "3", "4", "5"],
            "订单日期": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-01", "2026-01-05"],
            "金额": [1, 1, 1, 1, 1],
            "商品类目": ["茶", "酒", "茶", "米", "米"],
        }
    )
    result = analyze(orders, settings=Settings(General(), (Preference(),))).segmentations["preference"]
    assert [result.titles()[key].zh for key in result.labels["segment"]] == ["茶", "米"]


@pytest.mark.parametrize("by", ["category", "online", "variety"])
def test_the_audit_finds_no_gap_and_nobody_twice(by):
    customers = table(
        favourite_category=["茶", "酒", None], favourite_channel=["天猫", "门店", None], categories=[1, 3, 9]
    )
    found = audit(Preference(by=by).segment(customers), customers)
    assert (found.whole, found.gaps, found.overlaps, found.unreachable, found.multiple) == (True, (), (), (), 0)


def test_a_missing_column_is_named():
    orders = pd.DataFrame({"客户ID": ["A"], "日期": ["2026-01-01"], "金额": [1]})
    with pytest.raises(XlsegError, match="needs Favourite payment"):
        analyze(orders, settings=Settings(General(), (Preference(by="payment"),)))
    with pytest.raises(XlsegError, match="needs Categories bought"):
        Preference(by="variety").segment(table(orders=[1]))


def test_a_column_in_which_hardly_a_value_repeats_is_refused():
    with pytest.raises(XlsegError, match="'Favourite page' has 300 values"):
        Preference(by="page").segment(table(favourite_page=[f"/p/{n}" for n in range(300)]))


@pytest.mark.parametrize("wrong", [{"by": "colour"}, {"most": 0}, {"variety_limits": ()}, {"offline": ()}])
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(XlsegError, match=r"preference\."):
        Preference(**wrong)


@pytest.mark.parametrize("lang", LANGS)
def test_its_settings_come_back_from_the_sheet(lang):
    wanted = Settings(General(), (Preference(by="online", most=3, offline=("专柜",), variety_limits=(3, 5)),))
    assert parse(rows(wanted, lang), Settings(General(), (Preference(),))) == wanted
