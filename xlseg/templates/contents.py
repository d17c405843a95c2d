"""Which pages each template holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from xlseg.models import DEFAULTS
from xlseg.page import Page
from xlseg.settings import Settings
from xlseg.sheets.collection import collection_page
from xlseg.sheets.settings import settings_page
from xlseg.templates.example import GROUPS, STRATEGIES
from xlseg.templates.inputs import inputs
from xlseg.templates.tables import result_template, strategy_template
from xlseg.text import Lang

MODELS = ("rfm", "value", "behaviour", "demographics", "geography", "lifecycle")  # what 客户分层管理表 asks for
BLANK: Mapping[str, Callable[[], Page]] = {
    "result": result_template,
    "strategy": strategy_template,
    "collection": collection_page,
}


def settings_of(lang: Lang) -> Settings:
    """What a filled-in workbook is segmented with, until its settings are changed."""
    return replace(DEFAULTS, general=replace(DEFAULTS.general, lang=lang, models=MODELS))


def complete(lang: Lang) -> list[Page]:
    """Everything, empty: sheets for the data, pages to work in, settings."""
    return [*inputs(), *(page() for page in BLANK.values()), settings_page(settings_of(lang), lang)]


def alone(key: str) -> Callable[[Lang], Sequence[Page]]:
    """One page to fill in."""
    return lambda _lang: [BLANK[key]()]


def example(_lang: Lang) -> list[Page]:
    """The example of the documents, filled in."""
    return [result_template(GROUPS), strategy_template(STRATEGIES), collection_page()]
