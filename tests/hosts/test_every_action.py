"""Every action through xlwings' remote engine, JSON in and actions out, against the file host; and back by undo."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from made import shop, shop_file
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table
from test_excel_double import cells
from workbook_lint import lint

from xlseg import addin
from xlseg.actions import ACTIONS, BY_KEY, GROUPS, Request
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.hosts.live_words import LONGEST
from xlseg.models import MODELS
from xlseg.settings import Row

NO_ENGINE = pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial")


def done(key: str, source: Path, *given: Row) -> tuple[FileHost, str]:
    """An action on a closed file, and what it says."""
    host = FileHost(source)
    try:
        return host, BY_KEY[key].run(host, Request(given, today=date.today(), undoable=True)).message.zh
    except XlsegError as error:
        return FileHost(source), error.say("zh")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a shop, segmented twice, with labels and what 撤销 needs, and none of our other sheets."""
    path = shop_file(tmp_path_factory.mktemp("every") / "shop.xlsx", 12)
    for scheme in ("types8", "groups11"):
        host, _ = done("rfm", path, Row("rfm.scheme", value=scheme))
        host.save(path)
    found = load_workbook(path)
    for name in [name for name in found.sheetnames if name not in (*shop(1), "撤销用的备份")]:
        del found[name]
    for name in list(found.defined_names):
        if ("page" in name.split(".") and "backup" not in name) or "figure" in name:
            del found.defined_names[name]
    found.save(path)
    return path


def seen(book: Workbook) -> object:
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    return cells(book), states, sorted(book.defined_names)


@pytest.mark.excel_engine
@NO_ENGINE
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
def test_an_action_writes_into_excel_what_it_writes_into_a_file(action, book, tmp_path):
    live = load_workbook(book)
    engine = open_book(live)
    getattr(addin, action.key)(engine)
    (alert,) = apply(engine, live)
    host, said = done(action.key, book)
    host.turn()
    host.save(tmp_path / "closed.xlsx")
    content = io.BytesIO()
    live.save(content)
    closed, opened = load_workbook(tmp_path / "closed.xlsx"), load_workbook(content)
    assert seen(opened) == seen(closed)
    assert alert["prompt"].startswith(said[:300])
    assert len(alert["prompt"]) <= LONGEST
    if "现在打开的是" in alert["prompt"]:
        assert opened.active.title == closed.active.title
        assert f"「{opened.active.title}」" in alert["prompt"]


def test_actions_stand_in_the_order_of_the_ribbon():
    keys = [action.key for action in ACTIONS]
    models = [model.key for model in MODELS]
    assert keys == [
        *("recognise", "check", "collect"),
        *("segment", *models, "live", "undo"),
        *("result", "strategy", "dashboard", "insight", "management", "register", "complete"),
        *("backtest", "feedback"),
        *("setup", "guide"),
    ]
    assert [action.group for action in ACTIONS] == sorted((a.group for a in ACTIONS), key=GROUPS.index)


class TestUndo:
    """On the closed file; the table above says that Excel does the same."""

    def test_labels_are_put_back_just_as_they_were(self, book, tmp_path):
        before = cells(load_workbook(book))
        path = tmp_path / "again.xlsx"
        host, said = done("rfm", book)
        assert "原来的标签留了一份" in said
        host.save(path)
        assert cells(load_workbook(path))["客户"] != before["客户"]
        host, said = done("undo", path)
        host.save(path)
        assert cells(load_workbook(path))["客户"] == before["客户"]
        assert "标签已恢复" in said
        assert "结果表等工作表还是上次细分的内容" in said

    def test_labels_that_were_not_there_are_gone_with_their_marks_and_columns_beside_stay(self, tmp_path, orders_rows):
        path = tmp_path / "shop.xlsx"
        made = Workbook()
        for row in orders_rows:
            made.active.append(row)
        made.active["F3"] = "我的备注"
        made.save(path)
        before = cells(load_workbook(path))
        host, _ = done("segment", path)
        host.save(path)
        later = load_workbook(path)
        later.active["P5"] = "后来写的"
        later.save(path)
        host, said = done("undo", path)
        host.save(path)
        after = load_workbook(path)
        assert after["Sheet"]["P5"].value == "后来写的"
        after["Sheet"]["P5"].value = None
        assert cells(after)["Sheet"] == before["Sheet"]
        assert not [name for name in after.defined_names if "label" in name or "undo" in name]
        assert "已清空：工作表「Sheet」的 G–M 列" in said

    def test_a_second_undo_says_that_there_is_nothing_left(self, book, tmp_path):
        path = tmp_path / "undone.xlsx"
        host, _ = done("undo", book)
        host.save(path)
        assert done("undo", path)[1].startswith("没有可以撤销的细分")

    @pytest.mark.parametrize("change", ["sorted", "inserted"])
    def test_rows_that_changed_since_stop_it_and_nothing_is_written(self, book, tmp_path, change):
        path = tmp_path / "changed.xlsx"
        found = load_workbook(book)
        sheet = found["客户"]
        one, other = sheet["A2"].value, sheet["A3"].value
        sheet["A2"], sheet["A3"] = (other, one) if change == "sorted" else ("C999", one)
        found.save(path)
        assert "工作表「客户」的行在上次细分以后变过" in done("undo", path)[1]

    def test_a_run_that_changes_no_label_leaves_the_backup_of_the_one_before(self, book, tmp_path):
        host, _ = done("rfm", book, Row("rfm.scheme", value="groups11"))
        host.save(tmp_path / "same.xlsx")
        kept = (cells(load_workbook(path))["撤销用的备份"] for path in (book, tmp_path / "same.xlsx"))
        assert next(kept) == next(kept)

    def test_an_excel_table_that_took_in_the_labels_ends_where_it_did(self, tmp_path):
        path = tmp_path / "table.xlsx"
        made = Workbook()
        for row in shop(20)["订单"]:
            made.active.append(row)
        made.active.add_table(Table(displayName="订单表", ref=f"A1:G{made.active.max_row}"))
        made.save(path)
        for key in ("rfm", "undo"):
            host, _ = done(key, path)
            host.save(path)
        table = load_workbook(path)["Sheet"].tables["订单表"]
        assert table.ref == f"A1:G{made.active.max_row}"
        assert [column.name for column in table.tableColumns] == shop(20)["订单"][0]

    def test_formulas_on_sheets_it_leaves_alone_keep_results_that_are_empty(self, book, tmp_path):
        path = tmp_path / "whole.xlsx"
        for source, key in ((book, "rfm"), (path, "undo")):
            host, _ = done(key, source)
            host.save(path, "zh")
            assert lint(path) == []

    def test_a_run_from_the_command_line_keeps_none(self, book, tmp_path):
        host = FileHost(book)
        said = BY_KEY["rfm"].run(host, Request()).message.zh
        assert "撤销" not in said


class TestUndoOfAFewOrders:
    @pytest.fixture
    def path(self, tmp_path, orders_rows) -> Path:
        """Labelled once."""
        made = Workbook()
        made.active.title = "订单"
        for row in orders_rows:
            made.active.append(row)
        made.save(tmp_path / "few.xlsx")
        self.run("rfm", tmp_path / "few.xlsx")
        return tmp_path / "few.xlsx"

    def run(self, key: str, path: Path, *given: Row) -> str:
        host, said = done(key, path, *given)
        host.save(path)
        return said

    def test_formulas_people_put_among_the_labels_come_back_as_formulas(self, path):
        found = load_workbook(path)
        found["订单"]["E4"], found["订单"]["E5"] = '=IF(C4>200,"大","小")', "'=甲"
        found["订单"]["E5"].data_type = "s"
        found.save(path)
        self.run("rfm", path)
        assert load_workbook(path)["订单"]["E4"].value == "重要价值客户"
        self.run("undo", path)
        assert load_workbook(path)["订单"]["E4"].value == '=IF(C4>200,"大","小")'
        assert load_workbook(path)["订单"]["E5"].value == "'=甲"

    def test_a_column_other_settings_do_without_is_there_again(self, path):
        before = cells(load_workbook(path))["订单"]
        self.run("rfm", path, Row("rfm.scheme", value="groups11"))
        assert load_workbook(path)["订单"]["F3"].value is None, "eleven groups have no high and low"
        self.run("undo", path)
        assert cells(load_workbook(path))["订单"] == before
        assert "xlseg.label.rfm.high_low" in load_workbook(path).defined_names

    def test_a_sheet_renamed_since_is_found(self, path):
        found = load_workbook(path)
        found["订单"].title = "上半年"
        for name in found.defined_names.values():
            name.attr_text = name.attr_text.replace("'订单'!", "'上半年'!")
        found.save(path)
        assert "工作表「上半年」的 E–K 列" in self.run("undo", path)

    def test_a_label_column_deleted_since_stays_away_and_the_others_are_put_back(self, path):
        found = load_workbook(path)
        found.defined_names["xlseg.undo.6"].attr_text = "#REF!$K$3"
        found.save(path)
        assert "E–J 列" in self.run("undo", path)

    def test_too_many_labels_are_not_kept_which_is_said_and_an_older_backup_goes(self, path, monkeypatch):
        self.run("rfm", path, Row("rfm.scheme", value="groups11"))
        monkeypatch.setattr("xlseg.actions.segmenting.MOST_KEPT", 5)
        assert "不能撤销" in self.run("rfm", path, Row("rfm.scheme", value="types8"))
        assert self.run("undo", path).startswith("没有可以撤销的细分")

    def test_where_no_sheet_may_be_added_none_is_and_it_is_said(self, path):
        found = load_workbook(path)
        del found["撤销用的备份"], found.defined_names["xlseg.page.backup"]
        found.security.lockStructure = True
        found.save(path)
        assert "没有留下原来的标签" in self.run("rfm", path, Row("rfm.bins", value=4))
        assert "撤销用的备份" not in load_workbook(path).sheetnames
