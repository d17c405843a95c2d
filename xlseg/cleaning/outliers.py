"""Amounts far from the rest, judged by their logarithm, because amounts are skewed."""

import numpy as np
import pandas as pd

from xlseg.treatment import Cleaning

USUAL = {"mad": 3.5, "iqr": 3.0}  # Iglewicz & Hoaglin 1993; Tukey's outer fences 1977
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
    return float(np.exp(below - limit * width)), float(np.exp(above + limit * width))


def outlying(amounts: pd.Series, rules: Cleaning) -> pd.Series:
    """True for amounts outside the bounds."""
    low, high = bounds(amounts, rules)
    return (amounts > 0) & ~amounts.between(low, high)


def capped(amounts: pd.Series, all_amounts: pd.Series, rules: Cleaning) -> pd.Series:
    """Outlying amounts put at the nearer bound."""
    return amounts.clip(*bounds(all_amounts, rules)).round(2)
