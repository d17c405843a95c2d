"""Blocks of a page laid out below each other, in one language: cells, looks, and what belongs to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from xlseg import theme
from xlseg.blocks import Block, Chart, Heading, Legend, Note, Panel, Table, Tile, Tiles
from xlseg.cells import Area, Fill, Formula, Located, Paint, result_of
from xlseg.columns import Column, Format
from xlseg.formulas import Where, settled
from xlseg.shown import stored
from xlseg.stacked import Stacked, cells_of
from xlseg.text import Lang, Text, plain


class Stood(NamedTuple):
    """A table of the page, and where it stands."""

    table: Table
    at: Located


class Drawn(NamedTuple):
    """A chart and what it is of. top: the first row it covers. slot: which of so many beside each other it is."""

    chart: Chart
    of: str | Stood
    top: int
    slot: tuple[int, int] | None = None


class _Pending(NamedTuple):
    """A formula whose cells have no addresses yet. values: the cells it is among, at `place`, in `row` of `here`."""

    values: Any
    place: int
    here: Located | None
    row: int


@dataclass
class Draft:
    """Blocks laid out below each other from the corner (top, left) of `sheet` on. even: columns of one width."""

    lang: Lang
    top: int
    left: int
    sheet: str = ""
    even: bool = False
    fills: list[Fill] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    asked: dict[int, list[tuple[Format, float]]] = field(default_factory=dict)  # widths, by the tables of a column
    tall: dict[int, float] = field(default_factory=dict)
    figures: dict[str, Area] = field(default_factory=dict)
    tables: list[Stood] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    bottom: int = 0
    right: int = 0
    screen: int = 0  # last row above the first heading
    pending: list[_Pending] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bottom, self.right = self.top - 1, self.left
        if self.even:
            self.widths = dict.fromkeys(range(self.left, self.left + theme.SCREEN_COLUMNS), theme.SCREEN_WIDTH)
            self.right = max(self.widths)

    @property
    def header(self) -> int:
        """The row of the first table's header; 0 where there is no table."""
        return self.tables[0].at.header if self.tables else 0

    def add(self, block: Block) -> None:
        """Below what is there; a heading keeps a row's distance."""
        match block:
            case Heading(title):
                self.screen = self.screen or self.bottom
                self.bottom += 1
                self.line(title, "heading")
            case Note(text):
                self.line(text, "note")
            case Table():
                self.table(block)
            case Chart():
                self.chart(block)
            case Tiles(tiles):
                self.row_of_tiles(tiles)
            case Panel(charts, across):
                self.panel(charts, across)
            case Legend(samples):
                self.legend(samples)

    def line(self, text: Text, style: str) -> None:
        self.bottom += 1
        self.fills.append(Fill(self.bottom, self.left, [[text.of(self.lang)]]))
        self.paints.append(Paint(Area(self.bottom, self.left, self.bottom, self.left), style))

    def legend(self, samples: Sequence[tuple[str, Text]]) -> None:
        """Cells beside each other, and a row's distance."""
        self.bottom += 1
        self.fills.append(Fill(self.bottom, self.left, [[text.of(self.lang) for _, text in samples]]))
        for column, (style, _) in enumerate(samples, self.left):
            self.paints.append(Paint(Area(self.bottom, column, self.bottom, column), style))
        self.bottom += 1

    def table(self, table: Table) -> None:
        """The header row and the body, then one look a column; an Excel Table has at least one row."""
        columns = [stored(table.rows[column.key], self.lang) for column in table.columns]
        titles = [column.title.of(self.lang) or None for column in table.columns]
        header, right = self.bottom + 1, self.left + len(titles) - 1
        self.fills.append(Fill(header, self.left, [titles]))
        if len(table.rows):
            self.fills.append(Fill(header + 1, self.left, Stacked(columns)))
        self.paints.append(Paint(Area(header, self.left, header, right), "header"))
        self.bottom, self.right = header + len(table.rows), max(self.right, right)
        places = {column.key: position for position, column in enumerate(table.columns, self.left)}
        here = Located(self.sheet, header, self.bottom - table.total, table.total, places)
        self.tables.append(Stood(table, here))
        for number, (column, found) in enumerate(zip(table.columns, columns, strict=True)):
            self.column(table, column, Area(header + 1, self.left + number, self.bottom, self.left + number))
            self.widen(column, self.left + number, cells_of(found[: theme.SAMPLE]), table.filtered)
            may = isinstance(found, np.ndarray) and found.dtype == object
            live = (row for row, value in enumerate(found) if isinstance(value, Formula)) if may else ()
            self.pending += [_Pending(found, row, here, header + 1 + row) for row in live]
        self.bottom = max(self.bottom, header + table.filtered)

    def widen(self, column: Column, position: int, first: Sequence[object], filtered: bool) -> None:
        """As wide as the title and the `first` values ask for, unless all columns are of one width."""
        if not self.even or position not in self.widths:
            texts = [_shown(value, self.lang) for value in first]
            wanted = theme.width(column.format, column.title.of(self.lang), texts)
            if filtered and wanted:
                wanted = theme.FILTER + max(wanted, min(theme.unwrapped(column.title.of(self.lang)), theme.HEADED))
            self.asked.setdefault(position, []).append((column.format, wanted))
            self.widths[position] = theme.combined(self.asked[position])

    def column(self, table: Table, column: Column, area: Area) -> None:
        look, body = theme.NUMBER_FORMATS[column.format], area._replace(bottom=area.bottom - table.total)
        if column.key in table.looks:
            for row, (style, kind) in enumerate(table.looks[column.key], body.top):
                self.paints.append(Paint(body._replace(top=row, bottom=row), style, theme.NUMBER_FORMATS[kind]))
        elif body.bottom >= body.top:
            typed, style = column.key in (*table.keep, *table.inputs), theme.body_style(column.format)
            style = ("input_number" if style == "number" and look != "General" else "input") if typed else style
            self.paints.append(Paint(body, style, look))
        if table.total:
            style = "total_number" if theme.body_style(column.format) == "number" else "total"
            self.paints.append(Paint(area._replace(top=area.bottom), style, look))

    def row_of_tiles(self, tiles: Sequence[Tile]) -> None:
        """Titles over large figures, each in a column of its own."""
        top, right = self.bottom + 1, self.left + len(tiles) - 1
        values = [plain(tile.value, self.lang) for tile in tiles]
        self.fills.append(Fill(top, self.left, [[tile.title.of(self.lang) for tile in tiles]]))
        self.fills.append(Fill(top + 1, self.left, [values]))
        self.paints.append(Paint(Area(top, self.left, top, right), "tile_title"))
        for number, tile in enumerate(tiles):
            area = Area(top + 1, self.left + number, top + 1, self.left + number)
            self.paints.append(Paint(area, "tile", theme.NUMBER_FORMATS[tile.format]))
            self.figures[f"figure.{tile.key}"] = area
            self.widths.setdefault(self.left + number, theme.SCREEN_WIDTH)
            if isinstance(tile.value, Formula):
                self.pending.append(_Pending(values, number, None, top + 1))
        self.bottom, self.right = top + 1, max(self.right, right)

    def chart(self, chart: Chart) -> None:
        """Rows for it below what is there, with one between; nothing where its table has no rows."""
        if not self.tables:
            raise ValueError(f"the chart '{chart.title.en}' has no table before it")
        at = self.tables[-1].at
        if at.bottom > at.header:
            self.drawn.append(Drawn(chart, chart.of or self.tables[-1], self.bottom + 2))
            rows = range(self.bottom + 2, self.bottom + 2 + theme.CHART_ROWS)
            self.tall |= dict.fromkeys(rows, theme.CHART_ROW)
            self.bottom += 1 + theme.CHART_ROWS

    def panel(self, charts: Sequence[Chart], across: int) -> None:
        """Charts beside each other, a narrow row above each line of them."""
        for number, chart in enumerate(charts):
            if number % across == 0:
                self.tall[self.bottom + 1] = theme.PANEL_GAP
                rows = range(self.bottom + 2, self.bottom + 2 + theme.PANEL_ROWS)
                self.tall |= dict.fromkeys(rows, theme.CHART_ROW)
                self.bottom += 1 + theme.PANEL_ROWS
            top = self.bottom - theme.PANEL_ROWS + 1
            self.drawn.append(Drawn(chart, chart.of, top, (number % across, across)))

    def located(self) -> dict[str, Located]:
        """The tables that have a name."""
        return {stood.table.name: stood.at for stood in self.tables if stood.table.name}

    def settle(self, where: Where) -> None:
        """Give formulas their addresses, now that it is known where all tables stand."""
        for values, place, here, row in self.pending:
            formula = values[place]
            if isinstance(formula, Formula):
                values[place] = settled(formula, self.lang, here, row, where)

    def heights(self) -> dict[int, float]:
        """Rows of a table are as high as their longest wrapped text asks for, now that all widths are known.

        Those below a chart are of one height.
        """
        tall = dict(self.tall)
        buttons = {at.header: theme.FILTER for table, at in self.tables if table.filtered}
        for (top, left, bottom, right), style, _ in self.paints:
            if not theme.STYLES[style].wrap:
                continue
            fill = next(f for f in self.fills if f.top <= top <= f.area.bottom)
            for row in range(top, min(bottom, top + theme.SAMPLE) + 1):
                for column in range(left, right + 1):
                    text = fill.values[row - fill.top][column - fill.left]
                    text = result_of(text)
                    bold = theme.BOLD if theme.STYLES[style].bold else 1.0
                    count = (
                        theme.lines(text, (self.widths[column] - buttons.get(row, 0)) / bold)
                        if isinstance(text, str)
                        else 1
                    )
                    tall[row] = max(tall.get(row, 0), theme.height(count), theme.STYLES[style].height or 0)
        return tall

    def fixed(self) -> list[Fill]:
        """The lines and header rows, which make up the layout."""
        return [fill for fill in self.fills if not isinstance(fill.values, Stacked)]


def _shown(value: object, lang: Lang) -> str:
    """About what Excel shows, for the width of the column."""
    value = plain(value.value, lang) if isinstance(value, Formula) else value
    if isinstance(value, float):
        return f"{value:,.2f}"
    return "" if value is None else str(value)[:60]
