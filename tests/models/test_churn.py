"""Churn risk by hand: which signs show, what they count, and how the reason says it."""

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg import XlsegError
from xlseg.customers import summarize
from xlseg.demo import orders as demo_orders
from xlseg.models.churn import Churn

NAN = float("nan")
TODAY = pd.Timestamp("2026-07-01")
BY_HAND = [  # days, orders, mean interval, complaints, idle days -> points, level, reason
    (89, 1, NAN, 0, 10, 0, "low", "没有流失信号"),
    (90, 1, NAN, 0, 10, 3, "high", "90 天未购买，只买过 1 次"),  # the documents' rule
    (90, 2, NAN, 0, 10, 1, "middle", "90 天未购买"),
    (180, 2, NAN, 0, 10, 3, "high", "180 天未购买"),  # the documents' dormant
    (128, 6, 30.5, 2, 10, 3, "high", "128 天未购买，是平常间隔的 4.2 倍；有 2 次投诉"),
    (36, 9, 8.5, 0, 10, 1, "middle", "36 天未购买，是平常间隔的 4.2 倍"),
    (29, 9, 2.0, 0, 10, 0, "low", "没有流失信号"),  # never overdue before 30 days
    (36, 2, 8.5, 0, 10, 0, "low", "没有流失信号"),  # one interval is no rhythm
    (400, 9, 10.0, 0, 10, 4, "high", "400 天未购买，是平常间隔的 40 倍"),
    (5, 9, 10.0, 1, 60, 2, "middle", "有 1 次投诉；60 天没有互动"),
    (5, 9, 10.0, 0, 59, 0, "low", "没有流失信号"),
    (NAN, 0, NAN, 3, 300, NAN, "no_purchase", "没有购买日期"),
]


def table(rows=BY_HAND):
    days, orders, interval, complaints, idle = (list(column) for column in list(zip(*rows, strict=True))[:5])
    found = customers(days, orders, [1.0] * len(days)).assign(
        purchase_days=orders,
        order_interval=interval,
        complaints=complaints,
        last_activity=TODAY - pd.to_timedelta(idle, unit="D"),
    )
    return found.assign(last_order=TODAY - pd.to_timedelta(found["days_since_last"], unit="D"))


def test_signs_count_points_and_the_reason_names_them_with_their_figures():
    labels = Churn().segment(table()).labels
    np.testing.assert_array_equal(labels["score"], [row[5] for row in BY_HAND])
    assert labels["segment"].tolist() == [row[6] for row in BY_HAND]
    assert [reason.zh for reason in labels["reason"]] == [row[7] for row in BY_HAND]


def test_the_reason_is_as_complete_in_english():
    reason = Churn().segment(table([BY_HAND[4]])).labels["reason"].iloc[0]
    assert reason.en == "no purchase for 128 days, 4.2 times the usual interval; complaints: 2"


def test_customers_who_show_the_same_share_one_reason():
    labels = Churn().segment(table([BY_HAND[4]] * 2)).labels
    assert labels["reason"].iloc[0] is labels["reason"].iloc[1]


def test_a_sign_without_points_neither_counts_nor_is_named():
    found = Churn(complaint_points=0).segment(table([BY_HAND[4]])).labels.iloc[0]
    assert found["score"] == 2
    assert "投诉" not in found["reason"].zh


def test_figures_beyond_all_bounds_are_told_at_the_bound():
    odd = table([(10, 1e9, 1e-3, 1e9, 10)]).assign(days_since_last=1e12)
    assert Churn().segment(odd).labels["reason"].iloc[0].zh == ("9999 天未购买，是平常间隔的 1000 倍；有 999 次投诉")


def test_what_the_data_do_not_hold_is_said():
    said = [b.text.zh for b in Churn().segment(customers([5], [1], [1.0])).evidence if hasattr(b, "text")]
    assert "数据里没有 投诉次数、最近互动日期、客户自己的购买间隔，这些信号没有计入。" in said


def test_the_table_of_signs_counts_who_shows_them():
    signs = next(b for b in Churn().segment(table()).evidence if hasattr(b, "rows")).rows
    assert signs["count"].tolist() == [5, 1, 2, 3, 2, 1]
    assert signs["share"].iloc[0] == pytest.approx(5 / 11)


def test_without_any_day_of_the_table_activity_counts_to_the_last_one():
    rows = [(5, 9, 10.0, 0, 0, 0, "low", ""), (5, 9, 10.0, 0, 60, 1, "middle", "")]
    assert Churn().segment(table(rows).drop(columns="last_order")).labels["score"].tolist() == [0, 1]


def test_in_the_cdnow_sample_later_purchases_fall_with_the_risk():
    orders = demo_orders().rename(columns={"order_date": "order_day"}).assign(order_id=range(6919))
    day = pd.Timestamp("1997-10-01")
    labels = Churn().segment(summarize(orders[orders["order_day"] < day], None, day)).labels
    again = labels.index.isin(orders.loc[orders["order_day"] >= day, "customer_id"])
    returned = pd.Series(again, labels.index).groupby(labels["segment"]).mean().round(2).to_dict()
    assert returned == {"low": 0.7, "middle": 0.49, "high": 0.15}


def test_limits_that_do_not_go_together_are_refused():
    with pytest.raises(XlsegError, match="longer than the 90 days"):
        Churn(long_days=90)
    with pytest.raises(XlsegError, match="above the 3 points"):
        Churn(middle=3)
