"""Shifted-beta-geometric: how long contracts last, from how many of a cohort renewed each time.

Fader, Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1). At each renewal a
customer leaves with a probability of his own (beta: alpha, beta). Time is counted in renewals, such as years.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import betaln, digamma, hyp2f1

from xlseg.models.clv.maximum import Maximum, maximize
from xlseg.scoring import Floats

BOUNDS = np.array([(1e-3, 1e4)] * 2)


class Sbg(NamedTuple):
    """Both parameters are without unit."""

    alpha: float
    beta: float


def fit(customers: Floats) -> Maximum:
    """The parameters (alpha, beta) of highest likelihood.

    customers: how many of one cohort were there at the start and after each renewal, such as 1000, 869, 743.
    """
    alive = np.asarray(customers, dtype=float)
    return maximize(lambda point: _mean_likelihood(point, alive), np.ones(2), BOUNDS, float(alive[0]))


def _mean_likelihood(point: Floats, alive: Floats) -> tuple[float, Floats]:
    """Of who left at each renewal, ln B(a + 1, b + t - 1), and of who stayed to the end, ln B(a, b + end)."""
    alpha, beta = np.exp(point)
    weight = np.append(-np.diff(alive), alive[-1]) / alive[0]
    end = len(alive) - 1
    times = np.arange(1, end + 1)
    first = np.append(np.full(end, alpha + 1), alpha)
    second = np.append(beta + times - 1, beta + end)
    value = weight @ betaln(first, second) - betaln(alpha, beta)
    both = digamma(alpha + beta) - weight @ digamma(first + second)
    by_alpha = weight @ digamma(first) - digamma(alpha) + both
    by_beta = weight @ digamma(second) - digamma(beta) + both
    return float(value), np.array([by_alpha * alpha, by_beta * beta])


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
