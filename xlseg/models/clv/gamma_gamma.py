"""Gamma-Gamma: what a purchase of a customer is worth on average, beyond the few that were seen.

Fader, Hardie (2013), The Gamma-Gamma model of monetary value. Amounts of a customer are gamma (shape p) about a mean of
his own, whose scale is gamma (q, v); they do not depend on how often he buys. n: purchases seen; mean: their average.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import digamma, gammaln

from xlseg.models.clv.maximum import Maximum, maximize
from xlseg.scoring import Floats

# q above 1: below, the mean over all customers does not exist. p, q of 1000 are amounts within 3 % of their mean.
BOUNDS = np.array([(1e-3, 1e3), (1.01, 1e3), (1e-6, 1e6)])
START = (3.0, 3.0, 1.0)


class GammaGamma(NamedTuple):
    """p and q without unit; v in money."""

    p: float
    q: float
    v: float


def fit(n: Floats, mean: Floats) -> Maximum:
    """The parameters (p, q, v) of highest likelihood, of customers with at least one purchase of a mean above 0.

    Amounts are measured in their mean meanwhile, so that the answer does not depend on the currency.
    """
    order = np.lexsort((mean, n))  # sums of the same numbers in another order differ in the last digit
    n, mean = n[order], mean[order]
    with np.errstate(all="ignore"):  # amounts so far apart that a double cannot hold them come to no maximum
        scale = float(mean.mean())
        found = maximize(_Likelihood(n, mean / scale), np.array(START), BOUNDS, float(len(n)))
    unit = np.array([1.0, 1.0, scale])
    return found._replace(
        parameters=found.parameters * unit,
        errors=found.errors * unit,
        log_likelihood=found.log_likelihood - len(n) * np.log(scale),
    )


def log_likelihood(given: GammaGamma, n: Floats, mean: Floats) -> tuple[float, Floats]:
    """Of all customers together, and its gradient by the log parameters."""
    value, slope = _Likelihood(n, mean)(np.log(given))
    return value * len(n), slope * len(n)


class _Likelihood:
    """Mean log-likelihood and gradient; what depends on n alone is computed once for each n."""

    def __init__(self, n: Floats, mean: Floats) -> None:
        self.ns, self.of_n = np.unique(n, return_inverse=True)
        self.share = np.bincount(self.of_n) / len(n)
        self.total, self.count = n * mean, len(n)
        self.log_mean = float(np.log(mean).mean())
        self.log_total = np.bincount(self.of_n, np.log(self.total)) / self.count

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        p, q, v = np.exp(point)
        ns, share = self.ns, self.share
        whole = p * ns + q
        spread = np.bincount(self.of_n, np.log(v + self.total)) / self.count
        value = share @ (gammaln(whole) - gammaln(p * ns)) - gammaln(q) + q * np.log(v)
        value += p * ns @ self.log_total - self.log_mean - whole @ spread
        by_p = share @ (ns * (digamma(whole) - digamma(p * ns))) + ns @ (self.log_total - spread)
        by_q = share @ digamma(whole) - digamma(q) + np.log(v) - spread.sum()
        by_v = q / v - whole @ (np.bincount(self.of_n, 1 / (v + self.total)) / self.count)
        return float(value), np.array([by_p * p, by_q * q, by_v * v])


def population_mean(given: GammaGamma) -> float:
    """Of one purchase, over all customers."""
    return given.p * given.v / (given.q - 1)


def expected(given: GammaGamma, n: Floats, mean: Floats) -> Floats:
    """Of one purchase of a customer seen n times: between his own mean and that of all, nearer his own the larger n."""
    p, q, v = given
    return p * (v + n * mean) / (p * n + q - 1)
