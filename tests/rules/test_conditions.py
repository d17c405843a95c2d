"""Conditions as people write them: understood, spelled out, read back, and refused with the reason."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlseg.errors import XlsegError
from xlseg.rules import Among, Blank, Condition, Contains, Range, Table, holds, spelled, worded
from xlseg.rules.bind import bind
from xlseg.rules.phrase import parse
from xlseg.text import Text

TYPES = {
    **dict.fromkeys(["days_since_last", "orders", "revenue", "tenure_days", "age"], "number"),
    **dict.fromkeys(["city", "level", "投诉等级", "是否会员", "Spend in 2024"], "text"),
    "registered": "date",
}


def read(text: str) -> Condition:
    return bind(parse(text), TYPES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("R≤30天，F≥5次，M≥2000元", "距上次购买天数 ≤ 30 且 订单数 ≥ 5 且 累计金额 ≥ 2000"),
        ("R<=30 and F 2-4 & M=500-1,999", "距上次购买天数 ≤ 30 且 订单数 2–4 且 累计金额 500–1999"),
        ("F=1-2次；M≥1.2万", "订单数 1–2 且 累计金额 ≥ 12000"),
        ("tenure_days≤6个月", "首单至今天数 ≤ 182.625"),
        ("注册时间 ≥ 2024年1月1日", "注册时间 ≥ 2024-01-01"),
        ("注册时间 = 2024-01-01 ~ 2024-06-30", "注册时间 2024-01-01 ~ 2024-06-30"),
        ("R 介于 30 和 60", "距上次购买天数 30–60"),
        ("R between 30 and 60 and F>1", "距上次购买天数 30–60 且 订单数 > 1"),
        ("F <> 3", "订单数 < 3 或 订单数 > 3"),
        ("F in (1, 3)", "订单数 = 1 或 订单数 = 3"),
        ("城市 属于 北京、上海 或 (投诉等级 为空 且 F≥2)", "城市 属于 (北京、上海) 或 (投诉等级 为空 且 订单数 ≥ 2)"),
        ("投诉等级 不包含 (A, B)", "投诉等级 不包含 (A、B)"),
        ("是否会员 = 是", "是否会员 = 是"),
        ("会员等级是金卡且订单数不少于2", "会员等级 = 金卡 且 订单数 ≥ 2"),
        ("「Spend in 2024」 is not blank", "「Spend in 2024」 不为空"),
        ("(R≤3 或 F≥2) 且 M<100", "(距上次购买天数 ≤ 3 且 累计金额 < 100) 或 (订单数 ≥ 2 且 累计金额 < 100)"),
        ("R>30 且 R<60", "距上次购买天数 > 30 且 距上次购买天数 < 60"),
        ("Ｒ≤３０，Ｆ≥５", "距上次购买天数 ≤ 30 且 订单数 ≥ 5"),
        ("其余", "其余全部"),
        ("城市=北京/上海", "城市 属于 (北京、上海)"),
        ("城市≠北京、上海", "城市 不属于 (北京、上海)"),
        ("城市='北京'", "城市 = 北京"),
        ("城市 属于 ('北京'，‘上海’)", "城市 属于 (北京、上海)"),
        ("城市 属于 (「A/B」、C)", "城市 属于 (A/B、C)"),
        ("投诉等级=空", "投诉等级 为空"),
        ('投诉等级<>""', "投诉等级 不为空"),
        ("R 在 30 到 60 之间", "距上次购买天数 30–60"),
        ("R小于或等于30", "距上次购买天数 ≤ 30"),
        ("30≤R≤60 且 2 <= F <= 4", "距上次购买天数 30–60 且 订单数 2–4"),
        ("注册时间介于2024/1/1和2024/6/30", "注册时间 2024-01-01 ~ 2024-06-30"),
        ("注册时间=2024/1/1", "注册时间 = 2024-01-01"),
    ],
)
def test_a_condition_is_understood_and_said_again(text, said):
    assert spelled(read(text)).zh == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Foo=3", "没有「Foo」这一列"),
        ("累计金颜≥3", "没有「累计金颜」这一列；是不是 累计金额"),
        ("省份 = 浙江", "数据里没有「省份」"),
        ("R≤abc", "「距上次购买天数」是数，不能与「abc」比较"),
        ("会员等级≥3", "「会员等级」是文字，不能用 >="),
        ("R 包含 3", "「距上次购买天数」是数，不能用 包含"),
        ("R≥90 且 R≤30", "「距上次购买天数」的条件互相矛盾"),
        ("城市=北京 且 城市 不属于 (北京、上海)", "「城市」的条件互相矛盾"),
        ("F 4-2", "「订单数」的范围反了：4 大于 2"),
        ("注册时间≥昨天", "「注册时间」是日期，读不出「昨天」"),
        ("", "条件没有写完"),
        ("R≤30 且", "条件没有写完"),
        ("R≤30 或 或 F≥2", "「或」的前面或后面缺一个条件"),
        ("(R≤30", "有括号没有合上"),
        ("R≤30)", "括号不成对"),
        ("R", "看不懂「R」"),
        ("R≤", "「R」后面缺一个值"),
    ],
)
def test_what_cannot_be_meant_is_said(text, said):
    with pytest.raises(XlsegError) as caught:
        read(text)
    assert said in caught.value.say("zh")


def test_all_problems_of_a_condition_are_told_at_once():
    with pytest.raises(XlsegError) as caught:
        read("Foo=3 且 R≤abc 或 会员等级≥3")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("年龄≥0 且 年龄<36", "年龄 < 36"),
        ("F≥1 且 F<2", "订单数 = 1"),
        ("tenure_days≤6个月", "首单至今天数 ≤ 182"),
        ("tenure_days>6个月", "首单至今天数 > 182"),
        ("tenure_days<6个月", "首单至今天数 < 183"),
        ("F≥0", "订单数 ≥ 0"),
        ("F=0", "订单数 = 0"),
        ("M≥0 且 M<99.5", "累计金额 ≥ 0 且 累计金额 < 99.5"),
        ("R≥30 且 R<60", "距上次购买天数 ≥ 30 且 距上次购买天数 < 60"),
    ],
)
def test_people_are_told_a_condition_in_the_shortest_words(text, said):
    merged = tuple((_merged(box),) if len(box) == 2 else box for box in read(text))
    assert worded(merged).zh == said


def _merged(box):
    """Two ends of one range."""
    one, other = box
    return Range(one.column, one.low, other.high, one.above, other.below)


NUMBERS = st.integers(-3, 9).map(float)
RANGES = st.builds(
    lambda column, ends, above, below: Range(column, min(ends), max(ends), above, below),
    st.sampled_from(["orders", "revenue"]),
    st.tuples(NUMBERS, NUMBERS),
    st.booleans(),
    st.booleans(),
).filter(lambda r: not r.empty)
TEXTS = st.builds(
    lambda kind, column, values, negated: kind(column, tuple(dict.fromkeys(values)), negated),
    st.sampled_from([Among, Contains]),
    st.sampled_from(["city", "投诉等级"]),
    st.lists(st.sampled_from(["北京", "Rome", "a b"]), min_size=1, max_size=3),
    st.booleans(),
)
BLANKS = st.builds(Blank, st.sampled_from(["city", "orders"]), st.booleans())
BOXES = st.lists(RANGES | TEXTS | BLANKS, min_size=1, max_size=3, unique_by=lambda t: (type(t), t.column)).map(tuple)


@given(st.lists(BOXES, min_size=1, max_size=3).map(tuple))
def test_what_is_spelled_out_is_read_back_the_same_in_both_languages(condition):
    for text in spelled(condition):
        assert read(text) == condition


@given(st.lists(BOXES, min_size=1, max_size=3).map(tuple), st.integers(0, 12))
def test_what_people_are_told_holds_for_the_same_customers(condition, orders):
    frame = pd.DataFrame({"orders": [orders], "revenue": [orders - 2.5], "city": ["Rome"], "投诉等级": ["a b"]})
    met = holds(condition, Table(frame), 1)
    for text in worded(condition):
        assert (holds(read(text), Table(frame), 1) == met).all()


def test_nothing_missing_or_infinite_meets_a_test_but_that_of_a_blank():
    frame = pd.DataFrame({"orders": [1, np.nan, np.inf], "city": ["北京", None, " "]})
    met = {
        text: holds(read(text), Table(frame), 3).tolist() for text in ("F≥0", "F<>5", "F为空", "城市≠上海", "城市为空")
    }
    assert met == {
        "F≥0": [True, False, False],
        "F<>5": [True, False, False],
        "F为空": [False, True, True],
        "城市≠上海": [True, False, False],
        "城市为空": [False, True, True],
    }


def test_texts_are_compared_in_whatever_case_and_the_table_is_not_changed():
    frame = pd.DataFrame({"city": pd.Categorical(["ROME", "paris", None])})
    before = frame.copy()
    assert holds(read("City = Rome"), Table(frame), 3).tolist() == [True, False, False]
    assert holds(read("City contains ri"), Table(frame), 3).tolist() == [False, True, False]
    pd.testing.assert_frame_equal(frame, before)


def test_a_blank_filled_as_unknown_is_a_text_like_any_other():
    unknown = Text("未知", "Unknown")
    assert holds(read("会员等级 = 未知"), Table(pd.DataFrame({"level": ["金卡", unknown]})), 2).tolist() == [
        False,
        True,
    ]
