"""What a page is made of, before language and addresses: headings, notes and tables."""

from dataclasses import dataclass

import pandas as pd

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
    keep: columns whose cells the user fills; what was typed there survives a rerun. inputs: columns made to be
    edited though we fill them. total: the last row is a total.
    """

    columns: tuple[Column, ...]
    rows: pd.DataFrame
    key: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    total: bool = False


Block = Heading | Note | Table
