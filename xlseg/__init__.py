"""Customer segmentation for people who live in Excel · 在 Excel 里做客户细分.

The one rule: a model is a function from the customer table to labels; a page is a function from the
analysis to blocks; a host is the only thing that touches cells.

How data flows, each layer importing only from those above or beside it:

    text errors columns/         what everything speaks: Text(zh, en), Problem, Column
    blocks cells distinct        Heading/Note/Table/Chart; what a host reads and writes; each distinct cell once
    stored held grid stacked     cells as files store them; a sheet read, and rows to write, kept by column
    made released                texts of a column made when they are asked for; memory given back to the system
    goals kinds codes scoring    what it is for; what a setting may be; code tables; numbers -> scores 1..n
    identifiers values           cells read whatever their clothes
    shown proposals              columns in one language; limits the data suggest
    thresholds                   a threshold declares itself where it is a field
    general treatment cutoff regions  settings of all models, of cleaning, of the backtest; places of China
    settings picked fields       the sheet's rows, derived and read back; which models and columns names mean
    recognise/ theme privacy     raw rows -> known columns; looks; personal cells masked or encrypted
    rules/                       conditions on columns: written, bound, tried in order, and their whole domain
    segments                     Segment and Segmentation
    cleaning/ habits             typed orders and customers, and Issues (the user's cells never change); favourites
    customers                    -> ONE customer table, one row a customer
    models/                      model.segment(customers) -> Segmentation; what several share stands beside them
    as_of analysis               the day measures count to; analyze(): the pipeline above, in order
    audit                        what rules leave out, match twice, can never reach; grain
    collection/ carry entries    data to collect against the data that are there; what users typed, by key; and the
    between                      columns people put between those of a table of ours
                                 tables people go on working in
    profiling/ playbook/         what sets a group apart from all customers; which measures fit such a group
    insight/                     what sells, to whom, through what, when, and what comes next
    backtest/                    groups as of an earlier day against what came after, and how well they sorted it
    draft graphs formulas        blocks laid out in one language, charts over them, formulas with their addresses
    fittings page sheets/        lists, bars, filters of tables; page(analysis) -> blocks -> plain cells
    ooxml/ hosts/                a workbook as the package it is; a closed file, a CSV file, a live Excel
    displaced                    label columns a program moved without their names
    standing report              what of ours is in a workbook; what was done, in sentences
    personal readable            where a table says who somebody is; what stays readable once it is encrypted
    live/                        labels as formulas over cells that follow the settings
    plan backup frozen worksheet/  what is written where; labels kept for one undo, live ones as values; the functions
                                 of cells
    actions demo                 verbs over a host; the demo's data
    protection export            encrypted, decrypted, handed to others
    files templates keyfile      from a path to a path; empty workbooks to fill in; the key
    copies                       the same for personal data
    office/                      what Excel needs to show the doors: add-in, workbook with buttons, installation
    console cli_options cli_usage   what the command line says, what its commands share, what was wrong with it
    cli_privacy cli_office cli   the door from a shell: arguments in, a message or an error sentence out
    addin_forms addin functions  the doors from Excel: buttons and forms; cells in, cells or a sentence out

Where this differs from the first plan, and why:
- A model may show its evidence (cuts, counts, charts) as blocks, so blocks stand below the models.
- Writing labels beside the user's data is a Placed like any page: a host has one verb for cells, `write`.
- What is ours in a workbook is found again by defined names (xlseg.page.result, xlseg.label.rfm.segment), one a
  page and one a label column, which Excel keeps right when people rename sheets, insert rows or move columns.
- A chart is drawn over the cells of the table before it, and is found again by its name (xlseg.page.result.1).
- What the user typed into a table of ours is carried by key (carry.py), never by address.
- Labels that follow rules come with them (Segmentation.book), so that one audit serves every model.
- A model may also offer `proved` (evidence only the orders give), `bound` (made of other models) and `listed`
  (what the sheet of a setting shows).
- A setting whose kind has columns is a sheet of its own (sheets/listed.py).
- A closed file is read by a scan of its XML, by column, and edited part by part, not loaded and saved by a library:
  whatever xlseg does not know stays byte for byte, and a million customers fit (ooxml/).
- One parser reads thresholds from the sheet and from the command line: each lays rows over a base Settings.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlseg.analysis import Analysis, analyze
    from xlseg.errors import XlsegError
    from xlseg.general import General
    from xlseg.models.rfm import Rfm
    from xlseg.settings import Settings

__version__ = "0.1.0"
__all__ = ["Analysis", "General", "Rfm", "Settings", "XlsegError", "analyze"]

_HOME = {
    "Analysis": "xlseg.analysis",
    "General": "xlseg.general",
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
