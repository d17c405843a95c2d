"""Macros of a workbook, run by a real LibreOffice: a macro of its own profile opens the workbook and calls them.

LibreOffice passes over what it cannot compile, and says nothing: ask for what was done.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from xlseg.office.addin import SHEET, build_addin
from xlseg.office.parts import BOOK
from xlseg.office.project import vba_project

NO_BASIC = "" if shutil.which("soffice") else "needs LibreOffice"

CALLER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Caller" script:language="StarBasic">
Sub Main
    Dim how(1) As New com.sun.star.beans.PropertyValue
    how(0).Name = "MacroExecutionMode" : how(0).Value = 4
    how(1).Name = "Hidden" : how(1).Value = True
    book = StarDesktop.loadComponentFromURL(Environ("CALLED_BOOK"), "_blank", 0, how())
    told = FreeFile
    Open Environ("CALLED_TOLD") For Output As #told
    For Each wanted In Split(Environ("CALLED_NAMES"), " ")
        Print #told, Spelled(Called(book, wanted))
    Next
    Close #told
    book.close(True)
    StarDesktop.terminate()
End Sub

Function Called(book, wanted)
    On Error GoTo Failed
    where = "vnd.sun.star.script:xlseg." &amp; wanted &amp; "?language=Basic&amp;location=document"
    Called = book.getScriptProvider().getScript(where).invoke(Array(), Array(), Array())
    Exit Function
Failed:
    Called = wanted &amp; " failed: " &amp; Error$
End Function

Function Spelled(text)
    For place = 1 To Len(text)
        Spelled = Spelled &amp; Right("000" &amp; Hex(AscW(Mid(text, place, 1))), 4)
    Next
End Function
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Caller"/></library:library>
"""


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
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", "--nologo"]
    library = profile / "user" / "basic" / "Standard"
    if not library.exists():
        subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    (library / "Caller.xba").write_text(CALLER, "utf-8")
    (library / "script.xlb").write_text(LIBRARY, "utf-8")
    told = profile / "told.txt"
    given = {"CALLED_BOOK": book.as_uri(), "CALLED_TOLD": str(told), "CALLED_NAMES": " ".join(names)}
    subprocess.run(
        [*command, "macro:///Standard.Caller.Main"],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | given,
    )
    return [bytes.fromhex(line).decode("utf-16-be") for line in told.read_text("ascii").splitlines()]
