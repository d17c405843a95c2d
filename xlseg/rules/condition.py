"""What a rule asks of a customer: tests of columns, all of a box, any of several boxes."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg.rules.table import Table

Mask = npt.NDArray[np.bool_]


class Range(NamedTuple):
    """A number from low to high. above: low itself is out; below: high itself is out."""

    column: str
    low: float = -inf
    high: float = inf
    above: bool = False
    below: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high or (self.low == self.high and (self.above or self.below))


class Among(NamedTuple):
    """A text that is one of these, in whatever case; negated: that is none of them, and not blank."""

    column: str
    values: tuple[str, ...]
    negated: bool = False


class Contains(NamedTuple):
    """A text with one of these in it; negated: with none of them, and not blank."""

    column: str
    values: tuple[str, ...]
    negated: bool = False


class Blank(NamedTuple):
    """A cell with nothing in it; negated: with something."""

    column: str
    negated: bool = False


Test = Range | Among | Contains | Blank
Box = tuple[Test, ...]  # all of them; the empty box is everybody
Condition = tuple[Box, ...]  # any of them; the empty condition is nobody
EVERYBODY: Condition = ((),)


def holds(condition: Condition, table: Table, rows: int) -> Mask:
    """Which of the `rows` customers meet the condition. What is missing meets no test but Blank."""
    found = np.zeros(rows, dtype=bool)
    for box in condition:
        inside: Mask | None = None
        for test in box:
            met = _meets(test, table)
            inside = met if inside is None else np.logical_and(inside, met, out=inside)
        if inside is None:
            return np.ones(rows, dtype=bool)
        found = inside if len(condition) == 1 else np.logical_or(found, inside, out=found)
    return found


def used(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The columns they ask of, in the order they are first named."""
    return tuple(dict.fromkeys(test.column for condition in conditions for box in condition for test in box))


def _meets(test: Test, table: Table) -> Mask:
    match test:
        case Range():
            return _between(test, table)
        case Blank(column, negated):
            missing = table.missing(column)
            return ~missing if negated else missing.copy()
        case Among(column, values, negated):
            wanted = {value.casefold() for value in values}
            known = [text.casefold() in wanted for text in table.words(column).texts]
        case Contains(column, values, negated):
            parts = [value.casefold() for value in values]
            known = [any(part in text.casefold() for part in parts) for text in table.words(column).texts]
    hit = np.array([*(is_in != negated for is_in in known), False], dtype=bool)  # the last stands for code -1: blank
    return hit[table.words(column).codes]


def _between(test: Range, table: Table) -> Mask:
    x = table.number(test.column)
    if test.low == test.high and not test.empty:
        return np.equal(x, test.low)
    met: Mask | None = None
    if test.low > -inf:
        met = x > test.low if test.above else x >= test.low
    if test.high < inf:
        under = x < test.high if test.below else x <= test.high
        met = under if met is None else np.logical_and(met, under, out=met)
    return met if met is not None else ~np.isnan(x)
