"""Formulas of ours, computed by somebody else: LibreOffice comes to what Python came to, and to no error."""

from pathlib import Path

import pytest
from libreoffice import MISSING, convert
from openpyxl import Workbook, load_workbook
from test_workbooks import edited, sound  # noqa: F401  # a fixture

# LibreOffice writes bars in cells as an extension, which openpyxl leaves out
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
LIBREOFFICE = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


def formulas(path: Path) -> set[tuple[str, str]]:
    """Sheet and address of each."""
    cells = ((sheet.title, cell) for sheet in load_workbook(path) for row in sheet for cell in row)
    return {(name, cell.coordinate) for name, cell in cells if cell.data_type == "f"}


def results(path: Path, of: set[tuple[str, str]]) -> dict[tuple[str, str], object]:
    """What the file holds as the result of each; LibreOffice writes 15 digits."""
    book = load_workbook(path, data_only=True)
    found = {(name, address): book[name][address].value for name, address in of}
    return {place: float(f"{v:.12g}") if isinstance(v, int | float) else v for place, v in found.items()}


def differing(ours: Path, theirs: Path) -> list[str]:
    """Formulas whose results are not equal, with both."""
    places = formulas(ours)
    mine, other = results(ours, places), results(theirs, places)
    return [
        f"{name}!{cell}: {mine[name, cell]!r}, recalculated {other[name, cell]!r}"
        for name, cell in sorted(places)
        if mine[name, cell] != other[name, cell] or str(other[name, cell]).startswith(("#", "Err:"))
    ]


def test_a_saved_file_holds_the_results_without_anybody_computing(sound):  # noqa: F811
    found = results(sound, formulas(sound))
    assert found["配件", "B5"] == 40
    assert found["配件", "C3"] == 0.75
    assert found["配件", "G3"] == "超"
    assert found["一屏", "A3"] == 40
    assert None not in found.values()


class TestLibreOffice:
    pytestmark = LIBREOFFICE

    def test_comes_to_the_same_results(self, sound, tmp_path):  # noqa: F811
        assert len(formulas(sound)) >= 8
        assert differing(sound, convert(sound, "xlsx", tmp_path, recalculated=True)) == []

    def test_comes_to_the_same_results_in_every_workbook_of_ours(self, made_workbook, tmp_path):
        assert differing(made_workbook, convert(made_workbook, "xlsx", tmp_path, recalculated=True)) == []

    def test_computes_indeed_whatever_result_the_file_holds(self, sound, tmp_path):  # noqa: F811
        wrong = edited(
            sound,
            tmp_path / "wrong.xlsx",
            "xl/worksheets/sheet2.xml",
            lambda text: text.replace("<f>SUM($B$3:$B$4)</f><v>40</v>", "<f>SUM($B$3:$B$4)</f><v>41</v>"),
        )
        (tmp_path / "read").mkdir()
        found = differing(wrong, convert(wrong, "xlsx", tmp_path / "read", recalculated=True))
        assert found == ["配件!B5: 41.0, recalculated 40.0"]

    def test_an_error_is_told(self, tmp_path):
        book, path = Workbook(), tmp_path / "error.xlsx"
        book.active["A1"] = "=1/0"
        book.save(path)
        (tmp_path / "read").mkdir()
        found = differing(path, convert(path, "xlsx", tmp_path / "read", recalculated=True))
        assert found == ["Sheet!A1: None, recalculated '#DIV/0!'"]
