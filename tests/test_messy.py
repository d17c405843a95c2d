"""What xlseg finds in a workbook of known troubles: all of them, and hardly anything else.

`pytest -s tests/test_messy.py` prints the table.
"""

import re

import openpyxl
import pytest
from messy import ADDRESS, markdown, measured, messy, write

from xlseg.actions import Request, check
from xlseg.analysis import inspect
from xlseg.cleaning import STEPS
from xlseg.hosts.file import FileHost
from xlseg.recognise import recognise

MOST_FALSE = 0.01  # false alarms of a kind, as a share of its findings
NOT_MADE = {
    "fill_customer": "off by default; its rows are those of no_customer",
    "fill_amount": "off by default; its rows are those of no_amount",
    "fill_age": "off by default; a blank age is no trouble",
    "fill_text": "off by default; a blank is no trouble",
    "refused_column": "speaks of a whole column, and there would be nothing else to find in it",
    "repeated_total": "speaks of all orders of a shop at once: here further rows have their own amount or none",
    "unknown_customer": "follows from customers whose own ID is blank or an error: their orders are a stranger's",
    "missing_measure": "of customers with ready-made measures; here measures come from orders",
    "negative_days": "of customers with ready-made measures; here measures come from orders",
    "after_as_of": "follows from the as-of date, not from the data",
}
CODES = sorted(STEPS.keys() - NOT_MADE.keys())


@pytest.fixture(scope="module")
def made():
    return messy()


@pytest.fixture(scope="module")
def issues(made):
    return inspect(*recognise(made.sheets), today=made.today).issues


@pytest.fixture(scope="module")
def table(made, issues):
    found = measured(made, issues)
    print("", markdown(found), sep="\n")
    return found


def test_every_kind_of_finding_is_measured_or_said_not_to_be(made):
    assert set(made.truth["code"]) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_trouble_is_found(table, code):
    assert table.loc[code, "missed"] == 0


@pytest.mark.parametrize("code", CODES)
def test_hardly_any_finding_is_a_false_alarm(table, code):
    findings = table.loc[code, "found"] + table.loc[code, "false"]
    assert table.loc[code, "false"] <= MOST_FALSE * findings


def test_hardly_any_clean_row_is_told(table):
    assert table["of clean rows"].max() <= MOST_FALSE


def test_findings_of_clean_rows_are_none_of_kinds_never_made(table):
    assert set(table.index[table["false"] > 0]) & NOT_MADE.keys() <= {"unknown_customer"}


def test_the_same_seed_makes_the_same_workbook():
    one, again, other = messy(300, 1000, seed=1), messy(300, 1000, seed=1), messy(300, 1000, seed=2)
    assert one.sheets == again.sheets
    assert one.truth.equals(again.truth)
    assert one.sheets != other.sheets


@pytest.fixture(scope="module")
def small():
    return messy(600, 2000)


@pytest.fixture(scope="module")
def page(small, tmp_path_factory):
    """What the sheet 数据质量报告 tells of a real workbook: title, sheet and row."""
    folder = tmp_path_factory.mktemp("messy")
    write(small, folder / "messy.xlsx")
    host = FileHost(folder / "messy.xlsx")
    check(host, Request(today=small.today))
    host.save(folder / "checked.xlsx")
    return findings_told(openpyxl.load_workbook(folder / "checked.xlsx")["数据质量报告"])


def test_the_quality_page_of_a_real_workbook_tells_each_trouble_at_its_cell(small, page):
    titles = {STEPS[code].title.zh for code in CODES if code != "formula_error"}
    wrong = spots(small.truth[small.truth["code"] == "formula_error"])
    places = {spot[1:] for spot in wrong}  # of these the next test speaks
    true = {spot for spot in spots(small.truth) if spot[0] in titles and spot[1:] not in places}
    assert len(true) > 100
    assert {spot for spot in page if spot[0] in titles and spot[1:] not in places} == true


def test_the_quality_page_of_a_real_workbook_tells_formula_errors(small, page):
    wrong = spots(small.truth[small.truth["code"] == "formula_error"])
    assert wrong <= page


def test_the_quality_page_tells_what_was_found_in_memory(small, page):
    issues = inspect(*recognise(small.sheets), today=small.today).issues
    wrong = {spot[1:] for spot in spots(small.truth[small.truth["code"] == "formula_error"])}
    assert {s for s in page if s[1:] not in wrong} == {s for s in spots(issues) if s[1:] not in wrong}


def test_every_finding_leads_to_a_cell_of_its_column(made, issues):
    known = {(source.sheet, key) for source in recognise(made.sheets) for key in source.columns}
    assert set(zip(issues["sheet"], issues["column"], strict=True)) <= known


def spots(found):
    """Title, sheet and row of each finding, or of each trouble."""
    rows = found[ADDRESS].itertuples(index=False, name=None)
    return {(STEPS[code].title.zh, sheet, int(row)) for code, sheet, row in rows}


def findings_told(page):
    """The same, off the page."""
    rows = list(page.iter_rows(values_only=True))
    top = next(at for at, row in enumerate(rows) if "单元格" in row)
    cell, title = rows[top].index("单元格"), rows[top].index("发现")
    told = ((row[title], re.fullmatch(r"(.*)![A-Z]*(\d+)", str(row[cell]))) for row in rows[top + 1 :] if row[cell])
    return {(name, place[1], int(place[2])) for name, place in told}
