"""A run that stops half way in an Excel that writes at once, as on the desktop: the next run writes all of it anew."""

import io
from pathlib import Path

import pytest
import xlwings
from excel_double import ON_BOOK, apply, open_book
from made import shop_file
from openpyxl import Workbook, load_workbook
from test_excel_double import cells

from xlseg import addin
from xlseg.hosts import live

pytestmark = [
    pytest.mark.excel_engine,
    pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop_file(tmp_path_factory.mktemp("stopped") / "shop.xlsx", 12)


def clicked(book: Workbook) -> str:
    """What the message says after the button RFM; the book is as Excel saves it."""
    engine = open_book(book)
    addin.run("rfm", engine)
    (alert,) = apply(engine, book)
    return alert["prompt"]


def saved(book: Workbook) -> Workbook:
    content = io.BytesIO()
    book.save(content)
    return load_workbook(content)


@pytest.fixture(scope="module")
def whole(data: Path) -> Workbook:
    book = load_workbook(data)
    clicked(book)
    return saved(book)


@pytest.mark.parametrize(
    ("part", "page"), [("paint", 0), ("draw", 1), ("paint", 2), ("fit", 2), ("paint", 4), ("fit", 5), ("draw", 7)]
)
def test_the_next_run_writes_what_an_undisturbed_one_writes(data, whole, monkeypatch, part, page):
    """The third page are the labels, on a sheet of the user's."""
    book, reached, real = load_workbook(data), [], getattr(live, part)

    def stopped(sheet, placed, *rest):
        reached.append(sheet.name)
        if len(reached) == page + 1:
            raise RuntimeError("Excel stopped here")
        real(sheet, placed, *rest)

    def at_once(host, book, lang="zh"):
        real_init(host, book, lang)
        host.queued = False

    real_init = live.LiveHost.__init__
    with monkeypatch.context() as patched:
        patched.setattr(live.LiveHost, "__init__", at_once)
        patched.setitem(ON_BOOK, "sheetDelete", lambda workbook, sheet, *_: workbook.remove(sheet))
        patched.setattr(live, part, stopped)
        said = clicked(book)
    assert len(reached) == page + 1
    assert "从头写完" in said
    book = saved(book)
    clicked(book)
    assert book.sheetnames == whole.sheetnames
    backup = "撤销用的备份"  # of the labels there were before
    found, expected = cells(saved(book)), cells(whole)
    assert found | {backup: None} == expected | {backup: None}
