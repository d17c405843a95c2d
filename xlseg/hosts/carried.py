"""Formulas carried on to another cell, as if they were copied there."""

from openpyxl.formula.translate import Translator

from xlseg.cells import Formula, letter


def translated(formula: Formula, row: int, column: int) -> str:
    """The formula without its equals sign; one the user typed, with its references as if it were copied there."""
    text = str(formula.text)
    if formula.origin is None or formula.origin == (row, column):
        return text
    return carried(text, formula.origin, (row, column))


def carried(text: str, origin: tuple[int, int], place: tuple[int, int]) -> str:
    """A formula of one cell, by row and column, as it reads in another; one longer than Excel's stays as it is."""
    if len(text) > LONGEST or origin == place:
        return text
    before, now = (f"{letter(column)}{row}" for row, column in (origin, place))
    return str(Translator(f"={text}", origin=before).translate_formula(now)).removeprefix("=")


LONGEST = 8192  # characters of a formula: "Excel specifications and limits"
