"""Orders and customer sheets become ONE customer table: one row a customer, every column declared."""

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import pandas as pd

from xlseg.columns import (
    ACTIVITIES,
    AVERAGE_ORDER,
    COMPLAINTS,
    CUSTOMER_COLUMNS,
    CUSTOMER_ID,
    DAYS_SINCE_LAST,
    DURATION,
    DURATIONS,
    EVENT_MEASURES,
    FIRST_ORDER,
    HABIT_COLUMNS,
    LAST_ACTIVITY,
    LAST_ORDER,
    MEASURE_COLUMNS,
    PROFILE_COLUMNS,
    REFERRALS,
    REGISTERED,
    REGISTERED_DAYS,
    REVENUE,
    SERVICES,
    TENURE_DAYS,
    Column,
)
from xlseg.habits import habits, profits, recent
from xlseg.recognise import OWN, Kind
from xlseg.rules.table import numbers
from xlseg.text import EMPTY, Text, join


def order_totals(orders: Any) -> Any:
    """Orders, days with orders, revenue, first and last day of each customer.

    orders: customer_id, order_id, order_day, amount, in any frame narwhals knows (pandas, DuckDB, Spark); the
    answer is a frame of the same kind. A negative amount is a refund: it lowers the revenue and is no purchase.
    """
    rows, day = nw.from_native(orders), nw.col("order_day")
    revenue = rows.group_by("customer_id").agg(nw.col("amount").sum().alias("revenue"))
    purchases = (
        rows.filter(nw.col("amount") >= 0)
        .group_by("customer_id")
        .agg(
            nw.col("order_id").n_unique().alias("orders"),
            day.n_unique().alias("purchase_days"),
            day.min().alias("first_order"),
            day.max().alias("last_order"),
        )
    )
    return revenue.join(purchases, on="customer_id", how="left").to_native()


def summarize(
    orders: pd.DataFrame | None,
    profiles: pd.DataFrame | None,
    as_of: pd.Timestamp,
    records: Mapping[Kind, pd.DataFrame] | None = None,
    lines: pd.DataFrame | None = None,
    recent_days: int = 183,
) -> pd.DataFrame:
    """The customer table, sorted by customer_id.

    orders, profiles: cleaned; where both say something of a measure, the orders count. Columns:
    days_since_last (as-of date minus last order: R), orders (distinct orders: F), purchase_days (distinct days),
    revenue (M, total), average_order, first_order, last_order, active_days (first to last order: t_x),
    tenure_days (first order to as-of date: T), the counts of the customer's `records` by kind (activities, services,
    complaints, referrals), order_interval (mean days between days with orders), recent_orders and recent_revenue
    (of the last `recent_days`), profits, habits (favourite category, channel, payment, page; see habits.py), the
    profile columns that were there, and the user's own columns under their headers. A customer who never ordered has
    no days, 0 orders and no revenue; whose dates or revenue say that they bought, without orders, an unknown number
    of orders. Records of people who are in neither table make no customer.
    """
    parts = []
    if orders is not None:
        keys = ["customer_id", "order_id", "order_day", "amount"]
        parts.append(order_totals(orders[keys]).set_index("customer_id"))
    if profiles is not None:
        known = (*PROFILE_COLUMNS, *EVENT_MEASURES, *HABIT_COLUMNS, *(MEASURE_COLUMNS if orders is None else ()))
        parts.append(profiles.set_index(CUSTOMER_ID.key)[[c.key for c in known if c.key in profiles]])
        own = profiles.set_index(CUSTOMER_ID.key).filter(regex=f"^{OWN}").rename(columns=lambda k: k[len(OWN) :])
        own = own.drop(columns=[key for key in own if key in DECLARED])
        parts += [own] if own.shape[1] else []
    table = (
        (pd.concat(parts, axis=1) if len(parts) > 1 else parts[0]).sort_index().rename_axis("customer_id").reset_index()
    )
    table = _recorded(_derived(table, as_of), records or {})
    if orders is not None:
        who = table[CUSTOMER_ID.key]
        table = table.assign(**dict((*recent(who, orders, as_of, recent_days), *profits(who, orders))))
    table = table.assign(**dict(habits(table[CUSTOMER_ID.key], orders, lines, records or {})))
    return table[[*(key for key in DECLARED if key in table), *(key for key in table if key not in DECLARED)]]


def suppliers(columns: Iterable[Column]) -> Text:
    """Which tables would bring these columns, besides one of customers that has them: "orders, or ", or nothing."""
    wanted = set(columns)
    found = [text for text, brought in SUPPLIERS.items() if wanted & set(brought)]
    return join([*found, EMPTY], OR) if found else EMPTY


def counted_to(customers: pd.DataFrame) -> pd.Timestamp:
    """The day to which a table of customers counts its days; NaT where it holds no date with its days."""
    for date, days in DATED:
        if date.key in customers and days.key in customers:
            counted = pd.Series(numbers(customers[days.key]), customers.index)
            known = customers[date.key].notna() & (counted.abs() < LONGEST)
            if known.any():
                found = customers[date.key][known].dt.floor("D") + pd.to_timedelta(counted[known].round(), unit="D")
                return pd.Timestamp(found.max())
    return pd.Timestamp("NaT")


DATED = ((LAST_ORDER, DAYS_SINCE_LAST), (FIRST_ORDER, TENURE_DAYS), (REGISTERED, REGISTERED_DAYS))
LONGEST = 100_000  # days; more are no count of days
DECLARED = {column.key: column for column in CUSTOMER_COLUMNS}
COUNTED: dict[Kind, Column] = {
    "activity": ACTIVITIES,
    "service": SERVICES,
    "complaints": COMPLAINTS,
    "referrals": REFERRALS,
}


def _recorded(table: pd.DataFrame, records: Mapping[Kind, pd.DataFrame]) -> pd.DataFrame:
    """With what the records say of each customer, in place of ready-made counts."""
    who = table["customer_id"]
    for kind, rows in records.items():
        found = rows.groupby("customer_id")
        measures = {COUNTED[kind].key: who.map(found.size()).fillna(0)}
        if kind == "activity":
            measures[LAST_ACTIVITY.key] = found["day"].max().reindex(who).set_axis(who.index)
            if DURATION.key in rows:
                measures[DURATIONS.key] = who.map(found[DURATION.key].sum())
        table = table.assign(**measures)
    return table


def _derived(table: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Measures that follow from others, where they were not given ready-made."""
    table = table.copy(deep=False)
    if "orders" in table:
        table["orders"] = table["orders"].mask(table["orders"].isna() & ~_told(table), 0)
    if "last_order" in table and "days_since_last" not in table:
        table["days_since_last"] = (as_of - table["last_order"]).dt.days
    if "first_order" in table and "tenure_days" not in table:
        table["tenure_days"] = (as_of - table["first_order"]).dt.days
    if {"first_order", "last_order"} <= set(table) and "active_days" not in table:
        table["active_days"] = (table["last_order"] - table["first_order"]).dt.days
    if {"orders", "revenue"} <= set(table) and "average_order" not in table:
        table["average_order"] = table["revenue"] / table["orders"].where(table["orders"] > 0)
    if {"active_days", "purchase_days"} <= set(table) and "order_interval" not in table:
        again = table["purchase_days"] - 1
        table["order_interval"] = table["active_days"] / again.where(again > 0)
    if "registered" in table and "registered_days" not in table:
        table["registered_days"] = (as_of - table["registered"].dt.floor("D")).dt.days
    if "birthday" in table:
        counted = _age(table["birthday"], as_of)
        if "age" in table or counted.notna().any():
            table["age"] = table["age"].where(table["age"].notna(), counted) if "age" in table else counted
    if "average_order" in table and "orders" in table and "revenue" not in table:
        table["revenue"] = table["average_order"] * table["orders"]
    return table


def _told(table: pd.DataFrame) -> pd.Series:
    """Whether something besides the number of orders says that the customer has bought."""
    dated = table.filter(items=[c.key for c in (DAYS_SINCE_LAST, FIRST_ORDER, LAST_ORDER)]).notna().any(axis=1)
    paid = table.filter(items=[c.key for c in (REVENUE, AVERAGE_ORDER)]) > 0
    told: pd.Series = dated | paid.any(axis=1)
    return told


def _age(birthday: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Whole years up to the as-of date; a birthday that makes nobody's age gives none."""
    before = birthday.dt.month * 100 + birthday.dt.day > as_of.month * 100 + as_of.day
    years = (as_of.year - birthday.dt.year - before).astype(float)
    counted: pd.Series = years.where(birthday.notna() & years.between(0, OLDEST))
    return counted


OLDEST = 120  # years
OR = Text("、或", ", or ")
SUPPLIERS = {
    Text("订单表（客户、日期、金额）", "a table of orders (customer, date, amount)"): MEASURE_COLUMNS,
    Text("行为记录（客户、时间）", "records of activity (customer, time)"): (ACTIVITIES, LAST_ACTIVITY, DURATIONS),
    Text("服务记录", "records of service"): (SERVICES,),
    Text("投诉记录", "records of complaints"): (COMPLAINTS,),
    Text("转介绍记录（推荐人、被推荐人）", "records of referrals (referrer, referred)"): (REFERRALS,),
}
