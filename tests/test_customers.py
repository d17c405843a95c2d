"""One row a customer, worked by hand."""

import duckdb
import pandas as pd

from xlseg.cleaning import clean_customers, clean_orders
from xlseg.customers import order_totals, summarize
from xlseg.recognise import recognise_frame, recognise_sheet

AS_OF = pd.Timestamp(2026, 7, 1)


def table(orders):
    return summarize(clean_orders([recognise_frame(orders)]).rows, None, AS_OF).set_index("customer_id")


def test_measures_follow_from_the_orders(orders):
    first = table(orders).loc["C01"]
    assert first["days_since_last"] == 1
    assert (first["orders"], first["purchase_days"], first["revenue"], first["average_order"]) == (3, 3, 600, 200)
    assert (first["active_days"], first["tenure_days"]) == (60, 61)
    assert (first["first_order"], first["last_order"]) == (pd.Timestamp(2026, 5, 1), pd.Timestamp(2026, 6, 30))


def test_the_same_totals_come_from_another_engine(orders):
    rows = clean_orders([recognise_frame(orders)]).rows[["customer_id", "order_id", "order_day", "amount"]]
    theirs = order_totals(duckdb.from_df(rows.astype({"customer_id": object, "order_id": object}))).df()
    ours = order_totals(rows)
    pd.testing.assert_frame_equal(
        *(t.sort_values("customer_id", ignore_index=True) for t in (ours, theirs)), check_dtype=False
    )


def test_the_order_of_rows_does_not_matter(orders):
    pd.testing.assert_frame_equal(table(orders), table(orders.sample(frac=1, random_state=1)))


def test_two_orders_of_one_day_are_two_orders_and_one_purchase_day():
    rows = pd.DataFrame({"客户": ["A", "A"], "日期": ["2026-01-01 09:00", "2026-01-01 18:00"], "金额": [1, 2]})
    found = table(rows).loc["A"]
    assert (found["orders"], found["purchase_days"]) == (2, 1)


def test_customers_without_orders_stay_in_the_table(orders):
    people = clean_customers([recognise_sheet("客户", [["客户ID", "姓名"], ["C01", "张三"], ["C99", "李四"]])]).rows
    found = summarize(clean_orders([recognise_frame(orders)]).rows, people, AS_OF).set_index("customer_id")
    assert found.loc["C99", "orders"] == 0
    assert pd.isna(found.loc["C99", "days_since_last"])
    assert found.loc["C01", "customer_name"] == "张三"


def test_ready_made_measures_are_taken_as_they_are():
    rows = [["客户ID", "R", "F", "M"], ["A", 10, 2, 300.0]]
    found = summarize(None, clean_customers([recognise_sheet("客户", rows)]).rows, AS_OF).iloc[0]
    assert (found["days_since_last"], found["orders"], found["revenue"], found["average_order"]) == (10, 2, 300, 150)


def test_recency_follows_from_a_ready_made_last_order():
    rows = [["客户ID", "最近购买日期", "F", "M"], ["A", "2026-06-21", 2, 300.0]]
    found = summarize(None, clean_customers([recognise_sheet("客户", rows)]).rows, AS_OF).iloc[0]
    assert found["days_since_last"] == 10


def test_records_of_nobody_are_no_records():
    day = pd.Timestamp("2026-01-01")
    rows = pd.DataFrame({"customer_id": ["A"], "order_id": ["1"], "order_day": [day], "amount": [5.0]})
    visits = pd.DataFrame({"customer_id": ["B"], "day": [day], "page": ["首页"]}).iloc[:0]
    table = summarize(rows, None, day, {"activity": visits})
    assert table["activities"].tolist() == [0]
    assert table["last_activity"].isna().all()


def test_of_two_categories_bought_as_often_the_one_more_was_spent_on_is_the_favourite():
    day = pd.Timestamp("2026-01-01")
    rows = pd.DataFrame(
        {
            "customer_id": [*"AABBBC"],
            "order_id": [*"123456"],
            "order_day": day,
            "amount": [5.0, 9.0, 1.0, 1.0, 99.0, 3.0],
            "category": ["甲", "乙", "甲", "甲", "乙", None],
        }
    )
    table = summarize(rows, None, day)
    assert table["favourite_category"].tolist() == ["乙", "甲", None]
    assert table["categories"].tolist() == [2, 2, 0]
