"""Charts in a workbook held by openpyxl, which reads and writes them but calls each of them 'Chart n'.

So that ours are found again, and the user's keep what they are called, names go along with where a chart stands.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl import Workbook
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
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RichTextProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlseg import theme
from xlseg.cells import Area, Axis, Curve, Graph, Placed, Room
from xlseg.hosts import PREFIX, named_after, reference
from xlseg.hosts.drawings import Frame

RIGHT = 200  # the axes at the right; openpyxl's own are 10 and 100


class _Named:
    """An anchor that gives its frame a name and a text for those who cannot see it, whenever openpyxl makes one."""

    name, descr = "", ""

    def __setattr__(self, key: str, value: Any) -> None:
        if key == "graphicFrame" and value is not None and self.name:
            value.nvGraphicFramePr.cNvPr.name = self.name
            value.nvGraphicFramePr.cNvPr.descr = self.descr or None
        super().__setattr__(key, value)


class _Between(_Named, TwoCellAnchor):  # type: ignore[misc]
    __attrs__, __elements__ = TwoCellAnchor.__attrs__, TwoCellAnchor.__elements__


class _From(_Named, OneCellAnchor):  # type: ignore[misc]
    __attrs__, __elements__ = OneCellAnchor.__attrs__, OneCellAnchor.__elements__


def name_all(book: Workbook, frames: dict[str, list[Frame]]) -> None:
    """Give the charts of a workbook just loaded the names they have in the file, by sheet."""
    for sheet in book.worksheets:
        left = list(frames.get(sheet.title, ()))
        for chart in sheet._charts:
            frame = next((frame for frame in left if frame.place == _place(chart.anchor)), None)
            if frame:
                left.remove(frame)
                chart.anchor = _named(chart.anchor, frame.name, frame.descr)


def draw(sheet: Worksheet, placed: Placed) -> None:
    """The charts of `placed` instead of those of its areas that are there; one that is kept stays where it is."""
    there = {name: chart for chart in sheet._charts if named_after(name := _name(chart), placed)}
    sheet._charts = [chart for chart in sheet._charts if _name(chart) not in there]
    for graph in placed.charts:
        old = there.get(PREFIX + graph.name)
        chart = _chart(sheet.title, graph)
        anchor = old.anchor if old and graph.kept else _over(graph.area, graph.inset)
        sheet.add_chart(chart, _named(anchor, PREFIX + graph.name, graph.alt))


def references(chart: ChartBase) -> Iterator[Any]:
    """Whatever of a chart says where its cells are, in `f`."""
    series = [series for part in chart._charts for series in part.series]
    sources = [getattr(one, name, None) for one in series for name in ("tx", "cat", "val", "xVal", "yVal", "zVal")]
    found = (getattr(s, name, None) for s in sources for name in ("strRef", "numRef", "multiLvlStrRef"))
    yield from (reference for reference in found if reference is not None)


def shift(sheet: Worksheet, room: Room, moving: Area) -> None:
    """Charts whose corner is in cells that move go with them."""
    for start, end in ((c.anchor._from, getattr(c.anchor, "to", None)) for c in sheet._charts if _place(c.anchor)):
        if moving.top <= start.row + 1 <= moving.bottom and moving.left <= start.col + 1 <= moving.right:
            for corner in filter(None, (start, end)):
                corner.row, corner.col = corner.row + room.down, corner.col + room.right


def _name(chart: ChartBase) -> str:
    return str(getattr(chart.anchor, "name", ""))


def _named(anchor: Any, name: str, descr: str) -> Any:
    """The same anchor with a name; of the third kind, which Excel never makes, it stays without."""
    if isinstance(anchor, TwoCellAnchor):
        anchor = _Between(anchor.editAs, anchor._from, anchor.to, clientData=anchor.clientData)
    elif isinstance(anchor, OneCellAnchor):
        anchor = _From(anchor._from, anchor.ext, clientData=anchor.clientData)
    anchor.name, anchor.descr = name, descr
    return anchor


def _place(anchor: Any) -> tuple[int, int] | None:
    start = getattr(anchor, "_from", None)
    return start and (start.row, start.col)


def _over(area: Area, inset: float) -> TwoCellAnchor:
    """Moves with its cells, and keeps its size. inset: points left free at the left."""
    start = AnchorMarker(area.left - 1, round(inset * POINT), area.top - 1, 0)
    end = AnchorMarker(area.right, 0, area.bottom, 0)
    return TwoCellAnchor("oneCell", start, end)


def _chart(sheet: str, graph: Graph) -> ChartBase:
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
        chart.dataLabels = DataLabelList(showVal=True, numFmt=graph.y_axis.format, txPr=_rich(sizes.marks, theme.INK))
        for name in ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
            setattr(chart.dataLabels, name, False)
        chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
        chart.layout = _laid("outer", 0.02, 0.15, 0.87, 0.83)
    if graph.kind == "radar" and chart.legend:
        chart.layout, chart.legend.layout = _laid("outer", 0.01, 0.14, 0.6, 0.84), _laid(None, 0.63, 0.2, 0.35, 0.7)
        chart.legend.position = "r"
    elif graph.x.bottom - graph.x.top < LEVEL:
        chart.x_axis.txPr.bodyPr = RichTextProperties(rot=0)


def _laid(target: str | None, x: float, y: float, w: float, h: float) -> Layout:
    """Shares of the chart's width and height."""
    return Layout(ManualLayout(target, "edge", "edge", x=x, y=y, w=w, h=h))


def _axis(axis: Any, shown: Axis, sizes: theme.Letters, grid: bool) -> None:
    """openpyxl leaves an axis out unless told not to."""
    axis.delete = False
    axis.number_format, axis.numFmt.sourceLinked = shown.format, False
    axis.title = _text(shown.title, sizes.marks, theme.MUTED) if shown.title else None
    axis.scaling.max = shown.high
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


LEVEL = 12  # words below an axis that find room side by side
POINT = 12700  # of the units drawings are measured in
KINDS: dict[str, Callable[[], ChartBase]] = {
    "line": _line,
    "column": _columns,
    "bar": _bars,
    "scatter": _scatter,
    "radar": _radar,
}
