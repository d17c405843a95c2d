"""Which cells hold something that others do not, column by column where rows are kept so."""

from collections.abc import Iterator, Sequence

import numpy as np

from xlseg.cells import Area, Rows, cell
from xlseg.grid import Grid


def beyond(rows: Rows, there: Rows, bottom: int, without: Sequence[Area] = ()) -> list[tuple[int, int]]:
    """Row and column of each filled cell down to `bottom` that is blank in `there` and in none of these areas."""
    return sorted(
        _columnar(rows, there, bottom, without) if isinstance(rows, Grid) else _each(rows, there, bottom, without)
    )


def _columnar(rows: Grid, there: Rows, bottom: int, without: Sequence[Area]) -> Iterator[tuple[int, int]]:
    for column in range(1, rows.width + 1):
        found = rows.filled(column)[:bottom]
        for area in without:
            if area.left <= column <= area.right:
                found[area.top - 1 : area.bottom] = False
        if isinstance(there, Grid) and found.any():
            known = there.filled(column)[: len(found)]
            found[: len(known)] &= ~known
        left = ((row, column) for row in (np.flatnonzero(found) + 1).tolist())
        yield from left if isinstance(there, Grid) else ((row, at) for row, at in left if cell(there, row, at) is None)


def _each(rows: Rows, there: Rows, bottom: int, without: Sequence[Area]) -> Iterator[tuple[int, int]]:
    for number, line in enumerate(rows[:bottom], 1):
        for column, value in enumerate(line, 1):
            ours = any(a.top <= number <= a.bottom and a.left <= column <= a.right for a in without)
            if value not in (None, "") and not ours and cell(there, number, column) is None:
                yield number, column
