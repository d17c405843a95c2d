"""Workbooks as people have them, with everything Excel and others put into one beside cells.

Each is a function known by what is in it; `KINDS` has them all. Nothing in them is anybody else's: they are written by
XlsxWriter, openpyxl, LibreOffice and IronCalc, or put together by hand after the published schemas; two are files of
Excel's own inside installed packages, filled when the tests run.
"""

from importlib import import_module

from corpus.registry import KINDS as KINDS
from corpus.registry import Kind as Kind

MAKERS = (
    *("written", "with_macros", "written_cells", "put_in", "pivots", "drawings", "controls", "connected", "on_sheets"),
    *("in_books", "in_cells", "odd", "odd_packages", "by_others"),
)
for _maker in MAKERS:
    import_module(f"corpus.{_maker}")
