"""A double for Excel behind xlwings' remote engine: what the Office.js client sends, and does with the answer.

Excel's rules, as far as LiveHost needs them; what it does not know it refuses, so that nothing is lost unseen.
A formula reads as 0, inserted cells have no format. XLWINGS_LICENSE_KEY has to be set before xlwings is imported.
"""

import json
import re
from collections.abc import Callable
from copy import copy
from datetime import date, datetime, time
from typing import Any

import xlwings as xw
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import PatternFill, Side
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

Action = dict[str, Any]
POINTS = 5.6  # of column width a character takes in the default font
NUMBER = re.compile(r"[+-]?(?=[\d.,]*\d)(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?(%?)")
DAY = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?")
UNSURE = re.compile(r"\d+([-/:])\d+(\1\d+)?|\d+ \d+/\d+|[¥$€£] ?[\d.,]+|\([\d.,]+\)|(?i:true|false)")
REFERENCE = re.compile(r"('(?:[^']|'')+'|[^\W\d][\w.]*)!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")
WEIGHTS = {"hairline": "hair", "thin": "thin"}
SIDES = {f"edge_{side}": (side,) for side in ("top", "bottom", "left", "right")}
SIDES |= {"inside_horizontal": ("top", "bottom"), "inside_vertical": ("left", "right")}


def open_book(workbook: Workbook) -> xw.Book:
    """The workbook as a script meets it; through JSON, because that is all that crosses to the server."""
    return xw.Book(json=sent(workbook))


def sent(workbook: Workbook) -> dict[str, Any]:
    """What the client sends of a workbook."""
    scopes = (None, *workbook.worksheets)
    payload = {
        "client": "Office.js",
        "version": xw.__version__,
        "book": {"name": "book.xlsx", "active_sheet_index": workbook.index(workbook.active), "selection": "A1"},
        "names": [_name(workbook, n, scope) for scope in scopes for n in (scope or workbook).defined_names.values()],
        "sheets": [_sheet(sheet) for sheet in workbook.worksheets],
    }
    crossed: dict[str, Any] = json.loads(json.dumps(payload, allow_nan=False))
    return crossed


def apply(book: xw.Book, workbook: Workbook) -> list[dict[str, Any]]:
    """Do to `workbook` what the client does in Excel, action by action; the alerts it would have shown."""
    return perform(json.loads(json.dumps(book.json()["actions"], allow_nan=False)), workbook)


def perform(actions: list[Action], workbook: Workbook) -> list[dict[str, Any]]:
    """The same from the actions, as a server answers them."""
    alerts = []
    for action in actions:
        name, args, position = action["func"], action["args"], action["sheet_position"]
        sheet = None if position is None else workbook.worksheets[position]
        if name == "alert":
            alerts.append(dict(zip(("prompt", "title", "buttons", "mode", "callback"), args, strict=True)))
        elif name in ON_BOOK:
            ON_BOOK[name](workbook, sheet, args, action)
        else:
            top, left, height, width = list(action.values())[-4:]
            if name == "setValues" and [len(row) for row in action["values"]] != [width] * height:
                raise ValueError(f"the values are not {height} rows of {width}")
            for row, column in ((r, c) for r in range(height) for c in range(width)):
                ON_CELLS[name](sheet.cell(top + row + 1, left + column + 1), args, row, column, action)
    return alerts


def _name(workbook: Workbook, name: DefinedName, scope: Worksheet | None) -> dict[str, Any]:
    """A name as it is sent: without quotes Excel does not need, without an address where it has none."""
    sheet, area = _target(name)
    address = name.attr_text.rpartition("!")[2]
    facts = {"name": name.name, "refers_to": "=" + name.attr_text, "sheet_index": None, "address": None}
    if area and sheet in workbook.sheetnames:
        quoted = sheet if re.fullmatch(r"[^\W\d]+", sheet) else "'" + sheet.replace("'", "''") + "'"
        facts |= {"refers_to": f"={quoted}!{address}", "address": address.replace("$", "")}
        facts["sheet_index"] = workbook.sheetnames.index(sheet)
    scoped = {"scope_sheet_name": scope and scope.title, "scope_sheet_index": scope and workbook.index(scope)}
    return {**facts, **scoped, "book_scope": not scope}


def _target(name: DefinedName) -> tuple[str, list[int] | None]:
    """The sheet and the rectangle (left, top, right, bottom) a name refers to; none for #REF! and formulas."""
    match = REFERENCE.fullmatch(name.attr_text)
    sheet = match[1].removeprefix("'").removesuffix("'").replace("''", "'") if match else ""
    return sheet, list(range_boundaries(match[2])) if match else None


def _sheet(sheet: Worksheet) -> dict[str, Any]:
    """Values from A1 to the last cell that holds one; cells that only have a look do not count as used."""
    used = [(cell.row, cell.column) for cell in sheet._cells.values() if cell.value not in (None, "")] or [(1, 1)]
    rows, columns = zip(*used, strict=True)
    corners = sheet.cell(min(rows), min(columns)).coordinate, sheet.cell(max(rows), max(columns)).coordinate
    values = [[_sent(cell) for cell in row] for row in sheet.iter_rows(1, max(rows), 1, max(columns))]
    facts = {
        "name": sheet.title,
        "visibility": sheet.sheet_state.capitalize(),
        "print_area": None,
        "show_gridlines": True,
    }
    lists = {kind: [] for kind in ("pictures", "shapes", "notes", "pivot_tables")}
    sent = ("name", "chart_type", "left", "top", "width", "height")
    lists["charts"] = [{key: chart[key] for key in sent} for chart in charts(sheet)]
    lists["tables"] = [{"name": t.name, "range_address": t.ref} for t in sheet.tables.values()]
    return {**facts, **lists, "values": values, "used_range_address": None if values == [[""]] else ":".join(corners)}


def charts(sheet: Worksheet) -> list[dict[str, Any]]:
    """The charts on a sheet, each as what was said of it: openpyxl would not keep their names."""
    return sheet.__dict__.setdefault("charts_in_excel", [])


def _sent(cell: Cell) -> object:
    """JavaScript knows neither 5.0 nor dates: the engine turns texts of this form back."""
    value = 0 if cell.data_type == "f" else cell.value
    if isinstance(value, date | time):
        moment = value if isinstance(value, date) else datetime.combine(date(1899, 12, 30), value)
        return f"{moment:%Y-%m-%dT%H:%M:%S.000Z}"
    return int(value) if isinstance(value, float) and value.is_integer() else "" if value is None else value


def _enter(cell: Cell, _: object, row: int, column: int, action: Action) -> None:
    """As if typed: text becomes a formula, a day or a number, unless the cell is text or an apostrophe leads."""
    value = action["values"][row][column]
    text = str(value).upper() if isinstance(value, bool) else value if isinstance(value, str) else f"{value:.15g}"
    if text[:1] == "'" or (text and cell.number_format == "@"):
        cell.value = text.removeprefix("'")
        cell.data_type = "s"
    elif not isinstance(value, str) or not text:
        cell.value = None if value == "" else value
    elif day := DAY.fullmatch(text):
        moment, look = datetime(*(int(part or 0) for part in day.groups())), cell.number_format
        cell.value = moment if look == "General" or is_date_format(look) else to_excel(moment)
    elif number := NUMBER.fullmatch(text):
        cell.value = float(f"{float(text.rstrip('%').replace(',', '')):.15g}") / (100 if number[1] else 1)
    elif UNSURE.fullmatch(text):
        raise ValueError(f"{cell.coordinate}: Excel would not keep {text!r} as text")
    else:
        cell.value = "=" + text if text[0] in "+-@" and len(text) > 1 else text


def _border(cell: Cell, args: list[Any], row: int, column: int, action: Action) -> None:
    """An edge is a side of the cells along it; an inside border, two sides of the cells it runs between."""
    which, attribute, value = args
    outer = {"top": row == 0, "bottom": row + 1 == action["row_count"]}
    outer |= {"left": column == 0, "right": column + 1 == action["column_count"]}
    for side in (s for s in SIDES[which] if outer[s] is which.startswith("edge")):
        old = getattr(cell.border, side)
        style = {**WEIGHTS, "continuous": old.style or "thin"}["continuous" if attribute == "color" else value]
        _set(cell, "border", side, Side(style, value[1:] if attribute == "color" else old.color))


def _set(cell: Cell, part: str, attribute: str, value: object) -> None:
    """openpyxl shares the parts of a look between cells, so they are replaced, never changed.

    It compares whole looks to find them again, so what became of a look is remembered.
    """
    known = cell.parent.parent.__dict__.setdefault("looks_in_excel", {})
    step = (bytes(cell._style or b""), part, attribute, repr(value))
    if step not in known:
        changed = copy(getattr(cell, part))
        setattr(changed, attribute, value[1:] if attribute == "color" else value)
        setattr(cell, part, changed)
        known[step] = copy(cell._style)
    cell._style = copy(known[step])


def _insert(workbook: Workbook, sheet: Worksheet, args: list[Any], action: Action) -> None:
    """Cells below or beside move, and the names for them; a name that reaches in grows."""
    cells = ((other, cell) for other in workbook.worksheets for cell in other._cells.values())
    formulas = any(
        cell.data_type == "f" and (other is sheet or sheet.title in str(cell.value)) for other, cell in cells
    )
    if sheet.merged_cells.ranges or sheet.tables or formulas:
        raise NotImplementedError("the double does not move merged cells and tables or rewrite formulas")
    start, size = (action["start_column"] + 1, action["start_row"] + 1), (action["column_count"], action["row_count"])
    axis = {"right": 0, "down": 1}[args[0]]
    across, by, first = 1 - axis, size[axis], start[axis]
    last = start[across] + size[across] - 1
    for at in sorted(((column, row) for row, column in sheet._cells), reverse=True):
        if at[axis] >= first and start[across] <= at[across] <= last:
            sheet._move_cell(at[1], at[0], by * axis, by * across)
    for name in (n for s in (workbook, *workbook.worksheets) for n in s.defined_names.values()):
        target, area = _target(name)
        if target == sheet.title and area and start[across] <= area[across] and area[across + 2] <= last:
            area[axis::2] = [end + by * (end >= first) for end in area[axis::2]]
            corners = (f"${get_column_letter(c)}${r}" for c, r in (area[:2], area[2:]))
            name.attr_text = name.attr_text.rpartition("!")[0] + "!" + ":".join(corners)


def _define(workbook: Workbook, sheet: Worksheet | None, args: list[Any], action: Action) -> None:
    """Excel refuses a second name, and to change one that is not there."""
    new = action["func"] == "namesAdd"
    names = ((sheet if new else None if args[1] else workbook.worksheets[args[2]]) or workbook).defined_names
    if new is (args[0] in names):
        raise ValueError(f"{action['func']}: the name {args[0]} is {'there' if new else 'not there'}")
    names[args[0]] = DefinedName(args[0], attr_text=args[-1].removeprefix("="))


def _freeze(_: object, sheet: Worksheet, args: list[Any], __: Action) -> None:
    _, _, right, bottom = range_boundaries(args[0])
    sheet.freeze_panes = sheet.cell(bottom + 1, 1 if args[0][0].isdigit() else right + 1).coordinate


def _resize(_: object, sheet: Worksheet, args: list[Any], __: Action) -> None:
    """Excel names new columns by the cells of their header."""
    table, ref = list(sheet.tables.values())[args[0]], args[1].replace("$", "")
    left, top, right, _ = range_boundaries(ref)
    names = [str(sheet.cell(top, column).value) for column in range(left, right + 1)]
    table.tableColumns, table.ref = [TableColumn(id=n, name=name) for n, name in enumerate(names, 1)], ref


def _add_chart(workbook: Workbook, sheet: Worksheet, args: list[Any], __: Action) -> None:
    """Each column below a header is a series named by it; without an anchor it stands at points."""
    keys = ("name", "chart_type", "source_sheet", "source", "left", "top", "width", "height", "plot_by", "anchor")
    chart = dict(zip((*keys, "style"), args, strict=True))
    left, top, right, bottom = range_boundaries(chart["source"])
    headers = [workbook[chart["source_sheet"]].cell(top, column).value for column in range(left, right + 1)]
    if chart["plot_by"] != "Columns" or bottom == top or not all(isinstance(text, str) for text in headers):
        raise NotImplementedError("the double draws columns below headers that are text")
    if any(chart["name"] == other["name"] for other in charts(sheet)):
        raise ValueError(f"addChart: the name {chart['name']} is there")
    letters = [get_column_letter(column) for column in range(left, right + 1)]
    series = [{"name": n, "values": f"{c}{top + 1}:{c}{bottom}"} for n, c in zip(headers, letters, strict=True)]
    charts(sheet).append({**chart, "series": series, "axes": {}, "left": 0, "top": 0})


def _chart(_: object, sheet: Worksheet, args: list[Any], action: Action) -> None:
    """A second value axis is there only while a series uses it."""
    chart, rest = charts(sheet)[args[0]], args[1:]
    match action["func"], rest:
        case ("setChartXAxisValues", [_, address]):
            chart["x"] = address.replace("$", "")
        case ("setChartType", [kind]):
            chart["chart_type"] = kind
        case ("setChartTitle", [title]):
            chart["title"] = title
        case ("setChartLegend", [attribute, value]):
            chart["legend"] = value if attribute == "position" else None
        case ("setChartSeries", [number, looks]):
            chart["series"][number] |= looks
        case ("setChartAxis", [axis, looks]):
            if axis.startswith("secondary") and not any(s.get("axis_group") == "Secondary" for s in chart["series"]):
                raise ValueError("no series is on a secondary axis")
            chart["axes"].setdefault(axis, {}).update(looks)
        case _:
            raise KeyError(action["func"])


def _ref(action: Action) -> str:
    row, column = action["start_row"] + 1, action["start_column"] + 1
    last = f"{get_column_letter(column + action['column_count'] - 1)}{row + action['row_count'] - 1}"
    return f"{get_column_letter(column)}{row}:{last}"


def _validate(_: object, sheet: Worksheet, args: list[Any], action: Action) -> None:
    """Only literal lists, numbers and days."""
    if action["func"] == "setDataValidationList":
        facts = {"type": "list", "formula1": '"{}"'.format(",".join(args[0]["values"]))}
    else:
        first, second = ((args[0][key] or "").removeprefix("=") or None for key in ("formula1", "formula2"))
        facts = {"type": {"whole_number": "whole"}.get(args[0]["type"], args[0]["type"])}
        facts |= {"operator": OPERATORS[args[0]["operator"]], "formula1": first, "formula2": second}
    sheet.add_data_validation(DataValidation(**facts, showErrorMessage=True, sqref=_ref(action)))


def _unvalidate(_: object, sheet: Worksheet, __: object, action: Action) -> None:
    """Excel takes the cells out of every validation; here those that lie wholly inside go."""
    inside = CellRange(_ref(action))
    found = sheet.data_validations.dataValidation
    found[:] = [one for one in found if not all(part.issubset(inside) for part in one.sqref.ranges)]


def _shade(_: object, sheet: Worksheet, args: list[Any], action: Action) -> None:
    rules = {
        "DataBar": lambda a: DataBarRule("num", a["thresholds"][0], "num", a["thresholds"][1], a["bar_color"][1:]),
        "ColorScale": lambda a: ColorScaleRule("min", None, a["colors"][0][1:], "max", None, a["colors"][1][1:]),
        "Custom": lambda a: FormulaRule([a["formula"].removeprefix("=")]),
    }
    sheet.conditional_formatting.add(_ref(action), rules[args[0]["type"]](args[0]))


def _unshade(_: object, sheet: Worksheet, __: object, action: Action) -> None:
    inside, kept = CellRange(_ref(action)), ConditionalFormattingList()
    for found in sheet.conditional_formatting:
        for rule in found.rules if not all(part.issubset(inside) for part in found.sqref.ranges) else ():
            kept.add(str(found.sqref), rule)
    sheet.conditional_formatting = kept


def _add_table(workbook: Workbook, sheet: Worksheet, args: list[Any], __: Action) -> None:
    """Excel refuses a name that is taken, headers that are empty or alike, and tables that meet."""
    ref, _, _, name = args
    left, top, right, _ = range_boundaries(ref)
    titles = [sheet.cell(top, column).value for column in range(left, right + 1)]
    if any(name.casefold() == other.casefold() for each in workbook for other in each.tables):
        raise ValueError(f"addTable: the name {name} is there")
    if len(set(titles)) < len(titles) or not all(isinstance(title, str) for title in titles):
        raise ValueError(f"addTable: the headers {titles} are not each a text of its own")
    if any(not CellRange(ref.replace("$", "")).isdisjoint(CellRange(t.ref)) for t in sheet.tables.values()):
        raise ValueError("addTable: another table stands there")
    table = Table(displayName=name, ref=ref.replace("$", ""))
    table._initialise_columns()
    for column, title in zip(table.tableColumns, titles, strict=True):
        column.name = title
    sheet.add_table(table)


OPERATORS = {"between": "between", "greater_than_or_equal": "greaterThanOrEqual"}
OPERATORS |= {"less_than_or_equal": "lessThanOrEqual"}
ON_CELLS: dict[str, Callable[..., None]] = {
    "setValues": _enter,
    "setNumberFormat": lambda cell, args, *_: setattr(cell, "number_format", args[0]),
    "setRangeColor": lambda cell, args, *_: setattr(cell, "fill", PatternFill("solid", fgColor=args[0][1:])),
    "setFontProperty": lambda cell, args, *_: _set(cell, "font", *args),
    "setWrapText": lambda cell, args, *_: _set(cell, "alignment", "wrap_text", args[0]),
    "setHorizontalAlignment": lambda cell, args, *_: _set(cell, "alignment", "horizontal", args[0].lower()),
    "setVerticalAlignment": lambda cell, args, *_: _set(cell, "alignment", "vertical", args[0].lower()),
    "setBorderProperty": _border,
    "setColumnWidth": lambda c, a, *_: setattr(c.parent.column_dimensions[c.column_letter], "width", a[0] / POINTS),
    "setRowHeight": lambda cell, args, *_: setattr(cell.parent.row_dimensions[cell.row], "height", args[0]),
    "rangeClear": lambda cell, *_: cell.parent._cells.pop((cell.row, cell.column)),
    "rangeClearContents": lambda cell, *_: setattr(cell, "value", None),
    "rangeClearFormats": lambda cell, *_: setattr(cell, "style", "Normal"),
}
ON_BOOK: dict[str, Callable[..., None]] = {
    "addSheet": lambda workbook, _, args, __: workbook.create_sheet(args[1], args[0]),
    "rangeInsert": _insert,
    "namesAdd": _define,
    "setNameRefersTo": _define,
    "freezePaneAtRange": _freeze,
    "resizeTable": _resize,
    "nameDelete": lambda workbook, _, args, __: workbook.defined_names.pop(args[2]),
    "setDataValidationRule": _validate,
    "setDataValidationList": _validate,
    "deleteDataValidation": _unvalidate,
    "addConditionalFormat": _shade,
    "clearConditionalFormats": _unshade,
    "addTable": _add_table,
    "setPrintArea": lambda _, sheet, args, __: setattr(sheet, "print_area", args[0]),
    "addChart": _add_chart,
    "deleteChart": lambda _, sheet, args, __: charts(sheet).pop(args[0]),
    **{f"setChart{what}": _chart for what in ("XAxisValues", "Type", "Title", "Legend", "Series", "Axis")},
    "activateSheet": lambda workbook, _, args, __: setattr(workbook, "active", args[0]),
    "setSheetVisibility": lambda _, sheet, args, __: setattr(sheet, "sheet_state", args[0].lower()),
    "setShowGridlines": lambda _, sheet, args, __: setattr(sheet.sheet_view, "showGridLines", args[0]),
}
