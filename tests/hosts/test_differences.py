"""The comparisons of test_lossless.py: labels written by hand are no difference, and whatever else is done is told."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import KINDS, differences
from corpus.package import BOOK, OTHER, SHEET, Package, relations
from corpus.taken_apart import Opened

STYLES, TABLE = "xl/styles.xml", "xl/tables/table1.xml"
EMPTY = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def labelled(content: bytes) -> Package:
    """With a column of labels beside the orders and a sheet of ours, put in by hand, and all else as it was."""
    package = Package(content)
    rows = len(re.findall(b"<row ", package.parts[SHEET]))
    for number in range(1, rows + 1):
        cell = f'<c r="G{number}" t="inlineStr"><is><t>x</t></is></c>'
        package.parts[SHEET] = re.sub(
            rf'(<row r="{number}" .*?)</row>'.encode(), rb"\1%s</row>" % cell.encode(), package.parts[SHEET], count=1
        )
    package.edit(SHEET, ":F", ":G")
    package.edit(SHEET, "</cols>", '<col min="7" max="7" width="20" customWidth="1"/></cols>')
    package.edit(TABLE, ":F", ":G", count=2)
    package.edit(TABLE, 'tableColumns count="6"', 'tableColumns count="7"')
    package.edit(TABLE, "</tableColumns>", '<tableColumn id="7" name="x"/></tableColumns>')
    link = package.add("xl/worksheets/sheet9.xml", EMPTY, "worksheet", type=WORKSHEET)
    package.edit(BOOK, "</sheets>", f'<sheet name="结果" sheetId="9" r:id="{link}"/></sheets>')
    name = f'<definedName name="xlseg.label.rfm.segment" hidden="1">\'订单\'!$G$1:$G${rows}</definedName>'
    package.put(BOOK, f"<definedNames>{name}</definedNames>")
    return package


def without(part: str, pattern: str) -> Callable[[Package], None]:
    def change(package: Package) -> None:
        package.parts[part], count = re.subn(pattern.encode(), b"", package.parts[part], count=1, flags=re.DOTALL)
        assert count, f"{part} has no {pattern}"

    return change


def with_other(part: str, old: str, new: str) -> Callable[[Package], None]:
    return lambda package: package.edit(part, old, new)


CHANGES: dict[str, tuple[Callable[[Opened, Opened], list[str]], Callable[[Package], object]]] = {
    "another sheet": (differences.in_other_parts, with_other(OTHER, "<v>", "<v> ")),
    "a part that is gone": (differences.in_other_parts, lambda package: package.parts.pop("xl/theme/theme1.xml")),
    "a value": (differences.in_cells, with_other(SHEET, "<v>4", "<v>5")),
    "a style": (differences.in_cells, with_other(SHEET, 's="1"', 's="0"')),
    "a cell that is gone": (differences.in_cells, without(SHEET, '<c r="B3".*?</c>')),
    "a cell that is new": (differences.in_cells, with_other(SHEET, '<c r="G2"', '<c r="G2"/><c r="H2"')),
    "a cell that is out of order": (differences.in_cells, with_other(SHEET, '<c r="A2"', '<c r="G2"/><c r="A2"')),
    "a row that is hidden": (differences.in_cells, with_other(SHEET, '<row r="2"', '<row r="2" hidden="1"')),
    "margins": (differences.around_cells, without(SHEET, "<pageMargins[^>]*/>")),
    "a width": (differences.around_cells, with_other(SHEET, '<cols><col min="1"', '<cols><col min="2"')),
    "an element that is new": (differences.around_cells, with_other(SHEET, "<sheetData>", "<sheetPr/><sheetData>")),
    "a size too small": (differences.around_cells, with_other(SHEET, ":G", ":F")),
    "a font": (differences.in_styles, with_other(STYLES, "<fonts", "<x/><fonts")),
    "the numbers of styles": (
        differences.in_styles,
        with_other(STYLES, '<cellXfs count="2">', '<cellXfs count="2"><xf/>'),
    ),
    "a relation": (differences.in_book, without(relations(BOOK), r"<Relationship [^>]*theme[^>]*/>")),
    "a content type": (differences.in_book, without("[Content_Types].xml", r"<Override [^>]*theme[^>]*/>")),
    "how it calculates": (differences.in_book, with_other(BOOK, "<calcPr", '<calcPr calcMode="manual"')),
    "a name of nobody's": (differences.in_book, with_other(BOOK, "xlseg.label", "a")),
    "a column of a table": (differences.in_tables, with_other(TABLE, 'name="金额"', 'name="数额"')),
    "the style of a table": (differences.in_tables, with_other(TABLE, 'showRowStripes="1"', 'showRowStripes="0"')),
}


@pytest.fixture
def before(tmp_path: Path) -> Opened:
    path = tmp_path / "before.xlsx"
    path.write_bytes(KINDS["orders_in_a_table_with_a_calculated_column"].make())
    return Opened(path)


def opened(before: Opened, package: Package) -> Opened:
    """As it is when whatever is as it was is packed as it was."""
    path = before.path.with_stem("after")
    path.write_bytes(package.packed())
    after = Opened(path)
    same = (part for part in before.parts if before.parts[part] == after.parts.get(part))
    after.packed |= {part: before.packed[part] for part in same}
    return after


def told(before: Opened, after: Opened) -> list[str]:
    return [line for look in differences.EVERYTHING for line in look(before, after)]


def test_labels_beside_the_data_and_a_sheet_of_ours_are_no_difference(before):
    after = opened(before, labelled(before.path.read_bytes()))
    assert differences.touched(before, after) == [SHEET]
    assert told(before, after) == []


@pytest.mark.parametrize("change", CHANGES)
def test_anything_else_is_told(before, change):
    look, how = CHANGES[change]
    package = labelled(before.path.read_bytes())
    how(package)
    assert look(before, opened(before, package)) != []


def test_a_part_that_was_only_compressed_anew_is_told(before):
    path = before.path.with_stem("stored")
    path.write_bytes(labelled(before.path.read_bytes()).packed(method=zipfile.ZIP_STORED))
    assert "xl/theme/theme1.xml was compressed anew" in differences.in_other_parts(before, Opened(path))
    assert SHEET in differences.between_runs(before, Opened(path))
