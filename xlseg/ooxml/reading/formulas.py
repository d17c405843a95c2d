"""The formulas of a sheet, from its XML as a parser reads it, one row at a time."""

from collections.abc import Iterable
from typing import Any

from openpyxl.formula.translate import Translator

from xlseg.cells import letter
from xlseg.hosts.carried import LONGEST
from xlseg.ooxml.reading import usual

Place = tuple[int, int]


def read(stream: Iterable[bytes]) -> dict[Place, str]:
    """The formulas of a worksheet part without '=', by 1-based row and column.

    A shared one is carried to each cell that shares it; that of an array stands at its first cell.
    """
    shared: dict[str, Translator] = {}
    found: dict[Place, str] = {}
    for number, row in usual.rows(stream):
        found.update(_row(number, row, shared))  # no cell outlives it, or lxml takes long to forget the row
    return found


def _row(number: int, row: Any, shared: dict[str, Translator]) -> dict[Place, str]:
    cells = ((column, cell.find("{*}f")) for column, cell in usual.cells(row))
    return {(number, column): _text(f, f"{letter(column)}{number}", shared) for column, f in cells if f is not None}


def _text(formula: Any, address: str, shared: dict[str, Translator]) -> str:
    text, key = formula.text or "", formula.get("si", "")
    if formula.get("t") == "shared" and 0 < len(text) <= LONGEST:
        shared[key] = Translator("=" + text.removeprefix("="), address)
    elif formula.get("t") == "shared" and not text and key in shared:
        text = shared[key].translate_formula(address)
    return text.removeprefix("=")
