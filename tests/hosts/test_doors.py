"""Every action through every door: a Python like a browser's, and a real xlwings Server; each as on a closed file.

The server is another Python, XLSEG_SERVER_PYTHON or this one, which has the package xlwings-server: that is not ours to
depend on. It serves a project of its own with the two lines that README gives.
"""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import metadata, util
from pathlib import Path

import pytest
import xlwings
from excel_double import perform, sent
from made import shop
from openpyxl import Workbook, load_workbook
from without_threads import groups

import xlseg
from xlseg.actions import ACTIONS, Request
from xlseg.hosts.file import FileHost

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SERVER = os.environ.get("XLSEG_SERVER_PYTHON", sys.executable)
LITE = ("pandas", "numpy", "openpyxl", "xlwings", "narwhals", "scikit-learn", "scipy")  # and what these ask for
UNWANTED = {"click", "cryptography", "duckdb", "psutil", "python_calamine", "rich", "sklearn", "typer"}
LINES = ("from xlseg.addin import *", "from xlseg.functions import *")  # as README says
Answer = Callable[[str], list[dict]]
pytestmark = [
    pytest.mark.excel_engine,
    pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial"),
]


@cache
def source() -> Workbook:
    """A small shop with what every model needs."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in shop().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


@pytest.fixture(scope="module")
def closed(tmp_path_factory) -> Callable[[str], Workbook]:
    """What an action makes of the closed file."""
    folder = tmp_path_factory.mktemp("closed")
    source().save(folder / "in.xlsx")

    def run(key: str) -> Workbook:
        host = FileHost(folder / "in.xlsx")
        next(action for action in ACTIONS if action.key == key).run(host, Request(today=date.today()))
        host.save(folder / f"{key}.xlsx")
        return load_workbook(folder / f"{key}.xlsx")

    return cache(run)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    if not util.find_spec("hatchling") or not (ROOT / "pyproject.toml").exists():
        pytest.skip("a wheel is built from the sources, by hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


def needed(name: str) -> set[str]:
    """A distribution and those it asks for, as far as they are here."""
    try:
        required = [line for line in metadata.requires(name) or () if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return set()
    return {name}.union(*(needed(re.match(r"[\w.-]+", line)[0]) for line in required))


@pytest.fixture(scope="module")
def lite(wheel, tmp_path_factory) -> Path:
    """A virtual environment with our wheel and what xlwings Lite has, and nothing else; where the session is."""
    folder = tmp_path_factory.mktemp("lite")
    venv.create(folder / "venv", symlinks=os.name != "nt", with_pip=False)
    python = next((folder / "venv").glob("[bS][ic]*/python*"))
    place = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"], capture_output=True, check=True
    )
    packages = Path(place.stdout.decode().strip())
    zipfile.ZipFile(wheel).extractall(packages)
    for name in set().union(*map(needed, LITE)):
        for top in {file.parts[0] for file in metadata.files(name) or () if ".." not in file.parts}:
            if not (packages / top).exists():
                (packages / top).symlink_to(metadata.distribution(name).locate_file(top))
    (folder / "sent.json").write_text(json.dumps(sent(source())), "utf-8")
    single = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([python, HERE / "without_threads.py", folder], env=clean | single, check=True)
    return folder


@pytest.fixture(scope="module")
def session(lite) -> dict:
    return json.loads((lite / "session.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    """The address of a server on this machine."""
    if subprocess.run([SERVER, "-c", "import xlwings_server"], capture_output=True, check=False).returncode:
        pytest.skip("needs xlwings-server, here or in XLSEG_SERVER_PYTHON")
    folder = tmp_path_factory.mktemp("server")
    subprocess.run([SERVER, "-m", "xlwings_server.cli", "init", "p"], cwd=folder, capture_output=True, check=True)
    for package, line in zip(("custom_scripts", "custom_functions"), LINES, strict=True):
        known = util.find_spec(line.split()[1])
        (folder / "p" / package / "__init__.py").write_text(line + "\n" if known else "", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    paths = [str(Path(xlseg.__file__).parents[1]), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "XLWINGS_PROJECT_DIR": str(folder / "p")}
    command = [SERVER, "-m", "uvicorn", "xlwings_server.main:main_app", "--port", port, "--log-level", "warning"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder / "p", env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}/xlwings"
            wait(address, process, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def wait(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        try:
            call(f"{address}/custom-scripts-meta")
            return
        except OSError:
            assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", "replace")[-2000:])


def call(address: str, given: object = None) -> object:
    data = None if given is None else json.dumps(given).encode()
    asked = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=300) as response:
        return json.load(response)


@pytest.fixture(scope="module", params=["lite", "server"])
def answer(request) -> Answer:
    """What Excel is asked to do by a script, from either."""
    if request.param == "lite":
        folder = request.getfixturevalue("lite")
        return lambda key: json.loads((folder / f"{key}.json").read_text("utf-8"))
    address = request.getfixturevalue("server")
    return lambda key: call(f"{address}/custom-scripts-call/{key}", sent(source()))["actions"]


def shown(book: Workbook) -> dict[str, object]:
    """What people read in the cells, by sheet and address; a link, to Excel a formula, is its text."""
    cells = (cell for sheet in book for row in sheet for cell in row if cell.value not in (None, ""))
    return {f"{cell.parent.title}!{cell.coordinate}": read(cell.value) for cell in cells}


def read(value: object) -> object:
    if isinstance(value, float):
        return float(f"{value:.13g}")  # a file keeps 16 digits
    link = re.fullmatch(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)', value) if isinstance(value, str) else None
    return link[1].replace('""', '"') if link else value


@pytest.mark.parametrize("key", [action.key for action in ACTIONS])
def test_an_action_does_through_every_door_what_it_does_to_a_file(key, answer, closed, tmp_path):
    source().save(tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    (alert,) = perform(answer(key), book)
    done, expected = shown(book), shown(closed(key))
    assert {at: (done.get(at), expected.get(at)) for at in done | expected if done.get(at) != expected.get(at)} == {}
    assert book.sheetnames == closed(key).sheetnames
    assert "xlseg 出错了" not in alert["prompt"]


def test_the_wheel_is_pure_python(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    assert {Path(name).suffix for name in zipfile.ZipFile(wheel).namelist()}.isdisjoint({".so", ".pyd", ".dylib"})


def test_the_doors_are_imported_without_what_a_browser_lacks(session):
    assert {module.partition(".")[0] for module in session["modules"]}.isdisjoint(UNWANTED)


def test_no_library_of_ours_starts_a_thread(session):
    assert session["threads"] == 1


def test_customers_are_segmented_in_a_browser_as_anywhere(session):
    assert session["groups"] == groups(sent(source()))
    assert len(session["groups"]) > 8


def test_the_line_readme_gives_imports_the_scripts_and_nothing_else():
    names: dict[str, object] = {}
    exec(LINES[0], names)
    assert set(names) - {"__builtins__"} == {action.key for action in ACTIONS}


def test_the_server_knows_every_script(server):
    assert {script["function_name"] for script in call(f"{server}/custom-scripts-meta")} == {a.key for a in ACTIONS}
