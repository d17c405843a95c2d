"""What the user typed into a table of ours, and the order its rows stand in, carried over a rerun."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from xlseg.blocks import Table
from xlseg.cells import Area, Formula, Rows, cell, result_of
from xlseg.text import Text

_SECTION = "\0section"  # which of the tables below each other a row stood in
GONE = Text("（本次没有这一项；原来的内容保留在此）", "(not there this time; what stood here is kept)")
Key = tuple[str, ...]
TOLD = ("wide", "phrase", "brief", "sentence")  # formats of columns that have room to say it


def carry(table: Table, old: Rows, area: Area, page: Sequence[Table] = ()) -> Table:
    """`table` with the cells typed under `keep` and `proposed` before. page: all tables of its page.

    Rows are known by their `key` columns in either language; what stands as we propose it, in either language, is
    not typed, nor is a total of ours. A row that is no longer there stays as a last one, marked, if something was
    typed into it; in a `lasting` table also where other rows of that table are still there. In a `steady` table it
    stays where it was, new rows come last, and the order of the rest is the user's.
    """
    kin = [other for other in page if _titles(other) == _titles(table)] or [table]
    typed = _typed(table, kin, old, area, page) if table.key else None
    if typed is None:
        return table
    names = _names(table)
    found = typed.reindex(pd.Index(names, tupleize_cols=False)).set_index(table.rows.index)
    rows = table.rows.assign(**{c: _kept(found[c], table.rows[c]) for c in (*table.keep, *table.proposed)})
    body, total = rows.iloc[: len(rows) - table.total], rows.iloc[len(rows) - table.total :]
    gone, lost = _gone(table, kin, typed)
    merged = pd.concat([part for part in (body, gone) if len(part)] or [body], ignore_index=True)
    if table.steady:
        place = {key: number for number, key in enumerate(typed.index)}
        merged = merged.iloc[
            np.argsort([place.get(k, len(place)) for k in [*names[: len(body)], *lost]], kind="stable")
        ]
    return replace(
        table, rows=pd.concat([part for part in (merged, total) if len(part)] or [merged], ignore_index=True)
    )


def _kept(typed: pd.Series, proposed: pd.Series) -> pd.Series:
    ours = [isinstance(p, Formula) or (isinstance(p, Text) and t in p) for t, p in zip(typed, proposed, strict=True)]
    return typed.where(typed.notna() & ~pd.Series(ours, typed.index, dtype=bool), proposed)


def _typed(table: Table, kin: Sequence[Table], old: Rows, area: Area, page: Sequence[Table]) -> pd.DataFrame | None:
    """The keep cells of such tables as they stood in `area`, by key, and the `_SECTION` each stood in; None if none."""
    rows, headers = [], _headers(table, old, area)
    if not headers:
        return None
    tops = [*(top for other in page for top, _ in _headers(other, old, area)), area.bottom + 1]
    columns = (*table.keep, *table.proposed)
    for section, (top, places) in enumerate(headers):
        for row in range(top + 1, _end(old, area, top, min(t for t in tops if t > top))):
            key = tuple(_word(cell(old, row, places[k]), k) for k in table.key)
            if any(key):
                rows.append((key, section, *(cell(old, row, places[k]) for k in columns)))
    frame = pd.DataFrame(rows, columns=["", _SECTION, *columns], dtype=object)
    english = [{v.en: v.zh for t in kin for v in t.rows[c] if isinstance(v, Text)} for c in table.key]
    keys = [tuple(e.get(part, part) for part, e in zip(key, english, strict=True)) for key in frame.pop("")]
    whole = {name[1:]: name for name in _names(table) if name[0]}
    keys = [whole.get(key[1:], key) if not key[0] and len(key) > 1 else key for key in keys]  # named without its ID
    frame.index = pd.Index(keys, tupleize_cols=False)
    return frame[~frame.index.duplicated()]


def _end(old: Rows, area: Area, top: int, after: int) -> int:
    """The row behind the table below `top`: a blank one keeps it from the heading of the next, which begins `after`."""
    blanks = (
        row
        for row in range(after - 1, top, -1)
        if all(cell(old, row, column) is None for column in range(area.left, area.right + 1))
    )
    return next(blanks, after) if after <= area.bottom else after


def _headers(table: Table, old: Rows, area: Area) -> list[tuple[int, dict[str, int]]]:
    """Rows with most of the titles, and where the columns stand; a renamed one is found by position."""
    found = []
    position = {c.key: area.left + n for n, c in enumerate(table.columns)}
    for top in range(area.top, area.bottom + 1) if table.key else ():
        header = {_title(cell(old, top, column)): column for column in range(area.left, area.right + 1)}
        there = {c.key for c in table.columns if _title(cell(old, top, position[c.key])) in c.title}
        places = {
            c.key: position[c.key] if c.key in there else next((header[t] for t in c.title if t in header), 0)
            for c in table.columns
        }
        lost = [key for key in table.key if not places[key]]
        most = len([at for at in places.values() if at]) > len(places) / 2
        if not lost or (most and not {position[key] for key in lost} & set(places.values())):
            found.append(
                (top, {key: places[key] or position[key] for key in (*table.key, *table.keep, *table.proposed)})
            )
    return found


def _title(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _gone(table: Table, kin: Sequence[Table], typed: pd.DataFrame) -> tuple[pd.DataFrame, list[Key]]:
    """Rows that are in none of these tables any more and stay in this one, and their keys."""
    there = [set(_names(other)[: len(other.rows) - other.total]) for other in kin]
    own, alive = [], []
    for section in sorted(set(typed[_SECTION])):
        shared = [len(names.intersection(typed.index[typed[_SECTION] == section])) for names in there]
        heir = shared.index(max(shared)) if any(shared) else len(kin) - 1
        own += [section] if kin[heir] is table else []
        alive += [section] if shared[heir] and table.lasting else []
    missing = typed[_SECTION].isin(own).to_numpy() & ~typed.index.isin(set().union(*map(_names, kin)))
    lost = typed[missing & (table.steady | _touched(table, typed) | typed[_SECTION].isin(alive).to_numpy())]
    rows = pd.DataFrame(None, index=range(len(lost)), columns=table.rows.columns, dtype=object)
    for position, column in enumerate(table.key):
        rows[column] = [key[position] for key in lost.index]
    for column in (*table.keep, *table.proposed):
        rows[column] = lost[column].to_numpy(dtype=object)
    told = next((c.key for c in table.columns if c.format in TOLD and c.key not in (*table.key, *typed)), None)
    if told:
        rows[told] = pd.Series([GONE] * len(rows), rows.index, dtype=object)
    return rows, list(lost.index)


def _touched(table: Table, typed: pd.DataFrame) -> Any:
    """Rows with something typed under `keep`, or under `proposed` a line that is none of those `known`."""
    filled = typed[list(table.keep)].notna().any(axis=1).to_numpy()
    ours = {text for known in table.known for text in known}
    if ours:
        for column in table.proposed:
            filled = filled | [bool(_lines(value) - ours) for value in typed[column]]
    return filled


def _lines(value: object) -> set[str]:
    value = result_of(value)
    return set() if value is None or value != value else set(map(str.strip, str(value).splitlines()))  # noqa: PLR0124


def _titles(table: Table) -> tuple[Text, ...]:
    return tuple(column.title for column in table.columns if column.key in table.key)


def _names(table: Table) -> list[Key]:
    columns = ([_word(v.zh if isinstance(v, Text) else v, c) for v in table.rows[c]] for c in table.key)
    return list(zip(*columns, strict=True))


def _word(value: object, column: str) -> str:
    """A key as text: whole numbers come back from Excel as floats; the running number of a segment may change."""
    value = result_of(value)
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return re.sub(r"(?<=^[A-Z]{3}-)\d+$", "", text) if column == "segment_id" else text
