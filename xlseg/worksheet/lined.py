"""Columns that stand beside each other: one height, single values repeated, headers and faults told apart."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.cells import Rows
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.text import CLAUSES, Lang, Text, join, same
from xlseg.values import Read, is_error
from xlseg.worksheet.given import Given, blank, turned

Objects = npt.NDArray[np.object_]
Reader = Callable[[pd.Series], Read]


@dataclass(frozen=True)
class Lined:
    """cells: by argument. across: the ranges are rows, and so is the answer. repeated: arguments of one value."""

    cells: Mapping[str, pd.Series]
    across: bool = False
    repeated: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        return len(next(iter(self.cells.values())))

    def answered(self, columns: Sequence[Objects]) -> Rows:
        """One column of answers for each, as the ranges lie."""
        rows = list(map(list, zip(*(column.tolist() for column in columns), strict=True)))
        return turned(rows) if self.across else rows


def lined(given: Given, names: Sequence[str]) -> Lined:
    """The arguments of these names that were given, single values repeated.

    Raises XlsegError for ranges of several columns, and where heights differ.
    """
    cells = {name: given.cells[name] for name in names if name in given.cells}
    across = any(len(rows[0]) > 1 for rows in cells.values()) and all(len(rows) == 1 for rows in cells.values())
    if across:
        cells = {name: turned(rows) for name, rows in cells.items()}
    problems = Problems(
        Problem(WIDE.format(count=len(rows[0])), same(name)) for name, rows in cells.items() if len(rows[0]) > 1
    )
    problems.tell()
    heights = {name: len(rows) for name, rows in cells.items() if len(rows) > 1}
    if len(set(heights.values())) > 1:
        told = join(HEIGHT.format(name=name, rows=rows) for name, rows in heights.items())
        raise XlsegError(HEIGHTS.format(heights=told))
    height = max(heights.values(), default=1)
    repeated = {name: rows if len(rows) > 1 else list(rows) * height for name, rows in cells.items()}
    found = {name: _series([row[0] for row in rows]) for name, rows in repeated.items()}
    return Lined(found, across, frozenset(cells.keys() - heights.keys()))


@dataclass(frozen=True)
class Readings:
    """values: by argument, missing where blank, faulty or a header. blank: rows in which nothing stands.

    faults: what is wrong with a row, as a sentence, else ''. header: whether the first row holds headers.
    """

    values: Mapping[str, pd.Series]
    blank: pd.Series
    faults: pd.Series
    header: bool

    @property
    def usable(self) -> pd.Series:
        """Rows to compute with."""
        return ~self.blank & (self.faults == "")

    def __len__(self) -> int:
        return len(self.blank)

    def column(self, title: object, found: Objects) -> Objects:
        """One column of answers. found: those of the usable rows; every other row gets its fault, or nothing."""
        answers: Objects = self.faults.to_numpy(dtype=object, copy=True)
        answers[self.usable.to_numpy()] = found
        if self.header:
            answers[0] = title
        return answers


def readings(columns: Lined, readers: Mapping[str, Reader], titles: Mapping[str, Text], lang: Lang) -> Readings:
    """Each column read as it is meant to be. Raises XlsegError where only some begin with a header."""
    cells = columns.cells
    empty = pd.DataFrame({name: _blank(cells[name]) for name in cells}).all(axis=1)
    read = {name: readers[name](cells[name]) for name in cells}
    errors = {name: is_error(cells[name]) for name in cells}
    headed = [name for name in cells if columns.height > 1 and _heads(cells[name], read[name].bad)]
    valued = [name for name in cells.keys() - columns.repeated if pd.notna(read[name].values[0])]
    if headed and valued:
        raise XlsegError(SHIFTED.format(headed=join(headed), valued=join(sorted(valued))))
    faults = pd.Series("", empty.index, dtype=object)
    for name in cells:
        for wrong, said in ((errors[name], ERROR), (read[name].bad & ~errors[name], UNREAD)):
            _tell(faults, wrong, cells[name], said.format(title=titles[name]).of(lang), lang)
    if headed:
        empty[0], faults[0] = True, ""
    return Readings({name: read[name].values for name in cells}, empty, faults, bool(headed))


def _tell(faults: pd.Series, wrong: pd.Series, cells: pd.Series, said: str, lang: Lang) -> None:
    """Add a sentence to the rows where something is wrong."""
    if not wrong.any():
        return
    before = faults[wrong].where(faults[wrong] != "", "#")
    between = before.where(before == "#", before + CLAUSES.of(lang))
    faults[wrong] = between + said + cells[wrong].astype(str)


def _heads(cells: pd.Series, bad: pd.Series) -> bool:
    """Whether the first cell says what the column is: a text that is no value, and no attempt at one."""
    return bool(bad[0]) and isinstance(cells[0], str) and not re.match(r"\s*[#\d¥$+\-(]", cells[0])


def _blank(cells: pd.Series) -> pd.Series:
    return cells.isna() if cells.dtype == float else cells.map(blank).astype(bool)


def _series(cells: list[Any]) -> pd.Series:
    """Numbers as such, which are read at once."""
    return pd.Series(cells, dtype=float if {*map(type, cells)} <= {float, int, type(None)} else object)


WIDE = Text("这里只要一列，选了 {count} 列", "one column is wanted here, not {count}")
HEIGHT = Text("{name} {rows} 行", "{name} {rows} rows")
HEIGHTS = Text(
    "各列的行数不一样：{heights}；请选一样高的范围",
    "the columns differ in height: {heights}; select ranges of one height",
)
SHIFTED = Text(
    "{headed} 的第一格是表头，{valued} 的第一格是数据；请从同一行开始选",
    "the first cell of {headed} is a header, that of {valued} a value; select from the same row on",
)
ERROR = Text("{title} 是错误值 ", "{title} is an error: ")
UNREAD = Text("{title} 读不懂：", "{title} cannot be read: ")
