"""The cells of one column of a sheet as a file holds them, made into Python's values when they are asked for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import chain
from math import isnan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xlseg.distinct import SAMPLE, mostly_distinct
from xlseg.made import Made
from xlseg.stored import DAY_MS, LAST_DAY, LEAP, day, duration, moment, texts

MOST = (1 << 31) - 1  # bytes that places in them are counted in
LARGE = 1 << 19  # cells of a run that is left as it is
BLOCK = 4096  # rows made into Python's values at a time
EPOCH_64, DAYS_1904 = np.datetime64("1899-12-30", "us"), 1462
MS = np.timedelta64(1, "ms")
TRIMS = re.compile(rb"(?:^|<)\s|\s<|&")  # texts of which something may be left off
SIGNS = (b"&", b" ", b"\t", b"\n", b"\r", b"\f", b"\v")  # one of which they hold


class Sort(IntEnum):
    """What a cell holds. The first three are numbers; SHARED the number of a shared text; OTHER any object."""

    NUMBER = 0
    DATE = 1
    DURATION = 2
    SHARED = 3
    TEXT = 4
    TRIMMED = 5
    BOOL = 6
    ERROR = 7
    ISO = 8
    OTHER = 9


class Run(NamedTuple):
    """Cells of one sort in a column. rows: 0-based. values: numbers; or texts as XML has them, each ended by '<'."""

    sort: Sort
    rows: np.ndarray
    values: "np.ndarray | bytes | list[Any]"


def joined(runs: Sequence[Run]) -> list[Run]:
    """The same cells in fewer runs: many small ones leave holes in memory that nothing fits into."""
    found = [run for run in runs if len(run.rows) >= LARGE]
    small: dict[Sort, list[Run]] = {}
    for run in runs:
        if len(run.rows) < LARGE:
            small.setdefault(run.sort, []).append(run)
    return found + [_one(sort, parts) for sort, parts in small.items()]


def packed(cells: bytes, trimmed: bool) -> Made | None:
    """Texts of XML, each ended by '<', made when they are asked for; None where one of them has to be read first."""
    doubtful = trimmed and any(sign in cells for sign in SIGNS)  # found in a tenth of the time
    if (doubtful and TRIMS.search(cells)) or b"_x00" in cells or not 0 < len(cells) < MOST:
        return None
    ends = np.flatnonzero(np.frombuffer(cells, np.uint8) == ord("<")).astype(np.int32)
    starts = np.concatenate([[np.int32(0)], ends[:-1] + 1])

    def make(which: np.ndarray) -> list[str]:
        if len(which) and (np.diff(which) == 1).all():  # as they stand, which is mostly so
            return texts(cells[starts[which[0]] : ends[which[-1]] + 1], trimmed)
        found = [cells[a:b] for a, b in zip(starts[which].tolist(), ends[which].tolist(), strict=True)]
        return texts(b"<".join([*found, b""]), trimmed)

    return Made(make, np.where(starts < ends, np.arange(len(ends), dtype=np.int32), -1), int((ends - starts).max()))


def told(runs: Sequence[Run], height: int, shared: "np.ndarray | Made") -> Made | None:
    """A column of texts that hardly repeat, which are made when they are asked for; None where it is none."""
    sorts = {run.sort for run in runs}
    if not sorts or not (sorts <= {Sort.TEXT, Sort.TRIMMED} or (sorts == {Sort.SHARED} and isinstance(shared, Made))):
        return None
    one = runs[0] if len(runs) == 1 else _one(max(sorts), runs)
    known = packed(bytes(one.values), one.sort is Sort.TRIMMED) if isinstance(one.values, bytes) else shared
    which = np.arange(len(one.rows)) if isinstance(one.values, bytes) else np.asarray(one.values)
    if not isinstance(known, Made) or not mostly_distinct(known.take(which[:SAMPLE]).tolist()):
        return None
    numbers = np.full(height, -1, np.int32)
    numbers[one.rows] = which
    return known.take(numbers, allow_fill=True)


def _one(sort: Sort, runs: Sequence[Run]) -> Run:
    values: list[Any] = [run.values for run in runs]
    rows = np.concatenate([run.rows for run in runs])
    if isinstance(values[0], bytes):
        return Run(sort, rows, b"".join(values))
    return Run(sort, rows, np.concatenate(values) if isinstance(values[0], np.ndarray) else [*chain(*values)])


class Column:
    """A column: either `numbers` of one `sort`, NaN where there are none, but for a few `others`; or `objects`."""

    def __init__(self, height: int, runs: Sequence[Run], shared: np.ndarray | Made, epoch_1904: bool) -> None:
        self.offset = DAYS_1904 if epoch_1904 else 0
        self.others: dict[int, Any] = {}
        count = {sort: sum(len(r.rows) for r in runs if r.sort is sort) for sort in {r.sort for r in runs}}
        self.sort = max((s for s in count if s <= Sort.DURATION), key=lambda s: count[s], default=Sort.OTHER)
        few = sum(count.values()) - count.get(self.sort, 0)
        self.values: Any
        made = told(runs, height, shared)
        if made is not None:
            self.sort, self.values, runs = Sort.OTHER, made, ()
        elif self.sort is not Sort.OTHER and few <= max(count[self.sort] // 8, 64):
            self.values = np.full(height, np.nan)
        else:
            self.sort, self.values = Sort.OTHER, np.full(height, "", dtype=object)
        known: dict[str, str] | None = {}
        for run in runs:
            if run.sort is self.sort and self.sort is not Sort.OTHER:
                self.values[run.rows] = run.values
                continue
            found = self._objects(run, shared)
            if known is not None and run.sort in (Sort.TEXT, Sort.TRIMMED):
                known = None if len(known) > BLOCK and mostly_distinct(found) else known
                found = found if known is None else objects(map(known.setdefault, found, found))
            if self.sort is Sort.OTHER:
                self.values[run.rows] = found
            else:
                self.others.update(zip(run.rows.tolist(), found.tolist(), strict=True))

    def typed(self, top: int) -> np.ndarray | Made:
        """Its cells from row `top` on: floats, NaN where blank; days, NaT where blank; or objects, '' where blank."""
        if self.sort is Sort.OTHER:
            whole: np.ndarray | Made = self.values[top:]
            return whole
        cells: np.ndarray = self.values[top:]
        if all(row < top for row in self.others):
            if self.sort is Sort.NUMBER:
                return cells
            if self.sort is Sort.DATE and not ((cells < 1) | (cells + self.offset >= LAST_DAY)).any():
                return self._days(cells)
        found = np.full(len(cells), "", dtype=object)
        for start in range(0, len(cells), BLOCK):
            found[start : start + BLOCK] = objects(self.listed(top + start, min(top + start + BLOCK, top + len(cells))))
        return found

    def filled(self) -> np.ndarray:
        """Which of its cells hold anything."""
        if self.sort is Sort.OTHER:
            return ~self.values.isna() if isinstance(self.values, Made) else np.asarray(self.values != "", dtype=bool)
        found: np.ndarray = ~np.isnan(self.values)
        found[[row for row, value in self.others.items() if value != ""]] = True
        return found

    def listed(self, start: int, stop: int) -> list[Any]:
        """Python's values of these rows."""
        cells = self.values[start:stop].tolist()
        if isinstance(self.values, Made):
            return ["" if cell is None else cell for cell in cells]
        if self.sort is Sort.OTHER:
            return list(cells)
        read = self._reading(self.sort)
        found = ["" if isnan(cell) else read(cell) if read else cell for cell in cells]
        for row, value in self.others.items() if len(self.others) < stop - start else ():
            if start <= row < stop:
                found[row - start] = value
        if len(self.others) >= stop - start:
            found = [self.others.get(row, value) for row, value in enumerate(found, start)]
        return found

    def _objects(self, run: Run, shared: np.ndarray | Made) -> np.ndarray:
        if run.sort is Sort.SHARED:
            which, place = np.unique(run.values, return_inverse=True)
            known = np.asarray(shared[which])
            return np.where(pd.isna(known), "", known)[place]
        if run.sort <= Sort.DURATION:
            read = self._reading(run.sort)
            numbers = np.asarray(run.values).tolist()
            return objects(map(read, numbers) if read else numbers)
        if isinstance(run.values, bytes):
            found: Iterable[Any] = texts(run.values, run.sort is Sort.TRIMMED)
            return objects(map(READ[run.sort], found) if run.sort in READ else found)
        return objects(run.values)

    def _reading(self, sort: Sort) -> Callable[[float], Any] | None:
        readings = {Sort.DATE: lambda serial: day(serial, self.offset), Sort.DURATION: duration}
        return readings.get(sort)

    def _days(self, cells: np.ndarray) -> np.ndarray:
        serial = cells + self.offset
        ms = np.floor(serial * DAY_MS + 0.5) + np.where(serial < LEAP, DAY_MS, 0)
        known = ~np.isnan(ms)
        return np.where(known, EPOCH_64 + np.where(known, ms, 0).astype("int64") * MS, np.datetime64("NaT"))


def objects(values: Iterable[Any]) -> np.ndarray:
    """A flat array of these, whatever they are."""
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


READ: Mapping[Sort, Callable[[str], Any]] = {Sort.BOOL: lambda text: text not in ("0", "false"), Sort.ISO: moment}
