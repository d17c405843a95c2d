"""What groups made as of an earlier day really did afterwards."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from xlseg import General, Rfm, Settings, XlsegError, analyze, demo
from xlseg.analysis import inspect
from xlseg.backtest import as_known, backtest, period_of
from xlseg.backtest.gains import gains, gini, wilson
from xlseg.codes import CodeRow, read_patterns
from xlseg.columns import LEVEL
from xlseg.cutoff import Backtest
from xlseg.models.preference import Preference
from xlseg.sheets.backtest_verdict import caveats, headline, verdict
from xlseg.text import join

OFTEN = Rfm(
    scheme="custom",
    binning="custom",
    r_cuts=(10_000,),
    f_cuts=(2,),
    m_cuts=(1e9,),
    table=(CodeRow("常客", read_patterns("1-2 2 1-2")), CodeRow("一次", read_patterns("1-2 1 1-2"))),
)
BEFORE = ["A", "A", "B", "B", "C", "C", "D", "E", "F"]
AFTER = [
    ("A", "04-01", 100.0),
    ("A", "05-02", 100.0),
    ("B", "05-03", 60.0),
    ("D", "06-30", 40.0),
    ("G", "05-05", 500.0),
]


def days(*said: str) -> pd.Series:
    return pd.to_datetime(pd.Series(said))


def small(after=AFTER) -> pd.DataFrame:
    """Six customers before April, three of them twice; A, B, D and the new G afterwards."""
    rows = [(who, f"2026-0{1 + n % 3}-{n + 1:02}", 10.0) for n, who in enumerate(BEFORE)]
    rows += [(who, f"2026-{day}", amount) for who, day, amount in after]
    return pd.DataFrame(rows, columns=["客户ID", "下单日期", "金额"])


def settings(cutoff=None, days=None, *models, **general) -> Settings:
    return Settings(General(**general), models or (OFTEN,), backtest=Backtest(cutoff, days))


def run(*tables, cutoff=date(2026, 4, 1), days=None, models=()):
    return backtest(inspect(*tables, settings=settings(cutoff, days, *models)))


def demo_run(model=None, cutoff=None):
    return run(demo.orders(), cutoff=cutoff, models=(model or Rfm(),))


class TestWorkedByHand:
    def test_what_each_group_did(self):
        found = run(small())
        figures = found.models["rfm"].figures
        assert list(figures["count"]) == [3, 3]
        assert list(figures["buyers"]) == [2, 1]
        assert list(figures["orders"]) == [3, 1]
        assert list(figures["revenue"]) == [260, 40]
        assert list(figures["rate"]) == pytest.approx([2 / 3, 1 / 3])
        assert list(figures["rate_lift"]) == pytest.approx([4 / 3, 2 / 3])
        assert list(figures["mean_orders"]) == pytest.approx([1, 1 / 3])
        assert list(figures["mean_revenue"]) == pytest.approx([260 / 3, 40 / 3])
        assert list(figures["revenue_share"]) == pytest.approx([26 / 30, 4 / 30])
        assert list(figures["revenue_lift"]) == pytest.approx([52 / 30, 8 / 30])

    def test_how_well_the_order_sorts(self):
        """The gains curve goes through (1/2, 26/30): Gini 11/30. Sorted 200, 60, 40, 0, 0, 0 it is 61/90."""
        assert run(small()).models["rfm"].sorting.power == pytest.approx((11 / 30) / (61 / 90))

    def test_the_period_starts_at_the_cut_off_and_newcomers_are_told_apart(self):
        found = run(small())
        assert (found.period.first, found.period.days) == (pd.Timestamp(2026, 4, 1), 91)
        assert (len(found.after), found.newcomers, found.newcomer_revenue) == (6, 1, 500.0)
        assert found.after["revenue"].sum() + found.newcomer_revenue == 800.0

    def test_fewer_days_count_fewer_orders(self):
        assert list(run(small(), days=31).models["rfm"].figures["revenue"]) == [100, 0]

    def test_small_groups_allow_no_verdict(self):
        tested = run(small()).models["rfm"]
        assert (tested.differ, tested.order, tested.neighbours("alike")) == ("unsure", "unsure", ())
        assert "客户太少，下不了结论" in headline(run(small()))[0].zh

    def test_a_group_of_the_scheme_without_customers_is_shown_and_compares_with_none(self):
        model = replace(OFTEN, table=(CodeRow("没有人", read_patterns("1 2 2")), *OFTEN.table))
        figures = run(small(), models=(model,)).models["rfm"].figures
        assert list(figures["count"]) == [0, 3, 3]
        assert figures["rate"].isna().tolist() == [True, False, False]

    def test_a_refund_lowers_the_revenue_and_is_no_purchase(self):
        found = run(small([*AFTER, ("C", "05-09", -30.0)]))
        assert list(found.models["rfm"].figures["buyers"]) == [2, 1]
        assert list(found.models["rfm"].figures["revenue"]) == [230, 40]


class TestNothingIsKnownBeforehand:
    CUTOFF = date(1998, 1, 1)

    def test_changing_every_order_after_the_cut_off_changes_no_label(self):
        orders, day = demo.orders(), pd.Timestamp(self.CUTOFF)
        late = orders["order_date"] >= day
        other = orders.copy()
        draw = np.random.default_rng(1)
        other.loc[late, "customer_id"] = draw.permutation(orders["customer_id"])[: late.sum()]
        other.loc[late, "amount"] = draw.uniform(0, 9000, late.sum()).round(2)
        other.loc[late, "order_date"] = day + pd.to_timedelta(draw.integers(0, 900, late.sum()), unit="D")
        one, two = (run(table, cutoff=self.CUTOFF, models=(Rfm(),)) for table in (orders, other))
        pd.testing.assert_frame_equal(one.then.segmentations["rfm"].labels, two.then.segmentations["rfm"].labels)
        assert not one.after.equals(two.after)

    def test_the_labels_are_those_of_a_run_on_that_day(self):
        orders = demo.orders()
        early = orders[orders["order_date"] < pd.Timestamp(self.CUTOFF)]
        then = analyze(early, settings=settings(None, None, Rfm(), as_of=self.CUTOFF))
        found = run(orders, cutoff=self.CUTOFF, models=(Rfm(),)).then
        pd.testing.assert_frame_equal(found.customers, then.customers)
        pd.testing.assert_frame_equal(found.segmentations["rfm"].labels, then.segmentations["rfm"].labels)

    def test_customers_are_known_once_they_ordered_or_registered(self):
        people = pd.DataFrame(
            {
                "客户ID": ["A", "X", "Y", "G"],
                "注册时间": [*days("2026-01-01", "2026-02-01", "2026-05-01"), None],
                "会员等级": ["金", "银", "银", "金"],
                "投诉次数": [1, 2, 3, 4],
                "偏好品类": ["鞋", "鞋", "帽", "帽"],
                "客户经理评价": ["好", "中", "好", "差"],
            }
        )
        found = run(small(), people)
        assert list(found.after.index) == ["A", "B", "C", "D", "E", "F", "X"]
        table = found.then.customers.set_index("customer_id")
        assert table.loc["A", "level"] == "金"
        assert table.loc["X", "orders"] == 0
        assert "complaints" not in table, "a count as of today"
        assert table.loc[["A", "X"], "客户经理评价"].tolist() == ["好", "中"], "an own column is carried"
        assert "complaints" in [column.key for column in found.unused]
        assert "投诉次数" in join(caveats(found)).zh

    def test_a_profile_that_a_model_uses_is_said_to_be_of_today(self):
        class ByLevel(Rfm):
            needs = (*OFTEN.needs, LEVEL)

            def segment(self, customers):
                return OFTEN.segment(customers)

        people = pd.DataFrame({"客户ID": list("ABC"), "会员等级": ["金", "银", "金"]})
        found = run(small(), people, models=(ByLevel(),))
        assert [column.key for column in found.as_now] == ["level"]
        assert "会员等级 用的是现在的值" in join(caveats(found)).zh
        assert run(small(), people).as_now == ()

    def test_records_count_from_before_the_cut_off_alone(self):
        known = inspect(small(), settings=settings())
        rows = pd.DataFrame({"customer_id": ["A", "A", "A"], "day": days("2026-01-05", "2026-04-01", "2026-05-01")})
        then = as_known(replace(known, records={"complaints": rows}), pd.Timestamp(2026, 4, 1))
        assert list(then.customers["complaints"]) == [1, 0, 0, 0, 0, 0]


class TestCdnow:
    """2,357 customers of early 1997 and their orders to June 1998."""

    def test_by_default_the_last_half_year_is_looked_at(self):
        period = demo_run().period
        assert (str(period.first.date()), str(period.last), period.days) == ("1997-12-31", "1998-06-30", 182)

    def test_the_groups_orders_and_revenue_are_those_counted_directly(self):
        found, orders = demo_run(), demo.orders()
        late = orders[orders["order_date"] >= "1997-12-31"]
        label = found.then.segmentations["rfm"].labels["segment"]
        figures = found.models["rfm"].figures
        direct = late.groupby(late["customer_id"].map(label))
        assert figures["orders"].sum() == len(late) == 1196
        assert figures["buyers"].sum() == late["customer_id"].nunique() == 515
        assert figures["orders"].to_dict() == direct.size().to_dict()
        assert figures["revenue"].to_dict() == pytest.approx(direct["amount"].sum().to_dict())
        assert (found.newcomers, figures["revenue"].sum()) == (0, pytest.approx(43103.44))

    def test_the_best_group_came_back_and_the_last_did_not(self):
        tested = demo_run().models["rfm"]
        assert tested.figures.loc["important_value", "rate"] == pytest.approx(372 / 828)
        assert tested.figures["rate"].iloc[-1] == pytest.approx(60 / 855)
        assert tested.figures["revenue_share"].iloc[0] == pytest.approx(0.811, abs=5e-4)
        assert (tested.differ, tested.order) == ("yes", "rough")
        assert tested.neighbours("below") == (("important_retain", "general_value"),)

    def test_an_order_that_is_reversed_is_said_to_be(self):
        tested = demo_run(Rfm(scheme="groups11")).models["rfm"]
        assert tested.order == "broken"
        for earlier, later in tested.inverted:
            assert tested.figures.loc[later, "revenue_low"] > tested.figures.loc[earlier, "revenue_high"]
            assert tested.figures.index.get_loc(later) > tested.figures.index.get_loc(earlier)

    def test_groups_drawn_by_lot_do_not_differ_and_sort_nothing(self):
        found = demo_run()
        position = np.random.default_rng(3).integers(0, 4, len(found.after))
        sorting = gains(position, found.after["revenue"].to_numpy()).sorting
        assert sorting.low < 0 < sorting.high


class TestFigures:
    @pytest.mark.parametrize(
        ("hits", "trials", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    )
    def test_wilson_as_published(self, hits, trials, low, high):
        """Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3."""
        found = wilson(np.array([float(hits)]), np.array([float(trials)]))
        assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=5e-5)

    def test_the_gini_of_a_perfect_order_of_equals_and_of_one_who_has_it_all(self):
        assert gini(np.ones(4), np.ones(4)) == pytest.approx(0)
        assert gini(np.ones(4), np.array([8.0, 0, 0, 0])) == pytest.approx(0.75)
        assert gini(np.ones(4), np.array([0, 0, 0, 8.0])) == pytest.approx(-0.75)
        assert np.isnan(gini(np.ones(2), np.zeros(2)))

    def test_groups_in_perfect_order_of_single_customers_sort_perfectly(self):
        sorting = gains(np.arange(5), np.array([9.0, 5, 3, 1, 0])).sorting
        assert (sorting.power, sorting.hindsight) == pytest.approx((1, 1))
        assert gains(np.arange(5), np.array([0.0, 1, 3, 5, 9])).sorting.power == pytest.approx(-1)

    def test_the_quick_bootstrap_agrees_with_drawing_single_customers(self):
        found = demo_run()
        labels = found.then.segmentations["rfm"].labels["segment"]
        keys = list(found.models["rfm"].figures.index)
        position = np.array([keys.index(key) for key in labels.reindex(found.after.index)])
        revenue = found.after["revenue"].to_numpy()
        draw, powers, firsts = np.random.default_rng(7), [], []
        for _ in range(1000):
            at = draw.integers(0, len(revenue), len(revenue))
            sums, count = np.bincount(position[at], revenue[at], len(keys)), np.bincount(position[at], None, len(keys))
            powers.append(gini(count, sums) / gini(np.ones(len(at)), np.sort(revenue[at])[::-1]))
            firsts.append(sums[0] / count[0])
        quick = gains(position, revenue)
        assert (quick.sorting.low, quick.sorting.high) == pytest.approx(np.quantile(powers, [0.025, 0.975]), abs=0.015)
        assert (quick.means.low[0], quick.means.high[0]) == pytest.approx(np.quantile(firsts, [0.025, 0.975]), abs=1.5)

    def test_the_order_of_rows_does_not_matter(self):
        one, two = (
            run(t, cutoff=None, models=(Rfm(),)) for t in (demo.orders(), demo.orders().sample(frac=1, random_state=1))
        )
        pd.testing.assert_frame_equal(one.models["rfm"].figures, two.models["rfm"].figures)
        assert one.models["rfm"].sorting == pytest.approx(two.models["rfm"].sorting)

    def test_nobody_came_back(self):
        found = run(small([("G", "05-05", 500.0)]))
        tested = found.models["rfm"]
        assert tested.figures["rate"].tolist() == [0, 0]
        assert np.isnan(tested.sorting).all()
        assert all("nan" not in sentence.en for sentence in [*headline(found), *caveats(found)])
        assert all("nan" not in sentence.en for sentence in verdict(tested, found.then.segmentations["rfm"].titles()))


class TestPeriod:
    LONG = days("2024-01-01", "2026-06-30")

    @pytest.mark.parametrize(
        ("data", "cutoff", "length", "expected"),
        [
            (LONG, None, None, ("2025-12-31", 182)),
            (LONG, None, 30, ("2026-06-01", 30)),
            (LONG, date(2025, 1, 1), None, ("2025-01-01", 182)),
            (LONG, date(2026, 6, 1), None, ("2026-06-01", 30)),
            (LONG, date(2025, 1, 1), 365, ("2025-01-01", 365)),
            (days("2026-01-01", "2026-03-31"), None, None, ("2026-03-02", 30)),
            (days("2026-01-01", "2026-01-03"), None, None, ("2026-01-03", 1)),
        ],
    )
    def test_which_days(self, data, cutoff, length, expected):
        found = period_of(data, Backtest(cutoff, length))
        assert (str(found.first.date()), found.days) == expected

    @pytest.mark.parametrize(
        ("cutoff", "length", "said"),
        [
            (date(2024, 1, 1), None, "不在订单的日期之内"),
            (date(2026, 7, 1), None, "不在订单的日期之内"),
            (date(2026, 6, 1), 31, "只有 30 天，不够 31 天"),
            (None, 912, "留不出"),
        ],
    )
    def test_a_period_outside_the_data_is_refused(self, cutoff, length, said):
        with pytest.raises(XlsegError) as caught:
            period_of(self.LONG, Backtest(cutoff, length))
        assert said in caught.value.say("zh")

    def test_orders_of_two_days_leave_nothing_to_look_at(self):
        with pytest.raises(XlsegError, match="span 2 days only"):
            period_of(days("2026-01-01", "2026-01-02"), Backtest())


class TestRefused:
    def test_ready_made_measures_cannot_be_backtested(self):
        people = pd.DataFrame(
            {"客户ID": ["A", "B"], "距上次购买天数": [3, 9], "订单数": [1, 2], "累计金额": [5.0, 9.0]}
        )
        with pytest.raises(XlsegError, match="needs a table of orders"):
            run(people)

    def test_a_period_without_orders(self):
        with pytest.raises(XlsegError, match="no order from 2026-04-01 to 2026-04-02"):
            run(small(AFTER[1:]), days=2)

    def test_less_before_than_after_is_said(self):
        found = run(small(), cutoff=date(2026, 2, 1))
        assert any("cut off later" in sentence.en for sentence in caveats(found))


def test_groups_without_an_order_are_not_judged_by_one():
    rows = demo.orders().assign(category=lambda table: table["customer_id"].astype(int) % 3)
    rows["category"] = rows["category"].map({0: "书", 1: "唱片", 2: "影碟"})
    found = backtest(inspect(rows, settings=Settings(models=(Preference(), Rfm()))))
    preference, rfm = (found.models[key] for key in ("preference", "rfm"))
    assert preference.order == "none"
    assert pd.isna(preference.sorting.power)
    assert rfm.order != "none"
    said = [text.zh for text in verdict(preference, found.then.segmentations["preference"].titles())]
    assert not any("从好到差" in text or "排序能力" in text for text in said)
