"""A dimension to cross: the groups of a model, or any column of the customer table cut into values or bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.errors import XlsegError
from xlseg.fields import may_group, resolve, title_of
from xlseg.kinds import Cuts
from xlseg.rules.spelled import number
from xlseg.rules.table import Table, numbers, type_of
from xlseg.text import Lang, Text, same

Codes = npt.NDArray[np.int64]
FEW = 5  # distinct numbers up to which each is a value of its own
BANDS = 3
MOST = 8  # texts that are told apart, the most frequent ones


class Dimension(NamedTuple):
    """codes: each customer's value, a position in `keys` and `titles`, which are in their order. rest: keys of what is
    no group of the dimension but what it leaves over. used: the columns it rests on."""

    title: Text
    codes: Codes
    keys: tuple[str, ...]
    titles: tuple[Text, ...]
    rest: tuple[str, ...] = ("unknown",)
    used: tuple[str, ...] = ()


class ColumnRow(NamedTuple):
    """A column by the name the user wrote, and where it is cut; no cuts: by its values, or in three bands."""

    name: str
    cuts: tuple[float, ...] = ()


@dataclass(frozen=True)
class ColumnRows:
    """A setting of many rows, each one dimension: '投诉次数 = 1, 3', or only '城市'."""

    many = True

    def read(self, cell: object) -> ColumnRow:
        name, _, cuts = str(cell).replace("＝", "=").partition("=")
        if not name.strip():
            raise ValueError(cell)
        return ColumnRow(name.strip(), Cuts().read(cuts))

    def show(self, value: Sequence[Any], lang: Lang) -> object:
        row = value[0]
        if row is None:
            return None
        return f"{row.name} = {Cuts().show(row.cuts, lang)}" if row.cuts else row.name

    def allows(self, value: Any) -> bool:
        return all(Cuts().allows(row.cuts) for row in value)

    @property
    def allowed(self) -> Text:
        return Text(
            "每行一列：列名，或 列名 = 由小到大的分界点，如 投诉次数 = 1, 3；可留空",
            "one column a row: its name, or its name = rising cuts, such as complaints = 1, 3; may be blank",
        )


def of_column(row: ColumnRow, customers: pd.DataFrame) -> Dimension:
    """A column as a dimension. Raises XlsegError where it is not there, or text that is to be cut."""
    column = resolve(row.name, [*map(str, customers)])
    if column is None:
        raise XlsegError(MISSING.format(name=row.name))
    if not may_group(column) or type_of(customers[column]) == "date":
        raise XlsegError(NO_GROUPS.format(name=row.name))
    if type_of(customers[column]) == "text":
        if row.cuts:
            raise XlsegError(TEXT_CUT.format(name=row.name))
        return _texts(column, customers)
    return _bands(column, customers, row.cuts)


def _texts(column: str, customers: pd.DataFrame) -> Dimension:
    """The most frequent values by name, others, unknown."""
    words = Table(customers).words(column)
    names, places = np.unique(np.array([*words.texts, ""], dtype=str), return_inverse=True)
    code = np.where(words.codes < 0, -1, places[words.codes])
    counts = np.bincount(code[code >= 0], minlength=len(names))
    kept = np.sort(np.argsort(-counts, kind="stable")[:MOST])
    kept = kept[counts[kept] > 0]
    place = np.full(len(names) + 1, len(kept))
    place[kept], place[-1] = np.arange(len(kept)), len(kept) + 1
    titles = (*(same(str(names[at])) for at in kept), OTHER, UNKNOWN)
    keys = (*(f"v{n}" for n in range(1, len(kept) + 1)), "other", "unknown")
    return Dimension(title_of(column), place[code], keys, titles, used=(column,))


def _bands(column: str, customers: pd.DataFrame, cuts: tuple[float, ...]) -> Dimension:
    """Bands between cuts, a value on one belonging above it; few distinct numbers are values of their own."""
    x, title = numbers(customers[column]), title_of(column)
    known = np.unique(x[np.isfinite(x)])
    if not cuts and len(known) <= FEW:
        names = tuple(Text(f"{title.zh}{number(v)}", f"{title.en} {number(v)}") for v in known)
        places = np.searchsorted(known, x)
    else:
        cuts = cuts or tuple(np.unique(np.quantile(x[np.isfinite(x)], np.arange(1, BANDS) / BANDS)))
        edges = ("", *(number(round(cut, 2)) for cut in cuts), "")
        names = tuple(_band(title, low, high) for low, high in pairwise(edges))
        places = np.searchsorted(cuts, x, side="right")
    places = np.where(np.isfinite(x), places, len(names))
    keys = (*(f"v{n}" for n in range(1, len(names) + 1)), "unknown")
    return Dimension(title, places, keys, (*names, UNKNOWN), used=(column,))


def _band(title: Text, low: str, high: str) -> Text:
    said = f"<{high}" if not low else f"≥{low}" if not high else f"{low}~{high}"
    return Text(title.zh + said, f"{title.en} {said}")


OTHER, UNKNOWN = Text("其他", "Other"), Text("未知", "Unknown")
MISSING = Text(
    "要交叉的列「{name}」数据里没有；请改设置「交叉的列」",
    "the column to cross '{name}' is not in the data; change the setting 'Columns to cross'",
)
NO_GROUPS = Text(
    "「{name}」是日期或个人信息，不能分组；请换一列",
    "'{name}' is a date or says who somebody is and makes no groups; choose another",
)
TEXT_CUT = Text("「{name}」是文字，不能按分界点切", "'{name}' is text and cannot be cut at numbers")
