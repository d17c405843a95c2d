"""销售洞察 · what each channel, or way to pay, brings."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.insight import MISSING, SURE, Sold, beyond_chance, effects, horizon
from xlseg.sheets.insight_goods import AVERAGE, CUSTOMERS, ORDERS, REVENUE, SHARE, TOTAL, title_column
from xlseg.text import Text

NEWCOMERS = Column("newcomers", Text("新客户", "New customers"), "count")
REFUNDS = Column("refunds", Text("退款订单占比", "Orders refunded"), "share")
FEWEST = 30  # customers or orders of which a rate is worth comparing
SHOWN = 20  # channels shown


def channels(sold: Sold, key: str, title: Text, refunds: pd.Series | None, explained: bool = True) -> list[Block]:
    """The items by what they bring.

    refunds: share of orders refunded, by name ("" for blanks; None: of all). explained: with how it is counted.
    """
    days = horizon(sold)
    table = effects(sold, days)
    table["title"] = pd.Series([sold.names[n] if n >= 0 else TOTAL for n in table["item"]], dtype=object)
    columns = [title_column(title, table["title"]), SHARE, REVENUE, ORDERS, AVERAGE, CUSTOMERS, NEWCOMERS]
    if days:
        columns.append(Column("rate", RATE.format(days=days), "share"))
    if refunds is not None:
        found = [refunds.get("" if name == MISSING else name, np.nan) for name in table["title"].iloc[:-1]]
        table["refunds"] = [*found, refunds.iloc[-1]]
        columns.append(REFUNDS)
    shown = pd.concat([table.iloc[:-1].head(SHOWN), table.iloc[-1:]], ignore_index=True)
    notes = [Note(text) for text in (*_said(table, title, days), *(_how(title, days) if explained else ()))]
    name = f"insight.{key}"
    chart = Chart(CHART.format(items=title), "column", "title", ("customers", "newcomers"))
    blocks: list[Block] = [Heading(TITLE.format(items=title)), *notes]
    blocks.append(Table(tuple(columns), shown, total=True, name=name, bars=("share",)))
    return [*blocks, chart] if len(shown) > 2 and explained else blocks


def _said(table: pd.DataFrame, title: Text, days: int) -> Iterator[Text]:
    body, total = table.iloc[:-1], table.iloc[-1]
    named = body[body["title"] != MISSING]
    if len(body) > SHOWN:
        yield CUT.format(n=len(body) - SHOWN, items=title)
    if pd.notna(total["share"]):
        best = named.iloc[0]
        yield (MOST if len(body) > 1 else ONLY).format(name=best["title"], share=best["share"], items=title)
    if days and len(named) > 1:
        yield _returning(named, total, title, days)
    if "refunds" in table and len(named) > 1:
        yield from _refunded(named, total)


def _how(title: Text, days: int) -> Iterator[Text]:
    """How it is counted."""
    yield HOW.format(items=title)
    if days:
        yield HOW_RATE.format(days=days)


def _returning(named: pd.DataFrame, total: pd.Series, title: Text, days: int) -> Text:
    """Whose newcomers come back more often than those of the others, where that is no chance."""
    others = (total["returned"] - named["returned"]).to_numpy(), (total["watched"] - named["watched"]).to_numpy()
    z = beyond_chance(named["returned"].to_numpy(), named["watched"].to_numpy(), *others)
    enough = (named["watched"].to_numpy() >= FEWEST) & (others[1] >= FEWEST)
    z = np.where(enough & np.isfinite(z), z, 0.0)
    if not len(z) or z.max() <= SURE:
        return SAME_RATE.format(items=title)
    at = int(z.argmax())
    rates = {"rate": named["rate"].iloc[at], "other": others[0][at] / others[1][at]}
    return RETURNS.format(name=named["title"].iloc[at], days=days, **rates)


def _refunded(named: pd.DataFrame, total: pd.Series) -> Iterator[Text]:
    many = named[(named["orders"] >= FEWEST) & (named["refunds"] > 0)]
    if many.empty:
        return
    worst = many.iloc[int(many["refunds"].to_numpy().argmax())]
    orders = worst["orders"]
    whole = total["refunds"] * total["orders"]
    z = beyond_chance(
        worst["refunds"] * orders,
        orders,
        np.asarray(max(whole - worst["refunds"] * orders, 0.0)),
        np.asarray(total["orders"] - orders),
    )
    if np.isfinite(z) and z > SURE:
        yield REFUNDED.format(name=worst["title"], share=worst["refunds"], whole=total["refunds"])


TITLE = Text("{items}效果", "{items}: what it brings")
CHART = Text("各{items}的客户与新客户", "{items}: customers and new customers")
RATE = Text("新客户 {days} 天内复购率", "Repurchase rate of new customers within {days} days")
ONLY = Text("全部销售额都来自「{name}」。", "All revenue comes from '{name}'.")
MOST = Text("「{name}」的销售额最多，占 {share:.1%}。", "'{name}' brings most revenue: {share:.1%}.")
CUT = Text("只列出销售额最高的；另有 {n:,} 种{items}未列。", "The best only; {n:,} more are not listed.")
RETURNS = Text(
    "第一次购买来自「{name}」的客户，{days} 天内有 {rate:.1%} 再来，其余客户为 {other:.1%}：差别不是偶然。",
    "Of customers who first bought through '{name}', {rate:.1%} came back within {days} days, of the others "
    "{other:.1%}: beyond chance.",
)
SAME_RATE = Text(
    "各{items}带来的客户，复购率的差别还看不出来：或者差得不多，或者人数太少。",
    "No difference in repurchase is to be seen yet: it is small, or the customers are few.",
)
REFUNDED = Text(
    "「{name}」的订单有 {share:.1%} 退款，高于全部订单的 {whole:.1%}。",
    "Of the orders of '{name}', {share:.1%} were refunded, more than the {whole:.1%} of all orders.",
)
HOW = Text(
    "新客户算在第一笔订单的{items}上；第一笔指数据里的第一笔，更早的看不到。",
    "A new customer counts where their first order came from: the first in these data, whatever came before.",
)
HOW_RATE = Text(
    "复购率只看第一次购买已满 {days} 天的客户，另一天再次购买才算，不论经哪里。",
    "The rate is of customers who first bought at least {days} days ago; any order on another day counts.",
)
