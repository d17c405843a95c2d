"""销售洞察 · what sells: categories and products by sales, and what each group of customers buys."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.insight import CLASSES, MISSING, STRONG, YEAR, Affinity, Ranking, Sold, affinity, ranking
from xlseg.text import EMPTY, Text, join, same
from xlseg.theme import measure

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
LONG = 24  # characters of a name that is wrapped
MOVED, ENOUGH = 0.1, 30  # growth worth naming, and orders of which it is


def title_column(title: Text, names: Iterable[object]) -> Column:
    """The first column of a table, of what its rows are: wrapped where a name is long."""
    long = any(measure(name) > LONG for name in names if isinstance(name, str))
    return Column("title", title, "wide" if long else "text")


def sales(sold: Sold, key: str, title: Text, drawn: bool) -> list[Block]:
    """The items by sales: what stands out, the table, and, where `drawn`, the Pareto chart."""
    found = ranking(sold, SHOWN)
    compared = bool(found.days) and (not (before := _before(sold, found.days)) or before >= ENOUGH)
    names = [*_names(sold, found), TOTAL]
    last = PRICE if found.shown["price"].notna().any() else AVERAGE
    columns = (title_column(title, names), CLASS, SHARE, REVENUE, CUMULATIVE, ORDERS, CUSTOMERS, last)
    table = Table(
        (*columns, GROWTH) if compared else columns,
        found.shown.assign(title=pd.Series(names, dtype=object)),
        total=True,
        name=f"insight.{key}",
        bars=("share",),
    )
    pareto = Chart(PARETO.format(items=title), "column", "title", ("revenue", "cumulative"), ("cumulative",))
    said = [Note(text) for text in _said(sold, found, title)]
    chart = (pareto,) if drawn and len(names) > NAMED else ()
    return [Heading(SALES.format(items=title)), *said, table, *chart, *_classes(found, key, title)]


def _names(sold: Sold, found: Ranking) -> list[str | Text]:
    """Of the rows but the total."""
    kept = found.items["item"].iloc[: len(found.shown) - 1 - bool(found.rest)]
    return [*(sold.names[n] for n in kept), *([REST.format(n=found.rest)] if found.rest else [])]


def _said(sold: Sold, found: Ranking, title: Text) -> Iterator[Text]:
    """What stands out, and what a reader has to know of the figures."""
    items = found.items
    named = items[[sold.names[n] != MISSING for n in items["item"]]]
    if items["share"].isna().all():
        yield NO_SALES
        return
    best, vital = named.iloc[0], items[items["class"] == CLASSES[0][0]]
    parts = {"best": sold.names[int(best["item"])], "share": best["share"], "items": title, "count": len(items)}
    yield (ONE if len(items) == 1 else BEST).format(**parts)
    if len(items) > max(NAMED, len(vital)):
        yield VITAL.format(a=len(vital), a_share=vital["share"].sum(), **parts)
    if found.days:
        yield from _growth(sold, found)
    blank = items["share"].sum() - named["share"].sum()
    if blank >= UNNAMED:
        yield BLANK.format(share=blank, items=title)
    if sold.shared:
        yield DIVIDED


def _before(sold: Sold, days: int) -> int:
    """Orders in the days before the last `days`."""
    rows = sold.rows
    return int(rows.loc[(rows["day"] > sold.last - 2 * days) & (rows["day"] <= sold.last - days), "order"].nunique())


def _growth(sold: Sold, found: Ranking) -> Iterator[Text]:
    """How the whole moved, and which of the items that carry it moved most."""
    if 0 < (before := _before(sold, found.days)) < ENOUGH:
        yield FEW_BEFORE.format(days=found.days, orders=before)
        return
    growth, first = found.shown["growth"], CLASSES[0][0]
    told = (
        GREW.format(days=found.days, growth=abs(growth.iloc[-1]), turned=UP if growth.iloc[-1] >= 0 else DOWN)
        if pd.notna(growth.iloc[-1])
        else NONE_BEFORE
    )
    movers = [
        (growth.iloc[n], str(name))
        for n, name in enumerate(_names(sold, found))
        if found.shown["class"].iloc[n] == first
        and name != MISSING
        and abs(growth.iloc[n]) >= MOVED
        and found.shown["orders"].iloc[n] >= ENOUGH
    ]
    rises, falls = ([m for m in movers if m[0] > 0], [m for m in movers if m[0] < 0])
    ends = [(ROSE, max(rises, default=None)), (FELL, min(falls, default=None))]
    moved = [said.format(growth=end[0], name=end[1]) for said, end in ends if end]
    yield join([told, MOST.format(moved=join(moved, Text("，", ", ")), enough=ENOUGH)], EMPTY) if moved else told
    if found.days < YEAR:
        yield SEASONAL


def _classes(found: Ranking, key: str, title: Text) -> list[Block]:
    """How many items make each class, where not all of them are shown."""
    if not found.rest:
        return []
    rows = found.items.groupby("class").agg(items=("item", "size"), revenue=("revenue", "sum"), share=("share", "sum"))
    rows = rows.assign(of_items=rows["items"] / rows["items"].sum()).reset_index()
    columns = (CLASS, ITEMS, OF_ITEMS, REVENUE, SHARE)
    return [Note(HOW_CLASSES.format(items=title)), Table(columns, rows, name=f"insight.{key}_classes", bars=("share",))]


def crossed(sold: Sold, title: Text, group: np.ndarray, groups: dict[str, Text], model: Text) -> list[Block]:
    """What each group buys: shares of its revenue, and these against all customers'.

    group: of each customer code, its place in `groups` (titles by key), -1 for none.
    """
    heading = Heading(CROSSED_TITLE.format(model=model, items=title))
    if len(sold.names) < 2 or len(groups) < 2:
        return [heading, Note((ONE_ITEM if len(sold.names) < 2 else ONE_GROUP).format(items=title))]
    found = ranking(sold, CROSSED)
    names = _names(sold, found)
    got = affinity(sold, found.place[sold.rows["item"].to_numpy()], len(names), group, len(groups))
    first = title_column(title, names)
    columns = tuple(Column(f"g.{key}", name, "share") for key, name in groups.items())
    keys = tuple(column.key for column in columns)
    shares = pd.DataFrame(dict(zip(keys, got.share.T, strict=True))).assign(title=_cells(names), whole=got.whole)
    many = [n for n, count in enumerate(got.orders) if count >= FEW_ORDERS]
    lifts = pd.DataFrame({keys[n]: got.lift[:, n] for n in many}).assign(title=_cells(names))
    lifted = tuple(Column(columns[n].key, columns[n].title, "ratio") for n in many)
    scales = tuple(column.key for column in lifted)
    blocks: list[Block] = [heading, Note(_preferred(got, names, list(groups.values()), title)), Note(HOW_SHARES)]
    blocks.append(Table((first, WHOLE, *columns), shares, name="insight.groups", scales=("whole", *keys)))
    if lifted:
        few = len(many) < len(groups)
        blocks.append(Note(HOW_LIFTS.format(few=FEW_LEFT_OUT.format(few=FEW_ORDERS) if few else EMPTY)))
        blocks.append(Table((first, *lifted), lifts, name="insight.lifts", scales=scales))
    return blocks


def _cells(names: list[str | Text]) -> pd.Series:
    return pd.Series(names, dtype=object)


def _preferred(got: Affinity, names: list[str | Text], groups: list[Text], title: Text) -> Text:
    """What the groups, the best first, clearly buy more of."""
    found = []
    for place, group in enumerate(groups):
        share, others = got.share[:, place], got.others[:, place]
        more = np.where(got.sure[:, place] & (share >= STRONG * others), share - others, 0.0)
        more[[n for n, name in enumerate(names) if isinstance(name, Text)]] = 0.0  # the rest, or without a name
        best = int(more.argmax())
        named = more[best] and names[best] != group.zh  # not what a group is called after
        if named and got.orders[place] >= FEW_ORDERS:
            parts = {"share": share[best], "others": others[best], "name": same(names[best])}
            found.append(PREFERS.format(group=group, **parts))
    return CLEARLY.format(found=join(found[:NAMED], SEMICOLON)) if found else ALIKE.format(items=title, lift=STRONG)


TOTAL = Text("合计", "Total")
REST = Text("其余 {n:,} 种", "{n:,} others")
SEMICOLON = Text("；", "; ")
SALES = Text("{items}销售", "{items} by sales")
PARETO = Text("{items}销售额与累计占比", "{items}: revenue and cumulative share")
ONE = Text("全部销售额都来自「{best}」。", "All revenue comes from '{best}'.")
BEST = Text("「{best}」卖得最多，占销售额的 {share:.1%}。", "'{best}' is the best seller: {share:.1%} of revenue.")
VITAL = Text(
    "{count:,} 种{items}里有 {a:,} 种属于 A 类，合起来占销售额的 {a_share:.1%}。",
    "{items}: {a:,} of {count:,} are class A; together they bring {a_share:.1%} of revenue.",
)
NO_SALES = Text("扣除退款后销售额不为正，不计算占比。", "After refunds no revenue is left: no shares are computed.")
UP, DOWN = Text("增长", "rose"), Text("下降", "fell")
GREW = Text(
    "最近 {days} 天与之前 {days} 天相比，销售额{turned} {growth:.1%}。",
    "In the last {days} days revenue {turned} by {growth:.1%} against the {days} days before.",
)
FEW_BEFORE = Text(
    "最近 {days} 天之前的同样天数里只有 {orders} 笔订单，太少，不比较增减。",
    "The {days} days before the last {days} hold {orders} orders only: too few to compare.",
)
NONE_BEFORE = Text("之前的同样天数里没有销售，不计算增减。", "Nothing was sold in as many days before: no growth.")
MOST = Text(
    "表中 A 类里（订单不少于 {enough} 笔的），{moved}。",
    " Of class A in the table, those with at least {enough} orders: {moved}.",
)
ROSE = Text("涨得最多的是「{name}」（{growth:+.1%}）", "'{name}' rose most ({growth:+.1%})")
FELL = Text("跌得最多的是「{name}」（{growth:+.1%}）", "'{name}' fell most ({growth:+.1%})")
SEASONAL = Text(
    "数据不足两年，两段时间不在同一个季节，增减里可能有季节的影响。",
    "With less than two years of data the two periods fall in different seasons, which may explain part of it.",
)
BLANK = Text("另有 {share:.1%} 的销售额没有填写{items}。", "{share:.1%} of revenue has none filled in.")
DIVIDED = Text(
    "每笔订单的金额按明细行的金额分摊，所以各行相加等于订单总额。",
    "Each order's amount is divided among its lines in proportion, so that the rows add up to all orders.",
)
HOW_CLASSES = Text(
    "ABC 分类：{items}按销售额从高到低累计，到 80% 为 A 类，到 95% 为 B 类，其余为 C 类。",
    "ABC classes, by cumulative revenue from the best seller on: A up to 80%, B up to 95%, C the rest.",
)
CROSSED_TITLE = Text("{model}：各群体买什么{items}", "{model}: what each group buys ({items})")
ONE_ITEM = Text("只有一种{items}，没有可比的。", "There is one value only, so nothing to compare.")
ONE_GROUP = Text("只有一个群体有购买，没有可比的。", "Only one group bought anything, so there is nothing to compare.")
PREFERS = Text(
    "「{group}」的钱有 {share:.1%} 花在「{name}」上（其余客户 {others:.1%}）",
    "'{group}' spends {share:.1%} on '{name}' (the others {others:.1%})",
)
CLEARLY = Text("{found}。", "{found}.")
ALIKE = Text(
    "各群体买的{items}差不多：没有哪一处达到其余客户的 {lift} 倍又超出偶然。",
    "The groups buy much the same: no share is {lift} times that of the others and beyond chance.",
)
HOW_SHARES = Text(
    "下表每列相加为 100%：这个群体的钱花在哪里。", "Each column adds up to 100%: where a group's money goes."
)
HOW_LIFTS = Text(
    "下表是上表与全部客户之比：1 为一样，1.5 为多一半。{few}",
    "The same against all customers: 1 is alike, 1.5 is half as much again.{few}",
)
FEW_LEFT_OUT = Text("不足 {few} 笔订单的群体不列。", " Groups of fewer than {few} orders are left out.")
