"""BG/NBD: how often customers buy while they are customers, and when they silently cease to be.

Fader, Hardie, Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2). While alive a customer buys
at a rate of his own (gamma: r, alpha), and after any repeat purchase leaves with a probability of his own (beta: a, b).
x: repeat purchases; t_x: time from the first purchase to the last; T: time from the first purchase to now, both in the
time unit of alpha. Formula numbers are the paper's.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaln, digamma, expit, gammaln, hyp2f1

from xlseg.models.clv.maximum import Maximum, maximize
from xlseg.scoring import Floats, Scores

# Beyond these a gamma or beta distribution tells no more, and rounding hides the slope; alpha in mean T.
BOUNDS = np.array([(1e-3, 1e3), (1e-3, 1e3), (1e-3, 1e4), (1e-3, 1e4)])
START = (1.0, 1.0, 1.0, 1.0)
SAMPLE = 20_000  # histories; more are begun with as many
BLOCK = 8192


class BgNbd(NamedTuple):
    """The four parameters; alpha in time units, the others without unit."""

    r: float
    alpha: float
    a: float
    b: float


class Histories(NamedTuple):
    """Distinct (x, t_x, T), how many customers have each, and which one each customer has."""

    x: Floats
    t_x: Floats
    T: Floats
    weight: Floats
    of: Scores


def histories(x: Floats, t_x: Floats, T: Floats) -> Histories:  # noqa: N803
    """Customers with the same history gathered, in an order that does not depend on theirs."""
    groups = pd.DataFrame({"x": x, "t_x": np.where(x > 0, t_x, 0.0), "T": T}).groupby(["x", "t_x", "T"], sort=True)
    weight = groups.size()
    distinct = weight.index.to_frame().to_numpy(dtype=float)
    x, t_x, T = distinct.T  # noqa: N806
    return Histories(x, t_x, T, np.asarray(weight, dtype=np.float64), np.asarray(groups.ngroup(), dtype=np.int64))


def fit(seen: Histories) -> Maximum:
    """The parameters (r, alpha, a, b) of highest likelihood; alpha in the time unit of the histories.

    Time is measured in mean T meanwhile, so that the answer does not depend on the unit.
    """
    scale = float(np.average(seen.T, weights=seen.weight)) or 1.0
    scaled = seen._replace(t_x=seen.t_x / scale, T=seen.T / scale)
    many = len(seen.x) > SAMPLE
    start = _maximum(_some(scaled), np.array(START)).parameters if many else np.array(START)
    found = _maximum(scaled, start, near=many)
    unit = np.array([1.0, scale, 1.0, 1.0])
    shift = float(seen.weight @ seen.x) * np.log(scale)  # the density of x moments in time has the unit 1 / time^x
    return found._replace(
        parameters=found.parameters * unit, errors=found.errors * unit, log_likelihood=found.log_likelihood - shift
    )


def _maximum(seen: Histories, start: Floats, near: bool = False) -> Maximum:
    return maximize(_Likelihood(seen), start, BOUNDS, float(seen.weight.sum()), near)


def _some(seen: Histories) -> Histories:
    """Evenly spread histories, whose maximum is near that of all."""
    every = len(seen.x) // SAMPLE + 1
    x, t_x, T, weight, of = seen  # noqa: N806
    return Histories(x[::every], t_x[::every], T[::every], weight[::every], of)


def log_likelihood(given: BgNbd, seen: Histories) -> tuple[float, Floats]:
    """Of all customers together (formula 6), and its gradient by the log parameters."""
    value, slope = _Likelihood(seen)(np.log(given))
    return value * float(seen.weight.sum()), slope * float(seen.weight.sum())


class _Likelihood:
    """Mean log-likelihood and gradient, summed block by block: blocks stay in the processor's cache.

    With A = ln(alpha + T), B = ln(alpha + t_x) and D = ln a - ln(b + x - 1) + (r + x)(A - B), formula 6 is
    ln G(r+x)/G(r) + r ln alpha + ln B(a, b+x)/B(a, b) - (r + x) A + ln(1 + e^D), the last only for x > 0;
    P(alive) = 1 / (1 + e^D).
    """

    def __init__(self, seen: Histories) -> None:
        share = seen.weight / seen.weight.sum()
        self.xs, of_x = np.unique(seen.x, return_inverse=True)
        self.x_share = np.bincount(of_x, share)
        parts = (seen.x, of_x, seen.t_x, seen.T, share)
        self.blocks = [tuple(part[n : n + BLOCK] for part in parts) for n in range(0, len(share), BLOCK)]

    def __call__(self, point: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(point)
        n, xs = self.x_share, self.xs
        before = np.where(xs > 0, b + xs - 1, 1.0)
        base = np.where(xs > 0, np.log(a) - np.log(before), -np.inf)
        sums = np.zeros(8)
        for block in self.blocks:
            sums += _block(r, alpha, base, 1 / before, *block)
        many, log_end, end, softplus, gap, left, by_before, last = sums
        value = n @ (gammaln(r + xs) + betaln(a, b + xs)) - gammaln(r) - betaln(a, b)
        value += r * np.log(alpha) - many + softplus
        by_r = n @ digamma(r + xs) - digamma(r) + np.log(alpha) - log_end + gap
        by_alpha = r / alpha - end + last
        ends = digamma(a + b) - n @ digamma(a + b + xs)
        by_a = ends + left / a
        by_b = ends + n @ digamma(b + xs) - digamma(b) - by_before
        return float(value), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])


def _block(r: float, alpha: float, base: Floats, inverse: Floats, *histories: Any) -> Floats:
    """Sums over some histories; of the share who left after the last purchase, left = share e^D / (1 + e^D)."""
    x, of_x, t_x, T, share = histories  # noqa: N806
    end, last, size = alpha + T, alpha + t_x, r + x
    log_end = np.log(end)
    gap = log_end - np.log(last)
    odds = base[of_x] + size * gap
    small = np.exp(-np.abs(odds))
    left = share * np.where(odds > 0, 1.0, small) / (1 + small)
    whole = share * size
    softplus = share @ (np.maximum(odds, 0) + np.log1p(small))
    parts = (whole @ log_end, share @ log_end, whole @ (1 / end), softplus)
    return np.array([*parts, left @ gap, left.sum(), left @ inverse[of_x], (left * size) @ (1 / end - 1 / last)])


def alive(given: BgNbd, x: Floats, t_x: Floats, T: Floats) -> Floats:  # noqa: N803
    """P(alive) at T: 1 for who bought once, since only a repeat purchase can be the last."""
    r, alpha, a, b = given
    safe = np.maximum(x, 1.0)
    odds = np.log(a) - np.log(b + safe - 1) + (r + x) * (np.log(alpha + T) - np.log(alpha + t_x))
    found: Floats = np.where(x > 0, expit(-odds), 1.0)
    return found


def expected(given: BgNbd, t: Floats | float, x: Floats, t_x: Floats, T: Floats) -> Floats:  # noqa: N803
    """Purchases expected in the time t after T (formula 10); of a new customer (x = t_x = T = 0) formula 9.

    2F1 is taken in the one of its two forms (Euler's transformation) whose value stays finite for any x; where scipy
    has none even so (large b, t far beyond alpha + T), the expectation is integrated.
    """
    r, alpha, a, b = given
    t = np.broadcast_to(t, x.shape)
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6  # the formula has a gap at a = 1 which the function has not
    b = b if abs(a + b - 1) > 1e-6 else b + 1e-6
    c, z = a + b + x - 1, t / (alpha + T + t)
    direct = a - 1 > r + x
    shift = np.where(direct, r + x, a - 1)
    first = np.where(direct, r + x, a + b - 1 - r)
    second = np.where(direct, b + x, a - 1)
    with np.errstate(all="ignore"):
        stays = c / (a - 1) * (1 - np.exp(shift * np.log1p(-z)) * hyp2f1(first, second, c, z))
    most = (r + x) * t / (alpha + T)  # if nobody left
    lost = ~((stays >= 0) & (stays <= most * (1 + 1e-9)))
    if lost.any():
        stays[lost] = _integrated(given, t[lost], x[lost], T[lost])
    return np.asarray(stays * alive(given, x, t_x, T))


def _integrated(given: BgNbd, t: Floats, x: Floats, T: Floats) -> Floats:  # noqa: N803
    """E of (1 - (1 + p s)^-(r + x)) / p over the beta(a, b + x) of p, where s = t / (alpha + T).

    Over the logit of p, where the beta is smooth; below the range the function is (r + x) s.
    """
    r, alpha, a, b = given
    size, speed, rest = (r + x)[:, None], (t / (alpha + T))[:, None], (b + x)[:, None]
    middle, spread = digamma(a) - digamma(rest), 12 * np.sqrt(1 / a + 1 / rest)
    lowest = -np.log1p((size + 1) * speed + rest) - 23  # there p is so small that nothing curves any more
    low = np.minimum(np.maximum(lowest, middle - np.maximum(40 / a, spread)), middle)
    high = middle + np.maximum(40 / rest, spread)
    node, weight = _nodes()
    u = low + (high - low) * (node + 1) / 2
    density = np.exp(-a * np.logaddexp(0, -u) - rest * np.logaddexp(0, u) - betaln(a, rest))
    p = np.maximum(expit(u), 1e-300)
    bought = -np.expm1(-size * np.log1p(p * speed)) / p
    below = np.where(low <= lowest, np.exp(np.minimum(a * low - betaln(a, rest), 0.0)) / a, 0.0) * size * speed
    found: Floats = (density * bought @ weight)[:, None] * (high - low) / 2 + below
    return found[:, 0]


def _nodes() -> tuple[Floats, Floats]:
    """Gauss-Legendre over -1..1, in twelve parts of 24."""
    node, weight = np.polynomial.legendre.leggauss(24)
    middles = (np.arange(12) * 2 - 11)[:, None] / 12
    return (middles + node / 12).ravel(), np.tile(weight / 12, 12)


def chances(given: BgNbd, t: Floats, most: int) -> Floats:
    """P(X(t) = 0), ..., P(X(t) = most - 1), and P(X(t) >= most) of a new customer (formula 8); one row a time."""
    r, alpha, a, b = given
    t = np.asarray(t, dtype=float)[:, None]
    n = np.arange(most)
    size = np.exp(gammaln(r + n) - gammaln(r) - gammaln(n + 1)) * (alpha / (alpha + t)) ** r * (t / (alpha + t)) ** n
    stays = np.exp(betaln(a, b + n) - betaln(a, b))
    leaves = np.where(n > 0, np.exp(betaln(a + 1, b + np.maximum(n, 1) - 1) - betaln(a, b)), 0.0)
    fewer = np.cumsum(size, axis=1) - size
    found = stays * size + leaves * (1 - fewer)
    return np.column_stack([found, np.maximum(1 - found.sum(axis=1), 0.0)])


def simulate(given: BgNbd, T: Floats, seed: int) -> npt.NDArray[np.float64]:  # noqa: N803
    """Columns x, t_x of customers who behave as the model says, each watched for T after the first purchase."""
    random, count = np.random.default_rng(seed), len(T)
    rate, leaving = random.gamma(given.r, 1 / given.alpha, count), random.beta(given.a, given.b, count)
    x, t_x, now = np.zeros(count), np.zeros(count), np.zeros(count)
    left = np.arange(count)
    while len(left):
        now[left] += random.standard_exponential(len(left)) / np.maximum(rate[left], 1e-300)
        left = left[now[left] <= T[left]]
        x[left] += 1
        t_x[left] = now[left]
        left = left[random.random(len(left)) >= leaving[left]]
    return np.column_stack([x, t_x])
