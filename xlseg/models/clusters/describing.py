"""How far the groups differ in what they were not formed on: eta squared for numbers, Cramer's V for words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.fields import may_group, resolve
from xlseg.models.clusters.basis import LARGEST, LEVELS, numbers, words
from xlseg.scoring import Floats, Scores
from xlseg.text import Text

NUMBERS = (0.01, 0.06, 0.14)  # eta squared from which an effect is small, medium, large (Cohen 1988)
WORDS = (0.1, 0.3, 0.5)  # Cramer's V


class Effect(NamedTuple):
    """One column. value: 0 (groups alike) to 1; known: customers whose cell is filled; means or commonest words."""

    key: str
    measure: Text
    value: float
    strength: Text
    known: int
    by_group: tuple[object, ...]


def present(names: Sequence[str], customers: pd.DataFrame, basis: Sequence[str]) -> list[str]:
    """Columns of the table among these that describe: not of the basis, no dates, not who somebody is."""
    found = dict.fromkeys(resolve(name, [str(column) for column in customers]) for name in names)
    return [
        key
        for key in found
        if key is not None and key not in basis and customers[key].dtype.kind not in "mM" and may_group(key)
    ]


def effects(keys: Sequence[str], customers: pd.DataFrame, groups: Scores, count: int) -> list[Effect]:
    """The columns in which the groups differ most first; those nobody has, or with too many words, are left out."""
    found = (_effect(key, customers[key], groups, count) for key in keys)
    return sorted((effect for effect in found if effect), key=lambda effect: -effect.value)


def eta_squared(x: Floats, groups: Scores) -> float:
    """Share of the variance that lies between the groups; 0 where x is constant."""
    total = float(((x - x.mean()) ** 2).sum())
    counts, sums = np.bincount(groups), np.bincount(groups, x - x.mean())
    between = float((sums[counts > 0] ** 2 / counts[counts > 0]).sum())
    return min(between / total, 1.0) if total > 0 else 0.0


def cramers_v(table: Scores) -> float:
    """Association of a table of counts without empty rows and columns; 0 where it has but one of either."""
    from scipy.stats.contingency import association

    return float(association(table, method="cramer")) if min(table.shape) > 1 else 0.0


def _effect(key: str, column: pd.Series, groups: Scores, count: int) -> Effect | None:
    x = numbers(column)
    if x is not None:
        known = np.abs(x) < LARGEST
        if not known.any():
            return None
        value = eta_squared(x[known], groups[known])
        means = pd.Series(x[known]).groupby(groups[known]).mean().reindex(range(count))
        shown = tuple(None if pd.isna(mean) else f"{mean:,.4g}" for mean in means)
        return Effect(key, ETA, value, _strength(value, NUMBERS), int(known.sum()), shown)
    texts = words(column)
    known = texts.ne("").to_numpy(dtype=bool)
    if not known.any() or texts.nunique() > LEVELS:
        return None
    table = pd.crosstab(groups[known], texts[known].to_numpy(dtype=object))
    value = cramers_v(table.to_numpy())
    shares = table.div(table.sum(axis=1), axis=0).reindex(range(count))
    common = tuple(None if row.isna().all() else f"{row.idxmax()} {row.max():.0%}" for _, row in shares.iterrows())
    return Effect(key, CRAMER, value, _strength(value, WORDS), int(known.sum()), common)


def _strength(value: float, limits: tuple[float, float, float]) -> Text:
    return STRENGTHS[int(np.searchsorted(limits, value, side="right"))]


ETA = Text("η²", "eta²")
CRAMER = Text("克莱姆V", "Cramér's V")
STRENGTHS = (Text("几乎没有", "hardly any"), Text("小", "small"), Text("中等", "medium"), Text("大", "large"))
