"""The cells live labels rest on: limits, rules in words, settings as they were; rows of the page 实时公式."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from typing import Any, NamedTuple

import pandas as pd

from xlseg.cells import Formula
from xlseg.columns import EVERY, Column, Format
from xlseg.fields import title_of
from xlseg.kinds import Cuts, Number
from xlseg.live.conditions import all_of
from xlseg.live.traced import Traced, written
from xlseg.rules.spelled import day
from xlseg.rules.table import DAY, EPOCH, ColumnType, type_of
from xlseg.text import Text
from xlseg.thresholds import key_of, kind_of, thresholds

SERIAL = 25569  # days from Excel's zero to 1970
SEPARATORS = "，,、;；"  # besides blanks, between the numbers of one cell


class Limit(NamedTuple):
    """A number, or a day, that labels are compared with."""

    model: Text
    title: Text
    value: object


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
    model: Text
    ok: Formula


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


@dataclass
class Cells:
    """Where the formulas of one model find their cells. frame: customers with the labels, indexed by customer_id."""

    board: Board
    key: str
    title: Text
    frame: pd.DataFrame
    labels: Mapping[str, Column]
    record: list[str] = field(default_factory=list)
    known: dict[tuple[str, float], str] = field(default_factory=dict)
    inline: bool = False  # limits stand in the formulas, because the groups are called by them

    def column(self, key: str) -> str:
        """A label of the model, else a column that stands in the customer's row or is written there."""
        if key in self.labels:
            return f"{{{self.key}.{key}:row}}"
        if key not in self.board.inputs:
            column = EVERY.get(key) or Column(key, title_of(key), FORMATS[self.kind(key)])
            self.bring(column, self.frame[key])
        return f"{{{named(key)}:row}}"

    def bring(self, column: Column, values: "pd.Series[Any]") -> str:
        """The cell of a figure that is in no table of the user's."""
        self.board.inputs.setdefault(column.key, Input(column, values))
        return f"{{{named(column.key)}:row}}"

    def kind(self, column: str) -> ColumnType:
        return type_of(self.frame[column])

    def title_of(self, column: str) -> Text:
        return self.labels[column].title if column in self.labels else title_of(column)

    def limit(self, column: str, number: float) -> str:
        dated = self.kind(column) == "date"
        if isinstance(number, Traced):
            return f"({number.text}+{SERIAL})" if dated else number.text
        return self.number(self.title_of(column), number, dated)

    def number(self, title: Text, number: float, dated: bool = False) -> str:
        """The cell of a number of which one cell is enough; titles tell them apart."""
        if isinstance(number, Traced):
            return number.text
        if self.inline:
            return written(float(number) + SERIAL * dated)
        place = (title.en, float(number))
        if place not in self.known:
            value: object = (EPOCH + number * DAY).to_pydatetime() if dated else float(number)
            self.known[place] = self._add("days" if dated else "limits", title, value)
        return self.known[place]

    def shown(self, column: str, number: float) -> tuple[str, str]:
        """A limit within a sentence: its formula, and what it comes to."""
        at = self.limit(column, number)
        if self.kind(column) == "date":
            return f'YEAR({at})&"-"&TEXT(MONTH({at}),"00")&"-"&TEXT(DAY({at}),"00")', day(float(number))
        return at, f"{float(number):.15g}"

    def follow(self, model: Any, names: Collection[str]) -> Any:
        """The model with numbers that know their cells; the others of its settings are watched, not followed.

        A setting whose cell says something else than the model goes by, as a goal may do, is not followed either.
        """
        kept, traced = self.board.kept.get(self.key, model), dict[str, object]()
        for f in thresholds(model):
            value, key = getattr(model, f.name), key_of(model, f)
            told = f.name in names and value not in (None, ()) and value == getattr(kept, f.name)
            cells = self.board.settings.get(key, ())
            if told and len(cells) == 1 and isinstance(kind_of(f), Number):
                traced[f.name] = self._one(f.metadata["title"], value, cells[0], key, kind_of(f))
            elif told and len(cells) == 1 and isinstance(kind_of(f), Cuts):
                traced[f.name] = self._several(f.metadata["title"], value, cells[0], key)
            elif key not in LOOKED_UP:
                for cell in cells:
                    self.watch(f.metadata["title"], cell)
                columns = getattr(kind_of(f), "columns", ())
                if cells and columns:
                    self.count(
                        f.metadata["title"], key, columns[1].key, len({c.token.partition(":")[2] for c in cells})
                    )
        return replace(model, **traced)

    def watch(self, title: Text, cell: Setting) -> None:
        """A check that a cell is as it was, for formulas cannot follow what would become of it."""
        self.check(title, f'IF({cell.token}="","",{cell.token})', "" if blank(cell.value) else cell.value)

    def count(self, title: Text, table: str, column: str, rows: int) -> None:
        """A check that a sheet of many rows has no more and no fewer of them."""
        self.check(title, f"COUNTA({{{table}!{column}:1-{rows + MORE}}})", rows)

    def check(self, title: Text, now: str, then: object) -> None:
        row = len(self.board.checks) + 1
        ours = f'{{live.checks!now:{row}}}&""', f'{{live.checks!then:{row}}}&""'
        self.board.checks.append(Check(self.title, title, Formula(now, then), then, Formula("=".join(ours), True)))

    def state(self, first: int) -> str:
        """The row of the model's state: true while all it rests on is as it was, from check `first` on."""
        ranges = ((1, self.board.shared), (first + 1, len(self.board.checks)))
        same_ones = [f"AND({{live.checks!same:{top}-{bottom}}})" for top, bottom in ranges if bottom >= top]
        self.board.states.append(Status(self.title, Formula(all_of([*same_ones, *dict.fromkeys(self.record)]), True)))
        return str(len(self.board.states))

    def _add(self, table: str, title: Text, value: object) -> str:
        rows: list[Limit] = getattr(self.board, table)
        rows.append(Limit(self.title, title, value))
        return f"{{live.{table}!value:{len(rows)}}}"

    def _one(self, title: Text, value: float, cell: Setting, key: str, kind: Any) -> Traced:
        at = self._add("followed", title, Formula(cell.token, float(value)))
        self.record += [_still(cell, key), f"ISNUMBER({cell.token})"]
        if kind.whole:
            self.record.append(f"INT({at})={at}")
        return Traced.at(float(value), at, self.record)

    def _several(self, title: Text, values: Iterable[float], cell: Setting, key: str) -> tuple[Traced, ...]:
        """Each number of a cell such as '500, 2000' in a cell of its own."""
        values = tuple(values)
        self.record.append(_still(cell, key))
        text = f'{cell.token}&""'
        for sign in SEPARATORS:
            text = f'SUBSTITUTE({text},"{sign}"," ")'
        text = f"TRIM({text})"
        self.record.append(f'LEN({text})-LEN(SUBSTITUTE({text}," ",""))={len(values) - 1}')
        found = []
        for n, value in enumerate(values):
            item = f'TRIM(MID(SUBSTITUTE({text}," ",REPT(" ",99)),{n * 99 + 1},99))'
            item = f'VALUE(SUBSTITUTE({item},".",{POINT}))'
            at = self._add("followed", title, Formula(item, float(value)))
            self.record.append(f"ISNUMBER({at})")
            found.append(Traced.at(float(value), at, self.record))
        return tuple(found)


def _still(cell: Setting, key: str) -> str:
    """Whether the setting still stands in its row, which another action may write anew."""
    return f'{cell.token.replace("!value:", "!key:")}="{key}"'


def named(key: str) -> str:
    """What a column labels are computed from is called in formulas, and its mark on the sheet."""
    return "live." + re.sub(r"\W", "_", key)


def blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and isnan(value))


POINT = 'MID(1/2&"",2,1)'  # the decimal sign of this Excel
LOOKED_UP = ("geography.cities",)  # sheets of many rows that formulas read
MORE = 200  # rows below a sheet of many rows in which somebody may have added some
FORMATS: dict[ColumnType, Format] = {"number": "number", "text": "text", "date": "date"}
