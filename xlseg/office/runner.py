"""xlwings' own VBA, read from the xlwings that is installed: RunPython, and XLPy for worksheet functions on Windows.

It names the version of its library, so it belongs to the interpreter it will start, and is read where it is used.

Where it looks for that interpreter, PROJECT standing for "xlseg", until it finds the key:
1. a sheet xlseg.conf of the workbook in use, then of the workbook that holds the macros (keys in A, values in B);
2. a file xlseg.conf beside the workbook in use;
3. the user's file: on Windows %USERPROFILE%\\.xlseg\\xlseg.conf, on macOS
   ~/Library/Containers/com.microsoft.Excel/Data/xlseg.conf.
Files hold a line "KEY","value" for each key, read by VBA's Input #: on Windows in the code page of the system.
"""

import re
from importlib.metadata import distribution
from typing import cast

from xlseg.office.place import NAME

MODULE = "xlwings"
CLASSES = ("Dictionary",)  # Scripting.Dictionary for macOS, where Excel has none


def addin_runner() -> str:
    """The module for an add-in: it works on whichever workbook is in use."""
    return _of_project(_read("xlwings_custom_addin.bas"))


def workbook_runner() -> str:
    """The module for a workbook that holds its own macros: it works on that workbook."""
    return _of_project(_read("xlwings.bas"))


def classes() -> dict[str, str]:
    """The class modules that both need."""
    return {name: _read(f"addin/{name}.cls") for name in CLASSES}


def _of_project(source: str) -> str:
    """With our name in the place of theirs, so that our configuration is read."""
    named, found = re.subn(r'(Const PROJECT_NAME As String = )"\w+"', rf'\1"{NAME}"', source)
    if found != 1:
        raise ValueError("this version of xlwings names its project elsewhere")
    return named


def _read(name: str) -> str:
    """A file of the installed xlwings, which need not be imported for it."""
    path = cast("str", distribution("xlwings").locate_file(f"xlwings/{name}"))
    with open(path, encoding="cp1252", newline="") as file:
        return file.read()
