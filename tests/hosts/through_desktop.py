"""Writes pages through xlwings' real desktop classes, in a process of its own: _xlwindows.py or _xlmac.py.

Stood in for is only what the system brings: pywin32 or appscript, and Excel behind it, which takes everything. On a Mac
it takes only words of the dictionary that xlwings speaks to Excel with. Argument: windows or mac. JSON out.
"""

import ast
import ctypes
import inspect
import json
import sys
import tempfile
import traceback
import types
from datetime import UTC, date
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pandas  # noqa: F401  before the libraries of Windows are stood in for

SYSTEM = sys.argv[1]


class System(types.ModuleType):
    """A module in which everything is there and nothing does anything."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, MagicMock(name=name))
        return getattr(self, name)


MODULES = {
    "windows": "pythoncom pywintypes win32api win32con win32gui win32process win32timezone win32com win32com.client",
    "mac": "aem appscript appscript.reference osax",
}[SYSTEM]
for module in MODULES.split():
    sys.modules[module] = System(module)
if SYSTEM == "windows":
    sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})
    sys.modules["pywintypes"].error = type("error", (Exception,), {})
    sys.modules["pywintypes"].TimeType = date
    sys.modules["win32timezone"].TimeZoneInfo.utc.return_value = UTC
    for kind in ("CDispatch", "DispatchBaseClass", "CoClassBaseClass"):
        setattr(sys.modules["win32com.client"], kind, type(kind, (), {}))
    sys.modules["pythoncom"].__file__ = "pythoncom"
    ctypes.oledll = ctypes.windll = ctypes.PyDLL = MagicMock()
else:
    sys.modules.setdefault("psutil", System("psutil"))
    sys.modules["appscript"].reference = sys.modules["appscript.reference"]
    sys.modules["appscript.reference"].CommandError = type("CommandError", (Exception,), {})

sys.path.append(str(Path(__file__).parents[1]))
import xlwings as xw  # noqa: E402
from made import shop  # noqa: E402
from xlwings import base_classes, mac_dict  # noqa: E402

import xlseg.hosts  # noqa: E402
from xlseg.actions import BY_KEY, Request  # noqa: E402
from xlseg.cells import Area, Placed  # noqa: E402
from xlseg.hosts import PREFIX, live_charts, live_desktop  # noqa: E402
from xlseg.hosts.file import FileHost  # noqa: E402
from xlseg.hosts.live import LiveHost  # noqa: E402
from xlseg.hosts.live_desktop import freeze, from_active_cell  # noqa: E402
from xlseg.sheets.plain import dress  # noqa: E402

if SYSTEM == "windows":
    from xlwings import _xlwindows as desktop
else:
    from xlwings import _xlmac as desktop

WORDS = {entry[0] for part in ("classes", "properties", "elements", "commands") for entry in getattr(mac_dict, part)}
WORDS |= {
    "get",
    "set",
    "make",
    "count",
    "delete",
    "move",
    "select",
    "before",
    "after",
    "first",
    "last",
    "name",
    "ID",
    "AS_aemreference",
}


class Apple(MagicMock):
    """What appscript refers to, by words Excel on a Mac knows."""

    def __getattr__(self, name: str) -> object:
        if not name.startswith(("_", "mock", "method", "assert")) and name not in WORDS:
            raise AttributeError(f"Excel on a Mac has no {name}")
        return super().__getattr__(name)


xw.engines.add(xw.main.Engine(impl=desktop.engine))
xw.engines.active = xw.engines["excel"]
desktop.App.pid = 1
xw.Book.activate = lambda book: None  # looks through all processes for Excel


Opened = tuple[xw.Book, dict[str, MagicMock]]


def drawn(sheet: MagicMock, absent: MagicMock) -> MagicMock:
    """A sheet with no chart; those added have series that are all the same one."""
    charts = sheet.ChartObjects.return_value
    charts.Item, charts.Add.return_value.Chart.SeriesCollection.return_value.Count = absent, 1
    return sheet


def on_windows(names: list[str], active: tuple[int, int], marks: tuple[str, ...] = ()) -> Opened:
    sheets = {}
    book, absent = MagicMock(), MagicMock(side_effect=sys.modules["pywintypes"].com_error)
    for number, name in enumerate(names, 1):
        sheet = sheets[name] = MagicMock(Name=name, Visible=-1, Parent=book, Index=number)
        drawn(sheet, absent)
        sheet.Range.return_value = sheet.cells = MagicMock(Row=3, Column=2, Worksheet=sheet)
    book.Worksheets.__iter__.side_effect = lambda: iter(list(sheets.values()))
    book.Worksheets.side_effect = lambda key: sheets[key] if isinstance(key, str) else list(sheets.values())[key - 1]
    book.Worksheets.Count = len(names)
    book.Worksheets.Add.return_value = drawn(MagicMock(Visible=-1, Parent=book), absent)
    book.Names.Count, book.Names.side_effect = len(marks), lambda number: MagicMock(Name=marks[number - 1])
    book.Application.ActiveCell = MagicMock(Row=active[0], Column=active[1])
    return xw.Book(impl=desktop.Book(xl=book)), sheets


def on_mac(names: list[str], active: tuple[int, int], marks: tuple[str, ...] = ()) -> Opened:
    excel = Apple(name="excel")
    app = desktop.App.__new__(desktop.App)
    app._xl, app._pid = excel, 1
    book, excel.get_international.return_value = excel.workbooks[1], ","
    sheets = {}
    for name in names:
        sheet = sheets[name] = Apple(name=name)
        sheet.name.get.return_value, sheet.visible.get.return_value = name, desktop.kw.sheet_visible
        sheet.count.return_value = 0
        cells = sheet.cells.__getitem__.return_value
        cells.count.return_value = cells.first_row_index.get.return_value = 1
        cells.first_column_index.get.return_value = 1
        chart = sheet.chart_objects.__getitem__.return_value
        chart.exists.return_value = False
        chart.chart.series_collection.axis_group.get.return_value = [desktop.kw.secondary_axis]
    book.worksheets.__getitem__.side_effect = lambda k: sheets[k] if isinstance(k, str) else [*sheets.values()][k - 1]
    book.count.side_effect = lambda each: len(sheets)
    book.named_items.name.get.return_value = list(marks)
    marked = [Apple(**{"name.get.return_value": mark}) for mark in marks]
    book.named_items.__getitem__.side_effect = lambda number: marked[number - 1]
    for part, value in zip(("row", "column"), active, strict=True):
        getattr(excel.active_cell, f"first_{part}_index").get.return_value = value
    found = desktop.Book.__new__(desktop.Book)
    found._app, found.xl = app, book
    return xw.Book(impl=found), sheets


def pages() -> list[Placed]:
    """All that a file is given when everything is made, labelled otherwise, and taken back."""
    found: list[Placed] = []
    write = FileHost.write

    def seen(self: FileHost, placed: Placed) -> None:
        found.append(placed)
        write(self, placed)

    FileHost.write = seen
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.xlsx"
        host = FileHost(rows=shop(8))
        for sheet, rows in shop(8).items():
            host.write(dress(sheet, rows))
        for key in ("complete", "rfm", "undo"):
            BY_KEY[key].run(host, Request((), today=date.today(), undoable=True))
            host.save(path)
            host = FileHost(path)
    return found


def missing() -> list[str]:
    """Members of xlwings that our hosts name and this engine has no code for."""
    used = {
        node.attr
        for path in Path(xlseg.hosts.__file__).parent.glob("live*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    none = []
    for name, base in inspect.getmembers(base_classes, inspect.isclass):
        own = getattr(desktop, name, base)
        for member, found in vars(base).items():
            code = getattr(found, "fget", found)
            if member in used and inspect.getattr_static(own, member) is found and inspect.isfunction(code):
                none += [f"{name}.{member}"] if "NotImplementedError" in inspect.getsource(code) else []
    return sorted(none)


def written(placed: list[Placed]) -> list[str]:
    """What goes wrong when our pages are written through this engine."""
    live_charts._series = lambda chart, count: [
        xw.main.ChartSeries(impl=chart.series.impl(number + 1)) for number in range(count)
    ]
    wrong = []
    for page in placed:
        for names in ([page.sheet, "\u6570\u636e"], ["\u6570\u636e"]):
            book, sheets = excel(names, (1, 1), tuple(PREFIX + mark for mark in page.forget))
            sheets.setdefault(page.sheet, next(iter(sheets.values())))
            host = LiveHost(book)
            try:
                host.write(page)
                host.show(page.sheet)
                host.locked()
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-3:]
                where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(place))
                wrong.append(f"{page.sheet}: {type(error).__name__}: {error} ({where})")
    return sorted(set(wrong))


def frozen(visible: bool) -> dict[str, object]:
    """Where the window that shows a sheet is frozen, what is active meanwhile and afterwards."""
    book, sheets = excel(["A", "B"], (1, 1))
    for sheet in sheets.values():
        sheet.Visible = -1 if visible else 0
        sheet.visible.get.return_value = desktop.kw.sheet_visible if SYSTEM == "mac" and visible else None
    if SYSTEM == "windows":
        api = book.api
        api.ActiveSheet = sheets["B"]
        freeze(book.sheets["A"], 5, 2)
        window = api.Windows(1)
        names = ("SplitRow", "SplitColumn", "FreezePanes", "ScrollRow", "ScrollColumn")
        values = [getattr(window, name) for name in names]
        activated = [sheets["A"].Activate.call_count, sheets["B"].Activate.call_count]
    else:
        api = book.api
        api.active_sheet.name.get.return_value = "B"
        api.sheets.__getitem__.side_effect = sheets.__getitem__
        freeze(book.sheets["A"], 5, 2)
        window = api.windows[1]
        names = ("split_row", "split_column", "freeze_panes", "scroll_row", "scroll_column")
        calls = [getattr(window, name).set.call_args for name in names]
        values = [call.args[0] if call else None for call in calls]
        activated = [sheets[name].activate_object.call_count for name in "AB"]
    return {"values": values if visible else None, "activated": activated}


class Said:
    """A property of a Mac's Excel."""

    def __init__(self, value: object) -> None:
        self.value = value

    def get(self) -> object:
        return self.value


def read(values: object, texts: object, rows: int, columns: int) -> list[list[object]]:
    """What our host reads of cells that a Mac tells in this way."""
    book, _ = excel(["A"], (1, 1))
    cells = desktop.Range(book.sheets["A"].impl, (1, 1, rows, columns))
    cells.xl = MagicMock(value=Said(values), string_value=Said(texts))
    sheet = MagicMock()
    sheet.range.return_value.impl.xl = cells.xl
    found = xw.Range(impl=cells)
    type(found).sheet = property(lambda self: SimpleNamespace(range=sheet.range, book=book))
    return list(map(list, live_desktop.values(found, True)))


def formula(active: tuple[int, int]) -> str:
    book, _ = excel(["A"], active)
    return from_active_cell(book.sheets["A"], 'AND($E7<>"",F$1>0)', Area(7, 5, 21, 5))


placed = pages()
sys.platform = {"windows": "win32", "mac": "darwin"}[SYSTEM]
excel = {"windows": on_windows, "mac": on_mac}[SYSTEM]
found = {
    "missing": missing(),
    "wrong": written(placed),
    "pages": len(placed),
    "kinds": sorted(
        name
        for name in ("room", "emptied", "restyled", "freeze", "forget", "charts", "shades", "valid", "listed", "hidden")
        if any(getattr(page, name) for page in placed)
    ),
    "frozen": [frozen(True), frozen(False)],
    "formulas": [formula((7, 5)), formula((1, 1)), formula((30, 6))],
}
if SYSTEM == "mac":
    found["read"] = [
        read([["a", None], [1.0, 2.0]], [["a", "#N/A"], ["1", "2"]], 2, 2),
        read(["a", None], ["a", "#DIV/0!"], 1, 2),
        read(None, "#REF!", 1, 1),
        read([["a"], [None]], [["a"], [""]], 2, 1),
    ]
print(json.dumps(found))
