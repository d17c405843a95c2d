"""Sheets as bytes for tests: spliced, and read again."""

from datetime import date

from lxml import etree

from xlseg.cells import Area
from xlseg.ooxml.cells.edges import edges
from xlseg.ooxml.cells.overlay import Overlay
from xlseg.ooxml.cells.rows import spliced

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DATED, QUOTED = 900, 1000


class Looks:
    """Styles of no workbook: a day gets 900, a text like a formula 1000 more than it had."""

    def __init__(self, from_1904: bool = False) -> None:
        self.from_1904, self.asked = from_1904, []

    def dated(self, value: date) -> int:
        self.asked.append(value)
        return DATED

    def quoted(self, number: int) -> int:
        self.asked.append(number)
        return number if number >= QUOTED else number + QUOTED


def sheet(rows: str, prefix: str = "", tail: str = "") -> bytes:
    """A worksheet with these rows."""
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    data = f"<{p}sheetData>{rows}</{p}sheetData>" if rows else f"<{p}sheetData/>"
    return f'<?xml version="1.0"?>\n<{p}worksheet {space}="{MAIN}">{data}{tail}</{p}worksheet>'.encode()


def splice(
    part: bytes, overlay: Overlay, merged: list[Area] = (), size: int = 1 << 20, looks: Looks | None = None
) -> bytes:
    """The part with the overlay, read and spliced in pieces of a size."""
    pieces = [part[at : at + size] for at in range(0, len(part), size)]
    return b"".join(spliced(iter(pieces), edges(iter(pieces)), overlay, looks or Looks(), merged))


def rows(part: bytes) -> str:
    """What stands in the element of the rows."""
    text = part.decode()
    if "sheetData/>" in text:
        return ""
    start = text.index(">", text.index("sheetData")) + 1
    return text[start : text.rindex("</", 0, text.rindex("sheetData>"))]


def cells(part: bytes) -> dict[tuple[int, int], tuple[object, int]]:
    """Value and style of each cell, as an XML parser of others sees them; in order, or it is an error."""
    found: dict[tuple[int, int], tuple[object, int]] = {}
    last = 0
    for row in etree.fromstring(part).iter("{*}row"):
        number = int(row.get("r", last + 1))
        assert number > last
        last, before = number, 0
        for cell in row.iter("{*}c"):
            area = Area.of(cell.get("r", Area(last, before + 1, last, before + 1).a1.split(":")[0]))
            assert area.top == last
            assert area.left > before
            before = area.left
            found[area[:2]] = (_value(cell), int(cell.get("s", "0")))
    return found


def _value(cell: etree._Element) -> object:
    formula = cell.find("{*}f")
    if formula is not None:
        return "=" + (formula.text or "")
    texts = cell.findall("{*}is/{*}t")
    if texts:
        return "".join(text.text or "" for text in texts)
    value = cell.find("{*}v")
    return None if value is None else float(value.text) if cell.get("t", "n") == "n" else value.text
