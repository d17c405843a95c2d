"""Lists, conditional formats, Excel Tables and print settings, in a workbook held by openpyxl."""

from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break, RowBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from xlseg import theme
from xlseg.cells import Area, Listed, Placed, Printed, Shade, Valid
from xlseg.hosts import shrunk, stretched


def fit(book: Workbook, sheet: Worksheet, placed: Placed) -> None:
    """What `placed` asks for instead of what its areas had; the user's own elsewhere on the sheet stays."""
    forget(sheet, placed.restyled)
    for valid in placed.valid:
        sheet.add_data_validation(_validation(valid))
    for shade in placed.shades:
        sheet.conditional_formatting.add(shade.area.a1, SHADES[shade.kind](shade))
    for listed in placed.listed:
        _list(book, sheet, listed)
    if placed.printed:
        _print(sheet, placed.printed)


def forget(sheet: Worksheet, areas: Sequence[Area]) -> None:
    """Without lists and conditional formats of ours that stand wholly in these areas."""
    if not areas:
        return
    for validation in list(sheet.data_validations.dataValidation):
        if validation.errorTitle == OURS and _inside(validation.sqref, areas):
            sheet.data_validations.dataValidation.remove(validation)
    kept = ConditionalFormattingList()
    for found in sheet.conditional_formatting:
        inside = _inside(found.sqref, areas)
        for rule in (rule for rule in found.rules if not (inside and _ours(rule))):
            kept.add(str(found.sqref), rule)
    sheet.conditional_formatting = kept


def _ours(rule: Rule) -> bool:
    """Known by its colours."""
    if rule.dataBar:
        return _rgb(rule.dataBar.color) == theme.BAR
    if rule.colorScale:
        return tuple(map(_rgb, rule.colorScale.color)) == theme.SCALE
    fill = rule.dxf.fill if rule.dxf else None
    return fill is not None and _rgb(fill.bgColor) == theme.ALARM[1]


def _rgb(color: Color) -> str:
    return str(color.rgb)[-6:]


def _inside(ranges: MultiCellRange, areas: Sequence[Area]) -> bool:
    around = [CellRange(area.a1) for area in areas]
    return all(any(part.issubset(area) for area in around) for part in ranges.ranges)


def _validation(valid: Valid) -> DataValidation:
    """A note alone is a validation that allows anything."""
    shown = {"showInputMessage": bool(valid.note), "prompt": valid.note or None, "sqref": valid.area.a1}
    shown |= {"errorTitle": OURS}
    if valid.kind == "list" and not valid.options:
        return DataValidation(allow_blank=True, **shown)
    shown |= {"showErrorMessage": valid.strict, "errorStyle": "stop" if valid.strict else "information"}
    if valid.kind == "list":
        joined = ",".join(valid.options).replace('"', '""')
        return DataValidation("list", formula1=f'"{joined}"', allow_blank=True, **shown)
    low, high = (None if limit is None else f"{limit:.15g}" for limit in (valid.low, valid.high))
    operator = "between" if low and high else "greaterThanOrEqual" if low else "lessThanOrEqual"
    first, second = (low, high) if low and high else (low or high or FAR[valid.kind], None)
    return DataValidation(valid.kind, operator=operator, formula1=first, formula2=second, allow_blank=True, **shown)


def _bar(shade: Shade) -> Rule:
    """From zero to one, since what it shows is a share; without lengths of its own, a share of nothing has a bar."""
    rule: Rule = DataBarRule("num", 0, "num", 1, theme.BAR, showValue=True, minLength=0, maxLength=100)
    return rule


def _scale(shade: Shade) -> Rule:
    low, high = theme.SCALE
    rule: Rule = ColorScaleRule("min", None, low, "max", None, high)
    return rule


def _alarm(shade: Shade) -> Rule:
    letters, fill = theme.ALARM
    looks = {"font": Font(color=letters, bold=True), "fill": PatternFill(bgColor=fill, fill_type="solid")}
    rule: Rule = FormulaRule([shade.formula], **looks)
    return rule


def _list(book: Workbook, sheet: Worksheet, listed: Listed) -> None:
    """An Excel Table in place of those that stood there, with the name, style and filters of the first."""
    titles = [str(cell.value) for cell in sheet[listed.area._replace(bottom=listed.area.top).a1][0]]
    there = [table for table in sheet.tables.values() if _meet(listed.area, range_boundaries(table.ref))]
    for old in there:
        del sheet.tables[old.displayName]
    taken = {name.casefold() for other in book.worksheets for name in other.tables}
    names = (
        *(old.displayName for old in there[:1]),
        listed.name,
        *(f"{listed.name}_{number}" for number in range(2, len(taken) + 3)),
    )
    table = Table(displayName=next(name for name in names if name.casefold() not in taken), ref=listed.area.a1)
    table._initialise_columns()
    for column, title in zip(table.tableColumns, titles, strict=True):
        column.name = title
    for old in there[:1]:
        table.tableStyleInfo = old.tableStyleInfo
        if old.autoFilter and len(old.tableColumns) == len(titles):
            table.autoFilter = old.autoFilter
            table.autoFilter.ref = listed.area.a1
    sheet.add_table(table)


def _meet(area: Area, bounds: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = bounds
    return top <= area.bottom and area.top <= bottom and left <= area.right and area.left <= right


def lay(sheet: Worksheet) -> None:
    """On landscape A4 with narrow margins, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(**MARGINS)


def _print(sheet: Worksheet, printed: Printed) -> None:
    """What the user set up for a sheet that is there stays."""
    if sheet.page_setup.orientation is None:
        lay(sheet)
    sheet.page_setup.fitToHeight = printed.tall
    sheet.row_breaks = RowBreak()
    for row in printed.breaks:
        sheet.row_breaks.append(Break(row - 1))
    if printed.rows:
        sheet.print_title_rows = "{}:{}".format(*printed.rows)
    if printed.area:
        sheet.print_area = printed.area.a1
        sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = FOOTER


def tables(sheet: Worksheet) -> list[Area]:
    """Where the Excel Tables stand."""
    return [_area(table.ref) for table in sheet.tables.values()]


def stretch(sheet: Worksheet, placed: Placed) -> None:
    """Tables and filters take in labels written beside them."""
    for table in sheet.tables.values():
        area = stretched(_area(table.ref), placed)
        if area:
            for column in range(_area(table.ref).right + 1, area.right + 1):
                title = str(sheet.cell(area.top, column).value)
                table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name=title))
            table.ref = area.a1
            if table.autoFilter:
                table.autoFilter.ref = _area(table.autoFilter.ref)._replace(right=area.right).a1
    if sheet.auto_filter.ref:
        area = stretched(_area(sheet.auto_filter.ref), placed)
        sheet.auto_filter.ref = area.a1 if area else sheet.auto_filter.ref


def shrink(sheet: Worksheet, placed: Placed) -> None:
    """Tables and filters without labels that go; a filter of one of these columns goes with it."""
    for table in sheet.tables.values():
        area = shrunk(_area(table.ref), placed)
        if area:
            table.tableColumns = table.tableColumns[: area.right - area.left + 1]
            table.ref = area.a1
            _narrow(table.autoFilter, area)
    if sheet.auto_filter.ref:
        _narrow(sheet.auto_filter, shrunk(_area(sheet.auto_filter.ref), placed))


def _narrow(filter: AutoFilter | None, area: Area | None) -> None:
    """A filter down to the columns of `area`."""
    if filter and area:
        filter.ref = _area(filter.ref)._replace(right=area.right).a1
        filter.filterColumn = [one for one in filter.filterColumn if one.colId <= area.right - area.left]


def _area(ref: str) -> Area:
    left, top, right, bottom = range_boundaries(ref)
    return Area(top, left, bottom, right)


SHADES: dict[str, Callable[[Shade], Rule]] = {"bar": _bar, "scale": _scale, "alarm": _alarm}
FAR = {"whole": "-999999999999999", "decimal": "-1E+300", "date": "1"}  # where neither limit is given
OURS = "xlseg"  # the title over Excel's refusal of what was typed, by which a list of ours is known
FOOTER = "&P / &N"
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.45, "bottom": 0.5, "header": 0.2, "footer": 0.25}  # inches
