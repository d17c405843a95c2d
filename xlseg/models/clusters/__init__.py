"""Clusters: K-Means on any columns, the number of groups chosen in the open, groups named and retold as rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from xlseg.blocks import Block, Heading, Note
from xlseg.columns import CUSTOMER_COLUMNS, Column
from xlseg.errors import Problem, XlsegError
from xlseg.fields import resolve, title_of
from xlseg.kinds import Choice, Fields, Number
from xlseg.models.clusters import basis, choice, describing, evidence, kmeans, labels, naming, rules
from xlseg.models.clusters.basis import Bools, Log, Scale
from xlseg.models.clusters.kmeans import Fitted
from xlseg.scoring import Floats, Scores
from xlseg.segments import Segmentation
from xlseg.text import Text, join, same
from xlseg.thresholds import check, setting

SCALES = {
    "standard": Text("标准化（平均值、标准差）", "Standard (mean and standard deviation)"),
    "robust": Text("稳健（中位数、四分位距）", "Robust (median and interquartile range)"),
    "none": Text("不处理", "None"),
}
LOGS = {"auto": Text("自动", "Automatic"), "yes": Text("是", "Yes"), "no": Text("否", "No")}
FEWEST = 10  # customers


@dataclass(frozen=True)
class Clusters:
    """K-Means clusters (Lloyd 1982) of the customers, formed on `basis`, told apart by `describe` too.

    K is chosen, and its stability found, on a seeded sample (choice.py states the rule); groups are then finished on
    all customers. Customers with a missing or infinite number are `unclustered`.
    """

    basis: tuple[str, ...] = setting(
        ("days_since_last", "orders", "revenue"),
        Text("聚类用的列", "Columns to cluster on"),
        Fields(1),
        Text("客户表的任何列；文字列按取值拆成 0 和 1", "any columns of the customer table; words become 0 and 1"),
    )
    describe: tuple[str, ...] = setting(
        ("gender", "age", "region", "province", "level"),
        Text("描述各群的列", "Columns to describe by"),
        Fields(),
        Text("不参与聚类，只看各群差别；没有的列略过", "not clustered on; those the data do not hold are left out"),
    )
    k: int | None = setting(
        None, Text("群数", "Groups"), Number(2, 20, whole=True, optional=True), Text("留空：自动选择", "blank: chosen")
    )
    k_low: int = setting(2, Text("自动选择的最少群数", "Fewest groups to try"), Number(2, 20, whole=True))
    k_high: int = setting(10, Text("自动选择的最多群数", "Most groups to try"), Number(2, 20, whole=True))
    scale: Scale = setting("standard", Text("标准化", "Scaling"), Choice(SCALES))
    log: Log = setting(
        "auto",
        Text("取对数", "Logarithms"),
        Choice(LOGS),
        Text("自动：偏斜明显且没有负数的列", "automatic: columns highly skewed and never negative"),
    )
    weight: float = setting(
        1.0,
        Text("文字列的分量", "Weight of words"),
        Number(0, 100),
        Text("1：与一个标准化的数字列相同", "1: as much as one standardised number"),
    )
    seed: int = setting(1, Text("随机种子", "Seed"), Number(0, 2**31 - 1000, whole=True))
    sample: int = setting(
        5000,
        Text("选群数的抽样人数", "Sample size"),
        Number(100, 10_000, whole=True),
        Text("只用来选群数；聚类用全部客户", "for choosing K only; clusters are of all customers"),
    )
    bootstraps: int = setting(10, Text("稳定性的重复抽样次数", "Bootstraps"), Number(2, 200, whole=True))
    tree_depth: int = setting(
        3, Text("规则的最多层数", "Depth of the rules"), Number(1, 8, whole=True), Text("决策树", "decision tree")
    )

    key: ClassVar[str] = "clusters"
    title: ClassVar[Text] = Text("客户聚类", "Customer clusters")
    tip: ClassVar[Text] = Text(
        "用 K-Means 自动分群，按画像命名，并写出可读的规则",
        "Clusters customers with K-Means, named from their profiles, with readable rules",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if self.k_low > self.k_high:
            yield Problem(LOW_HIGH.format(low=self.k_low, high=self.k_high), same("clusters.k_low"))

    @property
    def needs(self) -> tuple[Column, ...]:
        """The declared columns among the basis; the user's own are looked for in the table."""
        known = {column.key: column for column in CUSTOMER_COLUMNS}
        keys = dict.fromkeys(resolve(name, list(known)) for name in self.basis)
        return tuple(known[key] for key in keys if key is not None)

    @property
    def columns(self) -> tuple[Column, ...]:
        return labels.SEGMENT, labels.CONFIDENCE, labels.REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer of the customer table; raises XlsegError where there are too few or all alike."""
        keys = basis.resolved(self.basis, customers)
        kept = basis.usable(keys, customers)
        self._enough(keys, kept)
        rows = _by_id(customers["customer_id"], kept)
        table = customers.iloc[rows]
        found = self.fit(table, keys)
        titles = naming.tell(found.profile)
        effects = describing.effects(
            describing.present(self.describe, table, keys), table, found.groups, len(found.fitted.keys)
        )
        names = [told.title for told in titles]
        blocks = (
            Heading(HOW),
            *(Note(note) for note in found.fitted.basis.notes),
            *found.why,
            *evidence.profiles(found.profile, names),
            *evidence.rule_table(found.rules, found.fitted, names),
            *evidence.describing(effects, names),
            *evidence.centres(found.fitted, names),
        )
        segments = labels.segments(found, titles, customers[~kept])
        return Segmentation(labels.labels(customers["customer_id"], rows, found, names), segments, blocks)

    def fit(self, customers: pd.DataFrame, keys: list[str]) -> labels.Found:
        """Clusters of customers whose numbers are all known, in the order of their IDs."""
        on = basis.fitted(keys, customers, self.scale, self.log, self.weight)
        raw = on.raw(customers)
        scaled = on.scaled(raw)
        sample = np.sort(np.random.default_rng(self.seed).permutation(len(scaled))[: self.sample])
        with kmeans.one_thread():
            picked, why = self._picked(scaled[sample], len(scaled))
            centres, groups = kmeans.finished(scaled, picked)
            centres = centres[naming.best_first(on.features, raw, naming.revenue(customers), groups)]
            near = kmeans.nearest(scaled, centres)
            told = rules.retold(raw, near.group, sample, on.features, self.tree_depth)
        fitted = Fitted(on, centres, tuple(f"cluster_{n}" for n in range(1, len(centres) + 1)))
        shown = naming.profile(on.features, raw, scaled, near.group, len(centres))
        return labels.Found(fitted, near.group, near.confidence, raw, shown, told, why)

    def _picked(self, sample: Floats, count: int) -> tuple[Floats, tuple[Block, ...]]:
        """Centres to start from, and the blocks that say why so many."""
        distinct = len(np.unique(np.round(sample, kmeans.DIGITS), axis=0))
        if distinct < 2:
            raise XlsegError(ALIKE.format(count=len(sample)))
        most = min(distinct, len(sample) - 1)
        low = min(self.k_low, most)
        tried = sorted({*range(low, min(self.k_high, most) + 1), *([min(self.k, most)] if self.k else [])})
        found = choice.candidates(sample, tried, self.seed, self.bootstraps)
        advised = choice.choose([c for c in found if low <= c.k <= self.k_high] or found)
        picked, reason = advised
        if self.k:
            picked = next(c for c in found if c.k == min(self.k, most))
            reason = SET.format(k=picked.k, advised=advised.candidate.k)
        taken = (ALL if len(sample) >= count else DRAWN).format(sample=len(sample), count=count)
        sampled = SAMPLED.format(taken=taken, starts=choice.STARTS, bootstraps=self.bootstraps)
        limited = [LIMITED.format(distinct=distinct, most=most)] if most < (self.k or self.k_high) else []
        return picked.centres, evidence.numbers_of_groups(found, picked.k, (reason, *limited, sampled))

    def _enough(self, keys: list[str], kept: Bools) -> None:
        least = max(FEWEST, (self.k or self.k_low) + 1)
        if kept.sum() < least:
            names = join(map(title_of, keys))
            raise XlsegError(TOO_FEW.format(count=int(kept.sum()), least=least, names=names))


def _by_id(ids: pd.Series, kept: Bools) -> Scores:
    """Positions of the kept rows in the order of customer IDs, so that the order of rows decides nothing."""
    if ids.is_monotonic_increasing:
        return np.flatnonzero(kept)
    order = np.asarray(ids.reset_index(drop=True).sort_values(kind="stable").index)
    return np.asarray(order[kept[order]])


HOW = Text("聚类依据", "How the clusters came about")
SET = Text(
    "分 {k} 群：由设置指定；按轮廓系数和拐点，程序会选 {advised} 群。",
    "{k} groups: given in the settings; silhouette and elbow would have said {advised}.",
)
DRAWN = Text("随机抽取的 {sample:,} 位客户（共 {count:,} 位）", "{sample:,} customers drawn at random of {count:,}")
ALL = Text("全部 {count:,} 位客户", "all {count:,} customers")
SAMPLED = Text(
    "群数是在{taken}上比较的：每种群数从 {starts} 个起点取最好的，"
    "稳定性重复抽样 {bootstraps} 次；定下群数后用全部客户完成聚类。",
    "Numbers of groups were compared on {taken}: the best of {starts} starts each, "
    "stability over {bootstraps} bootstraps; the clusters were then finished on all customers.",
)
ALIKE = Text(
    "随机抽取的 {count:,} 位客户在聚类用的列上都一样，分不出群；请换别的列",
    "the {count:,} customers drawn at random are the same in all columns clustered on; use other columns",
)
LIMITED = Text(
    "抽样的客户只有 {distinct} 种不同的取值，所以最多分 {most} 群。",
    "The customers drawn differ in {distinct} ways only, so there can be {most} groups at most.",
)
TOO_FEW = Text(
    "{names}都有数的客户只有 {count} 位，至少要 {least} 位才能聚类",
    "only {count} customers have a number in each of {names}; clustering needs at least {least}",
)
LOW_HIGH = Text("最少群数 {low} 大于最多群数 {high}", "the fewest groups, {low}, are more than the most, {high}")
