"""Rules in their order: the first that matches wins, and what else would have matched is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg.rules.condition import Condition, holds, used
from xlseg.rules.table import Table

Bounds = tuple[float, float]


class Rule(NamedTuple):
    """Who belongs to the segment of this key."""

    segment: str
    when: Condition


@dataclass(frozen=True)
class Book:
    """Rules from the first to the last. bounds: lowest and highest value of columns that have some, such as scores."""

    rules: tuple[Rule, ...]
    bounds: Mapping[str, Bounds] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return used(rule.when for rule in self.rules)


class Matches(NamedTuple):
    """first: for each customer the number of the rule that won, from 0; len(rules) where none matched. counts: how
    many rules matched. second: the number of the next rule that matched, else len(rules)."""

    first: npt.NDArray[np.int16]
    counts: npt.NDArray[np.int16]
    second: npt.NDArray[np.int16]


def matches(book: Book, table: Table, rows: int) -> Matches:
    """Every rule against every customer."""
    nothing = len(book.rules)
    first = np.full(rows, nothing, dtype=np.int16)
    second, counts = first.copy(), np.zeros(rows, dtype=np.int16)
    for number in reversed(range(nothing)):
        met = holds(book.rules[number].when, table, rows)
        np.copyto(second, first, where=met)
        np.copyto(first, np.int16(number), where=met)
        counts += met
    return Matches(first, counts, second)
