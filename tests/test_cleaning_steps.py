"""Each step can be switched in the settings; what it does is listed; tables worked by hand."""

from dataclasses import fields, replace
from datetime import date, datetime

import pandas as pd
import pytest

from xlseg.analysis import analyze, inspect
from xlseg.cleaning import ORDER_STEPS, STEPS
from xlseg.cleaning.outliers import bounds, outlying
from xlseg.errors import XlsegError
from xlseg.models import DEFAULTS
from xlseg.recognise import recognise
from xlseg.treatment import Cleaning

HEADER = ["客户ID", "客户名称", "订单号", "下单时间", "付款时间", "金额", "退款金额", "订单状态", "商品名称"]
DAY, LATER = datetime(2026, 1, 5, 10), datetime(2026, 1, 5, 10, 5)
PLAIN = ["A", "张三", "1", DAY, LATER, 100.0, None, "已完成", "笔"]


def order(**changes):
    names = dict(
        zip(["who", "name", "number", "date", "paid", "amount", "refund", "status", "goods"], PLAIN, strict=True)
    )
    return list((names | changes).values())


def found(*rows, today=date(2026, 7, 1), people=None, **rules):
    sheets = {"订单": [HEADER, PLAIN, *rows]} | ({"客户": people} if people else {})
    settings = replace(DEFAULTS, cleaning=Cleaning(**rules))
    return inspect(*recognise(sheets), settings=settings, today=today)


ONE_OF_EACH = {
    "total_row": order(who="合计", date=None),
    "test_account": order(who="test01", number="2"),
    "duplicate_order": order(),
    "unpaid": order(number="2", status="交易关闭"),
    "refunded": order(number="2", status="退款成功"),
    "partial_refund": order(number="2", refund=30.0),
    "zero_amount": order(number="2", amount=0.0),
    "paid_before_ordered": order(number="2", paid=datetime(2026, 1, 4)),
    "future_date": order(number="2", date=datetime(2062, 1, 5), paid=None),
    "negative_amount": order(number="2", amount=-40.0),
}


@pytest.mark.parametrize("code", ONE_OF_EACH)
def test_each_step_finds_its_trouble_and_does_what_the_settings_say(code):
    kind = next(f for f in fields(Cleaning) if f.name == code).metadata["kind"]
    for treatment in kind.options:
        analysis = found(ONE_OF_EACH[code], **{code: treatment})
        issues = analysis.issues[analysis.issues["code"] == code]
        assert issues["done"].tolist() == ([] if treatment == "off" else [treatment])
        assert len(analysis.orders) == (1 if treatment == "leave_out" or code == "total_row" else 2)


def test_a_partial_refund_is_deducted_from_its_order():
    analysis = found(order(number="2", refund=30.0))
    assert analysis.orders["amount"].tolist() == [100.0, 70.0]
    assert analysis.issues[["column", "value", "into"]].iloc[0].tolist() == ["refund", 30.0, 70.0]


def test_the_user_s_cells_are_never_changed():
    rows = [HEADER, PLAIN, *ONE_OF_EACH.values()]
    before = [list(row) for row in rows]
    inspect(*recognise({"订单": rows}), today=date(2026, 7, 1))
    assert rows == before


def test_copies_in_two_exports_that_overlap_count_once():
    sheets = {"一月": [HEADER, PLAIN], "二月": [HEADER, PLAIN, order(number="2", date=datetime(2026, 2, 1), paid=None)]}
    analysis = inspect(*recognise(sheets))
    assert analysis.customers["revenue"].tolist() == [200.0]
    assert analysis.issues[["code", "sheet", "row"]].to_numpy().tolist() == [["duplicate_order", "二月", 2]]


def test_two_equal_purchases_on_one_day_without_a_number_are_two():
    plain = [["客户", "日期", "金额"], ["A", "2026-01-05", 3], ["A", "2026-01-05", 3]]
    timed = [["客户", "日期", "金额"], ["A", "2026-01-05 10:00:01", 3], ["A", "2026-01-05 10:00:01", 3]]
    assert inspect(*recognise({"s": plain})).customers["orders"].tolist() == [2]
    assert inspect(*recognise({"s": timed})).customers["orders"].tolist() == [1]


PEOPLE = [
    ["客户ID", "姓名", "手机号", "邮箱", "身份证号"],
    ["A", "张三", "13812345678", None, None],
    ["B", "张三", "+86 138-1234-5678", "ZHANG@qq.com", None],
    ["C", "小张", None, "zhang@qq.com", None],
    ["D", "李四", "13987654321", None, None],
]
BOUGHT = [HEADER, *(order(who=who, number=who, amount=10.0) for who in "ABCD")]


class TestPersons:
    def test_ids_that_share_contacts_through_any_chain_are_one_customer_with_the_revenue_of_all(self):
        analysis = analyze(*recognise({"客户": PEOPLE, "订单": BOUGHT}))
        assert analysis.customers.set_index("customer_id")["revenue"].to_dict() == {"A": 30.0, "D": 10.0}
        merged = analysis.issues[analysis.issues["code"] == "same_person"]
        assert merged[["row", "column", "done", "into"]].to_numpy().tolist() == [
            [3, "phone", "merge", "A"],
            [4, "email", "merge", "A"],
        ]

    def test_nobody_is_merged_where_the_settings_say_so_or_name_no_contact(self):
        for rules in ({"same_person": "list"}, {"same_person": "off"}, {"merge_by": ()}):
            settings = replace(DEFAULTS, cleaning=Cleaning(**rules))
            analysis = inspect(*recognise({"客户": PEOPLE, "订单": BOUGHT}), settings=settings)
            assert len(analysis.customers) == 4

    def test_a_number_of_many_merges_nobody_nor_one_of_people_with_different_id_numbers(self):
        many = [[f"K{n}", f"客{n}", "13812345678", None, None] for n in range(8)]
        family = [
            ["X", "王一", "13611112345", None, "330106198912278651"],
            ["Y", "王二", "13611112345", None, "310115199709144209"],
        ]
        analysis = inspect(*recognise({"客户": [PEOPLE[0], *many, *family], "订单": BOUGHT}))
        assert analysis.merged.empty
        assert (analysis.issues["code"] == "shared_contact").sum() == 10


def test_blanks_are_filled_by_named_rules_only():
    people = [
        ["客户ID", "姓名", "年龄", "性别"],
        ["A", "张三", 30, "男"],
        ["B", "李四", None, None],
        ["C", "王五", 50, "男"],
    ]
    assert inspect(*recognise({"客户": people}), settings=DEFAULTS).customers["age"].isna().sum() == 1
    for rule, age in (("median", 40), ("mean", 40)):
        filled = found(people=people, fill_age=rule, fill_text="mode").customers.set_index("customer_id")
        assert (filled.at["B", "age"], filled.at["B", "gender"]) == (age, "男")
    listed = found(people=people, fill_age="median").issues
    assert listed[["code", "row", "column", "into"]].to_numpy().tolist() == [["fill_age", 3, "age", 40.0]]


def test_a_blank_amount_is_the_customer_s_median_where_that_is_the_rule():
    rows = [order(number="2", amount=200.0), order(number="3", amount=None), order(who="B", number="4", amount=None)]
    filled = found(*rows, fill_amount="customer_median").orders
    assert filled["amount"].tolist() == [100.0, 200.0, 150.0, 150.0]


def test_a_blank_customer_of_merged_cells_is_the_one_above_where_that_is_the_rule():
    analysis = found(order(who=None, number="2"), fill_customer="above")
    assert analysis.orders["customer_id"].tolist() == ["A", "A"]
    assert found(order(who=None, number="2")).issues["code"].tolist() == ["no_customer"]


def test_an_order_s_total_on_each_of_its_rows_counts_once():
    header = ["客户ID", "订单号", "日期", "应付金额", "商品名称", "数量", "单价"]
    rows = [["A", n, "2026-01-05", 30.0, goods, 1, 15.0] for n in range(10) for goods in ("笔", "纸")]
    analysis = inspect(*recognise({"订单": [header, *rows]}))
    assert analysis.customers["revenue"].tolist() == [300.0]
    assert set(analysis.issues["code"]) == {"repeated_total"}


def test_outliers_are_judged_by_robust_deviations_of_the_logarithm():
    amounts = pd.Series([80.0, 90, 100, 110, 120, 100, 95, 105, 100_000])
    low, high = bounds(amounts, Cleaning())
    assert 0 < low < 80
    assert 120 < high < 1000
    rows = pd.DataFrame({"amount": amounts})
    assert outlying(rows, Cleaning()).tolist() == [False] * 8 + [True]
    assert outlying(rows, Cleaning(outlier_method="iqr")).tolist() == [False] * 8 + [True]
    assert not outlying(rows, Cleaning(outlier_limit=100.0)).any()
    assert not outlying(pd.DataFrame({"amount": [5.0] * 9}), Cleaning()).any()


def test_an_outlier_can_be_put_at_the_limit():
    rows = [order(number=str(n), amount=90.0 + n) for n in range(2, 12)]
    capped = found(*rows, order(number="99", amount=1e6), outlier="cap")
    listed = capped.issues[capped.issues["code"] == "outlier"]
    assert capped.orders["amount"].max() == listed["into"].iloc[0] < 1000
    assert listed["value"].tolist() == [1e6]


class TestUnreadable:
    def test_a_column_without_which_nothing_can_be_said_stops_the_run(self):
        rows = [order(number=str(n), date=f"下周{n}") for n in range(8)] + [order(number=str(n)) for n in range(20, 31)]
        with pytest.raises(XlsegError, match="8 cells of 'Order date' cannot be read"):
            found(*rows)

    def test_any_other_column_is_left_out_whole_and_told(self):
        rows = [order(number=str(n), paid=f"下周{n}" if n < 8 else LATER) for n in range(2, 20)]
        analysis = found(*rows)
        assert analysis.issues[["code", "column", "done"]].to_numpy().tolist() == [
            ["refused_column", "paid_at", "blank_column"]
        ]
        assert analysis.orders["paid_at"].isna().all()

    def test_a_few_are_listed_and_their_rows_left_out(self):
        rows = [order(number=str(n), date=DAY if n > 2 else "下周") for n in range(2, 40)]
        analysis = found(*rows)
        assert analysis.issues[["code", "row", "value", "done"]].to_numpy().tolist() == [
            ["bad_date", 3, "下周", "leave_out"]
        ]
        assert len(analysis.orders) == 38

    def test_days_that_can_be_read_in_two_ways_are_asked_for(self):
        rows = [order(number=str(n), date=f"0{n}-05-2024", paid=None) for n in range(2, 9)]
        with pytest.raises(XlsegError, match=r"clean\.date_order"):
            found(*rows)
        assert found(*rows, date_order="dmy").orders["order_day"].dt.month.tolist()[1:] == [5] * 7

    def test_errors_of_formulas_are_missing_values_and_counted(self):
        analysis = found(order(number="2", amount="#REF!"), order(number="3", status="#N/A"))
        assert analysis.issues[["code", "row", "column", "done"]].to_numpy().tolist() == [
            ["formula_error", 3, "amount", "leave_out"],
            ["formula_error", 4, "status", "blank"],
        ]


def test_regions_become_province_and_city_from_whatever_columns_say_them():
    people = [
        ["客户ID", "姓名", "省", "市"],
        ["A", "甲", "广东省", "深圳市"],
        ["B", "乙", "吉林", "吉林"],
        ["C", "丙", "海南", None],
    ]
    places = inspect(*recognise({"客户": people})).customers["region"].tolist()
    assert places == ["广东-深圳", "吉林-吉林", "海南"]
    foreign = [["客户ID", "姓名", "地区"], ["A", "甲", "Berlin"], ["B", "乙", "Wien"]]
    analysis = inspect(*recognise({"客户": foreign}))
    assert analysis.customers["region"].tolist() == ["Berlin", "Wien"]
    assert analysis.issues.empty


def test_records_are_counted_for_each_customer_under_whatever_id_or_order():
    sheets = {
        "订单": [HEADER, PLAIN, order(who="B", number="2")],
        "登录记录": [["客户ID", "登录时间", "页面"], ["A", "2026-01-06", "首页"], ["A", "2026-02-06", "首页"]],
        "售后": [["订单编号", "售后申请时间", "售后原因"], ["2", "2026-01-07", "破损"]],
        "投诉记录": [["客户ID", "投诉日期", "投诉内容"], ["B", "2026-01-08", "慢"]],
        "推荐记录": [["推荐人", "被推荐人"], ["A", "X"], ["A", "Y"]],
    }
    table = inspect(*recognise(sheets)).customers.set_index("customer_id")
    assert table["activities"].to_dict() == {"A": 2, "B": 0}
    assert table.at["A", "last_activity"] == pd.Timestamp(2026, 2, 6)
    assert table["services"].to_dict() == {"A": 0, "B": 1}
    assert table["complaints"].to_dict() == {"A": 0, "B": 1}
    assert table["referrals"].to_dict() == {"A": 2, "B": 0}


def test_every_finding_has_a_title_and_every_setting_of_a_step_its_step():
    assert all(step.title.zh and step.title.en for step in STEPS.values())
    settings = {f.name for f in fields(Cleaning)}
    assert {step.setting or step.code for step in ORDER_STEPS if not step.fixed} <= settings


def test_refunds_told_by_the_after_sales_status_or_as_negative_amounts_count():
    header = ["订单号", "客户ID", "下单日期", "金额", "退款金额", "售后状态"]
    rows = [[1, "A", "2026-01-05", 100, None, "退款成功"], [2, "A", "2026-01-05", 100, -30, "无售后"]]
    analysis = inspect(*recognise({"订单": [header, *rows, [3, "A", "2026-01-05", 100, None, "无售后"]]}))
    assert analysis.customers["revenue"].tolist() == [170.0]
    assert analysis.issues["code"].tolist() == ["refunded", "partial_refund"]


def test_ids_are_the_same_in_whatever_width_they_are_written_and_strangers_are_told():
    people = [["客户ID", "姓名"], ["C1", "甲"], ["C2", "乙"]]
    orders = [
        HEADER,
        order(who="\uff23\uff11", number="1"),
        order(who="C1\u200b", number="2"),
        order(who="1", number="3"),
    ]
    analysis = inspect(*recognise({"客户": people, "订单": orders}))
    assert analysis.customers.set_index("customer_id")["orders"].to_dict() == {"1": 1, "C1": 2, "C2": 0}
    assert analysis.issues[["code", "row"]].to_numpy().tolist() == [["unknown_customer", 4]]


def test_chance_letters_of_an_encrypted_cell_are_no_test_account_and_no_bad_phone():
    token = "xlseg1:FYO987Wql3eWyuQckhsJ0w7Vn8-qa-XAAA_test_f7RqwRoXDYIe5DHSY1DNUVBnCiBsQ3KpU9XvML3ivqa5dPHBevQ"
    people = [["客户ID", "姓名", "手机号", "邮箱"], ["C1", token, token, token], ["C2", "测试", "138", "qa@a.example"]]
    orders = [HEADER, order(who="C1", number="1"), order(who="C2", number="2")]
    issues = inspect(*recognise({"客户": people, "订单": orders})).issues
    assert "C1" not in issues["value"].tolist()
    assert issues.loc[issues["sheet"] == "客户", ["code", "row"]].to_numpy().tolist() == [["test_account", 3]]


def test_an_order_sheet_of_headers_alone_does_not_hide_the_customers():
    people = [["客户ID", "性别", "R", "F", "M"], ["C1", "男", 3, 2, 100], ["C2", "女", 9, 1, 50]]
    analysis = inspect(*recognise({"客户": people, "订单": [HEADER]}))
    assert analysis.customers["orders"].tolist() == [2, 1]
    assert analysis.orders is None
