"""Loyalty and referral, by hand."""

import numpy as np
import pandas as pd
import pytest

from xlseg.errors import XlsegError
from xlseg.models.loyalty import Loyalty

PEOPLE = pd.DataFrame(
    {
        "customer_id": list("ABCDEFGH"),
        "days_since_last": [10, 10, 10, 10, 10, 400, 10, np.nan],
        "orders": [5, 5, 4, 2, 1, 9, 1, 0],
        "referrals": [1, 0, 3, 0, np.nan, 1, 0, 1],
        "level": ["普通", "金卡", "普通", "金卡", "普通", None, "钻石", "普通"],
    }
)
ADVOCATE, LOYAL = "loyal_advocate", "loyal"


def segments(people=PEOPLE, **settings):
    return Loyalty(**settings).segment(people).labels["segment"].tolist()


def said(found):
    return " ".join(block.text.en for block in found.evidence if hasattr(block, "text"))


def tables(found):
    return [block.rows for block in found.evidence if hasattr(block, "rows")]


def test_loyal_from_five_orders_repeat_from_two_and_advocates_have_brought_somebody():
    assert segments() == [ADVOCATE, LOYAL, "advocate", "repeat", "once", ADVOCATE, "once", "advocate"]


def test_each_limit_is_a_setting_and_counts_as_reached():
    assert segments(loyal_orders=4)[2] == ADVOCATE
    assert segments(repeat_orders=3)[3] == "once"
    assert segments(referrals=2)[0] == LOYAL
    assert segments(referrals=3)[2] == "advocate"


def test_who_stayed_away_too_long_is_not_loyal():
    people = PEOPLE.assign(referrals=0)
    assert segments(people, loyal_days=400)[5] == LOYAL
    assert segments(people, loyal_days=399)[5] == "repeat"


def test_a_member_level_may_count_as_loyal_however_many_orders():
    found = Loyalty(levels=("钻石", "金卡")).segment(PEOPLE)
    assert found.labels["segment"].tolist()[3:7] == [LOYAL, "once", ADVOCATE, LOYAL]
    assert found.labels["reason"].iloc[6].zh == "会员等级 属于 (钻石、金卡)"
    assert found.labels["reason"].iloc[1].zh == "订单数 ≥ 5"


def test_without_referrals_there_are_no_groups_that_bring_others():
    for people in (PEOPLE.drop(columns="referrals"), PEOPLE.assign(referrals=np.nan)):
        found = Loyalty().segment(people)
        assert [s.key for s in found.segments] == [LOYAL, "repeat", "once", "no_purchase", "unmatched"]
        assert found.labels["segment"].tolist() == [
            LOYAL,
            LOYAL,
            "repeat",
            "repeat",
            "once",
            LOYAL,
            "once",
            "no_purchase",
        ]
        assert "'Loyal advocates' and 'Advocates' cannot be told" in said(found)
        assert found.segments[0].features.en == "Buy often"


def test_without_levels_their_setting_is_said_to_have_no_effect():
    people = PEOPLE.drop(columns="level")
    assert segments(people, levels=("金卡",)) == segments()
    assert "the setting 'Member levels that count as loyal' has no effect" in said(
        Loyalty(levels=("金卡",)).segment(people)
    )
    assert "no effect" not in said(Loyalty().segment(people))


def test_a_level_the_data_do_not_hold_is_told():
    assert "铂金 in the setting 'Member levels that count as loyal' is not among" in said(
        Loyalty(levels=("铂金", "金卡")).segment(PEOPLE)
    )


def test_the_repurchase_rate_is_of_those_who_bought():
    text = said(Loyalty().segment(PEOPLE))
    assert "Repurchase rate 71.4%: 5 of 7 customers" in text
    assert "50.0% of all customers have referrals of at least 1" in text


def test_each_group_shows_how_many_come_back_and_bring_others():
    groups = tables(Loyalty().segment(PEOPLE))[0]
    assert groups["count"].tolist() == [2, 1, 2, 1, 2]
    assert groups["repurchase"].tolist() == [1, 1, 1, 1, 0]  # of the two advocates one never bought
    assert groups["brought"].tolist() == [2, 0, 4, 0, 0]


def test_the_ladder_says_how_many_go_on_to_the_next_order():
    ladder = tables(Loyalty().segment(PEOPLE))[1].set_index("orders")
    assert ladder["reached"].to_dict() == {1: 7, 2: 5, 3: 4, 4: 4, 5: 3, 6: 1, 7: 1, 8: 1, 9: 1}
    assert ladder["onward"][[1, 2, 4, 5, 9]].tolist() == [5 / 7, 4 / 5, 3 / 4, 1 / 3, 0]


def test_the_ladder_counts_all_who_went_beyond_its_last_rung():
    ladder = tables(Loyalty().segment(PEOPLE.assign(orders=[500, 12, 10, 1, 1, 1, 1, 1])))[1].set_index("orders")
    assert ladder.loc[10, ["reached", "onward"]].tolist() == [3, 2 / 3]


def test_member_levels_are_shown_with_their_rates_the_largest_first():
    levels = tables(Loyalty().segment(PEOPLE))[-1]
    assert levels["title"].tolist() == ["普通", "金卡", "钻石"]
    assert levels["count"].tolist() == [4, 2, 1]
    assert levels["repurchase"].tolist() == [2 / 3, 1, 0]


def test_every_customer_follows_the_book():
    from xlseg.rules import Table, matches

    found = Loyalty(levels=("金卡",), loyal_days=100).segment(PEOPLE)
    first = matches(found.book, Table(PEOPLE), len(PEOPLE)).first
    assert [found.book.rules[n].segment for n in first] == found.labels["segment"].tolist()


@pytest.mark.parametrize(
    "people",
    [PEOPLE.iloc[:0], PEOPLE.drop(columns="orders"), PEOPLE.assign(orders=np.nan)],
    ids=["empty", "no orders", "blank orders"],
)
def test_without_orders_it_is_refused(people):
    with pytest.raises(XlsegError, match="no usable Orders"):
        Loyalty().segment(people)


@pytest.mark.parametrize(
    "people",
    [
        *(PEOPLE.iloc[:1], PEOPLE.iloc[[0] * 5], PEOPLE.iloc[[7]], PEOPLE.assign(orders=np.inf)),
        PEOPLE.assign(referrals=np.inf, level=None),
    ],
    ids=["one", "all ties", "nobody bought", "infinite orders", "infinite referrals"],
)
def test_what_is_odd_has_a_result(people):
    found = Loyalty(levels=("金卡",)).segment(people)
    assert len(found.labels) == len(people)
    assert set(found.labels["segment"]) <= {segment.key for segment in found.segments}


def test_infinite_orders_are_no_number_and_tell_of_no_purchase_or_the_lack_of_one():
    assert segments(PEOPLE.assign(orders=np.inf, referrals=0)) == ["unmatched"] * 8


def test_needs_follow_the_settings():
    assert [c.key for c in Loyalty().needs] == ["orders"]
    assert [c.key for c in Loyalty(loyal_days=30).needs] == ["orders", "days_since_last"]


def test_loyal_takes_more_orders_than_repeat():
    with pytest.raises(XlsegError, match="more than the 5"):
        Loyalty(repeat_orders=5)
