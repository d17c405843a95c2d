"""What the RFM result rests on: cuts, counts for each score, and a reason for each customer."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column
from xlseg.made import Made, Making, strung
from xlseg.models.rfm.groups import Texts
from xlseg.models.rfm.scores import METRICS, Scored, Shape, collapsed
from xlseg.scoring import Floats, Scores
from xlseg.text import Text

METRIC = Column("metric", Text("指标", "Metric"))
WITHIN = Column("within", Text("所在组", "Within"))
SCORE = Column("score", Text("得分", "Score"), "count")
COUNTS = tuple(Column(f"{m}_count", Text(f"{m} 客户数", f"{m} customers"), "count") for m in METRICS)
RANGES = tuple(Column(f"{m}_range", Text(f"{m} 范围", f"{m} range")) for m in METRICS)


def blocks(values: Floats, scored: Scored, shape: Shape, notes: tuple[Text, ...]) -> tuple[Block, ...]:
    """How the scores came about, for the result page."""
    return (
        Heading(HOW),
        Note(scored.tie_rule),
        *(Note(note) for note in notes),
        *(Note(sentence) for sentence in collapsed(scored, shape)),
        counts(values, scored.scores, shape),
        *((Heading(CUT_POINTS), cut_table(scored)) if scored.cuts else ()),
    )


def counts(values: Floats, scores: Scores, shape: Shape) -> Table:
    """For each score, best first: how many customers have it, and from which value to which."""
    rows = pd.DataFrame({SCORE.key: range(max(shape), 0, -1)})
    for i, n in enumerate(shape):
        known = scores[:, i] > 0
        groups = pd.Series(values[known, i]).groupby(scores[known, i])
        found = pd.DataFrame({"count": groups.size(), "low": groups.min(), "high": groups.max()})
        found = found.reindex(rows[SCORE.key])
        given = found.index <= n
        rows[COUNTS[i].key] = found["count"].fillna(0).where(given).to_numpy()
        rows[RANGES[i].key] = [_range(low, high) for low, high in zip(found["low"], found["high"], strict=True)]
    return Table((SCORE, *(column for pair in zip(COUNTS, RANGES, strict=True) for column in pair)), rows)


def cut_table(scored: Scored) -> Table:
    """One row a metric, or a metric within a group; one column a cut, as exact as it is used."""
    most = max(len(c.cuts) for c in scored.cuts)
    cuts = tuple(Column(f"cut_{n}", Text(f"分界点{n}", f"Cut {n}"), "number") for n in range(1, most + 1))
    rows = [(c.metric, c.within, *c.cuts, *[None] * (most - len(c.cuts))) for c in scored.cuts]
    named = (METRIC, WITHIN) if any(c.within for c in scored.cuts) else (METRIC,)
    return Table((*named, *cuts), pd.DataFrame(rows, columns=[METRIC.key, WITHIN.key, *(c.key for c in cuts)]))


def code_texts(scores: Scores, shape: Shape) -> Texts:
    """'543', or '10-9-8' where a score can be 10; None without scores. Each code is written once and looked up."""
    base = max(shape) + 1
    between = "-" if max(shape) > 9 else ""
    packed = scores.astype(np.int32) @ np.array([base**2, base, 1], np.int32)
    texts = np.empty(base**3, dtype=object)
    for code in np.flatnonzero(np.bincount(packed)).tolist():
        texts[code] = between.join(str(code // base**k % base) for k in (2, 1, 0))
    codes = texts[packed]
    codes[(scores == 0).any(axis=1)] = None
    return codes


def reasons(values: Floats, scores: Scores) -> Made:
    """Why: each value and the score it got, such as 'R 12→5 F 4→3 M 512.35→4'; None without scores."""
    parts = [
        part
        for i, metric in enumerate(METRICS)
        for part in (_measured(f"{' ' * bool(i)}{metric} ", values[:, i]), _scored(scores[:, i]))
    ]
    return strung(parts, (scores == 0).any(axis=1), LONGEST)


def _measured(before: str, values: npt.NDArray[np.float64]) -> Making:
    """Values as they are shown; each distinct one is written once."""
    exact = np.nan_to_num(values).round(2)
    whole = exact.astype(np.int32) if (np.abs(exact) < WHOLE).all() else exact
    kept = whole if (whole == exact).all() else exact

    def make(rows: np.ndarray) -> list[str]:
        found, position = np.unique(kept[rows], return_inverse=True)
        shown = [f"{before}{value!r}".removesuffix(".0") for value in found.tolist()]
        return list(np.array(shown, dtype=object)[position])

    return make


def _scored(scores: Scores) -> Making:
    arrows = np.array([f"→{score}" for score in range(int(scores.max(initial=0)) + 1)], dtype=object)
    return lambda rows: arrows[scores[rows]].tolist()


def number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _range(low: float, high: float) -> str | None:
    if not np.isfinite(low):
        return None
    return number(low) if low == high else f"{number(low)} – {number(high)}"


LONGEST = 3 * 32  # characters of a reason: a number has 24, at most
WHOLE = 2.0**31
HOW = Text("评分依据", "How the scores came about")
CUT_POINTS = Text("分界点", "Cut points")
