"""Who buys in a category again, and after how long: days with purchases, whatever the number of orders a day."""

import numpy as np
import pandas as pd

from xlseg.insight.ranking import different
from xlseg.insight.sold import Sold


def pairs(sold: Sold) -> pd.DataFrame:
    """One row a customer and item they bought: days (with purchases), first, last (days since 1970), value (revenue
    a day with purchases) and median (days between those days, NaN for one day)."""
    bought = sold.bought
    item, who, day = (bought[key].to_numpy() for key in ("item", "customer", "day"))
    begin, people = int(day.min(initial=sold.last)), len(sold.customers)
    length = sold.last - begin + 1
    keys, place = np.unique((item * people + who) * length + day - begin, return_inverse=True)
    pair, of = np.unique(keys // length, return_inverse=True)
    days, on = np.bincount(of, minlength=len(pair)), keys % length + begin
    ends = np.cumsum(days)
    gap = np.diff(on, prepend=0).astype(float)
    gap[ends - days] = np.nan
    spent = np.bincount(of[place], bought["amount"].to_numpy(), minlength=len(pair))
    return pd.DataFrame(
        {
            "item": pair // people,
            "customer": pair % people,
            "days": days,
            "first": on[ends - days],
            "last": on[ends - 1],
            "value": spent / days,
            "median": pd.Series(gap).groupby(of).median().to_numpy(),
        }
    )


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
