"""How the formulas of each model come about: its rules, made of numbers that know their cells, and its own columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from xlseg.columns import (
    AGE,
    AVERAGE_ORDER,
    COMPLAINTS,
    DAYS_SINCE_LAST,
    LEVEL,
    ORDERS,
    REFERRALS,
    Column,
)
from xlseg.fields import resolve
from xlseg.live.board import Cells
from xlseg.live.cities import city_tiers
from xlseg.live.conditions import all_of, quoted
from xlseg.live.points import rfm_reason, rfm_rules, rfm_scores
from xlseg.models import lifecycle, rhythm
from xlseg.models.behaviour.groups import BASKET, LARGE, NORMAL
from xlseg.models.churn import SCORE
from xlseg.models.demographics import ages
from xlseg.models.dimensions import UNKNOWN
from xlseg.models.ruled import UNMATCHED
from xlseg.rules import Book, Rule, Table
from xlseg.segments import Segmentation
from xlseg.text import Text


@dataclass(frozen=True)
class Made:
    """book: rules on columns of the customers or of the labels. columns: formulas of labels besides segment and
    reason. rest: the segment of whom no rule matches, where it is not the first residual one. told: the segments say
    their rules themselves, in words that no limit changes. reason: a formula in place of the rule, where it
    comes to something, and what it comes to, by customer_id."""

    book: Book
    columns: Mapping[str, Text | str] = field(default_factory=dict)
    rest: str = ""
    told: bool = False
    reason: str = ""
    reasons: "pd.Series[Any] | None" = None


def _none(_model: Any) -> tuple[str, ...]:
    return ()


def by_book(_model: Any, _customers: pd.DataFrame, found: Segmentation, _cells: Cells) -> Made | None:
    """By the rules that came with the labels."""
    return Made(found.book) if found.book else None


@dataclass(frozen=True)
class Way:
    """follows: the settings whose cells the formulas refer to; all others are watched. make: None where a model of
    these settings goes by no rules."""

    make: Callable[[Any, pd.DataFrame, Segmentation, Cells], Made | None] = by_book
    follows: Callable[[Any], tuple[str, ...]] = _none


def _lifecycle(model: Any, customers: pd.DataFrame, _found: Segmentation, _cells: Cells) -> Made:
    return Made(Book(tuple(model.rules(lifecycle.begun(customers)))))


def _loyalty(model: Any, customers: pd.DataFrame, _found: Segmentation, _cells: Cells) -> Made:
    table = Table(customers)
    told, ranked = (key in customers and not table.missing(key).all() for key in (REFERRALS.key, LEVEL.key))
    return Made(Book(model.rules(told, ranked)))


def _limits(model: Any, customers: pd.DataFrame, _found: Segmentation, _cells: Cells) -> Made:
    return Made(model.book(customers))


def _value(model: Any, _customers: pd.DataFrame, found: Segmentation, _cells: Cells) -> Made | None:
    return Made(Book(model.bands(np.array([])).rules())) if model.by == "limits" else Made(found.book or Book(()))


def _demographics(model: Any, customers: pd.DataFrame, found: Segmentation, cells: Cells) -> Made | None:
    if not _by_age(model, customers):
        cells.inline = True
        return by_book(model, customers, found, cells)
    parts = ages.between(AGE.key, model.age_limits)
    return Made(Book((*(Rule(p.key, (p.when,)) for p in parts), Rule(UNKNOWN.key, ages.unknown(AGE.key)))))


def _by_age(model: Any, customers: pd.DataFrame) -> bool:
    alone = [resolve(name, set(customers.columns)) for name in model.by] == [AGE.key]
    return alone and _named_ages(model) and pd.api.types.is_numeric_dtype(customers[AGE.key])


def _named_ages(model: Any) -> bool:
    """Young, middle-aged and old; other groups are called by their limits, and would be called wrongly."""
    alone = [resolve(name, [AGE.key]) for name in model.by] == [AGE.key]
    return alone and len(model.age_limits) == 2 and not model.age_bands


def _behaviour(model: Any, customers: pd.DataFrame, _found: Segmentation, cells: Cells) -> Made:
    seen = model.seen(customers)
    book = Book(tuple(model.rules(seen)))
    if seen.large is None:
        return Made(book)
    order = cells.column(AVERAGE_ORDER.key)
    limit = cells.number(AVERAGE_ORDER.title, seen.large, use=(BASKET.title, "≥"))
    large = f"{order}>={limit}"
    basket = (
        f'IF(ISNUMBER({order}),IF({large},{quoted(a)},{quoted(b)}),"")' for a, b in zip(LARGE, NORMAL, strict=True)
    )
    return Made(book, {BASKET.key: Text(*basket)})


def _churn(model: Any, customers: pd.DataFrame, _found: Segmentation, cells: Cells) -> Made:
    """The points of the signs, added up in their order."""
    days, orders = cells.column(DAYS_SINCE_LAST.key), cells.column(ORDERS.key)
    silent = f"{days}>={_cell(cells, model, 'silent_days')}"
    signs = [
        silent,
        all_of([silent, f"ISNUMBER({orders})", f"{orders}<={_cell(cells, model, 'once_orders')}"]),
        f"{days}>={_cell(cells, model, 'long_days')}",
    ]
    interval = rhythm.intervals(customers, model.own_from)
    points = ["silent_points", "once_points", "long_points"]
    if np.isfinite(interval).any():
        own = cells.bring(INTERVAL, pd.Series(interval, cells.frame.index))
        overdue = f"{days}/{own}>={_cell(cells, model, 'overdue_times')}"
        overdue = f"IF(ISNUMBER({own}),{overdue},FALSE)"
        signs.append(all_of([overdue, f"{days}>={_cell(cells, model, 'overdue_least')}"]))
        points.append("overdue_points")
    if COMPLAINTS.key in customers:
        made = cells.column(COMPLAINTS.key)
        signs.append(all_of([f"ISNUMBER({made})", f"{made}>={_cell(cells, model, 'complaints')}"]))
        points.append("complaint_points")
    idle = rhythm.idle_days(customers)
    if np.isfinite(idle).any():
        since = cells.bring(IDLE, pd.Series(idle, cells.frame.index))
        signs.append(all_of([f"ISNUMBER({since})", f"{since}>={_cell(cells, model, 'idle_days')}"]))
        points.append("idle_points")
    terms = [f"{_cell(cells, model, name)}*({sign})" for name, sign in zip(points, signs, strict=True)]
    return Made(model.book(), {SCORE.key: f'IF(ISNUMBER({days}),{"+".join(terms)},"")'})


def _cell(cells: Cells, model: Any, name: str) -> str:
    """The cell of a setting, in the table of limits too where it is not followed."""
    value = getattr(model, name)
    title = type(model).__dataclass_fields__[name].metadata["title"]
    return cells.number(title, value)


def _rfm(model: Any, customers: pd.DataFrame, found: Segmentation, cells: Cells) -> Made:
    columns = rfm_scores(model, customers, cells)
    codes = model.scheme != "types8"
    cells.inline = codes  # the scores of a code table are no limits
    reason, shown = rfm_reason(found, cells)
    return Made(rfm_rules(model, customers, found), columns, UNMATCHED.key, codes, reason, shown)


def _rfm_limits(model: Any) -> tuple[str, ...]:
    """Cuts are not followed where the mean or median of the scores they make is what high is measured against."""
    apart = model.scheme != "types8" or model.high == "limit" or model.high_of == "values"
    return (*(("r_cuts", "f_cuts", "m_cuts") if apart else ()), "r_high", "f_high", "m_high")


def _geography(model: Any, customers: pd.DataFrame, found: Segmentation, cells: Cells) -> Made | None:
    made = by_book(model, customers, found, cells)
    return made and (Made(made.book, city_tiers(model, cells)) if model.by == "tier" else made)


def _own_limits(model: Any) -> tuple[str, ...]:
    return ("limits",) if model.by == "limits" else ()


WAYS: dict[str, Way] = {
    "rfm": Way(_rfm, _rfm_limits),
    "rules": Way(),
    "value": Way(_value, _own_limits),
    "tiers": Way(_limits, lambda model: (*_own_limits(model), "top_orders")),
    "behaviour": Way(_behaviour, lambda _: ("active_visits", "occasional_visits", "inactive_days", "large_basket")),
    "demographics": Way(_demographics, lambda model: ("age_limits",) if _named_ages(model) else ()),
    "geography": Way(_geography),
    "lifecycle": Way(
        _lifecycle, lambda m: (*(() if m.own else ("lost_days",)), "new_days", "new_orders", "loyal_orders")
    ),
    "churn": Way(
        _churn,
        lambda _: (
            *("silent_days", "silent_points", "once_orders", "once_points", "long_days", "long_points"),
            *("overdue_times", "overdue_least", "overdue_points", "complaints", "complaint_points"),
            *("idle_days", "idle_points", "middle", "high"),
        ),
    ),
    "loyalty": Way(_loyalty, lambda _: ("repeat_orders", "loyal_orders", "loyal_days", "referrals")),
    "matrix": Way(_limits, lambda _: ("first_limit", "second_limit")),
}
INTERVAL = Column("own_interval", Text("自己的购买间隔", "Own purchase interval"), "number")
IDLE = Column("idle_days", Text("距上次互动天数", "Days since last activity"), "days")
FIGURES = (INTERVAL, IDLE)  # that stand in no table of the user's
