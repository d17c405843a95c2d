"""What else happens between the shop and its customers: visits, service, complaints, referrals."""

import numpy as np
import pandas as pd

from xlseg.demo.people import HABITS, LAST

Generator = np.random.Generator
YEAR = 365


def visits(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Of the last year, one row a visit: customer, at, action, page, seconds; less before they left, none after."""
    monthly = people["kind"].map({kind: habit.visits for kind, habit in HABITS.items()}).to_numpy()
    span = np.minimum(people["joined"].to_numpy(), YEAR)
    row = np.repeat(np.arange(len(people)), rng.poisson(monthly * span / 30.4 * rng.gamma(4, 0.25, len(people))))
    ago = people["left"].to_numpy()[row] + rng.random(len(row)) * np.maximum(
        span[row] - people["left"].to_numpy()[row], 1
    )
    dear = (people["kind"] == "loyal").to_numpy()[row]
    action = rng.choice(5, len(row), p=(0.34, 0.40, 0.08, 0.12, 0.06))
    found = pd.DataFrame(
        {
            "customer": people["customer"].to_numpy()[row],
            "at": LAST.floor("D")
            - pd.to_timedelta(np.floor(ago), unit="D")
            + pd.to_timedelta(rng.integers(8 * 60, 23 * 60, len(row)), unit="min"),
            "action": action,
            "page": np.where(action == 0, 0, rng.choice(5, len(row), p=(0.12, 0.48, 0.20, 0.14, 0.06))),
            "seconds": np.round(rng.lognormal(np.where(dear, 4.6, 4.1), 0.7)).astype(int),
        }
    )
    return pd.DataFrame(found[ago <= span[row]]).sort_values(["at", "customer"], ignore_index=True)


def services(orders: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """After about one order in twelve: customer, number, at, service, handled."""
    found = _after(orders, rng.random(len(orders)) < 0.08, rng, 14)
    return found.assign(
        service=rng.choice(5, len(found), p=(0.30, 0.22, 0.26, 0.10, 0.12)),
        handled=(rng.random(len(found)) < 0.06).astype(int),
    )


def complaints(orders: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Those who left complained more often than others: customer, number, at, complaint, handled."""
    likely = np.where(orders["kind"] == "lapsed", 0.08, 0.012)
    found = _after(orders, rng.random(len(orders)) < likely, rng, 10)
    return found.assign(complaint=rng.integers(0, 4, len(found)), handled=(rng.random(len(found)) < 0.2).astype(int))


def referrals(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Half of the new ones were brought by one of the loyal: referrer, referred, at."""
    brought = people[people["kind"].isin(["new", "once"]) & (rng.random(len(people)) < 0.4)]
    loyal = people.loc[people["kind"] == "loyal", "customer"].to_numpy()
    picked = (rng.random(len(brought)) ** 2 * len(loyal)).astype(int)
    return pd.DataFrame(
        {"referrer": loyal[picked], "referred": brought["customer"], "at": brought["registered"]}
    ).sort_values("at", ignore_index=True)


def _after(orders: pd.DataFrame, hit: np.ndarray, rng: Generator, within: int) -> pd.DataFrame:
    """Something some days after these orders, not after the last day."""
    found = orders.loc[hit, ["customer", "number", "at"]]
    at = found["at"] + pd.to_timedelta(rng.integers(0, within, len(found)), unit="D")
    return found.assign(at=at)[at <= LAST + pd.Timedelta(days=1)].sort_values("at", ignore_index=True)
