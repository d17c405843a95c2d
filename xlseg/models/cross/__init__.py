"""Several dimensions crossed into one label, small crossings merged by a stated rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column
from xlseg.errors import Problem, Problems, XlsegError
from xlseg.kinds import Keys, Number
from xlseg.models.cross.dimension import Codes, ColumnRow, ColumnRows, Dimension, of_column
from xlseg.segments import Segment, Segmentation
from xlseg.text import EMPTY, Text, join
from xlseg.thresholds import check, setting

if TYPE_CHECKING:
    from xlseg.models import Model

SEGMENT = Column("segment", Text("组合分群", "Combined segment"))
REASON = Column("reason", Text("组合原因", "Combined reason"), "wide")
CROSSING = (
    Column("title", Text("组合", "Crossing"), "wide"),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("share", Text("占比", "Share"), "share"),
    Column("into", Text("归入", "Merged into"), "wide"),
)
BETWEEN = Text(" × ", " × ")
LARGEST = 2_000  # crossings that are laid out at all


@dataclass(frozen=True)
class Cross:
    """Models and columns crossed. parts: the models named by `models`, with their thresholds (see `bound`)."""

    models: tuple[str, ...] = setting(
        ("tiers", "lifecycle"),
        Text("交叉的模型", "Models to cross"),
        Keys(),
        Text("前面的维度更重要；如 rfm, clv", "the first matters most; such as rfm, clv"),
    )
    dimensions: tuple[ColumnRow, ...] = setting(
        (),
        Text("交叉的列", "Columns to cross"),
        ColumnRows(),
        Text(
            "任意一列都可以成为新维度，如 投诉次数 = 1, 3",
            "any column can be a new dimension, such as complaints = 1, 3",
        ),
    )
    small: float = setting(
        0.02,
        Text("小组合的占比", "Small below"),
        Number(0, 0.5),
        Text("不到这个占比的组合要合并", "crossings of a smaller share are merged"),
    )
    parts: "tuple[Model, ...]" = ()

    key: ClassVar[str] = "cross"
    title: ClassVar[Text] = Text("组合分群", "Combination")
    tip: ClassVar[Text] = Text(
        "把几个模型交叉成一个标签，小群合并",
        "Crosses several models into one label and merges small groups",
    )
    columns: ClassVar[tuple[Column, Column]] = (SEGMENT, REASON)

    def __post_init__(self) -> None:
        check(self)

    def bound(self, models: "Sequence[Model]") -> "Cross":
        """With the models it names, as their thresholds are set."""
        known = {model.key: model for model in models if model.key != self.key}
        return replace(self, parts=tuple(known[key] for key in self.models if key in known))

    @property
    def needs(self) -> tuple[Column, ...]:
        return tuple(dict.fromkeys(column for part in self.parts for column in part.needs))

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer. Raises XlsegError with the reason of every model that refuses."""
        dimensions, unknown = self._dimensions(customers)
        if unknown:
            raise XlsegError(NO_MODEL.format(keys=join(unknown)))
        if not dimensions:
            raise XlsegError(NOTHING)
        shape = tuple(len(d.keys) for d in dimensions)
        if np.prod(shape, dtype=float) > LARGEST:
            raise XlsegError(TOO_MANY.format(count=int(np.prod(shape, dtype=float)), most=LARGEST))
        cell = np.ravel_multi_index(tuple(d.codes for d in dimensions), shape) if len(customers) else np.zeros(0, int)
        counts = np.bincount(cell, minlength=int(np.prod(shape)))
        crossings = [_Crossing(dimensions, np.unravel_index(n, shape)) for n in range(len(counts))]
        into, segments = self._merged(crossings, counts)
        labels = pd.DataFrame(
            {
                SEGMENT.key: np.array([s.key for s in segments], dtype=object)[into[cell]],
                REASON.key: _objects([c.title for c in crossings])[cell],
            },
            index=pd.Index(customers["customer_id"], name="customer_id"),
        )
        evidence = tuple(_evidence(crossings, counts, into, segments, self.small))
        used = tuple(dict.fromkeys(key for dimension in dimensions for key in dimension.used))
        return Segmentation(labels, segments, evidence, used=used, ordered=False)

    def _dimensions(self, customers: pd.DataFrame) -> tuple[list[Dimension], list[str]]:
        problems, found = Problems(), []
        for part in self.parts:
            try:
                found.append(_of_model(part, customers))
            except XlsegError as error:
                problems += [Problem(PART.format(title=part.title, why=p.message)) for p in error.problems]
        for row in self.dimensions:
            with problems.gathered():
                found.append(of_column(row, customers))
        problems.tell()
        known = {part.key for part in self.parts}
        return found, [key for key in self.models if key not in known]

    def _merged(self, crossings: "list[_Crossing]", counts: Codes) -> tuple[Codes, tuple[Segment, ...]]:
        """Where each crossing goes: itself if it is large, else the rest of its first value, else the rest of all."""
        least = self.small * counts.sum()
        large = (counts >= least) & (counts > 0)
        rests = {c.first: 0 for c in crossings}
        for crossing, count, is_large in zip(crossings, counts, large, strict=True):
            rests[crossing.first] += 0 if is_large else int(count)
        segments: dict[str, Segment] = {}
        for crossing, count, is_large in zip(crossings, counts, large, strict=True):
            own = crossing.segment() if is_large else crossing.rest() if rests[crossing.first] >= least else REST
            if count:
                segments.setdefault(own.key, own)
        ordered = [*(s for s in segments.values() if s is not REST), *([REST] if REST.key in segments else [])]
        places = {segment.key: place for place, segment in enumerate(ordered)}
        ways = (c.segment() if is_large else c.rest() for c, is_large in zip(crossings, large, strict=True))
        return np.array([places.get(way.key, places.get(REST.key, 0)) for way in ways]), tuple(ordered) or (REST,)


class _Crossing:
    """One value of each dimension. left_over: whether some value is no group of its dimension."""

    def __init__(self, dimensions: Sequence[Dimension], at: Sequence[np.intp]) -> None:
        pairs = [(d, int(n)) for d, n in zip(dimensions, at, strict=True)]
        self.keys, self.titles = [d.keys[n] for d, n in pairs], [d.titles[n] for d, n in pairs]
        self.first, self.title = self.keys[0], join(self.titles, BETWEEN)
        rests = [key in d.rest for (d, _), key in zip(pairs, self.keys, strict=True)]
        self.left_over, self.first_left_over = any(rests), rests[0]

    def segment(self) -> Segment:
        return Segment("_".join(self.keys), self.title, residual=self.left_over)

    def rest(self) -> Segment:
        """What small crossings of the first value become together."""
        return Segment(f"{self.first}_rest", join((self.titles[0], REST_OF), BETWEEN), residual=self.first_left_over)


def _of_model(part: "Model", customers: pd.DataFrame) -> Dimension:
    found = part.segment(customers)
    keys = tuple(segment.key for segment in found.segments)
    codes = pd.Categorical(found.labels["segment"], categories=list(keys)).codes.astype(np.int64)
    rest = tuple(segment.key for segment in found.segments if segment.residual)
    titles = tuple(segment.title for segment in found.segments)
    return Dimension(part.title, codes, keys, titles, rest, found.rests_on(part.needs))


def _evidence(
    crossings: list[_Crossing], counts: Codes, into: Codes, segments: Sequence[Segment], small: float
) -> Iterator[Block]:
    """Every crossing there is, the largest first, and where it went."""
    rows = [
        (c.title, int(count), count / counts.sum(), EMPTY if segments[to].title == c.title else segments[to].title)
        for c, count, to in zip(crossings, counts, into, strict=True)
        if count
    ]
    rows.sort(key=lambda row: -row[1])
    yield Heading(ALL)
    yield Note(RULE.format(small=f"{small:.1%}"))
    yield Table(CROSSING, pd.DataFrame(rows, columns=[c.key for c in CROSSING], dtype=object))


def _objects(values: list[Text]) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


REST_OF = Text("其他", "Other")
REST = Segment("rest", Text("其他组合", "Other crossings"), residual=True)
ALL = Text("全部组合", "All crossings")
RULE = Text(
    "不到客户 {small} 的组合并入第一个维度相同的「其他」；合起来仍不到的，并入「其他组合」。",
    "Crossings of less than {small} of the customers go into 'Other' of the same first value; where these are still "
    "too few, into 'Other crossings'.",
)
PART = Text("组合里的「{title}」：{why}", "'{title}' in the combination: {why}")
NO_MODEL = Text(
    "没有模型 {keys}；请改设置「交叉的模型」", "there is no model {keys}; change the setting 'Models to cross'"
)
NOTHING = Text(
    "没有可以交叉的维度；请填设置「交叉的模型」或「交叉的列」",
    "nothing to cross: fill in the setting 'Models to cross' or 'Columns to cross'",
)
TOO_MANY = Text(
    "这些维度有 {count:,} 种组合，超过 {most:,}；请少选一个维度",
    "these dimensions have {count:,} crossings, more than {most:,}; choose fewer",
)
