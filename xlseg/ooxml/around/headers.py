"""Texts of a few cells of one row, as they are in the part or about to be."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from xlseg.area import Area
from xlseg.cells import result_of
from xlseg.ooxml.cells.overlay import KEEP
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, child, children, plain


def titles(sheet: Sheet, row: int, left: int, right: int) -> list[str]:
    """What the cells of a header say; '' where one is empty."""
    new = {column: sheet.overlay.value(row, column) for column in range(left, right + 1)}
    old = _there(sheet, row, {column for column, value in new.items() if value is KEEP})
    said = {column: old.get(column, "") if value is KEEP else _said(value) for column, value in new.items()}
    return [said[column] for column in sorted(said)]


def _said(value: object) -> str:
    value = result_of(value)
    return "" if value is None else plain(str(value))


def _there(sheet: Sheet, row: int, columns: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    if not columns or (element := _row(sheet, row)) is None:
        return found
    column = 0
    for cell in children(element, "c"):
        column = Area.of(cell.get("r", "")).left if cell.get("r") else column + 1
        if column in columns:
            found[column] = _text(sheet, cell)
    return found


def _row(sheet: Sheet, number: int) -> Element | None:
    """The row of that number; those after it are not read."""
    at = 0
    for element in _elements(sheet.relations.package.stream(sheet.part), "row"):
        at = int(element.get("r") or at + 1)
        if at >= number:
            return element if at == number else None
    return None


def _elements(content: Iterator[bytes], name: str) -> Iterator[Element]:
    """Elements of that name as soon as they are read, each until the next."""
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
    parser = etree.XMLPullParser(("end",), tag=f"{{*}}{name}", **safe)
    for piece in content:
        for at in range(0, len(piece), PIECE):
            parser.feed(piece[at : at + PIECE])
            for _, element in parser.read_events():
                yield element
                element.clear()


def _text(sheet: Sheet, cell: Element) -> str:
    kind, value = cell.get("t", "n"), child(cell, "v")
    if kind == "inlineStr":
        return _plain(child(cell, "is"))
    text = (value.text or "") if value is not None else ""
    if kind != "s":
        return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "b" else text
    return _shared(sheet, int(text)) if text.isdecimal() else ""


def _shared(sheet: Sheet, number: int) -> str:
    """A text of the workbook's list."""
    relations = sheet.relations
    books = relations.of("", "officeDocument")
    parts = (relations.package.find(r.part) for book in books for r in relations.of(book.part, "sharedStrings"))
    part = next((name for name in parts if name), None)
    found = _elements(relations.package.stream(part), "si") if part else iter(())
    return _plain(next(islice(found, number, None), None))


def _plain(item: Element | None) -> str:
    """Without how it is read aloud."""
    if item is None:
        return ""
    runs = [child(item, "t"), *(child(run, "t") for run in children(item, "r"))]
    return "".join(run.text or "" for run in runs if run is not None)


PIECE = 1 << 14  # bytes read at a time
