"""How each group's customers come back, and what one of them brings."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import ORDERS, REVENUE, Column
from xlseg.repurchase import came_back
from xlseg.rules.table import numbers
from xlseg.segments import Segmentation
from xlseg.text import Text

GROUP = Column("title", Text("群体", "Group"))
CUSTOMERS = Column("customers", Text("客户数", "Customers"), "count")
REPEATERS = Column("repeaters", Text("复购客户数", "Repeat customers"), "count")
RATE = Column("rate", Text("复购率", "Repurchase rate"), "share")
EACH = Column("each", Text("人均金额", "Revenue per customer"), "money")


def repeat(result: Segmentation, customers: pd.DataFrame) -> tuple[Block, ...]:
    """How many of each group's customers came back, and what a customer of it brings; nothing without orders."""
    measures = [column.key for column in (ORDERS, REVENUE) if column.key in customers]
    if not measures:
        return ()
    codes, keys = pd.factorize(result.labels["segment"].to_numpy(dtype=object))
    order = [segment.key for segment in result.segments if segment.key in set(keys)]

    def total(values: npt.NDArray[Any] | None = None) -> pd.Series:
        return pd.Series(np.bincount(codes, values, minlength=len(keys)), keys).reindex(order)

    table = pd.DataFrame({CUSTOMERS.key: total()})
    columns = [GROUP, CUSTOMERS]
    if ORDERS.key in measures:
        back = came_back(numbers(customers[ORDERS.key]))
        buyers, again = total(~np.isnan(back)), total(back == 1)
        table = table.assign(repeaters=again, rate=again / buyers.where(buyers > 0))
        columns += [REPEATERS, RATE]
    if REVENUE.key in measures:
        revenue = numbers(customers[REVENUE.key])
        known = total(~np.isnan(revenue))
        table[EACH.key] = total(np.nan_to_num(revenue)) / known.where(known > 0)
        columns += [EACH]
    table = table.assign(title=pd.Series(result.titles(), dtype=object).reindex(order)).reset_index(drop=True)
    return Heading(COMES_BACK), Note(HOW), Table(tuple(columns), table)


COMES_BACK = Text("各群体的复购", "Who comes back")
HOW = Text(
    "复购率：买过的客户里，订单数不少于 2 的占比。",
    "The repurchase rate is the share of those who bought that have at least 2 orders.",
)
