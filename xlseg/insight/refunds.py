"""How many orders of each channel were refunded, those that cleaning left out for it included."""

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import AMOUNT, ORDER_ID, REFUND
from xlseg.distinct import distinct, texts
from xlseg.values import ids

LEFT_OUT = ("refunded", "fully_refunded", "negative_amount")  # steps of cleaning that find refunds


def refund_shares(analysis: Analysis, key: str) -> pd.Series | None:
    """Of all orders, which share was refunded, wholly or in part: by the values of the column `key`, "" for blanks,
    and None for all of them. None where the data know of no refund at all."""
    if analysis.orders is None or key not in analysis.orders:
        return None
    rows = analysis.orders
    hit = rows[AMOUNT.key].to_numpy(dtype=float, na_value=0.0) < 0
    if REFUND.key in rows:
        hit |= rows[REFUND.key].to_numpy(dtype=float, na_value=0.0) > 0
    parts = [pd.DataFrame({"name": _names(rows[key]), "order": rows[ORDER_ID.key].astype(object), "hit": hit})]
    known = pd.concat([*parts, *_left_out(analysis, key)], ignore_index=True)
    if not known["hit"].any():
        return None
    known["order"] = pd.factorize(known["order"])[0]
    by = known.groupby(["name", "order"], sort=False)["hit"].any().groupby(level="name").mean()
    whole = known.groupby("order", sort=False)["hit"].any().mean()
    return pd.Series([*by, whole], index=[*by.index, None], dtype=float)


def _left_out(analysis: Analysis, key: str) -> list[pd.DataFrame]:
    """The rows of the sheets that do not count because they were refunded."""
    gone = analysis.left_out
    gone = gone[gone["code"].isin(LEFT_OUT)]
    found = []
    for source in analysis.sources:
        rows = gone.loc[gone["sheet"] == source.sheet, "row"]
        if source.kind != "orders" or key not in source.frame or rows.empty:
            continue
        raw = source.frame.loc[source.frame.index.intersection(pd.Index(rows))]
        number = ids(raw[ORDER_ID.key]) if ORDER_ID.key in raw else pd.Series(None, raw.index, dtype="str")
        number = number.where(number.notna(), "row " + source.sheet + " " + raw.index.astype("str"))
        found.append(pd.DataFrame({"name": _names(raw[key]), "order": number.astype(object), "hit": True}))
    return found


def _names(cells: pd.Series) -> np.ndarray:
    codes, values = distinct(cells)
    names: np.ndarray = np.array([*texts(values), ""], dtype=object)[codes]
    return names
