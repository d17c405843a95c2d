"""规则体检: for every model that ran, what its rules leave out, match twice and can never reach."""

from collections.abc import Iterator

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.audit import Audit, audit
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.text import EMPTY, Text

TITLE = Text("规则体检", "Rule audit")
COLUMNS = (
    Column("check", Text("检查", "Check"), "wide"),
    Column("finding", Text("发现", "Finding"), "sentence"),
    Column("customers", Text("客户数", "Customers"), "count"),
    Column("share", Text("占比", "Share"), "share"),
    Column("advice", Text("怎么办", "What to do"), "wide"),
)
SHOWN = 12  # gaps and overlaps told one by one, those with most customers first
Row = tuple[Text, Text, int | None, Text]


def audit_page(analysis: Analysis) -> Page:
    """One verdict and one table a model."""
    blocks: list[Block] = [Note(HOW)]
    for key, segmentation in analysis.segmentations.items():
        model = analysis.model(key)
        titles = {column.key: column.title for column in model.columns}
        found = audit(segmentation, analysis.customers, len(segmentation.rests_on(model.needs)), titles)
        doubts = (Note(doubt) for doubt in segmentation.doubts)
        blocks += [Heading(model.title), Note(verdict(found)), *doubts, _table(found)]
    return Page("audit", TITLE, tuple(blocks))


def verdict(found: Audit) -> Text:
    """One sentence on the whole."""
    if not found.ruled:
        said = NOT_RULED
    elif not found.whole:
        said = TOO_LARGE
    elif found.codes:
        said = CODED
    else:
        said = FINE if not (found.gaps or found.overlaps or found.unreachable) else LACKING
    parts = {"gaps": len(found.gaps), "overlaps": len(found.overlaps), "unreachable": len(found.unreachable)}
    codes = found.codes
    counts = {"all": codes.all, "held": codes.all - codes.uncovered, "twice": codes.overlapping} if codes else {}
    return said.format(**parts, **counts)


def _table(found: Audit) -> Table:
    rows = [
        (check, finding, count, None if count is None else count / max(found.customers, 1), advice)
        for check, finding, count, advice in _rows(found)
    ]
    return Table(COLUMNS, pd.DataFrame(rows, columns=[c.key for c in COLUMNS], dtype=object))


def _rows(found: Audit) -> Iterator[Row]:
    fine = EMPTY
    whole = found.ruled and found.whole and not found.gaps
    said = ALL_MATCHED if not found.unmatched else LACK_DATA if whole or not found.ruled else SOME_UNMATCHED
    yield UNMATCHED, said, found.unmatched, EMPTY if not found.unmatched else FILL if said is LACK_DATA else ADD
    if found.ruled:
        yield MULTIPLE, SOME_TWICE if found.multiple else NONE_TWICE, found.multiple, FIRST if found.multiple else fine
    if codes := found.codes:
        yield CODES, CODES_SAID.format(all=codes.all, uncovered=codes.uncovered, twice=codes.overlapping), None, fine
    for gap in found.gaps[:SHOWN]:
        yield GAP, gap.region, gap.customers, ADD
    if len(found.gaps) > SHOWN:
        yield GAP, MORE.format(count=len(found.gaps) - SHOWN), None, fine
    for overlap in found.overlaps[:SHOWN]:
        said = BOTH.format(region=overlap.region, winner=overlap.winner, loser=overlap.loser)
        yield OVERLAP, said, overlap.customers, PRIORITY
    if len(found.overlaps) > SHOWN:
        yield OVERLAP, MORE.format(count=len(found.overlaps) - SHOWN), None, fine
    for title, takers in found.unreachable:
        yield UNREACHABLE, NEVER.format(title=title, takers=takers), 0, MOVE
    for warning in found.grain:
        yield GRAIN, warning, None, fine


HOW = Text(
    "每个模型的规则在全部可能的客户上检查，而不只是这份数据；先符合的规则为准；缺数字的客户不算空档，只算未匹配。",
    "The rules of each model are looked at over all customers there could be, not only these; the first match counts; "
    "who lacks a number is unmatched, which is no gap.",
)
NOT_RULED = Text(
    "这个模型不是一串条件，每位客户恰好一个群体；只看人数和粒度。",
    "This model does not work by a list of conditions: each customer has exactly one group, so only sizes are "
    "looked at.",
)
TOO_LARGE = Text(
    "规则用到的列和界限太多，只在这份数据上检查。",
    "The rules name too many columns and limits: checked on these data only.",
)
CODED = Text(
    "{all} 个编码中有 {held} 个有群体，{twice} 个符合不止一个群体；{unreachable} 个群体永远轮不到。",
    "{held} of {all} codes have a group, {twice} match more than one; {unreachable} groups can never be reached.",
)
FINE = Text(
    "规则完整：没有空档、重叠和轮不到的群体。", "The rules are complete: no gaps, overlaps or groups out of reach."
)
LACKING = Text(
    "规则有 {gaps} 处空档、{overlaps} 处重叠、{unreachable} 个永远轮不到的群体。",
    "The rules have {gaps} gaps, {overlaps} overlaps, and {unreachable} groups that can never be reached.",
)
UNMATCHED = Text("未匹配", "Unmatched")
ALL_MATCHED = Text("每位客户都有群体", "every customer has a group")
SOME_UNMATCHED = Text("有客户不符合任何规则，或缺少数据", "some customers meet no rule, or lack data")
LACK_DATA = Text("有客户缺少这个模型要的数据", "some customers lack the data the model needs")
FILL = Text("补上数据；没有购买的客户属于正常", "Add the data; customers who never bought are fine as they are")
MULTIPLE = Text("重复匹配", "Matched twice")
NONE_TWICE = Text("没有客户符合多个群体的规则", "no customer meets the rules of several groups")
SOME_TWICE = Text("有客户同时符合多条规则，按先后取第一条", "some customers meet several rules; the first one counts")
CODES = Text("编码覆盖", "Codes")
CODES_SAID = Text(
    "{all} 个编码：{uncovered} 个无群体，{twice} 个重叠", "{all} codes: {uncovered} without a group, {twice} overlap"
)
GAP = Text("空档", "Gap")
OVERLAP = Text("重叠", "Overlap")
BOTH = Text("{region}：「{winner}」先于「{loser}」", "{region}: '{winner}' goes before '{loser}'")
UNREACHABLE = Text("轮不到", "Out of reach")
NEVER = Text(
    "「{title}」永远不会有人：都先归入 {takers}", "nobody can ever be '{title}': all of it goes to {takers} first"
)
MORE = Text("还有 {count} 处，客户更少", "{count} more, with fewer customers")
GRAIN = Text("粒度", "Grain")
ADD = Text("补一条规则，或放宽相邻的规则", "Add a rule, or widen a neighbour")
FIRST = Text("确认先后顺序就是想要的优先级", "Check that their order is the priority you want")
PRIORITY = Text("确认优先级，或把界限分开", "Check the priority, or part the limits")
MOVE = Text("把它提前，或改条件", "Move it up, or change its condition")
