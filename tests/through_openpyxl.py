"""The same pages written through openpyxl's own objects: what a reader of ours has to see."""

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table

from xlseg import theme
from xlseg.cells import Formula, Link
from xlseg.hosts import PREFIX, reference


def write(book: Workbook, placed) -> None:
    fresh = placed.sheet not in book.sheetnames
    sheet = book.create_sheet(placed.sheet) if fresh else book[placed.sheet]
    if fresh:
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = theme.NAVY
        _lay(sheet)
    _fill(sheet, placed.fills)
    for paint in placed.paints:
        for row in sheet[paint.area.a1]:
            for cell in row:
                look(cell, paint.style, paint.format)
        if theme.STYLES[paint.style].height:
            sheet.row_dimensions[paint.area.top].height = theme.STYLES[paint.style].height
    for column, width in placed.widths.items():
        found = sheet.column_dimensions[get_column_letter(column)]
        found.width, found.hidden = width, not width
    for row, height in placed.heights.items():
        sheet.row_dimensions[row].height = height
    if placed.freeze:
        row, column = placed.freeze
        sheet.freeze_panes = f"{get_column_letter(column + 1) if column > 1 else 'A'}{row + 1}"
    _fit(sheet, placed)
    for mark, area in placed.marks.items():
        hidden = not mark.startswith("figure.")
        name = PREFIX + mark
        book.defined_names[name] = DefinedName(name, attr_text=reference(placed.sheet, area), hidden=hidden)


def _fill(sheet, fills) -> None:
    for top, left, values in fills:
        for row, line in enumerate(values, top):
            for column, value in enumerate(line, left):
                cell = sheet.cell(row, column)
                cell.value = f"={value.text}" if isinstance(value, Formula) else value
                if isinstance(value, Link):
                    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=value.place)


def look(cell: Cell, name: str, number_format: str) -> None:
    style = theme.STYLES[name]
    cell.font = Font(theme.FONT, size=style.size, bold=style.bold, italic=style.italic, color=style.color)
    cell.alignment = Alignment(
        horizontal=style.align, vertical="center", wrap_text=style.wrap, indent=style.indent, shrink_to_fit=style.shrink
    )
    cell.number_format = number_format
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=style.fill)
    if style.line:
        cell.border = Border(*(Side("thin", theme.LINE),) * 4)


def _fit(sheet, placed) -> None:
    for valid in placed.valid:
        sheet.add_data_validation(_validation(valid))
    for shade in placed.shades:
        sheet.conditional_formatting.add(shade.area.a1, _rule(shade))
    for listed in placed.listed:
        table = Table(displayName=listed.name, ref=listed.area.a1)
        table._initialise_columns()
        for column, cell in zip(table.tableColumns, sheet[listed.area.a1][0], strict=True):
            column.name = cell.value
        sheet.add_table(table)
    if placed.printed:
        _print(sheet, placed.printed)


def _validation(valid) -> DataValidation:
    said = {"sqref": valid.area.a1, "errorTitle": "xlseg", "allow_blank": True}
    said |= {"showInputMessage": bool(valid.note), "prompt": valid.note or None}
    if valid.kind == "list" and not valid.options:
        return DataValidation(**said)
    said |= {"showErrorMessage": valid.strict, "errorStyle": "stop" if valid.strict else "information"}
    if valid.kind == "list":
        joined = ",".join(valid.options).replace('"', '""')
        return DataValidation("list", formula1=f'"{joined}"', **said)
    low, high = (None if limit is None else f"{limit:.15g}" for limit in (valid.low, valid.high))
    if low and high:
        return DataValidation(valid.kind, operator="between", formula1=low, formula2=high, **said)
    far = {"whole": "-999999999999999", "decimal": "-1E+300", "date": "1"}[valid.kind]
    operator = "greaterThanOrEqual" if low else "lessThanOrEqual"
    return DataValidation(valid.kind, operator=operator, formula1=low or high or far, **said)


def _rule(shade):
    if shade.kind == "bar":
        return DataBarRule("num", 0, "num", 1, theme.BAR, showValue=True, minLength=0, maxLength=100)
    if shade.kind == "scale":
        return ColorScaleRule("min", None, theme.SCALE[0], "max", None, theme.SCALE[1])
    letters, fill = theme.ALARM
    filled = PatternFill(bgColor=fill, fill_type="solid")
    return FormulaRule([shade.formula], font=Font(color=letters, bold=True), fill=filled)


def _lay(sheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.45, bottom=0.5, header=0.2, footer=0.25)


def _print(sheet, printed) -> None:
    if sheet.page_setup.orientation is None:
        _lay(sheet)
    sheet.page_setup.fitToHeight = printed.tall
    for row in printed.breaks:
        sheet.row_breaks.append(Break(row - 1))
    if printed.rows:
        sheet.print_title_rows = "{}:{}".format(*printed.rows)
    if printed.area:
        sheet.print_area = printed.area.a1
        sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "&P / &N"
