"""The usual dirt of real workbooks: cells in other clothes, rows twice, cells left out."""

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from xlseg.demo.words import OTHER_GENDERS, words
from xlseg.text import Lang, Text

Generator = np.random.Generator
Dress = Callable[[object], object]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
WRITTEN_DAY = Text("{d.year}年{d.month}月{d.day}日", "{d.day} {d:%B} {d.year}")
MONEY = Text("¥{a:,.2f}", "£{a:,.2f}")
UNIT = Text("元", " GBP")
TEN_THOUSANDS = Text("{a:g}万", "{a:g}k")


def dressed(cells: Sequence[object], share: float, clothes: Sequence[Dress], rng: Generator) -> list[object]:
    """Some of the cells, and always a few, in clothes picked at random."""
    found = list(cells)
    filled = [at for at, cell in enumerate(found) if cell is not None]
    picked = rng.choice(filled, max(3, round(share * len(filled))), replace=False)
    for number, at in enumerate(picked):
        found[at] = clothes[number % len(clothes)](found[at])
    return found


def blanked(cells: Sequence[object], share: float, rng: Generator) -> list[object]:
    """Some of the cells left out."""
    return dressed(cells, share, (lambda _: None,), rng)


def dates(lang: Lang) -> Sequence[Dress]:
    """Days as text, in the ways people write them."""
    return (
        lambda d: WRITTEN_DAY.of(lang).format(d=d),
        lambda d: f"{_day(d):%Y-%m-%d}",
        lambda d: f"{_day(d):%Y-%m-%d}".translate(FULL_WIDTH),
        lambda d: f"{_day(d).year}/{_day(d).month}/{_day(d).day}",
    )


def _day(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def amounts(lang: Lang) -> Sequence[Dress]:
    """Amounts as text, with a currency, with commas, in full-width digits."""
    return (
        lambda a: MONEY.of(lang).format(a=a),
        lambda a: f"{a:,.2f}{UNIT.of(lang)}" if lang == "zh" else f"{a:,.2f}",
        lambda a: f"{a}".translate(FULL_WIDTH),
    )


def short_amount(amount: float, lang: Lang) -> str:
    """12,000 as 1.2万 or 12k."""
    return TEN_THOUSANDS.of(lang).format(a=amount / (10_000 if lang == "zh" else 1_000))


def phones() -> Sequence[Dress]:
    return (
        lambda p: f"{str(p)[:3]} {str(p)[3:7]} {str(p)[7:]}",
        lambda p: f"{str(p)[:3]}-{str(p)[3:7]}-{str(p)[7:]}",
        lambda p: str(p).translate(FULL_WIDTH),
    )


def ages() -> Sequence[Dress]:
    return (lambda a: str(a).translate(FULL_WIDTH), str)


def genders(known: Sequence[str], lang: Lang) -> Sequence[Dress]:
    """Other words for the same."""
    other = dict(zip(known, words(OTHER_GENDERS, lang), strict=True))
    return (lambda g: other[str(g)],)


def twice(table: pd.DataFrame, count: int, rng: Generator) -> pd.DataFrame:
    """The table with some rows again, right below themselves, as exports that overlap have them."""
    picked = rng.choice(len(table), count, replace=False)
    order = np.sort(np.concatenate([np.arange(len(table)), picked]))
    return table.iloc[order].reset_index(drop=True)
