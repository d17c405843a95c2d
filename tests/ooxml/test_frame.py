"""What stands around the rows comes out as openpyxl made it, and what the user has there stays."""

import io

import pytest
from fitted import fitted, screen
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from packaged import FORMS, MAIN, by_openpyxl, opened, packed, parts, prefixed, read, saved, stored, written
from validators import NO_SDK, disallowed, told_by_sdk
from xlsxwriter import Workbook as XlsxWriter

from xlseg import theme
from xlseg.cells import Area, Fill, Link, Placed, Printed, Shade, Valid
from xlseg.ooxml import blank
from xlseg.ooxml.around import columns, conditions, links, printing, ranges, validations
from xlseg.ooxml.book import Book
from xlseg.ooxml.tree import child, children, descend
from xlseg.page import place

SHEET = "xl/worksheets/sheet1.xml"


def xlsxwriter_book() -> bytes:
    """Conditional formats of Excel 2010, lists over other sheets, links, breaks and a printer's settings."""
    file = io.BytesIO()
    book = XlsxWriter(file, {"in_memory": True})
    sheet = book.add_worksheet("客户")
    sheet.write_row(0, 0, ["a", "b", "c"])
    sheet.conditional_format("A2:A9", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format(
        "B2:B9", {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format({"bold": 1})}
    )
    sheet.data_validation("C2:C9", {"validate": "list", "source": ["x", "y"]})
    sheet.write_url("A5", "https://example.org/a")
    sheet.write_url("B5", "https://example.org/a")
    sheet.write_url("C5", "internal:'客户'!A1")
    sheet.set_column("B:F", 20)
    sheet.set_h_pagebreaks([4])
    sheet.set_footer("&L左&C第 &P 页&R&&右")
    sheet.repeat_columns("A:B")
    book.close()
    return file.getvalue()


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


def inner(element) -> list[bytes]:
    return [etree.tostring(one, method="c14n") for one in element]


class TestWidths:
    def widths(self, sheet) -> list[dict[str, str]]:
        return [dict(one.attrib) for block in children(sheet.frame, "cols") for one in block]

    def test_one_of_several_columns_sized_together_gets_an_entry_of_its_own(self, form):
        sheet = opened(form(xlsxwriter_book())).sheet("客户")
        columns.size(sheet, 4, 7.5)
        assert [(c["min"], c["max"], c["width"]) for c in self.widths(sheet)] == [
            ("2", "3", "20.7109375"),
            ("4", "4", "7.5"),
            ("5", "6", "20.7109375"),
        ]

    @pytest.mark.parametrize("column", [1, 2, 6, 9])
    def test_columns_stand_in_order_at_either_end_too(self, form, column):
        sheet = opened(form(xlsxwriter_book())).sheet("客户")
        columns.size(sheet, column, 9)
        lows = [int(c["min"]) for c in self.widths(sheet)]
        assert lows == sorted(lows)
        assert [c["width"] for c in self.widths(sheet) if c["min"] == str(column)] == ["9"]

    def test_no_width_hides_and_what_is_hidden_stays_so(self):
        sheet = opened(stored(Workbook())).sheet("Sheet")
        columns.size(sheet, 1, 0)
        assert self.widths(sheet) == [{"min": "1", "max": "1", "width": "0", "customWidth": "1", "hidden": "1"}]
        columns.size(sheet, 1, 12)
        assert self.widths(sheet)[0]["hidden"] == "1"


def user_book() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.conditional_formatting.add("A1:A9", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FF0000")))
    alarm = PatternFill(bgColor="FFC7CE", fill_type="solid")
    sheet.conditional_formatting.add("B2:B9", FormulaRule(["$B2>1"], font=Font(color="9C0006"), fill=alarm))
    sheet.add_data_validation(DataValidation("list", formula1='"x,y"', sqref="A1:A9"))
    return stored(book)


WHOLE = Area(1, 1, 20, 9)
SHADES = (
    Shade(Area(2, 3, 9, 3), "bar"),
    Shade(Area(2, 4, 9, 5), "scale"),
    Shade(Area(2, 6, 9, 6), "alarm", '$F2>"<b>"'),
)
VALID = (
    Valid(Area(2, 1, 9, 1), "list", ("a", 'b"c'), note="一" * 300),
    Valid(Area(2, 2, 9, 2), "list", ("a",), strict=False),
    Valid(Area(2, 3, 9, 3), "list", note="只是说明"),
    Valid(Area(2, 4, 9, 4), "whole", low=1),
    Valid(Area(2, 5, 9, 5), "decimal", low=0, high=1.5),
    Valid(Area(2, 6, 9, 6), "date", high=45000),
    Valid(Area(2, 7, 9, 7), "date"),
)


def rules(sheet):
    found = []
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            bar, scale, look = rule.dataBar, rule.colorScale, rule.dxf
            shown = (
                bar and (bar.minLength, bar.maxLength, [(c.type, c.val) for c in bar.cfvo], bar.color.rgb[-6:]),
                scale and ([c.type for c in scale.cfvo], [c.rgb[-6:] for c in scale.color]),
                look and (look.font and (look.font.b, look.font.color.rgb[-6:]), look.fill.bgColor.rgb[-6:]),
            )
            found.append((str(block.sqref), rule.type, rule.formula, shown))
    return sorted(found, key=repr)


def lists(sheet):
    told = ("type", "operator", "formula1", "formula2", "allow_blank", "errorTitle", "prompt")
    return [
        (
            str(v.sqref),
            v.errorStyle or "stop",
            bool(v.showErrorMessage),
            bool(v.showInputMessage),
            *(getattr(v, name) for name in told),
        )
        for v in sheet.data_validations.dataValidation
    ]


class TestConditionalFormatsAndLists:
    def test_are_those_openpyxl_made(self):
        short = tuple(v._replace(note=v.note[:255]) for v in VALID)
        placed = Placed("Sheet", restyled=(WHOLE,), shades=SHADES, valid=short)
        book = Workbook()
        book.active.conditional_formatting.add("A1:A9", FormulaRule(["$A1>1"], fill=PatternFill(bgColor="FF0000")))
        book.active.add_data_validation(DataValidation("list", formula1='"x,y"', sqref="A1:A9"))
        ours, theirs = (read(made(stored(book), placed)).active for made in (written, by_openpyxl))
        assert rules(ours) == rules(theirs)
        assert lists(ours) == lists(theirs)

    def test_are_the_same_bytes_on_the_next_run(self, form):
        for area in (WHOLE, Area(1, 1, 3, 3)):
            placed = Placed("Sheet", restyled=(area,), shades=SHADES, valid=VALID)
            once = written(form(user_book()), placed)
            assert written(once, placed) != once or area == WHOLE
            assert area != WHOLE or parts(written(once, placed)) == parts(once)

    def test_of_two_pages_on_one_sheet_are_the_same_bytes_on_the_next_run(self, form):
        pages = [
            Placed("Sheet", restyled=(Area(1, 1, 20, 5),), shades=SHADES[:2]),
            Placed("Sheet", restyled=(Area(1, 6, 20, 9),), shades=SHADES[2:], valid=VALID[5:]),
        ]
        once = written(form(user_book()), *pages)
        assert parts(written(once, *pages)) == parts(once)

    def test_of_the_users_stay_with_their_precedence(self, form):
        placed = Placed("Sheet", restyled=(WHOLE,), shades=SHADES, valid=VALID)
        before = opened(form(user_book())).sheet("Sheet").frame
        book = opened(form(user_book()))
        sheet = book.sheet("Sheet")
        conditions.fit(sheet, placed)
        validations.fit(sheet, placed)
        assert inner(children(sheet.frame, "conditionalFormatting"))[:2] == inner(
            children(before, "conditionalFormatting")
        )
        told = [int(rule.get("priority")) for rule in descend(sheet.frame, "cfRule")]
        assert told == [1, 2, 3, 4, 5]
        block = child(sheet.frame, "dataValidations")
        assert inner(block)[0] == inner(child(before, "dataValidations"))[0]
        assert block.get("count") == str(len(VALID) + 1)

    def test_of_ours_go_with_the_last_of_them(self):
        placed = Placed("Sheet", restyled=(WHOLE,), shades=SHADES, valid=VALID)
        content = stored(Workbook())
        gone = written(written(content, placed), Placed("Sheet", restyled=(WHOLE,)))
        assert b"conditionalFormatting" not in parts(gone)[SHEET]
        assert b"dataValidation" not in parts(gone)[SHEET]

    def test_stay_where_a_part_of_them_is_elsewhere(self):
        sheet = opened(written(stored(Workbook()), Placed("Sheet", shades=SHADES, valid=VALID))).sheet("Sheet")
        before = etree.tostring(sheet.frame)
        for fit in (conditions.fit, validations.fit):
            fit(sheet, Placed("Sheet", restyled=(Area(2, 1, 8, 9), Area(9, 8, 9, 9))))
        assert etree.tostring(sheet.frame) == before

    def test_of_excel_2010_stay_but_for_what_it_says_of_our_bars(self):
        """Excel adds a second half to a bar of ours when it saves the workbook."""
        content = parts(written(xlsxwriter_book(), Placed("客户", shades=SHADES[:1])))
        root = etree.fromstring(content[SHEET])
        rule = [one for one in descend(root, "cfRule") if one.get("type") == "dataBar"][1]
        theirs = next(descend(root, "extLst"))
        rule.append(etree.fromstring(etree.tostring(theirs).replace(b"00000001}", b"00000009}")))
        block = next(descend(root, "conditionalFormattings"))
        twin = etree.fromstring(etree.tostring(block[0]).replace(b"00000001}", b"00000009}"))
        next(descend(twin, "sqref")).text = "C2:C9"
        block.append(twin)
        content[SHEET] = etree.tostring(root)
        after = opened(written(packed(content), Placed("客户", restyled=(WHOLE,)))).sheet("客户").frame
        assert [one.text for one in descend(after, "sqref")] == ["A2:A9"]
        assert [r.get("type") for r in descend(after, "cfRule")] == ["dataBar", "cellIs", "dataBar"]

    def test_nothing_is_left_of_an_extension_that_was_only_ours(self):
        content = parts(xlsxwriter_book())
        content[SHEET] = content[SHEET].replace(b"FF638EC6", f"FF{theme.BAR}".encode())
        frame = opened(written(packed(content), Placed("客户", restyled=(WHOLE,)))).sheet("客户").frame
        assert child(frame, "extLst") is None


class TestLinks:
    def cells(self, sheet):
        return {one.get("ref"): one.get("location") for one in children(sheet.find("hyperlinks"), "hyperlink")}

    def put(self, sheet, *cells):
        for row, column, address in cells:
            links.put(sheet, [Fill(row, column, [[Link.to("客户's", address)]])])

    def test_lead_to_their_cell_instead_of_where_it_led(self, form):
        book = opened(form(xlsxwriter_book()))
        sheet = book.sheet("客户")
        self.put(sheet, (5, 1, "B2"), (7, 7, "C3"))
        assert self.cells(sheet) == {"A5": "'客户''s'!B2", "B5": None, "C5": "'客户'!A1", "G7": "'客户''s'!C3"}
        self.put(sheet, (5, 2, "B2"))
        assert not book.relations.of(sheet.part, "hyperlink"), "nothing leads outside any more"

    def test_are_the_same_bytes_on_the_next_run(self, form):
        fills = (Fill(1, 1, [["客户", Link.to("客户", "C3")], [Link.to("客户", "C4"), None]]),)
        once = written(form(stored(Workbook())), Placed("Sheet", fills=fills))
        assert parts(written(once, Placed("Sheet", fills=fills))) == parts(once)

    def test_are_those_openpyxl_made(self):
        fills = (Fill(2, 1, [[Link.to("Sheet", "C3")], [Link.to("Sheet", "C4")]]),)
        placed = Placed("Sheet", fills=fills)
        for made in (written, by_openpyxl):
            sheet = read(made(stored(Workbook()), placed)).active
            assert [(sheet[a].hyperlink.location, sheet[a].hyperlink.target) for a in ("A2", "A3")] == [
                ("'Sheet'!C3", None),
                ("'Sheet'!C4", None),
            ]

    def test_that_are_removed_are_cut_down_to_what_is_elsewhere(self, form):
        book = Workbook()
        book.active["B2"].hyperlink = Hyperlink("B2:D4", location="Sheet!A1")
        book.active["B2"].hyperlink.ref = "B2:D4"
        package = opened(form(stored(book)))
        sheet = package.sheet("Sheet")
        assert links.remove(sheet, [Area(3, 3, 3, 3)]) == 1
        assert set(self.cells(sheet)) == {"B2:D2", "B3", "D3", "B4:D4"}
        assert links.remove(sheet, [Area(1, 1, 2, 9), Area(3, 4, 9, 4)]) == 5
        assert set(self.cells(sheet)) == {"B3", "B4:C4"}
        assert links.remove(sheet, [WHOLE]) == 3
        assert sheet.find("hyperlinks") is None

    def test_are_counted_by_cell(self):
        areas = [Area(1, 1, 5, 2), Area(5, 3, 9, 3)]
        assert links.remove(opened(xlsxwriter_book()).sheet("客户"), areas) == 3

    def test_a_relation_two_cells_share_stays_with_the_second(self):
        content = parts(xlsxwriter_book())
        content[SHEET] = content[SHEET].replace(b'r:id="rId2"', b'r:id="rId1"')
        book = opened(packed(content))
        sheet = book.sheet("客户")
        links.remove(sheet, [Area(5, 1, 5, 1)])
        assert [r.id for r in book.relations.of(sheet.part, "hyperlink")] == ["rId1", "rId2"][:2]

    def test_more_than_excel_can_hold_are_not_written(self, monkeypatch):
        monkeypatch.setattr(links, "MOST", 5)
        sheet = opened(xlsxwriter_book()).sheet("客户")
        self.put(sheet, *((row, 9, "A1") for row in range(1, 9)))
        assert len(self.cells(sheet)) == 5


class TestPrinting:
    def test_of_a_sheet_the_user_set_up_keeps_what_he_chose(self, form):
        content = parts(xlsxwriter_book())
        settings = b'<pageSetup paperSize="11" orientation="portrait" r:id="rId7"/><headerFooter'
        content[SHEET] = content[SHEET].replace(b"<headerFooter", settings)
        book = opened(form(packed(content)))
        sheet = book.sheet("客户")
        printing.fit(book, sheet, Printed(rows=(1, 2), area=Area(1, 1, 9, 3), breaks=(7, 9)))
        setup = sheet.find("pageSetup")
        assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("11", "portrait", "0")
        assert "rId7" in setup.attrib.values()
        assert child(sheet.find("headerFooter"), "oddFooter").text == "&L左&C&P / &N&R&&右"
        assert book.local("_xlnm.Print_Titles", "客户") == "客户!$A:$B,'客户'!$1:$2"
        assert book.local("_xlnm.Print_Area", "客户") == "'客户'!$A$1:$C$9"
        assert [one.get("id") for one in sheet.find("rowBreaks")] == ["6", "8"]

    def test_is_what_openpyxl_made(self):
        printed = Printed(rows=(2, 3), area=Area(1, 1, 9, 3), tall=1, breaks=(7,))
        placed = Placed("Sheet", printed=printed)
        ours, theirs = (read(made(stored(Workbook()), placed)).active for made in (written, by_openpyxl))
        for told in (
            lambda s: (
                s.page_setup.orientation,
                s.page_setup.paperSize,
                s.page_setup.fitToWidth,
                s.page_setup.fitToHeight,
            ),
            lambda s: (
                s.page_margins.left,
                s.page_margins.top,
                s.page_margins.header,
                s.sheet_properties.pageSetUpPr.fitToPage,
            ),
            lambda s: ([(b.id, b.max, b.man) for b in s.row_breaks.brk], s.oddFooter.center.text),
            lambda s: (s.print_area, s.print_title_rows, s.print_options.horizontalCentered),
        ):
            assert told(ours) == told(theirs)

    def test_is_the_same_bytes_on_the_next_run(self, form):
        placed = Placed("Sheet", printed=Printed(rows=(2, 3), area=Area(1, 1, 9, 3), breaks=(7,)))
        once = written(form(stored(Workbook())), placed)
        assert parts(written(once, placed)) == parts(once)


def seen(sheet):
    """What a reader sees of a sheet of ours, but for its charts."""
    looks = {}
    for row in sheet.iter_rows():
        for c in row:
            fill, at = c.fill.fill_type and c.fill.fgColor.rgb[-6:], c.alignment
            looks[c.coordinate] = (c.value, c.font.sz, c.font.b, fill, at.horizontal, at.wrap_text, c.number_format)
    frame = (sheet.freeze_panes, sheet.sheet_view.showGridLines, sheet.sheet_properties.tabColor.rgb[-6:])
    setup = (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.page_margins.left, sheet.print_area)
    widths = {k: (d.width, bool(d.hidden)) for k, d in sheet.column_dimensions.items()}
    heights = {k: d.height for k, d in sheet.row_dimensions.items() if d.height}
    tables = {
        name: (t.ref, [c.name for c in t.tableColumns], t.autoFilter.ref)
        for name, t in zip(sheet.tables, sheet.tables.values(), strict=True)
    }
    return looks, frame, setup, widths, heights, tables, lists(sheet), rules(sheet), sheet.print_title_rows


def placed_pages():
    where, taken, found = {}, ["mine"], []
    for page in (fitted(), screen()):
        placed = place(page, "zh", (), None, taken, where)
        where |= placed.located
        taken.append(placed.sheet)
        found.append(placed)
    return found


def mine() -> bytes:
    book = Workbook()
    book.active.title = "mine"
    return stored(book)


@pytest.mark.parametrize("number", [0, 1])
def test_a_page_of_ours_is_what_openpyxl_made_of_it(number):
    pages = placed_pages()
    ours, theirs = read(written(mine(), *pages)), read(by_openpyxl(mine(), *pages))
    for one, other in zip(seen(ours[pages[number].sheet]), seen(theirs[pages[number].sheet]), strict=True):
        assert one == other
    names = {name: (n.attr_text, bool(n.hidden)) for name, n in theirs.defined_names.items()}
    assert {name: (n.attr_text, bool(n.hidden)) for name, n in ours.defined_names.items()} == names


@pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK)
def test_the_open_xml_sdk_finds_nothing_wrong_with_what_stands_around_rows(tmp_path):
    every = Placed(
        "客户",
        fills=(Fill(1, 5, [[Link.to("客户", "A1")]]),),
        widths={4: 9, 12: 0},
        restyled=(WHOLE,),
        shades=SHADES,
        valid=VALID,
        printed=Printed(rows=(1, 1), area=WHOLE, breaks=(3,)),
    )
    for number, content in enumerate((xlsxwriter_book(), prefixed(xlsxwriter_book()))):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(written(content, every, *placed_pages()))
        assert not disallowed(told_by_sdk(path))


def test_a_new_workbook_needs_no_part_but_its_own(tmp_path):
    book = Book(blank.package())
    blank.describe(book.relations, "标题 <1>", "zh")
    book.add("一 & 二")
    content = saved(book)
    found = read(content)
    assert (found.sheetnames, found.properties.title, found.properties.creator) == (["一 & 二"], "标题 <1>", "xlseg")
    assert parts(saved(opened(content))) == parts(content)
    assert MAIN.encode() in parts(content)["xl/styles.xml"]
    path = tmp_path / "new.xlsx"
    path.write_bytes(content)
    assert NO_SDK or not disallowed(told_by_sdk(path))


class TestReferences:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("B2", [Area(2, 2, 2, 2)]),
            ("$B$2:C9 D1", [Area(2, 2, 9, 3), Area(1, 4, 1, 4)]),
            ("A:B", [Area(1, 1, 1_048_576, 2)]),
            ("3:5", [Area(3, 1, 5, 16_384)]),
            ("C9:B2", [Area(2, 2, 9, 3)]),
            ("Sheet1!A1 #REF!", []),
            ("", []),
        ],
    )
    def test_are_areas_whole_rows_and_columns_too(self, text, found):
        assert ranges.areas(text) == found

    @given(*(st.tuples(*(st.integers(1, 6),) * 4) for _ in range(2)))
    def test_without_a_hole_and_the_hole_are_all_cells_once(self, one, other):
        area, hole = (Area(min(t, b), min(c, r), max(t, b), max(c, r)) for t, c, b, r in (one, other))
        common = ranges.common(area, hole)
        pieces = [*ranges.without(area, hole), *([common] if common else [])]
        cells = [(row, c) for p in pieces for row in range(p.top, p.bottom + 1) for c in range(p.left, p.right + 1)]
        every = {(row, c) for row in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)}
        assert len(cells) == len(every)
        assert set(cells) == every


def test_what_stands_in_alternatives_keeps_its_place_among_the_rest():
    """As Excel writes form controls: they come before tables, whatever is around them."""
    content = parts(stored(Workbook()))
    controls = (
        b'<legacyDrawing r:id="rId9" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        b'<mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent></worksheet>'
    )
    content[SHEET] = content[SHEET].replace(b"</worksheet>", controls)
    sheet = opened(packed(content)).sheet("Sheet")
    for name in ("tableParts", "hyperlinks", "conditionalFormatting", "drawing"):
        sheet.need(name)
    order = [etree.QName(one).localname for one in sheet.frame]
    assert order[-5:] == ["pageMargins", "drawing", "legacyDrawing", "AlternateContent", "tableParts"]
    assert order.index("conditionalFormatting") < order.index("hyperlinks") < order.index("pageMargins")
