"""Labels that compute themselves as the values they show: once what they rest on changes, they would be wrong."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np

from xlseg.cells import Area, Fill, Formula, Placed, Rows, Uncomputed, cell, result_of
from xlseg.sheets.live import VALUES
from xlseg.standing import Standing


class Frozen(NamedTuple):
    """The columns as values, sheet by sheet, and the keys of the models they are of. unknown: some cells became blank,
    because nobody had computed their formulas."""

    parts: tuple[Placed, ...]
    models: tuple[str, ...]
    unknown: bool = False


def alive(standing: Standing) -> bool:
    """Whether the page of live formulas stands there and labels may rest on it."""
    page = standing.find("page.live")
    return page is not None and not any(value in VALUES for row in standing.host.read(page.sheet) for value in row)


def supports(standing: Standing) -> tuple[str, ...]:
    """The sheets of ours that formulas of labels speak of, as they are written in formulas."""
    found = (standing.find(mark) for mark in ("page.live", "page.customers"))
    return tuple(one.sheet.replace("'", "''") for one in found if one)


def shown(value: object, sheets: Collection[str]) -> object:
    """What a formula over these sheets comes to, blank where nobody computed it; anything else as it is."""
    value = value.value if isinstance(value, Formula) and _rests(value, sheets) else value
    return None if isinstance(value, Uncomputed) or value == "" else value


def _rests(formula: Formula, sheets: Collection[str]) -> bool:
    text = str(formula.text)
    return any(f"{sheet}'!" in text or f"{sheet}!" in text for sheet in sheets)


def frozen(standing: Standing, renewed: Collection[str]) -> Frozen:
    """Columns of labels, and the page of all customers, that compute themselves and that a run does not renew.

    renewed: the marks of what it does. Where the host tells no formulas, all columns that may hold some.
    """
    told = not alive(standing) or _told(standing)
    stale = {m: at for m, at in standing.marks.items() if m not in renewed and _labels(m) and _there(standing, at)}
    sheets, found, models, unknown = supports(standing), list[Placed](), dict[str, None](), False
    for name in dict.fromkeys(at.sheet for at in stale.values()):
        rows = standing.host.typed(name)
        here = {mark: at.area for mark, at in stale.items() if at.sheet == name}
        fills = {mark: list(_values(rows, area, sheets, told)) for mark, area in here.items()}
        found.append(Placed(name, fills=tuple(fill for some in fills.values() for fill in some)))
        unknown |= any(fills.values()) and any(_unknown(value, sheets) for row in rows for value in row)
        models |= dict.fromkeys(mark.split(".")[1] for mark, some in fills.items() if some and mark[:6] == "label.")
    return Frozen(tuple(part for part in found if part.fills), tuple(models), unknown)


def _labels(mark: str) -> bool:
    return mark == "page.customers" or (mark.startswith("label.") and not mark.startswith("label.live."))


def _there(standing: Standing, at: Any) -> bool:
    return at.sheet in standing.host.sheets()


def _told(standing: Standing) -> bool:
    """Whether the host tells formulas: the page of live formulas has some."""
    page = standing.find("page.live")
    return page is not None and any(isinstance(v, Formula) for row in standing.host.typed(page.sheet) for v in row)


def _values(rows: Rows, area: Area, sheets: Collection[str], told: bool) -> Iterator[Fill]:
    """Each column of the area that holds such formulas, as values, with rows people carried them on to below."""
    for column in range(area.left, area.right + 1):
        bottom = min(area.bottom, len(rows))
        while _live(cell(rows, bottom + 1, column), sheets):
            bottom += 1
        cells = [cell(rows, row, column) for row in range(area.top + 1, bottom + 1)]
        if cells and (not told or any(_live(value, sheets) for value in cells)):
            yield Fill(area.top + 1, column, [[shown(value, sheets)] for value in cells])


def _live(value: object, sheets: Collection[str]) -> bool:
    return isinstance(value, Formula) and _rests(value, sheets)


def _unknown(value: object, sheets: Collection[str]) -> bool:
    return isinstance(value, Formula) and isinstance(value.value, Uncomputed) and _rests(value, sheets)


def as_shown(cells: Any, sheets: Collection[str]) -> Any:
    """An array of cells without formulas over these sheets."""
    if not {Formula, Uncomputed} & set(map(type, cells)):
        return np.where(cells == "", None, cells)
    found = np.full(len(cells), None, dtype=object)
    found[:] = [shown(value, sheets) for value in cells]
    return found


def results(cells: Any) -> Any:
    """An array of what cells come to, None where that is nothing."""
    if Formula not in set(map(type, cells)):
        return np.where(cells == "", None, cells)
    found = np.full(len(cells), None, dtype=object)
    found[:] = [None if (value := result_of(one)) == "" else value for one in cells]
    return found
