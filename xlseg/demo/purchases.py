"""What they buy: orders that follow each customer's rhythm, the seasons and a mild trend; and their lines."""

import numpy as np
import pandas as pd

from xlseg.demo.people import DAYS, FIRST, HABITS
from xlseg.demo.words import PRICES, SPRING, WINTER

Generator = np.random.Generator
SEASONS = np.array([1.10, 0.70, 0.95, 1.05, 1.00, 1.25, 0.90, 0.90, 1.00, 1.10, 1.60, 1.20])  # January to December
GROWTH = 0.10  # from the first day to the last
MARGIN = (0.35, 0.30, 0.45, 0.55, 0.25, 0.20)  # of each category, before discounts
FOR_STAFF, PIECES = 1, 40  # bed sets
OFTEN = 120  # orders one customer may place at most


def orders(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row an order, by day: customer, at, number, the buyer's kind and taste, channel, payment, status (0 done)."""
    found = pd.concat([_repeated(people, rng), _single(people, rng)]).sort_values(["at", "customer"], ignore_index=True)
    who = people.set_index("customer").loc[found["customer"]].reset_index()
    count = len(found)
    main = who["source"].to_numpy() % 4  # the channel they came by, mostly
    return found.assign(
        number=np.arange(1, count + 1),
        kind=who["kind"],
        taste=who["taste"],
        channel=np.where(rng.random(count) < 0.7, main, rng.integers(0, 4, count)),
        payment=rng.choice(4, count, p=(0.42, 0.40, 0.13, 0.05)),
        status=rng.choice(5, count, p=(0.925, 0.030, 0.010, 0.020, 0.015)),
    )


def _repeated(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Orders at gamma-distributed intervals, thinned where the season or the trend is low."""
    buyers = people[people["kind"].map({kind: bool(habit.every) for kind, habit in HABITS.items()})]
    every = buyers["kind"].map({kind: habit.every for kind, habit in HABITS.items()}).to_numpy(dtype=float)
    own = every * rng.lognormal(0, 0.25, len(buyers))  # nobody's rhythm is the average one
    most = SEASONS.max() * (1 + GROWTH)
    gaps = rng.gamma(2.0, (own / 2 / most)[:, None], (len(buyers), OFTEN))
    gaps[:, 0] = rng.random(len(buyers)) * 20  # the first soon after they registered
    start = np.maximum(DAYS - buyers["joined"].to_numpy(), 0)
    day = start[:, None] + np.cumsum(gaps, axis=1)
    kept = day < (DAYS - buyers["left"].to_numpy())[:, None]
    month = (FIRST + pd.to_timedelta(np.minimum(day, DAYS - 1).ravel(), unit="D")).month.to_numpy().reshape(day.shape)
    likely = SEASONS[month - 1] * (1 + GROWTH * np.minimum(day, DAYS) / DAYS) / most
    kept &= rng.random(day.shape) < likely
    kept[:, 0] |= start > 0
    kept &= day < DAYS
    row, _ = np.nonzero(kept)
    return pd.DataFrame({"customer": buyers["customer"].to_numpy()[row], "at": _moments(day[kept], rng)})


def _single(people: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The only order of those who come once, a few days after they registered."""
    buyers = people[people["kind"] == "once"]
    day = np.clip(DAYS - buyers["joined"].to_numpy() + rng.integers(0, 10, len(buyers)), 0, DAYS - 1)
    return pd.DataFrame({"customer": buyers["customer"].to_numpy(), "at": _moments(day, rng)})


def _moments(day: np.ndarray, rng: Generator) -> pd.DatetimeIndex:
    """To the minute, between nine and eleven in the evening."""
    minute = rng.integers(9 * 60, 23 * 60, len(day))
    return pd.DatetimeIndex(FIRST + pd.to_timedelta(np.floor(day), unit="D") + pd.to_timedelta(minute, unit="min"))


def lines(orders: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """One row a product of an order: number, product, quantity, price, amount, cost."""
    many = 1 + rng.poisson(orders["kind"].map({kind: max(h.lines - 1, 0) for kind, h in HABITS.items()}))
    found = orders.loc[orders.index.repeat(np.minimum(many, 5)), ["number", "kind", "taste", "at"]]
    found = found.reset_index(drop=True).assign(product=lambda rows: _products(rows, rng))
    found = found.drop_duplicates(["number", "product"], ignore_index=True)
    price = np.array(PRICES)[found["product"]]
    quantity = np.where(price < 200, 1 + rng.poisson(0.6, len(found)), 1)
    off = rng.choice([1.0, 0.9, 0.8], len(found), p=(0.6, 0.25, 0.15))
    amount = np.round(price * quantity * off, 2)
    cost = np.round(price * quantity * (1 - np.array(MARGIN)[found["product"] // 4]), 2)
    return found.assign(quantity=quantity, price=price, amount=amount, cost=cost)


def with_firms(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines, those of two orders replaced by many pieces of one product, as firms buy for their staff."""
    done = orders.loc[(orders["kind"] == "loyal") & (orders["status"] == 0), "number"].to_numpy()
    firms = done[[len(done) // 3, len(done) * 2 // 3]]
    found = lines.drop_duplicates("number").set_index("number").loc[firms].reset_index()
    price = PRICES[FOR_STAFF]
    cost = price * PIECES * (1 - MARGIN[FOR_STAFF // 4])
    found = found.assign(product=FOR_STAFF, quantity=PIECES, price=price, amount=price * PIECES, cost=cost)
    return pd.concat([lines[~lines["number"].isin(firms)], found]).sort_values(["number", "product"], ignore_index=True)


def _products(rows: pd.DataFrame, rng: Generator) -> np.ndarray:
    """By taste and purse, and by the season: a draw over the products for each row at once."""
    price = np.log(np.array(PRICES) / 150)
    rich = rows["kind"].map({kind: habit.rich for kind, habit in HABITS.items()}).to_numpy()
    weight = np.exp((rich[:, None] - 0.35) * price[None, :])
    weight *= np.where(np.arange(len(PRICES)) // 4 == rows["taste"].to_numpy()[:, None], 4.0, 1.0)
    month = rows["at"].dt.month.to_numpy()
    weight[np.ix_(month == 4, SPRING)] *= 4
    weight[np.ix_(month == 11, WINTER)] *= 4
    total = np.cumsum(weight, axis=1)
    drawn: np.ndarray = (rng.random((len(rows), 1)) * total[:, -1:] > total).sum(axis=1)
    return drawn


def totals(orders: pd.DataFrame, lines: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The orders with amount, cost and refund, the sums of their lines."""
    sums = lines.groupby("number")[["amount", "cost"]].sum().round(2)
    found = orders.join(sums, on="number")
    part = np.round(found["amount"] * rng.choice([0.2, 0.3, 0.5], len(found)), 2)
    refund = np.select([found["status"] == 3, found["status"] == 4], [found["amount"], part], np.nan)
    return found.assign(refund=refund)
