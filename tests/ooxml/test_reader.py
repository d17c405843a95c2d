"""Sheets are read as calamine reads them, cell for cell, whoever wrote them; errors and formulas besides."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from by_hand import MAIN, Parts, styles, workbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.etree import XMLSyntaxError
from openpyxl import Workbook
from python_calamine import CalamineWorkbook, SheetTypeEnum

from xlseg.cells import Uncomputed, letter
from xlseg.ooxml.reading import scan
from xlseg.ooxml.reading.found import Strange
from xlseg.ooxml.reading.reader import Reader
from xlseg.ooxml.reading.shared import sort_of

TEMPLATES = sorted((Path(__file__).parents[2] / "workbook_templates").rglob("*.xlsx"))


def known(content: io.BytesIO, sheet: str = "S") -> list[list[object]]:
    content.seek(0)
    return CalamineWorkbook.from_filelike(content).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def told(rows) -> list[list[tuple[type, str]]]:
    """Cells with their types, since True == 1.0 and a day equals no moment."""
    return [[(type(cell), repr(cell)) for cell in row] for row in rows]


def scanned(content: io.BytesIO, piece: int = 1 << 16) -> Reader:
    """A reader that takes the usual markup alone."""
    found = Reader(Parts(content, piece))
    found._grid = lambda sheet, part: found._scanned(sheet, part, found._stream(part))
    return found


def inline(text: str, attributes: str = "") -> str:
    return f'<c r="A1" t="inlineStr"><is><t{attributes}>{text}</t></is></c>'


USUAL = [
    *(f'<c r="A1" s="{s}"><v>{v}</v></c>' for s in range(8) for v in ("45000", "45000.5", "0", "-1.5", "60", "3E6")),
    *(f'<c r="A1"><v>{v}</v></c>' for v in ("1E5", "+5", "5.", ".5", "-0", "0.1", "123456789012345678", "1e-300")),
    *(f'<c r="A1" t="b"><v>{v}</v></c>' for v in ("1", "0", "true", "false")),
    *(f'<c r="A1" t="d"><v>{v}</v></c>' for v in ("2024-01-05", "2024-01-05T10:20:30.5", "10:20", "2024-13-01", "x")),
    *map(
        inline, ("", " a\r\nb\r", "&#32;a&amp;&lt;&#x4e2d;&#10;", "_x000D_a_x0020_ _x4E2D_", "\u3000a", "_x005F_x000D_")
    ),
    inline(" a ", ' xml:space="preserve"'),
    '<c r="A1" t="inlineStr"><is/></c>',
    '<c r="A1" t="inlineStr"><is><t/></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>a </t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r>'
    '<rPh sb="0" eb="1"><t>z</t></rPh><phoneticPr fontId="1"/></is></c>',
    '<c r="A1" t="str"><v></v></c>',
    '<c r="A1" t="str"><v/></c>',
    '<c r="A1" t="str"/>',
    '<c r="B1" s="1"/><c r="C1"></c>',
    '<c r="A1" t="str"><v> a &amp; _x000D_ b&#10; </v></c>',
    '<c r="A1" t="str"><v xml:space="preserve"> a </v></c>',
    '<c r="A1" t="str"><f>A2</f><v></v></c>',
    '<c r="A1" t="s"><v></v></c><c r="B1"><v /></c>',
    '<c r="C1" s="1" t="n"><v>45000</v></c><c r="B1" cm="1"><v>2</v></c>',
    '<c r="A1" s="99"><v>1</v></c>',
    '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" si="0"/><v>3</v></c>',
    "<c><v>1</v></c><c/><c><v>3</v></c>",
    '</row><row><c><v>1</v></c></row><row r="4"><c><v>2</v></c></row><row/><row><c><v>3</v></c>',
    '</row><row r="5"><c r="A5"><v>1</v></c></row>\n<row r="2" ht="3"><c r="AB2"><v>2</v></c></row><row r="9"/><row>',
]
UNUSUAL = [
    "<c r='A1'><v>1</v></c>",
    '<c\n r="A1"\t s="1" >\n<v >1</v >\n</c >',
    '<c s="1" r="B1"><v>1</v></c>',
    '<c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c>',
    '<c r="A1"><!-- x --><v>12</v></c>',
    '<c r="A1"><v>zzz</v></c>',
    '<c r="A1"><v> 5 </v></c>',
    '<c r="A1"><v>1_0</v></c>',
    '<c r="A7"><v>1</v></c>',
    '<c r="a1"><v>1</v></c>',
    '<c r="A1" t="inlineStr"><v>abc</v></c>',
]
SHARED = [
    "<si><t>a</t></si><si><t>b</t></si>",
    "<si/><si><t>b</t></si>",
    "<si><t> a_x000D_b\r\n</t></si><si><t>&#x4e2d;&quot;&apos;&lt;></t></si>",
    '<si><t xml:space="preserve"> a </t></si><si><t/></si>',
    '<si><r><t>a </t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>z</t></rPh></si><si></si>',
    "<si><t><![CDATA[x]]></t></si><si><t>b</t></si>",
]


class TestAsCalamine:
    @pytest.mark.parametrize("epoch_1904", [False, True])
    @pytest.mark.parametrize("cells", USUAL)
    def test_a_usual_cell(self, cells, epoch_1904):
        content = workbook(f'<row r="1">{cells}</row>', epoch_1904=epoch_1904)
        assert told(scanned(content).read("S")) == told(known(content))

    @pytest.mark.parametrize("cells", UNUSUAL)
    def test_a_cell_in_other_markup(self, cells):
        content = workbook(f'<row r="1">{cells}</row>')
        assert told(Reader(Parts(content)).read("S")) == told(known(content))

    @pytest.mark.parametrize("texts", SHARED)
    def test_texts_that_cells_share(self, texts):
        content = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>', texts)
        assert told(Reader(Parts(content, 7)).read("S")) == told(known(content))

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
    @pytest.mark.parametrize("prefix", ["", "x:"])
    def test_every_encoding_and_prefix(self, encoding, prefix):
        sheet = (
            f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><worksheet xmlns="{MAIN}"><sheetData>'
            '<row r="1"><c r="A1" t="str"><v>客户</v></c></row></sheetData></worksheet>'
        )
        if prefix:
            sheet = (
                sheet.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
            )
        content = workbook("", sheet=sheet.encode(encoding))
        assert told(Reader(Parts(content)).read("S")) == [[(str, "'客户'")]]

    @given(st.data())
    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_any_sheet_in_the_usual_markup(self, data):
        rows = data.draw(st.lists(ROW, max_size=12))
        spans = data.draw(st.sampled_from([1, 50, 1 << 18]))
        numbers = sorted(data.draw(st.sets(st.integers(1, 101), min_size=len(rows), max_size=len(rows))))
        content = workbook("".join(map(written, numbers, rows)), "<si><t>甲</t></si><si><r><t>b</t></r></si>")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scan, "SPAN", spans)
            found = scanned(content, data.draw(st.integers(1, 300))).read("S")
        assert told(found) == told(known(content))

    @given(st.lists(st.floats(-3000, 3_000_000) | st.integers(-3, 2_958_470), min_size=1, max_size=40), st.booleans())
    @settings(max_examples=100, deadline=None)
    def test_any_day(self, serials, epoch_1904):
        for style in (1, 3):
            cells = "".join(f'<row><c s="{style}"><v>{serial!r}</v></c></row>' for serial in serials)
            content = workbook(cells, epoch_1904=epoch_1904)
            found = scanned(content).read("S")
            assert told(found) == told(known(content))
            if found.column(1).dtype.kind == "M":
                days = [datetime(d.year, d.month, d.day) if type(d) is date else d for (d,) in found]
                assert found.column(1).tolist() == days

    @given(st.text('dmyhsDMYHSaAPp/[]"\\_*;0#.- 年Gne', max_size=12))
    @settings(max_examples=150, deadline=None)
    def test_any_number_format(self, code):
        content = workbook('<row><c s="5"><v>45000.5</v></c></row>', look=styles(code))
        shown = {float: 0, datetime: 1, timedelta: 2}[type(known(content)[0][0])]
        assert sort_of(code) == shown


TEXT = st.text(st.sampled_from("a客 _x0D&;<>\"'\n\t\r-=1"), max_size=9)
CELL = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda x: (" ", f"<v>{x!r}</v>")),
    st.integers(0, 7).flatmap(lambda s: st.floats(0, 60000).map(lambda x: (f' s="{s}" ', f"<v>{x!r}</v>"))),
    TEXT.map(lambda t: (' t="inlineStr"', f"<is><t>{escaped(t)}</t></is>")),
    TEXT.map(lambda t: (' s="1" t="inlineStr"', f'<is><t xml:space="preserve">{escaped(t)}</t></is>')),
    TEXT.map(lambda t: (' t="str"', f"<f>A1&amp;B1</f><v>{escaped(t)}</v>")),
    st.sampled_from([(' t="s"', "<v>0</v>"), (' s="2" t="s"', "<v>1</v>"), (' t="b"', "<v>1</v>"), (' s="3"', "")]),
)
ROW = st.dictionaries(st.sampled_from([26, 27, 28, 703]) | st.integers(1, 6), CELL, max_size=6)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def written(number: int, cells: dict[int, tuple[str, str]]) -> str:
    content = [f'<c r="{letter(at)}{number}"{kind.rstrip()}>{value}</c>' for at, (kind, value) in sorted(cells.items())]
    return f'<row r="{number}" spans="1:9">{"".join(content)}</row>'


VALUES = [
    ["客户", "最近购买日期", "金额", "时长", "时刻", "会员"],
    ["C1", datetime(2024, 1, 5), 12.5, timedelta(hours=30), time(10, 20), True],
    ["C2 ", datetime(2024, 1, 5, 10, 20, 30), -3, timedelta(minutes=1), time(0, 0), False],
    [" & <b>\n_x000D_", None, 1e300, None, None, None],
]


class TestWriters:
    @pytest.mark.parametrize("constant", [False, True])
    @pytest.mark.parametrize("epoch_1904", [False, True])
    def test_xlsxwriter(self, constant, epoch_1904):
        content = io.BytesIO()
        options = {"constant_memory": constant, "default_date_format": "yyyy-mm-dd hh:mm", "date_1904": epoch_1904}
        with xlsxwriter.Workbook(content, options) as book:
            for number, row in enumerate(VALUES):
                book.worksheets() or book.add_worksheet("S")
                book.worksheets()[0].write_row(number, 0, row)
        assert told(scanned(content).read("S")) == told(known(content))

    def test_openpyxl(self):
        content, book = io.BytesIO(), Workbook()
        book.active.title = "S"
        for row in VALUES:
            book.active.append(row)
        book.save(content)
        assert told(scanned(content).read("S")) == told(known(content))

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
    def test_our_templates(self, path):
        content = io.BytesIO(path.read_bytes())
        book = CalamineWorkbook.from_filelike(content)
        for sheet in (found.name for found in book.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet):
            assert told(scanned(content).read(sheet)) == told(known(content, sheet))


class TestBeyondCalamine:
    def test_text_in_cdata_is_text(self):
        content = workbook('<row r="1"><c r="A1" t="str"><v>a<![CDATA[<b>&]]>c</v></c></row>')
        assert Reader(Parts(content)).read("S")[:] == [["a<b>&c"]]

    @pytest.mark.parametrize("text", ["#N/A", "#SPILL!", "#GETTING_DATA", "#DIV/0!"])
    @pytest.mark.parametrize("quote", ['"', "'"])
    def test_errors_are_told_by_their_text(self, text, quote):
        content = workbook(f'<row r="1"><c r="B1" t={quote}e{quote}><f>A1</f><v>{text}</v></c></row>')
        assert Reader(Parts(content)).read("S")[:] == [["", text]]

    @pytest.mark.parametrize("blank", ["", "\n"])
    def test_formulas_without_a_result_stand_for_themselves_and_shared_ones_are_carried(self, blank):
        cells = (
            '<c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*$A$1&amp;"x"</f><v></v></c></row>'
            '<row r="2"><c r="B2"><f t="shared" si="0"/></c><c r="D2"><f t="array" ref="D2">SUM(A1:A2)</f></c>'
            '<c r="E2" t="str"><f>""</f><v></v></c>'
        )
        content = workbook(f'<row r="1">{blank}{cells}</row>'.replace('"><f', f'">{blank}<f'))
        found = Reader(Parts(content))
        assert found.read("S")[:] == [[1.0, '=A1*$A$1&"x"', "", "", ""], ["", '=A2*$A$1&"x"', "", "=SUM(A1:A2)", ""]]
        assert {type(cell) for row in found.read("S") for cell in row} == {float, str, Uncomputed}
        assert found.formulas("S") == {
            (1, 2): 'A1*$A$1&"x"',
            (2, 2): 'A2*$A$1&"x"',
            (2, 4): "SUM(A1:A2)",
            (2, 5): '""',
        }
        assert found.width("S") == 5

    def test_a_sheet_without_formulas_is_read_only_once(self):
        content = workbook('<row r="1"><c r="A1"><v>1</v></c><c r="C1" s="1"/></row>')
        parts = Parts(content)
        asked = []
        stream = parts.stream
        parts.stream = lambda name: asked.append(name) or stream(name)
        found = Reader(parts)
        assert found.read("S")[0] == [1.0]
        assert (found.formulas("S"), found.width("S")) == ({}, 1)
        assert asked == ["xl/worksheets/sheet1.xml"]

    def test_what_is_no_xml_raises(self):
        content = workbook("", sheet=b"<worksheet><sheetData><row r='1'")
        with pytest.raises(XMLSyntaxError):
            Reader(Parts(content)).read("S")

    def test_a_text_that_is_not_there_raises(self):
        with pytest.raises(Strange):
            Reader(Parts(workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))).read("S")


def test_columns_are_typed_below_their_header():
    rows = ['<row r="1">' + "".join(f'<c r="{c}1" t="str"><v>{c}</v></c>' for c in "ABCDE") + "</row>"]
    for row in range(2, 5001):
        day = f'<c r="C{row}" s="1"><v>{40000 + row}</v></c>' if row % 2 else ""
        cells = f'<c r="A{row}"><v>{row}</v></c><c r="B{row}" t="str"><v>t{row % 3}</v></c>{day}'
        rows.append(f'<row r="{row}">{cells}<c r="E{row}" t="b"><v>1</v></c></row>')
    grid = scanned(workbook("".join(rows))).read("S")
    numbers, texts, days = (grid.column(n, 1) for n in (1, 2, 3))
    assert (numbers.dtype, days.dtype, texts.dtype) == (np.float64, np.dtype("M8[us]"), object)
    assert numbers.tolist() == list(range(2, 5001))
    assert np.isnat(days).tolist() == [row % 2 == 0 for row in range(2, 5001)]
    assert len(set(map(id, texts))) == 3, "a text that repeats is kept once"
    assert not any(grid.column(4, 1))
    assert grid.column(9).tolist() == [""] * 5000
    assert grid.column(1).tolist()[:2] == ["A", 2.0]
    assert grid.without([1])[4999] == ["", "t2", "", "", True] == ["", *grid[-1][1:]]
    assert [row[0] for row in grid] == ["A", *map(float, range(2, 5001))]
