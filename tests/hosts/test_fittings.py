"""Lists, bars, colours, filters, formulas and named figures, alike on every host."""

from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from fitted import fitted, screen
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.table import Table, TableStyleInfo

from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.page import place

NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
HOSTS = ["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])]


class Workbooks:
    """A workbook on one of the hosts, written to again and again."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.path, self.book = kind, folder / "book.xlsx", Workbook()
        self.book.active.title = "mine"
        self.book.active["A1"] = 1

    def write(self, *pages, lang="zh") -> Workbook:
        if self.kind == "live":
            host = LiveHost(open_book(self.book))
        else:
            self.book.save(self.path)
            host = FileHost(self.path)
        marks, where, taken = host.marks(), {}, list(host.sheets())
        for page in pages:
            before = marks.get(page.mark)
            old = host.read(before.sheet) if before else ()
            placed = place(page, lang, old, before, taken, where)
            host.write(placed)
            where |= placed.located
        if self.kind == "live":
            apply(host.book, self.book)
        else:
            host.save(self.path)
            self.book = load_workbook(self.path)
        return self.book


@pytest.fixture(params=HOSTS)
def workbooks(request, tmp_path):
    return Workbooks(request.param, tmp_path)


def rules(sheet):
    return {
        (str(v.sqref), v.type, v.operator if v.type != "list" else None, v.formula1, v.formula2)
        for v in sheet.data_validations.dataValidation
    }


RULES = {
    ("D3", "decimal", "greaterThanOrEqual", "0", None),
    ("D4", "decimal", "between", "0", "60"),
    ("E3:E4", "list", None, '"未开始,已完成"', None),
    ("F3:F4", "date", "between", "40000", "60000"),
}


def shades(sheet):
    return {(str(found.sqref), rule.type) for found in sheet.conditional_formatting for rule in found.rules}


SHADES = {("C3:C4", "dataBar"), ("B3:B4", "colorScale"), ("D3:D5", "expression")}


def test_what_may_be_typed_is_told_to_excel_once_however_often_the_page_is_written(workbooks):
    assert rules(workbooks.write(fitted())["配件"]) == RULES
    again = workbooks.write(fitted())["配件"]
    assert rules(again) == RULES
    assert len(again.data_validations.dataValidation) == len(RULES)
    english = workbooks.write(fitted(), lang="en")["配件"]
    assert ("E3:E4", "list", None, '"Open,Done"', None) in rules(english)
    assert len(english.data_validations.dataValidation) == len(RULES)


def test_bars_scales_and_alarms_stand_on_their_cells_once(workbooks):
    for lang in ("zh", "zh", "en"):
        sheet = workbooks.write(fitted(), lang=lang)["配件"]
        assert shades(sheet) == SHADES
        assert sum(len(found.rules) for found in sheet.conditional_formatting) == len(SHADES)


def test_lists_of_the_users_on_the_same_sheet_stay(workbooks):
    workbooks.write(fitted())
    workbooks.book["配件"].add_data_validation(DataValidation("list", formula1='"x,y"', sqref="A40"))
    assert ("A40", "list", None, '"x,y"', None) in rules(workbooks.write(fitted(), lang="en")["配件"])


def test_an_excel_table_has_filters_and_the_headers_of_its_cells(workbooks):
    for lang in ("zh", "en"):
        sheet = workbooks.write(fitted(), lang=lang)["配件"]
        (table,) = sheet.tables.values()
        assert table.ref == "A2:G4", "the total stands outside"
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[2]]


def test_a_table_takes_another_name_where_the_users_has_it(workbooks):
    own = workbooks.book["mine"]
    own.append(["a"])
    own["A1"], own["A2"] = "h", 1
    table = Table(displayName="xlseg_fitted_groups", ref="A1:A2")
    table._initialise_columns()
    table.tableColumns[0].name = "h"
    own.add_table(table)
    assert list(workbooks.write(fitted())["配件"].tables) == ["xlseg_fitted_groups_2"]


def test_formulas_speak_of_the_cells_wherever_their_tables_stand(workbooks):
    book = workbooks.write(fitted(), screen())
    groups, one = book["配件"], book["一屏"]
    assert groups["B5"].value == "=SUM($B$3:$B$4)"
    assert groups["C3"].value == "=$B3/$B$5"
    assert one["A3"].value == "=SUM('配件'!$B$3:$B$4)"
    assert one["C3"].value == 7, "a table that is not written leaves the plain value"
    data = [row for row in one.iter_rows(values_only=True) if row[0] == "a"]
    assert data[0][1] == "=SUMIFS('配件'!$B$3:$B$4,'配件'!$A$3:$A$4,$A20)"


def test_key_figures_have_names_people_can_use(workbooks):
    book = workbooks.write(fitted(), screen())
    name = book.defined_names["xlseg.figure.customers"]
    assert (name.attr_text, bool(name.hidden)) == ("'一屏'!$A$3:$A$3", False)


def test_a_screen_prints_on_one_page_without_its_tables(workbooks):
    sheet = workbooks.write(fitted(), screen())["一屏"]
    assert sheet.print_area == "'一屏'!$A$1:$I$16"


class TestAClosedFile:
    def test_keeps_what_formulas_come_to(self, tmp_path):
        book = Workbooks("file", tmp_path)
        book.write(fitted(), screen())
        host = FileHost(book.path)
        assert [row[1] for row in host.read("配件")[2:5]] == [30, 10, 40]
        assert host.read("一屏")[2][0] == 40

    def test_repeats_the_header_of_its_only_table_on_every_page(self, tmp_path):
        sheet = Workbooks("file", tmp_path).write(fitted())["配件"]
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.page_setup.fitToWidth == 1

    def test_keeps_lists_and_formats_the_user_put_on_our_cells(self, tmp_path):
        book = Workbooks("file", tmp_path)
        sheet = book.write(fitted())["配件"]
        sheet.add_data_validation(DataValidation("list", formula1='"甲,乙"', sqref="E3"))
        sheet.conditional_formatting.add("D3:D4", FormulaRule(["$D3>1"], fill=PatternFill(bgColor="FF0000")))
        for lang in ("en", "zh"):
            sheet = book.write(fitted(), lang=lang)["配件"]
            assert ("E3", "list", None, '"甲,乙"', None) in rules(sheet)
            assert len(sheet.data_validations.dataValidation) == len(RULES) + 1
            assert shades(sheet) == {*SHADES, ("D3:D4", "expression")}

    def test_keeps_the_style_and_the_filters_of_a_table(self, tmp_path):
        book = Workbooks("file", tmp_path)
        (table,) = book.write(fitted())["配件"].tables.values()
        table.tableStyleInfo = TableStyleInfo("TableStyleMedium9")
        table.autoFilter.filterColumn.append(FilterColumn(0, filters=Filters(filter=["a"])))
        (table,) = book.write(fitted(), lang="en")["配件"].tables.values()
        assert table.tableStyleInfo.name == "TableStyleMedium9"
        assert [one.filters.filter for one in table.autoFilter.filterColumn] == [["a"]]

    def test_shows_no_bar_for_a_share_of_nothing(self, tmp_path):
        sheet = Workbooks("file", tmp_path).write(fitted())["配件"]
        (bar,) = [rule.dataBar for found in sheet.conditional_formatting for rule in found.rules if rule.dataBar]
        assert (bar.minLength, bar.maxLength) == (0, 100)

    def test_that_is_new_opens_on_our_first_page_and_on_it_alone(self, tmp_path):
        host = FileHost(rows={"订单": [["客户"], ["a"]]})
        for page in (fitted(), screen()):
            host.write(place(page, "zh", taken=("订单",)))
        host.turn()
        host.save(tmp_path / "新的.xlsx", "zh")
        book = load_workbook(tmp_path / "新的.xlsx")
        assert book.active.title == "配件"
        assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["配件"]
        assert (book.properties.creator, book.properties.title, book.properties.language) == ("xlseg", "新的", "zh-CN")
