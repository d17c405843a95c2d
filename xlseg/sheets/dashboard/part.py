"""A table of the dashboard, which stands below the screen, and the charts of the screen that draw it."""

from typing import NamedTuple

import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.cells import ChartKind, Formula, result_of
from xlseg.columns import Column
from xlseg.text import EMPTY, Text, same

REVENUE = Column("revenue", Text("金额", "Revenue"), "money")


class Drawn(NamedTuple):
    """A chart. filler: drawn only to complete a row of charts."""

    title: Text
    kind: ChartKind
    y: tuple[str, ...]
    second: tuple[str, ...] = ()
    filler: bool = False


class Part(NamedTuple):
    """key: names the table, dashboard.KEY. The first column names the points of the charts."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    drawn: tuple[Drawn, ...] = ()
    note: Text = EMPTY
    scales: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"dashboard.{self.key}"

    def charts(self, fillers: bool = False) -> list[Chart]:
        x = self.columns[0].key
        return [Chart(d.title, d.kind, x, d.y, d.second, of=self.name) for d in self.drawn if d.filler is fillers]

    @property
    def table(self) -> Table:
        return Table(
            tuple(c for c in self.columns if c.key in self.rows), self.rows, name=self.name, scales=self.scales
        )

    @property
    def blocks(self) -> tuple[Block, ...]:
        return Heading(self.title), *([] if self.note == EMPTY else [Note(self.note)]), self.table

    def column(self, key: str) -> str:
        """The cells of a column, inside a formula."""
        return f"{{{self.name}!{key}:all}}"

    def values(self, key: str) -> pd.Series:
        """What a column comes to."""
        plain = self.rows[key].map(result_of)
        return plain.astype(float)


def formulas(text: Text | str, values: pd.Series) -> pd.Series:
    """The same formula in each row, and what each comes to."""
    return pd.Series([Formula(text, value) for value in values.tolist()], values.index, dtype=object)


def filled(template: str, **parts: Text | str) -> Text:
    """A formula with its <parts> in it, in both languages; braces stay."""
    zh = en = template
    for name, part in parts.items():
        text = part if isinstance(part, Text) else same(part)
        zh, en = zh.replace(f"<{name}>", text.zh), en.replace(f"<{name}>", text.en)
    return Text(zh, en)


def quoted(text: Text) -> Text:
    """As a text inside a formula."""
    return Text(*('"' + one.replace('"', '""') + '"' for one in text))
