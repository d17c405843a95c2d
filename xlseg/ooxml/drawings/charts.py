"""Charts of ours on a sheet: found again by the names of their frames, replaced in their parts."""

import posixpath
import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from openpyxl.xml.functions import tostring

from xlseg.cells import Graph, Placed
from xlseg.hosts import PREFIX, find_marks, named_after
from xlseg.ooxml.book import Book
from xlseg.ooxml.drawings.drawing import OPEN, Drawing, Frame, spoken
from xlseg.ooxml.drawings.graphs import POINT, drawn
from xlseg.ooxml.relations import STRICT, TRANSITIONAL
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import DECLARATION, Element, at, local, parse


def draw(book: Book, sheet: Sheet, placed: Placed) -> None:
    """The charts of `placed` instead of those of its areas that are there; one that is kept is left alone."""
    if not placed.charts and not sheet.relations.of(sheet.part, "drawing"):
        return
    drawing = Drawing(sheet)
    there = _there(drawing, placed)
    folder = posixpath.join(posixpath.dirname(book.part), "charts")
    for graph in placed.charts:
        old = there.pop(PREFIX + graph.name, None)
        if old is None or not graph.kept or old.name != PREFIX + graph.name:
            drawing.put(_Anchor(graph, sheet.relations.strict), _chart(sheet, graph), folder, old)
    kept = {PREFIX + graph.name for graph in placed.charts if graph.kept}
    for gone in there.values():
        if gone.name not in kept:  # else it is a copy the user made
            drawing.remove(gone)
    drawing.flush()


def _there(drawing: Drawing, placed: Placed) -> dict[str, Frame]:
    """The charts of these areas by the names they should have; of two of one name the second goes."""
    found: dict[str, Frame] = {}
    titles = {graph.title: PREFIX + graph.name for graph in reversed(placed.charts)}
    frames = drawing.frames()
    for frame in (frame for frame in frames if named_after(frame.name, placed)):
        found[frame.name if frame.name not in found else f"{frame.name} {frame.id}"] = frame
    for frame in (frame for frame in frames if titles and not named_after(frame.name, placed)):
        title = _lost(drawing, frame, placed)
        if title in titles:
            name = titles[title]
            found[name if name not in found else f"{name} {frame.id}"] = frame
    return found


def _lost(drawing: Drawing, frame: Frame, placed: Placed) -> str:
    """The title of a chart over cells of ours, which lost its name as when openpyxl saves it; else ''."""
    chart = parse(drawing.relations.package.read(frame.part))
    references = list(_references(chart))
    ours = references and all(_within(reference, placed) for reference in references)
    title = at(chart, "chart", "title", "tx", "rich")
    return "".join(e.text or "" for e in title.iter() if local(e) == "t") if ours and title is not None else ""


def _references(chart: Element) -> Iterator[str]:
    return (element.text or "" for element in chart.iter() if local(element) == "f")


def _within(reference: str, placed: Placed) -> bool:
    found = find_marks({PREFIX: reference}).get("")
    if found is None or found.sheet != placed.sheet:
        return False
    cells, area = found.area, placed.area
    return (
        area.top <= cells.top and cells.bottom <= area.bottom and area.left <= cells.left <= cells.right <= area.right
    )


def _chart(sheet: Sheet, graph: Graph) -> bytes:
    """The part of a chart."""
    tree: str = tostring(drawn(sheet.name, graph)._write()).decode()
    if not sheet.relations.strict:
        return DECLARATION + tree.encode()
    # strict OOXML wants these shares with a percent sign, which not every reader takes; where nothing is said they are
    # 150% and 100%
    tree = re.sub(r'<(?:gapWidth val="\d+"|lblOffset val="100") ?/>', "", tree)
    return DECLARATION + spoken(tree.replace(TRANSITIONAL, STRICT), strict=True)


class _Anchor:
    """Where a chart stands, what it is called and what it shows: moves with its cells, and keeps its size."""

    def __init__(self, graph: Graph, strict: bool) -> None:
        self.graph, self.relations = graph, STRICT if strict else TRANSITIONAL

    def __call__(self, number: str, id: str) -> str:
        graph, area = self.graph, self.graph.area
        said = f"name={quoteattr(PREFIX + graph.name)}" + (f" descr={quoteattr(graph.alt)}" if graph.alt else "")
        return (
            f'<xdr:wsDr xmlns:xdr="{OPEN}spreadsheetDrawing" xmlns:a="{OPEN}main"><xdr:twoCellAnchor editAs="oneCell">'
            f"{_corner('from', area.left - 1, area.top - 1, round(graph.inset * POINT))}"
            f"{_corner('to', area.right, area.bottom)}"
            f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number}" {said}/>'
            '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
            f'</xdr:xfrm><a:graphic><a:graphicData uri="{OPEN}chart"><c:chart xmlns:c="{OPEN}chart" '
            f'xmlns:r="{self.relations}" r:id="{id}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
            "</xdr:twoCellAnchor></xdr:wsDr>"
        )


def _corner(name: str, column: int, row: int, right: int = 0) -> str:
    """A cell, 0-based, and how far from its left edge, in units of drawings."""
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{right}</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )
