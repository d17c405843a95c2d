"""设置: every threshold as a row of a sheet that people edit."""

import re

import pandas as pd

from xlseg.blocks import Note, Table
from xlseg.cells import Marked, Rows, cell
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.settings import Row, Settings, rows
from xlseg.text import Lang, Text

TITLE = Text("设置", "Settings")
COLUMNS = (
    Column("key", Text("键", "Key")),
    Column("name", Text("设置", "Setting"), "text"),
    Column("value", Text("当前值", "Value"), "number"),
    Column("allowed", Text("允许的值", "Allowed"), "wide"),
    Column("note", Text("说明", "Note"), "wide"),
)


def settings_page(settings: Settings, lang: Lang) -> Page:
    """The sheet `read_rows` reads back."""
    table = pd.DataFrame([row[:5] for row in rows(settings, lang)], columns=[c.key for c in COLUMNS], dtype=object)
    return Page("settings", TITLE, (Note(HOW), Table(COLUMNS, table, inputs=("value",))), frozen=True)


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
    return isinstance(value, str) and re.fullmatch(r"\s*[A-Za-z_]+\.\w+\s*", value) is not None


HOW = Text(
    "修改「当前值」一列，再运行一次细分即可生效；黄色格子可填。",
    "Change cells of 'Value' (the yellow ones) and segment again.",
)
PLACE = Text("工作表「{sheet}」第 {row} 行", "Sheet '{sheet}', row {row}")
