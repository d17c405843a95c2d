"""Code tables: which segment a triple of scores belongs to. First match wins; what matches nothing is 0."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg.text import Lang, Text

Band = tuple[int, int]  # lowest and highest score, both included
Pattern = tuple[Band, Band, Band]  # of R, F and M


class CodeRow(NamedTuple):
    """A group by name and the patterns of scores that belong to it."""

    name: str
    patterns: tuple[Pattern, ...]

    def __str__(self) -> str:
        return f"{self.name} = {spelled(self.patterns)}"


@dataclass(frozen=True)
class CodeRows:
    """A setting of many rows, each one group: '重要客户 = 4-5 3-5 4-5' or '重要客户 = 555 554 544'."""

    many = True

    def read(self, cell: object) -> CodeRow:
        name, separator, codes = str(cell).partition("=") if "=" in str(cell) else str(cell).partition("＝")
        if not separator or not name.strip():
            raise ValueError(cell)
        return CodeRow(name.strip(), read_patterns(codes))

    def show(self, value: Any, lang: Lang) -> object:
        return None if value[0] is None else str(value[0])

    def allows(self, value: Any) -> bool:
        return all(1 <= low <= high <= 10 for row in value for pattern in row.patterns for low, high in pattern)

    @property
    def allowed(self) -> Text:
        return Text(
            "每行一个群体：名称 = R F M 的得分，如 重要客户 = 4-5 3-5 4-5，或 重要客户 = 555 554；多个群体就插入多行",
            "one group a row: name = scores of R F M, such as VIP = 4-5 3-5 4-5 or VIP = 555 554; insert rows for more",
        )


def read_patterns(text: str) -> tuple[Pattern, ...]:
    """'4-5 3-5 4-5' is one pattern of ranges, '555 554' two of single scores; ValueError for anything else."""
    words = [word for word in re.split(r"[\s,，、;；]+", text.strip()) if word]
    if words and all(re.fullmatch(r"[1-9]{3}", word) for word in words):
        return tuple((_single(w[0]), _single(w[1]), _single(w[2])) for w in words)
    if len(words) == 3 and all(re.fullmatch(r"\d{1,2}(-\d{1,2})?", word) for word in words):
        r, f, m = (_band(word) for word in words)
        return ((r, f, m),)
    raise ValueError(text)


def spelled(patterns: Sequence[Pattern]) -> str:
    """The text `read_patterns` reads back."""
    if all(low == high < 10 for pattern in patterns for low, high in pattern):
        return " ".join("".join(str(low) for low, _ in pattern) for pattern in patterns)
    return " ".join(str(low) if low == high else f"{low}-{high}" for low, high in patterns[0])


def table(groups: Sequence[Sequence[Pattern]], shape: tuple[int, int, int]) -> npt.NDArray[np.int64]:
    """Number of the first group (from 1) that holds each triple of scores; 0 for none, as where a score is 0."""
    found = np.zeros(tuple(n + 1 for n in shape), dtype=np.int64)
    for number, patterns in reversed(list(enumerate(groups, 1))):
        for (r0, r1), (f0, f1), (m0, m1) in patterns:
            found[r0 : r1 + 1, f0 : f1 + 1, m0 : m1 + 1] = number
    return found


def _single(digit: str) -> Band:
    return int(digit), int(digit)


def _band(word: str) -> Band:
    low, _, high = word.partition("-")
    return int(low), int(high or low)
