"""Macros of a workbook, run by a real LibreOffice: a macro of its own profile opens it, and calls them or clicks.

LibreOffice runs nothing of a project in which one module does not compile, and says nothing: look at what was done.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZipFile

from xlseg.office.addin import SHEET, build_addin
from xlseg.office.parts import BOOK
from xlseg.office.project import vba_project

NO_BASIC = "" if shutil.which("soffice") else "needs LibreOffice"

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Driver" script:language="StarBasic">
{}
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Driver"/></library:library>
"""
MAIN = """
Sub Main
    Dim how(1) As New com.sun.star.beans.PropertyValue
    how(0).Name = "MacroExecutionMode" : how(0).Value = 4
    how(1).Name = "Hidden" : how(1).Value = True
    book = StarDesktop.loadComponentFromURL(Environ("DRIVEN_BOOK"), "_blank", 0, how())
    told = createUnoService("com.sun.star.io.TextOutputStream")
    told.setOutputStream(createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileWrite(Environ("DRIVEN_TOLD")))
    told.setEncoding("UTF-8")
    Drive(book, told)
    told.closeOutput()
    book.close(True)
    StarDesktop.terminate()
End Sub
"""
CALLS = """
Sub Drive(book, told)
    For Each wanted In Split(Environ("DRIVEN_BY"), " ")
        told.writeString(Called(book, wanted) & Chr(30))
    Next
End Sub

Function Called(book, wanted)
    On Error GoTo Failed
    where = "vnd.sun.star.script:xlseg." & wanted & "?language=Basic&location=document"
    Called = book.getScriptProvider().getScript(where).invoke(Array(), Array(), Array())
    Exit Function
Failed:
    Called = wanted & " failed: " & Error$
End Function
"""
# Each button of the first sheet: its words and, after a tab, what a click on it left in a cell of that sheet.
CLICKS = """
Sub Drive(book, told)
    sheet = book.Sheets.getByIndex(0)
    target = sheet.getCellRangeByName(Environ("DRIVEN_BY"))
    For f = 0 To sheet.DrawPage.Forms.Count - 1
        form = sheet.DrawPage.Forms.getByIndex(f)
        For n = 0 To form.Count - 1
            For Each found In form.getScriptEvents(n)
                target.String = ""
                Click(book, found.ScriptCode)
                told.writeString(form.getByIndex(n).Label & Chr(9) & target.String & Chr(30))
            Next
        Next
    Next
End Sub

Sub Click(book, script)
    On Error Resume Next
    book.getScriptProvider().getScript(script).invoke(Array(), Array(), Array())
End Sub
"""


class Click(NamedTuple):
    """The words on a button, and what a click on it left."""

    caption: str
    left: str


# In the place of xlwings' module, which LibreOffice cannot compile; and what Excel would answer about itself.
RUNNER = """
Public Heard As String
Public ToldLanguage As Long
Public ToldCountry As Long
Public Function RunPython(PythonCommand As String)
    Heard = PythonCommand
End Function
Public Function XLPy()
End Function
"""


def source(name: str, text: str) -> str:
    """A module by hand."""
    return f'Attribute VB_Name = "{name}"\nOption Explicit\n{text}'.replace("\n", "\r\n")


def probe(**functions: str) -> str:
    """A module Probe of functions without arguments, by the lines each consists of."""
    return source(
        "Probe",
        "".join(f"Public Function {name}() As String\n{body}\nEnd Function\n" for name, body in functions.items()),
    )


def save_with(modules: Mapping[str, str], path: Path) -> Path:
    """The add-in with other modules, as a workbook."""
    ours = ZipFile(BytesIO(build_addin()))
    package = {name: ours.read(name) for name in ours.namelist()}
    package["xl/vbaProject.bin"] = vba_project("xlseg", {BOOK: "", SHEET: ""}, modules)
    package["[Content_Types].xml"] = package["[Content_Types].xml"].replace(
        b"addin.macroEnabled", b"sheet.macroEnabled"
    )
    package["xl/workbook.xml"] = re.sub(rb"<bookViews>.*</bookViews>", b"", package["xl/workbook.xml"])
    with ZipFile(path, "w") as file:
        for name, content in package.items():
            file.writestr(name, content)
    return path


def called(book: Path, names: Sequence[str], profile: Path) -> list[str]:
    """What each function, Module.Name, returned or how it failed, in order. profile: a folder for LibreOffice's own."""
    return _driven(CALLS, book, " ".join(names), profile)


def clicks(book: Path, cell: str) -> list[Click]:
    """A click on each button of the first sheet, the cell emptied before each."""
    with tempfile.TemporaryDirectory() as folder:
        return [Click(*told.split("\t")) for told in _driven(CLICKS, book, cell, Path(folder))]


def _driven(driver: str, book: Path, by: str, profile: Path) -> list[str]:
    """What a driver told of an open workbook. by: what it is to go by."""
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    library, told = profile / "user" / "basic" / "Standard", profile / "told.txt"
    if not library.exists():
        _run([*command, "--terminate_after_init"], {})
    told.unlink(missing_ok=True)
    (library / "Driver.xba").write_text(MODULE.format(escape(MAIN + driver)), "utf-8")
    (library / "script.xlb").write_text(LIBRARY, "utf-8")
    given = {"DRIVEN_BOOK": book.resolve().as_uri(), "DRIVEN_TOLD": told.as_uri(), "DRIVEN_BY": by}
    _run([*command, "macro:///Standard.Driver.Main"], given)
    return told.read_bytes().decode("utf-8").split("\x1e")[:-1]


def _run(command: list[str], given: Mapping[str, str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=os.environ | given)
