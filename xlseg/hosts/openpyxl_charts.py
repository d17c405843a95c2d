"""Charts in a workbook held by openpyxl, which reads and writes them but calls each of them 'Chart n'.

So that ours are found again, and the user's keep what they are called, names go along with where a chart stands.
"""

from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from xlseg.cells import Area, Placed, Room
from xlseg.hosts import PREFIX, named_after
from xlseg.hosts.drawings import Frame
from xlseg.ooxml.graphs import POINT, drawn


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
    lost = [chart for chart in sheet._charts if _name(chart) not in there and _ours(chart, placed)]
    sheet._charts = [chart for chart in sheet._charts if _name(chart) not in there and chart not in lost]
    for graph in placed.charts:
        old = there.get(PREFIX + graph.name)
        chart = drawn(sheet.title, graph)
        anchor = old.anchor if old and graph.kept else _over(graph.area, graph.inset)
        sheet.add_chart(chart, _named(anchor, PREFIX + graph.name, graph.alt))


def _ours(chart: ChartBase, placed: Placed) -> bool:
    """Whether a chart that lost its name, as when openpyxl saves it, is one of these: by its title, over our cells."""
    title = chart.title.tx.rich if chart.title and chart.title.tx else None
    said = "".join(run.t for line in (title.p if title else ()) for run in line.r or ())
    inside = (_within(found.f, placed) for found in references(chart))
    return said in {graph.title for graph in placed.charts} and all(inside)


def _within(reference: str, placed: Placed) -> bool:
    sheet, _, cells = reference.rpartition("!")
    left, top, right, bottom = range_boundaries(cells)
    area = placed.area
    home = sheet.strip("'").replace("''", "'") == placed.sheet
    return bool(home and area.top <= top and bottom <= area.bottom and area.left <= left and right <= area.right)


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
