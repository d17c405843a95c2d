"""Looks are added to the styles of a workbook once, and what is there keeps its number."""

import io
from datetime import date, datetime, time, timedelta

import pytest
import through_openpyxl
from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, NamedStyle, PatternFill, Protection
from packaged import FORMS, MAIN, opened, packed, parts, read, saved, stored
from xlsxwriter import Workbook as XlsxWriter

from xlseg import theme
from xlseg.errors import XlsegError
from xlseg.ooxml.around import styles as ours
from xlseg.ooxml.around.alike import key

LOOKS = [(style, number_format) for style in theme.STYLES for number_format in ("General", "@", "#,##0", '0.0"件"')]


def by_openpyxl() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet["A1"].font = Font("Arial", size=8, bold=True, color="FF0000")
    sheet["A2"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["A3"].number_format = "0.000"
    sheet["A4"].protection = Protection(locked=False)
    book.add_named_style(NamedStyle("mine", Font("Georgia", size=20)))
    sheet["A5"].style = "mine"
    return stored(book)


def by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    book = XlsxWriter(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, said in enumerate(({"bold": True}, {"bg_color": "#FFC7CE"}, {"num_format": "0.000"}, {"border": 1})):
        sheet.write(row, 0, row, book.add_format(said))
    sheet.conditional_format(
        "A1:A4", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format({"bold": 1})}
    )
    book.close()
    return file.getvalue()


MADE = {"openpyxl": by_openpyxl, "XlsxWriter": by_xlsxwriter}


@pytest.fixture(params=[(maker, form) for maker in MADE for form in FORMS], ids="-".join)
def content(request):
    maker, form = request.param
    return FORMS[form](MADE[maker]())


def listed(part: bytes) -> dict[str, list[bytes]]:
    """Each section's elements, told apart from how they are written."""
    root = etree.fromstring(part)
    return {etree.QName(s).localname: [etree.tostring(e, method="c14n") for e in s] for s in root}


def test_what_is_there_keeps_its_number_and_what_is_new_follows_it(content):
    before = listed(parts(content)["xl/styles.xml"])
    book = opened(content)
    for look in LOOKS:
        book.styles.look(*look)
    after = listed(parts(saved(book))["xl/styles.xml"])
    for section, elements in before.items():
        assert after[section][: len(elements)] == elements
    counts = {etree.QName(s).localname: s for s in etree.fromstring(parts(saved(book))["xl/styles.xml"])}
    for section in ("numFmts", "fonts", "fills", "borders", "cellXfs"):
        assert counts[section].get("count") == str(len(counts[section]))


def test_a_second_run_adds_nothing(content):
    book = opened(content)
    numbers = [book.styles.look(*look) for look in LOOKS]
    once = saved(book)
    again = opened(once)
    assert [again.styles.look(*look) for look in LOOKS] == numbers
    assert parts(saved(again)) == parts(once)


def test_looks_that_are_asked_for_and_found_leave_the_part_alone(content):
    book = opened(content)
    book.styles.quoted(0)
    once = saved(book)
    again = opened(once)
    again.styles.quoted(0)
    assert again.package.names() == opened(once).package.names()
    assert parts(saved(again))["xl/styles.xml"] == parts(once)["xl/styles.xml"]


def seen(cell: Cell):
    """What a reader sees of a cell's look."""
    font, fill, line, at = cell.font, cell.fill, cell.border, cell.alignment
    sides = tuple(
        (side.style, side.color and side.color.rgb[-6:]) for side in (line.left, line.right, line.top, line.bottom)
    )
    return (
        (font.name, font.sz, bool(font.b), bool(font.i), font.color.rgb[-6:], font.u, bool(font.strike)),
        (fill.fill_type, fill.fill_type and fill.fgColor.rgb[-6:]),
        sides,
        (at.horizontal, at.vertical, bool(at.wrap_text), int(at.indent), bool(at.shrink_to_fit)),
        cell.number_format,
        cell.protection.locked,
    )


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_look_is_the_one_openpyxl_made(look):
    book = Workbook()
    through_openpyxl.look(book.active["A1"], *look)
    package = opened(by_openpyxl())
    number = package.styles.look(*look)
    rows = f'<row r="1"><c r="A1" s="{number}"/></row>'.encode()
    content = parts(saved(package))
    content["xl/worksheets/sheet1.xml"] = (
        b'<worksheet xmlns="' + MAIN.encode() + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
    )
    assert seen(read(packed(content)).active["A1"]) == seen(book.active["A1"])


@pytest.mark.parametrize(
    "value", [date(2024, 1, 2), datetime(2024, 1, 2, 3), time(1), timedelta(hours=30)], ids=lambda v: type(v).__name__
)
def test_days_and_times_have_the_formats_openpyxl_gives_them(value):
    book = Workbook()
    book.active["A1"] = value
    package = opened(stored(book))
    assert package.styles.dated(value) == 1, "openpyxl has added it already"
    other = opened(stored(Workbook()))
    number = other.styles.dated(value)
    assert read(saved(other))._cell_styles[number].numFmtId in (21, 164)


def test_a_text_that_looks_like_a_formula_keeps_its_look():
    book = opened(by_openpyxl())
    number = book.styles.look("text", "@")
    quoted = book.styles.quoted(number)
    xfs = etree.fromstring(parts(saved(book))["xl/styles.xml"]).find(f"{{{MAIN}}}cellXfs")
    assert dict(xfs[quoted].attrib) == dict(xfs[number].attrib) | {"quotePrefix": "1"}
    assert book.styles.quoted(quoted) == quoted


def test_a_workbook_without_styles_gets_them():
    content = parts(stored(Workbook()))
    del content["xl/styles.xml"]
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        root = etree.fromstring(content[name])
        for one in [one for one in root if "styles" in "".join(one.attrib.values())]:
            root.remove(one)
        content[name] = etree.tostring(root)
    book = opened(packed(content))
    number = book.styles.look("title")
    assert number == 1, "the first is that of cells nobody painted"
    assert read(saved(book))._fonts[1].sz == theme.STYLES["title"].size


def test_sections_that_are_missing_get_what_excel_needs_first():
    content = parts(stored(Workbook()))
    content["xl/styles.xml"] = b'<styleSheet xmlns="' + MAIN.encode() + b'"/>'
    book = opened(packed(content))
    book.styles.look("header", "@")
    found = listed(parts(saved(book))["xl/styles.xml"])
    assert list(found) == ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
    assert [len(found[section]) for section in ("fonts", "fills", "borders", "cellXfs")] == [2, 3, 2, 2]


def test_what_excel_says_more_of_styles_stays():
    content = parts(stored(Workbook()))
    root = etree.fromstring(content["xl/styles.xml"])
    head = (
        f'<styleSheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    )
    inner = "".join(etree.tostring(one).decode() for one in root)
    extended = head + inner + '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}"/></extLst></styleSheet>'
    content["xl/styles.xml"] = extended.encode()
    book = opened(packed(content))
    book.styles.look("tile", "0.000")
    after = parts(saved(book))["xl/styles.xml"]
    assert b'mc:Ignorable="x14ac"' in after
    assert etree.QName(etree.fromstring(after)[-1]).localname == "extLst"


def test_a_number_format_of_the_users_is_used_again():
    book = opened(by_openpyxl())
    book.styles.look("text", "0.000")
    assert b'count="1"' in parts(saved(book))["xl/styles.xml"].split(b"<fonts")[0]


def test_more_cell_formats_than_excel_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr(ours, "MOST", 3)
    book = opened(stored(Workbook()))
    book.styles.look("title")
    book.styles.look("note")
    with pytest.raises(XlsegError, match="as many cell formats as Excel allows"):
        book.styles.look("tile")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "<font><b/><sz val='10'/><color rgb='FF1F2A37'/></font>",
            "<font><color rgb='001f2a37'/><sz val='10'/><b val='1'/></font>",
        ),
        ("<xf numFmtId='0' fontId='0' xfId='0' applyFont='1'/>", "<xf fontId='0' quotePrefix='0' pivotButton='0'/>"),
        (
            "<xf><alignment horizontal='left' wrapText='0'/></xf>",
            "<xf><alignment horizontal='left'/><protection locked='1'/></xf>",
        ),
        ("<border><left/><right/></border>", "<border/>"),
        ("<dxf><fill><patternFill patternType='solid'/></fill></dxf>", "<dxf><fill><patternFill/></fill></dxf>"),
    ],
)
def test_looks_are_the_same_however_programs_write_them(one, other):
    assert key(etree.fromstring(one)) == key(etree.fromstring(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<font><b/></font>", "<font><b val='0'/></font>"),
        ("<font><color theme='1'/></font>", "<font><color theme='1' tint='0.5'/></font>"),
        ("<xf fontId='1'/>", "<xf fontId='1' applyFont='0'/>"),
        ("<xf/>", "<xf quotePrefix='1'/>"),
        ("<xf fontId='7'/>", "<xf fontId='8'/>"),
        ("<xf numFmtId='164'/>", "<xf/>"),
        ("<xf><protection locked='0'/></xf>", "<xf/>"),
    ],
)
def test_looks_that_differ_are_told_apart(one, other):
    assert key(etree.fromstring(one)) != key(etree.fromstring(other))
