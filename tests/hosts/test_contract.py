"""What every host keeps to: the same workbook in, the same cells out, and nothing of the user's lost."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from xlseg.actions import Request, segment
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.report import Report
from xlseg.settings import Row

Run = Callable[..., Workbook]
NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
HOSTS = ["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])]
reports: list[Report] = []


@pytest.fixture(params=HOSTS)
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Segment a workbook as a user would, and hand back what is there afterwards."""

    def closed(book: Workbook, *given: Row) -> Workbook:
        source, target = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
        book.save(source)
        host = FileHost(source)
        reports.append(segment(host, Request(given)))
        host.save(target)
        return load_workbook(target)

    def live(book: Workbook, *given: Row) -> Workbook:
        host = LiveHost(open_book(book))
        reports.append(segment(host, Request(given)))
        apply(host.book, book)
        return reopened(book)

    reports.clear()
    return closed if request.param == "file" else live


def reopened(book: Workbook) -> Workbook:
    content = io.BytesIO()
    book.save(content)
    return load_workbook(content)


def values(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet]


@pytest.fixture
def shop(orders_rows) -> Workbook:
    """Orders under a title, a sheet of the user's with a formula, and one that has the name of ours."""
    book = Workbook()
    sheet = book.active
    sheet.title = "订单"
    for row in orders_rows:
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["F4"] = "=C4*2"
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("我的表").append(["合计", "=SUM(订单!C4:C11)"])
    book.create_sheet("设置").append(["这是我自己的表"])
    return book


@pytest.fixture
def people(shop) -> Workbook:
    sheet = shop.create_sheet("客户", 0)
    for row in (["客户ID", "姓名", "备注"], ["C01", "张三", "老客户"], ["C99", "李四", None], ["C03", "=1+1", None]):
        sheet.append(row)
    sheet["B4"].data_type = "s"
    return shop


def column(sheet, title: str) -> dict[object, object]:
    """Customer -> cell under `title`."""
    rows = values(sheet)
    header = next(number for number, row in enumerate(rows) if title in row)
    at, who = rows[header].index(title), rows[header].index("客户ID")
    return {row[who]: row[at] for row in rows[header + 1 :] if row[who]}


def test_orders_are_labelled_beside_each_row_under_their_own_header(run, shop):
    sheet = run(shop)["订单"]
    assert [cell.value for cell in sheet[3]][6:] == [
        *("RFM客户类型", "RFM高低", "RFM得分", "R得分", "F得分", "M得分", "RFM依据"),
    ]
    assert column(sheet, "RFM客户类型")["C01"] == "重要价值客户"
    assert column(sheet, "RFM得分")["C01"] == "544"
    assert column(sheet, "RFM客户类型")["C05"] is None, "an order that was cancelled makes nobody a customer"
    assert column(sheet, "RFM客户类型")["合计"] is None


def test_the_users_cells_formulas_formats_and_sheets_stay(run, shop):
    before = {name: values(shop[name]) for name in shop.sheetnames}
    after = run(shop)
    assert after.sheetnames[:3] == ["订单", "我的表", "设置"]
    assert [row[:6] for row in values(after["订单"])] == before["订单"]
    assert values(after["我的表"]) == before["我的表"]
    assert values(after["设置"]) == before["设置"]
    assert after["订单"]["A1"].font.size == 20
    assert after["订单"].column_dimensions["C"].width == 33


def test_a_sheet_of_the_users_with_our_name_is_left_and_ours_takes_another(run, shop):
    after = run(shop)
    assert after.sheetnames[3:] == [
        "仪表盘",
        "客户细分结果表",
        "客户细分策略表",
        "细分依据",
        "客户标签",
        "规则体检",
        "数据质量报告",
        "设置 (2)",
    ]
    assert "设置 (2)" in reports[0].message.zh


def test_a_second_run_changes_nothing(run, shop):
    first = run(shop)
    before = {name: values(first[name]) for name in first.sheetnames}
    second = run(first)
    assert {name: values(second[name]) for name in second.sheetnames} == before


def test_with_a_sheet_of_customers_the_labels_stand_there(run, people):
    after = run(people)
    assert column(after["客户"], "RFM客户类型") == {"C01": "重要价值客户", "C99": "未购买客户", "C03": "重要挽留客户"}
    assert after["订单"].max_column == 6
    assert set(column(after["客户标签"], "客户ID").values()) >= {"C02", "C04"}, "who has no row there has one of ours"


def test_labels_are_found_again_where_the_user_moved_them(run, people):
    first = run(people)
    sheet = first["客户"]
    sheet.insert_cols(2)
    sheet["B1"] = "新列"
    for name in first.defined_names.values():  # as Excel does by itself
        columns = {letter: chr(ord(letter) + 1) for letter in "JIHGFED"} if "label." in name.name else {}
        for letter, following in columns.items():
            name.attr_text = name.attr_text.replace(f"${letter}$", f"${following}$")
    before = values(sheet)
    assert values(run(first)["客户"]) == before


def test_labels_whose_mark_is_lost_are_known_by_their_headers(run, people):
    first = run(people)
    for name in list(first.defined_names):
        del first.defined_names[name]
    before = values(first["客户"])
    assert values(run(first)["客户"]) == before


def test_what_the_user_typed_is_kept(run, shop):
    first = run(shop)
    result, labels = first["客户细分结果表"], first["客户标签"]
    result["H6"], labels.cell(4, labels.max_column).value = "*王经理", "回访过"
    result["J3"], result["A20"] = "我的想法", "下面的备注"
    second = run(first, Row("rfm.scheme", value="groups11"))
    typed = {cell.value for row in second["客户细分结果表"] for cell in row}
    assert {"*王经理", "我的想法", "下面的备注"} <= typed
    assert "回访过" in {cell.value for row in second["客户标签"] for cell in row}
    back = run(second, Row("rfm.scheme", value="types8"))
    owners = {row[1]: row[7] for row in values(back["客户细分结果表"])[5:13]}
    assert owners["重要价值客户"] == "*王经理"


def test_settings_changed_on_the_sheet_are_followed_and_others_are_kept(run, shop):
    first = run(shop)
    sheet = first["设置 (2)"]
    keys = {row[0].value: row[2] for row in sheet}
    keys["rfm.scheme"].value, keys["general.as_of"].value = "十一组", datetime(2026, 7, 31)
    second = run(first)
    assert "分析日期 2026-07-31" in second["客户细分结果表"]["A2"].value
    assert second["客户细分结果表"]["B6"].value == "冠军客户"
    assert {row[0].value: row[2].value for row in second["设置 (2)"]}["rfm.scheme"] == "十一组"


def test_wrong_settings_stop_the_run_with_their_rows_and_nothing_is_written(run, shop):
    first = run(shop)
    cells = {row[0].value: row[2] for row in first["设置 (2)"]}
    cells["rfm.bins"].value, cells["rfm.high"].value = 99, "很高"
    with pytest.raises(XlsegError) as caught:
        run(first)
    said = caught.value.say("zh").splitlines()
    assert [line.split("：")[0] for line in said] == [
        f"工作表「设置 (2)」第 {cells[key].row} 行" for key in ("rfm.bins", "rfm.high")
    ]


def test_english_workbooks_speak_english_throughout(run, shop):
    after = run(shop, Row("general.lang", value="en"))
    assert after.sheetnames[3:] == [
        "Dashboard",
        "Segmentation result",
        "Strategy",
        "Evidence",
        "Customer labels",
        "Rule audit",
        "Data quality",
        "Settings",
    ]
    assert column(after["订单"], "RFM segment")["C01"] == "Important: valued"


def test_a_change_of_language_keeps_sheets_labels_and_notes_in_place(run, shop):
    first = run(shop)
    first["客户细分结果表"]["H6"] = "*王经理"
    second = run(first, Row("general.lang", value="en"))
    assert second.sheetnames == first.sheetnames
    assert second["订单"].max_column == first["订单"].max_column
    assert [cell.value for cell in second["客户细分结果表"][6]][1::6] == ["Important: valued", "*王经理"]


def test_text_that_looks_like_a_formula_stays_text(run, shop):
    shop["订单"]["A4"] = shop["订单"]["A5"] = shop["订单"]["A6"] = "=HYPERLINK(1)"
    for cell in ("A4", "A5", "A6"):
        shop["订单"][cell].data_type = "s"
    found = [cell for cell in run(shop)["客户标签"]["A"] if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in found] == ["s"]


def test_numbers_of_customers_keep_their_zeros(run, shop):
    for row in (4, 5, 6):
        shop["订单"].cell(row, 1).value = "00042"
    assert "00042" in {cell.value for cell in run(shop)["客户标签"]["A"]}


def test_labels_beside_a_table_become_columns_of_it(run, people):
    """Or sorting the table would tear them from their rows."""
    people["客户"].add_table(Table(displayName="客户表", ref="A1:C4"))
    sheet = run(people)["客户"]
    assert sheet.tables["客户表"].ref == "A1:J4"
    assert [c.name for c in sheet.tables["客户表"].tableColumns] == [cell.value for cell in sheet[1]]
    assert run(people)["客户"].tables["客户表"].ref == "A1:J4"
