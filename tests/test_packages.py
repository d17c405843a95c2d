"""The packages we save, by the lint of what their parts say of each other; and that it sees what it is for."""

import re
from pathlib import Path

import pytest
from made import TEMPLATES
from package_lint import RULES, lint
from test_workbooks import DRAWING, FITTED, MINE, STYLES, TABLE, WORKBOOK, before, cell, edited
from test_workbooks import sound as sound  # noqa: PLC0414  the fixture

from xlseg.office.workbook import build_workbook
from xlseg.text import LANGS

TYPES, RELATED = "[Content_Types].xml", "xl/worksheets/_rels/sheet2.xml.rels"
COPY = '<cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
CHOSEN = '<sheetView workbookViewId="0" tabSelected="1"'
BLANK = "<is><t>x </t></is>"
# part, pattern, what stands there instead, what the lint says
BROKEN = {
    "content_types": [
        (TYPES, "/xl/tables/table1.xml", "/xl/tables/gone.xml", "and no part"),
        (TYPES, "/xl/tables/table1.xml", "/xl/tables/TABLE2.xml", "two content types"),
        (TYPES, 'Extension="rels"', 'Extension="x"', "without a content type"),
    ],
    "relationships": [
        (RELATED, r"tables/table1", "tables/gone", "leads to /xl/tables/gone.xml"),
        (FITTED, 'tablePart r:id="[^"]*"', 'tablePart r:id="rId99"', "names rId99, which leads nowhere"),
    ],
    "prefixes": [(MINE, "<worksheet ", f'<worksheet xmlns:mc="{"http://schemas.openxmlformats.org/"}'
                  'markup-compatibility/2006" mc:Ignorable="x14ac" ', "x14ac is no prefix")],
    "tabs": [
        (WORKBOOK, 'sheetId="2"', 'sheetId="1"', "sheetId 1: two sheets"),
        (WORKBOOK, 'name="mine"', 'name="配件"', "two sheets of that name"),
        (WORKBOOK, "<workbookView[^>]*>", '<workbookView activeTab="9"/>', "cannot be seen"),
        (MINE, "<sheetView ", f"{CHOSEN}/><sheetView tabSelected=\"1\" ", "several sheets selected"),
    ],
    "names": [
        (WORKBOOK, "xlseg.figure.revenue", "XLSEG.figure.customers", "a name twice"),
        (WORKBOOK, 'localSheetId="1"', 'localSheetId="9"', "not there"),
    ],
    "looks": [
        (STYLES, r'<fonts count="\d+"', '<fonts count="1"', "fonts says 1"),
        (STYLES, 'fontId="1"', 'fontId="99"', "fontId 99"),
        (STYLES, 'numFmtId="165" applyNumberFormat', 'numFmtId="199" applyNumberFormat', "format 199"),
        (MINE, *cell("C1", "<v>1</v>", ' s="999"'), "look 999"),
        (FITTED, 'dxfId="0"', 'dxfId="7"', "look 7"),
    ],
    "cells": [
        (MINE, '<row r="1"', '<row r="2"', "rows twice"),
        (MINE, 'r="C1"', 'r="A1"', "cells twice"),
        (MINE, '<row r="1"', '<row spans="1:1" r="1"', "has cells elsewhere"),
        (MINE, *cell("C1", '<f t="shared" si="3"/><v>1</v>'), "shares a formula"),
        (MINE, *cell("C1", "<v>TRUE</v>", ' t="b"'), "as a truth"),
        (MINE, *cell("A1", BLANK, ' t="inlineStr"'), "loses the blanks"),
        (MINE, *cell("A1", f"{BLANK}<v>1</v>", ' t="inlineStr"'), "something else"),
        (MINE, *cell("C1", "<v>#VIP</v>", ' t="e"'), "no error Excel knows"),
    ],
    "areas": [
        (FITTED, 'min="2" max="2"', 'min="1" max="2"', "columns twice"),
        (FITTED, 'min="2" max="2"', 'min="2" max="1"', "from right to left"),
        (FITTED, r'<dataValidations count="\d+"', '<dataValidations count="99"', "says 99"),
        (FITTED, "<cfRule ", f"{COPY}<cfRule ", "two rules of priority"),
    ],
    "tables": [
        (TABLE, 'id="2"', 'id="1"', "column id 1 twice"),
        (TABLE, 'name="客户数"', 'name="人数"', "the cells say"),
        (TABLE, 'autoFilter ref="[^"]*"', 'autoFilter ref="A2:G5"', "filters A2:G5"),
        (FITTED, *before("pageMargins", '<autoFilter ref="A4:B9"/>'), "overlap"),
    ],
    "drawings": [(DRAWING, 'cNvPr id="3"', 'cNvPr id="2"', "two shapes of id 2")],
}  # fmt: skip
CASES = [(rule, *case) for rule, cases in BROKEN.items() for case in cases]


def test_every_workbook_of_ours_holds_together(made_workbook):
    assert lint(made_workbook) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_template_holds_together(path):
    assert lint(path) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_with_buttons_holds_together(lang, tmp_path):
    path = tmp_path / "buttons.xlsm"
    path.write_bytes(build_workbook(lang))
    assert lint(path) == []


def test_a_workbook_with_all_there_is_holds_together(sound):
    assert lint(sound) == []


@pytest.mark.parametrize(("rule", "part", "pattern", "instead", "said"), CASES)
def test_it_sees_what_is_broken(sound: Path, tmp_path, rule, part, pattern, instead, said):
    path = edited(sound, tmp_path / "broken.xlsx", part, lambda text: re.sub(pattern, lambda _: instead, text))
    problems = lint(path, [one for one in RULES if one.__name__ == rule])
    assert any(re.search(said, problem) for problem in problems), problems
