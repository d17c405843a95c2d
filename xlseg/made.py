"""Texts that are made when they are asked for: a million of them in the memory of what they are made from."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, take

TEXT = pd.StringDtype("python", na_value=np.nan)
PIECE = 4096  # texts made at once while all are walked through
Making = Callable[[np.ndarray], Sequence[str]]  # the texts with these numbers


class MadeType(ExtensionDtype):
    """Of a column of such texts; None is missing."""

    name, type, kind, na_value = "made", str, "O", None

    @classmethod
    def construct_array_type(cls) -> Any:
        return Made


class Made(ExtensionArray):
    """A column of texts. numbers: which text each cell is, -1 where it is missing; longest: its characters, at most;
    safe: whether none begins as a formula does.

    It works in a DataFrame as any column of texts does: what it cannot do itself, one of pandas does. Whoever asks for
    an array gets one of objects.
    Source: the interface of pandas.api.extensions.ExtensionArray.
    """

    dtype = MadeType()

    def __init__(self, make: Making, numbers: np.ndarray, longest: int, safe: bool = False) -> None:
        self._make, self._numbers, self.longest, self.safe = make, numbers, longest, safe

    @classmethod
    def _from_sequence(cls, scalars: Iterable[Any], *, dtype: Any = None, copy: bool = False) -> "Made":
        known = np.array([*scalars, None], dtype=object)[:-1]
        numbers = np.where(pd.isna(known), -1, np.arange(len(known), dtype=np.int32))
        longest = max(map(len, known[numbers >= 0]), default=0)
        return cls(lambda which: known[which].tolist(), numbers, longest)

    @classmethod
    def _from_factorized(cls, values: Any, original: "Made") -> "Made":
        return cls._from_sequence(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence["Made"]) -> "Made":
        return cls._from_sequence([text for part in to_concat for text in part])

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: Any) -> Any:
        found = self._numbers[pd.api.indexers.check_array_indexer(self, at)]
        return self._of(found) if isinstance(found, np.ndarray) else self._of(np.array([found])).tolist()[0]

    def __setitem__(self, at: Any, value: Any) -> None:
        texts = np.asarray(self)
        texts[pd.api.indexers.check_array_indexer(self, at)] = value
        other = Made._from_sequence(texts)
        self._make, self._numbers, self.longest, self.safe = other._make, other._numbers, other.longest, False

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        found = np.full(len(self), None, dtype=object)
        for top in range(0, len(self), PIECE):
            piece = self._numbers[top : top + PIECE]
            known = piece >= 0
            found[top : top + PIECE][known] = self._make(piece[known])
        return found if dtype in (None, object) else found.astype(dtype)

    def __iter__(self) -> Any:
        """Not all at once."""
        return (text for top in range(0, len(self), PIECE) for text in self[top : top + PIECE].tolist())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_str_"):  # what Series.str asks for
            return getattr(self._texts(), name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __reduce__(self) -> Any:
        return Made._from_sequence, (self.tolist(),)

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **more: Any) -> Any:
        return self._texts()._reduce(name, skipna=skipna, keepdims=keepdims, **more)

    def _values_for_factorize(self) -> tuple[np.ndarray, Any]:
        return np.asarray(self), None

    def _texts(self) -> Any:
        return pd.array(np.asarray(self), dtype=TEXT)

    def tolist(self) -> list[Any]:
        listed: list[Any] = np.asarray(self).tolist()
        return listed

    def isna(self) -> np.ndarray:
        return np.asarray(self._numbers < 0)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> "Made":
        return self._of(np.asarray(take(self._numbers, np.asarray(indices), allow_fill=allow_fill, fill_value=-1)))

    def copy(self) -> "Made":
        return self._of(self._numbers.copy())

    @property
    def nbytes(self) -> int:
        return int(self._numbers.nbytes)

    def _of(self, numbers: np.ndarray) -> "Made":
        return Made(self._make, numbers, self.longest, self.safe)


def _operation(name: str) -> Callable[[Made, Any], Any]:
    def both(self: Made, other: Any) -> Any:
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented  # they ask for it again, with their values
        return getattr(self._texts(), name)(other._texts() if isinstance(other, Made) else other)

    return both


for _name in ("add", "radd", "mul", "rmul", "eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Made, f"__{_name}__", _operation(f"__{_name}__"))


def strung(parts: Sequence[Making], missing: np.ndarray, longest: int) -> Made:
    """Texts of several parts, one after the other, none of which begins as a formula does."""

    def make(rows: np.ndarray) -> list[str]:
        return list(map("".join, zip(*(part(rows) for part in parts), strict=True)))

    return Made(make, np.where(missing, -1, np.arange(len(missing), dtype=np.int32)), longest, safe=True)
