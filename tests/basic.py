"""Macros of a workbook, run by a real LibreOffice: a macro of its own profile opens the workbook and calls them.

LibreOffice runs nothing of a project in which one module does not compile, and says nothing: ask for what was done.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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
        Print #told, Called(book, wanted)
    Next
    Close #told
    book.close(True)
    StarDesktop.terminate()
End Sub

Function Called(book, wanted)
    On Error GoTo Failed
    where = "vnd.sun.star.script:xlseg." &amp; wanted &amp; "?language=Basic&amp;location=document"
    Called = wanted &amp; ": " &amp; book.getScriptProvider().getScript(where).invoke(Array(), Array(), Array())
    Exit Function
Failed:
    Called = wanted &amp; " failed: " &amp; Error$
End Function
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Caller"/></library:library>
"""


def called(book: Path, names: Sequence[str], profile: Path) -> list[str]:
    """What each function, Module.Name, returned or how it failed, in order."""
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
    return told.read_text("utf-8").splitlines()
