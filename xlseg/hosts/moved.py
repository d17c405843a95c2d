"""Cells of the user's that make room, in a workbook held by openpyxl: what refers to them follows, as in Excel."""

from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xlseg.cells import Area, Formula, Room, letter
from xlseg.hosts import openpyxl_charts


def make_room(book: Workbook, sheet: Worksheet, room: Room) -> None:
    """Move the cells of `room.area`, their merges and charts, and every reference to them in the workbook."""
    bounds = room.area._replace(
        bottom=max(room.area.bottom, sheet.max_row), right=max(room.area.right, sheet.max_column if room.right else 0)
    )
    merged = [str(found) for found in sheet.merged_cells.ranges if _inside(range_boundaries(str(found)), bounds)]
    for found in merged:
        sheet.unmerge_cells(found)
    sheet.move_range(bounds.a1, rows=room.down, cols=room.right, translate=False)
    for found in merged:
        shifted = CellRange(found)
        shifted.shift(col_shift=room.right, row_shift=room.down)
        sheet.merge_cells(shifted.coord)
    for other in book.worksheets:
        for cell in other._cells.values():
            if cell.data_type == "f":
                _follow(cell, other.title, sheet.title, room, bounds)
        for chart in other._charts:
            for drawn in openpyxl_charts.references(chart):
                drawn.f = _reference(drawn.f, other.title, sheet.title, room, bounds)
    openpyxl_charts.shift(sheet, room, bounds)


def translated(formula: Formula, row: int, column: int) -> str:
    """The formula with its equals sign; one the user typed, with its references as if it were copied there."""
    text = f"={formula.text}"
    if formula.origin is None or formula.origin == (row, column):
        return text
    before, now = (f"{letter(c)}{r}" for r, c in (formula.origin, (row, column)))
    return str(Translator(text, origin=before).translate_formula(now))


def _follow(cell, home: str, sheet: str, room: Room, bounds: Area) -> None:  # type: ignore[no-untyped-def]
    if isinstance(cell.value, ArrayFormula):
        cell.value.text = shifted(cell.value.text, home, sheet, room, bounds)
    elif isinstance(cell.value, str):
        cell.value = shifted(cell.value, home, sheet, room, bounds)


def shifted(formula: str, home: str, sheet: str, room: Room, bounds: Area) -> str:
    """`formula` of a cell on sheet `home`, with references that lie in the moved area of `sheet` moved along."""
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _reference(token.value, home, sheet, room, bounds)
    return str(tokens.render())


def _reference(text: str, home: str, sheet: str, room: Room, bounds: Area) -> str:
    prefix, mark, address = text.rpartition("!")
    target = prefix.strip("'").replace("''", "'") if mark else home
    try:
        left, top, right, bottom = range_boundaries(address)
    except (ValueError, TypeError):
        return text  # a name, a table, another workbook
    if target != sheet or None in (left, top, right, bottom) or not _inside((left, top, right, bottom), bounds):
        return text
    corners = [_moved(corner, room) for corner in address.split(":")]
    return f"{prefix}{mark}{':'.join(corners)}"


def _moved(corner: str, room: Room) -> str:
    """One cell, its dollar signs kept."""
    column, row, _, _ = range_boundaries(corner)
    dollars = [corner.startswith("$"), "$" in corner[1:]]
    return f"{'$' * dollars[0]}{letter(column + room.right)}{'$' * dollars[1]}{row + room.down}"


def _inside(bounds: tuple[int, int, int, int], area: Area) -> bool:
    left, top, right, bottom = bounds
    return area.top <= top and bottom <= area.bottom and area.left <= left and right <= area.right
