"""A workbook open in Excel, through xlwings: classic, Lite, or Server with Office.js. Each call is on a whole area."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import xlwings as xw

from xlseg import theme
from xlseg.cells import Area, Fill, Marked, Paint, Placed, Rows, letter
from xlseg.hosts import PREFIX, find_marks, leftovers, reference
from xlseg.text import Lang, Text


class LiveHost:
    """`book` as it stands in Excel; nothing is saved, so the user decides."""

    def __init__(self, book: xw.Book, lang: Lang = "zh") -> None:
        self.book = book
        self.lang = lang

    def sheets(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.book.sheets)

    def read(self, sheet: str) -> Rows:
        found = self.book.sheets[sheet]
        end = found.used_range.last_cell
        return found.range((1, 1), (end.row, end.column)).options(ndim=2).value or []

    def width(self, sheet: str) -> int:
        return int(self.book.sheets[sheet].used_range.last_cell.column)

    def marks(self) -> dict[str, Marked]:
        names = {name.name: name.refers_to for name in self.book.names if name.name.startswith(PREFIX)}
        return find_marks({name: refers_to for name, refers_to in names.items() if refers_to})

    def write(self, placed: Placed) -> None:
        sheet = self._sheet(placed.sheet)
        self._make_room(sheet, placed)
        for area in leftovers(placed):
            _range(sheet, area).clear()
        if placed.looks and placed.before:
            _range(sheet, placed.before).clear_formats()
        if placed.looks:
            self._paint(sheet, placed)  # before the values, so that ids in columns of text stay text
        for fill in placed.fills:
            sheet.range((fill.top, fill.left)).value = _literals(fill, placed.paints)
        if placed.mark:
            self._mark(PREFIX + placed.mark, "=" + reference(placed.sheet, placed.area))

    def notify(self, message: Text) -> None:
        self.alert(message.of(self.lang))

    def alert(self, message: str) -> None:
        self.book.app.alert(message, title="xlseg")

    def progress(self, doing: Text, _done: float) -> None:
        """In the status bar, which Lite and Server do not have."""
        if self.book.app.engine.type == "desktop":
            self.book.app.status_bar = f"xlseg: {doing.of(self.lang)}…"

    def finish(self) -> None:
        """Give the status bar back to Excel."""
        if self.book.app.engine.type == "desktop":
            self.book.app.status_bar = False

    def _sheet(self, name: str) -> xw.Sheet:
        names = self.sheets()
        if name in names:
            return self.book.sheets[name]
        sheet = self.book.sheets.add(name, after=self.book.sheets[names[-1]])
        sheet.show_gridlines = False
        return sheet

    def _make_room(self, sheet: xw.Sheet, placed: Placed) -> None:
        if placed.before and placed.down:
            top, right = placed.before.bottom + 1, max(placed.area.right, placed.before.right)
            _insert(sheet, Area(top, placed.area.left, top + placed.down - 1, right), "down")
        if placed.before and placed.right:
            left, bottom = placed.before.right + 1, max(placed.area.bottom, placed.before.bottom)
            _insert(sheet, Area(placed.area.top, left, bottom, left + placed.right - 1), "right")

    def _paint(self, sheet: xw.Sheet, placed: Placed) -> None:
        """What all areas share is said once, for few calls."""
        plain = theme.Style()
        for fill in placed.fills:
            cells = _range(sheet, fill.area)
            cells.font.name, cells.font.size, cells.font.color = theme.FONT, plain.size, f"#{plain.color}"
            cells.vertical_alignment = "center"
        for paint in placed.paints:
            _look(_range(sheet, paint.area), paint, plain)
        for area in grids(placed.paints):
            _range(sheet, area).borders.set("all", line_style="continuous", weight="thin", color=f"#{theme.LINE}")
        for column, width in placed.widths.items():
            _range(sheet, Area(1, column, 1, column)).column_width = self._width(width)
        for row, height in placed.heights.items():
            _range(sheet, Area(row, 1, row, 1)).row_height = height
        if placed.freeze and placed.before is None:
            row, column = placed.freeze
            sheet.freeze_panes.freeze_at(f"{letter(column)}1:{letter(column)}{row}" if column > 1 else f"1:{row}")

    def _width(self, characters: float) -> float:
        """Desktop Excel measures columns in characters, the others in points."""
        return characters if self.book.app.engine.type == "desktop" else characters * 5.6

    def _mark(self, name: str, refers_to: str) -> None:
        """A name of the workbook: one of a single sheet is called Sheet!name, and is not ours."""
        found = next((known for known in self.book.names if known.name == name), None)
        if found:
            found.refers_to = refers_to
        else:
            self.book.names.add(name, refers_to)


def _look(cells: xw.Range, paint: Paint, plain: theme.Style) -> None:
    style = theme.STYLES[paint.style]
    cells.number_format = paint.format
    cells.horizontal_alignment = style.align
    if style.size != plain.size:
        cells.font.size = style.size
    if style.color != plain.color:
        cells.font.color = f"#{style.color}"
    if style.bold:
        cells.font.bold = True
    if style.wrap:
        cells.wrap_text = True
    if style.fill:
        cells.color = f"#{style.fill}"
    if style.height:
        cells.row_height = style.height


def grids(paints: Sequence[Paint]) -> list[Area]:
    """The areas that are drawn with lines, neighbours over the same rows as one."""
    found: list[Area] = []
    for area in (paint.area for paint in paints if theme.STYLES[paint.style].line):
        last = next((f for f in found if f[::2] == area[::2] and f.right + 1 == area.left), None)
        if last:
            found[found.index(last)] = last._replace(right=area.right)
        else:
            found.append(area)
    return found


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _insert(sheet: xw.Sheet, area: Area, shift: Any) -> None:
    _range(sheet, area).insert(shift=shift, copy_origin="format_from_right_or_below")


def _literals(fill: Fill, paints: Sequence[Paint]) -> list[list[object]]:
    """Text that Excel would take for a formula, a number or a day gets an apostrophe, unless its cell is of text."""
    text = np.zeros((len(fill.values), len(fill.values[0])), dtype=bool)
    for area, _, number_format in paints:
        if number_format == "@":
            rows = slice(max(area.top - fill.top, 0), max(area.bottom - fill.top + 1, 0))
            text[rows, max(area.left - fill.left, 0) : max(area.right - fill.left + 1, 0)] = True
    return [
        [f"'{v}" if isinstance(v, str) and (QUOTED if t else TAKEN).match(v) else v for v, t in zip(*pair, strict=True)]
        for pair in zip(fill.values, text.tolist(), strict=True)
    ]


QUOTED = re.compile("'")
TAKEN = re.compile(r"[=+\-@'\d.(¥$€£]|(?:true|false)$", re.IGNORECASE)
