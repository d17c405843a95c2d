"""Excel Tables and filters take labels in and let go of them; what else they are stays."""

import io

import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo
from packaged import FORMS, by_openpyxl, changed, opened, packed, parts, read, saved, stored, written
from validators import NO_SDK, disallowed, told_by_sdk
from xlsxwriter import Workbook as XlsxWriter

from xlseg.cells import Area, Fill, Listed, Placed
from xlseg.ooxml.around import tables
from xlseg.ooxml.tree import child, children, descend, made

TABLE = "xl/tables/table1.xml"


def user_book(total: bool = False) -> bytes:
    """A table of customers with a filter, and another beside it."""
    file = io.BytesIO()
    book = XlsxWriter(file, {"in_memory": True})
    sheet = book.add_worksheet("客户")
    columns = [
        {"header": "客户"},
        {"header": "第\n一", "total_function": "sum"},
        {"header": "金额", "formula": "=[@客户]*2"},
    ]
    sheet.add_table(
        "A1:C6", {"columns": columns, "total_row": total, "name": "Customers", "style": "Table Style Medium 9"}
    )
    sheet.add_table("H1:I6", {"name": "Other"})
    other = book.add_worksheet("其他's")
    other.write_row(0, 0, ["a", "b"])
    other.autofilter("A1:B9")
    book.close()
    return file.getvalue()


def labelled(sheet: str, *titles: str, left: int, height: int = 6) -> Placed:
    """Labels in columns from `left` on."""
    area = Area(1, left, height, left + len(titles) - 1)
    return Placed(sheet, fills=(Fill(1, left, [list(titles)]),), marks={"label.value": area})


def unlabelled(sheet: str, left: int, right: int, height: int = 6) -> Placed:
    return Placed(sheet, forget=("label.value",), emptied=(Area(1, left, height, right),))


@pytest.fixture(params=FORMS)
def form(request):
    return FORMS[request.param]


def stretched(content: bytes, placed: Placed) -> bytes:
    """Only what tables are asked to do."""
    book = opened(content)
    sheet = book.sheet(placed.sheet)
    for fill in placed.fills:
        sheet.overlay.fill(fill.top, fill.left, fill.values)
    tables.stretch(book, sheet, placed)
    return saved(book)


def shrunk(content: bytes, placed: Placed) -> bytes:
    book = opened(content)
    tables.shrink(book, book.sheet(placed.sheet), placed)
    return saved(book)


def table(content: bytes, part: str = TABLE):
    return etree.fromstring(parts(content)[part])


def columns(root) -> list[tuple[str, str]]:
    return [(one.get("id"), one.get("name")) for one in descend(root, "tableColumn")]


class TestLabelsBesideATable:
    @pytest.mark.parametrize("total", [False, True])
    def test_join_it(self, form, total):
        before = table(form(user_book(total)))
        after = table(stretched(form(user_book(total)), labelled("客户", "等级", "分\n组", left=4)))
        assert (after.get("ref"), child(after, "autoFilter").get("ref")) == ("A1:E6", f"A1:E{6 - total}")
        assert columns(after) == [*columns(before), ("4", "等级"), ("5", "分_x000a_组")]
        assert child(after, "tableColumns").get("count") == "5"
        kept = [etree.tostring(one, method="c14n") for one in children(child(after, "tableColumns"), "tableColumn")][:3]
        assert kept == [
            etree.tostring(one, method="c14n") for one in children(child(before, "tableColumns"), "tableColumn")
        ]
        assert after.get("totalsRowCount") == before.get("totalsRowCount") == ("1" if total else None)

    def test_join_it_for_those_who_read_it_with_openpyxl(self):
        sheet = read(stretched(user_book(), labelled("客户", "等级", "分组", left=4)))["客户"]
        assert sheet.tables["Customers"].ref == "A1:E6"
        assert [c.name for c in sheet.tables["Customers"].tableColumns][3:] == ["等级", "分组"]

    def test_do_so_once(self, form):
        placed = labelled("客户", "等级", left=4)
        once = stretched(form(user_book()), placed)
        assert table(stretched(once, placed)).get("ref") == "A1:D6"
        assert changed(once, stretched(once, placed)) <= {"xl/worksheets/sheet1.xml"}, "whose cell is written again"

    def test_are_named_apart_from_its_columns(self):
        after = table(stretched(user_book(), labelled("客户", "客户", "A", "a", "", left=4)))
        assert [name for _, name in columns(after)][3:] == ["客户2", "A", "a2", "Column7"]

    def test_leave_again(self, form):
        content = user_book()
        there = stretched(form(content), labelled("客户", "等级", "分组", left=4))
        root = table(there)
        only = child(root, "autoFilter")
        for column in ("0", "4"):
            only.append(made(only, "filterColumn", colId=column))
        state = made(root, "sortState", ref="A2:E6")
        state.extend([made(root, "sortCondition", ref=ref) for ref in ("E2:E6", "A2:A6")])
        only.addnext(state)
        after = table(shrunk(packed(parts(there) | {TABLE: etree.tostring(root)}), unlabelled("客户", 4, 5)))
        assert (after.get("ref"), child(after, "autoFilter").get("ref")) == ("A1:C6", "A1:C6")
        assert columns(after) == columns(table(form(content)))
        assert [one.get("colId") for one in descend(after, "filterColumn")] == ["0"]
        assert child(after, "sortState").get("ref") == "A2:C6"
        assert [one.get("ref") for one in descend(after, "sortCondition")] == ["A2:A6"]

    def test_that_leave_and_come_again_change_nothing(self, form):
        once = stretched(form(user_book()), labelled("客户", "等级", left=4))
        again = stretched(shrunk(once, unlabelled("客户", 4, 4)), labelled("客户", "等级", left=4))
        assert parts(again)[TABLE] == parts(once)[TABLE]

    @pytest.mark.parametrize("kind", [b'tableType="queryTable"', b'headerRowCount="0"'])
    def test_stand_beside_one_that_holds_what_a_query_answers_or_has_no_header(self, kind):
        content = parts(user_book())
        content[TABLE] = content[TABLE].replace(b' ref="A1:C6"', b' ref="A1:C6" ' + kind)
        before = packed(content)
        assert parts(stretched(before, labelled("客户", "等级", left=4)))[TABLE] == content[TABLE]

    def test_leave_the_other_table_alone(self, form):
        content = form(user_book())
        after = written(content, labelled("客户", "等级", left=4))
        assert changed(content, after) == {TABLE, "xl/worksheets/sheet1.xml", "xl/workbook.xml"}

    def test_keep_what_excel_notes_of_the_table(self):
        content = parts(user_book())
        noted = (
            b'<table xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr" '
            b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
            b'xr:uid="{00000000-000C-0000-FFFF-FFFF00000000}"'
        )
        content[TABLE] = content[TABLE].replace(b"<table", noted, 1)
        after = parts(stretched(packed(content), labelled("客户", "等级", left=4)))[TABLE]
        assert b'xr:uid="{00000000-000C-0000-FFFF-FFFF00000000}"' in after
        assert b'mc:Ignorable="xr"' in after


class TestLabelsBesideAFilter:
    def test_join_it_and_the_name_excel_knows_it_by(self, form):
        after = opened(stretched(form(user_book()), labelled("其他's", "等级", left=3)))
        assert after.sheet("其他's").find("autoFilter").get("ref") == "A1:C9"
        assert after.local("_xlnm._FilterDatabase", "其他's") == "'其他''s'!$A$1:$C$9"
        (name,) = [one for one in descend(after.root, "definedName") if one.get("name") == "_xlnm._FilterDatabase"]
        assert (name.get("hidden"), name.get("localSheetId")) == ("1", "1")

    def test_leave_again(self, form):
        content = form(user_book())
        there = stretched(content, labelled("其他's", "等级", left=3))
        after = opened(shrunk(there, unlabelled("其他's", 3, 3)))
        assert after.sheet("其他's").find("autoFilter").get("ref") == "A1:B9"
        assert after.local("_xlnm._FilterDatabase", "其他's") == "'其他''s'!$A$1:$B$9"

    def test_leave_the_order_of_other_cells_alone(self):
        content = parts(user_book())
        state = b'<sortState ref="F1:G9"><sortCondition ref="G1:G9"/></sortState>'
        part = "xl/worksheets/sheet2.xml"
        content[part] = content[part].replace(b'<autoFilter ref="A1:B9"/>', b'<autoFilter ref="A1:B9"/>' + state)
        there = stretched(packed(content), labelled("其他's", "等级", left=3))
        assert state in parts(there)[part]
        assert state in parts(shrunk(there, unlabelled("其他's", 3, 3)))[part]


PAGE = Placed(
    "配件",
    fills=(Fill(2, 1, [["群体", "客户数"], ["a", 1], ["b", 2]]),),
    marks={"page.x": Area(1, 1, 4, 2)},
    listed=(Listed("xlseg_x", Area(2, 1, 4, 2)),),
)


class TestATableOfOurs:
    def test_is_the_one_openpyxl_made(self):
        for made_by in (written, by_openpyxl):
            (found,) = read(made_by(user_book(), PAGE))["配件"].tables.values()
            assert (found.name, found.displayName, found.ref, found.autoFilter.ref) == (
                "xlseg_x",
                "xlseg_x",
                "A2:B4",
                "A2:B4",
            )
            assert [(c.id, c.name) for c in found.tableColumns] == [(1, "群体"), (2, "客户数")]

    def test_has_a_number_and_a_name_nobody_else_has(self, form):
        book = opened(form(user_book()))
        book.define("XLSEG_x", "'客户'!$A$1")
        book.define("xlseg_X_2", "'客户'!$A$1", sheet="客户")
        after = written(saved(book), PAGE)
        root = table(after, "xl/tables/table3.xml")
        assert (root.get("id"), root.get("name"), root.get("displayName")) == ("3", "xlseg_x_3", "xlseg_x_3")

    def test_is_the_same_bytes_on_the_next_run(self, form):
        once = written(form(user_book()), PAGE)
        assert parts(written(once, PAGE)) == parts(once)

    def test_keeps_its_style_and_its_filter_while_it_has_as_many_columns(self, form):
        once = parts(written(form(user_book()), PAGE))
        root = etree.fromstring(once["xl/tables/table3.xml"])
        root.append(made(root, "tableStyleInfo", name="TableStyleMedium2"))
        only = child(root, "autoFilter")
        only.append(made(only, "filterColumn", colId="0"))
        once["xl/tables/table3.xml"] = etree.tostring(root)
        longer = PAGE.listed[0]._replace(area=Area(2, 1, 9, 2))
        book = opened(packed(once))
        tables.put(book, book.sheet("配件"), longer)
        after = table(saved(book), "xl/tables/table3.xml")
        assert child(after, "autoFilter").get("ref") == after.get("ref") == "A2:B9"
        assert len(list(descend(after, "filterColumn"))) == 1
        assert child(after, "tableStyleInfo").get("name") == "TableStyleMedium2"
        wider = longer._replace(area=Area(2, 1, 9, 3))
        book.sheet("配件").overlay.fill(2, 3, [["占比"]])
        tables.put(book, book.sheet("配件"), wider)
        after = table(saved(book), "xl/tables/table3.xml")
        assert [name for _, name in columns(after)] == ["群体", "客户数", "占比"]
        assert not list(descend(after, "filterColumn"))

    def test_loses_the_total_the_user_gave_it_since_the_page_has_its_own(self):
        once = parts(written(user_book(), PAGE))
        root = etree.fromstring(once["xl/tables/table3.xml"])
        root.set("ref", "A2:B5")
        root.set("totalsRowCount", "1")
        column = next(descend(root, "tableColumn"))
        column.set("totalsRowFunction", "custom")
        column.append(made(column, "totalsRowFormula"))
        after = table(
            written(packed(once | {"xl/tables/table3.xml": etree.tostring(root)}), PAGE), "xl/tables/table3.xml"
        )
        assert (after.get("ref"), after.get("totalsRowCount")) == ("A2:B4", None)
        assert columns(after) == [("1", "群体"), ("2", "客户数")]
        assert not [one for one in descend(after, "tableColumn") if len(one) or "totalsRowFunction" in one.attrib]

    def test_takes_the_place_of_several(self, form):
        content = form(user_book())
        book = opened(content)
        sheet = book.sheet("客户")
        sheet.overlay.fill(1, 1, [list("abcdefghi")])
        tables.put(book, sheet, Listed("x", Area(1, 1, 6, 9)))
        after = saved(book)
        assert "xl/tables/table2.xml" not in parts(after)
        assert b"table2" not in parts(after)["[Content_Types].xml"]
        assert b"table2" not in parts(after)["xl/worksheets/_rels/sheet1.xml.rels"]
        assert child(opened(after).sheet("客户").frame, "tableParts").get("count") == "1"
        assert [name for _, name in columns(table(after))] == list("abcdefghi")
        assert table(after).get("name") == "Customers"


class TestHeadersOfCells:
    """Those that are in the part and not written to."""

    def rows(self, *cells: str) -> str:
        return "<row>" + "".join(cells) + "</row>"

    @pytest.mark.parametrize("numbered", [True, False])
    def test_are_read_however_they_are_written(self, numbered):
        file = io.BytesIO()
        with XlsxWriter(file, {"in_memory": True}) as book:
            book.add_worksheet("Sheet").write_row(0, 0, ["共享", "第二"])
        content = parts(file.getvalue())
        cells = [
            ("", "<v>1.5</v>"),
            (' t="b"', "<v>1</v>"),
            (' t="str"', "<f>A1</f><v>算出</v>"),
            (' t="inlineStr"', "<is><r><t>一</t></r><r><t>二</t></r><rPh><t>yi</t></rPh></is>"),
            (' t="s"', "<v>1</v>"),
            ("", ""),
        ]
        place = iter("ABCDEF")
        made_cells = [
            f'<c r="{next(place)}2"{kind}>{inner}</c>' if numbered else f"<c{kind}>{inner}</c>" for kind, inner in cells
        ]
        start = content["xl/worksheets/sheet1.xml"].split(b"<sheetData")[0]
        body = "<sheetData><row/>" + self.rows(*made_cells) + "</sheetData></worksheet>"
        content["xl/worksheets/sheet1.xml"] = start + body.encode()
        listed = Listed("x", Area(2, 1, 3, 6))
        book = opened(packed(content))
        tables.put(book, book.sheet("Sheet"), listed)
        root = table(saved(book))
        assert [name for _, name in columns(root)] == ["1.5", "TRUE", "算出", "一二", "第二", "Column6"]


def test_tables_are_found_where_they_stand(form):
    assert tables.areas(opened(form(user_book())).sheet("客户")) == [Area(1, 1, 6, 3), Area(1, 8, 6, 9)]


def test_a_table_of_openpyxls_takes_labels_in():
    book = Workbook()
    book.active.append(["a"])
    book.active.append([1])
    found = Table(displayName="T", ref="A1:A2", tableStyleInfo=TableStyleInfo("TableStyleLight1"))
    book.active.add_table(found)
    after = table(stretched(stored(book), labelled("Sheet", "b", left=2, height=2)))
    assert columns(after) == [("1", "a"), ("2", "b")]


@pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK)
@pytest.mark.parametrize("total", [False, True])
def test_the_open_xml_sdk_finds_nothing_wrong_with_tables(tmp_path, total):
    content = user_book(total)
    for step in (labelled("客户", "等级", "分\n组", left=4), PAGE, labelled("其他's", "等级", left=3)):
        content = written(content, step)
    path = tmp_path / "tables.xlsx"
    path.write_bytes(content)
    assert not disallowed(told_by_sdk(path))
