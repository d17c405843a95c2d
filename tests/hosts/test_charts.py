"""Charts, alike on every host: drawn over the cells of their table, found again, and never the user's own."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlwings
from excel_double import apply, charts, open_book
from excel_like import frames, load_named
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.cells import Area, Placed
from xlseg.columns import Column
from xlseg.hosts import named_after
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.page import Page, place
from xlseg.text import Lang, Text

NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
HOSTS = ["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])]
GROUPS = Column("k", Text("群体数", "Groups"), "count")
INERTIA = Column("inertia", Text("组内平方和", "Inertia"), "decimal")
SILHOUETTE = Column("silhouette", Text("轮廓系数", "Silhouette"), "number")
ELBOW_CELLS = ("k", ("inertia", "silhouette"), ("silhouette",))
ELBOW = Chart(Text("肘部图", "Elbow"), "line", *ELBOW_CELLS)


def page(*charts: Chart, groups: int = 3, total: bool = False) -> Page:
    rows = pd.DataFrame({"k": range(2, groups + 2), "inertia": 9.5, "silhouette": 0.4})
    table = Table((GROUPS, INERTIA, SILHOUETTE), rows, total=total)
    after = (Heading(Text("后面", "After")), Note(Text("说明", "A note")))
    return Page("p", Text("页", "Page"), (table, *charts, *after))


class Drawn:
    """A workbook on one of the hosts, and the charts on its sheets, as (name, title, kind, x, y's)."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.path, self.book = kind, folder / "book.xlsx", Workbook()
        self.book.active.title = "我的表"
        for row in (["月", "额"], ["一月", 3], ["二月", 4]):
            self.book.active.append(row)

    def host(self):
        if self.kind == "live":
            return LiveHost(open_book(self.book))
        self.book.save(self.path) if not self.path.exists() else None
        return FileHost(self.path)

    def write(self, *pages: Page, lang: Lang = "zh") -> list[Placed]:
        host = self.host()
        marks = host.marks()
        plan = []
        for one in pages:
            before = marks.get(one.mark)
            old = host.read(before.sheet) if before else ()
            plan.append(place(one, lang, old, before, host.sheets()))
            host.write(plan[-1])
        self.save(host)
        return plan

    def save(self, host: FileHost | LiveHost) -> None:
        if self.kind == "live":
            apply(host.book, self.book)
        else:
            host.save(self.path)
            self.book = load_workbook(self.path)

    def add_own(self, sheet: str) -> None:
        """A chart of the user's, in row 30."""
        if self.kind == "live":
            facts = {"chart_type": "ColumnClustered", "left": 9, "top": 9, "width": 9, "height": 9}
            series = [{"name": "额", "values": "B2:B3"}]
            charts(self.book[sheet]).append(
                {"name": "图表 1", "title": "我的", "x": "A2:A3", "series": series, **facts}
            )
            return
        chart = BarChart()
        own = self.book["我的表"]
        chart.add_data(Reference(own, 2, 1, 2, 3), titles_from_data=True)
        chart.set_categories(Reference(own, 1, 2, 1, 3))
        chart.title = "我的"
        self.rewrite(lambda book: book[sheet].add_chart(chart, "B30"))

    def rewrite(self, change: Callable[[Workbook], object]) -> None:
        """Change the workbook as another program would that keeps names of charts."""
        if not self.path.exists():
            self.book.save(self.path)
        book = load_named(self.path)
        change(book)
        book.save(self.path)
        self.book = load_workbook(self.path)

    def charts(self, sheet: str) -> list[tuple[str, str, str, str, list[str]]]:
        if self.kind == "live":
            return [
                (c["name"], c["title"], c["chart_type"], c["x"], [s["values"] for s in c["series"]])
                for c in charts(self.book[sheet])
            ]
        return [(chart.anchor.name, *facts(chart)) for chart in load_named(self.path)[sheet]._charts]


def facts(chart) -> tuple[str, str, str, list[str]]:
    series = [one for part in chart._charts for one in part.series]
    x = series[0].cat or series[0].xVal
    title = "".join(run.t for paragraph in chart.title.tx.rich.paragraphs for run in paragraph.r)
    bar = "BarClustered" if getattr(chart, "barDir", "") == "bar" else "ColumnClustered"
    kinds = {"lineChart": "LineMarkers", "barChart": bar, "scatterChart": "XYScatter", "radarChart": "RadarMarkers"}
    kind = kinds[chart.tagname]
    values = [address((one.val or one.yVal).numRef.f) for one in series]
    return title, kind, address((x.numRef or x.strRef).f), values


def address(reference: str) -> str:
    return reference.rpartition("!")[2].replace("$", "")


@pytest.fixture(params=HOSTS)
def drawn(request, tmp_path) -> Drawn:
    return Drawn(request.param, tmp_path)


ELBOW_DRAWN = ("xlseg.page.p.1", "肘部图", "LineMarkers", "A3:A5", ["B3:B5", "C3:C5"])


def test_a_chart_draws_the_cells_of_its_table(drawn):
    placed = drawn.write(page(ELBOW))[0]
    assert drawn.charts("页") == [ELBOW_DRAWN]
    assert drawn.book["页"]["A2"].value == "群体数"
    assert [graph.area.top for graph in placed.charts] == [7]


def test_a_total_is_not_drawn(drawn):
    drawn.write(page(ELBOW, total=True))
    assert drawn.charts("页") == [(*ELBOW_DRAWN[:3], "A3:A4", ["B3:B4", "C3:C4"])]


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        ("column", "ColumnClustered"),
        ("bar", "BarClustered"),
        ("scatter", "XYScatter"),
        ("radar", "RadarMarkers"),
    ],
)
def test_a_chart_is_of_the_kind_asked_for(drawn, kind, type):
    drawn.write(page(Chart(ELBOW.title, kind, "k", ("inertia",))))
    assert [chart[2:] for chart in drawn.charts("页")] == [(type, "A3:A5", ["B3:B5"])]


def test_a_second_run_leaves_one_chart(drawn):
    drawn.write(page(ELBOW))
    drawn.write(page(ELBOW))
    assert drawn.charts("页") == [ELBOW_DRAWN]


def test_a_chart_follows_a_table_that_grew(drawn):
    drawn.write(page(ELBOW))
    placed = drawn.write(page(ELBOW, groups=9))[0]
    assert drawn.charts("页") == [(*ELBOW_DRAWN[:3], "A3:A11", ["B3:B11", "C3:C11"])]
    assert placed.charts[0].area.top == 13


def test_a_chart_that_is_no_longer_asked_for_goes(drawn):
    drawn.write(page(ELBOW, Chart(Text("乙", "B"), "column", "k", ("inertia",))))
    drawn.write(page(ELBOW))
    assert drawn.charts("页") == [ELBOW_DRAWN]


def test_the_charts_of_another_page_on_the_same_sheet_stay(drawn):
    drawn.write(page(ELBOW))
    host = drawn.host()
    host.write(Placed("页", marks={"page.q": Area(50, 1, 50, 1)}))
    drawn.save(host)
    assert drawn.charts("页") == [ELBOW_DRAWN]


@pytest.mark.parametrize("sheet", ["我的表", "页"])
def test_the_users_own_chart_stays(drawn, sheet):
    drawn.write(page(ELBOW))
    drawn.add_own(sheet)
    own = next(chart for chart in drawn.charts(sheet) if chart[1] == "我的")
    assert own[2:] == ("ColumnClustered", "A2:A3", ["B2:B3"])
    drawn.write(page(ELBOW))
    drawn.write(page(ELBOW, groups=5))
    assert own in drawn.charts(sheet)
    assert len(drawn.charts("页")) == 1 + (sheet == "页")


def test_a_change_of_language_retitles_the_chart(drawn):
    drawn.write(page(ELBOW))
    drawn.write(page(ELBOW), lang="en")
    assert drawn.charts("页") == [("xlseg.page.p.1", "Elbow", *ELBOW_DRAWN[2:])]


def test_nothing_is_drawn_over_a_table_without_rows(drawn):
    placed = drawn.write(page(ELBOW, groups=0))[0]
    assert drawn.charts("页") == []
    assert placed.area.bottom == 5


class TestInAFile:
    @pytest.fixture
    def drawn(self, tmp_path) -> Drawn:
        return Drawn("file", tmp_path)

    def test_what_cannot_be_seen_is_said(self, drawn):
        drawn.write(page(ELBOW))
        with zipfile.ZipFile(drawn.path) as package:
            assert frames(package)["页"][0].descr == "肘部图：按群体数显示组内平方和、轮廓系数"

    @pytest.mark.parametrize(("kind", "parts"), [("line", ["lineChart"] * 2), ("column", ["barChart", "lineChart"])])
    def test_what_has_an_axis_at_the_right_is_drawn_against_it_and_every_axis_shows(self, drawn, kind, parts):
        drawn.write(page(Chart(ELBOW.title, kind, *ELBOW_CELLS)))
        chart = drawn.book["页"]._charts[0]
        first, second = chart._charts
        assert [part.tagname for part in (first, second)] == parts
        assert (first.y_axis.axId, second.y_axis.axId, second.y_axis.crosses) == (100, 201, "max")
        assert [axis.delete for axis in (first.x_axis, first.y_axis, second.x_axis, second.y_axis)] == [
            *(False, False, True, False),
        ]
        assert [series.tx.strRef.f for part in (first, second) for series in part.series] == ["'页'!$B$2", "'页'!$C$2"]

    def test_charts_whose_names_a_program_dropped_are_not_drawn_twice(self, drawn):
        drawn.write(page(ELBOW))
        drawn.add_own("页")
        load_workbook(drawn.path).save(drawn.path)
        drawn.write(page(ELBOW))
        assert len(drawn.book["页"]._charts) == 2

    def test_a_radar_has_rings_and_no_titles_of_axes(self, drawn):
        drawn.write(page(Chart(ELBOW.title, "radar", "k", ("inertia", "silhouette"))))
        chart = drawn.book["页"]._charts[0]
        assert (chart.radarStyle, len(chart.series)) == ("marker", 2)
        assert (chart.x_axis.title, chart.y_axis.title) == (None, None)
        assert chart.y_axis.majorGridlines is not None
        assert [s.graphicalProperties.line.solidFill.srgbClr for s in chart.series] == ["0072B2", "D55E00"]

    def test_a_chart_the_user_moved_stays_there_while_its_table_stands(self, drawn):
        drawn.write(page(ELBOW))

        def move(book):
            anchor = book["页"]._charts[0].anchor
            anchor._from.col, anchor.to.col = 10, 15

        drawn.rewrite(move)
        drawn.write(page(ELBOW))
        assert drawn.book["页"]._charts[0].anchor._from.col == 10
        drawn.write(page(ELBOW, groups=4))
        assert drawn.book["页"]._charts[0].anchor._from.col == 0

    def test_a_chart_of_the_users_keeps_its_name_when_the_file_is_saved(self, drawn):
        drawn.add_own("我的表")
        content = drawn.path.read_bytes()
        named = drawn.path.with_name("named.xlsx")
        with zipfile.ZipFile(drawn.path) as old, zipfile.ZipFile(named, "w") as new:
            for part in old.namelist():
                new.writestr(part, old.read(part).replace(b'name="Chart 1"', b'name="Mine" descr="seen"'))
        named.replace(drawn.path)
        assert drawn.path.read_bytes() != content
        drawn.write(page(ELBOW))
        with zipfile.ZipFile(drawn.path) as package:
            assert [frame[:2] for frame in frames(package)["我的表"]] == [("Mine", "seen")]

    def test_a_chart_of_the_users_moves_with_the_cells_it_draws(self, drawn):
        drawn.write(page(ELBOW))

        def chart_below(book):
            sheet = book["页"]
            sheet.append(["我的数", 1])
            chart = BarChart()
            chart.add_data(Reference(sheet, 2, sheet.max_row, 2, sheet.max_row))
            sheet.add_chart(chart, f"A{sheet.max_row + 1}")

        drawn.rewrite(chart_below)
        was = next(c.row for c in drawn.book["页"]["A"] if c.value == "我的数")
        drawn.write(page(ELBOW, groups=8))
        now = next(c.row for c in drawn.book["页"]["A"] if c.value == "我的数")
        own = next(c for c in drawn.book["页"]._charts if c.tagname == "barChart")
        assert (now - was, own.anchor._from.row) == (5, now)
        assert address(own.series[0].val.numRef.f) == f"B{now}"


@pytest.mark.excel_engine
@NO_ENGINE
class TestInExcel:
    @pytest.fixture
    def drawn(self, tmp_path) -> Drawn:
        return Drawn("live", tmp_path)

    def test_a_series_of_its_own_axis_and_colours_of_ours(self, drawn):
        drawn.write(page(ELBOW))
        chart = charts(drawn.book["页"])[0]
        assert [s.get("axis_group") for s in chart["series"]] == [None, "Secondary"]
        assert [s["line_color"] for s in chart["series"]] == ["#0072b2", "#d55e00"]
        assert {axis: looks["title"] for axis, looks in chart["axes"].items()} == {
            "category": "群体数",
            "value": "组内平方和",
            "secondary_value": "轮廓系数",
        }
        assert (chart["legend"], chart["anchor"]) == ("Bottom", "$A$7")

    def test_a_column_with_an_axis_at_the_right_becomes_a_line(self, drawn):
        drawn.write(page(Chart(ELBOW.title, "column", *ELBOW_CELLS)))
        chart = charts(drawn.book["页"])[0]
        assert (chart["chart_type"], chart["series"][1]["chart_type"]) == ("ColumnClustered", "LineMarkers")
        assert "fill_color" in chart["series"][0]
        assert "fill_color" not in chart["series"][1]

    def test_a_radar_is_lined_and_its_axes_are_asked_no_titles(self, drawn):
        drawn.write(page(Chart(ELBOW.title, "radar", "k", ("inertia", "silhouette"))))
        chart = charts(drawn.book["页"])[0]
        assert [s["line_color"] for s in chart["series"]] == ["#0072b2", "#d55e00"]
        assert list(chart["axes"]) == ["value"]
        assert "title" not in chart["axes"]["value"]

    def test_a_chart_the_user_changed_is_left_alone_while_its_table_stands(self, drawn):
        drawn.write(page(ELBOW))
        charts(drawn.book["页"])[0] |= {"title": "我的标题", "chart_type": "Area"}
        drawn.write(page(ELBOW))
        assert charts(drawn.book["页"])[0]["title"] == "我的标题"
        drawn.write(page(ELBOW, groups=4))
        assert charts(drawn.book["页"])[0]["title"] == "肘部图"

    def test_a_chart_the_user_deleted_is_drawn_again(self, drawn):
        drawn.write(page(ELBOW))
        charts(drawn.book["页"]).clear()
        drawn.write(page(ELBOW))
        assert drawn.charts("页") == [ELBOW_DRAWN]


def test_a_chart_needs_a_table_columns_side_by_side_and_one_on_the_left():
    with pytest.raises(ValueError, match="no table"):
        place(Page("p", Text("页", "Page"), (ELBOW,)), "zh")
    with pytest.raises(ValueError, match="side by side"):
        place(page(Chart(ELBOW.title, "line", "inertia", ("silhouette", "k"))), "zh")
    with pytest.raises(ValueError, match="at the right"):
        Chart(ELBOW.title, "line", "k", ("inertia",), ("inertia",))


def test_a_page_whose_key_begins_like_anothers_leaves_its_charts_alone():
    longer = place(Page("pp", Text("乙", "B"), page(ELBOW).blocks), "zh")
    assert not named_after("xlseg.page.p.1", longer)
    assert named_after("xlseg.page.pp.1", longer)
