"""Full months: revenue by group of customers, and an index of each month, the mean of its year being 100."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.insight.ranking import LEAST, different
from xlseg.insight.sold import Sold

YEARS, YEAR = 2, 12
LEEWAY, MOST_LEEWAY = 0.95, 15  # quantile of the gaps between days with orders; and days at most
TOP = 0.2  # of the customers, those who spent most


class Months(NamedTuple):
    """table: one row a full month (its first day as index): revenue, its standard error if orders come at random
    (a compound Poisson process), orders, customers; groups: revenue, one column a group.

    dropped: months left out because the data begin or end within them. full: months that are full in all, of which
    the table has the last two years, or year, or fewer.
    """

    table: pd.DataFrame
    groups: pd.DataFrame
    dropped: tuple[pd.Timestamp, ...]
    full: int

    @property
    def years(self) -> int:
        """Whole years shown; 0 for less than one."""
        return len(self.table) // YEAR

    def percent(self, revenue: pd.Series) -> pd.Series:
        """Each month against the mean of its twelve months, in percent: of all shown where they are fewer."""
        return 100 * revenue / self._mean(revenue)

    def _mean(self, revenue: pd.Series) -> pd.Series:
        """Of the twelve months each belongs to; NaN where they brought nothing."""
        block = np.arange(len(revenue)) // YEAR if self.years else np.zeros(len(revenue), dtype=np.int64)
        mean = revenue.groupby(block).transform("mean")
        return mean.where(mean > LEAST)

    def steady(self, sure: float) -> tuple[pd.DataFrame, pd.Series]:
        """Of two years or more: the index by month of the year (1 to 12), one column a year, the earlier first; and
        whether the mean of a month's lies further from 100 than `sure` standard errors of a usual month."""
        index = self.percent(self.table["revenue"])
        error = self.table["error"] * 100 / self._mean(self.table["revenue"])
        values, errors = (column.to_numpy().reshape(-1, YEAR) for column in (index, error))
        far = np.abs(values.mean(axis=0) - 100) > sure * np.sqrt((errors**2).mean(axis=1).sum()) / len(errors)
        months = pd.DatetimeIndex(self.table.index[:YEAR]).month
        return pd.DataFrame(values.T, index=months).sort_index(), pd.Series(far, months).sort_index()


def month_numbers(days: pd.Series) -> np.ndarray:
    """Months counted from year 0 of days counted since 1970."""
    day = pd.DatetimeIndex(pd.to_datetime(days, unit="D"))
    numbers: np.ndarray = np.asarray(day.year) * YEAR + np.asarray(day.month) - 1
    return numbers


def full_months(days: pd.Series) -> tuple[int, int, tuple[pd.Timestamp, ...]]:
    """The first and the last full month, as in month_numbers (the last before the first: none is full), and the
    months left out. days: with orders, since 1970.

    The first and the last month count as full where the data begin and end no further from their ends than days with
    orders usually are from each other.
    """
    found = np.unique(days)
    first, last = map(int, month_numbers(pd.Series(found[[0, -1]])))
    start, end = ((month - pd.Timestamp(0)).days for month in _starts(first, last + 1)[[0, -1]])
    leeway = float(min(np.quantile(np.diff(found), LEEWAY), MOST_LEEWAY)) if len(found) > 1 else 0.0
    late, early = found[0] - start >= max(leeway, 1.0), end - 1 - found[-1] >= max(leeway, 1.0)
    dropped = tuple(_starts(n, n)[0] for n, is_part in ((first, late), (last, early)) if is_part)
    return first + int(late), last - int(early), tuple(dict.fromkeys(dropped))


def big_spenders(sold: Sold) -> np.ndarray:
    """Whether each customer is of the fifth who spent most, at least one."""
    spent = np.bincount(sold.rows["customer"], sold.rows["amount"], minlength=len(sold.customers))
    most = max(1, round(TOP * len(spent)))
    found = np.zeros(len(spent), dtype=bool)
    found[np.argsort(-spent, kind="stable")[:most]] = True
    return found


def months(sold: Sold, group: np.ndarray, groups: int) -> Months:
    """The last full months: two years of them, or one, or all where there are fewer. group: of each customer code,
    -1 for none.

    Months without an order are there, with 0.
    """
    rows = sold.rows
    number = month_numbers(rows["day"])
    low, high, dropped = full_months(rows["day"])
    full = max(high - low + 1, 0)
    shown = next((n for n in (YEARS * YEAR, YEAR) if full >= n), full)
    low = high - shown + 1
    held = (number >= low) & (number <= high)
    table = _table(rows[held], number[held] - low, shown, group, groups)
    index = _starts(low, high) if shown else pd.DatetimeIndex([])
    return Months(table[0].set_axis(index), table[1].set_axis(index), dropped, full)


def _table(
    rows: pd.DataFrame, place: np.ndarray, count: int, group: np.ndarray, groups: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    amount, who = rows["amount"].to_numpy(), rows["customer"].to_numpy()
    bought = amount >= 0
    table = pd.DataFrame(
        {
            "revenue": np.bincount(place, amount, minlength=count)[:count],
            "error": np.sqrt(np.bincount(place, amount**2, minlength=count)[:count]),
            "orders": different(place[bought], rows["order"].to_numpy()[bought], count)[:count],
            "customers": different(place[bought], who[bought], count)[:count],
        }
    )
    of = group[who]
    known = of >= 0
    sums = np.bincount(place[known] * groups + of[known], amount[known], minlength=count * groups)
    return table, pd.DataFrame(sums.reshape(count, groups))


def _starts(first: int, last: int) -> pd.DatetimeIndex:
    """First days of months counted from year 0."""
    return pd.DatetimeIndex([pd.Timestamp(n // YEAR, n % YEAR + 1, 1) for n in range(first, last + 1)])
