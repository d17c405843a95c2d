"""Scores are total, reverse cleanly, and follow R's rule to the digit."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import scoring
from xlseg.codes import read_patterns, spelled, table

NUMBERS = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60).map(np.array)
MPG = "21 21 22.8 21.4 18.7 18.1 14.3 24.4 22.8 19.2 17.8 16.4 17.3 15.2 10.4 10.4 14.7 32.4 30.4 33.9"
MPG += " 21.5 15.5 15.2 13.3 19.2 27.3 26 30.4 15.8 19.7 15 21.4"


def test_quantile_cuts_are_those_rs_own_tests_print():
    """bins() of R's rfm on mtcars$mpg, 5 bins: 16.20 18.92 22.00 25.08."""
    found = scoring.quantile_cuts(np.array(MPG.split(), dtype=float), 5)
    assert found == pytest.approx((16.20, 18.92, 22.00, 25.08), abs=0.005)


def test_a_value_on_a_cut_belongs_to_the_upper_score():
    assert scoring.by_cuts(np.array([1, 29.9, 30, 90, 1000]), (30, 90)).tolist() == [1, 1, 2, 3, 3]


def test_missing_values_get_no_score():
    x = np.array([np.nan, 1, np.inf])
    assert scoring.by_cuts(x, (0,)).tolist() == [0, 2, 0]
    assert scoring.by_rank(x, 5, pd.Series(["a", "b", "c"])).tolist() == [0, 1, 0]
    assert scoring.reverse(np.array([0, 1, 5]), 5).tolist() == [0, 5, 1]


def test_equal_values_are_ranked_by_customer_id_whatever_their_order():
    ids = pd.Series(["c", "a", "b", "d"])
    assert scoring.by_rank(np.ones(4), 2, ids).tolist() == [2, 1, 1, 2]


@given(NUMBERS, st.integers(2, 10))
def test_equal_values_score_alike_and_larger_ones_never_lower(x, n):
    scores = scoring.by_cuts(x, scoring.quantile_cuts(x, n))
    order = np.argsort(x, kind="stable")
    assert (np.diff(scores[order]) >= 0).all()
    assert ((scores >= 1) & (scores <= n)).all()
    assert pd.Series(scores).groupby(x).nunique().max() == 1


@given(NUMBERS, st.integers(2, 10))
def test_equal_count_groups_differ_by_one_at_most(x, n):
    scores = scoring.by_rank(x, n, pd.Series([f"{i:03}" for i in range(len(x))]))
    sizes = np.bincount(scores, minlength=n + 1)[1:]
    assert sizes.max() - sizes.min() <= 1


def test_who_stands_on_a_cut_belongs_above_it_whatever_the_last_digit_of_an_interpolation():
    days = [float(n) for n in range(42)]
    days[32:35] = [240, 245, 245]  # the cut: 240 and 0.8 of the way to 245, plus 1
    days[35:] = [300] * 7
    cuts = scoring.quantile_cuts(np.array(days), 5)
    assert cuts[3] == 245
    assert scoring.by_cuts(np.array([244.99, 245]), cuts).tolist() == [4, 5]


def test_nested_scores_are_quantile_scores_of_each_group():
    x, groups = np.arange(20.0), np.repeat([1, 2], 10)
    found = scoring.nested(x, groups, 2)
    assert found.cuts == {1: (5.5,), 2: (15.5,)}
    assert found.scores.tolist() == [1] * 6 + [2] * 4 + [1] * 6 + [2] * 4


def test_patterns_are_spelled_as_they_are_read():
    for text in ("555 554", "4-5 1 2-3", "10 1-10 3"):
        assert spelled(read_patterns(text)) == text
    for wrong in ("", "55", "5 5", "a b c", "055"):
        with pytest.raises(ValueError):  # noqa: PT011
            read_patterns(wrong)


def test_the_first_matching_row_of_a_code_table_wins():
    found = table([read_patterns("5 5 5"), read_patterns("4-5 4-5 4-5")], (5, 5, 5))
    assert (found[5, 5, 5], found[4, 5, 5], found[3, 5, 5], found[0, 5, 5]) == (1, 2, 0, 0)
