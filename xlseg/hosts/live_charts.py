"""Charts in a live Excel, through what xlwings offers alike on the desktop, in Lite and on a server."""

import xlwings as xw

from xlseg import theme
from xlseg.cells import Area, Axis, Graph, Placed
from xlseg.hosts import PREFIX, named_after
from xlseg.hosts.live_looks import cells_of

TYPES = {
    "line": "line_markers",
    "column": "column_clustered",
    "bar": "bar_clustered",
    "scatter": "xy_scatter",
    "radar": "radar_markers",
}


def draw(sheet: xw.Sheet, placed: Placed) -> None:
    """The charts of `placed` instead of those of its areas that are there; one that is kept is left alone."""
    there = [(chart, chart.name) for chart in sheet.charts]
    kept = {PREFIX + graph.name for graph in placed.charts if graph.kept} & {name for _, name in there}
    for chart, name in reversed(there):  # some engines know them by number
        if named_after(name, placed) and name not in kept:
            chart.delete()
    for graph in placed.charts:
        if PREFIX + graph.name not in kept:
            _add(sheet, graph)


def _add(sheet: xw.Sheet, graph: Graph) -> None:
    """Of columns first, so that Excel takes none of them for x; the kind last."""
    first, last = graph.curves[0], graph.curves[-1]
    chart = sheet.charts.add(
        anchor=sheet.range((graph.area.top, graph.area.left)),
        width=graph.size[0],
        height=graph.size[1],
        chart_type="column_clustered",
        source=cells_of(sheet, Area(first.head.top, first.head.left, last.values.bottom, last.values.right)),
        plot_by="columns",
        name=PREFIX + graph.name,
    )
    chart.set_x_axis_values(cells_of(sheet, graph.x))
    chart.chart_type = TYPES[graph.kind]
    chart.title = graph.title
    if len(graph.curves) > 1:
        chart.legend.position = "bottom"
    else:
        chart.legend.visible = False
    _curves(chart, graph)
    if graph.kind == "radar":  # Excel refuses titles of its axes, and has none of its spokes
        chart.value_axis.set(number_format=graph.y_axis.format)
        return
    _axis(chart.category_axis, graph.x_axis)
    _axis(chart.value_axis, graph.y_axis)
    if graph.second:
        _axis(chart.secondary_value_axis, graph.second)
    if graph.kind == "bar":  # the first row on top, as in the table
        chart.category_axis.set(reverse_order=True, crosses="maximum")


def _curves(chart: xw.Chart, graph: Graph) -> None:
    for number, (series, curve) in enumerate(zip(_series(chart, len(graph.curves)), graph.curves, strict=True)):
        color = f"#{theme.SERIES[number % len(theme.SERIES)]}"
        marker = theme.MARKERS[number % len(theme.MARKERS)]
        kind = "line" if curve.second and graph.kind == "column" else graph.kind
        if curve.second:
            series.set(chart_type=TYPES[kind], axis_group="secondary")
        if kind in ("column", "bar"):
            series.set(fill_color=color)
            continue
        series.set(
            marker_style=marker,
            marker_size=theme.LETTERS[graph.small].marker,
            marker_foreground_color=color,
            marker_background_color=color,
        )
        if kind in ("line", "radar"):
            series.set(line_color=color)


def _series(chart: xw.Chart, count: int) -> list[xw.main.ChartSeries]:
    """The series just made. Other engines than the desktop's know how many only once Excel was asked; we know."""
    found = chart.series
    if hasattr(found.impl, "_count"):
        found.impl._count = count
    return list(found)


def _axis(axis: xw.main.ChartAxis, shown: Axis) -> None:
    axis.set(title=shown.title or None, number_format=shown.format)
    if shown.low is not None:
        axis.set(minimum_scale=shown.low)
    if shown.high is not None:
        axis.set(maximum_scale=shown.high)
