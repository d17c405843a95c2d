"""The scripts Excel calls, through xlwings' own remote engine."""

import asyncio
from inspect import signature
from types import SimpleNamespace

import pytest
import xlwings
from excel_double import apply, open_book
from openpyxl import Workbook, load_workbook

from xlseg import addin
from xlseg.actions import ACTIONS, BY_KEY, Request
from xlseg.addin_forms import FIELDS
from xlseg.cells import Placed
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.models import MODELS

OPEN = "按《设置》 · As in Settings"

pytestmark = [
    pytest.mark.excel_engine,
    pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial"),
]


@pytest.fixture
def shop(orders_rows) -> Workbook:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows:
        book.active.append(row)
    return book


def call(script, workbook: Workbook) -> str:
    """Run a script as Excel would; the one message the user gets."""
    book = open_book(workbook)
    script(book)
    (alert,) = apply(book, workbook)
    return alert["prompt"]


def test_checking_writes_the_report_and_labels_nothing(shop):
    assert "工作表 数据质量报告" in call(addin.check, shop)
    assert shop["订单"].max_column == 4


def test_the_list_of_data_to_collect_is_written_and_read_back(shop):
    assert "缺 13 项" in call(addin.collect, shop)
    shop["客户数据收集清单"]["B7"] = "订单状态"
    assert "缺 12 项" in call(addin.collect, shop)
    assert [cell.value for cell in shop["客户数据收集清单"][7]][1:5] == [
        *("订单状态", "CRM系统、注册信息", "一次性"),
        "订单!D3",
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_the_script_of_each_model_labels_the_open_workbook_or_says_what_it_lacks(model, shop):
    said = call(getattr(addin, model.key), shop)
    if "已细分 4 位客户" in said:
        assert shop["订单"]["E3"].value == model.columns[0].title.zh
    else:
        assert said.startswith(f"{model.title.zh}：")
        assert shop["订单"].max_column == 4


def test_a_backtest_writes_its_page_and_labels_nothing(shop):
    assert "没有计入：2 位新客户" in call(addin.backtest, shop)
    assert "回测" in shop.sheetnames
    assert shop["订单"].max_column == 4


def test_what_is_wrong_is_a_message_and_no_cell_changes(shop):
    shop["订单"]["B4"] = "某一天"
    before = [[cell.value for cell in row] for row in shop["订单"]]
    assert "订单!B4（某一天）" in call(addin.segment, shop)
    assert shop.sheetnames == ["订单"]
    assert [[cell.value for cell in row] for row in shop["订单"]] == before


def test_an_unforeseen_error_is_a_message_too(shop, monkeypatch):
    monkeypatch.setattr("xlseg.actions.workbook.recognise", lambda *_: 1 / 0)
    assert "ZeroDivisionError" in call(addin.segment, shop)


def sent(workbook: Workbook, **facts: object) -> xlwings.Book:
    """The workbook as a script meets it, with other facts about the book than the double sends."""
    book = open_book(workbook)
    book.impl.api["book"] |= facts
    return book


def told(book: xlwings.Book, workbook: Workbook) -> str:
    addin.segment(book)
    (alert,) = apply(book, workbook)
    return alert["prompt"]


class TestBadInput:
    def test_what_is_selected_does_not_matter_be_it_several_areas_or_a_shape(self, shop):
        assert "已细分 4 位客户" in told(sent(shop, selection="A1:B2,D4:E5"), shop)
        assert "已细分 4 位客户" in told(sent(shop, selection=None), shop)

    def test_rows_a_filter_hides_are_labelled_like_all_others(self, shop):
        shop["订单"].auto_filter.ref = "A3:D12"
        shop["订单"].row_dimensions[5].hidden = True
        told(sent(shop), shop)
        assert shop["订单"]["E5"].value == shop["订单"]["E4"].value == "重要价值客户"
        assert shop["订单"].row_dimensions[5].hidden

    def test_an_old_format_is_refused_and_nothing_is_written(self, shop):
        assert told(sent(shop, name="店.xls"), shop).startswith("这个工作簿是旧格式 .xls")
        assert shop.sheetnames == ["订单"]

    def test_a_text_file_is_labelled_and_told_what_saving_loses(self, shop):
        said = told(sent(shop, name="店.csv"), shop)
        assert "已细分 4 位客户" in said
        assert said.endswith("请另存为 .xlsx，否则写的都会丢。")

    def test_what_fails_while_writing_leaves_not_one_cell_behind(self, shop, monkeypatch):
        write = LiveHost.write

        def failing(host: LiveHost, placed: Placed) -> None:
            write(host, placed)
            if placed.sheet == "客户细分策略表":
                raise RuntimeError("broken")

        monkeypatch.setattr(LiveHost, "write", failing)
        before = [[cell.value for cell in row] for row in shop["订单"]]
        assert "RuntimeError: broken" in told(sent(shop), shop)
        assert shop.sheetnames == ["订单"]
        assert [[cell.value for cell in row] for row in shop["订单"]] == before

    def test_a_hidden_page_of_ours_is_written_and_not_turned_to(self, shop):
        told(sent(shop), shop)
        shop["仪表盘"].sheet_state, shop.active = "hidden", 0
        said = told(sent(shop), shop)
        assert shop.active.title == "订单"
        assert "现在打开的是" not in said


class TestForms:
    """As xlwings Lite and Server call a script: through their own code, with answers as JSON carries them."""

    def answered(self, monkeypatch, workbook: Workbook, key: str, *answers: object) -> str:
        office = pytest.importorskip("xlwings.pro.udfs_officejs")
        monkeypatch.setattr("xlwings.script", office.script)
        module = SimpleNamespace(**{key: addin.script(BY_KEY[key])})
        book = open_book(workbook)
        injected = {xlwings.Book: book}
        asyncio.run(office.custom_scripts_call(module, key, typehint_to_value=injected, args=list(answers)))
        (alert,) = apply(book, workbook)
        return alert["prompt"]

    def test_model_day_and_language_are_for_this_run(self, monkeypatch, shop):
        said = self.answered(
            monkeypatch,
            shop,
            "segment",
            "客户价值分层 · Value tiers",
            "按《设置》 · As in Settings",
            "2026-07-15",
            "English",
        )
        assert "Segmented 4 customers (as of 2026-07-15)" in said
        assert shop["订单"]["E3"].value == "Value tier"
        settings = {row[0].value: row[2].value for row in shop["Settings"]}
        assert settings["general.as_of"] is None, "a day for one run is not kept"

    def test_a_goal_picks_the_models(self, monkeypatch, shop):
        assert "按目标「提升营收」使用" in self.answered(monkeypatch, shop, "segment", OPEN, "提升营收 · Raise revenue")

    def test_questions_left_as_they_are_change_nothing(self, monkeypatch, shop):
        assert "已细分 4 位客户（分析日期 2026-07-01）" in self.answered(monkeypatch, shop, "rfm", None, OPEN)

    def test_without_a_form_it_runs_as_the_settings_say(self, monkeypatch, shop):
        assert "已细分 4 位客户" in self.answered(monkeypatch, shop, "segment")

    @pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.key)
    def test_each_question_has_a_label_and_each_script_a_help_in_both_languages(self, action):
        made = addin.script(action)
        book, *asked = signature(made).parameters.values()
        assert book.annotation is xlwings.Book
        assert all("·" in part.annotation.__metadata__[0]["label"] for part in asked)
        assert [part.name for part in asked] == [FIELDS[key].name for key in action.asks]
        for text in (*action.title, *action.tip, "**需要**：", "**Needs**: "):
            assert text in made.__doc__


def test_live_labels_are_formulas_in_the_open_workbook_as_in_a_file(shop, tmp_path):
    host = FileHost(rows={"订单": [[cell.value for cell in row] for row in shop["订单"]]})
    next(action for action in ACTIONS if action.key == "live").run(host, Request())
    host.save(tmp_path / "file.xlsx")
    call(addin.live, shop)
    file = load_workbook(tmp_path / "file.xlsx")
    for sheet in ("客户标签", "实时公式", "订单"):
        ours, theirs = ({c.coordinate: c.value for r in book[sheet] for c in r if c.value} for book in (shop, file))
        assert {k: v for k, v in ours.items() if str(v).startswith("=")} == {
            k: v for k, v in theirs.items() if str(v).startswith("=")
        }
    assert str(shop["客户标签"]["R3"].value).startswith("=")
