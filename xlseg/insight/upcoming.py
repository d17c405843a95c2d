"""When the next purchase in a category falls due, and what known customers may be expected to buy.

A customer's interval is the median of their own once there are enough of them, else that of the category. Whoever is
silent for longer than LAPSED intervals has probably left and is not expected; the others are expected to go on as
often as since their first purchase. Who bought once is expected to buy nothing and who came back a little too often,
since one counts only what came back; over all known customers that evens out. Newcomers are no part of it.
"""

import numpy as np
import pandas as pd

from xlseg.insight.returns import pairs, repeats
from xlseg.insight.sold import Sold

OWN = 3  # intervals from which on a customer's own median counts
LAPSED = 3.0  # intervals of silence: two beyond the day the purchase was due
WITHIN = (30, 60, 90)  # days ahead


def upcoming(sold: Sold, today: int) -> pd.DataFrame:
    """The pairs of customer and item with interval, due (days from `today`, negative where overdue) and state.

    state: once, lapsed, overdue, or the place in WITHIN of the first period that holds the day, len(WITHIN) for later.
    today: days since 1970, not before the last order.
    """
    found = pairs(sold)
    usual = repeats(sold, found).set_index("item")["median"]
    own = np.where(found["days"] > OWN, found["median"], found["item"].map(usual))
    interval = np.maximum(own.astype(float), 1.0)
    silent = today - found["last"].to_numpy()
    due = interval - silent
    state = np.select(
        [found["days"] < 2, silent > LAPSED * interval, due < 0],
        ["once", "lapsed", "overdue"],
        np.searchsorted(WITHIN, due, side="left").astype("U"),
    )
    return found.assign(interval=interval, due=due, state=state)


def expected(found: pd.DataFrame, today: int, count: int) -> pd.DataFrame:
    """One row an item, and the total (item -1): how many pairs are in each state; buys30 ... the purchases expected
    within 30 ... days, money30 ... what they come to, and value: revenue a day with purchases, of who is expected.

    Expected of a pair: its purchases after the first, a day since the first, times the days ahead.
    """
    item = found["item"].to_numpy()
    table = pd.DataFrame({"item": [*range(count), -1]})
    for state in ("once", "lapsed", "overdue", *map(str, range(len(WITHIN) + 1))):
        hit = (found["state"] == state).to_numpy()
        table[state] = [*np.bincount(item[hit], minlength=count), hit.sum()]
    going = (~found["state"].isin(["once", "lapsed"])).to_numpy()
    pace = (found["days"] - 1).to_numpy() / np.maximum(today - found["first"].to_numpy(), 1) * going
    for days in WITHIN:
        for key, weight in (("buys", np.ones(len(found))), ("money", found["value"].to_numpy())):
            sums = np.bincount(item, pace * weight * days, minlength=count)
            table[f"{key}{days}"] = [*sums, sums.sum()]
    table["value"] = table["money30"] / table["buys30"].where(table["buys30"] > 0)
    return table


def latest(sold: Sold, days: int) -> pd.Series:
    """Which rows are of the last `days` that the data hold."""
    return sold.rows["day"] > sold.last - days


def looked_back(sold: Sold, days: int) -> tuple[float, float, float] | None:
    """What the same reckoning would have expected of the last `days`, what then was bought again by those who knew an
    item, and what all sales came to, less refunds; None where less than twice as many days lie before."""
    cut, late = sold.last - days, latest(sold, days)
    early = ~late
    if sold.span < 3 * days or not early.any() or days not in WITHIN:
        return None
    known = upcoming(sold._replace(rows=sold.rows[early]), cut + 1)
    told = float(expected(known, cut + 1, len(sold.names)).iloc[-1][f"money{days}"])
    after = sold.rows[late & (sold.rows["amount"] >= 0)]
    brought = float(after.merge(known[["item", "customer"]], on=["item", "customer"])["amount"].sum())
    return told, brought, float(sold.rows["amount"][late].sum())
