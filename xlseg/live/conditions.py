"""Conditions of rules as formulas of Excel 2016, over cells that hold what is compared and what it is compared with.

They answer as xlseg.rules does: what is missing meets no test but Blank, and texts are compared in whatever case.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from xlseg.live.traced import Traced
from xlseg.rules.condition import Among, Blank, Condition, Contains, Range, Test
from xlseg.rules.table import ColumnType

MOST_QUOTED = 255  # characters of a text within a formula
MOST_TESTS = 200  # arguments of AND and OR; Excel takes 255
WILD = re.compile(r"[~*?]")


class Cells(Protocol):
    """Where a rule finds its cells, each as it is written in a formula."""

    def column(self, key: str) -> str:
        """The customer's cell of this column."""

    def limit(self, column: str, number: float) -> str:
        """The cell of a limit of this column; of a date in days since 1970, as the day itself."""

    def kind(self, column: str) -> ColumnType: ...

    @property
    def inline(self) -> bool:
        """Whether limits are numbers within the formula."""


def formula(condition: Condition, cells: Cells) -> str:
    """True where the condition holds."""
    return any_of([all_of([part for test in box for part in _tests(test, cells)]) for box in condition])


def chosen(conditions: Sequence[str], answers: Sequence[str]) -> str:
    """The answer of the first condition that holds; the last answer, where none does. Nested IFs: see `depth`."""
    *found, last = answers
    text = last
    for condition, answer in reversed(list(zip(conditions, found, strict=True))):
        text = f"IF({condition},{answer},{text})"
    return text


def depth(formula_text: str) -> int:
    """How deep its functions are nested; Excel allows 64."""
    level = deepest = 0
    for character in re.sub(r'"[^"]*"|\'[^\']*\'', "", formula_text):
        level += (character == "(") - (character == ")")
        deepest = max(deepest, level)
    return deepest


def quoted(text: str) -> str:
    """A text within a formula, in pieces where it is long; braces stand for cells (xlseg/formulas.py) and go alone."""
    pieces = [part for part in re.split(r"([{}])", text) if part]
    parts = [piece[at : at + MOST_QUOTED] for piece in pieces for at in range(0, len(piece), MOST_QUOTED)]
    return "&".join(_piece(part) for part in parts) if parts else '""'


def wild(cell: str) -> str:
    """The text of a cell as one that is looked up as it stands, for MATCH takes * and ? for any character."""
    for sign in "~*?":
        cell = f'SUBSTITUTE({cell},"{sign}","~{sign}")'
    return cell


def _tame(part: str) -> str:
    """As SEARCH takes it for itself, not for any character."""
    return WILD.sub(r"~\g<0>", part)


def _piece(part: str) -> str:
    if part in ("{", "}"):
        return f"CHAR({ord(part)})"
    return '"' + part.replace('"', '""') + '"'


def all_of(tests: Sequence[str]) -> str:
    """True where all of them are."""
    return _joined("AND", tests) if tests else "TRUE"


def any_of(tests: Sequence[str]) -> str:
    """True where one of them is."""
    return _joined("OR", tests) if tests else "FALSE"


def _joined(function: str, tests: Sequence[str]) -> str:
    while len(tests) > 1:
        parts = [tests[at : at + MOST_TESTS] for at in range(0, len(tests), MOST_TESTS)]
        tests = [part[0] if len(part) == 1 else f"{function}({','.join(part)})" for part in parts]
    return tests[0]


def _tests(test: Test, cells: Cells) -> list[str]:
    """All of them have to be true."""
    x = cells.column(test.column)
    match test:
        case Range():
            return _between(test, x, cells)
        case Blank(column, negated):
            if cells.kind(column) == "text":
                return [f'{x}<>""' if negated else f'{x}=""']
            return [f"ISNUMBER({x})" if negated else f"NOT(ISNUMBER({x}))"]
        case Among(_, values, negated):
            met = any_of([f"{x}={quoted(value)}" for value in values])
        case Contains(_, values, negated):
            met = any_of([f"ISNUMBER(SEARCH({quoted(_tame(value))},{x}))" for value in values])
    return [f'{x}<>""', f"NOT({met})"] if negated else [met]


def ends(test: Range) -> list[tuple[str, float]]:
    """How a column is compared with which limits."""
    if float(test.low) == float(test.high) and not (test.above or test.below):
        return [("=", test.low)]
    low = [(">" if test.above else "≥", test.low)] if float(test.low) > -float("inf") else []
    return low + ([("<" if test.below else "≤", test.high)] if float(test.high) < float("inf") else [])


def _between(test: Range, x: str, cells: Cells) -> list[str]:
    """A text is above every number in Excel, so that a number is asked for first."""
    low, high = float(test.low), float(test.high)
    found = [f"ISNUMBER({x})"]
    plain = not isinstance(test.low, Traced) and not isinstance(test.high, Traced)
    if plain and low == high and not (test.above or test.below):
        needed = [] if cells.inline and low else found  # only 0 is equal to a blank cell
        return [*needed, f"{x}={cells.limit(test.column, low)}"]
    if low > -float("inf"):
        found.append(f"{x}{'>' if test.above else '>='}{cells.limit(test.column, test.low)}")
    if high < float("inf"):
        found.append(f"{x}{'<' if test.below else '<='}{cells.limit(test.column, test.high)}")
    return found
