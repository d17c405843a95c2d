"""Workbooks of other programs: openpyxl, LibreOffice, IronCalc, and Excel itself inside packages of others."""

import io
import subprocess
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

import ironcalc
import pytest
from libreoffice import MISSING
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart3D, BubbleChart, PieChart3D, ProjectedPieChart, Reference, Series, SurfaceChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, NamedStyle, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import ColorFilter, FilterColumn, SortState
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from corpus.package import SHEET, Package
from corpus.registry import KINDS, holding
from corpus.shop import CUSTOMER_TITLES, CUSTOMERS, LAST, ORDER_TITLES, ORDERS, customers, orders
from xlseg.text import Lang

OF_OPENPYXL = ("[Uu]nexpected .*color",)  # in an order of its own
OF_LIBREOFFICE = ("relationships/theme' is missing", "dLbl", "noMultiLvlLbl", "unique value", "autoLine", "'print'")
STILL = datetime(2024, 5, 17, 9, 30)


def saved(fill: Callable[[Workbook, Worksheet], object], lang: Lang = "zh") -> bytes:
    """The shop's workbook as openpyxl saves it, with what `fill` adds."""
    book = Workbook()
    book.properties.created = book.properties.modified = STILL
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = ORDERS[lang]
    for row in (ORDER_TITLES[lang], *orders(lang)):
        sheet.append(row)
    for name in ORDER_TITLES[lang]:
        sheet.cell(1, ORDER_TITLES[lang].index(name) + 1).font = Font(bold=True)
    fill(book, sheet)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@holding(
    "<bar3DChart>",
    "<bubbleChart>",
    "<surfaceChart>",
    "<pie3DChart>",
    "<ofPieChart>",
    flaws=(*OF_OPENPYXL, "ofPieChart"),
)
def charts_by_openpyxl() -> bytes:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        other = book.create_sheet("图")
        data = Reference(sheet, min_col=4, min_row=1, max_row=9)
        for place, make in enumerate((BarChart3D, SurfaceChart, PieChart3D, ProjectedPieChart)):
            chart = make()
            chart.add_data(data, titles_from_data=True)
            other.add_chart(chart, f"A{1 + place * 16}")
        bubbles, values = BubbleChart(), Reference(sheet, min_col=4, min_row=2, max_row=9)
        bubbles.series.append(Series(values=values, xvalues=values, zvalues=values))
        sheet.add_chart(bubbles, "J2")

    return saved(fill)


@holding(
    "<scenario ",
    't="dataTable"',
    't="array"',
    "protectedRange",
    "sortState",
    "<comment ",
    "lockWindows",
    flaws=OF_OPENPYXL,
)
def what_openpyxl_knows_of_sheets() -> bytes:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        other = book.create_sheet("试算")
        other.scenarios = ScenarioList((Scenario((InputCells("A1", val="3"),), "乐观", user="张三"),), "0", "0")
        other["B2"] = DataTableFormula(ref="B2:B4", r1="A1", dt2D=False)
        other["D2"] = ArrayFormula("D2:D4", "=订单!D2:D4*2")
        other["A1"] = 2
        other["A6"] = CellRichText("普通 ", TextBlock(InlineFont(b=True), "粗"))
        other.protection.enable()
        other["A1"].protection = Protection(locked=False)
        other.protection.autoFilter = False
        sheet["D4"].comment = Comment("再看看", "李四", height=60, width=200)
        sheet["A2"].hyperlink = "https://example.com/"
        sheet.auto_filter.ref = f"A1:E{LAST}"
        sheet.auto_filter.filterColumn.append(FilterColumn(4, colorFilter=ColorFilter(dxfId=0)))
        sheet.auto_filter.sortState = SortState(ref=f"A2:E{LAST}")
        sheet.auto_filter.add_sort_condition(f"C2:C{LAST}", descending=True)
        looks = {"fill": PatternFill(bgColor="FFFFC7CE"), "font": Font(color="FF9C0006")}
        sheet.conditional_formatting.add(f"D2:D{LAST}", FormulaRule(["$D2>500"], stopIfTrue=True, **looks))
        lists = DataValidation("list", formula1='"食品,衣服,家电"', allow_blank=True)
        lists.add(f"E2:E{LAST}")
        sheet.add_data_validation(lists)
        sheet.oddHeader.center.text, sheet.evenFooter.right.text = "&A", "&P"
        book.add_named_style(NamedStyle("我的样式", font=Font(italic=True)))
        sheet["E2"].style = "我的样式"
        book.security = WorkbookProtection(lockWindows=True)
        book.defined_names["单价"] = DefinedName("单价", attr_text="订单!$D$2", comment="说明", hidden=True)
        other.defined_names["本地"] = DefinedName("本地", attr_text="试算!$A$1")

    text = "xl/worksheets/sheet2.xml"
    package = Package(saved(fill))
    package.put(text, '<protectedRanges><protectedRange name="可填" sqref="A1:A3"/></protectedRanges>')
    return package.packed()


@holding("xl/tables/table1.xml", "Customers", flaws=OF_OPENPYXL)
def customers_in_a_table_by_openpyxl() -> bytes:
    def fill(book: Workbook, sheet: Worksheet) -> None:
        other = book.create_sheet(CUSTOMERS["en"])
        for row in (CUSTOMER_TITLES["en"], *customers("en")):
            other.append(row)
        table = Table(displayName="people", ref=f"A1:C{len(customers()) + 1}")
        other.add_table(table)

    return saved(fill, "en")


@holding("xl/worksheets/sheet1.xml", 't="inlineStr"', flaws=OF_OPENPYXL)
def a_stream_by_openpyxl() -> bytes:
    """Its mode for large data, which says no dimension."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = STILL
    sheet = book.create_sheet(ORDERS["en"])
    for row in (ORDER_TITLES["en"], *orders("en")):
        sheet.append(row)
    return _saved(book)


@holding("xl/worksheets/sheet1.xml")
def orders_by_ironcalc() -> bytes:
    model = ironcalc.create("Orders", "en", "UTC", "en")
    model.rename_sheet(0, ORDERS["en"])
    for number, row in enumerate((ORDER_TITLES["en"], *orders("en")), 1):
        for column, value in enumerate(row, 1):
            text = value.strftime("%Y-%m-%d") if isinstance(value, datetime) else str(value)
            model.set_user_input(0, number, column, text)
    model.set_user_input(0, 1, 6, "Net")
    for number in range(2, LAST + 1):
        model.set_user_input(0, number, 6, f"=D{number}/1.06")
    model.evaluate()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.xlsx"
        model.save_to_xlsx(str(path))
        return path.read_bytes()


def in_package(package: str, *path: str) -> Path:
    """A file inside an installed package of others; nothing of it enters ours."""
    found = find_spec(package)
    assert found
    assert found.origin
    return Path(found.origin).parent.joinpath(*path)


def filled(content: bytes, lang: Lang) -> bytes:
    """An empty first sheet of somebody's workbook with the orders in it; dates stay numbers."""
    package = Package(content)
    lines = []
    for number, row in enumerate((ORDER_TITLES[lang], *orders(lang)), 1):
        texts = [value.strftime("%Y-%m-%d") if isinstance(value, datetime) else value for value in row]
        cells = "".join(
            f'<c r="{letter}{number}"><v>{value}</v></c>'
            if isinstance(value, float)
            else f'<c r="{letter}{number}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
            for letter, value in zip("ABCDE", texts, strict=True)
        )
        lines.append(f'<row r="{number}" spans="1:5" x14ac:dyDescent="0.3">{cells}</row>')
    package.edit(SHEET, "<sheetData/>", f"<sheetData>{''.join(lines)}</sheetData>")
    package.edit(SHEET, '<dimension ref="A1"/>', f'<dimension ref="A1:E{LAST}"/>')
    return package.packed()


@holding(
    "xl/vbaProject.bin", "Microsoft Excel", "x15ac:absPath", "mx:ArchID", suffix=".xlsm", flaws=("defaultImageDpi",)
)
def a_workbook_with_macros_by_excel() -> bytes:
    """The project people start with xlwings."""
    return filled(in_package("xlwings", "quickstart.xlsm").read_bytes(), "en")


@holding("Microsoft Excel", "xlwcv:version", "xcalcf:calcFeatures")
def a_workbook_of_today_by_excel() -> bytes:
    """An empty one that pyOpenVBA brings."""
    return filled(in_package("pyopenvba", "_templates", "blank_files", "blank_workbook.xlsx").read_bytes(), "zh")


SAVED_BY_LIBREOFFICE = (
    "charts_of_many_kinds",
    "comments_in_cells",
    "conditional_formats_of_every_kind",
    "data_validation_of_every_kind",
    "orders_in_a_table_with_totals",
    "pictures_in_a_sheet",
    "a_filter_with_hidden_rows",
    "names_hidden_sheets_and_print_settings",
    "form_controls",
    "a_pivot_table_with_its_cache",
    "what_openpyxl_knows_of_sheets",
    "strict_ooxml",
)


@cache
def saved_by_libreoffice() -> dict[str, bytes]:
    """These workbooks as LibreOffice saves them, by name."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "given", Path(folder) / "out"
        given.mkdir()
        for name in SAVED_BY_LIBREOFFICE:
            (given / f"{name}{KINDS[name].suffix}").write_bytes(KINDS[name].make())
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, given.iterdir())]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return {path.stem: path.read_bytes() for path in out.iterdir()}


NEEDED = (pytest.mark.libreoffice, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}"))
for _name in SAVED_BY_LIBREOFFICE:

    def _make(name: str = _name) -> bytes:
        return saved_by_libreoffice()[name]

    _make.__name__ = f"{_name}_by_libreoffice"
    holding("LibreOffice", flaws=OF_LIBREOFFICE, marks=NEEDED)(_make)
