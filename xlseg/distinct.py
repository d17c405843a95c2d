"""What is asked of a cell is asked of each distinct one once: a million order rows have few customers and states."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from xlseg.text import Text

SAMPLE, DISTINCT = 10_000, 0.99  # cells looked at, and the share of distinct ones from which on none repeat much


def mostly_distinct(cells: np.ndarray) -> bool:
    """Whether cells hardly repeat, judged by the first ones: then it is no use to look at each distinct one once."""
    return len(set(cells[:SAMPLE])) > DISTINCT * min(len(cells), SAMPLE)


def distinct(raw: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Codes, -1 where a cell is missing, and the distinct cells they stand for."""
    if isinstance(raw.dtype, pd.CategoricalDtype):
        return raw.cat.codes.to_numpy(), raw.cat.categories.to_numpy(dtype=object)
    return pd.factorize(raw.to_numpy(dtype=object))


def texts(cells: Iterable[Any]) -> list[str]:
    """Cells as texts without blanks around them; one of ours in two languages by its Chinese."""
    return [(cell.zh if isinstance(cell, Text) else str(cell)).strip() for cell in cells]


def each(raw: pd.Series, read: Callable[[Any], object]) -> "pd.Series[Any]":
    """`read` of every distinct cell once; missing where a cell is."""
    codes, cells = distinct(raw)
    found = np.array([*map(read, cells), None], dtype=object)
    return pd.Series(found[codes], raw.index, dtype=object, name=raw.name)


def says(raw: pd.Series, pattern: str, words: Sequence[str] = ()) -> "pd.Series[bool]":
    """Which cells say something like `pattern`, in whatever case. words: a cell that says it has one of them."""
    codes, cells = distinct(raw)
    texts = [str(cell).lower() for cell in cells]
    every = "\n".join(texts)
    search = re.compile(pattern).search
    likely = any(word in every for word in words) or not words
    found = [search(text) is not None for text in texts] if likely else [False] * len(texts)
    return pd.Series(np.array([*found, False], dtype=bool)[codes], raw.index)
