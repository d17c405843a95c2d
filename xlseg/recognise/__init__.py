"""Which sheet holds what, and which column is which: decided once, here; ASCII keys from here on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from xlseg.cells import Rows, cell
from xlseg.columns import AMOUNT, CUSTOMER_ID, ORDER_DATE, ORDER_ID, PRODUCT, PRODUCT_ID, UNIT_PRICE, Column
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.recognise.framed import frame_of
from xlseg.recognise.headers import NO_SUCH, candidates, match, simple
from xlseg.recognise.reading import STAND_INS, Reading, readings
from xlseg.recognise.source import DATED, KINDS, OWN, Guess, Kind, Source
from xlseg.settings import Mapped
from xlseg.text import Text, join
from xlseg.values import ids

__all__ = [
    "DATED",
    "KINDS",
    "OWN",
    "STAND_INS",
    "Guess",
    "Kind",
    "Source",
    "filled",
    "match",
    "recognise",
    "recognise_frame",
    "recognise_sheet",
    "simple",
]
SAME_ORDERS = 0.5  # of a sheet's order numbers: from here on it holds the lines of another sheet's orders


def recognise(
    sheets: Mapping[str, Rows], mapped: Sequence[Mapped] = (), ours: Collection[tuple[str, int]] = ()
) -> tuple[Source, ...]:
    """The tables found in `sheets`, in the order of the sheets.

    mapped: what the user said about columns. ours: sheet and position of labels, which are no columns of the user's
    own. Only where no sheet is known by its headers are likely ones guessed.
    Raises XlsegError saying what was looked for and which headers were found, where there are neither orders nor
    customers; and where the user named headers or sheets that are not there.
    """
    known = _recognised(sheets, mapped, ours, guess=False)
    sources = known if _useful(known) else _recognised(sheets, mapped, ours, guess=True)
    if _useful(sources):
        return _lines_apart(sources)
    if not any(cell for rows in sheets.values() for row in rows for cell in row if cell not in (None, "")):
        raise XlsegError(Problem(NOTHING))
    raise XlsegError(Problem(LOOKED_FOR), *(_missing(sheet, rows) for sheet, rows in sheets.items() if _header(rows)))


def filled(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Those with rows below their headers; of a template, the sheets nobody filled in are none.

    Raises XlsegError naming the sheets to fill in, where neither orders nor customers have a row.
    """
    found = tuple(source for source in sources if len(source.frame))
    if not _useful(found):
        sheets = [s.sheet for s in sources if s.kind in ("orders", "customers") and s.sheet]
        raise XlsegError(Problem(FILL_IN.format(sheets=join(sheets))))
    return found


def recognise_sheet(
    sheet: str, rows: Rows, mapped: Sequence[Mapped] = (), guess: bool = False, ours: Collection[int] = ()
) -> Source | None:
    """The table of one sheet: its header is the row in which most columns are known."""
    said = {m.key: m.header for m in mapped if m.sheet == sheet}
    best = max(readings(sheet, rows, said, guess), key=Reading.weight, default=None)
    if best is None:
        if said and said.get("kind") not in NO_SUCH and not guess:
            pairs = join(f"{sheet}!{key} = {header}" for key, header in said.items())
            raise XlsegError(Problem(MAPPED_AWAY.format(sheet=sheet, pairs=pairs)))
        return None
    frame = frame_of(rows, best.header, best.columns)
    names = {key: str(cell(rows, best.header, at) or "") for key, at in best.columns.items()}
    source = Source(best.kind, sheet, best.header, best.columns, frame, best.stand_in, names, best.guesses)
    own = _own(best, rows[best.header - 1], ours)
    cells = frame_of(rows, best.header, own).reindex(frame.index) if own else source.own_frame
    return replace(source, own=own, own_frame=cells)


def recognise_frame(table: pd.DataFrame) -> Source:
    """A DataFrame under any known headers."""
    header = [str(name) for name in table.columns]
    best = max(readings("", [header], {}, False), key=Reading.weight, default=None)
    if best is None:
        raise XlsegError(
            Problem(LOOKED_FOR), Problem(HEADERS.format(row=0, found=join(header), missing=_absent(header)))
        )
    frame = pd.DataFrame({key: table.iloc[:, at - 1] for key, at in best.columns.items()}, copy=False)
    names = {key: header[at - 1] for key, at in best.columns.items()}
    source = Source(best.kind, "", 0, best.columns, frame, best.stand_in, names, best.guesses)
    own = _own(best, header)
    cells = pd.DataFrame({name: table.iloc[:, at - 1] for name, at in own.items()}, frame.index, copy=False)
    return replace(source, own=own, own_frame=cells)


def _own(best: Reading, header: Sequence[object], ours: Collection[int] = ()) -> dict[str, int]:
    """The user's own columns of a table of customers, by their headers; of two alike the first. ours: none of them."""
    if best.kind != "customers":
        return {}
    taken = {*best.columns.values(), *ours}
    named = [(str(name).strip(), at) for at, name in enumerate(header, 1) if at not in taken and name is not None]
    own: dict[str, int] = {}
    for name, at in named:
        own.setdefault(name, at)
    own.pop("", None)
    return own


def _recognised(
    sheets: Mapping[str, Rows], mapped: Sequence[Mapped], ours: Collection[tuple[str, int]], guess: bool
) -> tuple[Source, ...]:
    problems, sources = Problems(), []
    for name in {m.sheet: None for m in mapped if m.sheet not in sheets}:
        problems.append(Problem(NO_SHEET.format(sheet=name, sheets=join(sheets))))
    for sheet, rows in sheets.items():
        with problems.gathered():
            labels = [at for name, at in ours if name == sheet]
            sources.append(recognise_sheet(sheet, rows, mapped, guess, labels))
    problems.tell()
    return tuple(source for source in sources if source is not None)


def _useful(sources: Sequence[Source]) -> bool:
    return any(source.kind in ("orders", "customers") for source in sources)


def _lines_apart(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Lines of orders that another sheet holds in full would count twice; they are lines, not orders."""
    orders = [s for s in sources if s.kind == "orders" and ORDER_ID.key in s.columns]
    found = {id(s) for s in orders for other in orders if other is not s and _are_lines(s, other)}
    return tuple(replace(s, kind="lines") if id(s) in found else s for s in sources)


def _are_lines(source: Source, other: Source) -> bool:
    goods = {PRODUCT.key, PRODUCT_ID.key, UNIT_PRICE.key}
    if not goods & source.columns.keys() or len(goods & source.columns.keys()) <= len(goods & other.columns.keys()):
        return False
    numbers = ids(source.frame[ORDER_ID.key]).dropna()
    return bool(numbers.isin(ids(other.frame[ORDER_ID.key])).mean() > SAME_ORDERS)


def _header(rows: Rows) -> int:
    """The row that looks most like a header though it is not enough: most known names, then first with two texts."""
    every = tuple({column.key: column for kind in KINDS.values() for column in kind.columns}.values())
    scores = [len(match(row, every)) for row in rows[:50]]
    if any(scores):
        return scores.index(max(scores)) + 1
    texts = (number for number, row in enumerate(rows[:50], 1) if sum(isinstance(v, str) and v != "" for v in row) > 1)
    return next(texts, 1 if any(cell(rows, 1, c) is not None for c in range(1, 50)) else 0)


def _missing(sheet: str, rows: Rows) -> Problem:
    number = _header(rows)
    names = [str(value) for value in rows[number - 1] if value not in (None, "")]
    shown = join([*names[:12], *(["…"] if len(names) > 12 else [])])
    return Problem(HEADERS.format(row=number, found=shown, missing=_absent(names)), SHEET.format(sheet=sheet))


def _absent(header: Sequence[object]) -> Text:
    found = candidates(header, (*KINDS["orders"].columns,))
    stood = {CUSTOMER_ID.key: 1} if any(c.key in found for c in STAND_INS) else {}
    return join(c.title for c in KINDS["orders"].missing(dict.fromkeys(found, 1) | stood))


def _examples(column: Column) -> Text:
    return Text("{title}（如 {names}）", "{title} (such as {english})").format(
        title=column.title,
        names=join(column.aliases[:3]),
        english=join([c for c in (column.key, *column.aliases) if c.isascii()][:3]),
    )


SHEET = Text("工作表「{sheet}」", "Sheet '{sheet}'")
MAPPED_AWAY = Text(
    "照您说的 {pairs}，工作表「{sheet}」就认不出是什么表了；请检查表头，或把这几行留空",
    "with {pairs}, as you said, it is not clear what sheet '{sheet}' holds; check the headers, or leave these blank",
)
NO_SHEET = Text(
    "《设置》的字段映射说到工作表「{sheet}」，但没有这张表；有的是 {sheets}。请改这几行的键，或把当前值留空",
    "the column mapping in Settings speaks of the sheet '{sheet}', which is not there; there are {sheets}. Change the "
    "keys of these rows, or leave their values blank",
)
NOTHING = Text(
    "这个工作簿里没有客户表，也没有订单表（xlseg 自己写的工作表不算数据）；请加一张，再运行一次",
    "the workbook holds neither customers nor orders (the sheets xlseg wrote are no data); "
    "add a sheet of them and run again",
)
FILL_IN = Text(
    "工作表 {sheets} 里只有表头，还没有数据；请在表头下面填写（客户每位一行，订单每笔一行，有一张就够），再运行一次",
    "there is nothing yet below the headers of {sheets}; fill in customers or orders, one a row; "
    "either is enough; then run again",
)
HEADERS = Text(
    "第 {row} 行的表头是：{found}；没找到：{missing}",
    "the headers in row {row} are: {found}; not found: {missing}",
)
LOOKED_FOR = Text(
    "没有找到订单表或客户表。订单表要有 {orders} 三列；客户表要有 {customers} 和至少一列客户资料。"
    "请改表头，或用 --sheet 指定工作表，或用 --set '工作表!order_date=表头' 说明是哪一列",
    "no table of orders or customers found. A table of orders needs {orders}; a table of customers needs {customers} "
    "and at least one more known column. Rename the headers, name the sheet with --sheet, or say which column it is "
    "with --set 'SHEET!order_date=HEADER'",
).format(orders=join(map(_examples, (CUSTOMER_ID, ORDER_DATE, AMOUNT))), customers=_examples(CUSTOMER_ID))
