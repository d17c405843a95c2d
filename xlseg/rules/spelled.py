"""Conditions in words people can read, and read back."""

from collections.abc import Callable, Collection, Mapping
from math import ceil, floor, inf

from xlseg.columns import CUSTOMER_COLUMNS
from xlseg.fields import title_of
from xlseg.rules.condition import Among, Blank, Box, Condition, Contains, Range, Test
from xlseg.rules.table import DAY, EPOCH
from xlseg.text import Text, join, same

AND, OR = Text(" 且 ", " and "), Text(" 或 ", " or ")
EVERY = Text("其余全部", "everybody else")
NOBODY = Text("没有人", "nobody")


def spelled(condition: Condition, titles: Mapping[str, Text] | None = None, dates: Collection[str] = ()) -> Text:
    """'距上次购买天数 ≤ 30 且 订单数 ≥ 5'. titles, dates: of columns that are not declared."""
    if not condition:
        return NOBODY
    boxes = [_box(box, titles or {}, {*DATES, *dates}) for box in condition]
    if len(boxes) > 1:
        several = [len(box) > 1 for box in condition]
        boxes = [Text(f"({b.zh})", f"({b.en})") if many else b for b, many in zip(boxes, several, strict=True)]
    return join(boxes, OR)


def worded(condition: Condition, titles: Mapping[str, Text] | None = None, dates: Collection[str] = ()) -> Text:
    """As `spelled`, in the shortest words that hold for the same customers: '年龄 < 36' where nobody is below 0."""
    plain = (tuple(_plain(test) if isinstance(test, Range) else test for test in box) for box in condition)
    return spelled(tuple(plain), titles, dates)


def _plain(test: Range) -> Range:
    """Of a column of whole numbers from 0 on: whole limits, no needless 0, and one number for what is but one."""
    if test.column not in WHOLE or test.empty:
        return test
    low, high = test.low, test.high
    if -inf < low != floor(low):
        low = floor(low) if test.above else ceil(low)
    if high < inf and high != floor(high):
        high = ceil(high) if test.below else floor(high)
    first, last = low + test.above, high - test.below
    if -inf < first == last < inf:
        return Range(test.column, first, first)
    if low == 0 and not test.above and high < inf:
        low = -inf
    found = test._replace(low=low, high=high)
    return test if found.empty else found


def _box(box: Box, titles: Mapping[str, Text], dates: Collection[str]) -> Text:
    if not box:
        return EVERY
    return join((_test(test, titles.get(test.column) or _named(test.column), dates) for test in box), AND)


def _named(column: str) -> Text:
    """Its title; a header of the user's that could be read as more than a name stands in quotes."""
    title = title_of(column)
    return title if title.zh != column or column.isidentifier() else same(f"「{column}」")


def _test(test: Test, title: Text, dates: Collection[str]) -> Text:
    match test:
        case Range(low=low, high=high) if low < high and -inf < low and high < inf and (test.above or test.below):
            ends = (test._replace(high=inf, below=False), test._replace(low=-inf, above=False))
            return join((_test(end, title, dates) for end in ends), AND)
        case Range():
            return join((title, _range(test, day if test.column in dates else number)), same(" "))
        case Blank(_, negated):
            return join((title, Text("不为空", "is not blank") if negated else Text("为空", "is blank")), same(" "))
        case Among(_, (only,), negated):
            return join((title, f"{'≠' if negated else '='} {only}"), same(" "))
        case Among(_, values, negated):
            verb = Text("不属于", "not in") if negated else Text("属于", "in")
        case Contains(_, values, negated):
            verb = Text("不包含", "does not contain") if negated else Text("包含", "contains")
    listed = join(values) if len(values) == 1 else Text(f"({'、'.join(values)})", f"({', '.join(values)})")
    return join((title, verb, listed), same(" "))


def _range(test: Range, show: Callable[[float], str]) -> str:
    low, high = show(test.low), show(test.high)
    if test.low == test.high:
        return f"= {low}"
    if test.low > -inf and test.high < inf:
        return f"{low}–{high}" if show is number else f"{low} ~ {high}"
    if test.low > -inf:
        return f"{'>' if test.above else '≥'} {low}"
    return f"{'<' if test.below else '≤'} {high}" if test.high < inf else "= *"


def number(value: float) -> str:
    """Without a needless .0, and no more digits than it has."""
    return f"{value:,.10g}".replace(",", "")


def day(value: float) -> str:
    """Days since 1970 as a date."""
    return "" if value in (-inf, inf) else str((EPOCH + value * DAY).date())


DATES = {column.key for column in CUSTOMER_COLUMNS if column.format == "date"}
DAYS = ("days_since_last", "active_days", "tenure_days", "registered_days")
WHOLE = {*DAYS, *(column.key for column in CUSTOMER_COLUMNS if column.format == "count")} - {"points"}
