"""Workbooks computed by two programs that are not ours: LibreOffice and IronCalc; and rows made by hypothesis."""

import re
from pathlib import Path
from typing import Any

import ironcalc
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from libreoffice import convert
from openpyxl import load_workbook

# Of Excel 2016 and before, none of them an array function or one that spills
FUNCTIONS = {
    *("IF", "AND", "OR", "NOT", "ISNUMBER", "SEARCH", "SUBSTITUTE", "TRIM", "MID", "REPT", "LEN", "VALUE", "INT"),
    *("INDEX", "MATCH", "IFERROR", "CHAR", "YEAR", "MONTH", "DAY", "TEXT", "COUNTA", "COUNT"),
    *("FIXED", "ROUND", "ABS"),
}


def called(formula: str) -> set[str]:
    """The functions a formula calls."""
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)
    return set(re.findall(r"([A-Za-z_.]+)\(", bare))


def by_libreoffice(path: Path, folder: Path) -> dict[str, list[list[Any]]]:
    """All cells of all sheets, every formula computed anew."""
    folder.mkdir(exist_ok=True)
    book = load_workbook(convert(path, "xlsx", folder, recalculated=True), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def by_ironcalc(path: Path) -> dict[str, list[list[Any]]]:
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    found: dict[str, list[list[Any]]] = {}
    for number, sheet in enumerate(model.get_worksheets_properties()):
        _, bottom, _, right = model.get_sheet_dimensions(number)
        rows, columns = range(1, bottom + 1), range(1, right + 1)
        found[sheet["name"]] = [[model.get_cell_value(number, row, column) for column in columns] for row in rows]
    return found


def plain(value: object) -> object:
    """Empty and blank alike, whole numbers as such."""
    if value in ("", None):
        return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def rows_of(row: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many rows as hypothesis makes them, each once: of five there is one that was not there before."""
    found: list[Any] = []

    @settings(
        max_examples=count // 20,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(row, min_size=20, max_size=60))
    def collect(rows: list[Any]) -> None:
        if len(found) < count:
            found.extend(rows)

    collect()
    return list({repr(cells): cells for cells in found[:count]}.values())
