"""What only Excel on the desktop is asked, past xlwings: properties, errors on macOS, frozen rows, the active cell.

Windows is asked through COM, a Mac through Apple events; both have the same things under other names.
"""

import re
import sys
from contextlib import suppress
from typing import Any

import xlwings as xw

from xlseg.cells import Area, Formula, Rows
from xlseg.hosts.carried import translated

SHOWN = -1  # xlSheetVisible, as Windows says it
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
AT_ONCE = 500_000  # cells whose texts fit into one answer of a Mac


def _on_mac() -> bool:
    return sys.platform == "darwin"


def told(api: Any, property: str) -> bool:
    """A property by its name on Windows, ProtectContents, and on a Mac, protect_contents."""
    if _on_mac():
        return bool(getattr(api, re.sub("(?<!^)(?=[A-Z])", "_", property).lower()).get())
    return bool(getattr(api, property))


def told_if(api: Any, property: str) -> bool:
    """The same of a property that not every Excel has."""
    try:
        return told(api, property)
    except Exception:
        return False


def is_shown(sheet: xw.Sheet) -> bool:
    return sheet.visible in (True, SHOWN)


def values(cells: xw.Range, desktop: bool) -> Rows:
    """The values of `cells`, errors as their texts.

    A Mac does not tell errors with the values, and xlwings' own way around it, err_to_str, fails there on more than one
    row (0.37): the texts Excel shows are asked for, and what is an error among them is put in its place.
    """
    if not desktop or not _on_mac():
        found: Rows = cells.options(ndim=2, err_to_str=True).value or []
        return found
    rows: list[list[object]] = cells.options(ndim=2).value or [[]]
    step = max(AT_ONCE // max(len(rows[0]), 1), 1)
    for first in range(0, len(rows), step):
        piece = cells.sheet.range(
            (cells.row + first, cells.column),
            (cells.row + min(first + step, len(rows)) - 1, cells.column + len(rows[0]) - 1),
        )
        _put_errors(rows, first, piece.impl.xl.string_value.get())
    return rows


def _put_errors(rows: list[list[object]], first: int, texts: Any) -> None:
    """texts: as appscript hands them over, one cell and one row without the brackets around them."""
    lines = [[texts]] if not isinstance(texts, list) else texts if isinstance(texts[0], list) else [texts]
    for row, line in enumerate(lines, first):
        if not ERRORS.isdisjoint(line):
            rows[row] = [text if text in ERRORS else value for value, text in zip(rows[row], line, strict=True)]


def freeze(sheet: xw.Sheet, row: int, column: int) -> None:
    """Keep rows to `row` and, where there are several, columns to `column` in view; xlwings offers it elsewhere only.

    A window freezes the sheet it shows, never a hidden one. One in page layout cannot freeze: it stays as it is.
    """
    if not is_shown(sheet):
        return
    with suppress(Exception):
        (_freeze_on_mac if _on_mac() else _freeze_on_windows)(sheet, row, column if column > 1 else 0)


def _freeze_on_windows(sheet: xw.Sheet, row: int, column: int) -> None:
    book = sheet.book.api
    window, before = book.Windows(1), book.ActiveSheet
    sheet.api.Activate()
    try:
        window.FreezePanes = False
        window.ScrollRow = window.ScrollColumn = 1
        window.SplitRow, window.SplitColumn = row, column
        window.FreezePanes = True
    finally:
        before.Activate()


def _freeze_on_mac(sheet: xw.Sheet, row: int, column: int) -> None:
    book = sheet.book.api
    window, before = book.windows[1], book.active_sheet.name.get()
    sheet.api.activate_object()
    try:
        window.freeze_panes.set(False)
        window.scroll_row.set(1)
        window.scroll_column.set(1)
        window.split_row.set(row)
        window.split_column.set(column)
        window.freeze_panes.set(True)
    finally:
        book.sheets[before].activate_object()


def from_active_cell(sheet: xw.Sheet, formula: str, area: Area) -> str:
    """`formula`, written for the first cell of `area`, as Excel has to be told it in a rule with an equals sign.

    Excel on the desktop counts the relative references of a new rule from the cell that is active, wherever that is.
    """
    row, column = _active_cell(sheet.book.app.api) or (area.top, area.left)
    return "=" + translated(Formula(formula, None, (area.top, area.left)), row, column)


def _active_cell(app: Any) -> tuple[int, int] | None:
    """None where a chart is active."""
    try:
        if _on_mac():
            return int(app.active_cell.first_row_index.get()), int(app.active_cell.first_column_index.get())
        return int(app.ActiveCell.Row), int(app.ActiveCell.Column)
    except Exception:
        return None
