"""Functions of columns of measures: each row is a customer, labelled as the model labels a table of customers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis, analyze
from xlseg.cells import Rows
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.errors import Problem, XlsegError
from xlseg.recognise import Source
from xlseg.settings import Row, Settings
from xlseg.text import Lang, Text, join, same
from xlseg.values import days, numbers
from xlseg.worksheet.given import Given, texts
from xlseg.worksheet.labelling import chosen, settings_for, shown
from xlseg.worksheet.lined import Lined, Readings, lined, readings

Options = Callable[[Given], list[Row]]


def none(_: Given) -> list[Row]:
    """No settings of its own."""
    return []


@dataclass(frozen=True)
class Measured:
    """columns: what each argument holds. dated: what it holds where its cells are dates.

    show: the label column shown, the first of these there is. options: the settings asked for. compares: customers
    are judged against each other, so that one alone says nothing, `unless` this argument is given (a number of bins
    alone does not count). completed: with columns that follow from others.
    """

    model: str
    columns: Mapping[str, Column]
    dated: Mapping[str, Column] = field(default_factory=dict)
    show: tuple[str, ...] = ("segment",)
    options: Options = none
    compares: bool = False
    unless: str = ""
    completed: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame

    def __call__(self, given: Given, lang: Lang) -> Rows:
        """Labels as high as the columns; raises XlsegError where there is nothing to go by."""
        settings = settings_for(self.model, self.options(given))
        wanted = chosen(settings.chosen()[0].columns, given, *self.show)
        beside = lined(given, tuple(self.columns))
        kinds = self._kinds(beside)
        found = _negative_days(
            readings(
                beside,
                {name: days if kinds[name].format == "date" else numbers for name in kinds},
                {name: column.title for name, column in kinds.items()},
                lang,
            ),
            kinds,
            lang,
        )
        count = int(found.usable.sum())
        if not count:
            return beside.answered([found.column(c.title.of(lang), np.zeros(0, object)) for c in wanted])
        self._enough(count, given, kinds)
        labels, titles = shown(self._analysis(found, kinds, settings), wanted, lang)
        labels = labels.reindex(_ids(count + 1)[:count])
        return beside.answered([found.column(t, labels[c.key].to_numpy()) for t, c in zip(titles, wanted, strict=True)])

    def _analysis(self, found: Readings, kinds: Mapping[str, Column], settings: Settings) -> Analysis:
        usable = found.usable
        frame = pd.DataFrame({column.key: found.values[name][usable] for name, column in kinds.items()})
        frame = self.completed(frame.reset_index(drop=True))
        if not self.compares:  # somebody of whom all is known, so that one cell is read as a column of many is
            known = {c.key: pd.NaT if c.format == "date" else 1 for c in kinds.values()}
            frame = pd.concat([frame, pd.DataFrame([known])], ignore_index=True)
        frame.insert(0, CUSTOMER_ID.key, _ids(int(usable.sum()) + 1)[: len(frame)])
        return analyze(
            Source("customers", "", 1, {str(key): n for n, key in enumerate(frame, 1)}, frame), settings=settings
        )

    def _kinds(self, beside: Lined) -> dict[str, Column]:
        """What each argument holds. Raises XlsegError where some that may be dates are and others are not."""
        may = [name for name in self.dated if name in beside.cells]
        dated = {name: _dated(beside.cells[name]) for name in may}
        if len({said for said in dated.values() if said is not None}) > 1:
            raise XlsegError(MIXED.format(names=join(may)))
        return {name: self.dated[name] if dated.get(name) else self.columns[name] for name in beside.cells}

    def _enough(self, count: int, given: Given, kinds: Mapping[str, Column]) -> None:
        if count > 1:
            return
        dates = [name for name, column in kinds.items() if name in self.dated and column == self.dated[name]]
        if dates:
            raise XlsegError(Problem(ONE_DATE, same(dates[0])))
        if self.compares and not (self.unless and self.unless in given.cells and not self._one_number(given)):
            raise XlsegError(self.alone)

    def _one_number(self, given: Given) -> bool:
        """Whether the argument is a number of scores, by which customers are still compared."""
        said = given.cells[self.unless]
        return self.unless == "bins" and len(texts(said)) == 1 and bool(re.fullmatch(r"\s*[\d.]+\s*", texts(said)[0]))

    @property
    def alone(self) -> Text:
        """What to do about a single customer."""
        if not self.unless:
            return ALONE
        return ALONE_CUTS if self.unless == "bins" else ALONE_UNLESS.format(name=self.unless)


def _negative_days(found: Readings, kinds: Mapping[str, Column], lang: Lang) -> Readings:
    """With a sentence where days are fewer than none."""
    faults = found.faults.copy()
    for name, column in kinds.items():
        values = found.values[name]
        if column.format == "days" and values.dtype.kind in "fi":
            below = (values < 0) & (faults == "")
            if below.any():
                faults[below] = NEGATIVE.format(title=column.title).of(lang) + values[below].map("{:g}".format)
    return replace(found, faults=faults)


def _dated(cells: pd.Series) -> bool | None:
    """Whether a column of days or dates holds dates; None where it holds neither."""
    dates, plain = days(cells).values.notna(), numbers(cells).values.notna()
    return None if not (dates | plain).any() else not (plain & ~dates).any()


def _ids(count: int) -> list[str]:
    """One a row, in the order of the rows."""
    width = len(str(count))
    return [f"{n:0{width}}" for n in range(count)]


def either(*options: Options) -> Options:
    """The settings of all of these."""
    return lambda given: list(chain.from_iterable(option(given) for option in options))


def setting(name: str, key: str) -> Options:
    """An argument that is a setting."""
    return lambda given: [Row(key, value=given.one(name), where=same(name))] if name in given.cells else []


ALONE = Text(
    "这个函数把客户互相比较，只给一位算不出来；请选整列",
    "this compares customers with each other; select a whole column",
)
ALONE_UNLESS = Text(
    "这个函数把客户互相比较，只给一位算不出来；请选整列，或填参数 {name}",
    "this compares customers with each other; select a whole column, or give the argument {name}",
)
ALONE_CUTS = Text(
    "这个函数把客户互相比较，只给一位算不出来；请选整列，或在 bins 里写分界点，如 30,90,180;2,4,8;500,1000,2000",
    "this compares customers with each other; select a whole column, or write cut points in bins, such as "
    "30,90,180;2,4,8;500,1000,2000",
)
NEGATIVE = Text("#{title} 不能是负数：", "#{title} cannot be negative: ")
ONE_DATE = Text(
    "只给一个日期，不知道算到哪一天；请写天数，如 TODAY()-B2，或选整列",
    "of a single date it is not known to which day to count; give days, as in TODAY()-B2, or select a whole column",
)
MIXED = Text("{names} 要么都是日期，要么都是天数", "{names} must all be dates, or all be days")
