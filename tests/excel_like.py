"""Workbooks changed by openpyxl as Excel would change them: charts keep their names, formulas have results."""

import os
import posixpath
import re
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor, TwoCellAnchor
from openpyxl.utils import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel

from xlseg.cells import Rows, cell

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FORMULA = re.compile(
    rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*?(?:/>|>.*?</f>))(?:<v ?/?>(?:</v>)?|<v>[^<]*</v>)?</c>', re.DOTALL
)


class Frame(NamedTuple):
    """A chart on a sheet. place: row and column its corner is in, 0-based. part: what holds it."""

    name: str
    descr: str
    place: tuple[int, int] | None
    part: str


def load_named(path: Path) -> Workbook:
    """With the names of charts, in `anchor.name`, which are saved again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm", rich_text=True)
    with zipfile.ZipFile(path) as package:
        name_all(book, frames(package))
    return book


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


def name_all(book: Workbook, named: dict[str, list[Frame]]) -> None:
    """Give the charts of a workbook just loaded the names they have in the file, by sheet."""
    for sheet in book.worksheets:
        left = list(named.get(sheet.title, ()))
        for chart in sheet._charts:
            frame = next((frame for frame in left if frame.place == _corner(chart.anchor)), None)
            if frame:
                left.remove(frame)
                chart.anchor = _named(chart.anchor, frame.name, frame.descr)


def _named(anchor: Any, name: str, descr: str) -> Any:
    """The same anchor with a name; of the third kind, which Excel never makes, it stays without."""
    if isinstance(anchor, TwoCellAnchor):
        anchor = _Between(anchor.editAs, anchor._from, anchor.to, clientData=anchor.clientData)
    elif isinstance(anchor, OneCellAnchor):
        anchor = _From(anchor._from, anchor.ext, clientData=anchor.clientData)
    anchor.name, anchor.descr = name, descr
    return anchor


def _corner(anchor: Any) -> tuple[int, int] | None:
    start = getattr(anchor, "_from", None)
    return start and (start.row, start.col)


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


def keep(path: Path, sheets: Collection[str], read: Callable[[str], Rows]) -> None:
    """Write the value at each formula's address into the formulas of these sheets of the file.

    read: the cells of a sheet, asked for only where it holds a formula; without any the file is left as it is.
    """
    with zipfile.ZipFile(path) as package:
        contents = {part: (name, package.read(part)) for name, part in sheet_parts(package).items() if name in sheets}
    changed = {
        part: FORMULA.sub(partial(_with_result, read(name)), content)
        for part, (name, content) in contents.items()
        if FORMULA.search(content)
    }
    if changed:
        _replace(path, changed)


def _replace(path: Path, changed: Mapping[str, bytes]) -> None:
    """The package with other contents of some parts."""
    copy = path.with_suffix(".part")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                new.writestr(item, changed.get(item.filename) or old.read(item))
        os.replace(copy, path)
    finally:
        copy.unlink(missing_ok=True)


def _with_result(rows: Rows, found: "re.Match[bytes]") -> bytes:
    address, attributes, formula = found.groups()
    value = cell(rows, *coordinate_to_tuple(address.decode()))
    if value is None:
        return found.group(0)
    kind, text = _stored(value)
    attributes = re.sub(rb' t="[^"]*"', b"", attributes) + kind
    return b'<c r="%s"%s>%s<v>%s</v></c>' % (address, attributes, formula, escape(text).encode())


def _stored(value: object) -> tuple[bytes, str]:
    """The type and text of a result in the file."""
    if isinstance(value, bool):
        return b' t="b"', str(int(value))
    if isinstance(value, date | datetime | timedelta):
        return b"", repr(to_excel(value))
    if isinstance(value, int | float):
        return b"", repr(value)
    return (b' t="e"' if re.fullmatch(r"#[A-Z/0?!]+", str(value)) else b' t="str"'), str(value)
