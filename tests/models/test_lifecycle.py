"""Lifecycle stages by hand, and against what customers of the CDNOW sample did next."""

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg import XlsegError, analyze
from xlseg.customers import summarize
from xlseg.demo import orders as demo_orders
from xlseg.models import rhythm
from xlseg.models.lifecycle import Lifecycle
from xlseg.rules.domain import domain
from xlseg.settings import General, Settings

NAN = float("nan")
BY_HAND = [  # days since last, orders, days since first -> stage
    (NAN, 0, NAN, "prospect"),
    (0, 1, 0, "new"),
    (179, 1, 179, "new"),  # once and not lost: new, however long ago
    (180, 1, 180, "lost"),
    (20, 2, 182, "new"),
    (20, 2, 183, "mature"),
    (20, 2, NAN, "mature"),
    (20, 3, 30, "mature"),
    (20, 4, 900, "mature"),
    (20, 5, 30, "loyal"),
    (179, 50, 900, "loyal"),
    (180, 50, 900, "lost"),
    (NAN, 3, 30, "unmatched"),  # bought, nobody knows when
]


def stages(table, **settings):
    return Lifecycle(**settings).segment(table).labels["segment"].tolist()


def buyers(rows):
    """Days since last order, orders on as many days, and the mean interval between them."""
    days, orders, interval = (list(column) for column in zip(*rows, strict=True))
    table = customers(days, orders, [1.0] * len(days))
    return table.assign(purchase_days=orders, order_interval=interval, tenure_days=1000)


@pytest.mark.parametrize(("days", "orders", "tenure", "stage"), BY_HAND)
def test_a_stage_follows_from_first_purchase_last_purchase_and_repeats(days, orders, tenure, stage):
    table = customers([days, 5], [orders, 1], [1.0, 1.0]).assign(tenure_days=[tenure, 5])
    assert stages(table)[0] == stage


def test_registration_stands_in_for_a_first_order_that_is_not_known():
    table = customers([20, 20], [2, 2], [1.0, 1.0]).assign(registered_days=[182, 183])
    assert stages(table) == ["new", "mature"]


def test_without_any_beginning_only_who_bought_once_is_new():
    assert stages(customers([20, 20], [1, 2], [1.0, 1.0])) == ["new", "mature"]


def test_own_intervals_judge_each_customer_by_their_own_rhythm():
    weekly, quarterly, twice = (34, 10, 7), (400, 10, 90), (34, 2, 7)
    table = buyers([weekly, (35, 10, 7), quarterly, (450, 10, 90), twice])
    found = Lifecycle(limits="own_intervals").segment(table).labels
    assert found["lost_after"].tolist() == [35, 35, 450, 450, 180]  # too few intervals for the quantile: fixed days
    assert found["segment"].tolist() == ["loyal", "lost", "loyal", "lost", "mature"]
    assert found["silence"].tolist() == [0.97, 1.0, 0.88, 1.0, 0.18]


def test_who_has_no_rhythm_is_judged_by_the_quantile_of_those_who_came_back():
    came_back = [(10, 2, interval) for interval in range(10, 120, 10)]  # 10 ... 110: the 90 % quantile is 100
    found = Lifecycle(limits="own_intervals").segment(buyers([*came_back, (99, 1, NAN), (100, 1, NAN)])).labels
    assert found["lost_after"].iloc[-1] == 100
    assert found["segment"].iloc[-2:].tolist() == ["new", "lost"]


def test_own_limits_stay_between_the_least_and_the_most_days():
    found = Lifecycle(limits="own_intervals", least_days=30, most_days=700).segment(buyers([(9, 9, 1), (9, 9, 400)]))
    assert found.labels["lost_after"].tolist() == [30, 700]


def test_intervals_follow_from_first_and_last_order_where_they_are_not_given():
    table = customers([10, 10], [5, 1], [1.0, 1.0]).assign(active_days=[100.0, 0.0])
    np.testing.assert_array_equal(rhythm.intervals(table), [25, NAN])


@pytest.mark.parametrize("model", [Lifecycle(), Lifecycle(limits="own_intervals"), Lifecycle(new_orders=1)])
def test_every_buyer_there_could_be_meets_exactly_one_rule(model):
    grid = domain(model.segment(buyers([(10, 3, 30)] * 12)).book)
    assert set(grid.counts.ravel().tolist()) == {1}


@pytest.mark.parametrize("limits", ["days", "own_intervals"])
def test_in_the_cdnow_sample_later_purchases_tell_the_stages_apart(limits):
    orders = demo_orders().rename(columns={"order_date": "order_day"}).assign(order_id=range(6919))
    day = pd.Timestamp("1997-10-01")
    labels = Lifecycle(limits=limits).segment(summarize(orders[orders["order_day"] < day], None, day)).labels
    again = labels.index.isin(orders.loc[orders["order_day"] >= day, "customer_id"])
    returned = pd.Series(again, labels.index).groupby(labels["segment"]).mean()
    assert returned["loyal"] > 0.75
    assert 0.5 < returned["mature"] < 0.6
    assert returned["lost"] < 0.2


def test_limits_that_do_not_go_together_are_refused():
    with pytest.raises(XlsegError, match="fewer orders than the 3"):
        Lifecycle(new_orders=3, loyal_orders=3)
    with pytest.raises(XlsegError, match="fewer than the 90 days"):
        Lifecycle(least_days=90, most_days=60)


def test_without_purchases_the_refusal_says_what_to_give():
    table = pd.DataFrame({"客户ID": ["C1", "C2"], "注册时间": ["2026-01-01", "2026-02-01"]})
    with pytest.raises(XlsegError) as refused:
        analyze(table, settings=Settings(General(models=("lifecycle",)), (Lifecycle(),)))
    assert "订单表" in refused.value.say("zh")


def test_orders_alone_are_enough(orders):
    found = analyze(orders, settings=Settings(General(), (Lifecycle(),))).segmentations["lifecycle"]
    assert set(found.labels["segment"]) <= {"new", "mature", "lost"}
    assert found.labels.loc["C04", "segment"] == "lost"


def test_registered_people_who_never_bought_are_prospects(orders):
    people = pd.DataFrame({"客户ID": ["C01", "P01"], "注册时间": ["2026-01-01", "2026-06-01"]})
    found = analyze(orders, people, settings=Settings(General(), (Lifecycle(),))).segmentations["lifecycle"]
    assert found.labels.loc["P01", "segment"] == "prospect"
