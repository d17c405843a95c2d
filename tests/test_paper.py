"""Where printed pages end, and how wide columns of several tables are."""

import pandas as pd

from xlseg import theme
from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.page import Page, place
from xlseg.text import Text, same

NAME, COUNT = Column("name", Text("群体", "Group"), "wide"), Column("count", Text("客户数", "Customers"), "count")


def table(rows, name="一"):
    return Table((NAME, COUNT), pd.DataFrame({"name": [name] * rows, "count": range(rows)}))


def breaks(*blocks):
    return place(Page("x", Text("页", "Page"), blocks), "zh").printed.breaks


def test_a_heading_that_would_be_torn_from_its_table_begins_a_page():
    """Title 30, then 20 rows a table: the third heading comes near the foot of the first page."""
    for first in range(2, 30):
        blocks = [Heading(same("a")), table(first), Heading(same("b")), Note(same("n")), table(12)]
        heading = 3 + first + 3  # title, blank, heading, header and rows; blank, heading
        assert not set(breaks(*blocks)) & set(range(heading + 1, heading + 5)), first
    assert any(breaks(Heading(same("a")), table(n), Heading(same("b")), table(12)) for n in range(2, 30))


def test_no_chart_is_cut():
    chart = Chart(same("c"), "column", "name", ("count",))
    for rows in range(2, 30):
        placed = place(Page("x", Text("页", "Page"), (table(rows), chart, table(2))), "zh")
        (area,) = (graph.area for graph in placed.charts)
        assert not set(placed.printed.breaks) & set(range(area.top + 1, area.bottom + 1)), rows


def test_a_page_that_fits_has_no_breaks():
    assert breaks(Heading(same("a")), table(3), Heading(same("b")), table(3)) == ()


def test_long_texts_wrap_where_most_tables_of_a_column_need_no_more():
    long = "很长的一段说明" * 10
    alone, shared = (
        place(Page("x", Text("页", "Page"), t), "zh") for t in ((table(2, long),), (table(2), table(2, long)))
    )
    assert alone.widths[1] == theme.WIDTHS["wide"][1]
    assert shared.widths[1] == theme.SHARED


def test_lines_break_between_words():
    assert theme.lines("若是真客户，请改名，或把 clean.test_account 改成「只列出」", 30) == 3
    assert theme.lines("one two", 30) == theme.lines("", 30) == 1
