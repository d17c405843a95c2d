"""What Excel hands over, whatever engine it came through, as rows of cells."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlseg.cells import Rows

WHOLE = 1_000_000  # rows; a range of more is a whole column, of which only the used part is meant
ERROR_ZERO = -2146828288  # Windows hands over errors as numbers counted from here, as in Excel's xlCVError
ERROR_NAMES = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2049: "#FIELD!",
    2050: "#CALC!",
}


class Given(NamedTuple):
    """The arguments that were given, by name."""

    cells: Mapping[str, Rows]

    def one(self, name: str) -> object:
        """The one value of an optional argument, None without it."""
        rows = self.cells.get(name)
        cell = rows[0][0] if rows else None
        return cell.strip() or None if isinstance(cell, str) else cell


def rows_of(value: object, optional: bool = False) -> Rows | None:
    """A value, a row or a range as rows of cells, errors as texts; None where an optional argument was left blank."""
    if not isinstance(value, list | tuple):
        return None if optional and value in (None, "") else [[_cell(value)]]
    rows = value if value and isinstance(value[0], list | tuple) else [value]
    if int in {type(cell) for row in rows for cell in row}:
        rows = [[_cell(cell) for cell in row] for row in rows]
    if not rows[0]:
        return None if optional else [[None]]
    if optional and all(blank(cell) for row in rows for cell in row):
        return None
    return used(rows) if len(rows) >= WHOLE else rows


def used(rows: Rows) -> Rows:
    """Without the empty rows at the end; at least one row is left."""
    last = next((at for at in range(len(rows), 1, -1) if not all(map(blank, rows[at - 1]))), 1)
    return rows[:last]


def blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _cell(cell: object) -> object:
    if type(cell) is int and 2000 <= cell - ERROR_ZERO < 2100:
        return ERROR_NAMES.get(cell - ERROR_ZERO, "#VALUE!")
    return cell


def turned(rows: Rows) -> Rows:
    """Rows become columns."""
    return list(map(list, zip(*rows, strict=True)))


def texts(rows: Rows) -> Sequence[str]:
    """All cells that hold something, as texts."""
    return [str(cell).strip() for row in rows for cell in row if not blank(cell)]
