"""Real orders: the CDNOW sample (Fader and Hardie) under Chinese or English headers."""

from importlib.resources import files

import pandas as pd

from xlseg.columns import AMOUNT, CUSTOMER_ID, ORDER_DATE, Column
from xlseg.hosts.file import FileHost
from xlseg.sheets.plain import dress
from xlseg.text import Lang, Text

QUANTITY = Column("quantity", Text("购买张数", "CDs"), "count")
COLUMNS = (CUSTOMER_ID, ORDER_DATE, QUANTITY, AMOUNT)
SHEET = Text("订单", "Orders")
FILE = Text("客户细分示例.xlsx", "segmentation-demo.xlsx")


def orders() -> pd.DataFrame:
    """6,919 orders of 2,357 customers, January 1997 to June 1998: customer_id, order_date, quantity, amount ($)."""
    names = ["master_id", "customer_id", "order_date", "quantity", "amount"]
    with files("xlseg").joinpath("data/CDNOW_sample.txt").open(encoding="ascii") as source:
        table = pd.read_csv(source, sep=r"\s+", names=names, dtype={"customer_id": str, "order_date": str})
    table["order_date"] = pd.to_datetime(table["order_date"], format="%Y%m%d")
    return table[["customer_id", "order_date", "quantity", "amount"]]


def workbook(lang: Lang) -> FileHost:
    """A new workbook with one sheet of these orders, as a user would keep it."""
    table = orders()
    days = [day.to_pydatetime() for day in table["order_date"]]
    columns = [table["customer_id"].tolist(), days, table["quantity"].tolist(), table["amount"].tolist()]
    rows = [[column.title.of(lang) for column in COLUMNS], *map(list, zip(*columns, strict=True))]
    host = FileHost(rows={SHEET.of(lang): rows})
    host.write(dress(SHEET.of(lang), rows))
    return host
