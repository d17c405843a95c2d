"""A slicer of an Excel Table goes with its column, and stays with one that stays: a lost one makes Excel repair."""

import io

import pytest
from corpus import KINDS
from corpus.package import BOOK, OTHER, Package
from openpyxl import load_workbook
from package_lint import lint
from packaged import changed, opened, parts, saved, written

from xlseg.cells import Area, Fill, Listed, Placed
from xlseg.ooxml.around import slicers, tables

SHEET, RIGHT = "说明", 7  # the table of the slicer ends in column G
CACHE, SLICER = "xl/slicerCaches/slicerCache1.xml", "xl/slicers/slicer1.xml"
LEAVES = Placed(SHEET, forget=("label.value",), emptied=(Area(3, RIGHT, 6, RIGHT),))


def sliced(column: int) -> bytes:
    """A table of two columns, of ids 1 and 2, and a slicer of one."""
    package = Package(KINDS["a_slicer_of_a_table"].make())
    package.edit(CACHE, 'tableId="2" column="1"', f'tableId="2" column="{column}"')
    return package.packed()


def names(content: bytes) -> set[str]:
    return set(load_workbook(io.BytesIO(content)).defined_names)


def of_slicers(content: bytes) -> set[str]:
    """Parts that speak of slicers at all."""
    return {name for name, part in parts(content).items() if b"slicer" in part.lower() or "slicer" in name.lower()}


def test_one_whose_column_leaves_goes_with_all_that_speaks_of_it(tmp_path):
    before = sliced(column=2)
    assert {CACHE, SLICER, BOOK, OTHER, "[Content_Types].xml"} < of_slicers(before)
    after = written(before, LEAVES)
    (tmp_path / "after.xlsx").write_bytes(after)
    assert of_slicers(after) == set()
    assert names(before) - names(after) == {"切片器_列1"}
    assert b"extLst" not in parts(after)[BOOK] + parts(after)[OTHER]
    assert lint(tmp_path / "after.xlsx") == []


def test_one_whose_column_stays_stays_as_it_is():
    before = sliced(column=1)
    after = written(before, LEAVES)
    assert of_slicers(after) == of_slicers(before)
    assert not changed(before, after) & {CACHE, SLICER, BOOK}


def test_the_others_of_its_part_and_its_sheet_stay():
    package = Package(sliced(column=2))
    package.edit(SLICER, "</slicers>", '<slicer name="另一个" cache="切片器_别的" rowHeight="241300"/></slicers>')
    after = written(package.packed(), LEAVES)
    assert "另一个".encode() in parts(after)[SLICER]
    assert b"slicerList" in parts(after)[OTHER]
    assert CACHE not in parts(after)


@pytest.mark.parametrize(("titles", "stays"), [(["列甲", "新名"], True), (["列甲", "新名", "又一"], False)])
def test_a_column_that_is_only_called_otherwise_keeps_its_slicer(titles, stays):
    book = opened(sliced(column=2))
    sheet, area = book.sheet(SHEET), Area(3, 6, 6, 5 + len(titles))
    sheet.overlay.fill(3, 6, Fill(3, 6, [titles]).values)
    tables.put(book, sheet, Listed("T", area))
    after = saved(book)
    assert (CACHE in parts(after)) is stays
    assert "新名".encode() in parts(after)["xl/tables/table2.xml"]


def test_shapes_that_are_grouped_with_one_stay():
    slicer = '<m:Choice><x:graphicFrame><s:slicer name="标签"/></x:graphicFrame></m:Choice>'
    spaces = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("x", "m", "s"))
    group = f"<x:twoCellAnchor><x:grpSp><x:sp/>{slicer}</x:grpSp></x:twoCellAnchor>"
    alone = f"<x:twoCellAnchor>{slicer}</x:twoCellAnchor>"
    left = slicers._erased(f"<x:wsDr {spaces}>{group}{alone}</x:wsDr>".encode(), ["标签"])
    assert left.endswith(b"<x:twoCellAnchor><x:grpSp><x:sp/></x:grpSp></x:twoCellAnchor></x:wsDr>")
