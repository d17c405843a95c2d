"""The workbooks we save, by our own lint; and that the lint sees what it is for."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from charted import charted
from fitted import COUNT, GROUP, fitted, screen
from made import TEMPLATES
from openpyxl import load_workbook
from workbook_lint import RULES, lint

from xlseg import templates
from xlseg.blocks import Table
from xlseg.cells import Link
from xlseg.hosts.file import FileHost
from xlseg.page import Page, place
from xlseg.text import LANGS, Text


def long() -> Page:
    """One table of more rows than a page, with links."""
    rows = pd.DataFrame({"group": [Link.to("mine", "A1") for _ in range(90)], "count": range(90)})
    link = replace(GROUP, format="link")
    return Page("long", Text("长表", "Long"), (Table((link, COUNT), rows, filtered=True),), frozen=True)


def with_results() -> Page:
    """The fitted page; each formula comes to something."""
    page = fitted()
    table = page.blocks[0]
    (over, fine), total = table.rows["check"][:2], None
    rows = table.rows.assign(check=[replace(over, value="超"), replace(fine, value="可行"), total])
    return replace(page, blocks=(replace(table, rows=rows),))


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """Tables, lists, bars, formulas, names, charts, links, a long table, and a sheet of the user's."""
    host, where, taken = FileHost(rows={"mine": [["我的", None, 3], [1, 2.5, "x"]]}), {}, ["mine"]
    for page in (with_results(), screen(), charted(), long()):
        placed = place(page, "zh", (), None, taken, where)
        host.write(placed)
        where |= placed.located
        taken.append(placed.sheet)
    path = tmp_path_factory.mktemp("sound") / "sound.xlsx"
    host.save(path, "zh")
    return path


def test_a_workbook_with_all_there_is_passes(sound):
    assert lint(sound) == []


def test_every_workbook_of_ours_passes(made_workbook):
    assert lint(made_workbook) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_template_passes(path):
    assert lint(path) == []


def test_all_templates_are_committed():
    assert {path.name for path in TEMPLATES.glob("*.xlsx")} == {
        t.file.of(lang) for t in templates.TEMPLATES for lang in LANGS
    }


def test_a_document_says_its_language_unless_it_says_one_already(sound, tmp_path):
    assert load_workbook(sound).properties.language == "zh-CN"
    book = load_workbook(sound)
    book.properties.language = "fr-FR"
    book.save(tmp_path / "french.xlsx")
    host = FileHost(tmp_path / "french.xlsx")
    host.save(tmp_path / "again.xlsx", "en")
    assert load_workbook(tmp_path / "again.xlsx").properties.language == "fr-FR"


WORKBOOK, STYLES, CORE = "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"
MINE, FITTED, SCREEN, LONG = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3, 5))
TABLE, OTHER, CHART, DRAWING = (
    "xl/tables/table1.xml",
    "xl/tables/table2.xml",
    "xl/charts/chart1.xml",
    "xl/drawings/drawing1.xml",
)


def cell(address: str, content: str, attributes: str = "") -> tuple[str, str]:
    """A pattern for a cell of the file, and another in its place."""
    return rf'<c r="{address}"[^>]*>.*?</c>', f'<c r="{address}"{attributes}>{content}</c>'


def formula(text: str) -> tuple[str, str]:
    return cell("C3", f"<f>{text}</f><v>1</v>")


def before(tag: str, added: str) -> tuple[str, str]:
    return f"<{tag}", f"{added}<{tag}"


MERGED = '<mergeCells count="2"><mergeCell ref="{}"/><mergeCell ref="K11:M12"/></mergeCells>'
# part, pattern, what stands there instead, what the lint says
BROKEN = {
    "sheet_names": [
        (WORKBOOK, 'name="mine"', 'name="a/b"', "no name Excel allows"),
        (WORKBOOK, 'name="mine"', f'name="{"长" * 32}"', "no name Excel allows"),
        (WORKBOOK, 'name="mine"', 'name="配件"', "two sheets of that name"),
        (WORKBOOK, 'name="mine"', 'name="History"', "keeps for itself"),
    ],
    "cell_contents": [
        (MINE, *cell("A1", f"<is><t>{'x' * 32_768}</t></is>", ' t="inlineStr"'), "32768 characters"),
        (MINE, *cell("C1", "<v>nan</v>"), "'nan' as a number"),
        (MINE, *cell("C1", "<v>inf</v>", ' t="n"'), "'inf' as a number"),
        (MINE, *cell("C1", "<v>#N/A</v>", ' t="e"'), "C1 shows #N/A"),
        (MINE, *cell("C1", "<v>1</v>", ' s="999"'), "look 999"),
        (MINE, 'r="C1"', 'r="A1"', "cells twice"),
    ],
    "sizes": [
        (FITTED, r'max="1" width="[\d.]+"', 'max="1" width="0"', "is 0 wide"),
        (FITTED, 'min="2" max="2"', 'min="1" max="2"', "sized twice"),
        (FITTED, 'ht="30"', 'ht="500"', "500 high"),
    ],
    "merges": [(MINE, *before("/worksheet", MERGED.format("J10:L11")), "overlap")],
    "tables": [
        (TABLE, 'name="客户数"', 'name="人数"', "the cells above say otherwise"),
        (TABLE, 'name="客户数"', 'name="群体"', "two columns 群体"),
        (TABLE, 'displayName="[^"]*"', 'displayName="a b"', "no name Excel allows"),
        (TABLE, 'displayName="[^"]*"', 'displayName="AB12"', "no name Excel allows"),
        (TABLE, 'displayName="[^"]*"', 'displayName="xlseg.page.fitted"', "a table and a defined name"),
        (OTHER, 'displayName="[^"]*"', 'displayName="XLSEG_fitted_groups"', "two tables of that name"),
        (OTHER, 'id="2"', 'id="1"', "two tables of that id"),
        (TABLE, 'autoFilter ref="[^"]*"', 'autoFilter ref="A2:G5"', "filters A2:G5"),
        (TABLE, 'ref="A2:G4"', 'ref="A2:G2"', "has no row"),
        (FITTED, *cell("B2", "<v>3</v>"), "a header that is no text"),
        (FITTED, *before("pageMargins", MERGED.format("B3:C3")), "table A2:G4 and B3:C3 overlap"),
    ],
    "formulas": [
        (FITTED, *formula("SUM(A1"), "does not parse"),
        (FITTED, *formula("SUM(A1))"), "does not parse"),
        (FITTED, *formula("B3+"), "does not parse"),
        (FITTED, *formula("B3 B4"), "does not parse"),
        (FITTED, *formula('IF(B3,"x'), "does not parse"),
        (FITTED, *formula("LET(x,1,x)"), "calls LET"),
        (FITTED, *formula("_xlfn.FILTER(B3:B4,B3:B4)"), "calls _xlfn.FILTER"),
        (FITTED, *formula("STDEV.S(B3:B4)"), "calls STDEV.S"),
        (FITTED, *formula("#REF!+1"), "holds #REF!"),
        (FITTED, *formula("'没有'!A1"), "没有, which is not there"),
        (FITTED, *formula("nobody+1"), "no name of the workbook"),
        (FITTED, *formula("A1048577"), "which no sheet has"),
        (FITTED, *cell("C3", "<f>1+1</f><v></v>"), "without its result"),
    ],
    "defined_names": [
        (WORKBOOK, r"'一屏'!\$A\$3:\$A\$3", "#REF!", "which is no place"),
        (WORKBOOK, r"'一屏'!\$A\$3:\$A\$3", "'一屏'!#REF!", "cells that are gone"),
        (WORKBOOK, r"'一屏'!\$A\$3:\$A\$3", "'别处'!$A$3", "别处, which is not there"),
        (WORKBOOK, "xlseg.figure.revenue", "XLSEG.figure.customers", "a name twice"),
        (WORKBOOK, 'localSheetId="1"', 'localSheetId="9"', "a sheet that is not there"),
    ],
    "conditional_formats": [
        (FITTED, 'dxfId="0"', 'dxfId="7"', "has look 7"),
        (FITTED, r"<formula>\$D3&gt;100", "<formula>$D3&gt;&gt;100", "does not parse"),
    ],
    "links": [(LONG, "mine!A1|'mine'!A1", "'gone'!A1", "leads to 'gone'!A1")],
    "validations": [
        (FITTED, '<formula1>"[^<]*', f'<formula1>"{"x" * 256}"', "a list of 256"),
        (FITTED, '<formula1>"[^<]*', '<formula1>""', "a list of nothing"),
        (FITTED, "<dataValidation ", f'<dataValidation prompt="{"x" * 256}" ', "a prompt of 256"),
        (FITTED, "<dataValidation ", f'<dataValidation promptTitle="{"x" * 33}" ', "a promptTitle of 33"),
        (FITTED, 'sqref="D4"', 'sqref="D3:D4"', "say twice"),
        (FITTED, "<formula1>0</formula1>", "<formula1>'gone'!A1</formula1>", "gone, which is not there"),
    ],
    "charts": [
        (DRAWING, ' descr="[^"]*"', "", "no alternative text"),
        (CHART, r"'一屏'!\$B\$20:\$B\$21", "'别处'!$B$20:$B$21", "which is not there"),
        (CHART, r"'一屏'!\$B\$20:\$B\$21", "'一屏'!$Z$20:$Z$21", "which is empty"),
        (CHART, r"<f>[^<]*</f>", "", "a chart of nothing"),
    ],
    "print_titles": [
        (WORKBOOK, r'<definedName name="_xlnm.Print_Titles" localSheetId="4">[^<]*</definedName>', "", "every page"),
        (LONG, '<pane[^>]*/>', "", "does not stay in view"),
        (LONG, 'ySplit="2"', 'ySplit="1"', "does not stay in view"),
    ],
    "language": [
        (CORE, r"<dc:language[^>]*>[^<]*</dc:language>", "", "language is ''"),
        (CORE, ">zh-CN<", ">Chinese<", "language is 'Chinese'"),
    ],
}  # fmt: skip
CASES = [(rule, *case) for rule, cases in BROKEN.items() for case in cases]


def test_every_rule_is_tried():
    assert list(BROKEN) == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize(("rule", "part", "pattern", "instead", "said"), CASES)
def test_the_lint_sees_what_is_broken(sound, tmp_path, rule, part, pattern, instead, said):
    path = edited(sound, tmp_path / "broken.xlsx", part, lambda text: re.sub(pattern, lambda _: instead, text))
    problems = lint(path, [one for one in RULES if one.__name__ == rule])
    assert any(said in problem for problem in problems), problems


def edited(path: Path, target: Path, part: str, change: Callable[[str], str]) -> Path:
    """A copy of the package with another content of one part."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                changed = change(text.decode("utf-8")).encode("utf-8")
                assert changed != text, "or nothing was broken"
                text = changed
            new.writestr(name, text)
    return target
