"""Cells as people have them become ids, days and numbers; what cannot be read is said, never guessed."""

import unicodedata
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

BLANKS = frozenset({"", "-", "--", "—", "/", "无", "空", "null", "none", "nan", "n/a", "na", "#n/a"})
SERIALS = (20_000, 80_000)  # Excel day numbers from 1954 to 2119; anything else is no date of an order
PLAUSIBLE = (pd.Timestamp(1900, 1, 1), pd.Timestamp(2199, 12, 31))
DATE_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y%m%d")
EXCEL_EPOCH = pd.Timestamp("1899-12-30")


class Read(NamedTuple):
    """values: parsed, missing where blank or unreadable; bad: True where something stood that could not be read."""

    values: pd.Series
    bad: pd.Series


def ids(raw: pd.Series) -> pd.Series:
    """Text without surrounding blanks; whole numbers without '.0'; missing where blank."""
    numeric = pd.to_numeric(raw.where(_numeric(raw)), errors="coerce").astype(float)
    whole = numeric.notna() & (numeric % 1 == 0)
    text = raw.astype(object).where(raw.notna(), "").astype(str).str.strip()
    text = text.where(~whole, numeric.where(whole, 0).astype("int64").astype(str))
    return text.where(~_blank(text)).astype("str")


def days(raw: pd.Series) -> Read:
    """Timestamps from dates, Excel serials, 2024-01-05, 2024/1/5, 2024年1月5日 or 20240105, with or without a time."""
    values = pd.Series(pd.NaT, raw.index, dtype="datetime64[us]")
    if pd.api.types.is_datetime64_any_dtype(raw.dtype):
        return Read(raw.dt.tz_localize(None).astype(values.dtype), pd.Series(False, raw.index))
    raw = raw.astype(object).where(raw.notna(), None)
    dated = raw.map(lambda value: isinstance(value, date | datetime)).astype(bool)
    values[dated] = pd.to_datetime(raw[dated], errors="coerce").astype(values.dtype)
    text = _text(raw[~dated])
    number = pd.to_numeric(text, errors="coerce")
    serial = number.between(*SERIALS)
    values[text.index[serial]] = (
        (EXCEL_EPOCH + pd.to_timedelta(number[serial].round(6), unit="D")).dt.round("s").astype(values.dtype)
    )
    written = text[~serial & ~_blank(text)]
    for pattern in DATE_FORMATS:
        left = written[values[written.index].isna()]
        if left.empty:
            break
        values[left.index] = pd.to_datetime(_dashes(left), format=pattern, errors="coerce").astype(values.dtype)
    values = values.where(values.between(*PLAUSIBLE))
    bad = values.isna()
    bad[text.index] &= ~_blank(text)
    return Read(values, bad)


def numbers(raw: pd.Series) -> Read:
    """Floats from numbers or texts such as ¥1,234.50, １２３, (5.00) or 12元."""
    if pd.api.types.is_numeric_dtype(raw.dtype) and not pd.api.types.is_bool_dtype(raw.dtype):
        values = raw.astype(float)
        return Read(values.where(np.isfinite(values)), pd.Series(False, raw.index))
    raw = raw.astype(object).where(raw.notna(), None)
    text = _text(raw)
    negative = text.str.match(r"\(.*\)$|\[.*\]$")
    bare = text.str.replace(r"[¥$€£,\s()\[\]]|元$|^(?:CNY|RMB|USD)", "", regex=True)
    values = pd.to_numeric(bare, errors="coerce").astype(float)
    values = values.where(np.isfinite(values) & (bare != ""))
    values = values.where(~negative, -values)
    return Read(values, values.isna() & ~_blank(text))


def _text(raw: pd.Series) -> pd.Series:
    """Normalised text (full-width digits and letters become plain), '' where missing."""
    text = raw.where(raw.notna(), "").astype(str).str.strip()
    odd = ~text.str.isascii() if len(text) else text.astype(bool)
    return text.where(~odd, text[odd].map(lambda value: unicodedata.normalize("NFKC", value).strip()))


def _dashes(text: pd.Series) -> pd.Series:
    return text.str.replace(r"[年月/.]", "-", regex=True).str.replace("日", "", regex=False).str.strip()


def _blank(text: pd.Series) -> pd.Series:
    return text.str.lower().isin(BLANKS)


def _numeric(raw: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(raw.dtype):
        return raw.notna()
    return raw.map(lambda value: isinstance(value, int | float) and not isinstance(value, bool)).astype(bool)
