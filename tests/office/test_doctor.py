"""xlseg doctor: each link broken in turn, and found; interpreters are really started."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings
from computers import REAL, python, refused, said, tree, xlseg
from rich.cells import cell_len

from xlseg import cli_office
from xlseg.office import by_hand, diagnoses, disk, doctor, install, interpreter, place
from xlseg.office.place import here
from xlseg.text import Text

DLL = f"xlwings64-{xlwings.__version__}.dll"
EXCEL_KEY = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"


@pytest.fixture
def bridges(monkeypatch):
    """What xlwings needs there, taken to be modules that are here."""
    here_too = {"json": "pywin32", "csv": "pywin32"}
    monkeypatch.setattr(doctor, "NEEDED", {"windows": here_too, "macos": here_too})


@pytest.fixture
def well(windows, bridges, run_by, tmp_path):
    """A Windows on which all is as it should be: a virtual environment with the DLL where pip puts it."""
    windows.python = run_by(python(tmp_path / "数据 环境" / "Scripts"), tmp_path / "数据 环境")
    windows.dll = tmp_path / "数据 环境" / DLL
    windows.dll.touch()
    said("install")
    return windows


@pytest.fixture
def apple(mac, bridges):
    said("install")
    return mac


def links(code: int) -> dict[str, dict[str, str]]:
    """The links as JSON tells them, by key."""
    result = xlseg("doctor", "--json")
    assert result.exit_code == code, result.output
    found = json.loads(result.stdout)
    assert found["ok"] == (code == 0)
    return {link.pop("key"): link for link in found["links"]}


def wrong() -> dict[str, dict[str, str]]:
    """Those that are wrong; each says what to do."""
    found = {key: link for key, link in links(1).items() if link["state"] == "wrong"}
    assert all(link["advice"] for link in found.values())
    return found


def test_where_all_is_well_it_says_so(well):
    text = said("doctor")
    assert text.splitlines()[-1] == "没有发现问题。"
    assert "有问题" not in text
    assert f"Python {sys.version.split()[0]}" in text
    assert set(links(0)) == {
        *("python", "versions", "excel", "addin", "security", "configuration"),
        *("interpreter", "libraries", "dll"),
    }


def test_before_the_installation_it_says_what_is_missing(windows, bridges):
    assert set(wrong()) == {"addin", "configuration"}
    text = xlseg("doctor").stdout
    assert text.count("怎么办：关掉 Excel，运行 xlseg install") == 2
    assert text.splitlines()[-1] == "有 2 处问题：从上往下处理，再运行一次 xlseg doctor。"


def test_it_changes_nothing(well):
    before = tree(well.home)
    said("doctor")
    assert tree(well.home) == before


def test_an_addin_from_before_an_upgrade_is_found(well):
    well.addin.write_bytes(b"of an older xlwings")
    assert "升级" in wrong()["addin"]["found"]


def test_excel_gone(well):
    well.registry.clear()
    assert "没有找到" in wrong()["excel"]["found"]


def test_a_python_that_was_moved(well):
    well.python.unlink()
    assert str(well.python) in wrong()["interpreter"]["found"]


def test_a_python_without_xlseg_is_started_and_its_error_told(well):
    well.python.write_text(f'#!/bin/sh\nexec "{REAL}" -S "$@"\n', "utf-8")
    found = wrong()["interpreter"]
    assert "ModuleNotFoundError" in found["found"]
    assert f'"{well.python}" -m pip install' in found["advice"]


def test_a_python_that_is_no_program(well):
    well.python.write_bytes(b"\x00")
    assert "Error" in wrong()["interpreter"]["found"]


def test_another_python_with_another_xlseg(well, tmp_path):
    other = tmp_path / "other" / "xlseg"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text('__version__ = "0.0.1"\n')
    (other / "addin.py").touch()
    well.python.write_text(f'#!/bin/sh\nPYTHONPATH="{other.parent}" exec "{REAL}" "$@"\n', "utf-8")
    assert "xlseg 0.0.1" in wrong()["interpreter"]["found"]


def test_missing_libraries_are_named(well, monkeypatch):
    monkeypatch.setattr(doctor, "NEEDED", {"windows": {"json": "pywin32", "win32com_not_here": "pywin32"}})
    found = wrong()["libraries"]
    assert found["found"] == "缺少 win32com_not_here"
    assert found["advice"].endswith("-m pip install pywin32")


def test_what_is_needed_is_what_the_metadata_of_xlwings_asks_pip_to_bring():
    from importlib.metadata import requires

    asked = [line for line in requires("xlwings") or [] if "platform_system" in line]
    of = {"Windows": "windows", "Darwin": "macos"}
    found: dict[str, set[str]] = {"windows": set(), "macos": set()}
    for line in asked:
        name, marker = line.split(";")
        found[of[marker.split("==")[1].strip(" '\"")]].add(name.split(">")[0].strip())
    assert {key: set(packages.values()) for key, packages in doctor.NEEDED.items()} == found


def test_without_the_dll_only_worksheet_functions_fail(well):
    well.dll.unlink()
    found = wrong()
    assert set(found) == {"dll"}
    assert "按钮能用" in found["dll"]["found"]
    well.python.with_name(DLL).touch()
    assert links(0)["dll"]["state"] == "ok"


@pytest.mark.parametrize(
    ("key", "name", "value", "obstacle"),
    [
        (rf"{POLICY}\Security", "DisableAllAddins", 1, "addins"),
        (rf"{EXCEL_KEY}\Security", "RequireAddinSig", 1, "unsigned"),
        (rf"{POLICY}\Security\Trusted Locations", "AllLocationsDisabled", 1, "locations"),
        (rf"{EXCEL_KEY}\Resiliency\DisabledItems", "A1", "\x01C:\\XLSTART\\XLSEG.xlam".encode("utf-16-le"), "disabled"),
    ],
)
def test_settings_of_excel_that_keep_the_addin_out_are_found(windows, key, name, value, obstacle):
    windows.registry[key, name] = value
    assert here().obstacles == (obstacle,)
    windows.registry[key, name] = 0
    assert here().obstacles == ()


def test_all_of_them_are_told_at_once(windows, bridges):
    windows.registry[rf"{EXCEL_KEY}\Security", "DisableAllAddins"] = 1
    windows.registry[rf"{EXCEL_KEY}\Resiliency\DisabledItems", "A1"] = "xlseg.xlam".encode("utf-16-le")
    found = wrong()["security"]
    assert found["found"] == "信任中心禁用了所有加载项；Excel 上次出错后停用了 xlseg.xlam"
    assert "信任中心设置" in found["advice"]


def test_a_conda_environment_is_asked_itself(windows, bridges, run_by, tmp_path):
    root = tmp_path / "conda"
    (root / "condabin").mkdir(parents=True)
    (root / "condabin" / "conda.bat").touch()
    (root / "envs" / "ana" / "conda-meta").mkdir(parents=True)
    run_by(python(root / "envs" / "ana"))
    (root / "envs" / "ana" / DLL).touch()
    said("install")
    assert str(root / "envs" / "ana" / "python.exe") in links(0)["interpreter"]["found"]
    (root / "envs" / "ana" / "python.exe").unlink()
    assert "conda" in wrong()["interpreter"]["found"]


def test_a_program_named_beside_conda_is_what_is_asked(well, tmp_path):
    """As XLPyLoadDLL has it: conda counts only where the interpreter is python or pythonw."""
    conda = python(tmp_path / "conda" / "envs" / "ana")
    conda.write_bytes(b"\x00")
    well.config.write_bytes(
        well.config.read_bytes() + f'"CONDA PATH","{tmp_path / "conda"}"\r\n"CONDA ENV","ana"\r\n'.encode()
    )
    assert str(well.python) in links(0)["interpreter"]["found"]
    well.config.write_bytes(
        well.config.read_bytes().replace(
            f'"INTERPRETER_WIN","{well.python}"'.encode("gbk"), b'"INTERPRETER_WIN","pythonw"'
        )
    )
    assert str(conda) in wrong()["interpreter"]["found"]


def test_the_store_s_python_is_wrong_whatever_else(well, run_by):
    run_by(Path(r"C:\Users\x\AppData\Local\Microsoft\WindowsApps\python.exe"))
    assert "python.org" in wrong()["python"]["advice"]


def test_a_mac_where_all_is_well(apple):
    found = links(0)
    assert {"applescript", "functions"} <= set(found)
    assert found["functions"]["state"] == "note"
    assert "dll" not in found


def test_a_mac_whose_launcher_starts_a_python_with_a_space_in_its_path(mac, bridges, run_by, tmp_path):
    run_by(python(tmp_path / "a b", "python"))
    said("install")
    assert str(mac.home / ".xlseg" / "python") in links(0)["interpreter"]["found"]


def test_after_an_upgrade_the_script_of_the_new_xlwings_is_missing(apple):
    (script,) = apple.scripts.iterdir()
    script.rename(apple.scripts / "xlwings-0.1.applescript")
    assert set(wrong()) == {"applescript"}


def test_a_mac_without_excel(apple, monkeypatch, tmp_path):
    (apple.home / "Applications" / "Microsoft Excel.app").rmdir()
    monkeypatch.setattr(place, "APPLICATIONS", tmp_path / "none")
    assert set(wrong()) == {"excel"}


def test_a_mac_with_excel_for_all_its_users(apple, monkeypatch, tmp_path):
    (apple.home / "Applications" / "Microsoft Excel.app").rename(tmp_path / "Microsoft Excel.app")
    monkeypatch.setattr(place, "APPLICATIONS", tmp_path)
    assert links(0)["excel"]["found"] == str(tmp_path / "Microsoft Excel.app")


def test_a_file_that_cannot_be_read_is_an_error_sentence(well, monkeypatch):
    def unreadable(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", unreadable)
    assert "没有权限" in refused("doctor")


def test_elsewhere_it_says_what_cannot_be_tested():
    if here() is not None:
        pytest.skip("has Excel")
    found = links(0)
    assert found["excel"]["state"] == "untested"
    assert "装有 Excel 的电脑" in found["excel"]["found"]
    assert found["addin"]["state"] == "ok"
    assert "能测的都正常" in said("doctor")


@pytest.mark.parametrize("broken", [True, False])
def test_english_is_as_complete(well, broken):
    if broken:
        well.addin.unlink()
        well.dll.unlink()
        well.registry.clear()
    text = xlseg("doctor", "--lang", "en").stdout
    for own in (well.home, well.python.parent.parent):
        text = text.replace(str(own), "")
    assert not any("㐀" <= c <= "鿿" for c in text)
    assert len(text.splitlines()) == len(xlseg("doctor").stdout.splitlines())


def test_a_library_missing_here_is_told_rather_than_a_traceback():
    code = "import sys, xlseg.cli; sys.modules['pandas'] = None; sys.argv = ['xlseg', 'doctor']; xlseg.cli.main()"
    run = subprocess.run([REAL, "-c", code], capture_output=True, text=True, check=False, encoding="utf-8")
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "pandas" in run.stderr
    assert "pip install ." in run.stderr


@pytest.mark.parametrize("module", [by_hand, cli_office, diagnoses, disk, install, interpreter])
def test_consoles_of_windows_can_show_every_sentence(module):
    texts = [text for value in vars(module).values() for text in _texts(value)]
    assert texts
    for text in texts:
        text.zh.encode("gbk")
        text.en.encode("cp1252")


def _texts(value):
    if isinstance(value, Text):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return [text for part in parts for text in _texts(part)]


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_an_unknown_language_is_an_error_sentence(windows, command):
    assert "--lang" in refused(command, "--lang", "fr")
    assert not tree(windows.home)


def test_on_a_terminal_lines_fit_it_and_go_on_indented_and_a_path_stays_whole():
    text = "[没测] Excel：这个系统上没有 Excel，请在「装有 Excel 的电脑」上运行 xlseg doctor。" + "/a/long/path" * 5
    lines = cli_office._hung(text, 40).split("\n")
    assert all(cell_len(line) <= 40 for line in lines if "/" not in line)
    assert all(line.startswith(" " * 8) and line[8] not in "，。、」" for line in lines[1:])
    assert "/a/long/path" * 5 in lines[-1]
    assert "".join(line.replace(" ", "") for line in lines) == text.replace(" ", "")
