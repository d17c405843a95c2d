"""Cells that move, and what a formula that speaks of them becomes, as when Excel inserts cells."""

import re
from functools import lru_cache
from typing import NamedTuple

from xlseg.area import number
from xlseg.cells import Area, Room, letter
from xlseg.hosts.carried import LONGEST

ROWS, COLUMNS = 1_048_576, 16_384
CORNER = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})"
CELLS = re.compile(f"{CORNER}(?::{CORNER})?")
BARE = CORNER.replace("(", "(?:")
SCAN = re.compile(
    r'''"(?:[^"]|"")*"'''  # a text
    rf"|(?P<sheet>'(?:[^']|'')+'!|(?:\[[^\[\]]*\])?[\w.]*(?::[\w.]+)?!)?(?P<cells>{BARE}(?::{BARE})?)(?![\w.(!\[])"
    r"|'(?:[^']|'')*'!?"  # a sheet of which something else is said
    r"|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"  # columns of a table, another workbook
    r"|[\w.\\?]+"  # names, functions, numbers
)  # a formula read from left to right: openpyxl's tokenizer takes ten times as long


class Move(NamedTuple):
    """All cells of `sheet` from the corner of `area` on to the end of the sheet, which go down or right by as many."""

    sheet: str
    area: Area
    down: int
    right: int

    @classmethod
    def of(cls, sheet: str, room: Room) -> "Move":
        """What makes room: the columns of its area from there down, or its rows from there to the right."""
        area = room.area._replace(bottom=ROWS) if room.down else room.area._replace(right=COLUMNS)
        return cls(sheet, area, room.down, room.right)

    def holds(self, area: Area) -> bool:
        """Whether all of it moves."""
        mine = self.area
        return (
            mine.top <= area.top and area.bottom <= mine.bottom and mine.left <= area.left <= area.right <= mine.right
        )

    def moved(self, area: Area) -> Area:
        """Where it stands afterwards: what lies inside moves, what only ends inside grows."""
        (top, left), (bottom, right) = self._ends(area, area[:2], area[2:])
        return Area(top, left, bottom, right)

    def refers(self, reference: str) -> str:
        """B2:C9 or several, with blanks between them, as the moved sheet says of itself where something stands."""
        return " ".join(self._cells(one) for one in reference.split(" "))

    def follow(self, text: str, home: str) -> str:
        """A formula of sheet `home`, without its equals sign, with what it refers to moved along.

        What cannot be read as a formula, or is longer than one may be, stays as it is.
        """
        if len(text) > LONGEST or ("!" not in text and not self.is_on(home)):
            return text
        return SCAN.sub(lambda found: self._reference(found, home) if found["cells"] else found[0], text)

    def is_on(self, sheet: str) -> bool:
        return sheet.casefold() == self.sheet.casefold()

    def _reference(self, found: re.Match[str], home: str) -> str:
        said = found["sheet"]
        quoted = said is not None and said.startswith("'")
        target = home if said is None else said[1:-2].replace("''", "'") if quoted else said[:-1]
        return f"{said or ''}{self._cells(found['cells'])}" if self.is_on(target) else found[0]

    @lru_cache(maxsize=1 << 12)  # noqa: B019  # formulas of a column often refer to the same cells
    def _cells(self, address: str) -> str:
        """One reference; names, tables, whole rows and columns stay as they are."""
        if not (match := CELLS.fullmatch(address)):
            return address
        corners = [match.groups()[:4], match.groups()[4:]] if match[5] is not None else [match.groups()[:4]]
        places = [(int(row), number(letters.upper())) for _, letters, _, row in corners]
        rows, columns = zip(*places, strict=True)
        area = Area(min(rows), min(columns), max(rows), max(columns))
        if area.bottom > ROWS or area.right > COLUMNS:
            return address
        ends = list(zip(corners, self._ends(area, *places), strict=True))
        if [place for _, place in ends] == places:
            return address
        return ":".join(f"{c[0]}{letter(column)}{c[2]}{row}" for c, (row, column) in ends)

    def _ends(self, area: Area, *corners: tuple[int, ...]) -> list[tuple[int, int]]:
        mine = self.area
        if self.down and mine.left <= area.left and area.right <= mine.right:
            return [(min(row + self.down, ROWS) if row >= mine.top else row, column) for row, column in corners]
        if self.right and mine.top <= area.top and area.bottom <= mine.bottom:
            return [
                (row, min(column + self.right, COLUMNS) if column >= mine.left else column) for row, column in corners
            ]
        return [(row, column) for row, column in corners]
