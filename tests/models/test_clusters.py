"""Clusters: planted groups are found again, named, retold as rules, and assigned alike."""

import numpy as np
import pandas as pd
import pytest
from conftest import customers
from scipy.spatial.distance import pdist
from sklearn.metrics import silhouette_score

from xlseg import Settings, XlsegError, analyze
from xlseg.blocks import Chart, Note, Table
from xlseg.demo import orders
from xlseg.models.clusters import Clusters
from xlseg.models.clusters.basis import Feature
from xlseg.models.clusters.choice import Candidate, choose, elbow, silhouettes
from xlseg.models.clusters.describing import cramers_v, eta_squared
from xlseg.models.clusters.rules import retold
from xlseg.settings import General, Row, parse

QUICK = {"bootstraps": 5, "sample": 1000}


def planted(k: int, each: int = 60, apart: float = 12.0, seed: int = 5) -> pd.DataFrame:
    """k round groups of standard deviation 1 in three columns, centres at least `apart` and at most about twice as far
    from the next; `planted` says which is whose. Nothing is negative."""
    random = np.random.default_rng(seed)
    side = 1.3 * apart * k ** (1 / 3)
    centres = random.uniform(0, side, (k, 3))
    while pdist(centres).min() < apart:
        centres = random.uniform(0, side, (k, 3))
    rows = np.repeat(centres, each, axis=0) + random.normal(size=(k * each, 3)) + 20
    table = customers(*(column.tolist() for column in rows.T))
    return table.assign(planted=np.repeat([f"P{n}" for n in range(k)], each))


def table_of(found, column: str) -> pd.DataFrame:
    return next(b.rows for b in found.evidence if isinstance(b, Table) and column in b.rows)


def notes(found) -> str:
    return "\n".join(b.text.en for b in found.evidence if isinstance(b, Note))


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6, 8])
@pytest.mark.parametrize("seed", [5, 6, 7])
def test_planted_groups_are_found_again_whatever_their_number(k, seed):
    table = planted(k, seed=seed)
    found = Clusters(**QUICK).segment(table)
    crossed = pd.crosstab(table["planted"].to_numpy(), found.labels["segment"].to_numpy())
    assert crossed.shape == (k, k)
    assert crossed.max(axis=1).sum() >= 0.99 * len(table)
    assert len(set(crossed.to_numpy().argmax(axis=1))) == k


def test_on_skewed_data_the_silhouette_says_two_and_the_choice_says_why_not():
    random = np.random.default_rng(3)
    often = random.geometric(0.4, 1500)
    table = customers(
        (random.exponential(150, 1500) / np.sqrt(often)).tolist(),
        often.tolist(),
        (often * random.lognormal(4, 0.6, 1500)).tolist(),
    )
    found = Clusters(**QUICK).segment(table)
    tried = table_of(found, "silhouette").set_index("k")
    assert tried["silhouette"].idxmax() == 2
    assert sum(not s.residual for s in found.segments) in (3, 4, 5, 6)
    assert "the silhouette alone says 2" in notes(found)


def candidate(k: int, silhouette: float, depth: float, stability: float = 1.0) -> Candidate:
    return Candidate(k, 1.0, depth, silhouette, stability, 0.1, np.zeros((k, 1)))


class TestTheChoice:
    def test_silhouette_and_elbow_count_alike_among_the_advised(self):
        found = [candidate(2, 0.6, 0.3), candidate(3, 0.3, 0.5), candidate(4, 0.4, 0.4), candidate(7, 0.3, 0.1)]
        assert choose(found).candidate.k == 4  # 0.3/0.4 + 0.5/0.5 = 1.75 < 0.4/0.4 + 0.4/0.5 = 1.8

    def test_a_clear_silhouette_that_resamples_confirm_decides_alone(self):
        found = [candidate(3, 0.4, 0.5), candidate(5, 0.5, 0.2)]
        assert choose(found).candidate.k == 5
        assert choose([found[0], found[1]._replace(stability=0.89)]).candidate.k == 3

    def test_two_groups_need_the_elbow_too(self):
        assert choose([candidate(2, 0.8, 0.6), candidate(3, 0.5, 0.5)]).candidate.k == 2
        assert choose([candidate(2, 0.8, 0.4), candidate(3, 0.5, 0.5)]).candidate.k == 3

    def test_more_than_six_need_a_clear_silhouette_and_agreement(self):
        few = candidate(4, 0.4, 0.5)
        assert choose([few, candidate(8, 0.6, 0.2)]).candidate.k == 8
        assert choose([few, candidate(8, 0.49, 0.2)]).candidate.k == 4
        assert choose([few, candidate(8, 0.6, 0.2, stability=0.8)]).candidate.k == 4

    def test_equals_are_decided_for_fewer_groups(self):
        assert choose([candidate(4, 0.4, 0.5), candidate(5, 0.4, 0.5)]).candidate.k == 4
        assert choose([candidate(4, 0.6, 0.5), candidate(5, 0.6, 0.5)]).candidate.k == 4

    def test_outside_the_advice_the_best_of_what_is_allowed_is_taken(self):
        assert choose([candidate(8, 0.4, 0.2), candidate(9, 0.45, 0.2)]).candidate.k == 9

    def test_the_elbow_is_where_the_curve_lies_deepest_below_its_chord(self):
        assert elbow((1, 2, 3, 4, 5), (100, 40, 20, 10, 0)).round(4).tolist() == [0, 0.35, 0.3, 0.15, 0]

    def test_silhouettes_are_sklearns(self):
        random = np.random.default_rng(8)
        sample, labellings = random.normal(size=(200, 3)), [random.integers(0, k, 200) for k in (2, 5, 9)]
        labellings[1][:5] = [5, 6, 6, 6, 6]  # a group of one, whose silhouette is 0
        expected = [silhouette_score(sample, labels) for labels in labellings]
        assert silhouettes(sample, labellings) == pytest.approx(expected)


class TestWhatUsersSee:
    def test_groups_are_named_by_what_sets_them_apart_best_first(self):
        table = pd.concat(
            [
                customers(
                    [5 + n % 5 for n in range(40)], [20 + n % 3 for n in range(40)], [900 + n for n in range(40)]
                ),
                customers(
                    [300 + n % 9 for n in range(60)], [1 + n % 2 for n in range(60)], [50 + n for n in range(60)]
                ),
            ]
        ).assign(customer_id=[f"C{n:03}" for n in range(100)])
        best, worst, _ = Clusters(k=2, **QUICK).segment(table).segments
        assert best.title.zh == "近期高频高额"
        assert best.title.en == "Recent, frequent, high spend"
        assert worst.title.zh == "久未购买低频低额"
        assert (best.key, worst.key) == ("cluster_1", "cluster_2")
        assert "订单数为全体平均的 2.3 倍" in best.features.zh

    def test_no_name_is_given_twice(self):
        found = Clusters(k=10, **QUICK).segment(planted(3))
        for lang in ("zh", "en"):
            names = [segment.title.of(lang) for segment in found.segments]
            assert len(set(names)) == len(names) == 11

    def test_every_number_of_groups_stands_side_by_side_with_a_chart_behind_it(self):
        found = Clusters(**QUICK).segment(planted(4))
        tried = table_of(found, "silhouette")
        assert tried["k"].tolist() == list(range(2, 11))
        assert tried["inertia"].is_monotonic_decreasing
        assert tried.set_index("k")["stability"][4] == 1
        assert tried.loc[tried["chosen"].notna(), "k"].tolist() == [4]
        place = next(n for n, block in enumerate(found.evidence) if isinstance(block, Chart))
        assert found.evidence[place - 1].rows is tried

    def test_rules_hold_for_the_customers_they_name_and_say_how_often(self):
        table = planted(3)
        found = Clusters(**QUICK).segment(table)
        rules = table_of(found, "purity")
        assert rules["count"].sum() == len(table)
        assert (rules["purity"] == 1).all()
        assert "100.0% of the customers" in notes(found)
        assert found.segments[0].rule.en == f"roughly: {rules['rule'][0].en}"

    def test_limits_of_whole_numbers_are_whole_and_others_rounded(self):
        raw = np.array([[n, n * 12.3456] for n in range(40)])
        groups = np.array([0] * 15 + [1] * 25)
        told = retold(raw[:, :1], groups, np.arange(40), (Feature("orders"),), 3)
        assert [rule.text((Feature("orders"),)).zh for rule in told.rules] == ["订单数 ≤ 14", "订单数 > 14"]
        told = retold(raw[:, 1:], groups, np.arange(40), (Feature("revenue"),), 3)
        assert [rule.text((Feature("revenue"),)).en for rule in told.rules] == ["Revenue ≤ 179", "Revenue > 179"]
        assert told.agreement == 1

    def test_a_reason_is_the_rule_and_says_where_it_would_have_said_another_group(self):
        found = Clusters(k=4, tree_depth=1, **QUICK).segment(planted(4))
        reasons = {reason.en for reason in found.labels["reason"]}
        assert any("mostly '" in reason for reason in reasons)
        assert any("mostly '" not in reason for reason in reasons)

    def test_confidence_is_how_much_nearer_the_own_centre_is_than_the_next(self):
        days = [0.0, 0, 0, 0, 0, 4, 10, 10, 10, 10, 10, 10]
        found = Clusters(k=2, basis=("R",), log="no", **QUICK).segment(customers(days, [1] * 12, [1] * 12))
        centre = 4 / 6  # and the other at 10
        expected = [1 - centre / 10] * 5 + [1 - (4 - centre) / 6] + [1] * 6
        assert found.labels["confidence"].tolist() == pytest.approx(expected, abs=1e-6)

    def test_a_group_of_a_few_very_large_figures_is_pointed_out(self):
        table = planted(3)
        table.loc[0, "revenue"] = 1e6
        assert "customers only, mostly a few very large figures" in notes(Clusters(log="no", **QUICK).segment(table))


class TestWhatTheyAreFormedOn:
    def test_columns_are_named_in_the_users_words_their_own_included(self):
        table = planted(3).rename(columns={"revenue": "投诉 等级"})
        found = Clusters(basis=("R", "订单数", "投诉等级"), **QUICK).segment(table)
        assert [
            c.title.en for c in next(b for b in found.evidence if isinstance(b, Table) and "mean_0" in b.rows).columns
        ][2:5] == ["Mean of Days since last order", "Mean of Orders", "Mean of 投诉 等级"]

    def test_what_a_model_needs_are_the_declared_ones_among_them(self):
        assert [column.key for column in Clusters(basis=("r", "M", "投诉等级")).needs] == ["days_since_last", "revenue"]

    def test_skewed_columns_take_logarithms_and_say_so(self):
        random = np.random.default_rng(1)
        table = customers(random.uniform(0, 99, 300), random.geometric(0.3, 300), random.lognormal(3, 1, 300))
        said = notes(Clusters(k=3, **QUICK).segment(table))
        assert "Logarithms: Orders, Revenue, highly skewed" in said
        assert "Logarithms" not in notes(Clusters(k=3, log="no", **QUICK).segment(table))
        refunds = table.assign(revenue=table["revenue"] - 50)
        assert "No logarithms: Revenue hold negative numbers." in notes(
            Clusters(k=3, log="yes", **QUICK).segment(refunds)
        )

    def test_a_word_weighs_as_much_as_one_standardised_number(self):
        table = planted(2).assign(gender=["男", "女", "女", "女"] * 30)
        found = Clusters(basis=("orders", "gender"), k=2, log="no", **QUICK).segment(table)
        scales = table_of(found, "scale")["scale"]
        codes = np.where(table["gender"] == "男", [[1.0], [0.0]], [[0.0], [1.0]]).T / scales[1]
        number = (table["orders"] - table["orders"].mean()).to_numpy()[:, None] / scales[0]
        squares = [((x[:, None] - x[None]) ** 2).sum(axis=2).mean() for x in (codes, number)]
        assert squares == pytest.approx([2, 2])

    def test_groups_of_words_only_are_named_by_them(self):
        table = planted(2).assign(gender=["男"] * 60 + ["女"] * 60, level=["金", "银"] * 60)
        found = Clusters(basis=("性别",), k=2, **QUICK).segment(table)
        assert {s.title.zh for s in found.segments} == {"男为主", "女为主", "未能聚类"}
        assert {s.rule.zh for s in found.segments if not s.residual} == {"大致是：性别 = 男", "大致是：性别 ≠ 男"}

    def test_a_blank_word_is_a_value_of_its_own(self):
        table = planted(2).assign(gender=["男"] * 60 + [None] * 60)
        found = Clusters(basis=("性别",), **QUICK).segment(table)
        assert {s.title.zh for s in found.segments} == {"男为主", "性别空白为主", "未能聚类"}
        assert "A blank in Gender is a value of its own." in notes(found)

    def test_scale_matters_only_where_it_is_asked_for(self):
        random = np.random.default_rng(2)
        table = customers(
            random.normal(0, 1e4, 200).tolist(), np.repeat([0.0, 10.0], 100).tolist(), random.normal(size=200).tolist()
        )
        labels = {
            s: Clusters(k=2, basis=("R", "F"), scale=s, log="no", **QUICK).segment(table) for s in ("none", "robust")
        }
        by_orders = pd.crosstab(table["orders"].to_numpy(), labels["none"].labels["segment"].to_numpy())
        assert (by_orders > 20).to_numpy().all()  # days, in thousands, decide alone
        by_orders = pd.crosstab(table["orders"].to_numpy(), labels["robust"].labels["segment"].to_numpy())
        assert by_orders.shape == (2, 2)


class TestDescribing:
    def test_eta_squared_by_hand(self):
        assert eta_squared(np.array([1.0, 3, 5, 7]), np.array([0, 0, 1, 1])) == pytest.approx(16 / 20)
        assert eta_squared(np.array([2.0, 2, 2]), np.array([0, 0, 1])) == 0

    def test_cramers_v_by_hand(self):
        assert cramers_v(np.array([[10, 0], [0, 10]])) == pytest.approx(1)
        assert cramers_v(np.array([[30, 10], [10, 30]])) == pytest.approx(0.5)  # chi2 = 20, n = 80
        assert cramers_v(np.array([[5, 5]])) == 0

    def test_columns_not_clustered_on_are_compared_apart(self):
        table = planted(2).assign(gender=["男"] * 60 + ["女"] * 60, age=[30.0, np.nan] * 60, birthday=pd.NaT)
        found = Clusters(describe=("gender", "age", "orders", "birthday", "nothing"), **QUICK).segment(table)
        effects = table_of(found, "effect").set_index("measure")
        assert [measure.en for measure in effects.index] == ["Cramér's V", "eta²"]
        assert effects["effect"].tolist() == [1, 0]
        assert effects["known"].tolist() == [120, 60]
        assert sorted(effects.iloc[0][["group_0", "group_1"]]) == ["女 100%", "男 100%"]


class TestBadInput:
    @pytest.mark.parametrize("count", [0, 1, 9])
    def test_fewer_than_ten_customers_are_refused(self, count):
        with pytest.raises(XlsegError, match=f"only {count} customers .* at least 10"):
            Clusters().segment(planted(2).iloc[:count])

    def test_fewer_customers_than_groups_are_refused(self):
        with pytest.raises(XlsegError, match="needs at least 13"):
            Clusters(k=12).segment(planted(2).iloc[:11])

    def test_customers_who_are_all_alike_are_refused(self):
        with pytest.raises(XlsegError, match="the same or blank for all customers"):
            Clusters().segment(customers([5] * 20, [1] * 20, [9] * 20))

    def test_a_sample_of_customers_who_are_all_alike_is_refused(self):
        table = customers([5] * 5000, [1] * 5000, [9] * 4999 + [8])
        with pytest.raises(XlsegError, match="100 customers drawn at random are the same"):
            Clusters(sample=100).segment(table)

    def test_a_constant_column_is_not_used_and_said(self):
        found = Clusters(**QUICK).segment(planted(3).assign(orders=1))
        assert "Not used: Orders are the same or blank for all customers." in notes(found)

    def test_a_missing_or_infinite_number_leaves_a_customer_unclustered(self):
        table = planted(3)
        table.loc[[0, 1, 2], ["revenue", "orders", "days_since_last"]] = np.diag([np.nan, np.inf, -np.inf]) + 1
        found = Clusters(**QUICK).segment(table)
        assert found.labels["segment"].eq("unclustered").sum() == found.unmatched == 3
        assert found.labels[["confidence", "reason"]].iloc[:3].isna().all(axis=None)

    @pytest.mark.parametrize(
        ("orders", "why"),
        [
            ([0, 0], "没有购买记录"),
            ([0, 3], "没有购买记录，或聚类用的列有空白或无效的数"),
            ([2, 3], "聚类用的列有空白或无效的数"),
        ],
    )
    def test_who_never_bought_is_said_to_have_bought_nothing(self, orders, why):
        table = planted(3)
        table.loc[[0, 1], ["orders", "days_since_last"]] = [[n, np.nan] for n in orders]
        assert Clusters(**QUICK).segment(table).segments[-1].rule.zh == why

    def test_customers_of_few_kinds_limit_the_number_of_groups(self):
        found = Clusters(k=9, **QUICK).segment(customers([1, 9, 50] * 10, [1, 2, 3] * 10, [5, 6, 7] * 10))
        assert sum(not segment.residual for segment in found.segments) == 3
        assert "differ in 3 ways only" in notes(found)

    @pytest.mark.parametrize(
        ("basis", "said"),
        [
            (("R", "price of tea"), "no 'price of tea'"),
            (("R", "phone"), "'Phone' say who"),
            (("R", "customer_id"), "'Customer ID' say who"),
            (("R", "last_order"), "'Last order' are dates"),
            (("R", "comment"), "'comment' has 120 different values"),
        ],
    )
    def test_a_column_that_cannot_be_used_is_named(self, basis, said):
        table = planted(2).assign(
            phone="13800000000", last_order=pd.Timestamp("2026-01-01"), comment=[f"x{n}" for n in range(120)]
        )
        with pytest.raises(XlsegError, match=said):
            Clusters(basis=basis).segment(table)

    def test_settings_that_cannot_be_are_refused(self):
        for wrong in ({"k": 1}, {"basis": ()}, {"k_low": 5, "k_high": 4}, {"sample": 10**6}, {"scale": "x"}):
            with pytest.raises(XlsegError):
                Clusters(**wrong)


class TestTheSameAgain:
    def test_threads_and_the_order_of_rows_change_nothing(self):
        from threadpoolctl import threadpool_limits

        table = planted(5, apart=3.0)
        found = Clusters(**QUICK).segment(table)
        with threadpool_limits(limits=4):
            again = Clusters(**QUICK).segment(table.sample(frac=1, random_state=1))
        pd.testing.assert_frame_equal(again.labels.sort_index(), found.labels)
        pd.testing.assert_frame_equal(table_of(again, "silhouette"), table_of(found, "silhouette"))
        assert again.segments == found.segments

    def test_new_customers_are_assigned_by_the_same_centres(self):
        table = planted(4)
        model = Clusters(**QUICK)
        fitted = model.fit(table, ["days_since_last", "orders", "revenue"]).fitted
        labels = model.segment(table).labels["segment"]
        assert fitted.assign(table.iloc[::7]).tolist() == labels.iloc[::7].tolist()
        strange = table.iloc[:2].assign(revenue=[np.nan, -50.0])
        assert fitted.assign(strange).iloc[0] == "unclustered"
        assert fitted.assign(table.iloc[:0]).tolist() == []

    def test_the_evidence_is_enough_to_assign_a_customer_by_hand(self):
        random = np.random.default_rng(4)
        table = customers(random.uniform(0, 99, 99), random.geometric(0.3, 99), random.lognormal(3, 1, 99))
        found = Clusters(k=4, **QUICK).segment(table)
        centres = table_of(found, "scale")
        x = table[["days_since_last", "orders", "revenue"]].to_numpy()
        x = np.where(centres["logged"].notna(), np.log1p(x), x)
        z = (x - centres["shift"].to_numpy()) / centres["scale"].to_numpy()
        groups = centres[[f"centre_{n}" for n in range(4)]].to_numpy().T
        nearest = np.linalg.norm(z[:, None] - groups, axis=2).argmin(axis=1)
        assert [f"cluster_{n + 1}" for n in nearest] == found.labels["segment"].tolist()


def test_settings_are_read_from_the_sheet_in_either_language():
    base = Settings(General(), (Clusters(),))
    rows = [Row("clusters.basis", value="R、投诉 等级"), Row("clusters.k", value=4.0), Row("clusters.log", value="否")]
    assert parse(rows, base).models == (Clusters(basis=("R", "投诉 等级"), k=4, log="no"),)


def test_the_demo_falls_into_three_groups():
    found = analyze(orders(), settings=Settings(General(), (Clusters(bootstraps=2),))).segmentations["clusters"]
    counts = found.labels["segment"].value_counts()
    assert {s.title.zh: counts.get(s.key, 0) for s in found.segments} == {
        "近期高频高额": 322,
        "近期中频中额": 605,
        "久未购买低频低额": 1430,
        "未能聚类": 0,
    }
