"""客户细分结果表: what it says of each group, and that it adds up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg import General, Rfm, Settings, analyze
from xlseg.blocks import Table
from xlseg.cells import Formula
from xlseg.models import DEFAULTS
from xlseg.page import carry_page, place
from xlseg.segments import rounded_shares
from xlseg.settings import Row, parse
from xlseg.sheets.result import result_page

counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([1, 1, 1], [0.334, 0.333, 0.333]),
        ([2, 1], [0.667, 0.333]),
        ([0, 7], [0.0, 1.0]),
        ([1, 1, 1, 1, 1, 1], [0.167, 0.167, 0.167, 0.167, 0.166, 0.166]),
        ([1, 999_999], [0.0, 1.0]),
        ([0, 0], [0.0, 0.0]),
        ([], []),
    ],
)
def test_shares_as_they_are_shown(sizes, shown):
    assert rounded_shares(sizes) == shown


@given(counts)
def test_shares_add_up_to_a_hundred_and_none_is_off_by_more_than_a_tenth(sizes):
    shares = rounded_shares(sizes)
    assert round(sum(round(share * 1000) for share in shares)) == (1000 if sum(sizes) else 0)
    assert all(abs(s - n / max(sum(sizes), 1)) < 0.001 for s, n in zip(shares, sizes, strict=True))


def tables(analysis) -> list[Table]:
    return [block for block in result_page(analysis).blocks if isinstance(block, Table)]


def test_the_total_is_live_and_shares_have_a_bar(orders):
    (table,) = tables(analyze(orders, settings=Settings(General(), (Rfm(),))))
    total = table.rows.iloc[-1]
    assert (total["count"], total["share"]) == (Formula("SUM({count:all})", 4), Formula("SUM({share:all})", 1.0))
    assert (table.name, table.bars) == ("result.rfm", ("share",))
    assert sum(table.rows["share"].iloc[:-1]) == 1


def chosen(*models: str) -> Settings:
    return parse([Row("general.models", value=", ".join(models))], DEFAULTS)


def test_every_group_has_dimensions_features_and_keywords(orders):
    """Crossed groups and those a scheme leaves over have no words of their own."""
    found = analyze(orders, settings=chosen("cross", "loyalty", "clusters"))
    for table in tables(found):
        for row in table.rows.iloc[:-1].to_dict("records"):
            assert row["count"] == 0 or all(row[key].zh and row[key].en for key in ("rule", "features", "action"))


def test_clusters_tell_each_figure_once():
    days = [*range(5, 25), *range(200, 220)]
    customers = pd.DataFrame(
        {
            "客户ID": [f"C{n}" for n in range(40)],
            "距上次购买天数": days,
            "订单数": [9, 8] * 10 + [1, 2] * 10,
            "累计金额": [900.0 + day for day in days[:20]] + [50.0 + day for day in days[20:]],
        }
    )
    (table,) = tables(analyze(customers, settings=chosen("clusters")))
    assert not any("全体平均的" in row.zh for row in table.rows["features"].iloc[:-1])
    assert "平均" in table.rows["features"].iloc[0].zh


def typed(page, lang="zh"):
    """The page as it stood, and its area."""
    placed = place(page, lang)
    rows = [[None] * placed.area.right for _ in range(placed.area.bottom)]
    for fill in placed.fills:
        for number, line in enumerate(fill.values, fill.top - 1):
            rows[number][fill.left - 1 : fill.left - 1 + len(line)] = [
                cell.value if isinstance(cell, Formula) else cell for cell in line
            ]
    return rows, placed.area


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_owners_stay_in_their_own_of_several_tables(orders, lang):
    page = result_page(analyze(orders, settings=chosen("rfm", "tiers")))
    rows, area = typed(page, lang)
    for row in rows:
        row[7] = {"RFM-03": "钱", "TIE-01": "赵"}.get(row[0], row[7])
    rfm, tiers = [b for b in carry_page(page, rows, area).blocks if isinstance(b, Table)]
    assert [(i, o) for i, o in zip(rfm.rows["segment_id"], rfm.rows["owner"], strict=True) if o] == [("RFM-03", "钱")]
    assert [(i, o) for i, o in zip(tiers.rows["segment_id"], tiers.rows["owner"], strict=True) if o] == [
        ("TIE-01", "赵")
    ]


def test_an_owner_in_the_table_of_a_model_that_no_longer_runs_is_kept_once(orders):
    rows, area = typed(result_page(analyze(orders, settings=chosen("rfm", "tiers", "loyalty"))))
    for row in rows:
        row[7] = {"LOY-01": "孙", "RFM-03": "钱"}.get(row[0], row[7])
    page = carry_page(result_page(analyze(orders, settings=chosen("rfm", "tiers"))), rows, area)
    owners = [b.rows.dropna(subset="owner")[["segment_id", "owner"]].values.tolist() for b in page.blocks[2::2]]
    assert owners == [[["RFM-03", "钱"]], [["LOY-", "孙"]]]
