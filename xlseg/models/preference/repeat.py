"""How each group's customers come back, and what one of them brings."""

import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import ORDERS, REVENUE, Column
from xlseg.rules.table import numbers
from xlseg.segments import Segmentation
from xlseg.text import Text

AGAIN = 2  # orders from which on a customer came back

GROUP = Column("title", Text("群体", "Group"))
CUSTOMERS = Column("customers", Text("客户数", "Customers"), "count")
REPEATERS = Column("repeaters", Text("复购客户数", "Repeat customers"), "count")
RATE = Column("rate", Text("复购率", "Repeat rate"), "share")
EACH = Column("each", Text("人均金额", "Revenue per customer"), "money")


def repeat(result: Segmentation, customers: pd.DataFrame) -> tuple[Block, ...]:
    """How many of each group's customers came back, and what a customer of it brings; nothing without orders."""
    measures = [column.key for column in (ORDERS, REVENUE) if column.key in customers]
    if not measures:
        return ()
    frame = pd.DataFrame({key: numbers(customers[key]) for key in measures})
    frame["segment"] = result.labels["segment"].to_numpy()
    groups = frame.groupby("segment")
    order = [s.key for s in result.segments if s.key in groups.groups]
    table = pd.DataFrame({CUSTOMERS.key: groups.size()}).reindex(order)
    columns = [GROUP, CUSTOMERS]
    if ORDERS.key in measures:
        table[REPEATERS.key] = (frame[ORDERS.key] >= AGAIN).groupby(frame["segment"]).sum().reindex(order)
        buyers = (frame[ORDERS.key] >= 1).groupby(frame["segment"]).sum().reindex(order)
        table[RATE.key] = table[REPEATERS.key] / buyers.where(buyers > 0)
        columns += [REPEATERS, RATE]
    if REVENUE.key in measures:
        table[EACH.key] = groups[REVENUE.key].mean().reindex(order)
        columns += [EACH]
    table = table.assign(title=pd.Series(result.titles(), dtype=object).reindex(order)).reset_index(drop=True)
    return Heading(COMES_BACK), Note(HOW), Table(tuple(columns), table)


COMES_BACK = Text("各群体的复购", "Who comes back")
HOW = Text(
    "复购率：买过的客户里，订单数不少于 2 的占比。",
    "The repeat rate is the share of those who bought that have at least 2 orders.",
)
