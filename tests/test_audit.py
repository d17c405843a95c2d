"""What rules leave out, match twice and can never reach: over all customers there could be."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from conftest import customers
from hypothesis import given
from hypothesis import strategies as st

from xlseg.audit import Audit, audit
from xlseg.codes import CodeRow, read_patterns
from xlseg.errors import XlsegError
from xlseg.models.rfm import Rfm
from xlseg.models.rules import Rules
from xlseg.models.rules.rows import RuleRow
from xlseg.rules import Book, Range, Rule, Table, holds
from xlseg.rules.bind import bind
from xlseg.rules.domain import domain, regions
from xlseg.rules.phrase import parse

RANDOM = np.random.default_rng(3)
MANY = customers(*(RANDOM.integers(1, high, 400).tolist() for high in (400, 9, 3000))).assign(
    recent_orders=RANDOM.integers(0, 6, 400), recent_revenue=RANDOM.integers(0, 3000, 400), tenure_days=500
)
DEFINITION_B = """Champions 4-5 4-5 4-5 | Loyal 2-5 3-5 3-5 | Potential 3-5 1-3 1-3 | New 4-5 1 1 | Promising 3-4 1 1
 | Attention 2-3 2-3 2-3 | Sleepy 2-3 1-2 1-2 | At risk 1-2 2-5 2-5 | Can't lose 1 4-5 4-5 | Lost 1-2 1-2 1-2"""


def audited(model, table: pd.DataFrame = MANY) -> Audit:
    titles = {column.key: column.title for column in model.columns}
    return audit(model.segment(table), table, titles=titles)


def ruled(*pairs: tuple[str, str]) -> Rules:
    return Rules(table=tuple(RuleRow(name, condition) for name, condition in pairs))


def own(text: str) -> Rfm:
    rows = (row.strip().rsplit(" ", 3) for row in text.split("|"))
    return Rfm(scheme="custom", table=tuple(CodeRow(name, read_patterns(" ".join(codes))) for name, *codes in rows))


def test_definition_a_of_r_leaves_10_codes_and_58_overlap():
    codes = audited(Rfm(scheme="r10")).codes
    assert (codes.all, codes.uncovered, codes.overlapping) == (125, 10, 58)


def test_definition_b_leaves_36_codes_and_three_groups_can_never_be_reached():
    found = audited(own(DEFINITION_B))
    assert (found.codes.all, found.codes.uncovered) == (125, 36)
    assert [title.en for title, _ in found.unreachable] == ["New", "Promising", "Can't lose"]
    assert {title.en: takers.en for title, takers in found.unreachable}["New"] == "Potential"


def test_the_11_groups_hold_each_of_125_codes_once():
    found = audited(Rfm(scheme="groups11"))
    assert (found.codes.all, found.codes.uncovered, found.codes.overlapping) == (125, 0, 0)
    assert (found.gaps, found.overlaps, found.unreachable) == ((), (), ())


def test_the_documents_contradict_themselves_on_who_is_dormant():
    table = customers([200, 100, 100, 200], [1, 1, 2, 3], [50, 50, 50, 50]).assign(
        recent_orders=[0, 1, 1, 0], recent_revenue=0.0, registered_days=900
    )
    template, guide = Rules().segment(table), Rules(dormant="guide").segment(table)
    assert template.labels["segment"].tolist() == ["dormant"] * 4
    assert guide.labels["segment"].tolist() == ["dormant", "unmatched", "unmatched", "unmatched"]
    assert "模板（R≥90 且 F≤1）符合 4 人，正文（R≥180 且 F=1）符合 1 人，3 人只符合其中一个" in template.doubts[0].zh
    assert "text: R>=180 and F=1" in guide.doubts[0].en


def test_gaps_and_overlaps_are_regions_and_say_how_many_customers_are_there():
    table = customers([10, 45, 70, 10], [1, 1, 1, 5], [1, 1, 1, 1])
    found = audited(ruled(("近", "R≤30"), ("远", "R≥60"), ("常", "F≥3 且 R≤60")), table)
    assert [(gap.region.zh, gap.customers) for gap in found.gaps] == [("距上次购买天数 31–59 且 订单数 ≤ 2", 1)]
    assert [(o.winner.zh, o.loser.zh, o.region.zh, o.customers) for o in found.overlaps] == [
        ("近", "常", "距上次购买天数 ≤ 30 且 订单数 ≥ 3", 1),
        ("远", "常", "距上次购买天数 = 60 且 订单数 ≥ 3", 0),
    ]
    assert (found.unmatched, found.multiple) == (1, 1)


def test_whole_numbers_have_no_gap_between_30_and_31_but_amounts_do():
    assert audited(ruled(("甲", "R≤30"), ("乙", "R≥31"))).gaps == ()
    (gap,) = audited(ruled(("甲", "M≤999"), ("乙", "M≥1000"))).gaps
    assert gap.region.zh == "累计金额 > 999 且 累计金额 < 1000"


def test_a_group_that_comes_too_late_is_told_with_who_takes_its_customers():
    ((title, takers),) = audited(ruled(("甲", "R≤30"), ("乙", "R>30"), ("丙", "R 20-40"))).unreachable
    assert (title.zh, takers.zh) == ("丙", "甲、乙")


def test_what_cannot_be_is_no_gap():
    found = audited(ruled(("多", "recent_orders≥5"), ("少", "F<5")))
    assert [gap.region.zh for gap in found.gaps] == ["近期订单数 ≤ 4 且 订单数 ≥ 5"]


def test_a_rule_for_everybody_else_leaves_nothing_and_overlaps_with_nobody():
    found = audited(ruled(("甲", "R≤30"), ("其他", "其余")))
    assert (found.gaps, found.overlaps, found.unreachable) == ((), (), ())
    assert (found.unmatched, found.multiple) == (0, 0)


def test_the_grain_is_judged_by_number_dimension_and_size():
    many = ruled(*((f"第{n}组", f"R={n}") for n in range(1, 12)))
    assert "超过 10 个" in audited(many).grain[0].zh
    assert "只按一个维度" in audited(many).grain[1].zh
    two = customers([1] * 500 + [99], [1] * 501, [1] * 501)
    (unusual, tiny) = audited(ruled(("近", "R≤30"), ("远", "R>30 且 F≥1")), two).grain
    assert "有 2 个群体" in unusual.zh
    assert "不到 1% 的群体：远" in tiny.zh


def test_too_many_columns_are_checked_on_the_data_only():
    wide = MANY.assign(**{f"own{n}": RANDOM.integers(0, 99, 400) for n in range(6)})
    rules = [(f"第{k}组", " 且 ".join(f"own{n} {k}-{k + 20}" for n in range(6))) for k in range(0, 60, 10)]
    found = audited(ruled(*rules), wide)
    assert (found.ruled, found.whole) == (True, False)


BOXES = st.tuples(*(st.tuples(st.integers(1, 4), st.integers(1, 4)).map(sorted) for _ in range(3)))


@given(st.lists(BOXES, min_size=1, max_size=6))
def test_the_audit_of_codes_agrees_with_counting_every_code(boxes):
    columns = ("r_score", "f_score", "m_score")
    rules = [
        Rule(f"g{n}", (tuple(Range(c, *ends) for c, ends in zip(columns, box, strict=True)),))
        for n, box in enumerate(boxes)
    ]
    everything = domain(Book(tuple(rules), dict.fromkeys(columns, (1.0, 4.0))))
    inside = [
        [all(a <= s <= b for s, (a, b) in zip(code, box, strict=True)) for box in boxes]
        for code in product(range(1, 5), repeat=3)
    ]
    assert everything.counts.ravel().tolist() == [sum(hits) for hits in inside]
    cells = pd.DataFrame(list(product(range(1, 5), repeat=3)), columns=list(columns))
    covered = np.any(
        [holds((box,), Table(cells), 64) for box in regions(everything.gaps, everything, 99)] or [[False] * 64], axis=0
    )
    assert covered.tolist() == [not any(hits) for hits in inside]


TESTS = st.one_of(
    st.tuples(st.sampled_from(["F", "M"]), st.sampled_from(["≥", "≤", "=", "≠", ">", "<"]), st.integers(1, 4)).map(
        lambda part: "".join(map(str, part))
    ),
    st.sampled_from(
        ["城市=上海", "城市≠上海", "城市 包含 海", "城市 不包含 上", "城市 为空", "城市 属于 (上海、北京)"]
    ),
)
RULES = st.lists(st.lists(TESTS, min_size=1, max_size=2).map(" 且 ".join), min_size=1, max_size=4)


@given(RULES)
def test_a_customer_without_a_rule_is_in_a_gap_and_nobody_else_is(conditions):
    cities = ["上海", "北京", "海口", "上饶", "上海滩", None]
    cells = list(product(range(1, 6), [0.5, 1, 2, 2.5, 3, 4, 9], cities))
    table = pd.DataFrame(cells, columns=["orders", "revenue", "city"]).assign(days_since_last=5)
    try:
        bound = [bind(parse(text), {"orders": "number", "revenue": "number", "city": "text"}) for text in conditions]
    except XlsegError:
        return  # a condition nobody can meet
    view, rows = Table(table), len(table)
    everything = domain(Book(tuple(Rule(f"g{n}", when) for n, when in enumerate(bound))))
    without = ~np.any([holds(when, view, rows) for when in bound], axis=0)
    gaps = regions(everything.gaps, everything, 9999)
    inside = np.any([holds((box,), view, rows) for box in gaps] or [np.zeros(rows, dtype=bool)], axis=0)
    assert inside.tolist() == without.tolist()


@pytest.mark.parametrize("table", [MANY.iloc[:0], MANY.iloc[:1]])
def test_few_customers_are_audited_too(table):
    assert audited(Rules(), table).ruled
