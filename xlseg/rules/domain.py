"""All customers there could be, as far as rules can tell them apart: cells of a grid, and regions of such cells.

Each column is cut where some rule's range begins or ends; between two cuts all values are alike to every rule, so
one stands for all of them, and what is true of the grid is true of the whole domain, not only of the data.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise
from math import ceil, floor, inf, prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.columns import CUSTOMER_COLUMNS
from xlseg.rules.book import Book
from xlseg.rules.condition import Among, Blank, Box, Contains, Range, Test, holds
from xlseg.rules.table import Table

Grid = npt.NDArray[np.bool_]
LARGEST = 300_000  # cells; a grid of more is not worth the wait
WHOLE = {c.key for c in CUSTOMER_COLUMNS if c.format in ("count", "days")}
NEVER_MORE = (  # the first is never more than the second
    ("recent_orders", "orders"),
    ("recent_revenue", "revenue"),
    ("purchase_days", "orders"),
    ("days_since_last", "tenure_days"),
)
LOWEST = {"orders": 1.0, "purchase_days": 1.0}  # of who has a day of a last order
PARTS = 6  # sought in texts; each doubles the cells
OTHER = "\uffff"  # stands for any text no rule names


class Axis(NamedTuple):
    """A column cut into cells. cells: what all values of each meet; values: one value of each, None for a blank."""

    column: str
    cells: tuple[Box, ...]
    values: tuple[Any, ...]

    def common(self, span: slice) -> Box | None:
        """What the cells of a span have in common: nothing to say of all of them; None where no one test says it."""
        cells = self.cells[span]
        if len(cells) in (1, len(self.cells)):
            return cells[0] if len(cells) == 1 < len(self.cells) else ()
        firsts = [cell[0] for cell in cells]
        if isinstance(first := firsts[0], Range) and isinstance(last := firsts[-1], Range):
            return (Range(self.column, first.low, last.high, first.above, last.below),)
        if all(
            isinstance(test, Among) and not test.negated and len(cell) == 1
            for test, cell in zip(firsts, cells, strict=True)
        ):
            return (Among(self.column, tuple(v for test in firsts if isinstance(test, Among) for v in test.values)),)
        return None


@dataclass(frozen=True)
class Domain:
    """The grid of a book of rules. met: for each rule the cells that match it. possible: cells there can be."""

    axes: tuple[Axis, ...]
    met: tuple[Grid, ...]
    possible: Grid

    @property
    def size(self) -> int:
        return prod(len(axis.values) for axis in self.axes)

    @property
    def gaps(self) -> Grid:
        """Cells no rule matches."""
        return np.asarray(self.possible & (self.counts == 0))

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many rules match each cell."""
        return np.asarray(np.sum(self.met, axis=0, dtype=np.int64))


def domain(book: Book) -> Domain | None:
    """The grid of the rules' columns; None where it would be larger than is worth the wait, or of no column."""
    tests = [test for rule in book.rules for box in rule.when for test in box]
    if len({value for test in tests if isinstance(test, Contains) for value in test.values}) > PARTS:
        return None
    axes = tuple(_axis(column, book) for column in book.columns)
    shape = tuple(len(axis.values) for axis in axes)
    if not axes or prod(shape) > LARGEST:
        return None
    grid = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    cells = {a.column: _cells(a).take(g.ravel()).reset_index(drop=True) for a, g in zip(axes, grid, strict=True)}
    table = Table(cells)
    possible = _possible(axes, shape)
    met = (holds(rule.when, table, prod(shape)).reshape(shape) & possible for rule in book.rules)
    return Domain(axes, tuple(met), possible)


def regions(mask: Grid, everything: Domain, most: int = 6) -> list[Box]:
    """Boxes that cover the cells of `mask` between them, and at most `most`; they may hold impossible cells."""
    left, axes = mask.copy(), everything.axes
    free = mask | ~everything.possible
    found: list[Box] = []
    while left.any() and len(found) < most:
        corner = np.unravel_index(int(np.argmax(left)), left.shape)
        ends = _grown(free, [slice(int(at), int(at) + 1) for at in corner], axes)
        left[tuple(ends)] = False
        free[tuple(ends)] &= ~everything.possible[tuple(ends)] | left[tuple(ends)]
        found.append(tuple(t for axis, span in zip(axes, ends, strict=True) for t in axis.common(span) or ()))
    return found


def _possible(axes: tuple[Axis, ...], shape: tuple[int, ...]) -> Grid:
    """All cells but those in which a part would be more than its whole."""
    possible, place = np.ones(shape, dtype=bool), {axis.column: number for number, axis in enumerate(axes)}
    for part, whole in NEVER_MORE:
        if part in place and whole in place:
            least = [t.low if isinstance(t, Range) else -inf for t, *_ in axes[place[part]].cells]
            most = [t.high if isinstance(t, Range) else inf for t, *_ in axes[place[whole]].cells]
            low = np.reshape(least, [-1 if n == place[part] else 1 for n in range(len(shape))])
            possible = possible & (low <= np.reshape(most, [-1 if n == place[whole] else 1 for n in range(len(shape))]))
    return possible


def _grown(free: Grid, box: list[slice], axes: tuple[Axis, ...]) -> list[slice]:
    """The box made as large as it goes, one axis after the other: to the whole axis, else cell by cell."""
    for number in reversed(range(len(box))):
        whole = [*box]
        whole[number] = slice(0, free.shape[number])
        if free[tuple(whole)].all():
            box = whole
        while box[number].stop < free.shape[number]:
            wider = [*box]
            wider[number] = slice(box[number].start, box[number].stop + 1)
            if axes[number].common(wider[number]) is None or not free[tuple(wider)].all():
                break
            box = wider
    return box


def _axis(column: str, book: Book) -> Axis:
    tests = [test for rule in book.rules for box in rule.when for test in box if test.column == column]
    ranges = [test for test in tests if isinstance(test, Range)]
    if not ranges and column not in WHOLE:
        return _words(column, tests)
    axis = _numbers(column, ranges, book)
    if any(isinstance(test, Blank) for test in tests):
        return Axis(column, (*axis.cells, (Blank(column),)), (*axis.values, None))
    return axis


def _numbers(column: str, ranges: list[Range], book: Book) -> Axis:
    """Half-open cells between (value, 0) 'from it on' and (value, 1) 'from just above it on'."""
    whole = column in WHOLE or column in book.bounds
    starts = {edge for test in ranges for edge in _edges(test, whole)}
    least = min([LOWEST.get(column, 0.0), *(value for value, _ in starts)]) if whole else -inf
    low, high = book.bounds.get(column, (least, inf))
    inner = sorted(edge for edge in starts if low < edge[0] <= high or (edge[0] == low and edge[1]))
    cells: list[Box] = []
    values: list[float] = []
    if column in book.bounds:
        inner = [(float(value), 0) for value in range(int(low) + 1, int(high) + 1)]
    for (start, above), (end, after) in pairwise([(low, 0), *inner, (high, 1)]):
        first = start == low and column not in book.bounds
        cells.append((_cell(column, -inf if first else start, above, end, after, whole),))
        values.append(_between(start, above, end, whole))
    return Axis(column, tuple(cells), tuple(values))


def _edges(test: Range, whole: bool) -> list[tuple[float, int]]:
    """Where a range begins, and where what is above it begins."""
    if not whole:
        return [edge for edge in ((test.low, int(test.above)), (test.high, int(not test.below))) if abs(edge[0]) < inf]
    low = floor(test.low) + 1 if test.above else test.low
    high = ceil(test.high) - 1 if test.below else test.high
    edges = ((ceil(low), 0) if low > -inf else None, (floor(high) + 1, 0) if high < inf else None)
    return [(float(edge[0]), 0) for edge in edges if edge is not None]


def _cell(column: str, start: float, above: int, end: float, after: int, whole: bool) -> Range:
    if whole:
        return Range(column, start, end if after or end == inf else end - 1)
    return Range(column, start, end, bool(above), not after)


def _between(start: float, above: int, end: float, whole: bool) -> float:
    """A value of the cell."""
    if start == -inf:
        return end - 1 if end < inf else 0.0
    if whole or not above:
        return start
    return start + 1 if end == inf else (start + end) / 2


def _words(column: str, tests: list[Test]) -> Axis:
    """Each text that is named, then all others by which of the sought parts they have in them, and the blank."""
    named = tuple(dict.fromkeys(value for test in tests if isinstance(test, Among) for value in test.values))
    parts = tuple(dict.fromkeys(value for test in tests if isinstance(test, Contains) for value in test.values))
    cells: list[Box] = [(Among(column, (value,)),) for value in named]
    values: list[Any] = [*named]
    for count in range(len(parts) + 1):
        for inside in combinations(parts, count):
            outside = tuple(part for part in parts if part not in inside)
            said: list[Test] = [Contains(column, (part,)) for part in inside]
            said += [Contains(column, outside, negated=True)] if outside else []
            said += [Among(column, named, negated=True)] if named else []
            cells.append(tuple(said) or (Blank(column, negated=True),))
            values.append(OTHER + OTHER.join(inside) + OTHER)
    return Axis(column, (*cells, (Blank(column),)), (*values, None))


def _cells(axis: Axis) -> pd.Series:
    text = any(isinstance(value, str) for value in axis.values)
    return pd.Series(axis.values, dtype=object if text else float)
