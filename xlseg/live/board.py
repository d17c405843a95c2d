"""Where the formulas of one model find their cells: limits, settings, and the customer's own."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isnan
from typing import Any

import pandas as pd

from xlseg.cells import Formula
from xlseg.columns import EVERY, Column, Format
from xlseg.fields import title_of
from xlseg.kinds import Cuts, Number
from xlseg.live.conditions import all_of, ends, quoted
from xlseg.live.rows import Board, Check, Input, Limit, Setting, Status
from xlseg.live.traced import Traced, written
from xlseg.models.geography.groups import TIER
from xlseg.rules.condition import Condition, Range
from xlseg.rules.spelled import day
from xlseg.rules.table import DAY, EPOCH, ColumnType, type_of
from xlseg.text import Text
from xlseg.thresholds import key_of, kind_of, thresholds

SERIAL = 25569  # days from Excel's zero to 1970
SEPARATORS = "，,、;；"  # besides blanks, between the numbers of one cell


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

    def __post_init__(self) -> None:
        self.first = {name: len(getattr(self.board, name)) for name in ("limits", "days", "checks")}

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
        if column == TIER.key or not number:  # nothing that anybody would change
            return written(float(number) + SERIAL * dated)
        return self.number(self.title_of(column), number, dated)

    def number(self, title: Text, number: float, dated: bool = False, use: tuple[Text, str] | None = None) -> str:
        """The cell of a number of which one cell is enough; titles tell them apart. use: see Limit."""
        if isinstance(number, Traced):
            return number.text
        if self.inline:
            return written(float(number) + SERIAL * dated)
        place = (title.en, float(number))
        if place not in self.known:
            value: object = (EPOCH + number * DAY).to_pydatetime() if dated else float(number)
            self.known[place] = self._add("days" if dated else "limits", title, value)
        if use:
            self._limit(*place).use(*use)
        return self.known[place]

    def used(self, group: Text, condition: Condition) -> None:
        """Tells the limits of a rule what group they are of, and how they are compared."""
        for test in (test for box in condition for test in box if isinstance(test, Range)):
            for sign, end in ends(test):
                place = (self.title_of(test.column).en, float(end))
                if place in self.known and not isinstance(end, Traced):
                    self._limit(*place).use(group, sign)

    def _limit(self, title: str, number: float) -> Limit:
        table, _, row = self.known[title, number].strip("{}").rpartition("!value:")
        rows: list[Limit] = getattr(self.board, table.removeprefix("live."))
        return rows[int(row) - 1]

    def shown(self, column: str, number: float) -> tuple[str, str]:
        """A limit within a sentence: its formula, and what it comes to."""
        at = self.limit(column, number)
        if self.kind(column) == "date":
            return f'YEAR({at})&"-"&TEXT(MONTH({at}),"00")&"-"&TEXT(DAY({at}),"00")', day(float(number))
        shown = spoken(float(number))
        return rounded(at) if "{" in at else quoted(shown), shown

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

    def state(self) -> str:
        """The row of the model's state: true while all it rests on is as it was, and every limit is a number."""
        ranges = ((1, self.board.shared), (self.first["checks"] + 1, len(self.board.checks)))
        parts = [f"AND({{live.checks!same:{top}-{bottom}}})" for top, bottom in ranges if bottom >= top]
        for name in ("limits", "days"):
            first, count = self.first[name], len(getattr(self.board, name))
            if count > first:
                parts.append(f"COUNT({{live.{name}!value:{first + 1}-{count}}})={count - first}")
        holds = all_of([*parts, *dict.fromkeys(self.record)])
        self.board.states.append(Status(self.title, f"IFERROR({holds},FALSE)"))
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


def rounded(at: str) -> str:
    """A number as people say it: with thousands, and two decimals or none; a fraction with four at most."""
    return f"IF(ABS({at})<1,ROUND({at},4),FIXED({at},2*({at}<>INT({at}))))"


def spoken(number: float) -> str:
    """What `rounded` comes to."""
    return f"{round(number, 4):g}" if abs(number) < 1 else f"{number + 1e-9:,.{2 * (number != int(number))}f}"


def blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and isnan(value))


POINT = 'MID(1/2&"",2,1)'  # the decimal sign of this Excel
LOOKED_UP = ("geography.cities",)  # sheets of many rows that formulas read
MORE = 200  # rows below a sheet of many rows in which somebody may have added some
FORMATS: dict[ColumnType, Format] = {"number": "number", "text": "text", "date": "date"}
