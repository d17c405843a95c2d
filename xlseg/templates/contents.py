"""Which pages each template holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from xlseg.analysis import nothing
from xlseg.blocks import Table
from xlseg.models import DEFAULTS
from xlseg.page import Page
from xlseg.settings import Settings
from xlseg.sheets.collection import collection_page
from xlseg.sheets.pages import PAGES
from xlseg.sheets.settings import settings_page
from xlseg.templates.example import CUSTOMERS, GROUPS, STRATEGIES
from xlseg.templates.inputs import inputs
from xlseg.templates.tables import Cells, result_template, strategy_template
from xlseg.text import Lang

MODELS = ("rfm", "value", "behaviour", "demographics", "geography", "lifecycle")  # what 客户分层管理表 asks for
BLANK: Mapping[str, Callable[[], Page]] = {
    "result": result_template,
    "strategy": strategy_template,
    "collection": collection_page,
}
WORKED_IN = tuple(sheet for sheet in PAGES if sheet.key in ("management", "register", "feedback"))  # blank as they are


def settings_of(lang: Lang) -> Settings:
    """What a filled-in workbook is segmented with, until its settings are changed."""
    return replace(DEFAULTS, general=replace(DEFAULTS.general, lang=lang, models=MODELS))


def complete(lang: Lang) -> list[Page]:
    """Everything, empty: sheets for the data, pages to work in, settings."""
    typed = {key: page() for key, page in BLANK.items()}
    worked = [blank(sheet.key, lang) for sheet in WORKED_IN]
    listed = typed.pop("collection")
    return [*inputs(), *typed.values(), *worked, listed, settings_page(settings_of(lang), lang)]


def blank(key: str, lang: Lang) -> Page:
    """One page to fill in: made for it, or as a run without any data writes it."""
    if key in BLANK:
        return BLANK[key]()
    page = next(sheet.page for sheet in WORKED_IN if sheet.key == key)(nothing(settings_of(lang)))
    assert page is not None
    return page


def alone(key: str) -> Callable[[Lang], Sequence[Page]]:
    """A workbook of one page."""
    return lambda lang: [blank(key, lang)]


def example(lang: Lang) -> list[Page]:
    """The example of the documents, filled in."""
    there = {sheet.key for sheet in WORKED_IN}
    managed = [_with_rows(blank("management", lang), CUSTOMERS)] if "management" in there else []
    return [result_template(GROUPS), strategy_template(STRATEGIES), *managed, collection_page()]


def _with_rows(page: Page, rows: Cells) -> Page:
    """A page whose table holds these rows, under its first columns, before its blank ones."""
    blocks = []
    for block in page.blocks:
        if isinstance(block, Table):
            keys = [column.key for column in block.columns][: len(rows[0])]
            typed = pd.DataFrame(list(rows), columns=keys, dtype=object).reindex(columns=block.rows.columns)
            filled = pd.concat([typed.astype(object), block.rows.astype(object)], ignore_index=True)
            block = replace(block, rows=filled.where(filled.notna(), None))  # noqa: PLW2901
        blocks.append(block)
    return replace(page, blocks=tuple(blocks))
