"""Whether two shares differ by more than chance explains."""

import numpy as np

from xlseg.insight.ranking import over

SURE = 3.0  # standard errors: more than the usual two, because many shares are looked at


def beyond_chance(
    hits: np.ndarray | float, of: np.ndarray | float, others: np.ndarray, of_others: np.ndarray
) -> np.ndarray:
    """The standard errors by which hits/of lies above others/of_others: the z of two proportions; NaN where one has
    nobody."""
    hits, of, others, of_others = (np.asarray(part, dtype=float) for part in (hits, of, others, of_others))
    pooled = over(hits + others, of + of_others)
    error = np.sqrt(pooled * (1 - pooled) * (over(1.0, of) + over(1.0, of_others)))
    return over(over(hits, of) - over(others, of_others), error)
