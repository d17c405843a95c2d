"""识别结果: what each sheet and each column was taken for, and why."""

from dataclasses import replace

import pandas as pd
import pytest

from xlseg.analysis import nothing
from xlseg.blocks import Note, Table
from xlseg.models import DEFAULTS
from xlseg.recognise import Guess, filled, recognise
from xlseg.settings import Mapped
from xlseg.sheets.recognised import CERTAIN, recognised_page, summary
from xlseg.text import Text

ORDERS = [
    ["客户", "下单日期", "金额", "付款金额", "手机", "心情", "RFM得分"],
    ["张三", "2026-05-01", 10.0, 9.5, "13812345678", "好", "555"],
    ["李四", "2026-05-02", 20.0, 19.5, "13912345678", "好", "111"],
]
PEOPLE = [["会员编号", "姓名", "爱好"], ["M1", "张三", "钓鱼"]]
DATA = {"表1": ORDERS, "会员": PEOPLE, "备忘": [["随便"]]}


def known(*mapped: Mapped):
    settings = replace(DEFAULTS, columns=mapped)
    sources = filled(recognise(DATA, mapped))
    return replace(nothing(settings), sources=sources, unused=("备忘",))


@pytest.fixture
def tables() -> list[pd.DataFrame]:
    page = recognised_page(known(), DATA, {("表1", 7)})
    return [block.rows for block in page.blocks if isinstance(block, Table)]


def row(table: pd.DataFrame, sheet: str, column: str) -> dict[str, str]:
    found = table[(table["sheet"] == sheet) & (table["at"] == column)].iloc[0]
    return {key: getattr(value, "zh", value) for key, value in found.items()}


def test_each_sheet_is_listed_with_what_it_holds(tables):
    listed = [(r["sheet"], r["kind"].zh) for _, r in tables[0].iterrows()]
    assert listed == [("表1", "订单"), ("会员", "客户"), ("备忘", "认不出，没有用")]


def test_a_column_says_what_it_was_taken_for_by_which_name_and_what_else_there_is(tables):
    assert row(tables[1], "表1", "B")["why"] == "表头就是这个名字"
    amount = next(row(tables[1], "表1", at) for at in "CD" if at in set(tables[1]["at"][tables[1]["sheet"] == "表1"]))
    assert amount["field"] == "金额"
    assert "表头「" in amount["others"]
    assert row(tables[1], "会员", "A")["why"] == "表头是「客户ID」的一种叫法"


def test_examples_of_names_and_phones_are_masked_and_others_are_not(tables):
    told = " ".join(str(value) for value in tables[1]["sample"])
    assert not {"张三", "13812345678"} & set(tables[1]["sample"])
    assert "2026-05-01" in told
    assert "M1" in told


def test_columns_left_over_are_listed_and_our_own_labels_are_not(tables):
    left = {(r["sheet"], r["name"]): r["why"].zh for _, r in tables[2].iterrows()}
    assert left["表1", "心情"] == "细分用不到，原样保留"
    assert left["会员", "爱好"].startswith("您自己的列")
    assert "没有取这一列" in (left.get(("表1", "金额")) or left.get(("表1", "付款金额")))
    assert ("表1", "RFM得分") not in left


def test_what_the_user_said_is_told_as_such():
    page = recognised_page(known(Mapped("表1", "amount", "付款金额")), DATA, ())
    columns = [block.rows for block in page.blocks if isinstance(block, Table)][1]
    assert row(columns, "表1", "D")["why"] == "您在《设置》里指定的"


def test_the_sentences_count_what_was_found():
    said = [text.zh for text in summary(known(), DATA, {("表1", 7)})]
    assert said[0].startswith("认出 2 张表：「表1」是订单（表头在第 1 行")
    assert "认不出、没有用的工作表：备忘。" in said


def test_a_page_says_first_how_much_was_recognised_and_lists_what_is_doubtful_on_top():
    page = recognised_page(known(), DATA, {("表1", 7)})
    columns = [block for block in page.blocks if isinstance(block, Table)][1].rows
    assert page.blocks[0] == Note(CERTAIN.format(tables=2, columns=len(columns)))
    orders, people = known().sources
    unsure = replace(orders, guesses=(Guess("phone", "手机", (), Text("猜的", "guessed")),))
    page = recognised_page(replace(known(), sources=(people, unsure)), DATA, {("表1", 7)})
    table = [block for block in page.blocks if isinstance(block, Table)][1]
    assert "其中 1 列拿不准" in page.blocks[0].text.zh
    assert [text.zh for text in table.rows["sure"]][:2] == ["请核对", "确定"]
    assert row(table.rows, "表1", "E")["why"] == "猜的"
    assert table.alarms["sure"].zh == '{sure}="请核对"'
