"""销售洞察 · who buys again in each category, when the next purchase falls due, and what may be expected."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.insight import (
    LAPSED,
    MISSING,
    OWN,
    SURE,
    WITHIN,
    Sold,
    beyond_chance,
    expected,
    latest,
    looked_back,
    repeats,
    upcoming,
)
from xlseg.sheets.insight_goods import TOTAL, title_column
from xlseg.text import EMPTY, Text, join

BUYERS = Column("buyers", Text("购买客户", "Buyers"), "count")
REPEATERS = Column("repeaters", Text("回头客", "Repeat buyers"), "count")
RATE_OF_ITEM = Text("同{items}复购率（按天）", "Repeat rate by day ({items})")  # 复购率 counts orders of anything
RATE_OF_ALL = Text("按天复购率", "Repeat rate by day")
MEDIAN = Column("median", Text("间隔中位数（天）", "Median days between"), "days")
QUARTILES = (
    Column("q1", Text("25% 分位（天）", "Lower quartile (days)"), "days"),
    MEDIAN,
    Column("q3", Text("75% 分位（天）", "Upper quartile (days)"), "days"),
)
STATES = (
    Column("0", Text("30 天内到期", "Due within 30 days"), "count"),
    Column("1", Text("31–60 天到期", "Due in 31-60 days"), "count"),
    Column("2", Text("61–90 天到期", "Due in 61-90 days"), "count"),
    Column("3", Text("90 天后到期", "Due later"), "count"),
    Column("overdue", Text("已过期", "Overdue"), "count"),
    Column("lapsed", Text("可能已流失", "Probably lapsed"), "count"),
    Column("once", Text("只买过一次", "Bought once"), "count"),
)
VALUE = Column("value", Text("平均每次金额", "Revenue per purchase"), "money")
BUYS = tuple(
    Column(f"buys{days}", Text("{d} 天预计次数", "Purchases in {d} days").format(d=days), "count") for days in WITHIN
)
MONEY = tuple(
    Column(f"money{days}", Text("{d} 天预计金额", "Revenue in {d} days").format(d=days), "money") for days in WITHIN
)
RECENT = Column("recent", Text("近 90 天销售额（已减退款）", "Sales of the last 90 days, less refunds"), "money")
SHOWN = 20  # items shown
FEWEST = 30  # buyers of whom a rate is worth comparing


def again(sold: Sold, title: Text, as_of: pd.Timestamp) -> list[Block]:
    """Who buys again; when they are due; what they may be expected to buy."""
    today = max(sold.last, int((as_of - pd.Timestamp(0)).days)) if pd.notna(as_of) else sold.last + 1
    found = upcoming(sold, today)
    back = repeats(sold, found)
    if not back["repeaters"].iloc[-1]:
        return [Heading(REPEATS), Note(NOBODY)]
    ahead = expected(found, today, len(sold.names))
    late = sold.rows[latest(sold, WITHIN[-1])]
    recent = np.bincount(late["item"], late["amount"], minlength=len(sold.names))
    table = back.merge(ahead.assign(recent=[*recent, recent.sum()]), on="item")
    table["title"] = pd.Series([sold.names[n] if n >= 0 else TOTAL for n in table["item"]], dtype=object)
    if len(sold.names) == 1:
        table = table.iloc[:1]
    return [*_repeats(table, title), *_due(table, title), *_expected(sold, table, title)]


def _repeats(table: pd.DataFrame, title: Text) -> list[Block]:
    notes = [*_said(table), HOW_REPEATS, BY_DAY, SO_FAR]
    rate = Column("rate", RATE_OF_ITEM.format(items=title) if len(table) > 1 else RATE_OF_ALL, "share")
    columns = (title_column(title, table["title"]), BUYERS, REPEATERS, rate, *QUARTILES)
    return [Heading(REPEATS), *map(Note, notes), _table(table, columns, "repeats", "buyers", ("rate",))]


def _table(table: pd.DataFrame, columns: tuple[Column, ...], name: str, by: str, bars: tuple[str, ...] = ()) -> Table:
    """The first items by a column, and the total where there are several."""
    total = len(table) > 1
    body = table.iloc[:-1] if total else table
    body = body.sort_values(by, ascending=False, kind="stable").head(SHOWN)
    rows = pd.concat([body, table.iloc[-1:]], ignore_index=True) if total else body
    return Table(columns, rows, total=total, name=f"insight.{name}", bars=bars)


def _said(table: pd.DataFrame) -> Iterator[Text]:
    """In which category buyers come back most, where that is no chance."""
    body, total = table.iloc[:-1], table.iloc[-1]
    if len(table) == 1:
        yield BACK.format(**total[["buyers", "repeaters", "rate", "median"]])
        return
    if len(body) > SHOWN:
        yield CUT.format(n=len(body) - SHOWN)
    body = body[body["title"] != MISSING]
    others = body["repeaters"].sum() - body["repeaters"], body["buyers"].sum() - body["buyers"]
    z = beyond_chance(*(part.to_numpy() for part in (body["repeaters"], body["buyers"], *others)))
    z = np.where((body["buyers"] >= FEWEST) & np.isfinite(z), z, 0.0)
    if len(z) and z.max() > SURE:
        at = int(z.argmax())
        best, rate = body.iloc[at], others[0].iloc[at] / others[1].iloc[at]
        yield LOYAL.format(name=best["title"], other=rate, **best[["buyers", "repeaters", "rate", "median"]])
    else:
        yield NO_LOYAL


def _due(table: pd.DataFrame, title: Text) -> list[Block]:
    total, several = table.iloc[-1], len(table) > 1
    notes = [
        _waiting(int(total["0"]), int(total["overdue"]), several),
        HOW_DUE.format(own=OWN + 1),
        HOW_LAPSED.format(lapsed=LAPSED),
    ]
    columns = (title_column(title, table["title"]), MEDIAN, *STATES)
    return [Heading(DUE_TITLE), *map(Note, notes), _table(table, columns, "due", "0")]


def _waiting(due: int, overdue: int, several: bool) -> Text:
    """Who may be called, without noughts."""
    if not due and not overdue:
        return NONE_DUE
    unit = TIMES if several else PEOPLE
    told = [said.format(count=count, unit=unit) for said, count in ((DUE, due), (OVERDUE, overdue)) if count]
    return join([join(told, Text("；", "; ")), EACH_ROW if several else END], EMPTY)


def _expected(sold: Sold, table: pd.DataFrame, title: Text) -> list[Block]:
    total, body = table.iloc[-1], table.iloc[:-1]
    named = body[(body["title"] != MISSING) & (body["money30"] > 0)]
    notes = [NONE_EXPECTED]
    if total["buys30"] > 0:
        notes = [(EXPECTED if total["buys30"] >= 1 else LITTLE).format(buys=total["buys30"], money=total["money30"])]
    if len(named) > 1 and total["buys30"] >= 1:
        best = named.iloc[int(named["money30"].to_numpy().argmax())]
        notes[0] = EXPECTED_MOST.format(
            buys=total["buys30"], money=total["money30"], name=best["title"], most=best["money30"]
        )
    checked = next(((days, found) for days in WITHIN[::-1] if (found := looked_back(sold, days))), None)
    if checked:
        days, (told, brought, whole) = checked
        notes.append(CHECKED.format(days=days, told=told, brought=brought, whole=whole))
    notes += [HOW_EXPECTED, LIMITS]
    columns = (title_column(title, table["title"]), VALUE, *BUYS, *MONEY, RECENT)
    blocks: list[Block] = [Heading(EXPECTED_TITLE), *map(Note, notes)]
    blocks.append(_table(table, columns, "expected", "money30"))
    chart = Chart(CHART.format(items=title), "column", "title", (MONEY[-1].key, RECENT.key))
    return [*blocks, chart] if len(named) > 1 else blocks


REPEATS = Text("回头客", "Repeat customers")
DUE_TITLE = Text("下次购买：谁快到期", "Next purchase: who is due")
EXPECTED_TITLE = Text("下次购买：预计的回购", "Next purchase: what may be expected")
CHART = Text("各{items}预计回购与近期销售额", "{items}: expected repeat revenue against recent revenue")
NOBODY = Text(
    "还没有人在不同的日子买过两次，没有购买间隔，算不出下次购买。",
    "Nobody has bought on two different days yet: without intervals no next purchase can be told.",
)
BACK = Text(
    "{buyers:,} 位客户里有 {repeaters:,} 位在不止一天买过（{rate:.1%}），一般隔 {median:,.0f} 天再买。",
    "{repeaters:,} of {buyers:,} customers bought on two days or more ({rate:.1%}), usually {median:,.0f} days apart.",
)
CUT = Text("只列出前 20 种，另有 {n:,} 种未列；合计包括它们。", "The first 20 only; {n:,} more are in the total.")
LOYAL = Text(
    "「{name}」的回头客最突出：{buyers:,} 位买家里 {repeaters:,} 位在不止一天买过（{rate:.1%}，其余为 {other:.1%}），"
    "一般隔 {median:,.0f} 天再买。",
    "'{name}' stands out: {repeaters:,} of its {buyers:,} buyers bought it on two days or more ({rate:.1%}, "
    "elsewhere {other:.1%}), usually {median:,.0f} days apart.",
)
NO_LOYAL = Text(
    "没有哪一类的回头客占比明显高于其余，或者人数太少，还看不出来。",
    "In none do buyers clearly come back more often than elsewhere, or there are too few to tell.",
)
HOW_REPEATS = Text(
    "回头客指在两个以上不同的日子买过同类的客户；间隔先取每位客户自己的中位数，再看全体。",
    "Repeat buyers bought on two days or more; the days between are first reduced to each customer's own median.",
)
BY_DAY = Text(
    "这里的复购率 = 回头客 ÷ 购买客户，同一天的几单只算一次，和按订单数算的「复购率」不同。",
    "The repeat rate is repeat buyers over buyers; orders of one day count once, unlike in the repurchase rate.",
)
SO_FAR = Text(
    "刚买过的客户还没到再买的时候，所以它会随时间上升。",
    "Customers who bought just now have had no time to return, so these rates rise with time.",
)
DUE = Text("未来 30 天有 {count:,} {unit}到期，可以提前提醒", "{count:,} {unit} due within 30 days, worth a reminder")
OVERDUE = Text("{count:,} {unit}已过期未买，适合现在联系", "{count:,} {unit} overdue, worth a call now")
PEOPLE, TIMES = Text("位客户", "customers"), Text("人次", "purchases")
END, EACH_ROW = Text("。", "."), Text("（每类各算一次）。", " (a customer counts once in each row).")
NONE_DUE = Text(
    "未来 30 天没有客户到期，也没有已过期还值得期待的。",
    "Nobody falls due within 30 days, and nobody is overdue who may still be expected.",
)
HOW_DUE = Text(
    "到期日 = 最近一次购买 + 间隔；有 {own} 个以上购买日的客户用自己的间隔中位数，其余回头客用同一行的中位数。",
    "Due: the last purchase plus the interval, the customer's own median from {own} days with purchases on, else that "
    "of the row.",
)
HOW_LAPSED = Text(
    "超过 {lapsed:.0f} 个间隔没有再买的当作可能已流失，不再期待；只买过一次的没有间隔，也不期待。",
    "Customers silent for more than {lapsed:.0f} intervals have probably lapsed, those who bought once have no "
    "interval: neither are expected.",
)
EXPECTED = Text(
    "未来 30 天，老客户预计回购 {buys:,.0f} 次、约 {money:,.0f}。",
    "In the next 30 days known customers may be expected to buy again {buys:,.0f} times, for about {money:,.0f}.",
)
LITTLE = Text(
    "未来 30 天，老客户预计回购不到 1 次（约 {money:,.0f}）：买过几次的客户太少，只供参考。",
    "In the next 30 days known customers may be expected to buy again less than once (about {money:,.0f}): too few "
    "bought repeatedly, so take it as a hint.",
)
NONE_EXPECTED = Text(
    "未来 30 天，预计没有老客户回购。", "In the next 30 days no known customer is expected to buy again."
)
EXPECTED_MOST = Text(
    "未来 30 天，老客户预计回购 {buys:,.0f} 次、约 {money:,.0f}，最多的是「{name}」（约 {most:,.0f}）。",
    "In the next 30 days known customers may be expected to buy again {buys:,.0f} times, for about {money:,.0f}, led "
    "by '{name}' (about {most:,.0f}).",
)
CHECKED = Text(
    "检验：{days} 天前用同样的算法会预计 {told:,.0f}，老客户后来实际回购 {brought:,.0f}；"
    "同期销售额（已减退款）{whole:,.0f}。",
    "Checked: {days} days ago this reckoning would have said {told:,.0f}; known customers then bought again "
    "for {brought:,.0f}, and sales, less refunds, came to {whole:,.0f}.",
)
HOW_EXPECTED = Text(
    "算法：每位没有流失的回头客按第一次购买以来的频率继续买，每次金额取自己的平均；已过期的也在内。",
    "Method: repeat customers who have not lapsed, overdue or not, go on as often as so far, at their own mean amount.",
)
LIMITS = Text(
    "没有算新客户、第一次买这一类的客户、季节和促销，所以这是备货的底数，不是全部销量。",
    "New customers, those new to a category, seasons and campaigns are not in it: a base for stock, not all of sales.",
)
