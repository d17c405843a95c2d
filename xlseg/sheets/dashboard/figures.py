"""The key figures on top of the dashboard, over the cells of its tables."""

from collections.abc import Iterator

import numpy as np

from xlseg.analysis import Analysis
from xlseg.blocks import Tile, Tiles
from xlseg.cells import Formula
from xlseg.repurchase import came_back
from xlseg.rules.table import numbers
from xlseg.sheets.dashboard.funnel import BOUGHT, stages
from xlseg.sheets.dashboard.part import Part, filled
from xlseg.text import Text

MOST = 9


def tiles(analysis: Analysis, parts: dict[str, Part]) -> Tiles:
    """As many as the data supply, the weightiest first."""
    found = [*_sums(parts["groups"]), *_each(parts), *_again(analysis, parts), *_alive(analysis), *_concentrated(parts)]
    if len(found) > MOST:
        found = [tile for tile in found if tile.key != "each"]
    return Tiles(tuple(found[:MOST]))


def _sums(groups: Part) -> Iterator[Tile]:
    sums = {key: float(groups.values(key).sum()) for key in ("count", "orders", "revenue") if key in groups.rows}
    cells = {key: f"SUM({groups.column(key)})" for key in sums}
    for key, title in SUMS.items():
        if key in sums:
            yield Tile(TILE_KEYS.get(key, key), title, Formula(cells[key], sums[key]))
    if sums.get("orders", 0) > 0 and "revenue" in sums:
        mean = Formula(f"{cells['revenue']}/{cells['orders']}", sums["revenue"] / sums["orders"])
        yield Tile("average_order", AVERAGE, mean, "money")


def _each(parts: dict[str, Part]) -> Iterator[Tile]:
    """Revenue per buyer, as 客户细分结果表 compares it; per customer where nobody knows who bought."""
    groups, buyers = parts["groups"], "times" in parts
    if "revenue" in groups.rows:
        of, title = (parts["times"], PER_BUYER) if buyers else (groups, EACH)
        money, people = float(groups.values("revenue").sum()), float(of.values("count").sum())
        text = f"SUM({groups.column('revenue')})/SUM({of.column('count')})"
        yield Tile("each", title, Formula(text, money / people), "money")


def _again(analysis: Analysis, parts: dict[str, Part]) -> Iterator[Tile]:
    """The repurchase rate: all but the first row, of one order, of the customers by how often they bought."""
    if "times" in parts:
        cells, back = parts["times"].column("count"), came_back(numbers(analysis.customers["orders"]))
        yield Tile("again", AGAIN, Formula(f"1-INDEX({cells},1)/SUM({cells})", float(np.nanmean(back))), "share")


def _alive(analysis: Analysis) -> Iterator[Tile]:
    """Who was lost, where the lifecycle says so, else who bought of late; both of all buyers."""
    customers = analysis.customers
    if "lifecycle" in analysis.segmentations:
        found = analysis.segmentations["lifecycle"]
        stage, lost, ever = found.labels["segment"], stages(found, "lost"), stages(found, *BOUGHT)
        if stage.isin(BOUGHT).any():
            text = filled("(<lost>)/(<ever>)", lost=lost.text, ever=ever.text)
            share = float((stage[stage.isin(BOUGHT)] == "lost").mean())
            yield Tile("lost", LOST, Formula(text, share), "share")
    elif "recent_orders" in customers and (bought := customers["orders"] >= 1).any():
        days = analysis.settings.general.recent_days
        yield Tile("active", ACTIVE.format(days=days), float((customers["recent_orders"][bought] > 0).mean()), "share")


def _concentrated(parts: dict[str, Part]) -> Iterator[Tile]:
    """What the best fifth of the customers brings, and the group that brings most."""
    if "pareto" in parts:
        top = float(parts["pareto"].values("cumulative")[1])
        yield Tile("top_fifth", FIFTH, Formula(f"INDEX({parts['pareto'].column('cumulative')},2)", top), "share")
    groups = parts["groups"]
    if "revenue_share" in groups.rows:
        shares = groups.values("revenue_share")
        best = int(shares.argmax())
        value = Formula(f"INDEX({groups.column('revenue_share')},{best + 1})", float(shares[best]))
        yield Tile("best_group", BEST.format(group=groups.rows["title"][best]), value, "share")


TILE_KEYS = {"count": "customers"}
SUMS = {
    "count": Text("客户总数", "Customers in all"),
    "orders": Text("订单总数", "Orders in all"),
    "revenue": Text("累计金额", "Revenue"),
}
AVERAGE = Text("客单价", "Average order")
EACH, PER_BUYER = Text("人均金额", "Revenue per customer"), Text("购买客户人均金额", "Revenue per buyer")
AGAIN = Text("复购率", "Repurchase rate")
LOST = Text("购买客户流失率", "Lost buyers")
ACTIVE = Text("近 {days} 天买过的买家", "Bought in {days} days, of buyers")
FIFTH = Text("前约 20% 客户占金额", "Revenue of top 20% or so")
BEST = Text("{group}占金额", "Revenue of {group}")
