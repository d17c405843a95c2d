"""Excel Tables and the filter of a sheet: they take in labels written beside them, and let go of labels that leave."""

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from xlseg.cells import Area, Listed, Placed
from xlseg.hosts import reference, shrunk, stretched
from xlseg.ooxml import blank
from xlseg.ooxml.around import filters, slicers
from xlseg.ooxml.around.headers import titles
from xlseg.ooxml.around.ranges import areas as ranges
from xlseg.ooxml.around.ranges import common
from xlseg.ooxml.book import Book
from xlseg.ooxml.relations import TYPE, Relations
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import DECLARATION, Element, child, children, dump, made, named, parse, plain
from xlseg.ooxml.tree import put as insert


class Table(NamedTuple):
    """One of a sheet's. id: of the relation it stands in."""

    part: str
    root: Element
    id: str = ""

    @property
    def area(self) -> Area:
        return ranges(self.root.get("ref", ""))[0]

    @property
    def own(self) -> bool:
        """Whether its columns are its own: not those of a query or of XML, which Excel keeps a second list of."""
        return str(self.root.get("tableType", "worksheet")) == "worksheet"

    @property
    def headed(self) -> bool:
        """Whether its first row names its columns."""
        return str(self.root.get("headerRowCount", "1")) == "1"

    @property
    def block(self) -> Element:
        found = child(self.root, "tableColumns")
        return insert(self.root, made(self.root, "tableColumns"), ORDER) if found is None else found

    @property
    def columns(self) -> list[Element]:
        return children(self.block, "tableColumn")

    @property
    def names(self) -> list[str]:
        return [_unescaped(column.get("name", "")) for column in self.columns]

    def keep(self, relations: Relations) -> None:
        """Put the table into its part."""
        relations.package.put(self.part, dump(self.root))


def areas(sheet: Sheet) -> list[Area]:
    """Where the Excel Tables stand."""
    return [table.area for table in _tables(sheet.relations, sheet.part)]


def stretch(book: Book, sheet: Sheet, placed: Placed) -> None:
    """Tables and filters take in labels written beside them."""
    for table in _tables(sheet.relations, sheet.part):
        before, area = table.area, stretched(table.area, placed)
        if area and table.own and table.headed:
            block, ids = table.block, {column.get("id") for column in table.columns}
            for name in _distinct(sheet, area._replace(left=before.right + 1), table.names):
                block.append(_column(block, name, ids))
            block.set("count", str(len(table.columns)))
            table.root.set("ref", area.a1)
            filters.widen(table.root, before, area)
            table.keep(sheet.relations)
    if (old := _filtered(sheet)) and (wide := stretched(old, placed)):
        filters.widen(sheet.frame, old, wide)
        _follow(book, sheet, wide)


def shrink(book: Book, sheet: Sheet, placed: Placed) -> None:
    """Tables and filters without labels that go; a filter of one of these columns goes with it."""
    for table in _tables(sheet.relations, sheet.part):
        area = shrunk(table.area, placed)
        if area and table.own:
            for column in table.columns[area.right - area.left + 1 :]:
                table.block.remove(column)
            table.block.set("count", str(len(table.columns)))
            table.root.set("ref", area.a1)
            filters.narrow(table.root, area)
            table.keep(sheet.relations)
            slicers.prune(book, table.root)
    if (old := _filtered(sheet)) and (slim := shrunk(old, placed)):
        filters.narrow(sheet.frame, slim)
        _follow(book, sheet, slim)


def put(book: Book, sheet: Sheet, listed: Listed) -> None:
    """An Excel Table in place of those that stood there, with the name, style and filters of the first."""
    there = [table for table in _tables(sheet.relations, sheet.part) if common(listed.area, table.area)]
    kept = [table for table in there if table.own][:1]
    for old in (table for table in there if table not in kept):
        _drop(sheet, old)
    table = kept[0] if kept else _new(book, sheet, listed)
    names, width = _distinct(sheet, listed.area, ()), len(table.names)
    known = {name: column for name, column in _renamed(table, names) if name in names}
    ids = {column.get("id") for column in table.columns}  # what speaks of one that leaves must mean no other
    for column in table.columns:
        table.block.remove(column)
    for name in names:
        table.block.append(known[name] if name in known else _column(table.block, name, ids))
    table.block.set("count", str(len(names)))
    table.root.set("ref", listed.area.a1)
    for element in (table.root, *table.columns):
        for told in SUMMED:  # the total of the page stands below the table
            element.attrib.pop(told, None)
        for formula in children(element, "totalsRowFormula"):
            element.remove(formula)
    filters.renew(table.root, listed.area, width == len(names))
    table.keep(sheet.relations)
    slicers.prune(book, table.root)


def _renamed(table: Table, names: list[str]) -> Iterator[tuple[str, Element]]:
    """Its columns by name; in a table of as many columns, one in the place of a name that is new takes that name."""
    there, columns = table.names, table.columns
    for at, (name, column) in enumerate(zip(there, columns, strict=True)):
        if name not in names and len(columns) == len(names) and names[at] not in there:
            column.set("name", _escaped(names[at]))
            yield names[at], column
        else:
            yield name, column


def _tables(relations: Relations, part: str) -> list[Table]:
    """Those of a sheet, but for broken ones."""
    found = ((relations.package.find(r.part), r.id) for r in relations.of(part, "table") if r.part)
    tables = [Table(name, parse(relations.package.read(name)), related) for name, related in found if name]
    return [table for table in tables if ranges(table.root.get("ref", ""))]


def _filtered(sheet: Sheet) -> Area | None:
    """What the filter of a sheet is over."""
    found = sheet.find("autoFilter")
    return next(iter(ranges(found.get("ref", ""))), None) if found is not None else None


def _distinct(sheet: Sheet, area: Area, others: Collection[str]) -> list[str]:
    """The headers of an area, each once, as Excel wants columns named; what has to be named otherwise, in its cell too.

    Excel tells names apart whatever their case, and has none that is empty.
    """
    names, taken = [], {name.casefold() for name in others}
    for column, title in enumerate(titles(sheet, area.top, area.left, area.right), area.left):
        wanted = title or f"Column{len(taken) + 1}"
        free = (wanted, *(f"{wanted}{number}" for number in range(2, len(taken) + 3)))
        name = next(name for name in free if name.casefold() not in taken)
        if name != title:
            sheet.overlay.fill(area.top, column, [[name]])
        names.append(name)
        taken.add(name.casefold())
    return names


def _column(block: Element, name: str, ids: set[str | None]) -> Element:
    """A column of that name, whose number is added to `ids`."""
    free = next(number for number in map(str, range(1, len(ids) + 2)) if number not in ids)
    ids.add(free)
    return made(block, "tableColumn", id=free, name=_escaped(name))


def _new(book: Book, sheet: Sheet, listed: Listed) -> Table:
    """One of its own number in the workbook, and of a name nobody else has, tables and defined names alike."""
    relations = book.relations
    others = [table.root for part in book.parts.values() if part for table in _tables(relations, part)]
    taken = {str(other.get(key, "")).casefold() for other in others for key in ("name", "displayName")}
    taken |= {name.casefold() for name in book.all_names()}
    names = (listed.name, *(f"{listed.name}_{number}" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name.casefold() not in taken)
    number = max([0, *(int(other.get("id", "0")) for other in others)]) + 1
    part = relations.package.free(posixpath.join(posixpath.dirname(book.part), "tables/table{}.xml"))
    root = parse(DECLARATION + f'<table xmlns="{blank.MAIN[relations.strict]}"/>'.encode())
    for key, value in (("id", str(number)), ("name", name), ("displayName", name), ("ref", listed.area.a1)):
        root.set(key, value)
    root.set("totalsRowShown", "0")
    relations.put(part, dump(root), TABLE)
    related = relations.add(sheet.part, "table", part)
    block = sheet.need("tableParts")
    block.append(named(made(block, "tablePart"), blank.relations(relations.strict), "id", related))
    block.set("count", str(len(children(block, "tablePart"))))
    return Table(part, root, related)


def _drop(sheet: Sheet, table: Table) -> None:
    block = sheet.need("tableParts")
    for part in children(block, "tablePart"):
        if table.id in part.attrib.values():
            block.remove(part)
    block.set("count", str(len(children(block, "tablePart"))))
    if not children(block, "tablePart"):
        sheet.frame.remove(block)
    sheet.relations.remove(sheet.part, table.id)
    sheet.relations.drop(table.part)


def _follow(book: Book, sheet: Sheet, area: Area) -> None:
    """Excel knows the range of a sheet's filter by a hidden name, too."""
    if book.local(FILTERED, sheet.name) is not None:
        book.define(FILTERED, reference(sheet.name, area), sheet=sheet.name)


def _escaped(name: str) -> str:
    """As Excel writes what an attribute cannot hold. Source: ST_Xstring, ECMA-376 part 1, 22.9.2.19."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)|[\n\r\t]", lambda found: f"_x{ord(found[0]):04x}_", plain(name))


def _unescaped(name: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), name)


TABLE = TYPE + "spreadsheetml.table+xml"
FILTERED = "_xlnm._FilterDatabase"
ORDER = filters.ORDER
SUMMED = ("headerRowCount", "totalsRowCount", "totalsRowLabel", "totalsRowFunction")
