"""Hyperlinks of cells."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy
from itertools import chain
from typing import Any

from xlseg.cells import Area, Fill, Link
from xlseg.ooxml.around.ranges import areas, common, short, without
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, children, made, plain


def put(sheet: Sheet, fills: Sequence[Fill]) -> None:
    """Let cells lead where their Links do, instead of where they led; as many as Excel can hold."""
    found = [(f.top + row, f.left + column, link) for f in fills for row, column, link in _found(f.values)]
    if not found:
        return
    merged = sheet.merged  # of which only the first cell can hold anything
    bare = ((r, c, link) for r, c, link in found if not any(_covered(r, c, area) for area in merged))
    new = {short(Area(row, column, row, column)): link for row, column, link in bare}
    there = {str(one.get("ref")): one for one in children(sheet.find("hyperlinks"), "hyperlink")}
    stale = [ref for ref, link in new.items() if ref not in there or not _leads(there[ref], link)]
    wide = [ref for ref in there if ":" in ref]
    remove(sheet, [area for ref in stale if ref in there or wide for area in areas(ref)])
    block = sheet.need("hyperlinks")
    room = MOST - len(children(block, "hyperlink"))
    block.extend([made(block, "hyperlink", ref=ref, location=plain(new[ref].place)) for ref in stale[: max(room, 0)]])
    if not len(block):
        sheet.frame.remove(block)


def remove(sheet: Sheet, around: Collection[Area]) -> int:
    """Take hyperlinks off the cells of these areas; how many of these cells had one."""
    block = sheet.find("hyperlinks")
    if block is None or not around:
        return 0
    cells = {(area.top, area.left) for area in around if area.top == area.bottom and area.left == area.right}
    broad = [area for area in around if (area.top, area.left) != (area.bottom, area.right)]
    count, gone = 0, []
    for one in children(block, "hyperlink"):
        found = areas(one.get("ref", ""))
        if len(found) == 1 and found[0][:2] == found[0][2:]:
            left = [] if found[0][:2] in cells or any(common(found[0], area) for area in broad) else found
        else:
            left = [part for area in found for part in _left(area, [*broad, *(Area(*c, *c) for c in cells)])]
        if left == found:
            continue
        count += sum(map(_size, found)) - sum(map(_size, left))
        _cut(one, left)
        gone.append(one)
    _unrelate(sheet, gone)
    if not len(block):
        sheet.frame.remove(block)
    return count


def _found(values: Any) -> Iterator[tuple[int, int, Link]]:
    """The links among values, which may be held by column; a million cells are looked through at once."""
    if hasattr(values, "columns"):
        for column, held in enumerate(values.columns):
            if str(getattr(held, "dtype", "object")) == "object" and Link in set(map(type, held)):
                yield from ((row, column, value) for row, value in enumerate(held) if isinstance(value, Link))
    elif Link in set(map(type, chain.from_iterable(values))):
        for row, line in enumerate(values):
            yield from ((row, column, value) for column, value in enumerate(line) if isinstance(value, Link))


def _covered(row: int, column: int, area: Area) -> bool:
    inside = area.top <= row <= area.bottom and area.left <= column <= area.right
    return inside and (row, column) != (area.top, area.left)


def _leads(element: Element, link: Link) -> bool:
    """Whether it leads there already: within the workbook, by no relation."""
    outside = any(key.endswith("}id") for key in element.attrib)
    return not outside and element.get("location") == plain(link.place)


def _left(area: Area, around: Sequence[Area]) -> list[Area]:
    parts = [area]
    for hole in around:
        parts = [rest for part in parts for rest in without(part, hole)]
    return parts


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _cut(element: Element, left: list[Area]) -> None:
    """The element for what is left: one for each part."""
    for part in left:
        copied = copy(element)
        copied.set("ref", short(part))
        element.addprevious(copied)
    element.getparent().remove(element)


def _unrelate(sheet: Sheet, gone: list[Element]) -> None:
    """Without the relations nothing on the sheet speaks of any more."""
    ids = {str(value) for one in gone for key, value in one.attrib.items() if key.endswith("}id")}
    if not ids:
        return
    used = {value for one in sheet.frame.iter() for key, value in one.attrib.items() if key.startswith("{")}
    sheet.relations.remove(sheet.part, *(ids - used))


MOST = 65_530  # hyperlinks a sheet can hold: "Excel specifications and limits"
