"""What holds for any cell: nothing a user types makes a run crash, and what was written is what is read."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlseg import values
from xlseg.analysis import inspect
from xlseg.errors import XlsegError
from xlseg.recognise import recognise

HEADERS = {
    "客户": ["会员编号", "姓名", "手机号", "邮箱", "身份证号", "年龄", "所在地区", "注册时间", "最近购买日期", "备注"],
    "订单": ["订单编号", "会员编号", "下单时间", "付款时间", "实付金额", "退款金额", "商品名称", "数量", "订单状态"],
}
GOOD = {
    "客户": ["A", "张三", 13812345678, "a@qq.com", "440305198001011234", 30, "深圳", "2024-01-05", 45296, None],
    "订单": ["1", "A", datetime(2024, 1, 5), "2024/1/5 13:30", 12.5, None, "茶", 1, "已完成"],
}
WORDS = [
    "合计",
    "-",
    "#N/A",
    "0",
    "-1",
    "1e999",
    "测试",
    "已取消",
    "=1+1",
    "2024-13-45",
    "13800000000",
    "北京",
    "\u0000",
]
CELLS = (
    st.sampled_from(WORDS) | st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans()
) | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31))


@st.composite
def sheet(draw, name):
    """Good rows in which any cells hold anything."""
    width = len(HEADERS[name])
    rows = [list(GOOD[name]) for _ in range(draw(st.integers(1, 5)))]
    for row in rows:
        for at, cell in draw(st.dictionaries(st.integers(0, width - 1), CELLS, max_size=width)).items():
            row[at] = cell
    return [HEADERS[name], *rows]


@pytest.mark.filterwarnings("ignore:overflow encountered in exp")  # limits of outliers, of amounts such as 1e-233
@settings(max_examples=30, deadline=None)
@given(sheet("客户"), sheet("订单"), st.none() | st.just(date(2026, 7, 1)))
def test_no_cell_makes_a_run_fail_but_in_words(people, orders, today):
    with suppress(XlsegError):
        inspect(*recognise({"客户": people, "订单": orders}), today=today)


@settings(max_examples=20, deadline=None)
@given(sheet("客户"))
def test_no_cell_of_customers_alone_makes_a_run_fail_but_in_words(people):
    with suppress(XlsegError):
        inspect(*recognise({"客户": people}), today=date(2026, 7, 1))


def serial(moment):
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)


def to_the_minute(moment):
    return moment.replace(second=0)


def midnight(moment):
    return datetime(moment.year, moment.month, moment.day)


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


WAYS = [  # how a moment is written, and what is left of it
    *((way, lambda d: d) for way in (lambda d: d, serial, lambda d: str(serial(d)))),
    (lambda d: f"{d:%Y-%m-%d %H:%M:%S}", lambda d: d),
    (lambda d: f"{d:%Y-%m-%dT%H:%M:%S}", lambda d: d),
    (lambda d: f"{d:%Y-%m-%dT%H:%M:%SZ}", lambda d: d),
    (lambda d: f"{d.year}/{d.month}/{d.day} {d:%H:%M:%S}.000", lambda d: d),
    (lambda d: f"{d.year}/{d.month}/{d.day} {d.hour}:{d:%M:%S}", lambda d: d),
    (lambda d: f"{d.year}.{d.month}.{d.day} {d:%H:%M:%S}", lambda d: d),
    (lambda d: f"{d.year}年{d.month}月{d.day}日 {d:%H:%M:%S}", lambda d: d),
    (lambda d: f"{d.year}年{d.month}月{d.day}日 {d.hour}时{d.minute}分{d.second}秒", lambda d: d),
    (lambda d: full_width(f"{d:%Y-%m-%d}") + f" {d:%H:%M:%S}", lambda d: d),
    (lambda d: f"{d.year}/{d.month}/{d.day} {d.hour}:{d:%M}", to_the_minute),
    (lambda d: f"{d.year}年{d.month}月{d.day}号 {d.hour}点{d:%M}分", to_the_minute),
    (lambda d: int(serial(midnight(d))), midnight),
    (lambda d: str(int(serial(midnight(d)))), midnight),
    (lambda d: d.date(), midnight),
    (lambda d: f"{d.year}/{d.month}/{d.day}", midnight),
    (lambda d: f"{d.year}.{d.month}.{d.day}", midnight),
    (lambda d: f"{d.year}年{d.month}月{d.day}日", midnight),
    (lambda d: int(f"{d:%Y%m%d}"), midnight),
    (lambda d: float(f"{d:%Y%m%d}"), midnight),
    (lambda d: f"{d.day} {d:%b %Y}", midnight),
    (lambda d: f"{d.day} {d:%B %Y}", midnight),
    (lambda d: f"{d:%b} {d.day}, {d.year}", midnight),
    (lambda d: f"{d:%B} {d.day}, {d.year}", midnight),
]
MOMENTS = st.datetimes(datetime(1955, 1, 1), datetime(2099, 12, 31)).map(lambda d: d.replace(microsecond=0))


@pytest.mark.parametrize(("way", "left"), WAYS)
@settings(max_examples=10, deadline=None)
@given(moment=MOMENTS)
def test_a_moment_written_in_any_way_is_the_moment_read(way, left, moment):
    assert values.days(pd.Series([way(moment)], dtype=object)).values.tolist() == [pd.Timestamp(left(moment))]


@settings(max_examples=5, deadline=None)
@given(MOMENTS)
def test_a_moment_of_a_data_base_is_the_moment_read(moment):
    cells = [f"{moment:%Y-%m-%d %H:%M:%S}.0", f"{moment:%Y-%m-%d %H:%M:%S}.000"]
    assert values.days(pd.Series(cells, dtype=object)).values.tolist() == [pd.Timestamp(moment)] * 2


@settings(max_examples=10, deadline=None)
@given(MOMENTS, st.sampled_from(["-", "/", "."]))
def test_a_day_in_either_order_is_read_in_the_order_that_was_said(moment, mark):
    day, month = f"{moment.day}{mark}{moment.month}", f"{moment.month}{mark}{moment.day}"
    for text, order in ((day, "dmy"), (month, "mdy")):
        read = values.days(pd.Series([f"{text}{mark}{moment.year}"], dtype=object), order)
        assert read.values.tolist() == [pd.Timestamp(midnight(moment))]


AMOUNTS = {  # how an amount of cents is written
    "a number": lambda a: a,
    "a text": lambda a: f"{a:.2f}",
    "yen sign": lambda a: f"¥{a:,.2f}",
    "wide yen sign": lambda a: f"￥{a:.2f}",
    "sign before the yen": lambda a: f"{'-' if a < 0 else ''}¥{abs(a):,.2f}",
    "dollar": lambda a: f"$ {a:,.2f}",
    "thousands": lambda a: f"{a:,.2f}",
    "yuan": lambda a: f"{a:,.2f}元",
    "yuan sharp": lambda a: f"{a:.2f} 元整",
    "currency before": lambda a: f"CNY {a:,.2f}",
    "currency behind": lambda a: f"{a:,.2f} RMB",
    "full width": lambda a: full_width(f"{a:,.2f}"),
    "brackets": lambda a: f"({-a:,.2f})" if a < 0 else f"{a:,.2f}",
    "wide brackets": lambda a: f"（{-a:.2f}）" if a < 0 else f"{a:.2f}",
    "minus behind": lambda a: f"{-a:,.2f}-" if a < 0 else f"{a:,.2f}",
    "blanks about it": lambda a: f" {a:.2f}\u3000",
}


@pytest.mark.parametrize("way", AMOUNTS.values(), ids=AMOUNTS)
@settings(max_examples=10, deadline=None)
@given(cents=st.integers(-(10**12), 10**12))
def test_an_amount_written_in_any_way_is_the_amount_read(way, cents):
    assert values.numbers(pd.Series([way(cents / 100)], dtype=object)).values.tolist() == [cents / 100]


@settings(max_examples=10, deadline=None)
@given(cents=st.integers(10**3, 10**10))
def test_an_amount_with_points_for_thousands_and_a_comma_is_the_amount_read(cents):
    text = f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    if "." in text:
        assert values.numbers(pd.Series([text], dtype=object)).values.tolist() == [cents / 100]


@settings(max_examples=10, deadline=None)
@given(st.sampled_from([("千", 10**3), ("万", 10**4), ("百万", 10**6), ("亿", 10**8)]), st.integers(1, 10**6))
@example(("万", 10**4), 111)
def test_an_amount_in_ten_thousands_is_the_amount_read(units, hundredths):
    unit, worth = units
    cell = f"{hundredths // 100}.{hundredths % 100:02d}{unit}"
    assert values.numbers(pd.Series([cell], dtype=object)).values.tolist() == [hundredths * worth / 100]


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**6), 10**6), st.sampled_from(["%", " %", "％"]))
def test_per_cent_is_a_hundredth(hundredths, sign):
    cell = f"{hundredths / 100:.2f}{sign}"
    assert values.numbers(pd.Series([cell], dtype=object)).values.tolist() == [pytest.approx(hundredths / 10_000)]


MOBILES = {
    "a text": lambda p: p,
    "a number": int,
    "a number of Excel's": float,
    "country": lambda p: f"+86{p}",
    "country and dashes": lambda p: f"+86-{p[:3]}-{p[3:7]}-{p[7:]}",
    "country in brackets": lambda p: f"(+86) {p}",
    "country in wide brackets": lambda p: f"（＋86）{p}",
    "country without plus": lambda p: f"86 {p}",
    "country as dialled": lambda p: f"0086{p}",
    "blanks": lambda p: f"{p[:3]} {p[3:7]} {p[7:]}",
    "dashes": lambda p: f"{p[:3]}-{p[3:7]}-{p[7:]}",
    "points": lambda p: f"{p[:3]}.{p[3:7]}.{p[7:]}",
    "full width": full_width,
    "apostrophe": lambda p: f"'{p}",
    "formula of an export": lambda p: f'="{p}"',
    "blanks about it": lambda p: f" {p}\u3000",
}


@pytest.mark.parametrize("way", MOBILES.values(), ids=MOBILES)
@settings(max_examples=10, deadline=None)
@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_written_in_any_way_is_the_mobile_read(way, number):
    read = values.phones(pd.Series([way(number)], dtype=object))
    assert read.values.tolist() == [number]
    assert not read.bad.any()


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["010", "021", "0755", "0571"]),
    st.from_regex(r"[2-8][0-9]{6,7}", fullmatch=True),
    st.sampled_from(["{a}-{n}", "({a}){n}", "（{a}）{n}", "{a} {n}", "{a}{n}", "{a}-{n}转801", "{a}-{n} ext. 801"]),
)
def test_a_landline_written_in_any_way_is_its_digits(area, number, way):
    read = values.phones(pd.Series([way.format(a=area, n=number)], dtype=object))
    assert read.values.tolist() == [area + number]
    assert not read.bad.any()


@given(st.from_regex(r"[A-Z][A-Z0-9]{0,9}", fullmatch=True) | st.integers(1, 10**14).map(str))
def test_an_id_is_the_same_in_any_clothes(name):
    clothes = [name, f" {name} ", f"'{name}", f'="{name}"', *([int(name), float(name)] if name.isdigit() else [])]
    assert set(values.ids(pd.Series(clothes, dtype=object))) == {name}
