"""Results of formulas: the errors among them, and all of them put back into a workbook openpyxl saved without them.

Programs that do not compute (previews, xlseg itself on its next run) then still see what Excel computed last; Excel
computes anew when it opens the file.
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import BinaryIO
from xml.sax.saxutils import escape

from openpyxl.utils import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel

from xlseg.cells import Rows, cell
from xlseg.hosts.drawings import sheet_parts
from xlseg.hosts.package import Source

EMPTY = object()  # the result of a formula of ours that shows nothing
FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*?(?:/>|>.*?</f>))<v ?/?>(?:</v>)?</c>', re.DOTALL)


ERROR = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]+\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)


def errors(path: Source) -> dict[str, dict[tuple[int, int], str]]:
    """Cells that show an error such as #N/A, by sheet and by row and column."""
    with zipfile.ZipFile(path) as package:
        contents = {
            name: package.read(part) for name, part in sheet_parts(package).items() if part in package.namelist()
        }
    return {
        name: {coordinate_to_tuple(address.decode()): text.decode() for address, text in ERROR.findall(content)}
        for name, content in contents.items()
        if b't="e"' in content
    }


def keep(content: BinaryIO, sheets: Collection[str], read: Callable[[str], Rows]) -> BinaryIO:
    """The workbook with the value at each formula's address written into the formulas of these sheets.

    read: the cells of a sheet, asked for only where it holds a formula; without any the workbook is left as it is.
    """
    with zipfile.ZipFile(content) as package:
        contents = {part: (name, package.read(part)) for name, part in sheet_parts(package).items() if name in sheets}
    changed = {
        part: FORMULA.sub(partial(_with_result, read(name)), content)
        for part, (name, content) in contents.items()
        if FORMULA.search(content)
    }
    return _replaced(content, changed) if changed else content


def _replaced(content: BinaryIO, changed: Mapping[str, bytes]) -> BinaryIO:
    """The package with other contents of some parts."""
    copy = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, changed.get(item.filename) or old.read(item))
    return copy


def _with_result(rows: Rows, found: "re.Match[bytes]") -> bytes:
    address, attributes, formula = found.groups()
    value = cell(rows, *coordinate_to_tuple(address.decode()))
    if value is EMPTY:
        value = ""
    elif value is None:
        return found.group(0)
    kind, text = _stored(value)
    attributes = re.sub(rb' t="[^"]*"', b"", attributes) + kind
    return b'<c r="%s"%s>%s<v>%s</v></c>' % (address, attributes, formula, escape(text).encode())


def _stored(value: object) -> tuple[bytes, str]:
    """The type and text of a result in the file."""
    if isinstance(value, bool):
        return b' t="b"', str(int(value))
    if isinstance(value, date | datetime | timedelta):
        return b"", repr(to_excel(value))
    if isinstance(value, int | float):
        return b"", repr(value)
    return (b' t="e"' if re.fullmatch(r"#[A-Z/0?!]+", str(value)) else b' t="str"'), str(value)
