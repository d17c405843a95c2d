"""Which column of the customer table a user means: by key, by title, by alias, or by the header of their own."""

from collections.abc import Collection
from itertools import chain

from xlseg.columns import CUSTOMER_COLUMNS, EVERY
from xlseg.recognise.headers import match, simple
from xlseg.text import Text, same

TITLES = {column.key: column.title for column in CUSTOMER_COLUMNS}


def resolve(name: str, table_columns: Collection[str]) -> str | None:
    """The column of the table that a name stands for, or None.

    First the name as written, then a declared column by any of its names, then the user's own header; upper and lower
    case, full width and blanks make no difference to the last two.
    """
    if name in table_columns:
        return name
    declared = match([name], (column for column in CUSTOMER_COLUMNS if column.key in table_columns))
    own = (column for column in table_columns if name.strip() and simple(column) == simple(name))
    return next(chain(declared, own), None)


def may_group(key: str) -> bool:
    """Whether a column may make groups: it says nothing of who somebody is, and is no date."""
    column = EVERY.get(key)
    return column is None or not (column.mask or column.identifies or column.format == "date")


def title_of(key: str) -> Text:
    """What a column of the customer table is called: its declared title, or the user's header as it is."""
    return TITLES.get(key) or same(key)
