"""Blank and faulty cells of ready-made measures, and sentences about them."""

import errno

import pandas as pd
import pytest

from xlseg import functions
from xlseg.analysis import analyze
from xlseg.cleaning import done
from xlseg.errors import XlsegError, reason
from xlseg.models import DEFAULTS
from xlseg.settings import assignment, parse
from xlseg.sheets.quality import fields


def people(**blank):
    """Twenty customers; blank: rows laid over the first, by customer."""
    rows = [(f"K{n:02}", f"2024-02-{n + 1:02}", n % 5 + 1, 100.0 + n) for n in range(20)]
    rows[: len(blank)] = [(who, *cells) for who, cells in blank.items()]
    return pd.DataFrame(rows, columns=["客户ID", "最近购买日期", "订单数", "累计金额"], dtype=object)


BLANK = people(
    C1=("2024-01-10", 2, None), C2=(None, 3, 200), C3=("2024-02-01", None, 250), C4=(None, 0, 0), C5=(None, None, 0)
)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("rfm", ["unmatched", "unmatched", "unmatched", "no_purchase", "no_purchase"]),
        ("lifecycle", ["mature", "unmatched", "unmatched", "prospect", "prospect"]),
        ("churn", ["low", "unmatched", "low", "no_purchase", "no_purchase"]),
        ("loyalty", ["repeat", "repeat", "unmatched", "no_purchase", "no_purchase"]),
    ],
)
def test_only_who_nothing_says_bought_has_not_bought(model, expected):
    found = analyze(BLANK, settings=parse([assignment(f"general.models={model}")], DEFAULTS))
    assert found.segmentations[model].labels["segment"].reindex(["C1", "C2", "C3", "C4", "C5"]).tolist() == expected


@pytest.mark.parametrize("scheme", ["types8", "groups11"])
def test_every_scheme_of_rfm_tells_a_blank_from_no_purchase(scheme):
    found = analyze(BLANK, settings=parse([assignment(f"rfm.scheme={scheme}")], DEFAULTS)).segmentations["rfm"]
    assert found.labels["segment"].reindex(["C2", "C4"]).tolist() == ["unmatched", "no_purchase"]


def test_blank_measures_of_who_bought_are_findings():
    issues = analyze(BLANK).issues
    found = issues[issues["code"] == "missing_measure"]
    assert sorted(zip(found["row"], found["column"], strict=True)) == [(0, "revenue"), (1, "last_order"), (2, "orders")]


def test_an_error_in_a_spare_column_drops_nobody_and_counts_as_missing():
    rows = people().assign(客单价=["#VALUE!"] * 15 + [50] * 5)
    found = analyze(rows)
    assert len(found.customers) == 20
    assert found.issue_counts() == {"formula_error": 15}
    assert found.left_out.empty
    table = fields(found).rows
    assert table.loc[[str(t) == "客单价" or t.zh == "客单价" for t in table["field"]], "missing"].tolist() == [15]


def test_an_error_in_the_revenue_leaves_the_row_out():
    assert len(analyze(people(C1=("2024-01-10", 2, "#VALUE!"))).customers) == 19


def test_negative_days_are_a_finding():
    rows = people().drop(columns="最近购买日期").assign(距上次购买天数=[-4, *range(19)])
    assert analyze(rows).issue_counts() == {"negative_days": 1}


def test_of_a_repeated_customer_the_amounts_are_not_added_and_that_is_said():
    found = analyze(pd.concat([people(), people().head(2)], ignore_index=True))
    assert found.customers["revenue"].sum() == sum(100 + n for n in range(20))
    (treatment,) = found.issues["done"].unique()
    assert done(treatment, None).zh == "只计第一行，它的空白由后面的行补；后面的行不计入，金额不相加"


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("SEG_LIFECYCLE", [(30, None), (None, 0), (None, 2), (30, 3)]),
        ("SEG_CHURN_RISK", [(30, None), (None, 0), (None, 2), (200, 3)]),
        ("SEG_AGE_BAND", [(150,), (-1,), (30,)]),
    ],
)
def test_one_cell_and_a_column_agree(name, cells):
    function = getattr(functions, name)
    column = function(*([[cell] for cell in cells_] for cells_ in zip(*cells, strict=True)))
    assert [[function(*row)] for row in cells] == column
    assert not any(str(label).startswith("#") for (label,) in column)


def test_the_stage_of_a_blank_count_is_not_guessed():
    assert functions.SEG_LIFECYCLE(30, None) == "未匹配"
    assert functions.SEG_LIFECYCLE(None, 0) == "潜在客户"


def test_negative_days_are_refused_in_a_cell():
    assert functions.SEG_LIFECYCLE(-3, 2) == "#距上次购买天数 不能是负数：-3"


def test_one_customer_is_scored_by_cut_points_alone():
    assert "在 bins 里写分界点" in functions.SEG_RFM_SCORE(5, 9, 900)
    assert functions.SEG_RFM_SCORE(5, 9, 900, 5) == functions.SEG_RFM_SCORE(5, 9, 900)
    assert functions.SEG_RFM_SCORE(5, 9, 900, "30,90;2,4;500,1000") == "332"


def test_shares_of_the_result_table_are_percent():
    rows = people()
    table = functions.SEG_RESULT_TABLE([list(rows), *rows.to_numpy().tolist()])
    at = table[0].index("占比(%)")
    assert table[-1][at] == 100.0
    assert sum(row[at] for row in table[1:-1]) == pytest.approx(100)


def test_a_date_without_a_month_is_not_a_question_of_order():
    assert functions.SEG_PARSE_DATE("13/14/2024") == "#日期 读不懂：13/14/2024"
    assert "dmy" in functions.SEG_PARSE_DATE("03/04/2024")


def test_the_built_in_rules_are_told_of_where_none_are_given():
    assert functions.SEG_RULE([["客户ID", "省份"], ["a", "b"]]).startswith("#rules：没有给规则，用的是自带的规则")


def test_a_conflict_names_its_key_once():
    with pytest.raises(XlsegError) as caught:
        parse([assignment("lifecycle.loyal_orders=2")], DEFAULTS)
    assert caught.value.say("zh").count("lifecycle.new_orders") == 1


def test_the_usual_reasons_of_the_system_are_in_the_language_of_the_user():
    assert reason(FileNotFoundError(errno.ENOENT, "No such file or directory")).zh == "没有这个文件或文件夹"
    assert reason(OSError(errno.ELOOP, "Too many levels")).zh == "Too many levels"
