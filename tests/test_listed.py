"""Settings that are sheets of their own: written, edited by hand, read back, and told with their rows."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from xlseg.actions import Request, segment
from xlseg.cli import app
from xlseg.hosts.file import FileHost
from xlseg.settings import Row


def said(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


@pytest.fixture
def shop(tmp_path: Path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows:
        book.active.append(row)
    people = book.create_sheet("客户")
    for row in (
        ["客户ID", "城市", "投诉等级"],
        *([f"C{n:02}", city, "A"] for n, city in enumerate(["苏州", "北京"], 1)),
    ):
        people.append(row)
    book.save(tmp_path / "shop.xlsx")
    said("segment", tmp_path / "shop.xlsx", "--model", "rules", "--model", "geography", "--in-place")
    return tmp_path / "shop.xlsx"


def edited(path: Path, sheet: str, **cells: object) -> None:
    book = load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)


def column(path: Path, sheet: str, title: str) -> list[object]:
    rows = [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows()]
    top = next(row for row in rows if title in row)
    return [row[top.index(title)] for row in rows[rows.index(top) + 1 :]]


def test_rules_edited_and_added_by_hand_are_used_and_stay(shop):
    edited(shop, "规则表", C5="投诉等级 = A 且 城市 = 苏州", A9=0, B9="全部订单多的", C9="F≥3")
    before = load_workbook(shop)["规则表"]
    text = said("rules", shop, "--in-place")
    assert "全部订单多的" in text
    after = load_workbook(shop)["规则表"]
    assert [[c.value for c in row] for row in after] == [[c.value for c in row] for row in before]
    assert column(shop, "客户", "规则分群") == ["全部订单多的", "未匹配"]


def test_a_wrong_rule_is_told_with_its_row_and_nothing_is_written(shop):
    edited(shop, "规则表", C5="投诉等级 ≥ 3", C6="甲 ≤ 3", C7="R ≤ 3 且", A8="早")
    before = shop.read_bytes()
    text = said("rules", shop, "--in-place")
    assert "工作表「规则表」第 7 行：条件没有写完" in text
    assert "工作表「规则表」第 8 行" in text
    assert shop.read_bytes() == before
    edited(shop, "规则表", C7="R ≤ 3", A8=4)
    text = said("rules", shop, "--in-place")
    assert "工作表「规则表」第 5 行 第 1 条规则「核心忠诚客户」：「投诉等级」是文字，不能用 >=" in text
    assert "工作表「规则表」第 6 行 第 2 条规则「新锐潜力客户」：没有「甲」这一列" in text


def test_a_city_moved_to_another_tier_is_labelled_so(shop):
    assert column(shop, "客户", "地理分群") == ["新一线城市客户", "一线城市客户"]
    rows = list(load_workbook(shop)["城市分级"].iter_rows())
    place = next(cell for row in rows for cell in row if cell.value == "苏州")
    edited(shop, "城市分级", **{place.offset(0, 1).coordinate: "一线"})
    said("geography", shop, "--in-place")
    assert column(shop, "客户", "地理分群") == ["一线城市客户", "一线城市客户"]


def test_a_pack_chosen_later_replaces_rules_nobody_changed(shop):
    said("rules", shop, "--in-place", "--set", "rules.pack=guide")
    assert "高价值客户" in column(shop, "规则表", "群体")


def test_the_command_line_goes_before_the_sheet(shop):
    assert "老客户" in said("rules", shop, "--in-place", "--set", "rules.table=老客户: F≥1")


def test_a_header_that_is_gone_is_told_and_the_users_rows_stay(shop):
    edited(shop, "规则表", B5="我的客户", C4=None)
    assert "工作表「规则表」：表头少了 条件" in said("rules", shop, "--in-place")
    edited(shop, "规则表", A4=None, B4=None, D4=None, E4=None)
    assert "表头少了 优先级、群体、条件" in said("rules", shop, "--in-place")
    assert "我的客户" in {cell.value for row in load_workbook(shop)["规则表"].iter_rows() for cell in row}


def test_labels_of_models_that_did_not_run_are_said_to_be_old(shop):
    assert "以前的标签还在、这次没有更新：规则分群、地理分群" in said("rfm", shop, "--in-place")


def test_very_many_order_rows_get_no_labels_beside_them(tmp_path, orders_rows, monkeypatch):
    monkeypatch.setattr("xlseg.plan.MOST_LABELS", 10)
    book = Workbook()
    for row in orders_rows:
        book.active.append(row)
    book.save(tmp_path / "orders.xlsx")
    text = said("segment", tmp_path / "orders.xlsx", "--in-place")
    assert "标签只写在《客户标签》里" in text
    after = load_workbook(tmp_path / "orders.xlsx")
    assert after[after.sheetnames[0]].max_column == len(orders_rows[0])
    assert after["客户标签"].max_row > 3


def test_a_sheet_of_rules_made_by_hand_is_told_to_be_unused_with_what_to_do(orders_rows):
    rows = {"订单": orders_rows[2:-1], "规则表": [["优先级", "群体", "条件"], [1, "甲", "R≤30"]]}
    host = FileHost(rows=rows)
    said = [text.zh for text in segment(host, Request((Row("general.models", value="rules"),))).sentences]
    assert any("工作表「规则表」没有用上" in text and "抄进去" in text for text in said)
    assert not any("认不出是什么表" in text for text in said)
