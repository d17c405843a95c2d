"""A condition as written becomes one on columns of a table: names found, values read as the column holds them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from itertools import pairwise
from math import inf, isfinite

import pandas as pd

from xlseg import values
from xlseg.columns import CUSTOMER_COLUMNS
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.fields import resolve, title_of
from xlseg.rules.condition import Among, Blank, Box, Condition, Contains, Range, Test
from xlseg.rules.phrase import Phrase, Phrases
from xlseg.rules.table import DAY, EPOCH, ColumnType
from xlseg.text import EMPTY, Text, join

MONTH = 30.4375  # days: a year's twelfth
SPANS = {  # days in a unit of time
    r"个?月|months?|mo": MONTH,
    r"年|years?|y": 12 * MONTH,
    r"周|星期|weeks?|w": 7.0,
    r"季度?|quarters?": 3 * MONTH,
    r"半年|half-years?": 6 * MONTH,
}
UNITS = r"(次|单|笔|岁|人|个|分|天|日|件|times?|orders?|days?|d|years? old)$"
TIMES = {c.key for c in CUSTOMER_COLUMNS if c.format == "days"}


def bind(phrases: Phrases, types: Mapping[str, ColumnType]) -> Condition:
    """types: what each column of the table holds.

    Raises XlsegError with every unknown column, text compared with a number, and range in which no number is.
    """
    problems, boxes = Problems(), []
    for phrased in phrases:
        box: list[Test] = []
        expanded: list[list[Test]] = [box]
        for phrase in phrased:
            with problems.gathered():
                ways = _tests(phrase, types)
                expanded = [[*start, way] for start in expanded for way in ways]
        with problems.gathered():
            boxes += [_narrowed(tuple(tests)) for tests in expanded]
    problems.tell()
    return tuple(boxes)


def _tests(phrase: Phrase, types: Mapping[str, ColumnType]) -> list[Test]:
    """The tests any of which the phrase asks for."""
    column = resolve(phrase.name, types)
    if column is None:
        raise XlsegError(_unknown(phrase.name, types))
    if phrase.asks in ("blank", "filled"):
        return [Blank(column, phrase.asks == "filled")]
    if phrase.asks in ("contains", "lacks"):
        if types[column] != "text":
            raise XlsegError(NO_TEXT.format(title=title_of(column)))
        return [Contains(column, phrase.values, phrase.asks == "lacks")]
    if types[column] == "text":
        return [_among(column, phrase)]
    return _ranges(column, phrase, types[column])


def _among(column: str, phrase: Phrase) -> Test:
    if phrase.asks not in ("=", "<>", "in", "not_in"):
        raise XlsegError(NO_NUMBER.format(title=title_of(column), sign=phrase.asks))
    return Among(column, phrase.values, phrase.asks in ("<>", "not_in"))


def _ranges(column: str, phrase: Phrase, kind: ColumnType) -> list[Test]:
    read = [_value(column, written, kind) for written in phrase.values]
    match phrase.asks:
        case "between":
            low, high = read
            if low > high:
                raise XlsegError(BACKWARDS.format(title=title_of(column), low=phrase.values[0], high=phrase.values[1]))
            return [Range(column, low, high)]
        case "=" | "in":
            return [Range(column, value, value) for value in read]
        case "<>" | "not_in":
            edges = [-inf, *sorted(set(read)), inf]
            return [Range(column, low, high, low > -inf, high < inf) for low, high in pairwise(edges)]
        case ">=" | ">":
            return [Range(column, low=read[0], above=phrase.asks == ">")]
        case _:
            return [Range(column, high=read[0], below=phrase.asks == "<")]


def _value(column: str, written: str, kind: ColumnType) -> float:
    """A number, or the days since 1970 of a date; '6个月' of a column of days is days."""
    if kind == "date":
        day = values.days(pd.Series([written], dtype=object))
        if day.bad.any() or day.values.isna().any():
            raise XlsegError(NO_DATE.format(title=title_of(column), value=written))
        return float((day.values.iloc[0] - EPOCH) / DAY)
    text, factor = written.strip(), 1.0
    for unit, days in SPANS.items() if column in TIMES else ():
        stripped = re.sub(rf"\s*(?:{unit})$", "", text, flags=re.I)
        if stripped != text and re.search(r"\d$|^$", stripped):
            text, factor = stripped or "1", days
            break
    with suppress(ValueError):  # a plain number is read at once
        if isfinite(plain := float(text)):
            return plain * factor
    number = values.numbers(pd.Series([re.sub(rf"(?<=[\d万千亿%])\s*{UNITS}", "", text, flags=re.I)], dtype=object))
    if number.bad.any() or number.values.isna().any():
        raise XlsegError(TEXT_FOR_NUMBER.format(title=title_of(column), value=written))
    return float(number.values.iloc[0]) * factor


def _narrowed(box: Box) -> Box:
    """Several ranges of one column become the one they share; none to share is a problem."""
    ranges: dict[str, Range] = {}
    for test in box:
        if isinstance(test, Range):
            ranges[test.column] = _shared(ranges[test.column], test) if test.column in ranges else test
    for column in dict.fromkeys(test.column for test in box if isinstance(test, Among)):
        among = [test for test in box if isinstance(test, Among) and test.column == column]
        said = [{value.casefold() for value in test.values} for test in among if not test.negated]
        banned = {value.casefold() for test in among if test.negated for value in test.values}
        if said and not set.intersection(*said) - banned:
            raise XlsegError(IMPOSSIBLE_TEXT.format(title=title_of(column)))
    if empty := [found for found in ranges.values() if found.empty]:
        raise XlsegError(*(Problem(IMPOSSIBLE.format(title=title_of(found.column))) for found in empty))
    return tuple(_first_seen(box, ranges))


def _first_seen(box: Box, ranges: dict[str, Range]) -> Iterator[Test]:
    """The tests in their order, each column's range where it was first named."""
    for test in box:
        if not isinstance(test, Range):
            yield test
        elif test.column in ranges:
            yield ranges.pop(test.column)


def _shared(one: Range, other: Range) -> Range:
    low, above = max((one.low, one.above), (other.low, other.above))
    high, within = min((one.high, not one.below), (other.high, not other.below))
    return Range(one.column, low, high, above, not within)


def _unknown(name: str, types: Mapping[str, ColumnType]) -> Text:
    declared = next((c for c in CUSTOMER_COLUMNS if resolve(name, [c.key])), None)
    if declared is not None:
        return NOT_THERE.format(title=declared.title)
    titles = [title_of(key) for key in types]
    close = get_close_matches(name, [text for title in titles for text in title], 3, 0.5)
    return UNKNOWN.format(name=name, close=CLOSE.format(close=join(close)) if close else EMPTY)


UNKNOWN = Text("没有「{name}」这一列{close}", "there is no column '{name}'{close}")
CLOSE = Text("；是不是 {close}？", "; did you mean {close}?")
NOT_THERE = Text("数据里没有「{title}」", "the data do not hold '{title}'")
NO_TEXT = Text(
    "「{title}」是数，不能用 包含；请用 =、<、> 或范围", "'{title}' is a number: compare it by =, <, > or a range"
)
NO_NUMBER = Text(
    "「{title}」是文字，不能用 {sign}；请用 =、<>、属于、包含",
    "'{title}' is text: {sign} does not apply; use =, <>, in, contains",
)
TEXT_FOR_NUMBER = Text(
    "「{title}」是数，不能与「{value}」比较", "'{title}' is a number and cannot be compared with '{value}'"
)
NO_DATE = Text(
    "「{title}」是日期，读不出「{value}」；请写成 2026-12-31",
    "'{title}' is a date; '{value}' is none: write 2026-12-31",
)
BACKWARDS = Text(
    "「{title}」的范围反了：{low} 大于 {high}", "the range of '{title}' is backwards: {low} is above {high}"
)
IMPOSSIBLE_TEXT = Text("「{title}」的条件互相矛盾，没有文字能满足", "no text can meet all that is asked of '{title}'")
IMPOSSIBLE = Text("「{title}」的条件互相矛盾，没有数能满足", "no number can meet all that is asked of '{title}'")
