"""实时公式: limits, rules and settings that labels written as formulas rest on, for Excel to follow alone."""

from collections.abc import Iterator, Sequence

import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cells import Formula
from xlseg.columns import Column, Format
from xlseg.live import ALIVE, Limit, Live, Setting
from xlseg.live.cities import tier_words
from xlseg.page import Page
from xlseg.text import Text, join

TITLE = Text("实时公式", "Live formulas")
MODEL = Column("model", Text("模型", "Model"), "formula")
STATES = (
    MODEL,
    Column("state", Text("状态", "State"), "formula"),
)
FOLLOWED = (
    MODEL,
    Column("title", Text("设置", "Setting"), "formula"),
    Column("value", Text("数值", "Value"), "number"),
)
VALUE, THEN = Text("数值", "Value"), Text("算出来的数", "As it was found")
LIMITS = (
    MODEL,
    Column("group", Text("群体或得分", "Group or score"), "formula"),
    Column("title", Text("界限", "Limit"), "formula"),
    Column("sign", Text("比较", "Compared"), "formula"),
    Column("value", VALUE, "number"),
    Column("found", THEN, "number"),
)
DAYS = (*LIMITS[:4], Column("value", VALUE, "date"), Column("found", THEN, "date"))
RULES = (
    MODEL,
    Column("group", Text("群体", "Group"), "formula"),
    Column("when", Text("条件（先符合的为准）", "Condition (the first that holds counts)"), "clause"),
)
CHECKS = (
    MODEL,
    Column("title", Text("设置", "Setting"), "formula"),
    Column("now", Text("现在", "Now"), "clause"),
    Column("then", Text("写公式时", "When written"), "clause"),
    Column("same", Text("没有变", "Unchanged"), "formula"),
)
TIERS = (Column("tier", Text("级别", "Tier"), "formula"), Column("rank", Text("线级", "Rank"), "number"))


def live_page(live: Live | None) -> Page:
    """live: None where labels are values, and the page only says so."""
    return Page("live", TITLE, tuple(_blocks(live)) if live else (Note(VALUES),), frozen=False)


def _blocks(live: Live) -> Iterator[Block]:
    board = live.board
    yield from (Note(HOW), Note(TRIED), Note(RESULTS))
    if live.refused:
        titles = {model.key: model.title for model in live.ran}
        yield Note(STILL.format(models=join(DEAD.format(model=titles[k], why=why) for k, why in live.refused.items())))
    states = [(s.model, Formula(_state(s.holds), ALIVE)) for s in board.states]
    yield from _part(STATE, STATE_HOW, "live.models", STATES, states)
    yield from _part(
        FOLLOW, FOLLOW_HOW, "live.followed", FOLLOWED, [(one.model, one.title, one.value) for one in board.followed]
    )
    for title, name, columns, limits in (
        (LIMIT, "live.limits", LIMITS, board.limits),
        (DATE, "live.days", DAYS, board.days),
    ):
        yield from _part(title, LIMIT_HOW, name, columns, [_bound(limit) for limit in limits])
    yield from _part(RULE, RULE_HOW, "live.rules", RULES, board.lines)
    yield from _part(CHECK, CHECK_HOW, "live.checks", CHECKS, board.checks)
    if any("live.tiers!" in str(text) for found in live.models.values() for text in found.formulas.values()):
        yield from _part(TIER, TIER_HOW, "live.tiers", TIERS, tier_words())


def _part(
    title: Text, how: Text, name: str, columns: tuple[Column, ...], rows: Sequence[Sequence[object]]
) -> Iterator[Block]:
    if rows:
        cells = pd.DataFrame([list(row) for row in rows], columns=[c.key for c in columns], dtype=object)
        looks = {c.key: tuple(map(_look, cells[c.key])) for c in columns if c.key in ("value", "found")}
        if "found" in looks:
            looks["value"] = tuple((TRIAL, kind) for _, kind in looks["value"])
        yield from (Heading(title), Note(how), Table(columns, cells, name=name, looks=looks))


def _look(value: object) -> tuple[str, Format]:
    """Style and format: of whole numbers without decimals."""
    number = value.value if isinstance(value, Formula) else value
    if not isinstance(number, int | float):
        return "number", "date"
    return "number", "count" if number == int(number) else "number" if abs(number) < 1 else "money"


def _bound(limit: Limit) -> tuple[object, ...]:
    """A limit with the groups it makes and how each is compared with it."""
    groups = list(dict.fromkeys(group for group, _ in limit.uses))
    many = MANY.format(count=len(groups)) if len(groups) > MOST_NAMED else join(groups, COMMA)
    signs = "、".join(dict.fromkeys(sign for _, sign in limit.uses))
    return limit.model, many, limit.title, signs, limit.value, limit.value


def _state(holds: str) -> Text:
    """Alive, or what is to be done, which the labels show."""
    return Text(f'IF({holds},"{ALIVE.zh}","{AGAIN.zh}")', f'IF({holds},"{ALIVE.en}","{AGAIN.en}")')


def setting_cells(pages: Sequence[Page]) -> dict[str, list[Setting]]:
    """Where the settings stand that formulas refer to, by key: on the sheet of settings, or on a sheet of their own."""
    found: dict[str, list[Setting]] = {}
    for page in pages:
        for table in (block for block in page.blocks if isinstance(block, Table) and block.name):
            if page.key == "settings" and "value" in table.rows and "key" in table.rows:
                pairs = zip(table.rows["key"], table.rows["value"], strict=True)
                for n, (key, value) in enumerate(pairs, 1):
                    found.setdefault(key, []).append(Setting(f"{{{table.name}!value:{n}}}", value))
            elif page.key == table.name.replace(".", "_"):
                first = [column.key for column in table.columns][: WATCHED.get(table.name, 3)]
                for n, row in enumerate(table.rows[first].itertuples(index=False), 1):
                    cells = (Setting(f"{{{table.name}!{key}:{n}}}", v) for key, v in zip(first, row, strict=True))
                    found.setdefault(table.name, []).extend(cells)
    return found


TRIAL = "trial"
MOST_NAMED = 3  # groups that are named; of more their number is told
COMMA, MANY = Text("、", ", "), Text("{count} 个群体", "{count} groups")
WATCHED = {"geography.cities": 1}  # columns of sheets of many rows that formulas cannot follow
AGAIN = Text("#请重新运行 xlseg", "#run xlseg again")
VALUES = Text(
    "标签现在是数值，不是公式。要改成公式，把设置「标签怎样写」改成「实时公式」，再运行一次细分。",
    "Labels are values now, not formulas. For formulas set 'Labels are' to Live formulas and segment again.",
)
HOW = Text(
    "标签是 Excel 公式：改《设置》里跟着变的数或本页蓝色的格子，标签马上变，不需要 Python。",
    "Labels are formulas: numbers of the sheet Settings listed here, and the blue cells, change them at once.",
)
TRIED = Text(
    "蓝色：可以改来试，下次运行 xlseg 会回到算出来的数",
    "Blue: change it to try things out; the next run of xlseg puts it back",
)
RESULTS = Text(
    "只有标签马上变；结果表、仪表盘等其他工作表仍是上次运行的数字，要一致就再运行一次细分。",
    "Only labels change at once; results, dashboard and other sheets show the last run until you segment again.",
)
FOLLOW = Text("跟着《设置》变的数", "Numbers that follow the sheet Settings")
FOLLOW_HOW = Text("要改请到《设置》里改。", "Change them on the sheet Settings.")
DATE = Text("日期界限", "Dates")
STILL = Text("仍是数值的模型：{models}。", "Models whose labels are still values: {models}.")
DEAD = Text("{model}（{why}）", "{model} ({why})")
STATE = Text("状态", "State")
STATE_HOW = Text(
    "改了公式跟不上的设置，这里和标签都会写「#请重新运行 xlseg」。",
    "After a change that formulas cannot follow, labels and state say '#run xlseg again'.",
)
LIMIT = Text("界限", "Limits")
LIMIT_HOW = Text(
    "按数据算出或写在规则里的界限，可以在这里改来试；要长期用，请改《设置》或规则。",
    "Found in the data or written in rules. Change them here to try; to keep a change, make it in settings or rules.",
)
RULE = Text("规则", "Rules")
RULE_HOW = Text("由上往下试；条件里的数随界限变。", "Tried from the top; the numbers in them follow the limits.")
CHECK = Text("公式不跟随的设置", "Settings the formulas do not follow")
CHECK_HOW = Text("改了其中一项，就要再运行一次细分。", "After changing one of them, segment again.")
TIER = Text("城市级别的写法", "Words for city tiers")
TIER_HOW = Text("《城市分级》里的级别换成线级。", "The tiers of the sheet 'City tiers' as ranks.")
