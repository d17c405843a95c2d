"""A workbook open in Excel, through xlwings: classic, Lite, or Server with Office.js. Each call is on a whole area."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import numpy as np
import xlwings as xw

from xlseg.cells import Area, Fill, Formula, Link, Marked, Placed, Rows
from xlseg.errors import XlsegError
from xlseg.hosts import PREFIX, Locked, cleared, find_marks, reference, shrunk, stretched
from xlseg.hosts.carried import translated
from xlseg.hosts.live_charts import draw
from xlseg.hosts.live_desktop import is_shown, told, told_if, values
from xlseg.hosts.live_fittings import fit
from xlseg.hosts.live_looks import area_of, cells_of, paint
from xlseg.hosts.live_state import OURS, as_found, runs_beside_excel
from xlseg.hosts.live_words import NO_UNDO, OLD_FORMAT, OPENED, TEXT_FILE, UNSAVED, message
from xlseg.text import Lang, Text


class LiveHost:
    """`book` as it stands in Excel; nothing is saved, so the user decides."""

    def __init__(self, book: xw.Book, lang: Lang = "zh") -> None:
        self.book = book
        self.lang = lang
        self.desktop = book.app.engine.type == "desktop"
        self.queued = not self.desktop  # nothing is written before all is
        self.said: list[Text] = []
        self.shown = ""
        self.wrote = False
        self.report = ""
        self._rows: dict[str, Rows] = {}

    def verify(self) -> None:
        """Raise XlsegError where this workbook cannot take what we write."""
        if self.book.name.casefold().endswith(".xls") or (
            self.desktop and told_if(self.book.api, "Excel8CompatibilityMode")
        ):
            raise XlsegError(OLD_FORMAT)

    def sheets(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.book.sheets)

    def read(self, sheet: str) -> Rows:
        if sheet not in self._rows:
            found = self.book.sheets[sheet]
            end = found.used_range.last_cell
            self._rows[sheet] = values(found.range((1, 1), (end.row, end.column)), self.desktop)
        return self._rows[sheet]

    def typed(self, sheet: str) -> Rows:
        """Only Excel on the desktop tells formulas."""
        if not self.desktop or not self.read(sheet):
            return self.read(sheet)
        rows = self.read(sheet)
        texts = cells_of(self.book.sheets[sheet], Area(1, 1, len(rows), len(rows[0]))).formula
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
        if not self.desktop:
            return Locked()
        found = frozenset(sheet.name for sheet in self.book.sheets if told(sheet.api, "ProtectContents"))
        filtered = frozenset(sheet.name for sheet in self.book.sheets if told_if(sheet.api, "FilterMode"))
        return Locked(found, told(self.book.api, "ProtectStructure"), filtered)

    def write(self, placed: Placed) -> None:
        """As in Host; looks before values, so that ids in columns of text stay text."""
        self.wrote = True
        self.report = placed.sheet if "page.quality" in placed.marks else self.report
        new = placed.sheet not in self.sheets()
        try:
            self._write(self._sheet(placed.sheet, placed.hidden), placed)
        except BaseException:
            if new and not self.queued:
                self._take_back(placed.sheet)
            raise

    def _write(self, sheet: xw.Sheet, placed: Placed) -> None:
        """Cells that are new to us are marked before they are filled: after a run that stopped they are still ours."""
        tables = _narrowed(sheet, placed)
        for area, down, right in placed.room:
            strip = area._replace(bottom=area.top + down - 1) if down else area._replace(right=area.left + right - 1)
            shift: Any = "down" if down else "right"
            cells_of(sheet, strip).insert(shift=shift, copy_origin="format_from_right_or_below")
        names = self._names if placed.forget or placed.marks else {}
        marks = {PREFIX + mark: "=" + reference(placed.sheet, area) for mark, area in placed.marks.items()}
        for area in placed.emptied:
            cells_of(sheet, cleared(area, tables)).clear()
        for area in placed.restyled:
            cells_of(sheet, area).clear_formats()
        paint(sheet, placed, self.desktop)
        for name in (name for name in marks if name not in names):
            self.book.names.add(name, marks[name])
        for fill in _tall(placed.fills):
            sheet.range((fill.top, fill.left)).value = _literals(fill, placed.texts)
        for table in sheet.tables:
            wider = stretched(area_of(table.range), placed) if table.range else None
            if wider:
                table.resize(cells_of(sheet, wider))
        fit(sheet, placed, self.desktop)
        draw(sheet, placed)
        for mark in placed.forget:
            names[PREFIX + mark].delete()
        for name in (name for name in marks if name in names):
            names[name].refers_to = marks[name]

    def show(self, sheet: str) -> None:
        if sheet in self.sheets() and is_shown(self.book.sheets[sheet]):
            self.book.sheets[sheet].activate()
            self.shown = sheet

    def notify(self, message: Text) -> None:
        """Kept for the one message when all is done."""
        self.said.append(message)

    def message(self) -> str:
        """What was done, which sheet is open, and what people should know before they go on."""
        tail = [OPENED.format(sheet=self.shown)] if self.shown else []
        tail += [NO_UNDO] if self.wrote else []
        tail += [UNSAVED] if self.desktop and _unsaved(self.book) else []
        text = self.book.name.casefold().endswith((".csv", ".tsv", ".txt"))
        tail += [TEXT_FILE.format(name=self.book.name)] if text else []
        return message(self.said, tail, self.report or self.shown, self.lang)

    def alert(self, message: str) -> None:
        self.book.app.alert(message, title="xlseg")

    def progress(self, doing: Text, done: float) -> None:
        """In the status bar, which Lite and Server do not have."""
        if self.desktop:
            self.book.app.status_bar = f"{OURS}: {doing.of(self.lang)}… {done:.0%}"

    def at_work_already(self) -> bool:
        """On a Mac nothing keeps people from a second click while Python runs; on Windows Excel itself waits for it."""
        return self.desktop and runs_beside_excel(self.book.app)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Excel's own settings come back whatever happens; where writes are queued, an error takes all of them back."""
        with as_found(self.book) if self.desktop else nullcontext():
            try:
                yield
            except BaseException:
                if self.queued:
                    self.book.json()["actions"].clear()
                    self.wrote = False
                raise

    def _sheet(self, name: str, hidden: bool) -> xw.Sheet:
        names = self.sheets()
        if name in names:
            return self.book.sheets[name]
        sheet = self.book.sheets.add(name, after=self.book.sheets[names[-1]])
        sheet.show_gridlines = False
        if hidden:
            sheet.visible = False
        return sheet

    @property
    def _names(self) -> dict[str, xw.Name]:
        """Names of the workbook; one of a single sheet is called Sheet!name, and is not ours."""
        return {name.name: name for name in self.book.names}

    def _take_back(self, sheet: str) -> None:
        """A sheet half made, or the next run would take it for one of the user's."""
        with suppress(Exception):
            self.book.sheets[sheet].delete()


def _unsaved(book: xw.Book) -> bool:
    """A workbook nobody saved has a name and no folder; one in the cloud may have no path xlwings knows."""
    try:
        return book.fullname == book.name
    except Exception:
        return False


def _narrowed(sheet: xw.Sheet, placed: Placed) -> list[Area]:
    """Where tables stand, now without label columns that go."""
    found = [(table, area_of(table.range)) for table in sheet.tables if table.range] if placed.emptied else []
    narrow = {number: area for number, (_, there) in enumerate(found) if (area := shrunk(there, placed))}
    for number, area in narrow.items():
        found[number][0].resize(cells_of(sheet, area))
    return [narrow.get(number, there) for number, (_, there) in enumerate(found)]


def _tall(fills: Sequence[Fill]) -> list[Fill]:
    """A header and the cells right below it are one write into Excel."""
    blocks: list[Fill] = []
    for fill in sorted(fills, key=lambda one: (one.left, one.area.right, one.top)):
        last = blocks[-1] if blocks else None
        if last and last.area[1::2] == fill.area[1::2] and last.area.bottom + 1 == fill.top:
            blocks[-1] = last._replace(values=[*last.values, *fill.values])
        else:
            blocks.append(fill)
    return blocks


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
            "=" + translated(value, row, column) if isinstance(value, Formula) else _literal(value, typed)
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
