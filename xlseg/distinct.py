"""What is asked of a cell is asked of each distinct one once: a million order rows have few customers and states."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from xlseg.made import Made
from xlseg.text import Text

PIECE = 50_000  # cells that are looked at together
SAMPLE, DISTINCT = 10_000, 0.99  # cells looked at, and the share of distinct ones from which on none repeat much


def mostly_distinct(cells: np.ndarray | Made | Sequence[Any]) -> bool:
    """Whether cells hardly repeat, judged by the first ones: then it is no use to look at each distinct one once."""
    return len(set(cells[:SAMPLE])) > DISTINCT * min(len(cells), SAMPLE)


def objects_in(raw: pd.Series) -> np.ndarray | Made:
    """The cells as objects, or what makes them."""
    return raw.array if isinstance(raw.array, Made) else raw.to_numpy(dtype=object)


def distinct(raw: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Codes, -1 where a cell is missing, and the distinct cells they stand for."""
    if isinstance(raw.dtype, pd.CategoricalDtype):
        return raw.cat.codes.to_numpy(), raw.cat.categories.to_numpy(dtype=object)
    return pd.factorize(raw.to_numpy(dtype=object))


def texts(cells: Iterable[Any]) -> list[str]:
    """Cells as texts without blanks around them; one of ours in two languages by its Chinese."""
    return [(cell.zh if isinstance(cell, Text) else str(cell)).strip() for cell in cells]


def units(text: str) -> np.ndarray:
    """Its letters as numbers, those beyond 65,535 as two each."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def each(raw: pd.Series, read: Callable[[Any], object]) -> "pd.Series[Any]":
    """`read` of every distinct cell once; missing where a cell is."""
    codes, cells = distinct(raw)
    found = np.array([*map(read, cells), None], dtype=object)
    return pd.Series(found[codes], raw.index, dtype=object, name=raw.name)


def says(raw: pd.Series, pattern: str, words: Sequence[str] = ()) -> "pd.Series[bool]":
    """Which cells say something like `pattern`, in whatever case. words: a cell that says it has one of them."""
    search = re.compile(pattern).search
    plain = not isinstance(raw.dtype, pd.CategoricalDtype)
    if plain and mostly_distinct(cells := objects_in(raw)):
        return pd.Series(_said(cells, search, words) & raw.notna().to_numpy(), raw.index)
    codes, cells = distinct(raw)
    return pd.Series(np.append(_said(cells, search, words), False)[codes], raw.index)


def _said(cells: np.ndarray | Made, search: Callable[[str], object], words: Sequence[str]) -> np.ndarray:
    """Which of these texts say it; where words are known, only cells with one of them are looked at closely."""
    found = np.zeros(len(cells), dtype=bool)
    for top in range(0, len(cells), PIECE):
        piece = cells[top : top + PIECE].tolist()
        texts = piece if set(map(type, piece)) == {str} else list(map(str, piece))
        there = _present(words, "\n".join(texts).lower()) if words else []
        if words and not there:
            continue  # as it mostly is
        texts = list(map(str.lower, texts))
        likely = _with_any(texts, there) if words else range(len(texts))
        found[[top + at for at in likely if search(texts[at])]] = True
    return found


def _present(words: Sequence[str], every: str) -> list[str]:
    """The words that are in there; most have a letter that is not."""
    letters = set(map(chr, np.flatnonzero(np.bincount(units(every))).tolist()))
    return [word for word in words if letters.issuperset(word) and word in every]


def _with_any(texts: list[str], words: Sequence[str]) -> list[int]:
    """Where the texts are that hold a word, found in all of them at once."""
    every = "\n".join([*texts, ""])
    hits = [at for word in words for at in _places(every, word)]
    ends = np.cumsum([len(text) + 1 for text in texts])
    lines: list[int] = np.unique(np.searchsorted(ends, hits, side="right")).tolist()
    return lines


def _places(every: str, word: str) -> Iterator[int]:
    """Once a line is enough: the search goes on in the next one."""
    at = every.find(word)
    while at >= 0:
        yield at
        at = every.find(word, every.index("\n", at))
