"""Whether a strategy can be carried out: formulas over what people fill in, and the same worked out here.

The tables: `strategy.limits`, a row a resource in the order of RESOURCES, and tables with a row a group.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlseg.cells import Formula, result_of
from xlseg.text import EMPTY, Text, join, same


class Resource(NamedTuple):
    """Something there is only so much of. key: its column in the tables of groups. short: with {by} for by how much;
    look: how that is written, as Excel's TEXT says it, with so many digits."""

    key: str
    title: Text
    short: Text
    look: str
    digits: int


BUDGET, STAFF = Text("预算（元）", "Budget"), Text("人力（人天）", "Staff (days)")
CAPACITY = Text("服务能力（触达客户数）", "Capacity (customers reached)")
RESOURCES = (
    Resource("budget", BUDGET, Text("超出预算 {by}", "Over budget by {by}"), "#,##0", 0),
    Resource("people", STAFF, Text("人力差 {by} 人天", "Short of {by} staff days"), "#,##0.0", 1),
    Resource("reach", CAPACITY, Text("超出服务能力 {by} 人", "{by} customers beyond capacity"), "#,##0", 0),
)
FEASIBLE = Text("可行", "Feasible")
OPEN = Text("待安排", "To be planned")
NOBODY = Text("没有客户", "No customers")
RELEASE = Text("没有客户，请改派资源", "No customers: reassign")
NO_OWNER = Text("缺负责人", "No owner")
NO_MEANS = Text("缺预算和人力", "No budget or staff")
TOO_FAR = Text("触达比群体多 {by} 人", "{by} more than the group has")
NO_LIMIT = Text("未填上限", "No limit given")
OVER = Text("超出 {by}", "Over by {by}")
CALM = (FEASIBLE, OPEN, NOBODY, NO_LIMIT)  # what is no reason to worry
BETWEEN = Text("；", "; ")
TINY = 1e-6  # what sums of fractions may be wrong by
TAKEN = "N({budget})+N({people})+N({reach})"


def alarm(column: str) -> Text:
    """True where a check says something to worry about."""
    calm = join((_quoted(text) for text in (EMPTY, *CALM)), same(f",{{{column}}}<>"))
    return Text(*(f"AND({{{column}}}<>{part})" for part in calm))


def planned(resource: Resource, tables: Sequence[str], taken: float) -> Formula:
    """What all groups take of it."""
    return Formula(f"SUM({','.join(f'{{{table}!{resource.key}:all}}' for table in tables)})", taken)


def left(limit: object, taken: float) -> Formula:
    """What is not planned yet; nothing without a limit."""
    value = number(limit) - taken if is_number(limit) else ""
    return Formula('IF(ISNUMBER({limit}),{limit}-{planned},"")', value)


def verdict(resource: Resource, limit: object, taken: float) -> Formula:
    """Of one resource."""
    text = _if(
        "ISNUMBER({limit})",
        _if(f"{{planned}}-{{limit}}>{TINY:f}", _quoted(OVER, _text("{planned}-{limit}", resource)), _quoted(FEASIBLE)),
        _quoted(NO_LIMIT),
    )
    over = taken - number(limit)
    value = OVER.format(by=_by(over, resource)) if over > TINY else FEASIBLE
    return Formula(text, value if is_number(limit) else NO_LIMIT)


def check(row: Mapping[Any, object], count: float, limits: Sequence[object]) -> Formula:
    """Of one group: the first thing that is in its way. row: what was typed for it; limits: as typed."""
    parts = [(r, f"INDEX({{strategy.limits!limit:all}},{n})") for n, r in enumerate(RESOURCES, 1)]
    text = _quoted(FEASIBLE)
    for r, limit in reversed(parts):
        more = f"N({{{r.key}}})-N({limit})"
        text = _if(f"AND(ISNUMBER({limit}),{more}>{TINY:f})", _quoted(r.short, _text(more, r)), text)
    far = _quoted(TOO_FAR, _text("N({reach})-{count}", RESOURCES[2]))
    text = _if("N({reach})>{count}", far, text)
    text = _if("N({budget})+N({people})=0", _quoted(NO_MEANS), text)
    text = _if('{owner}=""', _quoted(NO_OWNER), text)
    text = _if(f'AND({{owner}}="",{TAKEN}=0)', _quoted(OPEN), text)
    text = _if("{count}=0", _if(f"{TAKEN}>0", _quoted(RELEASE), _quoted(NOBODY)), text)
    return Formula(text, _checked(row, count, limits))


def _checked(row: Mapping[Any, object], count: float, limits: Sequence[object]) -> Text:
    budget, people, reach = (number(row[r.key]) for r in RESOURCES)
    owned = row["owner"] is not None and row["owner"] == row["owner"] and row["owner"] != ""
    if not count:
        return RELEASE if budget + people + reach > 0 else NOBODY
    if not owned:
        return NO_OWNER if budget + people + reach else OPEN
    if not budget + people:
        return NO_MEANS
    if reach > count:
        return TOO_FAR.format(by=_by(reach - count, RESOURCES[2]))
    over = (
        resource.short.format(by=_by(taken - number(limit), resource))
        for resource, taken, limit in zip(RESOURCES, (budget, people, reach), limits, strict=True)
        if is_number(limit) and taken - number(limit) > TINY
    )
    return next(over, FEASIBLE)


def summed(taken: Sequence[float], limits: Sequence[object]) -> Formula:
    """Of all groups together: every limit that is exceeded, and by how much."""
    lefts = [f"N(INDEX({{strategy.limits!left:all}},{n}))" for n in range(1, len(RESOURCES) + 1)]
    over = [f"({rest}<-{TINY:f})" for rest in lefts]
    clauses = EMPTY
    for n, (r, rest) in enumerate(zip(RESOURCES, lefts, strict=True)):
        clause = _if(over[n], _quoted(r.short, _text(f"-{rest}", r)), same('""'))
        before = "+".join(over[:n])
        gap = _if(f"AND({before}>0,{over[n]})", _quoted(BETWEEN), same('""')) if n else EMPTY
        clauses = join([part for part in (clauses, gap, clause) if part != EMPTY], same("&"))
    text = _if(f"{'+'.join(over)}=0", _quoted(FEASIBLE), clauses)
    text = _if("COUNT({strategy.limits!limit:all})=0", _quoted(NO_LIMIT), text)
    text = _if("SUM({strategy.limits!planned:all})=0", _quoted(OPEN), text)
    short = [
        r.short.format(by=_by(amount - number(limit), r))
        for r, amount, limit in zip(RESOURCES, taken, limits, strict=True)
        if is_number(limit) and amount - number(limit) > TINY
    ]
    value = join(short, BETWEEN) if short else FEASIBLE
    value = value if any(map(is_number, limits)) else NO_LIMIT
    return Formula(text, value if sum(taken) else OPEN)


def number(cell: object) -> float:
    """What Excel's N() makes of a cell."""
    return float(result_of(cell)) if is_number(cell) else 0.0


def is_number(cell: object) -> bool:
    """What Excel's ISNUMBER() says of it."""
    value = result_of(cell)
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124


def _by(amount: float, resource: Resource) -> str:
    return f"{amount:,.{resource.digits}f}"


def _text(amount: str, resource: Resource) -> str:
    return f'TEXT({amount},"{resource.look}")'


def _quoted(text: Text, by: str = '""') -> Text:
    """A text as Excel writes it, with the expression `by` in place of {by}."""
    return Text(
        *(('"' + part.replace("{by}", f'"&{by}&"') + '"').removeprefix('""&').removesuffix('&""') for part in text)
    )


def _if(test: str, then: Text, other: Text) -> Text:
    return Text(*(f"IF({test},{yes},{no})" for yes, no in zip(then, other, strict=True)))
