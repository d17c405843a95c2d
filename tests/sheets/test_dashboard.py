"""The dashboard: which key figures and charts it has, what they come to by hand, and that its cells are alive."""

import subprocess

import numpy as np
import pandas as pd
import pytest
from excel_like import load_named
from libreoffice import MISSING, convert
from openpyxl import Workbook, load_workbook

from xlseg import General, Settings, analyze
from xlseg.actions import Request, segment
from xlseg.analysis import inspect
from xlseg.blocks import Chart, Note, Panel, Table, Tiles
from xlseg.cells import Formula
from xlseg.hosts.file import FileHost
from xlseg.models import MODELS
from xlseg.page import place
from xlseg.settings import Row
from xlseg.sheets.dashboard import dashboard_page
from xlseg.sheets.dashboard.buying import months, pareto, times
from xlseg.sheets.insight import insight_page
from xlseg.sheets.result import evidence_page, result_page
from xlseg.standing import Standing, read_data
from xlseg.text import LANGS, Text


def settings(*keys, lang="zh"):
    return Settings(General(lang), tuple(model for key in keys for model in MODELS if model.key == key))


def shop(count=60):
    """Customer n buys 1 + n % 6 times, 100 + n a time, every 30 days up to day n % 90 before the last."""
    rows = [
        [f"C{n:02}", pd.Timestamp(2026, 6, 30) - pd.Timedelta(days=n % 90 + 30 * k), 100.0 + n]
        for n in range(count)
        for k in range(1 + n % 6)
    ]
    return pd.DataFrame(rows, columns=["客户ID", "下单日期", "金额"])


def page(orders, *keys):
    return dashboard_page(analyze(orders, settings=settings(*(keys or ("rfm",)))))


def block(page, kind):
    return next(block for block in page.blocks if isinstance(block, kind))


def charts(page):
    return [chart.of.removeprefix("dashboard.") for chart in block(page, Panel).charts]


def tables(page):
    return {b.name.removeprefix("dashboard."): b for b in page.blocks if isinstance(b, Table)}


def came(column):
    """What a column comes to."""
    return [cell.value if isinstance(cell, Formula) else cell for cell in column]


def figures(page):
    return {tile.key: came([tile.value])[0] for tile in block(page, Tiles).tiles}


def test_the_key_figures_by_hand(orders):
    """C01 3 orders 600, C02 1 of 50, C03 2 of 1,700, C04 1 of 20; C01 and C02 bought within 183 days of 1 July,
    and so did C03, on 10 January."""
    assert figures(page(orders)) == {
        "customers": 4,
        "orders": 7,
        "revenue": 2370,
        "average_order": pytest.approx(2370 / 7),
        "each": pytest.approx(2370 / 4),
        "again": 0.5,
        "active": 0.75,
        "best_group": pytest.approx(1700 / 2370),
    }


def test_average_order_and_shares_are_the_same_figures_on_each_sheet(orders):
    """The average order of a group is its revenue over its orders: C01 and C03 come to 2,300 over 5 orders."""
    analysis = analyze(orders, settings=settings("tiers"))
    evidence = next(b for b in evidence_page(analysis).blocks if isinstance(b, Table)).rows.set_index("title")
    customers = analysis.customers.set_index("customer_id")
    for key, title in analysis.segmentations["tiers"].titles().items():
        labels = analysis.segmentations["tiers"].labels["segment"]
        of = customers.loc[labels.index[labels == key]]
        if len(of):
            assert evidence.loc[[title], "average_order"].item() == of["revenue"].sum() / of["orders"].sum()
    result = next(b for b in result_page(analysis).blocks if isinstance(b, Table)).rows
    drawn = tables(dashboard_page(analysis))["groups"].rows
    assert came(drawn["share"]) == came(result["share"])[:-1]


def test_refunds_are_no_orders_in_any_count_of_them(orders):
    refund = pd.DataFrame([["C04", "2025-12-03", -20.0, "已完成"]], columns=orders.columns)
    analysis = analyze(pd.concat([orders, refund], ignore_index=True), settings=settings("rfm"))
    assert analysis.order_count == figures(dashboard_page(analysis))["orders"] == 7


def test_the_lifecycle_says_who_is_lost_instead(orders):
    found = figures(page(orders, "rfm", "lifecycle"))
    assert "active" not in found
    assert found["lost"] == 0.25, "of four buyers C04 has been silent for 212 days"


def test_a_run_of_rfm_alone_fills_two_rows_of_charts():
    found = page(shop())
    assert charts(found) == ["groups", "groups", "pareto", "funnel", "months", "times"]
    assert len(block(found, Tiles).tiles) == 9


def test_clusters_and_lifecycle_fill_three():
    found = page(shop(), "rfm", "lifecycle", "clusters")
    assert charts(found)[6:] == ["further.lifecycle", "profiles", "groups"]
    assert [chart.kind for chart in block(found, Panel).charts[6:]] == ["bar", "radar", "bar"]


def test_the_elbow_gives_its_place_to_the_heat_map_and_stands_below_it():
    found = page(shop(), "rfm", "lifecycle", "clusters")
    assert [b.of for b in found.blocks if isinstance(b, Chart)] == ["dashboard.elbow"]
    placed = place(found, "zh")
    assert placed.printed.area.bottom == placed.located["dashboard.heat"].bottom
    assert "elbow" in charts(page(shop(), "clusters"))


def test_rows_of_charts_are_completed():
    assert charts(page(shop(), "rfm", "lifecycle")) == [
        *("groups", "groups", "pareto", "funnel", "months", "times", "further.lifecycle"),
        *("groups", "months"),
    ]
    assert charts(page(shop(), "clusters"))[-1] == "groups"


def test_the_first_model_of_the_settings_leads():
    found = page(shop(), "lifecycle", "rfm")
    assert came(tables(found)["groups"].rows["title"])[0] == Text("忠实客户", "Loyal")
    assert "「客户生命周期」" in block(found, Note).text.zh


def test_groups_stand_in_their_order_with_their_shares(orders):
    rows = tables(page(orders))["groups"].rows
    assert sum(came(rows["share"])) == pytest.approx(1)
    assert sum(came(rows["revenue_share"])) == pytest.approx(1)
    assert came(rows["title"])[0].zh == "重要价值客户"
    assert rows["orders"].sum() == 7


def test_revenue_of_tenths_by_hand():
    """Twenty customers of 1 ... 20: the best two bring 39 of 210, all twenty all of it."""
    rows = pareto(pd.DataFrame({"revenue": np.arange(1.0, 21)})).rows
    assert rows["revenue"].tolist() == [39, 35, 31, 27, 23, 19, 15, 11, 7, 3]
    assert came(rows["cumulative"])[:2] == [pytest.approx(39 / 210), pytest.approx(74 / 210)]
    assert came(rows["cumulative"])[-1] == 1
    assert rows["count"].tolist() == [2] * 10


def test_no_tenths_of_fewer_than_ten_nor_of_nothing():
    assert pareto(pd.DataFrame({"revenue": [5.0] * 9})) is None
    assert pareto(pd.DataFrame({"revenue": [0.0] * 20})) is None
    assert pareto(pd.DataFrame({"age": [30]})) is None


def test_how_often_by_hand():
    rows = times(pd.DataFrame({"orders": [0, 1, 1, 2, 7, 12], "revenue": [None, 10, 10, 20, 20, 40]})).rows
    assert [text.en for text in rows["times"]] == ["1", "2", "3", "4", "5–9", "10+"]
    assert rows["count"].tolist() == [2, 1, 0, 0, 1, 1]
    assert came(rows["revenue_share"]) == [0.2, 0.2, 0, 0, 0.2, 0.4]


def test_habitual_buyers_are_counted_in_wider_rows():
    rows = times(pd.DataFrame({"orders": [1, 8, 30, 400]})).rows
    assert [text.en for text in rows["times"]] == ["1", "2–4", "5–9", "10–19", "20–49", "50–99", "100+"]
    assert rows["count"].tolist() == [1, 0, 1, 0, 1, 0, 1]


def test_months_by_hand():
    """A buys in January and March, B in March; a refund of B's in March lowers revenue and is no purchase."""
    days = ["2026-01-05", "2026-03-02", "2026-03-20", "2026-03-30"]
    orders = pd.DataFrame(
        {
            "order_day": pd.to_datetime(days),
            "amount": [10.0, 20, 30, -5],
            "customer_id": list("AABB"),
            "order_id": list("1234"),
        }
    )
    rows = months(orders).rows
    assert rows["month"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert rows["revenue"].tolist() == [10, 0, 45]
    assert rows["bought"].tolist() == [1, 0, 2]
    assert rows["first"].tolist() == [1, 0, 1]
    assert came(rows["again"]) == [0, 0, 1]


def test_a_month_of_few_days_is_no_fall():
    days = pd.to_datetime(["2026-01-25", "2026-02-10", "2026-03-10", "2026-04-03"])
    orders = pd.DataFrame({"order_day": days, "amount": 10.0, "customer_id": list("ABCD"), "order_id": list("1234")})
    assert months(orders).rows["month"].tolist() == ["2026-02", "2026-03"]
    assert months(orders.iloc[:2]) is None
    assert months(None) is None


def test_a_month_that_the_data_leave_early_is_no_whole_month_here_nor_in_the_insight():
    days = pd.date_range("2025-03-01", "2025-05-20")
    orders = pd.DataFrame({"客户ID": [f"C{n % 9}" for n in range(len(days))], "下单日期": days, "金额": 10.0})
    analysis = analyze(orders, settings=settings("rfm"))
    drawn = tables(dashboard_page(analysis))["months"].rows["month"].tolist()
    insight = next(b for b in insight_page(analysis).blocks if isinstance(b, Table) and b.name == "insight.months")
    assert drawn == insight.rows["month"].tolist() == ["2025-03", "2025-04"]


def test_the_funnel_by_orders(orders):
    rows = tables(page(orders))["funnel"].rows
    assert came(rows["count"]) == [4, 4, 2, 2]
    assert came(rows["of_all"]) == [1, 1, 0.5, 0.5]


def test_the_funnel_by_stages_narrows_and_counts_everybody():
    rows = tables(page(shop(), "rfm", "lifecycle"))["funnel"].rows
    found = came(rows["count"])
    assert found == sorted(found, reverse=True)
    assert found[0] == 60


def test_the_heat_map_counts_everybody_who_has_scores():
    found = analyze(shop(), settings=settings("rfm"))
    rows = tables(dashboard_page(found))["heat"].rows
    cells = rows[[f"f_{n}" for n in range(1, 6)]]
    scores = found.segmentations["rfm"].labels
    assert cells.to_numpy().sum() == 60
    assert cells.iloc[0, 4] == ((scores["r_score"] == 5) & (scores["f_score"] == 5)).sum()
    assert came(rows["count"]) == cells.sum(axis=1).tolist()


@pytest.mark.parametrize("models", [("rfm",), ("rfm", "lifecycle")])
def test_the_heat_map_is_on_the_screen(models):
    placed = place(page(shop(), *models), "zh")
    assert placed.printed.area.bottom == placed.located["dashboard.heat"].bottom


def test_profiles_are_ranks_whose_mean_is_the_middle():
    found = analyze(shop(), settings=settings("clusters"))
    rows = tables(dashboard_page(found))["profiles"].rows
    sizes = found.segmentations["clusters"].labels["segment"].value_counts()
    means = rows[list(sizes.index)].to_numpy(dtype=float) @ sizes.to_numpy() / 60
    assert means == pytest.approx([100 * 61 / 120] * len(rows))  # of the ranks 1 ... 60 of 60


def test_recent_buyers_rank_high():
    found = analyze(shop(), settings=settings("clusters"))
    profile = tables(dashboard_page(found))["profiles"].rows
    groups = found.segmentations["clusters"].labels["segment"].to_numpy()
    days = found.customers["days_since_last"].groupby(groups).mean()
    assert profile["measure"][0] == Text("最近购买", "Recency")
    assert profile.iloc[0, 1:].astype(float).idxmax() == days.idxmin()


def test_customers_without_orders_have_what_there_is():
    people = pd.DataFrame({"客户ID": [f"C{n}" for n in range(20)], "年龄": range(20, 60, 2)})
    found = page(people, "demographics")
    assert charts(found) == ["groups"]
    assert figures(found) == {"customers": 20}
    assert list(tables(found)) == ["groups"]


def test_of_customers_without_orders_several_models_are_drawn():
    ages, levels = range(20, 60, 2), ["金卡", "银卡"] * 10
    people = pd.DataFrame({"客户ID": [f"C{n}" for n in range(20)], "年龄": ages, "会员等级": levels, "城市": "上海"})
    assert charts(page(people, "demographics", "geography")) == ["groups", "further.geography"]


@pytest.mark.parametrize(("count", "level"), [(4, True), (9, False)])
def test_months_stand_level_below_the_axis_only_where_they_all_find_room(count, level):
    days = pd.date_range("2025-01-15", periods=count + 2, freq="30D")
    orders = pd.DataFrame({"客户ID": [f"C{n % 5}" for n in range(len(days))], "下单日期": days, "金额": 100.0})
    found = {graph.title: graph for graph in place(page(orders), "zh").charts}
    assert found["每月金额与购买客户"].level is level
    assert all(graph.level for graph in found.values() if graph.kind == "bar")


def test_no_dashboard_of_nothing():
    assert dashboard_page(inspect(shop())) is None


def book(path, *keys, lang="zh"):
    """A workbook of the shop, segmented."""
    data = shop()
    written = Workbook()
    written.active.title = "订单"
    for row in [list(data), *([who, day.to_pydatetime(), amount] for who, day, amount in data.to_numpy().tolist())]:
        written.active.append(row)
    written.save(path)
    return run(path, *keys, lang=lang)


def run(path, *keys, lang="zh"):
    host = FileHost(path)
    segment(host, Request(given=(Row("general.models", value=",".join(keys)), Row("general.lang", value=lang))))
    host.save(path)
    return path


KEYS = ("rfm", "lifecycle", "clusters")


def test_a_second_run_leaves_what_the_user_made_of_the_charts(tmp_path):
    path = book(tmp_path / "shop.xlsx", *KEYS)
    user = load_named(path)
    moved = user["仪表盘"]._charts[0]
    moved.anchor._from.col, moved.anchor.to.col = 20, 23
    user.save(path)
    drawn = load_workbook(run(path, *KEYS))["仪表盘"]._charts
    assert len(drawn) == 10
    assert max(chart.anchor._from.col for chart in drawn) == 20


def test_the_sheet_is_known_again_without_its_name(tmp_path):
    path = book(tmp_path / "shop.xlsx", "rfm")
    found = load_workbook(path)
    found["仪表盘"].title = "看板"
    for name in [name for name in found.defined_names if name.startswith("xlseg.page")]:
        del found.defined_names[name]
    found.save(path)
    host = FileHost(path)
    assert "看板" not in read_data(Standing(host, host.marks()), ())


@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
@pytest.mark.parametrize("lang", LANGS)
def test_formulas_come_to_what_was_computed(lang, tmp_path):
    """LibreOffice computes every formula anew."""
    path = book(tmp_path / "shop.xlsx", *KEYS, lang=lang)
    sheet = {"zh": "仪表盘", "en": "Dashboard"}[lang]
    ours, formulas = load_workbook(path, data_only=True)[sheet], load_workbook(path)[sheet]
    alive = [cell.coordinate for row in formulas for cell in row if cell.data_type == "f"]
    assert len(alive) > 60
    theirs = recalculated(path, tmp_path)[sheet]
    assert {at: theirs[at].value for at in alive} == {at: pytest.approx(ours[at].value) for at in alive}


@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
def test_a_count_changed_in_the_result_changes_the_dashboard(tmp_path):
    path = book(tmp_path / "shop.xlsx", *KEYS)
    found = load_workbook(path)
    result, board = found["客户细分结果表"], found["仪表盘"]
    group = next(cell for row in result for cell in row if cell.value == "重要价值客户")
    header = next(cell for cell in result[group.row - 1] if cell.value == "客户数量(人)")
    result.cell(group.row, header.column).value += 100
    found.save(path)
    there = next(cell for row in board for cell in row if cell.value == "重要价值客户")
    now = recalculated(path, tmp_path)["仪表盘"]
    assert now.cell(there.row, 2).value == result.cell(group.row, header.column).value
    assert now["A4"].value == 160, "customers in all"


@pytest.mark.skipif(bool(MISSING), reason=f"needs {MISSING}")
@pytest.mark.parametrize(("lang", "keys"), [("zh", ("rfm",)), ("en", KEYS)])
def test_it_prints_on_one_landscape_page(lang, keys, tmp_path):
    path = book(tmp_path / "shop.xlsx", *keys, lang=lang)
    found = load_workbook(path)
    for sheet in found:
        sheet.sheet_state = "visible" if sheet.title in ("仪表盘", "Dashboard") else "hidden"
    found.active = next(n for n, sheet in enumerate(found) if sheet.sheet_state == "visible")
    found.save(path)
    pdf = convert(path, "pdf", tmp_path)
    said = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert said.count("\f") == 1
    assert "##" not in said


def recalculated(path, folder):
    """As LibreOffice saves it without the results that are there."""
    book = load_workbook(path)
    (folder / "bare").mkdir(exist_ok=True)
    book.save(folder / "bare" / "bare.xlsx")
    return load_workbook(convert(folder / "bare" / "bare.xlsx", "xlsx", folder), data_only=True)


def test_who_never_bought_does_not_lower_the_revenue_per_buyer(orders):
    people = pd.DataFrame({"客户ID": ["C01", "N1", "N2"], "城市": "京"})
    found = dashboard_page(analyze(orders, people, settings=settings("rfm")))
    assert (figures(found)["customers"], figures(found)["each"]) == (6, pytest.approx(2370 / 4))


def test_the_best_fifth_of_46_are_nine_as_in_the_sales_insight():
    found = pareto(pd.DataFrame({"revenue": np.arange(46.0)}))
    assert found.rows["count"][:2].sum() == 9
    assert found.rows["count"].sum() == 46
