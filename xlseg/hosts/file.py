"""A closed workbook: values read through calamine, written by openpyxl on a copy, put in place at once."""

import io
import os
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from xlseg.cells import Area, Formula, Marked, Placed, Rows, Uncomputed, cell, put
from xlseg.errors import Problem, XlsegError, reason
from xlseg.hosts import Locked, openpyxl_writer, package, results
from xlseg.ooxml.reader import Reader
from xlseg.text import Lang, Text, same


class FileHost:
    """The workbook at `path`, or a new one of `rows` by sheet name; nothing is written before `save`."""

    def __init__(self, path: Path | None = None, rows: Mapping[str, Rows] | None = None) -> None:
        self.path = path
        self.messages: list[Text] = []
        self._rows = dict(rows or {})
        self._book: Workbook | None = None
        self._written: dict[str, dict[tuple[int, int], object]] = {}  # results of formulas of ours
        self._moved: set[str] = set()  # sheets on which results of formulas no longer stand where they were read
        self._first = ""  # the first page of ours that was written
        self._forgotten: frozenset[object] | None = None  # results of formulas that are not to be kept
        if path is not None:
            package.verify(path)
            content = io.BytesIO(path.read_bytes())
            with readable(path):
                self._reader = Reader(_Parts(content))
                self._there = self._reader.sheets()

    def sheets(self) -> tuple[str, ...]:
        return self._there if self.path else tuple(self._rows)

    def read(self, sheet: str) -> Rows:
        """As in Host; a formula whose result nobody computed stands for itself, an error for its text."""
        if sheet not in self._rows:
            with readable(self.path):
                self._rows[sheet] = self._reader.read(sheet)
        return self._rows[sheet]

    def typed(self, sheet: str) -> Rows:
        rows = [list(row) for row in self.read(sheet)]
        for (row, column), text in self._reader.formulas(sheet).items() if self.path else ():
            put(rows, row, column, Formula(text, cell(rows, row, column), (row, column)))
        return rows

    @cached_property
    def _uncomputed(self) -> bool:
        return self.path is not None and package.uncomputed(self.path)

    def _with_results(self) -> set[str]:
        """Sheets on which formulas may have results that are known."""
        read = set(self.sheets()) - self._moved if self.path else set()
        return read | {sheet for sheet, computed in self._written.items() if computed}

    def _results(self, sheet: str) -> Rows:
        """What formulas may keep as their results: what was read, where it still stands, and what we computed."""
        known = self.path is not None and sheet in self._there and sheet not in self._moved
        read = self.read(sheet) if known else ()
        rows: list[list[Any]] = [[None if isinstance(v, Uncomputed) else v for v in row] for row in read]
        gone = self._forgotten
        if gone is not None:
            rows = [[None if isinstance(v, str) or v in gone else v for v in r] for r in rows]
        if known and gone is None and not self._uncomputed:  # then what reads as nothing is a result that is empty
            empty = [place for place in openpyxl_writer.formulas(self.book[sheet]) if cell(rows, *place) is None]
            for row, column in empty:
                put(rows, row, column, results.EMPTY)
        for (row, column), value in self._written.get(sheet, {}).items():
            put(rows, row, column, results.EMPTY if value == "" else value)
        return rows

    def width(self, sheet: str) -> int:
        return self._reader.width(sheet) if self.path else max(map(len, self._rows[sheet]), default=0)

    def marks(self) -> dict[str, Marked]:
        return package.marks(self.path) if self.path else {}

    def locked(self) -> Locked:
        """openpyxl would write into a protected sheet; but whoever protected it did not want that."""
        return openpyxl_writer.locked(self.book)

    def losses(self) -> tuple[Text, ...]:
        """What a copy of this workbook will lack, because openpyxl drops it."""
        return package.losses(self.path) if self.path else ()

    def hidden(self) -> set[str]:
        """Sheets nobody sees."""
        return self._reader.hidden() if self.path else set()

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Row and column of each cell that holds a formula."""
        return set(self._reader.formulas(sheet)) if self.path else set()

    def unlink(self, sheet: str, areas: Collection[Area]) -> int:
        """Take the links off these cells, because a link to an address holds it too; how many there were."""
        return openpyxl_writer.unlink(self.book[sheet], areas)

    def forget(self, values: Collection[object]) -> None:
        """Save no results of formulas that are text, or one of these: they may repeat what cells no longer hold."""
        self._forgotten = frozenset(values)

    def write(self, placed: Placed) -> None:
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
        if self._first:
            openpyxl_writer.turn_to(self.book, self._first)

    def notify(self, message: Text) -> None:
        self.messages.append(message)

    @property
    def book(self) -> Workbook:
        """The workbook as openpyxl holds it, loaded when first needed."""
        if self._book is None and self.path is not None:
            with readable(self.path):
                self._book = openpyxl_writer.load(self.path)
        if self._book is None:
            self._book = openpyxl_writer.new(self._rows)
        return self._book

    def save(self, path: Path, lang: Lang | None = None) -> None:
        """Write beside `path`, then put it in place, so that there is always the old file or the new one.

        lang: of the document, where it does not say itself which it has.
        """
        if lang:
            openpyxl_writer.speak(self.book, lang)
        if self.path is None:
            self.book.properties.title = path.stem
        verify_writable(path)
        path = path.resolve()  # a link stays a link
        handle, name = tempfile.mkstemp(prefix=".xlseg-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        try:
            self.book.save(name)
            results.keep(Path(name), self._with_results(), self._results)
            _permissions(Path(name), like=path)
            os.replace(name, path)
        except OSError as error:
            raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(path))) from None
        finally:
            Path(name).unlink(missing_ok=True)


class _Parts:
    """The parts of a package in memory."""

    def __init__(self, content: io.BytesIO) -> None:
        self._zip = zipfile.ZipFile(content)

    def find(self, name: str) -> str | None:
        return next((there for there in self._zip.namelist() if there.casefold() == name.casefold()), None)

    def read(self, name: str) -> bytes:
        return self._zip.read(name)

    def stream(self, name: str) -> Iterator[bytes]:
        with self._zip.open(name) as part:
            while piece := part.read(1 << 18):
                yield piece


def verify_writable(path: Path) -> None:
    """Raise XlsegError where `path` cannot be written or is open in Excel or LibreOffice."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise XlsegError(Problem(SUFFIX, same(path)))
    if path.is_dir() or not path.parent.is_dir():
        raise XlsegError(Problem(NO_FOLDER, same(path)))
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(lock.exists() for lock in locks):
        raise XlsegError(Problem(OPEN, same(path)))
    try:
        if path.exists():
            path.open("r+b").close()
        else:
            tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(path))) from None


@contextmanager
def readable(path: Path | None) -> Iterator[None]:
    """Both libraries raise an error of their own for each part that may be broken; to the user it is one."""
    try:
        yield
    except BaseException as error:  # calamine's panics are no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | XlsegError):
            raise
        raise XlsegError(Problem(package.BROKEN.format(detail=error), same(path.name if path else ""))) from None


def _permissions(path: Path, like: Path) -> None:
    """A temporary file is private; the result gets the rights of the file it replaces, or the usual ones."""
    if like.exists():
        path.chmod(like.stat().st_mode & 0o777)
    elif os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)


SUFFIX = Text("输出文件要以 .xlsx（含宏则 .xlsm）结尾", "the output must end in .xlsx (or .xlsm with macros)")
NO_FOLDER = Text(
    "没有这个文件夹；请先建好，或换一个位置",
    "there is no such folder; make it first, or choose another place",
)
OPEN = Text(
    "文件正在 Excel 中打开；请关闭后再试（若确实没有打开，删除同名的 ~$ 锁文件）",
    "the file is open in Excel; close it and retry (if it is not open, delete the lock file ~$ of that name)",
)
UNWRITABLE = Text(
    "无法写入（{detail}）；请关闭打开它的程序，或换一个位置",
    "it cannot be written ({detail}); close the program that has it open, or choose another place",
)
