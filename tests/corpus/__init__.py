"""Workbooks as people have them, with everything Excel and others put into one beside cells.

Each is a function known by what is in it; `KINDS` has them all. Nothing in them is anybody else's: they are written by
XlsxWriter, openpyxl and LibreOffice, or put together by hand after the published schemas.
"""

from corpus import by_others as by_others  # noqa: PLC0414
from corpus import odd as odd  # noqa: PLC0414
from corpus import on_sheets as on_sheets  # noqa: PLC0414
from corpus import put_in as put_in  # noqa: PLC0414
from corpus import written as written  # noqa: PLC0414
from corpus.registry import KINDS as KINDS  # noqa: PLC0414
from corpus.registry import Kind as Kind  # noqa: PLC0414
