"""Workbooks people changed or locked between two runs: found again, or refused with what to do. Every host."""

import io
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
import xlwings
from charted import charted
from excel_double import apply, open_book
from excel_like import load_named
from fitted import fitted
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from test_fittings import Workbooks

from xlseg.actions import Request, segment
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.page import place
from xlseg.report import Report
from xlseg.settings import Row

RESULT, LABELS = "客户细分结果表", "客户标签"
Run = Callable[..., Workbook]
NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
HOSTS = ["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])]
reports: list[Report] = []


@pytest.fixture(params=HOSTS)
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Segment a workbook, and hand back what is there afterwards."""

    def closed(book: Workbook, *given: Row) -> Workbook:
        book.save(tmp_path / "in.xlsx")
        host = FileHost(tmp_path / "in.xlsx")
        reports.append(segment(host, Request(given)))
        host.save(tmp_path / "out.xlsx")
        return load_workbook(tmp_path / "out.xlsx")

    def live(book: Workbook, *given: Row) -> Workbook:
        host = LiveHost(open_book(book))
        reports.append(segment(host, Request(given)))
        apply(host.book, book)
        content = io.BytesIO()
        book.save(content)
        return load_workbook(content)

    reports.clear()
    return closed if request.param == "file" else live


@pytest.fixture
def shop(orders_rows) -> Workbook:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    return book


def values(sheet) -> list[list[object]]:
    """Excel keeps 15 digits."""
    return [[float(f"{c.value:.14g}") if isinstance(c.value, float) else c.value for c in row] for row in sheet]


def at(sheet, title: str) -> tuple[int, int]:
    """Row and column of the header `title`."""
    return next((cell.row, cell.column) for row in sheet for cell in row if cell.value == title)


def under(sheet, title: str, key: str = "客户群体名称") -> dict[object, object]:
    """Key -> what stands under `title` in the table that has both."""
    (header, column), (_, who) = at(sheet, title), at(sheet, key)
    return {sheet.cell(r, who).value: sheet.cell(r, column).value for r in range(header + 1, sheet.max_row + 1)}


def rename(book: Workbook, old: str, new: str) -> None:
    """As Excel does: names for cells of the sheet follow."""
    book[old].title = new
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")


def move(book: Workbook, sheet: str, first: str, second: str) -> None:
    """Two columns of a table change places, cell by cell, as with cut and insert; the marks around stay."""
    cells = zip(book[sheet][first], book[sheet][second], strict=True)
    for one, other in cells:
        one.value, other.value = other.value, one.value


class TestWhatPeopleChanged:
    def test_a_sheet_of_ours_that_was_renamed_is_written_where_it_is(self, run, shop):
        first = run(shop)
        rename(first, RESULT, "本月结果")
        names = first.sheetnames
        second = run(first)
        assert second.sheetnames == names
        assert values(second["本月结果"]) == values(first["本月结果"])

    def test_the_users_sheet_that_was_renamed_is_recognised_by_what_it_holds(self, run, shop):
        first = run(shop)
        rename(first, "订单", "2026年上半年")
        second = run(first)
        assert second.sheetnames == first.sheetnames
        assert values(second["2026年上半年"]) == values(first["2026年上半年"])

    def test_columns_of_our_table_that_were_moved_keep_what_was_typed(self, run, shop):
        first = run(shop)
        header, owner = at(first[RESULT], "负责人")
        first[RESULT].cell(header + 1, owner).value = "赵"
        kind = first[RESULT].cell(header + 1, at(first[RESULT], "客户群体名称")[1]).value
        move(first, RESULT, "H", "G")
        second = run(first)
        assert under(second[RESULT], "负责人")[kind] == "赵"
        assert under(second[RESULT], "策略建议关键词")[kind] != "赵"

    def test_a_column_put_between_our_labels_stays_with_its_looks_when_labels_leave(self, run, shop):
        book = run(shop)
        sheet = book[LABELS]
        left = at(sheet, "RFM得分")[1]
        sheet.insert_cols(left)
        sheet.cell(2, left).value, sheet.cell(3, left).value = "我的列", "=A3"
        sheet.cell(3, left).number_format = "0.0%"
        mark = book.defined_names["xlseg.page.customers"]
        mark.attr_text = mark.attr_text.replace("$U$", "$V$")
        sheet = run(book, Row("rfm.scheme", value="groups11"))[LABELS]
        assert at(sheet, "我的列") == (2, left)
        assert (sheet.cell(3, left).value, sheet.cell(3, left).number_format) == ("=A3", "0.0%")
        assert [cell.value for cell in sheet[2]].count("RFM得分") == 1

    def test_a_column_of_the_users_data_that_was_moved_changes_no_group(self, run, shop):
        first = run(shop)
        before = values(first["细分依据"])
        move(first, "订单", "A", "C")
        assert values(run(first)["细分依据"]) == before

    def test_rows_deleted_from_our_table_come_back(self, run, shop):
        first = run(shop)
        before = values(first[RESULT])
        header, _ = at(first[RESULT], "客户群体名称")
        for row in range(header + 1, header + 4):
            for cell in first[RESULT][row]:
                cell.value = None
        assert values(run(first)[RESULT]) == before

    def test_a_sheet_of_ours_that_was_emptied_is_filled_again(self, run, shop):
        first = run(shop)
        before = values(first[RESULT])
        for row in first[RESULT]:
            for cell in row:
                cell.value = None
        second = run(first)
        assert second.sheetnames == first.sheetnames
        assert values(second[RESULT]) == before

    def test_all_our_hidden_names_deleted_and_nothing_is_written_twice(self, run, shop):
        first = run(shop)
        for name in list(first.defined_names):
            del first.defined_names[name]
        before = {name: values(first[name]) for name in first.sheetnames}
        second = run(first)
        assert {name: values(second[name]) for name in second.sheetnames} == before
        assert "xlseg.page.result" in second.defined_names

    def test_a_copy_of_our_page_stays_as_the_user_has_it(self, run, shop):
        first = run(shop)
        copy = first.copy_worksheet(first[RESULT])
        copy.title = "上月结果"
        copy["A2"] = "留档"
        before = values(copy)
        second = run(first, Row("rfm.scheme", value="groups11"))
        assert values(second["上月结果"]) == before
        assert second.sheetnames == first.sheetnames
        assert values(second[RESULT]) != before


@pytest.fixture(params=HOSTS)
def fitted_book(request, tmp_path) -> Workbooks:
    """A page of ours with an Excel Table, lists and bars, on one of the hosts."""
    book = Workbooks(request.param, tmp_path)
    book.write(fitted())
    return book


def shrink(book: Workbook, sheet: str, rows: int) -> None:
    """As Excel does when rows of a table are deleted: the table and the page end earlier."""
    table = book[sheet].tables["xlseg_fitted_groups"]
    book[sheet].delete_rows(3, rows)
    table.ref = table.autoFilter.ref = f"A2:G{4 - rows}"
    book.defined_names["xlseg.page.fitted"].attr_text = f"'{sheet}'!$A$1:$G${5 - rows}"


class TestTablesPeopleTookAway:
    def test_an_excel_table_turned_back_into_cells_is_left_so_and_written_all_the_same(self, fitted_book):
        """Until its page changes its place or its headers: then all looks are made anew, filters too."""
        sheet = fitted_book.book["配件"]
        before = values(sheet)
        del sheet.tables["xlseg_fitted_groups"]
        sheet["B3"] = 999
        after = fitted_book.write(fitted())["配件"]
        assert (values(after), list(after.tables)) == (before, [])
        assert list(fitted_book.write(fitted(), lang="en")["配件"].tables) == ["xlseg_fitted_groups"]

    def test_rows_deleted_from_an_excel_table_come_back_with_what_stays_typed(self, fitted_book):
        before = values(fitted_book.book["配件"])
        shrink(fitted_book.book, "配件", 1)
        after = fitted_book.write(fitted())["配件"]
        assert [table.ref for table in after.tables.values()] == ["A2:G4"]
        assert values(after) == before

    def test_an_excel_table_the_user_named_keeps_its_name_and_is_one(self, fitted_book):
        (table,) = fitted_book.book["配件"].tables.values()
        del fitted_book.book["配件"].tables[table.name]
        table.name = table.displayName = "我的群体表"
        fitted_book.book["配件"].add_table(table)
        assert list(fitted_book.write(fitted())["配件"].tables) == ["我的群体表"]

    def test_the_copy_of_a_page_is_the_users_with_its_table_and_its_names(self, fitted_book):
        """Excel gives the copied table another name, and the copied sheet names of its own."""
        copy = fitted_book.book.copy_worksheet(fitted_book.book["配件"])
        copy.title = "配件 (2)"
        table = Table(displayName="xlseg_fitted_groups3", ref="A2:G4")
        table._initialise_columns()
        for column, cell in zip(table.tableColumns, copy[2], strict=True):
            column.name = cell.value
        copy.add_table(table)
        copy.defined_names["xlseg.page.fitted"] = DefinedName(
            "xlseg.page.fitted", attr_text="'配件 (2)'!$A$1:$G$5", hidden=True
        )
        before = values(copy)
        after = fitted_book.write(fitted(), lang="en")
        assert values(after["配件 (2)"]) == before
        assert list(after["配件 (2)"].tables) == ["xlseg_fitted_groups3"]
        assert after["配件"]["A1"].value == "Fittings"


class TestChartsOfAClosedFile:
    """Those of a live Excel: test_charts.py."""

    @staticmethod
    def names(path: Path, sheet: str) -> list[str]:
        return [chart.anchor.name for chart in load_named(path)[sheet]._charts]

    @staticmethod
    def write(path: Path, change: Callable[[Workbook], object] = lambda book: None) -> Path:
        if path.exists():
            book = load_named(path)
            change(book)
            book.save(path)
        host = FileHost(path) if path.exists() else FileHost(rows={"mine": [[1]]})
        before = host.marks().get("page.charts")
        host.write(place(charted(), "zh", host.read(before.sheet) if before else (), before, host.sheets()))
        host.save(path)
        return path

    def test_one_the_user_deleted_is_drawn_again_in_its_place(self, tmp_path):
        path = self.write(tmp_path / "charts.xlsx")
        before = self.names(path, "图表")
        assert len(before) == 4
        self.write(path, lambda book: book["图表"]._charts.pop(1))
        assert sorted(self.names(path, "图表")) == sorted(before)

    def test_those_on_a_copied_page_stay_there_and_ours_are_not_doubled(self, tmp_path):
        def copied(book: Workbook) -> None:
            copy = book.copy_worksheet(book["图表"])
            copy.title = "图表 (2)"
            for chart in book["图表"]._charts:
                twin = deepcopy(chart)
                copy.add_chart(twin, twin.anchor)

        path = self.write(tmp_path / "charts.xlsx")
        before = self.names(path, "图表")
        self.write(path, copied)
        assert self.names(path, "图表") == before
        assert len(self.names(path, "图表 (2)")) == 4


class TestSheetsWithTheNameOfOurs:
    def test_ours_takes_another_name_says_so_and_theirs_is_left(self, run, shop):
        shop.create_sheet(RESULT).append(["这是我自己的表"])
        after = run(shop)
        assert values(after[RESULT]) == [["这是我自己的表"]]
        assert f"{RESULT} (2)" in after.sheetnames
        assert f"「{RESULT}」是您自己的工作表，没有动；这次的结果写在「{RESULT} (2)」。" in reports[-1].message.zh
        assert f"Sheet '{RESULT}' is your own and was left alone" in reports[-1].message.en

    def test_it_is_said_once_and_not_again_when_ours_stands_there(self, run, shop):
        shop.create_sheet(RESULT).append(["这是我自己的表"])
        run(run(shop))
        assert "您自己的工作表" not in reports[-1].message.zh

    def test_nothing_is_said_where_no_name_was_taken(self, run, shop):
        shop.create_sheet("另一张 (2)").append(["别的"])
        run(shop)
        assert "您自己的工作表" not in reports[-1].message.zh
