"""客户细分结果表, 策略表 and the tables of customers as the documents print them: to fill in by hand."""

from collections.abc import Sequence

import pandas as pd

from xlseg.blocks import Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.sheets import result
from xlseg.sheets.result_hand import hand_table
from xlseg.text import Text

ROWS = 12
Cells = Sequence[tuple[Text | str | int | None, ...]]


def result_template(groups: Cells = ()) -> Page:
    """groups: ID, name, dimensions, features, customers, keywords, owner."""
    keys = [column.key for column in result.COLUMNS if column.key != "share"]
    rows = [dict(zip(keys, group, strict=True)) for group in groups]
    table = hand_table(rows, blank=ROWS - len(rows))
    return Page("result", result.RESULT, (Note(HOW), table), frozen=True)


def blank_template(key: str, title: Text, columns: Sequence[Column], rows: Cells = (), how: Text | None = None) -> Page:
    """Any table to fill in; rows: under its first columns."""
    keys = [column.key for column in columns]
    cells = [(*row, *[None] * (len(keys) - len(row))) for row in rows]
    table = Table(tuple(columns), _rows(keys, cells), inputs=tuple(keys), filtered=True)
    return Page(key, title, (Note(how or FILL), table), frozen=True)


def _rows(keys: Sequence[str], rows: Cells) -> pd.DataFrame:
    blank = [(None,) * len(keys)] * max(ROWS - len(rows), 0)
    return pd.DataFrame([*rows, *blank], columns=list(keys), dtype=object)


HOW = Text(
    "黄色格子由您填，占比自动计算；一般分 3–6 个群体。运行 xlseg 后，算出的群体写在上面，您填的保留在下面。",
    "The yellow cells are yours; shares compute themselves. 3 to 6 groups are usual. A run writes its groups above and "
    "keeps yours below.",
)
FILL = Text("黄色格子由您填，可以在下面加行。", "The yellow cells are yours; go on below for more rows.")
