"""The cells of a sheet by column: a million rows in the memory of their numbers, and rows again for who asks for rows.

Dates are kept as Excel counts them, texts as the bytes they were found in; each column becomes Python's values when
it is first asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any, overload

import numpy as np

from xlseg.held import BLOCK, Column, Run, Sort, objects
from xlseg.made import Made

WIDE, CELLS = 1024, 1 << 15  # columns of a sheet of which as many cells are made at a time
VOID = re.compile(rb"(?:^|<)\s*<")


class Grid(Sequence[Sequence[object]]):
    """Rows of cells from A1 to the last that holds anything; floats, texts, days and so on, '' where a cell is empty.

    In a sheet that is wide, rows end where those near them do.

    runs: by 0-based column. shared: the texts of the workbook that cells refer to.
    """

    def __init__(
        self,
        height: int,
        width: int,
        runs: Mapping[int, Sequence[Run]],
        shared: np.ndarray | Made | None = None,
        epoch_1904: bool = False,
    ) -> None:
        self.height, self.width = height, width
        self._runs, self._columns = dict(runs), dict[int, Column]()
        self._made = partial(Column, shared=objects(()) if shared is None else shared, epoch_1904=epoch_1904)
        none = shared.isna() if isinstance(shared, Made) else shared == ""
        self._void = shared is not None and bool(np.any(none))  # an empty text is among them
        self._gone: frozenset[int] = frozenset()
        self._step = BLOCK if width <= WIDE else max(CELLS // width, 1)
        self._rights = self._ends()
        self._block: tuple[int, list[list[Any]]] = (-1, [])

    def __len__(self) -> int:
        return self.height

    @overload
    def __getitem__(self, at: int) -> list[Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[Any]]: ...
    def __getitem__(self, at: int | slice) -> list[Any]:
        rows = range(self.height)[at]
        if isinstance(rows, int):
            return self._rows(rows // self._step)[rows % self._step]
        return [self[row] for row in rows]

    def __iter__(self) -> Iterator[list[Any]]:
        return (row for block in range(-(-self.height // self._step)) for row in self._rows(block))

    def column(self, number: int, top: int = 0) -> np.ndarray | Made:
        """The cells of a 1-based column from the 0-based row `top` on.

        Floats with NaN for blanks where all are numbers, datetime64[us] with NaT where all are days, else objects as
        in a row; texts that hardly repeat are Made, with None for blanks. Not to be written to.
        """
        at = number - 1
        if at in self._runs:
            self._columns[at] = self._made(self.height, self._runs.pop(at))
        if at in self._gone or at not in self._columns:
            return np.broadcast_to(objects([""]), (self.height,))[top:]  # of no size
        cells = self._columns[at].typed(top)
        if isinstance(cells, np.ndarray):
            cells.flags.writeable = False
        return cells

    def filled(self, number: int) -> np.ndarray:
        """Which cells of a 1-based column hold anything, made into values only where that may be an empty text."""
        at, found = number - 1, np.zeros(self.height, bool)
        if at in self._runs and at not in self._gone and not all(map(self._full, self._runs[at])):
            self.column(number)
        for run in self._runs.get(at, ()) if at not in self._gone else ():
            found[run.rows] = True
        if at in self._columns and at not in self._gone:
            found[:] = self._columns[at].filled()
        return found

    def _full(self, run: Run) -> bool:
        """Whether none of its cells can be an empty text."""
        if run.sort is Sort.SHARED:
            return not self._void
        return run.sort <= Sort.DURATION or (isinstance(run.values, bytes) and not VOID.search(run.values))

    def without(self, numbers: Iterable[int]) -> "Grid":
        """The same cells with these 1-based columns blank."""
        other = copy(self)
        other._gone = self._gone | {number - 1 for number in numbers}
        other._block = (-1, [])
        return other

    def _rows(self, number: int) -> list[list[Any]]:
        """Some rows, which are kept until others are asked for."""
        if self._block[0] != number:
            start, stop = number * self._step, min((number + 1) * self._step, self.height)
            held, blank = {*self._runs, *self._columns}, [""] * (stop - start)
            right = int(self._rights[number])
            columns = [self._cells(at, start, stop) if at in held else blank for at in range(right)]
            rows = list(map(list, zip(*columns, strict=True))) if columns else [[] for _ in range(start, stop)]
            self._block = number, rows
        return self._block[1]

    def _ends(self) -> np.ndarray:
        """How many columns each block of rows has: fewer than others where they end early, in a sheet that is wide."""
        ends = np.full(-(-self.height // self._step), self.width if self._step == BLOCK else 0, np.int32)
        for at, runs in self._runs.items() if self._step < BLOCK else ():
            for run in runs:
                np.maximum.at(ends, run.rows // self._step, at + 1)
        return ends

    def _cells(self, at: int, start: int, stop: int) -> list[Any]:
        """Cells of a column as Python's values; of one that nobody asked for as a whole, no others are looked at."""
        if at in self._columns and at not in self._gone:
            return self._columns[at].listed(start, stop)
        runs = [] if at in self._gone else self._runs.get(at, [])
        runs = [run for run in runs if run.rows.min() < stop and run.rows.max() >= start]
        low = min((int(run.rows.min()) for run in runs), default=start)
        height = max((int(run.rows.max()) for run in runs), default=low) - low + 1
        column = self._made(height, [run._replace(rows=run.rows - low) for run in runs])
        cells = [*[""] * (low - start), *column.listed(max(start - low, 0), min(stop - low, height))]
        return cells + [""] * (stop - start - len(cells))
