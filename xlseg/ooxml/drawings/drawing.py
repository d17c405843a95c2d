"""The drawing of a sheet: what floats above its cells, of which only charts of ours are made or taken away."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple

from xlseg.ooxml import blank
from xlseg.ooxml.relations import TYPE, Relations, relation_id
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import DECLARATION, Element, at, dump, local, made, parse

DRAWING, CHART = TYPE + "drawing+xml", TYPE + "drawingml.chart+xml"
OPEN, CLOSED = "http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"


class Frame(NamedTuple):
    """A chart in a drawing. part: what holds it; id: of the relation it is reached by, number: of the shape."""

    anchor: Element
    name: str
    number: str
    id: str
    part: str


class Drawing:
    """The drawing of a sheet, in the package once flushed; one that is not there is made by its first chart."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.relations = sheet, sheet.relations
        self.part = _part(sheet)
        content = self.relations.package.read(self.part) if self.part else empty(self.relations.strict)
        self.root = parse(content)
        self._before = dump(self.root)

    def frames(self) -> list[Frame]:
        """The charts that stand in it by themselves, not in a group."""
        found = (_frame(anchor, self.relations, self.part) for anchor in self.root if local(anchor).endswith("Anchor"))
        return [frame for frame in found if frame]

    def put(self, xml: Callable[[str, str], str], chart: bytes, folder: str, old: Frame | None) -> None:
        """A chart instead of an old one, in its part and under its number, or after all others.

        xml: its anchor, by the number of the shape and the id of the relation. folder: of charts.
        """
        self.part = self.part or self._create()
        part = old.part if old else self.relations.package.free(posixpath.join(folder, "chart{}.xml"))
        if old:
            self._bare(part)
        self.relations.put(part, chart, CHART)
        relation = old.id if old else self.relations.add(self.part, "chart", part)
        number = old.number if old else str(max([1, *self._numbers()]) + 1)
        anchor = parse(spoken(xml(number, relation), self.relations.strict))[0]
        if old:
            self.root.replace(old.anchor, anchor)
        else:
            self.root.append(anchor)

    def remove(self, frame: Frame) -> None:
        """Take a chart out, with what only it used."""
        self.root.remove(frame.anchor)
        self.relations.remove(self.part, frame.id)
        release(self.relations, frame.part)

    def flush(self) -> None:
        """Put what changed into the package; a drawing with nothing left in it goes."""
        if not self.part or dump(self.root) == self._before:
            return
        if any(local(element) for element in self.root):
            self.relations.put(self.part, dump(self.root), DRAWING)
            return
        element = self.sheet.find("drawing")
        if element is not None:
            self.relations.remove(self.sheet.part, relation_id(element))
            self.sheet.frame.remove(element)
        release(self.relations, self.part)

    def _create(self) -> str:
        """A part for the drawing, and the sheet's word of it."""
        folder = posixpath.dirname(posixpath.dirname(self.sheet.part))
        part = self.relations.package.free(posixpath.join(folder, "drawings/drawing{}.xml"))
        self.relations.put(part, dump(self.root), DRAWING)
        element = made(self.sheet.frame, "drawing")
        element.set(
            f"{{{blank.relations(self.relations.strict)}}}id", self.relations.add(self.sheet.part, "drawing", part)
        )
        self.sheet.add(element)
        return part

    def _bare(self, part: str) -> None:
        """Take from a chart what it refers to: styles, colours, a workbook."""
        for relation in self.relations.of(part):
            self.relations.remove(part, relation.id)
            if relation.part:
                release(self.relations, relation.part)

    def _numbers(self) -> list[int]:
        """Of all shapes, those in groups too."""
        found = (e.get("id", "") for e in self.root.iter() if local(e) == "cNvPr")
        return [int(number) for number in found if number.isascii() and number.isdigit()]


def release(relations: Relations, part: str) -> None:
    """Drop a part that nothing refers to any more, and what only it referred to."""
    waiting = [part]
    while waiting:
        gone = waiting.pop()
        if relations.package.find(gone) is not None and not relations.used(gone):
            waiting += [relation.part for relation in relations.of(gone) if relation.part]
            relations.drop(gone)


def empty(strict: bool) -> bytes:
    """A drawing with nothing in it."""
    return DECLARATION + spoken(f'<xdr:wsDr xmlns:xdr="{OPEN}spreadsheetDrawing" xmlns:a="{OPEN}main"/>', strict)


def spoken(xml: str, strict: bool) -> bytes:
    """What was written with the namespaces of everyday, in those of the package."""
    return (xml.replace(OPEN, CLOSED) if strict else xml).encode()


def _part(sheet: Sheet) -> str:
    """The drawing of a sheet; '' where it has none."""
    if not sheet.relations.of(sheet.part, "drawing"):
        return ""
    element = sheet.find("drawing")
    return (sheet.relations.target(sheet.part, relation_id(element)) or "") if element is not None else ""


def _frame(anchor: Element, relations: Relations, drawing: str) -> Frame | None:
    facts = at(anchor, "graphicFrame", "nvGraphicFramePr", "cNvPr")
    shown = at(anchor, "graphicFrame", "graphic", "graphicData", "chart")
    relation = relation_id(shown) if shown is not None else ""
    part = relations.target(drawing, relation)
    if facts is None or not part:
        return None
    return Frame(anchor, facts.get("name", ""), facts.get("id", ""), relation, part)
