"""Columns that people put between those of a table of ours: they stay where they were put, beside their rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, pairwise

import pandas as pd

from xlseg.blocks import Table
from xlseg.cells import Area, Fill, Paint, Placed, Rows, cell, result_of
from xlseg.columns import Column
from xlseg.stacked import Stacked, cells_of
from xlseg.text import EMPTY, Text, same

GROUPS = ("segment_id", "title")  # tables known by these have the same columns in every run, so that others are theirs
OWN, GAP = "own", "gap"  # before the number of a column: theirs; one that holds nothing
COMPARED = 1000  # rows, to tell a column of ours that was renamed


def with_columns_between(table: Table, old: Rows, area: Area) -> Table:
    """`table` as it is, and with the columns that stood between ours in `area`, kept as typed.

    Of groups, only where every title of ours stands in the old order: where one was renamed, it would be taken for
    theirs. Of a table of other columns from run to run, what is none of `at_times`: ours stand around them.
    """
    if table.inputs or not (table.key == GROUPS or table.at_times):
        return table
    for top in range(area.top, area.bottom + 1):
        said = [cell(old, top, at) for at in range(area.left, area.right + 1)]
        if table.at_times and any(said[:1] == [title] for title in table.columns[0].title):
            return _with(table, _none_of_ours(table, old, area._replace(top=top), said))
        ours = [next((at for at, title in enumerate(said) if title in c.title), -1) for c in table.columns]
        if ours[0] == 0 and -1 not in ours and ours == sorted(ours):
            theirs = [at for at in range(ours[-1]) if at not in ours]
            named = all(isinstance(said[at], str) and said.count(said[at]) == 1 for at in theirs)
            return _with(table, {at: str(said[at]) for at in theirs}) if theirs and named else table
    return table


def left_alone(placed: Placed, table: Table, columns: Mapping[str, int], header: int, old: Rows) -> Placed:
    """The same, but that columns of theirs that stand where they stood keep their looks, and cells that stay as they
    are.

    columns: of the table, where each is; header: its row, now and before.
    """
    titles = {columns[c.key]: c.title.en or None for c in table.columns if c.key[: len(OWN)] == OWN}
    spared = [at for at, title in titles.items() if cell(old, header, at) == title] if table.at_times else []
    if not spared:
        return placed
    below = header + len(table.rows) + 1
    rest = [Area(below, at, area.bottom, at) for area in placed.emptied for at in spared if area.bottom >= below]
    return replace(
        placed,
        fills=tuple(part for fill in placed.fills for part in _filled(fill, spared, old)),
        emptied=(*(part for area in placed.emptied for part in _without(area, spared)), *rest),
        restyled=tuple(part for area in placed.restyled for part in _without(area, spared)),
        paints=tuple(Paint(part, *paint[1:]) for paint in placed.paints for part in _without(paint.area, spared)),
        texts=tuple(part for area in placed.texts for part in _without(area, spared)),
        widths={at: width for at, width in placed.widths.items() if at not in spared},
    )


def _none_of_ours(table: Table, old: Rows, area: Area, said: Sequence[object]) -> dict[int, str]:
    """Columns with a title or cells of their own, by their place. area: from the header down."""
    titles = {title: column for column in (*table.at_times, *table.columns) for title in column.title}
    places: dict[str, list[int]] = {}
    for at, title in enumerate(said):
        if title in titles:
            places.setdefault(titles[title].key, []).append(at)
    ours = {
        key: at[0] if len(at) == 1 else max(at, key=lambda one: _agreeing(table, old, area, key, one))
        for key, at in places.items()
    }
    found = {}
    for at, title in enumerate(said):
        cells = (cell(old, row, area.left + at) for row in range(area.top, area.bottom + 1))
        if at not in ours.values() and any(one is not None for one in cells):
            missing = [column.key for column in table.columns if column.key not in ours]
            renamed = next((key for key in missing if _agreeing(table, old, area, key, at) > 1 / 2), None)
            if renamed is None:
                found[at] = "" if title is None else str(title)
            else:
                ours[renamed] = at
    return found


def _agreeing(table: Table, old: Rows, area: Area, key: str, at: int) -> float:
    """Of the rows of whom the table still speaks, the share in which a column says what ours says."""
    if key not in table.rows:
        return 0.0
    rows = range(area.top + 1, min(area.bottom, area.top + COMPARED) + 1)
    there = {str(result_of(cell(old, row, area.left))): result_of(cell(old, row, area.left + at)) for row in rows}
    names = table.rows[table.key[0]].astype(str)
    now = table.rows.loc[names.isin(there).to_numpy(), key].set_axis(names[names.isin(there)])
    return sum(_alike(value, there[str(who)]) for who, value in now.items()) / max(len(there), 1)


def _alike(ours: object, there: object) -> bool:
    ours = result_of(ours)
    if isinstance(ours, Text):
        return there in ours
    if isinstance(ours, int | float) and isinstance(there, int | float):
        return abs(ours - there) <= 1e-9 * abs(ours)
    return there is not None and ours is not pd.NA and bool(ours == there)


def _with(table: Table, theirs: dict[int, str]) -> Table:
    """theirs: titles by the place among all columns; where ours do not reach so far, columns that hold nothing do."""
    if not theirs:
        return table
    taken = sum(column.key.startswith(OWN) for column in table.columns)
    own = {at: Column(f"{OWN}{n}", same(title), "formula") for n, (at, title) in enumerate(theirs.items(), taken + 1)}
    rest, gaps = iter(table.columns), (Column(f"{GAP}{n}", EMPTY, "formula") for n in count(1))
    size = max(len(table.columns) + len(own), max(own) + 1)
    columns = tuple(own[at] if at in own else next(rest, None) or next(gaps) for at in range(size))
    keys = [column.key for column in columns if column not in table.columns]
    keep = (*table.keep, *(column.key for column in own.values()))
    return replace(table, columns=columns, rows=table.rows.assign(**dict.fromkeys(keys)).astype(object), keep=keep)


def _without(area: Area, columns: Collection[int]) -> Iterator[Area]:
    """The parts of an area between these columns."""
    edges = [area.left - 1, *sorted(at for at in columns if area.left <= at <= area.right), area.right + 1]
    for before, after in pairwise(edges):
        if after - before > 1:
            yield area._replace(left=before + 1, right=after - 1)


def _filled(fill: Fill, spared: Sequence[int], old: Rows) -> Iterator[Fill]:
    """The parts of a fill, those of theirs only where a cell changes."""
    same_there = [at for at in spared if fill.left <= at <= fill.area.right and _unchanged(fill, at, old)]
    if not same_there:
        yield fill
        return
    for part in _without(fill.area, same_there):
        cut = slice(part.left - fill.left, part.right - fill.left + 1)
        values = fill.values
        cells = Stacked(values.columns[cut]) if isinstance(values, Stacked) else [row[cut] for row in values]
        yield Fill(fill.top, part.left, cells)


def _unchanged(fill: Fill, at: int, old: Rows) -> bool:
    values, number = fill.values, at - fill.left
    cells = cells_of(values.columns[number]) if isinstance(values, Stacked) else [row[number] for row in values]
    there = (cell(old, row, at) for row in range(fill.top, fill.top + len(cells)))
    return all(_plain(one) == other for one, other in zip(cells, there, strict=True))


def _plain(value: object) -> object:
    value = result_of(value)
    return None if value == "" or value is pd.NaT else value
