"""A file that stands where the output goes: what was added to it is told or kept, and nothing is half done."""

from pathlib import Path

import pytest
from in_place import edited, run
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.errors import XlsegError
from xlseg.settings import Row

RESULT = "客户细分结果表"


@pytest.fixture
def shop(tmp_path: Path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    book.save(tmp_path / "shop.xlsx")
    return tmp_path / "shop.xlsx"


def test_sheets_the_user_added_to_an_output_are_not_overwritten(shop, tmp_path):
    out = run(shop, in_place=False, output=tmp_path / "out.xlsx")
    edited(out, lambda book: book.create_sheet("我的透视"))
    with pytest.raises(XlsegError) as caught:
        run(shop, in_place=False, output=out)
    assert "我的透视" in caught.value.say("zh")


def test_a_link_stays_a_link(shop, tmp_path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(shop)
    run(link)
    assert link.is_symlink()
    assert RESULT in load_workbook(shop).sheetnames


def test_a_backup_that_cannot_be_written_stops_the_run(shop, tmp_path):
    (tmp_path / "shop.xlsx.bak").mkdir()
    before = shop.read_bytes()
    with pytest.raises(XlsegError, match="backup"):
        run(shop)
    assert shop.read_bytes() == before


def test_what_was_added_to_an_earlier_output_is_told_and_its_file_kept(shop, tmp_path):
    output = tmp_path / "out.xlsx"
    files.run(BY_KEY["segment"], shop, output=output)
    edited(output, lambda book: (book["订单"].__setitem__("Q2", "我的"), book[RESULT].__setitem__("K6", "核对过")))
    said = [text.zh for text in files.run(BY_KEY["segment"], shop, output=output).warnings]
    assert any("订单!Q2" in text and f"{RESULT}!K6" in text and "out.xlsx.1.bak" in text for text in said)
    for scheme in ("groups11", "types8"):
        given = (Row("rfm.scheme", value=scheme),)
        assert "另存为 out.xlsx.bak" in files.run(BY_KEY["segment"], shop, given, output).warnings[-1].zh
    kept = (tmp_path / "out.xlsx.1.bak").rename(tmp_path / "kept.xlsx")
    assert load_workbook(kept)[RESULT]["K6"].value == "核对过"


@pytest.mark.parametrize(("corner", "over"), [("F3", True), ("Z3", False), ("F5000", False)])
def test_a_chart_above_the_labels_stays_and_is_told(shop, corner, over):
    def change(book):
        chart = BarChart()
        chart.add_data(Reference(book["订单"], min_col=3, min_row=2, max_row=9))
        book["订单"].add_chart(chart, corner)

    before = files.run(BY_KEY["segment"], edited(shop, change), in_place=True)
    again = files.run(BY_KEY["segment"], shop, in_place=True)
    for said in (before.warnings, again.warnings):
        assert [text.zh for text in said if "盖住了" in text.zh] == [
            "工作表「订单」上的 Chart 1 浮在标签列上面，把它们盖住了，没有动它；请在 Excel 里把它拖开。"
        ] * over
    assert load_workbook(shop)["订单"]._charts[0].anchor._from.row == int(corner[1:]) - 1
