"""Full months: what they brought, who bought, and who of these for the first time."""

import pandas as pd

from xlseg.insight.seasons import full_months, month_numbers
from xlseg.insight.sold import Sold


def newcomers(sold: Sold) -> pd.DataFrame:
    """One row a full month, by month_numbers: revenue, customers who bought, and those who never had before.

    Months without an order are there, with 0. Refunds lower the revenue and are no purchase.
    """
    low, high, _ = full_months(sold.rows["day"])
    every = pd.RangeIndex(low, high + 1)
    month, bought = pd.Series(month_numbers(sold.rows["day"])), sold.rows["amount"].to_numpy() >= 0
    pairs = pd.DataFrame({"who": sold.rows["customer"].to_numpy()[bought], "month": month[bought].to_numpy()})
    first = pairs.groupby("who")["month"].min()
    table = {
        "revenue": sold.rows["amount"].groupby(month.to_numpy()).sum(),
        "customers": pairs.drop_duplicates()["month"].value_counts(),
        "first": first.value_counts(),
    }
    return pd.DataFrame({key: found.reindex(every, fill_value=0) for key, found in table.items()}, every)


def month_name(number: int) -> str:
    """2025-05."""
    return f"{number // 12}-{number % 12 + 1:02}"
