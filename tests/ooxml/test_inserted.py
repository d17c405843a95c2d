"""Room made as LibreOffice makes it when it inserts the same cells: every cell, formula and name of a seeded book."""

import io
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from xlseg.cells import Area, Room
from xlseg.ooxml.book import Book
from xlseg.ooxml.moving.rooms import make_room
from xlseg.ooxml.package import Package

PYTHON = next((found for name in ("/usr/bin/python3", "python3") if (found := shutil.which(name))), "python3")
NO_UNO = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode != 0
MISSING = "needs LibreOffice and its python3-uno" if NO_UNO or not shutil.which("soffice") else ""
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


def reference(seeded: random.Random, absolute: bool = False) -> str:
    """A cell or a range of A1:G14."""

    def corner(column: str, row: int) -> str:
        dollars = ["$" if absolute else seeded.choice(["", "$"]) for _ in range(2)]
        return f"{dollars[0]}{column}{dollars[1]}{row}"

    columns, rows = sorted(seeded.sample("ABCDEFG", 2)), sorted(seeded.choices(range(1, 15), k=2))
    ends = [corner(column, row) for column, row in zip(columns, rows, strict=True)]
    return ":".join(ends) if seeded.random() < 0.5 else ends[0]


def made() -> Workbook:
    seeded, book = random.Random(7), Workbook()
    sheet, other = book.active, book.create_sheet("Other")
    sheet.title = "Page"
    for row in range(1, 15):
        for column in range(1, 8):
            kind = seeded.choice(["number", "number", "formula", "text"])
            formula = f"=SUM({reference(seeded)})+COUNT({reference(seeded)})"
            sheet.cell(row, column).value = {"number": row * column, "formula": formula, "text": f"t{row}"}[kind]
    for _ in range(400):
        other.append([f"=SUM(Page!{reference(seeded)})*2", f"=COUNT({reference(seeded)},Page!{reference(seeded)})"])
    for name in ("one", "two", "three", "four", "five"):
        book.defined_names[name] = DefinedName(name, attr_text="Page!" + reference(seeded, absolute=True))
    sheet.row_dimensions[6].height, sheet.row_dimensions[11].height = 45, 60
    sheet.row_dimensions[12].hidden = True
    return book


@pytest.mark.parametrize(
    ("way", "inserted", "room"),
    [("DOWN", "A5:D7", Room(Area(5, 1, 14, 4), down=3)), ("RIGHT", "C3:D9", Room(Area(3, 3, 9, 7), right=2))],
)
def test_room_is_made_as_libreoffice_inserts_cells(tmp_path, way, inserted, room):
    before, theirs = tmp_path / "before.xlsx", tmp_path / "theirs.xlsx"
    made().save(before)
    script = Path(__file__).with_name("inserting.py")
    subprocess.run([PYTHON, script, before, theirs, "Page", inserted, way], check=True, timeout=200)
    with before.open("rb") as file:
        package, ours = Package(file), io.BytesIO()
        book = Book(package)
        make_room(book, book.sheet("Page"), room)
        book.flush()
        package.save(ours)
    expected, found = load_workbook(theirs), load_workbook(ours)
    assert {name: one.attr_text for name, one in found.defined_names.items()} == {
        name: one.attr_text for name, one in expected.defined_names.items()
    }
    for name in ("Page", "Other"):
        assert values(found[name]) == values(expected[name])
    assert heights(found["Page"]) == heights(expected["Page"]) == {6: 45, 11: 60, 12: "hidden"}


def heights(sheet) -> dict[int, object]:
    """Of rows that people made high or hid; LibreOffice says of all others what is usual."""
    rows = sheet.row_dimensions.items()
    return {
        number: "hidden" if row.hidden else row.height for number, row in rows if row.hidden or (row.height or 0) > 20
    }


def values(sheet) -> dict[str, object]:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {cell.coordinate: cell.value for cell in cells}
