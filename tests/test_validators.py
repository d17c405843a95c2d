"""Our workbooks are what the file format asks for, as others see it."""

import pytest
from made import TEMPLATES
from openpyxl import Workbook
from test_workbooks import edited
from validators import ALLOWED, NO_PORT, NO_SDK, disallowed, told_by_port, told_by_sdk

pytestmark = pytest.mark.validators
SDK = pytest.param(told_by_sdk, marks=pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK), id="sdk")
PORT = pytest.param(told_by_port, marks=pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT), id="port")


@pytest.mark.parametrize("told", [SDK, PORT])
def test_every_workbook_of_ours_is_valid(told, made_workbook):
    assert disallowed(told(made_workbook)) == []


@pytest.mark.parametrize("told", [SDK, PORT])
@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_template_is_valid(told, path):
    assert disallowed(told(path)) == []


@pytest.mark.parametrize("told", [SDK, PORT])
def test_a_workbook_that_is_not_valid_is_told(told, tmp_path):
    book, path = Workbook(), tmp_path / "plain.xlsx"
    book.active["A1"] = 1
    book.save(path)
    broken = edited(path, tmp_path / "broken.xlsx", "xl/worksheets/sheet1.xml", without_meaning)
    assert any("cellar" in line for line in disallowed(told(broken)))


@pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT)
@pytest.mark.parametrize("flaw", ['t="n" cellar="1"', 't="nothing"', 't="n" s="x"'])
def test_one_cell_that_is_not_valid_is_told_among_thousands_of_rows(flaw, tmp_path):
    book, path = Workbook(), tmp_path / "long.xlsx"
    for number in range(4_000):
        book.active.append([number, f"C{number}", number / 7])
    book.save(path)
    broken = edited(
        path,
        tmp_path / "broken.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda sheet: sheet.replace('<c r="C3001" t="n">', f'<c r="C3001" {flaw}>'),
    )
    found = set(told_by_port(broken)) - set(told_by_port(path))
    assert found
    assert all("sheet1.xml" in line for line in found)


@pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT)
@pytest.mark.parametrize("pattern", ALLOWED)
def test_what_is_allowed_still_has_to_be(pattern):
    told = told_by_port(next(iter(sorted(TEMPLATES.glob("*.xlsx")))))
    assert disallowed(told) != told


def without_meaning(sheet: str) -> str:
    return sheet.replace("<sheetData>", "<cellar/><sheetData>")
