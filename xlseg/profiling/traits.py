"""What a group is, in ASCII words measures are chosen by; from its figures beside those of all, never from its name."""

from math import isnan

from xlseg.profiling.figures import SMALL, Comparison
from xlseg.profiling.wording import EXCESS, FEWEST

MARKED = 0.1  # an effect between small and medium (Vargha and Delaney: 0.06 and 0.14)
GREAT = 0.21  # a large one
LATER = 1.2  # times the days of all customers: gone by the figures too
FOCUSED = 0.5  # the share of a group that one category is the favourite of
ONCE = 0.1  # a repurchase rate

ABOVE = {
    "recent": ("days_since_last", -MARKED),
    "lapsing": ("days_since_last", MARKED),
    "new": ("tenure_days", -MARKED),
    "long": ("tenure_days", MARKED),
    "frequent": ("orders", MARKED),
    "rare": ("orders", -MARKED),
    "high_value": ("revenue", MARKED),
    "low_value": ("revenue", -MARKED),
    "big_basket": ("average_order", MARKED),
    "small_basket": ("average_order", -MARKED),
    "engaged": ("activities", MARKED),
    "referring": ("referrals", SMALL),
    "complaining": ("complaints", SMALL),
    "demanding": ("services", SMALL),
    "broad": ("categories", MARKED),
    "narrow": ("categories", -MARKED),
    "younger": ("age", -MARKED),
    "older": ("age", MARKED),
}  # the measure a trait is seen on, and the effect from which on it is there
TRAITS = (*ABOVE, "lost", "never", "once", "unprofitable", "focused", "business", "unknown")


def traits(group: str, found: Comparison) -> frozenset[str]:
    """Traits of a group with customers; none of one without."""
    if not found.sizes[group]:
        return frozenset()
    effects = {key: float(value) for key, value in found.effects.loc[group].items() if not isnan(value)}
    seen = {trait for trait, (key, least) in ABOVE.items() if _beyond(effects.get(key, 0.0), least)}
    if effects.get("days_since_last", 0.0) >= GREAT and _later(group, found):
        seen |= {"lost", "lapsing"}
    never = found.bought[group] == 0
    if never:
        seen = {trait for trait in seen if trait in ("engaged", "complaining", "demanding", "younger", "older")}
        seen.add("never")
    elif not effects:
        seen.add("unknown")
    if found.means.get("repurchase", {}).get(group, 1.0) < ONCE:
        seen.add("once")
    if _loses(group, found, effects):
        seen.add("unprofitable")
    leanings = {lean.column: lean for lean in found.leanings[group]}
    liked = leanings.get("favourite_category")
    if liked and found.sizes[group] >= FEWEST and liked.share >= FOCUSED and liked.share - liked.whole >= EXCESS:
        seen.add("focused")
    return frozenset(seen | ({"business"} if "industry" in leanings else set()))


def _beyond(effect: float, least: float) -> bool:
    return effect >= least if least > 0 else effect <= least


def _later(group: str, found: Comparison) -> bool:
    return bool(found.means.loc[group, "days_since_last"] >= LATER * found.whole["days_since_last"])


def _loses(group: str, found: Comparison, effects: dict[str, float]) -> bool:
    """Whether the group costs more than it brings, or earns far less than its revenue lets expect."""
    if "profits" not in effects:
        return False
    return bool(found.means.loc[group, "profits"] < 0) or effects["profits"] <= effects.get("revenue", 0.0) - GREAT
