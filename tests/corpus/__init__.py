"""Workbooks as people have them, with everything Excel and others put into one beside cells.

Each is a function known by what is in it; `KINDS` has them all. Nothing in them is anybody else's: they are written by
XlsxWriter, openpyxl and LibreOffice, or put together by hand after the published schemas.
"""

from corpus import by_others as by_others
from corpus import in_cells as in_cells
from corpus import odd as odd
from corpus import on_sheets as on_sheets
from corpus import put_in as put_in
from corpus import written as written
from corpus.registry import KINDS as KINDS
from corpus.registry import Kind as Kind
