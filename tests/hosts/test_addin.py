"""The scripts Excel calls, through xlwings' own remote engine."""

import pytest
import xlwings
from excel_double import apply, open_book
from openpyxl import Workbook, load_workbook

from xlseg import addin
from xlseg.actions import ACTIONS, Request
from xlseg.hosts.file import FileHost
from xlseg.models import MODELS

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
