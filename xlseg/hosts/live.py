"""A workbook open in Excel, through xlwings: classic, Lite, or Server with Office.js. Each call is on a whole area."""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import xlwings as xw

from xlseg import theme
from xlseg.cells import Area, Fill, Formula, Link, Marked, Paint, Placed, Rows, letter
from xlseg.hosts import PREFIX, Locked, find_marks, reference, stretched
from xlseg.hosts.live_charts import draw
from xlseg.hosts.live_fittings import fit
from xlseg.hosts.moved import translated
from xlseg.text import Lang, Text


class LiveHost:
    """`book` as it stands in Excel; nothing is saved, so the user decides."""

    def __init__(self, book: xw.Book, lang: Lang = "zh") -> None:
        self.book = book
        self.lang = lang
        self._rows: dict[str, Rows] = {}

    def sheets(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.book.sheets)

    def read(self, sheet: str) -> Rows:
        if sheet not in self._rows:
            found = self.book.sheets[sheet]
            end = found.used_range.last_cell
            self._rows[sheet] = found.range((1, 1), (end.row, end.column)).options(ndim=2, err_to_str=True).value or []
        return self._rows[sheet]

    def typed(self, sheet: str) -> Rows:
        """Only Excel on the desktop tells formulas."""
        if self.book.app.engine.type != "desktop" or not self.read(sheet):
            return self.read(sheet)
        rows = self.read(sheet)
        texts = _range(self.book.sheets[sheet], Area(1, 1, len(rows), len(rows[0]))).formula
        lines: Any = [[texts]] if isinstance(texts, str) else texts
        return [
            [
                Formula(text[1:], value, (row, column)) if isinstance(text, str) and text[:1] == "=" else value
                for column, (value, text) in enumerate(zip(*pair, strict=True), 1)
            ]
            for row, pair in enumerate(zip(rows, lines, strict=True), 1)
        ]

    def width(self, sheet: str) -> int:
        return int(self.book.sheets[sheet].used_range.last_cell.column)

    def marks(self) -> dict[str, Marked]:
        names = {name.name: name.refers_to for name in self.book.names if name.name.startswith(PREFIX)}
        return find_marks({name: refers_to for name, refers_to in names.items() if refers_to})

    def locked(self) -> Locked:
        """Desktop Excel tells; the clients of Lite and Server do not send it."""
        if self.book.app.engine.type != "desktop":
            return Locked()
        found = frozenset(sheet.name for sheet in self.book.sheets if _told(sheet.api, "ProtectContents"))
        return Locked(found, _told(self.book.api, "ProtectStructure"))

    def write(self, placed: Placed) -> None:
        """As in Host; looks before values, so that ids in columns of text stay text."""
        sheet = self._sheet(placed.sheet)
        for area, down, right in placed.room:
            strip = area._replace(bottom=area.top + down - 1) if down else area._replace(right=area.left + right - 1)
            shift: Any = "down" if down else "right"
            _range(sheet, strip).insert(shift=shift, copy_origin="format_from_right_or_below")
        for area in placed.emptied:
            _range(sheet, area).clear()
        for area in placed.restyled:
            _range(sheet, area).clear_formats()
        self._paint(sheet, placed)
        for fill in placed.fills:
            sheet.range((fill.top, fill.left)).value = _literals(fill, placed.texts)
        for table in sheet.tables:
            wider = stretched(_area(table.range), placed) if table.range else None
            if wider:
                table.resize(_range(sheet, wider))
        fit(sheet, placed)
        draw(sheet, placed)
        for mark in placed.forget:
            self._names[PREFIX + mark].delete()
        for mark, area in placed.marks.items():
            self._mark(PREFIX + mark, "=" + reference(placed.sheet, area))

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

    def _paint(self, sheet: xw.Sheet, placed: Placed) -> None:
        """What all areas share is said once, for few calls."""
        plain = theme.Style()
        for area in around(paint.area for paint in placed.paints):
            cells = _range(sheet, area)
            cells.font.name, cells.font.size, cells.font.color = theme.FONT, plain.size, f"#{plain.color}"
            cells.vertical_alignment = "center"
        for paint in placed.paints:
            _look(_range(sheet, paint.area), paint, plain)
        for area in around(p.area for p in placed.paints if theme.STYLES[p.style].line):
            _range(sheet, area).borders.set("all", line_style="continuous", weight="thin", color=f"#{theme.LINE}")
        for column, width in placed.widths.items():
            _range(sheet, Area(1, column, 1, column)).column_width = self._width(width)
        for row, height in placed.heights.items():
            _range(sheet, Area(row, 1, row, 1)).row_height = height
        if placed.freeze:
            row, column = placed.freeze
            sheet.freeze_panes.freeze_at(f"{letter(column)}1:{letter(column)}{row}" if column > 1 else f"1:{row}")

    def _width(self, characters: float) -> float:
        """Desktop Excel measures columns in characters, the others in points."""
        return characters if self.book.app.engine.type == "desktop" else characters * theme.POINTS

    @property
    def _names(self) -> dict[str, xw.Name]:
        """Names of the workbook; one of a single sheet is called Sheet!name, and is not ours."""
        return {name.name: name for name in self.book.names}

    def _mark(self, name: str, refers_to: str) -> None:
        found = self._names.get(name)
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


def around(areas: Iterable[Area]) -> list[Area]:
    """The same cells as fewer areas: neighbours over the same rows are one."""
    found: list[Area] = []
    for area in sorted(areas):
        last = next((f for f in found if f[::2] == area[::2] and f.right + 1 == area.left), None)
        if last:
            found[found.index(last)] = last._replace(right=area.right)
        else:
            found.append(area)
    return found


def _told(api: Any, property: str) -> bool:
    """A property by its name on Windows, ProtectContents, and on a Mac, protect_contents."""
    if sys.platform == "darwin":
        return bool(getattr(api, re.sub("(?<!^)(?=[A-Z])", "_", property).lower()).get())
    return bool(getattr(api, property))


def _area(cells: xw.Range) -> Area:
    return Area(cells.row, cells.column, cells.last_cell.row, cells.last_cell.column)


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _literals(fill: Fill, texts: Sequence[Area]) -> list[list[object]]:
    """Text that Excel would take for a formula, a number or a day gets an apostrophe, unless its cell is of text.

    Links become formulas, so that thousands of them are one write.
    """
    text = np.zeros((len(fill.values), len(fill.values[0])), dtype=bool)
    for area in texts:
        rows = slice(max(area.top - fill.top, 0), max(area.bottom - fill.top + 1, 0))
        text[rows, max(area.left - fill.left, 0) : max(area.right - fill.left + 1, 0)] = True
    return [
        [
            translated(value, row, column) if isinstance(value, Formula) else _literal(value, typed)
            for column, (value, typed) in enumerate(zip(*pair, strict=True), fill.left)
        ]
        for row, pair in enumerate(zip(fill.values, text.tolist(), strict=True), fill.top)
    ]


def _literal(value: object, typed: bool) -> object:
    if isinstance(value, Link):
        place, shown = (part.replace('"', '""') for part in (value.place, value))
        return f'=HYPERLINK("#{place}","{shown}")'
    taken = isinstance(value, str) and (QUOTED if typed else TAKEN).match(value)
    return f"'{value}" if taken else value


QUOTED = re.compile("'")
TAKEN = re.compile(r"[=+\-@'\d.(¥$€£]|(?:true|false)$", re.IGNORECASE)
