"""What changes in cells: which of several changes holds; and each value as the XML of a cell."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel
from splicing import DATED, Looks, cells, sheet, splice

from xlseg.cells import Area, Formula, Link, Uncomputed
from xlseg.ooxml.cells.overlay import KEEP, Overlay, Runs
from xlseg.ooxml.cells.settling import settle
from xlseg.ooxml.cells.written import Written, serial

ROWS = st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda at: (at[0], at[0] + at[1]))


class Columns(NamedTuple):
    """Values that come by column."""

    columns: list


def tail(value: object, style: int = 0, looks: Looks | None = None) -> str:
    return Written(looks or Looks()).tail(value, style, 5, 2).decode()


@given(st.lists(st.tuples(ROWS, st.one_of(st.none(), st.integers(0, 9))), max_size=12), ROWS)
def test_the_last_of_runs_over_a_row_holds(runs, window):
    found, model = Runs(), {}
    for (top, bottom), what in runs:
        found.put(top, bottom, *([] if what is None else [what]))
        model |= dict.fromkeys(range(top, bottom + 1), what)
    held = [(row, run.what) for run in found for row in range(run.top, run.bottom + 1)]
    assert held == [(row, what) for row, what in sorted(model.items()) if what is not None]
    low, high = window
    seen = [(row, run.what) for run in found.within(low, high) for row in range(run.top, run.bottom + 1)]
    assert seen == [(row, what) for row, what in held if low <= row <= high]


class TestOverlay:
    def test_it_is_false_before_anything_changes(self):
        overlay = Overlay()
        assert not overlay
        overlay.forget(())
        assert overlay

    def test_it_tells_what_a_cell_will_hold(self):
        overlay = Overlay()
        overlay.fill(2, 2, [["a", "b"], ["c"]])
        overlay.clear(Area(2, 3, 2, 3), contents=True)
        assert [overlay.value(2, 2), overlay.value(2, 3), overlay.value(3, 2)] == ["a", None, "c"]
        assert overlay.value(3, 3) is KEEP
        assert overlay.value(1, 2) is KEEP

    def test_bounds_are_around_the_values(self):
        overlay = Overlay()
        overlay.look(Area(1, 1, 99, 99), 3)
        overlay.clear(Area(1, 1, 200, 2), contents=True)
        assert overlay.bounds is None
        overlay.fill(4, 3, [[1], [2]])
        overlay.fill(9, 7, [[1]])
        assert overlay.bounds == Area(4, 3, 9, 7)

    @pytest.mark.parametrize(
        "column",
        [
            ["a", "b", None, "a"],
            np.array(["a", "b", None, "a"], object),
            pd.Series(["a", "b", None, "a"], index=[3, 1, 2, 0]),
            pd.Series(["a", "b", None, "a"]).astype("category"),
            pd.Categorical(["a", "b", None, "a"]),
            ("a", "b", float("nan"), "a"),
        ],
        ids=["list", "objects", "series", "category", "categorical", "tuple"],
    )
    def test_columns_of_any_kind_are_the_same_cells(self, column):
        overlay = Overlay()
        overlay.fill(1, 2, Columns([column]))
        assert cells(splice(sheet(""), overlay)) == {(1, 2): ("a", 0), (2, 2): ("b", 0), (4, 2): ("a", 0)}

    @pytest.mark.parametrize(
        "column",
        [
            [1, 2.5, None, 3.0],
            np.array([1, 2.5, np.nan, 3]),
            pd.Series([1, 2.5, np.nan, 3]),
            pd.array([1, 2.5, None, 3], dtype="Float64"),
            pd.Series([1, 2.5, None, 3], dtype="Float64"),
            [np.float64(1), np.float32(2.5), pd.NA, np.int64(3)],
            [Decimal(1), Decimal("2.5"), pd.NaT, np.uint8(3)],
        ],
    )
    def test_numbers_of_any_kind_are_the_same_cells(self, column):
        overlay = Overlay()
        overlay.fill(1, 2, Columns([column]))
        found = splice(sheet(""), overlay)
        assert cells(found) == {(1, 2): (1.0, 0), (2, 2): (2.5, 0), (4, 2): (3.0, 0)}
        assert b"<v>1</v>" in found
        assert b"<v>3</v>" in found

    def test_days_of_any_kind_are_the_same_cells(self):
        days = [datetime(2024, 2, 29, 12), None, datetime(1900, 1, 5)]
        for column in (days, np.array(days, "datetime64[ns]"), pd.Series(days)):
            for style in (0, 4):
                overlay = Overlay()
                overlay.fill(1, 1, Columns([column]))
                overlay.look(Area(1, 1, 3, 1), style)
                found = cells(splice(sheet(""), overlay))
                assert found[1, 1] == (45351.5, style or DATED)
                assert found[3, 1] == (5.0, style or DATED)
                assert found.get((2, 1), (None, 0)) == (None, style)

    def test_looks_that_values_bring_are_asked_for_before(self):
        overlay, looks = Overlay(), Looks()
        overlay.fill(1, 1, Columns([["a", "=b"], [date(2024, 1, 1), None], [1.5, 2]]))
        overlay.look(Area(1, 1, 2, 1), 7)
        assert not settle(overlay, looks)
        overlay.look(Area(1, 2, 2, 2), 0)
        assert settle(overlay, looks)
        assert looks.asked == [7, 7, date(2024, 1, 1)]


class TestCells:
    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            (True, ' t="b"><v>1</v></c>'),
            (np.bool_(False), ' t="b"><v>0</v></c>'),
            (5.0, "><v>5</v></c>"),
            (-0.0, "><v>0</v></c>"),
            (1e22, "><v>1e+22</v></c>"),
            (0.1 + 0.2, "><v>0.30000000000000004</v></c>"),
            (float("inf"), ' t="e"><v>#NUM!</v></c>'),
            ("#N/A", ' t="e"><v>#N/A</v></c>'),
            ("a<b", ' t="inlineStr"><is><t>a&lt;b</t></is></c>'),
            (" a", ' t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>'),
            ("a\x00\ud800b", ' t="inlineStr"><is><t>ab</t></is></c>'),
            ("_x0041_", ' t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
            (Link.to("a", "B1"), ' t="inlineStr"><is><t>a!B1</t></is></c>'),
            (Uncomputed("=A1&B1"), "><f>A1&amp;B1</f></c>"),
            (Formula("A1<2", True), ' t="b"><f>A1&lt;2</f><v>1</v></c>'),
            (Formula("A1", ""), ' t="str"><f>A1</f><v></v></c>'),
            (Formula("A1", None), "><f>A1</f></c>"),
            (Formula("A1", "#REF!"), ' t="e"><f>A1</f><v>#REF!</v></c>'),
            (Formula("A1+$A$1", 2.5, origin=(4, 1)), "><f>B2+$A$1</f><v>2.5</v></c>"),
        ],
    )
    def test_each_value_is_written_as_excel_does(self, value, cell):
        assert tail(value) == '"' + cell

    @pytest.mark.parametrize("value", [None, "", "\x01", float("nan"), np.nan, pd.NA, pd.NaT, np.datetime64("NaT")])
    def test_nothing_is_no_cell_but_for_its_style(self, value):
        assert (tail(value), tail(value, 3)) == ("", '" s="3"/>')

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra"])
    def test_text_like_a_formula_is_text_and_says_so(self, text):
        assert tail(text, 3).startswith('" s="1003" t="inlineStr"')

    def test_a_cell_holds_no_more_than_excel_reads(self):
        assert tail("a" * 40_000).count("a") == 32_767
        assert tail("😀" * 20_000).count("😀") == 16_383

    @given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31)))
    def test_days_count_as_openpyxl_counts_them(self, value):
        assert serial(value) == pytest.approx(to_excel(value), abs=1e-9)
        assert serial(value.date()) == to_excel(value.date())
        assert serial(value.time()) == pytest.approx(to_excel(value.time()), abs=1e-9)

    def test_a_workbook_may_count_from_1904(self):
        written = Written(Looks(from_1904=True))
        assert written.tail(date(1904, 1, 3), 1, 1, 1) == b'" s="1"><v>2</v></c>'
        assert written.tails(np.array(["1904-01-03"], "datetime64[D]"), 1, 1, 1) == [b'" s="1"><v>2</v></c>']
        assert tail(timedelta(hours=36), 1) == '" s="1"><v>1.5</v></c>'
        assert tail(time(6), 1) == '" s="1"><v>0.25</v></c>'
