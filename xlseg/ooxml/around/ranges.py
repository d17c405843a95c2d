"""References of what stands around the rows: several areas in one attribute, whole rows and columns among them."""

import re
from collections.abc import Sequence

from xlseg.area import Area, letter, number

ROWS, COLUMNS = 1_048_576, 16_384  # of a sheet
PART = re.compile(r"\$?([A-Z]{0,3})\$?(\d{0,7})(?::\$?([A-Z]{0,3})\$?(\d{0,7}))?")


def areas(references: str) -> list[Area]:
    """Of a sqref or ref; what is no reference is left out."""
    found = (PART.fullmatch(part) for part in references.split())
    return [_area(*match.groups()) for match in found if match]


def _area(left: str, top: str, right: str | None, bottom: str | None) -> Area:
    """Whole columns have no rows, whole rows no columns."""
    rows = sorted((int(top or 1), int(bottom or (ROWS if right is not None and not top else top) or ROWS)))
    columns = sorted((number(left) or 1, number(right or (left if right is None or left else "")) or COLUMNS))
    return Area(rows[0], columns[0], rows[1], columns[1])


def short(area: Area) -> str:
    """B2 for one cell, B2:C9 for several."""
    one = (area.top, area.left) == (area.bottom, area.right)
    return f"{letter(area.left)}{area.top}" if one else area.a1


def inside(area: Area, around: Sequence[Area]) -> bool:
    """Whether the area stands wholly in one of the others."""
    return any(
        other.top <= area.top and area.bottom <= other.bottom and other.left <= area.left and area.right <= other.right
        for other in around
    )


def common(one: Area, other: Area) -> Area | None:
    """The cells of both."""
    both = Area(
        max(one.top, other.top),
        max(one.left, other.left),
        min(one.bottom, other.bottom),
        min(one.right, other.right),
    )
    return both if both.top <= both.bottom and both.left <= both.right else None


def without(area: Area, hole: Area) -> list[Area]:
    """What is left of an area: above, left, right and below."""
    cut = common(area, hole)
    if cut is None:
        return [area]
    parts = (
        area._replace(bottom=cut.top - 1),
        Area(cut.top, area.left, cut.bottom, cut.left - 1),
        Area(cut.top, cut.right + 1, cut.bottom, area.right),
        area._replace(top=cut.bottom + 1),
    )
    return [part for part in parts if part.top <= part.bottom and part.left <= part.right]
