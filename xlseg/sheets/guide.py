"""使用说明: what each sheet of the workbook is, what to do in which order, and what to do when something is wrong."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from xlseg.blocks import Block, Heading, Legend, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.sheets.guide_words import (
    BY_BUTTON,
    COLOURED,
    COLOURED_RED,
    DESCRIBED,
    OTHER,
    QUESTIONED,
    RUN,
    STEPS_ALONE,
    STEPS_WHOLE,
    YOU,
)
from xlseg.text import EMPTY, Text, join

TITLE = Text("使用说明", "How to use")
SHEETS = (
    Column("sheet", Text("工作表", "Sheet")),
    Column("what", Text("里面是什么", "What it holds"), "sentence"),
    Column("who", Text("谁来填", "Filled by")),
)
STEPS = (Column("step", Text("步骤", "Step")), Column("what", Text("做什么", "What to do"), "sentence"))
QUESTIONS = (
    Column("question", Text("想做什么", "If you want to"), "wide"),
    Column("what", Text("怎么办", "Do this"), "sentence"),
)


START = "start"  # the sheet of buttons, in a workbook that has one
DATA = {"customers": "customers_data"}  # kinds of the user's tables that have the key of a page of ours


class Guided(NamedTuple):
    """A sheet of the workbook. key: of the page, or the kind of the user's data."""

    key: str
    title: Text


def guide_page(sheets: Sequence[Guided], alone: bool = False) -> Page:
    """For a workbook of these sheets; alone: a template of one sheet to fill in, which holds no data of customers."""
    described = [(sheet.title, *DESCRIBED.get(sheet.key, OTHER)) for sheet in sheets]
    listed = [(title, what, YOU if alone else who) for title, what, who in described]
    steps = STEPS_ALONE if alone else _steps(sheets)
    questions = [row for row in QUESTIONED if not alone or row[2]]
    blocks: list[Block] = [
        Note(ABOUT_ONE if alone else ABOUT),
        Heading(WHAT_IS_WHERE),
        _table(SHEETS, listed),
        Heading(IN_ORDER),
        _table(STEPS, [(NUMBERED.format(n=n, step=step), what) for n, (step, what) in enumerate(steps, 1)]),
        Heading(IN_COLOUR),
        Legend(COLOURED[:1] if alone else COLOURED),
        *([] if alone else [Note(COLOURED_RED)]),
        Heading(ASKED),
        _table(QUESTIONS, [row[:2] for row in questions]),
    ]
    return Page("guide", TITLE, tuple(blocks))


def _steps(sheets: Iterable[Guided]) -> list[tuple[Text, Text]]:
    """Each speaks of the sheets that are there; a step without one is left out."""
    titles = {sheet.key: sheet.title for sheet in sheets}
    start, found = QUOTED.format(title=titles.get(START, EMPTY)), []
    for step, words, keys in STEPS_WHOLE:
        what = BY_BUTTON if step == RUN and START in titles else words
        named = [QUOTED.format(title=titles[key]) for key in keys if key in titles]
        if named or not keys:
            found.append((step, what.format(sheets=join(named, NEXT), start=start)))
    return found


def _table(columns: Sequence[Column], rows: Collection[tuple[Text, ...]]) -> Table:
    return Table(tuple(columns), pd.DataFrame(list(rows), columns=[column.key for column in columns], dtype=object))


ABOUT = Text(
    "把客户和订单填进来，运行一次，就得到分好的群体、每个群体的策略，和写在每位客户旁边的标签。",
    "Fill in customers and orders and run once: groups, a strategy for each, and a label beside every customer.",
)
ABOUT_ONE = Text(
    "这里的表可以单独填写，也可以和客户数据放在一个工作簿里。",
    "Fill in what is here by itself, or keep it in the workbook of your customers.",
)
WHAT_IS_WHERE = Text("工作簿里有什么", "What is in this workbook")
IN_ORDER = Text("怎么用", "Step by step")
IN_COLOUR = Text("颜色的意思", "What the colours mean")
ASKED = Text("常见问题", "Questions")
NUMBERED, QUOTED, NEXT = Text("{n}. {step}", "{n}. {step}"), Text("《{title}》", "'{title}'"), Text("、", ", ")
