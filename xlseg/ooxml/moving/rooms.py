"""Cells of the user's that make room for ours: they move, and all of the workbook that refers to them follows."""

import posixpath
from collections.abc import Callable, Iterator
from functools import partial

from xlseg.cells import Room
from xlseg.ooxml.book import Book
from xlseg.ooxml.drawings import legacy
from xlseg.ooxml.moving import displaced
from xlseg.ooxml.moving.followed import follow_rows
from xlseg.ooxml.moving.following import follow_tree
from xlseg.ooxml.moving.moves import Move
from xlseg.ooxml.package import Package
from xlseg.ooxml.relations import Relations
from xlseg.ooxml.sheet import SMALL, Sheet
from xlseg.ooxml.tree import Element, child, children, dump, local, parse

AROUND = (
    "drawing",
    "chart",
    "chartEx",
    "chartUserShapes",
    "ctrlProp",
    "table",
    "vmlDrawing",
)  # with references in them
PLACED = ("comments", "threadedComment", "table", "pivotTable", "tableSingleCells")  # with places on their sheet


def make_room(book: Book, sheet: Sheet, room: Room) -> None:
    """Move the cells of `room.area` with what belongs to them, and every reference to them.

    Cells are inserted, not rows, as the live host does: heights of rows, and rows that are hidden, stay, since other
    cells of theirs may not move (so do Excel and LibreOffice; tests/ooxml/test_inserted.py asks the latter).
    The package has it at once, with all that was to be written before.
    """
    book.flush()
    move, package = Move.of(sheet.name, room), book.package
    formulas: list[bool] = []
    edit(package, sheet.part, lambda root: formulas.append(displaced.move_cells(root, move)))
    if formulas == [True]:
        book.forget_order()
    for relation in book.relations.of(sheet.part):
        if relation.kind in PLACED:
            edit(package, relation.part, partial(displaced.move_places, move=move))
        elif relation.kind == "drawing":
            edit(package, relation.part, partial(displaced.move_anchors, move=move))
        elif relation.kind == "vmlDrawing" and package.find(relation.part):
            package.put(relation.part, legacy.moved(package.read(relation.part), move))
    _follow(book, sheet, move)


def edit(package: Package, part: str, change: Callable[[Element], object]) -> None:
    """Change the tree of a part; one in which nothing changed keeps its bytes."""
    if package.find(part) is None:
        return
    root = parse(package.read(part))
    before = dump(root)
    change(root)
    if (content := dump(root)) != before:
        package.put(part, content)


def _follow(book: Book, sheet: Sheet, move: Move) -> None:
    """Everything that speaks of the moved cells, wherever it stands."""
    package = book.package
    for name in children(child(book.root, "definedNames"), "definedName"):
        name.text = move.follow(name.text or "", "")
    for cache in book.relations.of(book.part, "pivotCacheDefinition"):
        edit(package, cache.part, partial(_follow_source, move=move))
    for home, part in ((home, part) for home, part in book.parts.items() if part):
        if part != sheet.part:
            follow = follow_rows(package.current(part), home, move)
            if follow:
                package.put(part, b"".join(follow()) if package.size(part) < SMALL else follow)
        book.relations.lead(part, partial(_link, home=home, move=move))
        for found in _around(book.relations, part):
            book.relations.lead(found, partial(_link, home=home, move=move))
            if posixpath.splitext(found)[1].casefold() == ".vml":
                package.put(found, legacy.followed(package.read(found), home, move))
            else:
                edit(package, found, partial(follow_tree, home=home, move=move))


def _around(relations: Relations, part: str) -> Iterator[str]:
    """What a sheet refers to that may refer to cells: drawings, charts in them, tables, controls; each once."""
    seen, waiting = {part}, [part]
    while waiting:
        led = (relations.package.find(r.part) for r in relations.of(waiting.pop()) if r.kind in AROUND)
        new = [found for found in dict.fromkeys(led) if found and found not in seen]
        yield from new
        seen.update(new)
        waiting += new


def _follow_source(root: Element, move: Move) -> None:
    """Where a pivot table has its data from."""
    for source in root.iter():
        if (
            local(source) in ("worksheetSource", "rangeSet")
            and move.is_on(source.get("sheet", ""))
            and source.get("ref")
        ):
            source.set("ref", move.refers(source.get("ref", "")))


def _link(place: str, home: str, move: Move) -> str:
    return move.follow(place, home)
