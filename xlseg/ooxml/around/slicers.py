"""Slicers of Excel Tables: one whose column has left goes too, or Excel finds the workbook damaged.

Source: [MS-XLSX] 2.3.5 and 2.6.79 (CT_TableSlicerCache: a column of the table by its id), 2.1.27 to 2.1.30 (parts).
"""

from collections.abc import Collection, Iterator

from xlseg.ooxml.book import Book
from xlseg.ooxml.relations import relation_id
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, child, children, descend, dump, local, parse

ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


def prune(book: Book, table: Element) -> None:
    """Take out the slicers of columns that this table has no more."""
    columns = {column.get("id") for column in children(child(table, "tableColumns"), "tableColumn")}
    lost = dict(_lost(book, table.get("id"), columns))
    if not lost:
        return
    for sheet in book.all():
        for relation in book.relations.of(sheet.part, "slicer"):
            _unslice(book, sheet, relation.id, lost.values())
    for related, name in lost.items():
        _extension(book.root, "slicerCache", related)
        _drop(book, book.part, related)
        book.undefine(name)


def _lost(book: Book, table: str | None, columns: Collection[str | None]) -> Iterator[tuple[str, str]]:
    """Relations and names of the caches of columns that are not among these."""
    for relation in book.relations.of(book.part, "slicerCache"):
        part = book.package.find(relation.part)
        root = parse(book.package.read(part)) if part else None
        for cache in descend(root, "tableSlicerCache") if root is not None else ():
            if cache.get("tableId") == table and cache.get("column") not in columns:
                assert root is not None
                yield relation.id, root.get("name", "")


def _unslice(book: Book, sheet: Sheet, id: str, caches: Collection[str]) -> None:
    """Take the slicers of these caches off a sheet: out of their part, and out of the drawing."""
    part = book.relations.target(sheet.part, id)
    root = parse(book.package.read(part)) if part else None
    gone = [one for one in children(root, "slicer") if one.get("cache") in caches]
    if not gone or root is None or part is None:
        return
    names = {one.get("name") for one in gone}
    for one in gone:
        root.remove(one)
    if children(root, "slicer"):
        book.package.put(part, dump(root))
    else:
        _extension(sheet.frame, "slicer", id)
        _drop(book, sheet.part, id)
    for relation in book.relations.of(sheet.part, "drawing"):
        drawing = book.package.find(relation.part)
        if drawing:
            book.package.put(drawing, _erased(book.package.read(drawing), names))


def _erased(drawing: bytes, names: Collection[str | None]) -> bytes:
    """Without these slicers; shapes that people grouped with one stay."""
    root = parse(drawing)
    shown = {_shape(found) for found in descend(root, "slicer") if found.get("name") in names}
    for shape in shown:
        parent = shape.getparent()
        if parent is not None:
            parent.remove(shape)
    return dump(root) if shown else drawing


def _shape(element: Element) -> Element:
    """The anchor an element is in, or what of a group holds it."""
    while (parent := element.getparent()) is not None and local(element) not in ANCHORS and local(parent) != "grpSp":
        element = parent
    return element


def _extension(root: Element, name: str, id: str) -> None:
    """Take what refers to a relation out of the extensions of a sheet or workbook, and those left with nothing."""
    for found in [one for one in descend(root, name) if relation_id(one) == id]:
        element = found
        while (parent := element.getparent()) is not None and element is not root:
            parent.remove(element)
            if len(parent) or local(parent) in ("worksheet", "workbook"):
                break
            element = parent


def _drop(book: Book, owner: str, id: str) -> None:
    part = book.relations.target(owner, id)
    book.relations.remove(owner, id)
    if part and not book.relations.used(part):
        book.relations.drop(part)
