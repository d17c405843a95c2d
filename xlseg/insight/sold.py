"""Rows of orders under items: what was bought in each category, of each product, through each channel."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.columns import AMOUNT, CUSTOMER_ID, ORDER_DATE, ORDER_ID, QUANTITY, UNIT_PRICE
from xlseg.distinct import distinct, texts
from xlseg.text import Text

MISSING = Text("未填写", "Not filled in")
EVERYTHING = Text("全部商品", "All goods")


class Sold(NamedTuple):
    """Rows by time: item, customer, order (codes from 0), day (since 1970), amount, and quantity where it is known.

    Their amounts add up to those of all orders. A negative amount is a refund and no purchase. names: of the items, as
    the user wrote them; customers: the ID of each code. shared: each order's amount was divided among its lines.
    """

    rows: pd.DataFrame
    names: tuple[str | Text, ...]
    customers: pd.Index
    shared: bool = False

    @property
    def bought(self) -> pd.DataFrame:
        """The rows that are purchases."""
        return self.rows[self.rows["amount"] >= 0]

    @property
    def last(self) -> int:
        return int(self.rows["day"].max())

    @property
    def span(self) -> int:
        """Days from the first to the last order, both included."""
        return self.last - int(self.rows["day"].min()) + 1


class Ledger(NamedTuple):
    """Orders by time, coded once for all items. rows: customer, order, day, amount; at: where each stands in orders."""

    orders: pd.DataFrame
    rows: pd.DataFrame
    at: np.ndarray
    customers: pd.Index
    numbers: pd.Index


def ledger(orders: pd.DataFrame | None) -> Ledger | None:
    """None without an order that has a day and an amount."""
    if orders is None or orders.empty:
        return None
    time = orders[ORDER_DATE.key if ORDER_DATE.key in orders else "order_day"]
    at = np.arange(len(orders)) if time.is_monotonic_increasing else np.argsort(time.to_numpy(), kind="stable")
    at = at[(orders["order_day"].notna() & np.isfinite(_floats(orders[AMOUNT.key]))).to_numpy()[at]]
    if not len(at):
        return None
    who, customers = pd.factorize(orders[CUSTOMER_ID.key].array[at])
    order, numbers = pd.factorize(orders[ORDER_ID.key].array[at])
    day = orders["order_day"].to_numpy()[at].astype("datetime64[D]").astype(np.int64)
    rows = pd.DataFrame({"customer": who, "order": order, "day": day, "amount": _floats(orders[AMOUNT.key])[at]})
    return Ledger(orders, rows, at, pd.Index(customers), pd.Index(numbers))


def sold(book: Ledger | None, lines: pd.DataFrame | None = None, key: str = "") -> Sold | None:
    """Orders, or their lines where only these know it, under the values of the column `key`; "" takes all as one item.

    None without orders, or where nobody filled the column. An order's amount is divided among its lines in proportion
    to their own amounts, else to quantity times price, else to the quantity, else evenly, so that freight and
    discounts are shared; an order without lines is under MISSING.
    """
    if book is None:
        return None
    if not key:
        return Sold(book.rows.assign(item=0), (EVERYTHING,), book.customers)
    detailed = lines is not None and key in lines and key not in book.orders
    if detailed and lines is not None:
        rows, cells = _divided(
            book.rows, lines.assign(order=book.numbers.get_indexer(pd.Index(lines[ORDER_ID.key]))), key
        )
    elif key in book.orders:
        rows, cells = book.rows, book.orders[key].iloc[book.at]
        if QUANTITY.key in book.orders:
            rows = rows.assign(quantity=_floats(book.orders[QUANTITY.key])[book.at])
    else:
        return None
    codes, names = _items(cells)
    return None if names in ((), (MISSING,)) else Sold(rows.assign(item=codes), names, book.customers, detailed)


def _divided(rows: pd.DataFrame, lines: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.Series]:
    """One row a line, with its part of the order's amount, by time; and the cells of `key`."""
    lines = lines[lines["order"] >= 0]
    whole = rows.drop_duplicates("order").set_index("order")
    total = rows.groupby("order")["amount"].sum()
    order, weight = lines["order"].to_numpy(), _weights(lines)
    size = int(rows["order"].max()) + 1
    heavy, count = np.bincount(order, weight, minlength=size), np.bincount(order, minlength=size)
    part = np.where(heavy[order] > 0, weight / np.where(heavy > 0, heavy, 1.0)[order], 1 / np.maximum(count, 1)[order])
    found = whole.loc[order].reset_index().assign(amount=total.reindex(order).to_numpy() * part)
    if QUANTITY.key in lines:
        found["quantity"] = _floats(lines[QUANTITY.key])
    bare = rows[~rows["order"].isin(order)]
    cells = pd.concat([lines[key].astype(object), pd.Series(None, bare.index, dtype=object)], ignore_index=True)
    every = pd.concat([found, bare], ignore_index=True)
    by_time = np.argsort(every["order"].to_numpy(), kind="stable")  # orders are coded by their first time
    return every.iloc[by_time].reset_index(drop=True), cells.iloc[by_time]


def _weights(lines: pd.DataFrame) -> np.ndarray:
    if AMOUNT.key in lines:
        weight = _floats(lines[AMOUNT.key])
    else:
        there = [_floats(lines[c.key]) for c in (QUANTITY, UNIT_PRICE) if c.key in lines]
        weight = np.prod(there, axis=0) if there else np.ones(len(lines))
    return np.clip(np.where(np.isfinite(weight), weight, 0.0), 0.0, None)


def _floats(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _items(cells: pd.Series) -> tuple[np.ndarray, tuple[str | Text, ...]]:
    """A code a cell, and the names; blank cells are MISSING, the last."""
    code, values = distinct(cells)
    if not len(cells):
        return code, ()
    names, places = np.unique(np.array([*texts(values), ""], dtype=str), return_inverse=True)
    codes = places[code] - 1  # -1 stands for the blank, which sorts first
    codes = np.where(codes < 0, len(names) - 1, codes)
    return codes, (*map(str, names[1:]), *([MISSING] if (codes == len(names) - 1).any() else []))
