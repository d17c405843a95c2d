"""Functions of a range with headers: the same labels and the same result table as the file door writes."""

from pathlib import Path

import pytest
from given_cells import ORDERS, PEOPLE
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import from_excel

from xlseg import functions as x
from xlseg.actions import ACTIONS
from xlseg.errors import XlsegError
from xlseg.files import run
from xlseg.models import DEFAULTS, MODELS
from xlseg.settings import Row
from xlseg.worksheet import FUNCTIONS

LACKING = {"behaviour", "demographics", "geography", "preference", "contract", "matrix"}  # of orders alone


def written(tmp_path: Path, table: list[list[object]], model: str, *given: Row) -> Workbook:
    """The workbook the file door makes of one sheet, whose dates are dates as Excel saves them."""
    book, dated = Workbook(), [title.endswith(("日期", "时间")) for title in table[0]]
    for row in table:
        cells = zip(row, dated, strict=True)
        book.active.append([from_excel(cell) if date and isinstance(cell, float) else cell for cell, date in cells])
    book.active.title = "客户" if table is PEOPLE else "订单"
    book.save(tmp_path / "a.xlsx")
    action = next(action for action in ACTIONS if action.key == "segment")
    outcome = run(action, tmp_path / "a.xlsx", (Row("general.models", value=model), *given))
    return load_workbook(outcome.output, data_only=True)


def beside(book: Workbook, table: list[list[object]], header: str) -> list[list[object]]:
    """A label column of ours, with its header, as rows of one cell."""
    sheet = book.worksheets[0]
    at = [cell.value for cell in sheet[1]].index(header) + 1
    return [[sheet.cell(row, at).value or ""] for row in range(1, len(table) + 1)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
@pytest.mark.parametrize("table", [PEOPLE, ORDERS], ids=["customers", "orders"])
def test_labels_are_those_the_file_door_writes(model, table, tmp_path):
    answer = x.SEG_LABEL(table, model.key)
    if table is ORDERS and model.key in LACKING:
        with pytest.raises(XlsegError) as refused:
            written(tmp_path, table, model.key)
        assert answer == "#" + "；".join(problem.say("zh") for problem in refused.value.problems)
        return
    book = written(tmp_path, table, model.key)
    assert answer == beside(book, table, model.columns[0].title.zh)
    assert len({label for (label,) in answer}) > 2


@pytest.mark.parametrize("model", ["rfm", "lifecycle", "tiers"])
def test_the_result_table_is_that_of_the_file_door(model, tmp_path):
    sheet = written(tmp_path, ORDERS, model)["客户细分结果表"]
    answer = x.SEG_RESULT_TABLE(ORDERS, model)
    (top,) = (row for row in range(1, 20) if sheet.cell(row, 1).value == "客户群体ID")
    there = [[cell.value for cell in row] for row in sheet.iter_rows(top, top + len(answer) - 1, max_col=8)]
    numbers = [row[4:6] for row in answer]
    assert [[cell or "" for cell in row[:4]] for row in there] == [row[:4] for row in answer]
    assert numbers[0] == ["客户数量(人)", "占比(%)"]
    assert numbers[-1] == [40, 100.0]
    assert sum(count for count, _ in numbers[1:-1]) == 40


def test_the_function_of_a_model_is_the_label_of_that_model():
    for function in FUNCTIONS:
        if function.name in ("SEG_RULE", "SEG_CLUSTER") or [a.name for a in function.arguments[:2]] == ["data", "show"]:
            assert getattr(x, function.name)(PEOPLE) == x.SEG_LABEL(PEOPLE, function.model)


def test_a_model_is_named_by_key_or_title():
    assert x.SEG_LABEL(ORDERS, "客户生命周期") == x.SEG_LABEL(ORDERS, "Lifecycle") == x.SEG_LABEL(ORDERS, "lifecycle")
    assert x.SEG_LABEL(ORDERS) == x.SEG_LABEL(ORDERS, "rfm")
    assert x.SEG_LABEL(ORDERS, "猜").startswith("#model：没有模型「猜」；可以写 rfm（RFM 客户分群）、")


def test_titles_above_headers_totals_and_blank_rows_have_no_label():
    range_ = [["订单表", None, None], ["客户ID", "下单日期", "金额"], *ORDERS[1:], [None] * 3, ["合计", None, 9.0]]
    plain = x.SEG_LABEL(ORDERS)
    assert x.SEG_LABEL(range_) == [[""], *plain, [""], [""]]


def test_without_a_column_of_customers_each_row_is_one():
    bare = [row[2:5] for row in PEOPLE]
    assert x.SEG_LABEL(bare) == x.SEG_LABEL([[row[0], *row[2:5]] for row in PEOPLE])


def test_orders_without_customers_are_refused():
    assert x.SEG_LABEL([row[1:] for row in ORDERS]) == "#data：订单表里没有客户ID；表头是 下单日期、金额"


def test_settings_of_the_model_are_arguments(tmp_path):
    by_gender = beside(
        written(tmp_path, PEOPLE, "demographics", Row("demographics.by", value="性别")), PEOPLE, "人口统计分群"
    )
    assert x.SEG_DEMOGRAPHICS(PEOPLE, None, "by=性别; most=5") == by_gender
    assert x.SEG_DEMOGRAPHICS(PEOPLE, None, [["demographics.by", "性别"], ["most", 5.0]]) == by_gender
    assert x.SEG_DEMOGRAPHICS(PEOPLE, None, "by=性别; wrong=1", "en").startswith("#options: there is no setting")


def test_rules_are_a_range_a_text_or_a_pack():
    """The first rule that matches; worked out by hand from the days and orders of each row."""
    expected = [["规则分群"], *([v(row)] for row in PEOPLE[1:])]
    texts = "重要客户: R≤90 且 F≥5; 其他: R>0"
    assert x.SEG_RULE(PEOPLE, [["群体", "条件"], ["重要客户", "R≤90 且 F≥5"], ["其他", "R>0"]]) == expected
    assert x.SEG_RULE(PEOPLE, [[2.0, "其他", "R>0"], [1.0, "重要客户", "R≤90 且 F≥5"]]) == expected
    assert x.SEG_RULE(PEOPLE, texts) == expected
    assert x.SEG_RULE(PEOPLE, "guide") == x.SEG_LABEL(PEOPLE, "rules", None, "pack=guide")
    assert x.SEG_RULE(PEOPLE) == x.SEG_LABEL(PEOPLE, "rules")


def v(row: list[object]) -> str:
    return "重要客户" if row[2] <= 90 and row[3] >= 5 else "其他"


def test_every_wrong_rule_is_told():
    said = x.SEG_RULE(PEOPLE, [["VIP", "Z≤30"], ["B", "身高 > 3"]])
    assert said.count("；") == 1
    assert "VIP" in said
    assert "身高" in said
    assert x.SEG_RULE(PEOPLE, [["群体"], ["VIP"]]).startswith("#rules：")


def test_clusters_are_of_the_usual_columns_or_of_the_numbers_there_are():
    assert x.SEG_CLUSTER(PEOPLE, 3.0, "all") == x.SEG_LABEL(PEOPLE, "clusters", "all", "k=3")
    sizes = [["身高", "体重"], *([float(150 + n % 2 * 40), float(50 + n % 2 * 40 + n / 100)] for n in range(40))]
    found = x.SEG_CLUSTER(sizes, 2.0)
    low, high = {label for (label,) in found[1::2]}, {label for (label,) in found[2::2]}
    assert len(low) == len(high) == 1
    assert low != high


def test_the_settings_of_functions_leave_the_defaults_alone():
    before = DEFAULTS
    x.SEG_LABEL(ORDERS, "rfm", None, "bins=3")
    assert before == DEFAULTS
