"""Columns that people put between those of a table of ours: they stay where they were put, beside their rows."""

from dataclasses import replace

from xlseg.blocks import Table
from xlseg.cells import Area, Rows, cell
from xlseg.columns import Column
from xlseg.text import same

GROUPS = ("segment_id", "title")  # tables known by these have the same columns in every run, so that others are theirs


def with_columns_between(table: Table, old: Rows, area: Area) -> Table:
    """`table` as it is, and with the columns that stood between ours in `area`, kept as typed.

    Only where every title of ours stands in the old order: where one was renamed, it would be taken for theirs.
    """
    if table.key != GROUPS or table.inputs:
        return table
    for top in range(area.top, area.bottom + 1):
        said = [cell(old, top, at) for at in range(area.left, area.right + 1)]
        ours = [next((at for at, title in enumerate(said) if title in c.title), -1) for c in table.columns]
        if ours[0] == 0 and -1 not in ours and ours == sorted(ours):
            theirs = [at for at in range(ours[-1]) if at not in ours]
            named = all(isinstance(said[at], str) and said.count(said[at]) == 1 for at in theirs)
            return _with(table, {at: str(said[at]) for at in theirs}) if theirs and named else table
    return table


def _with(table: Table, theirs: dict[int, str]) -> Table:
    own = {at: Column(f"own{n}", same(title), "formula") for n, (at, title) in enumerate(theirs.items(), 1)}
    rest = iter(table.columns)
    columns = tuple(own[at] if at in own else next(rest) for at in range(len(table.columns) + len(own)))
    keys = tuple(column.key for column in own.values())
    return replace(
        table, columns=columns, rows=table.rows.assign(**dict.fromkeys(keys)).astype(object), keep=(*table.keep, *keys)
    )
