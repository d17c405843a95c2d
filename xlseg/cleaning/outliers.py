"""Amounts far from the rest, judged by their logarithm, because amounts are skewed."""

import numpy as np
import pandas as pd

from xlseg.columns import AMOUNT, PRODUCT, QUANTITY
from xlseg.treatment import Cleaning

USUAL = {"mad": 3.5, "iqr": 3.0}  # Iglewicz & Hoaglin 1993; Tukey's outer fences 1977
NEAR, OTHERS = 3.0, 3  # a usual price is within three times the median of at least as many orders
NORMAL_MAD, NORMAL_IQR = 1.4826, 1.349  # of a normal distribution of standard deviation one


def bounds(amounts: pd.Series, rules: Cleaning) -> tuple[float, float]:
    """The lowest and the highest amount that is not an outlier; amounts of zero and below are not judged."""
    logs = np.log(amounts[amounts > 0].to_numpy(dtype=float))
    if len(logs) == 0:
        return 0.0, np.inf
    limit = rules.outlier_limit or USUAL[rules.outlier_method]
    low, middle, high = np.quantile(logs, (0.25, 0.5, 0.75))
    if rules.outlier_method == "iqr":
        below, above, width = low, high, high - low
    else:
        spread = np.median(np.abs(logs - middle)) * NORMAL_MAD or (high - low) / NORMAL_IQR
        below, above, width = middle, middle, spread
    if width == 0:
        return 0.0, np.inf
    with np.errstate(over="ignore"):  # beyond all numbers is no bound
        return float(np.exp(below - limit * width)), float(np.exp(above + limit * width))


def outlying(rows: pd.DataFrame, rules: Cleaning) -> pd.Series:
    """True for amounts outside the bounds, unless they are many pieces of something at its usual price."""
    amounts = rows[AMOUNT.key]
    low, high = bounds(amounts, rules)
    found = (amounts > 0) & ~amounts.between(low, high)
    if found.any() and {PRODUCT.key, QUANTITY.key} <= set(rows):
        found &= ~_usually_priced(rows, found)
    return found


def _usually_priced(rows: pd.DataFrame, found: pd.Series) -> pd.Series:
    """Rows found whose price a piece is near the median of the product; a product needs other orders to have one."""
    hit = rows[found]
    sold = rows.loc[rows[PRODUCT.key].isin(hit[PRODUCT.key].unique()), [PRODUCT.key, AMOUNT.key, QUANTITY.key]]
    products = (sold[AMOUNT.key] / sold[QUANTITY.key]).groupby(sold[PRODUCT.key], observed=True)
    usual = products.median().where(products.count() >= OTHERS)
    ratio = hit[AMOUNT.key] / hit[QUANTITY.key] / hit[PRODUCT.key].astype(object).map(usual).astype(float)
    return ratio.between(1 / NEAR, NEAR).reindex(rows.index, fill_value=False)


def capped(amounts: pd.Series, all_amounts: pd.Series, rules: Cleaning) -> pd.Series:
    """Outlying amounts put at the nearer bound."""
    return amounts.clip(*bounds(all_amounts, rules)).round(2)
