"""Cells read whatever their clothes; what cannot be read is said."""

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import values

DAY = pd.Timestamp(2024, 1, 5)


def read_days(*cells):
    return values.days(pd.Series(list(cells), dtype=object))


@given(st.lists(st.one_of(st.floats(width=32), st.floats(0, 90_000), st.integers(0, 20_241_231).map(float), st.none())))
def test_days_of_numbers_are_read_alike_whether_pandas_knows_that_they_are_numbers(cells):
    known = values.days(pd.Series(cells, dtype=float))
    told = read_days(*cells)
    pd.testing.assert_series_equal(known.values, told.values)
    pd.testing.assert_series_equal(known.bad, told.bad)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            datetime(2024, 1, 5),
            date(2024, 1, 5),
            pd.Timestamp(2024, 1, 5),
            45296,
            45296.0,
            "45296",
            20240105,
            "20240105",
        ),
        *(
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024年1月5日",
            " 2024-01-05 ",
            "２０２４-01-05",
            "2024-01-05 00:00:00",
        ),
    ],
)
def test_a_day_is_read_in_any_of_its_forms(cell):
    assert read_days(cell).values.tolist() == [DAY]


def test_the_order_of_day_and_month_is_settled_by_the_whole_column():
    assert read_days("05-01-2024", "31/12/2023").values.tolist() == [DAY, pd.Timestamp(2023, 12, 31)]
    assert read_days("01-05-2024", "12-31-2023").values.tolist() == [DAY, pd.Timestamp(2023, 12, 31)]


def test_an_order_that_nothing_settles_is_bad_until_it_is_said():
    cells = pd.Series(["01-05-2024", "02-03-2024"], dtype=object)
    assert values.days(cells).bad.all()
    assert values.days(cells, "mdy").values.tolist()[0] == DAY
    assert values.days(cells, "dmy").values.tolist()[0] == pd.Timestamp(2024, 5, 1)
    assert read_days("13-01-2024", "01-13-2024").bad.all()


def test_a_time_of_day_is_kept():
    assert (
        read_days("2024/1/5 13:30", "2024年1月5日 13时30分", 45296.5625).values.tolist()
        == [pd.Timestamp(2024, 1, 5, 13, 30)] * 3
    )


@pytest.mark.parametrize("cell", ["not a date", "2024-13-45", 5, 123456, True, "2024年"])
def test_what_is_no_day_is_bad_and_never_guessed(cell):
    read = read_days(cell)
    assert read.bad.tolist() == [True]
    assert read.values.isna().all()


@pytest.mark.parametrize("cell", [None, "", " ", "-", "无", "N/A", float("nan"), pd.NaT])
def test_a_blank_is_missing_and_not_bad(cell):
    assert read_days(cell).bad.tolist() == [False]
    assert values.numbers(pd.Series([cell], dtype=object)).bad.tolist() == [False]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *((12, 12.0), (12.5, 12.5), ("¥1,234.50", 1234.5), ("１２３", 123.0), ("(5.00)", -5.0), ("（5）", -5.0)),
        *(("12元", 12.0), ("$ 3", 3.0), ("-7.5", -7.5), ("1e3", 1000.0), ("5.00-", -5.0), ("1,234", 1234.0)),
        *(("1.2万", 12000.0), ("3,5亿", 350000000.0), ("15%", 0.15), ("2w", 20000.0), ("￥１，２３４．５０", 1234.5)),
        *(("1.234,56", 1234.56), ("1,234,567.8", 1234567.8), ("-¥5", -5.0)),
    ],
)
def test_a_number_is_read_in_any_of_its_forms(cell, number):
    assert values.numbers(pd.Series([cell], dtype=object)).values.tolist() == [number]


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "inf", True, "1,2345", "1.234.56", "12,34,567"])
def test_what_is_no_number_is_bad(cell):
    assert values.numbers(pd.Series([cell], dtype=object)).bad.tolist() == [True]


def test_ids_too_long_for_excel_stay_apart():
    found = values.ids(pd.Series([1e19, 1.2e19, "12345678901234567890"], dtype=object))
    assert found.nunique() == 3


def test_ids_keep_leading_zeros_and_lose_excels_decimals():
    found = values.ids(pd.Series([1001.0, 7, "0042", " A1 ", None, "", 1.5, 12345678901234.0], dtype=object))
    assert found.fillna("?").tolist() == ["1001", "7", "0042", "A1", "?", "?", "1.5", "12345678901234"]


@given(st.lists(st.none() | st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes(), max_size=8))
def test_no_cell_makes_reading_fail(cells):
    raw = pd.Series(cells, dtype=object)
    assert len(values.days(raw).values) == len(values.numbers(raw).values) == len(values.ids(raw)) == len(cells)


@given(
    st.dates(date(1955, 1, 1), date(2100, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"])
)
def test_a_day_written_is_the_day_read(day, pattern):
    assert read_days(day.strftime(pattern)).values.tolist() == [pd.Timestamp(day)]


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_written_is_the_amount_read(amount):
    assert values.numbers(pd.Series([f"¥{amount:,.2f}"], dtype=object)).values.tolist() == [float(amount)]
