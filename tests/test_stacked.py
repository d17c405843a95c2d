"""Rows backed by columns, and the shortcuts that read a column of a million cells at once."""

import re
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import distinct
from xlseg.actions import Request
from xlseg.actions.workbook import read
from xlseg.analysis import analyze
from xlseg.cells import Area
from xlseg.hosts.file import FileHost
from xlseg.identifiers import _id, ids
from xlseg.plan import labels
from xlseg.profiling.figures import _counted
from xlseg.settings import Row
from xlseg.shown import stored
from xlseg.stacked import PIECE, Stacked
from xlseg.text import Text

TWO = Text("高", "high")


def test_a_row_holds_plain_cells_and_none_where_there_is_nothing():
    columns = [
        np.array([1.5, np.nan]),
        pd.Series([2, None], dtype="Int64"),
        np.array(["2024-05-06", "NaT"], dtype="datetime64[us]"),
        pd.Categorical(["a", None]),
        pd.Series(["b", None]),
        np.array([True, False]),
        [TWO, None],
    ]
    first, second = Stacked(columns)
    assert first == [1.5, 2, datetime(2024, 5, 6), "a", "b", True, TWO]
    assert [type(cell) for cell in first] == [float, int, datetime, str, str, bool, Text]
    assert second == [None, None, None, None, None, False, None]


def test_rows_are_those_of_a_list_of_lists_wherever_they_are_asked_for():
    numbers = np.arange(PIECE * 2 + 3)
    rows = Stacked([numbers, numbers * 2.0])
    told = [[n, 2.0 * n] for n in range(len(numbers))]
    assert rows == told
    assert (len(rows), rows.width, rows[0], rows[-1]) == (len(told), 2, told[0], told[-1])
    assert rows[PIECE - 1 : PIECE + 2] == told[PIECE - 1 : PIECE + 2]
    assert rows.beside(Stacked([numbers])) == [[*row, n] for n, row in enumerate(told)]
    assert rows.column(2, 5).tolist() == [row[1] for row in told[5:]]
    assert rows != told[1:]
    with pytest.raises(IndexError):
        rows[len(told)]
    with pytest.raises(ValueError, match="different lengths"):
        Stacked([[1], [1, 2]])


def test_whole_numbers_without_gaps_take_as_few_bytes_as_they_need():
    assert Stacked([pd.Series([1, 5], dtype="Int64")]).column(1).dtype == np.uint8
    assert list(Stacked([pd.Series([-1, 70_000], dtype="Int64")])) == [[-1], [70_000]]


@given(st.lists(st.sampled_from([TWO, Text("高", "tall"), "高", None, ""]), min_size=1))
def test_texts_that_repeat_are_translated_as_one_by_one(cells):
    column = pd.Series(cells * (20_000 // len(cells) + 1), dtype=object)
    found = stored(column, "zh")
    assert isinstance(found, pd.Categorical)
    assert [row[0] for row in Stacked([found[: len(cells)]])] == [c.zh if isinstance(c, Text) else c for c in cells]


@given(
    st.lists(st.text("测试tTeEsS1 =\n'合计 　Ａ", max_size=7) | st.none() | st.integers(0, 9), max_size=40),
    st.integers(2, 5),
)
def test_many_cells_are_read_and_searched_as_one_by_one(cells, piece):
    raw = pd.Series(cells, dtype=object)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xlseg.distinct.PIECE", piece)
        patch.setattr("xlseg.identifiers.PIECE", piece)
        for mostly in (True, False):
            patch.setattr("xlseg.distinct.mostly_distinct", lambda _, mostly=mostly: mostly)
            patch.setattr("xlseg.identifiers.mostly_distinct", lambda _, mostly=mostly: mostly)
            said = distinct.says(raw, "^测试|tes+t", ("测试", "test", "tess")).tolist()
            wanted = [c is not None and re.search("^测试|tes+t", str(c).lower()) is not None for c in cells]
            assert said == wanted
            assert [None if pd.isna(c) else c for c in ids(raw)] == [_id(c) for c in cells]


@given(st.lists(st.integers(-30, 30), min_size=60, max_size=80))
def test_whole_numbers_are_ranked_by_counting_as_by_sorting(numbers):
    values = np.array(numbers, dtype=float)
    counted = _counted(values)
    assert counted is not None
    assert counted.tolist() == pd.Series(values).rank(method="average").tolist()


@pytest.mark.parametrize("values", [[0.5, 1.0], [0.0, 1e9]])
def test_other_numbers_are_not_counted(values):
    assert _counted(np.array(values)) is None


def test_labels_are_columns_below_their_headers():
    rows = [["客户ID", "最近购买日期", "购买次数", "消费金额"]]
    rows += [[f"C{n}", datetime(2024, 1, n), n, 100.0 * n] for n in range(1, 21)]
    found = read(FileHost(rows={"客户": rows}), Request((Row("general.models", value="rfm"),)))
    analysis = analyze(*found.sources, settings=found.settings)
    (placed,) = labels(found.standing[0], analysis, found.data)
    header, body = placed.fills
    assert header.values[0][0] == "RFM客户类型"
    assert (body.top, body.left, len(body.values)) == (header.top + 1, header.left, 20)
    assert isinstance(body.values, Stacked)
    assert body.values.column(4).dtype == np.uint8
    assert placed.area == Area(header.top, header.left, body.area.bottom, body.area.right)
