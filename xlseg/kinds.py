"""The kinds a setting can be of: each reads a cell, shows a value, and says what is allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import isfinite
from typing import Any, Protocol

from xlseg.text import Lang, Text, join

BLANK, BESIDES = Text("可留空", "may be blank"), Text("；", ", ")
SERIAL_ZERO = date(1899, 12, 30)  # days are counted from here in Excel, rightly from March 1900 on
FIRST_DAY = date(1900, 3, 1)
SERIALS = (FIRST_DAY - SERIAL_ZERO).days, (date.max - SERIAL_ZERO).days


class Kind(Protocol):
    """`read` raises ValueError on a cell it cannot read; `allows` says whether a value is in range."""

    many: bool  # one row of the sheet for each item

    def read(self, cell: object) -> Any: ...
    def show(self, value: Any, lang: Lang) -> object: ...
    def allows(self, value: Any) -> bool: ...
    @property
    def allowed(self) -> Text: ...


@dataclass(frozen=True)
class Number:
    low: float
    high: float
    whole: bool = False
    optional: bool = False
    many = False

    def read(self, cell: object) -> float | None:
        if cell is None and self.optional:
            return None
        value = _number(cell)
        if self.whole and value != int(value):
            raise ValueError(cell)
        return int(value) if self.whole else value

    def show(self, value: float | None, lang: Lang) -> object:
        return value

    def allows(self, value: Any) -> bool:
        return self.optional if value is None else self.low <= value <= self.high

    @property
    def allowed(self) -> Text:
        kind = Text("整数", "whole number") if self.whole else Text("数", "number")
        if self.low <= -1e15 and self.high >= 1e15:
            return join((kind, BLANK), BESIDES) if self.optional else kind
        endless = Text("不小于 {low:g} 的{kind}", "{kind} of at least {low:g}")
        text = Text("{low:g} 到 {high:.15g} 的{kind}", "{kind} from {low:g} to {high:.15g}")
        text = (text if self.high < 1e15 else endless).format(low=self.low, high=self.high, kind=kind)
        return join((text, BLANK), BESIDES) if self.optional else text


@dataclass(frozen=True)
class Choice:
    """One of several keys, shown to people by its title. also: by key, further words for it. optional: or none, ''."""

    options: Mapping[str, Text] = field(hash=False)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    optional: bool = False
    many = False

    def read(self, cell: object) -> str:
        if cell is None and self.optional:
            return ""
        wanted = "" if cell is None else str(cell).strip().casefold()
        for key, title in self.options.items():
            if wanted in {name.casefold() for name in (key, *title, *self.also.get(key, ()))}:
                return key
        raise ValueError(cell)

    def show(self, value: str, lang: Lang) -> object:
        return self.options[value].of(lang) if value else None

    def allows(self, value: Any) -> bool:
        return value in self.options or (self.optional and value == "")

    @property
    def allowed(self) -> Text:
        found = [Text(f"{t.zh} ({key})", f"{t.en} ({key})") for key, t in self.options.items()]
        return join([*found, BLANK] if self.optional else found, Text(" | ", " | "))


@dataclass(frozen=True)
class Keys:
    """ASCII keys in the order given, such as rfm, value. options: all there are, where that is known."""

    options: tuple[str, ...] = ()
    many = False

    def read(self, cell: object) -> tuple[str, ...]:
        return tuple(_items(cell))

    def show(self, value: tuple[str, ...], lang: Lang) -> object:
        return ", ".join(value) or None

    def allows(self, value: Any) -> bool:
        known = all(key in self.options for key in value) if self.options else True
        return known and all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in value) and len(set(value)) == len(value)

    @property
    def allowed(self) -> Text:
        if self.options:
            return Text("用逗号分隔：{keys}；可留空", "any of {keys}, separated by commas").format(
                keys=join(self.options)
            )
        return Text("键，用逗号分隔，如 rfm", "keys separated by commas, such as rfm")


@dataclass(frozen=True)
class Day:
    """A date, or blank."""

    many = False

    def read(self, cell: object) -> date | None:
        if cell is None:
            return None
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, int | float) and SERIALS[0] <= cell <= SERIALS[1]:  # a cell that lost its date format
            return SERIAL_ZERO + timedelta(days=int(cell))
        return datetime.strptime(re.sub(r"[/.年月]", "-", str(cell).strip()).rstrip("日"), "%Y-%m-%d").date()

    def show(self, value: date | None, lang: Lang) -> object:
        return value and value.isoformat()

    def allows(self, value: Any) -> bool:
        return value is None or FIRST_DAY <= value <= date.max

    @property
    def allowed(self) -> Text:
        return Text("日期，如 2026-12-31；可留空", "a date such as 2026-12-31; may be blank")


@dataclass(frozen=True)
class Cuts:
    """Increasing numbers, such as 30, 90, 180."""

    many = False

    def read(self, cell: object) -> tuple[float, ...]:
        return tuple(_number(item) for item in _items(cell))

    def show(self, value: tuple[float, ...], lang: Lang) -> object:
        return ", ".join(f"{cut!r}".removesuffix(".0") for cut in value) or None

    def allows(self, value: Any) -> bool:
        return all(low < high for low, high in pairwise(value))

    @property
    def allowed(self) -> Text:
        return Text("由小到大的数，如 30, 90, 180；可留空", "increasing numbers such as 30, 90, 180; may be blank")


@dataclass(frozen=True)
class Fields:
    """Names of columns as the user wrote them, such as R, F, 投诉等级; blanks may stand inside a name."""

    low: int = 0  # how many names at least
    many = False

    def read(self, cell: object) -> tuple[str, ...]:
        names = (name.strip() for name in re.split(r"[,，、;；\r\n]", "" if cell is None else str(cell)))
        return tuple(dict.fromkeys(name for name in names if name))

    def show(self, value: tuple[str, ...], lang: Lang) -> object:
        return ", ".join(value) or None

    def allows(self, value: Any) -> bool:
        return len(value) >= self.low and self.read(", ".join(value)) == tuple(value)

    @property
    def allowed(self) -> Text:
        names = Text("客户表的列名，用逗号分隔，如 R, F, M", "columns of the customer table, such as R, F, M")
        return names if self.low else join((names, BLANK), BESIDES)


@dataclass(frozen=True)
class Name:
    """The name of one column as the user wrote it; blank: none."""

    many = False

    def read(self, cell: object) -> str:
        return "" if cell is None else str(cell).strip()

    def show(self, value: str, lang: Lang) -> object:
        return value or None

    def allows(self, value: Any) -> bool:
        return bool(value == self.read(value))

    @property
    def allowed(self) -> Text:
        return Text("客户表的一列，如 M 或 累计金额；可留空", "a column of the customer table, such as M; may be blank")


def _items(cell: object) -> list[str]:
    return [item for item in re.split(r"[,，、;；\s]+", "" if cell is None else str(cell)) if item]


def _number(cell: object) -> float:
    if cell is None or isinstance(cell, bool):
        raise ValueError(cell)
    value = float(cell if isinstance(cell, int | float) else str(cell).replace(",", ""))
    if not isfinite(value):
        raise ValueError(cell)
    return value
