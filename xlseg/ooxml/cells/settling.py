"""Looks that values bring along, asked for before anything is written."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from xlseg.ooxml.cells.overlay import Overlay, Run
from xlseg.ooxml.cells.written import RISKY, Looks, own


def settle(overlay: Overlay, looks: Looks) -> bool:
    """Ask beforehand for the looks that values bring along; False where they depend on the looks of cells that stay."""
    sure = True
    parts = (part for column in overlay.columns(1, overlay.bottom).values() for part in column)
    for part in parts:
        for value in _wanting(part.values.values) if isinstance(part.values, Run) else ():
            if isinstance(value, str) and part.style is not None:
                looks.quoted(part.style)
            elif not isinstance(value, str) and part.style == 0:
                looks.dated(value)
            sure &= part.style is not None
    return sure


def _wanting(values: Any) -> Iterable[Any]:
    """One of each kind of these that wants a style of its own: a day, a time, a text that begins as a formula does."""
    if getattr(getattr(values, "dtype", None), "kind", "O") in "iufb" or getattr(values, "safe", False):
        return []
    if isinstance(getattr(values, "dtype", None), pd.CategoricalDtype):
        values = values.cat.categories if isinstance(values, pd.Series) else values.categories
    if set(map(type, values)) == {str} and {value[:1] for value in values}.isdisjoint(RISKY):
        return []  # as texts mostly are
    found: dict[type, Any] = {}
    for value in values:
        if isinstance(value, str):
            if value.startswith(RISKY):
                found[str] = value
        elif isinstance(value, date | time | timedelta | np.datetime64 | np.timedelta64):
            found |= {type(value): known for known in [own(value)] if known is not None}
    return found.values()
