"""客户分层管理表 and 客户分类管理表: what each column says, and what stays of what people typed."""

from dataclasses import replace

import pandas as pd
import pytest
from paged import approved, cells

from xlseg import General, analyze, theme
from xlseg.analysis import nothing
from xlseg.cells import Area, Marked
from xlseg.columns import NOTE, Column
from xlseg.entries import Entered, entries_area, merged, read_entries
from xlseg.models import DEFAULTS
from xlseg.page import place
from xlseg.sheets import WORKED_IN
from xlseg.sheets.management import COLUMNS, management_page
from xlseg.sheets.register import register_page
from xlseg.sheets.roster import surnames
from xlseg.text import LANGS, Text, same

PEOPLE = {
    "客户ID": ["001", "002", "003", "004"],
    "姓名": ["张三", "李四", "王小五", None],
    "手机号": ["13812341234", None, None, "010-66668888"],
    "邮箱": ["zhang@a.cn", "li.si@example.com", None, None],
    "性别": ["男", "F", None, None],
    "年龄": [30, 25, 41, None],
    "职业": ["工程师", "教师", None, None],
    "所在城市": ["上海", "洛阳", "合肥", None],
    "行业": ["零售", None, "制造", None],
    "访问次数": [40, 0, 6, None],
    "订单数": [9, 1, 3, 0],
    "累计金额": [9000.0, 80.0, 400.5, None],
    "最近消费天数": [3, 20, 300, None],
    "首单至今天数": [400, 20, 500, None],
    "服务次数": [3, 0, None, 1],
    "投诉次数": [1, 0, None, 0],
    "负责人": ["赵", None, None, None],
}


def known(lang="zh", personal="masked", **changed):
    settings = replace(DEFAULTS, general=General(lang, models=("rfm",), personal=personal))
    return analyze(pd.DataFrame(PEOPLE | changed), settings=settings)


def table(page):
    return page.blocks[-1]


def column(page, key):
    return table(page).rows[key].tolist()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("name", "page"), [("management", management_page), ("register", register_page)])
def test_the_pages_stand_as_they_were_last_approved(name, page, lang, request):
    approved(page(known(lang)), name, lang, request)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("name", "page"), [("management", management_page), ("register", register_page)])
def test_the_empty_pages_stand_as_they_were_last_approved(name, page, lang, request):
    approved(page(nothing(replace(DEFAULTS, general=General(lang)))), f"{name}_empty", lang, request)


@pytest.mark.parametrize("page", [management_page, register_page])
def test_a_column_nobody_sees_makes_no_row_higher(page):
    placed = place(page(known("en")), "en")
    header = next(area for area, style, _ in placed.paints if style == "header").top
    assert 0.0 in placed.widths.values()
    assert placed.heights[header] == theme.STYLES["header"].height


def test_a_customer_reads_as_in_the_documents():
    row = table(management_page(known(personal="shown"))).rows.iloc[0]
    assert row[[c.key for c in COLUMNS]].tolist()[:7] == [
        *("001", "张三", "重要价值客户", "活跃客户", "男性，30岁，工程师", "一线城市客户", "忠实客户"),
    ]


def test_a_model_that_ran_gives_its_column_and_others_run_now():
    settings = replace(DEFAULTS, general=General("zh", models=("value",)))
    assert column(management_page(analyze(pd.DataFrame(PEOPLE), settings=settings)), "value")[0] == "高价值客户"
    assert "客户价值取自「RFM 客户分群」；客户行为取自「客户行为」" in management_page(known()).blocks[1].text.zh


def test_where_no_model_can_run_facts_stand_and_without_facts_a_dash():
    frame = pd.DataFrame(PEOPLE).drop(columns=["访问次数", "所在城市", "性别", "年龄", "职业"]).assign(省份="江苏")
    page = management_page(analyze(frame))
    assert column(page, "behaviour") == [
        *("购买 9 单，最近 3 天前", "购买 1 单，最近 20 天前", "购买 3 单，最近 300 天前", "没有购买"),
    ]
    assert set(column(page, "demographics")) == {"–"}
    assert "人口统计学特征没有数据（–）" in page.blocks[1].text.zh


def test_who_has_only_some_of_the_facts_shows_these():
    assert column(management_page(known()), "demographics") == ["男性，30岁，工程师", "女性，25岁，教师", "41岁", "–"]
    assert column(management_page(known("en")), "demographics")[1:3] == ["Female, aged 25, 教师", "aged 41"]


def test_names_and_contacts_are_masked_each_as_what_it_is():
    page = register_page(known())
    assert column(page, "customer_name") == ["张**", "李**", "王**", "–"]
    assert column(page, "contact") == ["138****1234", "l***@example.com", "–", "010-****8888"]
    assert column(register_page(known(personal="shown")), "contact")[1] == "li.si@example.com"


def test_purchases_and_service_are_said_in_words():
    page = register_page(known())
    assert column(page, "purchases") == ["9 单，共 9,000.00", "1 单，共 80.00", "3 单，共 400.50", "没有购买"]
    assert column(page, "services") == ["服务 3 次，投诉 1 次", "没有", "–", "服务 1 次"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张**"), ("欧阳修", "欧阳**"), (" 李四 ", "李**"), ("阿卜杜拉·买买提", "阿**"), ("*某", "*某")],
)
def test_a_list_to_work_with_keeps_the_surname_and_nothing_that_tells_the_given_name(name, shown):
    assert surnames(pd.Series([name])).tolist() == [shown]


def test_who_looks_after_a_customer_is_not_masked():
    assert column(management_page(known()), "owner") == ["赵", None, None, None]


def test_the_mark_repeats_no_personal_cell():
    marks = " ".join(column(register_page(known(personal="shown")), "mark"))
    assert "张三" not in marks
    assert "13812341234" not in marks


class TestWhatWasTyped:
    def stood(self, page, **changes):
        """The table as the user left it: column -> row -> cell."""
        rows = table(page).rows.copy()
        for key, cells_ in changes.items():
            for row, value in cells_.items():
                rows.loc[row, key] = value
        return Entered(rows.reset_index(drop=True))

    def again(self, entered, analysis=None):
        return management_page(replace(analysis or known(), entered={"management": entered}))

    def test_a_cell_typed_over_ours_stays_and_ours_is_renewed(self):
        first = management_page(known())
        again = self.again(
            self.stood(first, value={0: "大客户"}), known(订单数=[9, 9, 3, 0], 累计金额=[9000, 7000, 400, 0])
        )
        assert column(again, "value")[:2] == ["大客户", "一般保持客户"]
        assert column(first, "value")[1] == "一般挽留客户"
        assert "1 格以您改的为准" in again.blocks[0].text.zh

    def test_a_cell_that_was_emptied_is_filled_again(self):
        first = management_page(known())
        assert column(self.again(self.stood(first, value={0: None})), "value") == column(first, "value")

    def test_rows_of_nobody_we_know_stay_where_they_are_blank_ones_too(self):
        first = management_page(known())
        more = pd.DataFrame([{}, {"customer_name": "没有编号"}, {"customer_id": "001", NOTE.key: "又一行"}])
        entered = Entered(pd.concat([more.iloc[:2], table(first).rows, more.iloc[2:]], ignore_index=True))
        again = self.again(entered)
        assert table(again).rows["customer_id"].tolist()[2:] == ["001", "002", "003", "004", "001"]
        assert table(again).rows.iloc[1]["customer_name"] == "没有编号"
        assert table(again).rows.iloc[-1][NOTE.key] == "又一行"
        assert "2 行不在本次数据里，原样保留" in again.blocks[0].text.zh

    def test_rows_keep_the_users_order_and_new_customers_come_last(self):
        first = management_page(known())
        entered = Entered(table(first).rows.iloc[[2, 0]].reset_index(drop=True))
        assert column(self.again(entered), "customer_id") == ["003", "001", "002", "004"]

    def test_a_name_typed_in_place_of_the_mask_stays_and_a_mask_is_no_name(self):
        first = management_page(known())
        entered = self.stood(first, customer_name={0: "张三丰", 1: "*某"})
        assert column(self.again(entered, known(personal="shown")), "customer_name")[:2] == ["张三丰", "李四"]

    def test_a_number_typed_stays_a_number(self):
        entered = self.stood(management_page(known()), value={0: 5.0})
        assert column(self.again(entered), "value")[0] == 5.0


class TestReading:
    def sheet(self, page):
        placed = place(page, "zh")
        return cells(placed), Marked(placed.sheet, placed.area)

    def read(self, rows, found, **how):
        return read_entries(WORKED_IN["management"].columns, rows, found, **how)

    def test_what_was_written_is_read_back(self):
        page = management_page(known())
        found = self.read(*self.sheet(page))
        pd.testing.assert_frame_equal(found.rows, table(page).rows, check_dtype=False, check_like=True)

    def test_rows_below_are_read_until_a_line_that_is_only_text(self):
        rows, found = self.sheet(management_page(known()))
        rows += [["X1", "新"], [], ["X2", "再来", "高价值客户"], [], ["以上由市场部维护"]]
        assert self.read(rows, found).rows["customer_id"].tolist() == ["001", "002", "003", "004", "X1", None, "X2"]
        area = entries_area(WORKED_IN["management"].columns, rows, found).area
        assert area == found.area._replace(bottom=found.area.bottom + 3)

    def test_a_renamed_header_is_found_by_its_place(self):
        rows, found = self.sheet(management_page(known()))
        rows[4][2] = "我的分级"
        assert self.read(rows, found).rows["value"].tolist() == column(management_page(known()), "value")

    def test_where_the_headers_are_gone_there_is_nothing_to_read(self):
        rows, found = self.sheet(management_page(known()))
        rows[4] = [None] * 10
        assert self.read(rows, found) is None
        assert entries_area(WORKED_IN["management"].columns, rows, found) == found

    def test_columns_right_of_ours_are_left_alone_unless_asked_for(self):
        rows, found = self.sheet(management_page(known()))
        rows[4].append("微信号")
        rows[5].append("wx1")
        assert self.read(rows, found).own == ()
        away = self.read(rows, found, beside=True)
        assert ([c.title for c in away.own], away.rows["own.1"].tolist()) == (
            [same("微信号")],
            ["wx1", None, None, None],
        )

    def test_a_column_of_the_users_named_like_ours_gets_a_name_of_its_own(self):
        entered = Entered(pd.DataFrame({c.key: [None] for c in COLUMNS} | {"mark": [None], "own.1": ["x"]}))
        entered = entered._replace(own=(Column("own.1", Text("备注", "备注"), "number"),))
        page = management_page(replace(known(), entered={"management": entered}))
        assert table(page).columns[-2].title == same("备注 (2)")

    def test_two_states_of_a_table_become_one_the_later_counts(self):
        def state(*lines):
            return Entered(pd.DataFrame(lines, columns=["customer_id", "note"], dtype=object))

        both = merged(
            state(("1", "old"), ("2", "b"), (None, "x")), state(("3", "c"), ("1", "new"), ("2", None)), ["customer_id"]
        )
        assert both.rows.values.tolist() == [["3", "c"], ["1", "new"], ["2", "b"], [None, "x"]]

    def test_a_column_in_only_one_of_two_states_stays(self):
        def state(title, cell):
            rows = pd.DataFrame({"customer_id": ["1"], "own.1": [cell]}, dtype=object)
            return Entered(rows, (Column("own.1", same(title), "number"),))

        both = merged(state("微信号", "wx"), state("生日", "五月"), ["customer_id"])
        assert [c.title.zh for c in both.own] == ["生日", "微信号"]
        assert both.rows[[c.key for c in both.own]].iloc[0].tolist() == ["五月", "wx"]


def test_the_filters_take_in_the_columns_the_user_put_beside():
    placed = place(management_page(known()), "zh")
    rows = cells(placed)
    rows[4] += ["微信号", "客户ID"]
    grown = known(客户ID=["001", "002", "003", "005"])
    entered = read_entries(WORKED_IN["management"].columns, rows, Marked("s", placed.area))
    again = place(
        management_page(replace(grown, entered={"management": entered})), "zh", rows, Marked("s", placed.area)
    )
    assert again.area == Area(1, 1, 10, 10)
    assert again.listed[0].area == Area(5, 1, 10, 11), "but not a second column of the same header"


def test_masks_are_spoken_of_only_where_there_is_something_to_mask():
    assert "已遮盖" in management_page(known()).blocks[0].text.zh
    nameless = management_page(known(姓名=[None] * 4))
    assert "遮盖" not in nameless.blocks[0].text.zh
