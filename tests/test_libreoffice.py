"""What a person sees: the demo opened in a real LibreOffice."""

import subprocess
from pathlib import Path

import pytest
from libreoffice import MISSING, convert, pages, picture
from openpyxl import load_workbook

from xlseg import files
from xlseg.text import LANGS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture(scope="module", params=LANGS)
def workbook(request, tmp_path_factory) -> Path:
    return files.demo(tmp_path_factory.mktemp("demo"), request.param).output


def cells(sheet) -> list[list[object]]:
    """LibreOffice writes 15 digits."""
    return [[float(f"{c.value:.12g}") if isinstance(c.value, float) else c.value for c in row] for row in sheet]


def test_libreoffice_reads_every_cell_as_it_was_written(workbook, tmp_path):
    ours, theirs = load_workbook(workbook), load_workbook(convert(workbook, "xlsx", tmp_path))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        written, read = cells(sheet), cells(theirs[sheet.title])
        assert [row[: len(written[0])] for row in read[: len(written)]] == written, sheet.title


def test_no_sheet_shows_a_number_that_does_not_fit(workbook, tmp_path):
    for sheet in load_workbook(workbook).sheetnames:
        pdf = pages(workbook, sheet, tmp_path, rows=60)
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "##" not in text, sheet
        assert len(text) > 200, sheet


def test_a_sheet_can_be_drawn(workbook, tmp_path):
    picture(workbook, load_workbook(workbook).sheetnames[1], tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000
