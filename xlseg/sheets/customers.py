"""客户标签: one row a customer with measures and labels, for workbooks that hold orders only."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Table
from xlseg.columns import CUSTOMER_COLUMNS, CUSTOMER_ID, NOTE
from xlseg.page import Page
from xlseg.sheets.labels import labelled, labelled_sources, who
from xlseg.text import Text

TITLE = Text("客户标签", "Customer labels")


def unlabelled_page(analysis: Analysis) -> Page | None:
    """The customers where labels stand beside no table that has a row for each of them."""
    sources = labelled_sources(analysis)
    beside = pd.concat([who(source, analysis) for source in sources])
    complete = sources[0].kind == "customers" and analysis.customers[CUSTOMER_ID.key].isin(beside).all()
    return None if complete else customers_page(analysis)


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
    return Page("customers", TITLE, (table,), frozen=True)
