"""Settings of many rows, each a sheet of its own: the table of rules, the table of cities."""

from collections.abc import Iterator
from dataclasses import Field
from typing import Any, NamedTuple

import pandas as pd

from xlseg.blocks import Note, Table
from xlseg.cells import Area, Marked, Rows, cell
from xlseg.columns import Column
from xlseg.errors import Problem, XlsegError
from xlseg.page import Page
from xlseg.settings import Row, Settings
from xlseg.text import Lang, Text, join, sentence
from xlseg.thresholds import key_of, kind_of, thresholds

SEARCHED = 20  # rows from the top in which the headers stand


class Listing(NamedTuple):
    """A setting whose kind has columns: one item a row of its own sheet."""

    owner: Any
    field: "Field[Any]"

    @property
    def key(self) -> str:
        return key_of(self.owner, self.field)

    @property
    def page(self) -> str:
        return self.key.replace(".", "_")

    @property
    def title(self) -> Text:
        title: Text = self.field.metadata["title"]
        return title

    @property
    def columns(self) -> tuple[Column, ...]:
        return kind_of(self.field).columns  # type: ignore[attr-defined, no-any-return]

    def items(self, lang: Lang) -> tuple[Any, ...]:
        """What the user set, else what the model goes by without."""
        found: tuple[Any, ...] = self.owner.listed(self.field.name, lang)
        return found


def listings(settings: Settings) -> Iterator[Listing]:
    """Every setting that has a sheet of its own."""
    for owner in settings.owners:
        yield from (Listing(owner, f) for f in thresholds(owner) if getattr(kind_of(f), "columns", ()))


def listing_page(listing: Listing, lang: Lang) -> Page:
    """The sheet `read_listing` reads back."""
    kind: Any = kind_of(listing.field)
    rows = [kind.show((item,), lang) for item in listing.items(lang)]
    keys = [column.key for column in listing.columns]
    table = Table(
        *(listing.columns, pd.DataFrame(rows, columns=keys, dtype=object)),
        inputs=tuple(keys),
        allowed=kind.typed,
        name=listing.key,
    )
    return Page(
        listing.page, listing.title, (Note(HOW), Note(sentence(listing.field.metadata["note"])), table), frozen=True
    )


def read_listing(listing: Listing, old: Rows, found: Marked) -> list[Row]:
    """One row an item, its value the cells under our headers.

    Raises XlsegError where one of the headers is gone and the sheet still holds something: it is the user's work.
    """
    header = _header(listing, old, found.area)
    lost = [c.title for c, at in zip(listing.columns, header[1] if header else [0] * 9, strict=False) if not at]
    if lost and any(value not in (None, "") for row in old[found.area.top :] for value in row):
        place = SHEET.format(sheet=found.sheet)
        raise XlsegError(
            Problem(NO_HEADERS.format(titles=join(lost), all=join(c.title for c in listing.columns)), place)
        )
    if header is None:
        return []
    top, places = header
    bottom = listing_area(listing, old, found).area.bottom
    lines = (
        (number, tuple(cell(old, number, at) if at else None for at in places)) for number in range(top + 1, bottom + 1)
    )
    return [
        Row(listing.key, listing.title, cells, where=PLACE.format(sheet=found.sheet, row=number))
        for number, cells in lines
        if any(value is not None and str(value).strip() for value in cells)
    ]


def listing_area(listing: Listing, old: Rows, found: Marked) -> Marked:
    """Where the sheet stands with the rows the user added right below, which are ours to write again."""
    header = _header(listing, old, found.area)
    places = [at for at in header[1] if at] if header else []
    bottom = found.area.bottom
    while places and any(cell(old, bottom + 1, at) not in (None, "") for at in places):
        bottom += 1
    return found._replace(area=found.area._replace(bottom=bottom))


def _header(listing: Listing, old: Rows, area: Area) -> tuple[int, list[int]] | None:
    """The row most of our headers stand in, and where each does, 0 for one that is gone."""
    best: tuple[int, list[int]] | None = None
    for row in range(area.top, min(area.top + SEARCHED, len(old)) + 1):
        said = {str(cell(old, row, at)).strip(): at for at in range(area.right + 8, 0, -1) if cell(old, row, at)}
        places = [next((said[name] for name in column.title if name in said), 0) for column in listing.columns]
        if sum(map(bool, places)) > sum(map(bool, best[1] if best else [])):
            best = row, places
    return best


HOW = Text(
    "改这张表（可以增删行），再运行一次细分即可生效；黄色格子可填。",
    "Change this table (rows may be added and deleted) and segment again; the yellow cells are yours.",
)
SHEET = Text("工作表「{sheet}」", "Sheet '{sheet}'")
NO_HEADERS = Text(
    "表头少了 {titles}；请恢复这一行表头（{all}），或删掉这张工作表",
    "the headers lack {titles}; give the row its headers again ({all}), or delete the sheet",
)
PLACE = Text("工作表「{sheet}」第 {row} 行", "Sheet '{sheet}', row {row}")
