"""What a page is made of, before language and addresses: headings, notes, tables and charts."""

from dataclasses import dataclass

import pandas as pd

from xlseg.cells import ChartKind
from xlseg.columns import Column
from xlseg.text import Text


@dataclass(frozen=True)
class Heading:
    title: Text


@dataclass(frozen=True)
class Note:
    """One sentence on a row of its own."""

    text: Text


@dataclass(frozen=True)
class Table:
    """Rows under declared columns.

    rows: one column a Column.key; a cell may be a Text. key: the columns a row is known by from run to run.
    keep: columns the user fills; what was typed there survives a rerun. proposed: filled by us; what the user
    wrote instead survives too. inputs: made to be edited, and read back by us. total: the last row is a total.
    steady: rows never leave, because the user may have written beside them.
    """

    columns: tuple[Column, ...]
    rows: pd.DataFrame
    key: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    total: bool = False
    steady: bool = False


@dataclass(frozen=True)
class Chart:
    """A native chart over the cells of the table before it, so that it lives with them.

    x: the Column.key whose cells name the points (of a scatter, its horizontal axis). y: keys of the columns drawn,
    each a series named by its title; they stand side by side in the table, in this order. second: those of y that
    have an axis of their own at the right, where a column becomes a line; bars have none. Total rows are not drawn.
    title: without figures, because a chart whose table stays where it is keeps what the user made of it.
    """

    title: Text
    kind: ChartKind
    x: str
    y: tuple[str, ...]
    second: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not set(self.second) < set(self.y) or (self.second and self.kind == "bar"):
            raise ValueError(f"the chart '{self.title.en}' cannot have {self.second} at the right")


Block = Heading | Note | Table | Chart
