"""Each row of the list against what the workbook holds: complete, missing, too empty or stale, and what to do."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.cells import Rows
from xlseg.collection.held import Held, Holdings, holdings
from xlseg.collection.wanted import Wanted, fields, frequency
from xlseg.text import EMPTY, Text, join, same

BLANK_LIMIT = 0.05  # the documents' 5% rule for missing values


class State(IntEnum):
    """From good to bad."""

    FINE = 0
    STALE = 1
    EMPTY = 2
    MISSING = 3


class Checked(NamedTuple):
    """A row of the list as it was found. states: one a field; blank: the highest share; latest: the oldest of them."""

    states: tuple[State, ...]
    where: Text = EMPTY
    blank: float | None = None
    latest: pd.Timestamp | None = None
    verdict: Text = EMPTY


class Answer(NamedTuple):
    """One field as it was found."""

    state: State
    verdict: Text
    held: Held | None = None


def compare(
    rows: Sequence[Wanted], analysis: Analysis, sheets: Mapping[str, Rows], today: date | None = None
) -> list[Checked]:
    """Each row of a list against the data.

    sheets: the cells of the sheets that were read. today: the day ages are counted to; without it they are not judged.
    """
    there = holdings(analysis, sheets, today)
    return [_checked(row, there, today) for row in rows]


def _checked(wanted: Wanted, there: Holdings, today: date | None) -> Checked:
    """All fields of one row; a row that names none is left alone."""
    names = fields(wanted.field)
    found = [_answer(wanted, there.find(name), today) for name in names]
    if not found:
        return Checked(())
    several = len(names) > 1
    places = [answer.held.where if answer.held else NOWHERE for answer in found]
    blanks = [answer.held.blank for answer in found if answer.held and answer.held.blank is not None]
    latest = [answer.held.latest for answer in found if answer.held and answer.held.latest]
    return Checked(
        tuple(answer.state for answer in found),
        join(_named(name, place) for name, place in zip(names, places, strict=True)) if several else places[0],
        max(blanks, default=None),
        min(latest, default=None),
        join((_verdict(names, found) if several else found[0].verdict, *_unclear(wanted)), NEXT),
    )


def _answer(wanted: Wanted, places: Sequence[Held], today: date | None) -> Answer:
    """The best of the places a field stands in."""
    found = [_judged(wanted, held, today) for held in places]
    return min(found, key=lambda answer: answer.state, default=Answer(State.MISSING, _missing(wanted)))


def _judged(wanted: Wanted, held: Held, today: date | None) -> Answer:
    often = frequency(wanted.frequency)
    if held.blank is not None and held.blank > BLANK_LIMIT:
        return Answer(State.EMPTY, TOO_EMPTY.format(blank=held.blank), held)
    if often is None or often.days is None or today is None:
        return Answer(State.FINE, FINE, held)
    if held.latest is None:
        return Answer(State.FINE, FINE_UNDATED, held)
    if (pd.Timestamp(today) - held.latest).days > often.days:
        return Answer(State.STALE, STALE.format(often=often.title, days=often.days), held)
    return Answer(State.FINE, FINE, held)


def _missing(wanted: Wanted) -> Text:
    source = _said(wanted.source)
    return MISSING.format(source=source) if source != EMPTY else MISSING_SOURCE


def _said(value: object) -> Text:
    return value if isinstance(value, Text) else same("" if value is None else str(value).strip())


def _verdict(names: Sequence[Text], found: Sequence[Answer]) -> Text:
    """What is to be done first, then what is complete; fields of one verdict together."""
    groups: Mapping[Text, list[Text]] = {a.verdict: [] for a in sorted(found, key=lambda a: -a.state)}
    for name, answer in zip(names, found, strict=True):
        groups[answer.verdict].append(name)
    return join((_named(join(who), what) for what, who in groups.items()), NEXT)


def _unclear(wanted: Wanted) -> list[Text]:
    said = _said(wanted.frequency)
    return [UNCLEAR.format(wrong=said)] if said != EMPTY and frequency(said) is None else []


def _named(name: Text, what: Text) -> Text:
    return Text("{name}：{what}", "{name}: {what}").format(name=name, what=what)


NOWHERE = Text("没有", "none")
FINE = Text("齐全", "Complete")
FINE_UNDATED = Text("齐全；表里没有日期，看不出新旧", "Complete; of unknown age: its table has no dates")
NEXT = Text("；", "; ")
UNCLEAR = Text("看不懂频率「{wrong}」，没有判断新旧", "frequency '{wrong}' not understood, age not judged")
MISSING = Text("缺，请从 {source} 取来，加成一列", "Missing; add a column from {source}")
MISSING_SOURCE = Text("缺，请定下从哪里取，再加成一列", "Missing; settle where it comes from")
TOO_EMPTY = Text("太空，{blank:.1%} 空白（上限 5%），请补齐", "Too empty, {blank:.1%} blank (limit 5%); fill it in")
STALE = Text(
    "陈旧，「{often}」的数据超过 {days} 天没有更新，请更新", "Stale, '{often}' but over {days} days old; renew it"
)
