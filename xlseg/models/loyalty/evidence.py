"""What loyalty rests on: who comes back and who brings others, over all, by group, by order and by member level."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import LEVEL, ORDERS, REFERRALS, Column
from xlseg.proposals import proposals
from xlseg.repurchase import came_back
from xlseg.rules import Table as Read
from xlseg.scoring import Floats
from xlseg.segments import Segmentation
from xlseg.text import Text, join

if TYPE_CHECKING:
    from xlseg.models.loyalty import Loyalty

LADDER, LEVELS_SHOWN = 10, 30  # rungs of orders, and member levels, shown at most


def blocks(model: "Loyalty", found: Segmentation, read: Read, told: bool, ranked: bool) -> tuple[Block, ...]:
    """told: whether there are referrals; ranked: whether there are member levels."""
    return (
        Heading(HOW),
        *(() if told else (Note(NO_REFERRALS),)),
        *(() if ranked or not model.levels else (Note(NO_LEVEL),)),
        *_rates(model, found, read, told),
        *_ladder(model, read.number(ORDERS.key)),
        *(_levels(model, read, told) if ranked else ()),
    )


def _rates(model: "Loyalty", found: Segmentation, read: Read, told: bool) -> tuple[Block, ...]:
    """How many come back and how many bring others, over all and in each group."""
    orders = read.number(ORDERS.key)
    shown = [segment for segment in found.segments if not segment.residual]
    group = pd.Index([segment.key for segment in shown]).get_indexer(pd.Index(found.labels["segment"]))
    by = {"segment": group, "orders": orders, **_counted(orders)}
    if told:
        by |= {"referrals": read.number(REFERRALS.key), "brings": read.number(REFERRALS.key) >= model.referrals}
    rows = _by_group(pd.DataFrame(by), "segment").reindex(range(len(shown)))
    rows["count"] = rows["count"].fillna(0)
    rows["title"] = [segment.title for segment in shown]
    bought, again = int(by["bought"].sum()), int(by["again"].sum())
    share = f"{again / bought:.1%}" if bought else "–"
    note = REPURCHASE.format(share=share, again=f"{again:,}", bought=f"{bought:,}")
    brought = (Note(BRINGING.format(share=f"{by['brings'].mean():.1%}", n=model.referrals)),) if told else ()
    groups = (_table((TITLE, *RATES), rows),) if told else ()  # without referrals the rates follow from the limits
    return Note(note), *brought, Note(BENCHMARK), *groups


def _counted(orders: Floats) -> dict[str, npt.NDArray[np.bool_]]:
    again = came_back(orders)
    return {"bought": ~np.isnan(again), "again": again == 1}


def _by_group(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """What RATES shows, by the values of a column."""
    groups = frame.groupby(by)
    rows = groups[["bought", "again"]].sum().assign(count=groups.size(), mean_orders=groups["orders"].mean())
    rows["repurchase"] = rows["again"] / rows["bought"].where(rows["bought"] > 0)
    if "brings" in frame:
        rows = rows.assign(bringing=groups["brings"].mean(), brought=groups["referrals"].sum())
    return rows


def _ladder(model: "Loyalty", orders: Floats) -> tuple[Block, ...]:
    """Of those who bought n times, how many bought once more; and limits the data propose."""
    bought = orders[orders >= 1]
    if not len(bought):
        return ()
    exact = np.bincount(np.minimum(bought, LADDER + 1).astype(np.int64), minlength=LADDER + 2)
    reached = exact[::-1].cumsum()[::-1]
    rungs = np.arange(1, LADDER + 1)
    onward = reached[rungs + 1] / np.where(reached[rungs] > 0, reached[rungs], 1)
    rows = pd.DataFrame({"orders": rungs, "reached": reached[rungs], "share": reached[rungs] / len(bought)})
    rows["onward"] = onward
    rows = rows[rows["reached"] > 0].reset_index(drop=True)
    limits = proposals(bought, (model.repeat_orders, model.loyal_orders))
    return Heading(STEPS), Note(STEPS_NOTE), Table(RUNGS, rows), Heading(LIMITS), Note(TAKE_OVER), limits


def _levels(model: "Loyalty", read: Read, told: bool) -> tuple[Block, ...]:
    """How the customers of each member level buy and bring others, the largest first."""
    codes, texts = read.words(LEVEL.key)
    orders = read.number(ORDERS.key)
    frame = pd.DataFrame({"level": codes, "orders": orders, **_counted(orders)})
    if told:
        referrals = read.number(REFERRALS.key)
        frame = frame.assign(referrals=referrals, brings=referrals >= model.referrals)
    rows = _by_group(frame[codes >= 0], "level")
    rows["title"] = [texts[code] for code in rows.index]
    rows = rows.sort_values(["count", "title"], ascending=[False, True]).head(LEVELS_SHOWN)
    unknown = [name for name in model.levels if name.casefold() not in {text.casefold() for text in texts}]
    missing = (Note(UNKNOWN_LEVEL.format(names=join(unknown))),) if unknown else ()
    return Heading(BY_LEVEL), Note(LEVEL_NOTE), *missing, _table((BY, *RATES), rows)


def _table(columns: tuple[Column, ...], rows: pd.DataFrame) -> Table:
    shown = tuple(column for column in columns if column.key in rows)
    return Table(shown, rows[[column.key for column in shown]].reset_index(drop=True))


TITLE = Column("title", Text("群体", "Segment"))
BY = Column("title", LEVEL.title)
RATES = (
    Column("count", Text("客户数", "Customers"), "count"),
    Column("mean_orders", Text("平均订单数", "Mean orders"), "decimal"),
    Column("repurchase", Text("复购率", "Repurchase rate"), "share"),
    Column("bringing", Text("推荐者占比", "Share who refer"), "share"),
    Column("brought", Text("转介绍人数", "Referrals"), "count"),
)
RUNGS = (
    Column("orders", Text("订单数", "Orders"), "count"),
    Column("reached", Text("达到的客户", "Customers who reached"), "count"),
    Column("share", Text("占购买客户", "Of all who bought"), "share"),
    Column("onward", Text("再买一次的比例", "Went on to the next"), "share"),
)
HOW = Text("复购与推荐", "Repeat purchase and referrals")
REPURCHASE = Text(
    "复购率 {share}：{bought} 位购买客户中，{again} 位买过 2 单及以上。",
    "Repurchase rate {share}: {again} of {bought} customers who bought have 2 orders or more.",
)
BRINGING = Text(
    "推荐者占 {share}：转介绍至少 {n} 人的客户。", "{share} of all customers have referrals of at least {n}."
)
BENCHMARK = Text(
    "参考：核心忠诚客户的特征是复购率 ≥ 80%、主动转介绍占比 ≥ 30%。",
    "For comparison: a repurchase rate of 80% and 30% who refer others mark core loyal customers.",
)
NO_REFERRALS = Text(
    "没有转介绍数据，分不出「忠诚推荐客户」和「口碑推荐客户」；提供转介绍记录，或客户表里的转介绍人数即可。",
    "Without referrals in the data, 'Loyal advocates' and 'Advocates' cannot be told; give records of referrals, "
    "or a table of customers with their number.",
)
NO_LEVEL = Text(
    "没有会员等级，设置「算作忠诚的会员等级」不起作用。",
    "Without member levels, the setting 'Member levels that count as loyal' has no effect.",
)
STEPS = Text("复购阶梯", "From one order to the next")
STEPS_NOTE = Text(
    "「再买一次的比例」明显变高的那一单，适合作忠诚客户的界限。",
    "The number of orders from which clearly more go on to the next is a good limit of loyalty.",
)
LIMITS = Text("订单数的界限（回头、忠诚）", "Limits of orders (repeat, loyal)")
TAKE_OVER = Text(
    "要采用其中一种：改设置「回头客至少几单」和「忠诚客户至少几单」。",
    "To take one over, set 'Orders of a repeat customer' and 'Orders of a loyal customer'.",
)
BY_LEVEL = Text("会员等级与忠诚", "Member levels and loyalty")
LEVEL_NOTE = Text(
    "要让某些等级算作忠诚，把它们写进设置「算作忠诚的会员等级」。",
    "To let some levels count as loyal, write them into the setting 'Member levels that count as loyal'.",
)
UNKNOWN_LEVEL = Text(
    "设置「算作忠诚的会员等级」里的 {names} 在数据里没有。",
    "{names} in the setting 'Member levels that count as loyal' is not among the levels of the data.",
)
