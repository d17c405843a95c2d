"""The groups retold as a few readable rules: a shallow decision tree (CART, Breiman et al. 1984)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg.fields import title_of
from xlseg.models.clusters.basis import NO_VALUE, Feature
from xlseg.scoring import Floats, Scores
from xlseg.text import Text, join, same

SMALLEST = 0.01  # of the sample: a rule for fewer customers is not worth reading
STEP = 0.02  # standard deviations: limits are rounded to a power of ten below this


class Bound(NamedTuple):
    """low < feature <= high."""

    feature: int
    low: float
    high: float


class Rule(NamedTuple):
    """All bounds hold. group: that of most customers it holds for; purity: their share of its customers."""

    bounds: tuple[Bound, ...]
    group: int
    size: int
    purity: float

    def text(self, features: tuple[Feature, ...]) -> Text:
        """Such as: R ≤ 30 and orders > 4."""
        return join((_bound(b, features[b.feature]) for b in self.bounds), AND) if self.bounds else EVERYBODY


class Rules(NamedTuple):
    """Every customer falls under one rule. position: which; agreement: share of customers it gives their group."""

    rules: tuple[Rule, ...]
    position: Scores
    agreement: float


def retold(raw: Floats, groups: Scores, sample: Scores, features: tuple[Feature, ...], depth: int) -> Rules:
    """A tree grown on the sample with rounded limits, and how it does on all customers."""
    from sklearn.tree import DecisionTreeClassifier

    leaf = max(1, int(SMALLEST * len(sample)))
    tree = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, random_state=0)
    tree.fit(raw[sample], groups[sample])
    limits = _limits(tree.tree_, raw, features)
    regions = list(_leaves(tree.tree_, limits, 0, {}))
    position = np.zeros(len(raw), dtype=np.int64)
    for n, region in enumerate(regions):
        position[_holds(region, raw)] = n
    width = int(groups.max()) + 1
    counts = np.bincount(position * width + groups, minlength=len(regions) * width).reshape(-1, width)
    found = [
        Rule(region, int(row.argmax()), int(row.sum()), float(row.max() / row.sum()))
        for region, row in zip(regions, counts, strict=True)
        if row.sum()
    ]
    order = sorted(range(len(found)), key=lambda n: (found[n].group, -found[n].size))
    place = np.zeros(len(regions), dtype=np.int64)
    place[np.flatnonzero(counts.sum(axis=1))[order]] = np.arange(len(order))
    return Rules(tuple(found[n] for n in order), place[position], float(counts.max(axis=1).sum() / len(raw)))


def _limits(tree: Any, raw: Floats, features: tuple[Feature, ...]) -> Floats:
    """The tree's limits as people would write them."""
    limits = np.array(tree.threshold, dtype=float)
    for n in set(tree.feature[tree.feature >= 0].tolist()):
        nodes = tree.feature == n
        limits[nodes] = 0.5 if features[n].level is not None else _readable(limits[nodes], raw[:, n])
    return limits


def _readable(limits: Floats, x: Floats) -> Floats:
    """Rounded to a power of ten that is small beside the spread of x; of whole numbers, whole."""
    whole = bool((x == np.floor(x)).all())
    digits = -int(np.floor(np.log10(STEP * x.std())))
    limits = np.floor(limits) if whole else limits
    return limits if whole and digits >= 0 else np.array([round(limit, digits) for limit in limits.tolist()])


def _leaves(tree: Any, limits: Floats, node: int, bounds: dict[int, Bound]) -> Iterator[tuple[Bound, ...]]:
    """The bounds under which the tree gives one group, those of one feature together."""
    if len(_given(tree, node)) == 1:
        yield tuple(bounds.values())
        return
    feature, limit = int(tree.feature[node]), float(limits[node])
    now = bounds.get(feature, Bound(feature, -np.inf, np.inf))
    left, right = int(tree.children_left[node]), int(tree.children_right[node])
    yield from _leaves(tree, limits, left, bounds | {feature: now._replace(high=min(now.high, limit))})
    yield from _leaves(tree, limits, right, bounds | {feature: now._replace(low=max(now.low, limit))})


def _given(tree: Any, node: int) -> set[int]:
    """The groups that the leaves below a node give: where it is but one, the splits between them say nothing."""
    if tree.feature[node] < 0:
        return {int(tree.value[node].argmax())}
    return _given(tree, tree.children_left[node]) | _given(tree, tree.children_right[node])


def _holds(bounds: tuple[Bound, ...], raw: Floats) -> npt.NDArray[np.bool_]:
    holds = np.ones(len(raw), dtype=bool)
    for feature, low, high in bounds:
        if np.isfinite(low):
            holds &= raw[:, feature] > low
        if np.isfinite(high):
            holds &= raw[:, feature] <= high
    return holds


def _bound(bound: Bound, feature: Feature) -> Text:
    column = title_of(feature.key)
    if feature.level is not None:
        level = same(feature.level) if feature.level else NO_VALUE
        return (IS_NOT if bound.high < 1 else IS).format(column=column, level=level)
    low, high = _number(bound.low), _number(bound.high)
    if not np.isfinite(bound.low):
        return UP_TO.format(column=column, high=high)
    if not np.isfinite(bound.high):
        return ABOVE.format(column=column, low=low)
    return BETWEEN.format(column=column, low=low, high=high)


def _number(value: float) -> str:
    return f"{value:,.12g}"


AND = Text(" 且 ", " and ")
EVERYBODY = Text("所有客户", "all customers")
IS = Text("{column} = {level}", "{column} = {level}")
IS_NOT = Text("{column} ≠ {level}", "{column} ≠ {level}")
UP_TO = Text("{column} ≤ {high}", "{column} ≤ {high}")
ABOVE = Text("{column} > {low}", "{column} > {low}")
BETWEEN = Text("{low} < {column} ≤ {high}", "{low} < {column} ≤ {high}")
