"""Who buys in the invented shop: people of five kinds, each with a rhythm, a purse and a taste of their own."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.demo.words import CITIES, FAMILY, GIVEN, JOBS, LEVELS, SOURCES

Generator = np.random.Generator
FIRST, LAST = pd.Timestamp("2024-07-01"), pd.Timestamp("2026-06-30")  # of the orders
DAYS = (LAST - FIRST).days + 1


class Habit(NamedTuple):
    """A kind of customers.

    share: of all. every: mean days between orders, None for one order alone. rich: how much they lean to dear goods.
    lines: mean goods of an order. joined, left: days before the end between which they registered, and stopped.
    visits: a month.
    """

    share: float
    every: float | None
    rich: float
    lines: float
    joined: tuple[int, int]
    left: tuple[int, int]
    visits: float


HABITS = {
    "loyal": Habit(0.14, 40.0, 0.55, 1.8, (420, 1500), (0, 0), 2.6),
    "new": Habit(0.10, 70.0, 1.35, 2.0, (10, 150), (0, 0), 4.5),
    "ordinary": Habit(0.36, 118.0, 0.15, 1.4, (330, 1500), (0, 0), 0.7),
    "lapsed": Habit(0.20, 85.0, 0.10, 1.3, (560, 1500), (190, 420), 0.1),
    "once": Habit(0.14, None, 0.0, 1.1, (40, 720), (0, 0), 0.15),
    "prospect": Habit(0.06, None, 0.0, 0.0, (5, 300), (0, 0), 1.2),
}
COUNT = 800


def people(rng: Generator) -> pd.DataFrame:
    """One row a customer; words as their numbers in the lists of words.py, days before the end as `joined`, `left`."""
    shares = [habit.share for habit in HABITS.values()]
    kind = rng.permutation(np.repeat(list(HABITS), np.rint(np.array(shares) * COUNT).astype(int)))
    found = pd.DataFrame({"kind": kind})
    count = len(found)
    for key in ("joined", "left"):
        low, high = (found["kind"].map({k: getattr(h, key)[end] for k, h in HABITS.items()}) for end in (0, 1))
        found[key] = (low + rng.random(count) * (high - low)).astype(int)
    names = rng.permutation(len(FAMILY.zh.split("|")) * len(GIVEN.zh.split("|")))[:count]
    loyal, fresh = found["kind"] == "loyal", found["kind"] == "new"
    mean_age = np.select([loyal, fresh], [41, 29], 36)
    return found.assign(
        customer=np.arange(1, count + 1),
        family=names % len(FAMILY.zh.split("|")),
        given=names // len(FAMILY.zh.split("|")),
        gender=(rng.random(count) < np.where(loyal, 0.36, 0.47)).astype(int),
        age=np.clip(rng.normal(mean_age, 10), 18, 76).astype(int),
        job=rng.integers(0, len(JOBS.zh.split("|")), count),
        city=_leaning(rng, count, len(CITIES.zh.split("|")), np.where(loyal | fresh, 0.30, 0.12)),
        level=_level(found["kind"], rng, len(LEVELS.zh.split("|"))),
        source=rng.choice(len(SOURCES.zh.split("|")), count, p=(0.22, 0.34, 0.22, 0.12, 0.10)),
        taste=rng.integers(0, 6, count),
        registered=LAST - pd.to_timedelta(found["joined"], unit="D"),
    )


def _leaning(rng: Generator, count: int, size: int, lean: np.ndarray) -> np.ndarray:
    """Numbers below `size`, the first ones likelier the more `lean`; so that large cities buy more."""
    drawn: np.ndarray = (rng.random(count) ** (1 + 2.2 * lean) * size).astype(int)
    return drawn


def _level(kind: pd.Series, rng: Generator, size: int) -> np.ndarray:
    """Higher for those who buy more, though not strictly."""
    level = kind.map({"loyal": 2.2, "new": 1.0, "ordinary": 0.7, "lapsed": 0.6}).fillna(0.0)
    drawn: np.ndarray = np.clip(np.rint(level + rng.normal(0, 0.6, len(kind))), 0, size - 1).astype(int)
    return drawn
