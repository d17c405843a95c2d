"""What a run tells the user: sentences on what was read, found, done and written."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from xlseg.analysis import Analysis
from xlseg.backtest import Backtested
from xlseg.cells import Placed, letter
from xlseg.cleaning import STEPS, done
from xlseg.page import stood_aside
from xlseg.recognise import KINDS, STAND_INS
from xlseg.settings import Settings
from xlseg.sheets.listed import listings
from xlseg.sheets.quality import verdict
from xlseg.sheets.result import refusals
from xlseg.text import Text, join


@dataclass(frozen=True)
class Report:
    """What was done: sentences for the user, and the analysis behind them. tested: what a backtest found."""

    sentences: tuple[Text, ...]
    analysis: Analysis
    tested: Backtested | None = None

    @property
    def message(self) -> Text:
        return join(self.sentences, Text("\n", "\n"))


def sentences(analysis: Analysis, plan: Sequence[Placed], there: Collection[str] = ()) -> Iterator[Text]:
    """What was done and where it is; the rows left out, by reason. there: the sheets before anything was written."""
    if analysis.segmentations:
        yield DONE.format(customers=len(analysis.customers), as_of=analysis.as_of_day or "–")
        yield from aimed(analysis.settings)
    yield from refusals(analysis)
    if analysis.sources:
        yield verdict(analysis)
    for source in analysis.sources:
        yield READ.format(sheet=source.sheet, row=source.header)
        if source.stand_in:
            title = next(c.title for c in STAND_INS if c.key == source.stand_in)
            yield NO_ID.format(column=title)
        for guess in source.guesses:
            column = next(c.title for c in KINDS[source.kind].columns if c.key == guess.key)
            said = DOUBT if guess.others else GUESSED
            yield said.format(column=column, taken=guess.taken, others=join(guess.others), why=guess.why)
    lists = {name for listing in listings(analysis.settings) for name in listing.title}
    for name in (name for name in analysis.unused if name in lists):
        yield NOT_OURS.format(sheet=name)
    if set(analysis.unused) - lists:
        yield UNUSED.format(sheets=join(name for name in analysis.unused if name not in lists))
    if analysis.as_of_unused:
        yield AS_OF_UNUSED
    for sheet, columns in _labelled(plan).items():
        yield LABELLED.format(sheet=sheet, columns=join(runs(sorted(columns))))
    pages = [p.sheet for p in plan if not p.hidden and any(m.startswith("page.") for m in p.marks)]
    yield WRITTEN.format(sheets=join(pages))
    yield from asides(plan, there)
    for code, treatment, count in analysis.finding_counts():
        yield FOUND.format(count=count, what=STEPS[code].title, done=done(treatment, None))


def asides(plan: Sequence[Placed], there: Collection[str]) -> Iterator[Text]:
    """Sheets of the user's that have the name of one of ours."""
    for part in plan:
        theirs = stood_aside(part.sheet, there) if part.sheet not in there else None
        if theirs:
            yield ASIDE.format(theirs=theirs, ours=part.sheet)


def aimed(settings: Settings) -> Iterator[Text]:
    """Whether the goal picked the models that run, or the user did."""
    goal, titles = settings.goal, {model.key: model.title for model in settings.models}
    if goal is None:
        return
    ran = join(model.title for model in settings.chosen())
    if not settings.general.models:
        yield BY_GOAL.format(goal=goal.title, models=ran, reason=goal.reason)
    elif {model.key for model in settings.chosen()} != set(goal.models):
        proposed = join(titles[key] for key in goal.models if key in titles)
        yield BY_USER.format(goal=goal.title, proposed=proposed, models=ran)


def _labelled(plan: Sequence[Placed]) -> dict[str, set[int]]:
    """The columns of each sheet that hold labels."""
    found: dict[str, set[int]] = {}
    for placed in plan:
        columns = {area.left for mark, area in placed.marks.items() if mark.startswith("label.")}
        if columns:
            found.setdefault(placed.sheet, set()).update(columns)
    return found


def runs(columns: Sequence[int]) -> Iterator[str]:
    """Neighbouring columns together: 'I–N', 'Q'."""
    for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        first, *rest = (column for _, column in run)
        yield f"{letter(first)}–{letter(rest[-1])}" if rest else letter(first)


DONE = Text("已细分 {customers:,} 位客户（分析日期 {as_of}）。", "Segmented {customers:,} customers (as of {as_of}).")
BY_GOAL = Text("按目标「{goal}」使用：{models}。{reason}", "For the goal '{goal}': {models}. {reason}")
BY_USER = Text(
    "目标「{goal}」建议 {proposed}；这次按指定的模型运行：{models}。",
    "The goal '{goal}' proposes {proposed}; this run used the models that were named: {models}.",
)
READ = Text("数据：工作表「{sheet}」，表头在第 {row} 行。", "Data: sheet '{sheet}', headers in row {row}.")
LABELLED = Text("标签：工作表「{sheet}」的 {columns} 列。", "Labels: columns {columns} of sheet '{sheet}'.")
WRITTEN = Text("结果：工作表 {sheets}。", "Sheets written: {sheets}.")
ASIDE = Text(
    "「{theirs}」是您自己的工作表，没有动；这次的结果写在「{ours}」。",
    "Sheet '{theirs}' is your own and was left alone; ours is called '{ours}'.",
)
FOUND = Text("{what}：{count:,} 处，{done}。", "{what}: {count:,}, {done}.")
NO_ID = Text("没有客户ID列，以「{column}」识别客户。", "No customer ID column; customers are known by '{column}'.")
DOUBT = Text(
    "{column}取自「{taken}」（{why}）；也可能是「{others}」。不对的话在《设置》的字段映射里改。",
    "{column} is taken from '{taken}' ({why}); it could also be '{others}'. If so, change it under Column mapping in "
    "Settings.",
)
GUESSED = Text(
    "{column}取自「{taken}」（{why}）。不对的话在《设置》的字段映射里改。",
    "{column} is taken from '{taken}' ({why}). If that is wrong, change it under Column mapping in Settings.",
)
NOT_OURS = Text(
    "工作表「{sheet}」没有用上：它不是 xlseg 写的那一张。这次写出的《{sheet}》在另一张工作表里，请把内容抄进去再运行。",
    "Sheet '{sheet}' was not used, since xlseg did not write it. The {sheet} written now is another sheet: copy your "
    "rows into it and run again.",
)
AS_OF_UNUSED = Text(
    "分析日期没有用上：客户表里的天数已经算到它自己的日期。",
    "The as-of date was not used: the days in the table of customers count to a date of their own.",
)
UNUSED = Text(
    "没有使用的工作表：{sheets}（认不出是什么表；可以用 --set '工作表!kind=订单' 说明）。",
    "Sheets not used: {sheets} (what they hold is not clear; name it with --set 'SHEET!kind=Orders').",
)
