"""Raw cells become typed columns; what cannot be read is listed, and a column that mostly cannot be is refused."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from xlseg import distinct, values
from xlseg.cells import Uncomputed
from xlseg.cleaning.step import Context, Step, joined, listed
from xlseg.columns import AMOUNT, CUSTOMER_ID, CUSTOMER_NAME, ORDER_DATE, Column
from xlseg.errors import Problem, XlsegError
from xlseg.recognise import KINDS, Source
from xlseg.text import Text, join
from xlseg.values import Read

TOTAL_WORDS = ("计", "总和", "total", "sum")
TOTAL = (
    r"^\s*(?:[\d年月日季度第本当全上下半周页部店组:：\s-]*(?:合\s*计|总\s*计|小\s*计|总\s*和|共\s*计|累\s*计)"
    r"|(?:(?:grand|sub|page|month|day)[ -]?)?totals?|sum)\s*(?:[:：(（].*)?$"
)


def is_total(rows: pd.DataFrame) -> pd.Series:
    """Rows whose customer or date cell says total, or any other cell where there is no customer."""
    found = pd.Series(False, rows.index)
    for key in (CUSTOMER_ID.key, CUSTOMER_NAME.key, ORDER_DATE.key):
        if key in rows and rows[key].dtype.kind not in "Mmfi":
            found |= distinct.says(rows[key], TOTAL, TOTAL_WORDS)
    if CUSTOMER_ID.key in rows:
        nobody = rows[rows[CUSTOMER_ID.key].isna()]
        for key in nobody.columns[nobody.dtypes.map(lambda dtype: dtype.kind not in "Mmfib").to_numpy(dtype=bool)]:
            found |= distinct.says(nobody[key], TOTAL, TOTAL_WORDS).reindex(rows.index, fill_value=False)
    return found


class ColumnsRead(NamedTuple):
    """typed: by key. issues: what could not be read. kept: False for rows that cannot be used because of it."""

    typed: dict[str, pd.Series]
    issues: pd.DataFrame
    kept: pd.Series


def read_columns(source: Source, counted: pd.Series, columns: Mapping[Column, bool], context: Context) -> ColumnsRead:
    """The columns that are there, as days or numbers.

    counted: the rows that matter; cells of total rows or rows without a customer may hold anything. columns: whether
    a row cannot be used without it. Raises XlsegError for such a column with more unreadable cells than the settings
    allow: how many, and the first three; any other such column is left out whole. Nothing is guessed.
    """
    read = {column: _read(source, column, context) for column in columns}
    bad = {column: found.bad & counted for column, found in read.items() if found.bad.any()}
    most = context.rules.unreadable_limit * max(int(counted.sum()), 1)
    worst = {column: cells for column, cells in bad.items() if cells.sum() > most}
    needed = {column for column, need in columns.items() if need}
    _refuse(source, _uncomputed_ids(source) | _within(worst, needed))
    typed = {column.key: found.values for column, found in read.items()}
    typed |= {column.key: read[column].values.where(pd.Series(False, counted.index)) for column in worst}
    wrong = {
        column: (BAD_DATE if column.format == "date" else BAD_NUMBER, bad[column])
        for column in bad
        if column not in worst
    }
    errors = [(column, FORMULA_ERROR, cells) for column, cells in _errors(source).items()]
    found = [*((column, *each) for column, each in wrong.items()), *errors]
    lost = [cells for column, _, cells in found if column in needed or column is CUSTOMER_ID]
    kept = pd.Series(True, counted.index)
    for cells in lost:
        kept &= ~cells
    issues = [_cells(source, column, step, cells, column in needed) for column, step, cells in found]
    return ColumnsRead(typed, joined([*(_whole(source, c, cells) for c, cells in worst.items()), *issues]), kept)


def _within(cells: Mapping[Column, pd.Series], columns: set[Column]) -> dict[Column, pd.Series]:
    return {column: found for column, found in cells.items() if column in columns}


def _read(source: Source, column: Column, context: Context) -> Read:
    raw = source.frame[column.key]
    return values.days(raw, context.rules.date_order) if column.format == "date" else values.numbers(raw)


def _cells(source: Source, column: Column, step: Step, cells: pd.Series, lost: bool) -> pd.DataFrame:
    hit = pd.DataFrame({"sheet": source.sheet, "row": cells.index[cells]})
    return listed(hit, step, "leave_out" if lost or column is CUSTOMER_ID else "blank").assign(column=column.key)


def _whole(source: Source, column: Column, cells: pd.Series) -> pd.DataFrame:
    hit = pd.DataFrame({"sheet": [source.sheet], "row": [cells.index[cells][0]]})
    return listed(hit, REFUSED_COLUMN, "blank_column").assign(column=column.key)


def _errors(source: Source) -> dict[Column, pd.Series]:
    """Cells whose formula came to an error: they are missing, and told."""
    known = {column.key: column for column in (*KINDS[source.kind].columns, CUSTOMER_ID)}
    texts = {key: cells for key, cells in source.frame.items() if cells.dtype.kind not in "Mmfib"}
    found = {known[str(key)]: values.is_error(cells) for key, cells in texts.items() if key != source.stand_in}
    return {column: cells for column, cells in found.items() if cells.any()}


def _refuse(source: Source, unread: Mapping[Column, pd.Series]) -> None:
    problems = []
    for column, bad in unread.items():
        cells = source.frame.loc[bad, column.key]
        if len(cells):
            message = UNCOMPUTED if _uncomputed(cells).any() else UNREADABLE
            shown = first_cells(source, column, cells)
            advice = (BAD_DATE if column.format == "date" else BAD_NUMBER).advice
            problems.append(Problem(message.format(count=len(cells), column=column.title, cells=shown, advice=advice)))
            if column.format == "date" and message is UNREADABLE and values.day_order_open(cells):
                problems.append(Problem(ORDER_OPEN))
    if problems:
        raise XlsegError(*problems)


def first_cells(source: Source, column: Column, cells: pd.Series) -> Text:
    """The first three cells with what they hold."""
    return join(SHOWN.format(cell=source.where(column.key, row), value=value) for row, value in cells.head(3).items())


def _uncomputed_ids(source: Source) -> dict[Column, pd.Series]:
    cells = source.frame.get(CUSTOMER_ID.key)
    return {} if cells is None else {CUSTOMER_ID: _uncomputed(cells)}


def _uncomputed(cells: pd.Series) -> pd.Series:
    if Uncomputed not in set(map(type, cells.to_numpy(dtype=object))):
        return pd.Series(False, cells.index)
    return cells.map(lambda cell: isinstance(cell, Uncomputed)).astype(bool)


BAD_DATE = Step(
    "bad_date",
    Text("读不出的日期", "Days that cannot be read"),
    ORDER_DATE.key,
    advice=Text("请改成 2024-01-05 这样的日期", "Write them as days such as 2024-01-05"),
    fixed="blank",
    fault=True,
)
BAD_NUMBER = Step(
    "bad_number",
    Text("读不出的数字", "Numbers that cannot be read"),
    AMOUNT.key,
    advice=Text("请改成普通数字", "Write them as plain numbers"),
    fixed="blank",
    fault=True,
)
REFUSED_COLUMN = Step(
    "refused_column",
    Text("读不出的太多的列", "Columns of which too much cannot be read"),
    AMOUNT.key,
    advice=Text("统一这一列的写法再运行", "Write the column in one way and run again"),
    fixed="blank_column",
    fault=True,
)
FORMULA_ERROR = Step(
    "formula_error",
    Text("公式错误（#N/A、#REF! 等）", "Formula errors (#N/A, #REF! ...)"),
    AMOUNT.key,
    advice=Text("修好公式，或填入真实的值", "Mend the formula, or enter the value"),
    fixed="blank",
    fault=True,
)
SHOWN = Text("{cell}（{value}）", "{cell} ({value})")
UNREADABLE = Text(
    "「{column}」有 {count} 个单元格读不出来：{cells}。{advice}；"
    "占比低于设置「一列里读不出的单元格最多占」时只列出、不计入",
    "{count} cells of '{column}' cannot be read: {cells}. {advice}; a share below the setting 'Most of "
    "a column that may be unreadable' is only listed and left out",
)
ORDER_OPEN = Text(
    "看不出 01-05-2024 是日在前还是月在前；请用 --set clean.date_order=dmy（日在前）或 mdy（月在前），或写在《设置》里",
    "nothing tells whether 01-05-2024 has the day or the month first; use --set clean.date_order=dmy or mdy, or write "
    "it in Settings",
)
UNCOMPUTED = Text(
    "「{column}」有 {count} 个公式还没有结果：{cells}。请在 Excel 中打开这个文件，保存一次，再运行",
    "{count} formulas of '{column}' have no results yet: {cells}. Open the file in Excel, save it, then run again",
)
