"""Preference: customers by the goods, the channel or the payment they choose most, and how each group comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import pandas as pd

from xlseg.columns import (
    CATEGORIES,
    FAVOURITE_CATEGORY,
    FAVOURITE_CHANNEL,
    FAVOURITE_PAGE,
    FAVOURITE_PAYMENT,
    Column,
    also,
)
from xlseg.distinct import distinct, texts
from xlseg.errors import Problem, XlsegError
from xlseg.kinds import Choice, Cuts, Number
from xlseg.models.dimensions import Dimension, Part, segmented
from xlseg.models.dimensions.numbers import by_limits
from xlseg.models.dimensions.texts import Known, Rare, by_texts, plain
from xlseg.models.preference.groups import OFFLINE, ONLINE, SAID, VARIETIES, Words
from xlseg.models.preference.repeat import repeat
from xlseg.rules import Range
from xlseg.rules.table import numbers
from xlseg.segments import Segmentation
from xlseg.text import Text, same
from xlseg.thresholds import check, setting

BYS = {
    "category": Text("偏好品类", "Favourite category"),
    "channel": Text("偏好渠道", "Favourite channel"),
    "online": Text("线上线下", "Online and offline"),
    "payment": Text("常用支付方式", "Favourite payment"),
    "page": Text("浏览最多的页面", "Favourite page"),
    "variety": Text("购买品类数", "Categories bought"),
}
COLUMNS = {
    "category": FAVOURITE_CATEGORY,
    "channel": FAVOURITE_CHANNEL,
    "online": FAVOURITE_CHANNEL,
    "payment": FAVOURITE_PAYMENT,
    "page": FAVOURITE_PAGE,
    "variety": CATEGORIES,
}
SEGMENT = Column("segment", Text("偏好分群", "Preference segment"))
REASON = Column("reason", Text("偏好依据", "Preference reason"), "wide")
_WORDS = Text(
    "按线上线下时用；渠道名里含有其中一个词就算，先看线下",
    "for by = online; words in the channel's name, offline first",
)


@dataclass(frozen=True)
class Preference:
    """Groups by what customers choose most often; ties go to the value first in the alphabet (habits.py).

    The documents name 产品偏好, 渠道偏好 (线上/线下) and the goods bought before, and look for goods whose customers
    come back.
    """

    by: Literal["category", "channel", "online", "payment", "page", "variety"] = setting(
        "category", Text("按什么分", "Group by"), Choice(BYS)
    )
    most: int = setting(
        8,
        Text("最多几组", "Groups"),
        Number(1, 50, whole=True),
        Text("客户最多的几个取值单独成组，其余归入其他", "the values of most customers; the others go together"),
    )
    least: float = setting(
        0.01,
        Text("最低占比", "Least share"),
        Number(0, 1),
        Text("占比更低的取值归入其他", "values with a smaller share of the customers go together"),
    )
    offline: tuple[str, ...] = setting(
        also("线下|门店|实体|专柜|商场|超市|展会|地推|offline|store|retail|in person"),
        Text("线下渠道的字样", "Words of offline channels"),
        Words(low=1),
        _WORDS,
    )
    online: tuple[str, ...] = setting(
        also(
            "线上|网|天猫|淘宝|京东|拼多多|抖音|快手|小红书|唯品会|美团|饿了么|微信|小程序|公众号|社群|直播|电商|app|"
            "H5|online|web|site|mobile|amazon|ebay|shopify"
        ),
        Text("线上渠道的字样", "Words of online channels"),
        Words(low=1),
        _WORDS,
    )
    variety_limits: tuple[float, ...] = setting(
        (2, 4),
        Text("品类数界限", "Limits of categories"),
        Cuts(),
        Text("按购买品类数时用；买过 1 种为单一，2–3 种为少数", "for by = variety: 1 is one, 2 or 3 are a few"),
    )

    key: ClassVar[str] = "preference"
    title: ClassVar[Text] = Text("偏好分群", "Preference")
    tip: ClassVar[Text] = Text(
        "按最常买的品类、渠道或支付方式分群",
        "Groups customers by the category, channel or payment they choose most",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """No limits of what is to be parted by them."""
        if not self.variety_limits:
            yield Problem(NO_LIMITS, same("preference.variety_limits"))

    @property
    def needs(self) -> tuple[Column, ...]:
        return (COLUMNS[self.by],)

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; raises XlsegError where hardly a value repeats."""
        column = COLUMNS[self.by]
        if column.key not in customers:
            raise XlsegError(NOT_THERE.format(title=column.title))
        dimension = self._dimension(customers[column.key], column)
        result = segmented(customers, [dimension], (SEGMENT, REASON))
        return replace(result, evidence=(*repeat(result, customers), *result.evidence))

    def _dimension(self, cells: pd.Series, column: Column) -> Dimension:
        if self.by == "variety":
            note = same("preference.variety_limits")
            bought = cells.where(numbers(cells) >= 1)
            return _varieties(by_limits(bought, column.key, column.title, self.variety_limits, note))
        if self.by == "online":
            return by_texts(cells, column.key, column.title, Rare(0), self._ways(cells))
        return by_texts(cells, column.key, column.title, Rare(self.most, self.least), naming=self._named)

    def _named(self, number: int, value: str) -> Part:
        features, action = SAID[self.by]
        said = features.format(value=value), action.format(value=value)
        return plain(number, value)._replace(features=said[0], action=said[1])

    def _ways(self, cells: pd.Series) -> tuple[Known, Known]:
        """The channels that are there, by the words in their names."""
        names = sorted(set(texts(distinct(cells)[1])))
        offline = tuple(name for name in names if _says(name, self.offline))
        online = tuple(name for name in names if _says(name, self.online) and name not in offline)
        return ONLINE._replace(words=online or self.online[:1]), OFFLINE._replace(words=offline or self.offline[:1])


def _says(name: str, words: tuple[str, ...]) -> bool:
    return any(word.casefold() in name.casefold() for word in words)


FEW = 2  # categories, of who is no customer of one only


def _varieties(found: Dimension) -> Dimension:
    """From one category on; one, a few and many where two limits begin at 2, as they do by default."""
    if not isinstance(lowest := found.parts[0].when[0], Range):
        return found
    one = len(found.parts) == len(VARIETIES) and lowest.high == FEW
    first = Range(found.column, 1, 1) if one else lowest._replace(low=1)
    parts = (found.parts[0]._replace(when=(first,)), *found.parts[1:])
    if one:
        parts = tuple(named._replace(when=part.when) for named, part in zip(VARIETIES, parts, strict=True))
    return replace(found, parts=parts, unknown=(*found.unknown, (Range(found.column, high=1, below=True),)))


NO_LIMITS = Text("品类数界限至少填一个数，如 2, 4", "give at least one limit, such as 2, 4")
NOT_THERE = Text("需要 {title}，数据里没有", "needs {title}, which the data do not hold")
