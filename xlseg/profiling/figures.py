"""The figures of groups and of all customers, and how far a group stands from all of them on each measure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.profiling.measured import LEANINGS, MEASURES, PERSONAL, Measure
from xlseg.repurchase import came_back
from xlseg.rules.table import Floats, Words, numbers
from xlseg.rules.table import Table as Columns
from xlseg.segments import Segmentation, per_order, positions

MOST_VALUES = 300  # different values of a column of words; more are no habit of a group
OVERDUE = "overdue"
FEWEST, SURE = 20, 3.0  # customers and standard errors it takes to tell of persons; fewer are chance, and private
SMALL = 0.06  # an effect: the chance to be above another customer is 0.56 (Vargha and Delaney 2000: small)


class Leaning(NamedTuple):
    """A value a group has more often than others. share, whole: of its customers and of all, of those who say one;
    certain: enough of them, and beyond chance."""

    column: str
    value: str
    share: float
    whole: float
    certain: bool


class Portrait(NamedTuple):
    """A group beside all customers.

    size: customers; everybody: they are all there are, and so differ from nobody. bought: the share with an order,
    NaN where nobody knows. means, whole: by Measure.key, figures of the group and of all, where both are known.
    effects: the chance that a customer of the group is above one of all, less a half (Vargha and Delaney's A - 0.5,
    from -0.5 to 0.5), by Measure.key and OVERDUE. leanings: what the group has more often than others, by column.
    certain: those of these columns, and of the measures of persons, of which enough customers are known and which
    differ from the others beyond chance.
    """

    size: int
    everybody: bool
    bought: float
    means: Mapping[str, float]
    whole: Mapping[str, float]
    effects: Mapping[str, float]
    leanings: Mapping[str, Leaning]
    certain: frozenset[str]


class _Groups(NamedTuple):
    """Where each customer stands among the groups of a model, -1 for none, and figures by key: of each group, and of
    all as the last of `means`."""

    keys: list[str]
    of: npt.NDArray[np.intp]
    means: dict[str, Floats]
    effects: dict[str, Floats]
    certain: dict[str, npt.NDArray[np.bool_]]


def compared(customers: pd.DataFrame, found: Mapping[str, Segmentation]) -> dict[str, dict[str, Portrait]]:
    """Each group of each segmentation, by its key and Segment.key, beside all customers.

    Missing values count for no figure. Each measure is read and ranked once for all models, one after the other.
    """
    groups = {
        key: _Groups([s.key for s in one.segments], positions(one, customers), {}, {}, {}) for key, one in found.items()
    }
    table = Columns(customers)
    for measure in (m for m in MEASURES if _measurable(customers, m)):
        values = _kind(measure, numbers(customers[measure.column]))
        if not np.isnan(values).all():
            for group in groups.values():
                group.means[measure.key] = _figures(measure, values, customers, group)
            _rank(measure.key, values, groups.values())
    if {"days_since_last", "order_interval"} <= set(next(iter(groups.values())).effects if groups else ()):
        days, interval = (numbers(customers[key]) for key in ("days_since_last", "order_interval"))
        _rank(OVERDUE, days / np.where(interval > 0, interval, np.nan), groups.values())
    words = {key: table.words(key) for key in LEANINGS if key in customers}
    few = {key: found for key, found in words.items() if len(found.texts) <= MOST_VALUES}
    return {key: _portraits(customers, group, few) for key, group in groups.items()}


def _rank(key: str, values: Floats, groups: Iterable[_Groups]) -> None:
    """How far each group stands from all customers."""
    ranks = _ranks(values)
    for group in groups:
        effects = group.effects[key] = _mean(ranks, group) - 0.5
        if key in PERSONAL:
            group.certain[key] = _certain(ranks, group, effects)


def _portraits(customers: pd.DataFrame, group: _Groups, words: Mapping[str, Words]) -> dict[str, Portrait]:
    orders = numbers(customers["orders"]) if "orders" in customers else np.full(len(group.of), np.nan)
    bought = _mean(np.where(np.isnan(orders), np.nan, orders > 0), group)
    sizes = np.bincount(group.of[group.of >= 0], minlength=len(group.keys))
    leanings = _leanings(words, group)
    whole = {key: float(found[-1]) for key, found in group.means.items()}
    return {
        key: Portrait(
            int(sizes[n]),
            bool(sizes[n] == len(group.of)),
            float(bought[n]),
            _known(group.means, n),
            whole,
            _known(group.effects, n),
            {lean.column: lean for lean in leanings[key]},
            frozenset(
                [
                    *(lean.column for lean in leanings[key] if lean.certain),
                    *(m for m in group.certain if group.certain[m][n]),
                ]
            ),
        )
        for n, key in enumerate(group.keys)
    }


def _known(figures: Mapping[str, Floats], group: int) -> dict[str, float]:
    return {key: float(found[group]) for key, found in figures.items() if not np.isnan(found[group])}


def _measurable(customers: pd.DataFrame, measure: Measure) -> bool:
    needed = {"revenue", "orders"} if measure.kind == "per_order" else set()
    return measure.column in customers and needed <= set(customers) and _numeric(customers[measure.column])


def _numeric(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column.dtype))


def _kind(measure: Measure, column: Floats) -> Floats:
    """Of each customer, what the measure is counted from."""
    return came_back(column) if measure.kind == "repurchase" else column


def _ranks(values: Floats) -> Floats:
    """The share of customers below each, ties by half."""
    known = ~np.isnan(values)
    ranks = _counted(values[known]) if known.any() else None
    if ranks is None:
        every = pd.Series(values).rank(method="average").to_numpy(dtype=np.float64)
    else:
        every = np.full(len(values), np.nan)
        every[known] = ranks
    found: Floats = (every - 0.5) / max(int(known.sum()), 1)
    return found


def _counted(values: Floats) -> Floats | None:
    """Mean ranks of whole numbers of no wide range, which are counted instead of sorted; None of any others."""
    low = values.min()
    if values.max() - low > len(values) or (values != np.floor(values)).any():
        return None
    places = (values - low).astype(np.int64)
    counts = np.bincount(places)
    ranks: Floats = (np.cumsum(counts) - counts + (counts + 1) / 2)[places]
    return ranks


def _certain(ranks: Floats, group: _Groups, effects: Floats) -> npt.NDArray[np.bool_]:
    """Of each group, whether the mean rank of enough customers differs from that of all beyond chance."""
    known = ~np.isnan(ranks)
    of = _sum(known.astype(float), group)
    error = np.sqrt(np.maximum(_over(np.ones(len(of)), of) - 1 / max(int(known.sum()), 1), 0) / 12)  # of even ranks
    found: npt.NDArray[np.bool_] = (of >= FEWEST) & (np.abs(effects) > SURE * error)
    return found


def _figures(measure: Measure, values: Floats, customers: pd.DataFrame, group: _Groups) -> Floats:
    """Of each group and, last, of all."""
    if measure.kind != "per_order":
        return _mean(values, group)
    revenue, orders = (numbers(customers[key]) for key in ("revenue", "orders"))
    known = ~np.isnan(revenue) & ~np.isnan(orders)
    top, bottom = (pd.Series(_sum(np.where(known, column, 0), group)) for column in (revenue, orders))
    found: Floats = per_order(top, bottom).to_numpy(dtype=np.float64)
    return found


def _mean(values: Floats, group: _Groups) -> Floats:
    known = ~np.isnan(values)
    told = values if known.all() else np.where(known, values, 0)
    top, bottom = (_sum(column, group) for column in (told, known.astype(float)))
    return _over(top, bottom)


def _over(top: Floats, bottom: Floats) -> Floats:
    found: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return found


def _sum(values: Floats, group: _Groups) -> Floats:
    """Of each group and, last, of all."""
    inside = group.of >= 0
    within = (group.of, values) if inside.all() else (group.of[inside], values[inside])
    return np.append(np.bincount(*within, minlength=len(group.keys)), values.sum())


def _leanings(words: Mapping[str, Words], group: _Groups) -> dict[str, list[Leaning]]:
    """For each group and column of words, the value it has most in excess of all customers."""
    keys = group.keys
    found: dict[str, list[Leaning]] = {key: [] for key in keys}
    for column, said in words.items():
        width, known = len(said.texts), (said.codes >= 0) & (group.of >= 0)
        if not width:
            continue
        cells = np.bincount(group.of[known] * width + said.codes[known], minlength=len(keys) * width)
        counts = cells.reshape(len(keys), width)
        totals, all_of = counts.sum(axis=1), counts.sum(axis=0) / max(counts.sum(), 1)
        for n, key in enumerate(keys):
            if totals[n]:
                share = counts[n] / totals[n]
                best = int(np.argmax(share - all_of))
                certain = bool(totals[n] >= FEWEST and _above(counts[n, best], totals[n], counts[:, best], totals))
                shares = float(share[best]), float(all_of[best])
                found[key].append(Leaning(column, said.texts[best], *shares, certain))
    return found


def _above(hits: int, of: int, all_hits: npt.NDArray[np.intp], all_of: npt.NDArray[np.intp]) -> bool:
    """Whether hits/of lies above the share of the others beyond chance: the z of two proportions."""
    every, total = int(all_hits.sum()), int(all_of.sum())
    others, pooled = total - of, every / total
    error = float(np.sqrt(pooled * (1 - pooled) * (1 / of + 1 / others))) if others else np.inf
    return bool(others and hits / of - (every - hits) / others > SURE * error)
