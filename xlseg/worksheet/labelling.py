"""Customers analyzed as the file door would, and the labels one function shows of them."""

from collections.abc import Sequence

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import Column
from xlseg.errors import Problem, XlsegError
from xlseg.models import DEFAULTS
from xlseg.recognise import simple
from xlseg.settings import Row, Settings, parse
from xlseg.sheets.labels import labelled
from xlseg.shown import cells
from xlseg.text import Lang, Text, join, keyed, same
from xlseg.worksheet.given import Given, texts

SEGMENT = "segment"
ALL = frozenset({"all", "*", *Text("全部", "all"), *Text("所有", "everything")})


def settings_for(key: str, rows: Sequence[Row] = ()) -> Settings:
    """The defaults with one model to run. rows: what the user asked for besides, placed at their arguments."""
    try:
        return parse([Row("general.models", value=key), *rows], DEFAULTS)
    except XlsegError as error:
        raise XlsegError(*(_unkeyed(problem, rows) for problem in error.problems)) from None


def _unkeyed(problem: Problem, rows: Sequence[Row]) -> Problem:
    """Without the key of the setting: the argument, which is its place, says more."""
    zh, en = problem.message
    for row in rows:
        zh, en = (
            zh.removeprefix(KEYED.format(key=row.key).zh).strip(),
            en.removeprefix(KEYED.format(key=row.key).en).strip(),
        )
    return Problem(Text(zh, en), problem.where)


def shown(analysis: Analysis, wanted: Sequence[Column], lang: Lang) -> tuple[pd.DataFrame, list[str]]:
    """Label columns as cells, by customer_id, and their headers."""
    (model,) = analysis.settings.chosen()
    found = labelled(model, analysis.segmentations[model.key])
    columns = {column.key: pd.Series(cells(found[column.key], lang), dtype=object) for column in wanted}
    return pd.DataFrame(columns).set_index(found.index), [column.title.of(lang) for column in wanted]


def chosen(columns: Sequence[Column], given: Given, *usual: str) -> tuple[Column, ...]:
    """The label columns to show: those named by the argument `show`, all of them, or the usual one.

    Raises XlsegError naming what there is.
    """
    names = [part.strip() for text in texts(given.cells.get("show", ())) for part in text.replace("，", ",").split(",")]
    if any(name.casefold() in ALL for name in names):
        return tuple(columns)
    known = {simple(name): column for column in columns for name in (column.key, *column.title)}
    known |= {simple(name): column for column in columns if column.key == SEGMENT for name in LABEL}
    unknown = [name for name in names if simple(name) not in known]
    if unknown:
        there = keyed((column.key, column.title) for column in columns)
        raise XlsegError(Problem(UNKNOWN.format(names=join(unknown), there=there), same("show")))
    by_key = {column.key: column for column in columns}
    preferred = next((by_key[key] for key in usual if key in by_key), columns[0])
    return tuple(known[simple(name)] for name in names) or (preferred,)


KEYED = Text("{key}：", "{key}: ")
LABEL = Text("标签", "label")
UNKNOWN = Text(
    "没有「{names}」这一列；可以写 {there}，或 all 全部显示",
    "there is no column '{names}'; there are {there}, or all of them",
)
