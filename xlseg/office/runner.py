"""xlwings' own VBA, read from the xlwings that is installed: RunPython, and XLPy for worksheet functions on Windows.

It names the version of its library, so it belongs to the interpreter it will start, and is read where it is used.

A button runs the user's own Python and nothing else, so what a workbook of others could say to it is taken out: by
itself xlwings would ask a sheet xlseg.conf of a workbook, hidden or not, and a file of that name beside it, which
program to start; import what lies beside the workbook; and run sheets named *.py. What is left is the user's file, on
Windows %USERPROFILE%\\.xlseg\\xlseg.conf, on macOS ~/Library/Containers/com.microsoft.Excel/Data/xlseg.conf: a line
"KEY","value" for each key, read by VBA's Input #, on Windows in the code page of the system.
"""

import re
from importlib.metadata import distribution
from typing import NamedTuple, cast

from xlseg.office.place import NAME

MODULE = "xlwings"
CLASSES = ("Dictionary",)  # Scripting.Dictionary for macOS, where Excel has none


class Change(NamedTuple):
    """What is otherwise in our copy: what the one place that `pattern` finds becomes."""

    what: str
    pattern: str
    new: str = ""


ANYTHING = r"(?:(?!End Function).)*?"  # that is in the same function
CHANGES = (
    Change("names its project", r'(Const PROJECT_NAME As String = )"\w+"', rf'\1"{NAME}"'),
    Change(
        "reads its configuration",
        rf"(Function GetConfig\({ANYTHING})    ' Sheet\r\n{ANYTHING}(?=    ' User Config\r\n)",
        r"\1",
    ),
    # RunPython: sheets named *.py, and the paths of workbooks, whose variables stay empty
    Change(
        "looks beside workbooks",
        rf"    ' Check for embedded Python code\r\n{ANYTHING}(?=    #If Mac Then\r\n        PYTHONPATH = )",
    ),
    Change(
        "runs sheets",
        rf"    ' PythonCommand with embedded code\r\n{ANYTHING}(?=    ' Call Python platform-dependent\r\n)",
    ),
    # XLPyCommand, for worksheet functions: the same paths
    Change(
        "looks beside workbooks of functions",
        r'(PYTHONPATH = )AddExcelDir & ";" & \w+\.FullName & ";" & \w+\.FullName & ";"',
        r'\1";;;"',
    ),
)


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
    """With our name in the place of theirs, and without what lets a workbook choose what runs."""
    for change in CHANGES:
        source, found = re.subn(change.pattern, change.new, source, flags=re.DOTALL)
        if found != 1:
            raise ValueError(f"this version of xlwings {change.what} elsewhere")
    return source


def _read(name: str) -> str:
    """A file of the installed xlwings, which need not be imported for it."""
    path = cast("str", distribution("xlwings").locate_file(f"xlwings/{name}"))
    with open(path, encoding="cp1252", newline="") as file:
        return file.read()
