"""Formulas that many cells share: carried to a cell when it is asked for, however many share them."""

from openpyxl.formula.translate import Translator

from xlseg.ooxml.reading.formulas import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = "".join(f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>1</v></c></row>' for row in range(2, 10))


def part() -> list[bytes]:
    first = '<row r="1"><c r="B1"><f t="shared" si="0" ref="B1:B9">A1*$A$1</f><v>1</v></c></row>'
    return [f'<worksheet xmlns="{MAIN}"><sheetData>{first}{ROWS}</sheetData></worksheet>'.encode()]


def test_each_cell_has_it_as_it_reads_there():
    found = read(part())
    assert dict(found) == {(row, 2): f"A{row}*$A$1" for row in range(1, 10)}
    assert found.get((10, 2)) is None


def test_it_is_known_where_they_stand_without_carrying_any(monkeypatch):
    def refuse(*_):
        raise AssertionError("carried")

    monkeypatch.setattr(Translator, "translate_formula", refuse)
    found = read(part())
    assert (len(found), set(found)) == (9, {(row, 2) for row in range(1, 10)})
    assert found[1, 2] == "A1*$A$1", "the one that says it"


def test_a_shared_formula_that_leaves_the_sheet_refers_to_nothing():
    part = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="3">'
        b'<c r="K3"><f t="shared" ref="J3:K4" si="0">A1*2</f></c></row><row r="4"><c r="J4"><f t="shared" si="0"/></c>'
        b'<c r="L4"><f t="shared" si="0"/></c></row></sheetData></worksheet>'
    )
    assert dict(read([part])) == {(3, 11): "A1*2", (4, 10): "#REF!", (4, 12): "B2*2"}
