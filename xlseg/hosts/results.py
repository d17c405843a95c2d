"""Results of formulas: the errors among them, and all of them put back into a workbook openpyxl saved without them.

Programs that do not compute (previews, xlseg itself on its next run) then still see what Excel computed last; Excel
computes anew when it opens the file.
"""

import os
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl.utils import coordinate_to_tuple
from openpyxl.utils.datetime import to_excel

from xlseg.cells import Rows, cell
from xlseg.hosts.drawings import sheet_parts

EMPTY = object()  # the result of a formula of ours that shows nothing
FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*?(?:/>|>.*?</f>))<v ?/?>(?:</v>)?</c>', re.DOTALL)


ERROR = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*\br="([A-Z]+\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)


def errors(path: Path) -> dict[str, dict[tuple[int, int], str]]:
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


def keep(path: Path, sheets: Collection[str], read: Callable[[str], Rows]) -> None:
    """Write the value at each formula's address into the formulas of these sheets of the file.

    read: the cells of a sheet, asked for only where it holds a formula; without any the file is left as it is.
    """
    with zipfile.ZipFile(path) as package:
        contents = {part: (name, package.read(part)) for name, part in sheet_parts(package).items() if name in sheets}
    changed = {
        part: FORMULA.sub(partial(_with_result, read(name)), content)
        for part, (name, content) in contents.items()
        if FORMULA.search(content)
    }
    if changed:
        _replace(path, changed)


def _replace(path: Path, changed: Mapping[str, bytes]) -> None:
    """The package with other contents of some parts."""
    copy = path.with_suffix(".part")
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                new.writestr(item, changed.get(item.filename) or old.read(item))
        os.replace(copy, path)
    finally:
        copy.unlink(missing_ok=True)


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
