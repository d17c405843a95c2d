"""What Excel would repair in the package of a saved workbook: names, numbers and references between its parts.

`lint(path)` tells each problem in a sentence. Validators look at one part after another; these rules look at what two
parts, or two places in one, say of each other. They hold for any workbook, not only for one of ours, whoever wrote it.

    python tests/package_lint.py FILE...
"""

import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import unquote

from lxml import etree
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

Node = etree._Element
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
STRICT = b"http://purl.oclc.org/ooxml/"
LOOSE = b"http://schemas.openxmlformats.org/"


class Package:
    """The parts of a workbook by name, read when asked for."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            self.parts = {"/" + entry.filename: archive.read(entry) for entry in self.entries}

    @cached_property
    def trees(self) -> dict[str, Node]:
        xml = ((name, data) for name, data in self.parts.items() if name.endswith((".xml", ".rels", ".vml")))
        return {name: tree for name, data in xml if (tree := _parsed(data)) is not None}

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (kind, part it leads to); those that lead out of the package are left out."""
        folder, name = posixpath.split(part)
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        inside = [] if tree is None else [node for node in tree if node.get("TargetMode") != "External"]
        return {
            node.get("Id", ""): (
                node.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join(folder or "/", unquote(node.get("Target", "")))),
            )
            for node in inside
        }

    @cached_property
    def book(self) -> str:
        return next(part for kind, part in self.related("/").values() if kind == "officeDocument")

    @cached_property
    def sheets(self) -> list[tuple[str, str, Node]]:
        """Name, part and tree of each sheet of cells, in the order of the tabs."""
        related = self.related(self.book)
        placed = [(sheet.get("name", ""), related.get(_id(sheet), ("", ""))) for sheet in self.found("sheet")]
        return [(name, part, self.trees[part]) for name, (kind, part) in placed if kind == "worksheet"]

    def found(self, tag: str) -> list[Node]:
        return _all(self.trees[self.book], tag)

    def told(self, part: str, kind: str) -> list[Node]:
        """The trees of a kind that a part leads to."""
        return [self.trees[target] for one, target in self.related(part).values() if one == kind]


def _parsed(data: bytes) -> Node | None:
    try:
        return etree.fromstring(data.replace(STRICT, LOOSE), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return None  # VML of Office is not always XML


def _all(tree: Node, *tags: str) -> list[Node]:
    return list(tree.iter(*(f"{{*}}{tag}" for tag in tags)))


def _id(node: Node) -> str:
    return next((value for key, value in node.items() if key.endswith("relationships}id")), "")


def _twice(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(word.casefold() for word in words).items() if times > 1]


Rule = Callable[[Package], Iterator[str]]


def lint(path: Path, rules: Sequence[Rule] = ()) -> list[str]:
    """Every problem of the package; all rules, unless some are named."""
    package = Package(path)
    return [problem for rule in rules or RULES for problem in rule(package)]


# --------------------------------------------------------------------------------------------- the zip, and its parts


def entries(package: Package) -> Iterator[str]:
    """Each part once, in a form that Windows and macOS unpack: no folders, no encryption, names in UTF-8."""
    yield from (f"{name}: an entry twice" for name in _twice(entry.filename for entry in package.entries))
    for entry in package.entries:
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield f"{entry.filename}: packed in a way that Excel does not unpack"
        if not entry.filename.isascii():
            yield f"{entry.filename}: a name that is not ASCII"


def content_types(package: Package) -> Iterator[str]:
    types = package.trees["/[Content_Types].xml"]
    overrides = [node.get("PartName", "") for node in _all(types, "Override")]
    defaults = [node.get("Extension", "") for node in _all(types, "Default")]
    yield from (f"{name}: two content types" for name in _twice([*overrides, *defaults]))
    parts = {name.casefold() for name in package.parts if not name.endswith("/")}
    yield from (f"{name}: a content type, and no part" for name in overrides if name.casefold() not in parts)
    known = {name.casefold() for name in overrides}
    kinds = {name.casefold() for name in defaults}
    for name in sorted(parts - known - {"/[content_types].xml"}):
        if name.rpartition(".")[2] not in kinds:
            yield f"{name}: a part without a content type"


def relationships(package: Package) -> Iterator[str]:
    """Each leads to a part that is there; each id that a part names is there."""
    there = {name.casefold() for name in package.parts}
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            yield from (f"{name}: {one} twice" for one in _twice(node.get("Id", "") for node in tree))
            continue
        related = package.related(name)
        yield from (f"{name}: {one} leads to {to}" for one, (_, to) in related.items() if to.casefold() not in there)
        folder, base = posixpath.split(name)
        rels = package.trees.get(posixpath.join(folder, "_rels", f"{base}.rels"))
        known = set() if rels is None else {node.get("Id") for node in rels}
        for node in tree.iter(etree.Element):
            for key, value in node.items():
                if re.search(r"/relationships\}(id|embed|link|pict)$", key) and value and value not in known:
                    yield f"{name}: {etree.QName(node).localname} names {value}, which leads nowhere"


def prefixes(package: Package) -> Iterator[str]:
    """Each prefix that may be ignored, or is required, is one that the part knows."""
    for name, tree in package.trees.items():
        for node in tree.iter(etree.Element):
            for key, value in node.items():
                if key.endswith("markup-compatibility/2006}Ignorable") or key == "Requires":
                    yield from (f"{name}: {p} is no prefix here" for p in value.split() if p not in node.nsmap)


# ------------------------------------------------------------------------------------------------------- the workbook


def tabs(package: Package) -> Iterator[str]:
    """Names and numbers once; opened on one sheet that can be seen, and on that alone."""
    sheets = package.found("sheet")
    yield from (f"{name}: two sheets of that name" for name in _twice(sheet.get("name", "") for sheet in sheets))
    yield from (f"sheetId {n}: two sheets" for n in _twice(sheet.get("sheetId", "") for sheet in sheets))
    yield from (f"{n}: two sheets of one part" for n in _twice(_id(sheet) for sheet in sheets))
    for view in package.found("workbookView"):
        active = int(view.get("activeTab", "0"))
        if active >= len(sheets) or sheets[active].get("state", "visible") != "visible":
            yield f"opened on sheet {active}, which cannot be seen"
    related = package.related(package.book)
    trees = [package.trees[related[_id(sheet)][1]] for sheet in sheets]
    for number in range(max(1, len(package.found("workbookView")))):
        views = [v for tree in trees for v in _all(tree, "sheetView") if v.get("workbookViewId") == str(number)]
        if sum(view.get("tabSelected") in ("1", "true") for view in views) > 1:
            yield f"window {number} has several sheets selected: what is typed goes into all of them"


def names(package: Package) -> Iterator[str]:
    """Each once in its scope, of a sheet that is there; what Excel keeps for filters is where the filter is."""
    found, count = package.found("definedName"), len(package.found("sheet"))
    yield from (f"{n}: a name twice" for n in _twice(f"{n.get('localSheetId', '')}!{n.get('name')}" for n in found))
    for name in found:
        if int(name.get("localSheetId", "0")) >= count:
            yield f"{name.get('name')}: of a sheet that is not there"
        if not (name.text or "").strip():
            yield f"{name.get('name')}: refers to nothing"
    numbers = {s.get("name"): str(number) for number, s in enumerate(package.found("sheet"))}
    for sheet, _, tree in package.sheets:
        kept = [n.text or "" for n in found if _filter_of(n, numbers[sheet])]
        filters = [f.get("ref", "") for f in tree.findall("{*}autoFilter")]
        if kept and filters and kept[0].rsplit("!", 1)[-1].replace("$", "") != filters[0]:
            yield f"{sheet}: filters {filters[0]}, and the name for it says {kept[0]}"


def _filter_of(name: Node, number: str) -> bool:
    return name.get("name") == "_xlnm._FilterDatabase" and name.get("localSheetId") == number


def calculation(package: Package) -> Iterator[str]:
    """The chain names cells with formulas, each once."""
    related = package.related(package.book)
    by_id = {s.get("sheetId"): related.get(_id(s), ("", ""))[1] for s in package.found("sheet")}
    holding = {part: {_at(f) for f in _all(package.trees[part], "f")} for part in by_id.values() if part}
    for chain in package.told(package.book, "calcChain"):
        number, seen = "", set()
        for cell in _all(chain, "c"):
            number = cell.get("i", number)
            if cell.get("r") not in holding.get(by_id.get(number, ""), set()):
                yield f"the chain of calculation names {cell.get('r')} of sheet {number}, which has no formula"
            if (number, cell.get("r")) in seen:
                yield f"the chain of calculation names {cell.get('r')} of sheet {number} twice"
            seen.add((number, cell.get("r")))


def _at(formula: Node) -> str | None:
    cell = formula.getparent()
    return None if cell is None else cell.get("r")


# ------------------------------------------------------------------------------------------------------------- sheets


def looks(package: Package) -> Iterator[str]:
    """Numbers of looks, fonts, fills, borders and formats lead somewhere; counts count."""
    for tree in package.told(package.book, "styles"):
        sizes = {etree.QName(node).localname: len(node) for node in tree.iterchildren(etree.Element)}
        for node in tree.iterchildren(etree.Element):
            if node.get("count", str(len(node))) != str(len(node)):
                yield f"styles: {etree.QName(node).localname} says {node.get('count')} and holds {len(node)}"
        formats = [n.get("numFmtId", "") for n in _all(tree, "numFmt") if etree.QName(n.getparent()).localname != "dxf"]
        yield from (f"styles: format {number} twice" for number in _twice(formats))
        for xf in _all(tree, "xf"):
            pairs = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs"))
            for key, of in pairs:
                if int(xf.get(key, "0")) >= max(1, sizes.get(of, 0)):
                    yield f"styles: a look has {key} {xf.get(key)} of {sizes.get(of, 0)}"
            if int(xf.get("numFmtId", "0")) >= 164 and xf.get("numFmtId", "") not in formats:
                yield f"styles: a look has format {xf.get('numFmtId')}, which is not there"
        for sheet, _, cells in package.sheets:
            yield from (f"{sheet}: {said}" for said in _dressed(cells, sizes))


def _dressed(tree: Node, sizes: dict[str, int]) -> Iterator[str]:
    of = {"sheetData/{*}row/{*}c": "s", "sheetData/{*}row": "s", "cols/{*}col": "style"}
    for path, key in of.items():
        tag, found = path.rpartition("}")[2], tree.iterfind("{*}" + path)
        worst = max((int(node.get(key, "0")) for node in found), default=0)
        if worst >= max(1, sizes.get("cellXfs", 0)):
            yield f"a {tag} has look {worst} of {sizes.get('cellXfs', 0)}"
    for node in tree.iter(etree.Element):
        if int(node.get("dxfId", "-1")) >= sizes.get("dxfs", 0):
            yield f"a {etree.QName(node).localname} has look {node.get('dxfId')} of {sizes.get('dxfs', 0)}"


def cells(package: Package) -> Iterator[str]:
    """Rows and cells in order; formulas that are shared have their first; texts keep their blanks."""
    for sheet, _, tree in package.sheets:
        rows = [int(row.get("r", "0")) for row in _all(tree, "row") if row.get("r")]
        if rows != sorted(set(rows)):
            yield f"{sheet}: rows twice or not in order"
        firsts = {f.get("si") for f in _all(tree, "f") if f.get("t") == "shared" and f.get("ref")}
        for formula in _all(tree, "f"):
            if formula.get("t") == "shared" and formula.get("si") not in firsts:
                yield f"{sheet}: {_at(formula)} shares a formula that is not there"
        for row in _all(tree, "row"):
            yield from (f"{sheet}: {said}" for said in _row(row))


def _row(row: Node) -> Iterator[str]:
    places = [range_boundaries(c.get("r"))[0] for c in row if c.get("r")]
    if places != sorted(set(places)):
        yield f"row {row.get('r')} has cells twice or not in order"
    if places and (spans := row.get("spans")):
        ends = [tuple(map(int, span.split(":"))) for span in spans.split()]
        if not all(any(low <= place <= high for low, high in ends) for place in places):
            yield f"row {row.get('r')} spans {spans} and has cells elsewhere"
    for cell in row:
        value, kind = cell.find("{*}v"), cell.get("t", "n")
        if kind == "b" and value is not None and value.text not in ("0", "1"):
            yield f"{cell.get('r')} holds {value.text!r} as a truth"
        if kind == "e" and value is not None and value.text not in ERRORS:
            yield f"{cell.get('r')} holds {value.text!r}, no error Excel knows in a file"
        if kind == "inlineStr" and (value is not None or cell.find("{*}f") is not None):
            yield f"{cell.get('r')} holds a text of its own and something else"
        for text in cell.iterfind("{*}is//{*}t"):
            blank = text.text is not None and text.text != text.text.strip()
            if blank and text.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                yield f"{cell.get('r')} loses the blanks around its text"


def areas(package: Package) -> Iterator[str]:
    """Columns, merged cells and links of a sheet each once; what counts counts; rules have an order."""
    for sheet, _, tree in package.sheets:
        spans = [(int(c.get("min", "0")), int(c.get("max", "0"))) for c in tree.iterfind("{*}cols/{*}col")]
        if any(low > high for low, high in spans):
            yield f"{sheet}: columns from right to left"
        if any(one[1] >= two[0] for one, two in pairwise(spans)):
            yield f"{sheet}: columns twice or not in order"
        merged = [m.get("ref", "") for m in _all(tree, "mergeCell")]
        pairs = list(combinations(merged, 2))
        pairs += [(m, t.get("ref", "")) for t in _tables(package, sheet) for m in merged]
        yield from (f"{sheet}: {one} and {two} overlap" for one, two in pairs if _meet(one, two))
        for node in tree.iter(etree.Element):
            if node.get("count") and len(node) != int(node.get("count", "0")):
                yield f"{sheet}: {etree.QName(node).localname} says {node.get('count')} and holds {len(node)}"
        orders = [r.get("priority", "") for r in tree.iterfind("{*}conditionalFormatting/{*}cfRule")]
        yield from (f"{sheet}: two rules of priority {number}" for number in _twice(orders))
        for link in _all(tree, "hyperlink"):
            if not _id(link) and not link.get("location"):
                yield f"{sheet}: the link in {link.get('ref')} leads nowhere"


def _meet(one: str, two: str) -> bool:
    a, b = range_boundaries(one), range_boundaries(two)
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _tables(package: Package, sheet: str) -> list[Node]:
    part = next(part for name, part, _ in package.sheets if name == sheet)
    return package.told(part, "table")


# --------------------------------------------------------------------------------------------------- tables, drawings


def tables(package: Package) -> Iterator[str]:
    """Numbers and names once in the workbook; the headers are what the cells say; filters and totals fit."""
    found = [(sheet, tree, table) for sheet, _, tree in package.sheets for table in _tables(package, sheet)]
    yield from (f"table id {n} twice" for n in _twice(table.get("id", "") for _, _, table in found))
    everywhere = [n.get("name", "") for n in package.found("definedName") if not n.get("localSheetId")]
    named = [table.get("displayName", "") for _, _, table in found]
    yield from (
        f"{n}: two tables, or a table and a name" for n in _twice([*named, *{n.casefold() for n in everywhere}])
    )
    strings = _strings(package)
    for sheet, tree, table in found:
        yield from (f"{sheet}: table {table.get('displayName')} {said}" for said in _table(tree, table, strings))
    for sheet, _, tree in package.sheets:
        mine = [table.get("ref", "") for where, _, table in found if where == sheet]
        mine += [f.get("ref", "") for f in tree.findall("{*}autoFilter")]
        yield from (f"{sheet}: {one} and {two} overlap" for one, two in combinations(mine, 2) if _meet(one, two))
        parts, named = len(_all(tree, "tablePart")), len(_tables(package, sheet))
        if parts != named:
            yield f"{sheet}: names {parts} tables and leads to {named}"


def _table(tree: Node, table: Node, strings: list[str]) -> Iterator[str]:
    left, top, right, bottom = range_boundaries(table.get("ref", ""))
    columns = _all(table, "tableColumn")
    yield from (f"has column id {n} twice" for n in _twice(c.get("id", "") for c in columns))
    titles = [unescape(c.get("name", "")) for c in columns]
    yield from (f"has two columns {n!r}" for n in _twice(titles))
    if len(columns) != right - left + 1:
        yield f"has {len(columns)} columns on {table.get('ref')}"
    headers, totals = int(table.get("headerRowCount", "1")), int(table.get("totalsRowCount", "0"))
    if bottom - top + 1 - headers - totals < 1:
        yield "has no row"
    for filtered in table.findall("{*}autoFilter"):
        if range_boundaries(filtered.get("ref", "")) != (left, top, right, bottom - totals):
            yield f"filters {filtered.get('ref')} of {table.get('ref')}"
    if headers:
        row = next((row for row in _all(tree, "row") if row.get("r") == str(top)), None)
        cells = {} if row is None else {range_boundaries(c.get("r"))[0]: c for c in row if c.get("r")}
        said = [_said(cells.get(column), strings) for column in range(left, right + 1)]
        if said != titles:
            yield f"calls its columns {titles}, the cells say {said}"


def _said(cell: Node | None, strings: list[str]) -> str | None:
    """The text of a header cell; None where it holds none."""
    if cell is None:
        return None
    kind, value = cell.get("t", "n"), cell.findtext("{*}v")
    if kind == "s" and value:
        return strings[int(value)]
    if kind == "inlineStr":
        return unescape("".join(t.text or "" for t in cell.iterfind("{*}is//{*}t")))
    return value if kind == "str" else None


def _strings(package: Package) -> list[str]:
    lists = package.told(package.book, "sharedStrings")
    items = [item for tree in lists for item in tree.iterfind("{*}si")]
    texts = [[t for t in _all(item, "t") if etree.QName(t.getparent()).localname != "rPh"] for item in items]
    return [unescape("".join(t.text or "" for t in found)) for found in texts]


def drawings(package: Package) -> Iterator[str]:
    """Numbers of shapes once in a drawing; corners in order; comments each in a cell of its own, with a shape."""
    for sheet, part, tree in package.sheets:
        for drawing in package.told(part, "drawing"):
            shapes = [node.get("id", "") for node in drawing.iter("{*}cNvPr") if not _alternative(node)]
            yield from (f"{sheet}: two shapes of id {number}" for number in _twice(shapes))
        places = [c.get("ref", "") for comments in package.told(part, "comments") for c in _all(comments, "comment")]
        yield from (f"{sheet}: two comments in {place}" for place in _twice(places))
        if places and not _all(tree, "legacyDrawing"):
            yield f"{sheet}: comments without shapes"


def _alternative(node: Node) -> bool:
    """Whether it is another way to draw what is drawn already."""
    return any(etree.QName(above).localname == "Fallback" for above in node.iterancestors())


RULES: tuple[Rule, ...] = (
    *(entries, content_types, relationships, prefixes),
    *(tabs, names, calculation),
    *(looks, cells, areas),
    *(tables, drawings),
)

if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(argument, *lint(Path(argument)), sep="\n  ")
