"""Workbooks of the corpus, each a function that makes one, known by what is in it."""

from collections.abc import Callable
from typing import NamedTuple

Make = Callable[[], bytes]


class Kind(NamedTuple):
    """A workbook of the corpus.

    holds: what its parts must hold or be called, so that it is what its name says. suffix: of its file. lang: of its
    data. flaws: what validators may say of it, since it is odd on purpose. unread: by openpyxl, and why.
    """

    name: str
    make: Make
    holds: tuple[str, ...]
    suffix: str
    flaws: tuple[str, ...]
    unread: str


KINDS: dict[str, Kind] = {}


def holding(
    *holds: str, suffix: str = ".xlsx", flaws: tuple[str, ...] = (), unread: str = ""
) -> Callable[[Make], Make]:
    """Put a function that makes a workbook into the corpus."""

    def keep(make: Make) -> Make:
        name = make.__name__
        assert name not in KINDS, f"{name} is there already"
        KINDS[name] = Kind(name, make, holds, suffix, flaws, unread)
        return make

    return keep
