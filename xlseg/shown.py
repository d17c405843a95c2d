"""A column of a table as it is shown in one language: typed where it is, each text that repeats translated once."""

from typing import Any

import numpy as np
import pandas as pd

from xlseg.distinct import SAMPLE, mostly_distinct
from xlseg.stacked import Cells, Stacked, blanked, cells_of
from xlseg.text import Lang, Text, plain

WORDS = {str, Text, type(None)}


def cells(column: pd.Series, lang: Lang) -> list[object]:
    """Plain Python values in one language; anything missing or not finite is an empty cell."""
    return cells_of(stored(column, lang))


def stored(column: pd.Series, lang: Lang) -> Cells:
    """The column of stacked rows with these values in one language."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _named(column.cat.codes.to_numpy(), column.cat.categories.to_numpy(dtype=object), lang)
    if column.dtype != object:
        return Stacked([column]).column(1)
    values = blanked(column.to_numpy(), column.isna().to_numpy())
    types = set(map(type, values))
    if types <= WORDS and len(values) > SAMPLE and not mostly_distinct(values):
        codes, first = _codes(np.fromiter(map(id, values), dtype=np.intp, count=len(values)))
        return _named(codes, values[first], lang)
    if Text in types:
        values[:] = [plain(value, lang) for value in values]
    return values


def _codes(same: Any) -> tuple[Any, Any]:
    """A code for each distinct value, and where each of them stands first."""
    codes, known = pd.factorize(same)
    first = np.empty(len(known), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def _named(codes: Any, known: Any, lang: Lang) -> pd.Categorical:
    """What the codes stand for in one language, alike ones as one; what is missing has no code."""
    texts = np.empty(len(known) + 1, dtype=object)  # the last stands for code -1
    texts[:-1] = [plain(value, lang) for value in known]
    merged, distinct = pd.factorize(texts)
    return pd.Categorical.from_codes(merged[codes], pd.Index(distinct, dtype=object))
