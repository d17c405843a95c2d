"""Maximum likelihood over positive parameters: found with the gradient, judged by the gradient."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from xlseg.scoring import Floats

MeanLikelihood = Callable[[Floats], tuple[float, Floats]]  # log parameters -> mean log-likelihood and its gradient
TOLERANCE = 1e-6  # of the gradient of the mean log-likelihood by the log parameters; a stranger to units and sizes
STEP = 1e-4


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


def maximize(mean: MeanLikelihood, start: Floats, bounds: Floats, count: float) -> Maximum:
    """The highest mean log-likelihood of `count` observations over positive parameters.

    start: parameters to begin at; bounds: one row a parameter, its lowest and highest value. Bounded BFGS comes near;
    Newton steps on the parameters that are at no bound make it exact.
    """
    low, high = np.log(bounds).T

    def falling(point: Floats) -> tuple[float, Floats]:
        value, slope = mean(point)
        return -value, -slope

    options = {"ftol": 0.0, "gtol": TOLERANCE / 10, "maxiter": 500, "maxls": 50}
    with np.errstate(all="ignore"):
        near = minimize(
            falling, np.log(start), jac=True, method="L-BFGS-B", bounds=np.column_stack([low, high]), options=options
        )
        point, curvature = _newton(mean, near.x, low, high)
        value, slope = mean(point)
    free = _free(point, slope, low, high)
    errors = np.full(len(point), np.nan)
    if free.any() and np.isfinite(curvature).all():
        variance = np.diag(np.linalg.pinv(-curvature[np.ix_(free, free)])) / count
        errors[free] = np.sqrt(np.where(variance > 0, variance, np.nan)) * np.exp(point[free])
    left = float(np.abs(slope[free]).max()) if free.any() else 0.0
    edges = tuple(int(n) for n in np.flatnonzero(~free))
    return Maximum(np.exp(point), value * count, errors, left if np.isfinite(slope).all() else np.inf, edges)


def _newton(mean: MeanLikelihood, point: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Steps by one curvature while the slope that is left becomes smaller; twice, with the curvature there."""
    curvature = np.full((len(point),) * 2, np.nan)
    for _ in range(2):
        slope, curvature = mean(point)[1], _curvature(mean, point)
        for _ in range(5):
            free = _free(point, slope, low, high)
            if not free.any() or not np.isfinite(curvature).all() or np.abs(slope[free]).max() < TOLERANCE / 1e4:
                return point, curvature
            step = np.linalg.lstsq(curvature[np.ix_(free, free)], -slope[free], rcond=None)[0]
            further = point.copy()
            further[free] = np.clip(point[free] + step, low[free], high[free])
            further_slope = mean(further)[1]
            if not np.abs(further_slope[free]).max() < np.abs(slope[free]).max():
                break
            point, slope = further, further_slope
    return point, curvature


def _curvature(mean: MeanLikelihood, point: Floats) -> Floats:
    """Second derivatives, from gradients a little to both sides."""
    sides = np.eye(len(point)) * STEP
    found = np.array([(mean(point + side)[1] - mean(point - side)[1]) / (2 * STEP) for side in sides])
    return np.asarray((found + found.T) / 2)


def _free(point: Floats, slope: Floats, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """Not at a bound with the likelihood rising beyond it."""
    return ~(((point <= low) & (slope <= 0)) | ((point >= high) & (slope >= 0)))
