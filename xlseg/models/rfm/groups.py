"""Scores become segments: by a code table, or by high and low."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from xlseg import codes
from xlseg.models.rfm.schemes import TYPES8, Group
from xlseg.models.rfm.scores import METRICS, Shape
from xlseg.models.ruled import NO_PURCHASE, UNMATCHED
from xlseg.rules import Book, Range, Rule
from xlseg.rules.condition import Mask
from xlseg.scoring import Floats, Scores
from xlseg.segments import Segment
from xlseg.text import Text, join, same

OTHERS = Segment(
    "others",
    Text("其他客户", "Others"),
    Text("不符合以上任何一组", "matches none of the above"),
    residual=True,
)
SCORED = ("r_score", "f_score", "m_score")
Texts = npt.NDArray[np.object_]
LETTERS: Texts = np.array([f"{r}{f}{m}" for r in "LH" for f in "LH" for m in "LH"], dtype=object)
LETTERS_TO_TYPE = np.array([[t.code for t in TYPES8].index(letters) for letters in LETTERS])


class Grouped(NamedTuple):
    """positions: each customer's segment, as its position in `segments`. high_low: H/L codes (types8 only)."""

    segments: tuple[Segment, ...]
    positions: Scores
    high_low: Texts | None = None
    notes: tuple[Text, ...] = ()
    book: Book | None = None


class Against(NamedTuple):
    """What counts as high: better than the mean or median, or at least as good as a fixed limit."""

    rule: Literal["mean", "median", "limit"]
    of: Literal["scores", "values"]
    limits: tuple[float | None, float | None, float | None]


def by_codes(groups: Sequence[Group], scores: Scores, shape: Shape, bought: Mask) -> Grouped:
    """The first group of the code table that holds a customer's scores; without scores by whether they `bought`."""
    lookup = codes.table([group.patterns for group in groups], shape)
    found = lookup[tuple(scores.T)] - 1
    found[found < 0] = len(groups)
    missing = (scores == 0).any(axis=1)
    found[missing] = len(groups) + 1 + bought[missing]
    own = (Segment(g.key, g.title, same(f"RFM = {codes.spelled(g.patterns)}"), g.features, g.action) for g in groups)
    return Grouped((*own, OTHERS, NO_PURCHASE, UNMATCHED), found, book=_book(groups, shape))


def _book(groups: Sequence[Group], shape: Shape) -> Book:
    """The code table as rules on the scores, for the audit."""
    boxes = {g.key: [zip(SCORED, pattern, strict=True) for pattern in g.patterns] for g in groups}
    rules = (Rule(key, tuple(tuple(Range(c, *band) for c, band in box) for box in own)) for key, own in boxes.items())
    return Book(tuple(rules), {column: (1, n) for column, n in zip(SCORED, shape, strict=True)})


def by_high_low(values: Floats, scores: Scores, against: Against, bought: Mask) -> Grouped:
    """The eight types: high or low on R, F and M; without scores by whether they `bought`."""
    missing = (scores == 0).any(axis=1)
    compared = values * (-1, 1, 1) if against.of == "values" else scores  # fewer days are better
    if against.rule == "limit":
        limits = np.array(against.limits, dtype=float) * ((-1, 1, 1) if against.of == "values" else 1)
        high = compared >= limits
    else:
        limits = middle(compared[~missing], against.rule)
        high = compared > limits
    number = high.astype(np.int8) @ np.array([4, 2, 1], np.int8)
    segments = tuple(Segment(t.key, t.title, _rule(t.code), t.features, t.action) for t in TYPES8)
    positions = np.where(missing, len(segments) + bought, LETTERS_TO_TYPE[number])
    letters = LETTERS[number]
    letters[missing] = None
    return Grouped((*segments, NO_PURCHASE, UNMATCHED), positions, letters, (_said(against, limits),))


def middle(x: Floats | Scores, rule: str) -> Floats:
    """Of each metric, above which it is high."""
    if not len(x):
        return np.zeros(3)
    return np.asarray(np.mean(x, axis=0) if rule == "mean" else np.median(x, axis=0))


def _rule(code: str) -> Text:
    return join(LEVELS[letter].format(metric=metric) for metric, letter in zip(METRICS, code, strict=True))


def _said(against: Against, limits: Floats) -> Text:
    """The limits aloud, such as: high is R below 58.2 days ... (the mean of the values)."""
    r, f, m = (f"{abs(limit):,.2f}".rstrip("0").rstrip(".") for limit in limits)
    return SAID[against.of, against.rule == "limit"].format(rule=RULES[against.rule], r=r, f=f, m=m)


LEVELS = {"H": Text("{metric}高", "{metric} high"), "L": Text("{metric}低", "{metric} low")}
RULES = {
    "mean": Text("平均值", "mean"),
    "median": Text("中位数", "median"),
    "limit": Text("固定界限", "fixed limits"),
}
SAID = {
    ("values", True): Text(
        "高低：R ≤ {r} 天、F ≥ {f}、M ≥ {m} 为高（{rule}）。",
        "High: R at most {r} days, F at least {f}, M at least {m} ({rule}).",
    ),
    ("values", False): Text(
        "高低：R < {r} 天、F > {f}、M > {m} 为高（原值的{rule}）。",
        "High: R below {r} days, F above {f}, M above {m} (the {rule} of the values).",
    ),
    ("scores", True): Text(
        "高低：R 得分 ≥ {r}、F 得分 ≥ {f}、M 得分 ≥ {m} 为高（{rule}）。",
        "High: score of R at least {r}, of F at least {f}, of M at least {m} ({rule}).",
    ),
    ("scores", False): Text(
        "高低：R 得分 > {r}、F 得分 > {f}、M 得分 > {m} 为高（得分的{rule}）。",
        "High: score of R above {r}, of F above {f}, of M above {m} (the {rule} of the scores).",
    ),
}
