"""Where a table says who somebody is: its columns, and the cells under them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from xlseg.cells import Rows, Uncomputed, cell, letter
from xlseg.cleaning.typing import TOTAL, TOTAL_WORDS, UNCOMPUTED
from xlseg.columns import CUSTOMER_ID, EVERY, NOTE, PROFILE_COLUMNS, Column
from xlseg.distinct import says
from xlseg.errors import Problem
from xlseg.identifiers import BLANKS
from xlseg.recognise import Source, match, simple
from xlseg.text import Text, join

PEOPLE = (*PROFILE_COLUMNS, NOTE)
SHORTEST = 2  # signs of a value worth looking for elsewhere
PLACE = ["sheet", "column", "row"]


class Field(NamedTuple):
    """A column of a table. column: what it holds, as a declared column; None where nobody knows."""

    position: int
    header: str
    column: Column | None


class Table(NamedTuple):
    """A recognised table with all its columns. body: the cells under its header, by row and column of the sheet."""

    source: Source
    fields: tuple[Field, ...]
    body: pd.DataFrame

    def find(self, headers: Iterable[str]) -> list[Field]:
        """The columns under these headers, as people write them."""
        wanted = {simple(header) for header in headers}
        return [field for field in self.fields if simple(field.header) in wanted]

    def cells(self, fields: Iterable[Field]) -> pd.DataFrame:
        """sheet, column, row, value, text and header of each cell that says something; blanks and totals do not."""
        parts = [self._cells(field) for field in fields]
        cells = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*PLACE, "value", "header"])
        cells["text"] = cells["value"].map(as_text).astype("str")
        blank = cells["text"].str.strip().str.lower().isin(BLANKS)
        return cells[~blank & ~says(cells["text"], TOTAL, TOTAL_WORDS)]

    def _cells(self, field: Field) -> pd.DataFrame:
        found = self.body[field.position]
        found = found[found.notna()]
        place = {"sheet": self.source.sheet, "column": field.position, "row": found.index, "header": field.header}
        return pd.DataFrame(place | {"value": found.to_numpy(object)})


def table(source: Source, rows: Rows) -> Table:
    """All columns of a recognised table.

    A header that is known a second time, or among customers but not among orders, is known here: a second phone is as
    personal as the first. A customer ID that stands in for a name is an ID.
    """
    width = max(map(len, rows))
    below = pd.RangeIndex(source.header + 1, len(rows) + 1)
    lines = [[*row, *[None] * (width - len(row))] for row in rows[source.header :]]
    body = pd.DataFrame(lines, index=below, columns=pd.RangeIndex(1, width + 1), dtype=object)
    body = body.where(body.notna() & (body != ""), None)
    known = {position: EVERY[key] for key, position in source.columns.items()}
    if CUSTOMER_ID.key in source.columns:
        known[source.columns[CUSTOMER_ID.key]] = CUSTOMER_ID
    headers = {at: cell(rows, source.header, at) for at in range(1, width + 1)}
    fields = [
        Field(at, letter(at) if header is None else str(header), known.get(at) or _person(header))
        for at, header in headers.items()
        if header is not None or body[at].notna().any()
    ]
    return Table(source, tuple(fields), body)


def _person(header: object) -> Column | None:
    return next((EVERY[key] for key in match([header], PEOPLE)), None)


def as_day(value: object) -> object:
    """A day with its time, which some readers leave out at midnight; anything else as it is."""
    plain = isinstance(value, date) and not isinstance(value, datetime)
    return datetime.fromisoformat(str(value)) if plain else value


def as_text(value: object) -> str:
    """A cell as it is encrypted: a day with its time, so that it can be told from a text that looks like a day."""
    value = as_day(value)
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def telling(tables: Iterable[Table]) -> frozenset[object]:
    """Values that name somebody wherever they stand, as they are in their cells and as text."""
    found: set[object] = set()
    for one in tables:
        texts = [f for f in one.fields if f.column and f.column.sensitive and f.column.format == "text"]
        cells = one.cells(texts)
        cells = cells[cells["text"].str.len() >= SHORTEST]
        found |= {*cells["value"], *cells["text"]}
    return frozenset(found)


def unknown(tables: Sequence[Table], headers: Iterable[str], option: str) -> list[Problem]:
    """Headers the user named that no table has."""
    there = join(field.header for one in tables for field in one.fields)
    missing = (header for header in headers if not any(one.find([header]) for one in tables))
    return [Problem(NO_HEADER.format(header=header, there=there), Text(option, option)) for header in missing]


def uncomputed(cells: pd.DataFrame) -> list[Problem]:
    """Formulas among these cells that have no result, by header."""
    formulas = cells[cells["value"].map(lambda value: isinstance(value, Uncomputed)).astype(bool)]
    return [
        Problem(UNCOMPUTED.format(count=len(found), column=header, cells=join(addresses(found)[:3])))
        for header, found in formulas.groupby("header", sort=False)
    ]


def addresses(cells: pd.DataFrame) -> list[str]:
    """Where people find them: 订单!C5."""
    places = (cells[name] for name in PLACE)
    return [f"{sheet}!{letter(column)}{row}" for sheet, column, row in zip(*places, strict=True)]


NO_HEADER = Text("没有表头是「{header}」的列；表头有 {there}", "no column has the header '{header}'; there are {there}")
