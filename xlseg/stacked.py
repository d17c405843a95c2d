"""Rows backed by columns: a million customers as a few typed arrays, and a row of cells only where one is asked for."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.made import Made

Cells: TypeAlias = "npt.NDArray[Any] | pd.Categorical[Any] | Made"
PIECE = 4096  # rows turned into cells at once while all are walked through


class Stacked(Sequence[Sequence[object]]):
    """Equally long columns, read as rows of plain Python cells.

    columns: numbers, truth values, days (datetime64) and objects as arrays, what repeats as a Categorical, texts
    made when they are asked for. A cell is None where the number is not finite, the day is NaT, or the category is
    missing; objects are cells as they are.
    """

    def __init__(self, columns: Sequence["Cells | pd.Series | Sequence[object]"]) -> None:
        self.columns: tuple[Cells, ...] = tuple(map(_stored, columns))
        self._rows = len(self.columns[0]) if self.columns else 0
        if any(len(column) != self._rows for column in self.columns):
            raise ValueError("the columns of one block are of different lengths")

    @property
    def width(self) -> int:
        return len(self.columns)

    def column(self, number: int, top: int = 0) -> Cells:
        """The column at a 1-based position as it is stored, from the 0-based row `top` on."""
        return self.columns[number - 1][top:]

    def beside(self, other: "Stacked") -> "Stacked":
        """With the columns of another of as many rows right of these."""
        return Stacked((*self.columns, *other.columns))

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, at: int) -> list[object]: ...

    @overload
    def __getitem__(self, at: slice) -> "Stacked": ...

    def __getitem__(self, at: int | slice) -> "list[object] | Stacked":
        if isinstance(at, slice):
            return Stacked([column[at] for column in self.columns])
        row = range(self._rows)[at]
        return [cells_of(column[row : row + 1])[0] for column in self.columns]

    def __iter__(self) -> Iterator[list[object]]:
        for top in range(0, self._rows, PIECE):
            yield from map(list, zip(*(cells_of(c[top : top + PIECE]) for c in self.columns), strict=True))

    def __eq__(self, other: object) -> bool:
        """Of the same cells, whoever holds them."""
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(row == list(its) for row, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Stacked({len(self)} x {self.width})"


def cells_of(column: Cells) -> list[Any]:
    """Plain Python cells, None where there is nothing."""
    if isinstance(column, pd.Categorical):
        known = np.empty(len(column.categories) + 1, dtype=object)  # the last stands for code -1
        known[:-1] = column.categories.to_numpy(dtype=object)
        cells: list[Any] = known[column.codes].tolist()
        return cells
    if isinstance(column, Made):
        return column.tolist()
    if column.dtype.kind == "M":
        cells = column.astype("datetime64[us]").tolist()
    elif column.dtype.kind == "f" and not (finite := np.isfinite(column)).all():
        cells = blanked(column, ~finite).tolist()
    else:
        cells = column.tolist()
    return cells


def blanked(cells: npt.NDArray[Any], missing: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """As objects, None where they are missing; others than those given."""
    found = cells.astype(object)
    found[missing] = None
    return found


def _stored(column: Any) -> Cells:
    if isinstance(column, np.ndarray | pd.Categorical | Made):
        return column
    if isinstance(column, pd.Series):
        if isinstance(column.dtype, np.dtype):
            return column.to_numpy()
        if isinstance(column.array, pd.Categorical | Made):
            return column.array
        missing = column.isna().to_numpy()
        if column.dtype.kind in "iufb" and not missing.any():
            return _small(column.to_numpy(dtype=column.dtype.type))
        return blanked(column.to_numpy(dtype=object), missing)
    cells = np.empty(len(column), dtype=object)
    cells[:] = column
    return cells


def _small(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers in as few bytes as they need: scores of a million customers take one each."""
    if numbers.dtype.kind not in "iu" or not len(numbers):
        return numbers
    low, high = int(numbers.min()), int(numbers.max())
    return numbers.astype(np.result_type(np.min_scalar_type(low), np.min_scalar_type(high)))
