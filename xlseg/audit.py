"""What a segmentation leaves out, matches twice and can never reach, and whether its groups are of a good grain."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd

from xlseg.rules import EVERYBODY, Book, Condition, Table, holds, matches, worded
from xlseg.rules.domain import Domain, domain, regions
from xlseg.rules.table import type_of
from xlseg.segments import Segmentation, sizes
from xlseg.text import Text, join

Titles = Mapping[str, Text]
Say = Callable[[Condition], Text]
GIVEN = ("segment", "reason")  # label columns no rule speaks of, whatever columns of the user's are called
GAPS = 40  # regions looked for
ADVISED = (3, 6)  # groups, in the documents
MANY = 10
SMALL = 0.01  # share of customers


@dataclass(frozen=True)
class Overlap:
    """Two segments whose rules both match somewhere: the first wins. region: where. customers: who are there."""

    winner: Text
    loser: Text
    region: Text
    customers: int


@dataclass(frozen=True)
class Gap:
    """A region in which no rule matches, and the customers in it."""

    region: Text
    customers: int


@dataclass(frozen=True)
class Codes:
    """Of a table of codes: how many there are, and how many no pattern or several hold."""

    all: int
    uncovered: int
    overlapping: int


@dataclass(frozen=True)
class Audit:
    """customers: how many were labelled; unmatched: how many by no rule; multiple: how many by several.

    unreachable: segments no customer could ever get, and the rules that take all of theirs. grain: warnings on the
    number and size of groups. ruled: whether the model is a list of rules at all; whole: whether these were looked at
    over the whole domain, not only on the data.
    """

    customers: int
    unmatched: int
    multiple: int = 0
    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unreachable: tuple[tuple[Text, Text], ...] = ()
    codes: Codes | None = None
    grain: tuple[Text, ...] = ()
    whole: bool = False
    ruled: bool = False


def audit(segmentation: Segmentation, customers: pd.DataFrame, columns: int = 0, titles: Titles | None = None) -> Audit:
    """Look at the rules over all customers there could be, and at the labels of those there are.

    columns: how many columns of the customer table the model goes by; 0: not known, then those of its rules.
    titles: of the columns the model adds.
    """
    plain = Audit(len(customers), segmentation.unmatched)
    book = segmentation.book
    used = columns or len(book.columns if book else ())
    grain = tuple(_grain(segmentation, customers, used))
    if book is None or not book.rules:
        return replace(plain, grain=grain)
    scored = segmentation.labels[[key for key in book.columns if key in segmentation.labels and key not in GIVEN]]
    named = customers.set_index("customer_id").drop(columns=list(scored), errors="ignore")
    frame = pd.concat([named, scored], axis=1)
    table = Table(frame)
    apart = replace(book, rules=tuple(rule for rule in book.rules if rule.when != EVERYBODY))
    counts = matches(apart, table, len(frame)).counts
    found = replace(plain, grain=grain, multiple=int((counts > 1).sum()), ruled=True)
    everything = domain(book)
    if everything is None:
        return found
    dates = [key for key in book.columns if type_of(frame[key]) == "date"]
    say = partial(worded, titles=titles or {}, dates=dates)
    overlaps = _overlaps(segmentation, book, everything, table, len(frame), say)
    return replace(
        found,
        whole=True,
        overlaps=tuple(sorted(overlaps, key=lambda found: -found.customers)),
        gaps=tuple(_gaps(everything, table, len(frame), say)),
        unreachable=tuple(_unreachable(segmentation, book, everything)),
        codes=_codes(book, everything),
    )


def _overlaps(
    segmentation: Segmentation, book: Book, everything: Domain, table: Table, rows: int, say: Say
) -> Iterator[Overlap]:
    """Pairs of rules of different segments that share a region; a rule for everybody else is no overlap."""
    titles = segmentation.titles()
    masks = [np.ascontiguousarray(met) for met in everything.met]
    for one, other in combinations(range(len(masks)), 2):
        both = masks[one] & masks[other]
        winner, loser = book.rules[one].segment, book.rules[other].segment
        if winner == loser or not both.any() or book.rules[other].when == EVERYBODY:
            continue
        boxes = regions(both, everything, 1)
        inside = holds(book.rules[one].when, table, rows) & holds(book.rules[other].when, table, rows)
        yield Overlap(titles[winner], titles[loser], say(tuple(boxes)), int(inside.sum()))


def _gaps(everything: Domain, table: Table, rows: int, say: Say) -> list[Gap]:
    """Regions no rule matches, those with most customers first."""
    boxes = regions(everything.gaps, everything, GAPS)
    found = [Gap(say((box,)), int(holds((box,), table, rows).sum())) for box in boxes]
    return sorted(found, key=lambda gap: -gap.customers)


def _unreachable(segmentation: Segmentation, book: Book, everything: Domain) -> Iterator[tuple[Text, Text]]:
    """Segments all of whose cells earlier rules take, and which rules these are."""
    titles = segmentation.titles()
    taken = np.zeros_like(everything.met[0])
    reached: dict[str, bool] = {}
    before: dict[str, Text] = {}
    for number, (rule, met) in enumerate(zip(book.rules, everything.met, strict=True)):
        takers = [book.rules[n].segment for n in range(number) if (everything.met[n] & met).any()]
        before[rule.segment] = join(dict.fromkeys(titles[key] for key in takers if key != rule.segment))
        reached[rule.segment] = reached.get(rule.segment, False) or bool((met & ~taken).any())
        taken = taken | met
    yield from ((titles[key], before[key]) for key, is_reached in reached.items() if not is_reached)


def _codes(book: Book, everything: Domain) -> Codes | None:
    if set(book.bounds) != set(book.columns):
        return None
    counts = everything.counts
    return Codes(everything.size, int((counts == 0).sum()), int((counts > 1).sum()))


def _grain(segmentation: Segmentation, customers: pd.DataFrame, columns: int) -> Iterator[Text]:
    """The documents' advice: 3 to 6 groups, never more than 10, never by one column alone; none under 1%."""
    groups = [s for s in segmentation.segments if not s.residual]
    if len(groups) > MANY:
        yield TOO_MANY.format(count=len(groups))
    elif not ADVISED[0] <= len(groups) <= ADVISED[1]:
        yield UNUSUAL.format(count=len(groups))
    if columns == 1:
        yield SINGLE
    figures = sizes(segmentation, customers)
    titles = {s.key: s.title for s in groups}
    small = [titles[str(key)] for key, share in figures["share"].items() if key in titles and 0 < share < SMALL]
    empty = [titles[str(key)] for key, count in figures["count"].items() if key in titles and not count]
    if small:
        yield TINY.format(groups=join(small))
    if empty:
        yield NOBODY.format(groups=join(empty))


TOO_MANY = Text(
    "有 {count} 个群体，超过 10 个，策略很难分别执行；建议合并到 3–6 个",
    "there are {count} groups, more than 10: too many to act on each; merge them into 3 to 6",
)
UNUSUAL = Text("有 {count} 个群体；一般建议 3–6 个", "there are {count} groups; 3 to 6 is the advice")
SINGLE = Text(
    "只按一个维度划分，看不出客户价值的差别；建议与别的维度交叉（模型「组合分群」）",
    "one dimension alone tells little about a customer's value; cross it with another (model 'Combination')",
)
TINY = Text("不到 1% 的群体：{groups}；建议并入相近的群体", "groups under 1%: {groups}; merge them into a neighbour")
NOBODY = Text("这次没有人的群体：{groups}", "groups without anybody this time: {groups}")
