"""A closed workbook: its package in memory, a few parts of it edited, all others kept byte for byte, put in place at once."""

import io
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlseg.cells import Area, Formula, Marked, Placed, Rows, cell, put
from xlseg.errors import Problem, XlsegError, reason
from xlseg.hosts import Locked, find_marks, package
from xlseg.ooxml import archive, blank, links, strings, writing
from xlseg.ooxml.book import Book
from xlseg.ooxml.package import Package
from xlseg.ooxml.reader import Reader
from xlseg.ooxml.remains import remains
from xlseg.text import Lang, Text, same


class FileHost:
    """The workbook at `path`, or a new one of `rows` by sheet name; nothing is written before `save`."""

    def __init__(self, path: Path | None = None, rows: Mapping[str, Rows] | None = None) -> None:
        self.path = path
        self.messages: list[Text] = []
        self._rows = dict(rows or {})
        self._first = ""  # the first page of ours that was written
        self._secret: frozenset[object] | None = None  # what results of formulas and texts may no longer say
        if path is None:
            self.book = Book(blank.package())
            self._there = list(self._rows)
            for name, values in self._rows.items():
                self.book.add(name, plain=True).overlay.fill(1, 1, values)
            return
        package.verify(path)
        with readable(path):
            content = path.read_bytes()
            self.book = Book(Package(io.BytesIO(content)))
            self._there = self.book.names()
            self._reader = Reader(self.book.package, io.BytesIO(content))

    def sheets(self) -> tuple[str, ...]:
        return tuple(self._there)

    def marks(self) -> dict[str, Marked]:
        return find_marks(self.book.defined()) if self.path else {}

    def locked(self) -> Locked:
        """We could write into a protected sheet; but whoever protected it did not want that."""
        with readable(self.path):
            sheets = frozenset(sheet.name for sheet in self.book.all() if sheet.protected)
            return Locked(sheets, self.book.structure_locked)

    def hidden(self) -> set[str]:
        """Sheets nobody sees."""
        return {name for name in self.book.names() if self.book.state(name) != "visible"}

    def unlink(self, sheet: str, areas: Collection[Area]) -> int:
        """Take the links off these cells, because a link to an address holds it too; how many there were."""
        return links.remove(self.book.sheet(sheet), areas)

    def forget(self, values: Collection[object]) -> None:
        """Save no results of formulas that are text, or one of these, and no text that no cell holds any more."""
        self._secret = frozenset(values)
        for sheet in self.book.all():
            sheet.overlay.forget(self._secret)

    def remains(self) -> tuple[Text, ...]:
        """Where the workbook as it is by now may hold what its cells do not."""
        with readable(self.path):
            return remains(self.book.package)

    def write(self, placed: Placed) -> None:
        with readable(self.path):
            writing.write(self.book, placed)
        if not placed.hidden and any(mark.startswith("page.") for mark in placed.marks):
            self._first = self._first or placed.sheet

    def show(self, sheet: str) -> None:
        self._first = sheet

    def turn(self) -> None:
        """Open on the sheet to show, else on the first page of ours that was written, if one was."""
        if self._first:
            self.book.turn_to(self._first)

    def notify(self, message: Text) -> None:
        self.messages.append(message)

    def save(self, path: Path, lang: Lang | None = None, fast: bool = False) -> None:
        """Write beside `path`, then put it in place, so that there is always the old file or the new one.

        lang: of the document, if it is new. fast: compressed less, and so sooner.
        """
        verify_writable(path)
        if self.path is None:
            blank.describe(self.book.relations, path.stem, lang or "zh")
        path = path.resolve()  # a link stays a link
        handle, name = tempfile.mkstemp(prefix=".xlseg-", suffix=path.suffix, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                self._save(file, archive.FAST if fast else archive.ORDINARY)
            _permissions(Path(name), like=path)
            os.replace(name, path)
        except OSError as error:
            raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(path))) from None
        finally:
            Path(name).unlink(missing_ok=True)
    def _save(self, file: BinaryIO, level: int) -> None:
        with readable(self.path):
            self.book.recalculate()
            self.book.flush()
            if self._secret is not None:
                strings.purge(self.book)
            self.book.package.save(file, level)

    def read(self, sheet: str) -> Rows:
        """As in Host; a formula whose result nobody computed stands for itself, an error for its text."""
        if sheet not in self._rows:
            self._rows[sheet] = self._reader.read(sheet)
        return self._rows[sheet]

    def typed(self, sheet: str) -> Rows:
        rows = [list(row) for row in self.read(sheet)]
        for (row, column), text in self._formulas(sheet).items():
            put(rows, row, column, Formula(text, cell(rows, row, column), (row, column)))
        return rows

    def width(self, sheet: str) -> int:
        return self._reader.width(sheet) if self.path else max(map(len, self._rows[sheet]), default=0)

    def formulas(self, sheet: str) -> set[tuple[int, int]]:
        """Row and column of each cell that holds a formula."""
        return set(self._formulas(sheet))

    def _formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        return self._reader.formulas(sheet) if self.path else {}


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
    """Libraries raise an error of their own for each part that may be broken; to the user it is one."""
    try:
        yield
    except BaseException as error:  # calamine's panics are no Exception
        ended = isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | XlsegError)
        if ended or path is None or (isinstance(error, OSError) and error.errno):
            raise
        raise XlsegError(Problem(package.BROKEN.format(detail=error), same(path.name))) from None


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
