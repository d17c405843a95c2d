"""Users name columns in their own words."""

import pytest

from xlseg.columns import CUSTOMER_COLUMNS
from xlseg.fields import resolve, title_of
from xlseg.kinds import Fields
from xlseg.text import Text, same

TABLE = ["customer_id", "days_since_last", "orders", "revenue", "投诉等级", "Store Area (m2)", "金额(元)"]


RECENCY = ["days_since_last", "距上次购买天数", "Days since last order", "R", "r", "Ｒ", " RECENCY "]


@pytest.mark.parametrize("name", RECENCY)
def test_a_declared_column_is_found_by_key_title_or_alias_in_any_width_or_case(name):
    assert resolve(name, TABLE) == "days_since_last"


@pytest.mark.parametrize("name", ["Store Area (m2)", "store area", "ＳＴＯＲＥ　ＡＲＥＡ"])
def test_a_column_of_the_users_own_is_found_by_its_header(name):
    assert resolve(name, TABLE) == "Store Area (m2)"


def test_a_header_written_exactly_is_never_another_column():
    assert resolve("金额(元)", TABLE) == "金额(元)"
    assert resolve("金额", TABLE) == "revenue"


def test_what_the_table_does_not_hold_is_none():
    assert resolve("年龄", TABLE) is None
    assert resolve("", TABLE) is None


def test_every_declared_column_is_found_by_both_its_titles():
    keys = [column.key for column in CUSTOMER_COLUMNS]
    assert {resolve(title, keys): c.key for c in CUSTOMER_COLUMNS for title in c.title} == {k: k for k in keys}


def test_a_column_is_called_by_its_title_or_as_the_user_wrote_it():
    assert title_of("orders") == Text("订单数", "Orders")
    assert title_of("投诉等级") == same("投诉等级")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("R, F, M", ("R", "F", "M")),
        ("订单数、累计金额；年龄", ("订单数", "累计金额", "年龄")),
        ("days_since_last,投诉等级，投诉等级", ("days_since_last", "投诉等级")),
        ("Store Area\nOpen Since; \n", ("Store Area", "Open Since")),
        (None, ()),
    ],
)
def test_names_of_columns_are_read_from_one_cell(cell, names):
    assert Fields().read(cell) == names
    assert Fields().read(Fields().show(names, "zh")) == names


def test_a_list_that_could_not_be_read_back_is_not_allowed():
    assert Fields().allows(("a b", "c"))
    assert not Fields().allows(("a,b",))
    assert not Fields().allows(("a", "a"))
    assert not Fields(low=1).allows(())
