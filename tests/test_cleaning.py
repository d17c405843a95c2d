"""What is set aside is listed; what cannot be read stops the run."""

import pandas as pd
import pytest

from xlseg.analysis import inspect
from xlseg.cells import Uncomputed
from xlseg.cleaning import clean_customers, clean_orders, until
from xlseg.cleaning.people import one_row_each
from xlseg.cleaning.step import PLAIN
from xlseg.customers import order_totals
from xlseg.errors import XlsegError
from xlseg.recognise import recognise_sheet


def cleaned(*rows):
    return clean_orders([recognise_sheet("订单", [["客户ID", "日期", "金额", "订单号", "状态"], *map(list, rows)])])


def test_totals_cancelled_and_incomplete_rows_are_set_aside_and_listed():
    found = cleaned(
        ("A", "2024-01-05", 10, 1, "已完成"),
        ("B", "2024-01-05", 10, 2, "交易关闭"),
        ("C", "2024-01-05", 10, 3, "已退款"),
        ("", "2024-01-05", 10, 4, ""),
        ("D", "", 10, 5, ""),
        ("E", "2024-01-05", "", 6, ""),
        ("合 计：", "", 60, "", ""),
    )
    assert found.rows["customer_id"].tolist() == ["A"]
    codes = dict(zip(found.issues["row"], found.issues["code"], strict=True))
    assert codes == {3: "unpaid", 4: "refunded", 5: "no_customer", 6: "no_date", 7: "no_amount", 8: "total_row"}
    assert set(found.issues["sheet"]) == {"订单"}


def test_dates_that_cannot_be_read_are_counted_with_the_first_three_cells():
    bad = [("A", f"第{n}天", 10, n, "") for n in range(5)]
    with pytest.raises(XlsegError) as caught:
        cleaned(("A", "2024-01-05", 10, 9, ""), *bad)
    said = caught.value.say("zh")
    assert "「下单日期」有 5 个单元格读不出来" in said
    assert "订单!B3（第0天）、订单!B4（第1天）、订单!B5（第2天）。" in said


def test_dates_and_amounts_are_refused_together():
    with pytest.raises(XlsegError) as caught:
        cleaned(("A", "soon", "lots", 1, ""))
    assert len(caught.value.problems) == 2


def test_rows_of_one_order_stay_one_order_and_rows_without_number_are_orders_of_their_own():
    found = cleaned(("A", "2024-01-05", 10, 7.0, ""), ("A", "2024-01-05", 5, "7", ""), ("A", "2024-01-05", 1, "", ""))
    assert found.rows["order_id"].nunique() == 2


def test_the_first_row_of_a_customer_counts():
    rows = clean_customers([recognise_sheet("客户", [["客户ID", "姓名", "R"], ["A", "甲", 3], ["A", "乙", 4]])]).rows
    kept, issues = one_row_each(rows, PLAIN)
    assert kept["customer_name"].tolist() == ["甲"]
    assert issues["code"].tolist() == ["duplicate_customer"]


def test_orders_after_the_as_of_date_are_set_aside():
    found = cleaned(("A", "2024-01-05 23:00", 10, 1, ""), ("A", "2024-01-06", 10, 2, ""))
    kept, issues = until(found.rows, pd.Timestamp(2024, 1, 5))
    assert kept["order_id"].tolist() == ["1"]
    assert issues["code"].tolist() == ["after_as_of"]


def test_a_refund_row_lowers_the_revenue_and_is_no_purchase():
    found = cleaned(("A", "2024-01-05", 100, 1, ""), ("A", "2024-12-01", -40, 2, ""))
    assert found.issues["code"].tolist() == ["negative_amount"]
    totals = order_totals(found.rows).iloc[0]
    assert (totals["orders"], totals["revenue"], totals["last_order"]) == (1, 60, pd.Timestamp(2024, 1, 5))


@pytest.mark.parametrize(
    "state", ["已完成", "未取消", "部分退款成功", "Not returned", "Closed won", "Avoided", "交易成功"]
)
def test_states_of_good_orders_are_kept(state):
    assert cleaned(("A", "2024-01-05", 10, 1, state)).rows["customer_id"].tolist() == ["A"]


@pytest.mark.parametrize("state", ["已取消", "交易关闭", "等待买家付款", "Cancelled", "unpaid", "Refunded", "退款成功"])
def test_states_of_orders_that_came_to_nothing_are_set_aside(state):
    assert cleaned(("A", "2024-01-05", 10, 1, state)).rows.empty


def test_a_footer_without_a_customer_does_not_stop_the_run():
    found = cleaned(("A", "2024-01-05", 10, 1, ""), ("", "制表人", "张三", "", ""))
    assert found.rows["customer_id"].tolist() == ["A"]


def test_price_times_quantity_is_the_amount_where_no_column_holds_it():
    rows = [["Invoice", "Quantity", "InvoiceDate", "Price", "Customer ID"], [1, 10, "2024-01-05", 2.5, "A"]]
    assert clean_orders([recognise_sheet("s", rows)]).rows["amount"].tolist() == [25.0]


def test_a_formula_without_a_result_is_said_to_be_one():
    with pytest.raises(XlsegError, match="have no results yet"):
        cleaned((Uncomputed("=UPPER(B2)"), "2024-01-05", Uncomputed("=1+1"), 1, ""))


def test_a_refund_row_is_listed_and_not_said_to_be_left_out():
    rows = pd.DataFrame({"客户": ["A", "A", None], "日期": ["2024-01-05"] * 3, "金额": [100, -40, 5]})
    found = inspect(rows)
    assert found.issue_counts() == {"no_customer": 1, "negative_amount": 1}
    assert found.left_out["code"].tolist() == ["no_customer"]
