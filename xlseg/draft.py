"""Blocks of a page laid out below each other, in one language: cells, looks, and charts over the cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg import theme
from xlseg.blocks import Block, Chart, Heading, Legend, Note, Table
from xlseg.cells import Area, Axis, Curve, Fill, Graph, Paint
from xlseg.columns import Column
from xlseg.text import Lang, Text, join, plain


class _Drawn(NamedTuple):
    """A chart, the table it is of with the row of its header, and the first row it covers."""

    chart: Chart
    table: Table
    header: int
    top: int


@dataclass
class Draft:
    """Blocks laid out below each other from the corner (top, left) on."""

    lang: Lang
    top: int
    left: int
    fills: list[Fill] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    bottom: int = 0
    right: int = 0
    header: int = 0
    last: tuple[Table, int] | None = None  # and the row of its header
    drawn: list[_Drawn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bottom, self.right = self.top - 1, self.left

    def add(self, block: Block) -> None:
        """Below what is there; a heading keeps a row's distance."""
        match block:
            case Heading(title):
                self.bottom += 1
                self.line(title, "heading")
            case Note(text):
                self.line(text, "note")
            case Table():
                self.table(block)
            case Chart():
                self.chart(block)
            case Legend(samples):
                self.legend(samples)

    def line(self, text: Text, style: str) -> None:
        self.bottom += 1
        self.fills.append(Fill(self.bottom, self.left, [[text.of(self.lang)]]))
        self.paints.append(Paint(Area(self.bottom, self.left, self.bottom, self.left), style))

    def legend(self, samples: Sequence[tuple[str, Text]]) -> None:
        self.bottom += 1
        self.fills.append(Fill(self.bottom, self.left, [[text.of(self.lang) for _, text in samples]]))
        for column, (style, _) in enumerate(samples, self.left):
            self.paints.append(Paint(Area(self.bottom, column, self.bottom, column), style))

    def table(self, table: Table) -> None:
        """The header row and the body, then one look a column."""
        columns = [cells(table.rows[column.key], self.lang) for column in table.columns]
        titles = [column.title.of(self.lang) for column in table.columns]
        header, right = self.bottom + 1, self.left + len(titles) - 1
        self.fills.append(Fill(header, self.left, [titles, *map(list, zip(*columns, strict=True))]))
        self.paints.append(Paint(Area(header, self.left, header, right), "header"))
        self.header, self.last = self.header or header, (table, header)
        self.bottom, self.right = header + len(table.rows), max(self.right, right)
        for position, (column, values) in enumerate(zip(table.columns, columns, strict=True), self.left):
            self.column(table, column, Area(header + 1, position, self.bottom, position))
            texts = [_shown(value) for value in values[: theme.SAMPLE]]
            width = theme.width(column.format, titles[position - self.left], texts)
            self.widths[position] = max(self.widths.get(position, 0), width)

    def column(self, table: Table, column: Column, area: Area) -> None:
        look, body = theme.NUMBER_FORMATS[column.format], area._replace(bottom=area.bottom - table.total)
        if body.bottom >= body.top:
            typed = column.key in (*table.keep, *table.inputs)
            self.paints.append(Paint(body, "input" if typed else theme.body_style(column.format), look))
        if table.total:
            style = "total_number" if theme.body_style(column.format) == "number" else "total"
            self.paints.append(Paint(area._replace(top=area.bottom), style, look))

    def chart(self, chart: Chart) -> None:
        """Rows for it below what is there, with one between; nothing where the table before it has no rows."""
        table, header = self.last or (None, 0)
        if table is None:
            raise ValueError(f"the chart '{chart.title.en}' has no table before it")
        if len(table.rows) > table.total:
            self.drawn.append(_Drawn(chart, table, header, self.bottom + 2))
            self.bottom += 1 + theme.CHART_ROWS

    def graphs(self, mark: str) -> tuple[Graph, ...]:
        """The charts named after the page's mark, over whole columns, now that all widths are known."""
        found = tuple(self._graph(drawn, f"{mark}.{n}") for n, drawn in enumerate(self.drawn, 1))
        self.right = max([self.right, *(graph.area.right for graph in found)])
        return found

    def _graph(self, drawn: _Drawn, name: str) -> Graph:
        chart, table, header, top = drawn
        at = {column.key: position for position, column in enumerate(table.columns, self.left)}
        if [at[key] for key in chart.y] != list(range(at[chart.y[0]], at[chart.y[0]] + len(chart.y))):
            raise ValueError(f"the columns of the chart '{chart.title.en}' do not stand side by side")
        titles = {column.key: column.title for column in table.columns}
        formats = {column.key: theme.AXIS_FORMATS[column.format] for column in table.columns}
        body = {key: Area(header + 1, n, header + len(table.rows) - table.total, n) for key, n in at.items()}

        def axis(*keys: str) -> Axis:
            return Axis(titles[keys[0]].of(self.lang) if len(keys) == 1 else "", formats[keys[0]])

        right, width = self._across()
        said = ALT.format(title=chart.title, x=titles[chart.x], y=join(titles[key] for key in chart.y))
        return Graph(
            name,
            chart.title.of(self.lang),
            chart.kind,
            area=Area(top, self.left, top + theme.CHART_ROWS - 1, right),
            size=(width * theme.POINTS, theme.CHART_ROWS * theme.CHART_ROW),
            x=body[chart.x],
            curves=tuple(
                Curve(Area(header, at[key], header, at[key]), body[key], key in chart.second) for key in chart.y
            ),
            x_axis=axis(chart.x),
            y_axis=axis(*(key for key in chart.y if key not in chart.second)),
            second=axis(*chart.second) if chart.second else None,
            alt=said.of(self.lang),
        )

    def _across(self) -> tuple[int, float]:
        """The last of the columns that come closest to the width of a chart, and how wide they are together."""
        right, width = self.left, self.widths[self.left]
        while True:
            wider = width + self.widths.get(right + 1, theme.STANDARD_WIDTH)
            if abs(wider - theme.CHART_WIDTH) >= abs(width - theme.CHART_WIDTH):
                return right, width
            right, width = right + 1, wider

    def heights(self) -> dict[int, float]:
        """Rows of a table are as high as their longest wrapped text asks for, now that all widths are known.

        Those below a chart are of one height.
        """
        tall = {row: theme.CHART_ROW for drawn in self.drawn for row in range(drawn.top, drawn.top + theme.CHART_ROWS)}
        for (top, left, bottom, right), style, _ in self.paints:
            if not theme.STYLES[style].wrap:
                continue
            fill = next(f for f in self.fills if f.top <= top <= f.area.bottom)
            for row in range(top, min(bottom, top + theme.SAMPLE) + 1):
                for column in range(left, right + 1):
                    text = fill.values[row - fill.top][column - fill.left]
                    bold = theme.BOLD if theme.STYLES[style].bold else 1.0
                    count = theme.lines(text, self.widths[column] / bold) if isinstance(text, str) else 1
                    tall[row] = max(tall.get(row, 0), theme.height(count), theme.STYLES[style].height or 0)
        return tall

    def fixed(self) -> list[Fill]:
        """The lines and header rows, which make up the layout."""
        return [fill._replace(values=fill.values[:1]) for fill in self.fills]


def cells(column: pd.Series, lang: Lang) -> list[object]:
    """Plain Python values in one language; anything missing or not finite is an empty cell."""
    if pd.api.types.is_float_dtype(column.dtype):
        column = column.where(np.isfinite(column.to_numpy(dtype=float, na_value=np.nan)))
    values = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return [None if value is None else value.to_pydatetime() for value in values]
    return [plain(value, lang) for value in values] if column.dtype == object else values


def _shown(value: object) -> str:
    """About what Excel shows, for the width of the column."""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return "" if value is None else str(value)[:60]


ALT = Text("{title}：按{x}显示{y}", "{title}: {y} by {x}")
