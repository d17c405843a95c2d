"""Our own lint of a saved workbook: what Excel would repair, and what people would stumble over.

`lint(path)` tells each problem in a sentence. It reads the parts of the package itself, because libraries that read
workbooks put right what is wrong, and leave out what they do not know. Limits are those of Excel 2016.

    python tests/workbook_lint.py FILE...
"""

import math
import posixpath
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import FORMULAE, coordinate_to_tuple, range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ROWS, COLUMNS, CHARACTERS, LISTED, PROMPT, TITLE = 1_048_576, 16_384, 32_767, 255, 255, 32
LONG = 60  # rows of a table that do not fit on a screen, nor on a page
LATER = frozenset(  # functions of Excel 2010 to 2016, which a file has to write with a prefix
    "_xlfn." + name
    for name in (
        *("AGGREGATE", "CEILING.MATH", "CHISQ.TEST", "CONFIDENCE.NORM", "CONFIDENCE.T", "COVARIANCE.P", "COVARIANCE.S"),
        *("DAYS", "FLOOR.MATH", "FORMULATEXT", "IFNA", "ISFORMULA", "ISOWEEKNUM", "MODE.SNGL", "NORM.DIST", "NORM.INV"),
        *("NORM.S.DIST", "NORM.S.INV", "NUMBERVALUE", "PERCENTILE.EXC", "PERCENTILE.INC", "PERCENTRANK.INC"),
        *("QUARTILE.INC", "RANK.AVG", "RANK.EQ", "SHEET", "SHEETS", "STDEV.P", "STDEV.S", "T.TEST", "VAR.P", "VAR.S"),
        *("XOR", "UNICODE", "UNICHAR"),
    )
)
TABLE_NAME = re.compile(r"(?!(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[RrCc])$)[^\W\d][\w.]{0,254}")
PLACE = re.compile(r"(?:'((?:[^'\[\]]|'')+)'|([^\W\d][\w.]*))!(.+)")
CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
WHOLE = re.compile(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+")
Bounds = tuple[int, int, int, int]  # left, top, right, bottom


class Cell(NamedTuple):
    """text: as stored, shared strings looked up; kind: the t of the file, n where it says none."""

    text: str | None
    kind: str
    formula: str | None
    style: int


@dataclass
class Sheet:
    name: str
    tree: ElementTree.Element
    cells: dict[tuple[int, int], Cell]
    tables: list[ElementTree.Element]
    drawings: list[ElementTree.Element]
    charts: list[ElementTree.Element]

    def all(self, tag: str) -> Iterator[ElementTree.Element]:
        return self.tree.iter(MAIN + tag)


@dataclass
class Book:
    tree: ElementTree.Element
    sheets: list[Sheet]
    styles: ElementTree.Element
    language: str
    names: list[tuple[str, str, str]] = field(default_factory=list)  # name, scope, what it refers to

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    @property
    def ours(self) -> set[str]:
        """Sheets that hold a page of ours."""
        places = [PLACE.fullmatch(text) for name, _, text in self.names if name.startswith("xlseg.page.")]
        return {_sheet_of(place) for place in places if place}


Rule = Callable[[Book], Iterator[str]]


def lint(path: Path, rules: Sequence[Rule] = ()) -> list[str]:
    """Every problem of the workbook, each with its sheet and cell; all rules, unless some are named."""
    book = read(path)
    return [problem for rule in rules or RULES for problem in rule(book)]


# ------------------------------------------------------------------------------------------------------- the package


def read(path: Path) -> Book:
    """What the rules look at."""
    with zipfile.ZipFile(path) as package:
        return _read(package)


def _read(package: zipfile.ZipFile) -> Book:
    tree = ElementTree.fromstring(package.read("xl/workbook.xml"))
    related = _related(package, "xl/workbook.xml")
    strings = _strings(package)
    sheets = [_sheet(package, s.get("name", ""), related[s.get(ID, "")], strings) for s in tree.iter(MAIN + "sheet")]
    core = package.read("docProps/core.xml") if "docProps/core.xml" in package.namelist() else b"<none/>"
    language = ElementTree.fromstring(core).findtext(LANGUAGE) or ""
    book = Book(tree, sheets, ElementTree.fromstring(package.read("xl/styles.xml")), language)
    for name in tree.iter(MAIN + "definedName"):
        book.names.append((name.get("name", ""), name.get("localSheetId", ""), name.text or ""))
    return book


def _sheet(package: zipfile.ZipFile, name: str, part: str, strings: list[str]) -> Sheet:
    tree, related = ElementTree.fromstring(package.read(part)), _related(package, part)

    def parts(kind: str, of: dict[str, str]) -> list[str]:
        return [target for target in of.values() if re.search(rf"/{kind}s?/[^/]+\.xml$", "/" + target)]

    drawings = parts("drawing", related)
    charts = [chart for drawing in drawings for chart in parts("chart", _related(package, drawing))]
    read = [[ElementTree.fromstring(package.read(p)) for p in ps] for ps in (parts("table", related), drawings, charts)]
    return Sheet(name, tree, {_place(c): _cell(c, strings) for c in tree.iter(MAIN + "c")}, *read)


def _related(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in package.namelist():
        return {}
    inside = [r for r in ElementTree.fromstring(package.read(path)) if r.get("TargetMode") != "External"]
    return {r.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, r.get("Target", "")))[1:] for r in inside}


def _strings(package: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    return [_text(si) for si in ElementTree.fromstring(package.read("xl/sharedStrings.xml")).iter(MAIN + "si")]


def _text(node: ElementTree.Element) -> str:
    return "".join(t.text or "" for t in node.iter(MAIN + "t"))


def _place(cell: ElementTree.Element) -> tuple[int, int]:
    row, column = coordinate_to_tuple(cell.get("r", ""))
    return row, column


def _cell(cell: ElementTree.Element, strings: list[str]) -> Cell:
    kind, stored, formula = cell.get("t", "n"), cell.findtext(MAIN + "v"), cell.findtext(MAIN + "f")
    if kind == "inlineStr":
        stored = _text(cell)
    elif kind == "s" and stored:
        stored = strings[int(stored)]
    return Cell(stored if stored or kind == "str" else None, kind, formula, int(cell.get("s", "0")))


def _sheet_of(place: "re.Match[str]") -> str:
    return (place[1] or place[2]).replace("''", "'")


def _a1(place: tuple[int, int]) -> str:
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _twice(names: list[str]) -> list[str]:
    """Those that occur more than once, whatever their case: to Excel Total and TOTAL are one."""
    return [name for name, count in Counter(name.casefold() for name in names).items() if count > 1]


def _said(where: Sheet | str, what: str) -> str:
    return f"{where.name if isinstance(where, Sheet) else where}: {what}"


# ---------------------------------------------------------------------------------------------- sheets and their cells


def sheet_names(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        name = sheet.name
        if not 1 <= len(name) <= 31 or re.search(r"[\[\]:*?/\\]", name) or name != name.strip("'"):
            yield _said(sheet, "no name Excel allows for a sheet")
        if name.casefold() == "history":
            yield _said(sheet, "a name Excel keeps for itself")
    yield from (f"{name}: two sheets of that name" for name in _twice([sheet.name for sheet in book.sheets]))


def cell_contents(book: Book) -> Iterator[str]:
    """Text that fits, numbers that are numbers, one cell a place, in the order of the file's format."""
    looks = len(list(book.styles.find(f"{MAIN}cellXfs") or ()))
    for sheet in book.sheets:
        places = [_place(c) for c in sheet.all("c")]
        if places != sorted(set(places)):
            yield _said(sheet, "cells twice or not in order")
        for place, cell in sheet.cells.items():
            if cell.text and len(cell.text) > CHARACTERS:
                yield _said(sheet, f"{_a1(place)} holds {len(cell.text)} characters")
            if cell.kind == "n" and cell.text and not _is_number(cell.text):
                yield _said(sheet, f"{_a1(place)} holds {cell.text!r} as a number")
            if cell.kind == "e":
                yield _said(sheet, f"{_a1(place)} shows {cell.text}")
            if cell.style >= looks:
                yield _said(sheet, f"{_a1(place)} has look {cell.style} of {looks}")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def sizes(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        spans = [(int(c.get("min", "0")), int(c.get("max", "0"))) for c in sheet.all("col")]
        if any(one[1] >= other[0] for one, other in pairwise(spans)):
            yield _said(sheet, "columns sized twice or not in order")
        for column in sheet.all("col"):
            if column.get("hidden", "0") in ("0", "false") and not 0 < float(column.get("width", "8.43")) <= 255:
                yield _said(sheet, f"column {column.get('min')} is {column.get('width')} wide")
        for row in sheet.all("row"):
            if row.get("hidden", "0") in ("0", "false") and not 0 < float(row.get("ht", "15")) <= 409.5:
                yield _said(sheet, f"row {row.get('r')} is {row.get('ht')} high")


def merges(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        refs = [c.get("ref", "") for c in sheet.all("mergeCell")]
        for one, other in combinations(refs, 2):
            if _meet(range_boundaries(one), range_boundaries(other)):
                yield _said(sheet, f"merged cells {one} and {other} overlap")


# -------------------------------------------------------------------------------------------------------- Excel Tables


def tables(book: Book) -> Iterator[str]:
    found = [(sheet, table) for sheet in book.sheets for table in sheet.tables]
    names = [table.get("displayName", "") for _, table in found]
    defined = {name.casefold() for name, _, _ in book.names}
    yield from (f"{name}: two tables of that name" for name in _twice(names))
    yield from (f"{number}: two tables of that id" for number in _twice([table.get("id", "") for _, table in found]))
    for name in names:
        if not TABLE_NAME.fullmatch(name):
            yield _said(name, "no name Excel allows for a table")
        if name.casefold() in defined:
            yield _said(name, "a table and a defined name")
    for sheet, table in found:
        yield from _table(sheet, table)
    for sheet in book.sheets:
        areas = [t.get("ref", "") for t in sheet.tables]
        pairs = [*combinations(areas, 2), *((a, m.get("ref", "")) for a in areas for m in sheet.all("mergeCell"))]
        for one, other in pairs:
            if _meet(range_boundaries(one), range_boundaries(other)):
                yield _said(sheet, f"table {one} and {other} overlap")


def _table(sheet: Sheet, table: ElementTree.Element) -> Iterator[str]:
    name, ref = table.get("displayName", ""), table.get("ref", "")
    left, top, right, bottom = range_boundaries(ref)
    titles = [column.get("name", "") for column in table.iter(MAIN + "tableColumn")]
    cells = [sheet.cells.get((top, column)) for column in range(left, right + 1)]
    if titles != [cell.text if cell else None for cell in cells]:
        yield _said(sheet, f"table {name} calls its columns {titles}, the cells above say otherwise")
    if any(cell and cell.kind not in ("s", "inlineStr", "str") for cell in cells):
        yield _said(sheet, f"table {name} has a header that is no text")
    yield from (_said(sheet, f"table {name} has two columns {title}") for title in _twice(titles))
    if bottom <= top:
        yield _said(sheet, f"table {name} has no row")
    for filtered in table.iter(MAIN + "autoFilter"):
        if filtered.get("ref") != ref:
            yield _said(sheet, f"table {name} filters {filtered.get('ref')} and not {ref}")


# -------------------------------------------------------------------------------------------------- formulas and names


def formulas(book: Book) -> Iterator[str]:
    """Each one parses, speaks of what is there, and has its result beside it."""
    for sheet in book.sheets:
        for place, cell in sheet.cells.items():
            if cell.formula is not None:
                yield from (_said(sheet, f"{_a1(place)} {problem}") for problem in _formula(cell.formula, book))
                if cell.text is None:
                    yield _said(sheet, f"{_a1(place)} has a formula without its result")


def _formula(text: str, book: Book) -> Iterator[str]:
    try:
        tokens = [t for t in Tokenizer("=" + text).items if t.type != Token.WSPACE]
    except (TokenizerError, IndexError):
        yield f"={text} does not parse"
        return
    opened = [t.subtype for t in tokens if t.type in (Token.FUNC, Token.PAREN, Token.ARRAY)]
    if opened.count(Token.OPEN) != opened.count(Token.CLOSE) or not _ordered(tokens):
        yield f"={text} does not parse"
    for token in tokens:
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = token.value[:-1].upper().removeprefix("@")
            if name not in FORMULAE and not any(name == later.upper() for later in LATER):
                yield f"={text} calls {token.value[:-1]}, which Excel 2016 does not know by that name"
        elif token.type == Token.OPERAND and token.subtype == Token.ERROR:
            yield f"={text} holds {token.value}"
        elif token.type == Token.OPERAND and token.subtype == Token.RANGE and (problem := _missing(token.value, book)):
            yield f"={text} {problem}"


def _ordered(tokens: list[Token]) -> bool:
    """Operands and operators take turns."""
    value = False  # whether one has just ended
    for token in tokens:
        opens = token.subtype == Token.OPEN
        starts = token.type == Token.OPERAND or (opens and token.type in (Token.FUNC, Token.PAREN, Token.ARRAY))
        if value and (starts or token.type == Token.OP_PRE):
            return False
        if not value and token.type in (Token.OP_IN, Token.OP_POST):
            return False
        closes = token.subtype == Token.CLOSE and token.type in (Token.FUNC, Token.PAREN, Token.ARRAY)
        value = token.type in (Token.OPERAND, Token.OP_POST) or closes
    return value or not tokens


def _missing(reference: str, book: Book) -> str:
    """What is wrong with a reference; empty where it leads somewhere."""
    place = PLACE.fullmatch(reference)
    if place and book.sheet(_sheet_of(place)) is None:
        return f"speaks of a sheet {_sheet_of(place)}, which is not there"
    cells = place[3] if place else reference
    if "#REF!" in reference:
        return "speaks of cells that are gone"
    if match := CELLS.fullmatch(cells):
        left, top, right, bottom = range_boundaries(cells.replace("$", ""))
        inside = 1 <= left <= right <= COLUMNS and 1 <= top <= bottom <= ROWS
        return "" if inside else f"speaks of {match[0]}, which no sheet has"
    if WHOLE.fullmatch(cells):
        return ""
    known = {name.casefold() for name, _, _ in book.names}
    known |= {table.get("displayName", "").casefold() for sheet in book.sheets for table in sheet.tables}
    return "" if cells.split("[")[0].casefold() in known else f"speaks of {cells}, which is no name of the workbook"


def defined_names(book: Book) -> Iterator[str]:
    yield from (f"{name}: a name twice" for name in _twice([f"{scope}!{name}" for name, scope, _ in book.names]))
    for name, scope, text in book.names:
        if scope and int(scope) >= len(book.sheets):
            yield _said(name, "belongs to a sheet that is not there")
        parts = re.split(r",(?=(?:[^']*'[^']*')*[^']*$)", text)
        for part in parts:
            problem = _missing(part, book) if PLACE.fullmatch(part) else f"refers to {text}, which is no place"
            if problem:
                yield _said(name, problem)


def conditional_formats(book: Book) -> Iterator[str]:
    looks = len(list(book.styles.find(f"{MAIN}dxfs") or ()))
    for sheet in book.sheets:
        for rule in sheet.all("cfRule"):
            if int(rule.get("dxfId", "0")) >= looks and rule.get("dxfId"):
                yield _said(sheet, f"a conditional format has look {rule.get('dxfId')} of {looks}")
            for formula in rule.iter(MAIN + "formula"):
                yield from (_said(sheet, f"a conditional format {said}") for said in _formula(formula.text or "", book))


def links(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        for link in sheet.all("hyperlink"):
            place = PLACE.fullmatch(link.get("location", ""))
            if link.get("location") and (not place or _missing(link.get("location", ""), book)):
                yield _said(sheet, f"{link.get('ref')} leads to {link.get('location')}, which is not there")


# ---------------------------------------------------------------------------------------------------- what may be typed


def validations(book: Book) -> Iterator[str]:
    for sheet in book.sheets:
        areas: list[tuple[Bounds, str]] = []
        for rule in sheet.all("dataValidation"):
            where, first = rule.get("sqref", ""), rule.findtext(MAIN + "formula1") or ""
            yield from (_said(sheet, f"{where}: {problem}") for problem in _validation(rule, first, book))
            areas += [(range_boundaries(ref), ref) for ref in where.split()]
        for (one, here), (other, there) in combinations(areas, 2):
            if _meet(one, other):
                yield _said(sheet, f"{here} and {there} say twice what may be typed")


def _validation(rule: ElementTree.Element, first: str, book: Book) -> Iterator[str]:
    inline = rule.get("type") == "list" and first.startswith('"')
    if inline and len(first) - 2 > LISTED:
        yield f"a list of {len(first) - 2} characters"
    if inline and not first.strip('"'):
        yield "a list of nothing"
    for what, most in (("prompt", PROMPT), ("error", 225), ("promptTitle", TITLE), ("errorTitle", TITLE)):
        if len(rule.get(what, "")) > most:
            yield f"a {what} of {len(rule.get(what, ''))} characters"
    texts = [] if inline else [first, rule.findtext(MAIN + "formula2") or ""]
    yield from (problem for text in texts if text for problem in _formula(text, book))


# ------------------------------------------------------------------------------------------------- charts, print, words


def charts(book: Book) -> Iterator[str]:
    """Each draws cells that are there and hold something, and is told of to those who cannot see it."""
    for sheet in book.sheets:
        for drawing in sheet.drawings:
            for frame in drawing.iter(DRAWN + "graphicFrame"):
                said = next(frame.iter(DRAWN + "cNvPr"))
                if not (said.get("descr") or "").strip():
                    yield _said(sheet, f"chart {said.get('name')} has no alternative text")
        for chart in sheet.charts:
            references = [node.text or "" for node in chart.iter(CHART + "f")]
            if not references:
                yield _said(sheet, "a chart of nothing")
            yield from (_said(sheet, f"a chart {said}") for text in references if (said := _drawn(text, book)))


def _drawn(text: str, book: Book) -> str:
    place = PLACE.fullmatch(text)
    if not place or _missing(text, book):
        return f"draws {text}, which is not there"
    left, top, right, bottom = range_boundaries(place[3].replace("$", ""))
    cells = (book.sheet(_sheet_of(place)) or book.sheets[0]).cells
    shown = [cells.get((row, column)) for row in range(top, bottom + 1) for column in range(left, right + 1)]
    return "" if any(cell and cell.text for cell in shown) else f"draws {text}, which is empty"


def print_titles(book: Book) -> Iterator[str]:
    """The header of a long table is on every page and stays on the screen; that of pages of many tables cannot."""
    for number, sheet in enumerate(book.sheets):
        if sheet.name not in book.ours or not (header := _long_table(sheet)):
            continue
        titled = [text for name, scope, text in book.names if name == "_xlnm.Print_Titles" and scope == str(number)]
        rows = [re.fullmatch(r"\$(\d+):\$(\d+)", part) for text in titled for part in re.findall(r"!([^,]+)", text)]
        if not any(found and int(found[1]) <= header <= int(found[2]) for found in rows):
            yield _said(sheet, f"row {header}, the header of a long table, is not printed on every page")
        pane = next((pane for pane in sheet.all("pane") if pane.get("state") == "frozen"), None)
        if pane is None or float(pane.get("ySplit", "0")) < header:
            yield _said(sheet, f"row {header}, the header of a long table, does not stay in view")


def _long_table(sheet: Sheet) -> int:
    """The header row of the table that is most of a sheet: as many rows on end, all as wide as the first; else 0."""
    wide = Counter(row for (row, _), cell in sheet.cells.items() if cell.text or cell.formula)
    start, longest, header = 0, 0, 0
    for row in range(1, max(wide, default=0) + 2):
        if wide[row] > 1 and not start:
            start = row
        elif wide[row] <= 1 and start:
            longest, header = max((longest, header), (row - start, start))
            start = 0
    rest = max(wide, default=0) - header - longest
    return header if longest > LONG and rest <= longest else 0


def language(book: Book) -> Iterator[str]:
    if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", book.language):
        yield f"the document's language is {book.language!r}"


RULES: tuple[Rule, ...] = (
    sheet_names,
    cell_contents,
    sizes,
    merges,
    tables,
    formulas,
    defined_names,
    conditional_formats,
    links,
    validations,
    charts,
    print_titles,
    language,
)

if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(argument, *lint(Path(argument)), sep="\n  ")
