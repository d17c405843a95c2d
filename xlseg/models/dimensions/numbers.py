"""Groups from the numbers of a column: ranges between limits, thirds of the customers, or single values where few."""

from collections.abc import Sequence
from itertools import pairwise
from math import floor, inf, log10

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.models.dimensions import Dimension, Part, inside
from xlseg.proposals import proposals
from xlseg.rules import Blank, Range
from xlseg.rules.spelled import number
from xlseg.rules.table import numbers
from xlseg.scoring import Floats
from xlseg.text import EMPTY, Text

DIGITS = 3  # of a limit found in the data; more would claim a precision nobody needs
LEVELS = (("low", Text("低", "Low")), ("middle", Text("中", "Middle")), ("high", Text("高", "High")))


def by_limits(
    cells: pd.Series, column: str, title: Text, limits: Sequence[float], take_over: Text = EMPTY
) -> Dimension:
    """Low, middle and high where there are two limits, ranges where more. A value on a limit belongs above it.

    limits: rising; none: two that make thirds of the customers. Where no such limit parts the customers, each value is
    a group. take_over: how to put a proposal into the settings.
    """
    values = numbers(cells)
    used = tuple(limits) or thirds(values)
    if not used:
        return by_values(cells, column, title)
    edges = (-inf, *used, inf)
    parts = []
    for n, (low, high) in enumerate(pairwise(edges)):
        when = (Range(column, low, high, below=high < inf),)
        key, name = LEVELS[n] if len(used) == 2 else (f"band_{n + 1}", EMPTY)
        shown = (
            LEVEL.format(level=name, title=inside(title))
            if name != EMPTY
            else BAND.format(title=title, band=band(low, high))
        )
        parts.append(Part(key, shown, CUSTOMERS.format(name=shown) if name != EMPTY else shown, when))
    return Dimension(column, title, tuple(parts), ((Blank(column),),), shown=proposed(values, title, used, take_over))


def by_values(cells: pd.Series, column: str, title: Text) -> Dimension:
    """One group a number."""
    values = numbers(cells)
    found = np.unique(values[~np.isnan(values)]).tolist()
    titles = [VALUE.format(title=title, value=number(value)) for value in found]
    parts = [
        Part(f"group_{n}", name, name, (Range(column, value, value),))
        for n, (name, value) in enumerate(zip(titles, found, strict=True), 1)
    ]
    return Dimension(column, title, tuple(parts), ((Blank(column),),))


def thirds(values: Floats) -> tuple[float, ...]:
    """Two limits with a third of the customers each below, between and above, to three digits; fewer where ties leave
    nobody between them, none where all are alike."""
    known = values[np.isfinite(values)]
    if not len(known):
        return ()
    cuts: list[float] = []
    before = 0
    for cut in sorted(_rounded(float(cut)) for cut in np.quantile(known, (1 / 3, 2 / 3))):
        below = int((known < cut).sum())
        if before < below < len(known):
            cuts.append(cut)
            before = below
    return tuple(cuts)


def proposed(values: Floats, title: Text, used: Sequence[float], take_over: Text) -> tuple[Block, ...]:
    """The limits in use beside those the data suggest."""
    note = (Note(TAKE_OVER.format(setting=take_over)),) if take_over != EMPTY else ()
    return Heading(LIMITS.format(title=inside(title))), *note, proposals(values, used)


def band(low: float, high: float) -> Text:
    """A range in words: below, from to, at least."""
    shown = {"low": number(low), "high": number(high)}
    if low == -inf:
        return BELOW.format(**shown)
    return AT_LEAST.format(**shown) if high == inf else BETWEEN.format(**shown)


def _rounded(value: float) -> float:
    return value if value == 0 else round(value, DIGITS - 1 - floor(log10(abs(value))))


LEVEL = Text("{title}{level}", "{level} {title}")
CUSTOMERS = Text("{name}的客户", "{name} customers")
BAND = Text("{title}{band}", "{title} {band}")
VALUE = Text("{title} {value}", "{title} {value}")
BELOW = Text("低于 {high}", "below {high}")
BETWEEN = Text("{low} 至 {high}", "{low} to {high}")
AT_LEAST = Text("{low} 及以上", "{low} and above")
LIMITS = Text("{title}的界限", "Limits of {title}")
TAKE_OVER = Text(
    "要采用下面某一行的界限，把它填进设置 {setting}；刚好等于界限的算上面一段。",
    "To take one of these over, put its limits into the setting {setting}; who is on a limit counts above it.",
)
