# ruff: noqa: E501  # each is one line
"""Workbooks made by hand to do harm: each is one edit of the parts of an ordinary one.

`MADE[name]()` is the bytes of a workbook. What it does harm with is of the size a file can have that is sent by mail.
"""

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial

import fuzzing

BOOK, SHEET, SHEETS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
STYLES, DRAWING, CHART = "xl/styles.xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
Parts = dict[str, bytes]


def _edited(*edits: Callable[[Parts], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(fuzzing.original(0))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for edit in edits:
        edit(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _put(part: str, pattern: str, text: str, parts: Parts) -> None:
    """The first place of `pattern` is replaced by `text`, as it is."""
    changed, count = re.subn(pattern, lambda found: text, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, pattern
    parts[part] = changed.encode()


def put(part: str, pattern: str, text: str) -> Callable[[], bytes]:
    return partial(_edited, partial(_put, part, pattern, text))


def rows(text: str) -> Callable[[], bytes]:
    """After the rows that are there."""
    return put(SHEET, "</sheetData>", f"{text}</sheetData>")


def after(text: str) -> Callable[[], bytes]:
    """After the rows and what is merged."""
    return put(SHEET, "<mergeCells.*?</mergeCells>", text)


def whole(part: str, content: bytes | None) -> Callable[[], bytes]:
    """Another part in its place, or none."""

    def edit(parts: Parts) -> None:
        if content is None:
            del parts[part]
        else:
            parts[part] = content

    return partial(_edited, edit)


def many(count: int, sheets: str, relations: str) -> Callable[[], bytes]:
    """Sheets by the thousand: one, with its number in {}."""

    def edit(parts: Parts) -> None:
        _put(BOOK, "</sheets>", "".join(map(sheets.format, range(9, count))) + "</sheets>", parts)
        _put(SHEETS, "</Relationships>", "".join(map(relations.format, range(9, count))) + "</Relationships>", parts)

    return partial(_edited, edit)


def related(part: str, *targets: tuple[str, str]) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        folder, _, name = part.rpartition("/")
        said = "".join(
            f'<Relationship Id="rIdX{n}" Type="{REL}{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets)
        )
        where = f"{folder}/_rels/{name}.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        parts[where] = parts.get(where, empty).replace(b"</Relationships>", f"{said}</Relationships>".encode())

    return edit


def loop() -> bytes:
    """A drawing that leads to a chart that leads to the drawing."""
    return _edited(
        related(CHART, ("drawing", "/" + DRAWING), ("chart", "chart1.xml")), related(DRAWING, ("chart", "/" + DRAWING))
    )


def chain() -> bytes:
    """Drawings, each of which leads to the next."""

    def edit(parts: Parts) -> None:
        for n in range(3_000):
            parts[f"xl/charts/c{n}.xml"] = b"<a/>"
            related(f"xl/charts/c{n}.xml", ("chart", f"c{n + 1}.xml"))(parts)
        related(DRAWING, ("chart", "../charts/c0.xml"))(parts)
        related(CHART, ("chart", "c0.xml"))(parts)

    return _edited(edit)


def tiny(count: int) -> bytes:
    def edit(parts: Parts) -> None:
        parts.update({f"xl/x/{n}.xml": b"<a/>" for n in range(count)})

    return _edited(edit)


def marked(reference: str) -> Callable[[], bytes]:
    """A place of ours that is none."""
    names = f'<definedName name="xlseg.page.check" hidden="1">{reference}</definedName>'
    return put(BOOK, "</definedNames>", names + names.replace("page.check", "label.rfm.1") + "</definedNames>")


def formulas(text: str, count: int = 0) -> Callable[[], bytes]:
    """A formula, and cells that share it."""
    first = f'<row r="10"><c r="A10"><f t="shared" si="5" ref="A10:A{10 + count}">{text}</f><v>1</v></c></row>'
    return rows(
        first
        + "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="5"/><v>1</v></c></row>' for r in range(11, 11 + count))
    )


def cell(attributes: str, content: str = "<v>1</v>", row: str = 'r="10"') -> Callable[[], bytes]:
    return rows(f"<row {row}><c {attributes}>{content}</c></row>")


NAMES = "".join(f'<definedName name="n{n}">n{n + 1}</definedName>' for n in range(100_000))
RANGES = " ".join(f"A{n}" for n in range(1, 100_001))
SHARED = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
MAIN = '"http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
TABLE = "xl/tables/table1.xml"
MADE: dict[str, Callable[[], bytes]] = {
    "far cell": cell('r="XFD1048576"', row='r="1048576"'),
    "far text": cell('r="XFD1048576" t="inlineStr"', "<is><t>x</t></is>", row='r="1048576"'),
    "far formula": cell('r="XFD1048576"', "<f>A1</f>", row='r="1048576"'),
    "far formulas": rows(
        "".join(f'<row r="{r}"><c r="XFD{r}"><f>A1</f><v>1</v></c></row>' for r in range(1000, 1048576, 1000))
    ),
    "row beyond": cell('r="A1048577"', row='r="1048577"'),
    "row beyond, bare": cell("", row='r="9999999"'),
    "row of 19 digits": cell("", row='r="9999999999999999999"'),
    "row of 5000 digits": cell("", row=f'r="{"9" * 5000}"'),
    "row negative": cell("", row='r="-1"'),
    "row 0": cell("", row='r="0"'),
    "row of other digits": cell("", row='r="١٢"'),
    "last row first": put(SHEET, "<sheetData>", '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "blank rows after the last": put(
        SHEET, "</sheetData>", '<row r="1048576"/>' + "<row><c/></row>" * 1000 + "</sheetData>"
    ),
    "row twice": rows('<row r="3"><c r="A3"><v>1</v></c></row>'),
    "column beyond": cell('r="XFE10"'),
    "column of 500 letters": cell(f'r="{"A" * 500}10"'),
    "20,000 cells without address": rows('<row r="10">' + "<c><v>1</v></c>" * 20_000 + "</row>"),
    "style beyond": cell('r="A10" s="999999"'),
    "style negative": cell('r="A10" s="-1"'),
    "style of 5000 digits": cell(f'r="A10" s="{"9" * 5000}"'),
    "text beyond": cell('r="A10" t="s"', "<v>99999999</v>"),
    "text negative": cell('r="A10" t="s"', "<v>-1</v>"),
    "text 1e300": cell('r="A10" t="s"', "<v>1e300</v>"),
    "text number and a half": cell('r="A10" t="s"', "<v>1.5</v>"),
    "number too large": cell('r="A10"', "<v>1e999</v>"),
    "number of a megabyte": cell('r="A10"', "<v>" + '9' * 1_000_000 + "</v>"),
    "day beyond": cell('r="C10" s="1"', "<v>1e18</v>"),
    "date beyond": cell('r="C10" t="d"', "<v>99999-99-99T99:99:99</v>"),
    "error of a megabyte": cell('r="A10" t="e"', "<v>" + '#' * 1_000_000 + "</v>"),
    "text of 30 megabytes": cell('r="A10" t="inlineStr"', "<is><t>" + 'x' * 30_000_000 + "</t></is>"),
    "runs by the 100,000": cell('r="A10" t="inlineStr"', "<is>" + '<r><t>x</t></r>' * 100_000 + "</is>"),
    "attributes by the 100,000": cell("".join(f'a{n}="" ' for n in range(100_000))),
    "deep": cell('r="A10"', "<a>" * 100_000 + "</a>" * 100_000),
    "deep around": after("<a>" * 100_000 + "</a>" * 100_000),
    "namespaces by the 10,000": put(SHEET, "<sheetData>", "".join(f'<a{n} xmlns:p{n}="u{n}">' for n in range(200)) + "".join(f"</a{n}>" for n in range(199, -1, -1)) + "<sheetData>"),
    "not UTF-8": partial(_edited, lambda parts: parts.update({SHEET: parts[SHEET].replace("两倍".encode(), b"\xff\xfe\xe4")})),
    "NUL in a text": cell('r="A10" t="inlineStr"', "<is><t>a\0b</t></is>"),
    "xml:space of anything": cell('r="A10" t="inlineStr"', '<is><t xml:space="x">a</t></is>'),
    "no end of rows": put(SHEET, "</sheetData>", ""),
    "rows twice": put(SHEET, "</sheetData>", "</sheetData><sheetData><row><c><v>1</v></c></row></sheetData>"),
    "row in row": rows('<row r="10"><row r="11"><c r="A11"><v>1</v></c></row></row>'),
    "cell in cell": cell('r="A10"', '<c r="B10"><v>1</v></c>'),
    "spans of anything": cell('r="A10"', row='r="10" spans="x:y 1:2:3 99999999999:1"'),
    "height of anything": cell('r="A10"', row='r="10" ht="x" customHeight="2"'),
    "merged all": after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged 100,000 times": after("<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"),
    "merged anything": after('<mergeCells><mergeCell ref="A0:Z"/><mergeCell ref="B9:A1"/><mergeCell/></mergeCells>'),
    "columns to 10^9": put(SHEET, "<sheetData>", '<cols><col min="1" max="1000000000" width="9"/></cols><sheetData>'),
    "columns of anything": put(SHEET, "<sheetData>", '<cols><col min="x" max="-1" width="9"/><col/></cols><sheetData>'),
    "columns by the 100,000": put(SHEET, "<sheetData>", "<cols>" + '<col min="9" max="1"/>' * 100_000 + "</cols><sheetData>"),
    "ranges by the 100,000": after(f'<conditionalFormatting sqref="{RANGES}"><cfRule type="cellIs" priority="x"/></conditionalFormatting>'),
    "rules by the 100,000": after('<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1</formula></cfRule></conditionalFormatting>' * 100_000),
    "validations by the 100,000": after("<dataValidations>" + '<dataValidation sqref="A1" type="list"><formula1>A1</formula1></dataValidation>' * 100_000 + "</dataValidations>"),
    "links by the 100,000": after("<hyperlinks>" + "".join(f'<hyperlink ref="A{n}:B{n + 9}" location="A1"/>' for n in range(1, 100_001)) + "</hyperlinks>"),
    "link over all": after('<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/><hyperlink/></hyperlinks>'),
    "filter of nothing": after('<autoFilter ref="?"/>'),
    "filter beyond": after('<autoFilter ref="A1:XFD99999999"><filterColumn colId="x"/></autoFilter>'),
    "dimension of anything": put(SHEET, "<dimension[^>]*>", '<dimension ref="XFD1048576:A0"/>'),
    "names by the 100,000": put(BOOK, "</definedNames>", NAMES + "</definedNames>"),
    "names in a circle": put(BOOK, "</definedNames>", '<definedName name="a">b</definedName><definedName name="b">a</definedName></definedNames>'),
    "names without a name": put(BOOK, "</definedNames>", "<definedName/><definedName localSheetId='99'>x</definedName></definedNames>"),
    "mark beyond": marked("订单!$A$1:$XFD$99999999999"),
    "mark of 5000 digits": marked("订单!$A$1:$B$" + '9' * 5000 + ""),
    "mark of 5000 letters": marked("订单!$A$1:$" + 'Z' * 5000 + "$9"),
    "mark over all": marked("订单!$A$1:$XFD$1048576"),
    "mark backwards": marked("订单!$C$9:$A$1"),
    "mark in row 0": marked("订单!$A$0"),
    "mark on no sheet": marked("没有!$A$1:$B$2"),
    "mark without ends": marked("'" * 100_000),
    "sheets of one part": many(2_000, '<sheet name="s{0}" sheetId="{0}" r:id="rId1"/>', ""),
    "sheets of one name": many(2_000, '<sheet name="s" sheetId="{0}" r:id="rId1"/>', ""),
    "sheets without parts": many(10_000, '<sheet name="s{0}" sheetId="{0}" r:id="rIdX{0}"/>', f'<Relationship Id="rIdX{{0}}" Type="{REL}worksheet" Target="worksheets/s{{0}}.xml"/>'),
    "sheets without relations": many(10_000, '<sheet name="s{0}" sheetId="x"/>', ""),
    "relations by the 30,000": many(30_000, "", f'<Relationship Id="rIdX{{0}}" Type="{REL}worksheet" Target="/{SHEET}"/>'),
    "sheet numbers of anything": put(BOOK, 'sheetId="1"', f'sheetId="{"9" * 5000}"'),
    "sheet number no number": put(BOOK, 'sheetId="1"', 'sheetId="x"'),
    "no sheets": put(BOOK, "<sheets>.*</sheets>", "<sheets/>"),
    "no sheets at all": put(BOOK, "<sheets>.*</sheets>", ""),
    "sheets of comments": put(BOOK, "<sheets>", "<sheets><!-- x --><?x y?>"),
    "drawing no XML": whole(DRAWING, b"\x89PNG"),
    "drawing empty": whole(DRAWING, b""),
    "drawing missing": whole(DRAWING, None),
    "chart missing": whole(CHART, None),
    "chart no XML": whole(CHART, b"{}"),
    "relations in a loop": loop,
    "relations in a chain": chain,
    "relations to the package": put("xl/worksheets/_rels/sheet1.xml.rels", 'Target="[^"]*"', 'Target="."'),
    "relations outside": put(SHEETS, 'Target="[^"]*sheet1.xml"', 'Target="../../../../etc/passwd"'),
    "relations to an address": put(SHEETS, 'Target="[^"]*sheet1.xml"', 'Target="http://127.0.0.1/x" TargetMode="External"'),
    "relations with signs": put(SHEETS, 'Target="[^"]*sheet1.xml"', 'Target="%2e%2e/xl/worksheets/%73heet1.xml%00"'),
    "relation to itself": put(SHEETS, 'Target="[^"]*styles.xml"', 'Target="/xl/workbook.xml"'),
    "styles are the sheet": put(SHEETS, 'Target="[^"]*styles.xml"', f'Target="/{SHEET}"'),
    "styles missing": whole(STYLES, None),
    "styles empty": whole(STYLES, b""),
    "styles of nothing": whole(STYLES, f"<styleSheet xmlns={MAIN}/>".encode()),
    "styles count lies": put(STYLES, "<cellXfs[^>]*>", '<cellXfs count="4000000000">'),
    "styles 65,491": put(STYLES, "</cellXfs>", "<xf/>" * 65_491 + "</cellXfs>"),
    "formats of anything": put(STYLES, "<numFmts.*?</numFmts>|(?=<fonts)", '<numFmts><numFmt numFmtId="x"/><numFmt/></numFmts>'),
    "format of a megabyte": put(STYLES, "<numFmts.*?</numFmts>|(?=<fonts)", f'<numFmts><numFmt numFmtId="164" formatCode="{"[" * 1_000_000}"/></numFmts>'),
    "types missing": whole("[Content_Types].xml", None),
    "types empty": whole("[Content_Types].xml", b"<Types/>"),
    "types no XML": whole("[Content_Types].xml", b"x"),
    "table beyond": put(TABLE, 'ref="A1:E9"', 'ref="A1:XFD99999999"'),
    "table over all": put(TABLE, 'ref="A1:E9"', 'ref="A1:XFD1048576"'),
    "table of anything": put(TABLE, 'ref="A1:E9"', 'ref="?" headerRowCount="x"'),
    "table number of anything": put(TABLE, ' id="1"', ' id="x"'),
    "table columns gone": put(TABLE, "<tableColumns.*</tableColumns>", ""),
    "table columns by the 100,000": put(TABLE, "</tableColumns>", '<tableColumn id="x" name="_xD800_"/>' * 100_000 + "</tableColumns>"),
    "table missing": whole(TABLE, None),
    "formula of 10 megabytes": formulas("A1+" * 3_000_000 + "1", 3),
    "formula of quotes": formulas("订单!A1" + "&quot;'" * 1_000_000, 3),
    "formula of brackets": formulas("订单!A1" + "[" * 1_000_000, 3),
    "formula of parentheses": formulas("订单!A1" + "(" * 100_000, 3),
    "formula shared by 100,000": formulas("订单!A1+" * 1000 + "1", 100_000),
    "formula without text": formulas("", 9),
    "formula of an array over all": cell('r="A10"', '<f t="array" ref="A1:XFD1048576">A1</f><v>1</v>'),
    "formula of an array of anything": cell('r="A10"', '<f t="array" ref="?" si="x">A1</f><v>1</v>'),
    "parts by the 40,000": partial(tiny, 40_000),
    "parts by the 100,000": partial(tiny, 100_000),
    "order of anything": partial(
        _edited,
        related(BOOK, ("calcChain", "calcChain.xml")),
        lambda parts: parts.update({"xl/calcChain.xml": b'<calcChain><c r="?"/><c/></calcChain>'}),
    ),
    "views of anything": put(BOOK, "<workbookView[^>]*>", '<workbookView activeTab="999" firstSheet="x"/>'),
}  # fmt: skip
