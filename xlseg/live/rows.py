"""Rows of the page of live formulas, on which those of labels rest: limits, rules in words, settings as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.text import Text


@dataclass(frozen=True)
class Limit:
    """A number, or a day, that labels are compared with. uses: of what group or score, and how it is compared."""

    model: Text
    title: Text
    value: object
    uses: list[tuple[Text, str]] = field(default_factory=list)

    def use(self, group: Text, sign: str) -> None:
        if (group, sign) not in self.uses:
            self.uses.append((group, sign))


class Line(NamedTuple):
    """A row of the table of rules, whose group and sentence the labels show."""

    model: Text
    group: Text
    when: object


class Check(NamedTuple):
    """A row of the table of what formulas cannot follow: as it is now, and as it was."""

    model: Text
    title: Text
    now: Formula
    then: object
    same: Formula


class Status(NamedTuple):
    """holds: the formula of whether all is as it was."""

    model: Text
    holds: str


class Input(NamedTuple):
    """What labels are computed from. values: by customer_id."""

    column: Column
    values: "pd.Series[Any]"


class Setting(NamedTuple):
    """A cell of a page of settings. token: as xlseg/formulas.py names it; value: what stands there."""

    token: str
    value: object


@dataclass
class Board:
    """Rows put together model after model. settings: cells of the settings, by key. kept: models as the sheet says.

    followed: numbers that are settings. limits, days: numbers and days found in the data, or written in rules.
    """

    settings: Mapping[str, Sequence[Setting]]
    kept: Mapping[str, Any]
    followed: list[Limit] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    days: list[Limit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    states: list[Status] = field(default_factory=list)
    inputs: dict[str, Input] = field(default_factory=dict)
    shared: int = 0  # checks, the first ones, that every model rests on
