"""Tables of ours that people go on working in: read as they stand, and laid over what is known now.

Rows stay where they are, blank ones too, because people write beside them; new ones come last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xlseg.cells import Area, Marked, Rows, cell, even, result_of
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.text import Text, same
from xlseg.values import ids

MARK = Column("mark", Text("系统标记", "xlseg mark"), "hidden")
OWN = "own."  # before the number of a column the user added
BETWEEN = "｜"  # parts what we wrote into one row
SEARCHED = 20  # rows from the top in which the headers stand


class Entered(NamedTuple):
    """What stands in such a table. rows: cells by Column.key, one row a row of the sheet. own: the user's columns."""

    rows: pd.DataFrame
    own: tuple[Column, ...] = ()


class Laid(NamedTuple):
    """Rows to write. theirs: cells the user wrote in place of ours; others: rows that are none of our customers."""

    rows: pd.DataFrame
    theirs: int = 0
    others: int = 0


def read_entries(columns: Sequence[Column], rows: Rows, found: Marked, beside: bool = False) -> Entered | None:
    """What stands under `columns` where they are marked; None where the headers are gone.

    A column put between ours comes with it; `beside`: those right of ours too, which are lost elsewhere. A header
    that was renamed is found by its place, as long as no column was put in.
    """
    header = _header(columns, rows, found.area)
    if header is None:
        return None
    top, places = header
    right = found.area.right
    while beside and cell(rows, top, right + 1) is not None:
        right += 1
    body = _body(rows, top, right)
    body = body.iloc[: _bottom(body[list(places.values())], found.area.bottom - top)]
    between = [at for at in range(found.area.left, right + 1) if at not in places.values()]
    added = [at for at in between if cell(rows, top, at) is not None or body[at].notna().any()]
    own = tuple(Column(f"{OWN}{n}", same(cell(rows, top, at) or ""), "number") for n, at in enumerate(added, 1))
    cells = {column.key: body[places[column.key]] if column.key in places else None for column in columns}
    cells |= {column.key: body[at] for column, at in zip(own, added, strict=True)}
    return Entered(pd.DataFrame(cells, body.index, dtype=object).reset_index(drop=True), own)


def entries_area(columns: Sequence[Column], rows: Rows, found: Marked) -> Marked:
    """Where such a table stands with the rows typed right below it, which are ours to write again."""
    header = _header(columns, rows, found.area)
    if header is None:
        return found
    top, places = header
    body = _body(rows, top, found.area.right)[list(places.values())]
    bottom = top + _bottom(body, found.area.bottom - top)
    return found._replace(area=found.area._replace(bottom=max(found.area.bottom, bottom)))


def merged(first: Entered | None, last: Entered | None, by: Sequence[str]) -> Entered | None:
    """Two states of one table, the later one counting: its blanks are filled from the earlier, whose other rows follow.

    by: the columns a row is known by; one that has none of them is known by all its cells.
    """
    if first is None or last is None:
        return last or first
    titles = {column.title: column for column in last.own}
    more = [column for column in first.own if column.title not in titles]
    names = {column.key: titles[column.title].key for column in first.own if column.title in titles}
    names |= {column.key: f"{OWN}{len(last.own) + n}" for n, column in enumerate(more, 1)}
    before, rows = first.rows.rename(columns=names), last.rows
    known, now = (pd.Index(_known(frame, by), tupleize_cols=False) for frame in (before, rows))
    at = known.get_indexer(now)
    columns = list(dict.fromkeys((*rows, *before)))
    old = before.reindex(columns=columns).iloc[at].set_axis(rows.index)
    filled = rows.reindex(columns=columns)
    filled = filled.where(filled.notna() | (at < 0)[:, None], old)
    new = before[~known.isin(now) & before.notna().any(axis=1).to_numpy()]
    own = (*last.own, *(replace(column, key=names[column.key]) for column in more))
    return Entered(pd.concat([filled, new], ignore_index=True).reindex(columns=columns), own)


def results(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    """The cells with what formulas the user typed come to in their place."""
    return cells.map(result_of, na_action="ignore").astype(object)


def laid(
    computed: pd.DataFrame,
    entered: Entered | None,
    keep: Sequence[str],
    personal: Mapping[str, "pd.Series[Any]"] | None = None,
) -> Laid:
    """The customers' rows, and what the user typed over, beside and below them.

    computed: one row a customer: customer_id and the texts we write. keep: further columns, the user's. personal: of
    computed columns that may be masked, the same in full; such cells are not repeated in the mark. A cell that is
    neither what the mark says we wrote nor a mask was typed by the user, and stays.
    """
    personal = personal or {}
    told = [str(key) for key in computed if key not in (CUSTOMER_ID.key, *personal)]
    computed = computed.assign(**{MARK.key: _joined(computed, told)}).astype(object)
    if entered is None:
        return Laid(computed.assign(**dict.fromkeys(keep)))
    rows, who = entered.rows, ids(results(entered.rows[CUSTOMER_ID.key]))
    columns = list(dict.fromkeys((*computed, *keep, *(column.key for column in entered.own))))
    if computed.empty:
        return Laid(rows.reindex(columns=columns), 0, int(rows.notna().any(axis=1).sum()))
    at = pd.Index(computed[CUSTOMER_ID.key]).get_indexer(pd.Index(who.where(~who.duplicated())))
    ours, now = at >= 0, computed.iloc[at].set_axis(rows.index)
    full = {key: pd.Series(cells.to_numpy(dtype=object)[at], rows.index) for key, cells in personal.items()}
    typed = _typed(rows, now, told, full).assign(**dict.fromkeys((CUSTOMER_ID.key, MARK.key), False))
    known = {str(key): rows[key].where(typed[key] | ~ours, now[key]) for key in computed}
    new = computed[~np.isin(np.arange(len(computed)), at[ours])]
    both = [part for part in (rows.assign(**known), new) if len(part)] or [rows]
    others = int((~ours & rows.notna().any(axis=1)).sum())
    return Laid(pd.concat(both, ignore_index=True).reindex(columns=columns), int(typed[ours].to_numpy().sum()), others)


def _typed(
    rows: pd.DataFrame, now: pd.DataFrame, told: Sequence[str], full: "Mapping[str, pd.Series[Any]]"
) -> pd.DataFrame:
    """Which cells are the user's: of personal ones what is neither masked, as it is now, nor as in the data."""
    was = rows[MARK.key].astype("str").str.split(BETWEEN, expand=True).reindex(columns=range(len(told)))
    typed = {}
    for key in (*told, *full):
        text = rows[key].map(_text, na_action="ignore")
        if key in full:
            masked = text.astype("str").str.contains("*", regex=False, na=False)
            typed[key] = text.notna() & (text != full[key]) & (text != now[key]) & ~masked
        else:
            typed[key] = text.notna() & (text != was[told.index(key)])
    return pd.DataFrame(typed, rows.index)


def _known(rows: pd.DataFrame, by: Sequence[str]) -> list[tuple[object, ...]]:
    """What each row is known by, with its number among those known by the same."""
    texts = rows.astype(object).where(rows.notna(), "").map(_text)
    bare = (texts[list(by)] == "").all(axis=1)
    keys = pd.Series(list(zip(*(texts[key] for key in by), strict=True)), rows.index, dtype=object)
    whole = pd.Series(list(zip(*(texts[key] for key in texts), strict=True)), rows.index, dtype=object)
    keys = keys.where(~bare, whole)
    return list(zip(keys, keys.groupby(keys).cumcount(), strict=True))


def _joined(computed: pd.DataFrame, told: Sequence[str]) -> Any:
    parts = [computed[key].fillna("").astype(object).str.replace(BETWEEN, " ") for key in told]
    joined = parts[0] if parts else pd.Series("", computed.index)
    for part in parts[1:]:
        joined = joined + BETWEEN + part
    return joined


def _text(value: object) -> str:
    value = result_of(value)
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _body(rows: Rows, top: int, right: int) -> pd.DataFrame:
    """Cells below the header by column, those without anything missing."""
    cells = even([row[:right] for row in rows[top:]])
    body = pd.DataFrame(cells or None, columns=range(1, len(cells[0]) + 1) if cells else None, dtype=object)
    body = body.reindex(columns=range(1, right + 1))
    return body.where(body.notna() & (body != ""), None)


def _bottom(body: pd.DataFrame, inside: int) -> int:
    """Rows down to the last that holds anything: of the first `inside`, of those right below without a gap, and to
    the last one that is more than a line of text."""
    cells = body.notna().sum(axis=1).to_numpy()
    filled = cells > 0
    gaps = np.flatnonzero(~filled[inside:])
    end = inside + (int(gaps[0]) if len(gaps) else max(len(filled) - inside, 0))
    end = max([end, *(np.flatnonzero(cells > 1)[-1:] + 1)])
    held = np.flatnonzero(filled[:end])
    return int(held[-1]) + 1 if len(held) else 0


def _header(columns: Sequence[Column], rows: Rows, area: Area) -> tuple[int, dict[str, int]] | None:
    """The row most of the titles stand in, at least half of them, and where each does."""
    best: tuple[int, dict[str, int]] = (0, {})
    for top in range(area.top, min(area.top + SEARCHED, len(rows)) + 1):
        said = {str(cell(rows, top, at)).strip(): at for at in range(area.right, area.left - 1, -1)}
        places = {c.key: said[name] for c in columns for name in c.title if name in said}
        best = max(best, (top, places), key=lambda found: len(found[1]))
    top, places = best
    if 2 * len(places) < len(columns):
        return None
    if area.right - area.left + 1 == len(columns):
        free = {c.key: area.left + n for n, c in enumerate(columns) if c.key not in places}
        places |= {key: at for key, at in free.items() if at not in places.values()}
    return top, places
