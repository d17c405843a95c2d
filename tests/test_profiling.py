"""What sets a group apart, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from xlseg.playbook import KINDS, proposed
from xlseg.playbook.stages import STAGES, stage
from xlseg.playbook.tactics import TACTICS
from xlseg.profiling import compared, described, dimensions, traits
from xlseg.profiling.traits import TRAITS
from xlseg.segments import Segment, Segmentation, sizes
from xlseg.text import Text


def found(customers: pd.DataFrame, groups: list[str], *more: str):
    """Portraits of groups by name; more: groups without customers."""
    frame = customers.assign(customer_id=[f"C{n:03}" for n in range(len(customers))])
    labels = pd.DataFrame({"segment": groups}, index=pd.Index(frame["customer_id"]))
    segments = tuple(Segment(key, Text(key, key)) for key in dict.fromkeys([*groups, *more]))
    return compared(frame, {"model": Segmentation(labels, segments)})["model"]


def shop() -> pd.DataFrame:
    """Two who buy often, eight who bought once, one of them nothing but a name."""
    return pd.DataFrame(
        {
            "orders": [4, 6, *[1] * 7, 0],
            "revenue": [900, 600, *[100] * 7, np.nan],
            "average_order": [225, 100, *[100] * 7, np.nan],
            "days_since_last": [10, 14, *[100] * 7, np.nan],
        },
        dtype=float,
    )


def test_a_group_is_told_by_its_own_figures_against_all():
    """Repurchase 2 of 2 against 2 of 9; 1,500 in 10 orders against 2,200 in 17; 750 each against 2,200 / 9."""
    portraits = found(shop(), ["often", "often", *["once"] * 7, "never"])
    told = described(portraits["often"])
    assert told.zh.split("；") == [
        *("复购率 100%，为全体 4.5 倍", "人均消费 750，为全体 3.1 倍", "平均 12 天前购买（全体 80）"),
    ]
    assert told.en == (
        "Repurchase rate 100%, 4.5 times the average; revenue per customer 750, 3.1 times the average; "
        "last order 12 days ago on average (all: 80)"
    )
    assert described(portraits["once"]).zh.startswith("复购率 0%（全体 22%）")


def test_effects_are_the_chance_to_be_above_another_customer():
    """Vargha and Delaney's A: orders 4 and 6 stand above all 8 others, and half of their own two: (8 + 1) / 10."""
    portraits = found(shop(), ["often", "often", *["once"] * 7, "never"])
    assert portraits["often"].effects["orders"] == pytest.approx(0.4)
    assert portraits["often"].effects["days_since_last"] == pytest.approx(-(3.5 / 9))
    assert portraits["once"].effects["orders"] == pytest.approx((1 + 3.5) / 10 - 0.5)


def test_the_models_own_text_goes_first_and_columns_that_make_the_group_are_no_leaning():
    customers = pd.DataFrame({"orders": [2.0] * 60, "favourite_category": ["茶"] * 18 + ["水"] * 42})
    portraits = found(customers, ["a"] * 24 + ["b"] * 36)
    told = described(portraits["a"], Text("爱喝茶", "Tea"))
    assert told.zh == "爱喝茶；复购率 100%，与全体相近；偏好品类「茶」占 75%（全体 30%）"
    assert "偏好" not in described(portraits["a"], Text("爱喝茶", "Tea"), ["favourite_category"]).zh


@pytest.mark.parametrize("size", [1, 19, 20])
def test_of_fewer_than_twenty_customers_neither_age_nor_gender_is_told(size):
    customers = pd.DataFrame({"orders": 2.0, "age": [70.0] * size + [40.0] * 99, "gender": ["女"] * size + ["男"] * 99})
    portrait = found(customers, ["a"] * size + ["b"] * 99)["a"]
    told = described(portrait).zh
    assert ["岁" in told, "女" in told, "older" in traits(portrait)] == [size == 20] * 3


@pytest.mark.parametrize("times", [1, 2])
def test_what_persons_are_is_told_beyond_chance_alone(times):
    """28 women of 40 against 24 of 60 are 2.9 standard errors; twice as many of all are 4.2."""
    genders = ["女"] * 28 + ["男"] * 12 + ["女"] * 24 + ["男"] * 36
    customers = pd.DataFrame({"orders": 2.0, "gender": genders * times})
    told = described(found(customers, (["a"] * 40 + ["b"] * 60) * times)["a"]).zh
    assert ("性别「女」占 70%（全体 52%）" in told) == (times == 2)


def test_who_never_bought_is_not_told_by_purchases():
    portraits = found(shop(), ["often", "often", *["once"] * 7, "never"])
    assert described(portraits["never"]).zh == "还没有购买"
    assert traits(portraits["never"]) == {"never"}


def test_figures_of_nothing_are_not_told_and_one_day_is_no_days():
    frame = pd.DataFrame(
        {"orders": [2.0] * 4, "complaints": [0, 0, 1, 2], "days_since_last": [1, 1, 9, 9]}, dtype=float
    )
    told = described(found(frame, ["a", "a", "b", "b"])["a"])
    assert told == Text(
        "复购率 100%，与全体相近；平均 1 天前购买（全体 5）",
        "Repurchase rate 100%, close to average; last order 1 day ago on average (all: 5)",
    )


def test_a_group_without_customers_has_its_own_text_or_says_so():
    portraits = found(shop(), ["often"] * 10, "none")
    assert described(portraits["none"], Text("有钱", "Rich")) == Text("有钱", "Rich")
    assert described(portraits["none"]).zh == "本次没有客户"
    assert (dimensions(portraits["none"], ["orders"]).zh, traits(portraits["none"])) == ("", frozenset())


def test_all_customers_in_one_group_differ_from_nobody():
    told = described(found(shop(), ["all"] * 10)["all"])
    assert told.zh == "复购率 22%；客单价 129"


@pytest.mark.parametrize("column", ["revenue", "days_since_last", "profits"])
def test_equal_missing_negative_and_single_values_are_told_without_a_fault(column):
    for values in ([5.0] * 4, [np.nan] * 4, [-1.0, 0.0, 0.0, 3.0], [np.nan, 1.0, np.nan, np.inf]):
        portraits = found(pd.DataFrame({"orders": [1.0] * 4, column: values}), ["a", "b", "b", "c"])
        for portrait in portraits.values():
            told = described(portrait)
            assert "nan" not in told.zh
            assert "inf" not in told.zh
    one = found(shop().head(1), ["a"])
    assert described(one["a"]).zh == "复购率 100%；客单价 225"


def test_a_table_without_measures_tells_nothing():
    assert described(found(pd.DataFrame({"city": ["a", "b"]}), ["a", "b"])["a"]) == Text("", "")


def test_dimensions_say_where_a_group_stands():
    portraits = found(shop(), ["often", "often", *["once"] * 7, "never"])
    assert dimensions(portraits["often"], ["revenue", "days_since_last", "own"]).zh == "累计金额高、距上次购买天数低"


def test_long_absence_for_customers_who_used_to_come_often_is_lapsing():
    """Both groups have been away for 100 days; the first used to come every 5, the second every 90."""
    customers = pd.DataFrame(
        {"orders": [9.0] * 10, "days_since_last": [100.0] * 10, "order_interval": [5.0] * 5 + [90.0] * 5}
    )
    portraits = found(customers, ["a"] * 5 + ["b"] * 5)
    assert "lapsing" in traits(portraits["a"])
    assert "lapsing" not in traits(portraits["b"])
    assert "平均 100 天前购买" in described(portraits["a"]).zh


def documents() -> pd.DataFrame:
    """The groups of S2: loyal, new with potential, steady, dormant."""
    groups = {
        "loyal": (10, 8, 4000, 700),
        "fresh": (15, 1, 1500, 60),
        "steady": (45, 3, 600, 380),
        "dormant": (300, 1, 90, 420),
    }
    sizes = {"loyal": 12, "fresh": 20, "steady": 30, "dormant": 18}
    columns = ["days_since_last", "orders", "revenue", "tenure_days"]
    rows = [values for name, values in groups.items() for _ in range(sizes[name])]
    frame = pd.DataFrame(rows, columns=columns, dtype=float)
    frame["average_order"] = frame["revenue"] / frame["orders"]
    return frame.assign(name=[name for name in groups for _ in range(sizes[name])])


def test_the_documents_groups_get_the_documents_strategies():
    """S2's strategy table and its result table, whatever the groups are called."""
    customers = documents()
    renamed = customers["name"].map({"loyal": "x", "fresh": "loyal", "steady": "z", "dormant": "w"})
    portraits = found(customers.drop(columns="name"), renamed.tolist())
    plans = {key: proposed(traits(portrait)) for key, portrait in portraits.items()}
    said = {
        key: [plan.direction.zh, *(text.zh for kind in KINDS for text in plan.tactics[kind])]
        for key, plan in plans.items()
    }
    assert {"深度绑定与价值提升", "新品优先体验", "会员等级权益升级", "专属客服"} <= set(said["x"])
    assert {"快速转化与习惯培养", "产品使用引导", "新客专享折扣", "定期回访收集反馈"} <= set(said["loyal"])
    assert {"标准化服务", "交叉销售：推荐关联品类"} <= set(said["z"])
    assert {"激活与挽回", "唤醒优惠券（如“回归专享100元券”）", "流失原因调研"} <= set(said["w"])


def test_the_average_order_of_a_group_is_its_revenue_over_its_orders():
    """9 orders of 900 and one of 500 are 140 an order; the customers' own averages would come to 300."""
    table = pd.DataFrame({"customer_id": ["A", "B", "C"], "orders": [9, 1, 0], "revenue": [900.0, 500.0, 0.0]})
    table["average_order"] = table["revenue"] / table["orders"].where(table["orders"] > 0)
    labels = pd.DataFrame({"segment": ["all"] * 3}, index=pd.Index(table["customer_id"]))
    groups = Segmentation(labels, (Segment("all", Text("all", "all")), Segment("none", Text("none", "none"))))
    figures = sizes(groups, table)["average_order"]
    assert figures["all"] == compared(table, {"model": groups})["model"]["all"].means["average_order"] == 140
    assert np.isnan(figures["none"])


def test_every_stage_has_a_measure_of_each_kind_and_no_cell_more_than_two():
    for one in STAGES:
        plan = proposed(one.when[0])
        assert [bool(plan.tactics[kind]) for kind in KINDS] == [True] * 3, one.key
    everything = proposed(frozenset(TRAITS) - {"never", "unknown"}, "茶")
    assert max(len(everything.tactics[kind]) for kind in KINDS) == 2


def test_the_library_speaks_of_traits_and_stages_that_exist():
    keys, words = {one.key for one in STAGES}, {*TRAITS, "contract"}
    assert 35 <= len(TACTICS) <= 60
    assert len({tactic.key for tactic in TACTICS}) == len(TACTICS)
    for tactic in TACTICS:
        assert set(tactic.stages.split()) <= keys
        assert set(f"{tactic.when} {tactic.unless}".split()) <= words
    assert {word for one in STAGES for when in (*one.when, one.unless) for word in when} <= words


@pytest.mark.parametrize(
    ("seen", "at"),
    [
        ("", "steady"),
        ("never engaged", "first"),
        ("lost lapsing high_value", "rescue"),
        ("lost lapsing rare", "win_back"),
        ("lapsing frequent", "retain"),
        ("lapsing", "wake"),
        ("new high_value frequent", "bind"),
        ("new rare big_basket", "convert"),
        ("frequent small_basket", "more_each"),
        ("recent low_value", "repeat"),
        ("low_value", "save"),
        ("unknown", "complete"),
    ],
)
def test_a_stage_follows_from_traits(seen, at):
    assert stage(frozenset(seen.split())).key == at


def test_complaints_losses_and_contracts_bring_their_own_measures():
    plan = proposed(frozenset({"complaining", "unprofitable"}))
    assert "优先处理投诉并回访" in plan.lines("service").zh
    assert "控制优惠力度，不叠加折扣" in plan.lines("marketing").zh
    assert "续约" in proposed(frozenset({"contract"})).lines("service").zh
    assert "「茶」" in proposed(frozenset({"focused"}), "茶").lines("product").zh
