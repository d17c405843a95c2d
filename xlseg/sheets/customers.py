"""客户标签: one row a customer with measures and labels, for workbooks that hold orders only."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Table
from xlseg.cells import Formula
from xlseg.columns import CUSTOMER_COLUMNS, CUSTOMER_ID, EVENT_MEASURES, HABIT_COLUMNS, MEASURE_COLUMNS, NOTE
from xlseg.live import FIGURES, Live, named
from xlseg.models import MODELS
from xlseg.page import Page
from xlseg.recognise import Source
from xlseg.sheets.labels import labelled, labelled_sources, unquoted
from xlseg.shown import cells
from xlseg.text import Lang, Text, plain

TITLE = Text("客户标签", "Customer labels")


def unlabelled_page(analysis: Analysis) -> Page | None:
    """The customers where labels stand beside no table that has a row for each of them."""
    sources = labelled_sources(analysis)
    complete = sources[0].kind == "customers" and _all_among(analysis, sources)
    return None if complete else customers_page(analysis)


def _all_among(analysis: Analysis, sources: Sequence[Source]) -> bool:
    """Whether each customer has a row of these tables."""
    beside, who = pd.concat([analysis.whose(source) for source in sources]), analysis.customers[CUSTOMER_ID.key]
    return np.array_equal(beside.to_numpy(), who.to_numpy()) or bool(who.isin(beside).all())


def customers_page(analysis: Analysis) -> Page:
    """The customer table, the labels of every model, and a column for the user's own notes."""
    rows = analysis.customers
    columns = [column for column in CUSTOMER_COLUMNS if column.key in rows]
    for key, segmentation in analysis.segmentations.items():
        labels = labelled(analysis.model(key), segmentation)
        labels.columns = [f"{key}.{name}" for name in labels]
        rows = rows.join(labels.reset_index(drop=True))
        columns += [c.under(key) for c in analysis.model(key).columns]
    table = Table((*columns, NOTE), rows.assign(note=None), key=(CUSTOMER_ID.key,), keep=(NOTE.key,), steady=True)
    return Page("customers", TITLE, (replace(table, name="customers", at_times=AT_TIMES),), frozen=True)


def living(page: Page, live: Live, lang: Lang) -> Page:
    """The page with labels that compute themselves, after the columns they need that stand nowhere else."""
    (table,) = (block for block in page.blocks if isinstance(block, Table))
    columns = {column.key: column for column in table.columns}
    names = {named(given.column.key): given.column.key for given in live.inputs if given.column.key in columns}
    added = {named(given.column.key): given for given in live.inputs if given.column.key not in columns}
    rows = table.rows.assign(**{name: given.values.to_numpy() for name, given in added.items()})
    for key, labels in live.models.items():
        for name, text in labels.formulas.items():
            column = columns[f"{key}.{name}"]
            own = NAMED.sub(lambda found: f"{{{names.get(found[1], found[1])}:row}}", str(plain(text, lang)))
            shown = cells(labels.shown[name].reset_index(drop=True), lang)
            rows[column.key] = pd.Series([Formula(own, "" if v is None else v) for v in shown], dtype=object)
            columns[column.key] = unquoted(column)
    needed = tuple(replace(given.column, key=name) for name, given in added.items())
    first = tuple(column for column in columns.values() if "." not in column.key and column.key != NOTE.key)
    rest = tuple(column for column in columns.values() if column not in first)
    return replace(page, blocks=(replace(table, columns=(*first, *needed, *rest), rows=rows),))


AT_TIMES = (
    *(*MEASURE_COLUMNS, *EVENT_MEASURES, *HABIT_COLUMNS, *FIGURES),
    *(column.under(model.key) for model in MODELS for column in model.columns),
)  # what xlseg computes, of all models
NAMED = re.compile(r"\{(live\.\w+):row\}")
