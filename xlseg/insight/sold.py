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


def sold(orders: pd.DataFrame | None, lines: pd.DataFrame | None = None, key: str = "") -> Sold | None:
    """Orders, or their lines where only these know it, under the values of the column `key`; "" takes all as one item.

    None without orders, or where nobody filled the column. An order's amount is divided among its lines in proportion
    to their own amounts, else to quantity times price, else to the quantity, else evenly, so that freight and
    discounts are shared; an order without lines is under MISSING.
    """
    if orders is None or orders.empty:
        return None
    detailed = lines is not None and key in lines and key not in orders
    found = lines if detailed and lines is not None else orders
    if key and key not in found:
        return None
    rows, customers, numbers = _orders(orders)
    if detailed:
        rows, cells = _divided(rows, found.assign(order=numbers.get_indexer(pd.Index(found[ORDER_ID.key]))), key)
    else:
        cells = orders[key] if key else pd.Series(None, orders.index, dtype=object)
        rows = rows if QUANTITY.key not in orders else rows.assign(quantity=_floats(orders[QUANTITY.key]))
    codes, names = _items(cells) if key else (np.zeros(len(rows), dtype=np.int64), (EVERYTHING,))
    if not names or names == (MISSING,):
        return None
    rows = rows.assign(item=codes)
    known = rows["day"].notna().to_numpy() & np.isfinite(rows["amount"].to_numpy())
    rows = (rows if known.all() else rows[known]).astype({"day": np.int64})
    ordered = rows["time"].is_monotonic_increasing
    rows = rows if ordered else rows.sort_values("time", kind="stable")
    return Sold(rows.drop(columns="time").reset_index(drop=True), names, customers, detailed) if len(rows) else None


def _orders(orders: pd.DataFrame) -> tuple[pd.DataFrame, pd.Index, pd.Index]:
    """Codes of customers and orders, days and amounts; and what the codes stand for."""
    who, customers = pd.factorize(orders[CUSTOMER_ID.key])
    order, numbers = pd.factorize(orders[ORDER_ID.key])
    day = (orders["order_day"] - pd.Timestamp(0)).dt.days.to_numpy()
    time = orders[ORDER_DATE.key if ORDER_DATE.key in orders else "order_day"].to_numpy()
    amount = _floats(orders[AMOUNT.key])
    rows = pd.DataFrame({"customer": who, "order": order, "day": day, "time": time, "amount": amount})
    return rows, pd.Index(customers), pd.Index(numbers)


def _divided(rows: pd.DataFrame, lines: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.Series]:
    """One row a line, with its part of the order's amount; and the cells of `key`."""
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
    return pd.concat([found, bare], ignore_index=True), cells


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
