"""Customers in levels of value: who is in the top 20 %, the next 30 %, the rest; or above limits of the user's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, inf, isclose, log10
from typing import Any, NamedTuple

import numpy as np

from xlseg.blocks import Block, Heading, Note
from xlseg.kinds import Fields
from xlseg.proposals import proposals
from xlseg.rules import Condition, Range, Rule, worded
from xlseg.scoring import Floats
from xlseg.segments import Segment
from xlseg.text import EMPTY, Lang, Text, join, same

MOST = 5  # levels

BYS = {"shares": Text("按比例", "Shares"), "limits": Text("按界限", "Limits")}
SHARES_NOTE = Text(
    "按比例时用；由好到差，同值的客户不拆开", "used with by = shares; best first, equal values stay together"
)
NAMES_NOTE = Text("由好到差；留空就用高、中、低", "best first; blank: high, middle, low")


@dataclass(frozen=True)
class Shares:
    """Percentages that make 100, best first, such as 20, 30, 50; 20% / 30% / 50% and 0.2, 0.3, 0.5 are read too."""

    many = False

    def read(self, cell: object) -> tuple[float, ...]:
        items = [item for item in re.split(r"[,，、;；/|\s]+", "" if cell is None else str(cell)) if item]
        found = [float(item.rstrip("%％")) for item in items]
        return tuple(round(v * 100, 6) for v in found) if isclose(sum(found), 1) else tuple(found)

    def show(self, value: tuple[float, ...], lang: Lang) -> object:
        return ", ".join(f"{share:g}" for share in value)

    def allows(self, value: Any) -> bool:
        return 2 <= len(value) <= MOST and all(share > 0 for share in value) and isclose(sum(value), 100, abs_tol=0.1)

    @property
    def allowed(self) -> Text:
        return Text("2 到 5 个百分比，合计 100，如 20, 30, 50", "2 to 5 percentages that make 100, such as 20, 30, 50")


@dataclass(frozen=True)
class Names(Fields):
    """Names separated by commas, which may be none."""

    @property
    def allowed(self) -> Text:
        return Text("名称，用逗号分隔；可留空", "names separated by commas; may be blank")


class Level(NamedTuple):
    """One level of value. features: with {what} for the measure."""

    key: str
    title: Text
    features: Text
    action: Text


HIGH = Level(
    "high",
    Text("高价值客户", "High value"),
    Text("{what}最高", "Highest {what}"),
    Text("专属服务、增值权益、优先资源", "Personal service, added benefits, resources first"),
)
UPPER = Level(
    "upper",
    Text("较高价值客户", "Upper-middle value"),
    Text("{what}较高，接近顶层", "{what} close to the top"),
    Text("会员升级、组合推荐、冲刺奖励", "Tier upgrade, bundles, a reward within reach"),
)
MIDDLE = Level(
    "middle",
    Text("中价值客户", "Middle value"),
    Text("{what}居中，还有提升空间", "Middling {what}, room to grow"),
    Text("提升服务、增加互动、交叉销售", "Better service, more contact, cross-sell"),
)
LOWER = Level(
    "lower",
    Text("较低价值客户", "Lower-middle value"),
    Text("{what}偏低", "{what} below the middle"),
    Text("满减凑单、复购优惠、例行触达", "Threshold discount, repeat offer, regular touch"),
)
LOW = Level(
    "low",
    Text("低价值客户", "Low value"),
    Text("{what}最低", "Lowest {what}"),
    Text("邮件短信、自助服务、促销吸引", "E-mail and text, self-service, promotions"),
)
LEVELS = {
    2: (HIGH, LOW),
    3: (HIGH, MIDDLE, LOW),
    4: (HIGH, UPPER, LOWER, LOW),
    5: (HIGH, UPPER, MIDDLE, LOWER, LOW),
}


def share_cuts(values: Floats, shares: Sequence[float]) -> tuple[float, ...]:
    """The limits between levels of these shares, highest first; `values` are finite and not all equal.

    Equal values stay together: each limit is where the share of customers above it comes nearest to what is wanted,
    and every limit leaves somebody above and below. It is the roundest number between two neighbours' values.
    """
    x = np.sort(values)
    starts = np.flatnonzero(x[1:] > x[:-1]) + 1
    wanted = len(x) * (1 - np.cumsum(shares)[:-1] / 100)
    after = np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)
    before = np.maximum(after - 1, 0)
    nearest = np.where(wanted - starts[before] < starts[after] - wanted, before, after)
    return tuple(roundest(float(x[at - 1]), float(x[at])) for at in starts[nearest])


def roundest(low: float, high: float) -> float:
    """The number above `low` and up to `high` that has the fewest digits: 500 between 489.2 and 512.35."""
    start = max(-floor(log10(max(abs(low), abs(high), 1e-280))) - 1, -300)
    for digits in range(start, start + 18):
        found = floor(high / 10**-digits) * 10**-digits if digits < 0 else floor(high * 10**digits) / 10**digits
        if low < found <= high:
            return float(found)
    return high


class Bands(NamedTuple):
    """Levels of a measure. cuts: highest first, one fewer than levels; a customer on one belongs above it."""

    column: str
    title: Text
    cuts: tuple[float, ...]
    levels: tuple[Level, ...]
    names: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()

    def conditions(self) -> list[Condition]:
        """Who is in each level; nobody, where two limits are the same."""
        edges = (inf, *self.cuts, -inf)
        ranges = [Range(self.column, low, high, below=high < inf) for high, low in pairwise(edges)]
        return [() if found.empty else ((found,),) for found in ranges]

    def rules(self) -> tuple[Rule, ...]:
        """One rule a level that somebody can be in."""
        return tuple(Rule(level.key, c) for level, c in zip(self.levels, self.conditions(), strict=True) if c)

    def share_note(self, values: Floats) -> Text:
        """Which shares were wanted and which came about; values: those of customers who have one."""
        counts = np.bincount(np.searchsorted(self.cuts[::-1], values, side="right"), minlength=len(self.levels))[::-1]
        wanted, found = (" / ".join(f"{s:.3g}" for s in of) for of in (self.shares, counts / len(values) * 100))
        return SHARED.format(wanted=wanted, found=found)

    def segments(self, rules: Sequence[Rule]) -> tuple[Segment, ...]:
        """Best to worst, each with its rule in words and the share it stands for."""
        when = {rule.segment: rule.when for rule in rules}
        what = Text(self.title.zh, _lower(self.title.en))
        found = []
        for n, level in enumerate(self.levels):
            said = worded(when.get(level.key, ()), {self.column: self.title})
            title = same(self.names[n]) if self.names else level.title
            rule = join((said, self._share(n)), EMPTY) if self.shares else said
            found.append(Segment(level.key, title, rule, _capital(level.features.format(what=what)), level.action))
        return tuple(found)

    def _share(self, n: int) -> Text:
        told = FIRST if n == 0 else LAST if n == len(self.levels) - 1 else NEXT
        return told.format(share=self.shares[n])


def _lower(name: str) -> str:
    """As within a sentence; what is written in capitals, such as LTV, stays so."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _capital(text: Text) -> Text:
    return Text(text.zh, text.en[:1].upper() + text.en[1:])


def limit_blocks(values: Floats, bands: Bands, key: str, shares: Sequence[float], digits: int) -> tuple[Block, ...]:
    """Limits in use and limits the data propose, side by side. key: the model's, whose settings take them over."""
    told = (Note(bands.share_note(values)),) if bands.shares else ()
    by_shares = None
    if not bands.shares and len(values) and values.min() < values.max():
        named = BY_SHARES.format(shares=" / ".join(f"{share:g}" for share in shares))
        by_shares = {named: share_cuts(values, shares)[::-1]}
    table = proposals(values, bands.cuts[::-1], by_shares, digits)
    return Heading(LIMITS.format(title=bands.title)), *told, Note(TAKE_OVER.format(key=key)), table


def digits_for(values: Floats, cuts: Sequence[float]) -> int:
    """Decimals that tell limits apart without noise: none for hundreds and whole numbers, two at most."""
    written = max((len(f"{cut:.2f}".rstrip("0").partition(".")[2]) for cut in cuts), default=0)
    if (values == np.rint(values)).all():
        return written
    typical = float(np.median(np.abs(values)))
    return max(written, 0 if typical >= 100 else 1 if typical >= 10 else 2)


LIMITS = Text("{title}的界限", "Limits: {title}")
TAKE_OVER = Text(
    "要采用其中一种：把设置 {key}.by 改成「按界限」，在 {key}.limits 填上界限。",
    "To take one over, set {key}.by to Limits and write the limits into {key}.limits.",
)
SHARED = Text(
    "想要的比例是 {wanted}%，实际是 {found}%：界限取最接近的，同值的客户不拆开。",
    "Wanted were {wanted}%, and {found}% came about: the nearest limits, equal values staying together.",
)
BY_SHARES = Text("按比例 {shares}%", "Shares {shares}%")
FIRST = Text("（约前 {share:g}%）", " (about the top {share:g}%)")
NEXT = Text("（约其后 {share:g}%）", " (about the next {share:g}%)")
LAST = Text("（约其余 {share:g}%）", " (about the other {share:g}%)")
