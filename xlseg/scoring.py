"""Numbers become scores 1..n: total on ties, 0 where there is no number.

The quantile rule is that of the R package rfm 0.3.0 (MIT): cut i is the type 7 quantile at i/n plus 1, and x scores
one more than the number of cuts that are <= x. Equal values always score alike.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.signedinteger]


DIGITS = 14  # that count of a cut


class Nested(NamedTuple):
    """Scores given within groups, and the cuts of each group."""

    scores: Scores
    cuts: dict[int, tuple[float, ...]]


def quantile_cuts(x: Floats, n: int) -> tuple[float, ...]:
    """The n - 1 cuts of R's rfm, without the noise of interpolation: who stands on a cut of 245 is not below
    245.00000000000003, nor in Excel, which compares 15 digits. None where there is no number."""
    finite = np.isfinite(x)
    known = x if finite.all() else x[finite]
    if not len(known):
        return ()
    cuts = quantiles(np.sort(np.ascontiguousarray(known)), np.arange(1, n) / n)
    return tuple(float(f"{cut + 1:.{DIGITS}g}") for cut in cuts)


def quantiles(ordered: Floats, at: Floats) -> tuple[float, ...]:
    """np.quantile's own (type 7) of sorted values: numpy's vectorised sort is quicker than its partition."""
    places = at * (len(ordered) - 1)
    low = np.floor(places).astype(int)
    high = np.minimum(low + 1, len(ordered) - 1)
    found = np.where(places == low, ordered[low], _between(ordered[low], ordered[high], places - low))
    return tuple(float(value) for value in found)


def _between(a: Floats, b: Floats, t: Floats) -> Floats:
    """As numpy interpolates, from the nearer end."""
    step = b - a
    return np.where(t >= 0.5, b - step * (1 - t), a + step * t)


def by_cuts(x: Floats, cuts: tuple[float, ...]) -> Scores:
    """1 + how many cuts are <= x; a value on a cut belongs to the upper score."""
    x, scores = np.ascontiguousarray(x), np.ones(len(x), dtype=np.int8)
    for cut in cuts:  # a handful of comparisons is quicker than a search for each value
        np.add(scores, x >= cut, out=scores)
    finite = np.isfinite(x)
    return (scores if finite.all() else np.where(finite, scores, 0)).astype(np.int64)


def nested(x: Floats, groups: Scores, n: int) -> Nested:
    """Quantile scores within each group; group 0 (no score) stays without."""
    scores = np.zeros(len(x), dtype=np.int64)
    cuts: dict[int, tuple[float, ...]] = {}
    for group in np.unique(groups[groups > 0]):
        members = groups == group
        cuts[int(group)] = quantile_cuts(x[members], n)
        scores[members] = by_cuts(x[members], cuts[int(group)])
    return Nested(scores, cuts)


def by_rank(x: Floats, n: int, ids: pd.Series) -> Scores:
    """Groups of equal size (they differ by one at most); equal values are told apart by customer id."""
    scores = np.zeros(len(x), dtype=np.int64)
    known = np.flatnonzero(np.isfinite(x))
    tie = pd.factorize(ids.iloc[known], sort=True)[0]
    order = known[np.lexsort((tie, x[known]))]
    scores[order] = np.arange(len(order)) * n // max(len(order), 1) + 1
    return scores


def reverse(scores: Scores, n: int) -> Scores:
    """The lowest value gets the best score, as for recency; 0 stays 0."""
    return np.subtract(n + 1, scores, out=np.zeros_like(scores), where=scores > 0)
