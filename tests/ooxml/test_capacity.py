"""What no sheet can hold is told before anything is written: all of it at once, with the cells."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from xlseg.cells import Area, Fill, Formula, Link, Placed, Room, Valid
from xlseg.errors import XlsegError
from xlseg.hosts.capacity import exceeded
from xlseg.hosts.file import FileHost
from xlseg.text import Text

LONG = "长" * 32_767


class Columns:
    """Rows held as columns."""

    def __init__(self, *columns: object) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __getitem__(self, row: int) -> list[object]:
        return [column[row] for column in self.columns]


def verify_plan(plan: list[Placed] | tuple[Placed, ...]) -> None:
    """As a file tells it: everything that goes beyond, each once."""
    if problems := dict.fromkeys(problem for placed in plan for problem in exceeded(placed)):
        raise XlsegError(*problems)


def said(*plan: Placed) -> list[str]:
    with pytest.raises(XlsegError) as caught:
        verify_plan(plan)
    return caught.value.say("en").splitlines()


def one(value: object) -> Placed:
    return Placed("表", (Fill(3, 2, [["k", value]]),))


@pytest.mark.parametrize(
    "value", [LONG, "x" * 32_767, "😀" * 16_383, 1e308, None, True, date(2026, 1, 1), Formula("A" * 8191, 1), ""]
)
def test_what_a_cell_can_hold_is_written(value):
    verify_plan([one(value)])


@pytest.mark.parametrize("value", [LONG + "字", "😀" * 16_384, Link(LONG + "x")])
def test_a_text_that_is_too_long_is_told_with_its_cell(value):
    """An emoji is two of the characters Excel counts."""
    assert said(one(value)) == [
        "表: texts of 1 cells have more than the 32,767 characters Excel holds (C3); shorten them, then run again"
    ]


@pytest.mark.parametrize("text", ["A" * 8192, Text("A", "A" * 8192)])
def test_so_is_a_formula(text):
    assert "1 formulas have more than the 8,192 characters Excel holds (C3)" in said(one(Formula(text, 1)))[0]


@pytest.mark.parametrize("placed", [Fill(1_048_576, 1, [[1], [2]]), Fill(1, 16_384, [[1, 2]])])
def test_cells_beyond_the_last_row_or_column_are_told(placed):
    assert len(said(Placed("表", (placed,)))) == 1
    verify_plan([Placed("表", (placed._replace(values=[[1]]),))])


def test_so_are_cells_of_the_users_that_would_be_moved_there():
    room = Room(Area(5, 1, 1_048_570, 3), down=7)
    assert "1,048,577 rows" in said(Placed("表", room=(room,)))[0]
    verify_plan([Placed("表", room=(room._replace(down=6),))])


@pytest.mark.parametrize("name", ["", "a" * 32, "a:b", "[a]", "a/b", "a\\b", "a?", "a*", "'a", "a'", "a\nb"])
def test_names_no_sheet_can_have_are_told(name):
    assert "the name of a sheet has 1 to 31 characters" in "".join(said(Placed(name)))


def test_everything_is_told_at_once():
    rows = [["ok", LONG + "x"]] * 7
    plan = [Placed("甲", (Fill(1, 1, rows),)), Placed("乙:", (Fill(1_048_577, 1, [[1]]),)), Placed("丙")]
    lines = said(*plan)
    assert [line.split(":")[0] for line in lines] == ["甲", "乙", "乙"]
    assert "texts of 7 cells" in lines[0]
    assert "(B1, B2, B3, B4, B5)" in lines[0]


def test_lists_and_notes_that_are_too_long_are_told():
    area = Area(2, 3, 9, 3)
    placed = Placed("表", valid=(Valid(area, "list", ("长" * 200, "长" * 55)), Valid(area, "whole", note="x" * 256)))
    assert [line[3:25] for line in said(placed)] == ["the choices for C2 com", "the note at C2 has mor"]
    verify_plan([Placed("表", valid=(Valid(area, "list", ("长" * 200, "长" * 54)),))])


def test_more_links_than_a_sheet_holds_are_told():
    rows = [[Link.to("表", "A1")]] * 65_531
    assert "65,531 links" in said(Placed("表", (Fill(1, 1, rows),)))[0]
    verify_plan([Placed("表", (Fill(1, 1, rows[1:]),))])


def test_rows_held_as_columns_are_looked_at_too():
    texts = np.array(["a"] * 9000 + [LONG + "x"], dtype=object)
    values = Columns(np.arange(9001), texts, ["b"] * 9001, [Formula("A1", 1)] * 9001)
    assert "(D9002)" in said(Placed("表", (Fill(2, 3, values),)))[0]


def test_nothing_of_it_is_written(tmp_path: Path):
    host = FileHost(rows={"表": [["a"]]})
    host.write(one(LONG + "x"))
    host.write(Placed("x" * 40, (Fill(1, 1, [["a"]]),)))
    host.show("x" * 40)
    host.turn()
    with pytest.raises(XlsegError) as caught:
        host.save(tmp_path / "a.xlsx")
    assert len(caught.value.problems) == 2
    assert not list(tmp_path.iterdir())
