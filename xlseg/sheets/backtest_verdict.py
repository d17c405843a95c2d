"""What a backtest says: do the groups differ later, does their order hold, which limits separate nobody."""

from collections.abc import Iterator

import pandas as pd

from xlseg.backtest import SURE, Backtested, Pairs, Tested
from xlseg.sheets.result import refusals
from xlseg.text import EMPTY, Text, join

SHOWN = 3  # pairs named in a sentence; the table has them all


def headline(found: Backtested) -> list[Text]:
    """What was done, and whether the groups meant anything."""
    after, period = found.after, found.period
    bought = int((after["orders"] > 0).sum())
    did = PERIOD.format(first=period.first.date(), last=period.last, days=period.days, customers=len(after))
    brought = BROUGHT.format(
        bought=bought, rate=bought / len(after), orders=int(after["orders"].sum()), revenue=after["revenue"].sum()
    )
    said = _several(found) if len(found.models) > 1 else _single(found)
    return [*said, did, brought]


def _single(found: Backtested) -> Iterator[Text]:
    (key,) = found.models
    titles, figures = found.then.segmentations[key].titles(), found.models[key].figures
    yield next(verdict(found.models[key], titles))
    for name, row in figures[figures["sure"] & (figures["revenue"] > 0)].head(1).iterrows():
        yield BRINGS.format(title=titles[str(name)], share=row["share"], revenue_share=row["revenue_share"])


def verdict(tested: Tested, titles: dict[str, Text]) -> Iterator[Text]:
    """Whether the groups differ later, whether their order holds, how well they sort, which limits separate nobody."""
    figures = tested.figures
    sure = figures[figures["sure"]]
    if tested.differ == "unsure":
        yield FEW.format(sure=SURE)
    else:
        best, worst = (_named(sure.iloc[n], titles) for n in (0, -1))
        yield (APART if tested.differ == "yes" else SAME).format(best=best, worst=worst)
    if tested.order in ORDERS:
        yield ORDERS[tested.order].format(pairs=_pairs(tested.inverted, titles, ROSE))
    if pd.notna(tested.sorting.power):
        yield POWER.format(**tested.sorting._asdict())
    for against, said, named in (("alike", ALIKE, AND), ("below", BELOW, ROSE)):
        if tested.neighbours(against):
            yield said.format(pairs=_pairs(tested.neighbours(against), titles, named))
    if tested.neighbours("alike") or tested.neighbours("below"):
        yield WHAT_IF
    small = [titles[str(key)] for key in figures.index[(figures["count"] < SURE) & (figures["count"] > 0)]]
    if small and tested.differ != "unsure":
        yield SMALL.format(groups=join(small), sure=SURE)


def caveats(found: Backtested) -> Iterator[Text]:
    """What is not counted, and what was known only later."""
    yield from refusals(found.then)
    if found.newcomers:
        yield NEWCOMERS.format(count=found.newcomers, revenue=found.newcomer_revenue)
    if found.period.before < found.period.days:
        yield SHORT.format(before=found.period.before, days=found.period.days)
    if found.as_now:
        yield AS_NOW.format(columns=join(column.title for column in found.as_now))
    if found.unused:
        yield UNUSED.format(columns=join(column.title for column in found.unused))
    if found.hindsight:
        yield HINDSIGHT


def _several(found: Backtested) -> Iterator[Text]:
    apart = sum(tested.differ == "yes" for tested in found.models.values())
    sorted_by = {key: t.sorting.power for key, t in found.models.items() if pd.notna(t.sorting.power)}
    yield SEVERAL.format(count=len(found.models), apart=apart)
    if sorted_by:
        best = max(sorted_by, key=lambda key: sorted_by[key])
        yield STRONGEST.format(model=found.then.model(best).title, power=sorted_by[best])


def _named(row: pd.Series, titles: dict[str, Text]) -> Text:
    return GROUP.format(title=titles[str(row.name)], rate=row["rate"], money=row["mean_revenue"])


def _pairs(pairs: Pairs, titles: dict[str, Text], said: Text) -> Text:
    named = [said.format(first=titles[first], second=titles[second]) for first, second in pairs[:SHOWN]]
    more = [MORE.format(count=len(pairs) - SHOWN)] if len(pairs) > SHOWN else []
    return join([join(named, Text("；", "; ")), *more], EMPTY)


PERIOD = Text(
    "用 {first} 之前的数据给当时的 {customers:,} 位客户分群，再看他们在 {first} 至 {last}（{days:,} 天）里的购买。",
    "The {customers:,} customers known before {first} were segmented by the data up to then; then comes what they "
    "bought from {first} to {last} ({days:,} days).",
)
BROUGHT = Text(
    "其中 {bought:,} 位在这段时间里购买（购买率 {rate:.1%}），共 {orders:,} 单，金额 {revenue:,.2f}。",
    "{bought:,} of them bought in that time (purchase rate {rate:.1%}): {orders:,} orders, revenue {revenue:,.2f}.",
)
GROUP = Text("「{title}」购买率 {rate:.1%}、人均 {money:,.2f}", "'{title}' {rate:.1%} and {money:,.2f} a customer")
APART = Text(
    "分群有意义：各群体后来的购买率确实不同。排在最前的{best}，排在最后的{worst}。",
    "The groups mean something, since their purchase rates did differ later: the first, {best}; the last, {worst}.",
)
SAME = Text(
    "看不出分群有意义：各群体后来的购买率分不开。排在最前的{best}，排在最后的{worst}。",
    "The groups do not show their worth, since their later purchase rates cannot be told apart: the first, {best}; "
    "the last, {worst}.",
)
FEW = Text(
    "客户太少，下不了结论：至少两个群体各有 {sure} 位客户才行，下面的数只供参考。",
    "Too few customers for a verdict, which takes two groups of at least {sure}; the figures are for reference only.",
)
ORDERS = {
    "holds": Text(
        "从好到差的顺序成立：后来的人均金额逐组下降。",
        "The order from best to worst holds: later revenue per customer falls from group to group.",
    ),
    "rough": Text(
        "从好到差的顺序大体成立；排在后面的组人均金额反而更高的，差别都在误差之内：{pairs}。",
        "The order from best to worst holds by and large; where a later group brings in more per customer, the "
        "difference is within the error: {pairs}.",
    ),
    "broken": Text(
        "从好到差的顺序不完全成立，有排在后面的组人均金额明显更高：{pairs}。",
        "The order from best to worst does not hold throughout; later groups clearly bring in more per customer: "
        "{pairs}.",
    ),
}
POWER = Text(
    "排序能力：完美排序的 {power:.0%}（95% 区间 {low:.0%} 至 {high:.0%}）；这些群体最好也只能到 {hindsight:.0%}。",
    "Sorting power: {power:.0%} of a perfect order (95% interval {low:.0%} to {high:.0%}); these groups in their best "
    "order reach {hindsight:.0%}.",
)
ALIKE = Text(
    "购买率分不开的相邻群体（95% 区间重叠）：{pairs}。",
    "Neighbours whose purchase rates cannot be told apart (their 95% intervals overlap): {pairs}.",
)
BELOW = Text(
    "相邻群体里，排在后面的组购买率明显更高：{pairs}。",
    "Of neighbours, the later group clearly has the higher purchase rate: {pairs}.",
)
WHAT_IF = Text(
    "它们之间的界限没有分出该有的差别：可以合并，或在《设置》里改界限，再回测一次看看。",
    "The limits between them do not separate as they should: merge the groups, or change the limits in Settings and "
    "backtest again.",
)
BRINGS = Text(
    "「{title}」占客户的 {share:.1%}，带来后来金额的 {revenue_share:.1%}。",
    "'{title}' is {share:.1%} of the customers and brought in {revenue_share:.1%} of the later revenue.",
)
SMALL = Text(
    "不足 {sure} 位客户、数字不可靠的群体：{groups}。",
    "Groups of fewer than {sure} customers, and so uncertain: {groups}.",
)
ROSE = Text("「{second}」高于「{first}」", "'{second}' above '{first}'")
AND = Text("「{first}」与「{second}」", "'{first}' and '{second}'")
MORE = Text("；另有 {count} 对", "; and {count} more")
SEVERAL = Text(
    "{count} 个模型里，{apart} 个分出的群体后来的购买率确实不同。",
    "In {apart} of {count} models, the purchase rates of the groups did differ later.",
)
STRONGEST = Text(
    "最会排序的是「{model}」：完美排序的 {power:.0%}。", "'{model}' sorts best: {power:.0%} of a perfect order."
)
NEWCOMERS = Text(
    "没有计入：{count:,} 位新客户在这段时间第一次购买，金额 {revenue:,.2f}；当时还不认识，不属于任何群体。",
    "Not counted: {count:,} new customers first bought in the period, revenue {revenue:,.2f}; nobody knew them then.",
)
SHORT = Text(
    "截止日之前只有 {before:,} 天的订单，比之后的 {days:,} 天还短，分群的依据不足；可以把截止日推后。",
    "There are only {before:,} days of orders before the cut-off, fewer than the {days:,} after it, to segment by; "
    "cut off later.",
)
AS_NOW = Text(
    "{columns} 用的是现在的值，当时可能不同，结果会偏好看。",
    "Today's values were used for {columns}; they may have been others then, and flatter the result.",
)
UNUSED = Text(
    "没有使用客户表里现成的 {columns}：那是今天的数。", "Ready-made {columns} were not used, being those of today."
)
HINDSIGHT = Text(
    "取消、退款、补填和压到界限的金额按今天的数据处理，当时可能还不知道。",
    "Cancellations, refunds, filled and capped amounts are as of today, and may not have been known then.",
)
