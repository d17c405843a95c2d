"""Limits proposed from the data."""

import numpy as np
import pytest

from xlseg.proposals import NATURAL, natural_breaks, proposals


def test_natural_breaks_lie_in_the_gaps():
    values = np.array([1, 2, 3, 50, 51, 52, 900, 910.0])
    assert natural_breaks(values, 3) == (26.5, 476.0)


def test_natural_breaks_are_the_best_of_all_partitions():
    random = np.random.default_rng(5)
    for _ in range(20):
        x = np.sort(random.exponential(100, 12))
        tried = {
            (i, j): sum(part.var() * len(part) for part in np.split(x, [i, j]))
            for i in range(1, 11)
            for j in range(i + 1, 12)
        }
        i, j = min(tried, key=tried.get)
        assert natural_breaks(x, 3) == pytest.approx(((x[i - 1] + x[i]) / 2, (x[j - 1] + x[j]) / 2))


@pytest.mark.parametrize("values", [[], [5.0], [5.0, 5.0], [np.nan]])
def test_few_values_give_few_limits(values):
    assert len(proposals(np.array(values), (1.0, 2.0)).rows) in (1, 5)


def test_a_million_values_are_gathered_first():
    values = np.concatenate([np.random.default_rng(1).normal(m, 1, 200_000) for m in (0, 30, 90)])
    low, high = natural_breaks(values, 3)
    assert 10 < low < 20
    assert 50 < high < 70


def test_each_way_says_how_many_customers_its_bands_hold():
    table = proposals(np.array([1, 2, 3, 50, 51, 52, 900, 910.0]), (10.0, 100.0)).rows.set_index("method")
    assert table.loc[[NATURAL], "counts"].tolist() == ["3 / 3 / 2"]
