"""Customer lifetime value by hand: methods, tiers, units, and what a likelihood must withstand."""

import re
import subprocess
import sys
from math import gamma, log

import numpy as np
import pandas as pd
import pytest

from xlseg import General, Settings, XlsegError, analyze, demo
from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.models.clv import Clv, bg_nbd, gamma_gamma, sbg
from xlseg.models.clv.bg_nbd import BgNbd
from xlseg.models.clv.evidence import correlation_said
from xlseg.models.clv.forecast import ahead
from xlseg.models.clv.gamma_gamma import GammaGamma
from xlseg.models.clv.holdout import holdout
from xlseg.models.clv.sbg import Sbg

TRUE = BgNbd(r=0.8, alpha=6.0, a=0.7, b=2.0)  # weeks
AMOUNTS = GammaGamma(p=4.0, q=4.0, v=60.0)


def table(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"C{n:05}" for n in range(count)], **columns})


def people(count, seed=1, given=TRUE):
    """A customer table of customers who behave as BG/NBD and Gamma-Gamma say; whole days."""
    random = np.random.default_rng(seed)
    whole = random.integers(60, 721, count).astype(float)
    x, t_x = bg_nbd.simulate(given, whole / 7, seed).T
    days = np.minimum(np.ceil(t_x * 7), whole)
    mean = random.gamma(AMOUNTS.p * (x + 1)) / (x + 1) / random.gamma(AMOUNTS.q, 1 / AMOUNTS.v, count)
    return table(
        orders=x + 2,
        purchase_days=x + 1,
        revenue=mean * (x + 1),
        active_days=days,
        tenure_days=whole,
        average_order=mean,
    )


@pytest.fixture(scope="module")
def crowd():
    return people(3000)


@pytest.fixture(scope="module")
def labels(crowd):
    return Clv().segment(crowd).labels


def said(segmentation):
    return " ".join(block.text.en for block in segmentation.evidence if isinstance(block, Note))


def parameters(segmentation):
    rows = next(block for block in segmentation.evidence if isinstance(block, Table)).rows
    return rows.set_index("parameter")


def one(*values):
    return [np.array([value], dtype=float) for value in values]


class TestHistoricAndFormula:
    def test_historic_value_is_revenue_times_margin(self):
        found = Clv(method="historic", margin=0.3).segment(table(revenue=[1000.0, 200.0])).labels
        assert found["historic"].tolist() == [300, 60]
        assert [text.zh for text in found["reason"]] == ["累计金额 1,000 × 毛利率 0.3", "累计金额 200 × 毛利率 0.3"]

    def test_the_formula_by_hand(self):
        """6 orders of 100 in 12 months are half an order a month: 100 x 0.5 x 36 x 0.4 = 720."""
        given = table(average_order=[100.0], orders=[6], tenure_days=[365.25])
        found = Clv(method="formula", margin=0.4).segment(given).labels
        assert found["value"].tolist() == pytest.approx([720])
        assert found["historic"].tolist() == pytest.approx([240])
        assert [text.zh for text in found["reason"]] == ["客单价 100 × 每月 0.5 单 × 寿命 36 个月 × 毛利率 0.4"]

    def test_one_order_yesterday_counts_as_one_in_twelve_months_and_not_as_thirty_a_month(self):
        given = table(average_order=[100.0, 100.0], orders=[1, 1], tenure_days=[1, 730.5])
        assert Clv(method="formula").segment(given).labels["value"].tolist() == pytest.approx([300, 150])

    def test_where_the_oldest_customer_has_six_months_nobody_counts_over_more(self):
        given = table(average_order=[100.0, 100.0], orders=[1, 6], tenure_days=[1, 182.625])
        assert Clv(method="formula").segment(given).labels["value"].tolist() == pytest.approx([600, 3600])

    @pytest.mark.parametrize("method", ["historic", "formula", "bgnbd"])
    def test_who_never_bought_or_has_no_finite_amount_is_in_no_tier(self, method, crowd):
        given = crowd.copy()
        given.loc[0, ["orders", "purchase_days", "revenue", "average_order", "tenure_days", "active_days"]] = np.nan
        given.loc[1, ["revenue", "average_order"]] = np.inf
        found = Clv(method=method).segment(given)
        assert found.labels["segment"].iloc[:2].tolist() == ["lifetime_value_unknown"] * 2
        assert found.labels.iloc[:2].drop(columns="segment").isna().all(axis=None)
        assert found.unmatched == 2


class TestTiers:
    def test_the_best_fifth_is_high_and_half_are_low(self):
        found = Clv(method="historic").segment(table(revenue=np.arange(10.0, 0, -1))).labels["segment"]
        tiers = ["high_lifetime_value"] * 2 + ["middle_lifetime_value"] * 3 + ["low_lifetime_value"] * 5
        assert found.tolist() == tiers

    def test_equal_values_are_in_one_tier(self):
        found = Clv(method="historic").segment(table(revenue=[5.0] * 7 + [9.0])).labels["segment"]
        assert found.nunique() == 2
        assert found.iloc[7] == "high_lifetime_value"

    def test_a_limit_counts_as_reached(self):
        model = Clv(method="historic", tiers="limits", limits=(500, 2000))
        found = model.segment(table(revenue=[499.99, 500.0, 1999.0, 2000.0])).labels["segment"]
        assert found.str.split("_").str[0].tolist() == ["low", "middle", "middle", "high"]

    @pytest.mark.parametrize("wrong", [{"shares": (20, 50)}, {"shares": (0.2,)}, {"tiers": "limits"}])
    def test_shares_in_percent_and_missing_limits_are_refused_in_the_settings(self, wrong):
        with pytest.raises(XlsegError, match="give two increasing numbers"):
            Clv(**wrong)


class TestForecast:
    def test_the_unit_changes_alpha_and_no_forecast(self, crowd):
        found = {unit: Clv(unit=unit).segment(crowd) for unit in ("day", "week", "month")}
        alpha = {unit: parameters(f).loc["alpha", "estimate"] for unit, f in found.items()}
        assert alpha["day"] == pytest.approx(7 * alpha["week"], rel=1e-4)
        assert alpha["day"] == pytest.approx(30.4375 * alpha["month"], rel=1e-3)
        for column in ("alive", "expected_orders", "value"):
            for unit in ("day", "month"):
                assert found[unit].labels[column].to_numpy() == pytest.approx(found["week"].labels[column], rel=1e-6)

    def test_the_unit_stands_in_the_evidence(self, crowd):
        assert "Time unit: Week; 1 month = 4.348 of them" in said(Clv().segment(crowd))
        assert parameters(Clv(unit="month").segment(crowd)).loc["alpha", "unit"].zh == "月"

    def test_value_without_discount_is_purchases_times_amount_times_margin(self, crowd, labels):
        free = Clv(discount=0.0).segment(crowd).labels
        half = Clv(discount=0.0, margin=0.5).segment(crowd).labels
        assert (half["value"] * 2).to_numpy() == pytest.approx(free["value"].to_numpy())
        worth = (free["value"] / free["expected_orders"]).to_numpy()
        own = crowd["average_order"].to_numpy()
        assert ((worth > np.minimum(own, 80) * 0.3) & (worth < np.maximum(own, 80) * 1.05)).all()
        assert (labels["value"] < free["value"]).all()

    def test_purchases_are_discounted_at_the_end_of_each_month(self):
        seen = bg_nbd.histories(*one(2, 30, 39))
        first, two = (ahead(TRUE, seen, months, 4.0, 0.1) for months in (1, 2))
        later = two.purchases - first.purchases
        assert two.discounted == pytest.approx(first.purchases / 1.1 + later / 1.1**2)

    def test_longer_silence_after_as_many_purchases_is_less_alive(self):
        alive = bg_nbd.alive(TRUE, *(np.array(v) for v in ([4.0, 4, 4], [50.0, 30, 10], [52.0, 52, 52])))
        assert (np.diff(alive) < 0).all()

    def test_nine_repeat_buyers_are_refused_with_the_reason_and_ten_are_not(self, crowd):
        again, once = crowd[crowd["purchase_days"] > 1], crowd[crowd["purchase_days"] == 1]
        with pytest.raises(XlsegError, match="only 9 customers bought on two days or more"):
            Clv().segment(pd.concat([again.head(9), once]))
        Clv().segment(pd.concat([again.head(10), once]))

    def test_amounts_of_nothing_are_refused_with_the_reason(self, crowd):
        with pytest.raises(XlsegError, match="only 0 repeat buyers spent more than 0"):
            Clv().segment(crowd.assign(revenue=0.0))

    def test_a_likelihood_that_does_not_converge_is_refused(self, crowd, monkeypatch):
        found = bg_nbd.fit(bg_nbd.histories(*one(1, 1, 2)))
        monkeypatch.setattr(bg_nbd, "fit", lambda seen: found._replace(gradient=0.02))
        with pytest.raises(XlsegError, match=r"likelihood of BG/NBD did not converge \(a gradient of 0.02 is left\)"):
            Clv().segment(crowd)

    def test_several_orders_of_one_day_are_one_purchase(self, crowd):
        doubled = crowd.assign(orders=crowd["orders"] * 2)
        pd.testing.assert_frame_equal(Clv().segment(doubled).labels, Clv().segment(crowd).labels)

    def test_without_days_with_orders_the_orders_count_and_that_is_said(self, crowd):
        given = crowd.assign(orders=crowd["purchase_days"])
        found = Clv().segment(given.drop(columns="purchase_days"))
        pd.testing.assert_frame_equal(found.labels, Clv().segment(crowd).labels)
        assert "orders count as purchases" in said(found)

    def test_orders_all_of_one_day_are_no_repeat_purchase(self, crowd):
        given = crowd.drop(columns="purchase_days")
        given.loc[0, ["orders", "active_days"]] = [5, 0]
        assert Clv().segment(given).labels["alive"].iloc[0] == 1

    def test_who_bought_first_on_the_as_of_day_is_alive_and_expected_back(self, crowd):
        given = crowd.copy()
        given.loc[0, ["orders", "purchase_days", "active_days", "tenure_days"]] = [1, 1, 0, 0]
        found = Clv().segment(given).labels.iloc[0]
        assert found["alive"] == 1
        assert 0 < found["expected_orders"] < 52

    def test_days_that_contradict_each_other_are_not_forecast(self, crowd):
        given = crowd.copy()
        given.loc[0, "tenure_days"] = given.loc[0, "active_days"] - 1
        assert Clv().segment(given).labels["segment"].iloc[0] == "lifetime_value_unknown"

    def test_the_reason_shows_history_chance_and_worth(self, labels):
        told = r"回购 \d+ 次，活跃概率 \d+%，12 个月内预计再买 [\d.]+ 次（已折现）× 每次 [\d,]+"
        assert all(re.fullmatch(told, text.zh) for text in labels["reason"])
        said = (
            r"repeat purchases \d+, still active \d+%, purchases expected in 12 months [\d.]+ \(discounted\) × [\d,]+"
        )
        assert all(re.fullmatch(said, text.en) for text in labels["reason"])

    def test_the_model_expects_as_many_customers_as_there_are(self, crowd):
        tables = [block for block in Clv().segment(crowd).evidence if isinstance(block, Table)]
        rows = tables[1].rows
        assert rows["actual"].sum() == len(crowd)
        assert rows["expected"].sum() == pytest.approx(len(crowd))
        assert rows["expected"].to_numpy() == pytest.approx(rows["actual"].to_numpy(), abs=4 * 3000**0.5 / 2)

    def test_data_in_which_nobody_leaves_are_forecast_and_the_parameters_warned_of(self):
        steady = people(1000, given=BgNbd(2.0, 6.0, 1.0, 1e9))
        found = Clv().segment(steady)
        assert "ran to the edge" in said(found)
        assert (found.labels["alive"] > 0.95).mean() > 0.95

    def test_one_price_for_all_is_forecast_at_that_price(self, crowd):
        found = Clv(discount=0.0).segment(crowd.assign(revenue=crowd["purchase_days"] * 9.9)).labels
        assert (found["value"] / found["expected_orders"]).to_numpy() == pytest.approx(9.9, rel=1e-3)

    def test_amounts_that_grow_with_frequency_are_warned_of(self):
        x, grows, alike = np.arange(1.0, 101), np.arange(1.0, 101) + 50, np.full(100, 5.0)
        assert "beyond 0.15" in correlation_said(x, grows).en
        assert "beyond 0.15" in correlation_said(x, -grows).en
        assert "within the 0.15" in correlation_said(x, np.tile([3.0, 5.0], 50)).en
        assert "cannot be told" in correlation_said(x, alike).en


class TestLikelihoods:
    def test_bg_nbd_of_one_customer_by_hand(self):
        """x = 0: (alpha / (alpha + T))^r. x = 1: the two terms of formula 6."""
        r, alpha, a, b = TRUE
        never = bg_nbd.log_likelihood(TRUE, bg_nbd.histories(*one(0, 0, 10)))[0]
        assert never == pytest.approx(r * log(alpha / (alpha + 10)))
        rate = gamma(r + 1) / gamma(r) * alpha**r
        once = b / (a + b) * rate / (alpha + 10) ** (r + 1) + a / (a + b) * rate / (alpha + 4) ** (r + 1)
        assert bg_nbd.log_likelihood(TRUE, bg_nbd.histories(*one(1, 4, 10)))[0] == pytest.approx(log(once))

    def test_gamma_gamma_of_one_customer_by_hand(self):
        p, q, v = AMOUNTS
        n, mean = 3.0, 20.0
        density = gamma(p * n + q) / gamma(p * n) / gamma(q) * v**q * mean ** (p * n - 1) * n ** (p * n)
        density /= (v + n * mean) ** (p * n + q)
        assert gamma_gamma.log_likelihood(AMOUNTS, *one(n, mean))[0] == pytest.approx(log(density))

    @pytest.mark.parametrize("point", [(0.5, 3.0, 0.4, 1.5), (3.0, 40.0, 2.0, 0.2)])
    def test_the_gradient_of_bg_nbd_is_the_slope_of_its_likelihood(self, point, crowd):
        seen = bg_nbd.histories(
            *(crowd[c].to_numpy() / d for c, d in (("orders", 1), ("active_days", 7), ("tenure_days", 7)))
        )
        slope = slopes(lambda p: bg_nbd.log_likelihood(BgNbd(*p), seen)[0], point)
        assert bg_nbd.log_likelihood(BgNbd(*point), seen)[1] == pytest.approx(slope, rel=1e-5)

    @pytest.mark.parametrize("point", [(2.0, 3.0, 20.0), (6.0, 1.5, 200.0)])
    def test_the_gradient_of_gamma_gamma_is_the_slope_of_its_likelihood(self, point, crowd):
        data = crowd["purchase_days"].to_numpy(), crowd["average_order"].to_numpy()
        slope = slopes(lambda p: gamma_gamma.log_likelihood(GammaGamma(*p), *data)[0], point)
        assert gamma_gamma.log_likelihood(GammaGamma(*point), *data)[1] == pytest.approx(slope, rel=1e-5)

    def test_known_parameters_are_found_again(self):
        given = people(30_000, seed=5)
        x, days, whole, mean = (
            given[c].to_numpy() for c in ("purchase_days", "active_days", "tenure_days", "average_order")
        )
        times = bg_nbd.fit(bg_nbd.histories(x - 1, days / 7, whole / 7))
        assert (np.abs(times.parameters - TRUE) < 4 * times.errors).all()
        assert (times.errors < 0.1 * np.array(TRUE)).all()
        amounts = gamma_gamma.fit(x, mean)
        assert (np.abs(amounts.parameters - AMOUNTS) < 4 * amounts.errors).all()

    def test_the_maximum_does_not_depend_on_unit_or_currency(self, crowd):
        x, days, whole = (crowd[c].to_numpy() for c in ("purchase_days", "active_days", "tenure_days"))
        by_day, by_year = (bg_nbd.fit(bg_nbd.histories(x - 1, days / unit, whole / unit)) for unit in (1, 365.25))
        assert by_day.parameters / by_year.parameters == pytest.approx([1, 365.25, 1, 1], rel=1e-6)
        dollars = gamma_gamma.fit(x, crowd["average_order"].to_numpy())
        cents = gamma_gamma.fit(x, crowd["average_order"].to_numpy() * 100)
        assert cents.parameters / dollars.parameters == pytest.approx([1, 1, 100], rel=1e-6)

    def test_a_large_fit_begun_on_a_sample_ends_where_the_whole_ends(self, crowd, monkeypatch):
        seen = bg_nbd.histories(*(crowd[c].to_numpy() for c in ("purchase_days", "active_days", "tenure_days")))
        whole = bg_nbd.fit(seen)
        monkeypatch.setattr(bg_nbd, "SAMPLE", 200)
        assert len(seen.x) > 400
        assert bg_nbd.fit(seen).parameters == pytest.approx(whole.parameters, rel=1e-7)


def slopes(value, point):
    """By the log parameters, from two sides."""
    h = 1e-5
    found = []
    for n in range(len(point)):
        up, down = (np.exp(np.log(point) + side * h * np.eye(len(point))[n]) for side in (1, -1))
        found.append((value(up) - value(down)) / (2 * h))
    return np.array(found)


class TestExpectations:
    def test_chances_add_up_to_one_and_to_the_expectation(self):
        chances = bg_nbd.chances(TRUE, np.array([26.0]), 400)[0]
        assert chances.sum() == pytest.approx(1)
        none = one(0, 0, 0)
        assert chances @ np.arange(401) == pytest.approx(bg_nbd.expected(TRUE, 26.0, *none)[0], rel=1e-9)

    def test_simulated_customers_buy_as_often_as_expected(self):
        x = bg_nbd.simulate(TRUE, np.full(200_000, 26.0), seed=3)[:, 0]
        assert x.mean() == pytest.approx(bg_nbd.expected(TRUE, 26.0, *one(0, 0, 0))[0], rel=0.02)

    def test_there_is_no_gap_at_a_of_one(self):
        low, middle, high = (bg_nbd.expected(TRUE._replace(a=a), 52.0, *one(3, 20, 30))[0] for a in (0.999, 1, 1.001))
        assert middle == pytest.approx((low + high) / 2, rel=1e-5)

    @pytest.mark.parametrize("x", [100.0, 1000.0, 5000.0])
    def test_very_frequent_buyers_overflow_nothing(self, x):
        found = bg_nbd.expected(TRUE, 52.0, *one(x, 300, 300))[0]
        assert 0 < found <= (x + TRUE.r) * 52 / (300 + TRUE.alpha)
        assert 0 <= bg_nbd.alive(TRUE, *one(x, 100, 300))[0] < 1e-9

    @pytest.mark.parametrize(
        ("given", "t", "whole", "exact"),
        [
            (
                (0.06328504737166542, 0.2538353773027212, 0.6399002727546023, 172.58592980402705),
                520,
                1,
                18.18861272152279,
            ),
            (
                (31.305296931691196, 0.044697053943826184, 46.20645387827833, 228.1254511873268),
                520,
                0,
                6.0463027204383515,
            ),
            (
                (0.17901492301183158, 0.012162179372970554, 1.4268026089640427, 404.8621584481819),
                52,
                0,
                169.34699771434512,
            ),
        ],
    )
    def test_where_scipys_2f1_has_no_value_the_integral_has(self, given, t, whole, exact):
        """exact: formula 9 with mpmath at 60 digits."""
        assert bg_nbd.expected(BgNbd(*given), t, *one(0, 0, whole))[0] == pytest.approx(exact, rel=1e-6)

    def test_money_expected_lies_between_ones_own_mean_and_that_of_all(self):
        n, mean = np.array([1.0, 10, 1000]), np.full(3, 200.0)
        found = gamma_gamma.expected(AMOUNTS, n, mean)
        assert gamma_gamma.population_mean(AMOUNTS) == 80
        assert (np.diff(found) > 0).all()
        assert 80 < found[0] < found[2] < 200
        assert found[2] == pytest.approx(200, rel=2e-3)


class TestContracts:
    GIVEN = Sbg(0.668, 3.806)

    def test_survival_is_the_product_of_retentions(self):
        t = np.arange(1, 13)
        assert sbg.survival(self.GIVEN, t) == pytest.approx(np.cumprod(sbg.retention(self.GIVEN, t)))

    def test_residual_lifetime_is_the_discounted_sum_of_survival(self):
        t = np.arange(3, 4000)
        by_hand = (sbg.survival(self.GIVEN, t) / sbg.survival(self.GIVEN, 2) / 1.1 ** (t - 3)).sum()
        assert sbg.residual_lifetime(self.GIVEN, 2, 0.1) == pytest.approx(by_hand)

    def test_undiscounted_it_is_finite_only_for_alpha_above_one(self):
        assert np.isinf(sbg.residual_lifetime(self.GIVEN, 2, 0.0))
        t = np.arange(3, 3_000_000)
        given = Sbg(3.0, 2.0)
        by_hand = (sbg.survival(given, t) / sbg.survival(given, 2)).sum()
        assert sbg.residual_lifetime(given, 2, 0.0) == pytest.approx(by_hand, rel=1e-6)

    def test_single_contracts_of_any_age_give_what_their_cohort_gives(self):
        """Of 10 contracts 4 leave at the first renewal, 2 at the second, and 4 are still there after it."""
        cohort = sbg.fit(np.array([10, 6, 4]))
        single = sbg.fit_contracts(np.array([1, 1, 1, 1, 2, 2, 2, 2, 2, 2]), np.array([True] * 6 + [False] * 4))
        assert single.parameters == pytest.approx(cohort.parameters)
        by_hand = 4 * log(self.leaves(cohort, 1)) + 2 * log(self.leaves(cohort, 2)) + 4 * log(self.stays(cohort, 2))
        assert single.log_likelihood == pytest.approx(by_hand)

    @staticmethod
    def stays(found, t):
        return float(sbg.survival(Sbg(*found.parameters), t))

    def leaves(self, found, t):
        return self.stays(found, t - 1) - self.stays(found, t)

    def test_known_contracts_are_found_again(self):
        random = np.random.default_rng(4)
        lasts = random.geometric(random.beta(0.9, 3.0, 40_000))
        seen = random.integers(1, 10, len(lasts))  # renewals due so far
        found = sbg.fit_contracts(np.minimum(lasts, seen), lasts <= seen)
        assert (np.abs(found.parameters - (0.9, 3.0)) < 4 * found.errors).all()
        assert (found.errors < (0.1, 0.4)).all()

    def test_longer_customers_are_likelier_to_renew(self):
        assert (np.diff(sbg.retention(self.GIVEN, np.arange(1, 10))) > 0).all()


class TestHoldout:
    @staticmethod
    def orders(count=300):
        """Of customers who came in the first 100 days and were watched for 400."""
        random = np.random.default_rng(9)
        who = np.repeat(np.arange(count), 12)
        day = (
            random.integers(0, 100, count)[who]
            + np.where(np.arange(len(who)) % 12 == 0, 0, random.gamma(1, 90, len(who)))
        ).astype(int)
        rows = pd.DataFrame(
            {"customer_id": who, "order_day": pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")}
        )
        return rows.assign(amount=10.0, order_id=np.arange(len(rows)))[day < 400]

    AS_OF = pd.Timestamp("2026-02-05")

    def test_every_chart_stands_after_its_table(self):
        blocks = Clv().proved(self.orders(), self.AS_OF)
        charts = [n for n, block in enumerate(blocks) if isinstance(block, Chart)]
        assert len(charts) == 2
        for n in charts:
            keys = {column.key for column in blocks[n - 1].columns}
            assert {blocks[n].x, *blocks[n].y} <= keys

    def test_counts_are_those_of_the_orders(self):
        orders = self.orders()
        found = holdout(orders, self.AS_OF, share=0.6)
        first = orders.groupby("customer_id")["order_day"].transform("min")
        days = orders[first <= found.split].drop_duplicates(["customer_id", "order_day"])
        assert found.split == pd.Timestamp("2025-01-01") + pd.Timedelta(days=240)
        assert found.actual.sum() == (days["order_day"] > found.split).sum()
        assert found.x.sum() + len(found.x) == (days["order_day"] <= found.split).sum()

    def test_refunds_and_further_orders_of_a_day_change_nothing(self):
        orders = self.orders()
        more = pd.concat([orders, orders.head(50), orders.tail(50).assign(amount=-10.0, order_day=self.AS_OF)])
        assert holdout(more, self.AS_OF).expected == pytest.approx(holdout(orders, self.AS_OF).expected)

    def test_the_unit_changes_nothing_expected(self):
        day, month = (holdout(self.orders(), self.AS_OF, unit=unit).expected.sum() for unit in ("day", "month"))
        assert day == pytest.approx(month, rel=1e-6)

    @pytest.mark.parametrize("rows", [0, 1, 5])
    def test_too_few_orders_are_said_in_one_sentence(self, rows):
        blocks = Clv().proved(self.orders().head(rows), self.AS_OF)
        assert "There is no holdout check" in blocks[1].text.en
        assert len(blocks) == 2


@pytest.mark.reference
def test_orders_of_cdnow_through_the_whole_pipeline(reference):
    names = ["master", "客户ID", "day", "cds", "金额"]
    orders = pd.read_csv(reference / "cdnow" / "CDNOW_sample.txt", sep=r"\s+", names=names, dtype=str)
    orders["下单日期"] = pd.to_datetime(orders["day"], format="%Y%m%d")
    orders["金额"] = orders["金额"].astype(float)
    orders = orders.loc[orders["day"] <= "19970930", ["客户ID", "下单日期", "金额"]]
    general = General(as_of=pd.Timestamp("1997-09-30").date())
    found = analyze(orders, settings=Settings(general, (Clv(),))).segmentations["clv"]
    assert parameters(found).loc[["r", "a", "b"], "estimate"].astype(float).round(3).tolist() == pytest.approx(
        [0.243, 0.793, 2.426], abs=0.001
    )
    assert found.labels["alive"].iloc[0] == pytest.approx(0.7266, abs=2e-4)
    assert len(found.labels) == 2357


def test_scipy_is_not_loaded_before_a_forecast_is_made():
    code = "import sys, xlseg.models; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_holdout_check_stands_among_the_evidence_where_there_are_orders():
    found = analyze(demo.orders(), settings=Settings(General(), (Clv(),)))
    headings = [block.title.zh for block in found.segmentations["clv"].evidence if isinstance(block, Heading)]
    assert "终身价值：留出期检验" in headings
