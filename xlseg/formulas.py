"""Formulas of a page get their addresses once it is known where all tables stand."""

import re
from collections.abc import Mapping

import numpy as np

from xlseg.cells import Formula, Located, letter
from xlseg.text import Lang, plain

CELLS = re.compile(r"\{(?:([\w.]+)!)?([\w.]+)(?::(all|total|row|\d+(?:-\d+)?))?\}")
Where = Mapping[str, Located]


class Absent(LookupError):  # noqa: N818  # it is no error to the user
    """A table the formula speaks of is not written, or has no rows."""


def settled(formula: Formula, lang: Lang, here: Located | None, row: int, where: Where) -> object:
    """The formula with addresses, for a cell in `row` of the table `here`; its plain value where one is missing."""
    if formula.origin:
        return formula
    value = plain(formula.value, lang)
    value = value.item() if isinstance(value, np.generic) else value  # a file holds plain numbers
    try:
        return Formula(addressed(str(plain(formula.text, lang)), here, row, where), value)
    except Absent:
        return value


def addressed(text: str, here: Located | None, row: int | str, where: Where) -> str:
    """`text` with addresses in place of names in braces. Raises LookupError where a table is missing."""
    return CELLS.sub(lambda found: _address(found, here, row, where), text)


def _address(found: "re.Match[str]", here: Located | None, row: int | str, where: Where) -> str:
    name, key, part = found.groups()
    table = where.get(name) if name else here
    if (
        table is None
        or key not in table.columns
        or table.bottom <= table.header
        or (part == "total" and not table.total)
    ):
        raise Absent(name)
    column = letter(table.columns[key])
    if part == "all":
        address = table.body(key).absolute
    elif part == "row":
        address = f"${column}{row}"
    elif part and part[0].isdigit():
        address = ":".join(f"${column}${table.header + int(row)}" for row in part.split("-"))
    else:
        address = f"${column}${table.bottom + 1}" if part == "total" else f"${column}{row}"
    return address if here is table or (here and here.sheet == table.sheet) else f"{_quoted(table.sheet)}!{address}"


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
