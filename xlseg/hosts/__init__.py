"""Hosts: the only things that touch cells. A closed file and a live Excel answer the same protocol."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from xlseg.area import number
from xlseg.cells import Area, Marked, Placed, Rows
from xlseg.ooxml.around.ranges import COLUMNS, ROWS
from xlseg.text import Text

CELL = r"\$?([A-Z]{1,3})\$?(\d{1,7})"
PREFIX = "xlseg."  # of the defined names that mark what is ours


class Locked(NamedTuple):
    """What the user protected against changes: these sheets, and whether sheets may be added. See Excel's Review.

    filtered: sheets on which a filter hides rows, where Excel moves no cells.
    """

    sheets: frozenset[str] = frozenset()
    book: bool = False
    filtered: frozenset[str] = frozenset()


class Host(Protocol):
    """A workbook. Reads see it as it was opened; writes need not be read back."""

    def sheets(self) -> tuple[str, ...]:
        """Names of all worksheets, in order."""

    def read(self, sheet: str) -> Rows:
        """All values from A1 on; None or '' where a cell is empty, #N/A and the like where a formula failed."""

    def typed(self, sheet: str) -> Rows:
        """The same with formulas as such, as far as the host tells them."""

    def width(self, sheet: str) -> int:
        """The last column that holds anything, formulas with an empty result included."""

    def marks(self) -> dict[str, Marked]:
        """Where what is ours stands, by mark."""

    def locked(self) -> Locked:
        """What is protected, as far as this host can tell; asked before anything is written."""

    def write(self, placed: Placed) -> None:
        """Put cells in place: move what stands in the way, empty what is no longer ours, fill, paint, mark."""

    def show(self, sheet: str) -> None:
        """Let the user see this sheet when all is done, if it is one people can see."""

    def notify(self, message: Text) -> None:
        """Tell the user."""


def reference(sheet: str, area: Area) -> str:
    """'客户'!$A$1:$C$9, as a defined name refers to it."""
    return "'" + sheet.replace("'", "''") + "'!" + area.absolute


def find_marks(names: dict[str, str]) -> dict[str, Marked]:
    """The marks among all defined names of a workbook (name -> what it refers to); broken ones are left out."""
    found = {}
    for name, refers_to in names.items():
        match = re.fullmatch(rf"=?(?:'((?:[^']|'')+)'|([^'!]+))!{CELL}(?::{CELL})?", refers_to)
        if name.startswith(PREFIX) and match:
            quoted, bare, left, top, right, bottom = match.groups()
            area = Area(int(top), number(left), int(bottom or top), number(right or left))
            if 1 <= area.top <= area.bottom <= ROWS and area.left <= area.right <= COLUMNS:
                found[name.removeprefix(PREFIX)] = Marked(bare or quoted.replace("''", "'"), area)
    return found


def named_after(chart: str, placed: Placed) -> bool:
    """Whether a chart is ours and stands for one of these areas: its name begins with that of the area's mark."""
    return any(chart.startswith(f"{PREFIX}{mark}.") for mark in placed.marks)


def stretched(table: Area, placed: Placed) -> Area | None:
    """A table or filter that labels are written next to, with them in it, or sorting would tear them away."""
    if not any(mark.startswith("label.") for mark in placed.marks):
        return None
    labels = placed.area
    touches = table.top == labels.top and table.left < labels.left <= table.right + 1
    return table._replace(right=labels.right) if touches and labels.right > table.right else None


def shrunk(table: Area, placed: Placed) -> Area | None:
    """A table or filter without the label columns at its right that are emptied."""
    gone = [area for area in placed.emptied if any(mark.startswith("label.") for mark in placed.forget)]
    right = table.right
    while right > table.left and any(a.left <= right <= a.right and a.top == table.top for a in gone):
        right -= 1
    return table._replace(right=right) if right < table.right else None


def cleared(area: Area, tables: Iterable[Area]) -> Area:
    """What is emptied of an area: the header of a column that stays in a table cannot be."""
    inside = any(table.top == area.top and table.left <= area.left <= table.right for table in tables)
    return area._replace(top=area.top + 1) if inside else area
