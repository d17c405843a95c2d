"""Placed cells into a workbook held by openpyxl."""

import warnings
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xlseg import theme
from xlseg.cells import Area, Formula, Link, Paint, Placed, Rows, Uncomputed, letter, put
from xlseg.cells import cell as read
from xlseg.hosts import (
    PREFIX,
    Locked,
    cleared,
    drawings,
    moved,
    openpyxl_charts,
    openpyxl_fittings,
    package,
    reference,
)
from xlseg.text import Lang

Font.__elements__ = (  # the schema's order: Excel reads openpyxl's own too, but validators refuse it
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)


def load(source: package.Source, macros: bool) -> Workbook:
    """Formulas, rich text, macros and names of charts kept; values are read elsewhere.

    openpyxl's warnings of what it drops are not for users, who are told by package.losses.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(source, keep_vba=macros, rich_text=True)
    with package.opened(source) as parts:
        openpyxl_charts.name_all(book, drawings.frames(parts))
    return book


def new(sheets: Mapping[str, Rows]) -> Workbook:
    """A workbook with these cells; text stays text, also where it looks like a formula."""
    book = Workbook()
    book.properties.creator = "xlseg"
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    _set(sheet.cell(number, column), value)
    return book


def locked(book: Workbook) -> Locked:
    """The sheets whose cells are protected, and whether the workbook's structure is."""
    sheets = frozenset(sheet.title for sheet in book.worksheets if sheet.protection.sheet)
    return Locked(sheets, bool(book.security and book.security.lockStructure))


def speak(book: Workbook, lang: Lang) -> None:
    """Say the document's language, for screen readers and spell checkers, unless it says one."""
    book.properties.language = book.properties.language or {"zh": "zh-CN", "en": "en-US"}[lang]


def turn_to(book: Workbook, name: str) -> None:
    """Open on that sheet, and on it alone, where people can see it."""
    if book[name].sheet_state == "visible":
        book.active = book.index(book[name])
        for sheet in book.worksheets:
            for view in sheet.views.sheetView:
                view.tabSelected = sheet.title == name


def width(sheet: Worksheet) -> int:
    """The last column with a value or a formula; cells that are only formatted do not count."""
    return max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=0)


def formulas(sheet: Worksheet) -> dict[tuple[int, int], str]:
    """Each formula without its equals sign, by row and column; text that begins with one is none."""
    found = {place: cell.value for place, cell in sheet._cells.items() if cell.data_type == "f"}
    return {place: str(getattr(value, "text", value)).removeprefix("=") for place, value in found.items()}


def unlink(sheet: Worksheet, areas: Collection[Area]) -> int:
    """Take hyperlinks off the cells of these areas; how many there were."""
    linked = [cell for area in areas for row in _cells(sheet, area) for cell in row if cell.hyperlink]
    for cell in linked:
        cell.hyperlink = None
    return len(linked)


def show_formulas(sheet: Worksheet, rows: list[list[Any]]) -> None:
    """Put formulas whose result nobody computed into the values read, so that they are neither lost nor blank."""
    for (row, column), cell in sheet._cells.items():
        if cell.data_type == "f" and read(rows, row, column) is None:
            put(rows, row, column, Uncomputed(getattr(cell.value, "text", cell.value)))


def write(book: Workbook, placed: Placed) -> None:
    """Do what Host.write says, in memory."""
    fresh = placed.sheet not in book.sheetnames
    sheet = _add(book, placed.sheet, placed.hidden) if fresh else book[placed.sheet]
    for room in placed.room:
        moved.make_room(book, sheet, room)
    openpyxl_fittings.shrink(sheet, placed)
    for area in placed.emptied:
        _clear(sheet, cleared(area, openpyxl_fittings.tables(sheet)), contents=True)
    for area in placed.restyled:
        _clear(sheet, area, contents=False)
    for top, left, values in placed.fills:
        for row, line in enumerate(values, top):
            for column, value in enumerate(line, left):
                _set(sheet.cell(row, column), value)
    _paint(sheet, placed)
    if placed.freeze:
        row, column = placed.freeze
        sheet.freeze_panes = f"{letter(column + 1) if column > 1 else 'A'}{row + 1}"
    openpyxl_fittings.stretch(sheet, placed)
    openpyxl_fittings.fit(book, sheet, placed)
    openpyxl_charts.draw(sheet, placed)
    for mark in placed.forget:
        book.defined_names.pop(PREFIX + mark, None)
    for mark, area in placed.marks.items():
        name = PREFIX + mark
        hidden = not mark.startswith("figure.")
        book.defined_names[name] = DefinedName(name, attr_text=reference(placed.sheet, area), hidden=hidden)


def _add(book: Workbook, name: str, hidden: bool) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.sheet_state = "hidden" if hidden else "visible"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = theme.NAVY
    openpyxl_fittings.lay(sheet)
    return sheet


def _set(cell: Cell, value: Any) -> None:
    """Text stays text, whatever it begins with; characters a workbook cannot hold are left out.

    Only the first cell of merged ones can hold anything.
    """
    if isinstance(cell, MergedCell):
        return
    if isinstance(value, Formula):
        cell.value = moved.translated(value, cell.row, cell.column)
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = "s"
    if isinstance(value, Link):
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=value.place)


def _clear(sheet: Worksheet, area: Area, contents: bool) -> None:
    for row in _cells(sheet, area):
        for cell in row:
            cell.style = "Normal"
            if contents:
                _set(cell, None)
                cell.hyperlink = None


def _cells(sheet: Worksheet, area: Area) -> Iterable[tuple[Cell, ...]]:
    rows: Iterable[tuple[Cell, ...]] = sheet.iter_rows(area.top, area.bottom, area.left, area.right)
    return rows


def _paint(sheet: Worksheet, placed: Placed) -> None:
    for paint in placed.paints:
        _look(sheet, paint)
    for column, width in placed.widths.items():
        _split(sheet, column)
        found = sheet.column_dimensions[letter(column)]
        found.width, found.hidden = width, found.hidden or not width
    for row, height in placed.heights.items():
        sheet.row_dimensions[row].height = height


def _split(sheet: Worksheet, column: int) -> None:
    """Columns sized together are one entry in the file; one of them gets an entry of its own."""
    for dimension in list(sheet.column_dimensions.values()):
        low, high = dimension.min, dimension.max
        if low is None or high is None or not low <= column <= high or low == high:
            continue
        del sheet.column_dimensions[letter(low)]
        for start, end in ((low, column - 1), (column, column), (column + 1, high)):
            if start <= end:
                part = copy(dimension)
                part.index, part.min, part.max = letter(start), start, end
                sheet.column_dimensions[part.index] = part


def _look(sheet: Worksheet, paint: Paint) -> None:
    """One style for the area: cells share it by number."""
    style = theme.STYLES[paint.style]
    model = Cell(sheet, row=1, column=1)
    model.font = Font(theme.FONT, size=style.size, bold=style.bold, italic=style.italic, color=style.color)
    model.alignment = Alignment(
        horizontal=style.align, vertical="center", wrap_text=style.wrap, indent=style.indent, shrink_to_fit=style.shrink
    )
    model.number_format = paint.format
    if style.fill:
        model.fill = PatternFill("solid", fgColor=style.fill)
    if style.line:
        side = Side("thin", theme.LINE)
        model.border = Border(side, side, side, side)
    for row in _cells(sheet, paint.area):
        for cell in row:
            cell._style = copy(model._style)
    if style.height:
        sheet.row_dimensions[paint.area.top].height = style.height
