"""What a group is, in ASCII words measures are chosen by; from its figures beside those of all, never from its name."""

from typing import NamedTuple

from xlseg.profiling.figures import OVERDUE, SMALL, Portrait
from xlseg.profiling.measured import PERSONAL
from xlseg.profiling.wording import EXCESS

MARKED = 0.1  # an effect between small and medium (Vargha and Delaney: 0.06 and 0.14)
GREAT = 0.21  # a large one
FOCUSED = 0.5  # the share of a group that one category is the favourite of
ONCE = 0.1  # a repurchase rate


class Sign(NamedTuple):
    """How a trait shows. least: the effect from which on it is there; times: the figure over that of all, where it has
    to be so far above, or below, by itself too."""

    measure: str
    least: float
    times: float | None = None


SIGNS = {
    "recent": Sign("days_since_last", -MARKED, 0.8),
    "lapsing": Sign("days_since_last", MARKED),
    "lost": Sign("days_since_last", GREAT, 1.2),
    "new": Sign("tenure_days", -MARKED, 0.6),
    "long": Sign("tenure_days", MARKED),
    "frequent": Sign("orders", MARKED),
    "rare": Sign("orders", -MARKED),
    "high_value": Sign("revenue", MARKED),
    "low_value": Sign("revenue", -MARKED),
    "big_basket": Sign("average_order", MARKED),
    "small_basket": Sign("average_order", -MARKED),
    "engaged": Sign("activities", MARKED),
    "referring": Sign("referrals", SMALL),
    "complaining": Sign("complaints", SMALL),
    "demanding": Sign("services", SMALL),
    "broad": Sign("categories", MARKED),
    "narrow": Sign("categories", -MARKED),
    "younger": Sign("age", -MARKED),
    "older": Sign("age", MARKED),
}
OF_NEVER = {"engaged", "complaining", "demanding", "younger", "older"}  # what may be said of who never bought
TRAITS = (*SIGNS, "never", "once", "unprofitable", "focused", "business", "unknown")


def traits(found: Portrait) -> frozenset[str]:
    """Traits of a group with customers; none of one without."""
    if not found.size:
        return frozenset()
    seen = {trait for trait, sign in SIGNS.items() if _shows(sign, found)}
    if found.effects.get(OVERDUE, 0.0) >= MARKED and found.effects["days_since_last"] > -SMALL:
        seen.add("lapsing")  # not long for others, but for them
    if found.bought == 0:
        seen = (seen & OF_NEVER) | {"never"}
    elif not found.effects:
        seen.add("unknown")
    if found.means.get("repurchase", 1.0) < ONCE:
        seen.add("once")
    if _loses(found):
        seen.add("unprofitable")
    liked = found.leanings.get("favourite_category")
    if liked and liked.certain and liked.share >= FOCUSED and liked.share - liked.whole >= EXCESS:
        seen.add("focused")
    return frozenset(seen | ({"business"} if "industry" in found.leanings else set()))


def _shows(sign: Sign, found: Portrait) -> bool:
    effect, side = found.effects.get(sign.measure, 0.0), 1 if sign.least > 0 else -1
    if side * effect < side * sign.least or (sign.measure in PERSONAL and sign.measure not in found.certain):
        return False
    limit = (sign.times or 0.0) * found.whole[sign.measure]
    return sign.times is None or side * (found.means[sign.measure] - limit) >= 0


def _loses(found: Portrait) -> bool:
    """Whether the group costs more than it brings, or earns far less than its revenue lets expect."""
    if "profits" not in found.means:
        return False
    return found.means["profits"] < 0 or found.effects["profits"] <= found.effects.get("revenue", 0.0) - GREAT
