"""Live labels across runs that leave models out, and across undo: what the cells show stays true, by IronCalc."""

import io
import random
from datetime import date
from pathlib import Path

import pytest
import xlwings
from computed import plain
from excel_double import apply, open_book
from openpyxl import load_workbook
from test_live_labels import AGAIN, Computed

from xlseg.actions import BY_KEY, Request
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.settings import Row

HEADERS = ["客户ID", "距上次购买天数", "订单数", "累计金额", "首单至今天数"]
FORMULAS, VALUES = Row("general.labels", value="formulas"), Row("general.labels", value="values")
FROZEN = "这次没有更新的标签改成了数值，不再跟着《设置》变"


@pytest.fixture
def path(tmp_path) -> Path:
    made = random.Random(1)
    numbers = [
        (made.randint(0, 400), made.randint(1, 9), made.randint(1, 5000), made.randint(10, 900)) for _ in "x" * 40
    ]
    FileHost(rows={"客户": [HEADERS, *([f"C{n:03}", *row] for n, row in enumerate(numbers))]}).save(
        tmp_path / "in.xlsx"
    )
    return tmp_path / "in.xlsx"


def models(*keys: str) -> Row:
    return Row("general.models", value=", ".join(keys))


def closed(key: str, path: Path, *given: Row) -> str:
    host = FileHost(path)
    said = BY_KEY[key].run(host, Request(given, today=date.today(), undoable=True)).message.zh
    host.save(path, "zh")
    return said


def in_excel(key: str, path: Path, *given: Row) -> str:
    """Through the engine of Lite and Server, which tells no formulas; what they show is what IronCalc computes."""
    shown = computed(path)
    book, sent = load_workbook(path), load_workbook(path)
    for sheet in sent:
        for cell in (cell for row in sheet for cell in row if cell.data_type == "f"):
            cell.value = shown[sheet.title][cell.row - 1][cell.column - 1]
    live = LiveHost(open_book(sent))
    said = BY_KEY[key].run(live, Request(given, today=date.today(), undoable=True)).message.zh
    apply(live.book, book)
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    return said


NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")
EACH = pytest.mark.parametrize("run", [closed, pytest.param(in_excel, marks=[pytest.mark.excel_engine, NO_ENGINE])])


def computed(path: Path) -> dict[str, list[list[object]]]:
    found = Computed(path)
    cells = {sheet.title: (n, sheet.max_row, sheet.max_column) for n, sheet in enumerate(found.book)}
    return {
        title: [[found.model.get_cell_value(n, row, c) for c in range(1, right + 1)] for row in range(1, bottom + 1)]
        for title, (n, bottom, right) in cells.items()
    }


def labels(path: Path) -> dict[str, list[object]]:
    """What people read beside their customers once all is computed anew."""
    head, *rows = computed(path)["客户"]
    titles = {title: at for at, title in enumerate(head) if title and title not in HEADERS and "公式用" not in title}
    return {title: [plain(row[at]) for row in rows] for title, at in titles.items()}


def change_amounts(path: Path) -> None:
    book = load_workbook(path)
    for row in range(2, 20):
        book["客户"].cell(row, 4).value *= 3
    book.save(path)


@EACH
@pytest.mark.parametrize("how", [(), (VALUES,)])
def test_live_labels_of_a_model_that_did_not_run_stay_as_they_were(run, how, path):
    run("segment", path, FORMULAS, models("rfm"))
    before = labels(path)
    said = run("segment", path, models("lifecycle", "tiers"), *how)
    after = labels(path)
    assert {title: after[title] for title in before} == before
    assert f"{FROZEN}：RFM" in said
    assert len(after) > len(before) + 2


@EACH
def test_a_run_of_all_models_that_are_live_makes_values_of_none(run, path):
    run("segment", path, FORMULAS, models("rfm", "tiers"))
    assert FROZEN not in run("segment", path, models("rfm", "tiers", "lifecycle"))


def test_a_formula_of_the_user_s_own_among_them_stays_one_and_what_nobody_computed_is_told(path):
    closed("segment", path, FORMULAS, models("rfm"))
    book = load_workbook(path)
    at = [cell.value for cell in book["客户"][1]].index("RFM客户类型") + 1
    book["客户"].cell(3, at).value = '=IF(D3>1000,"大","小")'
    book.save(path)
    said = closed("segment", path, models("tiers"))
    sheet = load_workbook(path)["客户"]
    assert sheet.cell(3, at).value == '=IF(D3>1000,"大","小")'
    assert sheet.cell(2, at).value is None
    assert "有的公式还没有算出结果，这些格子留空" in said


LIMITS = Row("tiers.by", value="limits")
SECOND = {
    "another model goes along": (
        [models("rfm")],
        [FORMULAS, models("tiers", "rfm"), Row("rfm.scheme", value="groups11")],
    ),
    "values": ([models("rfm")], [VALUES, models("rfm"), Row("rfm.scheme", value="groups11")]),
    "other limits": (
        [models("tiers"), LIMITS, Row("tiers.limits", value="500, 2000")],
        [FORMULAS, models("tiers"), LIMITS, Row("tiers.limits", value="100, 4000")],
    ),
}


@EACH
@pytest.mark.parametrize("case", SECOND)
def test_undo_brings_back_what_live_labels_showed_and_says_that_they_are_values(run, case, path):
    first, second = SECOND[case]
    run("segment", path, FORMULAS, *first)
    before = labels(path)
    run("segment", path, *second)
    assert labels(path) != before
    said = run("undo", path)
    assert labels(path) == before
    assert "标签已恢复" in said
    assert ("恢复成数值" in said) == (case != "values")


@pytest.mark.excel_engine
@NO_ENGINE
def test_undo_after_the_data_changed_brings_back_the_labels_of_before(path):
    run = in_excel
    run("segment", path, FORMULAS, models("rfm"))
    before = labels(path)
    change_amounts(path)
    shown = labels(path)
    run("segment", path, FORMULAS, models("rfm"))
    assert labels(path) != shown
    run("undo", path)
    assert labels(path) == shown != before


@EACH
def test_undo_of_the_first_formulas_brings_the_values_back(run, path):
    run("segment", path, models("rfm"))
    before = labels(path)
    run("live", path, models("rfm"))
    assert "标签已恢复" in run("undo", path)
    sheet = load_workbook(path)["客户"]
    assert labels(path) == before
    assert not [cell for row in sheet for cell in row if cell.data_type == "f" or "公式用" in str(cell.value)]


def test_a_run_that_changes_no_live_label_leaves_the_backup_of_the_one_before(path):
    closed("segment", path, FORMULAS, models("rfm"))
    assert "原来的标签留了一份" not in closed("segment", path, models("rfm"))


def put(path: Path, key: str, value: object) -> None:
    book = load_workbook(path)
    row = next(cell.row for (cell,) in book["设置"].iter_rows(max_col=1) if cell.value == key)
    book["设置"].cell(row, 3).value = value
    book.save(path)


WATCHED = {"general.as_of": "2026-09-01", "general.recent_days": 30, "clean.negative_amount": "不计入"}


@pytest.mark.parametrize("key", [*WATCHED, "clean.fill_age"])
def test_a_setting_of_all_models_that_changed_asks_for_a_run(key, path):
    closed("segment", path, FORMULAS, models("rfm", "tiers"))
    put(path, key, WATCHED.get(key, "平均数"))
    assert {label for found in labels(path).values() for label in found} == {AGAIN}


def test_settings_written_anew_in_other_rows_ask_for_a_run_instead_of_following_the_wrong_ones(path):
    closed("segment", path, FORMULAS, models("churn"))
    book = load_workbook(path)
    row = next(cell.row for (cell,) in book["设置"].iter_rows(max_col=1) if cell.value == "churn.silent_days")
    for column in range(1, 6):
        one, other = (book["设置"].cell(at, column) for at in (row, row + 1))
        one.value, other.value = other.value, one.value
    book.save(path)
    assert {label for found in labels(path).values() for label in found} == {AGAIN}


@pytest.mark.parametrize(("other", "same"), [("ab1", False), ("AB1", True), ("ＡＢ1", True)])
def test_customer_ids_excel_takes_for_the_same_have_their_own_labels_beside_orders(other, same, tmp_path):
    path, values = tmp_path / "orders.xlsx", tmp_path / "values.xlsx"
    rows = [["客户ID", "订单日期", "订单金额"]]
    rows += [
        [name, f"2026-0{1 + n % 6}-11", n * n]
        for n in range(1, 40)
        for name in ("Ab1" if n % 3 else other + "x" * (not same), "C2")
    ]
    for one in (path, values):
        FileHost(rows={"订单": rows}).save(one)
    said = closed("segment", path, FORMULAS, models("tiers"))
    closed("segment", values, VALUES, models("tiers"))
    found, wanted = (
        computed(path)["订单"],
        [list(row) for row in load_workbook(values)["订单"].iter_rows(values_only=True)],
    )
    at, there = found[0].index("价值层级"), wanted[0].index("价值层级")
    assert [row[at] for row in found] == [row[there] for row in wanted]
    assert ("只有大小写或全角半角不同" in said) == same
    assert (load_workbook(path)["订单"].cell(2, at + 1).data_type == "f") != same
