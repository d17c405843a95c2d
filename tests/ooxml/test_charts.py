"""Charts in the parts of a package: ours replaced in place, all else in the drawing as it was."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from packaged import opened, parts, saved
from xlsxwriter import Workbook as Xlsx

from xlseg.cells import Area, Axis, Curve, Graph, Placed
from xlseg.ooxml.drawings import charts
from xlseg.ooxml.package import Package
from xlseg.ooxml.tree import local, parse

PAGE, MARK = "页", {"page.p": Area(1, 1, 40, 6)}


def graph(name: str = "page.p.1", title: str = "肘部图", top: int = 7, kept: bool = False, **changed) -> Graph:
    curves = (Curve(Area(2, 2, 2, 2), Area(3, 2, 5, 2)),)
    axes = Axis("群体数", "0"), Axis("平方和", "0.0")
    given = {"alt": '按群体数 {显示} <"平方和">', "kept": kept, **changed}
    return Graph(name, title, "line", Area(top, 1, top + 15, 6), (480, 300), Area(3, 1, 5, 1), curves, *axes, **given)


def placed(*graphs: Graph) -> Placed:
    return Placed(PAGE, marks=MARK, charts=graphs)


def drawn(content: bytes, *graphs: Graph, marks=MARK) -> bytes:
    """The workbook with these charts of ours."""
    book = opened(content)
    charts.draw(book, book.sheet(PAGE), Placed(PAGE, marks=marks, charts=graphs))
    return saved(book)


def drawing(content: bytes, number: int = 1):
    return parse(parts(content)[f"xl/drawings/drawing{number}.xml"])


def names(content: bytes, number: int = 1) -> list[tuple[str, str]]:
    """What floats on the sheet: names and ids of the shapes."""
    return [(e.get("name"), e.get("id")) for e in drawing(content, number).iter() if local(e) == "cNvPr"]


@pytest.fixture
def plain() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.title = PAGE
    for row in (["标题"], ["群体数", "平方和"], [2, 9.5], [3, 4.5], [4, 2.5]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def busy() -> bytes:
    """With a chart, a text box and a picture of the user's own."""
    out = io.BytesIO()
    with Xlsx(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(PAGE)
        for number, row in enumerate((["标题"], ["群体数", "平方和"], [2, 9.5], [3, 4.5], [4, 2.5])):
            sheet.write_row(number, 0, row)
        own = book.add_chart({"type": "column"})
        own.add_series({"values": f"='{PAGE}'!$B$3:$B$5"})
        own.set_title({"name": "我的"})
        sheet.insert_chart("J2", own, {"description": "seen"})
        sheet.insert_textbox("J20", "我的文字")
        sheet.insert_image("J30", "dot.png", {"image_data": io.BytesIO(DOT)})
    return out.getvalue()


DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


def test_a_chart_comes_with_a_drawing_of_its_own(plain):
    after = drawn(plain, graph())
    assert names(after) == [("xlseg.page.p.1", "2")]
    chart = load_workbook(io.BytesIO(after))[PAGE]._charts[0]
    assert chart.series[0].val.numRef.f == f"'{PAGE}'!$B$3:$B$5"
    assert (chart.anchor._from.row, chart.anchor.to.col, chart.anchor.editAs) == (6, 6, "oneCell")
    assert next(e.get("descr") for e in drawing(after).iter() if local(e) == "cNvPr") == graph().alt


def test_a_second_run_gives_the_same_bytes(plain, busy):
    for content in (plain, busy):
        once = drawn(content, graph(), graph("page.p.2", "乙", 25))
        assert drawn(once, graph(), graph("page.p.2", "乙", 25)) == once
        assert drawn(once, graph(kept=True), graph("page.p.2", "乙", 25, kept=True)) == once


def test_what_is_not_drawn_any_more_goes_with_its_parts(plain):
    once = drawn(plain, graph(), graph("page.p.2", "乙", 25))
    assert {"xl/charts/chart1.xml", "xl/charts/chart2.xml"} <= set(parts(once))
    fewer = drawn(once, graph())
    assert names(fewer) == [("xlseg.page.p.1", "2")]
    assert "xl/charts/chart2.xml" not in parts(fewer)
    none = parts(drawn(fewer))
    assert set(none) == set(parts(plain)), "an empty drawing goes with its relations"
    assert not [name for name, content in none.items() if b"drawings/drawing" in content], "and with its content type"


def test_a_chart_that_changed_stays_in_its_part_and_under_its_number(busy):
    once = drawn(busy, graph(), graph("page.p.2", "乙", 25))
    after = drawn(once, graph(title="新", top=9), graph("page.p.2", "乙", 25))
    changed = {name for name, content in parts(after).items() if parts(once).get(name) != content}
    assert changed == {"xl/drawings/drawing1.xml", "xl/charts/chart2.xml"}
    assert names(after) == names(once)


def test_a_chart_that_is_kept_stays_as_the_user_made_it(plain):
    package = parts(drawn(plain, graph()))
    chart = package["xl/charts/chart1.xml"].replace("肘部图".encode(), "我的标题".encode())
    worked_in = packed(package | {"xl/charts/chart1.xml": chart})
    assert parts(drawn(worked_in, graph(kept=True)))["xl/charts/chart1.xml"] == chart
    assert parts(drawn(worked_in, graph()))["xl/charts/chart1.xml"] == package["xl/charts/chart1.xml"]


def test_a_kept_chart_that_the_user_deleted_is_drawn_again(plain):
    assert names(drawn(plain, graph(kept=True))) == [("xlseg.page.p.1", "2")]


def test_all_else_in_the_drawing_stays_as_it_was(busy):
    before = [canonical(anchor) for anchor in drawing(busy)]
    after = drawn(busy, graph())
    assert [canonical(anchor) for anchor in drawing(after)][:3] == before
    assert [name for name, _ in names(after)] == [*(name for name, _ in names(busy)), "xlseg.page.p.1"]
    assert len({number for _, number in names(after)}) == 4
    kept = {name: content for name, content in parts(busy).items() if "chart1" in name or "media" in name}
    assert kept.items() <= parts(after).items()
    gone = drawn(after)
    assert [canonical(anchor) for anchor in drawing(gone)] == before


def test_a_chart_whose_name_a_program_dropped_is_not_drawn_twice(busy):
    once, saved = drawn(busy, graph()), io.BytesIO()
    load_workbook(io.BytesIO(once)).save(saved)
    after = drawn(saved.getvalue(), graph(kept=True))
    assert [name for name, _ in names(after)].count("xlseg.page.p.1") == 1
    assert len(load_workbook(io.BytesIO(after))[PAGE]._charts) == 2


def test_a_chart_of_the_same_title_over_other_cells_is_the_users(busy):
    content = packed({n: c.replace("我的".encode(), "肘部图".encode()) for n, c in parts(busy).items()})
    after = drawn(content, graph(), marks={"page.p": Area(1, 1, 4, 6)})
    assert len(load_workbook(io.BytesIO(after))[PAGE]._charts) == 2


def test_the_styles_of_a_replaced_chart_go_with_it(plain):
    package = parts(drawn(plain, graph()))
    package["xl/charts/style1.xml"] = b"<cs:chartStyle xmlns:cs='x'/>"
    package["xl/charts/_rels/chart1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.microsoft.com/office/2011/relationships/chartStyle" Target="style1.xml"/>'
        b"</Relationships>"
    )
    styled = packed(package)
    assert set(parts(drawn(styled, graph(kept=True)))) == set(package)
    assert set(parts(drawn(styled, graph()))) == set(package) - {
        *("xl/charts/style1.xml", "xl/charts/_rels/chart1.xml.rels"),
    }


def test_another_pages_charts_on_the_sheet_stay(plain):
    once = drawn(plain, graph())
    assert drawn(once, marks={"page.q": Area(50, 1, 50, 1)}) == drawn(once, graph(kept=True))


def test_strict_packages_get_strict_charts(plain):
    strict = parts(plain)
    for before, after in STRICTLY:
        strict = {name: content.replace(before, after) for name, content in strict.items()}
    after = parts(drawn(packed(strict), graph(), graph("page.p.2", "乙", 25)))
    new = b"".join(after[name] for name in set(after) - set(strict)) + after["xl/worksheets/sheet1.xml"]
    assert b"purl.oclc.org/ooxml/drawingml/chart" in new
    assert b"schemas.openxmlformats.org/drawingml" not in new
    assert b"schemas.openxmlformats.org/officeDocument" not in new


STRICTLY = [
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
]


def packed(content: dict[str, bytes]) -> bytes:
    package, out = Package(), io.BytesIO()
    for name, part in content.items():
        package.put(name, part)
    package.save(out)
    return out.getvalue()


def canonical(element) -> bytes:
    from lxml import etree

    return etree.tostring(element, method="c14n", exclusive=True)


def save(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path
