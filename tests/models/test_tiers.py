"""Value tiers, by hand: shares and their ties, limits, repeat orders."""

import numpy as np
import pandas as pd
import pytest

from xlseg.errors import XlsegError
from xlseg.models.bands import Shares, roundest, share_cuts
from xlseg.models.tiers import Tiers

PEOPLE = pd.DataFrame(
    {
        "customer_id": list("ABCDEFGHIJ"),
        "orders": [1, 1, 2, 1, 3, 1, 2, 4, 1, 9],
        "revenue": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 489.2, 512.35],
        "profits": [5.0, -5.0, 3.0, 2.0, 1.0, 0.0, -1.0, 9.0, 8.0, 7.0],
    }
)


def segments(people=PEOPLE, **settings):
    return Tiers(**settings).segment(people).labels["segment"].tolist()


def tables(found):
    return [block.rows for block in found.evidence if hasattr(block, "rows")]


def said(found):
    return " ".join(block.text.en for block in found.evidence if hasattr(block, "text"))


def test_the_top_fifth_is_high_the_next_three_tenths_middle_the_rest_low():
    assert segments() == ["low"] * 5 + ["middle"] * 3 + ["high"] * 2


def test_the_limits_are_the_roundest_between_neighbours():
    found = Tiers().segment(PEOPLE)
    assert [s.rule.zh for s in found.segments[:3]] == [
        "累计金额 ≥ 400（约前 20%）",
        "累计金额 ≥ 60 且 累计金额 < 400（约其后 30%）",
        "累计金额 < 60（约其余 50%）",
    ]
    assert found.labels["reason"].iloc[8].en == "Revenue ≥ 400"


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        *((489.2, 512.35, 500), (999, 1000, 1000), (0.1, 0.2, 0.2), (-5, -3, -3), (-0.5, 0.4, 0), (49.94, 50.01, 50)),
        *((0, 1e300, 1e300), (1, np.nextafter(1, 2), np.nextafter(1, 2))),
    ],
)
def test_the_roundest_number_lies_above_the_lower_and_up_to_the_upper(low, high, found):
    assert low < roundest(low, high) <= high
    assert roundest(low, high) == pytest.approx(found)


@pytest.mark.parametrize(
    ("values", "shares", "above"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (20, 30, 50), [2, 5]),
        ([1, 1, 1, 1, 1, 1, 1, 2, 2, 2], (20, 30, 50), [3, 3]),  # only one limit there is: the middle is empty
        ([1, 1, 2, 2, 2, 2, 2, 2, 2, 3], (20, 80), [1]),  # 10 % is nearer to 20 % than 80 %
        ([1, 9, 9, 9, 9, 9, 9, 9, 9, 9], (20, 30, 50), [9, 9]),  # the best value is never split
        ([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], (10, 90), [2]),
        ([1, 2, 3], (33, 33, 34), [1, 2]),
    ],
)
def test_equal_values_stay_together_at_the_nearest_share(values, shares, above):
    x = np.array(values, dtype=float)
    assert [int((x >= cut).sum()) for cut in share_cuts(x, shares)] == above


def test_a_tier_nobody_can_be_in_says_so_and_what_came_about_is_told():
    people = PEOPLE.assign(revenue=[1.0] * 7 + [2.0] * 3)
    found = Tiers().segment(people)
    assert found.labels["segment"].tolist() == ["low"] * 7 + ["high"] * 3
    assert found.segments[1].rule.en.startswith("nobody")
    assert "Wanted were 20 / 30 / 50%, and 30 / 0 / 70% came about" in said(found)


def test_own_limits_count_as_reached():
    assert segments(by="limits", limits=(60, 489.2)) == ["low"] * 5 + ["middle"] * 3 + ["high"] * 2


def test_two_to_five_tiers_have_names_or_are_given_some():
    found = Tiers(shares=(10, 20, 20, 20, 30)).segment(PEOPLE)
    assert [s.key for s in found.segments] == ["high", "upper", "middle", "lower", "low", "untiered"]
    named = Tiers(by="limits", limits=(60,), names=("金牌", "铜牌")).segment(PEOPLE)
    assert [s.title.zh for s in named.segments] == ["金牌", "铜牌", "无法分层"]


@pytest.mark.parametrize("name", ["profits", "累计利润", "利润贡献", "Total profit"])
def test_any_column_may_be_the_measure_by_any_of_its_names(name):
    found = segments(measure=(name,))
    assert [PEOPLE["customer_id"][n] for n, segment in enumerate(found) if segment == "high"] == ["H", "I"]
    assert segments(PEOPLE.assign(终身价值=PEOPLE["profits"]), measure=("终身价值",)) == found


def test_the_top_tier_may_ask_for_repeat_orders_and_who_has_not_is_one_lower():
    found = Tiers(top_orders=2).segment(PEOPLE)
    assert found.labels["segment"].tolist() == ["low"] * 5 + ["middle"] * 4 + ["high"]
    assert found.labels["reason"].iloc[8].en == "Revenue ≥ 60"
    assert [s.rule.en for s in found.segments[:2]] == ["Revenue ≥ 400 and Orders ≥ 2", "Revenue ≥ 60"]
    assert segments(by="limits", limits=(400,), top_orders=2) == ["low"] * 9 + ["high"]


def test_each_tier_shows_its_share_of_the_measure_and_its_repurchase_rate():
    worth = tables(Tiers().segment(PEOPLE))[0].set_index("title")
    assert worth["repurchase"].tolist() == [1 / 2, 2 / 3, 2 / 5]
    assert worth["share"].sum() == pytest.approx(1)
    assert "50.0% over all" in said(Tiers().segment(PEOPLE))


def test_without_orders_the_repurchase_rate_is_unknown():
    found = Tiers().segment(PEOPLE.drop(columns="orders"))
    assert "repurchase" not in tables(found)[0]
    assert "the repurchase rate is unknown" in said(found)


def test_limits_are_proposed_from_the_data():
    methods = [text.en for text in tables(Tiers(by="limits", limits=(60,)).segment(PEOPLE))[1]["method"]]
    assert methods == ["Limits in use", "Quantiles", "Mean", "Median", "Natural breaks", "Shares 20 / 30 / 50%"]


def test_without_a_number_a_customer_is_not_tiered():
    found = Tiers().segment(PEOPLE.assign(revenue=[np.nan, np.inf, *range(8)]))
    assert found.labels["segment"].tolist()[:2] == ["untiered"] * 2
    assert found.labels["reason"].iloc[0].en == "has no Revenue"
    assert found.unmatched == 2


@pytest.mark.parametrize(
    ("people", "settings", "message"),
    [
        (PEOPLE.iloc[:0], {}, "not one usable 'Revenue'"),
        (PEOPLE.assign(revenue=np.inf), {}, "not one usable 'Revenue'"),
        (PEOPLE.drop(columns="revenue"), {}, "not one usable 'Revenue'"),
        (PEOPLE.iloc[:1], {}, "10 for everybody"),
        (PEOPLE.assign(revenue=7.5), {}, "7.5 for everybody"),
        (PEOPLE.drop(columns="orders"), {"top_orders": 2}, "not one usable 'Orders'"),
        (PEOPLE, {"measure": ("LTV",)}, "there is no column 'LTV'"),
        (PEOPLE.assign(city="甲"), {"measure": ("城市",)}, "'City' is no number"),
    ],
)
def test_what_cannot_be_tiered_is_refused_with_the_reason(people, settings, message):
    with pytest.raises(XlsegError, match=message):
        Tiers(**settings).segment(people)


def test_all_ties_have_a_tier_by_own_limits():
    assert segments(PEOPLE.assign(revenue=60.0), by="limits", limits=(60,)) == ["high"] * 10
    assert segments(PEOPLE.iloc[:1], by="limits", limits=(60,)) == ["low"]


def test_needs_follow_the_measure():
    assert [c.key for c in Tiers(measure=("M",), top_orders=2).needs] == ["revenue", "orders"]
    assert Tiers(measure=("终身价值",)).needs == ()


@pytest.mark.parametrize("cell", ["20, 30, 50", "20/30/50", "20% / 30% / 50%", "0.2、0.3、0.5"])
def test_shares_are_read_as_people_write_them(cell):
    assert Shares().read(cell) == (20, 30, 50)
    assert Shares().read(Shares().show((20.0, 30.0, 50.0), "zh")) == (20, 30, 50)


@pytest.mark.parametrize("shares", [(100,), (20, 30), (-20, 120), (20,) * 4 + (10, 10), (np.nan, 50)])
def test_shares_that_do_not_make_100_are_refused(shares):
    with pytest.raises(XlsegError, match="make 100"):
        Tiers(shares=shares)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"by": "limits"}, "1 to 4 limits"),
        ({"measure": ("revenue", "profits")}, "one column only"),
        ({"names": ("A", "B")}, "there are 3 tiers"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings, message):
    with pytest.raises(XlsegError, match=message):
        Tiers(**settings)
