"""Changes spliced into the rows of a sheet: what they touch, and that they touch nothing else."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from splicing import MAIN, Looks, cells, rows, sheet, splice

from xlseg.cells import Area, Formula
from xlseg.ooxml.cells.chain import without
from xlseg.ooxml.cells.edges import edges
from xlseg.ooxml.cells.overlay import Overlay
from xlseg.ooxml.cells.rows import UnsortedError

CELL = '<c r="{}{}"><v>{}</v></c>'
TEXT = 't="inlineStr"><is><t>{}</t></is></c>'


def filled(top: int, left: int, *values: list[object]) -> Overlay:
    overlay = Overlay()
    overlay.fill(top, left, values)
    return overlay


def numbered(count: int, letters: str = "AB", row: str = "") -> str:
    return "".join(
        f'<row r="{n}"{row}>' + "".join(CELL.format(letter, n, n) for letter in letters) + "</row>"
        for n in range(1, count + 1)
    )


class TestRowsThatAreThere:
    def test_labels_stand_behind_the_cells_of_each_row(self):
        found = splice(sheet(numbered(2)), filled(1, 3, ["a"], ["b"]))
        assert rows(found) == (
            f'<row r="1">{CELL.format("A", 1, 1)}{CELL.format("B", 1, 1)}<c r="C1" {TEXT.format("a")}</row>'
            f'<row r="2">{CELL.format("A", 2, 2)}{CELL.format("B", 2, 2)}<c r="C2" {TEXT.format("b")}</row>'
        )

    def test_a_column_in_between_leaves_its_neighbours_byte_for_byte(self):
        found = rows(splice(sheet(numbered(2, "ABCD")), filled(2, 2, [7])))
        assert found == numbered(2, "ABCD").replace(CELL.format("B", 2, 2), CELL.format("B", 2, 7))

    def test_nothing_to_change_is_the_same_part(self):
        part = sheet(numbered(3) + '\n  <row  r="9" ht="3"/>\n', tail="<pageMargins/>")
        assert splice(part, Overlay()) == part

    def test_a_row_far_from_the_change_keeps_its_spelling(self):
        odd = '<row r="1" ><c r="A1" s=\'3\' ><v >1</v></c ></row ><row r="2"/>'
        assert rows(splice(sheet(odd + numbered(9)[len(numbered(2)) :]), filled(5, 1, [0]))).startswith(odd)

    def test_spans_grow_with_the_row(self):
        found = rows(splice(sheet(numbered(3, row=' spans="1:2" x14ac:dyDescent="0.2"')), filled(2, 3, [5])))
        assert re.findall(r'spans="([^"]*)"', found) == ["1:2", "1:3", "1:2"]

    def test_attributes_of_a_row_stay(self):
        kept = ' s="4" customFormat="1" hidden="1" outlineLevel="2"'
        found = rows(splice(sheet(f'<row r="1"{kept}/>'), filled(1, 1, [5])))
        assert found == f'<row r="1"{kept}>{CELL.format("A", 1, 5)}</row>'

    def test_a_height_replaces_that_of_the_row(self):
        overlay = Overlay()
        overlay.height(1, 30.0)
        overlay.height(4, 12.5)
        found = rows(splice(sheet('<row r="1" ht="15" hidden="1"/>'), overlay))
        assert found == '<row r="1" hidden="1" ht="30" customHeight="1"/><row r="4" ht="12.5" customHeight="1"></row>'
        assert rows(splice(sheet(found), overlay)) == found


class TestRowsThatAreNot:
    @pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData></sheetData>", "<sheetData />"])
    def test_an_empty_sheet_gets_them(self, empty):
        part = sheet("").replace(b"<sheetData/>", empty.encode())
        assert rows(splice(part, filled(3, 2, [1]))) == f'<row r="3">{CELL.format("B", 3, 1)}</row>'
        assert splice(part, Overlay()) == part

    def test_they_come_in_order_before_between_and_after(self):
        there = "".join(f'<row r="{n}">{CELL.format("A", n, n)}</row>' for n in (2, 5))
        found = splice(sheet(there), filled(1, 2, *([n] for n in range(1, 8))))
        assert [place for place in cells(found) if place[1] == 2] == [(n, 2) for n in range(1, 8)]

    def test_no_row_is_made_for_nothing(self):
        overlay = filled(1, 1, [None], [""], [float("nan")])
        overlay.clear(Area(1, 1, 500_000, 20), contents=True)
        assert splice(sheet(""), overlay) == sheet("")


class TestCells:
    def test_a_new_value_keeps_the_style(self):
        found = splice(sheet('<row r="1"><c r="A1" s="7" t="s" cm="1"><v>3</v></c></row>'), filled(1, 1, [5]))
        assert rows(found) == '<row r="1"><c r="A1" s="7"><v>5</v></c></row>'

    def test_a_new_style_keeps_the_value(self):
        overlay = Overlay()
        overlay.look(Area(1, 1, 1, 3), 4)
        found = splice(sheet('<row r="1"><c r="A1" t="s"><v>3</v></c><c r="B1" s="2"/></row>'), overlay)
        assert rows(found) == '<row r="1"><c r="A1" s="4" t="s"><v>3</v></c><c r="B1" s="4"/><c r="C1" s="4"/></row>'

    def test_an_emptied_cell_with_a_style_keeps_it_and_one_without_goes(self):
        found = splice(
            sheet('<row r="1"><c r="A1" s="7"><v>3</v></c><c r="B1"><v>3</v></c></row>'), filled(1, 1, [None, None])
        )
        assert rows(found) == '<row r="1"><c r="A1" s="7"/></row>'

    def test_a_row_of_ours_that_is_emptied_goes(self):
        overlay = Overlay()
        overlay.clear(Area(2, 1, 9, 9), contents=True)
        kept = '<row r="3" hidden="1"/>'
        part = sheet(numbered(2) + '<row r="3" hidden="1"><c r="A3"><v>1</v></c></row>')
        assert rows(splice(part, overlay)) == numbered(1) + kept

    def test_only_the_first_of_merged_cells_takes_a_value(self):
        overlay = filled(1, 1, [1, 2], [3, 4])
        overlay.look(Area(1, 1, 2, 2), 6)
        found = cells(splice(sheet(""), overlay, [Area(1, 1, 2, 2)]))
        assert found == {(1, 1): (1.0, 6), (1, 2): (None, 6), (2, 1): (None, 6), (2, 2): (None, 6)}


class TestFormulas:
    SHARED = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2&amp;""</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="B3" t="str"><f t="shared" si="0"></f><v>6</v></c></row>'
    )

    def test_those_that_shared_an_overwritten_one_get_its_text(self):
        found = rows(splice(sheet(self.SHARED), filled(1, 2, [5])))
        assert found == (
            f'<row r="1">{CELL.format("B", 1, 5)}</row><row r="2"><c r="B2"><f>A2*2&amp;""</f><v>4</v></c></row>'
            '<row r="3"><c r="B3" t="str"><f>A3*2&amp;""</f><v>6</v></c></row>'
        )

    def test_those_that_shared_get_its_text_where_looks_change_too(self):
        overlay = filled(1, 2, [5], [6])
        overlay.look(Area(1, 2, 3, 2), 3)
        found = rows(splice(sheet(self.SHARED), overlay))
        assert found.endswith('<row r="3"><c r="B3" s="3" t="str"><f>A3*2&amp;""</f><v>6</v></c></row>')

    def test_a_formula_of_ours_is_written_again_as_it_stands(self):
        overlay = filled(1, 2, *([Formula(f"A{n}*2", n * 2)] for n in range(1, 9)))
        overlay.look(Area(1, 2, 8, 2), 3)
        once = splice(sheet(numbered(8, "A")), overlay)
        assert once.count(b"<f>") == 8
        assert splice(once, overlay) == once

    def test_one_that_only_shares_goes_alone(self):
        found = rows(splice(sheet(self.SHARED), filled(2, 2, [5])))
        assert found == self.SHARED.replace('<f t="shared" si="0"/><v>4</v>', "<v>5</v>")

    def test_a_number_used_again_for_another_formula_is_that_one(self):
        again = '<row r="4"><c r="B4"><f t="shared" ref="B4:B5" si="0">C4</f><v>1</v></c></row>'
        last = '<row r="5"><c r="B5"><f t="shared" si="0"/><v>1</v></c></row>'
        assert rows(splice(sheet(self.SHARED + again + last), filled(1, 2, [5]))).endswith(again + last)

    def test_an_array_that_is_overwritten_in_part_ends(self):
        array = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
        found = rows(splice(sheet(array + '<row r="2"><c r="A2"><v>2</v></c></row>'), filled(2, 1, [5])))
        assert found == array.replace("A1:A2", "A1") + f'<row r="2">{CELL.format("A", 2, 5)}</row>'

    def test_an_array_beside_the_change_stays(self):
        array = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
        assert rows(splice(sheet(array), filled(1, 3, [5]))).startswith(array.removesuffix("</row>"))

    def test_results_are_forgotten_where_asked_but_not_those_of_ours(self):
        overlay = filled(1, 4, [Formula("A1", "secret")])
        overlay.forget({"138", 7})
        formulas = (
            '<c r="A1" t="str"><f>X</f><v>name</v></c><c r="B1"><f>Y</f><v>7</v></c><c r="C1"><f>Z</f><v>8</v></c>'
        )
        found = rows(
            splice(sheet(f'<row r="1">{formulas}</row><row r="2"><c r="A2"><f>V</f><v>138</v></c></row>'), overlay)
        )
        assert found == (
            '<row r="1"><c r="A1"><f>X</f></c><c r="B1"><f>Y</f></c><c r="C1"><f>Z</f><v>8</v></c>'
            '<c r="D1" t="str"><f>A1</f><v>secret</v></c></row><row r="2"><c r="A2"><f>V</f></c></row>'
        )

    def test_the_order_of_calculation_forgets_those_overwritten_by_values(self):
        chain = f'<calcChain xmlns="{MAIN}"><c r="A1" i="2"/><c r="B1"/><c r="C1" i="1"/></calcChain>'.encode()
        assert without(chain, {"1": filled(1, 1, [5, 5])}) == chain
        assert without(chain, {"2": filled(1, 1, [Formula("A2", 5)])}) == chain
        left = without(chain, {"2": filled(1, 1, [5])})
        assert re.findall(rb'r="(..)" i="(.)"', left) == [(b"B1", b"2"), (b"C1", b"1")]
        assert without(chain, {"2": filled(1, 1, [5, None]), "1": filled(1, 3, [5])}) is None


class TestForeignWriters:
    @pytest.mark.parametrize(
        "there",
        [
            "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
            "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row r='2'><c r='A2'><v>3</v></c></row>",
            '<row r="1"><c t="n" r="A1"><v>1</v></c><c s="0" r="B1"><v>2</v></c></row>'
            '<row spans="1:2" r="2"><c r="A2"><v>3</v></c></row>',
            '\n <row r="1">\n  <c r="A1"><v>1</v></c>\n  <c r="B1"><v>2</v></c>\n </row>\n'
            ' <row r="2">\n  <c r="A2"><v>3</v></c>\n </row>\n',
            '<row r="1"><!-- </row></sheetData> --><c r="A1"><v><![CDATA[1]]></v></c><c><v>2</v></c></row><?x y?>'
            '<row r="2"><c r="A2"><v>3</v></c></row>',
            '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>',
        ],
        ids=["no addresses", "single quotes", "any order", "pretty", "comments", "unsorted cells"],
    )
    @pytest.mark.parametrize("prefix", ["", "x"])
    def test_values_come_out_right(self, there, prefix):
        if prefix:
            there = re.sub(r"(</?)(row|c|v)\b", r"\1x:\2", there)
        found = splice(sheet(there, prefix), filled(1, 2, [8, 9], [8, 9], [8, 9]))
        there = {(1, 1): 1.0, (2, 1): 3.0} | {(row, column): column + 6.0 for row in (1, 2, 3) for column in (2, 3)}
        assert cells(found) == {place: (value, 0) for place, value in there.items()}

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gbk", "utf-8-sig"])
    def test_any_encoding_is_read(self, encoding):
        text = sheet(f'<row r="1"><c r="A1" {TEXT.format("客户")}</row>').decode()
        part = text.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-le")}"')
        found = splice(part.encode(encoding), filled(1, 2, ["标签"]))
        assert cells(found) == {(1, 1): ("客户", 0), (1, 2): ("标签", 0)}

    def test_a_comment_before_the_rows_is_not_the_rows(self):
        part = sheet(numbered(1)).replace(b"<sheetData>", b"<!-- <sheetData> --><sheetData>")
        assert rows(splice(part, filled(1, 3, [1])).replace(b"<!-- <sheetData> -->", b"")).endswith(
            'C1"><v>1</v></c></row>'
        )

    def test_rows_out_of_order_are_refused(self):
        turned = f'<row r="2">{CELL.format("A", 2, 1)}</row><row r="1"/>'
        with pytest.raises(UnsortedError, match="1"):
            splice(sheet(turned), filled(1, 1, [1]))

    @pytest.mark.parametrize("broken", [b"", b"<a/>", sheet("<row>")[:-20], b'<sheetData><row r="1">'])
    def test_what_is_no_sheet_is_refused(self, broken):
        with pytest.raises(ValueError):  # noqa: PT011  # expat and lxml say it each in their way
            splice(broken, filled(1, 1, [1]))


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 99), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=4)
)
PLACES = st.integers(1, 9)
AREAS = st.tuples(PLACES, PLACES, st.integers(0, 4), st.integers(0, 4)).map(
    lambda a: Area(a[0], a[1], a[0] + a[2], a[1] + a[3])
)
CHANGES = st.one_of(
    st.tuples(
        st.just("fill"), PLACES, PLACES, st.lists(st.lists(VALUES, min_size=1, max_size=3), min_size=1, max_size=4)
    ),
    st.tuples(st.just("look"), AREAS, st.integers(0, 5)),
    st.tuples(st.just("clear"), AREAS, st.booleans()),
)
THERE = st.dictionaries(
    st.tuples(PLACES, PLACES), st.tuples(st.one_of(st.none(), st.integers(0, 99)), st.integers(0, 4)), max_size=30
)
FORMS = st.sampled_from(["plain", "pretty", "bare", "prefixed"])


def written(there, form: str) -> bytes:
    """The cells as XML; bare: without addresses, wherever a parser may count."""
    p = "x:" if form == "prefixed" else ""
    gap, text = ("\n  " if form == "pretty" else ""), ""
    last = 0
    for row in sorted({row for row, _ in there}):
        text += f"{gap}<{p}row>" if form == "bare" and row == last + 1 else f'{gap}<{p}row r="{row}">'
        last, before = row, 0
        for column in sorted(column for at, column in there if at == row):
            value, style = there[row, column]
            place = "" if form == "bare" and column == before + 1 else f' r="{"_ABCDEFGHIJKLMN"[column]}{row}"'
            look = f' s="{style}"' if style else ""
            before = column
            text += gap + (
                f"<{p}c{place}{look}/>" if value is None else f"<{p}c{place}{look}><{p}v>{value}</{p}v></{p}c>"
            )
        text += f"{gap}</{p}row>"
    return sheet(text, p.removesuffix(":"))


def expected(there, changes) -> dict[tuple[int, int], tuple[object, int]]:
    """By a table of cells, each operation after the other."""
    model = dict(there)
    for kind, *how in changes:
        if kind == "fill":
            top, left, values = how
            new = {(top + r, left + c): v for r, line in enumerate(values) for c, v in enumerate(line)}
            model |= {place: (value, model.get(place, (None, 0))[1]) for place, value in new.items()}
        else:
            area = how[0]
            for place in [(r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)]:
                value = model.get(place, (None, 0))[0]
                emptied = kind == "clear" and how[1]
                model[place] = (None if emptied else value, 0 if kind == "clear" else how[1])
    return {place: seen for place, (v, s) in model.items() if (seen := shown(v, s)) != (None, 0)}


def shown(value: object, style: int) -> tuple[object, int]:
    """As cells() reads it."""
    if isinstance(value, bool):
        return str(int(value)), style
    if isinstance(value, str):
        kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", value)
        return (kept or None, style + 1000 * kept.startswith(tuple("=+-@\t\r")) if kept else style)
    return (None if value is None else float(value)), style


@settings(max_examples=300, deadline=None)
@given(THERE, FORMS, st.lists(CHANGES, max_size=5), st.sampled_from([3, 50, 1 << 20]))
def test_whatever_changes_a_sheet_holds_what_a_table_of_its_cells_holds(there, form, changes, size):
    overlay = Overlay()
    for kind, *how in changes:
        getattr(overlay, kind)(*how)
    part = written(there, form)
    found = splice(part, overlay, size=size)
    read = {place: seen for place, seen in cells(found).items() if seen != (None, 0)}
    untouched = {place for place, seen in there.items() if seen == (None, 0)}
    assert {p: s for p, s in read.items() if p not in untouched or s != (None, 0)} == expected(there, changes)
    again = splice(found, overlay, size=size) if form == "bare" else found  # cells say where they are by then
    assert splice(again, overlay, size=size) == again
    if form in ("plain", "prefixed"):
        touched = {row for row in range(1, 20) if any(overlay.columns(row, row))}
        assert [row for row in lines(part) if row[0] not in touched] == [
            row for row in lines(found) if row[0] not in touched
        ]


def lines(part: bytes) -> list[tuple[int, bytes]]:
    return [
        (int(found[1]), found[0]) for found in re.finditer(rb'<(?:x:)?row r="(\d+)".*?</(?:x:)?row>', part, re.DOTALL)
    ]


def workbook(part: bytes) -> io.BytesIO:
    """A package around one sheet, by openpyxl."""
    from openpyxl import Workbook

    there, made = io.BytesIO(), io.BytesIO()
    Workbook().save(there)
    with zipfile.ZipFile(there) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, part if name == "xl/worksheets/sheet1.xml" else old.read(name))
    made.seek(0)
    return made


def test_other_programs_read_what_was_written():
    values = [
        ["=1+1", " a_x000D_b\n", "_x0041_", 1.5, True, "<&>", "\r"],
        ["x" * 40_000, "#N/A", 1e300, -0.0, 7, 0.1, "'"],
    ]
    made = workbook(splice(sheet(numbered(2)), filled(1, 3, *values), looks=Looks()).replace(b' s="1000"', b""))
    read = CalamineWorkbook.from_filelike(made).get_sheet_by_index(0).to_python()
    assert [row[2:] for row in read] == [values[0], ["x" * 32_767, "", 1e300, 0, 7, 0.1, "'"]]
    sheet_1 = load_workbook(made).active
    assert [cell.value for cell in sheet_1[1]][2:4] == ["=1+1", " a_x005F_x000D_b\n"]  # openpyxl reads it as it stands
    assert [cell.value for cell in sheet_1[2]][3:] == ["#N/A", 1e300, 0, 7, 0.1, "'"]


@pytest.mark.parametrize(("outer", "inner"), [("x", ""), ("", "x"), ("x", "y")])
@pytest.mark.parametrize("size", [7, 1 << 20])
def test_rows_of_another_prefix_than_their_sheet_get_its_prefix(outer, inner, size):
    p, named = (f"{inner}:", f"xmlns:{inner}") if inner else ("", "xmlns")
    row = f'<{p}row {named}="{MAIN}" r="{{0}}" ht="9"><{p}c r="A{{0}}"><{p}v>{{0}}</{p}v></{p}c></{p}row>'
    part = sheet("".join(map(row.format, (1, 2, 4))), outer)
    found = splice(part, filled(2, 2, [7]), size=size)
    assert cells(found) == {(1, 1): (1, 0), (2, 1): (2, 0), (2, 2): (7, 0), (4, 1): (4, 0)}
    assert (found.count(MAIN.encode()), splice(found, filled(2, 2, [7]))) == (1, found)


def test_rows_of_two_prefixes_both_declared_by_the_sheet_get_one():
    part = sheet('<row r="1"><x:c r="A1"><v>1</v></x:c></row><x:row r="2"/>').replace(
        b"<worksheet", f'<worksheet xmlns:x="{MAIN}"'.encode()
    )
    assert rows(splice(part, filled(2, 2, [7]))) == numbered(1, "A") + '<row r="2"><c r="B2"><v>7</v></c></row>'


def test_edges_are_what_stands_around_the_rows():
    part = sheet(numbered(1), "x", tail="<x:pageMargins/>")
    found = edges(iter([part]))
    assert (found.tag, found.tail) == (b"x:sheetData", b"<x:pageMargins/></x:worksheet>")
    assert part.startswith(found.head + b"<x:sheetData>")


LINES = st.text(st.characters(codec="utf-16"), max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=4), st.integers(0, 5), st.integers(0, 5))
def test_many_texts_are_written_as_each_of_them(some, had, style):
    texts = [*(f"R {n}→5" for n in range(70)), *some]
    there = {(row, 1): (1, had) for row in range(1, len(texts) + 1)}
    overlays = [Overlay(), Overlay()]
    overlays[0].fill(1, 1, [[text] for text in texts])
    for row, text in enumerate(texts, 1):
        overlays[1].fill(row, 1, [[text]])
    for overlay in overlays:
        overlay.look(Area(3, 1, 9, 1), style)
    assert len({splice(written(there, "plain"), overlay) for overlay in overlays}) == 1


def test_labels_written_again_are_not_looked_at_cell_by_cell(monkeypatch):
    from xlseg.ooxml.cells.merging import Merging

    there = {(row, column): (1, column) for row in range(1, 200) for column in range(1, 6)}
    overlay = Overlay()
    overlay.fill(1, 4, [[row, f"text {row}"] for row in range(1, 200)])
    expect = splice(written(there, "pretty"), overlay)
    monkeypatch.setattr(Merging, "row", None)
    assert cells(splice(written(there, "plain"), overlay)) == cells(expect)
