"""Behaviour by hand: visits a month, baskets, and pages."""

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg import XlsegError, analyze
from xlseg.models.behaviour import MONTH, Behaviour
from xlseg.rules.domain import domain
from xlseg.settings import General, Settings

NAN = float("nan")
TODAY = pd.Timestamp("2026-07-01")
YEAR = 365.25
BY_HAND = [  # activities, days known, average order, idle days -> visits a month, group, reason
    (48, YEAR, 10, 5, 4.0, "active", "每月访问 4 次及以上"),
    (48, YEAR, 10, 90, 4.0, "inactive", "每月访问 4 次及以上，但满 90 天没有互动"),
    (48, YEAR, 10, NAN, 4.0, "active", "每月访问 4 次及以上"),
    (47, YEAR, 10, 5, 3.91, "occasional", "每月访问 1 到 4 次"),
    (47, YEAR, 500, 5, 3.91, "active", "每月访问 1 到 4 次，大购物篮"),
    (47, YEAR, 500, 90, 3.91, "inactive", "每月访问 1 到 4 次，大购物篮，但满 90 天没有互动"),
    (12, YEAR, NAN, 89, 1.0, "occasional", "每月访问 1 到 4 次"),
    (11, YEAR, 900, 5, 0.91, "inactive", "每月访问不到 1 次"),
    (3, 2, 10, 2, 3.0, "occasional", "每月访问 1 到 4 次"),  # two days known count as a month
    (0, YEAR, 10, NAN, 0.0, "inactive", "每月访问不到 1 次"),
    (NAN, YEAR, 10, 5, NAN, "unmatched", "不符合任何一条规则，或缺少数据"),
]


def table(rows=BY_HAND):
    activities, known, average, idle = (list(column) for column in list(zip(*rows, strict=True))[:4])
    found = customers([10.0] * len(rows), [2] * len(rows), [1.0] * len(rows))
    return found.assign(
        last_order=TODAY - pd.Timedelta(days=10),
        activities=activities,
        registered_days=known,
        average_order=average,
        last_activity=TODAY - pd.to_timedelta(idle, unit="D"),
    )


def test_groups_follow_from_visits_a_month_basket_and_the_last_activity():
    labels = Behaviour(large_basket=500).segment(table()).labels
    np.testing.assert_array_equal(labels["visits"], [row[4] for row in BY_HAND])
    assert labels["segment"].tolist() == [row[5] for row in BY_HAND]
    assert [reason.zh for reason in labels["reason"]] == [row[6] for row in BY_HAND]


def test_a_basket_that_is_only_shown_changes_no_group():
    labels = Behaviour(large_basket=500, basket="shown").segment(table()).labels
    assert labels["segment"].iloc[4] == "occasional"
    assert labels["basket"].iloc[4].zh == "大购物篮"
    assert labels["basket"].iloc[6] is None


def test_without_a_limit_the_highest_quarter_of_average_orders_is_large():
    rows = [(48, YEAR, average, 5) for average in range(1, 102)]
    labels = Behaviour().segment(table(rows)).labels
    assert [basket.en for basket in labels["basket"]].count("Large basket") == 26  # 76 ... 101


def test_equal_baskets_are_neither_large_nor_small():
    assert Behaviour().segment(table([(24, YEAR, 70, 5)] * 4)).labels["basket"].tolist() == [None] * 4


def test_a_window_counts_for_all_but_who_came_later():
    rows = [(12, 900, 10, 5), (12, 61, 10, 5), (12, NAN, 10, 5)]
    visits = Behaviour(window_days=91).segment(table(rows)).labels["visits"].tolist()
    assert visits == [round(np.floor(12 / (days / MONTH) * 100) / 100, 2) for days in (91, 61, 91)]


def test_counts_without_any_day_are_taken_for_one_month_and_that_is_said():
    found = Behaviour().segment(table().drop(columns=["registered_days", "last_activity"]))
    assert found.labels["visits"].iloc[0] == 48
    said = [block.text.en for block in found.evidence if hasattr(block, "text")]
    assert any("taken for those of one month" in text for text in said)
    assert any("No day of the last activity" in text for text in said)


def test_pages_are_counted_by_customers_and_by_how_active_these_are():
    rows = [(48, YEAR, 10, 5), (12, YEAR, 10, 5), (0, YEAR, 10, 5), (48, YEAR, 10, 5)]
    found = Behaviour(large_basket=500).segment(table(rows).assign(favourite_page=["商品", "商品", "帮助", None]))
    pages = found.evidence[-1].rows.set_index("page")
    assert pages["count"].to_dict() == {"商品": 2, "帮助": 1}
    assert pages.loc["商品", ["active", "occasional", "inactive"]].tolist() == [0.5, 0.5, 0]
    assert pages.loc["商品", "visits"] == 2.5
    assert found.labels["page"].dropna().tolist() == ["商品", "商品", "帮助"]


@pytest.mark.parametrize("model", [Behaviour(large_basket=500), Behaviour(basket="shown")])
def test_every_customer_there_could_be_meets_exactly_one_rule(model):
    assert set(domain(model.segment(table()).book).counts.ravel().tolist()) == {1}


def test_without_activities_the_refusal_says_what_to_give(orders):
    with pytest.raises(XlsegError) as refused:
        analyze(orders, settings=Settings(General(), (Behaviour(),)))
    assert "行为记录" in refused.value.say("zh")
    assert "records of activity" in refused.value.say("en")


def test_records_of_activity_are_counted_per_customer(orders):
    days = pd.date_range("2026-04-01", "2026-06-30", freq="3D")
    visits = pd.DataFrame({"客户ID": "C01", "访问时间": days, "浏览页面": "商品页"})
    found = analyze(orders, visits, settings=Settings(General(), (Behaviour(),))).segmentations["behaviour"].labels
    assert found.loc["C01", ["segment", "page"]].tolist() == ["active", "商品页"]
    assert found.loc["C04", "segment"] == "inactive"


def test_limits_that_do_not_go_together_are_refused():
    with pytest.raises(XlsegError, match="more visits than the 4"):
        Behaviour(occasional_visits=4)
