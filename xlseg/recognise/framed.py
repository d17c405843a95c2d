"""The cells of known columns as a frame: numbers, days and texts as such."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from xlseg.cells import Rows, even
from xlseg.columns import CUSTOMER_COLUMNS, NOTE
from xlseg.distinct import mostly_distinct
from xlseg.grid import Grid
from xlseg.made import Made

SENSITIVE = {column.key for column in (*CUSTOMER_COLUMNS, NOTE) if column.sensitive}


def frame_of(rows: Rows, header: int, columns: Mapping[str, int]) -> pd.DataFrame:
    """The rows under the header that hold anything in a known column, indexed by their number on the sheet."""
    index = pd.RangeIndex(header + 1, len(rows) + 1)
    found = _columns(rows, header, columns)
    frame = pd.DataFrame({key: _column(cells, index) for key, cells in found.items()}, index, copy=False)
    if any(frame[key].notna().all() for key in frame):
        return frame
    return frame[frame.notna().any(axis=1)]


def _columns(rows: Rows, header: int, columns: Mapping[str, int]) -> dict[str, Any]:
    """The cells under the header by key; None where no row is as long as the header."""
    if isinstance(rows, Grid):
        return {key: _kept(key, rows.column(at, header)) for key, at in columns.items()}
    body = pd.DataFrame(even(rows[header:]) or None, dtype=object)  # every row is looked at once
    return {key: body[at - 1].to_numpy() if at - 1 in body else None for key, at in columns.items()}


def _kept(key: str, cells: np.ndarray | Made) -> np.ndarray | Made:
    """Texts that say who somebody is are seldom looked at, and stay as they are; all others are made now, once."""
    return np.asarray(cells) if isinstance(cells, Made) and key not in SENSITIVE else cells


def _column(values: Any, index: pd.Index) -> "pd.Series[Any]":
    """Numbers and days as such, empty texts missing, and texts that repeat as categories, which are quick."""
    if values is None or values.dtype != object:
        return pd.Series(values, index, dtype=None if values is not None else object, copy=False)
    types = set(map(type, values)) - {type(None)}
    if types == {float}:
        return pd.Series(values.astype(float), index)
    if types == {datetime}:
        return pd.Series(pd.to_datetime(values, errors="coerce"), index)
    if str not in types:
        return pd.Series(values, index).infer_objects()
    if np.any(empty := values == ""):
        values = np.where(empty, None, values)
    if types != {str} or mostly_distinct(values):
        return pd.Series(values, index, dtype=object, copy=False)
    codes, distinct = pd.factorize(values)
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(distinct, dtype=object)), index)
