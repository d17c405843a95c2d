"""Pages as text, in both languages; `pytest --update-golden` writes them anew."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from charted import charted
from paged import GOLDEN, approved, cells, dump
from perfumery import shop

from xlseg import General, Rfm, Settings, analyze, demo, theme
from xlseg.analysis import inspect
from xlseg.backtest import backtest
from xlseg.blocks import Chart, Note, Table
from xlseg.cells import Area, Marked
from xlseg.collection import STANDARD, compare
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.models import DEFAULTS
from xlseg.models.lifecycle import Lifecycle
from xlseg.models.rules import Rules
from xlseg.page import Page, carry_page, free_name, place
from xlseg.sheets.audit import audit_page
from xlseg.sheets.backtest import backtest_page
from xlseg.sheets.collection import collection_page
from xlseg.sheets.customers import customers_page
from xlseg.sheets.dashboard import dashboard_page
from xlseg.sheets.guide import Guided, guide_page
from xlseg.sheets.insight import insight_page
from xlseg.sheets.listed import listing_page, listings
from xlseg.sheets.quality import quality_page
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.settings import read_rows, settings_area, settings_page
from xlseg.sheets.strategy import strategy_page
from xlseg.text import LANGS, Text

DAY = date(2026, 7, 3)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["result", "strategy", "evidence", "customers", "quality", "settings", "collection"])
def test_pages_stand_as_they_were_last_approved(name, lang, orders, request):
    analysis = analyze(orders, settings=Settings(General(lang), (Rfm(scheme="groups11"),)))
    pages = {
        "result": lambda: result_page(analysis),
        "strategy": lambda: strategy_page(analysis),
        "evidence": lambda: evidence_page(analysis),
        "customers": lambda: customers_page(analysis),
        "quality": lambda: quality_page(analysis),
        "settings": lambda: settings_page(replace(DEFAULTS, general=General(lang, goal="churn")), lang, analysis),
        "collection": lambda: collection_page(STANDARD, compare(STANDARD.rows, analysis, {}, DAY), DAY),
    }
    approved(pages[name](), name, lang, request)


@pytest.mark.parametrize("lang", LANGS)
def test_the_rules_and_their_audit_stand_as_they_were_last_approved(lang, orders, request):
    settings = Settings(General(lang), (Rules(), Rfm(scheme="r10")))
    approved(audit_page(analyze(orders, settings=settings)), "audit", lang, request)
    approved(listing_page(next(listings(settings)), lang), "rules_table", lang, request)


@pytest.mark.parametrize("lang", LANGS)
def test_the_guides_stand_as_they_were_last_approved(lang, request):
    sheets = [Guided("orders", Text("订单", "Orders")), *(Guided(key, Text(key, key)) for key in ("quality", "result"))]
    approved(guide_page(sheets), "guide", lang, request)
    approved(guide_page(sheets[2:], alone=True), "guide_alone", lang, request)


@pytest.mark.parametrize("lang", LANGS)
def test_the_sales_insight_stands_as_it_was_last_approved(lang, request):
    page = insight_page(analyze(shop(), settings=Settings(General(lang), (Rfm(),))))
    blocks = [replace(b, rows=b.rows.round(4)) if isinstance(b, Table) else b for b in page.blocks]
    approved(replace(page, blocks=tuple(blocks)), "insight", lang, request)


@pytest.mark.parametrize("lang", LANGS)
def test_the_backtest_stands_as_it_was_last_approved(lang, request):
    """The demo's, its figures to four digits: intervals come from drawn samples."""
    page = backtest_page(backtest(inspect(demo.orders(), settings=Settings(General(lang), (Rfm(),)))))
    blocks = [replace(b, rows=b.rows.round(4)) if isinstance(b, Table) else b for b in page.blocks]
    text, golden = dump(place(replace(page, blocks=tuple(blocks)), lang)), GOLDEN / f"backtest.{lang}.txt"
    if request.config.getoption("--update-golden"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_a_backtest_ends_each_model_with_a_chart_of_its_table():
    page = backtest_page(backtest(inspect(demo.orders(), settings=Settings(models=(Rfm(),)))))
    table, chart = page.blocks[-2:]
    assert isinstance(chart, Chart)
    assert {chart.x, *chart.y, *chart.second} <= {column.key for column in table.columns}


@pytest.mark.parametrize("lang", LANGS)
def test_charts_stand_as_they_were_last_approved(lang, request):
    approved(charted(), "charts", lang, request)


@pytest.mark.parametrize("lang", LANGS)
def test_the_dashboard_stands_as_it_was_last_approved(lang, orders, request):
    analysis = analyze(orders, settings=Settings(General(lang), (Rfm(), Lifecycle())))
    approved(dashboard_page(analysis), "dashboard", lang, request)


def test_the_columns_of_a_chart_are_about_as_wide_as_one():
    placed = place(charted(), "zh")
    right = placed.charts[0].area.right
    assert (right, placed.area.right) == (9, 9), "three columns of the table and six beside it"
    assert placed.charts[0].size == (pytest.approx(theme.CHART_WIDTH * theme.POINTS, rel=0.1), 255)
    assert {placed.heights[row] for row in range(15, 32)} == {theme.CHART_ROW}


def test_a_chart_keeps_its_place_while_its_table_does():
    first = place(charted(), "zh")
    again = place(charted(), "zh", cells(first), Marked("s", first.area))
    assert [graph.kept for graph in again.charts] == [True] * 4
    assert [graph.area for graph in again.charts] == [graph.area for graph in first.charts]
    english = place(charted(), "en", cells(first), Marked("s", first.area))
    assert [graph.kept for graph in english.charts] == [False] * 4


GROUPS = (
    Column("title", Text("群体", "Group")),
    Column("features", Text("特征", "Features"), "wide"),
    Column("owner", Text("负责人", "Owner")),
)


def page(*titles):
    rows = pd.DataFrame({"title": list(titles), "features": "…", "owner": None}, dtype=object)
    return Page(
        "p", Text("页", "Page"), (Note(Text("注", "note")), Table(GROUPS, rows, key=("title",), keep=("owner",)))
    )


def test_notes_stay_with_customers_whose_ids_look_like_those_of_groups():
    columns = (CUSTOMER_ID, Column("note", Text("备注", "Note")))
    rows = pd.DataFrame({"customer_id": ["VIP-001", "VIP-002"], "note": None}, dtype=object)
    one = Page("p", Text("页", "Page"), (Table(columns, rows, key=("customer_id",), keep=("note",), steady=True),))
    first = place(one, "zh")
    old = [*cells(first)[:2], ["VIP-001", "甲"], ["VIP-002", "乙"]]
    assert cells(place(carry_page(one, old, first.area), "zh"))[2:] == [["VIP-001", "甲"], ["VIP-002", "乙"]]


NEW, OLD, GONE = Text("新", "New"), Text("老", "Old"), Text("去", "Gone")


def typed(*titles, lang="zh", **owners):
    """A page as the user left it, with owners typed beside the groups named."""
    rows = cells(place(page(*titles), lang))
    for row in rows:
        row[2] = owners.get(str(row[0]), row[2])
    return rows, Area(1, 1, len(rows), 3)


def test_what_was_typed_stays_with_its_group_whatever_its_row_or_language():
    old, area = typed(NEW, OLD, 新="王", 老="李")
    found = cells(place(carry_page(page(OLD, NEW, GONE), old, area), "en"))
    assert found[3:] == [["Old", "…", "李"], ["New", "…", "王"], ["Gone", "…", None]]


def test_a_group_that_is_gone_keeps_what_was_typed_and_is_marked():
    old, area = typed(NEW, GONE, OLD, 去="赵")
    found = cells(place(carry_page(page(NEW, OLD), old, area), "zh"))
    assert [row[0] for row in found[3:]] == ["新", "老", "去"]
    assert found[-1][1].startswith("（本次没有这一项")
    assert found[-1][2] == "赵"
    assert cells(place(carry_page(page(NEW), old, area), "zh"))[-1][0] == "去"


def test_a_page_stays_where_the_user_moved_it():
    old, area = typed(NEW)
    moved = [[None] * 5, *([None, None, *row] for row in old)]
    placed = place(page(NEW), "zh", moved, Marked("改名", Area(2, 3, area.bottom + 1, 5)))
    assert (placed.sheet, placed.area, placed.paints) == ("改名", Area(2, 3, 5, 5), ())


def test_room_is_made_only_where_something_stands_in_the_way():
    old, area = typed(NEW)
    assert place(page(NEW, OLD), "zh", old, Marked("s", area)).room == ()
    noted = [*old, ["我的备注", None, None]]
    assert place(page(NEW, OLD), "zh", noted, Marked("s", area)).room[0].down == 1
    assert place(page(NEW), "zh", noted, Marked("s", area)).room == ()


def test_a_new_page_never_takes_a_name_that_is_taken():
    assert free_name("设置", ["设置", "设置 (2)"]) == "设置 (3)"
    assert free_name("Settings", ["SETTINGS"]) == "Settings (2)"


def test_settings_typed_below_the_page_are_read_and_become_part_of_it():
    rows = cells(place(settings_page(Settings(General(), (Rfm(),)), "zh"), "zh"))
    found = Marked("设置", Area(1, 1, len(rows), 5))
    rows.append(["rfm.table", None, "甲 = 1 1 1", None, None])
    assert read_rows(rows, found)[-1].value == "甲 = 1 1 1"
    assert settings_area(rows, found).area.bottom == len(rows)
    assert read_rows(rows, found)[-1].where.zh == f"工作表「设置」第 {len(rows)} 行"
