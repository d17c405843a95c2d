"""The columns clusters are formed on, as numbers on one scale.

A numeric column is one feature, log1p where asked for, then shifted and scaled. A categorical column is one feature
of 0 and 1 for each of its values (one-hot), scaled so that two customers differ on it by as much, in the mean of the
squares, as on one standardised number: by 1 / sqrt(1 - sum p^2), p being the shares of its values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.distinct import each, texts
from xlseg.errors import XlsegError
from xlseg.fields import may_group, resolve, title_of
from xlseg.scoring import Floats
from xlseg.text import Text, join, same

LARGEST = 1e30  # a value as large as this is none; decision trees calculate with 32 bits
SKEWED = 1.0  # of the skewness: from here on highly skewed (Bulmer 1979)
LEVELS = 50  # values of a categorical column at most
Bools = npt.NDArray[np.bool_]
Scale = Literal["standard", "robust", "none"]
Log = Literal["auto", "yes", "no"]


@dataclass(frozen=True)
class Feature:
    """One number of a customer: (log1p(x) or x, minus shift) / scale. level: of a categorical column, 1 for it."""

    key: str
    level: str | None = None
    log: bool = False
    shift: float = 0.0
    scale: float = 1.0

    @property
    def title(self) -> Text:
        if self.level is None:
            return title_of(self.key)
        return IS.format(column=title_of(self.key), level=same(self.level) if self.level else NO_VALUE)

    def scaled(self, x: Floats) -> Floats:
        return ((np.log1p(x) if self.log else x) - self.shift) / self.scale


class Basis(NamedTuple):
    """What clusters are formed on. notes: what was done with the columns, in sentences."""

    features: tuple[Feature, ...]
    notes: tuple[Text, ...] = ()

    def raw(self, customers: pd.DataFrame) -> Floats:
        """One row a customer, one column a feature, in units of the customer table; NaN where a number is missing."""
        columns = {f.key: customers[f.key] for f in self.features}
        numeric = {f.key: _finite(numbers(columns[f.key])) for f in self.features if f.level is None}
        texts = {f.key: words(columns[f.key]) for f in self.features if f.level is not None}
        parts = (numeric[f.key] if f.level is None else texts[f.key].eq(f.level) for f in self.features)
        return np.array([np.asarray(part, dtype=float) for part in parts]).T  # in memory column by column

    def scaled(self, raw: Floats) -> Floats:
        """The same on one scale; a negative number under a logarithm is missing."""
        known = [np.where(x <= -1, np.nan, x) if f.log else x for f, x in zip(self.features, raw.T, strict=True)]
        return np.column_stack([f.scaled(x) for f, x in zip(self.features, known, strict=True)])


def resolved(names: Sequence[str], customers: pd.DataFrame) -> list[str]:
    """The columns that users named; raises XlsegError on one that is not there or says who somebody is."""
    found = {name: resolve(name, [str(column) for column in customers]) for name in names}
    absent = [name for name, key in found.items() if key is None]
    if absent:
        raise XlsegError(ABSENT.format(names=join(absent)))
    keys = list(dict.fromkeys(key for key in found.values() if key is not None))
    dates = [key for key in keys if customers[key].dtype.kind in "mM"]
    personal = [key for key in keys if not may_group(key) and key not in dates]
    if personal:
        raise XlsegError(PERSONAL.format(names=join(title_of(key) for key in personal)))
    if dates:
        raise XlsegError(DATES.format(names=join(title_of(key) for key in dates)))
    return keys


def numbers(column: pd.Series) -> Floats | None:
    """The column as numbers, NaN where missing; None where some cell is a word, or none is anything."""
    if not pd.api.types.is_numeric_dtype(column.dtype):
        read = pd.to_numeric(column.astype(object), errors="coerce")
        if not column.notna().any() or (read.isna() & column.notna()).any():
            return None
        column = read
    return column.to_numpy(dtype=float, na_value=np.nan)


def words(column: pd.Series) -> "pd.Series[str]":
    """The column as words, '' where missing."""
    return each(column, lambda cell: texts([cell])[0]).astype("string").fillna("")


def usable(columns: Sequence[str], customers: pd.DataFrame) -> Bools:
    """Which customers have a finite number in every numeric one of these columns."""
    kept = np.ones(len(customers), dtype=bool)
    for key in columns:
        found = numbers(customers[key])
        if found is not None:
            kept &= np.isfinite(_finite(found))
    return kept


def fitted(columns: Sequence[str], customers: pd.DataFrame, scale: Scale, log: Log, weight: float) -> Basis:
    """The features of these columns, scaled by these customers; raises XlsegError where all are constant."""
    features, dropped, blank = [], [], []
    for key in columns:
        found = numbers(customers[key])
        own = _categories(key, customers[key], weight) if found is None else _number(key, found, scale, log)
        features.append(own)
        dropped += [] if own else [key]
        blank += [key] if any(f.level == "" for f in own) else []
    kept = tuple(chain.from_iterable(features))
    if not kept:
        raise XlsegError(ALL_CONSTANT.format(names=join(map(title_of, columns))))
    if scale == "none":  # one scale for all changes no group, and keeps figures near 1
        widest = max((f.scale for f in kept if f.level is None), default=1.0)
        kept = tuple(replace(f, scale=widest) if f.level is None else f for f in kept)
    return Basis(kept, tuple(_said(kept, dropped, blank, scale, log, weight)))


def _finite(x: Floats | None) -> Floats:
    """Numbers whose squares are numbers; anything else is missing."""
    found = np.asarray(x, dtype=float)
    return np.where(np.abs(found) < LARGEST, found, np.nan)


def _number(key: str, x: Floats, scale: Scale, log: Log) -> list[Feature]:
    """The feature of a numeric column; none where it is constant."""
    spread = _spread(x)
    if not spread:
        return []
    logged = log != "no" and x.min() >= 0 and (log == "yes" or _skewness(x, spread) > SKEWED)
    shown = np.log1p(x) if logged else x
    spread = _spread(shown) if logged else spread
    if not spread:
        return []
    if scale == "robust":
        low, middle, high = np.quantile(shown, (0.25, 0.5, 0.75))
        if high - low > 1e-9 * spread:
            return [Feature(key, None, logged, float(middle), float(high - low))]
    return [Feature(key, None, logged, float(shown.mean()), spread)]


def _spread(x: Floats) -> float:
    """The standard deviation; 0 where it is but rounding."""
    spread = float(x.std())
    return spread if spread > 1e-12 * float(np.abs(x).max()) else 0.0


def _skewness(x: Floats, spread: float) -> float:
    z = (x - x.mean()) / spread
    return float((z * z * z).mean())


def _categories(key: str, column: pd.Series, weight: float) -> list[Feature]:
    shares = words(column).value_counts(normalize=True).sort_index()
    if len(shares) > LEVELS:
        raise XlsegError(TOO_MANY.format(column=title_of(key), count=len(shares), most=LEVELS))
    if len(shares) < 2 or weight == 0:
        return []
    scale = float(np.sqrt(1 - (shares**2).sum())) / weight
    return [Feature(key, str(level), scale=scale) for level in shares.index]


def _said(
    features: Sequence[Feature], dropped: list[str], blank: list[str], scale: Scale, log: Log, weight: float
) -> list[Text]:
    """What was done with the columns."""
    numeric = [f for f in features if f.level is None]
    coded = dict.fromkeys(f.key for f in features if f.level is not None)
    logged = [f for f in numeric if f.log]
    left = [f for f in numeric if not f.log]
    names = {"logged": logged, "left": left}
    said = {name: join(f.title for f in found) for name, found in names.items()}
    how = {"auto": LOG_AUTO, "yes": LOG_YES}
    return [
        *([SCALED[scale].format(names=join(f.title for f in numeric))] if numeric else []),
        *([how[log].format(names=said["logged"])] if logged else []),
        *([NOT_LOGGED.format(names=said["left"])] if log == "yes" and left else []),
        *([CODED.format(names=join(map(title_of, coded)), weight=f"{weight:g}")] if coded else []),
        *([BLANKS_ARE.format(names=join(map(title_of, blank)))] if blank else []),
        *([CONSTANT.format(names=join(map(title_of, dropped)))] if dropped else []),
    ]


IS = Text("{column} = {level}", "{column} = {level}")
NO_VALUE = Text("空白", "blank")
ABSENT = Text(
    "客户表里没有「{names}」；请在设置里改聚类用的列，或补上这些数据",
    "the customer table has no '{names}'; change the columns to cluster on in the settings, or add these data",
)
PERSONAL = Text(
    "「{names}」说明客户是谁，不能用来聚类；请从设置里去掉",
    "'{names}' say who a customer is and cannot be clustered on; take them out of the settings",
)
DATES = Text(
    "「{names}」是日期，不能直接聚类；请改用天数，如距上次购买天数",
    "'{names}' are dates and cannot be clustered on; use days instead, such as days since last order",
)
TOO_MANY = Text(
    "「{column}」有 {count} 种不同的值，最多 {most} 种；请先归成大类",
    "'{column}' has {count} different values, at most {most} can be used; group them first",
)
ALL_CONSTANT = Text(
    "「{names}」对所有客户都一样或都空白，分不出群；请换别的列",
    "'{names}' are the same or blank for all customers, so nothing tells them apart; use other columns",
)
SCALED = {
    "standard": Text(
        "标准化：{names}各减去平均值、除以标准差，分量相同。",
        "Scaling: {names}, each minus its mean and divided by its standard deviation, weigh the same.",
    ),
    "robust": Text(
        "标准化：{names}各减去中位数、除以四分位距（为 0 时用平均值和标准差）。",
        "Scaling: {names}, each minus its median and divided by its interquartile range (mean and standard deviation "
        "where that is 0).",
    ),
    "none": Text(
        "没有标准化：{names}按原来的单位，数值大的列影响大。",
        "Not scaled: {names} in their own units, so columns of large numbers weigh more.",
    ),
}
LOG_AUTO = Text(
    "取对数：{names}偏斜明显（偏度大于 1）且没有负数，先取 ln(1+x)。",
    "Logarithms: {names}, highly skewed (skewness above 1) and never negative, as ln(1+x) first.",
)
LOG_YES = Text("取对数：{names}先取 ln(1+x)。", "Logarithms: {names} as ln(1+x) first.")
NOT_LOGGED = Text("没有取对数：{names}有负数。", "No logarithms: {names} hold negative numbers.")
CODED = Text(
    "文字列：{names}按取值拆成 0 和 1（独热编码），每列的分量是一个标准化数字列的 {weight} 倍。",
    "Words: {names} as 0 and 1 for each value (one-hot); each such column weighs {weight} times a standardised number.",
)
BLANKS_ARE = Text("{names}的空白单算一类。", "A blank in {names} is a value of its own.")
CONSTANT = Text(
    "没有使用：{names}对所有客户都一样或都空白。", "Not used: {names} are the same or blank for all customers."
)
