"""Workbooks of the corpus, each a function that makes one, known by what is in it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

Make = Callable[[], bytes]


class Kind(NamedTuple):
    """A workbook of the corpus.

    holds: what its parts must hold or be called, so that it is what its name says. suffix: of its file. flaws: what
    validators may say of it, since it is odd on purpose. unread: why openpyxl does not read it. unjudged: why
    openxml-audit is not asked. apart: a reader may end the whole process. marks: of tests over it.
    """

    name: str
    make: Make
    holds: tuple[str, ...]
    suffix: str
    flaws: tuple[str, ...]
    unread: str
    unjudged: str
    apart: bool
    marks: tuple[pytest.MarkDecorator, ...]


KINDS: dict[str, Kind] = {}


def holding(
    *holds: str,
    suffix: str = ".xlsx",
    flaws: tuple[str, ...] = (),
    unread: str = "",
    unjudged: str = "",
    apart: bool = False,
    marks: tuple[pytest.MarkDecorator, ...] = (),
) -> Callable[[Make], Make]:
    """Put a function that makes a workbook into the corpus."""

    def keep(make: Make) -> Make:
        name = make.__name__
        assert name not in KINDS, f"{name} is there already"
        KINDS[name] = Kind(name, make, holds, suffix, flaws, unread, unjudged, apart, marks)
        return make

    return keep
