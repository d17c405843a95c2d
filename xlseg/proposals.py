"""Limits that the data themselves suggest, side by side: quantiles, mean, median, natural breaks."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from xlseg.blocks import Table
from xlseg.columns import Column
from xlseg.scoring import Floats, quantiles
from xlseg.text import ITEMS, Text, join

METHOD = Column("method", Text("界限的由来", "Limits by"), "wide")
LIMITS = Column("limits", Text("建议的界限", "Proposed limits"))
COUNTS = Column("counts", Text("各段客户数", "Customers in each band"), "wide")
SHARES = Column("shares", Text("各段占比", "Share of each band"), "wide")
SAMPLE = 400  # distinct places a natural break is looked for at
NOW = Text("现在的界限", "Limits in use")
QUANTILES = Text("等分位", "Quantiles")
MEAN = Text("平均值", "Mean")
MEDIAN = Text("中位数", "Median")
NATURAL = Text("自然断点", "Natural breaks")


def proposals(
    values: Floats, now: Sequence[float], more: Mapping[Text, Sequence[float]] | None = None, digits: int = 0
) -> Table:
    """One row a way of finding limits: those in use, quantiles, mean, median, natural breaks, and `more`.

    values: one a customer, NaN where unknown. now: the limits in use, rising; as many are proposed. A customer on a
    limit counts to the band above it. Mean and median are one limit each, whatever `now`.
    """
    known = np.sort(values[np.isfinite(values)])  # once: all that follows is looked up in it
    bands = len(now) + 1
    ways: dict[Text, Sequence[float]] = {NOW: now}
    if len(known):
        ways |= {
            QUANTILES: quantiles(known, np.arange(1, bands) / bands),
            MEAN: (float(known.mean()),),
            MEDIAN: quantiles(known, np.array([0.5])),
            NATURAL: _breaks(known, bands),
        }
    rows = [_row(way, limits, known, digits) for way, limits in {**ways, **(more or {})}.items()]
    columns = (METHOD, LIMITS, COUNTS, SHARES)
    return Table(columns, pd.DataFrame(rows, columns=[c.key for c in columns], dtype=object))


def _row(way: Text, limits: Sequence[float], known: Floats, digits: int) -> tuple[object, ...]:
    rounded = np.round(np.asarray(limits, dtype=float), digits)
    counts = np.diff([0, *np.searchsorted(known, rounded), len(known)])
    shown = join([f"{limit:,.{digits}f}" for limit in rounded], ITEMS)
    shares = [f"{count / max(len(known), 1):.0%}" for count in counts]
    return way, shown, " / ".join(f"{count:,}" for count in counts), " / ".join(shares)


def natural_breaks(values: Floats, bands: int) -> tuple[float, ...]:
    """The cuts between `bands` groups with the least squared distance to their means, by dynamic programming.

    Exact on up to 400 distinct places (more are gathered into as many equal counts first). Fewer distinct values than
    bands give fewer cuts. Source: Fisher, On grouping for maximum homogeneity, JASA 1958; Jenks 1967.
    """
    return _breaks(np.sort(values), bands)


def _breaks(ordered: Floats, bands: int) -> tuple[float, ...]:
    if not len(ordered):
        return ()
    starts = np.flatnonzero(np.diff(ordered, prepend=-np.inf) > 0)
    if len(starts) > SAMPLE:
        firsts = ordered[np.arange(SAMPLE) * len(ordered) // SAMPLE]
        starts = np.searchsorted(ordered, np.unique(firsts))  # equal values stay together
    weights = np.diff([*starts, len(ordered)])
    places = np.add.reduceat(ordered, starts) / weights
    ends = _partition(places, weights.astype(float), min(bands, len(places)))
    return tuple(float(places[end - 1] + places[end]) / 2 for end in ends)


def _partition(x: Floats, w: Floats, bands: int) -> list[int]:
    """Where each group but the first begins."""
    n = len(x)
    sums, firsts, squares = (np.concatenate([[0.0], np.cumsum(part)]) for part in (w, w * x, w * x * x))
    start, end = np.arange(n)[:, None], np.arange(1, n + 1)[None, :]
    weight = np.where(end > start, sums[end] - sums[start], 1.0)
    spread = squares[end] - squares[start] - (firsts[end] - firsts[start]) ** 2 / weight
    spread = np.where(end > start, np.maximum(spread, 0.0), np.inf)
    best, origins = spread[0], []
    for _ in range(1, bands):
        options = np.concatenate([[np.inf], best[:-1]])[:, None] + spread
        origins.append(options.argmin(axis=0))
        best = options.min(axis=0)
    ends, at = [], n - 1
    for origin in reversed(origins):
        ends.append(int(origin[at]))
        at = ends[-1] - 1
    return ends[::-1]
