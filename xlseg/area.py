"""Where cells are."""

import re
from typing import NamedTuple


def letter(column: int) -> str:
    """1 -> A, 27 -> AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    column = 0
    for character in letters:
        column = column * 26 + ord(character) - 64
    return column


class Area(NamedTuple):
    """A rectangle of cells, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, reference: str) -> "Area":
        """B2:C9, $B$2:$C$9 or B2. Raises ValueError for anything else, whole rows and columns too."""
        match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", reference)
        if not match:
            raise ValueError(reference)
        left, top, right, bottom = match.groups()
        return cls(int(top), number(left), int(bottom or top), number(right or left))

    @property
    def a1(self) -> str:
        return f"{letter(self.left)}{self.top}:{letter(self.right)}{self.bottom}"

    @property
    def absolute(self) -> str:
        return f"${letter(self.left)}${self.top}:${letter(self.right)}${self.bottom}"
