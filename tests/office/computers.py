"""Computers with Excel, as far as they can be made on any system: paths, variables, registry, code page."""

import codecs
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import xlwings.cli  # noqa: F401  # before sys.platform is patched
from click.testing import CliRunner, Result

from xlseg.cli import app
from xlseg.office.configuration import values
from xlseg.office.place import here

REAL = sys.executable  # tests say it is elsewhere
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"


@pytest.fixture
def codepage():
    """Windows' own encoding, here that of a Chinese Windows."""

    def find(name: str):
        return codecs.lookup("cp936") if name == "mbcs" else None

    codecs.register(find)
    yield
    codecs.unregister(find)


class Registry(ModuleType):
    """winreg over a dict {(key, name): value}, for the current user."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE = "user", "machine"

    def __init__(self, values):
        super().__init__("winreg")
        self.values = values

    def OpenKey(self, hive, key):  # noqa: N802
        found = {name: value for (folder, name), value in self.values.items() if folder.lower() == key.lower()}
        if hive != "user" or not found:
            raise FileNotFoundError(key)
        return Opened(found)

    def QueryValueEx(self, opened, name):  # noqa: N802
        if name not in opened.found:
            raise FileNotFoundError(name)
        return opened.found[name], 1

    def QueryInfoKey(self, opened):  # noqa: N802
        return 0, len(opened.found), 0

    def EnumValue(self, opened, index):  # noqa: N802
        return (*list(opened.found.items())[index], 3)


class Opened(SimpleNamespace):
    """A key of the registry."""

    def __init__(self, found):
        super().__init__(found=found)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def windows(codepage, tmp_path, monkeypatch):
    """A user of a Chinese Windows with Excel, whose folder is Chinese too."""
    home = tmp_path / "用户 王,小明"
    roaming = home / "AppData" / "Roaming"
    roaming.mkdir(parents=True)
    values = {(APP_PATHS, ""): EXCEL}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("APPDATA", str(roaming))
    monkeypatch.delenv("CONDA_EXE", raising=False)
    monkeypatch.setitem(sys.modules, "winreg", Registry(values))
    return SimpleNamespace(
        home=home,
        addin=roaming / "Microsoft" / "Excel" / "XLSTART" / "xlseg.xlam",
        config=home / ".xlseg" / "xlseg.conf",
        registry=values,
    )


@pytest.fixture
def mac(tmp_path, monkeypatch):
    """A user of a Mac on which Excel was opened once."""
    home = tmp_path / "wang"
    library = home / "Library"
    office = library / "Group Containers" / "UBF8T346G9.Office"
    data = library / "Containers" / "com.microsoft.Excel" / "Data"
    for folder in (office, data, home / "Applications" / "Microsoft Excel.app"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(home))
    return SimpleNamespace(
        home=home,
        addin=office / "User Content.localized" / "Startup.localized" / "Excel" / "xlseg.xlam",
        config=data / "xlseg.conf",
        scripts=library / "Application Scripts" / "com.microsoft.Excel",
        office=office,
    )


def python(folder: Path, name: str = "python.exe") -> Path:
    """A program in `folder` that is this very Python, environment and all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f'#!/bin/sh\nexec "{REAL}" "$@"\n', "utf-8")
    path.chmod(0o755)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below, by path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def denied(path: Path, monkeypatch) -> None:
    """As where another program holds this file: it can be read, and neither written nor replaced."""
    opened, replaced, unlinked = Path.open, os.replace, Path.unlink

    def refuse(at) -> None:
        if Path(at) == path:
            raise PermissionError(13, "Permission denied", str(at))

    def open_(self, mode="r", *rest, **more):
        if mode not in ("r", "rb"):
            refuse(self)
        return opened(self, mode, *rest, **more)

    def replace(source, target):
        refuse(target)
        replaced(source, target)

    def unlink(self, missing_ok=False):
        refuse(self)
        unlinked(self, missing_ok)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)


def xlseg(*words: object) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said(*words: object) -> str:
    result = xlseg(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object) -> str:
    result = xlseg(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr


def settings(computer) -> dict[str, str]:
    return values(computer.config.read_bytes(), here().encoding)


@pytest.fixture
def run_by(monkeypatch):
    """This Python, said to be elsewhere."""

    def set_(executable: Path, prefix: Path | None = None, base: Path | None = None) -> Path:
        prefix = prefix or executable.parent
        monkeypatch.setattr(sys, "executable", str(executable))
        monkeypatch.setattr(sys, "prefix", str(prefix))
        monkeypatch.setattr(sys, "base_prefix", str(base or prefix))
        return executable

    return set_
