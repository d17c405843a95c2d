"""What the user typed into a table of ours, and the order its rows stand in, carried over a rerun."""

from dataclasses import replace

import pandas as pd

from xlseg.blocks import Table
from xlseg.cells import Area, Rows, cell
from xlseg.text import Text

GONE = Text("（本次没有这一项；您填写的内容保留在此）", "(not there this time; what you typed is kept here)")


def carry(table: Table, old: Rows, area: Area) -> Table:
    """`table` with the cells typed under `keep` before, in the order its rows had; new rows come last.

    A row that is no longer there but has something typed stays, marked; rows are known by their `key` columns
    in either language.
    """
    typed = _typed(table, old, area)
    if typed is None:
        return table
    english = {en: zh for column in table.key for zh, en in _texts(table.rows[column])}
    typed.index = pd.Index(["|".join(english.get(part, part) for part in key) for key in typed.index])
    typed = typed[~typed.index.duplicated()]
    names = _names(table)
    body = table.rows.iloc[:-1] if table.total else table.rows
    found = typed.reindex(names[: len(body)]).set_index(body.index)
    body = body.assign(**{c: found[c].where(found[c].notna(), body[c]) for c in table.keep})
    order = pd.Series(range(len(typed)), typed.index).reindex(names[: len(body)]).fillna(len(typed))
    body = body.iloc[order.to_numpy().argsort(kind="stable")]
    parts = [body, _gone(table, typed, names), table.rows.iloc[len(body) :]]
    return replace(table, rows=pd.concat([p for p in parts if len(p)], ignore_index=True))


def _typed(table: Table, old: Rows, area: Area) -> pd.DataFrame | None:
    """The key and keep cells of the table as it stood in `area`; None where it cannot be found."""
    wanted = [c for c in table.columns if c.key in table.key or c.key in table.keep]
    frames = []
    for top in range(area.top, area.bottom + 1) if table.key else ():
        header = {cell(old, top, column): column for column in range(area.left, area.right + 1)}
        places = {c.key: header.get(c.title.zh) or header.get(c.title.en) for c in wanted}
        if all(places.values()):
            rows = [
                {key: cell(old, row, column or 0) for key, column in places.items()}
                for row in range(top + 1, _end(old, top + 1, places, area) + 1)
            ]
            frames.append(pd.DataFrame(rows, columns=list(places), dtype=object))
    if not frames:
        return None
    found = pd.concat(frames, ignore_index=True)
    found.index = pd.Index(
        [tuple(_word(v) for v in key) for key in found[list(table.key)].itertuples(index=False)],
        tupleize_cols=False,
    )
    return found[list(table.keep)]


def _end(old: Rows, row: int, places: dict[str, int | None], area: Area) -> int:
    """The last row of a table whose body starts at `row`: it ends before a row with every wanted cell empty."""
    while row <= area.bottom and any(cell(old, row, column or 0) is not None for column in places.values()):
        row += 1
    return row - 1


def _gone(table: Table, typed: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    lost = typed[~typed.index.isin(names) & typed.notna().any(axis=1)] if table.keep else typed.iloc[:0]
    rows = pd.DataFrame(None, index=range(len(lost)), columns=table.rows.columns, dtype=object)
    for position, column in enumerate(table.key):
        rows[column] = [str(name).split("|")[position] for name in lost.index]
    rows[list(table.keep)] = lost.to_numpy(dtype=object)
    wide = next((c.key for c in table.columns if c.format == "wide" and c.key not in table.keep), None)
    if wide:
        rows[wide] = pd.Series([GONE] * len(rows), rows.index, dtype=object)
    return rows


def _names(table: Table) -> list[str]:
    columns = ([_word(v.zh if isinstance(v, Text) else v) for v in table.rows[c]] for c in table.key)
    return ["|".join(parts) for parts in zip(*columns, strict=True)]


def _texts(column: pd.Series) -> list[Text]:
    return [value for value in column if isinstance(value, Text)]


def _word(value: object) -> str:
    """A key as text; Excel hands whole numbers back as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
