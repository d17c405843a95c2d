"""Demographics: customers by age, gender, income, occupation, industry, any column of the user's own, or a cross."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd

from xlseg.columns import AGE, CUSTOMER_COLUMNS, EVERY, GENDER, INCOME, OCCUPATION, Column, also
from xlseg.errors import Problem, XlsegError
from xlseg.fields import may_group, resolve, title_of
from xlseg.kinds import Cuts, Fields, Number
from xlseg.models.demographics.ages import OLDEST, Band, Bands, by_age
from xlseg.models.dimensions import Dimension, Merge, Part, segmented
from xlseg.models.dimensions.numbers import by_limits, by_values
from xlseg.models.dimensions.texts import Known, Rare, by_texts, plain
from xlseg.rules.table import type_of
from xlseg.segments import Segmentation
from xlseg.text import Text, same
from xlseg.thresholds import check, setting

SEGMENT = Column("segment", Text("人口统计分群", "Demographic segment"))
REASON = Column("reason", Text("人口统计依据", "Demographic reason"), "wide")
CROSSED = 4  # columns at most; more make more crossings than anybody can use

_AGES_NOTE = Text(
    "两个界限分出年轻、中年、老年；刚好到界限的算上面一段",
    "two limits make young, middle-aged and old; who is on a limit counts above it",
)
_BANDS_NOTE = Text("填了就不用年龄界限；不在任何一段的归入其他", "used in place of the limits; ages in none are others")
_INCOME_NOTE = Text("留空：按数据三等分为低、中、高", "blank: thirds of the customers are low, middle and high")
_CROSS_NOTE = Text("按多列交叉时用", "used where several columns are crossed")


@dataclass(frozen=True)
class Demographics:
    """Groups by who customers are: the documents name age, gender, income, occupation and industry.

    They give no limits of age. 36 and 60 follow public use in China: youth is 14 to 35 (中长期青年发展规划 2016-2025),
    the elderly are 60 and over (老年人权益保障法). Limits of income are thirds of the customers unless given.
    """

    by: tuple[str, ...] = setting(
        ("age",),
        Text("按哪些列分", "Group by"),
        Fields(low=1),
        Text("多列就交叉，如 年龄, 性别；自己的列也可以", "several are crossed, as in age, gender; own columns too"),
    )
    age_limits: tuple[float, ...] = setting(
        (36, 60), Text("年龄界限（岁）", "Limits of age (years)"), Cuts(), _AGES_NOTE
    )
    age_bands: tuple[Band, ...] = setting((), Text("自定义年龄段", "Own bands of age"), Bands(), _BANDS_NOTE)
    income_limits: tuple[float, ...] = setting((), Text("收入界限", "Limits of income"), Cuts(), _INCOME_NOTE)
    most: int = setting(
        8,
        Text("每列最多几组", "Values of a column"),
        Number(1, 50, whole=True),
        Text("文字列里最多的几个取值单独成组，其余归入其他", "the most frequent texts; the others go together"),
    )
    least: float = setting(
        0.01,
        Text("取值的最低占比", "Least share of a value"),
        Number(0, 1),
        Text("占比更低的取值归入其他", "values with a smaller share of the customers go together"),
    )
    groups: int = setting(20, Text("最多几个组合", "Crossings"), Number(2, 100, whole=True), _CROSS_NOTE)
    smallest: float = setting(0.01, Text("组合的最低占比", "Least share of a crossing"), Number(0, 1), _CROSS_NOTE)

    key: ClassVar[str] = "demographics"
    title: ClassVar[Text] = Text("人口统计分群", "Demographics")
    tip: ClassVar[Text] = Text(
        "按年龄段、性别、收入、职业、行业或它们的交叉分群",
        "Groups customers by age, gender, income, occupation, industry, or a cross of them",
    )

    def __post_init__(self) -> None:
        check(self)

    def conflicts(self) -> Iterator[Problem]:
        """Settings that are each allowed but do not go together."""
        if len(self.by) > CROSSED:
            yield Problem(TOO_MANY.format(most=CROSSED), same("demographics.by"))
        if not (self.age_limits or self.age_bands):
            yield Problem(NO_AGES, same("demographics.age_limits"))
        if not all(0 < limit <= OLDEST for limit in self.age_limits):
            yield Problem(BAD_AGES.format(oldest=OLDEST), same("demographics.age_limits"))

    @property
    def needs(self) -> tuple[Column, ...]:
        """The declared columns among those named; own columns are looked for when there is a table."""
        keys = [column.key for column in CUSTOMER_COLUMNS]
        found = (resolve(name, keys) for name in self.by)
        return tuple(EVERY[key] for key in dict.fromkeys(found) if key)

    @property
    def columns(self) -> tuple[Column, ...]:
        return SEGMENT, REASON

    def segment(self, customers: pd.DataFrame) -> Segmentation:
        """Label one row a customer; raises XlsegError for a column that is not there or makes no groups."""
        known = set(customers.columns)
        missing = [name for name in self.by if resolve(name, known) is None]
        if missing:
            raise XlsegError(*(Problem(NOT_THERE.format(name=name)) for name in missing))
        keys = dict.fromkeys(resolve(name, known) or "" for name in self.by)
        dimensions = [self.dimension(customers[key], key) for key in keys]
        return segmented(customers, dimensions, (SEGMENT, REASON), Merge(self.groups, self.smallest))

    def dimension(self, cells: pd.Series, key: str) -> Dimension:
        """The groups of one column."""
        title, kind, rare = title_of(key), type_of(cells), Rare(self.most, self.least)
        if not may_group(key) or kind == "date":
            raise XlsegError(NO_GROUPS.format(title=title))
        if key == AGE.key and kind == "number":
            return by_age(cells, key, title, self.age_limits, self.age_bands)
        if key == INCOME.key and kind == "number":
            return _described(by_limits(cells, key, title, self.income_limits, same("demographics.income_limits")))
        if kind == "number":
            few = cells.nunique() <= self.most
            return by_values(cells, key, title) if few else by_limits(cells, key, title, ())
        return by_texts(cells, key, title, rare, KNOWN.get(key, ()), _job if key == OCCUPATION.key else plain)


def _job(number: int, value: str) -> Part:
    """With what the documents say of office and manual workers."""
    part, said = plain(number, value), next((JOBS[word] for word in JOBS if word in value.casefold()), None)
    return part._replace(features=said[0], action=said[1]) if said else part


def _described(income: Dimension) -> Dimension:
    """With what the documents say of high and low incomes."""
    parts = tuple(INCOMES[part.key]._replace(when=part.when) if part.key in INCOMES else part for part in income.parts)
    return replace(income, parts=parts)


_OFFICE = (
    Text("可能更关注办公用品和职业装", "may care for office supplies and business clothes"),
    Text("办公用品、职业装", "office supplies, business clothes"),
)
_MANUAL = (
    Text("可能更关注工具和工作服", "may care for tools and work clothes"),
    Text("工具、工作服", "tools, work clothes"),
)
JOBS = dict(zip(also("白领|white collar|white-collar"), [_OFFICE] * 3, strict=True)) | dict(
    zip(also("蓝领|blue collar|blue-collar"), [_MANUAL] * 3, strict=True)
)
INCOMES = {
    "low": Part(
        "low",
        Text("低收入", "Low income"),
        Text("低收入客户", "Low-income customers"),
        (),
        Text("可能更注重性价比", "may look for value for money"),
        Text("实惠套餐、优惠券、满减", "bargain packs, coupons, discounts"),
    ),
    "middle": Part(
        "middle",
        Text("中等收入", "Middle income"),
        Text("中等收入客户", "Middle-income customers"),
        (),
        Text("消费能力居中", "can spend a middling amount"),
        Text("主力商品、会员升级", "main goods, upgrade of membership"),
    ),
    "high": Part(
        "high",
        Text("高收入", "High income"),
        Text("高收入客户", "High-income customers"),
        (),
        Text("可能更倾向于购买高端产品和服务", "may prefer premium products and services"),
        Text("高端商品、专属服务", "premium goods, personal service"),
    ),
}
MALE = Known(
    "male",
    Text("男", "Male"),
    Text("男性客户", "Male customers"),
    also("男|男性|男士|先生|male|m|man|mr|mr."),
    action=Text("男士偏好的品类、分性别的推荐", "what men like, recommendations by gender"),
)
FEMALE = Known(
    "female",
    Text("女", "Female"),
    Text("女性客户", "Female customers"),
    also("女|女性|女士|小姐|female|f|woman|ms|ms.|mrs|mrs."),
    action=Text("女士偏好的品类、分性别的推荐", "what women like, recommendations by gender"),
)
KNOWN = {GENDER.key: (MALE, FEMALE)}
TOO_MANY = Text("最多交叉 {most} 列", "at most {most} columns can be crossed")
NO_AGES = Text("年龄界限和自定义年龄段至少填一项", "give limits of age, or bands of your own")
BAD_AGES = Text("年龄界限要大于 0、不超过 {oldest}", "limits of age are above 0 and at most {oldest}")
NOT_THERE = Text(
    "客户表里没有「{name}」这一列；请在 demographics.by 写一个有的列，或在客户表里补上它",
    "the table of customers has no column '{name}'; name another in demographics.by, or add it to the table",
)
NO_GROUPS = Text(
    "「{title}」是编号、日期或个人信息，不能用来分群；请换一列",
    "'{title}' is an ID, a date or personal, which makes no groups; take another column",
)
