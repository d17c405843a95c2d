"""The double keeps Excel's rules, and LiveHost through xlwings' own engine writes what FileHost writes."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlwings
from excel_double import apply, open_book
from openpyxl import Workbook, load_workbook

from xlseg.actions import segment
from xlseg.cells import Area, Fill, Marked, Paint, Placed, Room
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost

pytestmark = [
    pytest.mark.excel_engine,
    pytest.mark.skipif(not xlwings.__pro__, reason="needs XLWINGS_LICENSE_KEY=noncommercial"),
]
ORDERS = [[f"{n % 9:05}", datetime(2024, 1, 1) + timedelta(days=n * 7 % 90), 10.5 + n * 3] for n in range(30)]


@pytest.fixture
def workbook():
    book = Workbook()
    book.active.title = "订单"
    for row in (["客户ID", "下单日期", "金额"], *ORDERS):
        book.active.append(row)
    return book


def host(workbook):
    return LiveHost(open_book(workbook))


def write(workbook, *placed):
    """What LiveHost asks for, done to the workbook; then a second look at it."""
    live = host(workbook)
    for one in placed:
        live.write(one)
    apply(live.book, workbook)
    return host(workbook)


def page(values, top=1, left=1, mark="page.p", **changes):
    area = Area(top, left, top + len(values) - 1, left + len(values[0]) - 1)
    marks = {mark: area} if mark else {}
    return Placed(**{"sheet": "页", "marks": marks, "fills": (Fill(top, left, values),)} | changes)


def test_values_and_days_are_read_back_as_they_were_written(workbook):
    values = [["甲", 1.5, True], [datetime(2024, 2, 29), datetime(2024, 2, 29, 8, 30), None]]
    assert write(workbook, page(values)).read("页") == values
    assert host(workbook).read("订单")[1] == ORDERS[0]


@pytest.mark.parametrize("text", ["=1+1", "-5", "+86 138", "@甲", "'引号", "-"])
def test_text_that_looks_like_a_formula_stays_text(workbook, text):
    assert write(workbook, page([[text]])).read("页") == [[text]]
    assert workbook["页"]["A1"].data_type == "s"


def test_ids_in_a_column_of_text_keep_their_zeros(workbook):
    ids = page(
        [["00004"], ["2024-01-05"], [7]], paints=(Paint(Area(1, 1, 3, 1), "text", "@"),), texts=(Area(1, 1, 3, 1),)
    )
    assert write(workbook, ids).read("页") == [["00004"], ["2024-01-05"], ["7"]]


def test_text_that_looks_like_a_number_or_a_day_stays_text_in_a_general_column_too(workbook):
    texts = [["00004"], ["1,234.5"], ["2024-01-05"], ["TRUE"], ["¥5"]]
    assert write(workbook, page(texts)).read("页") == texts


def test_rows_put_in_move_what_stands_below_and_its_name(workbook):
    write(workbook, page([["一"], ["二"]]), page([["脚注"]], top=3, mark="page.q"), page([["旁"]], 3, 5, mark=""))
    grown = page([["一"], ["二"], ["三"], ["四"]], room=(Room(Area(3, 1, 3, 1), down=2),))
    again = write(workbook, grown)
    assert [row[0] for row in again.read("页")] == ["一", "二", "三", "四", "脚注"]
    assert again.read("页")[2][4] == "旁"
    assert again.marks() == {"page.p": Marked("页", grown.area), "page.q": Marked("页", Area(5, 1, 5, 1))}


def test_marks_are_found_again_under_any_sheet_name(workbook):
    write(workbook, page([["甲", "乙"]], 3, 2))
    workbook["页"].title = "王's 页"
    workbook.defined_names["xlseg.page.p"].attr_text = "'王''s 页'!$B$3:$C$3"
    assert host(workbook).marks() == {"page.p": Marked("王's 页", Area(3, 2, 3, 3))}


def test_what_is_no_longer_ours_is_left_empty(workbook):
    look = (Paint(Area(1, 1, 3, 2), "header"),)
    write(workbook, page([["a", "b"]] * 3, paints=look))
    again = write(workbook, page([["c"]], emptied=(Area(1, 1, 3, 2),)))
    assert again.read("页") == [["c"]]
    assert not workbook["页"]["B3"].has_style


def test_a_mark_whose_sheet_was_deleted_is_set_again(workbook):
    write(workbook, page([["甲"]]))
    del workbook["页"]
    workbook.defined_names["xlseg.page.p"].attr_text = "#REF!$A$1:$A$1"
    assert write(workbook, page([["乙"]])).marks() == {"page.p": Marked("页", Area(1, 1, 1, 1))}


def test_an_action_the_double_does_not_know_raises(workbook):
    live = host(workbook)
    live.book.sheets[0].range("A1").merge()
    with pytest.raises(KeyError, match="rangeMerge"):
        apply(live.book, workbook)


def test_segmenting_in_excel_writes_what_it_writes_into_a_file(workbook, tmp_path: Path):
    path, live = tmp_path / "订单.xlsx", host(workbook)
    workbook.save(path)
    report = segment(live)
    alerts = apply(live.book, workbook)
    closed = FileHost(path)
    segment(closed)
    closed.save(path)
    workbook.save(tmp_path / "live.xlsx")
    assert cells(load_workbook(tmp_path / "live.xlsx")) == cells(load_workbook(path))
    assert (alerts, live.said) == ([], [report.message]), "the door tells it, when all is done"


def cells(book):
    return {
        s.title: {c.coordinate: shown(c.value) for r in s.iter_rows() for c in r if c.value is not None} for s in book
    }


def shown(value):
    """What people see of a link, which is a formula in Excel and a hyperlink in a file; figures come back rounded."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    link = re.fullmatch(r'=HYPERLINK\("#.+","(.+)"\)', value) if isinstance(value, str) else None
    return link[1] if link else value


def test_segmenting_again_changes_nothing(workbook):
    seen = []
    for _ in range(2):
        live = host(workbook)
        segment(live)
        apply(live.book, workbook)
        seen.append(cells(workbook))
    assert seen[0] == seen[1]
