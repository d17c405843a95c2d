"""Workbooks XlsxWriter writes, which takes pains to write what Excel writes: drawings, controls, macros, dates."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from corpus.package import png
from corpus.registry import holding
from corpus.shop import LAST, ORDER_TITLES, ORDERS, orders
from xlseg.text import Lang


class Open(NamedTuple):
    """A workbook being written: the sheet of orders, and another sheet."""

    book: Workbook
    sheet: Worksheet
    other: Worksheet


def written(fill: Callable[[Open], object], lang: Lang = "zh", table: bool = False, **options: Any) -> bytes:
    """The shop's workbook with what `fill` adds. table: the orders are left to be written by `fill`."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"} | options)
    book.set_properties({"created": datetime(2024, 5, 17), "author": "张三", "title": "shop"})
    opened = Open(book, book.add_worksheet(ORDERS[lang]), book.add_worksheet({"zh": "说明", "en": "Notes"}[lang]))
    if not table:
        opened.sheet.write_row(0, 0, ORDER_TITLES[lang], book.add_format({"bold": True, "bg_color": "#DDEBF7"}))
        for number, row in enumerate(orders(lang), 1):
            opened.sheet.write_row(number, 0, row)
    opened.sheet.set_column(0, 4, 14)
    opened.other.write(0, 0, {"zh": "本表由市场部维护", "en": "Kept by marketing"}[lang])
    fill(opened)
    book.close()
    return out.getvalue()


def plain(lang: Lang = "zh") -> bytes:
    """The shop's workbook and nothing else, to put things into."""
    return written(lambda to: None, lang)


@contextmanager
def seen(data: bytes) -> Iterator[io.BytesIO]:
    yield io.BytesIO(data)


AMOUNTS = ["订单", 1, 3, LAST - 1, 3]


KINDS_OF_CHARTS = [
    *({"type": kind} for kind in ("line", "pie", "doughnut", "radar")),
    *({"type": kind, "subtype": "stacked"} for kind in ("area", "bar", "column")),
    {"type": "scatter", "subtype": "smooth_with_markers"},
]


@holding("xl/charts/chart9.xml", "c:trendline", "c:errBars", "c:stockChart", '<c:crosses val="max"/>', "c:dLbls")
def charts_of_many_kinds() -> bytes:
    def fill(to: Open) -> None:
        for place, kind in enumerate(KINDS_OF_CHARTS):
            chart = to.book.add_chart(kind)
            series = {"values": AMOUNTS, "categories": ["订单", 1, 1, LAST - 1, 1], "data_labels": {"value": True}}
            lined = kind["type"] in ("line", "scatter")
            more = {"trendline": {"type": "linear"}, "y_error_bars": {"type": "standard_error"}} if lined else {}
            chart.add_series(series | more)
            chart.set_title({"name": f"金额 {kind['type']}"})
            to.sheet.insert_chart(2 + place * 15, 9, chart, {"object_position": place % 3 + 1, "description": "金额"})
        stock = to.book.add_chart({"type": "stock"})
        for _ in range(3):
            stock.add_series({"values": AMOUNTS})
        to.other.insert_chart("C3", stock)
        both = to.book.add_chart({"type": "column"})
        both.add_series({"values": AMOUNTS})
        line = to.book.add_chart({"type": "line"})
        line.add_series({"values": AMOUNTS, "y2_axis": True})
        both.combine(line)
        to.other.insert_chart("C20", both)

    return written(fill)


charts_of_many_kinds.__doc__ = "Beside the orders and on another sheet."


@holding("xl/chartsheets/sheet1.xml", "<chartsheet")
def a_sheet_that_is_a_chart() -> bytes:
    def fill(to: Open) -> None:
        sheet = to.book.add_chartsheet("金额图")
        chart = to.book.add_chart({"type": "bar"})
        chart.add_series({"values": AMOUNTS})
        sheet.set_chart(chart)

    return written(fill)


@holding("<xdr:sp ", "textlink=", "<xdr:txBody>")
def text_boxes() -> bytes:
    def fill(to: Open) -> None:
        look = {"fill": {"color": "#FFF2CC"}, "line": {"dash_type": "dash"}, "font": {"italic": True}}
        to.sheet.insert_textbox("J2", "注意：\n金额含税", look)
        to.sheet.insert_textbox("J12", "", {"textlink": "=$D$2", "url": "https://example.com/"})

    return written(fill)


@holding("xl/media/image1.png", "hlinkClick", "a:blip", "adec:decorative")
def pictures_in_a_sheet() -> bytes:
    def fill(to: Open) -> None:
        with seen(png()) as first, seen(png(40, 8, (0, 90, 200))) as second:
            link = {"url": "https://example.com/", "tip": "去官网", "description": "徽标"}
            to.sheet.insert_image("J2", "logo.png", {"image_data": first, **link})
            to.other.insert_image("C4", "bar.png", {"image_data": second, "decorative": True, "object_position": 3})

    return written(fill)


@holding("xl/richData/rdrichvalue.xml", "xl/metadata.xml", "XLRICHVALUE", 'vm="1"', flaws=("relationship 'rId1'",))
def pictures_in_cells() -> bytes:
    def fill(to: Open) -> None:
        with seen(png()) as first:
            to.other.embed_image("B2", "logo.png", {"image_data": first})

    return written(fill)


@holding("legacyDrawingHF", "xl/drawings/vmlDrawing1.vml", "<picture r:id")
def a_header_picture_and_a_background() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.set_header("&L&G&C订单&R&D", {"image_left": "logo.png", "image_data_left": io.BytesIO(png())})
        to.sheet.set_footer("&C第 &P 页，共 &N 页")
        to.sheet.set_background(io.BytesIO(png(8, 8)))

    return written(fill)


@holding("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "legacyDrawing", 'ObjectType="Note"')
def comments_in_cells() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.set_comments_author("李四")
        to.sheet.write_comment("D3", "这笔退过一半", {"visible": True, "color": "#FFFFCC"})
        to.sheet.write_comment("A1", "系统导出")
        to.other.write_comment("A1", "别删", {"author": "王五"})

    return written(fill)


@holding('ObjectType="Button"', "legacyDrawing")
def buttons_that_run_macros() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.insert_button("J2", {"macro": "刷新", "caption": "刷新", "width": 80, "height": 30})
        to.sheet.write_comment("D3", "按钮在右边")

    return written(fill)


@holding("xl/featurePropertyBag/featurePropertyBag.xml", "FeaturePropertyBag", "xfpb:xfComplement")
def check_boxes_in_cells() -> bytes:
    def fill(to: Open) -> None:
        for row in range(2, 8):
            to.other.insert_checkbox(row, 1, row % 2 == 0)

    return written(fill)


@holding("x14:sparklineGroups", "extLst")
def sparklines() -> bytes:
    def fill(to: Open) -> None:
        to.other.add_sparkline("B2", {"range": f"订单!D2:D{LAST}", "markers": True, "high_point": True})
        to.sheet.add_sparkline("G1", {"range": f"订单!D2:D{LAST}", "type": "column", "style": 12})

    return written(fill)


@holding('date1904="1"')
def dates_since_1904() -> bytes:
    return written(lambda to: None, "en", date_1904=True)


@holding('t="inlineStr"')
def texts_in_the_cells_themselves() -> bytes:
    """As programs write that stream."""
    return written(lambda to: None, in_memory=False, constant_memory=True)


@holding("docProps/custom.xml", "MSIP_Label", "vt:filetime", "vt:bool")
def properties_people_gave_the_document() -> bytes:
    def fill(to: Open) -> None:
        label = "MSIP_Label_2096f6a2-d2f7-48be-b329-b73aaa526e5d"
        to.book.set_custom_property(f"{label}_Enabled", "true")
        to.book.set_custom_property(f"{label}_Name", "内部")
        to.book.set_custom_property("核对", datetime(2026, 1, 1))
        to.book.set_custom_property("已审", True)

    return written(fill)


@holding('rightToLeft="1"', 'showGridLines="0"', 'view="pageLayout"', 'zoomScale="70"', 'showZeros="0"')
def views_people_set() -> bytes:
    def fill(to: Open) -> None:
        to.sheet.right_to_left()
        to.sheet.hide_gridlines(2)
        to.sheet.set_zoom(70)
        to.sheet.hide_zero()
        to.sheet.set_selection("D4:E9")
        to.other.set_page_view()
        to.other.activate()
        to.book.set_size(2400, 1200)
        to.book.set_tab_ratio(75)
        to.book.read_only_recommended()

    return written(fill, "en")
