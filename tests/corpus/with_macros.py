"""Workbooks with macros, as XlsxWriter writes them around a project of ours."""

import io

from corpus.registry import holding
from corpus.written import Open, written
from xlseg.office.project import vba_project

MODULE = 'Attribute VB_Name = "Report"\r\nSub Refresh()\r\n    MsgBox "ok"\r\nEnd Sub\r\n'


SHEETS_OF_MACROS = {"ThisWorkbook": "", "Sheet1": "", "Sheet2": ""}


def macros() -> bytes:
    """A VBA project, built as that of our own add-in."""
    return vba_project("VBAProject", SHEETS_OF_MACROS, {"Report": MODULE})


@holding("xl/vbaProject.bin", "macroEnabled.main+xml", "codeName=", suffix=".xlsm")
def a_workbook_with_macros() -> bytes:
    def fill(to: Open) -> None:
        to.book.add_vba_project(io.BytesIO(macros()), is_stream=True)
        to.book.set_vba_name("ThisWorkbook")
        to.sheet.set_vba_name("Sheet1")
        to.other.set_vba_name("Sheet2")
        to.sheet.insert_button("J2", {"macro": "Refresh", "caption": "刷新"})

    return written(fill)


@holding("xl/vbaProjectSignature.bin", "relationships/vbaProjectSignature", suffix=".xlsm", flaws=("ole payload",))
def macros_that_are_signed() -> bytes:
    def fill(to: Open) -> None:
        to.book.add_signed_vba_project(io.BytesIO(macros()), io.BytesIO(b"\x30\x82" + bytes(512)), True, True)
        to.book.set_vba_name("ThisWorkbook")
        to.sheet.set_vba_name("Sheet1")
        to.other.set_vba_name("Sheet2")

    return written(fill, "en")
