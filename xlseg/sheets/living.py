"""Live labels beside the user's own tables: over the cells there that hold just what was read, and over ours else."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.live import Live, named
from xlseg.live.conditions import wild
from xlseg.recognise import Source
from xlseg.rules.table import type_of
from xlseg.sheets.labels import Beside, Target, labelled
from xlseg.text import Text

MOST_LOOKED_UP = 300_000_000  # comparisons of IDs; Excel takes a few seconds for so many
ID = named(CUSTOMER_ID.key)


def besides(target: Target, analysis: Analysis, live: Live | None, fresh: bool) -> Iterator[Beside]:
    """What stands beside a table, in order. fresh: values now, formulas before, or the other way round."""
    models = (analysis.model(key) for key in analysis.segmentations)
    plain = {model.key: labelled(model, analysis.segmentations[model.key]) for model in models}
    needed = tuple(_needed(target, live)) if live else ()
    if needed or fresh:
        yield Beside("live", tuple(c for c, _ in needed), pd.DataFrame({c.key: v for c, v in needed}), helpers=True)
    for key, labels in plain.items():
        columns = analysis.model(key).columns
        if live is None or key not in live.models or not (_own_rows(target) or looked_up(target, live)):
            yield Beside(key, columns, labels, fresh=fresh)
        elif _own_rows(target):
            yield Beside(key, columns, live.models[key].shown, live.models[key].formulas, True)
        else:
            texts = {name: _lookup(target, f"{key}.{name}") for name in live.models[key].formulas}
            yield Beside(key, columns, live.models[key].shown, texts, True)


def standing(target: Target, live: Live | None) -> dict[str, int]:
    """Columns of the sheet whose cells hold just what labels are computed from, by their names in formulas."""
    if live is None:
        return {}
    given = [(CUSTOMER_ID, target.ids)]
    given += [(g.column, g.values.reindex(target.ids).set_axis(target.ids.index)) for g in live.inputs]
    found = ((column.key, _position(target, column.key, values)) for column, values in given)
    return {named(key): position for key, position in found if position}


def looked_up(target: Target, live: Live) -> bool:
    """Whether rows of orders take their labels from the page of all customers: not where Excel would take too long,
    or another customer's."""
    columns = sum(len(model.columns) for model in live.ran)
    return not confused(live) and len(target.ids) * columns * len(live.everybody) <= MOST_LOOKED_UP


def confused(live: Live) -> bool:
    """Whether customer IDs differ in case or width only, which Excel does not tell apart when it looks one up."""
    known = live.everybody.astype(str).str.normalize("NFKC").str.casefold()
    return not known.is_unique


def _own_rows(target: Target) -> bool:
    return target.source.kind == "customers"


def _needed(target: Target, live: Live) -> Iterator[tuple[Column, "pd.Series[Any]"]]:
    """Columns that have to be written, because they stand nowhere as they were read."""
    there = standing(target, live)
    if not _own_rows(target):
        if ID not in there and looked_up(target, live):
            yield _for_formulas(CUSTOMER_ID), live.everybody.to_series()
        return
    for given in live.inputs:
        if named(given.column.key) not in there:
            yield _for_formulas(given.column), given.values


def _for_formulas(column: Column) -> Column:
    key = named(column.key).removeprefix("live.")
    return Column(
        key, FOR_FORMULAS.format(title=column.title), "decimal" if column.format == "number" else column.format
    )


def _lookup(target: Target, label: str) -> str:
    """The label of the row's customer on the page of all customers."""
    customer = f"{{{ID}:row}}"
    if target.ids.astype(str).str.contains(r"[~*?]").any():
        customer = wild(customer)
    return f"INDEX({{customers!{label}:all}},MATCH({customer},{{customers!customer_id:all}},0))"


def _position(target: Target, key: str, expected: "pd.Series[Any]") -> int:
    """Where the column stands, if each of its cells is as it was read; else 0."""
    source: Source = target.source
    raw = source.frame[key] if key in source.columns else source.own_frame[key] if key in source.own else None
    position = source.columns.get(key) or source.own.get(key) or 0
    return position if raw is not None and _stands(raw.reindex(expected.index), expected) else 0


def _stands(raw: "pd.Series[Any]", expected: "pd.Series[Any]") -> bool:
    """Whether each cell is exactly the value: a number, a day or a text as it was read, blank where there is none."""
    kind, missing = type_of(expected), expected.isna().to_numpy()
    blank = (raw.isna() | (raw == "")).to_numpy(dtype=bool)
    if (missing != blank).any():
        return False
    cells, values = raw.to_numpy(dtype=object)[~blank].tolist(), expected[~missing].tolist()
    types = {"number": (int, float), "date": (datetime,), "text": (str,)}[kind]
    typed = all(isinstance(cell, types) and not isinstance(cell, bool) for cell in cells)
    return typed and cells == values


FOR_FORMULAS = Text("公式用：{title}", "For formulas: {title}")  # no header that measures are known by
