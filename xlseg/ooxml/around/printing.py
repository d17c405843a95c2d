"""How a sheet is printed."""

import re

from xlseg.cells import Printed
from xlseg.hosts import reference
from xlseg.ooxml.book import Book
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, child, made, put


def fit(book: Book, sheet: Sheet, printed: Printed) -> None:
    """What the user set up for a sheet that is there stays."""
    setup = sheet.need("pageSetup")
    if setup.get("orientation") is None:
        _lay(sheet, setup)
    setup.set("fitToHeight", str(printed.tall))
    _break(sheet, printed.breaks)
    if printed.rows:
        _repeat(book, sheet, *printed.rows)
    if printed.area:
        book.define("_xlnm.Print_Area", reference(sheet.name, printed.area), sheet=sheet.name)
        sheet.need("printOptions").set("horizontalCentered", "1")
    _foot(sheet)


def _lay(sheet: Sheet, setup: Element) -> None:
    """On landscape A4 with narrow margins, as wide as the page."""
    for name, value in (("paperSize", "9"), ("orientation", "landscape"), ("fitToWidth", "1")):
        setup.set(name, value)
    margins = sheet.need("pageMargins")
    for name, inches in MARGINS.items():
        margins.set(name, str(inches))
    properties = sheet.need("sheetPr")
    fitted = child(properties, "pageSetUpPr")
    fitted = put(properties, made(properties, "pageSetUpPr"), PROPERTIES) if fitted is None else fitted
    fitted.set("fitToPage", "1")


def _break(sheet: Sheet, rows: tuple[int, ...]) -> None:
    """New pages where the tables of the page want them, and nowhere else."""
    old = sheet.find("rowBreaks")
    if old is not None:
        sheet.frame.remove(old)
    if rows:
        count = str(len(rows))
        block = sheet.need("rowBreaks")
        block.set("count", count)
        block.set("manualBreakCount", count)
        block.extend([made(block, "brk", id=str(row - 1), max="16383", man="1") for row in rows])


def _repeat(book: Book, sheet: Sheet, first: int, last: int) -> None:
    """Rows on every page, beside the columns the user has there."""
    home = "'" + sheet.name.replace("'", "''") + "'!"
    before = book.local(TITLES, sheet.name) or ""
    columns = re.search(r"(?:^|,)((?:'(?:[^']|'')+'|[^',!]+)!\$[A-Z]+:\$[A-Z]+)(?:,|$)", before)
    found = [columns[1]] if columns else []
    book.define(TITLES, ",".join([*found, f"{home}${first}:${last}"]), sheet=sheet.name)


def _foot(sheet: Sheet) -> None:
    """The number of the page in the middle, between what the user has at the left and the right."""
    block = sheet.need("headerFooter")
    footer = child(block, "oddFooter")
    footer = put(block, made(block, "oddFooter"), FEET) if footer is None else footer
    parts = re.split(r"&([LCR])", (footer.text or "").replace("&&", AND))
    sides = {"L": "", "C": parts[0], "R": ""} | dict(zip(parts[1::2], parts[2::2], strict=True))
    if FOOTER not in sides["C"]:
        sides["C"] = FOOTER
        text = "".join(f"&{side}{text}" for side, text in sides.items() if text)
        footer.text = text.replace(AND, "&&")


TITLES = "_xlnm.Print_Titles"
FOOTER = "&P / &N"
AND = "\0"  # stands for an ampersand that is one
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.45, "bottom": 0.5, "header": 0.2, "footer": 0.25}  # inches
PROPERTIES = ("tabColor", "outlinePr", "pageSetUpPr")  # CT_SheetPr, ECMA-376 part 1, 18.3.1.82
FEET = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
