"""Workbooks as people and programs make them, to break: SEEDS, each made once."""

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import DataBarRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from xlseg import files
from xlseg.actions import BY_KEY


def _shop() -> bytes:
    """Orders with most of what a sheet can carry."""
    book = Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(["订单号", "客户ID", "下单日期", "金额", "城市"])
    for n in range(8):
        sheet.append([f"N{n}", f"C{n % 3}", f"2026-0{n % 6 + 1}-1{n}", 100.5 * n, ["北京", "上海"][n % 2]])
    sheet["F1"], sheet["F2"], sheet["F3"] = "两倍", "=D2*2", "=SUM(D$2:D3)"
    sheet.add_table(Table(displayName="Orders", ref="A1:E9"))
    sheet.conditional_formatting.add("D2:D9", DataBarRule("min", None, "max", None, "638EC6"))
    lists = DataValidation("list", formula1='"北京,上海"')
    lists.add("E2:E9")
    sheet.add_data_validation(lists)
    sheet["A2"].comment, sheet["A3"].hyperlink = Comment("看", "我"), "https://example.com/"
    sheet.freeze_panes = "B2"
    sheet.merge_cells("H1:I2")
    chart = BarChart()
    chart.add_data(Reference(sheet, 4, 1, 4, 9), titles_from_data=True)
    sheet.add_chart(chart, "K2")
    other = book.create_sheet("说明")
    other["A1"] = "手写的说明"
    book.defined_names["税率"] = DefinedName("税率", attr_text="说明!$A$1")
    return _saved(book)


def _plain() -> bytes:
    """Customers alone, in inline strings as foreign writers make them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("customers")
    for row in (["customer_id", "city", "age"], ["a", "Paris", 30], ["b", "Rome", 41]):
        sheet.append(row)
    return _saved(book)


def _ours() -> bytes:
    """What an earlier run wrote."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.xlsx"
        path.write_bytes(_shop())
        return files.run(BY_KEY["check"], path).output.read_bytes()


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


SEEDS: tuple[Callable[[], bytes], ...] = (_shop, _shop, _plain, _ours)


@cache
def original(number: int) -> bytes:
    return SEEDS[number]()
