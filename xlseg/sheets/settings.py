"""设置: every threshold as a row of a sheet that people edit."""

import re
from collections.abc import Sequence

import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cells import Marked, Rows, cell, letter
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.recognise import KINDS, Source
from xlseg.settings import Row, Settings, rows
from xlseg.sheets.listed import listings
from xlseg.text import Lang, Text, same

TITLE = Text("设置", "Settings")
COLUMNS = (
    Column("key", Text("键", "Key"), "wide"),
    Column("name", Text("设置", "Setting"), "wide"),
    Column("value", Text("当前值", "Value"), "number"),
    Column("allowed", Text("允许的值", "Allowed"), "wide"),
    Column("note", Text("说明", "Note"), "wide"),
)


def settings_page(settings: Settings, lang: Lang, sources: Sequence[Source] = ()) -> Page:
    """The sheet `read_rows` reads back: the thresholds, and which column of which sheet was taken for what."""
    elsewhere = {listing.key for listing in listings(settings)}
    found = [row for row in rows(settings, lang) if row.key not in elsewhere]
    blocks: list[Block] = [Note(HOW)]
    for owner in settings.owners:
        blocks += [Heading(owner.title), _table([row for row in found if row.key.startswith(f"{owner.key}.")])]
    mapping = _mapping(settings, sources)
    if mapping:
        blocks += [Heading(MAPPING), Note(OVERRULE), _table(mapping)]
    return Page("settings", TITLE, tuple(blocks), frozen=True)


def _table(found: Sequence[Row]) -> Table:
    cells = pd.DataFrame([row[:5] for row in found], columns=[c.key for c in COLUMNS], dtype=object)
    return Table(COLUMNS, cells, inputs=("value",))


def _mapping(settings: Settings, sources: Sequence[Source]) -> list[Row]:
    """A row for each column that was taken, blank unless the user overruled it; and for those the user speaks of."""
    said = {mapped.name: mapped for mapped in settings.columns}
    found: dict[str, Row] = {}
    for source in sources:
        titles = {column.key: column.title for column in KINDS[source.kind].columns}
        doubts = {guess.key: guess for guess in source.guesses}
        names = [key for key in source.names if key in titles and key != source.stand_in]
        for key in names if source.sheet else ():
            taken = TAKEN.format(name=source.names[key], column=letter(source.columns[key]))
            note = UNSURE.format(taken=taken, why=doubts[key].why) if key in doubts else taken
            name = ON_SHEET.format(sheet=source.sheet, title=titles[key])
            value = said[f"{source.sheet}!{key}"].header if f"{source.sheet}!{key}" in said else None
            found[f"{source.sheet}!{key}"] = Row(f"{source.sheet}!{key}", name, value, ANY_HEADER, note)
    others = [Row(key, same(key), mapped.header, ANY_HEADER) for key, mapped in said.items() if key not in found]
    return [*found.values(), *others]


def read_rows(old: Rows, found: Marked) -> list[Row]:
    """The rows of a settings sheet: a key in the first column of where it stands, the value two columns on."""
    rows = ((number, cell(old, number, found.area.left)) for number in range(found.area.top, len(old) + 1))
    return [
        Row(
            key.strip(),
            value=cell(old, number, found.area.left + 2),
            where=PLACE.format(sheet=found.sheet, row=number),
        )
        for number, key in rows
        if isinstance(key, str) and _is_key(key)
    ]


def settings_area(old: Rows, found: Marked) -> Marked:
    """Where the sheet stands with the rows the user added below it, which are ours to write again."""
    bottom = found.area.bottom
    while _is_key(cell(old, bottom + 1, found.area.left)):
        bottom += 1
    return found._replace(area=found.area._replace(bottom=bottom))


def _is_key(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\s*[A-Za-z_]+\.\w+\s*|.+!\w+\s*", value) is not None


MAPPING = Text("字段映射", "Column mapping")
OVERRULE = Text(
    "每一列是按表头认出来的。认错了就在「当前值」写上正确的表头（或列号，如 C；没有这一列写 -），再运行一次。",
    "Columns are known by their headers. Where one is wrong, write the right header under Value (or a column such as "
    "C, or - for none) and run again.",
)
TAKEN = Text("现在取自「{name}」（{column} 列）", "taken from '{name}' (column {column})")
UNSURE = Text("请核对：{taken}，{why}", "please check: {taken}; {why}")
ON_SHEET = Text("{sheet} · {title}", "{sheet} · {title}")
ANY_HEADER = Text("表头原文、列号或 -；留空：自动", "a header, a column or -; blank: automatic")
HOW = Text(
    "修改「当前值」一列，再运行一次细分即可生效；黄色格子可填。",
    "Change cells of 'Value' (the yellow ones) and segment again.",
)
PLACE = Text("工作表「{sheet}」第 {row} 行", "Sheet '{sheet}', row {row}")
