"""The sheets of a workbook, of whatever kind, and the one it opens on."""

import io

import pytest
from openpyxl import load_workbook
from packaged import opened, parts, saved
from xlsxwriter import Workbook as Xlsx

from xlseg.ooxml.book import Book
from xlseg.ooxml.package import Package


@pytest.fixture
def content() -> bytes:
    """A worksheet, a chart sheet that is the one selected, and a hidden worksheet with a print area."""
    out = io.BytesIO()
    with Xlsx(out, {"in_memory": True}) as book:
        book.add_worksheet("数据").write_column(0, 0, [1, 2, 3])
        sheet, chart = book.add_chartsheet("图"), book.add_chart({"type": "line"})
        chart.add_series({"values": "='数据'!$A$1:$A$3"})
        sheet.set_chart(chart)
        sheet.activate()
        hidden = book.add_worksheet("Hidden")
        hidden.print_area("A1:B2")
        hidden.hide()
    return out.getvalue()


def changed(content: bytes, change) -> bytes:
    book = opened(content)
    change(book)
    return saved(book)


def rewritten(content: bytes, part: str, before: bytes, after: bytes) -> bytes:
    there = parts(content)
    assert before in there[part]
    package, out = Package(), io.BytesIO()
    for name, text in there.items():
        package.put(name, text.replace(before, after) if name == part else text)
    package.save(out)
    return out.getvalue()


def test_sheets_that_are_charts_have_names_but_no_cells(content):
    book = Book(Package(io.BytesIO(content)))
    assert book.names() == ["数据", "图", "Hidden"]
    assert [sheet.name for sheet in book.all()] == ["数据", "Hidden"]
    assert [book.state(name) for name in book.names()] == ["visible", "visible", "hidden"]
    with pytest.raises(KeyError):
        book.sheet("图")


def test_the_sheet_it_opens_on_is_the_only_one_selected(content):
    after = changed(content, lambda book: book.turn_to("数据"))
    assert [name for name, part in parts(after).items() if b"tabSelected" in part] == ["xl/worksheets/sheet1.xml"]
    assert load_workbook(io.BytesIO(after)).active.title == "数据"
    assert changed(after, lambda book: book.turn_to("数据")) == after


def test_every_window_opens_on_it(content):
    view = b'activeTab="1"/>'
    twice = rewritten(content, "xl/workbook.xml", view, view + b'<workbookView activeTab="1"/>')
    after = parts(changed(twice, lambda book: book.turn_to("数据")))["xl/workbook.xml"]
    assert after.count(b'activeTab="0"') == 2


def test_nobody_is_turned_to_a_hidden_sheet(content):
    assert changed(content, lambda book: book.turn_to("Hidden")) == changed(content, lambda book: None)


def test_a_new_sheet_comes_last_and_names_of_others_stay_theirs(content):
    after = changed(content, lambda book: book.add("新"))
    book = load_workbook(io.BytesIO(after))
    assert book.sheetnames == ["数据", "图", "Hidden", "新"]
    assert book["Hidden"].print_area == "'Hidden'!$A$1:$B$2"


def test_parts_may_be_named_from_the_root(content):
    absolute = rewritten(
        content, "xl/_rels/workbook.xml.rels", b'Target="worksheets/sheet1.xml"', b'Target="/xl/Worksheets/sheet1.xml"'
    )
    assert Book(Package(io.BytesIO(absolute))).sheet("数据").part == "xl/worksheets/sheet1.xml"
