"""Pages people go on working in: what they typed over, below and beside ours stays. Both hosts."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from openpyxl import Workbook, load_workbook

from xlseg import files
from xlseg.actions import ACTIONS, Request
from xlseg.analysis import nothing
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.models import DEFAULTS
from xlseg.page import place
from xlseg.privacy import Secret
from xlseg.protection import protect
from xlseg.settings import Row
from xlseg.sheets.feedback import feedback_page
from xlseg.sheets.management import management_page
from xlseg.sheets.register import register_page

NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
HOSTS = ["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])]
Run = Callable[..., Workbook]
BY_KEY = {action.key: action for action in ACTIONS}
TIERING, REGISTER, FEEDBACK, SUMMARY = "客户分层管理表", "客户分类管理表", "客户反馈", "客户反馈汇总"
HEADER = 5  # the row the headers of these pages stand in
said: list[str] = []


@pytest.fixture(params=HOSTS)
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Run a verb on a workbook as a user would, and hand back what is there afterwards."""

    def act(book: Workbook, key: str = "segment", *given: Row) -> Workbook:
        source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        if request.param == "file":
            book.save(source)
            host = FileHost(source)
            said.append(BY_KEY[key].run(host, Request(given)).message.zh)
            host.save(target)
            return load_workbook(target)
        live = LiveHost(open_book(book))
        said.append(BY_KEY[key].run(live, Request(given)).message.zh)
        apply(live.book, book)
        content = io.BytesIO()
        book.save(content)
        return load_workbook(content)

    said.clear()
    return act


@pytest.fixture
def shop(orders_rows) -> Workbook:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    return book


def template(book: Workbook, page, tmp_path: Path) -> Workbook:
    """The workbook with an empty template of ours before its own sheets."""
    book.save(tmp_path / "own.xlsx")
    host = FileHost(tmp_path / "own.xlsx")
    host.write(place(page(nothing(DEFAULTS)), "zh"))
    host.save(tmp_path / "both.xlsx")
    return load_workbook(tmp_path / "both.xlsx")


def put(sheet, row: int, *values: object) -> None:
    for column, value in enumerate(values, 1):
        if value is not None:
            sheet.cell(row, column).value = value


def rows(sheet, top: int = HEADER + 1) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(top)]


def titles(sheet) -> list[object]:
    return [cell.value for cell in sheet[HEADER]]


class TestTiering:
    def test_a_customer_has_a_row_with_each_dimension_and_filters(self, run, shop):
        sheet = run(shop, "management")[TIERING]
        assert titles(sheet)[:7] == [
            "客户ID",
            "客户姓名",
            "客户价值",
            "客户行为",
            "人口统计学特征",
            "地理分布",
            "客户生命周期阶段",
        ]
        assert rows(sheet)[0][:7] == ("C01", "–", "重要价值客户", "购买 3 单，最近 1 天前", "–", "–", "成熟客户")
        assert [row[0] for row in rows(sheet)] == ["C01", "C02", "C03", "C04"]
        assert [table.ref for table in sheet.tables.values()] == ["A5:J9"]

    def test_a_template_filled_in_by_hand_loses_nothing(self, run, shop, tmp_path):
        book = template(shop, management_page, tmp_path)
        sheet = book[TIERING]
        put(sheet, HEADER + 1, "C03", "王五", "我的大客户", None, "女性，40岁", None, None, "赵", "生日送花")
        put(sheet, HEADER + 2, None, "还没有编号的人", "潜力客户")
        put(sheet, HEADER + 4, "X77", "李四", None, "活跃客户")
        put(sheet, HEADER + 5, "C03", "又一个王五")
        sheet.cell(HEADER, 11).value = "微信号"
        for row, own in enumerate(("wx3", None, None, "wx77", "=1+1"), HEADER + 1):
            sheet.cell(row, 11).value = own
        before = [[cell.value for cell in row] for row in sheet.iter_rows(HEADER + 1, HEADER + 5)]
        found = run(book)[TIERING]
        after = rows(found)
        assert after[0][:9] == (
            *("C03", "王五", "我的大客户", "购买 2 单，最近 172 天前", "女性，40岁", "–", "新客户", "赵", "生日送花"),
        )
        assert [list(row[:9]) for row in after[1:5]] == [row[:9] for row in before[1:]]
        assert [row[10] for row in after[:5]] == ["wx3", None, None, "wx77", "=1+1"]
        assert [row[0] for row in after[5:]] == ["C01", "C02", "C04"], "customers nobody typed come last"
        assert [table.ref for table in found.tables.values()] == ["A5:K13"], "the user's column is sorted along"

    def test_a_second_run_changes_nothing(self, run, shop, tmp_path):
        book = template(shop, management_page, tmp_path)
        put(book[TIERING], HEADER + 1, "X77", "李四", None, "活跃客户")
        first = run(book)
        before = rows(first[TIERING])
        assert rows(run(first)[TIERING]) == before

    def test_what_we_wrote_is_renewed_and_what_was_typed_over_it_stays(self, run, shop):
        first = run(shop, "management")
        sheet = first[TIERING]
        sheet["C6"] = "低价值客户"  # of C01
        first["订单"].append(["C04", datetime(2026, 6, 30), 9000.0, "已完成"])
        after = {row[0]: row for row in rows(run(first)[TIERING])}
        assert after["C01"][2] == "低价值客户"
        assert after["C04"][2] == "重要发展客户"
        assert "1 格以您改的为准" in run(first)[TIERING]["A2"].value

    def test_our_words_change_their_language_and_the_users_do_not(self, run, shop):
        first = run(shop, "management")
        first[TIERING]["C6"] = "大客户"
        after = rows(run(first, "segment", Row("general.lang", value="en"))[TIERING])
        assert [row[2] for row in after] == [
            *("大客户", "General: to develop", "Important: to win back", "General: to win back"),
        ]
        assert after[0][6] == "Mature"

    def test_a_column_put_between_ours_comes_along(self, run, shop):
        first = run(shop, "management")
        sheet = first[TIERING]
        sheet.insert_cols(3)
        put(sheet, HEADER, None, None, "微信号")
        put(sheet, HEADER + 2, None, None, "wx2")
        name = first.defined_names["xlseg.page.management"]
        name.attr_text = name.attr_text.replace("$J$", "$K$")
        sheet.tables.clear()
        found = run(first)[TIERING]
        assert titles(found) == [*titles(run(shop, "management")[TIERING])[:9], "微信号", "系统标记"]
        assert rows(found)[1][9] == "wx2"

    def test_a_sheet_of_the_users_own_of_that_name_is_data(self, run):
        book = Workbook()
        sheet = book.active
        sheet.title = REGISTER
        sheet.append([REGISTER])
        sheet.append(
            ["客户名称", "联系方式", "所在地区", "行业属性", "购买次数", "消费金额", "最近消费天数", "备注", "招商来源"]
        )
        sheet.append(["甲公司", "021-5555 1234", "上海", "零售", 3, 900, 5, "老客户", "展会"])
        sheet.append(["乙公司", "13800001111", "杭州", "制造", 1, 100, 90, None, "网络"])
        before = rows(sheet, 1)
        after = run(book, "register")
        assert [row[:9] for row in rows(after[REGISTER], 1)] == before
        assert f"数据：工作表「{REGISTER}」，表头在第 2 行。" in said[0]
        ours = after[f"{REGISTER} (2)"]
        assert rows(ours)[1][1:6] == ("***公司", "138****1111", "浙江-杭州", "制造", "1 单，共 100.00")
        assert "以手机号代替，没有遮盖" in ours["A2"].value


class TestRegister:
    @pytest.fixture
    def people(self, shop) -> Workbook:
        sheet = shop.create_sheet("客户", 0)
        sheet.append(["客户ID", "姓名", "手机号", "所在地区", "行业", "服务次数", "投诉次数"])
        sheet.append(["C01", "张三丰", "13812341234", "上海", "零售", 3, 1])
        sheet.append(["C09", "李四", None, None, "制造", 0, 0])
        return shop

    def test_contacts_are_masked_and_records_are_said_in_words(self, run, people):
        after = {row[0]: row for row in rows(run(people, "register")[REGISTER])}
        assert after["C01"][1:9] == (
            *("张**", "138****1234", "上海-上海", "零售", "3 单，共 600.00，最近 2026-06-30", "服务 3 次，投诉 1 次"),
            *("重要价值客户", None),
        )
        assert after["C09"][5:7] == ("没有购买", "没有")

    def test_they_are_shown_in_full_where_the_settings_say_so(self, run, people):
        after = run(people, "register", Row("general.personal", value="shown"))
        assert rows(after[REGISTER])[0][1:3] == ("张三丰", "13812341234")
        again = run(after, "register", Row("general.personal", value="masked"))
        assert rows(again[REGISTER])[0][1:3] == ("张**", "138****1234")

    def test_notes_and_contacts_typed_there_stay(self, run, people):
        first = run(people, "register")
        put(first[REGISTER], HEADER + 1, None, None, "13999990000", None, None, None, None, None, None, "只在晚上打")
        after = rows(run(first)[REGISTER])[0]
        assert (after[2], after[9]) == ("13999990000", "只在晚上打")

    def test_a_template_filled_in_by_hand_loses_nothing(self, run, shop, tmp_path):
        book = template(shop, register_page, tmp_path)
        put(
            book[REGISTER],
            HEADER + 1,
            "K1",
            "甲公司",
            "021-55551234",
            "上海",
            "零售",
            "每月一单",
            "上门一次",
            "A类",
            "钱",
            "急",
        )
        put(book[REGISTER], HEADER + 2, None, "乙公司")
        after = rows(run(book)[REGISTER])
        assert after[0][:10] == (
            "K1",
            "甲公司",
            "021-55551234",
            "上海",
            "零售",
            "每月一单",
            "上门一次",
            "A类",
            "钱",
            "急",
        )
        assert after[1][1] == "乙公司"
        assert [row[0] for row in after[2:]] == ["C01", "C02", "C03", "C04"]


class TestFeedback:
    @pytest.fixture
    def filled(self, shop, tmp_path) -> Workbook:
        book = template(shop, feedback_page, tmp_path)
        sheet = book[FEEDBACK]
        day = datetime(2026, 7, 1)
        put(sheet, HEADER + 1, day, "C01", None, "微信", "物流", 2, 3, "送晚了", "赵", "处理中")
        put(sheet, HEADER + 2, day, "C01", None, "微信", "表扬", 5, 10, "很好", "赵", "已解决")
        put(sheet, HEADER + 4, day, "X99", None, "路边", "其他", 4, 9)
        return book

    def test_rows_typed_stay_get_their_group_and_unknown_customers_are_told(self, run, filled):
        filled[FEEDBACK].cell(HEADER, 11).value = "回访日期"
        filled[FEEDBACK].cell(HEADER + 4, 11).value = "=DATE(2026,7,9)"
        book = run(filled)
        found = rows(book[FEEDBACK])
        assert [row[1:6] for row in found[:4]] == [
            ("C01", "重要价值客户", "微信", "物流", 2),
            ("C01", "重要价值客户", "微信", "表扬", 5),
            (None, None, None, None, None),
            ("X99", None, "路边", "其他", 4),
        ]
        assert found[3][10] == "=DATE(2026,7,9)"
        assert "《客户反馈》：有 1 个客户ID在本次数据里找不到，请核对：X99。" in said[-1]
        assert SUMMARY in book.sheetnames

    def test_rows_below_the_spare_ones_become_part_of_the_form(self, run, filled):
        first = run(filled)
        sheet = first[FEEDBACK]
        bottom = sheet.max_row
        put(sheet, bottom, datetime(2026, 7, 2), "C02", None, None, "价格")
        put(sheet, bottom + 1, datetime(2026, 7, 3), "C03", None, None, "价格")
        after = run(first)[FEEDBACK]
        assert after.cell(bottom + 1, 3).value == "重要挽留客户"
        assert after.max_row == bottom + 1 + 50

    def test_words_of_our_lists_change_their_language(self, run, filled):
        first = run(filled)
        after = run(first, "segment", Row("general.lang", value="en"))[FEEDBACK]
        assert [cell.value for cell in after[HEADER + 1]][2:5] == ["Important: valued", "WeChat", "Delivery"]
        assert after.cell(HEADER + 4, 4).value == "路边"

    def test_the_summary_is_made_of_formulas(self, run, filled):
        sheet = run(filled)[SUMMARY]
        text = {str(cell.value)[:11] for row in sheet for cell in row if str(cell.value).startswith("=")}
        assert "=SUMPRODUCT" in text


def test_what_was_typed_into_the_file_written_before_comes_into_the_next(tmp_path, shop):
    path = tmp_path / "shop.xlsx"
    shop.save(path)
    first = files.run(BY_KEY["management"], path).output
    book = load_workbook(first)
    sheet = book[TIERING]
    put(sheet, HEADER + 1, None, None, "大客户", None, None, None, None, None, "记住")
    put(sheet, sheet.max_row + 1, "X1", "新来的")
    sheet.cell(HEADER, 11).value, sheet.cell(HEADER + 1, 11).value = "微信号", "wx1"
    book.save(first)
    after = load_workbook(files.run(BY_KEY["segment"], path).output)[TIERING]
    assert rows(after)[0][2:9:6] == ("大客户", "记住")
    assert rows(after)[4][:2] == ("X1", "新来的")
    assert rows(after)[0][titles(after).index("微信号")] == "wx1"


def test_a_template_in_the_source_and_its_filled_copy_are_one_table(tmp_path, shop):
    book = template(shop, management_page, tmp_path)
    path = tmp_path / "shop.xlsx"
    put(book[TIERING], HEADER + 1, "C01", "张三", "大客户")
    book.save(path)
    first = files.run(BY_KEY["segment"], path).output
    copy, source = load_workbook(first), load_workbook(path)
    copy[TIERING]["I6"] = "记住"
    copy.save(first)
    put(source[TIERING], HEADER + 2, "X5", "后来加的")
    source.save(path)
    after = rows(load_workbook(files.run(BY_KEY["segment"], path).output)[TIERING])
    assert (after[0][:3], after[0][8]) == (("C01", "张三", "大客户"), "记住")
    assert [row[0] for row in after] == ["C01", "C02", "C03", "C04", "X5"]


def test_names_and_contacts_shown_there_are_encrypted_with_the_rest(tmp_path, shop):
    pytest.importorskip("cryptography")
    sheet = shop.create_sheet("客户", 0)
    for line in (["客户ID", "姓名", "手机号"], ["C01", "张三丰", "13812341234"]):
        sheet.append(line)
    shop.save(tmp_path / "shop.xlsx")
    made = files.run(BY_KEY["register"], tmp_path / "shop.xlsx", [Row("general.personal", value="shown")]).output
    host = FileHost(made)
    protect(host, Secret.of_key(b"k" * 32))
    host.save(tmp_path / "closed.xlsx")
    closed = load_workbook(tmp_path / "closed.xlsx")
    texts = [str(cell.value) for sheet in closed for row in sheet.iter_rows() for cell in row]
    assert not [text for text in texts if "张三丰" in text or "13812341234" in text]
    assert str(closed[REGISTER]["B6"].value).startswith("xlseg1:")
