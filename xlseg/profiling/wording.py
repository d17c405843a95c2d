"""A group's figures in a sentence: '复购率 82%，为全体 2.1 倍；客单价 310，比全体高 45%'."""

from collections.abc import Collection
from math import isnan

from xlseg.fields import title_of
from xlseg.profiling.figures import SMALL, Comparison, Leaning
from xlseg.profiling.measured import MEASURES, Measure
from xlseg.text import EMPTY, Text, join

MOST, LEAST = 4, 2  # measures told of a group
ALIKE = 0.1  # a figure so little above or below that of all is close to it
POINTS = 0.1  # shares that differ by less are close
FEWEST = 5  # customers; what fewer lean to is chance
LEAN, EXCESS = 0.3, 0.12  # a leaning: so large a share of the group, and so much above all customers
CLAUSE = Text("；", "; ")


def described(group: str, found: Comparison, first: Text = EMPTY, known: Collection[str] = ()) -> Text:
    """What customers of the group are like: `first`, then the 2 to 4 figures it differs by most.

    known: columns that make the group, so that leaning to them says nothing. A group without customers is `first`.
    """
    if not found.sizes[group]:
        return NOBODY if first == EMPTY else first
    told = [_told(m, group, found) for m in _chosen(group, found)]
    if len(told) < MOST and found.sizes[group] >= FEWEST and not found.everybody(group):
        told += [_leaning(lean) for lean in found.leanings[group] if _leans(lean, known)][:1]
    if first == EMPTY and found.bought[group] == 0:
        first = NEVER
    return join([*([first] if first != EMPTY else []), *told], CLAUSE) if told else first


def dimensions(group: str, found: Comparison, used: Collection[str]) -> Text:
    """'累计金额高、订单数低': where the group stands on the columns the groups are made of."""
    if not found.sizes[group]:
        return EMPTY
    leanings = {lean.column: lean for lean in found.leanings[group]}
    by_column = {m.column: m for m in MEASURES if m.kind != "repurchase" and m.key in found.means}
    parts = []
    for column in used:
        if column in by_column:
            effect = found.effects.loc[group, by_column[column].key]
            if not isnan(effect):
                word = HIGH if effect >= SMALL else LOW if effect <= -SMALL else MIDDLE
                parts.append(word.format(title=title_of(column)))
        elif column in leanings:
            parts.append(IS.format(title=title_of(column), value=leanings[column].value))
    return join(parts)


def _chosen(group: str, found: Comparison) -> list[Measure]:
    """Those that set it apart, one of a family, in reading order; at least two, where there are any."""
    usable = [m for m in MEASURES if m.key in found.means and not isnan(found.means.loc[group, m.key])]
    if found.bought[group] == 0:
        usable = [m for m in usable if not m.buying]
    strength = {m.key: abs(found.effects.loc[group, m.key]) for m in usable}
    apart: dict[str, Measure] = {}
    for measure in usable:
        if strength[measure.key] >= SMALL and _differs(measure, group, found):
            apart.setdefault(measure.family, measure)
    ranked = sorted(apart.values(), key=lambda m: -strength[m.key])[:MOST]
    plain = [m for m in usable if m.buying and m.family not in apart]
    ranked += plain[: max(LEAST - len(ranked), 0)]
    return [m for m in MEASURES if m in ranked]


def _differs(measure: Measure, group: str, found: Comparison) -> bool:
    """Whether the figures themselves say what the customers' ranks say."""
    value, whole = found.means.loc[group, measure.key], found.whole[measure.key]
    apart = abs(value - whole) >= (POINTS if measure.shown == "share" else ALIKE * abs(whole))
    return bool(apart and (value > whole) == (found.effects.loc[group, measure.key] > 0)) and _shown(
        value, measure
    ) != _shown(whole, measure)


def _told(measure: Measure, group: str, found: Comparison) -> Text:
    value, whole = float(found.means.loc[group, measure.key]), float(found.whole[measure.key])
    said = measure.said.format(value=_shown(value, measure))
    return said if found.everybody(group) else join((said, _against(value, whole, measure)), COMMA)


def _against(value: float, whole: float, measure: Measure) -> Text:
    """The figure against that of all customers."""
    ratio = value / whole if whole > 0 else 0.0
    if measure.shown == "days" or ratio <= 0:
        return AGAINST.format(value=_shown(whole, measure))
    if measure.shown == "share" and abs(value - whole) < POINTS or abs(ratio - 1) < ALIKE:
        return CLOSE
    if ratio >= TWICE:
        return TIMES.format(times=f"{ratio:,.0f}" if ratio >= TEN else f"{ratio:.1f}")
    if measure.shown == "share":
        return (ABOVE_POINTS if ratio > 1 else BELOW_POINTS).format(points=f"{abs(value - whole) * 100:.0f}")
    return (ABOVE if ratio > 1 else BELOW).format(percent=f"{abs(ratio - 1):.0%}")


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
    return lean.column not in known and lean.share >= LEAN and lean.share - lean.whole >= EXCESS


def _leaning(lean: Leaning) -> Text:
    shares = {"share": f"{lean.share:.0%}", "whole": f"{lean.whole:.0%}"}
    return LEANS.format(title=title_of(lean.column), value=lean.value, **shares)


TWICE, TEN, HUNDRED = 1.95, 9.95, 100
COMMA = Text("，", ", ")
TIMES = Text("为全体 {times} 倍", "{times} times the average")
ABOVE, BELOW = Text("比全体高 {percent}", "{percent} above average"), Text("比全体低 {percent}", "{percent} below average")
ABOVE_POINTS = Text("比全体高 {points} 个百分点", "{points} points above average")
BELOW_POINTS = Text("比全体低 {points} 个百分点", "{points} points below average")
CLOSE = Text("与全体相近", "close to average")
AGAINST = Text("全体为 {value}", "against {value} for all")
LEANS = Text("{title}「{value}」占 {share}，全体 {whole}", "{title} is '{value}' for {share}, against {whole} of all")
HIGH, MIDDLE, LOW = Text("{title}高", "high {title}"), Text("{title}中等", "middling {title}"), Text("{title}低", "low {title}")
IS = Text("{title}多为「{value}」", "{title} mostly '{value}'")
NOBODY = Text("本次没有客户", "No customers this time")
NEVER = Text("还没有购买", "Have not bought yet")
