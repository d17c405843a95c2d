"""What a page is made of, before language and addresses: headings, notes, tables and charts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from xlseg.cells import ChartKind
from xlseg.columns import Column, Format
from xlseg.text import EMPTY, Text


@dataclass(frozen=True)
class Heading:
    title: Text


@dataclass(frozen=True)
class Note:
    """One sentence on a row of its own."""

    text: Text


@dataclass(frozen=True)
class Choices:
    """A list to choose from. strict: nothing else may be typed."""

    options: tuple[Text, ...]
    strict: bool = True
    note: Text = EMPTY


@dataclass(frozen=True)
class Between:
    """A number, or a day where `days`, from low to high, both included; None: without a limit."""

    low: float | None = None
    high: float | None = None
    whole: bool = False
    days: bool = False
    note: Text = EMPTY


Allowed = Choices | Between


@dataclass(frozen=True)
class Table:
    """Rows under declared columns.

    rows: one column a Column.key; a cell may be a Text or a Formula. key: the columns a row is known by from run to
    run. keep: columns the user fills; what was typed there survives a rerun. proposed: filled by us; what the user
    wrote instead survives too. inputs: made to be edited, and read back by us. total: the last row is a total.
    steady: rows never leave, because the user may have written beside them. lasting: a row that is gone stays, marked,
    while others of its table are there. known: all lines we may propose, so that any other was typed.
    name: ASCII, unique in a workbook, by which formulas of any page and charts find the table. filtered: an Excel
    Table with filters; no two in one page beside each other. allowed: what may be typed under a column, one for all
    its rows or a tuple with one (or None) for each. bars: columns of shares with a bar in each cell. scales: columns
    coloured together from light to dark. alarms: by column, a formula (see Formula) true where its cell is wrong.
    looks: by column, the style and the format of each row, where they are not those of the column.
    at_times: columns it may have in other runs, so that any further one on its sheet is the user's.
    """

    columns: tuple[Column, ...]
    rows: pd.DataFrame
    key: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    total: bool = False
    steady: bool = False
    lasting: bool = False
    known: tuple[Text, ...] = ()
    name: str = ""
    filtered: bool = False
    allowed: Mapping[str, Allowed | tuple[Allowed | None, ...]] = field(default_factory=dict)
    bars: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    alarms: Mapping[str, Text | str] = field(default_factory=dict)
    looks: Mapping[str, tuple[tuple[str, Format], ...]] = field(default_factory=dict)
    at_times: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A native chart over the cells of the table before it, so that it lives with them.

    x: the Column.key whose cells name the points (of a scatter, its horizontal axis). y: keys of the columns drawn,
    each a series named by its title; they stand side by side in the table, in this order. second: those of y that
    have an axis of their own at the right, where a column becomes a line; bars have none. Total rows are not drawn.
    title: without figures, because a chart whose table stays where it is keeps what the user made of it.
    of: the name of the table of the page that is drawn, where it is not the one before; without it, no chart.
    """

    title: Text
    kind: ChartKind
    x: str
    y: tuple[str, ...]
    second: tuple[str, ...] = ()
    of: str = ""

    def __post_init__(self) -> None:
        if not set(self.second) < set(self.y) or (self.second and self.kind == "bar"):
            raise ValueError(f"the chart '{self.title.en}' cannot have {self.second} at the right")


@dataclass(frozen=True)
class Panel:
    """Charts beside and below each other, `across` in a row, each `of` a named table."""

    charts: tuple[Chart, ...]
    across: int = 3


@dataclass(frozen=True)
class Tile:
    """A key figure, large, under its title; its cell is named xlseg.figure.KEY, for formulas of the user's."""

    key: str
    title: Text
    value: object
    format: Format = "count"


@dataclass(frozen=True)
class Tiles:
    """Key figures beside each other, one a column."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Legend:
    """What the looks mean: beside each other, a cell in each style (a key of theme.STYLES) that says what it is."""

    samples: tuple[tuple[str, Text], ...]


Block = Heading | Note | Table | Chart | Panel | Tiles | Legend
