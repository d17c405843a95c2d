"""Cells that make room: what stands in them, over them and around them moves, and what refers to them follows."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from packaged import opened, packed, parts, saved, stored
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook as Xlsx

from xlseg.cells import Area, Room
from xlseg.ooxml.moving.moves import Move
from xlseg.ooxml.moving.rooms import make_room
from xlseg.ooxml.tree import local, parse

PAGE = "页 '1' 甲"
QUOTED = "'页 ''1'' 甲'"
DOWN = Room(Area(5, 1, 12, 4), down=3)
MOVE = Move.of(PAGE, DOWN)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A5+B$6", "A8+B$9"),
        ("SUM($A$5:$D$9)", "SUM($A$8:$D$12)"),
        ("SUM(A2:A9)", "SUM(A2:A12)"),  # what cells are inserted into grows
        ("SUM(A5:E9)+A4+E5", "SUM(A5:E9)+A4+E5"),  # some of its columns stay
        ("A5:INDEX(A:A,9)", "A8:INDEX(A:A,9)"),
        (f'{QUOTED}!C7&"A5"', f'{QUOTED}!C10&"A5"'),
        ("Sheet1!A5+[1]Sheet1!A5", "Sheet1!A5+[1]Sheet1!A5"),
        ("T[A5]+$5:$6+A5A+LOG10(A5)", "T[A5]+$5:$6+A5A+LOG10(A8)"),
        ("A1048576", "A1048576"),
        ("IF(A5>1,{1,2;3,4},#N/A)", "IF(A8>1,{1,2;3,4},#N/A)"),
        ("no formula (", "no formula ("),
        ("", ""),
    ],
)
def test_a_formula_on_the_sheet_follows_as_in_excel(before, after):
    assert MOVE.follow(before, PAGE) == after


def test_a_formula_elsewhere_follows_where_it_says_the_sheet():
    assert MOVE.follow(f"A5+{QUOTED}!A5", "Sheet1") == f"A5+{QUOTED}!A8"
    assert Move.of("S", Room(Area(1, 3, 9, 5), right=2)).follow("S!C3:D4+s!$B1+S!C10", "T") == "S!E3:F4+s!$B1+S!C10"


def made(content: bytes, room: Room = DOWN, sheet: str = PAGE) -> bytes:
    book = opened(content)
    make_room(book, book.sheet(sheet), room)
    return saved(book)


@pytest.fixture
def book() -> Workbook:
    """Ours in A1:D4, the user's own below."""
    book = Workbook()
    sheet = book.active
    sheet.title = PAGE
    for row in (["标题"], ["a", "b"], [1, 2], [3, 4], ["我的", 5], ["=B5*2", "=SUM(B3:B5)"], ["end"]):
        sheet.append(row)
    sheet["F6"] = "=A6+F1"
    other = book.create_sheet("Other")
    for row in range(1, 5):
        other[f"A{row}"] = f"={QUOTED}!B{row + 2}"
    return book


def after(book: Workbook, room: Room = DOWN) -> Workbook:
    return load_workbook(io.BytesIO(made(stored(book), room)))


def test_cells_move_with_values_looks_and_formulas(book):
    sheet = book[PAGE]
    sheet["A5"].number_format = "0.00"
    found = after(book)[PAGE]
    assert [found[f"A{row}"].value for row in range(4, 11)] == [3, None, None, None, "我的", "=B8*2", "end"]
    assert found["B9"].value == "=SUM(B3:B8)"
    assert found["F6"].value == "=A9+F1", "what stands beside does not move"
    assert (found["A8"].number_format, found.dimensions) == ("0.00", "A1:F10")


def test_formulas_and_names_elsewhere_follow(book):
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["own"] = DefinedName("own", attr_text=f"{QUOTED}!$B$5")
    book.defined_names["ours"] = DefinedName("ours", attr_text=f"{QUOTED}!$A$1:$D$4")
    book[PAGE].print_area = "A5:B7"
    found = after(book)
    assert [cell.value for cell in found["Other"]["A"]] == [f"={QUOTED}!B{row}" for row in (3, 4, 8, 9)]
    assert [found.defined_names[name].attr_text for name in ("own", "ours")] == [
        *(f"{QUOTED}!$B$8", f"{QUOTED}!$A$1:$D$4"),
    ]
    assert found[PAGE].print_area == f"{QUOTED}!$A$8:$B$10"


def test_what_is_laid_over_cells_moves(book):
    sheet = book[PAGE]
    sheet.merge_cells("A5:B5")
    sheet.merge_cells("C4:C6")
    sheet["A7"].hyperlink = "https://example.com/"
    book["Other"]["B1"].hyperlink = f"#{QUOTED}!A7"
    book["Other"]["B2"].hyperlink = Hyperlink("B2", location=f"{QUOTED}!A7")
    validation = DataValidation("list", formula1="$B$5:$B$6", sqref="A6:A7 F1")
    sheet.add_data_validation(validation)
    from openpyxl.formatting.rule import FormulaRule

    sheet.conditional_formatting.add("A5:B7", FormulaRule(["$B5>A$1"]))
    found = after(book)
    ours = found[PAGE]
    assert {str(one) for one in ours.merged_cells.ranges} == {"A8:B8", "C4:C6"}
    assert ours["A10"].hyperlink.target == "https://example.com/"
    assert found["Other"]["B1"].hyperlink.target == f"#{QUOTED}!A10"
    assert found["Other"]["B2"].hyperlink.location == f"{QUOTED}!A10"
    rule = ours.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) in {("A9:A10 F1", "$B$8:$B$9"), ("F1 A9:A10", "$B$8:$B$9")}
    formats = [(str(one.sqref), one.rules[0].formula) for one in ours.conditional_formatting]
    assert formats == [("A8:B10", ["$B8>A$1"])]


def test_arrays_move_whole(book):
    book[PAGE]["C6"] = ArrayFormula("C6:C7", "=B5:B6*2")
    found = after(book)[PAGE]["C9"].value
    assert (found.ref, found.text) == ("C9:C10", "=B8:B9*2")


ROW = '<row r="{0}"><c r="A{0}"><f t="shared"{1} si="0">{2}</f><v>1</v></c></row>'


@pytest.mark.parametrize("form", ["", "x:", "bare", "utf-16"])
def test_a_formula_shared_by_cells_becomes_one_of_each(book, form):
    package = parts(stored(book))
    sheet = package["xl/worksheets/sheet2.xml"].decode()
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    rows = [ROW.format(1, ' ref="A1:A4"', f"{QUOTED}!B3"), *(ROW.format(row, "", "") for row in (2, 3, 4))]
    sheet = sheet[:start] + "<sheetData>" + "".join(rows) + sheet[end:]
    package["xl/worksheets/sheet2.xml"] = foreign(sheet, form)
    found = load_workbook(io.BytesIO(made(packed(package))))["Other"]
    assert [cell.value for cell in found["A"]] == [f"={QUOTED}!B{row}" for row in (3, 4, 8, 9)]
    still = packed(package)
    assert (
        parts(made(still, Room(Area(30, 1, 40, 4), down=3)))["xl/worksheets/sheet2.xml"]
        == package["xl/worksheets/sheet2.xml"]
    )


def foreign(sheet: str, form: str) -> bytes:
    """As other writers put it."""
    if form == "x:":
        prefixed = re.sub(r"<(/?)(?=\w)", r"<\1x:", sheet)
        return prefixed.replace(" xmlns=", " xmlns:x=").replace(f"{QUOTED}!B3", f"<![CDATA[{QUOTED}!B3]]>").encode()
    if form == "bare":
        return re.sub(r'(<(?:row|c)) r="\w+"', r"\1", sheet).encode()
    if form == "utf-16":
        return ("\ufeff" + sheet).encode("utf-16-le")
    return sheet.encode()


def test_shared_formulas_of_the_sheet_itself_become_each_cells_own(book):
    package = parts(stored(book))
    rows = [
        '<row r="4"><c r="A4"><f t="shared" ref="A4:A6" si="3">B4</f><v>1</v></c></row>',
        '<row r="5"><c r="A5"><f t="shared" si="3"/><v>1</v></c></row><row r="6"><c><f t="shared" si="3"/></c></row>',
    ]
    sheet = package["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    package["xl/worksheets/sheet1.xml"] = (sheet[:start] + "<sheetData>" + "".join(rows) + sheet[end:]).encode()
    found = load_workbook(io.BytesIO(made(packed(package))))[PAGE]
    assert [found[place].value for place in ("A4", "A8", "A9")] == ["=B4", "=B8", "=B9"]


def test_parts_that_speak_of_nothing_moved_keep_their_bytes(book):
    book.create_sheet("Third")["A1"] = f"={QUOTED}!A1+SUM(Other!A5:A9)"
    before = parts(stored(book))
    changed = {name for name, content in parts(made(stored(book))).items() if before[name] != content}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}


@pytest.fixture
def busy() -> bytes:
    """What XlsxWriter can put on a sheet, below row 5."""
    out = io.BytesIO()
    with Xlsx(out, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet(PAGE), book.add_worksheet("Other")
        for row in range(12):
            sheet.write_row(row, 0, [row + 1, row * 2, f"t{row}"])
        sheet.write_comment("B6", "我的批注")
        sheet.write_comment("B2", "stays")
        sheet.add_table("A7:C10", {"name": "Own", "columns": [{"header": h} for h in "abc"]})
        sheet.insert_textbox("B11", "文字", {"object_position": 2})
        sheet.insert_textbox("H11", "beside", {"object_position": 2})
        sheet.insert_textbox("B8", "fixed", {"object_position": 3})
        sheet.insert_button("B12", {"macro": "go"})
        sheet.add_sparkline("D6", {"range": f"{QUOTED}!A6:C6"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={QUOTED}!$B$8:$B$10", "categories": f"={QUOTED}!$A$2:$A$4"})
        other.insert_chart("A1", chart)
        other.conditional_format("A1:A3", {"type": "formula", "criteria": f"={QUOTED}!$B$8>1", "format": None})
        other.write_formula("A9", f"={QUOTED}!B8+1")
    return out.getvalue()


def test_comments_tables_and_shapes_move(busy):
    package = parts(made(busy))
    found = load_workbook(io.BytesIO(made(busy)))[PAGE]
    assert (found["B9"].comment.text, found["B2"].comment.text) == ("我的批注", "stays")
    assert (found.tables["Own"].ref, found.tables["Own"].autoFilter.ref) == ("A10:C13", "A10:C13")
    corners = [
        next(int(e.text) for e in anchor[0] if local(e) == "row")
        for anchor in parse(package["xl/drawings/drawing1.xml"])
    ]
    assert corners == [13, 10, 7], "one goes down, the one beside and the fixed one stay"
    vml = package["xl/drawings/vmlDrawing1.vml"].decode()
    assert sorted(int(row) for row in re.findall(r"<x:Row>(\d+)", vml)) == [1, 8]
    anchors = {tuple(map(int, re.findall(r"\d+", text)))[2] for text in re.findall(r"<x:Anchor>([^<]*)", vml)}
    assert anchors == {0, 7, 14}


def test_charts_sparklines_and_conditions_follow(busy):
    package = {name: content.decode() for name, content in parts(made(busy)).items() if name.endswith(".xml")}
    chart = package["xl/charts/chart1.xml"]
    assert f"{QUOTED}!$B$11:$B$13" in chart
    assert f"{QUOTED}!$A$2:$A$4" in chart
    assert f"<xm:f>{QUOTED}!A9:C9</xm:f><xm:sqref>D9</xm:sqref>" in package["xl/worksheets/sheet1.xml"]
    assert f"<formula>{QUOTED}!$B$11&gt;1</formula>" in package["xl/worksheets/sheet2.xml"]
    assert f"<f>{QUOTED}!B11+1</f>" in package["xl/worksheets/sheet2.xml"]


def test_the_order_of_computation_is_forgotten_where_formulas_moved(book):
    package = parts(stored(book))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    relation = b'<Relationship Id="rId99" Type="' + kind + b'" Target="/xl/calcChain.xml"/></Relationships>'
    for name in ("xl/_rels/workbook.xml.rels",):
        package[name] = package[name].replace(b"</Relationships>", relation)
    package["xl/calcChain.xml"] = b"<calcChain/>"
    assert "xl/calcChain.xml" not in parts(made(packed(package)))
    assert "xl/calcChain.xml" in parts(made(packed(package), Room(Area(7, 1, 9, 4), down=1)))


def test_others_read_the_result(busy, book):
    for content in (busy, stored(book)):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(made(content))).get_sheet_by_name(PAGE).to_python()
        was = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(PAGE).to_python()
        assert [row[:4] for row in rows[7:]] == [row[:4] for row in was[4:]]
        assert not [value for row in rows[4:7] for value in row[:4] if value != ""]


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
OFFICE = "http://schemas.microsoft.com/office/2017/10/relationships/"


def related(package: dict[str, bytes], part: str, kind: str, target: str) -> None:
    folder, _, name = part.rpartition("/")
    place = f"{folder}/_rels/{name}.rels"
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    text = package.get(place, empty.encode()).decode()
    one = f'<Relationship Id="rIdX{len(text)}" Type="{kind}" Target="/{target}"/></Relationships>'
    package[place] = text.replace("</Relationships>", one).encode()


@pytest.mark.parametrize(
    ("kind", "part", "before", "after"),
    [
        (
            *(RELATION + "ctrlProp", "xl/ctrlProps/ctrlProp1.xml"),
            *('<formControlPr xmlns="x" fmlaLink="$B$6" fmlaRange="$A$2:$A$3"/>',),
            *('<formControlPr xmlns="x" fmlaLink="$B$9" fmlaRange="$A$2:$A$3"/>',),
        ),
        (
            *(OFFICE + "threadedComment", "xl/threadedComments/threadedComment1.xml"),
            *('<T xmlns="x"><threadedComment ref="B6"/><threadedComment ref="B2"/></T>',),
            *('<T xmlns="x"><threadedComment ref="B9"/><threadedComment ref="B2"/></T>',),
        ),
        (
            *(RELATION + "pivotTable", "xl/pivotTables/pivotTable1.xml"),
            *('<pivotTableDefinition xmlns="x"><location ref="A6:B7"/></pivotTableDefinition>',),
            *('<pivotTableDefinition xmlns="x"><location ref="A9:B10"/></pivotTableDefinition>',),
        ),
        (
            *(RELATION + "vmlDrawing", "xl/drawings/vmlDrawing7.vml"),
            *('<xml><br><x:ClientData ObjectType="Drop"><x:FmlaLink>$B$6</x:FmlaLink></x:ClientData></xml>',),
            *('<xml><br><x:ClientData ObjectType="Drop"><x:FmlaLink>$B$9</x:FmlaLink></x:ClientData></xml>',),
        ),
    ],
)
def test_what_is_said_beside_the_sheet_moves(book, kind, part, before, after):
    package = parts(stored(book))
    related(package, "xl/worksheets/sheet1.xml", kind, part)
    package[part] = before.encode()
    assert parts(made(packed(package)))[part].decode().endswith(after)
    assert parts(made(packed(package), Room(Area(30, 1, 40, 4), down=1)))[part] == before.encode()


def test_a_pivot_table_has_its_data_from_where_they_moved(book):
    package, part = parts(stored(book)), "xl/pivotCache/pivotCacheDefinition1.xml"
    related(package, "xl/workbook.xml", RELATION + "pivotCacheDefinition", part)
    source = '<p xmlns="x"><cacheSource><worksheetSource ref="A{}:B{}" sheet="{}"/></cacheSource></p>'
    package[part] = source.format(5, 7, PAGE).encode()
    assert parts(made(packed(package)))[part].decode().endswith(source.format(8, 10, PAGE))


@given(st.text("ABE58$!'\"[]:(),;# 页", max_size=20))
def test_whatever_a_cell_says_is_read_without_harm(text):
    after = MOVE.follow(text, PAGE)
    assert MOVE.follow(text, "Sheet1") == text or "!" in text
    assert after == text or re.search(r"[A-D]\$?\d", text)
