"""识别结果: each sheet and each column, what it was taken for and why, what else it could be, and what was not used."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cells import Rows, cell, letter
from xlseg.columns import CUSTOMER_ID, EVERY, Column
from xlseg.page import Page
from xlseg.privacy import mask
from xlseg.recognise import KINDS, Guess, Source, simple
from xlseg.recognise.headers import candidates
from xlseg.settings import Mapped
from xlseg.text import EMPTY, Text, join

NONE: Mapping[str, Text] = {}
Beside = Collection[tuple[str, int]]  # sheet and column of each label of ours
TITLE = Text("识别结果", "Recognised")
SHEET = Column("sheet", Text("工作表", "Sheet"), "wide")
TABLES = (
    SHEET,
    Column("kind", Text("认作", "Taken for"), "phrase"),
    Column("header", Text("表头行", "Header row"), "count"),
    Column("count", Text("数据行数", "Rows of data"), "count"),
    Column("known", Text("认出几列", "Columns known"), "count"),
)
COLUMNS = (
    SHEET,
    Column("at", Text("列", "Column")),
    Column("name", Text("表头", "Header"), "wide"),
    Column("field", Text("认作", "Taken for"), "phrase"),
    Column("sure", Text("把握", "Certain"), "verdict"),
    Column("sample", Text("例子", "Example"), "wide"),
    Column("why", Text("为什么", "Why"), "wide"),
    Column("others", Text("也可能是", "Could also be"), "wide"),
)
UNUSED = (*COLUMNS[:3], Column("why", Text("为什么没有用", "Why it is not used"), "wide"))


def recognised_page(known: Analysis, data: Mapping[str, Rows], beside: Beside) -> Page:
    """known: sources and unused sheets; data: the cells of every sheet that was looked at."""
    columns = [row for s in known.sources for row in _columns(s, data[s.sheet], known.settings.columns)]
    columns.sort(key=lambda row: row[SURE_AT] != DOUBTFUL)  # what people are to check stands first
    unused = [row for source in known.sources for row in _unused(source, data[source.sheet], beside)]
    blocks: list[Block] = [
        Note(_verdict(known, columns)),
        Note(OVERRULE),
        Heading(READ),
        _table(TABLES, list(_tables(known))),
    ]
    blocks += [Heading(TAKEN), _table(COLUMNS, columns, {"sure": DOUBTED})]
    blocks += [Heading(LEFT), _table(UNUSED, unused)] if unused else []
    return Page("recognised", TITLE, tuple(blocks))


def summary(known: Analysis, data: Mapping[str, Rows], beside: Beside) -> list[Text]:
    """What was found, in sentences."""
    found = [
        ONE.format(sheet=s.sheet, kind=KINDS[s.kind].title, row=s.header, columns=len(s.columns)) for s in known.sources
    ]
    doubts = [guess for source in known.sources for guess in source.guesses]
    unused = sum(len(list(_unused(source, data[source.sheet], beside))) for source in known.sources)
    return [
        FOUND.format(count=len(found), tables=join(found, Text("；", "; "))),
        *([CHECK.format(count=len(doubts))] if doubts else []),
        *([SPARE.format(count=unused)] if unused else []),
        *([UNKNOWN.format(sheets=join(known.unused))] if known.unused else []),
        WHERE,
    ]


def _verdict(known: Analysis, columns: Sequence[tuple[object, ...]]) -> Text:
    """How much was recognised, and how much of it people should look at."""
    doubts = sum(row[SURE_AT] == DOUBTFUL for row in columns)
    return (DOUBTS if doubts else CERTAIN).format(tables=len(known.sources), columns=len(columns), doubts=doubts)


def _tables(known: Analysis) -> Iterator[tuple[object, ...]]:
    for source in known.sources:
        yield (source.sheet, KINDS[source.kind].title, source.header, len(source.frame), len(source.columns))
    for sheet in known.unused:
        yield (sheet, NO_TABLE, None, None, None)


def _columns(source: Source, rows: Rows, mapped: Sequence[Mapped]) -> Iterator[tuple[object, ...]]:
    """A row for each field, in the order of the sheet."""
    titles = {column.key: column.title for column in (CUSTOMER_ID, *KINDS[source.kind].columns)}
    doubts, samples = {guess.key: guess for guess in source.guesses}, _samples(source)
    said, spare = {m.key for m in mapped if m.sheet == source.sheet}, _spare(source, rows)
    for key, at in sorted(source.columns.items(), key=lambda pair: pair[1]):
        why = _why(source, key, key in said, doubts.get(key))
        others = _others(
            source, key, [str(cell(rows, source.header, n)) for n, k in spare.items() if k == key], doubts.get(key)
        )
        sure = DOUBTFUL if key in doubts and key not in said else SURE
        yield (source.sheet, letter(at), source.names.get(key), titles[key], sure, samples.get(key), why, others)


def _why(source: Source, key: str, said: bool, doubt: Guess | None) -> Text:
    if said:
        return SAID
    if source.stand_in and key == CUSTOMER_ID.key:
        return STANDS_IN
    if doubt:
        return doubt.why
    column = EVERY.get(key, CUSTOMER_ID)
    named = simple(source.names.get(key, "")) in {simple(name) for name in (key, *column.title)}
    return NAMED if named else CALLED.format(title=column.title)


def _spare(source: Source, rows: Rows) -> dict[int, str]:
    """Columns left over whose header is a name of a field that another column was taken for."""
    known = candidates(rows[source.header - 1], KINDS[source.kind].columns)
    taken = set(source.columns.values())
    return {at: key for key, found in known.items() for at in found if key in source.columns and at not in taken}


def _others(source: Source, key: str, spare: Sequence[str], doubt: Guess | None) -> Text:
    """Other headers for this field, and other fields for this header."""
    known = candidates([source.names.get(key)], KINDS[source.kind].columns)
    fields = [EVERY[other].title for other in known if other != key and other in EVERY and other != source.stand_in]
    found = dict.fromkeys([*spare, *(doubt.others if doubt else ())])
    headers = [OTHER_HEADER.format(header=header) for header in found]
    return join([*headers, *fields]) if headers or fields else EMPTY


def _samples(source: Source) -> dict[str, str]:
    """The first value of each column, masked where it says who somebody is."""
    firsts = {key: list(map(_shown, source.frame[key].dropna().head(1))) for key in source.columns}
    frame = pd.DataFrame({key: found for key, found in firsts.items() if found}, dtype=str)
    owners = {key: source.stand_in if key == CUSTOMER_ID.key and source.stand_in else key for key in frame}
    masks = {str(key): EVERY[owner].mask for key, owner in owners.items() if owner in EVERY and EVERY[owner].mask}
    shown = mask(frame, masks) if len(frame) else frame
    return {str(key): _cut(str(shown[key].iloc[0])) for key in shown}


def _cut(text: str) -> str:
    """What is left out is marked."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _shown(value: object) -> str:
    """A number without '.0', a day without midnight."""
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _unused(source: Source, rows: Rows, beside: Beside) -> Iterator[tuple[object, ...]]:
    """Columns with a header that were taken for nothing; labels of ours are none."""
    taken, spare = set(source.columns.values()), _spare(source, rows)
    titles = {column.key: column.title for column in KINDS[source.kind].columns}
    for at in range(1, len(rows[source.header - 1]) + 1):
        name = cell(rows, source.header, at)
        if name is not None and at not in taken and (source.sheet, at) not in beside:
            why = OWN if at in source.own.values() else NOBODY
            why = TWIN.format(field=titles[spare[at]], taken=source.names.get(spare[at])) if at in spare else why
            yield (source.sheet, letter(at), str(name), why)


def _table(columns: tuple[Column, ...], rows: Sequence[tuple[object, ...]], alarms: Mapping[str, Text] = NONE) -> Table:
    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    return Table(columns, frame, alarms=alarms)


SURE_AT = [column.key for column in COLUMNS].index("sure")
SURE, DOUBTFUL = Text("确定", "yes"), Text("请核对", "please check")
DOUBTED = Text(*(f'{{sure}}="{text}"' for text in DOUBTFUL))  # true of a cell that says so
LONGEST = 120  # signs of an example
OVERRULE = Text(
    "认错了，就在《设置》的「字段映射」里写上正确的表头，再运行一次。姓名、电话等例子已遮盖。",
    "Where one is wrong, write the right header under Column mapping in Settings and run again. Examples of names, "
    "phones and the like are masked.",
)
CERTAIN = Text(
    "认出 {tables} 张表、{columns} 列，没有拿不准的。",
    "Tables recognised: {tables}, columns: {columns}; none is doubtful.",
)
DOUBTS = Text(
    "认出 {tables} 张表、{columns} 列；其中 {doubts} 列拿不准，标着「请核对」，排在前面。",
    "Tables recognised: {tables}, columns: {columns}; doubtful: {doubts}, marked 'please check' and listed first.",
)
READ, TAKEN, LEFT = (
    Text("工作表", "Sheets"),
    Text("认出的列", "Columns recognised"),
    Text("没有用到的列", "Columns not used"),
)
NO_TABLE = Text("认不出，没有用", "not known, not used")
SAID = Text("您在《设置》里指定的", "you said so in Settings")
STANDS_IN = Text("没有客户ID列，用它来认客户", "there is no customer ID, so customers are known by it")
NAMED = Text("表头就是这个名字", "its header is this name")
CALLED = Text("表头是「{title}」的一种叫法", "its header is another name for '{title}'")
OTHER_HEADER = Text("表头「{header}」", "header '{header}'")
TWIN = Text("{field}取自「{taken}」，没有取这一列", "{field} is taken from '{taken}' instead")
OWN = Text("您自己的列：原样保留，规则里可以用", "a column of your own: kept as it is, and rules may use it")
NOBODY = Text("细分用不到，原样保留", "segmentation has no use for it; kept as it is")
FOUND = Text("认出 {count} 张表：{tables}。", "Recognised tables: {count}; {tables}.")
ONE = Text(
    "「{sheet}」是{kind}（表头在第 {row} 行，{columns} 列）",
    "'{sheet}' holds {kind} (headers in row {row}, {columns} columns)",
)
CHECK = Text("有 {count} 列拿不准，请核对。", "Columns that are not certain, please check: {count}.")
SPARE = Text("没有用到的列：{count} 列，原样保留。", "Columns not used and kept as they are: {count}.")
UNKNOWN = Text("认不出、没有用的工作表：{sheets}。", "Sheets that are not known and not used: {sheets}.")
WHERE = Text(
    "每一列认作什么、为什么，见《识别结果》；认错了在《设置》的「字段映射」里改。",
    "The sheet Recognised says what each column was taken for and why; change it under Column mapping in Settings.",
)
