"""Cells as people have them become ids, days and numbers; what cannot be read is said, never guessed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from xlseg.distinct import distinct, each, objects_in
from xlseg.identifiers import ERRORS, MISSING
from xlseg.identifiers import ids as ids  # noqa: PLC0414

SERIALS = (20_000, 80_000)  # Excel day numbers from 1954 to 2119; anything else is no date of an order
PLAUSIBLE = (pd.Timestamp(1900, 1, 1), pd.Timestamp(2199, 12, 31))
TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
DATE_FORMATS = (*(f"%Y-%m-%d{time}" for time in TIMES), "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")
WRITTEN = (
    (r"(?<=:\d\d)\.\d+", ""),  # fractions of a second
    (r"(?<=:\d\d)(?:Z|\s?[+-]\d\d:?\d\d)$", ""),  # the time zone: days are counted where the shop is
    (r"(?:星期|周)[一二三四五六日天]", " "),
    (r"(?<=\d)T(?=\d)", " "),
    (r"上午\s*([\d:]+)", r" \1 AM"),
    (r"下午\s*([\d:]+)", r" \1 PM"),
)
DAY_FIRST = {"dmy": [f"%d-%m-%Y{time}" for time in TIMES], "mdy": [f"%m-%d-%Y{time}" for time in TIMES]}
UNITS = {"千": 1e3, "k": 1e3, "万": 1e4, "w": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "%": 0.01}
DayOrder = Literal["auto", "dmy", "mdy"]
OTHER_PHONE = r"(?:\+86)?0[1-9][\d*]{8,14}|[2-8][\d*]{6,7}|[48]00[\d*]{7}|(?:\+|00)(?!86)[1-9][\d*]{6,14}"
EXCEL_EPOCH = pd.Timestamp("1899-12-30")
ERRORS_SHOWN = ERRORS | {error.upper() for error in ERRORS}


class Read(NamedTuple):
    """values: parsed, missing where blank or unreadable; bad: True where something stood that could not be read."""

    values: pd.Series
    bad: pd.Series


def _known(raw: pd.Series) -> Iterable[Any]:
    """At least every distinct cell."""
    return distinct(raw)[1] if isinstance(raw.dtype, pd.CategoricalDtype) else objects_in(raw)


def is_error(raw: pd.Series) -> pd.Series:
    """Cells whose formula came to an error, such as #N/A."""
    if raw.dtype.kind in "Mmfib" or ERRORS_SHOWN.isdisjoint(_known(raw)):
        return pd.Series(False, raw.index)
    return raw.astype(object).isin(ERRORS_SHOWN)


def days(raw: pd.Series, order: DayOrder = "auto") -> Read:
    """Timestamps from dates, Excel serials, and dates written in the usual Chinese and English ways.

    2024-01-05, 2024/1/5, 2024年1月5日, 20240105, 5 Jan 2024, each with or without a time. 01-05-2024 is read by
    `order`; "auto" settles it from the whole column and leaves all of them bad where nothing does (`day_order`).
    """
    values = pd.Series(pd.NaT, raw.index, dtype="datetime64[us]")
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        return Read(raw.dt.tz_localize(None).astype(values.dtype), pd.Series(False, raw.index))
    if raw.dtype.kind == "f" and not (raw >= SERIALS[0]).any():  # neither serials nor as long as 20240105
        return Read(values, raw.notna())
    return _read_distinct(raw, lambda cells: _days(cells, order))


def _read_distinct(raw: pd.Series, read: Callable[[pd.Series], Read]) -> Read:
    codes, cells = distinct(raw)
    values, bad = read(pd.Series(cells, dtype=object))
    return Read(values.reindex(codes).set_axis(raw.index), bad.reindex(codes, fill_value=False).set_axis(raw.index))


def _days(raw: pd.Series, order: DayOrder) -> Read:
    """Of distinct values."""
    values = pd.Series(pd.NaT, raw.index, dtype="datetime64[us]")
    dated = raw.map(lambda value: isinstance(value, date | datetime)).astype(bool)
    values[dated] = pd.to_datetime(raw[dated], errors="coerce").astype(values.dtype)
    text = _text(raw[~dated])
    number = pd.to_numeric(text, errors="coerce")
    serial = number.between(*SERIALS)
    since = pd.to_timedelta(number[serial].round(6), unit="D")
    values[text.index[serial]] = (EXCEL_EPOCH + since).dt.round("s").astype(values.dtype)
    written = _dashes(text[~serial & ~_blank(text)])
    for pattern in _formats(written, order):
        left = written[values[written.index].isna()]
        if left.empty:
            break
        values[left.index] = pd.to_datetime(left, format=pattern, errors="coerce").astype(values.dtype)
    values = values.where(values.between(*PLAUSIBLE))
    bad = values.isna()
    bad[text.index] &= ~_blank(text)
    return Read(values, bad)


def _formats(written: pd.Series, order: DayOrder) -> Iterator[str]:
    """How days are written; which number is the day is asked only where that leaves some."""
    yield from DATE_FORMATS
    yield from DAY_FIRST.get(day_order(written) if order == "auto" else order, ())


def day_order(written: pd.Series) -> DayOrder:
    """Whether 01-05-2024 is day or month first, from the column's own numbers above 12; "auto" where it is open."""
    parts = _dashes(written.astype(str)).str.extract(r"^(\d{1,2})-(\d{1,2})-\d{4}").dropna().astype(int)
    day_first, month_first = (parts[0] > 12).any(), (parts[1] > 12).any()
    if day_first == month_first:
        return "auto"
    return "dmy" if day_first else "mdy"


def day_order_open(written: pd.Series) -> bool:
    """Whether there are such days, and nothing in them tells which order they are in."""
    texts = _dashes(written.astype(str))
    return bool(texts.str.match(r"^\d{1,2}-\d{1,2}-\d{4}").any()) and day_order(texts) == "auto"


def numbers(raw: pd.Series) -> Read:
    """Floats from numbers or texts such as ¥1,234.50, 1.2万, 3,5亿, １２３, (5.00), 5.00-, 12元 or 15%."""
    if pd.api.types.is_numeric_dtype(raw.dtype) and not pd.api.types.is_bool_dtype(raw.dtype):
        values = raw.astype(float)
        return Read(values.where(np.isfinite(values)), pd.Series(False, raw.index))
    return _read_distinct(raw, _numbers)


def _numbers(raw: pd.Series) -> Read:
    text = _text(raw)
    values = pd.to_numeric(text, errors="coerce").astype(float)
    odd = text[values.isna() & ~_blank(text)]
    if len(odd):
        values[odd.index] = _dressed(odd)
    values = values.where(np.isfinite(values))
    return Read(values, values.isna() & ~_blank(text))


def phones(raw: pd.Series) -> Read:
    """Phones as digits: Chinese mobiles with their 11, others with area code or +country; masked ones as they are."""
    shown = ids(raw)
    text = each(shown, _phone).astype("str")
    return Read(text.where(text.notna(), shown), text.isna() & shown.notna())


def _phone(text: str) -> str | None:
    """Mobiles, then landlines with area code and perhaps extension, service numbers, and numbers of other countries."""
    plain = re.sub(r"^tel|[\s\-‐-―−()._:;,]|转.*$|ext.*$", "", unicodedata.normalize("NFKC", text).lower())
    mobile = re.fullmatch(r"(?:\+?0*86)?(1[3-9][\d*]{9})", plain)
    if mobile:
        return mobile[1]
    return plain if re.fullmatch(OTHER_PHONE, plain) else None


def _dressed(text: pd.Series) -> pd.Series:
    """Numbers with signs, units and brackets about them; marks that group digits must group them by three."""
    negative = text.str.fullmatch(r"\(.*\)|\[.*\]|.*\d-")
    bare = text.str.replace(
        r"[¥$€£\s()\[\]]|(?<=\d)-$|(?:元|块)整?$|[岁件个次天]$|^(?:人民币|CNY|RMB|USD|EUR)|(?:CNY|RMB|USD|EUR)$",
        "",
        regex=True,
    ).str.replace("−", "-", regex=False)
    parts = bare.str.extract(rf"^([-+]?[\d.,]+)({'|'.join(UNITS)})?$", flags=re.IGNORECASE)
    digits = parts[0].fillna("")
    comma = digits.str.fullmatch(r"[-+]?(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+)")  # 3,5 and 1.234,56
    point = digits.str.fullmatch(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[-+]?\.\d+")
    plain = digits.str.replace(",", "", regex=False).where(
        ~comma, digits.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    )
    values = pd.to_numeric(plain.where(comma | point), errors="coerce") * parts[1].str.lower().map(UNITS).fillna(1.0)
    values = values.map(lambda value: float(f"{value:.15g}"))  # 1.11万 is 11100, not 11100.000000000002
    return values.where(~negative, -values)


def _text(raw: pd.Series) -> pd.Series:
    """Normalised text (full-width digits and letters become plain), '' where missing."""
    text = raw.where(raw.notna(), "").astype(str).str.strip().str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    odd = ~text.str.isascii() if len(text) else text.astype(bool)
    return text.where(~odd, text[odd].map(lambda value: unicodedata.normalize("NFKC", value).strip()))


def _dashes(text: pd.Series) -> pd.Series:
    """Days with dashes and times with colons, whatever stood between the numbers; without weekday, zone or fraction."""
    for pattern, plain in WRITTEN:
        text = text.str.replace(pattern, plain, regex=True)
    days = text.str.replace(r"(?<=\d)\s*[年月/.]\s*(?=\d)", "-", n=2, regex=True).str.replace("[日号]", " ", regex=True)
    times = days.str.replace(r"(?<=\d)\s*[时分点]\s*(?=\d)", ":", regex=True)
    return times.str.replace(r"[时分秒点]$", "", regex=True).str.replace(r"\s+", " ", regex=True).str.strip()


def _blank(text: pd.Series) -> pd.Series:
    return text.str.lower().isin(MISSING)
