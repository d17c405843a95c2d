"""The workbook with buttons: its parts agree, its macros are there, and a click runs the action it is called after."""

import ast
import os
import re
import sys
import warnings
import zipfile
from importlib import import_module
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from basic import clicks
from click.testing import CliRunner
from libreoffice import MISSING, convert
from openpyxl import load_workbook
from pictures import cut, draw, misfits, pages, printed
from validators import NO_PORT, NO_SDK, disallowed, told_by_port, told_by_sdk
from workbook_lint import lint, read

from xlseg import files, theme
from xlseg.actions import ACTIONS
from xlseg.cli import app
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.office import macros
from xlseg.office.place import WORKBOOK
from xlseg.office.start import CHARACTER, COLUMNS, TITLE, letters, start
from xlseg.office.workbook import assemble, build_workbook, runners
from xlseg.recognise import KINDS
from xlseg.templates import COMPLETE, parts, write
from xlseg.text import LANGS

SEGMENT, COMPLETELY = (next(a for a in ACTIONS if a.key == key) for key in ("segment", "complete"))
CELL = "Z1"  # where the stub below leaves what it was asked to run
STUB = f"""Attribute VB_Name = "Stub"
Option Explicit

Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets(1).Range("{CELL}").Value = PythonCommand
End Function
""".replace("\n", "\r\n")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
TEXTS = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
VML, EXCEL = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"
SHEET, SHAPES, BUTTONS = "xl/worksheets/sheet1.xml", "xl/drawings/drawingButtons.xml", "xl/drawings/vmlDrawing9.vml"


@pytest.fixture(scope="module", params=LANGS)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def workbook(lang, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp(lang) / WORKBOOK.of(lang)
    path.write_bytes(build_workbook(lang))
    return path


@pytest.fixture(scope="module")
def with_stub(lang, tmp_path_factory) -> Path:
    """The same workbook with a RunPython that any program can run."""
    path = tmp_path_factory.mktemp(lang) / WORKBOOK.of(lang)
    path.write_bytes(assemble(lang, {"Stub": STUB, macros.MODULE: macros.macros()}))
    return path


def part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as parts:
        return ElementTree.fromstring(parts.read(name))


def test_building_twice_gives_the_same_bytes(workbook, lang):
    assert build_workbook(lang) == workbook.read_bytes()


def test_its_macros_read_back_are_those_of_the_installed_xlwings_and_ours(workbook):
    found = vba(workbook)
    sheets = len(load_workbook(workbook).sheetnames)
    assert set(found) == {"ThisWorkbook", *(f"Sheet{n + 1}" for n in range(sheets)), *runners(), macros.MODULE}
    assert found[macros.MODULE] == macros.macros()
    for name, text in runners().items():
        assert found[name].endswith(text[text.index("\r\n\r\n") :]), f"{name}, whatever the lines that name it"
    assert f'XLWINGS_VERSION As String = "{version("xlwings")}"' in found["xlwings"]


def vba(path: Path) -> dict[str, str]:
    """Each module as it is in the file, by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pyparsing's old names
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        found = [(name, code) for _, _, name, code in parser.extract_macros()]
        parser.close()
    return {name.rpartition(".")[0]: code for name, code in found}


def test_every_sheet_and_the_workbook_bear_the_name_of_their_module(workbook):
    book = load_workbook(workbook)
    assert book.code_name == "ThisWorkbook"
    names = [sheet.sheet_properties.codeName for sheet in book]
    assert names == [f"Sheet{number}" for number in range(1, len(names) + 1)]


def test_every_action_has_one_button_and_the_macro_behind_it_is_there(workbook):
    behind = [node.text.removeprefix("[0]!") for node in part(workbook, BUTTONS).iter(f"{EXCEL}FmlaMacro")]
    assert sorted(behind) == sorted(f"xlseg_{action.key}" for action in ACTIONS)
    subs = re.findall(r"(?m)^Public Sub (\w+)\(\)", vba(workbook)[macros.MODULE])
    assert sorted(subs) == sorted(behind)


def test_a_button_says_what_its_action_says_in_the_language_of_the_workbook(workbook, lang):
    said = {f"[0]!xlseg_{a.key}": (a.title.of(lang), a.tip.of(lang)) for a in ACTIONS}
    found = {
        shape.findtext(f".//{EXCEL}FmlaMacro"): (words(shape.find(f".//{VML}textbox")), shape.get("alt"))
        for shape in part(workbook, BUTTONS).iter(f"{VML}shape")
    }
    assert found == said


def test_what_excel_2007_reads_and_what_later_ones_read_agree(workbook):
    old = {
        shape.get("id"): (
            shape.findtext(f".//{EXCEL}FmlaMacro"),
            words(shape.find(f".//{VML}textbox")),
            shape.get("alt"),
            tuple(map(int, shape.findtext(f".//{EXCEL}Anchor").split(","))),
        )
        for shape in part(workbook, BUTTONS).iter(f"{VML}shape")
    }
    drawn = {
        next(a for a in anchor.iter() if a.tag.endswith("}compatExt")).get("spid"): (
            anchor.find(f"{DRAWN}sp").get("macro"),
            words(anchor.find(f".//{DRAWN}txBody")),
            anchor.find(f".//{DRAWN}cNvPr").get("descr"),
            corners(anchor.find(f"{DRAWN}from"), anchor.find(f"{DRAWN}to")),
        )
        for anchor in part(workbook, SHAPES).iter(f"{DRAWN}twoCellAnchor")
    }
    assert drawn == old
    controls = {
        f"_x0000_s{control.get('shapeId')}": (
            control[0].get("macro"),
            control[0].get("altText"),
            corners(*control[0][0]),
        )
        for control in part(workbook, SHEET).iter(f"{MAIN}control")
    }
    assert controls == {key: (macro, alt, place) for key, (macro, _, alt, place) in old.items()}


def words(node: ElementTree.Element) -> str:
    return "".join(node.itertext())


def corners(start: ElementTree.Element, end: ElementTree.Element) -> tuple[int, ...]:
    """Column, pixels, row, pixels, twice."""
    numbers = [int(child.text) for corner in (start, end) for child in corner]
    return tuple(number // 9525 if place % 2 else number for place, number in enumerate(numbers))


def test_every_part_the_sheet_of_buttons_refers_to_is_there(workbook):
    related = part(workbook, "xl/worksheets/_rels/sheet1.xml.rels")
    targets = {r.get("Id"): "xl/" + r.get("Target").removeprefix("../") for r in related}
    used = [node.get(RELATED) for node in part(workbook, SHEET).iter() if node.get(RELATED)]
    assert sorted(used) == sorted(targets)
    with zipfile.ZipFile(workbook) as parts:
        assert set(targets.values()) <= set(parts.namelist())
        assert parts.testzip() is None


def test_buttons_stand_on_the_page_beside_each_other_with_room_for_their_words(lang):
    placed, buttons = start(lang)
    right, bottom = sum(COLUMNS) * CHARACTER, sum(placed.heights.values()) / 0.75
    for button in buttons:
        left, top, width, height = button.box
        assert left >= 0
        assert top >= 0
        assert left + width <= right
        assert top + height <= bottom
        needed = theme.measure(button.caption) * CHARACTER * button.size / 10 * (theme.BOLD if button.bold else 1)
        assert needed * 1.15 <= width - 8, f"{button.caption}, where letters run wider than in cells"
    for (left, top, width, height), other in combinations((button.box for button in buttons), 2):
        apart = left + width <= other.left or other.left + other.width <= left
        assert apart or top + height <= other.top or other.top + other.height <= top


def test_the_main_button_is_the_first_and_the_largest_and_three_steps_stand_above_it(lang):
    placed, (first, *others) = start(lang)
    assert first.key == "segment"
    assert first.box.width > 1.9 * max(button.box.width for button in others)
    assert first.size > max(button.size for button in others)
    assert first.box.top < min(button.box.top for button in others)
    steps = [fill.top for fill in placed.fills if str(fill.values[0][0])[:2] in ("1.", "2.", "3.")]
    assert len(steps) == 3
    assert max(steps) <= first.start.row


def test_one_more_action_is_one_more_button_and_all_sides_stay_on_the_page(lang):
    more = [*ACTIONS, *[a for a in ACTIONS if a != SEGMENT][1:5], *[a for a in ACTIONS if a.menu]]
    placed, buttons = start(lang, more)
    assert len(buttons) == len(more)
    assert len({button.box for button in buttons}) == len(more)
    assert max(button.end.row for button in buttons) < placed.area.bottom


def test_a_long_title_is_written_in_smaller_letters():
    sizes = [
        letters(caption, 234, (11, 10, 9), bold=False) for caption in ("Undo", "Undo the last segmentation", "x" * 50)
    ]
    assert sizes == [11, 10, 9]


def test_it_opens_on_the_buttons_and_holds_all_of_the_complete_template(workbook, lang):
    book, others = load_workbook(workbook), parts(COMPLETE, lang)
    assert book.active.title == TITLE.of(lang) == book.sheetnames[0]
    assert book.sheetnames[1:] == [other.sheet for other in others]
    assert TITLE.of(lang) in {cell.value for row in book[others[0].sheet] for cell in row}, "the guide names it"


def test_it_names_no_place_of_the_computer_it_was_built_on(workbook):
    with zipfile.ZipFile(workbook) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist())
    content += "".join(vba(workbook).values()).encode()
    places = [sys.prefix, sys.base_prefix, str(Path.home()), os.getcwd(), str(workbook.parent)]
    assert [place for place in places if len(place) > 5 and place.encode() in content] == []
    assert not [sheet for sheet in load_workbook(workbook).sheetnames if sheet.endswith(".conf")]


def test_it_says_what_to_do_when_macros_are_blocked(workbook, lang):
    cells = [cell for row in load_workbook(workbook)[TITLE.of(lang)].values for cell in row if cell]
    asked = {"zh": ["启用内容", "解除锁定", "xlseg install"], "en": ["Enable Content", "Unblock", "xlseg install"]}[
        lang
    ]
    assert all(any(word in cell for cell in cells) for word in asked)


def test_our_own_lint_finds_nothing(workbook):
    assert lint(workbook) == []


@pytest.mark.validators
@pytest.mark.parametrize(
    "told",
    [
        pytest.param(told_by_sdk, marks=pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK), id="sdk"),
        pytest.param(told_by_port, marks=pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT), id="port"),
    ],
)
def test_it_is_valid(told, workbook):
    assert disallowed(told(workbook)) == []


def test_the_templates_are_written_with_it_and_never_over_one_filled_in(tmp_path):
    paths = write(tmp_path, LANGS, {WORKBOOK: build_workbook})
    assert {WORKBOOK.of(lang) for lang in LANGS} <= {path.name for path in paths}
    assert (tmp_path / WORKBOOK.zh).read_bytes() == build_workbook("zh")
    assert write(tmp_path, LANGS, {WORKBOOK: build_workbook}) == paths


def test_the_command_that_writes_the_templates_writes_it_too(tmp_path):
    done = CliRunner().invoke(app, ["templates", str(tmp_path), "--lang", "en"])
    assert WORKBOOK.en in done.output
    assert (tmp_path / WORKBOOK.en).read_bytes() == build_workbook("en")
    (tmp_path / WORKBOOK.en).write_bytes(b"filled in")
    assert CliRunner().invoke(app, ["templates", str(tmp_path), "--lang", "en"]).exit_code != 0
    assert (tmp_path / WORKBOOK.en).read_bytes() == b"filled in"


ORDERS = [["客户ID", "下单日期", "金额"], *([f"C{n % 9}", f"2026-01-{1 + n % 28:02}", 50 + n] for n in range(60))]


@pytest.fixture
def filled(with_stub, tmp_path) -> Path:
    """With orders of the user's on a sheet of their own."""
    book = load_workbook(with_stub, keep_vba=True)
    sheet = book.create_sheet("我的订单")
    for row in ORDERS:
        sheet.append(row)
    book.save(tmp_path / "filled.xlsm")
    return tmp_path / "filled.xlsm"


def test_as_it_is_it_says_what_to_fill_in(workbook, lang):
    with pytest.raises(XlsegError) as error:
        files.run(SEGMENT, workbook)
    assert KINDS["orders"].title.of(lang) in error.value.say(lang)


def test_segmenting_the_closed_file_keeps_its_macros_and_buttons(filled, lang):
    outcome = files.run(SEGMENT, filled)
    assert outcome.output.suffix == ".xlsm"
    assert outcome.warnings == ()
    assert outcome.report.analysis.unused == ()
    assert [source.sheet for source in outcome.report.analysis.sources] == ["我的订单"]
    assert vba(outcome.output) == vba(filled)
    assert load_workbook(outcome.output).sheetnames[0] == TITLE.of(lang)
    assert len(list(part(outcome.output, BUTTONS).iter(f"{EXCEL}FmlaMacro"))) == len(ACTIONS)
    assert FileHost(outcome.output).marks()["page.start"].sheet == TITLE.of(lang)


def test_a_guide_written_anew_still_names_the_sheet_of_buttons(filled, lang):
    output = files.run(COMPLETELY, filled).output
    guide = load_workbook(output)[parts(COMPLETE, lang)[0].sheet]
    assert TITLE.of(lang) in {cell.value for row in guide for cell in row}


# -------------------------------------------------------------------------------------------------- a real LibreOffice


drawing = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def run_by(command: str) -> tuple[object, str]:
    """The function a command of RunPython's calls, and what it is given."""
    imported, called = ast.parse(command).body
    assert isinstance(imported, ast.Import)
    assert isinstance(called, ast.Expr)
    assert isinstance(called.value, ast.Call)
    module, _, function = ast.unparse(called.value.func).rpartition(".")
    assert module == imported.names[0].name
    (given,) = called.value.args
    return getattr(import_module(module), function), ast.literal_eval(given)


@pytest.mark.libreoffice
@drawing
def test_a_click_on_each_button_runs_the_action_it_is_called_after(with_stub, lang):
    found = clicks(with_stub, CELL)
    titles = {action.key: action.title.of(lang) for action in ACTIONS}
    assert len(found) == len(ACTIONS)
    for button in found:
        function, key = run_by(button.left)
        assert callable(function)
        assert titles[key] == button.caption


@pytest.mark.libreoffice
@drawing
def test_the_buttons_still_work_in_a_file_that_was_segmented(filled):
    before = clicks(filled, CELL)
    assert len(before) == len(ACTIONS)
    assert clicks(files.run(SEGMENT, filled).output, CELL) == before


@pytest.mark.libreoffice
@drawing
def test_the_sheet_of_buttons_is_one_page_with_nothing_cut_and_libreoffice_keeps_every_sheet(workbook, lang, tmp_path):
    ours = load_workbook(workbook).sheetnames
    assert load_workbook(convert(workbook, "xlsx", tmp_path)).sheetnames == ours
    pdf, book = printed(workbook, tmp_path), read(workbook)
    every = list(pages(pdf, workbook))
    found = [page for page in every if page.sheet == TITLE.of(lang)]
    assert [page.number for page in found] == [1]
    assert misfits(found[0]) == []
    assert [said for said in cut(workbook, found) if said.startswith(f"{book.sheets[0].name}:")] == []
    shown = "".join(found[0].text.split())
    assert [a.key for a in ACTIONS if "".join(a.title.of(lang).split()) not in shown] == []
    folder = Path(os.environ.get("XLSEG_PICTURES") or tmp_path / "pictures")
    assert draw(pdf, every, folder, f"buttons-{lang}")[0].stat().st_size > 20_000
