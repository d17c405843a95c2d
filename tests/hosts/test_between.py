"""Columns people put between those of 客户标签 stay, with formulas, formats and comments. Closed files."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from in_place import edited, run
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter

from xlseg.settings import Row

LABELS, MARK, HEADER = "客户标签", "xlseg.page.customers", 2
PEOPLE = ("C01", "C02", "C03", "C04", "C05")
FEWER, MORE = Row("rfm.scheme", value="groups11"), Row("general.models", value="rfm,tiers,lifecycle")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    book = Workbook()
    book.active.title = "订单"
    book.active.append(["客户ID", "订单日期", "金额"])
    for n in range(12):
        book.active.append([PEOPLE[n % 5], datetime(2026, 1 + n % 6, 1 + n), 100 * n + 50])
    book.save(tmp_path / "shop.xlsx")
    return run(tmp_path / "shop.xlsx")


def put_in(sheet, before: str, title: str | None, values) -> int:
    """A column in front of ours of that title, as Excel puts it in: our name grows with it."""
    at = next(cell.column for cell in sheet[HEADER] if cell.value == before)
    sheet.insert_cols(at)
    sheet.cell(HEADER, at).value = title
    for row, value in enumerate(values, HEADER + 1):
        sheet.cell(row, at).value = value
    name = sheet.parent.defined_names[MARK]
    name.attr_text = re.sub(
        r"\$([A-Z]+)(\$\d+)$",
        lambda m: f"${get_column_letter(column_index_from_string(m[1]) + 1)}{m[2]}",
        name.attr_text,
    )
    return at


def titles(path: Path) -> list[object]:
    return [cell.value for cell in load_workbook(path)[LABELS][HEADER]]


def under(path: Path, title: str | None) -> dict[object, object]:
    """The cells of a column by customer."""
    sheet = load_workbook(path)[LABELS]
    at = next(cell.column for cell in sheet[HEADER] if cell.value == title)
    return {row[0].value: row[at - 1].value for row in sheet.iter_rows(HEADER + 1)}


@pytest.mark.parametrize("before", ["订单数", "RFM高低", "M得分", "备注"])
def test_a_column_stays_where_it_was_put_with_all_that_was_done_to_it(shop, before):
    def change(book):
        sheet = book[LABELS]
        at = put_in(sheet, before, "我的列", ["注", 0.25, *(f"=B{row}*2" for row in (5, 6, 7))])
        for row in range(HEADER, 8):
            sheet.cell(row, at).fill = PatternFill("solid", fgColor="FFAA00")
            sheet.cell(row, at).number_format = "0.0%"
            sheet.cell(row, at).comment = Comment(f"第 {row} 行", "我")
        sheet.column_dimensions[get_column_letter(at)].width = 33

    def theirs():
        sheet = load_workbook(shop)[LABELS]
        (at,) = (cell.column for cell in sheet[HEADER] if cell.value == "我的列")
        cells = [sheet.cell(row, at) for row in range(HEADER, 8)]
        looks = [(c.value, c.fill.fgColor.rgb, c.number_format, c.comment.text) for c in cells]
        return at, looks, sheet.column_dimensions[get_column_letter(at)].width

    edited(shop, change)
    was, ours = theirs(), [title for title in titles(shop) if title != "我的列"]
    for given in ((), (FEWER,), (MORE, Row("rfm.scheme", value="types8")), (Row("general.models", value="rfm"),)):
        run(shop, *given)
        assert theirs() == was, given
    assert [title for title in titles(shop) if title != "我的列"] == ours, "and ours are all there, and no others"
    before_again = shop.read_bytes()
    run(shop)
    assert shop.read_bytes() == before_again


def test_one_beyond_the_last_of_ours_stays_there_when_labels_leave(shop):
    run(shop, MORE)
    edited(shop, lambda book: put_in(book[LABELS], "生命周期依据", "我的列", PEOPLE))
    at = titles(shop).index("我的列")
    run(shop, Row("general.models", value="rfm"))
    assert titles(shop).index("我的列") == at
    assert under(shop, "我的列") == dict(zip(PEOPLE, PEOPLE, strict=True))
    assert not {"价值层级", "生命周期阶段", "生命周期依据"} & set(titles(shop))
    run(shop, MORE)
    assert titles(shop).count("我的列") == 1
    assert {"价值层级", "生命周期阶段", "生命周期依据", "备注"} <= set(titles(shop))


def test_columns_without_a_title_and_of_the_same_title_stay_apart(shop):
    def change(book):
        sheet = book[LABELS]
        put_in(sheet, "客单价", None, "√×√×√")
        put_in(sheet, "RFM高低", "记", "甲乙丙丁戊")
        put_in(sheet, "R得分", "记", "一二三四五")

    edited(shop, change)
    for given in ((), (MORE,), (Row("general.models", value="rfm"),)):
        rows = list(load_workbook(run(shop, *given))[LABELS].iter_rows(HEADER, values_only=True))
        columns = {"".join(map(str, column[1:])): column[0] for column in zip(*rows, strict=True)}
        assert (columns["√×√×√"], columns["甲乙丙丁戊"], columns["一二三四五"]) == (None, "记", "记")


@pytest.mark.parametrize("before", ["订单数", "R得分"])
def test_a_column_of_theirs_that_has_a_title_of_ours_stays(shop, before):
    edited(shop, lambda book: put_in(book[LABELS], before, "RFM得分", ["我的"] * 5))
    before_again = titles(shop)
    cells = {cell.value for row in load_workbook(run(shop))[LABELS] for cell in row}
    assert "我的" in cells
    assert titles(shop) == before_again


def test_a_title_of_ours_that_was_changed_makes_no_column_of_theirs(shop):
    before = titles(shop)
    edited(shop, lambda book: book[LABELS].__setitem__("D2", "总消费"))
    assert titles(run(shop)) == before


def test_a_score_that_was_taken_out_comes_back_where_somebody_has_none(tmp_path):
    book = Workbook()
    book.active.title = "订单"
    for row in (["客户ID", "订单日期", "金额"], *([who, datetime(2026, 1, 1), 100] for who in PEOPLE)):
        book.active.append(row)
    for row in (["客户ID", "城市"], ["C09", "北京"]):
        (book["客户"] if "客户" in book.sheetnames else book.create_sheet("客户")).append(row)
    book.save(tmp_path / "shop.xlsx")
    shop = run(tmp_path / "shop.xlsx")
    edited(shop, lambda book: put_in(book[LABELS], "订单数", "跟进", [f"第{n}位" for n in range(6)]))
    edited(shop, lambda book: book[LABELS].delete_cols(titles(shop).index("R得分") + 1))
    run(shop)
    assert "R得分" in titles(shop)
    assert set(under(shop, "跟进").values()) == {f"第{n}位" for n in range(6)}


def test_each_cell_stays_beside_its_customer_when_rows_move(shop):
    def change(book):
        sheet = book[LABELS]
        put_in(sheet, "订单数", "我的列", [f"记 {who}" for who in PEOPLE])
        sheet.insert_rows(4)  # a blank row, which is closed up
        name = book.defined_names[MARK]
        name.attr_text = name.attr_text.replace("$7", "$8")
        for n in range(3):
            book["订单"].append(["C00", datetime(2026, 6, 2 + n), 1000])

    kept = under(run(edited(shop, change)), "我的列")
    assert kept == {who: f"记 {who}" for who in PEOPLE} | {"C00": None}


def test_they_come_along_into_a_new_output(shop, tmp_path):
    book = Workbook()
    book.active.title = "订单"
    for row in load_workbook(shop)["订单"].iter_rows(max_col=3, values_only=True):
        book.active.append(row)
    book.save(tmp_path / "plain.xlsx")
    out = run(tmp_path / "plain.xlsx", in_place=False)
    edited(out, lambda book: put_in(book[LABELS], "订单数", "我的列", PEOPLE))
    assert under(run(tmp_path / "plain.xlsx", in_place=False), "我的列") == dict(zip(PEOPLE, PEOPLE, strict=True))
