"""What the clusters rest on, as blocks: the numbers of groups side by side, profiles, rules, effects, centres."""

from collections.abc import Sequence

import pandas as pd

from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.fields import title_of
from xlseg.models.clusters.choice import Candidate
from xlseg.models.clusters.describing import Effect
from xlseg.models.clusters.kmeans import Fitted
from xlseg.models.clusters.naming import Profile
from xlseg.models.clusters.rules import Rules
from xlseg.text import Text

TINY_SHARE = 0.01  # of all customers: a group below it is mostly a few outliers
K = Column("k", Text("群数 K", "Groups K"), "count")
INERTIA = Column("inertia", Text("组内平方和", "Inertia"), "money")
DEPTH = Column("depth", Text("拐点深度", "Elbow depth"), "share")
SILHOUETTE = Column("silhouette", Text("轮廓系数", "Silhouette"), "number")
STABILITY = Column("stability", Text("稳定性（ARI）", "Stability (ARI)"), "number")
SMALLEST = Column("smallest", Text("最小群占比", "Smallest group"), "share")
CHOSEN = Column("chosen", Text("采用", "Chosen"))
GROUP = Column("group", Text("客户群", "Segment"), "phrase")
COUNT = Column("count", Text("客户数", "Customers"), "count")
RULE = Column("rule", Text("规则", "Rule"), "wide")
PURITY = Column("purity", Text("符合率", "Purity"), "share")
FIELD = Column("field", Text("列", "Column"))
MEASURE = Column("measure", Text("指标", "Measure"))
EFFECT = Column("effect", Text("效应量", "Effect size"), "number")
STRENGTH = Column("strength", Text("强弱", "Strength"))
KNOWN = Column("known", Text("有值的客户数", "Customers with a value"), "count")
LOGGED = Column("logged", Text("取对数", "Logarithm"))
SHIFT = Column("shift", Text("减去", "Minus"), "number")
SCALE = Column("scale", Text("除以", "Divided by"), "number")


def numbers_of_groups(found: Sequence[Candidate], chosen: int, said: Sequence[Text]) -> tuple[Block, ...]:
    """Every K side by side, and why this one."""
    rows = pd.DataFrame(
        {
            K.key: [c.k for c in found],
            INERTIA.key: [c.inertia for c in found],
            DEPTH.key: [c.depth for c in found],
            SILHOUETTE.key: [round(c.silhouette, 3) for c in found],
            STABILITY.key: [round(c.stability, 3) for c in found],
            SMALLEST.key: [c.smallest for c in found],
            CHOSEN.key: [CHECK if c.k == chosen else None for c in found],
        }
    )
    chart = Chart(ELBOW, "line", K.key, (INERTIA.key, SILHOUETTE.key), second=(SILHOUETTE.key,))
    table = Table((K, DEPTH, INERTIA, SILHOUETTE, STABILITY, SMALLEST, CHOSEN), rows)
    return Heading(HOW_MANY), *map(Note, (*said, READING)), table, chart


def profiles(found: Profile, titles: Sequence[Text]) -> tuple[Block, ...]:
    """Each group's means, and as an index where all customers are 100."""
    means = [Column(f"mean_{n}", MEAN.format(title=f.title), "number") for n, f in enumerate(found.features)]
    indexed = [n for n, overall in enumerate(found.overall) if overall > 0]
    indices = [Column(f"index_{n}", INDEX.format(title=found.features[n].title), "count") for n in indexed]
    rows = pd.DataFrame({GROUP.key: [*titles, ALL], COUNT.key: [*found.counts, found.counts.sum()]})
    for n, column in enumerate(means):
        rows[column.key] = [float(f"{value:.4g}") for value in (*found.mean[:, n], found.overall[n])]
    for n, column in zip(indexed, indices, strict=True):
        rows[column.key] = [*(found.mean[:, n] / found.overall[n] * 100), 100.0]
    table = Table((GROUP, COUNT, *means, *indices), rows, total=True)
    chart = Chart(PROFILES, "column", GROUP.key, tuple(column.key for column in indices))
    small = [Note(TINY.format(group=titles[n], count=int(found.counts[n]))) for n in _tiny(found)]
    return Heading(PROFILES), *small, table, *([chart] if indices else [])


def _tiny(found: Profile) -> list[int]:
    return [n for n, count in enumerate(found.counts.tolist()) if count < TINY_SHARE * found.counts.sum()]


def rule_table(found: Rules, fitted: Fitted, titles: Sequence[Text]) -> tuple[Block, ...]:
    """The tree as rules, and how far they agree with the clusters."""
    rows = pd.DataFrame(
        {
            GROUP.key: [titles[rule.group] for rule in found.rules],
            RULE.key: [rule.text(fitted.basis.features) for rule in found.rules],
            COUNT.key: [rule.size for rule in found.rules],
            PURITY.key: [rule.purity for rule in found.rules],
        }
    )
    agreed = Note(AGREEMENT.format(share=f"{found.agreement:.1%}"))
    absent = sorted(set(range(len(titles))) - {rule.group for rule in found.rules})
    missing = [Note(NO_RULE.format(group=titles[group])) for group in absent]
    return Heading(RULES), agreed, *missing, Table((GROUP, RULE, COUNT, PURITY), rows)


def describing(found: Sequence[Effect], titles: Sequence[Text]) -> tuple[Block, ...]:
    """Columns the groups were not formed on, those that tell them apart best first."""
    if not found:
        return ()
    groups = tuple(Column(f"group_{n}", title) for n, title in enumerate(titles))
    rows = pd.DataFrame(
        {
            FIELD.key: [title_of(effect.key) for effect in found],
            MEASURE.key: [effect.measure for effect in found],
            EFFECT.key: [round(effect.value, 3) for effect in found],
            STRENGTH.key: [effect.strength for effect in found],
            KNOWN.key: [effect.known for effect in found],
        }
    )
    for n, column in enumerate(groups):
        rows[column.key] = pd.Series([effect.by_group[n] for effect in found], dtype=object)
    return Heading(DESCRIBING), Note(EFFECTS), Table((FIELD, MEASURE, EFFECT, STRENGTH, KNOWN, *groups), rows)


def centres(fitted: Fitted, titles: Sequence[Text]) -> tuple[Block, ...]:
    """All that is needed to assign a new customer by hand."""
    groups = tuple(Column(f"centre_{n}", title, "number") for n, title in enumerate(titles))
    features = fitted.basis.features
    rows = pd.DataFrame(
        {
            FIELD.key: [feature.title for feature in features],
            LOGGED.key: [YES if feature.log else None for feature in features],
            SHIFT.key: [feature.shift for feature in features],
            SCALE.key: [feature.scale for feature in features],
        }
    )
    for n, column in enumerate(groups):
        rows[column.key] = fitted.centres[n]
    return Heading(CENTRES), Note(ASSIGN), Table((FIELD, LOGGED, SHIFT, SCALE, *groups), rows)


CHECK = Text("✓", "✓")
YES = Text("是", "yes")
ALL = Text("全体", "All")
HOW_MANY = Text("分几群：各种群数对照", "How many groups: the numbers side by side")
ELBOW = Text("拐点与轮廓系数", "Elbow and silhouette")
READING = Text(
    "组内平方和越小越紧，拐点深度最大处再多分一群就不大划算；轮廓系数 −1 到 1，越大群与群界限越清楚；"
    "稳定性是重复抽样再聚类的一致程度（调整兰德指数），1 为完全一致。",
    "Inertia falls with more groups and less so beyond the elbow, where its depth is largest; the silhouette, -1 to 1, "
    "is larger the clearer groups stand apart; stability is how far resamples give the same groups (adjusted Rand "
    "index), 1 where they agree.",
)
PROFILES = Text("各群画像", "Profiles of the groups")
TINY = Text(
    "注意：「{group}」只有 {count} 位客户，多半是少数特别大的数自成一群；可取对数或改用别的列。",
    "Note: '{group}' has {count} customers only, mostly a few very large figures on their own; consider logarithms or "
    "other columns.",
)
MEAN = Text("{title}平均", "Mean of {title}")
INDEX = Text("{title}指数（全体 = 100）", "Index of {title} (all = 100)")
RULES = Text("看得懂的分群规则", "The groups as readable rules")
AGREEMENT = Text(
    "决策树把聚类近似成下面几条规则；照规则分，{share} 的客户分到与聚类相同的群。客户的群以聚类为准。",
    "A decision tree puts the clusters into these rules; they give {share} of the customers the same group. Where they "
    "differ, the cluster counts.",
)
NO_RULE = Text(
    "这几条规则里没有「{group}」；把决策树的层数调大可以得到。",
    "None of these rules gives '{group}'; a deeper tree would.",
)
DESCRIBING = Text("各群的人口特征差别（不参与聚类）", "How else the groups differ (not clustered on)")
EFFECTS = Text(
    "数字列是 η²（0.01 小、0.06 中、0.14 大），列出各群平均；文字列是克莱姆V（0.1 小、0.3 中、0.5 大），"
    "列出各群最多的值。",
    "Numbers: eta squared (0.01 small, 0.06 medium, 0.14 large) and each group's mean; words: Cramér's V (0.1 small, "
    "0.3 medium, 0.5 large) and each group's commonest value.",
)
CENTRES = Text("聚类中心（用于给新客户归群）", "Centres (to assign new customers)")
ASSIGN = Text(
    "新客户：每列（取对数的先取 ln(1+x)）减去、除以下面的数，归到距离最近的中心；文字列等于该值为 1，否则为 0。",
    "A new customer: each column (as ln(1+x) where it says logarithm), minus and divided by these figures, then the "
    "nearest centre; a word is 1 where it is the one named, else 0.",
)
