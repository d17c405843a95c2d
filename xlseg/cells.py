"""What a host reads and is asked to write: values, looks and names at addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from xlseg.area import Area as Area  # noqa: PLC0414
from xlseg.area import letter as letter  # noqa: PLC0414
from xlseg.text import Text

ChartKind = Literal["line", "column", "bar", "scatter", "radar"]
Rows = Sequence[Sequence[object]]


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
class Formula:
    """A cell that computes itself. text: in Excel's English, without the equals sign; value: what it comes to.

    On a page, names in braces stand for cells: {key} the cell of that column in the same row, {key:all} all rows of
    that column but the total, {key:total} the total, {key:3} its third row, {key:3-9} up to its ninth; {key:row} is a
    cell that goes along when rows are sorted; {table!key:all} are those of a table of that name, on whatever page.
    Only functions of Excel 2016. Where such a table has no rows or is not written, the cell holds the plain value.
    origin: row and column it was typed in by the user, from where its references are carried on.
    """

    text: Text | str
    value: object
    origin: tuple[int, int] | None = None


def result_of(value: Any) -> Any:
    """What a cell comes to: the value of a formula, anything else as it is."""
    return value.value if isinstance(value, Formula) else value


class Valid(NamedTuple):
    """What may be typed into an area. options: a list to choose from; else a number or a day from low to high.

    strict: refuse anything else; else the list only proposes. note: shown while the cell is chosen.
    """

    area: Area
    kind: Literal["list", "whole", "decimal", "date"]
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    strict: bool = True
    note: str = ""


class Shade(NamedTuple):
    """Looks that follow the values: bars in the cells, a scale of colours over all of them, an alarm where `formula`
    (of the area's first cell, without the equals sign) is true."""

    area: Area
    kind: Literal["bar", "scale", "alarm"]
    formula: str = ""


class Listed(NamedTuple):
    """An Excel Table with filters: header row and body, without a total."""

    name: str
    area: Area


class Printed(NamedTuple):
    """How a sheet is printed. rows: repeated on every page. area: all of it, where None. tall: pages, 0 for any.

    breaks: the rows new pages begin with.
    """

    rows: tuple[int, int] | None = None
    area: Area | None = None
    tall: int = 0
    breaks: tuple[int, ...] = ()


class Located(NamedTuple):
    """Where a table of a page stands: sheet, header row, last row of its body, whether a total follows, columns."""

    sheet: str
    header: int
    bottom: int
    total: bool
    columns: Mapping[str, int]

    def body(self, key: str) -> Area:
        """The column's cells below the header, without the total."""
        return Area(self.header + 1, self.columns[key], self.bottom, self.columns[key])


class Axis(NamedTuple):
    """An axis of a chart: its title, empty where the chart says it, the number format of its marks, and its ends."""

    title: str
    format: str
    low: float | None = None
    high: float | None = None


class Curve(NamedTuple):
    """A series of a chart. head: the cell its name stands in. second: drawn against the axis at the right."""

    head: Area
    values: Area
    second: bool = False


@dataclass(frozen=True)
class Graph:
    """A chart over cells of the sheet it stands on.

    name: it is found again by, under the mark of its page. area: cells it covers. size: width and height in points.
    x: cells that name the points. second: the axis at the right, for the curves that ask for it. alt: what it
    shows, for those who cannot see it. kept: its table stands where it stood, so that one that is there stays where
    the user put it, and in a live Excel as the user made it; a file gets it anew, since openpyxl reads part of it.
    small: one of several beside each other, in smaller letters; inset: points between it and the one at its left.
    level: the words below it find room side by side.
    """

    name: str
    title: str
    kind: ChartKind
    area: Area
    size: tuple[float, float]
    x: Area
    curves: tuple[Curve, ...]
    x_axis: Axis
    y_axis: Axis
    second: Axis | None = None
    alt: str = ""
    kept: bool = False
    small: bool = False
    inset: float = 0.0
    level: bool = False


class Uncomputed(str):
    """The text of a formula whose result nobody computed: something stands here, but not a value."""


class Link(str):
    """The text of a cell that leads to another cell of the workbook. place: '订单'!C5."""

    place: str

    @classmethod
    def to(cls, sheet: str, address: str) -> "Link":
        link = cls(f"{sheet}!{address}")
        link.place = "'" + sheet.replace("'", "''") + "'!" + address
        return link


class Room(NamedTuple):
    """Cells of the user's that have to move, because what is ours grew: by so many rows or columns."""

    area: Area
    down: int = 0
    right: int = 0


@dataclass(frozen=True)
class Placed:
    """A page, or columns of labels, as plain cells of one sheet.

    sheet: written to, made if it is not there. fills: values. marks: names our areas are found again by on the next
    run; forget: names to drop. room: what moves first. emptied: areas that were ours and no longer are. restyled:
    areas whose looks are reset before `paints`, `widths` and `heights` are applied. texts: areas formatted as
    text, now or by an earlier run. freeze: last row and column kept in view, for a sheet that is new. charts: all
    charts of the areas in `marks`; others named after these go. valid, shades: instead of those these areas had.
    listed: Excel Tables. printed: for a sheet of ours. located: the tables of the page that have a name. hidden: a new
    sheet is not shown.
    """

    sheet: str
    fills: tuple[Fill, ...] = ()
    marks: Mapping[str, Area] = field(default_factory=dict)
    forget: tuple[str, ...] = ()
    room: tuple[Room, ...] = ()
    emptied: tuple[Area, ...] = ()
    restyled: tuple[Area, ...] = ()
    paints: tuple[Paint, ...] = ()
    texts: tuple[Area, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] | None = None
    charts: tuple[Graph, ...] = ()
    valid: tuple[Valid, ...] = ()
    shades: tuple[Shade, ...] = ()
    listed: tuple[Listed, ...] = ()
    printed: Printed | None = None
    located: Mapping[str, Located] = field(default_factory=dict)
    hidden: bool = False

    @property
    def area(self) -> Area:
        """Around all that is marked."""
        tops, lefts, bottoms, rights = zip(*self.marks.values(), strict=True)
        return Area(min(tops), min(lefts), max(bottoms), max(rights))


class Marked(NamedTuple):
    """Where a mark was found."""

    sheet: str
    area: Area


def even(rows: Rows) -> list[Sequence[object]]:
    """Rows of one length: they may end early."""
    width = max(map(len, rows), default=0)
    return [row if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows]


def put(rows: list[list[Any]], row: int, column: int, value: object) -> None:
    """Set a cell, growing the rows where they end early."""
    rows.extend([] for _ in range(row - len(rows)))
    rows[row - 1].extend([""] * (column - len(rows[row - 1])))
    rows[row - 1][column - 1] = value


def cell(rows: Rows, row: int, column: int) -> object:
    """The value at a 1-based address; None outside the rows and for an empty text."""
    if 0 < row <= len(rows) and 0 < column <= len(rows[row - 1]):
        value = rows[row - 1][column - 1]
        return None if value == "" else value
    return None
