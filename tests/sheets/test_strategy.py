"""客户细分策略表: what is proposed, what can be carried out, and what of it stays over reruns."""

from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from excel_like import keep
from libreoffice import MISSING, convert
from openpyxl import Workbook, load_workbook

from xlseg import General, Rfm, Settings, analyze
from xlseg.actions import Request, segment
from xlseg.blocks import Table
from xlseg.cells import Formula
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.models import DEFAULTS
from xlseg.settings import Row, parse
from xlseg.sheets import feasible
from xlseg.sheets.strategy import strategy_page

NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
PAGE = "客户细分策略表"
LIMITS = (10_000, 20, 500)  # budget, staff days, customers


@pytest.mark.parametrize(
    ("owner", "budget", "people", "reach", "count", "said"),
    [
        (None, None, None, None, 100, "待安排"),
        ("王", 5000, 3, 80, 100, "可行"),
        ("王", 5000, None, None, 100, "可行"),
        (None, 5000, 3, 80, 100, "缺负责人"),
        ("王", None, None, 80, 100, "缺预算和人力"),
        ("王", 5000, 3, 101, 100, "触达比群体多 1 人"),
        ("王", 11_200, 3, 80, 100, "超出预算 1,200"),
        ("王", 5000, 22.5, 80, 100, "人力差 2.5 人天"),
        ("王", 5000, 3, 600, 900, "超出服务能力 100 人"),
        ("王", None, None, None, 0, "没有客户"),
        ("王", 5000, None, None, 0, "没有客户，请改派资源"),
        ("王", "五千", 3, 80, 100, "可行"),
    ],
)
def test_a_group_is_feasible_or_the_first_thing_in_its_way_is_said(owner, budget, people, reach, count, said):
    row = {"owner": owner, "budget": budget, "people": people, "reach": reach}
    assert feasible.check(row, count, LIMITS).value.zh == said


@pytest.mark.parametrize(
    ("taken", "limits", "zh", "en"),
    [
        ((0, 0, 0), LIMITS, "待安排", "To be planned"),
        ((10_000, 20, 500), LIMITS, "可行", "Feasible"),
        ((0.1 + 0.2, 0, 0), (0.3, None, None), "可行", "Feasible"),
        ((11_200, 20, 500), LIMITS, "超出预算 1,200", "Over budget by 1,200"),
        (
            (11_200, 22.5, 700),
            LIMITS,
            "超出预算 1,200；人力差 2.5 人天；超出服务能力 200 人",
            "Over budget by 1,200; Short of 2.5 staff days; 200 customers beyond capacity",
        ),
        ((11_200, 1, 1), (None, None, None), "未填上限", "No limit given"),
        ((11_200, 1, 700), (None, None, 500), "超出服务能力 200 人", "200 customers beyond capacity"),
    ],
)
def test_the_sum_is_held_against_each_limit(taken, limits, zh, en):
    assert feasible.summed(taken, limits).value == (zh, en)


def test_what_is_left_of_a_limit():
    budget = feasible.RESOURCES[0]
    assert (feasible.left(100, 30).value, feasible.verdict(budget, 100, 30).value.zh) == (70, "可行")
    assert (feasible.left(100, 130).value, feasible.verdict(budget, 100, 130).value.zh) == (-30, "超出 30")
    assert (feasible.left(None, 30).value, feasible.verdict(budget, None, 30).value.zh) == ("", "未填上限")


def test_every_group_of_the_leading_model_has_a_row_and_those_with_customers_a_proposal(orders):
    page = strategy_page(analyze(orders, settings=Settings(General(), (Rfm(),))))
    limits, groups = (block for block in page.blocks if isinstance(block, Table))
    assert limits.rows["item"].iloc[0].zh == "预算（元）"
    for row in groups.rows.iloc[:-1].to_dict("records"):
        assert bool(row["count"].value) == bool(row["direction"] and row["product"] and row["service"])


@pytest.fixture
def shop(orders_rows) -> Workbook:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    return book


@pytest.fixture(params=["file", pytest.param("live", marks=[pytest.mark.excel_engine, NO_ENGINE])])
def run(request, tmp_path):
    def closed(book: Workbook, *given: Row) -> Workbook:
        book.save(tmp_path / "in.xlsx")
        host = FileHost(tmp_path / "in.xlsx")
        segment(host, Request(given))
        host.save(tmp_path / "out.xlsx")
        return load_workbook(tmp_path / "out.xlsx")

    def live(book: Workbook, *given: Row) -> Workbook:
        host = LiveHost(open_book(book))
        segment(host, Request(given))
        apply(host.book, book)
        book.save(tmp_path / "out.xlsx")
        return load_workbook(tmp_path / "out.xlsx")

    return closed if request.param == "file" else live


def table(book: Workbook, page: str = PAGE) -> dict[object, dict[object, object]]:
    """Rows of the groups by title (by ID the total), each by header."""
    rows = [[cell.value for cell in row] for row in book[page]]
    top = next(n for n, row in enumerate(rows) if row[0] in ("客户群体ID", "Segment ID"))
    return {row[1] or row[0]: dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if row[0]}


def fill(book: Workbook, group: str, **cells: object) -> None:
    sheet = book[PAGE]
    titles = {cell.value: cell.column for row in sheet for cell in row if cell.value}
    row = next(cell.row for cell in sheet["B"] if cell.value == group)
    for title, value in cells.items():
        sheet.cell(row, titles[title]).value = value


def test_what_was_typed_stays_with_its_group_and_the_limits_stay(run, shop):
    first = run(shop)
    for row, limit in zip((7, 8, 9), (3000, 10, 2), strict=True):
        first[PAGE].cell(row, 2).value = limit
    fill(
        first, "重要价值客户", 负责人="王", 触达客户数=1, 产品措施="送茶叶", **{"预算（元）": 4200, "人力（人天）": 2.5}
    )
    fill(first, "一般挽留客户", 负责人="李", **{"预算（元）": 300})
    again = run(run(first))
    rows = table(again)
    assert [again[PAGE].cell(row, 2).value for row in (7, 8, 9)] == [3000, 10, 2]
    kept = rows["重要价值客户"]
    assert [kept[k] for k in ("负责人", "触达客户数", "产品措施", "预算（元）", "人力（人天）")] == [
        "王",
        1,
        "送茶叶",
        4200,
        2.5,
    ]
    assert rows["一般挽留客户"]["负责人"] == "李"
    assert str(rows["合计"]["预算（元）"]).startswith("=SUM("), "a total stays a formula"
    english = table(run(again, Row("general.lang", value="en")))
    assert english["Important: valued"]["Product measures"] == "送茶叶"
    assert english["Important: valued"]["Marketing measures"] == "Upgrade of member benefits"


def test_a_budget_typed_as_a_formula_stays_one_and_counts(shop, tmp_path):
    """In a closed file, with the result Excel left in it."""
    paths = [tmp_path / f"{n}.xlsx" for n in range(3)]
    shop.save(paths[0])
    host = FileHost(paths[0])
    segment(host, Request())
    host.save(paths[1])
    book = load_workbook(paths[1])
    book[PAGE]["B7"] = 100
    fill(book, "重要价值客户", 负责人="王", **{"预算（元）": "=100*3"})
    book.save(paths[1])
    at = next(cell for cell in book[PAGE]["K"] if cell.value == "=100*3")
    keep(paths[1], [PAGE], lambda _: [*[[]] * (at.row - 1), [None] * 10 + [300.0]])
    host = FileHost(paths[1])
    segment(host, Request())
    host.save(paths[2])
    assert table(load_workbook(paths[2]))["重要价值客户"]["预算（元）"] == "=100*3"
    known = load_workbook(paths[2], data_only=True)
    assert table(known)["合计"]["预算（元）"] == 300
    assert table(known)["重要价值客户"]["可行性"] == "超出预算 200"


def test_a_group_deleted_from_the_settings_keeps_its_row_marked_and_is_not_counted(run, shop):
    """Also one nobody wrote beside, as long as others of its table are there."""
    own = [
        Row("rfm.scheme", value="custom"),
        Row("rfm.table", value="甲 = 4-5 1-5 1-5"),
        Row("rfm.table", value="乙 = 1-3 1-5 1-5"),
    ]
    first = run(shop, *own)
    assert {"甲", "乙"} <= set(table(first))
    fill(first, "乙", 负责人="李", **{"预算（元）": 800})
    for kept in (run(first, *own[:2]), run(run(first, *own[:2]))):
        row = table(kept)["乙"]
        assert row["核心特征"].startswith("（本次没有这一项")
        assert (row["负责人"], row["预算（元）"]) == ("李", 800)
    untouched = run(run(shop, *own), *own[:2])
    assert table(untouched)["乙"]["核心特征"].startswith("（本次没有这一项")


def test_of_another_scheme_only_what_was_written_stays(run, shop):
    first = run(shop)
    fill(first, "一般挽留客户", 服务措施="上门拜访")
    after = table(run(first, Row("rfm.scheme", value="r10")))
    assert after["一般挽留客户"]["服务措施"] == "上门拜访"
    assert "重要价值客户" not in after


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.filterwarnings("ignore:.*xtension is not supported")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_computes_what_we_wrote(shop, tmp_path, lang):
    """Each state of a row, two limits exceeded and one not given."""

    def host(book: Workbook, name: str) -> Path:
        book.save(tmp_path / "in.xlsx")
        opened = FileHost(tmp_path / "in.xlsx")
        segment(opened, Request((Row("general.lang", value=lang), Row("rfm.scheme", value="groups11"))))
        opened.save(tmp_path / name)
        return tmp_path / name

    book = load_workbook(host(shop, "first.xlsx"))
    sheet = book[PAGE if lang == "zh" else "Strategy"]
    top = next(cell.row for cell in sheet["A"] if cell.value in ("客户群体ID", "Segment ID"))
    sheet["B7"], sheet["B8"] = 1000, 5.5
    filled = [
        ("王", 200, 1, 1),
        (None, None, None, None),
        ("李", None, 7, None),
        ("赵", 1500, None, None),
        (None, 1, 1, 1),
    ]
    for row, cells in enumerate(filled, top + 1):
        for column, value in zip((8, 11, 12, 13), cells, strict=True):
            sheet.cell(row, column).value = value
    ours = load_workbook(host(book, "second.xlsx"), data_only=True)
    (tmp_path / "read").mkdir()
    theirs = load_workbook(convert(tmp_path / "second.xlsx", "xlsx", tmp_path / "read"), data_only=True)
    found = [[[cell.value for cell in row] for row in book[sheet.title]] for book in (ours, theirs)]
    assert found[0] == found[1]
    assert found[0][7][4] == {"zh": "超出 3.5", "en": "Over by 3.5"}[lang]
    assert found[0][-1][-1].startswith({"zh": "超出预算 701；人力差 3.5 人天", "en": "Over budget by 701; Short"}[lang])


def test_the_models_named_in_the_settings_are_planned_and_share_the_limits(orders):
    rows = [Row("general.models", value="rfm, 规则分群, tiers"), Row("general.strategy", value="规则分群, tiers")]
    page = strategy_page(analyze(orders, settings=parse(rows, DEFAULTS)))
    limits, *groups = (block for block in page.blocks if isinstance(block, Table))
    assert [table.name for table in groups] == ["strategy.rules", "strategy.tiers"]
    text = "SUM({strategy.rules!budget:all},{strategy.tiers!budget:all})"
    assert limits.rows["planned"].iloc[0] == Formula(text, 0)


def test_formulas_hold_their_results(orders):
    """Where nobody computes them, as in a file that was never opened."""
    page = strategy_page(analyze(orders, settings=Settings(General(), (Rfm(),))))
    cells = [cell for b in page.blocks if isinstance(b, Table) for cell in b.rows.to_numpy().ravel()]
    assert all(cell.value is not None for cell in cells if isinstance(cell, Formula))
