"""Where the pages of a printed sheet end, so that no heading is torn from its table and no chart is cut."""

from collections.abc import Iterator

from xlseg import theme
from xlseg.cells import Area
from xlseg.draft import Draft

PAPER = 784.0, 495.0  # points on landscape A4 inside our margins; fewer down than there are, since fonts differ
POINTS = 5.25  # a character of a column's width, as it is printed
TOGETHER = 2  # rows of a table that stay with its header
MOST = 5_000  # rows looked at: Excel holds 1,026 breaks


def breaks(draft: Draft, heights: dict[int, float], charts: list[Area]) -> tuple[int, ...]:
    """The rows new pages begin with, of a sheet printed as wide as a page."""
    right = max([draft.right, *(chart.right for chart in charts)])
    across = sum(draft.widths.get(n, theme.STANDARD_WIDTH) for n in range(1, right + 1)) * POINTS
    room = PAPER[1] * max(across / PAPER[0], 1)
    bottom = max([draft.bottom, *(chart.bottom for chart in charts)])
    inside = {row for first, last in _together(draft, charts) for row in range(first + 1, last + 1)}
    return tuple(_turned(range(1, min(bottom, MOST) + 1), heights, inside, room))


def _turned(rows: range, heights: dict[int, float], inside: set[int], room: float) -> Iterator[int]:
    """Each break before the last row that may begin a page, once the rows since the break before fill it."""
    start, free, used = rows.start, rows.start, 0.0
    for row in rows:
        free = free if row in inside else row
        used += heights.get(row, theme.ROW)
        if used > room and row > start:
            start = free if free > start else row
            yield start
            used = sum(heights.get(n, theme.ROW) for n in range(start, row + 1))


def _together(draft: Draft, charts: list[Area]) -> Iterator[tuple[int, int]]:
    """First and last row of what stays on one page: charts, and the beginnings and ends of tables."""
    yield from ((chart.top, chart.bottom) for chart in charts)
    lines = {paint.area.top for paint in draft.paints if paint.style in ("heading", "note", "title")}
    for _, at in draft.tables:
        first = at.header
        while first - 1 in lines:
            first -= 1
        last = at.bottom + at.total
        yield first, min(at.header + TOGETHER, last)
        yield max(at.header, last - 1), last
