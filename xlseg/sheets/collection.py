"""客户数据收集清单: what data to collect, from where and how often, and what of it the workbook holds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from xlseg.blocks import Note, Table
from xlseg.cells import Area, Marked, Rows, cell
from xlseg.collection import STANDARD, Checked, Listed, State, Wanted
from xlseg.collection.wanted import ALL_FREQUENCIES, understood
from xlseg.columns import NOTE, Column, also
from xlseg.page import Page
from xlseg.recognise import match
from xlseg.text import Text, join, same

TITLE = Text("客户数据收集清单", "Data collection list")
FIELD = Column("field", Text("具体字段", "Field"), aliases=also("字段|字段名称|数据字段|field name|fields"))
COLUMNS = (
    Column("category", Text("数据类别", "Category"), aliases=also("类别|data category")),
    FIELD,
    Column("source", Text("数据来源", "Source"), aliases=also("来源|data source")),
    Column("frequency", Text("采集频率", "Frequency"), aliases=also("频率|更新频率|collection frequency")),
)
FOUND = (
    Column("where", Text("数据里的列", "Found at"), "wide"),
    Column("blank", Text("空白率", "Share blank"), "share"),
    Column("latest", Text("最近一次", "Latest"), "date"),
    Column("verdict", Text("结论", "Verdict"), "sentence"),
)
SEARCHED = 20  # rows from the top in which the headers stand


def collection_page(
    listed: Listed = STANDARD, checked: Sequence[Checked] | None = None, counted_to: date | None = None
) -> Page:
    """The list with what was found, the verdict first; without `checked`, the list to fill in.

    checked: one a row of the list. counted_to: the day ages were counted to, None where they were not.
    """
    found = [] if checked is None else [(c.where, c.blank, c.latest, c.verdict) for c in checked]
    columns = (*COLUMNS, *(() if checked is None else FOUND), NOTE, *listed.own)
    between = [()] * len(listed.rows) if checked is None else found
    rows = [(*row[:4], *what, row.note, *row.own) for row, what in zip(listed.rows, between, strict=True)]
    frame = pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object)
    if "latest" in frame:
        frame["latest"] = pd.to_datetime(frame["latest"])
    inputs = tuple(column.key for column in (*COLUMNS, *listed.own))
    key = (FIELD.key,) if frame[FIELD.key].dropna().is_unique else ()  # notes of a field listed twice are its rows' own
    table = Table(columns, frame, key=key, keep=(NOTE.key,), inputs=inputs)
    said = UNCHECKED if checked is None else verdict(checked, counted_to)
    return Page("collection", TITLE, (Note(said), *HOW, table), frozen=True)


def verdict(checked: Sequence[Checked], counted_to: date | None = None) -> Text:
    """How many fields are complete, and what is wrong with the others."""
    states = [state for row in checked for state in row.states]
    counts = {state: states.count(state) for state in State}
    wrong = join(said.format(count=counts[state]) for state, said in WRONG.items() if counts[state])
    fine, rest = counts[State.FINE], len(states) - counts[State.FINE]
    none = counts[State.MISSING] == len(states)
    said = BLANK_LIST if not states else NONE if none else OPEN if rest else COMPLETE
    age = COUNTED.format(day=counted_to) if counted_to else UNCOUNTED
    return said.format(all=len(states), fine=fine, rest=rest, wrong=wrong, age=age)


class _Header(NamedTuple):
    """Where the headers of a list stand: their row, and our columns by key."""

    top: int
    places: dict[str, int]


def is_list(rows: Rows) -> bool:
    """Whether the documents' four headers stand in a row near the top."""
    return _header(rows, _all(rows), COLUMNS) is not None


def read_list(old: Rows, found: Marked | None = None) -> Listed | None:
    """The list on a sheet, where it is marked or else near the top; None where its headers are not there.

    Rows stay as they are, blank ones too; a column the user put among ours comes with it.
    """
    area = found.area if found else _all(old)
    header = _header(old, area, (FIELD,) if found else COLUMNS)
    if header is None:
        return None
    top, places = header
    lines = range(top + 1, _bottom(old, area, header) + 1)
    between = [at for at in range(area.left, area.right + 1) if at not in places.values()]
    own = {at: cells for at in between if any(cells := [cell(old, row, at) for row in (top, *lines)])}
    columns = tuple(_own(number, cells) for number, cells in enumerate(own.values(), 1))
    return Listed(tuple(_row(old, row, places, list(own)) for row in lines), columns)


def list_area(old: Rows, found: Marked) -> Marked:
    """Where the list stands with the rows added below it, and without what only stands on the same sheet."""
    header = _header(old, found.area, (FIELD,))
    if header is None:
        return found
    bottom = max(_bottom(old, found.area, header), header.top)
    titled = [at for at in range(found.area.left, found.area.right + 1) if cell(old, header.top, at) is not None]
    return found._replace(area=found.area._replace(bottom=bottom, right=max(titled)))


def _all(rows: Rows) -> Area:
    return Area(1, 1, len(rows), max(map(len, rows), default=0))


def _header(rows: Rows, area: Area, needed: Sequence[Column]) -> _Header | None:
    for top in range(area.top, min(area.top + SEARCHED, len(rows)) + 1):
        titles = [cell(rows, top, at) for at in range(area.left, area.right + 1)]
        places = {key: at + area.left - 1 for key, at in match(titles, (*COLUMNS, *FOUND, NOTE)).items()}
        if all(column.key in places for column in needed):
            return _Header(top, places)
    return None


def _bottom(rows: Rows, area: Area, header: _Header) -> int:
    """The last row that names a field: below the area too, where the user went on without a gap."""
    field, bottom = header.places[FIELD.key], area.bottom
    while cell(rows, bottom + 1, field) is not None:
        bottom += 1
    while bottom > header.top and cell(rows, bottom, field) is None:
        bottom -= 1
    return bottom


def _row(rows: Rows, row: int, places: dict[str, int], own: Sequence[int]) -> Wanted:
    cells = [cell(rows, row, places[c.key]) if c.key in places else None for c in (*COLUMNS, NOTE)]
    category, field, source, frequency, note = (*map(understood, cells[:4]), cells[4])
    return Wanted(category, field, source, frequency, note, tuple(cell(rows, row, at) for at in own))


def _own(number: int, cells: Sequence[object]) -> Column:
    days = all(isinstance(value, date | datetime) for value in cells[1:] if value is not None) and any(cells[1:])
    return Column(f"own{number}", same(cells[0] or ""), "date" if days else "number")


HOW = (
    Note(
        Text(
            "黄色格子由您填：可改、可删行、可在下面加行；一格可写几个字段，用顿号分开。",
            "The yellow cells are yours: change, delete or add rows; commas separate fields in a cell.",
        )
    ),
    Note(Text("采集频率可写：{words}。", "Frequencies: {words}.").format(words=ALL_FREQUENCIES)),
)
COMPLETE = Text("{all} 项数据都齐全{age}。", "All {all} fields are complete{age}.")
OPEN = Text(
    "还有 {rest} 项要处理：{wrong}；{all} 项中 {fine} 项齐全{age}。",
    "{rest} of {all} fields need work: {wrong}; {fine} are complete{age}.",
)
UNCHECKED = Text(
    "还没有检查：填好后，和数据放在同一个工作簿里，运行「收集清单」（xlseg collect）。",
    "Not checked yet: fill it in, put it with the data, run Collection list (xlseg collect).",
)
NONE = Text(
    "清单上的 {all} 项数据都还没有；请照清单收集，放进这个工作簿，再检查一次。",
    "None of the {all} fields is there yet; collect them, put them into this workbook, and check again.",
)
BLANK_LIST = Text("清单上还没有字段；请在「具体字段」下填写。", "The list names no field yet; add some under 'Field'.")
WRONG = {
    State.MISSING: Text("缺 {count} 项", "{count} missing"),
    State.EMPTY: Text("太空 {count} 项", "{count} too empty"),
    State.STALE: Text("陈旧 {count} 项", "{count} stale"),
}
COUNTED = Text("（新旧算到 {day}）", " (age counted to {day})")
UNCOUNTED = Text("（没有给出日期，新旧未判断）", " (age not judged: no date was given)")
