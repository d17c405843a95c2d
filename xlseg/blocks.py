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


Block = Heading | Note | Table
