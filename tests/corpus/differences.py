"""What a run changed in a workbook that it had no business with: each function tells what it finds, or nothing.

A run writes labels beside the user's data, and sheets of its own. So it may add relations, content types, styles, names
and sheets to the lists of them, columns to the sheet the labels go into and to the table they go beside, and nothing
else; and on what sheet a workbook opens is ours to say where it is a copy.
"""

import re
from collections.abc import Callable, Iterable
from itertools import chain

from lxml import etree
from openpyxl.utils import range_boundaries

from corpus.package import relations
from corpus.taken_apart import Opened, columns_of
from xlseg.cells import Area
from xlseg.hosts import find_marks

SELECTED = re.compile(rb"""\s(?:tabSelected|activeTab|firstSheet)=(?:"\w+"|'\w+')""")
RIGHT = re.compile(rb"""(<(?:\w+:)?(?:autoFilter|sortState)\b[^>]*\sref="[A-Z]+\d+:)[A-Z]+""")
LISTS = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")  # known by their places in them
OURS_IN_A_SHEET = {"dimension", "cols", "conditionalFormatting"}  # elements a run may add where there was none
OURS_IN_THE_BOOK = {"definedNames", "calcPr", "bookViews"}
Nodes = dict[str, list[bytes]]


def labels(after: Opened) -> dict[str, list[Area]]:
    """The areas of our labels, by sheet."""
    found: dict[str, list[Area]] = {}
    for mark, (sheet, area) in find_marks(after.names).items():
        if mark.startswith("label."):
            found.setdefault(sheet, []).append(area)
    return found


def touched(before: Opened, after: Opened) -> list[str]:
    """The parts of the sheets that labels were written into."""
    return [before.sheets[sheet] for sheet in labels(after) if sheet in before.sheets]


def tables(opened: Opened, sheet: str) -> list[str]:
    return [target for kind, target in opened.related(sheet).values() if kind == "table"]


def in_other_parts(before: Opened, after: Opened, strict: bool = False) -> list[str]:
    """Parts that are gone or changed though no label went near them. strict: what is selected stays so too."""
    sheets = touched(before, after)
    near = chain.from_iterable((sheet, relations(sheet), *tables(before, sheet)) for sheet in sheets)
    ours = {"[Content_Types].xml", before.book, relations(before.book), before.one("styles"), *near}
    gone = [f"{part} is gone" for part in before.parts if part not in after.parts]
    found = []
    for part in (part for part in before.parts if part in after.parts and part not in ours):
        if before.packed[part] != after.packed[part]:
            selected = not strict and part in before.sheets.values()
            same = before.parts[part] == after.parts[part]
            if not (selected and unselected(before.parts[part]) == unselected(after.parts[part])):
                found.append(f"{part} {'was compressed anew' if same else 'changed'}")
    return gone + found


def unselected(content: bytes) -> bytes:
    return SELECTED.sub(b"", content)


def in_cells(before: Opened, after: Opened) -> list[str]:
    """Rows and cells of the user's that are not the same text any more, on sheets that labels were written into.

    A sheet in unusual XML is written in the usual one; so there, those that do not mean the same.
    """
    found = []
    for sheet, areas in labels(after).items():
        part = before.sheets[sheet]
        cells = Opened.cells if before.usual(part) else Opened.meant
        old, new = cells(before, part), cells(after, part)

        def theirs(row: int, column: int, areas: list[Area] = areas) -> bool:
            return not any(a.top <= row <= a.bottom and a.left <= column <= a.right for a in areas)

        ours = {row for area in areas for row in range(area.top, area.bottom + 1)}
        found += [] if new.ordered else [f"{sheet}: out of order"]
        found += [f"{sheet}: row {row}" for row, given in old.rows.items() if new.rows.get(row) != given]
        found += [f"{sheet}: row {row} is new" for row in new.rows if row not in old.rows and row not in ours]
        kept = {place: text for place, text in old.cells.items() if theirs(*place)}
        there = {place: text for place, text in new.cells.items() if theirs(*place)}
        found += [
            f"{sheet}: {place} {kept.get(place)!r} became {there.get(place)!r}"
            for place in sorted(kept.keys() | there.keys())
            if kept.get(place) != there.get(place)
        ]
    return found


def around_cells(before: Opened, after: Opened) -> list[str]:
    """What is other on those sheets besides their rows."""
    found = []
    for sheet, areas in labels(after).items():
        old, new = (opened.tree(opened.sheets[sheet]) for opened in (before, after))
        columns = {column for area in areas for column in range(area.left, area.right + 1)}
        special = {"sheetData": _nothing, "dimension": _nothing, "cols": _nothing}
        special |= {"sheetViews": _plain(selected=True), "autoFilter": _plain(ranged=True)}
        found += _root(sheet, old, new) + _children(sheet, old, new, special, OURS_IN_A_SHEET)
        looks = [{c: a for c, a in columns_of(tree).items() if c not in columns} for tree in (old, new)]
        found += [] if looks[0] == looks[1] else [f"{sheet}: widths of columns"]
        size = new.find("{*}dimension")
        if size is not None:
            left, top, right, bottom = range_boundaries(size.get("ref"))
            rows, cols = zip(*after.cells(after.sheets[sheet]).cells, strict=True)
            inside = top <= min(rows) and left <= min(cols) and max(rows) <= bottom and max(cols) <= right
            found += [] if inside else [f"{sheet}: cells outside {size.get('ref')}"]
        found += in_list(relations(before.sheets[sheet]), before, after)
    return found


def in_tables(before: Opened, after: Opened) -> list[str]:
    """What is other in tables that labels went beside, but that these have columns in it."""
    found = []
    for part in chain.from_iterable(tables(before, sheet) for sheet in touched(before, after)):
        old, new = before.tree(part), after.tree(part)
        special = {"autoFilter": _plain(ranged=True), "tableColumns": _nothing}
        found += _root(part, old, new, {"ref"}) + _children(part, old, new, special, set())
        columns = [[_text(c) for c in tree.find("{*}tableColumns")] for tree in (old, new)]
        found += [] if columns[1][: len(columns[0])] == columns[0] else [f"{part}: columns"]
        count = int(new.find("{*}tableColumns").get("count"))
        left, _, right, _ = range_boundaries(new.get("ref"))
        found += [] if count == len(columns[1]) == right - left + 1 else [f"{part}: {count} columns"]
    return found


def in_styles(before: Opened, after: Opened) -> list[str]:
    """Styles that have not the number they had."""
    part = before.one("styles")
    if not part:
        return []
    old, new = before.tree(part), after.tree(part)
    found = _root(part, old, new)
    for name in LISTS:
        first, second = ([_text(n) for n in tree.iterfind(f"{{*}}{name}/*")] for tree in (old, new))
        found += [] if second[: len(first)] == first else [f"{part}: {name}"]
        counted = new.find(f"{{*}}{name}")
        right = counted is None or counted.get("count") in (None, str(len(second)))
        found += [] if right else [f"{part}: {name} are not {counted.get('count')}"]
    formats = [{n.get("numFmtId"): n.get("formatCode") for n in tree.iterfind("{*}numFmts/*")} for tree in (old, new)]
    found += [] if formats[0].items() <= formats[1].items() else [f"{part}: number formats"]
    special = dict.fromkeys((*LISTS, "numFmts"), _nothing)
    return found + _children(part, old, new, special, {*LISTS, "numFmts"})


def in_book(before: Opened, after: Opened) -> list[str]:
    """What is other in the workbook itself, its relations and the content types."""
    part = before.book
    if after.book != part:
        return [f"{part} is {after.book}"]
    old, new = before.tree(part), after.tree(part)
    special = {"bookViews": _plain(selected=True)} | dict.fromkeys(("definedNames", "sheets", "calcPr"), _nothing)
    found = _root(part, old, new) + _children(part, old, new, special, OURS_IN_THE_BOOK)
    sheets = [[_text(s) for s in tree.find("{*}sheets")] for tree in (old, new)]
    found += [] if sheets[0] == [s for s in sheets[1] if s in sheets[0]] else [f"{part}: sheets"]
    names = [_names(opened, tree) for opened, tree in ((before, old), (after, new))]
    stretched = {("_xlnm._FilterDatabase", sheet) for sheet in labels(after)}
    found += [f"name {name}" for name, text in names[0].items() if names[1].get(name) != text and name not in stretched]
    strange = (
        n for n in names[1] if n not in names[0] and not n[0].startswith("xlseg.") and n[1] in (None, *before.sheets)
    )
    found += [f"name {name} is new" for name in strange]
    calculated = [dict(node.attrib) for tree in (old, new) for node in tree.iterfind("{*}calcPr")]
    for attributes in calculated:
        attributes.pop("fullCalcOnLoad", None)  # results of formulas of ours are to be computed anew
    found += [] if calculated[:1] == calculated[1:] or old.find("{*}calcPr") is None else [f"{part}: calcPr"]
    return found + in_list(relations(part), before, after) + in_list("[Content_Types].xml", before, after)


def in_list(part: str, before: Opened, after: Opened) -> list[str]:
    """Relations or content types that are gone."""
    if part not in before.parts:
        return []
    old, new = ({tuple(sorted(item.items())) for item in opened.tree(part)} for opened in (before, after))
    return [f"{part}: {dict(item)}" for item in sorted(old - new)]


def between_runs(first: Opened, second: Opened) -> list[str]:
    """Whatever is other after a second run."""
    parts = sorted(first.parts.keys() | second.parts.keys())
    return [part for part in parts if first.packed.get(part) != second.packed.get(part)]


EVERYTHING = (in_other_parts, in_cells, around_cells, in_tables, in_styles, in_book)


def _names(opened: Opened, tree: etree._Element) -> dict[tuple[str, str | None], bytes]:
    """Defined names by their name and the sheet they are for, whatever number that has."""
    sheets, found = list(opened.sheets), {}
    for name in tree.iterfind("{*}definedNames/{*}definedName"):
        place = name.attrib.pop("localSheetId", None)
        found[name.get("name"), place and sheets[int(place)]] = _text(name)
    return found


def _root(where: str, old: etree._Element, new: etree._Element, but: Iterable[str] = ()) -> list[str]:
    """Attributes and namespaces at the root of a part: what is to be ignored is named by prefix."""
    attributes = [{k: v for k, v in tree.items() if k not in but} for tree in (old, new)]
    found = [] if old.tag == new.tag and attributes[0] == attributes[1] else [f"{where}: attributes of the root"]
    return found + ([] if old.nsmap.items() <= new.nsmap.items() else [f"{where}: prefixes"])


def _children(
    where: str,
    old: etree._Element,
    new: etree._Element,
    special: dict[str, Callable[[etree._Element], bytes]],
    ours: set[str],
) -> list[str]:
    """Elements of a root that are other or gone, and those that are new. special: how to look at some of them."""
    lists = []
    for tree in (old, new):
        named = ((_local(node), node) for node in tree)
        lists.append([(name, special.get(name, _text)(node)) for name, node in named])
    left = list(lists[1])
    found = []
    for item in lists[0]:
        if item in left:
            left.remove(item)
        elif item[1]:
            found.append(f"{where}: {item[0]} changed or gone: {item[1][:300].decode()}")
    return found + [f"{where}: {name} is new" for name, _ in left if name not in ours]


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else "comment"


def _text(node: etree._Element) -> bytes:
    if not isinstance(node.tag, str):  # of a comment lxml makes no canonical text, but ends the process
        return str(node).encode()
    return etree.tostring(node, method="c14n", exclusive=True, with_tail=False)


def _nothing(node: etree._Element) -> bytes:
    return b""


def _plain(selected: bool = False, ranged: bool = False) -> Callable[[etree._Element], bytes]:
    """Text without what sheet is selected, or without how far to the right a filter goes, and what it sorts."""

    def text(node: etree._Element) -> bytes:
        found = unselected(_text(node)) if selected else _text(node)
        return RIGHT.sub(rb"\1", found) if ranged else found

    return text
