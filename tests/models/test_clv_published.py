"""The models behind customer lifetime value against published numbers, to the digits given."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from xlseg.models.clv import bg_nbd, gamma_gamma, sbg
from xlseg.models.clv.bg_nbd import BgNbd
from xlseg.models.clv.evidence import correlation
from xlseg.models.clv.forecast import ahead
from xlseg.models.clv.gamma_gamma import GammaGamma
from xlseg.models.clv.holdout import holdout
from xlseg.models.clv.sbg import Sbg
from xlseg.models.clv.units import MONTH

pytestmark = pytest.mark.reference
PAPER = BgNbd(0.243, 4.414, 0.793, 2.426)  # as printed by Fader, Hardie, Lee (2005)


@pytest.fixture(scope="module")
def summary(reference):
    """x, t_x, T (weeks), zbar (mean of the repeat purchases) of the CDNOW sample to 1997-09-30."""
    return pd.read_csv(reference / "cdnow" / "cdnow_customers_summary_with_transactions.csv").astype(float)


@pytest.fixture(scope="module")
def seen(summary):
    return bg_nbd.histories(*(summary[c].to_numpy() for c in ("x", "t_x", "T")))


@pytest.fixture(scope="module")
def times(seen):
    return bg_nbd.fit(seen)


@pytest.fixture(scope="module")
def amounts(summary):
    again = summary[summary["x"] > 0]
    return gamma_gamma.fit(again["x"].to_numpy(), again["zbar"].to_numpy())


@pytest.fixture(scope="module")
def cdnow(reference):
    """The 6,919 purchases themselves."""
    names = ["master", "customer_id", "day", "cds", "amount"]
    found = pd.read_csv(reference / "cdnow" / "CDNOW_sample.txt", sep=r"\s+", names=names, dtype={"day": str})
    return found.assign(order_day=pd.to_datetime(found["day"], format="%Y%m%d"))


def one(*values):
    return [np.array([value], dtype=float) for value in values]


class TestBgNbdOnCdnow:
    def test_parameters_and_likelihood_are_the_papers(self, times):
        assert times.parameters.round(3).tolist() == [0.243, 4.414, 0.793, 2.426]
        assert round(times.log_likelihood, 1) == -9582.4

    def test_standard_errors_are_those_of_lifetimes(self, times):
        assert times.errors == pytest.approx([0.012557, 0.378221, 0.185719, 0.705345], abs=1e-6)

    def test_nothing_is_left_of_the_gradient(self, times, seen):
        assert times.converged
        assert np.abs(bg_nbd.log_likelihood(BgNbd(*times.parameters), seen)[1]).max() < 1e-6

    def test_purchases_expected_of_a_new_customer(self, times):
        weeks = np.array([0.1429, 1, 3, 31.8571, 32, 78])
        none = np.zeros(6)
        found = bg_nbd.expected(BgNbd(*times.parameters), weeks, none, none, none)
        assert found[:5].round(4).tolist() == [0.0078, 0.0532, 0.1506, 1.0405, 1.0437]
        assert found[5] == pytest.approx(1.8576, abs=5e-4)  # printed for the paper's own maximum, found in Excel

    def test_the_first_customer(self, times):
        first = one(2, 30.43, 38.86)
        given = BgNbd(*times.parameters)
        assert bg_nbd.expected(given, 39, *first)[0] == pytest.approx(1.226, abs=5e-4)
        assert bg_nbd.alive(given, *first)[0] == pytest.approx(0.72661, abs=5e-6)

    def test_no_purchase_in_39_weeks(self):
        assert bg_nbd.chances(PAPER, np.array([39.0]), 7)[0, 0] == pytest.approx(0.5737864, abs=5e-8)

    def test_the_customers_expected_to_buy_most_next_week(self, times, summary):
        columns = (summary[c].to_numpy() for c in ("x", "t_x", "T"))
        found = pd.Series(bg_nbd.expected(BgNbd(*times.parameters), 1, *columns), index=summary["ID"].astype(int))
        published = {1516: 0.710623, 157: 0.662396, 1981: 0.486526, 841: 0.474738, 509: 0.424877}
        assert found.nlargest(5).to_dict() == pytest.approx(published, abs=2e-5)

    def test_the_sum_over_39_weeks_ahead_and_the_mean_chance_to_be_alive(self, times, seen):
        given = BgNbd(*times.parameters)
        assert seen.weight @ bg_nbd.expected(given, 39, seen.x, seen.t_x, seen.T) == pytest.approx(1653.4, abs=0.05)
        mean = np.average(bg_nbd.alive(given, seen.x, seen.t_x, seen.T), weights=seen.weight)
        assert mean == pytest.approx(0.81344, abs=5e-6)


class TestGammaGammaOnCdnow:
    def test_parameters_and_likelihood(self, amounts):
        assert amounts.parameters == pytest.approx([6.25, 3.74, 15.44], abs=0.01)
        assert amounts.log_likelihood == pytest.approx(-4055.92, abs=0.005)
        assert amounts.converged

    def test_conditional_means_of_the_first_ten_customers(self, amounts, summary):
        found = gamma_gamma.expected(
            GammaGamma(*amounts.parameters), summary["x"].to_numpy(), summary["zbar"].to_numpy()
        )
        published = [24.66, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
        assert found[:10] == pytest.approx(published, abs=0.0051)
        assert found.mean() == pytest.approx(35.253, abs=5e-4)

    def test_correlation_of_frequency_and_amount(self, summary):
        assert correlation(summary["x"].to_numpy(), summary["zbar"].to_numpy()) == pytest.approx(0.113884, abs=5e-7)


class TestUnitTrap:
    """lifetimes' quickstart prints 140.10 for the first customer: 12 steps of 30 weeks, 6.9 years, called 12 months."""

    CORRECT = (36.278, 4.637, 8.344, 8.344, 8.344, 283.524, 6.881, 8.344, 43.354, 8.344)
    TRAPPED = (140.096, 18.943, 38.181, 38.181, 38.181, 1003.868, 28.110, 38.181, 167.418, 38.181)

    def values(self, times, amounts, summary, month):
        ten = summary.head(10)
        seen = bg_nbd.histories(*(ten[c].to_numpy() for c in ("x", "t_x", "T")))
        money = gamma_gamma.expected(GammaGamma(*amounts.parameters), ten["x"].to_numpy(), ten["zbar"].to_numpy())
        return ahead(BgNbd(*times.parameters), seen, 12, month, 0.01).discounted[seen.of] * money

    def test_twelve_months_of_a_model_in_weeks_are_52_weeks_and_not_360(self, times, amounts, summary):
        assert self.values(times, amounts, summary, 4.345) == pytest.approx(self.CORRECT, abs=0.002)
        assert self.values(times, amounts, summary, 30) == pytest.approx(self.TRAPPED, rel=1e-4)

    def test_the_month_used_here_gives_the_correct_value_and_not_the_trapped_one(self, times, amounts, summary):
        first = self.values(times, amounts, summary, MONTH / 7)[0]
        assert first == pytest.approx(36.28, abs=0.03)  # 30.4375 days are 4.3482 weeks, not 4.345
        assert first < 140.10 / 3


@pytest.fixture(scope="module")
def found(cdnow):
    return holdout(cdnow, pd.Timestamp("1998-06-30"))


class TestHoldoutOnCdnow:
    def test_half_of_the_time_is_the_papers_39_weeks(self, found):
        assert found.split == pd.Timestamp("1997-09-30")
        assert len(found.x) == 2357
        assert (found.x == 0).sum() == 1411
        assert found.x.sum() == 2457

    def test_1882_purchases_against_1653_expected(self, found):
        assert found.actual.sum() == 1882
        assert found.expected.sum() == pytest.approx(1653.4, abs=0.3)  # the published days are rounded weeks

    def test_tracking_ends_at_all_repeat_purchases(self, found):
        weeks = found.tracking.set_index("week")
        assert weeks.index.tolist() == list(range(1, 79))
        assert weeks["actual_total"][[39, 78]].tolist() == [2457, 2457 + 1882]
        assert all(before <= after for before, after in pairwise(weeks["expected_total"]))
        assert weeks.loc[39, "expected_total"] == pytest.approx(2457, rel=0.03)


@pytest.mark.parametrize(
    ("cohort", "alpha", "beta", "likelihood", "projected"),
    [
        ("high_end", 0.668, 3.806, -1611.2, [0.460, 0.436, 0.414, 0.395, 0.378]),
        ("regular", 0.704, 1.182, -1680.3, [0.220, 0.204, 0.191, 0.180, 0.170]),
    ],
)
def test_contracts_of_seven_years_project_the_next_five(reference, cohort, alpha, beta, likelihood, projected):
    table = pd.read_csv(reference / "sbg" / "fader_hardie_2007_survival.csv")
    customers = table.loc[table["cohort"] == cohort, "pct_surviving"].to_numpy()[:8] * 10
    found = sbg.fit(customers)
    assert found.parameters.round(3).tolist() == [alpha, beta]
    assert round(found.log_likelihood, 1) == likelihood
    assert found.converged
    assert sbg.survival(Sbg(*found.parameters), np.arange(8, 13)).round(3).tolist() == projected
