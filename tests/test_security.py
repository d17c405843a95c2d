"""Nothing in a workbook is run, nothing typed becomes a formula, and no sentence repeats what cells hold."""

import ast
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

import xlseg
from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.cells import Area, Fill, Paint, Placed
from xlseg.cli import app
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost

ROOT = Path(xlseg.__file__).parent
INJECTED = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")']
OUTSIDE = {
    "subprocess",
    "socket",
    "urllib",
    "http",
    "requests",
    "ctypes",
    "pickle",
    "marshal",
    "shelve",
    "logging",
    "webbrowser",
}
RUNS = {"eval", "exec", "compile", "__import__", "system", "popen", "startfile", "spawnv", "execv"}
DOORS = ("office", "hosts/live", "addin", "cli", "console")  # they start Excel, or talk to people
MEMORY = ("released.py",)  # asks the C library to give memory back, and reads nothing


def readers() -> list[Path]:
    """Whatever a closed file passes through."""
    return [f for f in ROOT.rglob("*.py") if not f.relative_to(ROOT).as_posix().startswith(DOORS + MEMORY)]


@pytest.mark.parametrize("file", readers(), ids=lambda f: str(f.relative_to(ROOT)))
def test_what_reads_a_file_starts_no_program_opens_no_connection_and_keeps_no_log(file):
    tree = ast.parse(file.read_text("utf-8"))
    imported = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    froms = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)} - {"urllib.parse"}
    imported |= {name.split(".")[0] for name in froms}
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    called = {name for name in called if not name.startswith("re.")}
    assert imported & OUTSIDE == set()
    assert {name.split(".")[-1] for name in called} & RUNS == set()


def text_cells(path: Path) -> list[object]:
    return [c for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row if c.value in INJECTED]


def test_texts_in_the_users_data_that_look_like_formulas_are_texts_wherever_we_write_them(tmp_path):
    """As customers, cities and categories, which come back as names of groups and in lists."""
    book = Workbook()
    book.active.append(["客户ID", "下单日期", "金额", "品类", "所在城市"])
    for n in range(60):
        word = INJECTED[n % len(INJECTED)]
        book.active.append([f"{word}{n % 20}", f"2026-0{n % 6 + 1}-1{n % 9}", 10 + n, word, word])
        for cell in book.active[n + 2]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(tmp_path / "in.xlsx")
    models = "rfm, preference, geography"
    from xlseg.settings import Row

    out = files.run(BY_KEY["segment"], tmp_path / "in.xlsx", [Row("general.models", value=models)]).output
    found = text_cells(out)
    assert len(found) > 120, "in the users' own cells, and in ours"
    assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("word", INJECTED)
def test_text_written_stays_text_and_reads_back_as_it_was(tmp_path, word):
    host = FileHost(rows={"a": [["x"]]})
    area = Area(1, 1, 1, 1)
    host.write(Placed("b", (Fill(1, 1, [[word]]),), {"page.b": area}, paints=(Paint(area, "input"),)))
    host.save(tmp_path / "a.xlsx")
    cell = load_workbook(tmp_path / "a.xlsx")["b"]["A1"]
    assert (cell.value, cell.data_type) == (word, "s")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "sheet" in name)


SECRETS = ("张三丰", "13800138000", "zhang@example.com", "110101199003070011")


@pytest.fixture
def people(tmp_path) -> Path:
    book = Workbook()
    book.active.append(["客户ID", "姓名", "手机号", "邮箱", "身份证号", "下单日期", "金额"])
    book.active.append(["C1", *SECRETS, "昨天", "很多"])
    book.active.append(["C2", *SECRETS, "2026-01-01", 5])
    book.save(tmp_path / "people.xlsx")
    return tmp_path / "people.xlsx"


@pytest.mark.parametrize(
    "given", [["segment"], ["check"], ["clv"], ["segment", "--sheet", "none"], ["export", "--masked"]]
)
def test_what_is_said_about_a_workbook_names_nobody_in_it(people, given):
    result = CliRunner().invoke(app, [given[0], str(people), *given[1:]])
    assert not [word for word in SECRETS if word in result.output]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<c r="B2"', b'<c s="13800138000" r="B2"'),
        (b'r="2"', b'r="13800138000"'),
        (b"zhang@example.com", b"zhang@example.com</x>"),
        (b'sheetId="1"', b'sheetId="zhang@example.com"'),
    ],
)
def test_neither_does_what_is_said_of_a_damaged_one(people, old, new):
    with zipfile.ZipFile(people) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = next(name for name, content in parts.items() if old in content)
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(people, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    try:
        files.run(BY_KEY["segment"], people)
    except XlsegError as error:
        said = error.say("zh") + error.say("en")
        assert not [word for word in SECRETS if word in said]
