"""The add-in as a file: the same every time, and what others read in it."""

import re
from importlib.util import find_spec
from io import BytesIO
from zipfile import ZipFile

import pytest
from oletools.olevba import VBA_Parser
from validators import ALLOWED, NO_PORT, NO_SDK, told_by_port, told_by_sdk

from xlseg.office.addin import build_addin, modules

UNASKED = r"A required relationship type '.*/(styles|theme)' is missing"
WHY = "ECMA-376 part 1, 12.3.23 lets a workbook do without; Excel and the SDK do too"
SDK = pytest.param(told_by_sdk, marks=pytest.mark.skipif(bool(NO_SDK), reason=NO_SDK), id="sdk")
PORT = pytest.param(told_by_port, marks=pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT), id="port")


@pytest.fixture(scope="module")
def package() -> ZipFile:
    return ZipFile(BytesIO(build_addin()))


def disallowed(told: list[str]) -> list[str]:
    return [line for line in told if not any(re.search(pattern, line) for pattern in (*ALLOWED, UNASKED))]


def changed(part: str, old: bytes, new: bytes, path) -> None:
    """The add-in with something else in one part."""
    ours = ZipFile(BytesIO(build_addin()))
    with ZipFile(path, "w") as file:
        for name in ours.namelist():
            content = ours.read(name)
            assert name != part or old in content
            file.writestr(name, content.replace(old, new) if name == part else content)


def test_it_is_the_same_bytes_whenever_it_is_built():
    assert build_addin() == build_addin()


def test_it_carries_no_time_and_no_path_of_this_computer(package):
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in package.namelist():
        assert b"/home/" not in package.read(name)
        assert b"site-packages" not in package.read(name)
    assert not any("site-packages" in text for text in modules().values())


def test_its_macros_are_read_back_as_they_were_written(package):
    parser = VBA_Parser("vbaProject.bin", data=package.read("xl/vbaProject.bin"))
    read = {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}
    written = {name: text.replace("\r\n", "\n") for name, text in modules().items()}
    assert read.keys() == written.keys() | {"ThisWorkbook", "Sheet1"}
    assert {name: read[name] for name in written if name != "Dictionary"} == {
        name: text for name, text in written.items() if name != "Dictionary"
    }
    assert read["Dictionary"].endswith(written["Dictionary"].partition("Option Explicit")[2])


@pytest.mark.skipif(find_spec("pyopenvba") is None, reason="not installed: pip install pyOpenVBA")
def test_another_reader_finds_the_same_modules_and_nothing_wrong(tmp_path):
    from pyopenvba import ExcelFile
    from pyopenvba.integrity import check_file

    path = tmp_path / "xlseg.xlam"
    path.write_bytes(build_addin())
    assert check_file(path).ok
    with ExcelFile(path) as file:
        read = {module.name: module.source for module in file.vba_project().modules}
    assert read.keys() == modules().keys() | {"ThisWorkbook", "Sheet1"}
    assert all(read[name].endswith(text.partition("Option Explicit")[2]) for name, text in modules().items())


def test_everything_it_runs_of_xlwings_is_there():
    """The module names the class; on macOS there is no other."""
    needed = set(re.findall(r"Set \w+ = New (\w+)", modules()["xlwings"]))
    assert needed <= modules().keys()


def test_it_is_an_addin_without_a_window(package):
    assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in package.read("[Content_Types].xml")
    assert b'visibility="hidden"' in package.read("xl/workbook.xml")


def test_its_sheets_have_the_names_their_modules_have(package):
    assert b'codeName="ThisWorkbook"' in package.read("xl/workbook.xml")
    assert b'codeName="Sheet1"' in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.validators
@pytest.mark.parametrize("told", [SDK, PORT])
def test_it_is_valid(told, tmp_path):
    path = tmp_path / "xlseg.xlam"
    path.write_bytes(build_addin())
    assert disallowed(told(path)) == []


@pytest.mark.validators
@pytest.mark.parametrize("told", [SDK, PORT])
@pytest.mark.parametrize("part", ["customUI/customUI.xml", "customUI/customUI14.xml"])
def test_a_ribbon_that_the_schema_does_not_allow_is_told(told, part, tmp_path):
    path = tmp_path / "xlseg.xlam"
    changed(part, b'size="large"', b'size="huge"', path)
    assert any("huge" in line for line in disallowed(told(path)))


@pytest.mark.skipif(bool(NO_PORT), reason=NO_PORT)
def test_what_is_allowed_still_has_to_be(tmp_path):
    path = tmp_path / "xlseg.xlam"
    path.write_bytes(build_addin())
    assert any(re.search(UNASKED, line) for line in told_by_port(path)), WHY
