"""The header rows of real exports: each sheet has its kind and its columns, whatever the sheet is called."""

import json
from pathlib import Path

import pytest

from xlseg.recognise import recognise_sheet

EXPORTS = json.loads((Path(__file__).parent / "exports.json").read_text("utf-8"))
NAMES = [f"{export['system']}: {export['sheet']}" for export in EXPORTS]


def read(export, sheet):
    return recognise_sheet(sheet, [export["headers"], ["x"] * len(export["headers"])])


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_an_export_has_its_kind_and_its_columns(export):
    source = read(export, export["sheet"])
    assert source is not None
    assert source.kind == export["kind"]
    wanted = {key: header for header, key in export["means"].items()}
    assert {key: source.names.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_an_export_has_its_kind_without_the_name_of_its_sheet(export):
    assert read(export, "Sheet1").kind == export["kind"]


LISTS = [
    ["客户ID", "姓名", "类型", "状态", "来源", "负责人", "创建时间", "备注"],
    ["客户ID", "姓名", "手机", "创建时间", "消费金额"],
    ["customer_id", "created_at", "revenue"],
    ["会员ID", "姓名", "手机号", "推荐人"],
]


@pytest.mark.parametrize("header", LISTS)
def test_lists_of_customers_are_not_taken_for_records_or_orders(header):
    assert recognise_sheet("Sheet1", [header, ["x"] * len(header)]).kind == "customers"


ORDERS = [
    ["客户", "创建时间", "金额"],
    ["user_id", "created_at", "amount"],
    ["id", "date", "amount"],
    ["record id", "date", "total"],
]


@pytest.mark.parametrize("header", ORDERS)
def test_orders_are_known_by_few_and_plain_headers(header):
    assert recognise_sheet("Sheet1", [header, ["x"] * 3]).kind == "orders"


def test_a_bare_noun_is_the_id_and_the_name_unless_another_column_is():
    ledger = recognise_sheet("Sheet1", [["日期", "客户", "联系电话", "金额"], ["x"] * 4])
    assert (ledger.names["customer_id"], ledger.names["customer_name"]) == ("客户", "客户")
    assert ledger.stand_in == "customer_name"
    named = recognise_sheet("Sheet1", [["日期", "客户", "客户名称", "金额"], ["x"] * 4])
    assert (named.names["customer_id"], named.names["customer_name"]) == ("客户", "客户名称")


def test_the_number_of_an_order_is_not_who_bought():
    source = recognise_sheet("Sheet1", [["Id", "Email", "Created at", "Total"], ["x"] * 4])
    assert (source.names["customer_id"], source.names["record_id"]) == ("Email", "Id")


def test_no_doubt_is_told_of_a_column_that_is_clearly_another():
    source = recognise_sheet("Sheet1", [["客户编号", "客户", "下单日期", "创建时间", "金额"], ["x"] * 5])
    assert not source.guesses
