"""R, F and M scored in one of four ways, with the cuts each score comes from."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg import scoring
from xlseg.scoring import Floats, Scores
from xlseg.text import ITEMS, Text, join

METRICS = ("R", "F", "M")
Shape = tuple[int, int, int]


class Cuts(NamedTuple):
    """The cuts of one metric; within: the group they hold in, such as 'R5 F1' (nested binning), else ''."""

    metric: str
    within: str
    cuts: tuple[float, ...]


class Scored(NamedTuple):
    """scores: one row a customer, columns R, F, M, 0 where missing. tie_rule: what happens to equal values."""

    scores: Scores
    cuts: tuple[Cuts, ...]
    tie_rule: Text


def quantile(values: Floats, n: int) -> Scored:
    """Each metric on its own; exactly the independent binning of R's rfm 0.3.0."""
    return _scored(values, [scoring.quantile_cuts(x, n) for x in values.T], QUANTILE_TIES)


def own_cuts(values: Floats, cuts: tuple[tuple[float, ...], ...]) -> Scored:
    """Cut points of the user's; exactly the custom thresholds of R's rfm 0.3.0."""
    return _scored(values, list(cuts), OWN_TIES)


def nested(values: Floats, n: int) -> Scored:
    """R over all customers, F within each score of R, M within each pair of R and F."""
    r_cuts = scoring.quantile_cuts(values[:, 0], n)
    r = scoring.reverse(scoring.by_cuts(values[:, 0], r_cuts), n)
    f = scoring.nested(values[:, 1], r, n)
    pair = np.where((r > 0) & (f.scores > 0), r * 100 + f.scores, 0)
    m = scoring.nested(values[:, 2], pair, n)
    cuts = (
        Cuts("R", "", r_cuts),
        *(Cuts("F", f"R{group}", found) for group, found in f.cuts.items()),
        *(Cuts("M", f"R{group // 100} F{group % 100}", found) for group, found in m.cuts.items()),
    )
    return Scored(np.column_stack([r, f.scores, m.scores]), cuts, NESTED_TIES)


def equal_count(values: Floats, n: int, ids: pd.Series) -> Scored:
    """As many customers in each score as in any other."""
    r, f, m = (scoring.by_rank(x, n, ids) for x in values.T)
    return Scored(np.column_stack([scoring.reverse(r, n), f, m]), (), RANK_TIES)


def _scored(values: Floats, cuts: list[tuple[float, ...]], tie_rule: Text) -> Scored:
    scores: Scores = np.empty(values.shape, dtype=np.int8, order="F")  # each metric in one piece
    for number, own in enumerate(cuts):
        scores[:, number] = scoring.by_cuts(values[:, number], own)
    scores[:, 0] = scoring.reverse(scores[:, 0], len(cuts[0]) + 1)
    found = tuple(Cuts(metric, "", c) for metric, c in zip(METRICS, cuts, strict=True))
    return Scored(scores, found, tie_rule)


def collapsed(scored: Scored, shape: Shape) -> list[Text]:
    """One sentence for each metric whose values are so alike that some scores are given to nobody."""
    sentences = []
    for metric, column, n in zip(METRICS, scored.scores.T, shape, strict=True):
        empty = sorted(set(range(1, n + 1)) - set(np.unique(column).tolist()))
        if empty and (column > 0).any():
            sentences.append(COLLAPSED.format(metric=metric, scores=join(map(str, empty), ITEMS)))
    return sentences


_QUANTILE = (
    "分位数 + 1 为分界点（与 R 语言 rfm 0.3.0 相同）",
    "cuts are quantiles plus 1 (as in R's rfm 0.3.0)",
)
QUANTILE_TIES = Text(
    f"评分：{_QUANTILE[0]}；同值同分，等于分界点的归上一档。R 越小得分越高。",
    f"Scores: {_QUANTILE[1]}; equal values score alike, a value on a cut belongs above it. Fewer days score higher.",
)
NESTED_TIES = Text(
    f"评分：{_QUANTILE[0]}；F 在每档 R 内分，M 在每档 R、F 内分；组内同值同分。",
    f"Scores: {_QUANTILE[1]}; F within each score of R, M within each R and F; equal values of a group score alike.",
)
OWN_TIES = Text(
    "评分：按设置里的分界点；同值同分，等于分界点的归上一档。R 越小得分越高。",
    "Scores: by the cut points in the settings; a value on a cut belongs above it. Fewer days score higher.",
)
RANK_TIES = Text(
    "评分：每档人数相等；同值按客户ID的顺序分开。R 越小得分越高。",
    "Scores: equally many customers each; equal values are told apart by customer ID. Fewer days score higher.",
)
COLLAPSED = Text(
    "注意：{metric} 的取值太集中，没有人得 {scores} 分；分组照常进行，可改用等人数或自定义分界点。",
    "Note: values of {metric} are so alike that nobody scores {scores}; consider equal count or own cut points.",
)
