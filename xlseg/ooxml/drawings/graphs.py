"""A chart as openpyxl makes its XML: what it draws, of which kind, and how it looks."""

from collections.abc import Callable, Iterable
from typing import Any

from openpyxl.chart import BarChart, LineChart, RadarChart, ScatterChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RichTextProperties

from xlseg import theme
from xlseg.cells import Axis, Curve, Graph
from xlseg.hosts import reference


class _Figures(DataLabelList):  # type: ignore[misc]
    """Labels whose number format is their own, which openpyxl has no word for, rather than that of the cells."""

    __elements__, __nested__ = DataLabelList.__elements__, DataLabelList.__nested__

    def to_tree(self, *args: Any, **kwargs: Any) -> Any:
        """With the flag beside the format."""
        tree = super().to_tree(*args, **kwargs)
        for part in (part for part in tree if part.tag.endswith("numFmt")):
            part.set("sourceLinked", "0")
        return tree


def drawn(sheet: str, graph: Graph) -> ChartBase:
    """The chart; what is drawn against the axis at the right is one of its own, laid over it."""
    first, second = ([n for n, c in enumerate(graph.curves) if c.second is right] for right in (False, True))
    chart = KINDS[graph.kind]()
    _draw_curves(chart, sheet, graph, first)
    sizes = theme.LETTERS[graph.small]
    chart.title = _text(graph.title, sizes.title, theme.NAVY, bold=True)
    chart.legend = Legend("b") if len(graph.curves) > 1 else None
    if chart.legend:
        chart.legend.overlay, chart.legend.txPr = False, _rich(sizes.marks, theme.INK)
    chart.roundedCorners = False
    chart.graphical_properties = GraphicalProperties(solidFill=theme.PAPER, ln=LineProperties(solidFill=theme.LINE))
    _axis(chart.x_axis, graph.x_axis, sizes, grid=graph.kind in ("scatter", "radar"))
    _axis(chart.y_axis, graph.y_axis, sizes, grid=True)
    if graph.kind == "bar":
        chart.x_axis.tickLblSkip = 1  # every bar is named
    if graph.small:
        _fewer(chart, graph, sizes)
    if graph.kind == "radar":
        chart.x_axis.title = chart.y_axis.title = None
    chart.x_axis.tickLblPos = "low"  # below what is negative
    if second and graph.second:
        other = KINDS["line" if graph.kind == "column" else graph.kind]()
        _draw_curves(other, sheet, graph, second)
        other.x_axis.axId, other.y_axis.axId = RIGHT, RIGHT + 1
        other.x_axis.crossAx, other.y_axis.crossAx = RIGHT + 1, RIGHT
        _axis(other.x_axis, graph.x_axis, sizes, grid=False)
        _axis(other.y_axis, graph.second, sizes, grid=False)
        other.x_axis.delete, other.x_axis.title, other.y_axis.crosses = True, None, "max"
        chart += other
    return chart


def _draw_curves(chart: ChartBase, sheet: str, graph: Graph, numbers: Iterable[int]) -> None:
    chart.varyColors = False
    for number in numbers:
        curve = graph.curves[number]
        series = _series(sheet, graph, curve)
        series.idx = series.order = number
        series.tx = SeriesLabel(strRef=StrRef(reference(sheet, curve.head).partition(":")[0]))
        _look(series, chart, number, theme.LETTERS[graph.small])
        chart.series.append(series)


def _series(sheet: str, graph: Graph, curve: Curve) -> Series:
    x, y = reference(sheet, graph.x), NumDataSource(NumRef(f=reference(sheet, curve.values)))
    if graph.kind == "scatter":
        return XYSeries(xVal=AxDataSource(NumRef(f=x)), yVal=y)
    texts = graph.x_axis.format == theme.AXIS_FORMATS["text"]
    return Series(cat=AxDataSource(strRef=StrRef(x)) if texts else AxDataSource(NumRef(f=x)), val=y)


def _look(series: Series, chart: ChartBase, number: int, sizes: theme.Letters) -> None:
    color = theme.SERIES[number % len(theme.SERIES)]
    if isinstance(chart, BarChart):
        series.graphicalProperties = GraphicalProperties(solidFill=color)
        series.invertIfNegative = False
        return
    lined = isinstance(chart, LineChart | RadarChart)
    line = LineProperties(solidFill=color, w=round(sizes.line * POINT)) if lined else LineProperties(noFill=True)
    fill = GraphicalProperties(solidFill=color, ln=LineProperties(solidFill=theme.PAPER))
    series.graphicalProperties = GraphicalProperties(ln=line)
    series.marker = Marker(theme.MARKERS[number % len(theme.MARKERS)], sizes.marker, fill)
    series.smooth = False


def _fewer(chart: ChartBase, graph: Graph, sizes: theme.Letters) -> None:
    """In little room: the figures of single bars at their ends instead of an axis, and words that stay level."""
    if graph.kind == "bar" and len(graph.curves) == 1:
        chart.dataLabels = _Figures(
            showVal=True, numFmt=theme.bar_format(graph.y_axis.format), txPr=_rich(sizes.marks, theme.INK)
        )
        for name in ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
            setattr(chart.dataLabels, name, False)
        chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
        chart.layout = _laid("outer", 0.02, 0.15, 0.87, 0.83)
    if graph.kind == "radar" and chart.legend:
        chart.layout, chart.legend.layout = _laid("outer", 0.01, 0.14, 0.6, 0.84), _laid(None, 0.63, 0.2, 0.35, 0.7)
        chart.legend.position = "r"
    elif graph.level:
        chart.x_axis.txPr.bodyPr = RichTextProperties(rot=0)


def _laid(target: str | None, x: float, y: float, w: float, h: float) -> Layout:
    """Shares of the chart's width and height."""
    return Layout(ManualLayout(target, "edge", "edge", x=x, y=y, w=w, h=h))


def _axis(axis: Any, shown: Axis, sizes: theme.Letters, grid: bool) -> None:
    """openpyxl leaves an axis out unless told not to."""
    axis.delete = False
    axis.number_format, axis.numFmt.sourceLinked = shown.format, False
    axis.title = _text(shown.title, sizes.marks, theme.MUTED) if shown.title else None
    axis.scaling.min, axis.scaling.max = shown.low, shown.high
    axis.majorTickMark = axis.minorTickMark = None
    axis.tickLblPos = "nextTo"
    axis.txPr = _rich(sizes.marks, theme.MUTED)
    axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=theme.LINE))
    if axis.majorGridlines:
        axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=theme.MIST))
    if not grid:
        axis.majorGridlines = None


def _text(text: str, size: int, color: str, bold: bool = False) -> Title:
    title = title_maker(text)
    title.overlay = False
    for paragraph in title.tx.rich.paragraphs:
        paragraph.pPr.defRPr = _letters(size, color, bold)
        for run in paragraph.r:
            run.rPr = _letters(size, color, bold)
    return title


def _rich(size: int, color: str) -> RichText:
    paragraph = Paragraph(ParagraphProperties(defRPr=_letters(size, color)), endParaRPr=CharacterProperties())
    paragraph.r = []  # openpyxl puts an empty text there
    return RichText(p=[paragraph])


def _letters(size: int, color: str, bold: bool = False) -> CharacterProperties:
    font = Font(theme.FONT)
    return CharacterProperties(sz=size * 100, b=bold, solidFill=color, latin=font, ea=font)


def _line() -> ChartBase:
    return LineChart()


def _columns() -> ChartBase:
    return BarChart(gapWidth=60)


def _bars() -> ChartBase:
    """The first row is on top, as in the table."""
    chart = BarChart(barDir="bar", gapWidth=60)
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    return chart


def _scatter() -> ChartBase:
    return ScatterChart(scatterStyle="lineMarker")


def _radar() -> ChartBase:
    """Its axes have no titles: the spokes are named by x, and the rings are numbered."""
    return RadarChart(radarStyle="marker")


RIGHT = 200  # the axes at the right; openpyxl's own are 10 and 100
POINT = 12700  # of the units drawings are measured in
KINDS: dict[str, Callable[[], ChartBase]] = {
    "line": _line,
    "column": _columns,
    "bar": _bars,
    "scatter": _scatter,
    "radar": _radar,
}
