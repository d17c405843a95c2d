"""The day measures are counted to."""

import pandas as pd

from xlseg.customers import counted_to
from xlseg.errors import XlsegError
from xlseg.settings import Settings
from xlseg.text import Text


def day_counted_to(settings: Settings, orders: pd.DataFrame | None, profiles: pd.DataFrame | None) -> pd.Timestamp:
    """The setting, else the day after the last order; of ready-made recency, the day it counts to, if that is known."""
    wanted = settings.general.as_of
    if orders is not None:
        last = orders["order_day"].max()
    elif profiles is not None and "days_since_last" in profiles:
        return counted_to(profiles)
    else:
        last = profiles["last_order"].max() if profiles is not None and "last_order" in profiles else pd.NaT
        if wanted is not None and last > pd.Timestamp(wanted):
            raise XlsegError(TOO_EARLY.format(as_of=wanted, last=last.date()))
    return pd.Timestamp(wanted) if wanted is not None else pd.Timestamp(last).floor("D") + pd.Timedelta(days=1)


TOO_EARLY = Text(
    "分析日期 {as_of} 早于客户表里的最近购买日期 {last}；请用更晚的日期，或提供订单表",
    "the as-of date {as_of} is before the last order {last} of the table of customers; use a later date, or orders",
)
