"""客户细分.xlsm: the complete workbook to fill in, with a button for every verb, for those who install no add-in.

Its macros are those of the xlwings that is installed here and name its version, so it is built where it is used. No
path of this computer is in it: its macros ask the user's own configuration, which `xlseg install` writes.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from xlseg.hosts.file import FileHost
from xlseg.hosts.package import settle
from xlseg.office import macros, runner
from xlseg.office.buttons import add_buttons
from xlseg.office.parts import BOOK, TYPES, add_parts, vba_part
from xlseg.office.place import NAME, WORKBOOK
from xlseg.office.project import vba_project
from xlseg.office.start import GUIDED, Start, start
from xlseg.templates import COMPLETE, parts
from xlseg.text import Lang

PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def build_workbook(lang: Lang) -> bytes:
    """The workbook in one language; the same bytes whenever it is built with the same xlwings."""
    return assemble(lang, runners() | {macros.MODULE: macros.macros()})


def runners() -> dict[str, str]:
    """The modules of xlwings that the macros need."""
    return {runner.MODULE: runner.workbook_runner(), **runner.classes()}


def assemble(lang: Lang, modules: Mapping[str, str]) -> bytes:
    """The workbook with these modules, name -> text, behind its buttons."""
    host, first = FileHost(rows={}), start(lang)
    for part in (first.placed, *parts(COMPLETE, lang, (GUIDED,))):
        host.write(part)
    host.turn()
    project = vba_project(NAME, dict.fromkeys(_named(host), ""), modules)
    with TemporaryDirectory() as folder:
        path = Path(folder) / WORKBOOK.of(lang)
        host.save(path, lang)
        _put_in(path, str(host.book.parts[first.placed.sheet]), project, first, lang)
        settle(path)
        return path.read_bytes()


def _named(host: FileHost) -> list[str]:
    """Give the workbook and its sheets the names macros know them by; each has a module of that name."""
    named = {f"Sheet{number}": sheet for number, sheet in enumerate(host.book.all(), 1)}
    host.book.call(BOOK)
    for name, sheet in named.items():
        sheet.need("sheetPr").set("codeName", name)
    return [BOOK, *named]


def _put_in(path: Path, sheet: str, project: bytes, first: Start, lang: Lang) -> None:
    """The macros and the buttons."""
    with zipfile.ZipFile(path) as old:
        package = {name: old.read(name) for name in old.namelist()}
    package[TYPES] = package[TYPES].replace(PLAIN, WITH_MACROS)
    add_parts(package, [vba_part(project)])
    add_buttons(package, sheet, first.buttons, lang)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in package.items():
            new.writestr(name, content)
