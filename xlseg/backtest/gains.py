"""How well an order of groups sorts later revenue, and how sure that is."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg.scoring import Floats

Ints = npt.NDArray[np.int64]
Z = 1.959964  # 95%
RESAMPLES, CELLS = 200, 10_000
QUANTILES = (0.025, 0.975)


class Interval(NamedTuple):
    """95%."""

    low: Floats
    high: Floats


class Sorting(NamedTuple):
    """Gini of the gains curve in the order of the groups, as a share of that of the perfect order.

    1: sorted as if the future were known; 0: no better than chance; below 0: upside down. low, high: 95%.
    hindsight: the same for these groups in the order of what they brought in later, the most they could reach.
    NaN where nobody brought in more than another.
    """

    power: float
    low: float
    high: float
    hindsight: float


class Gains(NamedTuple):
    """sorting: of all groups. means: interval of each group's revenue per customer."""

    sorting: Sorting
    means: Interval


def wilson(hits: Floats, trials: Floats) -> Interval:
    """95% interval of a rate (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212); NaN without trials."""
    n = np.where(trials > 0, trials, np.nan)
    rate = hits / n
    middle, half = rate + Z**2 / (2 * n), Z * np.sqrt(rate * (1 - rate) / n + (Z / (2 * n)) ** 2)
    return Interval(np.maximum((middle - half) / (1 + Z**2 / n), 0), np.minimum((middle + half) / (1 + Z**2 / n), 1))


def gini(customers: Floats, revenue: Floats) -> Floats:
    """Gini of the gains curve: twice the area between it and the diagonal.

    customers, revenue: of each group along the last axis, best first; within a group the curve is straight. For
    single customers in perfect order this is the Gini of the Lorenz curve; in another order its concentration index
    (Kakwani 1977, Econometrica 45, 719-727; Frees, Meyers and Cummings 2011, J. Am. Stat. Assoc. 106, 1085-1098).
    NaN where revenue does not sum to more than nothing.
    """
    total = revenue.sum(axis=-1, keepdims=True)
    total = np.where(total > 0, total, np.nan)
    reached = np.cumsum(revenue, axis=-1) / total
    share = customers / customers.sum(axis=-1, keepdims=True)
    return np.asarray((share * (2 * reached - revenue / total)).sum(axis=-1) - 1)


def gains(position: Ints, revenue: Floats) -> Gains:
    """Sorting power of groups 0..k-1, best first and none empty, for the revenue of each customer in them.

    Intervals are percentiles of a bootstrap (Efron 1979, Ann. Stat. 7, 1-26) with a fixed seed. It draws customers
    alike in group and revenue together, which is the same and quick for a million of them.
    """
    count = np.bincount(position).astype(float)
    brought: Floats = np.bincount(position, weights=revenue).astype(float)
    falling = np.sort(revenue)[::-1]
    perfect = float(gini(np.ones(len(falling)), falling))
    hindsight = np.argsort(-brought / count, kind="stable")
    cells = _alike(position, revenue, max(CELLS // len(count), 20))
    drawn = (
        np.random.default_rng(0).multinomial(len(position), cells.customers / len(position), RESAMPLES).astype(float)
    )
    money = drawn * cells.mean
    starts = np.searchsorted(cells.group, np.arange(len(count)))
    people, sums = np.add.reduceat(drawn, starts, axis=1), np.add.reduceat(money, starts, axis=1)
    best = np.argsort(-cells.mean, kind="stable")
    low, high = _percentiles(_share(gini(people, sums), gini(drawn[:, best], money[:, best])))
    return Gains(
        Sorting(
            float(_share(gini(count, brought), perfect)),
            float(low),
            float(high),
            float(_share(gini(count[hindsight], brought[hindsight]), perfect)),
        ),
        _percentiles(sums / np.where(people > 0, people, np.nan)),
    )


class _Cells(NamedTuple):
    group: Ints
    customers: Floats
    mean: Floats


def _alike(position: Ints, revenue: Floats, bins: int) -> _Cells:
    """Customers of one group and about one revenue, by group; bins hold equal parts of the money, so that the few
    who bring in much stay alone, and those who brought in nothing are exactly that."""
    order = np.argsort(revenue, kind="stable")
    weight = np.abs(revenue[order]).cumsum()
    part = np.empty(len(revenue))
    part[order] = np.floor(weight / max(weight[-1], np.finfo(float).tiny) * bins)
    packed = position * (3 * (bins + 1)) + (np.sign(revenue) + 1) * (bins + 1) + part
    _, first, cell = np.unique(packed, return_index=True, return_inverse=True)
    count = np.bincount(cell).astype(float)
    return _Cells(position[first], count, np.bincount(cell, weights=revenue) / count)


def _share(part: Floats, whole: Floats | float) -> Floats:
    """part / whole; NaN where the whole is nothing but rounding."""
    return np.asarray(part / np.where(np.asarray(whole) > 1e-12, whole, np.nan))


def _percentiles(drawn: Floats) -> Interval:
    """Over the resamples that say something; NaN where none does."""
    known = np.where(np.isfinite(drawn).any(axis=0), drawn, 0.0)
    low, high = np.nanquantile(known, QUANTILES, axis=0)
    said = np.isfinite(drawn).any(axis=0)
    return Interval(np.where(said, low, np.nan), np.where(said, high, np.nan))
