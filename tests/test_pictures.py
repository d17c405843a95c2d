"""Every sheet of our workbooks as it is printed: nothing cut, nothing broken, and pictures to look at.

They are kept in the folder the environment variable XLSEG_PICTURES names; .ci/run names one.
"""

import os
from pathlib import Path

import pytest
from libreoffice import MISSING
from pictures import Page, Word, cut, draw, misfits, pages, printed
from workbook_lint import read

from xlseg.cells import Area, Formula, Paint, Placed
from xlseg.hosts.file import FileHost

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


def test_every_sheet_is_drawn_and_nothing_on_it_is_cut(made_workbook, request, tmp_path):
    pdf = printed(made_workbook, tmp_path)
    book, found = read(made_workbook), list(pages(pdf, made_workbook))
    assert {page.sheet for page in found} == {sheet.name for sheet in book.sheets}
    assert [what for page in found for what in misfits(page, page.sheet in book.ours)] == []
    assert cut(made_workbook, found) == []
    folder = Path(os.environ.get("XLSEG_PICTURES") or tmp_path / "pictures")
    drawn = draw(pdf, found, folder, request.node.callspec.id)
    assert all(picture.stat().st_size > 2_000 for picture in drawn)
    assert len(drawn) >= len(book.sheets)


@pytest.fixture
def crowded(tmp_path) -> Path:
    """A header in the middle, a text and a number, each too long for its cell, and a formula that fails."""
    failing = Formula("1/0", "#DIV/0!")
    rows = [["客户数量合计", "占比", None, failing], ["一段放不进这一列的文字", "另一段", 123456789.25, 1]]
    host = FileHost(rows={"页": rows})
    looks = (Paint(Area(1, 1, 1, 2), "label_header"),)
    host.write(Placed("页", paints=looks, marks={"page.x": Area(1, 1, 2, 4)}, widths={1: 6, 2: 6, 3: 5, 4: 9}))
    host.save(tmp_path / "crowded.xlsx")
    return tmp_path / "crowded.xlsx"


def test_what_is_cut_or_broken_is_seen(crowded, tmp_path):
    (tmp_path / "work").mkdir()
    (page,) = pages(printed(crowded, tmp_path / "work"), crowded)
    assert sorted(misfits(page)) == [
        "页, page 1: ### is shown",
        "页, page 1: #DIV/0! is shown",
        "页, page 1: 客户数量合计 stands over 占比",
    ]
    assert cut(crowded, [page]) == ["页: 一段放不进这一列的文字 is cut"]


def test_words_beside_each_other_are_no_misfit_and_those_in_the_margin_are():
    beside = [Word("一", 10, 10, 20, 20), Word("二", 19, 10, 30, 20), Word("三", 10, 19, 20, 30)]
    assert misfits(Page("页", 1, 30, beside)) == []
    assert misfits(Page("页", 1, 25, beside)) == ["页, page 1: 二 runs into the margin"]
