"""Placed cells into a workbook held by openpyxl."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from xlseg import theme
from xlseg.cells import Area, Paint, Placed, Rows, letter
from xlseg.hosts import PREFIX, leftovers, reference


def load(path: Path) -> Workbook:
    """Formulas, rich text and macros kept; values are read elsewhere."""
    return load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)


def new(sheets: Mapping[str, Rows]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def width(sheet: Worksheet) -> int:
    """The last column with a value or a formula; cells that are only formatted do not count."""
    return max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=0)


def show_formulas(sheet: Worksheet, rows: list[list[Any]]) -> None:
    """Put formulas whose result nobody computed into the values read, so that they are neither lost nor blank."""
    for (row, column), cell in sheet._cells.items():
        if cell.data_type == "f":
            rows.extend([] for _ in range(row - len(rows)))
            rows[row - 1].extend([""] * (column - len(rows[row - 1])))
            if rows[row - 1][column - 1] in ("", None):
                rows[row - 1][column - 1] = str(getattr(cell.value, "text", cell.value))


def write(book: Workbook, placed: Placed) -> None:
    """Do what Host.write says, in memory."""
    sheet = book[placed.sheet] if placed.sheet in book.sheetnames else _add(book, placed.sheet)
    _make_room(sheet, placed)
    for area in leftovers(placed):
        _clear(sheet, area, contents=True)
    if placed.looks and placed.before:
        _clear(sheet, placed.before, contents=False)
    for top, left, values in placed.fills:
        for row, line in enumerate(values, top):
            for column, value in enumerate(line, left):
                _set(sheet.cell(row, column), value)
    if placed.looks:
        _paint(sheet, placed)
    _stretch(sheet, placed)
    if placed.mark:
        name = PREFIX + placed.mark
        book.defined_names[name] = DefinedName(name, attr_text=reference(placed.sheet, placed.area))


def _add(book: Workbook, name: str) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _set(cell: Cell, value: Any) -> None:
    """Text stays text, whatever it begins with; characters a workbook cannot hold are left out."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = value
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"


def _make_room(sheet: Worksheet, placed: Placed) -> None:
    before, area = placed.before, placed.area
    if before and placed.down:
        below = Area(before.bottom + 1, area.left, sheet.max_row, max(area.right, before.right))
        sheet.move_range(below.a1, rows=placed.down, translate=True)
    if before and placed.right:
        beside = Area(area.top, before.right + 1, max(area.bottom, before.bottom), sheet.max_column)
        sheet.move_range(beside.a1, cols=placed.right, translate=True)


def _clear(sheet: Worksheet, area: Area, contents: bool) -> None:
    for row in _cells(sheet, area):
        for cell in row:
            cell.style = "Normal"
            if contents:
                cell.value = None


def _cells(sheet: Worksheet, area: Area) -> Iterable[tuple[Cell, ...]]:
    rows: Iterable[tuple[Cell, ...]] = sheet.iter_rows(area.top, area.bottom, area.left, area.right)
    return rows


def _paint(sheet: Worksheet, placed: Placed) -> None:
    for paint in placed.paints:
        _look(sheet, paint)
    for column, width in placed.widths.items():
        sheet.column_dimensions[letter(column)].width = width
    for row, height in placed.heights.items():
        sheet.row_dimensions[row].height = height
    if placed.freeze and placed.before is None:
        row, column = placed.freeze
        sheet.freeze_panes = f"{letter(column + 1) if column > 1 else 'A'}{row + 1}"


def _look(sheet: Worksheet, paint: Paint) -> None:
    """One style object for the area: cells share it by number."""
    style = theme.STYLES[paint.style]
    first = sheet.cell(paint.area.top, paint.area.left)
    first.style = "Normal"
    first.font = Font(theme.FONT, size=style.size, bold=style.bold, italic=style.italic, color=style.color)
    first.alignment = Alignment(horizontal=style.align, vertical="center", wrap_text=style.wrap, indent=style.indent)
    first.number_format = paint.format
    if style.fill:
        first.fill = PatternFill("solid", fgColor=style.fill)
    if style.line:
        side = Side("thin", theme.LINE)
        first.border = Border(side, side, side, side)
    for row in _cells(sheet, paint.area):
        for cell in row:
            cell._style = copy(first._style)
    if style.height:
        sheet.row_dimensions[paint.area.top].height = style.height


def _stretch(sheet: Worksheet, placed: Placed) -> None:
    """Columns written next to a table or a filter become part of it, or sorting it would tear them away."""
    if placed.before is not None or not placed.mark.startswith("labels_"):
        return
    for table in sheet.tables.values():
        ref = _stretched(table.ref, placed.area)
        if ref and ref != table.ref:
            width = range_boundaries(ref)[2]
            for column in range(range_boundaries(table.ref)[2] + 1, width + 1):
                title = str(sheet.cell(placed.area.top, column).value)
                table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name=title))
            table.ref = ref
            if table.autoFilter:
                table.autoFilter.ref = re.sub(
                    r":.*",
                    f":{letter(width)}{range_boundaries(table.autoFilter.ref)[3]}",
                    table.autoFilter.ref,
                )
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _stretched(sheet.auto_filter.ref, placed.area) or sheet.auto_filter.ref


def _stretched(ref: str, area: Area) -> str | None:
    """`ref` widened over `area`, where both share their header row and touch or overlap."""
    left, top, right, bottom = range_boundaries(ref)
    if top != area.top or area.left > right + 1 or area.left <= left:
        return None
    return Area(top, left, bottom, max(right, area.right)).a1
