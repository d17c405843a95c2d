"""Columns of a table as rules compare them: numbers as floats, dates as days, texts as codes; each read once."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.distinct import distinct, texts

Floats = npt.NDArray[np.float64]
ColumnType = Literal["number", "date", "text"]
DAY = pd.Timedelta(days=1)
EPOCH = pd.Timestamp(0)


class Words(NamedTuple):
    """The texts of a column: codes, -1 where blank, and the distinct texts they stand for."""

    codes: npt.NDArray[np.intp]
    texts: tuple[str, ...]


class Table:
    """A view on a frame that remembers what it has read. Missing and infinite numbers are NaN, which match nothing."""

    def __init__(self, frame: pd.DataFrame | Mapping[str, "pd.Series[Any]"]) -> None:
        self.frame = frame
        self._numbers: dict[str, Floats] = {}
        self._words: dict[str, Words] = {}

    def number(self, key: str) -> Floats:
        """A column of numbers; a date is its days since 1970."""
        if key not in self._numbers:
            self._numbers[key] = numbers(self.frame[key])
        return self._numbers[key]

    def words(self, key: str) -> Words:
        """A column of texts; blank and missing ones are no text."""
        if key not in self._words:
            codes, cells = distinct(self.frame[key])
            found = texts(cells)
            empty = np.array([*(not text for text in found), True])
            self._words[key] = Words(np.where(empty[codes], -1, codes), tuple(found))
        return self._words[key]

    def missing(self, key: str) -> npt.NDArray[np.bool_]:
        """Where the column holds nothing."""
        if type_of(self.frame[key]) == "text":
            return self.words(key).codes < 0
        return np.isnan(self.number(key))


def type_of(column: pd.Series) -> ColumnType:
    """What a column of the customer table holds, by its dtype."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "date"
    return "number" if pd.api.types.is_numeric_dtype(column.dtype) else "text"


def numbers(column: pd.Series) -> Floats:
    """As floats, NaN where there is no finite number; a float column without infinities is not copied."""
    if type_of(column) == "date":
        return np.asarray((column - EPOCH) / DAY, dtype=np.float64)
    values: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
    infinite = np.isinf(values)
    return np.where(infinite, np.nan, values).astype(np.float64) if infinite.any() else values
