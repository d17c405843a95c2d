"""A group's figures in a sentence: '复购率 82%，为全体 2.1 倍；客单价 310，比全体高 45%'."""

from collections.abc import Collection

from xlseg.fields import title_of
from xlseg.profiling.figures import OVERDUE, SMALL, Leaning, Portrait
from xlseg.profiling.measured import MEASURES, PERSONAL, Measure
from xlseg.text import EMPTY, Text, join, sentence

MOST, LEAST = 3, 2  # measures told of a group
NOTHING = 0.05  # times each: so few are as good as none
ALIKE = 0.1  # a figure so little above or below that of all is close to it
POINTS = 0.1  # shares that differ by less are close
LEAN, EXCESS = 0.3, 0.12  # a leaning: so large a share of the group, and so much above all customers
CLAUSE = Text("；", "; ")


def described(found: Portrait, first: Text = EMPTY, known: Collection[str] = ()) -> Text:
    """What customers of the group are like: `first`, then the 2 or 3 figures it differs by most.

    known: columns that make the group, so that leaning to them says nothing. A group without customers is `first`.
    """
    if not found.size:
        return NOBODY if first == EMPTY else first
    told = [_told(measure, found) for measure in _chosen(found)]
    if len(told) < MOST and not found.everybody:
        told += [_leaning(lean) for lean in found.leanings.values() if _leans(lean, known)][:1]
    if first == EMPTY and found.bought == 0:
        first = NEVER
    return sentence(join([*([first] if first != EMPTY else []), *told], CLAUSE))


def dimensions(found: Portrait, used: Collection[str]) -> Text:
    """'累计金额高、订单数低': where the group stands on the columns the groups are made of."""
    by_column = {m.column: m.key for m in MEASURES if m.kind != "repurchase"}
    parts = []
    for column in used if found.size else ():
        effect = found.effects.get(by_column.get(column, ""))
        if effect is not None:
            word = HIGH if effect >= SMALL else LOW if effect <= -SMALL else MIDDLE
            parts.append(word.format(title=title_of(column)))
        elif column in found.leanings:
            parts.append(IS.format(title=title_of(column), value=found.leanings[column].value))
    return join(parts)


def _chosen(found: Portrait) -> list[Measure]:
    """Those that set it apart, one of a family, in reading order; at least two, where there are any."""
    told = [m for m in MEASURES if m.key in found.means and (m.key not in PERSONAL or m.key in found.certain)]
    usable = [m for m in told if _tellable(m, found) and not (m.buying and found.bought == 0)]
    strength = {m.key: abs(found.effects.get(m.key, 0.0)) for m in usable}  # a mean of sums may come without one
    if _overdue(found):
        strength["days_since_last"] = max(strength.get("days_since_last", 0.0), found.effects[OVERDUE])
    apart: dict[str, Measure] = {}
    for measure in usable:
        if strength[measure.key] >= SMALL and _differs(measure, found):
            apart.setdefault(measure.family, measure)
    if {"basket", "money"} <= set(apart) and _same_figure(found, *(apart[family] for family in ("basket", "money"))):
        del apart[min("basket", "money", key=lambda family: strength[apart[family].key])]
    ranked = sorted(apart.values(), key=lambda m: -strength[m.key])[:MOST]
    plain = {m.family: m for m in reversed(usable) if m.buying and m.family not in apart}
    ranked += list(plain.values())[::-1][: max(LEAST - len(ranked), 0)]
    return [m for m in MEASURES if m in ranked]


def _tellable(measure: Measure, found: Portrait) -> bool:
    """Purchases of who never bought say nothing, nor does a figure of about nothing, such as 0.02 complaints each."""
    if measure.buying and found.bought == 0:
        return False
    return measure.shown != "decimal" or abs(found.means[measure.key]) >= NOTHING


def _same_figure(found: Portrait, one: Measure, other: Measure) -> bool:
    """Of who bought once, the order is all the revenue."""
    return _shown(found.means[one.key], one) == _shown(found.means[other.key], other)


def _overdue(found: Portrait) -> bool:
    """Whether they have been away for long, if not for others, then for them."""
    return "days_since_last" in found.means and found.effects.get(OVERDUE, 0.0) >= SMALL


def _differs(measure: Measure, found: Portrait) -> bool:
    """Whether the figures themselves say what the customers' ranks say."""
    if measure.key == "days_since_last" and _overdue(found):
        return True
    value, whole = found.means[measure.key], found.whole[measure.key]
    apart = abs(value - whole) >= (POINTS if measure.shown == "share" else ALIKE * abs(whole))
    alike = _shown(value, measure) == _shown(whole, measure)
    return apart and not alike and (value > whole) == (found.effects[measure.key] > 0)


def _told(measure: Measure, found: Portrait) -> Text:
    """The figure, and how it stands against that of all customers."""
    value, whole = found.means[measure.key], found.whole[measure.key]
    shown = _shown(value, measure)
    said = (measure.one if shown == "1" and measure.one != EMPTY else measure.said).format(value=shown)
    ratio = value / whole if whole > 0 else 0.0
    if found.everybody:
        return said
    if measure.shown == "days" or ratio <= 0:
        return AGAINST.format(said=said, value=_shown(whole, measure))
    if abs(ratio - 1) < ALIKE or (measure.shown == "share" and abs(value - whole) < POINTS):
        return CLOSE.format(said=said)
    if ratio >= TWICE:
        return TIMES.format(said=said, times=f"{ratio:,.0f}" if ratio >= TEN else f"{ratio:.1f}")
    if measure.shown == "share":
        side = ABOVE_POINTS if ratio > 1 else BELOW_POINTS
        return side.format(said=said, points=f"{abs(value - whole) * 100:.0f}")
    return (ABOVE if ratio > 1 else BELOW).format(said=said, percent=f"{abs(ratio - 1):.0%}")


def _shown(value: float, measure: Measure) -> str:
    match measure.shown:
        case "share":
            return f"{value:.0%}"
        case "days":
            return f"{value:,.0f}"
        case "money":
            return f"{value:,.0f}" if abs(value) >= HUNDRED else f"{value:,.1f}"
        case _:
            return f"{value:,.1f}" if abs(value) >= 1 or value == 0 else f"{value:,.2f}"


def _leans(lean: Leaning, known: Collection[str]) -> bool:
    return lean.certain and lean.column not in known and lean.share >= LEAN and lean.share - lean.whole >= EXCESS


def _leaning(lean: Leaning) -> Text:
    shares = {"share": f"{lean.share:.0%}", "whole": f"{lean.whole:.0%}"}
    return LEANS.format(title=title_of(lean.column), value=lean.value, **shares)


TWICE, TEN, HUNDRED = 1.95, 9.95, 100
TIMES = Text("{said}，为全体 {times} 倍", "{said}, {times} times the average")
ABOVE = Text("{said}，比全体高 {percent}", "{said}, {percent} above average")
BELOW = Text("{said}，比全体低 {percent}", "{said}, {percent} below average")
ABOVE_POINTS = Text("{said}，比全体高 {points} 个百分点", "{said}, {points} points above average")
BELOW_POINTS = Text("{said}，比全体低 {points} 个百分点", "{said}, {points} points below average")
CLOSE = Text("{said}，与全体相近", "{said}, close to average")
AGAINST = Text("{said}（全体 {value}）", "{said} (all: {value})")
LEANS = Text("{title}「{value}」占 {share}（全体 {whole}）", "{title} '{value}': {share} (all: {whole})")
HIGH = Text("{title}高", "{title}: high")
MIDDLE = Text("{title}中等", "{title}: middling")
LOW = Text("{title}低", "{title}: low")
IS = Text("{title}多为「{value}」", "{title}: mostly '{value}'")
NOBODY = Text("本次没有客户", "No customers this time")
NEVER = Text("还没有购买", "Have not bought yet")
