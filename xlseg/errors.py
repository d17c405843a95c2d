"""What is wrong, where, and what to do: the only exception users ever see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from xlseg.text import EMPTY, Lang, Text


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


class Problems(list[Problem]):
    """Problems of several attempts, gathered so that all are told at once."""

    @contextmanager
    def gathered(self) -> Iterator[None]:
        try:
            yield
        except XlsegError as error:
            self.extend(error.problems)

    def tell(self) -> None:
        """Raise what was gathered, if anything was."""
        if self:
            raise XlsegError(*self)
