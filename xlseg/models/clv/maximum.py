"""Maximum likelihood over positive parameters: found with the gradient, judged by the gradient."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from xlseg.scoring import Floats

MeanLikelihood = Callable[[Floats], tuple[float, Floats]]  # log parameters -> mean log-likelihood and its gradient
TOLERANCE = 1e-6  # of the gradient of the mean log-likelihood by the log parameters; a stranger to units and sizes
ENOUGH = 1e-10  # at which no step can better it
STEP = 1e-4
NOISE = 1e-13  # of a likelihood by rounding
CLIMB = 200  # steps at most


class Maximum(NamedTuple):
    """Where the likelihood is highest.

    log_likelihood: of all observations together. errors: standard errors of the parameters by the curvature, nan where
    there is none. gradient: the largest slope that is left. edges: parameters (by position) that run away to a bound of
    the search, so that the data tell only that they are very large or very small.
    """

    parameters: Floats
    log_likelihood: float
    errors: Floats
    gradient: float
    edges: tuple[int, ...]

    @property
    def converged(self) -> bool:
        return bool(np.isfinite(self.log_likelihood) and self.gradient <= TOLERANCE)


def maximize(mean: MeanLikelihood, start: Floats, bounds: Floats, count: float, near: bool = False) -> Maximum:
    """The highest mean log-likelihood of `count` observations over positive parameters.

    start: parameters to begin at; bounds: one row a parameter, its lowest and highest value. Bounded BFGS comes near,
    unless `start` is near already; Newton steps on the parameters that are at no bound make it exact, and where the
    likelihood is all but flat damped ones go on.
    """
    low, high = np.log(bounds).T
    point, slope = np.log(start), np.full(len(start), np.inf)
    with np.errstate(all="ignore"):
        for further in (_newton, _climb) if near else (_search, _newton, _climb):
            point = further(mean, point, low, high)
            value, slope = mean(point)
            if np.abs(slope[_free(point, slope, low, high)]).max(initial=0.0) <= ENOUGH:
                break
        curvature = _curvature(mean, point)
    free = _free(point, slope, low, high)
    errors = np.full(len(point), np.nan)
    if free.any() and np.isfinite(curvature).all():
        variance = np.diag(np.linalg.pinv(-curvature[np.ix_(free, free)])) / count
        errors[free] = np.sqrt(np.where(variance > 0, variance, np.nan)) * np.exp(point[free])
    left = float(np.abs(slope[free]).max(initial=0.0)) if np.isfinite(slope).all() else np.inf
    return Maximum(np.exp(point), value * count, errors, left, tuple(int(n) for n in np.flatnonzero(~free)))


def _search(mean: MeanLikelihood, point: Floats, low: Floats, high: Floats) -> Floats:
    """Bounded BFGS."""

    def falling(point: Floats) -> tuple[float, Floats]:
        value, slope = mean(point)
        return -value, -slope

    options = {"ftol": 0.0, "gtol": TOLERANCE, "maxiter": 500, "maxls": 50}
    limits = np.column_stack([low, high])
    return np.asarray(minimize(falling, point, jac=True, method="L-BFGS-B", bounds=limits, options=options).x)


def _newton(mean: MeanLikelihood, point: Floats, low: Floats, high: Floats) -> Floats:
    """Steps by one curvature while the slope that is left becomes smaller; then once more by the curvature there."""
    slope = mean(point)[1]
    for _ in range(2):
        free = _free(point, slope, low, high)
        if np.abs(slope[free]).max(initial=0.0) < ENOUGH:
            break
        curvature = _curvature(mean, point)[np.ix_(free, free)]
        if not np.isfinite(curvature).all():
            break
        for _ in range(6):
            further = point.copy()
            further[free] = point[free] + np.linalg.lstsq(curvature, -slope[free], rcond=None)[0]
            further = np.clip(further, low, high)
            there = mean(further)[1]
            if not np.abs(there[free]).max() < np.abs(slope[free]).max():
                break
            point, slope = further, there
            if np.abs(slope[free]).max() < ENOUGH:
                break
    return point


def _climb(mean: MeanLikelihood, point: Floats, low: Floats, high: Floats) -> Floats:
    """Damped Newton steps along ridges, where the curvature is nearly none and quick searches stand still."""
    (value, slope), damping = mean(point), 1e-6
    for _ in range(CLIMB):
        free = _free(point, slope, low, high)
        curvature = _curvature(mean, point)[np.ix_(free, free)]
        if np.abs(slope[free]).max(initial=0.0) <= ENOUGH or not np.isfinite(curvature).all():
            break
        bends, ways = np.linalg.eigh(-curvature)
        step = ways @ ((ways.T @ slope[free]) / (np.abs(bends) + damping))
        further = point.copy()
        further[free] += step / max(1.0, float(np.abs(step).max()) / 2)
        further = np.clip(further, low, high)
        there, slope_there = mean(further)
        flatter = np.abs(slope_there[free]).max() < np.abs(slope[free]).max()
        if there > value or (flatter and there > value - NOISE * (1 + abs(value))):
            point, value, slope, damping = further, there, slope_there, damping / 10
        elif damping > 1e6:
            break
        else:
            damping *= 10
    return point


def _curvature(mean: MeanLikelihood, point: Floats) -> Floats:
    """Second derivatives, from gradients a little to both sides."""
    sides = np.eye(len(point)) * STEP
    found = np.array([(mean(point + side)[1] - mean(point - side)[1]) / (2 * STEP) for side in sides])
    return np.asarray((found + found.T) / 2)


def _free(point: Floats, slope: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """Not at a bound with the likelihood rising beyond it."""
    return ~(((point <= low) & (slope <= 0)) | ((point >= high) & (slope >= 0)))
