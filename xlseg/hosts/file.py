"""A closed workbook: values read through calamine, written by openpyxl on a copy, put in place at once."""

import io
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from xlseg.cells import Area, Formula, Marked, Placed, Rows, cell, put
from xlseg.errors import Problem, XlsegError
from xlseg.hosts import Locked, openpyxl_writer, package, results
from xlseg.ooxml import atomic, capacity, encryption
from xlseg.ooxml.limits import BROKEN, brief
from xlseg.ooxml.writable import verify_writable
from xlseg.text import Lang, Text, same


class FileHost:
    """The workbook at `path`, or a new one of `rows` by sheet name; nothing is written before `save`.

    password: opens a workbook that is encrypted, and encrypts what is saved; `self.password` is None for others.
    """

    def __init__(
        self, path: Path | None = None, rows: Mapping[str, Rows] | None = None, password: str | None = None
    ) -> None:
        self.path = path
        self.seen = atomic.Seen.of(path) if path else atomic.Seen()  # before it is read
        self.password = password
        self._problems: list[Problem] = []  # what no sheet can hold
        self.messages: list[Text] = []
        self._rows = dict(rows or {})
        self._book: Workbook | None = None
        self._written: dict[str, dict[tuple[int, int], object]] = {}  # results of formulas of ours
        self._moved: set[str] = set()  # sheets on which results of formulas no longer stand where they were read
        self._first = ""  # the first page of ours that was written
        self._forgotten: frozenset[object] | None = None  # results of formulas that are not to be kept
        if path is not None:
            self._source = package.verify(path, password)
            if self._source is path:
                self.password = None
            with readable(path):
                self._reader = CalamineWorkbook.from_object(self._source)
            self._uncomputed = package.uncomputed(self._source)

    def sheets(self) -> tuple[str, ...]:
        return tuple(self._reader.sheet_names) if self.path else tuple(self._rows)

    def read(self, sheet: str) -> Rows:
        """As in Host; a formula whose result nobody computed stands for itself, an error for its text."""
        if sheet not in self._rows:
            rows = self._computed(sheet)
            if self._uncomputed and rows:
                openpyxl_writer.show_formulas(self._sheet(sheet), rows)
            self._rows[sheet] = rows
        return self._rows[sheet]

    def typed(self, sheet: str) -> Rows:
        rows = [list(row) for row in self.read(sheet)]
        if self.path:
            for (row, column), text in openpyxl_writer.formulas(self._sheet(sheet)).items():
                put(rows, row, column, Formula(text, cell(rows, row, column), (row, column)))
        return rows

    def _computed(self, sheet: str) -> list[list[Any]]:
        """Values and results of formulas; nothing for a sheet that is a chart."""
        with readable(self.path):
            kinds = {found.name: found.typ for found in self._reader.sheets_metadata}
            if kinds[sheet] != SheetTypeEnum.WorkSheet:
                return []
            rows = self._reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for (row, column), text in self._errors.get(sheet, {}).items():
                put(rows, row, column, text)
            return rows

    @cached_property
    def _errors(self) -> dict[str, dict[tuple[int, int], str]]:
        """Cells that show an error, which calamine reads as empty."""
        return results.errors(self._source) if self.path else {}

    def _with_results(self) -> set[str]:
        """Sheets on which formulas may have results that are known."""
        read = set(self.sheets()) - self._moved if self.path else set()
        return read | {sheet for sheet, computed in self._written.items() if computed}

    def _results(self, sheet: str) -> Rows:
        """What formulas may keep as their results: what was read, where it still stands, and what we computed."""
        known = self.path is not None and sheet in self._reader.sheet_names and sheet not in self._moved
        rows, gone = self._computed(sheet) if known else [], self._forgotten
        if gone is not None:
            rows = [[None if isinstance(v, str) or v in gone else v for v in r] for r in rows]
        if known and gone is None and not self._uncomputed:  # then what reads as nothing is a result that is empty
            empty = [place for place in openpyxl_writer.formulas(self._sheet(sheet)) if cell(rows, *place) is None]
            for row, column in empty:
                put(rows, row, column, results.EMPTY)
        for (row, column), value in self._written.get(sheet, {}).items():
            put(rows, row, column, results.EMPTY if value == "" else value)
        return rows

    def width(self, sheet: str) -> int:
        return openpyxl_writer.width(self._sheet(sheet))

    def marks(self) -> dict[str, Marked]:
        return package.marks(self._source) if self.path else {}

    def locked(self) -> Locked:
        """openpyxl would write into a protected sheet; but whoever protected it did not want that."""
        return openpyxl_writer.locked(self.book)

    def losses(self) -> tuple[Text, ...]:
        """What a copy of this workbook will lack, because openpyxl drops it."""
        return package.losses(self._source, _has_macros(self.path)) if self.path else ()

    def hidden(self) -> set[str]:
        """Sheets nobody sees."""
        found = self._reader.sheets_metadata if self.path else []
        return {sheet.name for sheet in found if sheet.visible != SheetVisibleEnum.Visible}

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Row and column of each cell that holds a formula."""
        return set(openpyxl_writer.formulas(self._sheet(sheet)))

    def unlink(self, sheet: str, areas: Collection[Area]) -> int:
        """Take the links off these cells, because a link to an address holds it too; how many there were."""
        return openpyxl_writer.unlink(self._sheet(sheet), areas)

    def forget(self, values: Collection[object]) -> None:
        """Save no results of formulas that are text, or one of these: they may repeat what cells no longer hold."""
        self._forgotten = frozenset(values)

    def write(self, placed: Placed) -> None:
        self._problems += capacity.exceeded(placed)
        if self._problems:  # and all of them are told before anything is saved
            return
        openpyxl_writer.write(self.book, placed)
        if not placed.hidden and any(mark.startswith("page.") for mark in placed.marks):
            self._first = self._first or placed.sheet
        if placed.room:
            self._moved.add(placed.sheet)
        computed = self._written.setdefault(placed.sheet, {})
        for top, left, values in placed.fills:
            for row, line in enumerate(values, top):
                found = ((column, value) for column, value in enumerate(line, left) if isinstance(value, Formula))
                computed |= {(row, column): value.value for column, value in found}

    def show(self, sheet: str) -> None:
        self._first = sheet

    def turn(self) -> None:
        """Open on the sheet to show, else on the first page of ours that was written, if one was."""
        if self._first and not self._problems:
            openpyxl_writer.turn_to(self.book, self._first)

    def notify(self, message: Text) -> None:
        self.messages.append(message)

    @property
    def book(self) -> Workbook:
        """The workbook as openpyxl holds it, loaded when first needed."""
        if self._book is None and self.path is not None:
            with readable(self.path):
                self._book = openpyxl_writer.load(self._source, _has_macros(self.path))
        if self._book is None:
            self._book = openpyxl_writer.new(self._rows)
        return self._book

    def _sheet(self, name: str) -> Worksheet:
        """openpyxl leaves out a sheet whose part is not there; calamine lists it."""
        if name not in self.book.sheetnames:
            raise XlsegError(Problem(BROKEN.format(detail=name), same(self.path.name if self.path else "")))
        return self.book[name]

    def save(
        self,
        path: Path,
        lang: Lang | None = None,
        expected: atomic.Seen | None = None,
        backup: Path | None = None,
    ) -> None:
        """Put the workbook at `path`, so that there is always the old file or the new one.

        lang: of the document, where it does not say itself which it has. expected: how the file at `path` was when it
        was last looked at; another is left alone. backup: where the file at `path` is kept if it changes.
        """
        if self._problems:
            raise XlsegError(*dict.fromkeys(self._problems))
        if lang:
            openpyxl_writer.speak(self.book, lang)
        if self.path is None:
            self.book.properties.title = path.stem
        verify_writable(path)
        content = io.BytesIO()
        self.book.save(content)
        whole = results.keep(content, self._with_results(), self._results)
        if self.password is not None:
            whole = encryption.encrypt(whole, self.password)
        whole.seek(0)
        with atomic.replacing(path, expected, backup) as file:
            shutil.copyfileobj(whole, file)


def _has_macros(path: Path) -> bool:
    return path.suffix.lower() == ".xlsm"


@contextmanager
def readable(path: Path | None) -> Iterator[None]:
    """Both libraries raise an error of their own for each part that may be broken; to the user it is one."""
    try:
        yield
    except BaseException as error:  # calamine's panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | XlsegError):
            raise
        raise XlsegError(Problem(BROKEN.format(detail=brief(error)), same(path.name if path else ""))) from None
