"""Lists, conditional formats, Excel Tables and the print area in a live Excel, as far as xlwings offers them."""

from typing import Any

import xlwings as xw

from xlseg import theme
from xlseg.cells import Area, Listed, Placed, Valid
from xlseg.hosts.live_desktop import from_active_cell
from xlseg.hosts.live_looks import area_of, cells_of


def fit(sheet: xw.Sheet, placed: Placed, desktop: bool) -> None:
    """What `placed` asks for instead of what its areas had. desktop: counts formulas of rules from the active cell."""
    for area in placed.restyled:
        cells = cells_of(sheet, area)
        cells.conditional_formats.clear()
        cells.data_validation.delete()
    for valid in placed.valid:
        _validate(cells_of(sheet, valid.area), valid)
    for shade in placed.shades:
        moved = desktop and shade.formula
        formula = from_active_cell(sheet, shade.formula, shade.area) if moved else f"={shade.formula}"
        _shade(cells_of(sheet, shade.area), shade.kind, formula)
    for listed in placed.listed:
        _list(sheet, listed)
    if placed.printed and placed.printed.area:
        sheet.page_setup.print_area = placed.printed.area.absolute


def _validate(cells: xw.Range, valid: Valid) -> None:
    """xlwings has no word for a list that only proposes, nor for a note."""
    if valid.kind == "list":
        if valid.options and valid.strict:
            cells.data_validation.set_list(valid.options)
        return
    rule: Any = getattr(cells.data_validation, RULES[valid.kind])
    if valid.low is not None and valid.high is not None:
        rule("between", valid.low, valid.high)
    elif valid.low is not None or valid.high is not None:
        rule(*(("less_than_or_equal", valid.high) if valid.low is None else ("greater_than_or_equal", valid.low)))


def _shade(cells: xw.Range, kind: str, formula: str) -> None:
    looks = cells.conditional_formats
    if kind == "bar":
        looks.add_data_bar(f"#{theme.BAR}", minimum=0, maximum=1)
    elif kind == "scale":
        looks.add_color_scale([f"#{color}" for color in theme.SCALE])
    else:
        letters, fill = theme.ALARM
        looks.add_custom(formula, fill_color=f"#{fill}", font_color=f"#{letters}", font_bold=True)


def _list(sheet: xw.Sheet, listed: Listed) -> None:
    """The Excel Table that stands there, made as large as it is now; else a new one."""
    area = cells_of(sheet, listed.area)
    there = [table for table in sheet.tables if table.range and _meet(listed.area, area_of(table.range))]
    if there:
        there[0].resize(area)
        return
    taken = {table.name.casefold() for other in sheet.book.sheets for table in other.tables}
    names = (listed.name, *(f"{listed.name}_{number}" for number in range(2, len(taken) + 3)))
    free = next(name for name in names if name.casefold() not in taken)
    sheet.tables.add(source=area, name=free, table_style_name=STYLE)


def _meet(one: Area, two: Area) -> bool:
    return one.top <= two.bottom and two.top <= one.bottom and one.left <= two.right and two.left <= one.right


RULES = {"whole": "set_whole_number", "decimal": "set_decimal", "date": "set_date"}
STYLE = "TableStyleLight1"  # the plainest: our own looks are painted over it
