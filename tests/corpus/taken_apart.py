"""A workbook as bytes, read by nothing of ours: its entries, its parts, and the cells of its sheets as text."""

import posixpath
import re
import zipfile
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from lxml import etree
from openpyxl.utils import column_index_from_string

from corpus.package import relations

SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
MEANT = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
UNUSUAL = re.compile(
    rb"""<[!?]|<[^<>"]*\sxmlns|<[^<>]*=\s*'|<(?:\w+:)?(?:row|c)(?![^<>]*\sr=)[\s/>]"""
)  # rows with comments, CDATA, instructions, namespaces of their own, single quotes or no addresses
LOCAL_HEADER = 30  # bytes, before the name and the extra field


class Cells(NamedTuple):
    """Of one worksheet: attributes of its rows but for their numbers and spans, and each cell's text, by address.

    Or what each cell means.
    """

    rows: dict[int, dict[str, str]]
    cells: dict[tuple[int, int], object]
    ordered: bool  # rows and cells stand in order, each once


class Opened:
    """The parts of a workbook, and where in it things are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        content = path.read_bytes()
        with zipfile.ZipFile(path) as packed:
            items = [item for item in packed.infolist() if not item.is_dir()]
            self.parts = {item.filename: packed.read(item) for item in items}
            self.packed = {item.filename: (item.compress_type, _raw(content, item)) for item in items}

    def tree(self, part: str) -> etree._Element:
        return etree.fromstring(self.parts[part], SAFE)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """By identifier, the kind and the target of each relation to another part."""
        name = relations(part)
        found = self.tree(name) if name in self.parts else ()
        return {
            item.get("Id"): (item.get("Type").rpartition("/")[2], _target(part, item.get("Target")))
            for item in found
            if item.get("TargetMode") != "External"
        }

    @cached_property
    def book(self) -> str:
        return next(target for kind, target in self.related("").values() if kind == "officeDocument")

    def one(self, kind: str) -> str:
        """The part of that kind the workbook has, '' without."""
        return next((target for found, target in self.related(self.book).values() if found == kind), "")

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The part of each sheet by its name, in order."""
        related, found = self.related(self.book), self.tree(self.book).findall("{*}sheets/{*}sheet")
        identifier = re.compile(r"\{.*/relationships\}id")
        return {s.get("name"): next(related[v][1] for k, v in s.items() if identifier.fullmatch(k)) for s in found}

    @cached_property
    def names(self) -> dict[str, str]:
        """What the names of the whole workbook refer to."""
        found = self.tree(self.book).findall("{*}definedNames/{*}definedName")
        return {name.get("name"): name.text or "" for name in found if name.get("localSheetId") is None}

    def cells(self, part: str) -> Cells:
        return _cells(self.parts[part])

    def usual(self, part: str) -> bool:
        """Whether the rows of a worksheet are written as nearly everybody writes them."""
        rows = re.search(rb"<(?:\w+:)?sheetData>(.*)</(?:\w+:)?sheetData>", self.parts[part], re.DOTALL)
        return not (rows and UNUSUAL.search(rows[1]))

    def meant(self, part: str) -> Cells:
        """What each cell says to whoever reads XML, however it is spelt."""
        root = etree.fromstring(self.parts[part], MEANT)
        cells: dict[tuple[int, int], object] = {}
        row = 0
        for line in root.iterfind("{*}sheetData/{*}row"):
            row, column = int(line.get("r", row + 1)), 0
            for cell in line.iterfind("{*}c"):
                letters = re.match("[A-Z]+", cell.attrib.pop("r", ""))
                column = column_index_from_string(letters[0]) if letters else column + 1
                cells[row, column] = _meaning(cell)
        return self.cells(part)._replace(cells=cells)


def columns_of(sheet: etree._Element) -> dict[int, dict[str, str]]:
    """How each column looks."""
    found = {}
    for col in sheet.iterfind("{*}cols/{*}col"):
        looks = {key: value for key, value in col.items() if key not in ("min", "max")}
        found |= dict.fromkeys(range(int(col.get("min")), int(col.get("max")) + 1), looks)
    return found


def _meaning(element: etree._Element) -> object:
    text = element.text or ""
    inner = [_meaning(child) for child in element]
    return element.tag, dict(element.attrib), text.strip() if inner else text, inner


def _raw(content: bytes, item: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of an entry as they stand in the file."""
    start = content.index(b"PK\x03\x04", item.header_offset)
    assert start == item.header_offset
    name, extra = (int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
    data = start + LOCAL_HEADER + name + extra
    return content[data : data + item.compress_size]


def _target(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target))).lstrip("/")


def _cells(content: bytes) -> Cells:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16").encode()
    rows: dict[int, dict[str, str]] = {}
    cells: dict[tuple[int, int], bytes] = {}
    order: list[tuple[int, int]] = []
    inside: list[str] = []
    row = column = start = 0
    parser = expat.ParserCreate("UTF-8", " ")

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, start
        kind = name.rpartition(" ")[2]
        inside.append(kind)
        if inside[-2:] == ["sheetData", "row"]:
            row, column = int(attributes.pop("r", row + 1)), 0
            attributes.pop("spans", None)
            rows[row] = attributes
            order.append((row, 0))
        elif inside[-3:] == ["sheetData", "row", "c"]:
            letters = re.match("[A-Z]+", attributes.get("r", ""))
            column = column_index_from_string(letters[0]) if letters else column + 1
            order.append((row, column))
            start = parser.CurrentByteIndex

    def end(name: str) -> None:
        if inside[-3:] == ["sheetData", "row", "c"]:
            at = parser.CurrentByteIndex  # of the closing tag, or behind an element that has none
            tag = re.match(rb"<([^\s/>]+)", content[start : start + 99])
            closed = tag is not None and content.startswith(b"</" + tag[1], at)
            cells[row, column] = content[start : content.index(b">", at) + 1 if closed else at]
        inside.pop()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(content, True)
    return Cells(rows, cells, order == sorted(set(order)))
