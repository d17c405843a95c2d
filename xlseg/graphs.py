"""Charts of a page, over the cells of its tables, now that all of them stand."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from xlseg import theme
from xlseg.blocks import Chart
from xlseg.cells import Area, Axis, ChartKind, Curve, Graph, result_of
from xlseg.draft import Draft, Drawn, Stood
from xlseg.text import Lang, Text, join, plain


def graphs(draft: Draft, mark: str) -> Iterator[Graph]:
    """The charts named after the page's mark."""
    for number, drawn in enumerate(draft.drawn, 1):
        area, size = _across(draft, drawn) if drawn.slot is None else _slot(draft, drawn.top, *drawn.slot)
        of = _of(draft, drawn)
        found = _measured(_graph(drawn.chart, of, draft.lang, f"{mark}.{number}", area, size), drawn.chart, of)
        yield found if drawn.slot is None else _small(found, drawn, _wide(drawn.chart, of, draft.lang))


def _of(draft: Draft, drawn: Drawn) -> Stood:
    if isinstance(drawn.of, Stood):
        return drawn.of
    found = next((stood for stood in draft.tables if stood.table.name == drawn.of), None)
    if found is None or found.at.bottom <= found.at.header:
        raise ValueError(f"the chart '{drawn.chart.title.en}' is of a table that is not there or has no rows")
    return found


def _graph(chart: Chart, of: Stood, lang: Lang, name: str, area: Area, size: tuple[float, float]) -> Graph:
    table, at = of
    if [at.columns[key] for key in chart.y] != list(
        range(at.columns[chart.y[0]], at.columns[chart.y[0]] + len(chart.y))
    ):
        raise ValueError(f"the columns of the chart '{chart.title.en}' do not stand side by side")
    titles = {column.key: column.title for column in table.columns}
    formats = {column.key: theme.AXIS_FORMATS[column.format] for column in table.columns}

    def axis(*keys: str) -> Axis:
        return Axis(titles[keys[0]].of(lang) if len(keys) == 1 else "", formats[keys[0]])

    said = ALT.format(title=chart.title, x=titles[chart.x], y=join(titles[key] for key in chart.y))
    heads = {key: Area(at.header, at.columns[key], at.header, at.columns[key]) for key in chart.y}
    return Graph(
        name,
        chart.title.of(lang),
        chart.kind,
        area=area,
        size=size,
        x=at.body(chart.x),
        curves=tuple(Curve(heads[key], at.body(key), key in chart.second) for key in chart.y),
        x_axis=axis(chart.x),
        y_axis=axis(*(key for key in chart.y if key not in chart.second)),
        second=axis(*chart.second) if chart.second else None,
        alt=said.of(lang),
    )


def _measured(graph: Graph, chart: Chart, of: Stood) -> Graph:
    """With the ends its axes need to tell no more than the figures do."""
    rows = of.table.rows.iloc[:-1] if of.table.total else of.table.rows
    y = _ended(graph.y_axis, graph.kind, rows[[key for key in chart.y if key not in chart.second]])
    return replace(graph, y_axis=y, second=graph.second and _ended(graph.second, graph.kind, rows[list(chart.second)]))


def _small(graph: Graph, drawn: Drawn, wide: float) -> Graph:
    """One of several beside each other: an axis has a title only where x is a number, or where two that stand
    against each other are not told apart by their marks. wide: characters its words take side by side."""
    told = graph.x_axis.format == theme.AXIS_FORMATS["text"] or graph.kind == "bar"
    clear = graph.second is None or graph.second.format.endswith("%") > graph.y_axis.format.endswith("%")
    x, y = _untitled(graph.x_axis, told), _untitled(graph.y_axis, clear)
    second = graph.second and _untitled(graph.second, clear)
    gap = theme.PANEL_GAP if drawn.slot and drawn.slot[0] else 0.0
    size = graph.size[0] - theme.PANEL_GAP, graph.size[1]
    return replace(graph, x_axis=x, y_axis=y, second=second, size=size, small=True, inset=gap, level=_fits(graph, wide))


def _wide(chart: Chart, of: Stood, lang: Lang) -> float:
    """Characters the words along the axis of x take, each in as much room as the longest."""
    words = [str(plain(result_of(cell), lang)) for cell in of.table.rows[chart.x]]
    return len(words) * (max(map(theme.measure, words)) + 1)


def _fits(graph: Graph, wide: float) -> bool:
    """Bars have their words at the left, and a radar around it."""
    letter = theme.POINTS * theme.LETTERS[True].marks / theme.STANDARD_SIZE
    return graph.kind in ("bar", "radar") or wide * letter <= graph.size[0] * PLOT


def _untitled(axis: Axis, told: bool) -> Axis:
    return axis._replace(title="") if told else axis


def _ended(axis: Axis, kind: ChartKind, drawn: pd.DataFrame) -> Axis:
    """From nought, where lengths are compared; shares that come near to all end at 100 %, not at 120 %."""
    cells = (result_of(cell) for key in drawn for cell in drawn[key])
    values = [float(cell) for cell in cells if isinstance(cell, int | float | np.number) and not np.isnan(cell)]
    low, high = min(values, default=0.0), max(values, default=0.0)
    whole = axis.format.endswith("%") and NEAR < high <= 1 + 1e-9
    return axis._replace(low=0.0 if low >= 0 and kind in ("bar", "column") else None, high=1.0 if whole else None)


def _across(draft: Draft, drawn: Drawn) -> tuple[Area, tuple[float, float]]:
    """Over the columns that come closest to the width of a chart, and how wide and high that is in points."""
    right, width = draft.left, draft.widths[draft.left]
    while True:
        wider = width + draft.widths.get(right + 1, theme.STANDARD_WIDTH)
        if abs(wider - theme.CHART_WIDTH) >= abs(width - theme.CHART_WIDTH):
            break
        right, width = right + 1, wider
    area = Area(drawn.top, draft.left, drawn.top + theme.CHART_ROWS - 1, right)
    return area, (width * theme.POINTS, theme.CHART_ROWS * theme.CHART_ROW)


def _slot(draft: Draft, top: int, number: int, across: int) -> tuple[Area, tuple[float, float]]:
    """One of `across` charts beside each other over a screen of even columns."""
    columns = theme.SCREEN_COLUMNS // across
    left = draft.left + number * columns
    area = Area(top, left, top + theme.PANEL_ROWS - 1, left + columns - 1)
    return area, (columns * theme.SCREEN_WIDTH * theme.POINTS, theme.PANEL_ROWS * theme.CHART_ROW)


NEAR = 0.8  # of all
PLOT = 0.75  # of a chart's width is left for what is drawn, between two axes
ALT = Text("{title}：按{x}显示{y}", "{title}: {y} by {x}")
