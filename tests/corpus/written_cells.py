"""Workbooks XlsxWriter writes: what belongs to cells, as tables, rules, filters, names and formulas."""

from datetime import datetime
from typing import Any

from corpus.registry import holding
from corpus.shop import CUSTOMER_TITLES, CUSTOMERS, LAST, ORDER_TITLES, customers, orders
from corpus.written import Open, written

FORMATS: list[tuple[str, dict[str, Any]]] = [
    ("A", {"type": "duplicate"}),
    ("B", {"type": "text", "criteria": "containing", "value": "C00"}),
    ("C", {"type": "time_period", "criteria": "last month"}),
    ("C", {"type": "date", "criteria": "between", "minimum": datetime(2026, 1, 1), "maximum": datetime(2026, 3, 31)}),
    ("D", {"type": "cell", "criteria": ">", "value": 300, "stop_if_true": True}),
    ("D", {"type": "top", "value": 10, "criteria": "%"}),
    ("D", {"type": "average", "criteria": "above"}),
    ("D", {"type": "2_color_scale"}),
    ("D", {"type": "3_color_scale", "mid_type": "percentile"}),
    ("D", {"type": "data_bar"}),
    ("D", {"type": "icon_set", "icon_style": "5_arrows", "reverse_icons": True}),
    ("E", {"type": "blanks"}),
    ("E", {"type": "no_errors"}),
    ("A", {"type": "formula", "criteria": "=$D2>500"}),
]


@holding("colorScale", "iconSet", "dataBar", "timePeriod", "aboveAverage", "duplicateValues", "stopIfTrue", "dxfs")
def conditional_formats_of_every_kind() -> bytes:
    def fill(to: Open) -> None:
        look = to.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        for column, rule in FORMATS:
            looks = (
                {} if rule["type"] in ("2_color_scale", "3_color_scale", "data_bar", "icon_set") else {"format": look}
            )
            to.sheet.conditional_format(f"{column}2:{column}{LAST}", {**rule, **looks})

    return written(fill)


@holding("x14:conditionalFormattings", "x14:dataBar", "x14:negativeFillColor")
def data_bars_of_2010() -> bytes:
    def fill(to: Open) -> None:
        bars = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_negative_color": "#FF0000"}
        to.sheet.conditional_format(f"D2:D{LAST}", bars)
        to.other.conditional_format("B2:B9", bars | {"bar_direction": "right", "bar_axis_position": "middle"})

    return written(fill)


@holding("dataValidations", 'type="list"', 'type="custom"', 'type="decimal"', "promptTitle", 'errorStyle="warning"')
def data_validation_of_every_kind() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.data_validation(f"E2:E{LAST}", {"validate": "list", "source": ["食品", "衣服", "家电"]})
        to.sheet.data_validation(f"D2:D{LAST}", {"validate": "decimal", "criteria": ">=", "value": 0})
        to.sheet.data_validation(f"A2:A{LAST}", {"validate": "custom", "value": '=LEFT(A2)="N"'})
        asked = {"validate": "date", "criteria": ">", "value": datetime(2020, 1, 1), "error_type": "warning"}
        to.sheet.data_validation(f"C2:C{LAST}", asked | {"input_title": "日期", "input_message": "下单的那天"})
        to.other.data_validation("B1:B9", {"validate": "list", "source": f"=订单!$B$2:$B${LAST}"})
        to.other.data_validation("C1:C9", {"validate": "length", "criteria": "<", "value": 20, "ignore_blank": False})

    return written(fill)


def _tabled(to: Open, **options: Any) -> None:
    titles = [{"header": title} for title in ORDER_TITLES["zh"]]
    titles[2]["format"] = to.book.add_format({"num_format": "yyyy-mm-dd"})
    titles[3] |= {"total_function": "sum"}
    titles[0] |= {"total_string": "合计"}
    titles.append({"header": "含税", "formula": "=[@金额]*1.06", "total_function": "average"})
    given = {"columns": titles, "data": orders(), "name": "订单表", **options}
    to.sheet.add_table(0, 0, LAST - 1 + bool(options.get("total_row")), 5, given)


@holding("xl/tables/table1.xml", "calculatedColumnFormula", "tableStyleInfo")
def orders_in_a_table_with_a_calculated_column() -> bytes:
    return written(_tabled, table=True)


@holding("xl/tables/table1.xml", "totalsRowFunction", "totalsRowLabel", 'totalsRowCount="1"')
def orders_in_a_table_with_totals() -> bytes:
    return written(lambda to: _tabled(to, total_row=True, style="Table Style Medium 4"), table=True)


@holding("xl/tables/table1.xml", "xl/tables/table2.xml", 'headerRowCount="0"')
def tables_on_other_sheets() -> bytes:
    def fill(to: Open) -> None:
        to.other.add_table("C3:D6", {"data": [["食品", 1], ["衣服", 2], ["家电", 3]], "header_row": False})
        to.other.add_table("F3:G6", {"autofilter": False, "banded_columns": True})

    return written(fill)


@holding("<filterColumn", 'hidden="1"', "_xlnm._FilterDatabase")
def a_filter_with_hidden_rows() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.autofilter(0, 0, LAST - 1, 4)
        to.sheet.filter_column_list(4, ["食品"])
        for number, row in enumerate(orders(), 1):
            if row[4] != "食品":
                to.sheet.set_row(number, options={"hidden": True})

    return written(fill)


@holding('state="frozen"', 'outlineLevel="2"', 'collapsed="1"', "mergeCell ", "ySplit=")
def panes_outlines_and_merged_cells() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.freeze_panes(1, 2)
        for row in range(2, 9):
            to.sheet.set_row(row, 18, None, {"level": 1 + row % 2, "hidden": row > 5})
        to.sheet.set_row(9, None, None, {"collapsed": True})
        to.sheet.set_column("K:L", 5, None, {"level": 1, "hidden": True})
        to.sheet.outline_settings(True, False, True, True)
        to.other.merge_range("B3:D5", "合并的说明", to.book.add_format({"align": "center", "text_wrap": True}))
        to.other.split_panes(45, 12)

    return written(fill)


@holding("<rPr>", "<u/>", "rFont", 'xml:space="preserve"')
def rich_texts() -> bytes:
    def fill(to: Open) -> None:
        bold, red = to.book.add_format({"bold": True, "underline": 1}), to.book.add_format({"font_color": "red"})
        to.sheet.write_rich_string(1, 4, bold, "食", red, "品")
        to.other.write_rich_string("B2", "普通 ", bold, "粗 ", "又普通 ", red, "红", to.book.add_format({"border": 1}))

    return written(fill)


@holding("xl/metadata.xml", "XLDAPR", 'cm="1"', 't="array"', "_xlfn")
def dynamic_arrays() -> bytes:
    def fill(to: Open) -> None:
        to.other.write_dynamic_array_formula("B2", f"=_xlfn.UNIQUE(订单!E2:E{LAST})", None, "食品")
        to.other.write_array_formula("D2:D4", "{=订单!D2:D4*2}", None, 2)
        to.other.write_formula("F2", "=_xlfn.LET(_xlpm.x,2,_xlpm.x*3)", None, 6)

    return written(fill)


@holding("localSheetId", "_xlnm.Print_Titles", "_xlnm.Print_Area", "veryHidden", "rowBreaks", "colBreaks")
def names_hidden_sheets_and_print_settings() -> bytes:
    def fill(to: Open) -> None:
        to.book.define_name("金额", f"=订单!$D$2:$D${LAST}")
        to.book.define_name("说明!税率", "=0.06")
        to.book.define_name("最后一行", "=OFFSET(订单!$A$1,COUNTA(订单!$A:$A)-1,0)")
        to.book.add_worksheet("隐藏").hide()
        to.book.add_worksheet("深藏").very_hidden()
        to.sheet.print_area(0, 0, LAST - 1, 4)
        to.sheet.repeat_rows(0)
        to.sheet.set_landscape()
        to.sheet.fit_to_pages(1, 0)
        to.sheet.set_margins(0.3, 0.3)
        to.sheet.set_h_pagebreaks([10, 20])
        to.sheet.set_v_pagebreaks([8])
        to.sheet.set_tab_color("#FF9900")

    return written(fill, "zh")


@holding("sheetProtection", "protectedRange", "selectLockedCells")
def another_sheet_that_is_protected() -> bytes:
    def fill(to: Open) -> None:
        to.other.protect("1234", {"format_cells": True, "select_locked_cells": False})
        to.other.unprotect_range("B2:B9", "可填", "5678")
        to.other.write("B3", 5, to.book.add_format({"locked": False}))

    return written(fill)


@holding('r:id="rId1"', "<hyperlink ", "location=", "tooltip=", 'TargetMode="External"')
def links_in_cells() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.write_url("A2", "https://example.com/?a=1&b=2", string="N0001", tip="看订单")
        to.sheet.write_url("A3", "internal:说明!A1", string="N0002")
        to.other.write_url("B3", "mailto:shop@example.com?subject=您好")
        to.other.write_url("B4", r"external:\\server\share\客户.xlsx#Sheet1!A1")

    return written(fill)


@holding("ignoredError ", "numberStoredAsText")
def errors_to_ignore() -> bytes:
    def fill(to: Open) -> None:
        for row in range(1, 6):
            to.other.write_string(row, 1, "0012")
        to.other.ignore_errors({"number_stored_as_text": "B2:B6", "formula_differs": "C1:C9"})

    return written(fill)


@holding("[$-", "[Red]", "[&gt;1000]", "mmm", "# ?/?")
def number_formats_people_made() -> bytes:
    def fill(to: Open) -> None:
        formats = [
            "[$-804]yyyy年m月d日",
            "[Red][>1000]#,##0;[Blue]0.0",
            "# ?/?",
            "mmm d",
            '0.0,"千"',
            "@",
            "[h]:mm",
            ";;;",
        ]
        for row, text in enumerate(formats):
            to.other.write_number(row + 2, 1, 1234.5, to.book.add_format({"num_format": text, "indent": row % 4}))
            looks = to.book.add_format({"num_format": "0.00_);[Red](0.00)", "rotation": row, "font_script": row % 3})
            to.sheet.write_number(row + 1, 3, 100 + row, looks)

    return written(fill)


@holding("客户", "xl/worksheets/sheet3.xml")
def customers_beside_orders() -> bytes:
    """The labels go beside the customers then, and the orders are only read."""

    def fill(to: Open) -> None:
        sheet = to.book.add_worksheet(CUSTOMERS["zh"])
        sheet.write_row(0, 0, CUSTOMER_TITLES["zh"])
        for number, row in enumerate(customers(), 1):
            sheet.write_row(number, 0, row)

    return written(fill)
