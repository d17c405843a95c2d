"""Values become three tiers: by shares of the customers, or by limits."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.scoring import Floats, Scores
from xlseg.segments import Segment
from xlseg.text import Text

HIGH = Segment(
    "high_lifetime_value",
    Text("高终身价值客户", "High lifetime value"),
    features=Text("终身价值最高", "Worth the most"),
    action=Text("专人服务、会员权益、优先保留", "Personal service, perks, keep first"),
)
MIDDLE = Segment(
    "middle_lifetime_value",
    Text("中终身价值客户", "Middle lifetime value"),
    features=Text("终身价值居中，有提升空间", "Worth a middling amount, with room to grow"),
    action=Text("交叉销售、提升频次、会员升级", "Cross-sell, more visits, tier upgrade"),
)
LOW = Segment(
    "low_lifetime_value",
    Text("低终身价值客户", "Low lifetime value"),
    features=Text("终身价值有限", "Worth little"),
    action=Text("自动化触达、控制投入成本", "Automated touch, keep cost low"),
)
UNKNOWN = Segment(
    "lifetime_value_unknown",
    Text("终身价值未知", "Lifetime value not known"),
    Text("没有购买记录，或缺少金额、天数", "no purchase on record, or its amount or days are missing"),
    residual=True,
)


class Tiers(NamedTuple):
    """positions: of each customer, in `segments` (high, middle, low, not known)."""

    segments: tuple[Segment, ...]
    positions: Scores


def by_shares(value: Floats, shares: tuple[float, ...]) -> Tiers:
    """The best customers up to the first share of all, up to the second, and the rest; shares such as 0.2, 0.5.

    Equal values get the same tier: that of their mean rank.
    """
    known = np.isfinite(value)
    rank = (pd.Series(-value[known]).rank(method="average").to_numpy() - 0.5) / max(int(known.sum()), 1)
    found = np.full(len(value), 3)
    found[known] = np.searchsorted(np.array(shares) + 1e-12, rank)
    first, second = (f"{share:.1%}".replace(".0%", "%") for share in shares)
    return Tiers(_named(TOP.format(to=first), NEXT.format(start=first, to=second), REST), found)


def by_limits(value: Floats, limits: tuple[float, ...]) -> Tiers:
    """At least the second limit, at least the first, and below; limits such as 500, 2000."""
    found = np.where(np.isfinite(value), 2 - np.searchsorted(np.array(limits), value, side="right"), 3)
    low, high = (f"{limit:,.10g}" for limit in limits)
    return Tiers(_named(FROM.format(low=high), BETWEEN.format(low=low, high=high), BELOW.format(high=low)), found)


def _named(*rules: Text) -> tuple[Segment, ...]:
    tiers = (replace(tier, rule=rule) for tier, rule in zip((HIGH, MIDDLE, LOW), rules, strict=True))
    return (*tiers, UNKNOWN)


TOP = Text("终身价值排名前 {to}", "top {to} by lifetime value")
NEXT = Text("终身价值排名 {start} 到 {to}", "from {start} to {to} by lifetime value")
REST = Text("终身价值排名在后的其余客户", "all the others by lifetime value")
FROM = Text("终身价值 ≥ {low}", "lifetime value at least {low}")
BETWEEN = Text("{low} ≤ 终身价值 < {high}", "lifetime value from {low} to below {high}")
BELOW = Text("终身价值 < {high}", "lifetime value below {high}")
