"""What the user typed into a table of ours, and the order its rows stand in, carried over a rerun."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from xlseg.blocks import Table
from xlseg.cells import Area, Formula, Rows, cell
from xlseg.text import Text

GONE = Text("（本次没有这一项；您填写的内容保留在此）", "(not there this time; what you typed is kept here)")
Key = tuple[str, ...]


def carry(table: Table, old: Rows, area: Area) -> Table:
    """`table` with the cells typed under `keep` and `proposed` before.

    Rows are known by their `key` columns in either language; what stands as we propose it, in either language, is
    not typed. A row that is no longer there stays as a last one, marked, if something was typed under `keep`; in a
    `steady` table it stays where it was, new rows come last, and the order of the rest is the user's.
    """
    typed = _typed(table, old, area) if table.key else None
    if typed is None:
        return table
    names = _names(table)
    english = [{v.en: v.zh for v in table.rows[c] if isinstance(v, Text)} for c in table.key]
    canonical = [tuple(e.get(part, part) for part, e in zip(key, english, strict=True)) for key in typed.index]
    typed.index = pd.Index(canonical, tupleize_cols=False)
    typed = typed[~typed.index.duplicated()]
    found = typed.reindex(pd.Index(names, tupleize_cols=False)).set_index(table.rows.index)
    rows = table.rows.assign(**{c: _kept(found[c], table.rows[c]) for c in (*table.keep, *table.proposed)})
    body, total = rows.iloc[: len(rows) - table.total], rows.iloc[len(rows) - table.total :]
    gone, lost = _gone(table, typed, set(names))
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
    ours = [isinstance(p, Text) and t in p for t, p in zip(typed, proposed, strict=True)]
    return typed.where(typed.notna() & ~pd.Series(ours, typed.index, dtype=bool), proposed)


def _typed(table: Table, old: Rows, area: Area) -> pd.DataFrame | None:
    """The keep cells of the table as it stood in `area`, by key; None where it cannot be found."""
    rows, headers = [], _headers(table, old, area)
    if not headers:
        return None
    for (top, places), end in zip(headers, [*(top for top, _ in headers[1:]), area.bottom + 1], strict=True):
        for row in range(top + 1, end):
            key = tuple(_word(cell(old, row, places[k])) for k in table.key)
            if any(key):
                rows.append((key, *(cell(old, row, places[k]) for k in (*table.keep, *table.proposed))))
    frame = pd.DataFrame(rows, columns=["", *table.keep, *table.proposed], dtype=object)
    frame.index = pd.Index(frame.pop(""), tupleize_cols=False)
    return frame


def _headers(table: Table, old: Rows, area: Area) -> list[tuple[int, dict[str, int]]]:
    """Rows with the titles of the key columns, and where the columns stand; a renamed one is found by position."""
    found = []
    for top in range(area.top, area.bottom + 1):
        header = {cell(old, top, column): column for column in range(area.left, area.right + 1)}
        places = {c.key: header.get(c.title.zh) or header.get(c.title.en) or 0 for c in table.columns}
        if all(places[key] for key in table.key):
            position = {c.key: area.left + n for n, c in enumerate(table.columns)}
            found.append(
                (top, {key: places[key] or position[key] for key in (*table.key, *table.keep, *table.proposed)})
            )
    return found


def _gone(table: Table, typed: pd.DataFrame, names: set[Key]) -> tuple[pd.DataFrame, list[Key]]:
    """Rows that are no longer there and stay, and their keys."""
    missing = ~typed.index.isin(names)
    filled = typed[list(table.keep)].notna().any(axis=1).to_numpy()
    lost = typed[missing if table.steady else missing & filled]
    rows = pd.DataFrame(None, index=range(len(lost)), columns=table.rows.columns, dtype=object)
    for position, column in enumerate(table.key):
        rows[column] = [key[position] for key in lost.index]
    for column in (*table.keep, *table.proposed):
        rows[column] = lost[column].to_numpy(dtype=object)
    wide = next((c.key for c in table.columns if c.format == "wide" and c.key not in typed), None)
    if wide:
        rows[wide] = pd.Series([GONE] * len(rows), rows.index, dtype=object)
    return rows, list(lost.index)


def _names(table: Table) -> list[Key]:
    columns = ([_word(v.zh if isinstance(v, Text) else v) for v in table.rows[c]] for c in table.key)
    return list(zip(*columns, strict=True))


def _word(value: object) -> str:
    """A key as text: whole numbers come back from Excel as floats; the running number of RFM-03 may change."""
    value = value.value if isinstance(value, Formula) else value
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return re.sub(r"(?<=^[A-Z]{3}-)\d+$", "", text)
