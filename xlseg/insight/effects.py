"""What each channel, or way to pay, brings: orders, new customers, and whether these come back."""

import numpy as np
import pandas as pd

from xlseg.insight.ranking import LEAST, figures
from xlseg.insight.sold import Sold

HORIZONS = (30, 60, 90, 180, 365)  # days within which a return may be counted
USUAL = 0.75  # of those who came back did so within the horizon


def horizon(sold: Sold) -> int:
    """Days within which most who come back do, such that half of the data at least lies before it; 0 for too few days.

    Whoever first bought less than so many days ago has not had the time, and is in no rate.
    """
    gaps = _first(sold)["gap"].dropna()
    possible = [days for days in HORIZONS if 2 * days <= sold.span]
    if not possible or gaps.empty:
        return 0
    return next((days for days in possible if days >= gaps.quantile(USUAL)), possible[-1])


def effects(sold: Sold, days: int) -> pd.DataFrame:
    """One row an item, by revenue, and the total: item (-1), share, revenue, orders, customers, average, newcomers
    (customers whose first order came through it), watched (those of them with `days` behind them), returned (of the
    watched, with another day of orders within `days`), rate (returned over watched, NaN where nobody is watched).
    """
    count = len(sold.names)
    first = _first(sold)
    parts = [figures(sold, sold.rows["item"].to_numpy(), count), figures(sold, np.zeros(len(sold.rows), np.int64), 1)]
    table = pd.concat(parts, ignore_index=True).assign(item=[*range(count), -1])
    old = first[first["day"] <= sold.last - days] if days else first.iloc[:0]
    back = old[old["gap"] <= days]
    for key, who in (("newcomers", first), ("watched", old), ("returned", back)):
        table[key] = [*np.bincount(who["item"], minlength=count), len(who)]
    table["rate"] = table["returned"] / table["watched"].where(table["watched"] > 0)
    whole = table["revenue"].iloc[-1]
    table["share"] = table["revenue"] / whole if whole > LEAST else np.nan
    body = table.iloc[:-1].sort_values("revenue", ascending=False, kind="stable")
    return pd.concat([body, table.iloc[-1:]], ignore_index=True)


def _first(sold: Sold) -> pd.DataFrame:
    """Of each customer, the first purchase (item, day), and the days to the next day with one, NaN if there is none."""
    bought = sold.bought.drop_duplicates(["customer", "day"])
    first = bought.drop_duplicates("customer")
    again = bought[~bought.index.isin(first.index)].drop_duplicates("customer").set_index("customer")["day"]
    return first.assign(gap=first["customer"].map(again) - first["day"])
