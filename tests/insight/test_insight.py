"""What sells, to whom, through what and when, against tables worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import insight
from xlseg.insight import (
    EVERYTHING,
    MISSING,
    affinity,
    big_spenders,
    effects,
    expected,
    horizon,
    latest,
    ledger,
    looked_back,
    months,
    pairs,
    ranking,
    repeats,
    upcoming,
    window,
)


def sold(orders, lines=None, key=""):
    return insight.sold(ledger(orders), lines, key)


def shop(*rows, columns=("customer_id", "order_day", "amount", "category")):
    """Orders of one row each."""
    frame = pd.DataFrame(list(rows), columns=list(columns))
    frame["order_day"] = pd.to_datetime(frame["order_day"])
    return frame.assign(order_id=[f"N{n}" for n in range(len(frame))])


TEA = shop(
    ("A", "2026-01-01", 100.0, "茶"),
    ("A", "2026-01-11", 60.0, "茶 "),
    ("A", "2026-01-31", 40.0, "茶"),
    ("B", "2026-01-05", 50.0, "茶"),
    ("B", "2026-01-15", 30.0, "杯"),
    ("C", "2026-01-20", 20.0, None),
    ("B", "2026-01-16", -30.0, "杯"),
)


def test_items_by_sales_add_up_to_all_orders():
    found = ranking(sold(TEA, key="category"))
    names = sold(TEA, key="category").names
    assert names == ("杯", "茶", MISSING)
    assert [names[n] for n in found.items["item"]] == ["茶", MISSING, "杯"]
    assert found.shown["revenue"].tolist() == [250, 20, 0, 270]
    assert found.shown["orders"].tolist() == [4, 1, 1, 6], "the refund is no order"
    assert found.shown["customers"].tolist() == [2, 1, 1, 3], "B bought tea and a cup, and counts once in all"
    assert found.shown["share"].tolist() == pytest.approx([250 / 270, 20 / 270, 0, 1])
    assert found.items["class"].tolist() == ["A", "B", "C"]


def test_the_item_that_crosses_80_percent_is_still_a():
    rows = [("A", "2026-01-01", amount, name) for name, amount in zip("甲乙丙丁", (50.0, 40.0, 6.0, 4.0), strict=True)]
    assert ranking(sold(shop(*rows), key="category")).items["class"].tolist() == ["A", "A", "B", "C"]


def test_what_is_not_among_the_best_is_one_row():
    rows = [("A", "2026-01-01", float(n), f"商品{n:02}") for n in range(1, 31)]
    found = ranking(sold(shop(*rows), key="category"), most=20)
    assert (found.rest, len(found.shown)) == (10, 22)
    assert found.shown["revenue"].iloc[-2:].tolist() == [55, 465]
    assert ranking(sold(shop(*rows[:21]), key="category"), most=20).rest == 0, "a rest of one is shown by name"


def test_growth_compares_the_last_half_with_the_first():
    rows = [("A", f"2026-{month:02}-{day:02}", 10.0 * month, "茶") for month in (1, 2) for day in range(1, 29)]
    found = sold(shop(*rows), key="category")
    assert (found.span, window(found)) == (59, 29)
    late = 28 * 20  # 31 Jan to 28 Feb holds all of February
    early = 27 * 10  # 2 Jan to 30 Jan
    assert ranking(found).shown["growth"].tolist() == pytest.approx([late / early - 1] * 2)
    assert np.isnan(ranking(sold(TEA, key="category")).shown["growth"]).all(), "a month is too short"


def test_the_mean_price_is_of_pieces_where_quantities_are_known():
    orders = TEA.assign(quantity=[4, 1, None, 5, 2, 1, 2])
    found = ranking(sold(orders, key="category")).shown
    assert found["price"].tolist() == pytest.approx([210 / 10, 20, 15, 260 / 13])


def test_an_order_is_divided_among_its_lines():
    orders = shop(("A", "2026-01-01", 90.0, 0), ("B", "2026-01-02", 50.0, 0)).drop(columns="category")
    lines = pd.DataFrame(
        {
            "order_id": ["N0", "N0", "N7"],
            "product": ["茶", "杯", "书"],
            "amount": [80.0, 20.0, 5.0],
            "quantity": [1, 2, 1],
        }
    )
    found = sold(orders, lines, "product")
    assert found.shared
    shown = ranking(found)
    assert [found.names[n] for n in shown.items["item"]] == ["茶", MISSING, "杯"]
    assert shown.items["revenue"].tolist() == pytest.approx([72, 50, 18])
    evenly = sold(orders, lines.drop(columns=["amount", "quantity"]), "product")
    assert sorted(ranking(evenly).items["revenue"]) == pytest.approx([45, 45, 50])


def test_without_the_column_or_with_it_blank_there_is_nothing_to_say():
    assert sold(None) is None
    assert sold(TEA, key="channel") is None
    assert sold(TEA.assign(channel=[None] * 7), key="channel") is None
    assert sold(TEA.assign(amount=np.nan)) is None
    assert sold(TEA).names == (EVERYTHING,)


def test_lift_is_the_share_of_a_group_against_that_of_all():
    found = sold(TEA, key="category")
    group = np.where(found.customers == "A", 0, 1)
    got = affinity(found, found.rows["item"].to_numpy(), 3, group, 2)
    assert got.share[:, 0].tolist() == pytest.approx([0, 1, 0]), "A buys nothing but tea"
    assert got.share[:, 1].tolist() == pytest.approx([0, 50 / 70, 20 / 70])
    assert got.lift[1].tolist() == pytest.approx([270 / 250, (50 / 70) * (270 / 250)])
    assert not got.sure.any(), "of so few orders nothing is sure"


def test_a_preference_is_sure_where_chance_is_no_explanation():
    rows = [(f"A{n}", "2026-01-01", 10.0, "茶" if n % 5 else "杯") for n in range(100)]
    rows += [(f"B{n}", "2026-01-01", 10.0, "杯" if n % 5 else "茶") for n in range(100)]
    found = sold(shop(*rows), key="category")
    group = np.array([0 if name.startswith("A") else 1 for name in found.customers])
    assert affinity(found, found.rows["item"].to_numpy(), 2, group, 2).sure.tolist() == [[False, True], [True, False]]


CHANNELS = shop(
    ("A", "2026-01-01", 10.0, "线上"),
    ("A", "2026-01-11", 20.0, "线下"),
    ("B", "2026-01-02", 30.0, "线上"),
    ("C", "2026-01-03", 40.0, "线下"),
    ("C", "2026-04-03", 50.0, "线下"),
    ("D", "2026-04-10", 60.0, "线上"),
    columns=("customer_id", "order_day", "amount", "channel"),
)


def test_a_channel_is_judged_by_whether_those_it_brought_come_back_in_time():
    found = sold(CHANNELS, key="channel")
    table = effects(found, 30)
    assert [found.names[n] for n in table["item"][:-1]] == ["线下", "线上"]
    assert table["revenue"].tolist() == [110, 100, 210]
    assert table["average"].tolist() == pytest.approx([110 / 3, 100 / 3, 35])
    assert table["newcomers"].tolist() == [1, 3, 4]
    assert table["watched"].tolist() == [1, 2, 3], "D has not had 30 days"
    assert table["returned"].tolist() == [0, 1, 1], "A came back after 10 days, C only after 90"
    assert table["rate"].tolist() == pytest.approx([0, 1 / 2, 1 / 3])
    assert horizon(found) == 30, "half of 100 days allows no more"


def test_pairs_count_days_with_purchases_and_the_days_between():
    found = pairs(sold(TEA, key="category"))
    tea = found[found["item"] == 1]
    assert tea["days"].tolist() == [3, 1]
    assert tea["median"].iloc[0] == 15, "10 and 20 days"
    table = repeats(sold(TEA, key="category"), found)
    assert table["buyers"].tolist() == [2, 1, 1, 3]
    assert table["repeaters"].tolist() == [1, 0, 0, 1]
    assert table["rate"].tolist() == pytest.approx([1 / 2, 0, 0, 1 / 3])
    assert table["median"].iloc[0] == 15


def test_when_the_next_purchase_is_due():
    """Regular customers who buy every 20, 30 and 40 days; one bought twice, one once, one left long ago."""
    rows = []
    for name, step, count in (("A", 20, 4), ("B", 30, 4), ("C", 40, 4), ("D", 30, 2), ("E", 30, 1)):
        last = pd.Timestamp("2026-06-20")
        rows += [(name, last - pd.Timedelta(days=step * n), 100.0, "茶") for n in range(count)]
    rows += [("F", pd.Timestamp("2025-06-01") + pd.Timedelta(days=30 * n), 100.0, "茶") for n in range(4)]
    found = sold(shop(*rows), key="category")
    today = found.last + 1
    table = upcoming(found, today).set_index("customer").sort_index()
    table.index = found.customers[table.index]
    assert table["interval"].drop("E").to_dict() == {"A": 20, "B": 30, "C": 40, "D": 30, "F": 30}
    assert table["due"].drop(["E", "F"]).to_dict() == {"A": 19, "B": 29, "C": 39, "D": 29}
    assert table["state"].to_dict() == {"A": "0", "B": "0", "C": "1", "D": "0", "E": "once", "F": "lapsed"}
    later = upcoming(found, today + 45).set_index("customer").sort_index()
    later.index = found.customers[later.index]
    assert later["state"].drop(["E", "F"]).to_dict() == {"A": "overdue", "B": "overdue", "C": "overdue", "D": "overdue"}
    assert upcoming(found, today + 60).set_index("customer").loc[0, "state"] == "lapsed", (
        "61 days of silence, over 3 x 20"
    )


def test_what_is_expected_goes_on_at_the_pace_so_far():
    rows = [("A", pd.Timestamp("2026-01-01") + pd.Timedelta(days=20 * n), 100.0, "茶") for n in range(4)]
    rows += [("B", "2026-02-01", 70.0, "茶")]
    found = sold(shop(*rows), key="category")
    today = found.last + 1  # 61 days after the first purchase, 3 purchases since
    table = expected(upcoming(found, today), today, 1)
    assert table["buys30"].tolist() == pytest.approx([30 * 3 / 61] * 2), "B bought once, and is not expected"
    assert table["money90"].tolist() == pytest.approx([90 * 3 / 61 * 100] * 2)
    assert table[["once", "lapsed", "overdue", "0", "1", "2", "3"]].iloc[0].tolist() == [1, 0, 0, 1, 0, 0, 0]


def test_the_reckoning_is_held_against_what_came():
    rows = [("A", pd.Timestamp("2026-01-01") + pd.Timedelta(days=10 * n), 100.0, "茶") for n in range(31)]
    rows += [("B", "2026-10-20", 70.0, "茶")]
    told, again, whole = looked_back(sold(shop(*rows), key="category"), 90)
    assert told == pytest.approx(90 * 21 / 211 * 100), "22 purchases up to 30 July, the day before it all begins"
    assert (again, whole) == (900, 970), "B is new"
    assert looked_back(sold(TEA, key="category"), 90) is None


def test_what_the_last_days_brought_has_one_base_in_the_sentence_and_in_the_table():
    """A buys every ten days; of the last 90 days of the data 9 purchases of 100, the first on the first, less 30."""
    days = pd.date_range("2025-01-01", periods=50, freq="10D")
    rows = [("A", day, 100.0, "茶") for day in days] + [("A", days[-1], -30.0, "茶")]
    found = sold(shop(*rows), key="category")
    assert looked_back(found, 90)[2] == found.rows["amount"][latest(found, 90)].sum() == 9 * 100 - 30


def daily(first, last, amount):
    """One order of A a day and one of B on the first of each month."""
    days = pd.date_range(first, last)
    rows = [("A", day, amount(day), "茶") for day in days] + [("B", day, 5.0, "茶") for day in days if day.day == 1]
    return sold(shop(*sorted(rows, key=lambda row: row[1])))


def test_months_the_data_begin_or_end_in_are_left_out():
    found = months(daily("2025-01-10", "2026-02-20", lambda day: 1.0), np.array([0, 1]), 2)
    assert [str(day.date()) for day in found.dropped] == ["2025-01-01", "2026-02-01"]
    assert (found.full, len(found.table), found.years) == (12, 12, 1)
    assert found.table["revenue"].tolist()[:2] == [28 + 5, 31 + 5]
    assert found.groups.sum(axis=1).tolist() == found.table["revenue"].tolist()
    assert found.table["orders"].iloc[0] == 29
    assert found.table["customers"].tolist() == [2] * 12


def test_the_index_of_a_month_is_against_the_mean_of_its_year():
    found = months(daily("2024-01-01", "2025-12-31", lambda day: 3.0 if day.month == 12 else 1.0), np.array([0, -1]), 1)
    assert found.years == 2
    year = found.groups[0]
    assert found.percent(year).tolist()[-1] == pytest.approx(93 / ((334 + 93) / 12) * 100)
    assert found.percent(year).iloc[:12].mean() == pytest.approx(100)
    yearly, sure = found.steady(3.0)
    assert yearly.shape == (12, 2)
    assert yearly.loc[12, 1] == pytest.approx(found.percent(found.table["revenue"]).iloc[-1])
    assert sure[sure].index.tolist() == [12], "31 orders of 3 are no chance, the length of a month may be"


def test_a_month_without_orders_is_there_with_nothing():
    rows = [("A", f"2026-{month:02}-{day:02}", 10.0, "茶") for month in (1, 2, 4) for day in (1, 8, 15, 22, 28)]
    table = months(sold(shop(*rows)), np.array([0]), 1).table
    assert table["revenue"].tolist() == [50, 50, 0, 50]


def test_a_fifth_of_the_customers_are_the_big_spenders():
    rows = [(f"C{n}", "2026-01-01", float(n), "茶") for n in range(10)]
    assert np.flatnonzero(big_spenders(sold(shop(*rows)))).tolist() == [8, 9]
    assert big_spenders(sold(shop(("A", "2026-01-01", 1.0, "茶")))).tolist() == [True]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.integers(0, 800).map(lambda n: pd.Timestamp("2024-01-01") + pd.Timedelta(days=n)),
        st.floats(0, 1e6) | st.sampled_from([-10.0, 0.0, float("nan")]),
        st.sampled_from(["茶", "杯", " 杯", "", None, 3]),
    ),
    min_size=1,
    max_size=40,
)


@given(ROWS)
def test_shares_add_up_and_counts_never_exceed_the_customers(rows):
    found = sold(shop(*rows), key="category")
    if found is None:
        return
    people, today = found.rows["customer"].nunique(), found.last + 1
    ranked = ranking(found, most=2)
    body, total = ranked.shown.iloc[:-1], ranked.shown.iloc[-1]
    assert body["revenue"].sum() == pytest.approx(np.nansum([row[2] for row in rows]), rel=1e-9, abs=1e-6)
    assert body["revenue"].sum() == pytest.approx(total["revenue"], abs=1e-6)
    assert np.isnan(body["share"]).all() or body["share"].sum() == pytest.approx(1)
    assert (ranked.shown["customers"] <= people).all()
    assert (ranked.shown["customers"] <= ranked.shown["orders"]).all()
    brought = effects(found, 30)
    assert brought["newcomers"].iloc[:-1].sum() == brought["newcomers"].iloc[-1] <= people
    assert (brought["returned"] <= brought["watched"]).all()
    told = upcoming(found, today)
    table = expected(told, today, len(found.names))
    states = ["once", "lapsed", "overdue", "0", "1", "2", "3"]
    assert table[states].to_numpy()[:-1].sum() == len(told), "everybody is in one state"
    again = repeats(found, told).set_index("item")
    assert (again["repeaters"] <= again["buyers"]).all()
    assert table.set_index("item")[states].sum(axis=1).drop(-1).to_dict() == again["buyers"].drop(-1).to_dict()
    group = np.arange(len(found.customers)) % 2
    share = affinity(found, found.rows["item"].to_numpy(), len(found.names), group, 2).share.sum(axis=0)
    assert np.allclose(share[np.isfinite(share)], 1)
    by_month = months(found, group, 2)
    assert by_month.groups.sum(axis=1).tolist() == pytest.approx(by_month.table["revenue"].tolist(), abs=1e-6)
