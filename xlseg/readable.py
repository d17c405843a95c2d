"""What stays readable in a workbook whose personal cells are encrypted, so that its user can look after it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from xlseg.cells import letter
from xlseg.personal import Field, Table
from xlseg.sheets import LISTING
from xlseg.standing import Standing
from xlseg.text import Text, join

Places = set[tuple[int, int]]  # row and column


def columns_left(standing: Standing, tables: Iterable[Table], chosen: Mapping[str, Sequence[Field]]) -> Iterator[Text]:
    """Columns that were not encrypted though somebody may be named in them; our own labels are no such columns."""
    ours = standing.ours()
    labels = {(found.sheet, found.area.left) for found in standing.labels.values()}
    left = [
        (one.source.sheet, field) for one in tables for field in one.fields if field not in chosen[one.source.sheet]
    ]
    known = [(sheet, f) for sheet, f in left if f.column and (f.column.identifies or f.column.mask)]
    strange = [(sheet, f) for sheet, f in left if not f.column and (sheet, f.position) not in labels]
    strange = [(sheet, field) for sheet, field in strange if sheet not in ours]
    for sentence, found in ((READABLE, known), (UNKNOWN, strange)):
        if found:
            yield sentence.format(columns=join(f"{sheet}!{field.header}" for sheet, field in found))


def sheets_left(standing: Standing, tables: Iterable[Table]) -> Iterator[Text]:
    """Sheets that are neither ours nor a table that was recognised."""
    known, ours = {one.source.sheet for one in tables}, standing.ours()
    strange = [
        name for name in standing.host.sheets() if name not in known and ours.get(name) in (None, "feedback", *LISTING)
    ]
    if filled := [name for name in strange if standing.host.read(name)]:
        yield STRANGE.format(sheets=join(filled))


def cells_left(standing: Standing, values: Collection[object], but: Mapping[str, Places]) -> Iterator[Text]:
    """Cells anywhere that hold one of these values, except at the places in `but`."""
    found: list[str] = []
    for sheet in standing.host.sheets():
        cells = pd.DataFrame(list(standing.host.read(sheet)), dtype=object)
        rows, columns = cells.isin(list(values)).to_numpy().nonzero()
        places = zip((rows + 1).tolist(), (columns + 1).tolist(), strict=True)
        found += [f"{sheet}!{letter(column)}{row}" for row, column in places if (row, column) not in but[sheet]]
    if found:
        yield ELSEWHERE.format(count=len(found), cells=join([*found[:3], *(["…"] if len(found) > 3 else [])]))


READABLE = Text(
    "保持可读的列，细分要用：{columns}；里面若写着姓名或电话，请换成编号。",
    "Columns that stay readable, as segmentation needs them: {columns}; if they hold names or phones, use numbers "
    "instead.",
)
UNKNOWN = Text(
    "没认出、没有加密的列：{columns}；其中若有个人信息，请加上 --also 表头 再运行一次。",
    "Columns that are not known and not encrypted: {columns}; if any is personal, run again with --also HEADER.",
)
STRANGE = Text(
    "没有认出、原样保留的工作表：{sheets}；请看看里面有没有个人信息。",
    "Sheets that were not recognised and stay as they are: {sheets}; look whether they hold personal data.",
)
ELSEWHERE = Text(
    "注意：另有 {count:,} 个单元格写着加密掉的内容，没有动：{cells}。请自行清除，或用 --also 加密那一列。",
    "Note: {count:,} more cells hold what was encrypted, and were left: {cells}. Clear them, or encrypt their columns "
    "with --also.",
)
