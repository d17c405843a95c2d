"""Calls our functions as Excel on Windows does, in a process of its own: xlwings' real udfs.py and _xlwindows.py.

Only what Windows itself brings is stood in for: pywin32's modules and Excel's Range objects. JSON in, JSON out; a cell
{"date": ...} is a date, and an argument {"missing": true} one that was left out.
"""

import ctypes
import io
import json
import sys
import types
from datetime import datetime
from unittest.mock import MagicMock


class Windows(types.ModuleType):
    """A module of pywin32 in which everything is there and nothing does anything."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, MagicMock(name=name))
        return getattr(self, name)


MODULES = "pythoncom pywintypes win32api win32con win32event win32gui win32process win32timezone winerror comtypes"
MODULES += " win32com win32com.client win32com.server win32com.server.util win32com.server.dispatcher"
MODULES += " win32com.server.policy win32com.universal"
for module in MODULES.split():
    sys.modules[module] = Windows(module)
sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})
sys.modules["pywintypes"].error = type("error", (Exception,), {})
sys.modules["pywintypes"].TimeType = datetime
sys.modules["pythoncom"].__file__ = "pythoncom"
ctypes.oledll = ctypes.windll = ctypes.PyDLL = MagicMock()

import xlwings as xw  # noqa: E402
from xlwings import _xlwindows, udfs  # noqa: E402
from xlwings.main import Engine  # noqa: E402

xw.func, xw.arg, xw.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
engine = Engine(impl=_xlwindows.engine)
xw.engines.add(engine)

import xlseg.functions  # noqa: E402


class Area:
    """Excel's Range: its values as COM hands them over."""

    def __init__(self, rows: list[list[object]]) -> None:
        cells = tuple(tuple(map(com, row)) for row in rows)
        self.Value = cells if len(cells) > 1 or len(cells[0]) > 1 else cells[0][0]
        self.Worksheet, self.Row, self.Column = MagicMock(), 1, 1
        self.Rows, self.Columns = types.SimpleNamespace(Count=len(rows)), types.SimpleNamespace(Count=len(rows[0]))


def com(cell: object) -> object:
    return datetime.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell


def handed(argument: object) -> object:
    if argument == {"missing": True}:
        return -2147352572
    return Area(argument) if isinstance(argument, list) else argument


def plain(cell: object) -> object:
    return {"date": cell.isoformat()} if isinstance(cell, datetime) else cell


_xlwindows.is_range_instance = lambda value: isinstance(value, Area)
_xlwindows._datetime_to_com_time = lambda value: value
xw.Range.sheet = property(lambda self: MagicMock(**{"book.app.engine": engine}))

answers = []
for call in json.load(sys.stdin):
    arguments = [handed(argument) for argument in call["args"]]
    found = udfs.call_udf("xlseg.functions", call["func_name"], arguments, None, Area([[None]]))
    answers.append([[plain(cell) for cell in row] for row in found])
written = io.StringIO()
udfs.generate_vba_wrapper("xlseg.functions", xlseg.functions, written, types.SimpleNamespace(Name="xlseg.xlam"))
functions = {name: getattr(xlseg.functions, name).__xlfunc__ for name in xlseg.functions.__all__}
told = {
    name: {
        "args": [arg["name"] for arg in found["args"]],
        "docs": [arg["doc"] for arg in found["args"]],
        "doc": found["ret"]["doc"],
        "category": found["category"],
    }
    for name, found in functions.items()
}
print(json.dumps({"answers": answers, "vba": written.getvalue(), "functions": told}))
