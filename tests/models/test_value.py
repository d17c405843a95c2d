"""The weighted value score, by hand."""

import numpy as np
import pandas as pd
import pytest

from xlseg.errors import XlsegError
from xlseg.kinds import Kind
from xlseg.models.measure import rank, stretched
from xlseg.models.value import Value
from xlseg.models.weights import Weighted, Weights
from xlseg.settings import Row, Settings, assignment, parse, rows

# five customers: percentile ranks of orders 0 0 50 75 100, of revenue 0 25 50 75 100, of activities 100 0 25 50 75
PEOPLE = pd.DataFrame(
    {
        "customer_id": list("ABCDE"),
        "orders": [1, 1, 2, 3, 10],
        "revenue": [10.0, 20.0, 90.0, 100.0, 5000.0],
        "activities": [9, 0, 2, 4, 6],
    }
)


def labels(people=PEOPLE, **settings):
    return Value(**settings).segment(people).labels


def said(people=PEOPLE, **settings):
    found = Value(**settings).segment(people)
    return " ".join(block.text.en for block in found.evidence if hasattr(block, "text"))


def test_the_percentile_rank_is_excels_percentrank():
    assert rank(np.array([3.0, 1.0, 2.0, 2.0, np.nan, 5.0])).tolist() == [75, 0, 25, 25, 0, 100]


def test_minimum_to_maximum_is_in_proportion():
    assert stretched(np.array([10.0, 20.0, 110.0, np.nan])).tolist() == [0, 10, 100, 0]
    assert stretched(np.array([-1.7e308, 1.7e308])).tolist() == [0, 100]


def test_the_score_is_the_weighted_mean_of_the_ranks():
    # A: .4 x 0 + .4 x 0 + .2 x 100; B: .4 x 25; C: .4 x 50 + .4 x 50 + .2 x 25; D: 60 + 10; E: 80 + 15
    assert labels()["score"].tolist() == [20, 10, 45, 70, 95]


def test_weights_need_not_make_one():
    assert labels(orders_weight=4, revenue_weight=4, activities_weight=2)["score"].tolist() == [20, 10, 45, 70, 95]


def test_the_reason_says_what_each_measure_gave_of_its_most():
    reason = labels()["reason"]
    assert reason["A"].zh == "订单数 0/40、累计金额 0/40、互动次数 20/20"
    assert reason["D"].en == "Orders 30/40, Revenue 30/40, Activities 10/20"


def test_a_fifth_three_tenths_and_half_are_high_middle_and_low():
    people = pd.DataFrame({"customer_id": range(10), "orders": range(10), "revenue": range(10)})
    segments = labels(people)["segment"].tolist()
    assert segments == ["low"] * 5 + ["middle"] * 3 + ["high"] * 2


def test_limits_of_the_score_count_as_reached():
    assert labels(by="limits", limits=(20, 70))["segment"].tolist() == ["middle", "low", "middle", "high", "high"]


def test_the_book_says_the_same_as_the_labels():
    from xlseg.rules import Table, matches

    found = Value().segment(PEOPLE)
    first = matches(found.book, Table(found.labels), len(PEOPLE)).first
    assert [found.book.rules[n].segment for n in first] == found.labels["segment"].tolist()


def test_a_measure_without_data_is_left_out_and_its_weight_shared():
    people = PEOPLE.drop(columns="activities")
    assert labels(people)["score"].tolist() == [0, 12.5, 50, 75, 100]
    assert "No 'Activities' in the data: left out, its weight shared." in said(people)
    assert "left out" not in said()


@pytest.mark.parametrize("values", [[np.inf] * 5, [np.nan] * 5, [None] * 5, [7] * 5])
def test_a_measure_that_tells_nobody_apart_is_left_out(values):
    people = PEOPLE.assign(activities=values)
    assert labels(people)["score"].tolist() == [0, 12.5, 50, 75, 100]
    assert "its weight shared" in said(people)


def test_own_columns_count_and_where_fewer_is_better_they_count_backwards():
    people = PEOPLE.assign(投诉等级=[0, 1, 2, 3, 4])
    settings = {"orders_weight": 0, "revenue_weight": 1, "activities_weight": 0}
    assert labels(people, **settings, more=(Weighted("投诉等级", -3),))["score"].tolist() == [75, 62.5, 50, 37.5, 25]
    found = Value(**settings, more=(Weighted("投诉等级", -3),)).segment(people)
    measures = next(block for block in found.evidence if hasattr(block, "rows")).rows
    assert measures.iloc[1][["low", "middle", "high"]].tolist() == [4, 2, 0]
    assert found.labels["reason"]["A"].zh == "累计金额 0/25、投诉等级（越少越好） 75/75"


def test_a_column_may_be_named_by_any_of_its_names():
    for name in ("转介绍人数", "referral count", "referrals"):
        assert labels(PEOPLE.assign(referrals=[4, 3, 2, 1, 0]), more=(Weighted(name, 1),))["score"].iloc[0] == 60


def test_what_a_customer_has_no_number_of_gives_no_points():
    people = PEOPLE.assign(revenue=[np.nan, 20, np.inf, 100, 5000])  # ranks of the three known: 0 50 100
    assert labels(people)["score"].tolist() == [20, 0, 25, 60, 95]


def test_who_has_none_of_the_measures_is_not_scored():
    people = PEOPLE.assign(orders=[np.nan, 1, 2, 3, 10], revenue=[np.nan, 1, 2, 3, 4], activities=[np.nan, 0, 1, 2, 3])
    found = Value().segment(people)
    assert found.labels["segment"].iloc[0] == "unscored"
    assert np.isnan(found.labels["score"].iloc[0])
    assert found.labels["reason"].iloc[0].en == "has none of the measures"
    assert found.unmatched == 1


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE.iloc[:0],
        PEOPLE.iloc[:1],
        PEOPLE.iloc[[0] * 4],
        PEOPLE[["customer_id"]],
        PEOPLE.assign(orders=[5, 4, 3, 2, 1], revenue=[1, 2, 3, 4, 5], activities=0),
    ],
    ids=["empty", "one customer", "all ties", "no measures", "measures that cancel"],
)
def test_customers_who_cannot_be_told_apart_are_refused(people):
    with pytest.raises(XlsegError, match="nobody is above anybody"):
        Value().segment(people)


def test_a_column_that_is_nowhere_is_no_number_or_counts_twice_is_refused_with_all_problems():
    people = PEOPLE.assign(city=["甲", "乙", "丙", "丁", "戊"])
    more = (Weighted("利涧", 1), Weighted("城市", 1), Weighted("F", 1))
    with pytest.raises(XlsegError) as refusal:
        Value(more=more).segment(people)
    assert refusal.value.say("zh").splitlines() == [
        "value.more：没有「利涧」这一列",
        "value.more：「城市」不是数",
        "value.more：「订单数」已有权重，只能写一次",
    ]


def test_a_known_column_the_data_do_not_hold_is_left_out():
    assert "No 'Referrals' in the data" in said(more=(Weighted("转介绍人数", 0.1),))


def test_needs_follow_the_weights():
    assert [c.key for c in Value().needs] == ["orders", "revenue"]
    assert [c.key for c in Value(orders_weight=0).needs] == ["revenue"]


def test_weights_are_rows_of_the_settings():
    base = Settings(models=(Value(),))
    given = [assignment("value.more=转介绍人数 = 0.1"), assignment("value.more=a=b = -2")]
    changed = parse(given, base)
    assert changed.models[0].more == (Weighted("转介绍人数", 0.1), Weighted("a=b", -2))
    for lang in ("zh", "en"):
        assert parse(rows(changed, lang), base) == changed


@pytest.mark.parametrize("cell", ["转介绍人数", "= 1", "A = x", "A = 0", "A = inf", "A = 1e9"])
def test_weights_that_say_nothing_are_refused_with_what_is_allowed(cell):
    with pytest.raises(XlsegError, match=r"value\.more: cannot be"):
        parse([Row("value.more", value=cell)], Settings(models=(Value(),)))


def test_a_weight_is_a_kind_of_setting():
    kind: Kind = Weights()
    assert kind.read("R ＝ -0.5") == Weighted("R", -0.5)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"orders_weight": 0, "revenue_weight": 0, "activities_weight": 0}, "not every weight can be 0"),
        ({"by": "limits", "limits": ()}, "1 to 4 limits"),
        ({"names": ("A", "B")}, "there are 3 levels"),
        ({"shares": (50, 60)}, "make 100"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings, message):
    with pytest.raises(XlsegError, match=message):
        Value(**settings)
