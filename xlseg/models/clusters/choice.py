"""How many groups: every K side by side on a sample, and a stated rule that picks one.

The rule. The K with the best silhouette, where it is clear: at least 0.50 (reasonable structure: Kaufman and Rousseeuw
1990), resamples agree to at least 0.90, and, for fewer groups than the 3 to 6 commonly advised, the elbow lies there
too, since on skewed data the silhouette alone nearly always says 2. Else, among the advised 3 to 6, the K whose
silhouette and elbow, each as a share of its best among them, add up to most. Equals are decided for fewer groups.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from xlseg.models.clusters.kmeans import kmeans
from xlseg.scoring import Floats, Scores
from xlseg.text import Text

ADVISED = (3, 6)
CLEAR, STABLE = 0.50, 0.90
RESAMPLED = 1000  # customers in a resample
STARTS = 10  # of K-Means on the sample; the best is kept


class Candidate(NamedTuple):
    """One K. depth: how far inertia lies below the straight line from 1 to the most groups, as a share of its fall.

    stability: mean adjusted Rand index of K-Means on bootstraps against this one. smallest: share of its customers.
    """

    k: int
    inertia: float
    depth: float
    silhouette: float
    stability: float
    smallest: float
    centres: Floats


class Choice(NamedTuple):
    candidate: Candidate
    reason: Text


def candidates(sample: Floats, ks: Sequence[int], seed: int, bootstraps: int) -> list[Candidate]:
    """K-Means for each K on the sample, judged over one shared matrix of distances and the same resamples."""
    models = [kmeans(sample, k, STARTS, seed) for k in ks]
    clear = silhouettes(sample, [model.labels_ for model in models])
    drawn = np.random.default_rng(seed).integers(0, len(sample), (bootstraps, min(len(sample), RESAMPLED)))
    inertias = [_rounded(((sample - sample.mean(axis=0)) ** 2).sum()), *(_rounded(m.inertia_) for m in models)]
    depths = elbow((1, *ks), inertias)[1:]
    return [
        Candidate(
            k=k,
            inertia=inertia,
            depth=_rounded(depth),
            silhouette=_rounded(silhouette),
            stability=_rounded(_stability(sample, model, drawn, seed)),
            smallest=float(np.bincount(model.labels_, minlength=k).min() / len(sample)),
            centres=model.cluster_centers_,
        )
        for k, model, inertia, depth, silhouette in zip(ks, models, inertias[1:], depths, clear, strict=True)
    ]


def silhouettes(sample: Floats, labellings: Sequence[Scores]) -> list[float]:
    """The mean silhouette (Rousseeuw 1987) of each labelling, as sklearn's, by one product of matrices for all."""
    from scipy.spatial.distance import cdist

    sizes = [np.bincount(labels) for labels in labellings]
    members = [np.eye(len(size))[labels] for size, labels in zip(sizes, labellings, strict=True)]
    sums = np.split(cdist(sample, sample) @ np.hstack(members), np.cumsum([len(size) for size in sizes])[:-1], axis=1)
    rows, found = np.arange(len(sample)), []
    for total, labels, size in zip(sums, labellings, sizes, strict=True):
        own = total[rows, labels] / np.maximum(size[labels] - 1, 1)
        others = np.where(size > 0, total / np.maximum(size, 1), np.inf)
        others[rows, labels] = np.inf
        other = others.min(axis=1)
        found.append(float(np.where(size[labels] > 1, (other - own) / np.maximum(own, other), 0).mean()))
    return found


def elbow(ks: Sequence[int], inertias: Sequence[float]) -> Floats:
    """How far each point of the falling curve lies below its chord, both axes from 0 to 1 (Satopaa et al. 2011)."""
    x, y = np.asarray(ks, dtype=float), np.asarray(inertias)
    depths: Floats = 1 - (x - x[0]) / (x[-1] - x[0]) - (y - y[-1]) / max(y[0] - y[-1], 1e-300)
    return depths


def choose(found: Sequence[Candidate]) -> Choice:
    """By the rule above."""
    if len(found) == 1:
        return Choice(found[0], ONLY.format(k=found[0].k))
    clearest = max(found, key=lambda c: c.silhouette)
    bend = max(found, key=lambda c: c.depth)
    parts = {"best": clearest.k, "elbow": bend.k, "low": ADVISED[0], "high": ADVISED[1]}
    within = [c for c in found if ADVISED[0] <= c.k <= ADVISED[1]]
    clear = clearest.silhouette >= CLEAR and clearest.stability >= STABLE
    if clear and (clearest.k >= ADVISED[0] or clearest is bend):
        return Choice(clearest, CLEARLY.format(k=clearest.k, value=f"{clearest.silhouette:.2f}", **parts))
    pick = max(within or found, key=lambda c: _weighed(c, within or found))
    said = BALANCED if within else BALANCED_ALL
    return Choice(pick, said.format(k=pick.k, value=f"{pick.silhouette:.2f}", **parts))


def _weighed(candidate: Candidate, among: Sequence[Candidate]) -> float:
    shares = 0.0
    for value, best in (
        (candidate.silhouette, max(c.silhouette for c in among)),
        (candidate.depth, max(c.depth for c in among)),
    ):
        shares += value / best if best > 0 else 0.0
    return _rounded(shares)


def _stability(sample: Floats, model: Any, drawn: Scores, seed: int) -> float:
    """Mean adjusted Rand index of the sample's groups and those each resample would give; judged on some of it."""
    from sklearn.metrics import adjusted_rand_score

    judged = np.random.default_rng(seed).permutation(len(sample))[:RESAMPLED]
    rows, labels, k = sample[judged], model.labels_[judged], model.n_clusters
    again = (kmeans(sample[resample], k, 1, seed + n).predict(rows) for n, resample in enumerate(drawn, 1))
    return float(np.mean([adjusted_rand_score(labels, other) for other in again]))


def _rounded(value: float) -> float:
    """To six digits: what a processor or a thread adds behind them decides nothing."""
    return float(f"{value:.6g}")


ONLY = Text("分 {k} 群：设置或数据只允许这一种分法。", "{k} groups: the settings or the data allow no other number.")
CLEARLY = Text(
    "分 {k} 群：轮廓系数在 {k} 群最高（{value}，至少 0.50），重复抽样结果一致，说明数据本身就分成这几群"
    "（只看拐点是 {elbow} 群；一般建议 {low}–{high} 群）。",
    "{k} groups: the silhouette is best at {k} ({value}, at least 0.50) and resamples agree, so the data do fall into "
    "that many (the elbow alone says {elbow}; {low} to {high} are commonly advised).",
)
BALANCED = Text(
    "分 {k} 群：在便于运营的 {low}–{high} 群之间，轮廓系数（{value}）和拐点合起来在 {k} 群最好"
    "（只看轮廓系数是 {best} 群，只看拐点是 {elbow} 群）。",
    "{k} groups: among the {low} to {high} that are practical to work with, silhouette ({value}) and elbow together "
    "are best at {k} (the silhouette alone says {best}, the elbow alone {elbow}).",
)
BALANCED_ALL = Text(
    "分 {k} 群：在设置允许的群数里，轮廓系数（{value}）和拐点合起来在 {k} 群最好"
    "（只看轮廓系数是 {best} 群，只看拐点是 {elbow} 群）。",
    "{k} groups: among the numbers the settings allow, silhouette ({value}) and elbow together are best at {k} "
    "(the silhouette alone says {best}, the elbow alone {elbow}).",
)
