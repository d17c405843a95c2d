"""K-Means (Lloyd 1982, started by k-means++ of Arthur and Vassilvitskii 2007), and the groups it leaves behind."""

import warnings
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from xlseg.models.clusters.basis import Basis
from xlseg.scoring import Floats, Scores

UNCLUSTERED_KEY = "unclustered"
DIGITS = 9  # of centres and distances in scaled units: what is behind them depends on the processor


class Nearest(NamedTuple):
    """group: position of the nearest centre. confidence: 1 - its distance / that of the next, 1 at a centre."""

    group: Scores
    confidence: Floats


@dataclass(frozen=True, eq=False)
class Fitted:
    """Groups as they were found: what they are formed on, and their centres in scaled units, one row a key.

    New customers are assigned by the same centres.
    """

    basis: Basis
    centres: Floats
    keys: tuple[str, ...]

    def assign(self, customers: pd.DataFrame) -> "pd.Series[str]":
        """The key of each customer's group by customer_id; `unclustered` where a number is missing or infinite."""
        rows = self.basis.scaled(self.basis.raw(customers))
        known = np.isfinite(rows).all(axis=1)
        labels = np.full(len(customers), UNCLUSTERED_KEY, dtype=object)
        labels[known] = np.array(self.keys, dtype=object)[nearest(rows[known], self.centres).group]
        return pd.Series(labels, pd.Index(customers["customer_id"], name="customer_id"), name="segment")


def one_thread() -> AbstractContextManager[object]:
    """Sums do not depend on how many threads a machine has, and threads of a busy one do not wait for each other."""
    import sklearn.cluster  # noqa: F401 - what is loaded later would not be limited
    from threadpoolctl import threadpool_limits

    limited: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limited


def kmeans(rows: Floats, k: int, starts: int, seed: int) -> Any:
    """A fitted sklearn KMeans, the best of several seeded starts."""
    from sklearn.cluster import KMeans

    return _fit(KMeans(k, n_init=starts, random_state=seed), rows)


def finished(rows: Floats, centres: Floats) -> tuple[Floats, Scores]:
    """Centres after Lloyd's iterations over all rows from these, and whose each row is; a centre without rows is gone.

    Which is whose may differ from `nearest` where two are equally near.
    """
    from sklearn.cluster import KMeans

    model = _fit(KMeans(len(centres), init=centres, n_init=1), rows)
    found, place = np.unique(np.round(model.cluster_centers_, DIGITS) + 0.0, axis=0, return_inverse=True)
    groups = place[model.labels_]
    taken = np.bincount(groups, minlength=len(found)) > 0
    return found[taken], (np.cumsum(taken) - 1)[groups]


def nearest(rows: Floats, centres: Floats) -> Nearest:
    """The nearest centre, of two equally near the first; with one centre nobody is sure."""
    from scipy.spatial.distance import cdist

    distances = np.round(cdist(rows, centres), DIGITS)
    group = distances.argmin(axis=1)
    if len(centres) == 1:
        return Nearest(group, np.zeros(len(rows)))
    each = np.arange(len(rows))
    first = distances[each, group]
    distances[each, group] = np.inf
    second = distances.min(axis=1)
    return Nearest(group, np.where(second > 0, 1 - first / np.where(second > 0, second, 1), 0.0))


def _fit(model: Any, rows: Floats) -> Any:
    """Fewer distinct rows than groups in a resample are no fault: groups that keep nobody are dropped later on."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return model.fit(rows)
