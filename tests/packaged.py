"""Workbooks as packages, for tests: written to by ours and by openpyxl, in other namespaces, and told apart by part."""

import io
import zipfile

import through_openpyxl
from lxml import etree
from openpyxl import Workbook, load_workbook

from xlseg.ooxml import blank, writing
from xlseg.ooxml.book import Book
from xlseg.ooxml.package import Package

MAIN, STRICT = blank.MAIN[False], blank.MAIN[True]


def opened(content: bytes) -> Book:
    return Book(Package(io.BytesIO(content)))


def saved(book: Book) -> bytes:
    book.flush()
    file = io.BytesIO()
    book.package.save(file)
    return file.getvalue()


def written(content: bytes, *placed) -> bytes:
    book = opened(content)
    for one in placed:
        writing.write(book, one)
    return saved(book)


def by_openpyxl(content: bytes, *placed) -> bytes:
    book = load_workbook(io.BytesIO(content), rich_text=True)
    for one in placed:
        through_openpyxl.write(book, one)
    return stored(book)


def stored(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in found.items():
            package.writestr(name, content)
    return file.getvalue()


def changed(before: bytes, after: bytes) -> set[str]:
    """Parts that are new or not the bytes they were."""
    old, new = parts(before), parts(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def canonical(content: bytes) -> bytes:
    return etree.tostring(etree.fromstring(content), method="c14n")


def strict(content: bytes) -> bytes:
    """The same workbook in the namespaces of strict OOXML."""
    known = {
        MAIN: STRICT,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    found = parts(content)
    for name, part in found.items():
        for old, new in known.items():
            part = part.replace(old.encode(), new.encode())  # noqa: PLW2901
        found[name] = part
    return packed(found)


def prefixed(content: bytes) -> bytes:
    """The same workbook with a prefix before each element of its parts."""
    found = parts(content)
    for name, part in found.items():
        if name.startswith("xl/") and name.endswith(".xml"):
            root = etree.fromstring(part)
            if etree.QName(root).namespace == MAIN:
                found[name] = etree.tostring(_prefixed(root), xml_declaration=True, encoding="UTF-8")
    return packed(found)


def _prefixed(element):
    spaces = {key: value for key, value in element.nsmap.items() if key} | {"x": MAIN}
    copied = etree.Element(element.tag, dict(element.attrib), nsmap=spaces)
    copied.text, copied.tail = element.text, element.tail
    copied.extend([_prefixed(one) for one in element])
    return copied


FORMS = {"as written": lambda content: content, "prefixed": prefixed, "strict": strict}
