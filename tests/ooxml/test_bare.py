"""What stands around the rows of a sheet is the same, whether it was kept when these were read or is looked up."""

import pytest
from by_hand import MAIN, Parts, workbook

from xlseg.ooxml.cells.edges import edges
from xlseg.ooxml.package import Package
from xlseg.ooxml.reading.reader import Reader
from xlseg.ooxml.relations import Relations
from xlseg.ooxml.sheet import Sheet

PART = "xl/worksheets/sheet1.xml"
BEFORE, AFTER = '<dimension ref="A1"/><cols/>', '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
KEPT = {
    "usual": (f'<worksheet xmlns="{MAIN}">{BEFORE}', ROW, AFTER),
    "two names of the namespace": (f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}">{BEFORE}', ROW, AFTER),
    "a namespace in a row": (f'<worksheet xmlns="{MAIN}">', f'{ROW}<row r="2" xmlns:y="y" y:a="1"></row>', AFTER),
    "a word like it in a cell": (f'<worksheet xmlns="{MAIN}">', ROW.replace('"><v>1', '" t="str"><v>xmlns'), ""),
    "no rows": (f'<worksheet xmlns="{MAIN}">{BEFORE}', "", AFTER),
    "a namespace behind": (f'<worksheet xmlns="{MAIN}">', ROW, '<drawing xmlns:r="r" r:id="1"/>'),
    "comments behind": (f'<worksheet xmlns="{MAIN}">', ROW, "<!-- </sheetData> -->" + AFTER),
}
ALONE = {
    "an instruction that looks like rows": (f'<worksheet xmlns="{MAIN}"><?a <sheetData> ?>', ROW, AFTER),
    "a comment among rows": (f'<worksheet xmlns="{MAIN}">', f"{ROW}<!-- -->", AFTER),
    "much behind": (f'<worksheet xmlns="{MAIN}">', ROW, f"<extLst><ext><a>{'b' * (1 << 20)}</a></ext></extLst>"),
}


@pytest.mark.parametrize("piece", [7, 1 << 20])
@pytest.mark.parametrize("name", [*KEPT, *ALONE])
def test_it_is_the_same_as_if_it_was_looked_up(name, piece):
    before, rows, after = (KEPT | ALONE)[name]
    part = f"<?xml version='1.0'?>\n{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()
    content = workbook("", sheet=part)
    reader = Reader(Parts(content, piece if len(part) < 9999 else 1 << 20))
    reader.read("S")
    assert (PART in reader.bare) == (name in KEPT)
    package = Package(content, reader.bare)
    assert Sheet("S", PART, Relations(package), None).edges == edges(iter([part]))


def test_it_is_looked_up_where_the_sheet_is_another_by_now():
    reader = Reader(Parts(workbook(ROW)))
    reader.read("S")
    package = Package(workbook(ROW), reader.bare)
    assert package.bare(PART)
    package.put(PART, b"<worksheet><sheetData/></worksheet>")
    assert package.bare(PART) is None
    package.drop(PART)
    assert package.bare(PART) is None
