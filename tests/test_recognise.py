"""Which sheet holds what, and which column is which."""

from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg.errors import XlsegError
from xlseg.recognise import recognise, recognise_frame, recognise_sheet, simple
from xlseg.settings import Mapped

HEADERS = [
    (["客户ID", "下单日期", "金额"], "orders"),
    (["买家会员名", "订单付款时间", "买家实际支付金额", "订单编号"], "orders"),
    (["customer_id", "order_date", "revenue"], "orders"),
    (["Customer No.", "Invoice Date", "Total ($)"], "orders"),
    (["客户姓名", "消费日期", "消费金额（元）"], "orders"),
    (["客户编号", "姓名", "性别", "年龄"], "customers"),
    (["会员ID", "R", "F", "M"], "customers"),
    (["customer_id", "revenue", "most_recent_visit", "number_of_orders", "recency_days"], "customers"),
]


@pytest.mark.parametrize(("header", "kind"), HEADERS)
def test_tables_are_known_by_their_headers_in_either_language(header, kind):
    source = recognise_sheet("s", [header, ["x"] * len(header)])
    assert source is not None
    assert source.kind == kind


def test_the_header_may_stand_under_titles_and_empty_rows(orders_rows):
    source = recognise_sheet("订单", orders_rows)
    assert (source.header, source.columns) == (3, {"customer_id": 1, "order_date": 2, "amount": 3, "status": 4})
    assert source.frame.index[0] == 4
    assert source.where("amount", 7) == "订单!C7"


def test_rows_keep_their_number_on_the_sheet_over_gaps(orders_rows):
    orders_rows.insert(6, [None] * 4)
    assert 7 not in recognise_sheet("订单", orders_rows).frame.index


def test_orders_and_customers_are_found_on_their_sheets(orders_rows):
    people = [["客户ID", "姓名"], ["C01", "张三"]]
    found = recognise({"说明": [["先看这里"]], "客户": people, "订单": orders_rows})
    assert {source.kind: source.sheet for source in found} == {"customers": "客户", "orders": "订单"}


def test_a_name_stands_in_for_a_missing_id():
    source = recognise_sheet("s", [["客户姓名", "日期", "金额"], ["张三", "2024-01-05", 3]])
    assert source.stand_in == "customer_name"
    assert source.frame["customer_id"].tolist() == ["张三"]


def test_no_table_says_what_was_looked_for_and_what_was_found():
    with pytest.raises(XlsegError) as caught:
        recognise({"表一": [["城市", "天气"], ["北京", "晴"]], "表二": [["客户", "日期", "备注"], ["a", "b", "c"]]})
    said = caught.value.say("zh")
    assert "「表一」：第 1 行的表头是：城市、天气；没找到：客户ID、下单日期、金额" in said
    assert "「表二」：第 1 行的表头是：客户、日期、备注；没找到：金额" in said
    assert "实付金额" in said


def test_an_empty_workbook_is_said_to_be_empty():
    with pytest.raises(XlsegError, match="neither customers nor orders"):
        recognise({"Sheet1": [], "Sheet2": [["", None]]})


def test_headers_are_compared_without_case_blanks_and_units():
    assert simple("金额（元）") == simple(" 金额 ") == "金额"
    assert simple("Order_Date") == simple("order date")


def test_a_frame_is_recognised_by_its_columns(orders):
    assert recognise_frame(orders).kind == "orders"
    with pytest.raises(XlsegError, match="not found"):
        recognise_frame(pd.DataFrame({"a": [1]}))


@given(st.lists(st.lists(st.none() | st.text() | st.floats() | st.datetimes(), max_size=5), max_size=8))
def test_no_sheet_makes_recognition_crash(rows):
    with suppress(XlsegError):
        recognise({"s": rows})


ORDERS = [
    ["会员ID", "客户编号", "成单日", "最后付了多少金额"],
    ["M1", "K1", "2024-01-05", 3],
    ["M2", "K2", "2024-01-06", 4],
]


def test_of_two_columns_that_could_be_the_customer_one_is_taken_and_the_other_named():
    source = recognise_sheet("订单", [["会员ID", "客户编号", "下单时间", "金额"], ["M1", "K1", "2024-01-05", 3]])
    guess = source.guesses[0]
    assert (guess.key, guess.taken, guess.others) == ("customer_id", "客户编号", ("会员ID",))


def test_unknown_headers_are_guessed_only_where_nothing_else_is_found_and_the_guess_is_told():
    source = recognise({"订单": ORDERS})[0]
    assert source.names["order_date"] == "成单日"
    assert source.names["amount"] == "最后付了多少金额"
    assert {guess.key for guess in source.guesses} == {"customer_id", "order_date", "amount"}
    known = recognise({"订单": [["客户ID", "日期", "金额"], ["A", "2024-01-05", 3]], "别的": ORDERS})
    assert [source.sheet for source in known if source.kind == "orders"] == ["订单"]


@pytest.mark.parametrize("said", ["会员ID", " 会员id ", "A", "a"])
def test_what_the_user_says_of_a_column_goes_before_what_was_guessed(said):
    rows = [["会员ID", "客户编号", "下单时间", "金额"], ["M1", "K1", "2024-01-05", 3]]
    source = recognise_sheet("订单", rows, [Mapped("订单", "customer_id", said)])
    assert source.frame["customer_id"].tolist() == ["M1"]
    assert not source.guesses


def test_a_column_can_be_said_not_to_be_there_and_a_sheet_to_hold_nothing():
    rows = [["客户ID", "下单时间", "金额", "订单状态"], ["K1", "2024-01-05", 3, "已取消"]]
    assert "status" not in recognise_sheet("订单", rows, [Mapped("订单", "status", "-")]).columns
    assert recognise_sheet("订单", rows, [Mapped("订单", "kind", "-")]) is None


def test_headers_and_sheets_that_are_not_there_are_told_together():
    rows = [["客户ID", "下单时间", "金额"], ["K1", "2024-01-05", 3]]
    with pytest.raises(XlsegError) as caught:
        recognise({"订单": rows}, [Mapped("订单", "amount", "实付"), Mapped("客户", "phone", "电话")])
    assert "没有这个表头" in caught.value.say("zh")
    assert "没有这张表" in caught.value.say("zh")


def test_lines_of_orders_that_stand_on_another_sheet_do_not_count_twice():
    orders = [["订单号", "客户ID", "下单时间", "实付金额"], [1, "A", "2024-01-05", 30], [2, "B", "2024-01-06", 40]]
    lines = [
        ["订单号", "客户ID", "下单时间", "实付金额", "商品名称", "数量"],
        [1, "A", "2024-01-05", 10, "笔", 1],
        [1, "A", "2024-01-05", 20, "纸", 1],
        [2, "B", "2024-01-06", 40, "书", 1],
    ]
    found = {source.sheet: source.kind for source in recognise({"订单": orders, "明细": lines})}
    assert found == {"订单": "orders", "明细": "lines"}


def test_a_mapping_with_which_a_sheet_is_no_table_is_told():
    rows = [["订单号", "客户ID", "下单日期", "金额"], [1, "A", "2024-01-05", 3]]
    with pytest.raises(XlsegError, match="it is not clear what sheet"):
        recognise({"订单": rows}, [Mapped("订单", "amount", "下单日期")])
    with pytest.raises(XlsegError, match="it may be Orders"):
        recognise({"订单": rows}, [Mapped("订单", "kind", "bogus")])


def test_a_log_is_no_list_of_customers():
    orders = [["订单号", "客户ID", "下单日期", "金额"], [1, "A", "2024-01-05", 3]]
    log = [["客户ID", "登录时间", "登录渠道"], ["A", "2024-01-05", "APP"]]
    found = {source.sheet: source.kind for source in recognise({"订单": orders, "登录记录": log, "Sheet3": log})}
    assert found == {"订单": "orders", "登录记录": "activity", "Sheet3": "activity"}
