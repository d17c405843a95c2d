"""What is to be collected against what is there."""

from datetime import date, datetime

import pytest

from xlseg.analysis import inspect, nothing
from xlseg.cells import Area, Marked
from xlseg.collection import STANDARD, State, Wanted, compare
from xlseg.collection.wanted import answers, fields, frequency
from xlseg.columns import AGE, AMOUNT, ORDER_DATE
from xlseg.models import DEFAULTS
from xlseg.page import place
from xlseg.recognise import recognise
from xlseg.sheets.collection import collection_page, list_area, read_list, verdict
from xlseg.text import LANGS, Text, same

DAY = date(2026, 7, 3)
PEOPLE = [
    ["客户ID", "性别", "手机号", "出生日期", "满意度"],
    *(["C01", "男", "138", datetime(1990, 1, 1), 5], ["C02", "-", "139", datetime(1991, 1, 1), None]),
]


@pytest.fixture
def sheets(orders_rows):
    return {"订单": orders_rows, "客户": PEOPLE, "说明": [["本表由市场部维护", None], ["项目", "NPS"], ["一", 9]]}


def checked(sheets, *rows: Wanted, today: date | None = DAY):
    found = compare(rows, inspect(*recognise(sheets)), sheets, today)
    return found[0] if len(found) == 1 else found


def test_a_field_is_found_under_any_of_its_names_and_its_place_is_named(sheets):
    found = checked(sheets, Wanted(field="成交时间"))
    assert (found.states, found.where, found.blank) == ((State.FINE,), same("订单!B3"), 0.0)
    assert found.latest.date() == date(2026, 6, 30)


def test_a_field_nobody_taught_us_is_found_by_its_header_on_any_sheet(sheets):
    assert checked(sheets, Wanted(field="满意度（1-5分）")).where == same("客户!E1")
    assert checked(sheets, Wanted(field="nps")).where == same("说明!B2")


def test_what_orders_tell_counts_as_there(sheets):
    found = checked(sheets, *STANDARD.rows[-4:])
    assert [row.states[0] for row in found] == [State.FINE, State.MISSING, State.FINE, State.MISSING]
    assert (found[0].where, found[0].blank) == (Text("由 订单 算出", "computed from 订单"), None)


def test_a_birthday_answers_for_the_age_and_is_no_sign_of_fresh_data(sheets):
    found = checked(sheets, Wanted(field="年龄", frequency="每月"))
    assert (found.where.zh, found.latest) == ("客户!D1", None)
    assert found.verdict.zh == "齐全；表里没有日期，看不出新旧"


def test_a_missing_field_says_where_to_get_it(sheets):
    assert checked(sheets, Wanted(field="职业", source="问卷")).verdict.zh == "缺，请从 问卷 取来，加成一列"
    assert checked(sheets, Wanted(field="职业")).where.en == "none"


def test_signs_for_nothing_are_blanks_and_total_rows_are_no_rows(sheets):
    assert checked(sheets, Wanted(field="性别")).verdict.zh == "太空，50.0% 空白（上限 5%），请补齐"
    assert checked(sheets, Wanted(field="订单状态")).blank == 0.0


@pytest.mark.parametrize("often", ["实时", "实时采集", "Daily", "每月更新", "一次性", "Every month", None])
def test_data_as_new_as_the_frequency_asks_are_complete(sheets, often):
    assert checked(sheets, Wanted(field="金额", frequency=often)).verdict == Text("齐全", "Complete")


@pytest.mark.parametrize(
    ("often", "day"),
    [
        *(("实时", 3), ("每日", 3), ("每周", 10), ("每月", 45), ("每季", 135), ("半年", 200), ("每年", 400)),
        *(("daily", 3), ("weekly", 10), ("monthly", 45), ("quarterly", 135), ("Half-yearly", 200), ("annually", 400)),
    ],
)
def test_each_frequency_allows_so_many_days(sheets, often, day):
    row, last = Wanted(field="金额", frequency=often), date(2026, 6, 30).toordinal()
    assert checked(sheets, row, today=date.fromordinal(last + day)).states == (State.FINE,)
    assert checked(sheets, row, today=date.fromordinal(last + day + 1)).states == (State.STALE,)


def test_what_is_collected_once_never_grows_stale_and_without_a_day_nothing_does(sheets):
    assert checked(sheets, Wanted(field="金额", frequency="一次性"), today=date(2046, 1, 1)).states == (State.FINE,)
    assert checked(sheets, Wanted(field="金额", frequency="实时"), today=None).states == (State.FINE,)


@pytest.mark.parametrize("word", ["随缘", "每两周", "bimonthly", "非实时"])
def test_a_frequency_nobody_taught_us_is_said_and_not_guessed(sheets, word):
    assert frequency(word) is None
    assert (
        checked(sheets, Wanted(field="金额", frequency=word)).verdict.zh == f"齐全；看不懂频率「{word}」，没有判断新旧"
    )


def test_days_to_come_are_no_sign_of_fresh_data(sheets):
    sheets["订单"].append(["C09", datetime(2062, 1, 1), 10.0, "已完成"])
    assert checked(sheets, Wanted(field="金额", frequency="实时"), today=date(2026, 8, 1)).states == (State.STALE,)


def test_sheets_of_one_kind_are_one_table_and_the_better_of_two_kinds_counts(sheets):
    sheets["订单2"] = [["客户ID", "下单日期", "金额", "手机"], ["C07", datetime(2026, 7, 2), 5.0, None]]
    assert checked(sheets, Wanted(field="下单日期")).where.zh == "订单!B3、订单2!B1"
    assert checked(sheets, Wanted(field="手机号")).where.zh == "客户!C1"


def test_a_name_that_stands_in_for_an_id_is_no_id():
    sheets = {"s": [["客户姓名", "下单日期", "金额"], ["张三", datetime(2026, 6, 30), 5.0]]}
    assert checked(sheets, Wanted(field="客户ID")).states == (State.MISSING,)
    assert checked(sheets, Wanted(field="姓名")).states == (State.FINE,)


def test_several_fields_of_a_cell_are_judged_each_and_what_is_to_do_comes_first(sheets):
    found = checked(sheets, Wanted(field="客户ID、性别，职业", source="CRM"))
    assert found.states == (State.FINE, State.EMPTY, State.MISSING)
    said = "职业：缺，请从 CRM 取来，加成一列；性别：太空，50.0% 空白（上限 5%），请补齐；客户ID：齐全"
    assert (found.verdict.zh, found.where.zh) == (said, "客户ID：订单!A3、性别：客户!B1、职业：没有")
    assert found.blank == 0.5


def test_commas_in_brackets_part_no_fields():
    assert fields("互动行为(点赞、评论)、 登录频次,") == (
        same("互动行为(点赞、评论)"),
        Text("登录频次", "Login frequency"),
    )
    assert fields(None) == ()


def test_a_field_is_known_by_the_words_of_the_list_and_by_headers():
    assert answers(same("Order amount"))[0] == AMOUNT
    assert answers(same("订单日期"))[0] == ORDER_DATE
    assert answers(same("年龄"))[0] == AGE
    assert answers(same("鞋码")) == ()


def test_the_verdict_counts_fields_and_says_to_which_day(sheets):
    found = compare(STANDARD.rows, inspect(*recognise(sheets)), sheets, DAY)
    assert verdict(found, DAY).zh == "还有 11 项要处理：缺 10 项、太空 1 项；18 项中 7 项齐全（新旧算到 2026-07-03）。"
    assert verdict(found[:1]).en == "All 1 fields are complete (age not judged: no date was given)."
    assert "18 项数据都还没有" in verdict(compare(STANDARD.rows, nothing(DEFAULTS), {}, DAY), DAY).zh


def shown(lang="zh", listed=STANDARD):
    """The cells of the template, as a user gets them."""
    placed = place(collection_page(listed), lang)
    rows = [[None] * placed.area.right for _ in range(placed.area.bottom)]
    for fill in placed.fills:
        for number, row in enumerate(fill.values, fill.top - 1):
            rows[number][: len(row)] = row
    return rows, Marked(placed.sheet, placed.area)


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_is_read_back_as_it_was_written_in_either_language(lang):
    rows, found = shown(lang)
    assert read_list(rows, found) == STANDARD
    assert read_list(rows) == STANDARD


def test_what_the_user_changed_deleted_and_added_stays_in_the_users_order():
    rows, found = shown()
    del rows[6:20]
    rows[6][:3] = ["我的类别", "鞋码", "门店"]
    rows += [[None, "NPS", None, "每季", "问市场部"], [None] * 5, ["（仅供内部使用）", None, None, None, None]]
    area = list_area(rows, found._replace(area=found.area._replace(bottom=8)))
    listed = read_list(rows, area)
    assert area.area == Area(1, 1, 10, 5)
    assert [row.field for row in listed.rows] == [Text("客户ID", "Customer ID"), "鞋码", *map(Text._make, REST), "NPS"]
    assert listed.rows[-1].note == "问市场部"
    assert read_list(shown(listed=listed)[0]) == listed


REST = [("复购次数", "Repeat purchases"), ("转介绍人数", "Referrals")]


def test_a_column_the_user_put_in_between_comes_along():
    rows, found = shown()
    for number, row in enumerate(rows):
        row.insert(2, {4: "责任人", 5: "王"}.get(number))
    listed = read_list(rows, found._replace(area=found.area._replace(right=6)))
    assert [column.title for column in listed.own] == [same("责任人")]
    assert (listed.rows[0].own, listed.rows[1].own) == (("王",), (None,))
    assert shown(listed=listed)[0][4] == ["数据类别", "具体字段", "数据来源", "采集频率", "备注", "责任人"]
