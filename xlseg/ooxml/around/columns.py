"""Widths of columns."""

from copy import copy

from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, children, made


def size(sheet: Sheet, column: int, width: float) -> None:
    """Give one column a width in characters; 0 hides it. One that is hidden stays hidden."""
    found = next((one for one in _all(sheet) if _low(one) <= column <= _high(one)), None)
    found = _new(sheet, column) if found is None else _alone(found, column)
    found.set("width", f"{width:.15g}")
    found.set("customWidth", "1")
    if not width:
        found.set("hidden", "1")


def _all(sheet: Sheet) -> list[Element]:
    return [one for block in children(sheet.frame, "cols") for one in children(block, "col")]


def _low(found: Element) -> int:
    return int(found.get("min", "0"))


def _high(found: Element) -> int:
    return int(found.get("max", "0"))


def _new(sheet: Sheet, column: int) -> Element:
    """In the order of the columns."""
    blocks = children(sheet.frame, "cols") or [sheet.need("cols")]
    found = made(blocks[-1], "col", min=str(column), max=str(column))
    later = next((one for one in _all(sheet) if _low(one) > column), None)
    if later is None:
        blocks[-1].append(found)
    else:
        later.addprevious(found)
    return found


def _alone(found: Element, column: int) -> Element:
    """Columns sized together are one element; one of them gets an element of its own."""
    for start, end in ((_low(found), column - 1), (column + 1, _high(found))):
        if start <= end:
            part = copy(found)
            part.set("min", str(start))
            part.set("max", str(end))
            (found.addprevious if end < column else found.addnext)(part)
    found.set("min", str(column))
    found.set("max", str(column))
    return found
