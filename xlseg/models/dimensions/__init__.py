"""Groups by one column of the customer table, or by several crossed; what is rare goes together by a stated rule."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import Column
from xlseg.models.ruled import by_rules
from xlseg.rules import EVERYBODY, Blank, Book, Box, Condition, Rule, Table, matches
from xlseg.segments import Segment, Segmentation
from xlseg.text import EMPTY, Text, join, same

MANY = 10  # groups; more than these nobody can treat apart (the documents ask for 3 to 6)
DOT, AND, OR = same(" · "), Text("；", "; "), Text("，或", ", or ")


class Part(NamedTuple):
    """One group of a dimension. title: its name in a crossing, such as 年轻; alone: as a group, such as 年轻客户.

    rule: who belongs to it, where its condition does not say it well.
    """

    key: str
    title: Text
    alone: Text
    when: Box
    features: Text = EMPTY
    action: Text = EMPTY
    rule: Text = EMPTY


@dataclass(frozen=True)
class Dimension:
    """A column and the groups it makes, no two sharing a value.

    unknown: of whom the column says nothing (none: where it is blank); lacks: the same in words. cells: the column as
    rules shall read it, where that is not the customer table's. shown: how its groups came about. whole: a value in
    none of them is one nobody has yet.
    """

    column: str
    title: Text
    parts: tuple[Part, ...]
    unknown: Condition
    cells: "pd.Series | None" = None
    shown: tuple[Block, ...] = ()
    lacks: Text = EMPTY
    whole: bool = False

    @property
    def gap(self) -> Condition:
        """The column is blank, or says that nothing is known."""
        return self.unknown or ((Blank(self.column),),)

    @property
    def lacking(self) -> Text:
        """What is missing of a customer who is unknown."""
        return LACKS.format(title=inside(self.title)) if self.lacks == EMPTY else self.lacks


class Merge(NamedTuple):
    """Which crossings stay apart: at most `groups`, each with at least the share `smallest` of all customers."""

    groups: int
    smallest: float


APART = Merge(sys.maxsize, 0.0)  # all of them


def segmented(
    customers: pd.DataFrame,
    dimensions: Sequence[Dimension],
    columns: tuple[Column, Column],
    merge: Merge = APART,
) -> Segmentation:
    """The groups of one dimension, or the crossings of several; the crossings too small go into one residual group.

    columns: the label columns of the segment and of the reason. A customer of whom one of the dimensions says
    nothing is `unknown`; one in none of the groups is `others`.
    """
    customers = customers.assign(**{d.column: d.cells for d in dimensions if d.cells is not None})
    crossed = len(dimensions) > 1
    kept = _crossings(customers, dimensions, merge) if crossed else [(part,) for part in dimensions[0].parts]
    groups = tuple(_crossing(parts) if crossed else _alone(parts[0]) for parts in kept)
    boxes = [tuple(test for part in parts for test in part.when) for parts in kept]
    gaps = tuple(box for d in dimensions for box in d.gap)
    rules = [*(Rule(group.key, (box,)) for group, box in zip(groups, boxes, strict=True)), Rule(UNKNOWN.key, gaps)]
    if crossed or dimensions[0].whole:
        rules.append(Rule(OTHERS.key, EVERYBODY))
    others = OTHER_CROSSINGS if crossed else OTHERS
    unknown = replace(UNKNOWN, rule=join((d.lacking for d in dimensions), OR))
    named = {d.column: d.title for d in dimensions}
    shown = (*_notes(groups, merge, crossed), *(block for d in dimensions for block in d.shown))
    found = by_rules(customers, Book(tuple(rules)), (*groups, others, unknown), columns, shown, named)
    return replace(found, ordered=False)


def inside(title: Text) -> Text:
    """A column's title within a phrase, in small letters where it is not the user's own header."""
    return title if title.zh == title.en else Text(title.zh, title.en.lower())


def _crossings(customers: pd.DataFrame, dimensions: Sequence[Dimension], merge: Merge) -> list[tuple[Part, ...]]:
    """The crossings that are large enough, in the order of the dimensions' groups; ties go to the first."""
    table, rows = Table(customers), len(customers)
    cell, known = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    for dimension in dimensions:
        parts = tuple(Rule(part.key, (part.when,)) for part in dimension.parts)
        found = matches(Book(parts), table, rows).first
        known &= found < len(parts)
        cell = cell * (len(parts) + 1) + found
    every = list(product(*(range(len(d.parts)) for d in dimensions)))
    bases = [len(d.parts) + 1 for d in dimensions]
    places = np.array([_place(crossing, bases) for crossing in every], dtype=np.int64)
    counts = np.bincount(cell[known], minlength=int(np.prod(bases)))[places]
    large = np.flatnonzero((counts > 0) & (counts >= merge.smallest * rows))
    best = np.sort(large[np.argsort(-counts[large], kind="stable")][: merge.groups])
    return [tuple(d.parts[at] for d, at in zip(dimensions, every[n], strict=True)) for n in best]


def _place(crossing: Sequence[int], bases: Sequence[int]) -> int:
    place = 0
    for at, base in zip(crossing, bases, strict=True):
        place = place * base + at
    return place


def _alone(part: Part) -> Segment:
    return Segment(part.key, part.alone, part.rule, features=part.features, action=part.action)


def _crossing(parts: Sequence[Part]) -> Segment:
    """A group of several dimensions, with what is said of each."""
    return Segment(
        "_".join(part.key for part in parts),
        join((part.title for part in parts), DOT),
        features=join((part.features for part in parts if part.features != EMPTY), AND),
        action=join(dict.fromkeys(part.action for part in parts if part.action != EMPTY)),
    )


def _notes(groups: Sequence[Segment], merge: Merge, crossed: bool) -> tuple[Block, ...]:
    notes = [MERGED.format(groups=merge.groups, share=f"{merge.smallest:.1%}".replace(".0%", "%"))] if crossed else []
    notes += [TOO_MANY.format(count=len(groups))] if len(groups) > MANY else []
    return (Heading(HOW), *map(Note, notes)) if notes else ()


HOW = Text("怎样分组", "How the groups are made")
MERGED = Text(
    "各列交叉成组：客户占比不到 {share} 的组合，以及最大的 {groups} 个组合以外的，都归入「其他组合」。",
    "The columns are crossed: crossings with less than {share} of the customers, and all but the {groups} largest, go "
    "into 'Other crossings'.",
)
TOO_MANY = Text(
    "分成了 {count} 组。一般 3–6 组最好用，超过 10 组难以分别对待；可以少用一列，或减少单独成组的取值。",
    "There are {count} groups. 3 to 6 work best and more than 10 can hardly be treated apart: use fewer columns, or "
    "fewer values as groups of their own.",
)
LACKS = Text("缺少{title}", "lacks {title}")
OTHERS = Segment(
    "others", Text("其他", "Others"), Text("不在以上任何一组", "in none of the groups above"), residual=True
)
OTHER_CROSSINGS = replace(
    OTHERS,
    title=Text("其他组合", "Other crossings"),
    rule=Text("人数太少的组合，合在一起", "crossings too small to stand alone"),
)
UNKNOWN = Segment("unknown", Text("未知", "Unknown"), residual=True)
