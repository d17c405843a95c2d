"""A cell as XML: from behind its address to its end."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Number
from typing import Any, Protocol
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from xlseg.cells import Formula, Uncomputed
from xlseg.distinct import mostly_distinct
from xlseg.hosts.carried import translated

LIMIT = 32767  # characters a cell can hold
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would read as one character
RISKY = tuple("=+-@\t\r")  # what a text begins with that some program may take for a formula
MARKUP = re.compile("[\x00-\x09\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]")
SPACED = re.compile(r"^\s|\s$|\n")
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")  # Excel repairs others in a file
MANY = 64  # texts that are made as one, where they are ordinary and hardly repeat; whole numbers that are not few
KNOWN = 1 << 14  # texts whose XML is kept at a time
WHOLE = 1e15  # numbers below it that are whole are written as such
EPOCH = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
DAY = 86_400_000_000  # microseconds


class Looks(Protocol):
    """What is asked of the looks of a workbook. from_1904: how it counts days."""

    @property
    def from_1904(self) -> bool: ...

    def dated(self, value: Any, /) -> int:
        """Style of a day or a time in a cell without a style."""

    def quoted(self, number: int, /) -> int:
        """The style, for a text that begins as a formula does."""


class Written:
    """Cells for one sheet. prefix: of its elements, such as b"x:"."""

    def __init__(self, looks: Looks, prefix: bytes = b"") -> None:
        self._looks, self._from_1904 = looks, looks.from_1904
        self.prefix = prefix.decode()
        self._texts: dict[int, _Texts] = {}

    def tails(self, values: Any, style: int, row: int, column: int) -> list[bytes]:
        """The cells of a column from `row` on; nothing for an empty one without a style."""
        if isinstance(values, pd.Series):
            values = values.array if isinstance(values.dtype, pd.CategoricalDtype) else _plain(values)
        if isinstance(values, pd.Categorical):
            each = np.array([*self.tails([*values.categories], style, row, column), b"", self._empty(style)], object)
            found: list[bytes] = each[np.where(values.codes < 0, len(each) - 1, values.codes)].tolist()
            return found
        if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
            return self._each_number(values, style)
        if isinstance(values, np.ndarray) and values.dtype.kind == "M" and style:
            return self._numbers(_serials(values, self._from_1904), style)
        listed = values if isinstance(values, list | tuple) else values.tolist() if _simple(values) else list(values)
        types = set(map(type, listed))
        if types == {str}:
            return self._strings(listed, style)
        if types == {float}:
            return self._numbers(np.array(listed), style)
        return [self.tail(value, style, at, column) for at, value in enumerate(listed, row)]

    def tail(self, value: Any, style: int, row: int, column: int) -> bytes:
        """One cell."""
        value = own(value)
        if value is None:
            return self._empty(style)
        if isinstance(value, Formula):
            return self._formula(translated(value, row, column), value.value, style)
        if isinstance(value, Uncomputed) and value.startswith("="):
            return self._formula(value[1:], None, style)
        if isinstance(value, str):
            return self._strings([str(value)], style)[0]
        if isinstance(value, date | time | timedelta) and not style:
            style = self._looks.dated(value)
        kind, text = stored(value, self._from_1904)
        return self._whole(style, kind, f"<{self.prefix}v>{escape(text)}</{self.prefix}v>")

    def _whole(self, style: int, kind: str, content: str) -> bytes:
        return f'"{_styled(style)}{kind}>{content}</{self.prefix}c>'.encode()

    def _empty(self, style: int) -> bytes:
        return f'"{_styled(style)}/>'.encode() if style else b""

    def _formula(self, text: str, value: Any, style: int) -> bytes:
        p, content = self.prefix, escape(ILLEGAL.sub("", text))
        value = own(value)
        if value is None:
            return self._whole(style, "", f"<{p}f>{content}</{p}f>")
        kind, result = stored(value, self._from_1904)
        return self._whole(style, kind, f"<{p}f>{content}</{p}f><{p}v>{escape(result)}</{p}v>")

    def _strings(self, values: Sequence[str], style: int) -> list[bytes]:
        if len(values) >= MANY and mostly_distinct(values) and _ordinary(values):
            p = self.prefix
            before, after = f'"{_styled(style)} t="inlineStr"><{p}is><{p}t>', f"</{p}t></{p}is></{p}c>"
            return (before + f"{after}\n{before}".join(values) + after).encode().split(b"\n")
        known = self._texts.get(style)
        if known is None or len(known) > KNOWN:
            known = self._texts[style] = _Texts(self, style)
        return list(map(known.__getitem__, values))

    def text(self, value: str, style: int) -> bytes:
        """A cell of text, which is never a formula; of an error where it is the name of one."""
        if not (text := ILLEGAL.sub("", value)):
            return self._empty(style)
        p = self.prefix
        if text in ERRORS:
            return self._whole(style, ' t="e"', f"<{p}v>{text}</{p}v>")
        if text.startswith(RISKY):
            style = self._looks.quoted(style)
        text = _limited(text)
        space = ' xml:space="preserve"' if SPACED.search(text) else ""
        return self._whole(style, ' t="inlineStr"', f"<{p}is><{p}t{space}>{_escaped(text)}</{p}t></{p}is>")

    def _each_number(self, values: "np.ndarray[Any, Any]", style: int) -> list[bytes]:
        """Cells of numbers; where all are whole and lie close together, as scores do, each is made once."""
        low, high = (int(values.min()), int(values.max())) if values.dtype.kind in "iu" and len(values) else (0, MANY)
        if high - low >= min(len(values), MANY):
            return self._numbers(values, style)
        each = np.array(self._numbers(np.array(range(low, high + 1)), style), object)
        found: list[bytes] = each[(values - values.min()).astype(np.intp)].tolist()
        return found

    def _numbers(self, values: "np.ndarray[Any, Any]", style: int) -> list[bytes]:
        """Cells of numbers: made as one text, which is cut."""
        p, finite = self.prefix, np.isfinite(values)
        known = values if finite.all() else np.where(finite, values, 0)
        if known.dtype.kind == "f" and (np.abs(known) < WHOLE).all() and (known == np.floor(known)).all():
            known = known.astype(np.int64)
        before, after = f'"{_styled(style)}><{p}v>', f"</{p}v></{p}c>"
        cells = before + f"{after}\n{before}".join(map(repr, known.tolist())) + after
        if known.dtype.kind == "f":
            cells = cells.replace(f".0{after}", after).replace(f">-0{after}", f">0{after}")
        found = cells.encode().split(b"\n") if len(known) else []
        for at in np.flatnonzero(~finite).tolist():
            found[at] = self.tail(float(values[at]), style, 1, 1)
        return found


class _Texts(dict[str, bytes]):
    """The cell of each text, made once."""

    def __init__(self, written: Written, style: int) -> None:
        self._written, self._style = written, style

    def __missing__(self, value: str) -> bytes:
        made = self._written.text(value, self._style)
        if len(self) < KNOWN:
            self[value] = made
        return made


def own(value: Any) -> Any:
    """A value as Python has it; None where there is none."""
    if isinstance(value, np.datetime64 | np.timedelta64):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value)  # they may be NaT
    elif isinstance(value, np.generic):
        value = value.item()
    missing = value is pd.NA or value is pd.NaT or (isinstance(value, float | Decimal) and math.isnan(value))
    return None if missing else value


def stored(value: Any, from_1904: bool = False) -> tuple[str, str]:
    """The type and text of a value or result in the file."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, date | time | timedelta):
        return "", _number(serial(value, from_1904))
    if isinstance(value, Number):
        text = _number(value)
        return ("", text) if np.isfinite(float(text)) else (' t="e"', "#NUM!")
    text = _limited(ILLEGAL.sub("", str(value)))
    return (' t="e"', text) if text in ERRORS else (' t="str"', ESCAPE.sub("_x005F_", text))


def serial(value: date | time | timedelta, from_1904: bool = False) -> float:
    """The number Excel holds for a day, a time or a span; days before March 1900 count as Excel counts them."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    elif not isinstance(value, timedelta):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return float(_serials(np.array([moment.replace(tzinfo=None)], "datetime64[us]"), from_1904)[0])
    return value // timedelta(microseconds=1) / DAY


def _serials(values: "np.ndarray[Any, Any]", from_1904: bool) -> "np.ndarray[Any, Any]":
    since = values.astype("datetime64[us]") - np.datetime64(EPOCH[from_1904], "us")
    known = np.where(np.isnat(values), 0, since.astype(np.int64))
    days, rest = np.divmod(known, DAY)
    days = days - ((days > 0) & (days <= 60) & (not from_1904))  # Excel's 1900 has a 29 February
    return np.where(np.isnat(values), np.nan, days + rest / DAY)


def _number(value: Any) -> str:
    text = str(value) if isinstance(value, Decimal) else repr(value)
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _ordinary(values: Sequence[str]) -> bool:
    """Whether these texts stand in XML as they are, each in a line."""
    edges = {value[:1] for value in values} | {value[-1:] for value in values}
    if "" in edges or not edges.isdisjoint((*RISKY, "#")) or any(map(str.isspace, edges)):
        return False
    every = "\n".join(values)
    alone = every.count("\n") == len(values) - 1 and "_x" not in every and not MARKUP.search(every)
    return alone and max(map(len, values)) * 2 <= LIMIT


def _styled(style: int) -> str:
    return f' s="{style}"' if style else ""


def _escaped(text: str) -> str:
    return escape(ESCAPE.sub("_x005F_", text), {"\r": "&#13;"})


def _limited(text: str) -> str:
    """As much as a cell can hold, which counts characters beyond the basic plane twice."""
    if len(text) * 2 <= LIMIT:
        return text
    return text.encode("utf-16-le")[: 2 * LIMIT].decode("utf-16-le", "ignore")


def _plain(values: "pd.Series[Any]") -> Any:
    """A numpy array where the numbers or days in it are that, else a list."""
    return values.to_numpy() if isinstance(values.dtype, np.dtype) else values.to_list()


def _simple(values: Any) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind in "ObUS"
