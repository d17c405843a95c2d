"""What is wrong, where, and what to do: the only exception users ever see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from xlseg.text import CLAUSES, EMPTY, Lang, Text


class Problem(NamedTuple):
    """One sentence, and the place it speaks of (a file, a sheet, a cell, a setting)."""

    message: Text
    where: Text = EMPTY

    def say(self, lang: Lang) -> str:
        place = self.where.of(lang)
        return f"{place}{'：' if lang == 'zh' else ': '}{self.message.of(lang)}" if place else self.message.of(lang)


class XlsegError(Exception):
    """All problems found, at once; raised before anything is written."""

    def __init__(self, *problems: Problem | Text) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem(p) for p in problems)
        super().__init__(self.say("en"))

    def say(self, lang: Lang) -> str:
        """One problem a line."""
        return "\n".join(problem.say(lang) for problem in self.problems)


@contextmanager
def located(where: Text) -> Iterator[None]:
    """Say where: problems raised inside get this place in front of their own."""
    try:
        yield
    except XlsegError as error:
        raise XlsegError(*(Problem(p.message, _inside(where, p.where)) for p in error.problems)) from None


def _inside(outer: Text, inner: Text) -> Text:
    if inner == EMPTY:
        return outer
    return Text(*(f"{o}{between}{i}" for o, between, i in zip(outer, CLAUSES, inner, strict=True)))
