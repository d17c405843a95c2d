"""Run by the Python that LibreOffice knows: insert cells into a workbook as LibreOffice does, and save it as another.

python3 inserting.py SOURCE TARGET SHEET AREA DOWN|RIGHT
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found,unused-ignore]

WAIT = 60  # seconds for the program to start


def insert(source: str, target: str, sheet: str, area: str, way: str) -> None:
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"pipe,name={Path(profile).name}"
        options = [f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", f"--accept={pipe};urp;"]
        running = subprocess.Popen(["soffice", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            desktop = connected(f"uno:{pipe};urp;StarOffice.ComponentContext")
            book = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (told("Hidden", True),))
            cells = book.Sheets.getByName(sheet)
            mode = uno.Enum("com.sun.star.sheet.CellInsertMode", way)
            cells.insertCells(cells.getCellRangeByName(area).RangeAddress, mode)
            book.storeToURL(Path(target).as_uri(), (told("FilterName", "Calc MS Excel 2007 XML"),))
            book.close(True)
        finally:
            running.terminate()
            running.wait(WAIT)


def connected(place: str):  # type: ignore[no-untyped-def]
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(WAIT * 4):
        try:
            remote = resolver.resolve(place)
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:  # not yet
            time.sleep(0.25)
    raise TimeoutError(place)


def told(name: str, value: object):  # type: ignore[no-untyped-def]
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


if __name__ == "__main__":
    insert(*sys.argv[1:])
