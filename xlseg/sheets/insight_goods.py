"""销售洞察 · what sells: categories and products by sales, and what each group of customers buys."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import CATEGORY, PRODUCT, Column
from xlseg.insight import CLASSES, MISSING, STRONG, YEAR, Affinity, Ranking, Sold, affinity, ranking
from xlseg.text import Text, join, same

SHARE = Column("share", Text("销售额占比", "Share of revenue"), "share")
REVENUE = Column("revenue", Text("销售额", "Revenue"), "money")
CUMULATIVE = Column("cumulative", Text("累计占比", "Cumulative share"), "share")
CLASS = Column("class", Text("ABC 类", "ABC class"))
ORDERS = Column("orders", Text("订单数", "Orders"), "count")
CUSTOMERS = Column("customers", Text("客户数", "Customers"), "count")
AVERAGE = Column("average", Text("每单金额", "Revenue per order"), "money")
PRICE = Column("price", Text("平均单价", "Mean price"), "money")
GROWTH = Column("growth", Text("增减", "Growth"), "share")
WHOLE = Column("whole", Text("全部客户", "All customers"), "share")
ITEMS = Column("items", Text("种数", "Number"), "count")
OF_ITEMS = Column("of_items", Text("种数占比", "Share of number"), "share")
SHOWN, CROSSED = 20, 12  # items shown by name: in a ranking, against groups
FEW_ORDERS = 20  # of a group; of fewer no lift is shown
NAMED = 3  # findings named in a sentence; the table has them all
UNNAMED = 0.05  # of revenue; more of it without a name is said


def sales(sold: Sold, column: Column) -> list[Block]:
    """The items of `column` by sales: a sentence, the table, and the Pareto chart."""
    found = ranking(sold, SHOWN)
    last = PRICE if found.shown["price"].notna().any() else AVERAGE
    growth = (GROWTH,) if found.days else ()
    columns = (column, CLASS, SHARE, REVENUE, CUMULATIVE, ORDERS, CUSTOMERS, last, *growth)
    names = [*(sold.names[n] for n in found.shown["item"] if n >= 0), *[REST.format(n=found.rest)] * bool(found.rest)]
    rows = found.shown.assign(**{column.key: pd.Series([*names, TOTAL], dtype=object)})
    table = Table(columns, rows, total=True, name=f"insight.{column.key}", bars=("share",))
    blocks: list[Block] = [Heading(SALES.format(items=column.title))]
    blocks += [Note(text) for text in _said(sold, found, column)]
    blocks.append(table)
    if len(names) >= NAMED and column.key == CATEGORY.key:
        blocks.append(Chart(PARETO.format(items=column.title), "column", column.key, ("revenue", "cumulative"), ("cumulative",)))
    return [*blocks, *_classes(found, column)]


def _said(sold: Sold, found: Ranking, column: Column) -> Iterator[Text]:
    items, total = found.items, found.shown.iloc[-1]
    named = items[[sold.names[n] != MISSING for n in items["item"]]]
    best = named.iloc[0]
    if pd.isna(best["share"]):
        yield NO_SALES.format(items=column.title)
        return
    vital = items[items["class"] == CLASSES[0][0]]
    said = {"best": sold.names[int(best["item"])], "share": best["share"], "items": column.title, "count": len(named)}
    if len(named) == 1:
        yield ONE.format(**said)
    else:
        yield BEST.format(**said) + EMPTY_TEXT
        yield VITAL.format(a=len(vital), a_share=vital["share"].sum(), **said)
    if found.days:
        yield GREW.format(days=found.days, growth=total["growth"]) if pd.notna(total["growth"]) else NEW_SALES
    yield from _movers(sold, found)
    blank = items.loc[[sold.names[n] == MISSING for n in items["item"]], "share"].sum()
    if blank >= UNNAMED:
        yield BLANK.format(share=blank, items=column.title)
    if sold.shared:
        yield DIVIDED
