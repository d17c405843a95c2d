"""What a host reads and is asked to write: values, looks and names at addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Rows = Sequence[Sequence[object]]


def letter(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


class Area(NamedTuple):
    """A rectangle of cells, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        return f"{letter(self.left)}{self.top}:{letter(self.right)}{self.bottom}"

    @property
    def absolute(self) -> str:
        return f"${letter(self.left)}${self.top}:${letter(self.right)}${self.bottom}"


class Fill(NamedTuple):
    """Values to write with their top left cell; one write into Excel."""

    top: int
    left: int
    values: Rows

    @property
    def area(self) -> Area:
        return Area(self.top, self.left, self.top + len(self.values) - 1, self.left + len(self.values[0]) - 1)


class Paint(NamedTuple):
    """The look of an area: a style of theme.py and, where it differs from the style's, a number format."""

    area: Area
    style: str
    format: str = "General"


@dataclass(frozen=True)
class Placed:
    """A page, or columns of labels, as plain cells of one sheet.

    sheet: written to, made if it is not there. mark: the name `area` is found again by on the next run ("": none).
    before: what was ours until now; its cells outside `area` are emptied. down, right: how many rows or columns
    of the user's cells have to move first, because `area` grew and something stands in the way. looks: False
    when the layout has not changed, so that formats and widths the user gave are left alone.
    """

    sheet: str
    mark: str
    area: Area
    fills: tuple[Fill, ...]
    before: Area | None = None
    down: int = 0
    right: int = 0
    looks: bool = True
    paints: tuple[Paint, ...] = ()
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None


class Marked(NamedTuple):
    """Where a mark was found."""

    sheet: str
    area: Area


Marks = dict[str, Marked]


def cell(rows: Rows, row: int, column: int) -> object:
    """The value at a 1-based address; None outside the rows and for an empty text."""
    if 0 < row <= len(rows) and 0 < column <= len(rows[row - 1]):
        value = rows[row - 1][column - 1]
        return None if value == "" else value
    return None
