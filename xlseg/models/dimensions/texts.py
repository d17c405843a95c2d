"""Groups from the texts of a column: each value one, however it is written; the rare ones together."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column, also
from xlseg.distinct import distinct
from xlseg.distinct import texts as plain_texts
from xlseg.errors import XlsegError
from xlseg.models.dimensions import Dimension, Part, inside
from xlseg.rules import Among, Blank
from xlseg.text import EMPTY, Text, same

UNSAID = frozenset(also("未知|不详|不明|保密|未填|未填写|无|unknown|not known|not given|undisclosed|n/a|na|-|--|/"))
OTHERWISE = frozenset(also("其他|其它|其余|other|others"))
LISTED = 30  # values shown in the evidence

VALUE = Column("value", Text("取值", "Value"))
ALSO = Column("also", Text("也写作", "Also written"), "wide")
COUNT = Column("count", Text("客户数", "Customers"), "count")
SHARE = Column("share", Text("占比", "Share"), "share")
GROUP = Column("group", Text("归入", "Group"))


class Known(NamedTuple):
    """A value with a meaning of its own, however it is written. words: its spellings, the usual one first."""

    key: str
    title: Text
    alone: Text
    words: tuple[str, ...]
    features: Text = EMPTY
    action: Text = EMPTY


class Rare(NamedTuple):
    """Which values stay apart: the `most` most frequent, each of at least the share `least` of all customers."""

    most: int
    least: float = 0.0


class Value(NamedTuple):
    """What several spellings mean: their simple form, the spellings (most frequent first), how many customers."""

    simple: str
    written: tuple[str, ...]
    size: int

    @property
    def shown(self) -> str:
        return unicodedata.normalize("NFKC", self.written[0])


Naming = Callable[[int, str], Part]  # the number of a value and its text to a group, whose condition is set here


def plain(number: int, value: str) -> Part:
    """A group called as its value is."""
    return Part(f"group_{number}", same(value), same(value), ())


def by_texts(
    cells: pd.Series, column: str, title: Text, rare: Rare, known: Sequence[Known] = (), naming: Naming = plain
) -> Dimension:
    """The known values in their order, then the frequent ones by size and name, then all the rest as one group.

    Spellings that differ by case, width or blanks are one value. Raises XlsegError where hardly a value repeats.
    """
    codes, texts = _texts(cells)
    values = _values(codes, texts)
    said = [value for value in values if value.simple not in UNSAID]
    meant = {simple(word): k.key for k in known for word in k.words}
    free = [value for value in said if value.simple not in meant and value.simple not in OTHERWISE]
    named = [value for value in free if value.size >= rare.least * len(cells)][: rare.most]
    if free and not (named or known):
        raise XlsegError(SCATTERED.format(title=title, count=len(free), share=percent(rare.least)))
    spelled = {k.key: _words(v for v in said if meant.get(v.simple) == k.key) or k.words[:1] for k in known}
    parts = [Part(k.key, k.title, k.alone, (Among(column, spelled[k.key]),), k.features, k.action) for k in known]
    parts += [naming(n, v.shown)._replace(when=(Among(column, v.written),)) for n, v in enumerate(named, 1)]
    groups = {word: part.title for part in parts for test in part.when for word in _among(test)}
    unsaid = _words(value for value in values if value.simple in UNSAID)
    if any(value.written[0] not in groups for value in said):
        parts.append(_other(column, title, (*groups, *unsaid)))
    prepared = pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(texts, dtype=object)), cells.index)
    shown = _listed(title, said, groups, len(cells), rare if free else Rare(0))
    gap = ((Blank(column),), *(((Among(column, unsaid),),) if unsaid else ()))
    return Dimension(column, title, tuple(parts), gap, prepared, shown, whole=True)


def simple(text: str) -> str:
    """A text without what makes no difference: case, full width, blanks too many."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def percent(share: float) -> str:
    return f"{share:.1%}".replace(".0%", "%")


def _texts(cells: pd.Series) -> tuple[np.ndarray, tuple[str, ...]]:
    """Codes, -1 where blank, and the distinct texts without blanks around them, in order."""
    codes, found = distinct(cells)
    bare = plain_texts(found)
    texts = tuple(sorted({text for text in bare if text}))
    place = {text: at for at, text in enumerate(texts)}
    return np.array([*(place.get(text, -1) for text in bare), -1], dtype=np.int64)[codes], texts


def _values(codes: np.ndarray, texts: Sequence[str]) -> list[Value]:
    """By size, then by name."""
    spellings: dict[str, list[tuple[int, str]]] = {}
    for text, count in zip(texts, np.bincount(codes[codes >= 0], minlength=len(texts)).tolist(), strict=True):
        if count:
            spellings.setdefault(simple(text), []).append((-count, text))
    values = [
        Value(name, tuple(text for _, text in sorted(found)), -sum(count for count, _ in found))
        for name, found in spellings.items()
    ]
    return sorted(values, key=lambda value: (-value.size, value.simple))


def _words(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.written)


def _among(test: object) -> tuple[str, ...]:
    return test.values if isinstance(test, Among) else ()


def _other(column: str, title: Text, named: tuple[str, ...]) -> Part:
    name = OTHER.format(title=inside(title))
    return Part("other", name, name, (Among(column, named, negated=True),), COLLECTED)


def _listed(title: Text, said: Sequence[Value], groups: Mapping[str, Text], rows: int, rare: Rare) -> tuple[Block, ...]:
    """The most frequent values, and which group each went into."""
    rest = OTHER.format(title=inside(title))
    rows_shown = [
        (v.shown, ", ".join(v.written[1:]), v.size, v.size / rows, groups.get(v.written[0], rest))
        for v in said[:LISTED]
    ]
    columns = (VALUE, *((ALSO,) if any(len(v.written) > 1 for v in said[:LISTED]) else ()), COUNT, SHARE, GROUP)
    table = pd.DataFrame(rows_shown, columns=[c.key for c in (VALUE, ALSO, COUNT, SHARE, GROUP)], dtype=object)
    least = LEAST.format(share=percent(rare.least)) if rare.least else EMPTY
    note = KEPT.format(count=len(said), most=rare.most, least=least)
    return Heading(VALUES.format(title=inside(title))), *((Note(note),) if rare.most else ()), Table(columns, table)


OTHER = Text("其他{title}", "Other {title}")
COLLECTED = Text("合并了其余的取值", "all other values together")
VALUES = Text("{title}的取值", "Values of {title}")
KEPT = Text(
    "共有 {count} 个取值；客户最多的 {most} 个{least}各成一组，其余合并。大小写、全角半角、空格不同的算同一个。",
    "{count} values; the {most} most frequent{least} are groups, the others go together. Case, width and blanks make "
    "no difference.",
)
LEAST = Text("（且占比不低于 {share}）", " with at least {share} of the customers")
SCATTERED = Text(
    "「{title}」有 {count} 个取值，没有一个达到客户的 {share}，分不成组；请换一列，或调低这个占比",
    "'{title}' has {count} values and none is held by {share} of the customers, so it makes no groups; take another "
    "column, or lower that share",
)
