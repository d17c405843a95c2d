"""Shifted-beta-geometric: how long contracts last, from how many of a cohort renewed each time.

Fader, Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1). At each renewal a
customer leaves with a probability of his own (beta: alpha, beta). Time is counted in renewals, such as years.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaln, digamma, hyp2f1

from xlseg.models.clv.maximum import Maximum, maximize
from xlseg.scoring import Floats

BOUNDS = np.array([(1e-3, 1e4)] * 2)


class Sbg(NamedTuple):
    """Both parameters are without unit."""

    alpha: float
    beta: float


def fit(customers: Floats) -> Maximum:
    """The parameters (alpha, beta) of highest likelihood, of one cohort.

    customers: how many of it were there at the start and after each renewal, such as 1000, 869, 743.
    """
    there = np.asarray(customers, dtype=float)
    end = len(there) - 1
    return _maximum(
        np.append(np.arange(1, end + 1), end), np.arange(end + 1) < end, np.append(-np.diff(there), there[-1])
    )


def fit_contracts(renewals: Floats, left: npt.NDArray[np.bool_]) -> Maximum:
    """The same of single contracts that began at any time.

    renewals: of who has left, at which renewal (1 is the first); of who is still there, how many were made.
    """
    groups = pd.Series(1.0, index=[np.asarray(renewals, dtype=float), np.asarray(left)]).groupby(level=[0, 1]).sum()
    times, gone = (groups.index.get_level_values(n).to_numpy() for n in (0, 1))
    return _maximum(times, gone, np.asarray(groups, dtype=np.float64))


def _maximum(times: Floats, left: npt.NDArray[np.bool_], count: Floats) -> Maximum:
    """Of who left at a renewal, ln B(a + 1, b + t - 1); of who made n and is still there, ln B(a, b + n)."""
    share = count / count.sum()

    def mean(point: Floats) -> tuple[float, Floats]:
        alpha, beta = np.exp(point)
        first, second = alpha + left, beta + times - left
        value = share @ betaln(first, second) - betaln(alpha, beta)
        both = digamma(alpha + beta) - share @ digamma(first + second)
        by_alpha = share @ digamma(first) - digamma(alpha) + both
        by_beta = share @ digamma(second) - digamma(beta) + both
        return float(value), np.array([by_alpha * alpha, by_beta * beta])

    return maximize(mean, np.ones(2), BOUNDS, float(count.sum()))


def survival(given: Sbg, t: Floats) -> Floats:
    """The share of a cohort still there after t renewals."""
    return np.asarray(np.exp(betaln(given.alpha, given.beta + np.asarray(t, dtype=float)) - betaln(*given)))


def retention(given: Sbg, t: Floats) -> Floats:
    """The share of those who were there after t - 1 renewals that make renewal t."""
    t = np.asarray(t, dtype=float)
    return (given.beta + t - 1) / (given.alpha + given.beta + t - 1)


def residual_lifetime(given: Sbg, renewals: Floats, discount: float) -> Floats:
    """Expected further renewals of a customer who made so many, just before the next; discounted (DERL).

    discount: per renewal period; the next renewal itself is not discounted. Fader, Hardie (2010), Marketing Science
    29(1). Without discount the expectation is infinite where alpha is at most 1.
    """
    n = np.asarray(renewals, dtype=float) + 1
    if discount == 0:
        return (given.beta + n - 1) / (given.alpha - 1) if given.alpha > 1 else np.full(n.shape, np.inf)
    later = hyp2f1(1, given.beta + n, given.alpha + given.beta + n, 1 / (1 + discount))
    return np.asarray(retention(given, n) * later)
