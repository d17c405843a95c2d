"""Groups that people typed into a sheet of groups, as into its template: they stay, below those of the models."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from xlseg.blocks import Heading, Table
from xlseg.cells import Area, Marked, Rows, cell
from xlseg.columns import Column
from xlseg.models import MODELS
from xlseg.page import Page
from xlseg.sheets import result_hand, strategy, strategy_hand
from xlseg.sheets.result import COLUMNS, TOTAL
from xlseg.text import Text, same

OURS = frozenset(f"{model.key[:3].upper()}-" for model in MODELS)  # before the number in the ID of a group of ours
NAMING = ("segment_id", "title")


class Handmade(NamedTuple):
    """columns: of the table people fill. page: all that a table of ours has there. table: of rows and own columns."""

    columns: tuple[Column, ...]
    page: tuple[Column, ...]
    table: Callable[[Sequence[Mapping[str, object]], Sequence[Column]], Table]


HANDMADE = {
    "result": Handmade(COLUMNS, COLUMNS, result_hand.hand_table),
    "strategy": Handmade(strategy_hand.COLUMNS, strategy.COLUMNS, strategy_hand.hand_table),
}


class _Section(NamedTuple):
    """A table on the sheet: the row of its header, its last row, where our columns stand, and the user's."""

    top: int
    bottom: int
    places: Mapping[str, int]
    own: Mapping[str, int]


def with_hand(page: Page, old: Rows, area: Area) -> Page:
    """The page, and below it what people typed where it stood in `area`."""
    made, name = HANDMADE.get(page.key), f"{page.key}.hand"
    if not made or any(isinstance(block, Table) and block.name == name for block in page.blocks):
        return page
    known = {name for group in _groups(page) for name in (group if isinstance(group, Text) else (group,))}
    found = [(section, row) for section in _sections(made, old, area) for row in _typed(old, section, known)]
    if not found:
        return page
    names = list(dict.fromkeys(name for section, _ in found for name in section.own))
    own = tuple(Column(f"own{n}", same(name), "number") for n, name in enumerate(names, 1))
    rows = []
    for section, row in found:
        places = {**section.places} | {c.key: section.own.get(n, 0) for c, n in zip(own, names, strict=True)}
        rows.append({key: cell(old, row, at) for key, at in places.items()})
    return replace(page, blocks=(*page.blocks, Heading(TITLE), made.table(rows, own)))


def hand_area(key: str, old: Rows, found: Marked) -> Marked:
    """Where the page stands, with the rows and columns people added to a table they typed themselves."""
    sections = [section for section in _sections(HANDMADE[key], old, found.area) if any(_typed(old, section))]
    bottom = max([found.area.bottom, *(section.bottom for section in sections)])
    right = max([found.area.right, *(at for section in sections for at in section.own.values())])
    return found._replace(area=found.area._replace(bottom=bottom, right=right))


def _sections(made: Handmade, old: Rows, area: Area) -> list[_Section]:
    """The tables of groups, from the top."""
    naming = [column for column in made.columns if column.key in NAMING]
    values = {
        top: {cell(old, top, at) for at in range(area.left, area.right + 1)} for top in range(area.top, area.bottom + 1)
    }
    tops = [top for top, said in values.items() if all(said & set(column.title) for column in naming)]
    found = []
    for top, after in pairwise([*tops, 0]):
        places = _places(made, old, top, area)
        bottom = after - 1 if after else area.bottom
        while not after and any(cell(old, bottom + 1, places[key]) is not None for key in NAMING):
            bottom += 1
        found.append(_Section(top, bottom, places, _own(made, old, top, places)))
    return found


def _places(made: Handmade, old: Rows, top: int, area: Area) -> dict[str, int]:
    """Under their titles; a renamed one where it should stand, if nothing else of ours does."""
    said = {cell(old, top, at): at for at in range(area.right, area.left - 1, -1)}
    titles = {name for column in made.page for name in column.title}
    places = {}
    for at, column in enumerate(made.columns, area.left):
        renamed = at if cell(old, top, at) not in titles else 0
        places[column.key] = next((said[name] for name in column.title if name in said), renamed)
    return places


def _own(made: Handmade, old: Rows, top: int, places: Mapping[str, int]) -> dict[str, int]:
    """Columns people put right beside ours, by their headers."""
    titles = {name for column in made.page for name in column.title}
    own: dict[str, int] = {}
    at = min(place for place in places.values() if place)
    while (title := cell(old, top, at)) is not None:
        if at not in places.values() and title not in titles:
            own.setdefault(str(title), at)
        at += 1
    return own


def _groups(page: Page) -> list[object]:
    """The groups of the models on the page."""
    tables = (b for b in page.blocks if isinstance(b, Table) and b.key == NAMING)
    return [title for table in tables for title in table.rows[NAMING[1]] if title is not None]


def _typed(old: Rows, section: _Section, known: Collection[object] = ()) -> Iterator[int]:
    """Rows that hold a group and are none of ours, nor a total; a line of text alone is a heading.

    One named like a group of the models, without an ID, is that group.
    """
    for row in range(section.top + 1, section.bottom + 1):
        values = {key: cell(old, row, at) for key, at in section.places.items() if key != "share"}
        group, named = values[NAMING[0]], [values[key] for key in NAMING if values[key] is not None]
        several = sum(value is not None for value in values.values()) > 1
        ours = _ours(group) or (group is None and values[NAMING[1]] in known)
        if named and several and group not in TOTAL and not ours:
            yield row


def _ours(value: object) -> bool:
    return isinstance(value, str) and value.rstrip("0123456789") in OURS


TITLE = Text("手工填写的群体", "Groups of your own")
