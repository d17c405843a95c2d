"""Charts in the parts of a package: what they are called, which no library tells."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Frame(NamedTuple):
    """A chart on a sheet. place: row and column its corner is in, 0-based. part: what holds it."""

    name: str
    descr: str
    place: tuple[int, int] | None
    part: str


def frames(package: zipfile.ZipFile) -> dict[str, list[Frame]]:
    """The charts on each worksheet."""
    return {name: list(_frames(package, part)) for name, part in sheet_parts(package).items()}


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> its part."""
    workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))
    targets = related(package, "xl/workbook.xml", "sheet")
    sheets = (s for s in workbook.iter() if s.tag.endswith("}sheet"))
    return {str(s.get("name")): targets[s.get(ID, "")] for s in sheets if s.get(ID) in targets}


def _frames(package: zipfile.ZipFile, sheet: str) -> Iterator[Frame]:
    for drawing in set(related(package, sheet, "/drawing").values()) & set(package.namelist()):
        parts = related(package, drawing, "/chart")
        for anchor in ElementTree.fromstring(package.read(drawing)):
            shown, facts = next(anchor.iter(CHART), None), next(anchor.iter(f"{DRAWING}cNvPr"), None)
            if shown is not None and facts is not None:
                part = parts.get(shown.get(ID, ""), "")
                yield Frame(facts.get("name", ""), facts.get("descr", ""), _place(anchor), part)


def related(package: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Parts a part refers to by the end of their kind, by id."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.namelist():
        return {}
    relations = [r for r in ElementTree.fromstring(package.read(path)) if r.get("Type", "").endswith(kind)]
    places = {r.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, r.get("Target", ""))) for r in relations}
    return {key: place.removeprefix("/") for key, place in places.items()}


def _place(anchor: ElementTree.Element) -> tuple[int, int] | None:
    row, column = (anchor.findtext(f"{DRAWING}from/{DRAWING}{axis}") for axis in ("row", "col"))
    return (int(row), int(column)) if row and column else None
