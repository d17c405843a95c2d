"""RFM: scores by the cells of their cuts, and the groups as rules on scores or values."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from xlseg.live.board import Cells
from xlseg.live.conditions import all_of
from xlseg.models.rfm import CODE, HIGH_LOW, SCORES
from xlseg.models.rfm.groups import OTHERS, middle
from xlseg.models.rfm.schemes import TYPES8
from xlseg.rules import Book, Range, Rule
from xlseg.scoring import Floats
from xlseg.segments import Segmentation
from xlseg.text import Text

FIXED = ("quantile", "custom")  # ways of binning whose cuts hold for all customers


def rfm_scores(model: Any, customers: pd.DataFrame, cells: Cells) -> dict[str, Text | str]:
    """Formulas of the scores and the codes; of scores given by rank, or within groups, there are none."""
    keys = [column.key for column in model.needs]
    found: dict[str, Text | str] = {}
    if model.binning in FIXED:
        places = [cells.column(key) for key in keys]
        known = all_of([f"ISNUMBER({place})" for place in places])
        cuts = model.score(_values(model, customers), customers["customer_id"]).cuts
        for metric, (column, place, own) in enumerate(zip(SCORES, places, cuts, strict=True)):
            at = [_cut(cells, column.title, own.metric, n, cut) for n, cut in enumerate(own.cuts, 1)]
            cells.record += [f"{low}<={high}" for low, high in pairwise(at)]  # or scores would be of no order
            passed = [f"({place}>={cut})" for cut in at]
            score = "-".join([str(len(passed) + 1), *passed]) if metric == 0 else "+".join(["1", *passed])
            found[column.key] = f'IF({known},{score},"")'
    scores = [cells.column(column.key) for column in SCORES]
    between = '&"-"&' if max(model.shape) > 9 else "&"
    found[CODE.key] = f'IF(ISNUMBER({scores[0]}),{between.join(scores)},"")'
    if model.scheme == "types8":
        high = [_high(model, metric, customers, cells) for metric in range(3)]
        letters = "&".join(f'IF({test},"H","L")' for test in high)
        found[HIGH_LOW.key] = f'IF(ISNUMBER({scores[0]}),{letters},"")'
    return found


def rfm_reason(found: Segmentation, cells: Cells) -> tuple[str, "pd.Series[Any]"]:
    """'R3 F4 M5', blank without scores: the formula, and what it comes to."""
    named = [
        (metric, cells.column(column.key), found.labels[column.key])
        for metric, column in zip("RFM", SCORES, strict=True)
    ]
    text = '&" "&'.join(f'"{metric}"&{place}' for metric, place, _ in named)
    parts = [metric + scores.astype("Int64").astype("string") for metric, _, scores in named]
    return f'IF(ISNUMBER({named[0][1]}),{text},"")', parts[0] + " " + parts[1] + " " + parts[2]


def rfm_rules(model: Any, customers: pd.DataFrame, found: Segmentation) -> Book:
    """The code table, then who is in no group of it; or the eight types by high and low."""
    scored = Range(SCORES[0].key, low=1)
    if model.scheme != "types8":
        own = found.book.rules if found.book else ()
        return Book((*own, Rule(OTHERS.key, ((scored,),))))
    tests = [_tests(model, metric, customers) for metric in range(3)]
    last = (scored,) if model.high_of == "values" else ()  # without one of R, F and M there is no score
    boxes = ((t.key, tuple(tests[n]["HL".index(letter)] for n, letter in enumerate(t.code))) for t in TYPES8)
    return Book(tuple(Rule(key, ((*box, *last),)) for key, box in boxes))


def _tests(model: Any, metric: int, customers: pd.DataFrame) -> tuple[Range, Range]:
    """High, then low. Of values, few days are high."""
    limit, reached = _limit(model, metric, customers), model.high == "limit"
    key = model.needs[metric].key if model.high_of == "values" else SCORES[metric].key
    if model.high_of == "values" and metric == 0:
        return Range(key, high=limit, below=not reached), Range(key, low=limit, above=reached)
    return Range(key, low=limit, above=not reached), Range(key, high=limit, below=reached)


def _high(model: Any, metric: int, customers: pd.DataFrame, cells: Cells) -> str:
    test = _tests(model, metric, customers)[0]
    x = cells.column(test.column)
    if test.low > -float("inf"):
        return f"{x}{'>' if test.above else '>='}{cells.limit(test.column, test.low)}"
    return f"{x}{'<' if test.below else '<='}{cells.limit(test.column, test.high)}"


def _limit(model: Any, metric: int, customers: pd.DataFrame) -> float:
    if model.high == "limit":
        limits: tuple[float, ...] = (model.r_high, model.f_high, model.m_high)
        return limits[metric]
    values = _values(model, customers)
    compared = values if model.high_of == "values" else model.score(values, customers["customer_id"]).scores
    known = ~np.isnan(values).any(axis=1)
    return float(middle(np.asarray(compared, dtype=float)[known], model.high)[metric])


def _values(model: Any, customers: pd.DataFrame) -> Floats:
    values = customers[[column.key for column in model.needs]].to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values).all(axis=1, keepdims=True), values, np.nan)


def _cut(cells: Cells, score: Text, metric: str, number: int, cut: float) -> str:
    return cells.number(CUT.format(metric=metric, number=number), cut, use=(score, "≥"))


CUT = Text("{metric} 的分界点 {number}", "Cut {number} of {metric}")
