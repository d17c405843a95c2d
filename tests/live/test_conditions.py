"""Conditions as formulas: two other programs come to what Python comes to, on 5,000 rows of every kind."""

from datetime import datetime, timedelta
from math import inf

import numpy as np
import pandas as pd
import pytest
from computed import FUNCTIONS, by_ironcalc, by_libreoffice, called, rows_of
from hypothesis import strategies as st
from libreoffice import MISSING
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from xlseg.live.conditions import chosen, depth, formula, quoted
from xlseg.live.traced import Traced
from xlseg.rules import EVERYBODY, Among, Blank, Contains, Range, Table, holds

ROWS = 5_000
LETTERS = {"number": "A", "text": "B", "date": "C"}
EPOCH = datetime(1970, 1, 1)
DAY = (datetime(2026, 3, 1) - EPOCH).days
LONG = "长" * 300
CONDITIONS = {
    "nobody": (),
    "everybody": EVERYBODY,
    "from": ((Range("number", 30),),),
    "above": ((Range("number", 30, above=True),),),
    "between": ((Range("number", -2, 90.5, below=True),),),
    "to": ((Range("number", high=0.1),),),
    "exactly": ((Range("number", 30, 30),),),
    "any number": ((Range("number", -inf, inf),),),
    "none": ((Range("number", 30, 30, below=True),),),
    "blank number": ((Blank("number"),),),
    "some number": ((Blank("number", negated=True),),),
    "blank text": ((Blank("text"),),),
    "some text": ((Blank("text", negated=True),),),
    "blank date": ((Blank("date"),),),
    "is": ((Among("text", ("gold",)),),),
    "one of": ((Among("text", ('say "hi"', "GOLD", "{x}", "a*", LONG)),),),
    "none of": ((Among("text", ("gold", "a*"), negated=True),),),
    "contains": ((Contains("text", ("OL", "*", "?")),),),
    "contains brackets": ((Contains("text", ("{x", "~", '"')),),),
    "lacks": ((Contains("text", ("金", "o"), negated=True),),),
    "since": ((Range("date", DAY),),),
    "on the day": ((Range("date", DAY, DAY),),),
    "both": ((Range("number", 0, 90), Among("text", ("gold",)), Range("date", DAY)),),
    "either": ((Range("number", 90),), (Among("text", ("gold",)), Blank("number")), (Blank("text"),)),
}


class Cells:
    """Limits that stand in row 1 of a sheet of their own."""

    inline = False

    def __init__(self) -> None:
        self.limits: list[float] = []

    def column(self, key):
        return f"${LETTERS[key]}@"

    def limit(self, column, number):
        self.limits.append(number + 25569 if column == "date" else number)
        return f"Limits!${get_column_letter(len(self.limits))}$1"

    def kind(self, column):
        return column


def customers() -> list[tuple[object, ...]]:
    words = [
        "gold",
        "Gold",
        "GOLD",
        "golden",
        'say "hi"',
        "a*",
        "A*",
        "ab",
        "~",
        "{x}",
        "{X}",
        "金卡",
        LONG,
        "=1+1",
        "30",
    ]
    numbers = st.sampled_from([30, 30.0000001, 29.9999999, 0, 0.1, -2, 90.5, 90, 1e12]) | st.floats(-200, 200)
    texts = st.sampled_from(words) | st.text('goldGOLD金"*?~{}= ', min_size=1, max_size=6).filter(lambda t: t.strip())
    dates = st.integers(DAY - 3, DAY + 3).map(lambda day: EPOCH + timedelta(day))
    rounded = numbers.map(lambda number: round(number, 7))
    return rows_of(st.tuples(st.none() | rounded, st.none() | texts.map(str.strip), st.none() | dates), ROWS)


@pytest.fixture(scope="module")
def rows():
    return customers()


@pytest.fixture(scope="module")
def expected(rows):
    frame = pd.DataFrame(rows, columns=list(LETTERS))
    table = Table(frame.astype({"number": float, "text": object, "date": "datetime64[us]"}))
    met = [holds(condition, table, len(rows)) for condition in CONDITIONS.values()]
    return np.column_stack(met)


@pytest.fixture(scope="module")
def workbook(rows, tmp_path_factory):
    book, cells = Workbook(), Cells()
    sheet = book.active
    formulas = [formula(condition, cells).replace("@", "{row}") for condition in CONDITIONS.values()]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
        for column, text in enumerate(formulas, 4):
            sheet.cell(number, column, "=" + text.replace("{row}", str(number)))
    book.create_sheet("Limits").append(cells.limits)
    path = tmp_path_factory.mktemp("conditions") / "conditions.xlsx"
    book.save(path)
    return path


def differing(rows, found, expected) -> list[str]:
    told = []
    for row, values, truth in zip(rows, found, expected.tolist(), strict=True):
        for name, value, met in zip(CONDITIONS, values[3:], truth, strict=True):
            if value is not met:
                told.append(f"{name}: {row!r} is {met}, computed {value!r}")
    return told


def test_every_condition_is_met_by_some_and_not_by_others(expected):
    shares = dict(zip(CONDITIONS, expected.mean(axis=0), strict=True))
    assert {name for name, share in shares.items() if share in (0, 1)} == {"nobody", "everybody", "none"}


@pytest.mark.libreoffice
@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_libreoffice_finds_who_python_finds(workbook, rows, expected, tmp_path):
    assert differing(rows, by_libreoffice(workbook, tmp_path / "read")["Sheet"], expected) == []


def test_ironcalc_finds_who_python_finds(workbook, rows, expected):
    assert differing(rows, by_ironcalc(workbook)["Sheet"], expected) == []


def test_only_functions_of_excel_2016_are_called():
    assert {name for c in CONDITIONS.values() for name in called(formula(c, Cells()))} <= FUNCTIONS


def test_a_long_text_is_put_together_from_pieces_that_excel_takes():
    assert quoted(LONG) == f'"{"长" * 255}"&"{"长" * 45}"'
    assert quoted("{x}") == 'CHAR(123)&"x"&CHAR(125)'


def test_the_first_condition_that_holds_gives_the_answer():
    assert chosen(["A1>1", "A1>0"], ["X", "Y", "Z"]) == "IF(A1>1,X,IF(A1>0,Y,Z))"
    assert depth('IF(A1=")((",IF(B1,X,Y),Z)') == 2


def test_a_traced_number_tells_what_it_was_made_of_and_what_was_asked_of_it():
    record: list[str] = []
    limit = Traced.at(2, "$C$5", record)
    assert (limit + 1, (limit + 1).text) == (3, "($C$5+1)")
    assert (10 - limit - 0.5).text == "((10-$C$5)-0.5)"
    assert not limit < 1
    assert limit > -inf
    assert bool(limit)
    assert record[-2:] == ["$C$5>=1", "$C$5<>0"]
