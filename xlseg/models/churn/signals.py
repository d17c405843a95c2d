"""Signs that a customer is leaving: who shows each, what it counts, and in which words it is said of them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Table
from xlseg.columns import COMPLAINTS, DAYS_SINCE_LAST, LAST_ACTIVITY, ORDERS, Column
from xlseg.models import rhythm
from xlseg.rules.condition import Mask
from xlseg.scoring import Floats
from xlseg.text import LANGS, Text

Texts = npt.NDArray[np.object_]
SIGNAL = Column("signal", Text("流失信号", "Sign of leaving"), "wide")
POINTS = Column("points", Text("分", "Points"), "number")
COUNT = Column("count", Text("命中客户数", "Customers showing it"), "count")
SHARE = Column("share", Text("占买过的客户", "Share of buyers"), "share")
LIMITS = (9999, 9999, 99, 999, 9999)  # the highest figure that is told: days, tenths, orders, complaints, idle days


class Limits(NamedTuple):
    """From where on each sign shows.

    silent, long, least, idle: days. once: at most so many orders. overdue: times the own interval, of customers with
    `own_from` purchase days, and never before `least` days.
    """

    silent: float
    long: float
    once: float
    overdue: float
    own_from: int
    least: float
    complaints: float
    idle: float


class Figures(NamedTuple):
    """What is known of each customer; NaN where it is not. times: days since the last order / the own interval."""

    days: Floats
    times: Floats
    orders: Floats
    complaints: Floats
    idle: Floats


class Signal(NamedTuple):
    """needs: the column without which it cannot be seen."""

    title: Text
    points: float
    shown: Mask
    needs: Column | None = None


def figures(customers: pd.DataFrame, own_from: int) -> Figures:
    """Read what the signs are made of."""
    days = rhythm.measured(customers, DAYS_SINCE_LAST)
    times = days / rhythm.intervals(customers, own_from)
    orders, complaints = rhythm.measured(customers, ORDERS), rhythm.measured(customers, COMPLAINTS)
    return Figures(days, times, orders, complaints, rhythm.idle_days(customers))


def signals(known: Figures, limits: Limits, points: tuple[float, ...]) -> tuple[Signal, ...]:
    """Each sign with who shows it, among those who ever bought."""
    silent, bought = known.days >= limits.silent, np.isfinite(known.days)
    shown = (
        silent,
        silent & (known.orders <= limits.once),
        known.days >= limits.long,
        (known.times >= limits.overdue) & (known.days >= limits.least),
        bought & (known.complaints >= limits.complaints),
        bought & (known.idle >= limits.idle),
    )
    needs = (None, None, None, None, COMPLAINTS, LAST_ACTIVITY)
    titles = (title.format(**limits._asdict()) for title in TITLES)
    return tuple(Signal(*parts) for parts in zip(titles, points, shown, needs, strict=True))


def score(found: tuple[Signal, ...], known: Figures) -> Floats:
    """The points of all signs a customer shows, NaN for who never bought."""
    total = np.zeros(len(known.days))
    for signal in found:
        total += signal.points * signal.shown
    return np.where(np.isfinite(known.days), total, np.nan)


def table(found: tuple[Signal, ...], known: Figures) -> Table:
    """One row a sign: its points, and how many show it."""
    buyers = max(int(np.isfinite(known.days).sum()), 1)
    rows = [(s.title, s.points, int(s.shown.sum()), s.shown.sum() / buyers) for s in found]
    columns = (SIGNAL, POINTS, COUNT, SHARE)
    return Table(columns, pd.DataFrame(rows, columns=[c.key for c in columns]))


def reasons(found: tuple[Signal, ...], known: Figures) -> Texts:
    """What each customer shows, with its figures; one Text for all customers who show the same."""
    silent, once, long, overdue, complaining, idle = (signal.shown for signal in found)
    told = (
        np.where(silent | long | overdue, known.days, 0),
        np.where(overdue, np.minimum(known.times, 1000) * 10, 0),
        np.where(once, known.orders + 1, 0),
        np.where(complaining, known.complaints, 0),
        np.where(idle, known.idle, 0),
    )
    packed = np.zeros(len(known.days), dtype=np.int64)
    for figure, most in zip(told, LIMITS, strict=True):
        packed = packed * (most + 1) + np.clip(np.round(figure), 0, most).astype(np.int64)
    packed[np.isnan(known.days)] = -1
    codes, combinations = pd.factorize(packed)
    return _said(combinations)[codes]


def _said(combinations: npt.NDArray[np.int64]) -> Texts:
    """Each packed combination (-1: no purchase) in words, put together from parts each worded once a figure."""
    said = {lang: np.full(len(combinations), "", dtype=object) for lang in LANGS}
    left = np.maximum(combinations, 0)
    begun = np.zeros(len(left), dtype=bool)
    sizes = [int(np.prod([most + 1 for most in LIMITS[place + 1 :]], dtype=np.int64)) for place in range(len(LIMITS))]
    for size, wording, between in zip(sizes, WORDINGS, (WITHIN, WITHIN, WITHIN, BETWEEN, BETWEEN), strict=True):
        figure, left = np.divmod(left, size)
        shown = figure > 0
        which, figures = pd.factorize(figure[shown])
        worded = [wording(int(one)) for one in figures]
        for lang in LANGS:
            parts = np.array([text.of(lang) for text in worded], dtype=object)[which]
            said[lang][shown] += np.where(begun[shown], between.of(lang), "").astype(object) + parts
        begun |= shown
    for lang in LANGS:
        said[lang][~begun] = NOTHING.of(lang)
        said[lang][combinations < 0] = NEVER.of(lang)
    texts = np.empty(len(combinations), dtype=object)
    texts[:] = list(map(Text, said["zh"], said["en"]))
    return texts


def _times(tenths: int) -> Text:
    return TIMES.format(times=tenths / 10 if tenths < 100 else round(tenths / 10))


TITLES = (
    Text("满 {silent:g} 天未购买", "no purchase for {silent:g} days"),
    Text(
        "满 {silent:g} 天未购买，且最多买过 {once:g} 次",
        "no purchase for {silent:g} days, and orders: {once:g} at most",
    ),
    Text("满 {long:g} 天未购买", "no purchase for {long:g} days"),
    Text(
        "未购天数满自己平均间隔的 {overdue:g} 倍（至少 {own_from} 个购买日的客户，至少 {least:g} 天）",
        "silent for {overdue:g} times the own mean interval (from {own_from} purchase days and {least:g} days on)",
    ),
    Text("投诉至少 {complaints:g} 次", "complaints: {complaints:g} or more"),
    Text("满 {idle:g} 天没有互动", "no activity for {idle:g} days"),
)
SILENT = Text("{days} 天未购买", "no purchase for {days} days")
TIMES = Text("是平常间隔的 {times} 倍", "{times} times the usual interval")
ONCE = Text("只买过 {orders} 次", "orders: {orders}")
COMPLAINING = Text("有 {complaints} 次投诉", "complaints: {complaints}")
IDLE = Text("{idle} 天没有互动", "no activity for {idle} days")
NOTHING = Text("没有流失信号", "no sign of leaving")
NEVER = Text("没有购买日期", "no day of a purchase")
WITHIN = Text("，", ", ")
BETWEEN = Text("；", "; ")
WORDINGS: tuple[Callable[[int], Text], ...] = (
    lambda days: SILENT.format(days=days),
    _times,
    lambda orders: ONCE.format(orders=orders - 1),
    lambda complaints: COMPLAINING.format(complaints=complaints),
    lambda idle: IDLE.format(idle=idle),
)
