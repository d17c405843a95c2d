"""The formulas of a sheet, from its XML as a parser reads it, one row at a time."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openpyxl.formula.translate import Translator, TranslatorError

from xlseg.cells import letter
from xlseg.hosts.carried import LONGEST
from xlseg.ooxml.reading import usual

Place = tuple[int, int]


class Formulas(Mapping[Place, str]):
    """The formulas of a sheet without '=', by 1-based row and column; a shared one is carried to a cell when asked.

    held: the text of a cell, or whose it shares.
    """

    def __init__(self, held: Mapping[Place, str | Translator]) -> None:
        self._held = held

    def __getitem__(self, place: Place) -> str:
        found = self._held[place]
        if isinstance(found, Translator):
            try:
                found = str(found.translate_formula(f"{letter(place[1])}{place[0]}")).removeprefix("=")
            except TranslatorError:  # it would refer to a cell beyond the edge of the sheet
                found = "#REF!"
        return found

    def __iter__(self) -> Iterator[Place]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def read(stream: Iterable[bytes]) -> Formulas:
    """The formulas of a worksheet part; that of an array stands at its first cell."""
    shared: dict[str, Translator] = {}
    found: dict[Place, str | Translator] = {}
    for number, row in usual.rows(stream):
        found.update(_row(number, row, shared))  # no cell outlives it, or lxml takes long to forget the row
    return Formulas(found)


def _row(number: int, row: Any, shared: dict[str, Translator]) -> dict[Place, str | Translator]:
    cells = ((column, cell.find("{*}f")) for column, cell in usual.cells(row))
    return {(number, column): _text(f, f"{letter(column)}{number}", shared) for column, f in cells if f is not None}


def _text(formula: Any, address: str, shared: dict[str, Translator]) -> str | Translator:
    text, key = str(formula.text or ""), formula.get("si", "")
    if formula.get("t") == "shared" and 0 < len(text) <= LONGEST:
        shared[key] = Translator("=" + text.removeprefix("="), address)
    elif formula.get("t") == "shared" and not text and key in shared:
        return shared[key]
    return text.removeprefix("=")
