"""Looks, widths, heights and frozen rows in a live Excel, said once for all areas that share them."""

from collections.abc import Iterable

import xlwings as xw

from xlseg import theme
from xlseg.cells import Area, Paint, Placed, letter
from xlseg.hosts.live_desktop import freeze


def paint(sheet: xw.Sheet, placed: Placed, desktop: bool) -> None:
    """What all areas share is said once, for few calls. desktop: measures columns in characters, others in points."""
    plain = theme.Style()
    for area in around(paint.area for paint in placed.paints):
        cells = cells_of(sheet, area)
        cells.font.name, cells.font.size, cells.font.color = theme.FONT, plain.size, f"#{plain.color}"
        cells.vertical_alignment = "center"
    for one in placed.paints:
        _look(cells_of(sheet, one.area), one, plain)
    for area in around(p.area for p in placed.paints if theme.STYLES[p.style].line):
        cells_of(sheet, area).borders.set("all", line_style="continuous", weight="thin", color=f"#{theme.LINE}")
    for column, width in placed.widths.items():
        cells_of(sheet, Area(1, column, 1, column)).column_width = width if desktop else width * theme.POINTS
    for row, height in placed.heights.items():
        cells_of(sheet, Area(row, 1, row, 1)).row_height = height
    if placed.freeze:
        _freeze(sheet, *placed.freeze, desktop)


def _freeze(sheet: xw.Sheet, row: int, column: int, desktop: bool) -> None:
    if desktop:
        freeze(sheet, row, column)
    else:
        sheet.freeze_panes.freeze_at(f"{letter(column)}1:{letter(column)}{row}" if column > 1 else f"1:{row}")


def _look(cells: xw.Range, paint: Paint, plain: theme.Style) -> None:
    style = theme.STYLES[paint.style]
    cells.number_format = paint.format
    cells.horizontal_alignment = style.align
    if style.size != plain.size:
        cells.font.size = style.size
    if style.color != plain.color:
        cells.font.color = f"#{style.color}"
    if style.bold:
        cells.font.bold = True
    if style.wrap:
        cells.wrap_text = True
    if style.fill:
        cells.color = f"#{style.fill}"
    if style.height:
        cells.row_height = style.height


def around(areas: Iterable[Area]) -> list[Area]:
    """The same cells as fewer areas: neighbours over the same rows are one."""
    found: list[Area] = []
    for area in sorted(areas):
        last = next((f for f in found if f[::2] == area[::2] and f.right + 1 == area.left), None)
        if last:
            found[found.index(last)] = last._replace(right=area.right)
        else:
            found.append(area)
    return found


def cells_of(sheet: xw.Sheet, area: Area) -> xw.Range:
    """These cells, for one call."""
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def area_of(cells: xw.Range) -> Area:
    """Where these cells are."""
    return Area(cells.row, cells.column, cells.last_cell.row, cells.last_cell.column)
