"""Groups told in words: what sets each apart from the whole is its name, and what to do follows from it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.columns import AGE, AVERAGE_ORDER, COMPLAINTS, DAYS_SINCE_LAST, ORDERS, REVENUE, TENURE_DAYS
from xlseg.fields import title_of
from xlseg.models.clusters.basis import LARGEST, Feature
from xlseg.scoring import Floats, Scores
from xlseg.text import EMPTY, Text, join, same

APART = 0.5  # standard deviations from the mean of all customers: from here on high or low
MOSTLY, LIFTED = 0.5, 1.25  # share of a group, and times the share of all, from which a word names the group
MOST = 3  # words in a name
LESS_IS_BETTER = (DAYS_SINCE_LAST.key, COMPLAINTS.key)


class Profile(NamedTuple):
    """One row a group, one column a feature. z: mean in standard deviations from all; mean: in its own units."""

    features: tuple[Feature, ...]
    counts: Scores
    z: Floats
    mean: Floats
    overall: Floats


class Told(NamedTuple):
    title: Text
    features: Text
    action: Text


def profile(features: tuple[Feature, ...], raw: Floats, scaled: Floats, groups: Scores, count: int) -> Profile:
    """Means of the groups, to nine digits, so that the order of additions cannot rename one."""
    counts = np.bincount(groups, minlength=count)
    z = (_means(scaled, groups, counts) - scaled.mean(axis=0)) / scaled.std(axis=0)
    return Profile(features, counts, np.round(z, 9), _short(_means(raw, groups, counts)), _short(raw.mean(axis=0)))


def best_first(features: tuple[Feature, ...], raw: Floats, spent: Floats | None, groups: Scores) -> Scores:
    """Positions of the groups, best first: by mean revenue where it is known, else by the first column."""
    means = _short(_means(raw, groups, np.bincount(groups)))
    ranked = means[:, 0] if features[0].key in LESS_IS_BETTER else -means[:, 0]
    if spent is not None:
        known = np.isfinite(spent)
        counts = np.bincount(groups[known], minlength=len(means))
        ranked = -_short(_means(np.where(known, spent, 0)[:, None], groups, np.maximum(counts, 1)))[:, 0]
    return np.lexsort((*means.T[::-1], ranked))


def tell(found: Profile) -> list[Told]:
    """Name, features and action of each group; no name twice."""
    names = [_name(found, group) for group in range(len(found.counts))]
    return [
        Told(title, _features(found, group), _action(found, group)) for group, title in enumerate(_apart(found, names))
    ]


def _means(x: Floats, groups: Scores, counts: Scores) -> Floats:
    return (
        np.column_stack([np.bincount(groups, column, len(counts)) for column in x.T]) / np.maximum(counts, 1)[:, None]
    )


def _short(x: Floats) -> Floats:
    """To nine significant digits."""
    size = np.where(x == 0, 1, np.abs(x))
    unit = 10.0 ** (np.floor(np.log10(size)) - 8)
    return np.round(x / unit) * unit


def _telling(found: Profile, group: int) -> list[int]:
    """The features that set the group apart, at most three, in the order of the settings."""
    apart = [
        n
        for n, feature in enumerate(found.features)
        if (abs(found.z[group, n]) >= APART if feature.level is None else _is_mostly(found, group, n))
    ]
    return sorted(sorted(apart, key=lambda n: -abs(found.z[group, n]))[:MOST])


def _is_mostly(found: Profile, group: int, n: int) -> bool:
    return bool(found.mean[group, n] >= MOSTLY and found.mean[group, n] >= LIFTED * found.overall[n])


def _name(found: Profile, group: int) -> Text:
    telling = _telling(found, group)
    words = [_word(found.features[n], found.z[group, n] > 0) for n in telling]
    if not words:
        return MIDDLE
    if len(words) == 1:  # a name of one word is told more of
        others = (feature.key for n, feature in enumerate(found.features) if n not in telling)
        words += [MIDDLES[key] for key in others if key in MIDDLES]
    english = join(words).en
    return Text("".join(word.zh for word in words), english[0].upper() + english[1:])


def _word(feature: Feature, high: object) -> Text:
    if feature.level is not None:
        return MAINLY.format(level=same(feature.level) if feature.level else BLANK.format(title=title_of(feature.key)))
    return WORDS.get(feature.key, (LOW, HIGH))[bool(high)].format(title=title_of(feature.key))


def _apart(found: Profile, names: Sequence[Text]) -> list[Text]:
    """Equal names get the mean of the number in which these groups differ most; at last a number."""
    told = list(names)
    numeric = [n for n, feature in enumerate(found.features) if feature.level is None]
    for name in dict.fromkeys(names):
        equal = [group for group, other in enumerate(names) if other == name]
        if len(equal) > 1 and numeric:
            n = max(numeric, key=lambda n: float(np.ptp(found.z[equal, n])))
            title = title_of(found.features[n].key)
            for group in equal:
                told[group] = WITH.format(name=name, title=title, mean=_figure(found.mean[group, n]))
    for group, name in enumerate(told):
        before = told[:group].count(name)
        told[group] = NTH.format(name=name, n=before + 1) if before else name
    return told


def _features(found: Profile, group: int) -> Text:
    """Figures of what sets the group apart, against all customers."""
    return join((_compared(found, group, n) for n in _telling(found, group)), Text("；", "; "))


def _compared(found: Profile, group: int, n: int) -> Text:
    feature, mean, overall = found.features[n], found.mean[group, n], found.overall[n]
    if feature.level is not None:
        return SHARE.format(title=feature.title, mean=f"{mean:.0%}", overall=f"{overall:.0%}")
    if overall <= 0 or mean < 0:
        return AGAINST.format(title=feature.title, mean=_figure(mean), overall=_figure(overall))
    return TIMES.format(title=feature.title, times=f"{mean / overall:,.2g}")


def _action(found: Profile, group: int) -> Text:
    """By recency and by what was bought, where the groups are formed on them."""
    z = {f.key: value for f, value in zip(found.features, found.z[group], strict=True) if f.level is None}
    worth = [z[key] for key in (ORDERS.key, REVENUE.key, AVERAGE_ORDER.key) if key in z]
    if not worth and DAYS_SINCE_LAST.key not in z:
        return EMPTY
    value, recency = max(worth, default=0.0), z.get(DAYS_SINCE_LAST.key, 0.0)
    if recency >= APART:
        return WIN_BACK if value >= APART else REVIVE
    if value >= APART:
        return REWARD
    return DEVELOP if recency <= -APART else REMIND


def _figure(value: float) -> str:
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
    return "0" if shown == "-0" else shown


def revenue(customers: pd.DataFrame) -> Floats | None:
    """Revenue of each customer, by which groups are ordered; None where nobody has any."""
    if REVENUE.key not in customers:
        return None
    found = customers[REVENUE.key].to_numpy(dtype=float, na_value=np.nan)
    found = np.where(np.abs(found) < LARGEST, found, np.nan)
    return found if np.isfinite(found).any() else None


WORDS = {
    DAYS_SINCE_LAST.key: (Text("近期", "recent"), Text("久未购买", "long absent")),
    ORDERS.key: (Text("低频", "infrequent"), Text("高频", "frequent")),
    REVENUE.key: (Text("低额", "low spend"), Text("高额", "high spend")),
    AVERAGE_ORDER.key: (Text("低客单价", "small orders"), Text("高客单价", "large orders")),
    TENURE_DAYS.key: (Text("新客", "new"), Text("老客", "long-standing")),
    AGE.key: (Text("年轻", "young"), Text("年长", "older")),
}
MIDDLES = {
    ORDERS.key: Text("中频", "average frequency"),
    REVENUE.key: Text("中额", "average spend"),
    AVERAGE_ORDER.key: Text("中等客单价", "average orders"),
}
LOW = Text("低{title}", "low {title}")
HIGH = Text("高{title}", "high {title}")
MAINLY = Text("{level}为主", "mainly {level}")
BLANK = Text("{title}空白", "{title} blank")
MIDDLE = Text("各项居中", "Average on all counts")
WITH = Text("{name}（{title}平均 {mean}）", "{name} ({title} {mean} on average)")
NTH = Text("{name} {n}", "{name} {n}")
AGAINST = Text("{title}平均 {mean}（全体 {overall}）", "{title} {mean} on average (all: {overall})")
TIMES = Text("{title}为全体平均的 {times} 倍", "{title} {times} times the mean of all")
SHARE = Text("{title} 占 {mean}（全体 {overall}）", "{title}: {mean} (all: {overall})")
REWARD = Text("专属权益、新品优先、交叉销售", "Exclusive perks, early access, cross-sell")
DEVELOP = Text("引导下一单、会员计划、满减凑单", "Next-order voucher, loyalty programme, threshold discount")
REMIND = Text("常规触达、按购买史推荐、限时优惠", "Regular touch, picks from their history, limited offer")
WIN_BACK = Text("重点挽回、主动回访、大额券", "Win-back, personal call, strong voucher")
REVIVE = Text("低成本唤醒、短信邮件、控制投入", "Low-cost revival, text or e-mail, little spend")
