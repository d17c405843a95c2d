"""Weights of further columns: a setting of many rows, each a column and how much it counts."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from xlseg.text import Lang, Text


class Weighted(NamedTuple):
    """A column by any of its names, and its weight; below 0 where fewer is better."""

    name: str
    weight: float

    def __str__(self) -> str:
        return f"{self.name} = {self.weight:g}"


@dataclass(frozen=True)
class Weights:
    """Rows such as 'NAME = 0.1'; the last equals sign is the one that counts."""

    many = True

    def read(self, cell: object) -> Weighted:
        name, separator, weight = str(cell).replace("＝", "=").rpartition("=")
        if not separator or not name.strip():
            raise ValueError(cell)
        return Weighted(name.strip(), float(weight))

    def show(self, value: Any, lang: Lang) -> object:
        return None if value[0] is None else str(value[0])

    def allows(self, value: Any) -> bool:
        return all(isfinite(row.weight) and 0 < abs(row.weight) <= 1000 and row.name.strip() for row in value)

    @property
    def allowed(self) -> Text:
        return Text(
            "每行一列：列名 = 权重，如 转介绍人数 = 0.1；越少越好的列写负数，如 投诉次数 = -0.1；多列就插入多行",
            "one column a row: name = weight, such as Referrals = 0.1; below 0 where fewer is better, such as "
            "Complaints = -0.1; insert rows for more",
        )
