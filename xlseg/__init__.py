"""Customer segmentation for people who live in Excel · 在 Excel 里做客户细分.

The one rule: a model is a function from the customer table to labels; a page is a function from the
analysis to blocks; a host is the only thing that touches cells.

How data flows, each layer importing only from those above it:

    text errors columns/ blocks distinct  what everything speaks: Text(zh, en), Problem, Column, Heading/Note/Table
    kinds settings               a threshold declares itself; the sheet's rows are derived from it and read back
    cells theme                  what a host is asked to write: values, looks and names at addresses
    values privacy               cells read whatever their clothes; personal columns masked or encrypted
    recognise cleaning           raw rows -> typed orders and customers, and Issues (the user's cells never change)
    customers                    -> ONE customer table, one row a customer
    scoring codes segments       1..n scores, code tables, Segment and Segmentation
    models/                      model.segment(customers) -> Segmentation
    analysis                     analyze(): the pipeline above, in order
    gains backtest/              what groups made as of an earlier day did afterwards, and how sure that is
    collection/                  the list of data to collect against the data that are there
    draft page sheets/           page(analysis) -> blocks -> plain cells and charts over them, in one language
    hosts/                       a closed file, a live Excel
    standing report actions      what of ours is in a workbook; what was done, in sentences; verbs over a host
    personal protection export   where a table says who somebody is; encrypted, decrypted, handed to others
    files copies templates       from a path to a path; pages as empty workbooks to fill in
    cli addin                    the doors: arguments in, a message or an error sentence out

Where this differs from the first plan, and why:
- A model may show its evidence (cuts, counts, charts) as blocks, so blocks stand below the models.
- Writing labels beside the user's data is a Placed like any page: a host has one verb for cells, `write`.
- What is ours in a workbook is found again by defined names (xlseg.page.result, xlseg.label.rfm.segment), one a
  page and one a label column, which Excel keeps right when people rename sheets, insert rows or move columns.
- A chart is drawn over the cells of the table before it, and is found again by its name (xlseg.page.result.1).
- What the user typed into a table of ours is carried by key (carry.py), never by address.
- One parser reads thresholds from the sheet and from the command line: each lays rows over a base Settings.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlseg.analysis import Analysis, analyze
    from xlseg.errors import XlsegError
    from xlseg.models.rfm import Rfm
    from xlseg.settings import General, Settings

__version__ = "0.1.0"
__all__ = ["Analysis", "General", "Rfm", "Settings", "XlsegError", "analyze"]

_HOME = {
    "Analysis": "xlseg.analysis",
    "General": "xlseg.settings",
    "Rfm": "xlseg.models.rfm",
    "Settings": "xlseg.settings",
    "XlsegError": "xlseg.errors",
    "analyze": "xlseg.analysis",
}


def __getattr__(name: str) -> Any:
    """Import the library's names when they are first used, so that the command line starts at once."""
    if name not in _HOME:
        raise AttributeError(f"module 'xlseg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
