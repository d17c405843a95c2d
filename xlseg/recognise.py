"""Which sheet holds what, and which column is which: decided once, here; ASCII keys from here on."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from xlseg.cells import Rows, cell, letter
from xlseg.columns import (
    AMOUNT,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    ORDER_COLUMNS,
    ORDER_DATE,
    PHONE,
    QUANTITY,
    UNIT_PRICE,
    Column,
)
from xlseg.errors import Problem, XlsegError
from xlseg.text import Text, join

Kind = Literal["orders", "customers"]
KINDS: dict[Kind, tuple[Column, ...]] = {"orders": ORDER_COLUMNS, "customers": CUSTOMER_COLUMNS}
REQUIRED: dict[Kind, tuple[Column, ...]] = {
    "orders": (CUSTOMER_ID, ORDER_DATE, AMOUNT),
    "customers": (CUSTOMER_ID,),
}
STAND_INS = (CUSTOMER_NAME, PHONE)  # who a customer is, where no column holds an ID
FACTORS = {QUANTITY.key, UNIT_PRICE.key}  # their product is the amount, where no column holds it
HEADER_ROWS = 50


@dataclass(frozen=True)
class Source:
    """A recognised table.

    header: its header row; columns: where each key stands (both 1-based). frame: the raw cells under ASCII
    keys, indexed by sheet row. stand_in: the key used in place of a missing customer_id.
    """

    kind: Kind
    sheet: str
    header: int
    columns: Mapping[str, int]
    frame: pd.DataFrame
    stand_in: str = ""

    def where(self, key: str, row: object) -> str:
        """An address people can go to, such as 订单!C5."""
        column = letter(self.columns[key]) if key in self.columns else ""
        return f"{self.sheet}!{column}{row}" if self.sheet else f"{key}, {row}"


def recognise(sheets: Mapping[str, Rows]) -> tuple[Source, ...]:
    """The tables of orders and of customers found in `sheets`, in the order of the sheets.

    Raises XlsegError saying what was looked for and which headers were found, where there is neither.
    """
    found = (recognise_sheet(sheet, rows) for sheet, rows in sheets.items())
    sources = tuple(source for source in found if source is not None)
    if sources:
        return sources
    if not any(cell for rows in sheets.values() for row in rows for cell in row if cell not in (None, "")):
        raise XlsegError(Problem(NOTHING))
    raise XlsegError(Problem(LOOKED_FOR), *(_missing(sheet, rows) for sheet, rows in sheets.items() if _header(rows)))


def recognise_sheet(sheet: str, rows: Rows) -> Source | None:
    """The table of one sheet: its header is the row in which most columns are known."""
    best: tuple[int, int, Kind, dict[str, int]] | None = None
    for number, header in enumerate(rows[:HEADER_ROWS], 1):
        for kind, known in KINDS.items():
            columns = _with_stand_in(match(header, known))
            if _complete(kind, columns) and (best is None or len(columns) > best[0]):
                best = (len(columns), number, kind, columns)
    if best is None:
        return None
    _, number, kind, columns = best
    return Source(kind, sheet, number, columns, _frame(rows, number, columns), _stand_in(columns))


def recognise_frame(table: pd.DataFrame) -> Source:
    """A DataFrame under any known headers."""
    header = [str(name) for name in table.columns]
    for kind, known in KINDS.items():
        columns = _with_stand_in(match(header, known))
        if _complete(kind, columns):
            frame = pd.DataFrame({key: table.iloc[:, at - 1] for key, at in columns.items()})
            return Source(kind, "", 0, columns, frame, _stand_in(columns))
    raise XlsegError(Problem(LOOKED_FOR), Problem(HEADERS.format(row=0, found=join(header), missing=_absent(header))))


def match(header: Sequence[object], columns: Iterable[Column]) -> dict[str, int]:
    """key -> 1-based position, for each column found under one of its names; the closest name wins, then the first."""
    normal = [simple(text) if isinstance(text, str) else "" for text in header]
    found: dict[str, int] = {}
    for column in columns:
        names = (simple(name) for name in (column.key, *column.title, *column.aliases))
        position = next((normal.index(name) + 1 for name in names if name in normal), None)
        if position is not None and position not in found.values():
            found[column.key] = position
    return found


def simple(text: str) -> str:
    """A header without case, blanks, punctuation, or a unit in brackets: '金额 (元)' -> '金额'."""
    text = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return re.sub(r"[\s_\-:*/.#]+", "", bare or text)


def _complete(kind: Kind, columns: Mapping[str, int]) -> bool:
    known = columns.keys() | ({AMOUNT.key} if columns.keys() >= FACTORS else set())
    return len(columns) > 1 and all(column.key in known for column in REQUIRED[kind])


def _with_stand_in(columns: dict[str, int]) -> dict[str, int]:
    other = next((c.key for c in STAND_INS if c.key in columns), None)
    if CUSTOMER_ID.key in columns or other is None:
        return columns
    return {CUSTOMER_ID.key: columns[other], **columns}


def _stand_in(columns: Mapping[str, int]) -> str:
    return next((c.key for c in STAND_INS if columns.get(c.key) == columns[CUSTOMER_ID.key]), "")


def _frame(rows: Rows, header: int, columns: Mapping[str, int]) -> pd.DataFrame:
    """The rows under the header that hold anything in a known column, indexed by their number on the sheet."""
    body = rows[header:]
    width = max((len(row) for row in body), default=0)
    data = {
        key: [row[at - 1] if at <= len(row) else None for row in body] for key, at in columns.items() if at <= width
    }
    frame = pd.DataFrame(data, index=range(header + 1, header + 1 + len(body)), columns=list(columns), dtype=object)
    frame = frame.mask(frame == "", None)
    return frame[frame.notna().any(axis=1)].infer_objects()


def _header(rows: Rows) -> int:
    """The row that looks most like a header though it is not enough: most known names, then first with two texts."""
    every = {column.key: column for columns in KINDS.values() for column in columns}.values()
    scores = [len(match(row, every)) for row in rows[:HEADER_ROWS]]
    if any(scores):
        return scores.index(max(scores)) + 1
    texts = (
        number
        for number, row in enumerate(rows[:HEADER_ROWS], 1)
        if sum(isinstance(v, str) and v != "" for v in row) > 1
    )
    return next(texts, 1 if any(cell(rows, 1, c) is not None for c in range(1, 50)) else 0)


def _missing(sheet: str, rows: Rows) -> Problem:
    number = _header(rows)
    names = [str(value) for value in rows[number - 1] if value not in (None, "")]
    shown = join([*names[:12], *(["…"] if len(names) > 12 else [])])
    return Problem(HEADERS.format(row=number, found=shown, missing=_absent(names)), SHEET.format(sheet=sheet))


def _absent(header: Sequence[object]) -> Text:
    columns = _with_stand_in(match(header, ORDER_COLUMNS))
    return join(c.title for c in REQUIRED["orders"] if c.key not in columns)


def _examples(column: Column) -> Text:
    return Text("{title}（如 {names}）", "{title} (such as {english})").format(
        title=column.title,
        names=join(column.aliases[:3]),
        english=join([c for c in (column.key, *column.aliases) if c.isascii()][:3]),
    )


SHEET = Text("工作表「{sheet}」", "Sheet '{sheet}'")
NOTHING = Text("里面没有任何数据：每张工作表都是空的", "there is no data in it: every sheet is empty")
HEADERS = Text(
    "第 {row} 行的表头是：{found}；没找到：{missing}",
    "the headers in row {row} are: {found}; not found: {missing}",
)
LOOKED_FOR = Text(
    "没有找到订单表或客户表。订单表要有 {orders} 三列；客户表要有 {customers} 和至少一列客户资料。"
    "请改表头，或用 --sheet 指定工作表",
    "no table of orders or customers found. A table of orders needs {orders}; a table of customers needs {customers} "
    "and at least one more known column. Rename the headers, or name the sheet with --sheet",
).format(orders=join(map(_examples, REQUIRED["orders"])), customers=_examples(CUSTOMER_ID))
