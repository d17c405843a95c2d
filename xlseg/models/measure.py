"""A measure by whatever name the user gives it: the column it is, its numbers, and these made comparable."""

import numpy as np
import pandas as pd

from xlseg.columns import Column
from xlseg.customers import DECLARED
from xlseg.errors import XlsegError
from xlseg.fields import resolve, title_of
from xlseg.rules.table import numbers, type_of
from xlseg.scoring import Floats
from xlseg.text import Text


def declared(name: str) -> Column | None:
    """The declared column of this name; None for a user's own."""
    return DECLARED.get(resolve(name, DECLARED) or "")


def measure(name: str, customers: pd.DataFrame, setting: str) -> tuple[str, Floats]:
    """The column's key and one number a customer, NaN where there is none; of a declared column not there, all NaN.

    Raises XlsegError, naming the setting, for a column that is nowhere, and for one of text.
    """
    key = resolve(name, customers.columns)
    if key is None:
        known = declared(name)
        if known is None:
            raise XlsegError(UNKNOWN.format(setting=setting, name=name))
        return known.key, np.full(len(customers), np.nan)
    if customers[key].isna().all():
        return key, np.full(len(customers), np.nan)
    if type_of(customers[key]) == "text":
        raise XlsegError(NO_NUMBER.format(setting=setting, title=title_of(key)))
    return key, numbers(customers[key])


def rank(values: Floats) -> Floats:
    """The share of others with less, 0 to 100, equal values alike; 0 where there is no number. PERCENTRANK.INC."""
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    inline = values[order]
    rises = np.concatenate([[False], inline[1:] > inline[:-1]])
    below = np.maximum.accumulate(np.where(rises, np.arange(len(order)), 0))
    points = np.zeros(len(values))
    points[order] = below / (len(order) - 1) * 100
    return points


def stretched(values: Floats) -> Floats:
    """0 for the lowest value, 100 for the highest, in proportion between; 0 where there is no number."""
    low, high = np.nanmin(values), np.nanmax(values)
    return np.nan_to_num((values / 2 - low / 2) / (high / 2 - low / 2) * 100)  # halves: the widest span stays finite


UNKNOWN = Text("{setting}：没有「{name}」这一列", "{setting}: there is no column '{name}'")
NO_NUMBER = Text("{setting}：「{title}」不是数", "{setting}: '{title}' is no number")
