"""One worksheet: a tree of what stands around its rows, an overlay of what changes in its cells, a stream of both."""

from collections import deque
from collections.abc import Iterator
from functools import cached_property

from xlseg.cells import Area
from xlseg.ooxml.around.ranges import areas
from xlseg.ooxml.around.styles import Styles
from xlseg.ooxml.cells.edges import Edges, edges
from xlseg.ooxml.cells.overlay import Overlay
from xlseg.ooxml.cells.rows import spliced
from xlseg.ooxml.cells.settling import settle
from xlseg.ooxml.package import Package
from xlseg.ooxml.relations import Relations
from xlseg.ooxml.tree import Element, child, children, dump, made, parse, put

ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)  # of what a worksheet holds: CT_Worksheet, ECMA-376 part 1, 18.3.1.99
SMALL = 1 << 23  # bytes of a part that is edited at once, so that what did not change is noticed
MANY = 20_000  # rows of ours that are not made at once


class Sheet:
    """The worksheet in a part. What changes gathers in `frame` and `overlay` and is in the package once flushed.

    relations: of the package; styles: its looks. fresh: a sheet of ours that was not there.
    """

    def __init__(self, name: str, part: str, relations: Relations, styles: Styles, fresh: bool = False) -> None:
        self.name, self.part, self.relations, self.styles, self.fresh = name, part, relations, styles, fresh
        self.overlay = Overlay()
        self._before = b""  # the frame as it was

    @property
    def _package(self) -> Package:
        return self.relations.package

    @cached_property
    def edges(self) -> Edges:
        """The bytes before and after the rows."""
        if (known := self._package.bare(self.part)) is None:
            return edges(self._package.stream(self.part))
        content, plain = known
        found = edges(iter([content]))
        return found._replace(plain=found.plain and plain)

    @cached_property
    def frame(self) -> Element:
        """The worksheet's tree without its rows, to be changed in place."""
        root = parse(self.edges.head + b"<" + self.edges.tag + b"/>" + self.edges.tail)
        self._before = dump(root)
        return root

    @property
    def looked_at(self) -> bool:
        """Whether anyone asked for the frame, and may have changed it."""
        return "frame" in self.__dict__

    def find(self, name: str) -> Element | None:
        """The element of the worksheet of that name."""
        return child(self.frame, name)

    def need(self, name: str) -> Element:
        """The element of the worksheet of that name, made where it is not there."""
        found = self.find(name)
        return found if found is not None else self.add(made(self.frame, name))

    def add(self, element: Element) -> Element:
        """Put an element of the worksheet where the schema wants it."""
        return put(self.frame, element, ORDER)

    @property
    def merged(self) -> list[Area]:
        """Cells that are one."""
        merges = (merge for block in children(self.frame, "mergeCells") for merge in children(block, "mergeCell"))
        return [area for merge in merges for area in areas(merge.get("ref", ""))]

    @property
    def protected(self) -> bool:
        """Whether its cells may not be changed."""
        found = self.find("sheetProtection")
        return found is not None and found.get("sheet") in ("1", "true")

    def flush(self) -> None:
        """Put what changed into the part, and begin anew from there."""
        if not self.overlay and not self.looked_at:
            self.__dict__.pop("edges", None)
            return
        if self.overlay:
            self._dimension()
        package, part, overlay, styles, merged = self._package, self.part, self.overlay, self.styles, self.merged
        after = self._edges()
        if overlay or after != self.edges:
            was = package.current(part)

            def stream() -> Iterator[bytes]:
                return spliced(was(), after, overlay, styles, merged)

            small = package.size(part) < SMALL and overlay.bottom < MANY
            if not small and not settle(overlay, styles):
                deque(stream(), maxlen=0)  # looks are asked for before they are written
            package.put(part, b"".join(stream()) if small else stream)
        self.overlay = Overlay()
        self.__dict__.pop("edges", None)
        self.__dict__.pop("frame", None)

    def _edges(self) -> Edges:
        """The bytes before and after the rows as they are to be."""
        content = dump(self.frame)
        if content == self._before:
            return self.edges
        head, _, tail = content.partition(b"<" + self.edges.tag + b"/>")
        return self.edges._replace(head=head, tail=tail)

    def _dimension(self) -> None:
        """Around all cells, those that are new too."""
        element, new = self.find("dimension"), self.overlay.bounds
        if element is not None and new:
            old = next(iter(areas(element.get("ref", ""))), new)
            around = Area(*map(min, old[:2], new[:2]), *map(max, old[2:], new[2:]))
            element.set("ref", around.a1)
