"""Clicks on the buttons of a workbook in a headless LibreOffice, which a macro of LibreOffice's own profile does.

LibreOffice runs nothing of a project in which one module does not compile, and says nothing: look at what a click left.
"""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

# Each button of the first sheet: its words and, after a tab, what a click on it left in a cell of that sheet.
CLICKER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Clicker" script:language="StarBasic">
Sub Main
    Dim how(1) As New com.sun.star.beans.PropertyValue
    how(0).Name = "MacroExecutionMode" : how(0).Value = 4
    how(1).Name = "Hidden" : how(1).Value = True
    book = StarDesktop.loadComponentFromURL(Environ("CLICKED_BOOK"), "_blank", 0, how())
    told = createUnoService("com.sun.star.io.TextOutputStream")
    told.setOutputStream(createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileWrite(Environ("CLICKED_TOLD")))
    told.setEncoding("UTF-8")
    sheet = book.Sheets.getByIndex(0)
    target = sheet.getCellRangeByName(Environ("CLICKED_CELL"))
    For f = 0 To sheet.DrawPage.Forms.Count - 1
        form = sheet.DrawPage.Forms.getByIndex(f)
        For n = 0 To form.Count - 1
            For Each found In form.getScriptEvents(n)
                target.String = ""
                Click(book, found.ScriptCode)
                told.writeString(form.getByIndex(n).Label &amp; Chr(9) &amp; target.String &amp; Chr(10))
            Next
        Next
    Next
    told.closeOutput()
    book.close(True)
    StarDesktop.terminate()
End Sub

Sub Click(book, script)
    On Error Resume Next
    book.getScriptProvider().getScript(script).invoke(Array(), Array(), Array())
End Sub
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Clicker"/></library:library>
"""


class Click(NamedTuple):
    """The words on a button, and what a click on it left."""

    caption: str
    left: str


def clicks(book: Path, cell: str) -> list[Click]:
    """A click on each button of the first sheet, the cell emptied before each."""
    with tempfile.TemporaryDirectory() as folder:
        profile, told = Path(folder), Path(folder) / "told.txt"
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        _run([*command, "--terminate_after_init"], {})
        library = profile / "user" / "basic" / "Standard"
        (library / "Clicker.xba").write_text(CLICKER, "utf-8")
        (library / "script.xlb").write_text(LIBRARY, "utf-8")
        given = {"CLICKED_BOOK": book.resolve().as_uri(), "CLICKED_TOLD": told.as_uri(), "CLICKED_CELL": cell}
        _run([*command, "macro:///Standard.Clicker.Main"], given)
        return [Click(*line.split("\t")) for line in told.read_text("utf-8").splitlines()]


def _run(command: list[str], given: dict[str, str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=os.environ | given)
