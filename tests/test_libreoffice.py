"""What a person sees: the demo opened in a real LibreOffice."""

from pathlib import Path

import pytest
from charted import charted
from excel_like import load_named
from libreoffice import MISSING, convert, pages, picture
from openpyxl import Workbook, load_workbook
from pictures import pages as drawn_pages

from xlseg import files
from xlseg.hosts.file import FileHost
from xlseg.page import place
from xlseg.text import LANGS

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture(scope="module", params=LANGS)
def workbook(request, tmp_path_factory) -> Path:
    return files.demo(tmp_path_factory.mktemp("demo"), request.param).output


@pytest.fixture(scope="module")
def ours(workbook) -> Workbook:
    """As openpyxl reads it; not to be changed."""
    return load_workbook(workbook)


def cells(sheet) -> list[list[object]]:
    """LibreOffice writes 15 digits, and no quotes around names of sheets that can do without."""
    return [[_plain(cell.value) for cell in row] for row in sheet]


def _plain(value: object) -> object:
    if isinstance(value, str) and value.startswith("="):
        return value.replace("'", "")
    return float(f"{value:.12g}") if isinstance(value, float) else value


def test_libreoffice_reads_every_cell_as_it_was_written(workbook, ours, tmp_path):
    theirs = load_workbook(convert(workbook, "xlsx", tmp_path))
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        written, read = cells(sheet), cells(theirs[sheet.title])
        assert [row[: len(written[0])] for row in read[: len(written)]] == written, sheet.title


def test_no_sheet_shows_a_number_that_does_not_fit(workbook, ours, tmp_path):
    shown = dict.fromkeys(ours.sheetnames, "")
    for page in drawn_pages(pages(workbook, ours.sheetnames, tmp_path, rows=60), workbook):
        shown[page.sheet] += page.text
    assert [sheet for sheet, text in shown.items() if "##" in text] == []
    assert [sheet for sheet, text in shown.items() if len(text) <= 100] == []


def test_a_sheet_can_be_drawn(workbook, ours, tmp_path):
    picture(workbook, ours.sheetnames[1], tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000


@pytest.mark.parametrize("lang", LANGS)
def test_libreoffice_draws_our_charts_over_the_same_cells(lang, tmp_path):
    path, host, placed = tmp_path / "charts.xlsx", FileHost(rows={}), place(charted(), lang)
    host.write(placed)
    host.save(path)
    (tmp_path / "read").mkdir()
    saved = convert(path, "xlsx", tmp_path / "read")
    ours, theirs = load_workbook(path)[placed.sheet], load_workbook(saved)[placed.sheet]
    assert [drawn(chart) for chart in theirs._charts] == [drawn(chart) for chart in ours._charts]
    assert len(ours._charts) == 4
    names = [chart.anchor.name for chart in load_named(saved)[placed.sheet]._charts]
    assert names == [f"xlseg.{graph.name}" for graph in placed.charts], "or the next run would draw them twice"
    picture(path, placed.sheet, tmp_path / "page.png", rows=placed.area.bottom)
    assert (tmp_path / "page.png").stat().st_size > 20_000


def drawn(chart) -> list[tuple[str, list[str]]]:
    """The kinds of a chart, and the cells of their series."""
    sources = [[(s.val or s.yVal).numRef.f.replace("'", "") for s in part.series] for part in chart._charts]
    return [(part.tagname, cells) for part, cells in zip(chart._charts, sources, strict=True)]
