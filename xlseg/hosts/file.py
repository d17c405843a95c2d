"""A closed workbook: its package in memory, a few parts edited, all others byte for byte, put in place at once."""

import io
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlseg.cells import Area, Formula, Marked, Placed, Rows, cell, put
from xlseg.errors import Problem, XlsegError
from xlseg.hosts import Locked, atomic, capacity, encryption, find_marks, package
from xlseg.hosts.writable import verify_writable
from xlseg.ooxml import archive, blank, limits, strings, writing
from xlseg.ooxml.around import links
from xlseg.ooxml.book import Book, NoWorkbookError
from xlseg.ooxml.damage import damage
from xlseg.ooxml.drawings import covering
from xlseg.ooxml.limits import BROKEN, NO_WORKBOOK
from xlseg.ooxml.package import Package
from xlseg.ooxml.reading.reader import Reader
from xlseg.ooxml.remains import remains
from xlseg.released import release
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
        self._first = ""  # the first page of ours that was written
        self._labels: dict[str, list[Area]] = {}  # by sheet, where they were written
        self._secret: frozenset[object] | None = None  # what results of formulas and texts may no longer say
        if path is None:
            self.book = Book(blank.package())
            self._there = list(self._rows)
            for name, values in self._rows.items():
                self.book.add(name, plain=True).overlay.fill(1, 1, values)
            return
        with readable(path):
            content, unlocked = package.verified(path, password)
            self.password = password if unlocked else None
            self._reader = Reader(Package(io.BytesIO(content)))
            self.book = Book(Package(io.BytesIO(content), self._reader.bare))
            self._there = self.book.names()

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
        return {name for name, state in self.book.states().items() if state != "visible"}

    def unlink(self, sheet: str, areas: Collection[Area]) -> int:
        """Take the links off these cells, because a link to an address holds it too; how many there were."""
        with readable(self.path):
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

    def covered(self) -> tuple[Text, ...]:
        """What floats above the labels that were written, and hides them; a sentence a sheet."""
        with readable(self.path):
            found = (covering.covered(self.book.sheet(name), areas) for name, areas in self._labels.items())
            return tuple(said for said in found if said)

    def write(self, placed: Placed) -> None:
        self._problems += capacity.exceeded(placed)
        if self._problems:  # and all of them are told before anything is saved
            return
        with readable(self.path):
            writing.write(self.book, placed)
        labels = [area for mark, area in placed.marks.items() if mark.startswith("label.")]
        self._labels.setdefault(placed.sheet, []).extend(labels)
        if not placed.hidden and any(mark.startswith("page.") for mark in placed.marks):
            self._first = self._first or placed.sheet

    def show(self, sheet: str) -> None:
        self._first = sheet

    def turn(self) -> None:
        """Open on the sheet to show, else on the first page of ours that was written, if one was."""
        if self._first and not self._problems:
            self.book.turn_to(self._first)

    def notify(self, message: Text) -> None:
        self.messages.append(message)

    def save(
        self,
        path: Path,
        lang: Lang | None = None,
        expected: atomic.Seen | None = None,
        backup: Path | None = None,
        fast: bool = False,
        told: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Put the workbook at `path`, so that there is always the old file or the new one.

        lang: of the document, if it is new. expected: how the file at `path` was when it was last looked at; another
        is left alone. backup: where the file at `path` is kept if it changes. fast: compressed less, and so sooner.
        told: the share of it that is written, now and then.
        """
        if self._problems:
            raise XlsegError(*dict.fromkeys(self._problems))
        if self.path is None:
            blank.describe(self.book.relations, path.stem, lang or "zh")
        verify_writable(path)
        release()  # what computing took
        with atomic.replacing(path, expected, backup) as file:
            self._save(file, path.name, archive.FAST if fast else archive.ORDINARY, told)

    def _save(self, file: BinaryIO, name: str, level: int, told: Callable[[float], None]) -> None:
        plain = io.BytesIO() if self.password is not None else file
        with readable(self.path):
            self.book.recalculate()
            self.book.flush()
            if self._secret is not None:
                strings.purge(self.book)
            self.book.package.save(plain, level, told)
        limits.verify_size(plain.tell(), name)
        if self.password is not None:
            plain.seek(0)
            shutil.copyfileobj(encryption.encrypt(plain, self.password), file)

    def read(self, sheet: str) -> Rows:
        """As in Host; a formula whose result nobody computed stands for itself, an error for its text."""
        if self.path is None:
            return self._rows[sheet]
        with readable(self.path):
            return self._reader.read(sheet)

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


@contextmanager
def readable(path: Path | None) -> Iterator[None]:
    """Libraries raise an error of their own for each part that may be broken; to the user it is one."""
    try:
        yield
    except XlsegError:
        raise
    except Exception as error:
        if path is None or (isinstance(error, OSError) and error.errno):
            raise
        raise XlsegError(Problem(_told(error), same(path.name))) from error


def _told(error: Exception) -> Text:
    if isinstance(error, NoWorkbookError):
        return NO_WORKBOOK
    return NO_MEMORY if isinstance(error, MemoryError) else BROKEN.format(detail=damage(error))


NO_MEMORY = Text(
    "内存不够，处理不了这个工作簿；请关掉别的程序，或把数据拆成几个文件",
    "there is not enough memory for this workbook; close other programs, or split the data into several files",
)
