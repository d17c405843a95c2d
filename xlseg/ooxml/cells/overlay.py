"""What changes in the cells of a sheet: values and looks by column, as runs of rows, however many cells they are."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from xlseg.cells import Area, Rows


class Kept:
    """What stands for a cell whose value does not change."""

    def __repr__(self) -> str:
        return "KEEP"


KEEP = Kept()


class Run(NamedTuple):
    """Rows of a column that get what `what` holds, row `origin` its first; what: None for emptied cells."""

    top: int
    bottom: int
    what: Any
    origin: int

    def cut(self, top: int, bottom: int) -> "Run":
        return self._replace(top=max(self.top, top), bottom=min(self.bottom, bottom))

    @property
    def values(self) -> Any:
        """Of these rows, as the column holds them: a list, a numpy array, a pandas Series or Categorical."""
        if self.what is None or isinstance(self.what, int):
            return [self.what] * (self.bottom - self.top + 1)
        found = slice(self.top - self.origin, self.bottom - self.origin + 1)
        return self.what.iloc[found] if hasattr(self.what, "iloc") else self.what[found]


class Runs:
    """Runs of one column in order, none over another."""

    def __init__(self) -> None:
        self._tops: list[int] = []
        self._runs: list[Run] = []

    def put(self, top: int, bottom: int, *what: Any) -> None:
        """What stands there now stands there no more; instead `what`, or nothing."""
        low = max(bisect_right(self._tops, top) - 1, 0)
        low += bool(self._runs) and self._runs[low].bottom < top
        high = max(bisect_right(self._tops, bottom), low)
        over = self._runs[low:high]
        new = [run.cut(run.top, top - 1) for run in over[:1] if run.top < top]
        new += [Run(top, bottom, one, top) for one in what]
        new += [run.cut(bottom + 1, run.bottom) for run in over[-1:] if run.bottom > bottom]
        self._runs[low:high] = new
        self._tops[low:high] = [run.top for run in new]

    def within(self, top: int, bottom: int) -> list[Run]:
        """The parts of the runs that lie in these rows."""
        low = max(bisect_right(self._tops, top) - 1, 0)
        found = self._runs[low : bisect_right(self._tops, bottom)]
        return [run.cut(top, bottom) for run in found if run.bottom >= top]

    def copy(self) -> "Runs":
        other = Runs()
        other._tops, other._runs = [*self._tops], [*self._runs]
        return other

    def __iter__(self) -> Iterator[Run]:
        return iter(self._runs)


class Part(NamedTuple):
    """Some rows of a column. values: KEEP where they stay; style: None where it stays."""

    top: int
    bottom: int
    values: Run | Kept
    style: int | None

    @property
    def certain(self) -> bool:
        """Whether all is known of these cells, whatever stands there now."""
        return self.style is not None and isinstance(self.values, Run)


class Overlay:
    """What changes in cells; what comes later holds where both say something of one cell."""

    def __init__(self) -> None:
        self._values: dict[int, Runs] = {}
        self._styles: dict[int, Runs] = {}
        self.heights: dict[int, float] = {}
        self.forgotten: frozenset[object] | None = None

    def __bool__(self) -> bool:
        return bool(self._values or self._styles or self.heights or self.forgotten is not None)

    def fill(self, top: int, left: int, values: Rows) -> None:
        """Values from a cell on; rows that end early leave the rest as it is.

        values may offer `columns`, one sequence per column: lists, numpy arrays, pandas Series, Categoricals.
        """
        columns: Sequence[Any] | None = getattr(values, "columns", None)
        for number, column in enumerate(
            list(zip_longest(*values, fillvalue=KEEP)) if columns is None else columns, left
        ):
            if any(value is KEEP for value in column) if columns is None else False:
                self._fill_cells(top, number, column)
            elif len(column):
                self._values.setdefault(number, Runs()).put(top, top + len(column) - 1, column)

    def _fill_cells(self, top: int, number: int, column: Sequence[object]) -> None:
        for row, value in enumerate(column, top):
            if value is not KEEP:
                self._values.setdefault(number, Runs()).put(row, row, (value,))

    def look(self, area: Area, number: int) -> None:
        """The style of all cells of an area, by its index."""
        for column in range(area.left, area.right + 1):
            self._styles.setdefault(column, Runs()).put(area.top, area.bottom, number)

    def clear(self, area: Area, contents: bool) -> None:
        """Take the looks of an area away, and with contents its values too."""
        if area.bottom >= area.top:
            self.look(area, 0)
            for column in range(area.left, area.right + 1) if contents else ():
                self._values.setdefault(column, Runs()).put(area.top, area.bottom, None)

    def height(self, row: int, points: float) -> None:
        self.heights[row] = points

    def forget(self, values: Collection[object]) -> None:
        """Leave out results of formulas that are text, or one of these; those of formulas in the overlay stay."""
        self.forgotten = frozenset(values)

    @property
    def bounds(self) -> Area | None:
        """Around the cells that get a value."""
        runs = [(number, run) for number, column in self._values.items() for run in column if run.what is not None]
        if not runs:
            return None
        numbers = [number for number, _ in runs]
        tops, bottoms = min(run.top for _, run in runs), max(run.bottom for _, run in runs)
        return Area(tops, min(numbers), bottoms, max(numbers))

    @property
    def bottom(self) -> int:
        """The last row of which anything is said."""
        columns = (*self._values.values(), *self._styles.values())
        return max([0, *self.heights, *(run.bottom for column in columns for run in column)])

    def value(self, row: int, column: int) -> Any:
        """What the cell will hold, None where it is emptied; KEEP where that does not change."""
        found = self._values[column].within(row, row) if column in self._values else []
        return next(iter(found[0].values), None) if found else KEEP

    def style(self, row: int, column: int) -> int | None:
        """The style the cell will have; None where that does not change."""
        found = self._styles[column].within(row, row) if column in self._styles else []
        return int(found[0].what) if found else None

    def overwrites(self, area: Area) -> bool:
        """Whether any cell of the area gets another value or is emptied."""
        columns = [column for column in self._values if area.left <= column <= area.right]
        return any(self._values[column].within(area.top, area.bottom) for column in columns)

    def columns(self, top: int, bottom: int) -> dict[int, list[Part]]:
        """What changes in these rows, by column from left to right, each as parts that cover all rows of it."""
        found = {number: self._parts(number, top, bottom) for number in sorted({*self._values, *self._styles})}
        return {number: parts for number, parts in found.items() if parts}

    def _parts(self, number: int, top: int, bottom: int) -> list[Part]:
        values = self._values[number].within(top, bottom) if number in self._values else []
        styles = self._styles[number].within(top, bottom) if number in self._styles else []
        if not values and not styles:
            return []
        starts = {top, *(run.top for run in (*values, *styles)), *(run.bottom + 1 for run in (*values, *styles))}
        edges = sorted(starts - {bottom + 1})
        return [
            Part(low, high - 1, _over(values, low, high - 1) or KEEP, style.what if style else None)
            for low, high in zip(edges, [*edges[1:], bottom + 1], strict=True)
            for style in [_over(styles, low, high - 1)]
        ]

    def without(self, merged: Collection[Area]) -> "Overlay":
        """The same, but that cells below the first of merged ones take no value."""
        other = Overlay()
        other._values = {number: runs.copy() for number, runs in self._values.items()}
        other._styles, other.heights, other.forgotten = self._styles, self.heights, self.forgotten
        for area in merged:
            for number in other._values if area[:2] != area[2:] else ():
                if area.left <= number <= area.right:
                    other._values[number].put(area.top + (number == area.left), area.bottom)
        return other


def _over(runs: list[Run], top: int, bottom: int) -> Run | None:
    """The run over these rows, which no run ends within."""
    at = bisect_left(runs, top, key=lambda run: run.bottom)
    return runs[at].cut(top, bottom) if at < len(runs) and runs[at].top <= top else None
