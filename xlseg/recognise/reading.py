"""Every way one sheet can be read: a header row, a kind, and its columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from xlseg.cells import Rows, letter
from xlseg.columns import (
    AMOUNT,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    EMAIL,
    ORDER_DATE,
    ORDER_ID,
    PAID_AT,
    PAYMENT,
    PHONE,
    PRODUCT_ID,
    QUANTITY,
    RECORD_ID,
)
from xlseg.errors import Problem, XlsegError
from xlseg.recognise.framed import frame_of
from xlseg.recognise.headers import NO_SUCH, alike, candidates, chosen, simple
from xlseg.recognise.source import KINDS, Guess, Kind, SheetKind
from xlseg.text import Text, join
from xlseg.values import days

HEADER_ROWS, SAMPLE = 50, 500
MOSTLY = 0.8  # share of a column's cells that are days, where its header does not say what it is
STAND_INS = (EMAIL, PHONE, CUSTOMER_NAME, RECORD_ID)  # who a customer is, where no column holds an ID


class Reading(NamedTuple):
    """One way to read a sheet. named: whether the sheet's own name speaks for it."""

    kind: Kind
    header: int
    columns: dict[str, int]
    stand_in: str
    guesses: tuple[Guess, ...]
    named: bool

    def weight(self) -> float:
        return len(self.columns) + 0.5 * self.named - 0.1 * len(self.guesses)


def readings(sheet: str, rows: Rows, said: Mapping[str, str], guess: bool) -> Iterator[Reading]:
    """All complete readings. said: what the user said of columns, by key; guess: take likely columns too.

    Raises XlsegError where the user named a header that stands in no row.
    """
    wanted = said.get("kind", "").strip().casefold()
    if wanted in NO_SUCH:
        return
    kinds = {key: kind for key, kind in KINDS.items() if not wanted or wanted in (key, *map(str.casefold, kind.title))}
    kinds = {key: kind for key, kind in kinds.items() if said.keys() - {"kind"} <= {c.key for c in kind.columns}}
    _verify(sheet, rows, said)
    for number, header in enumerate(rows[:HEADER_ROWS], 1):
        forced = _forced(header, said)
        for key, kind in kinds.items() if forced is not None else ():
            found = candidates(header, kind.columns)
            columns = _with_stand_in(chosen(found, forced), forced or {})
            guesses = [] if not guess else _guessed(kind, columns, rows, number)
            named = any(word in sheet.casefold() for text in kind.sheets for word in text.split("|") if word)
            called = bool(named or wanted)
            if kind.complete(columns, called) and (called or forced or _own(kind, columns, header)):
                columns = _with_name(columns, found, forced or {})
                doubts = _doubts(found, columns, header, forced or {})
                yield Reading(key, number, columns, _stand_in(columns), (*guesses, *doubts), named)


def _forced(header: Sequence[object], said: Mapping[str, str]) -> dict[str, int] | None:
    """Where the columns the user spoke of stand; None for a row that lacks one of them."""
    names = [simple(text) if isinstance(text, str) else "" for text in header]
    forced = {}
    for key, wanted in said.items():
        if key == "kind":
            continue
        at = _position(names, wanted)
        if at is None:
            return None
        forced[key] = at
    return forced


def _position(names: Sequence[str], wanted: str) -> int | None:
    """Of a header or a column letter; 0 for a column that is not there, None for one that cannot be found."""
    if wanted.strip().casefold() in NO_SUCH:
        return 0
    if simple(wanted) in names:
        return names.index(simple(wanted)) + 1
    letters = [letter(at) for at in range(1, len(names) + 1)]
    return letters.index(wanted.strip().upper()) + 1 if wanted.strip().upper() in letters else None


def _verify(sheet: str, rows: Rows, said: Mapping[str, str]) -> None:
    tops = [[simple(text) if isinstance(text, str) else "" for text in row] for row in rows[:HEADER_ROWS]]
    wrong = [
        (key, wanted)
        for key, wanted in said.items()
        if key != "kind" and all(_position(names, wanted) is None for names in tops)
    ]
    kind = said.get("kind", "").strip().casefold()
    if kind and not any(kind in (key, *map(str.casefold, known.title)) for key, known in KINDS.items()):
        kinds = join(known.title for known in KINDS.values())
        raise XlsegError(Problem(NO_KIND.format(sheet=sheet, wanted=said["kind"], kinds=kinds)))
    if wrong:
        raise XlsegError(*(Problem(NO_HEADER.format(sheet=sheet, key=key, wanted=wanted)) for key, wanted in wrong))


def _own(kind: SheetKind, columns: Mapping[str, int], header: Sequence[object]) -> bool:
    """Whether a telling column has a header of its own: its title, or one that customers are not listed with.

    Without one, a list of customers with a type and the time of its making would be a record of services.
    """
    if kind is KINDS["customers"]:
        return True
    known = _listed(header)
    telling = [c for c in (*kind.required, *kind.one_of, *TELLING) if c.key in columns and c.key != CUSTOMER_ID.key]
    titles = {c.key: {simple(name) for name in (c.key, *c.title)} for c in telling}
    own = (columns[c.key] not in known or simple(str(header[columns[c.key] - 1])) in titles[c.key] for c in telling)
    return any(own)


def _listed(header: Sequence[object]) -> set[int]:
    """Positions of what customers are listed with besides their ID."""
    found = candidates(header, KINDS["customers"].columns)
    return {at for key, positions in found.items() if key != CUSTOMER_ID.key for at in positions}


def _with_stand_in(columns: dict[str, int], forced: Mapping[str, int]) -> dict[str, int]:
    other = next((c.key for c in STAND_INS if c.key in columns), None)
    if CUSTOMER_ID.key in columns or other is None or CUSTOMER_ID.key in forced:
        return columns
    return {CUSTOMER_ID.key: columns[other], **columns}


def _with_name(
    columns: dict[str, int], found: Mapping[str, Sequence[int]], forced: Mapping[str, int]
) -> dict[str, int]:
    """The column of the ID is that of the name too, where its header means both and no other column is the name."""
    at = columns.get(CUSTOMER_ID.key)
    both = at in found.get(CUSTOMER_NAME.key, ()) and not {CUSTOMER_NAME.key} & {*columns, *forced}
    return {**columns, CUSTOMER_NAME.key: at} if at and both and CUSTOMER_ID.key not in forced else columns


def _stand_in(columns: Mapping[str, int]) -> str:
    return next((c.key for c in STAND_INS if columns.get(c.key) == columns.get(CUSTOMER_ID.key, 0)), "")


def _doubts(
    found: Mapping[str, Sequence[int]], columns: Mapping[str, int], header: Sequence[object], forced: Mapping[str, int]
) -> list[Guess]:
    """Required columns that stand under several headers: the one whose name says it best was taken."""
    doubts, clear = [], _listed(header).union(columns.values())
    for key in (CUSTOMER_ID.key, ORDER_DATE.key, AMOUNT.key):
        others = [at for at in found.get(key, ()) if at not in clear]
        if others and key in columns and key not in forced:
            names = tuple(str(header[at - 1]) for at in others)
            doubts.append(Guess(key, str(header[columns[key] - 1]), names, BY_NAME))
    return doubts


def _guessed(kind: SheetKind, columns: dict[str, int], rows: Rows, number: int) -> list[Guess]:
    """Add likely columns for those required and missing, if there is but one that is likely."""
    header, guesses = rows[number - 1], []
    for column in kind.missing(columns):
        likely = alike(header, column.key, columns.values()) if column.key in LIKELY else []
        why = BY_LIKENESS
        if column.key == ORDER_DATE.key and not likely:
            likely, why = _dates(rows, number, set(columns.values())), BY_CONTENT
        if likely:
            columns[column.key] = likely[0]
            names = [str(header[at - 1]) for at in likely]
            guesses.append(Guess(column.key, names[0], tuple(names[1:]), why))
    return guesses


def _dates(rows: Rows, number: int, taken: set[int]) -> list[int]:
    """Positions of further columns that hold days."""
    found, body = (
        [],
        frame_of(rows[: number + SAMPLE], number, {str(at): at for at in range(1, len(rows[number - 1]) + 1)}),
    )
    for at, text in enumerate(rows[number - 1], 1):
        if at in taken or not isinstance(text, str) or not text.strip():
            continue
        cells = body[str(at)]
        if pd.api.types.is_numeric_dtype(cells.dtype) or cells.isna().mean() > 1 - MOSTLY:
            continue
        if days(cells).values.notna().mean() >= MOSTLY:
            found.append(at)
    return found


TELLING = (
    ORDER_ID,
    PRODUCT_ID,
    QUANTITY,
    PAYMENT,
    PAID_AT,
)  # besides what a kind needs: no list of customers holds them
LIKELY = frozenset({CUSTOMER_ID.key, ORDER_DATE.key, AMOUNT.key})
BY_NAME = Text("它的表头最明确", "its header says it best")
BY_LIKENESS = Text("表头看起来像，是猜的", "its header looks like it: a guess")
BY_CONTENT = Text("里面是日期，是猜的", "it holds days: a guess")
NO_KIND = Text(
    "「{sheet}!kind」写的是「{wanted}」；可以是 {kinds}，或 -（不用这张表）",
    "'{sheet}!kind' says '{wanted}'; it may be {kinds}, or - for a sheet not to be used",
)
NO_HEADER = Text(
    "《设置》的字段映射「{sheet}!{key}」写的是「{wanted}」，但工作表「{sheet}」没有这个表头，也不是列号；"
    "请改成表头的原文、列号（如 C），或留空",
    "the column mapping '{sheet}!{key}' says '{wanted}', but sheet '{sheet}' has no such header, nor is it a column; "
    "write the header as it stands, a column such as C, or leave it blank",
)
