"""Values become three tiers: by shares of the customers, or by limits."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.scoring import Floats, Scores
from xlseg.segments import Segment
from xlseg.text import Text

LIFETIME = Text("终身价值", "lifetime value")
HIGH = Segment(
    "high_lifetime_value",
    Text("高{what}客户", "High {what}"),
    features=Text("{what}最高", "Worth the most"),
    action=Text("专人服务、会员权益、优先保留", "Personal service, perks, keep first"),
)
MIDDLE = Segment(
    "middle_lifetime_value",
    Text("中{what}客户", "Middle {what}"),
    features=Text("{what}居中，有提升空间", "Worth a middling amount, with room to grow"),
    action=Text("交叉销售、提升频次、会员升级", "Cross-sell, more visits, tier upgrade"),
)
LOW = Segment(
    "low_lifetime_value",
    Text("低{what}客户", "Low {what}"),
    features=Text("{what}有限", "Worth little"),
    action=Text("自动化触达、控制投入成本", "Automated touch, keep cost low"),
)
UNKNOWN = Segment(
    "lifetime_value_unknown",
    Text("{what}未知", "No {what} known"),
    Text("没有购买记录，或缺少金额、天数", "no purchase on record, or its amount or days are missing"),
    residual=True,
)


class Tiers(NamedTuple):
    """positions: of each customer, in `segments` (high, middle, low, not known)."""

    segments: tuple[Segment, ...]
    positions: Scores


def by_shares(value: Floats, shares: tuple[float, ...], what: Text = LIFETIME) -> Tiers:
    """The best customers up to the first share of all, up to the second, and the rest; shares such as 0.2, 0.5.

    Equal values get the same tier: that of their mean rank. what: the value is called.
    """
    known = np.isfinite(value)
    rank = (pd.Series(-value[known]).rank(method="average").to_numpy() - 0.5) / max(int(known.sum()), 1)
    found = np.full(len(value), 3)
    found[known] = np.searchsorted(np.array(shares) + 1e-12, rank)
    first, second = (f"{share:.1%}".replace(".0%", "%") for share in shares)
    rules = (TOP.format(to=first, what=what), NEXT.format(start=first, to=second, what=what), REST.format(what=what))
    return Tiers(_named(what, *rules), found)


def by_limits(value: Floats, limits: tuple[float, ...]) -> Tiers:
    """At least the second limit, at least the first, and below; limits such as 500, 2000."""
    found = np.where(np.isfinite(value), 2 - np.searchsorted(np.array(limits), value, side="right"), 3)
    low, high = (f"{limit:,.10g}" for limit in limits)
    rules = (FROM.format(low=high), BETWEEN.format(low=low, high=high), BELOW.format(high=low))
    return Tiers(_named(LIFETIME, *rules), found)


def _named(what: Text, *rules: Text) -> tuple[Segment, ...]:
    said = (*rules, UNKNOWN.rule)
    return tuple(
        replace(tier, title=tier.title.format(what=what), features=tier.features.format(what=what), rule=rule)
        for tier, rule in zip((HIGH, MIDDLE, LOW, UNKNOWN), said, strict=True)
    )


TOP = Text("{what}排名前 {to}", "top {to} by {what}")
NEXT = Text("{what}排名 {start} 到 {to}", "from {start} to {to} by {what}")
REST = Text("{what}排名在后的其余客户", "all the others by {what}")
FROM = Text("终身价值 ≥ {low}", "lifetime value at least {low}")
BETWEEN = Text("{low} ≤ 终身价值 < {high}", "lifetime value from {low} to below {high}")
BELOW = Text("终身价值 < {high}", "lifetime value below {high}")
