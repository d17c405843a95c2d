"""The empty templates that come with xlseg."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from xlseg.errors import XlsegError
from xlseg.templates import TEMPLATES, build, write
from xlseg.text import LANGS

COMMITTED = Path(__file__).parents[1] / "workbook_templates"
EVERY = [(template, lang) for template in TEMPLATES for lang in LANGS]


def look(path: Path) -> list[tuple[object, ...]]:
    book = load_workbook(path)
    return [
        (sheet.title, cell.coordinate, cell.value, cell.number_format, cell.fill.fgColor.rgb, cell.font.b)
        for sheet in book
        for row in sheet
        for cell in row
    ]


@pytest.mark.parametrize(("template", "lang"), EVERY, ids=lambda value: str(getattr(value, "file", (value,))[0]))
def test_those_in_the_repository_are_those_xlseg_writes_today(template, lang, tmp_path):
    fresh = tmp_path / "fresh.xlsx"
    fresh.write_bytes(build(template, lang, tmp_path))
    assert look(COMMITTED / template.file.of(lang)) == look(fresh)


def test_building_twice_gives_the_same_bytes(tmp_path):
    assert build(TEMPLATES[0], "zh", tmp_path) == build(TEMPLATES[0], "zh", tmp_path)


def test_they_are_written_again_but_never_over_one_that_was_filled_in(tmp_path):
    first = write(tmp_path / "new", LANGS)
    assert write(tmp_path / "new", LANGS) == first
    first[-1].write_bytes(b"filled in")
    first[0].unlink()
    with pytest.raises(XlsegError, match="holds something else"):
        write(tmp_path / "new", LANGS)
    assert not first[0].exists()
    assert first[-1].read_bytes() == b"filled in"


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(XlsegError, match="cannot be written"):
        write(tmp_path / "file" / "x", ("en",))
