"""销售洞察 · when: months and their index, who buys again, and what may be expected next."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.insight import SURE, Months, Sold, big_spenders, months
from xlseg.sheets.insight_goods import CUSTOMERS, ORDERS, REVENUE, SEMICOLON
from xlseg.text import Text, join

MONTH = Column("month", Text("月份", "Month"))
ALL = Column("all", Text("全部客户", "All customers"), "count")
TOP = Column("top", Text("消费最多的约 20% 客户", "Top 20% or so of customers"), "count")
OTHERS = Column("others", Text("其余客户", "The other customers"), "count")
HIGH, LOW = 110, 90  # index of a month that stands out
MANY = 50  # customers of whom a fifth is a group worth a curve


def seasons(sold: Sold, group: np.ndarray, groups: dict[str, Text], model: Text) -> list[Block]:
    """Months with the revenue of each group, the index of each month, and a chart of it."""
    found = months(sold, group, len(groups))
    spent = _spent(sold, found) if len(sold.customers) >= MANY else None
    notes = [*_season(found), *_high(found, spent), *_left_out(found)]
    blocks: list[Block] = [Heading(TITLE), *(Note(text) for text in notes)]
    if found.table.empty:
        return blocks
    bought = {key: name for n, (key, name) in enumerate(groups.items()) if found.groups[n].any()}
    columns = tuple(Column(f"g.{key}", name, "money") for key, name in bought.items()) if len(groups) > 1 else ()
    rows = found.table.assign(month=_labels(found), **{f"g.{key}": found.groups[n] for n, key in enumerate(groups)})
    if columns:
        blocks.append(Note(LOOKED_BACK.format(model=model)))
    blocks.append(Table((MONTH, ORDERS, CUSTOMERS, REVENUE, *columns), rows, name="insight.months"))
    blocks.append(Note(HOW_INDEX if found.years else HOW_SHORT))
    index, shown = _index(found, spent)
    blocks.append(Table((MONTH, *shown), index, name="insight.season", scales=tuple(c.key for c in shown)))
    if len(index) > 1:
        blocks.append(Chart(CHART, "line", "month", tuple(column.key for column in shown)))
    return blocks


def _labels(found: Months) -> pd.Series:
    return pd.Series([f"{day:%Y-%m}" for day in found.table.index], found.table.index, dtype=object)


def _index(found: Months, spent: pd.DataFrame | None) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    rows = pd.DataFrame({"month": _labels(found), "all": found.percent(found.table["revenue"])})
    if spent is None:
        return rows, (ALL,)
    return rows.assign(top=found.percent(spent[0]), others=found.percent(spent[1])), (ALL, TOP, OTHERS)


def _spent(sold: Sold, found: Months) -> pd.DataFrame:
    """Revenue of the fifth of customers who spent most, and of the others, in each month shown."""
    return months(sold, (~big_spenders(sold)).astype(np.int64), 2).groups.reindex(found.table.index)


def _season(found: Months) -> Iterator[Text]:
    if found.table.empty:
        yield NO_MONTH
        return
    index = found.percent(found.table["revenue"]).dropna()
    if index.empty:
        yield NO_SALES
    elif found.years == 2:
        yield _steady(found)
    elif len(index) == 1:
        yield ONE_MONTH.format(month=f"{index.index[0]:%Y-%m}")
    else:
        ends = {"best": f"{index.idxmax():%Y-%m}", "high": index.max(), "worst": f"{index.idxmin():%Y-%m}"}
        yield (ONE_YEAR if found.years else SHORT).format(n=len(index), low=index.min(), **ends)


def _steady(found: Months) -> Text:
    """Months that stood out in both years, beyond chance."""
    yearly, sure = found.steady(SURE)
    high, low = ((yearly >= HIGH).all(axis=1) & sure, (yearly <= LOW).all(axis=1) & sure)
    said = [
        text.format(months=_named(yearly.index[hit]), limit=limit)
        for hit, text, limit in ((high, PEAK, HIGH), (low, TROUGH, LOW))
        if hit.any()
    ]
    return STEADY.format(said=join(said, SEMICOLON)) if said else NOT_STEADY.format(high=HIGH, low=LOW)


def _named(numbers: pd.Index) -> Text:
    """Months of the year in words, runs of them from the first to the last."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = (
        [SPAN.format(first=_month(run[0]), last=_month(run[-1]))] if len(run) > 2 else map(_month, run) for run in runs
    )
    return join(chain.from_iterable(spans))


def _month(number: int) -> Text:
    return Text(f"{number} 月", MONTHS[number - 1])


def _high(found: Months, spent: pd.DataFrame | None) -> Iterator[Text]:
    """When those who spend most buy, against the others."""
    if spent is None or len(found.table) < 2:
        return
    whole = found.table["revenue"].sum()
    top, others = (found.percent(spent[n]) for n in (0, 1))
    if whole <= 0 or top.isna().any() or others.isna().any():
        return
    parts = {"best": f"{top.idxmax():%Y-%m}", "high": top.max(), "share": spent[0].sum() / whole}
    if top.idxmax() == others.idxmax():
        yield HIGH_ALIKE.format(other=others.max(), **parts)
    else:
        yield HIGH_APART.format(month=f"{others.idxmax():%Y-%m}", other=others.max(), **parts)


def _left_out(found: Months) -> Iterator[Text]:
    if found.dropped:
        yield DROPPED.format(months=join(f"{day:%Y-%m}" for day in found.dropped))


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
TITLE = Text("季节性", "Seasonality")
CHART = Text("每月销售额指数", "Index of monthly revenue")
NO_MONTH = Text("数据里没有一个完整的月，看不出季节。", "The data hold not one full month: no season can be seen.")
NO_SALES = Text("扣除退款后没有销售额，看不出季节。", "After refunds nothing was sold: no season can be seen.")
ONE_MONTH = Text("只有 {month} 一个完整的月，看不出季节。", "Only {month} is a full month: no season can be seen.")
SHORT = Text(
    "只有 {n} 个完整的月，不足一年，看不出季节：{best} 卖得最多（指数 {high:.0f}），{worst} 最少（{low:.0f}）。",
    "Of {n} full months, less than a year, {best} sold most (index {high:.0f}) and {worst} least ({low:.0f}); too "
    "few to show a season.",
)
ONE_YEAR = Text(
    "{best} 卖得最多（指数 {high:.0f}），{worst} 最少（{low:.0f}）；只有一整年，分不清是季节、活动还是涨跌。",
    "{best} sold most (index {high:.0f}), {worst} least ({low:.0f}); one whole year cannot tell a season from a "
    "campaign or a trend.",
)
STEADY = Text(
    "两年都如此、又超出偶然波动的：{said}；其余月份的高低可能只是偶然。",
    "In both years, and beyond chance: {said}. Other months may be high or low by chance.",
)
PEAK = Text("{months}偏旺（指数不低于 {limit}）", "strong in {months} (index {limit} or more)")
TROUGH = Text("{months}偏淡（指数不高于 {limit}）", "weak in {months} (index {limit} or less)")
NOT_STEADY = Text(
    "没有哪个月两年都偏旺（指数不低于 {high}）或偏淡（不高于 {low}）而且超出偶然波动，看不出稳定的季节。",
    "No month was strong (index {high} or more) or weak ({low} or less) in both years and beyond chance: no steady "
    "season.",
)
HIGH_APART = Text(
    "消费最多的约 20% 客户带来 {share:.1%} 的销售额，{best} 最旺（指数 {high:.0f}），其余客户 {month}（{other:.0f}）。",
    "About the top 20% of customers bring {share:.1%} of revenue and bought most in {best} (index {high:.0f}); the "
    "others in {month} ({other:.0f}).",
)
HIGH_ALIKE = Text(
    "消费最多的约 20% 客户带来 {share:.1%} 的销售额，与其余客户一样 {best} 最旺（指数 {high:.0f}、{other:.0f}）。",
    "About the top 20% of customers bring {share:.1%} of revenue and, like the others, bought most in {best} "
    "(index {high:.0f} and {other:.0f}).",
)
DROPPED = Text("{months} 的数据不满一个月，没有列入。", "Left out, because the data cover only part of it: {months}.")
LOOKED_BACK = Text(
    "各列按「{model}」现在的分组回看：沉睡、流失的客户自然买在前面的月份，这不是季节。",
    "Columns are the groups of '{model}' as they are now: lapsed customers bought in earlier months, "
    "which is not seasonal.",
)
HOW_INDEX = Text(
    "指数：当月销售额除以同一年（连续 12 个月）的月平均，平均为 100。",
    "Index: the month's revenue over the monthly mean of its twelve months, which is 100.",
)
HOW_SHORT = Text(
    "指数：当月销售额除以这些月的平均，平均为 100。",
    "Index: the month's revenue over the mean of these months, which is 100.",
)
SPAN = Text("{first}至{last}", "{first} to {last}")
