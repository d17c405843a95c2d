"""Which Python a button starts, written so that xlwings' macros can start it whatever its path looks like.

Windows: VBA reads the system's code page only, so what that lacks is written as the short path. A conda environment
is activated by conda. macOS: xlwings' AppleScript puts the path unquoted into a shell line, so a path with spaces or
characters beyond ASCII is started by a script of ours at a plain path.
"""

import os
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xlseg.errors import Problem, XlsegError
from xlseg.office.place import Place
from xlseg.text import Text, same

PLAIN = re.compile(r"[A-Za-z0-9_./+@-]+")  # what no shell looks at twice
STORE = re.compile(r"[\\/]WindowsApps[\\/]|PythonSoftwareFoundation\.Python", re.I)


@dataclass(frozen=True)
class Python:
    """The running one."""

    executable: Path
    prefix: Path
    base: Path  # of the Python a virtual environment was made from
    conda: str = ""  # where conda says it is

    @property
    def packaged(self) -> bool:
        """From Microsoft's Store: Windows puts the files it writes where Excel does not look."""
        return any(STORE.search(str(path)) for path in (self.executable, self.base))


class Started(NamedTuple):
    """Keys of the configuration, and the text of the launcher where one is needed."""

    keys: dict[str, str]
    launcher: str = ""


def running() -> Python:
    """This Python; its path is not followed, because a link in a virtual environment is what makes it one."""
    return Python(
        Path(os.path.abspath(sys.executable)), Path(sys.prefix), Path(sys.base_prefix), os.environ.get("CONDA_EXE", "")
    )


def started(place: Place, python: Python) -> Started:
    """How Excel starts `python`. Errors: one from Microsoft's Store; a path that cannot be written for VBA."""
    if place.system == "macos":
        return _on_macos(place, python)
    if python.packaged:
        raise XlsegError(Problem(PACKAGED, same(python.executable)))
    return Started(_conda(place, python) or {place.interpreter_key: _written(place, _windowed(python.executable))})


def environment(root: Path, name: str) -> Path:
    """The folder of a conda environment, as xlwings finds it."""
    if name == "base":
        return root
    return Path(name) if re.search(r"[\\/]", name) else root / "envs" / name


def _on_macos(place: Place, python: Python) -> Started:
    if PLAIN.fullmatch(str(python.executable)):
        return Started({place.interpreter_key: str(python.executable)})
    if not PLAIN.fullmatch(str(place.launcher)):
        raise XlsegError(Problem(UNWRITTEN, same(python.executable)))
    text = f'#!/bin/sh\nexec {shlex.quote(str(python.executable))} "$@"\n'
    return Started({place.interpreter_key: str(place.launcher)}, text)


def _conda(place: Place, python: Python) -> dict[str, str]:
    """Where `python` is a conda environment that conda can activate, not one made from it by venv."""
    prefix = python.prefix
    if prefix != python.base or not (prefix / "conda-meta").is_dir():
        return {}
    of_env = prefix.parent.parent if prefix.parent.name == "envs" else prefix
    roots = [of_env, *([Path(python.conda).parent.parent] if python.conda else [])]
    root = next((root for root in roots if (root / "condabin" / "conda.bat").is_file()), None)
    if root is None:
        return {}
    named = "base" if prefix == root else prefix.name if prefix.parent == root / "envs" else str(prefix)
    name = named if " " not in named else _short(named)  # xlwings does not quote it
    return {} if " " in name else {"CONDA PATH": _written(place, root), "CONDA ENV": _written(place, name)}


def _windowed(executable: Path) -> Path:
    """python.exe rather than pythonw.exe: xlwings hides its window, and waits for it."""
    sibling = executable.with_name("python.exe")
    return sibling if executable.name.lower() == "pythonw.exe" and sibling.is_file() else executable


def _written(place: Place, path: Path | str) -> str:
    for text in (str(path), _short(path)):
        try:
            text.encode(place.encoding)
            return text
        except UnicodeEncodeError:
            continue
    raise XlsegError(Problem(UNWRITTEN, same(path)))


def _short(path: Path | str) -> str:
    """The 8.3 form that Windows keeps beside a long name; the path itself where there is none."""
    import ctypes

    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    if kernel is None:
        return str(path)
    buffer = ctypes.create_unicode_buffer(32768)
    return buffer.value if kernel.GetShortPathNameW(str(path), buffer, len(buffer)) else str(path)


PACKAGED = Text(
    "这是微软商店版的 Python，Windows 会把它写的文件放到 Excel 看不到的地方。请从 python.org 安装 Python，"
    "用它重新安装 xlseg，再运行 xlseg install",
    "this Python comes from the Microsoft Store, and Windows puts the files it writes where Excel does not look. "
    "Install Python from python.org, install xlseg with it, and run xlseg install again",
)
UNWRITTEN = Text(
    "Excel 的宏认不出这个路径里的字符。请把 Python（或虚拟环境）装到只有英文字母和数字的文件夹，再运行 xlseg install",
    "Excel's macros cannot read all characters of this path. Install Python (or the virtual environment) in a folder "
    "named with plain letters and digits, then run xlseg install again",
)
