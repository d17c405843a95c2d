"""客户分层管理表: one row a customer, with their place in each dimension of the documents."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from xlseg.analysis import Analysis, found_by
from xlseg.columns import (
    AGE,
    CUSTOMER_ID,
    CUSTOMER_NAME,
    DAYS_SINCE_LAST,
    GENDER,
    NOTE,
    OCCUPATION,
    ORDERS,
    OWNER,
    REGION,
    Column,
)
from xlseg.page import Page
from xlseg.sheets import facts
from xlseg.sheets.roster import SELLER, UNKNOWN, classes, roster
from xlseg.text import EMPTY, Lang, Text, join

TITLE = Text("客户分层管理表", "Customer tiering")
NAME = Column(CUSTOMER_NAME.key, Text("客户姓名", "Customer name"), sensitive=True)
DIMENSIONS = (
    Column("value", Text("客户价值", "Value")),
    Column("behaviour", Text("客户行为", "Behaviour")),
    Column("demographics", Text("人口统计学特征", "Demographics"), "wide"),
    Column("geography", Text("地理分布", "Geography"), "wide"),
    Column("lifecycle", Text("客户生命周期阶段", "Lifecycle stage")),
)
COLUMNS = (CUSTOMER_ID, NAME, *DIMENSIONS, SELLER, NOTE)
MODELS = {
    "value": ("value", "tiers", "rfm"),
    "behaviour": ("behaviour",),
    "demographics": ("demographics",),
    "geography": ("geography",),
    "lifecycle": ("lifecycle",),
}  # by dimension, those that give it, the best first


class Filled(NamedTuple):
    """A column of the page by customer, and where it is from, blank where there are no data."""

    values: "pd.Series[Any]"
    source: Text


def management_page(analysis: Analysis) -> Page:
    """One row a customer; a dimension is filled by the model that ran, else by one run now, else from facts."""
    customers = analysis.customers
    filled = {column.key: _filled(analysis, column.key) for column in DIMENSIONS}
    computed = pd.DataFrame(
        {
            CUSTOMER_ID.key: customers[CUSTOMER_ID.key],
            NAME.key: facts.said(customers, NAME),
            **{key: column.values for key, column in filled.items()},
            OWNER.key: facts.said(customers, OWNER),
        },
        customers.index,
    )
    parts = (_told(c.title, filled[c.key].source) for c in DIMENSIONS)
    said = BEFORE if customers.empty else join(parts, Text("；", "; "))
    return roster(analysis, "management", TITLE, COLUMNS, computed, said)


def _told(column: Text, source: Text) -> Text:
    return (FROM if source != EMPTY else NO_DATA).format(column=column, source=source)


def _filled(analysis: Analysis, dimension: str) -> Filled:
    """Who somebody is comes from facts where there are any, as in the documents; all else from models first."""
    customers, lang = analysis.customers, analysis.settings.general.lang
    person = facts.person(customers, lang) if dimension == "demographics" else facts.blank(customers)
    if person.notna().any():
        there = (column.title for column in (GENDER, AGE, OCCUPATION) if facts.said(customers, column).notna().any())
        return Filled(person, join(there))
    tried = MODELS[dimension]
    for key in (*(key for key in tried if key in analysis.segmentations), *tried):
        if found := found_by(analysis, key):
            title = next(model.title for model in analysis.settings.models if model.key == key)
            return Filled(classes(found, customers, lang), MODEL.format(title=title))
    fact = FACTS.get(dimension)
    values = fact(customers, lang) if fact else facts.blank(customers)
    return Filled(values, FACTS_OF[dimension] if values.notna().any() else EMPTY)


FACTS: dict[str, Callable[[pd.DataFrame, Lang], "pd.Series[Any]"]] = {
    "behaviour": facts.rhythm,
    "geography": lambda customers, _lang: facts.place(customers),
}  # where no model can run
FACTS_OF = {"behaviour": join((ORDERS.title, DAYS_SINCE_LAST.title)), "geography": REGION.title}
FROM = Text("{column}取自{source}", "{column} from {source}")
MODEL = Text("「{title}」", "'{title}'")
NO_DATA = Text(f"{{column}}没有数据（{UNKNOWN}）", f"{{column}}: no data ({UNKNOWN})")
BEFORE = Text(
    "运行后，客户价值、客户行为、地理分布、客户生命周期阶段由模型填写，人口统计学特征取自性别、年龄、职业。",
    "A run fills value, behaviour, geography and lifecycle stage from models, demographics from gender, age and job.",
)
