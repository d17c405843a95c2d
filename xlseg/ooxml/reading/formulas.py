"""The formulas of a sheet, from its XML as a parser reads it, one row at a time."""

from collections.abc import Iterable
from typing import Any

from openpyxl.formula.translate import Translator

from xlseg.cells import letter
from xlseg.ooxml.reading import usual

Place = tuple[int, int]


def read(stream: Iterable[bytes]) -> dict[Place, str]:
    """The formulas of a worksheet part without '=', by 1-based row and column.

    A shared one is carried to each cell that shares it; that of an array stands at its first cell.
    """
    shared: dict[str, Translator] = {}
    cells = ((number, *placed) for number, row in usual.rows(stream) for placed in usual.cells(row))
    found = ((row, column, cell.find("{*}f")) for row, column, cell in cells)
    return {(row, column): _text(f, f"{letter(column)}{row}", shared) for row, column, f in found if f is not None}


def _text(formula: Any, address: str, shared: dict[str, Translator]) -> str:
    text, key = formula.text or "", formula.get("si", "")
    if formula.get("t") == "shared" and text:
        shared[key] = Translator("=" + text.removeprefix("="), address)
    elif formula.get("t") == "shared" and key in shared:
        text = shared[key].translate_formula(address)
    return text.removeprefix("=")
