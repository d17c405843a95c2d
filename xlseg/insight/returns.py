"""Who buys in a category again, and after how long: days with purchases, whatever the number of orders a day."""

import numpy as np
import pandas as pd

from xlseg.insight.ranking import different
from xlseg.insight.sold import Sold


def pairs(sold: Sold) -> pd.DataFrame:
    """One row a customer and item they bought: days (with purchases), first, last (days since 1970), median and mean
    days between those days (NaN for one day), and value: revenue a day with purchases."""
    bought = sold.bought
    keys = ["item", "customer"]
    days = bought.groupby([*keys, "day"], sort=True)["amount"].sum().reset_index()
    same = (days[keys] == days[keys].shift()).all(axis=1)
    days["gap"] = days["day"].diff().where(same)
    groups = days.groupby(keys, sort=True)
    found = groups.agg(days=("day", "size"), first=("day", "min"), last=("day", "max"), value=("amount", "mean"))
    return found.assign(median=groups["gap"].median()).reset_index()


def repeats(sold: Sold, found: pd.DataFrame) -> pd.DataFrame:
    """One row an item, by buyers, and the total (item -1): buyers, repeaters (bought it on two days or more), rate,
    and the quartiles of the customers' own median days between them: q1, median, q3.

    found: the pairs of `sold`. In the total a customer counts once and repeats if any one item was bought again.
    """
    again = found[found["days"] > 1]
    count = len(sold.names)
    gaps = again.groupby("item")["median"].quantile(np.array([0.25, 0.5, 0.75])).unstack().reindex(range(count))
    one = np.zeros(len(found), dtype=np.int64)
    buyers = different(one, found["customer"].to_numpy(), 1)
    repeaters = different(one[: len(again)], again["customer"].to_numpy(), 1)
    table = pd.DataFrame(
        {
            "item": [*range(count), -1],
            "buyers": [*np.bincount(found["item"], minlength=count), *buyers],
            "repeaters": [*np.bincount(again["item"], minlength=count), *repeaters],
        }
    )
    for key, share in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
        own = gaps[share].to_numpy() if share in gaps else np.full(count, np.nan)
        table[key] = [*own, again["median"].quantile(share)]
    table["rate"] = table["repeaters"] / table["buyers"].where(table["buyers"] > 0)
    body = table.iloc[:-1].sort_values("buyers", ascending=False, kind="stable")
    return pd.concat([body, table.iloc[-1:]], ignore_index=True)
