"""Segmenting with formulas: what stands in the workbook, again and again, and how labels become values anew."""

from pathlib import Path

import pytest
from made import shop
from openpyxl import load_workbook

from xlseg import files
from xlseg.actions import ACTIONS
from xlseg.hosts.file import FileHost
from xlseg.settings import Row

BY_KEY = {action.key: action for action in ACTIONS}
MODELS = Row("general.models", value="rfm, lifecycle, geography, rules, clusters")


def run(key: str, path: Path, *given: Row):
    return files.run(BY_KEY[key], path, [MODELS, *given], in_place=True)


def cells(path: Path) -> dict[tuple[str, str], tuple[object, object, str]]:
    """What each cell holds, what it shows and its number format."""
    book, results = load_workbook(path), load_workbook(path, data_only=True)
    every = ((sheet.title, cell) for sheet in book for row in sheet for cell in row if cell.value is not None)
    return {(s, c.coordinate): (c.value, results[s][c.coordinate].value, c.number_format) for s, c in every}


def computed(path: Path, sheet: str) -> int:
    return sum(cell.data_type == "f" for row in load_workbook(path)[sheet] for cell in row)


@pytest.fixture
def customers(tmp_path):
    path = tmp_path / "shop.xlsx"
    FileHost(rows=shop(30)).save(path)
    return path


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.xlsx"
    FileHost(rows={"订单": shop(30)["订单"]}).save(path)
    return path


def test_labels_become_formulas_that_hold_their_results(customers):
    message = run("live", customers).report.message
    headers = [cell.value for cell in load_workbook(customers)["客户"][1]]
    shown = load_workbook(customers, data_only=True)["客户"]
    assert "这些标签是实时公式" in message.zh
    assert "这些仍是数值：客户聚类（不按固定的规则分群）" in message.zh
    assert shown.cell(2, headers.index("生命周期阶段") + 1).value is not None
    assert (
        computed(customers, "客户") == 30 * 14
    )  # of rfm 7 columns, lifecycle 2, rules 2, and geography 3: its city stays a value
    assert computed(customers, "实时公式") > 20


def test_a_formula_stands_in_no_cell_of_text_where_excel_would_show_it(customers):
    run("live", customers)
    found = [(place, cell) for place, cell in cells(customers).items() if str(cell[0]).startswith("=")]
    assert "@" not in {cell[2] for place, cell in found if place[0] in ("客户", "实时公式")}


def test_the_next_run_keeps_the_formulas_and_changes_nothing(customers):
    run("live", customers)
    first = cells(customers)
    run("segment", customers)
    assert cells(customers) == first


def test_columns_written_for_formulas_are_not_read_as_data(customers):
    before = run("live", customers).report.analysis.customers
    after = run("segment", customers).report.analysis.customers
    assert list(after) == list(before)
    assert after.equals(before)


def test_values_come_back_when_the_setting_says_so(customers):
    run("live", customers)
    run("segment", customers, Row("general.labels", value="values"))
    book = load_workbook(customers)
    assert computed(customers, "客户") == computed(customers, "实时公式") == 0
    assert not [cell.value for cell in book["客户"][1] if "公式用" in str(cell.value)]
    assert not [name for name in book.defined_names if name.startswith("xlseg.label.live.")]
    assert book["实时公式"]["A2"].value.startswith("标签现在是数值")


def test_columns_of_the_user_s_own_are_referred_to_where_they_hold_what_was_read(tmp_path):
    path = tmp_path / "own.xlsx"
    rows = [["客户ID", "距上次购买天数", "订单数"], ["A", 10, 5], ["B", 200, "3"], ["C", None, 0]]
    FileHost(rows={"客户": rows}).save(path)
    files.run(BY_KEY["live"], path, [Row("general.models", value="lifecycle")], in_place=True)
    sheet = load_workbook(path)["客户"]
    headers = [cell.value for cell in sheet[1]]
    assert headers == ["客户ID", "距上次购买天数", "订单数", "公式用：订单数", "生命周期阶段", "生命周期依据"]
    assert "$B2<" in sheet["E2"].value
    assert "$D2>=" in sheet["E2"].value
    assert sheet["D3"].value == 3


def test_rows_of_orders_look_their_labels_up_on_the_page_of_customers(orders):
    run("live", orders)
    book, shown = load_workbook(orders), load_workbook(orders, data_only=True)
    headers = [cell.value for cell in book["订单"][1]]
    label = book["订单"].cell(2, headers.index("生命周期阶段") + 1)
    assert label.value.startswith("=INDEX('客户标签'!$")
    assert "MATCH($B2,'客户标签'!$A$3:$A$" in label.value
    assert shown["订单"][label.coordinate].value in ("忠实客户", "成熟客户", "新客户", "流失客户")
    assert computed(orders, "客户标签") > 100


def test_english_labels_ask_for_a_run_in_english(customers):
    run("live", customers, Row("general.lang", value="en"))
    state = next(cell for cell in load_workbook(customers)["Live formulas"]["B"] if str(cell.value).startswith("=IF("))
    assert state.value.endswith('"alive","#run xlseg again")')
