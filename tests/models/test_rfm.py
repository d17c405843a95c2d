"""RFM against the published numbers of R's rfm 0.3.0, and by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import customers

from xlseg import General, Rfm, Settings, XlsegError, analyze
from xlseg.codes import CodeRow, read_patterns, table
from xlseg.models.rfm.schemes import GROUPS11, R10, TYPES8

AS_OF = General(as_of=date(2006, 12, 31))
R10_COUNTS = {
    "potential_loyalist": 342,
    "loyal_customers": 170,
    "lost": 148,
    "new_customers": 104,
    "about_to_sleep": 102,
    "cant_lose": 47,
    "champions": 35,
    "at_risk": 28,
    "need_attention": 10,
    "promising": 9,
}
ROWS = {
    "Abbey O'Reilly": (205, 6, 472, "343"),
    "Add Senger": (140, 3, 340, "412"),
    "Aden Lesch": (194, 4, 405, "323"),
    "Aden Murphy": (98, 7, 596, "544"),
    "Admiral Senger": (132, 5, 448, "433"),
    "Brion Stark": (229, 8, 852, "355"),
    "Ethyl Botsford": (252, 8, 526, "354"),
    "Hosteen Jacobi": (545, 4, 300, "122"),
}
CUSTOMER_COUNTS = {
    "potential_loyalist": 12762,
    "loyal_customers": 6965,
    "lost": 5535,
    "new_customers": 4475,
    "about_to_sleep": 4095,
    "at_risk": 2081,
    "champions": 1571,
    "cant_lose": 1471,
    "need_attention": 679,
    "promising": 297,
    "others": 68,
}


def settings(**thresholds):
    return Settings(AS_OF, (Rfm(**thresholds),))


def counts(analysis):
    return analysis.segmentations["rfm"].labels["segment"].value_counts().to_dict()


@pytest.fixture(scope="module")
def published(reference):
    return analyze(pd.read_csv(reference / "r_rfm" / "rfm_data_orders.csv"), settings=settings(scheme="r10"))


@pytest.mark.reference
class TestPublishedNumbers:
    def test_definition_a_gives_the_published_counts(self, published):
        assert counts(published) == R10_COUNTS
        assert published.order_count == 4906

    def test_the_eight_published_rows(self, published):
        measures = published.customers.set_index("customer_id")[["days_since_last", "orders", "revenue"]]
        codes = published.segmentations["rfm"].labels["rfm"]
        assert {name: (*measures.loc[name], codes[name]) for name in ROWS} == ROWS

    def test_the_published_revenue_of_each_segment(self, published):
        table = published.customers.set_index("customer_id")
        table = table.assign(segment=published.segmentations["rfm"].labels["segment"]).groupby("segment")
        assert table["revenue"].sum()["potential_loyalist"] == 204856
        assert table["orders"].sum()["champions"] == 316

    def test_ready_made_customers_give_the_published_counts(self, reference):
        ready = pd.read_csv(reference / "r_rfm" / "rfm_data_customer.csv")
        found = analyze(ready, settings=settings(scheme="r10"))
        assert counts(found) == CUSTOMER_COUNTS
        codes = found.segmentations["rfm"].labels["rfm"]
        printed = {"22086": "222", "2290": "455", "26377": "511", "24650": "544", "12883": "545", "2119": "543"}
        assert codes[list(printed)].to_dict() == printed

    def test_both_paths_agree(self, published):
        """The orders summed up by us, handed back as a sheet of ready-made customers."""
        ready = published.customers[["customer_id", "days_since_last", "orders", "revenue"]]
        again = analyze(ready, settings=settings(scheme="r10"))
        assert counts(again) == R10_COUNTS


class TestCodeTables:
    def test_the_eleven_groups_cover_all_125_codes_once(self):
        covered = [pattern for group in GROUPS11 for pattern in group.patterns]
        assert len(covered) == len(set(covered)) == 125
        assert (table([g.patterns for g in GROUPS11], (5, 5, 5))[1:, 1:, 1:] > 0).all()

    def test_rs_ten_leave_ten_codes_uncovered(self):
        left = np.argwhere(table([g.patterns for g in R10], (5, 5, 5))[1:, 1:, 1:] == 0) + 1
        codes = {"".join(map(str, code)) for code in left}
        assert codes == {"215", "241", "251", "252", "341", "351", "441", "451", "541", "551"}

    def test_the_eight_types_are_every_high_and_low(self):
        assert len({t.code for t in TYPES8}) == 8

    def test_an_own_table_takes_its_first_matching_row_and_leaves_the_rest_as_others(self):
        own = (CodeRow("大客户", read_patterns("2 2 2")), CodeRow("回头客", read_patterns("1-2 2 1-2")))
        people = customers([1, 1, 9, 9], [9, 1, 9, 1], [9, 1, 9, 1])
        found = Rfm(scheme="custom", bins=2, table=own).segment(people)
        assert found.labels["segment"].tolist() == ["group_1", "others", "group_2", "others"]
        assert found.unmatched == 2
        assert found.titles()["group_1"].zh == "大客户"

    @pytest.mark.parametrize("scheme", ["groups11", "r10"])
    def test_tables_of_five_scores_refuse_other_shapes(self, scheme):
        with pytest.raises(XlsegError, match="5 bins"):
            Rfm(scheme=scheme, bins=4)
        assert Rfm(
            scheme=scheme, binning="custom", bins=4, r_cuts=(1, 2, 3, 4), f_cuts=(1, 2, 3, 4), m_cuts=(1, 2, 3, 4)
        )


class TestHighAndLow:
    PEOPLE = customers([10, 10, 100, 100], [5, 1, 5, 1], [500, 500, 50, 50])

    def types(self, **thresholds):
        return Rfm(**thresholds).segment(self.PEOPLE).labels["high_low"].tolist()

    def test_recency_is_high_when_it_is_short(self):
        assert self.types(bins=2) == ["HHH", "HLH", "LHL", "LLL"]

    def test_values_and_scores_may_be_compared_with_mean_or_median(self):
        for high in ("mean", "median"):
            assert self.types(high=high, high_of="values") == ["HHH", "HLH", "LHL", "LLL"]

    def test_a_fixed_limit_counts_as_reached(self):
        limits = {"high": "limit", "high_of": "values", "r_high": 10, "f_high": 5, "m_high": 500}
        assert self.types(**limits) == ["HHH", "HLH", "LHL", "LLL"]
        assert self.types(**(limits | {"m_high": 500.01})) == ["HHL", "HLL", "LHL", "LLL"]

    def test_a_fixed_limit_may_be_a_score(self):
        limits = {"high": "limit", "high_of": "scores", "r_high": 2, "f_high": 2, "m_high": 2}
        assert self.types(bins=2, **limits) == ["HHH", "HLH", "LHL", "LLL"]

    def test_nobody_is_high_where_all_are_equal(self):
        people = customers([5] * 6, [2] * 6, [10] * 6)
        assert set(Rfm().segment(people).labels["segment"]) == {"general_retain"}


def said(model, people):
    return " ".join(block.text.en for block in model.segment(people).evidence if hasattr(block, "text"))


def test_collapsed_bins_are_said_and_the_run_goes_on():
    people = customers(list(range(1, 101)), [1] * 90 + [2] * 10, list(range(1, 101)))
    assert "values of F are so alike that nobody scores 2, 3, 4" in said(Rfm(), people)


def test_the_tie_rule_and_the_limits_are_said():
    people = customers([1, 2, 3], [1, 2, 3], [1, 2, 3])
    assert "equal values score alike" in said(Rfm(), people)
    assert "told apart by customer ID" in said(Rfm(binning="equal_count"), people)
    assert "R at most 30 days, F at least 5, M at least 2,000" in said(
        Rfm(high="limit", high_of="values", r_high=30, f_high=5, m_high=2000), people
    )


def test_who_never_bought_is_labelled_so():
    people = customers([1, np.nan], [3, 0], [10, np.nan])
    assert Rfm().segment(people).labels["segment"].tolist()[1] == "no_purchase"
    assert Rfm(scheme="r10").segment(people).labels.loc["C001"].drop("segment").isna().all()


def test_codes_of_ten_scores_are_told_apart():
    people = customers(list(range(100, 0, -1)), list(range(100)), list(range(100)))
    codes = Rfm(bins=10).segment(people).labels["rfm"]
    assert codes.iloc[-1] == "10-10-10"
    assert codes.iloc[0] == "1-1-1"


def test_people_reckon_on_with_the_scores():
    labels = Rfm().segment(customers([5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5])).labels
    assert (labels["r_score"] * 100 + labels["f_score"] * 10 + labels["m_score"]).astype(str).tolist() == [
        *labels["rfm"]
    ]


def test_the_reason_shows_each_value_and_its_score():
    people = customers([12, 30], [4, 1], [512.35, 20])
    assert Rfm(bins=2).segment(people).labels["reason"].tolist() == ["R 12→2 F 4→2 M 512.35→2", "R 30→1 F 1→1 M 20→1"]


def test_measures_that_are_missing_are_named():
    with pytest.raises(XlsegError) as caught:
        analyze(pd.DataFrame({"客户ID": ["A"], "姓名": ["甲"], "R": [3]}))
    assert (
        "RFM 客户分群：需要 订单数、累计金额，数据里没有；请提供订单表（客户、日期、金额）、或带有"
        in caught.value.say("zh")
    )
