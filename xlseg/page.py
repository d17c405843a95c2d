"""A page of blocks becomes plain cells at addresses, in one language, around what the user typed there before."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from xlseg import fittings
from xlseg.between import left_alone, with_columns_between
from xlseg.blocks import Block, Table
from xlseg.carry import carry
from xlseg.cells import Area, Listed, Marked, Placed, Room, Rows, cell
from xlseg.draft import Draft
from xlseg.formulas import Where
from xlseg.graphs import graphs
from xlseg.text import Lang, Text


@dataclass(frozen=True)
class Page:
    """A sheet before language and addresses.

    key: ASCII, names the sheet's mark. frozen: rows down to the first table's header stay in view. screen: all above
    the first table is one screen of even columns, and what is printed, on one page. reckon: the same page with what
    follows from cells the user typed.
    """

    key: str
    title: Text
    blocks: tuple[Block, ...]
    frozen: bool = False
    screen: bool = False
    reckon: "Callable[[Page], Page] | None" = None

    @property
    def mark(self) -> str:
        return f"page.{self.key}"


def place(
    page: Page,
    lang: Lang,
    old: Rows = (),
    before: Marked | None = None,
    taken: Collection[str] = (),
    where: Where | None = None,
) -> Placed:
    """Cells for `page`.

    old: all cells of the sheet it stands on; before: where it stands now; taken: the names of all sheets; where: the
    tables of other pages its formulas may speak of. The page stays on its sheet and at its corner, wherever the user
    moved them; a new page never takes the name of a sheet that is there. Only cells of ours are written, so that text
    beside a title stays.
    """
    top, left = before.area[:2] if before else (1, 1)
    sheet = before.sheet if before else free_name(page.title.of(lang), taken)
    draft = Draft(lang, top, left, sheet, page.screen)
    draft.line(page.title, "title")
    for block in page.blocks:
        draft.add(block)
    placed = _placed(page, draft, {**(where or {}), **draft.located()})
    return _spared(_around(placed, draft, old, before.area), draft, old) if before else placed


def _placed(page: Page, draft: Draft, where: Where) -> Placed:
    """All of a page that is new to its sheet."""
    draft.settle(where)
    charts, heights = tuple(graphs(draft, page.mark)), draft.heights()
    draft.right = max([draft.right, *(graph.area.right for graph in charts)])
    return Placed(
        sheet=draft.sheet,
        marks={page.mark: Area(draft.top, draft.left, draft.bottom, draft.right), **draft.figures},
        fills=tuple(draft.fills),
        paints=tuple(draft.paints),
        texts=tuple(paint.area for paint in draft.paints if paint.format == "@"),
        widths=draft.widths,
        heights=heights,
        charts=charts,
        freeze=(draft.header, draft.left) if page.frozen else None,
        valid=tuple(fittings.valid(draft)),
        shades=tuple(fittings.shades(draft, where)),
        listed=tuple(fittings.listed(draft, page.key)),
        printed=fittings.printed(draft, page.screen, heights, [graph.area for graph in charts]),
        located=draft.located(),
    )


def carry_page(page: Page, old: Rows, area: Area) -> Page:
    """`page` with what the user typed into it where it stood in `area` of a sheet with the cells `old`."""
    page = replace(page, blocks=tuple(_widened(block, old, area) for block in page.blocks))
    tables = [block for block in page.blocks if isinstance(block, Table)]
    blocks = tuple(carry(block, old, area, tables) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=blocks)


def _widened(block: Block, old: Rows, area: Area) -> Block:
    return with_columns_between(block, old, area) if isinstance(block, Table) else block


def reckoned(page: Page) -> Page:
    """`page` with what follows from the cells the user typed, now that they are carried."""
    return page.reckon(page) if page.reckon else page


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it where that name is taken, in whatever case."""
    names = {name.casefold() for name in taken}
    tries = (wanted, *(f"{wanted} ({n})" for n in range(2, len(names) + 3)))
    return next(name for name in tries if name.casefold() not in names)


def stood_aside(name: str, taken: Collection[str]) -> str | None:
    """The name that a new sheet called `name` gave way to, being that of a sheet that is there."""
    match = re.fullmatch(r"(.+) \(\d+\)", name)
    return next((there for there in taken if match and there.casefold() == match[1].casefold()), None)


def _around(placed: Placed, draft: Draft, old: Rows, before: Area) -> Placed:
    """The same, with what has to move, to be emptied or to be left alone, given the cells that are there."""
    area = placed.area
    if area == before and _stands(draft, old):
        charts = tuple(replace(chart, kept=True) for chart in placed.charts)
        bare = replace(placed, paints=(), widths={}, heights={}, freeze=None, charts=charts)
        return replace(bare, valid=(), shades=(), listed=(), printed=None)
    top = min(draft.header or draft.bottom, before.bottom, _header(draft, old, before))
    table = before._replace(top=top)  # notes beside the lines above stay
    lines = before._replace(bottom=max(top - 1, before.top), right=before.left)
    listed = tuple(_wider(one, before.right, old) for one in placed.listed)
    room = _room(area, before, old)
    return replace(placed, room=room, emptied=(lines, table), restyled=(before,), freeze=None, listed=listed)


def _spared(placed: Placed, draft: Draft, old: Rows) -> Placed:
    """The same, without touching what the user put between the columns of a table."""
    for table, at in draft.tables:
        placed = left_alone(placed, table, at.columns, at.header, old)
    return placed


def _wider(listed: Listed, right: int, old: Rows) -> Listed:
    """With the columns the user put right of ours, or sorting would tear them away."""
    top, titles, more = listed.area.top, {cell(old, listed.area.top, at) for at in range(1, right + 1)}, 0
    while isinstance(title := cell(old, top, right + more + 1), str) and title not in titles:
        titles.add(title)
        more += 1
    return listed._replace(area=listed.area._replace(right=listed.area.right + more))


def _header(draft: Draft, old: Rows, before: Area) -> int:
    """The row in which the first table stood: that with most of its headers, whatever stands above it by now."""
    titles = [set(column.title) for column in draft.tables[0].table.columns] if draft.tables else []
    for row in range(before.top, before.bottom + 1) if titles else ():
        values = {cell(old, row, column) for column in range(before.left, before.right + 1)}
        if sum(bool(title & values) for title in titles) > max(1, len(titles) / 2):
            return row
    return before.bottom


def _stands(draft: Draft, old: Rows) -> bool:
    """Headings and headers stand where they stood, whatever the figures between them; notes and tiles may differ."""
    notes = {paint.area.top for paint in draft.paints if paint.style in ("note", "tile_title", "tile")}
    return all(
        cell(old, fill.top, column) == value if fill.top not in notes else cell(old, fill.top, column) is not None
        for fill in draft.fixed()
        for column, value in enumerate(fill.values[0], fill.left)
    )


def _room(area: Area, before: Area, old: Rows) -> tuple[Room, ...]:
    """What stands below or beside a page that grows, and is in its way."""
    ends = Area(0, 0, max(len(old), area.bottom), max([area.right, before.right, *map(len, old[:1])]))
    below = Area(before.bottom + 1, area.left, ends.bottom, max(area.right, before.right))
    beside = Area(area.top, before.right + 1, max(area.bottom, before.bottom), ends.right)
    down, right = area.bottom - before.bottom, area.right - before.right
    found = []
    if down > 0 and _occupied(old, below._replace(bottom=area.bottom)):
        found.append(Room(below, down=down))
    if right > 0 and _occupied(old, beside._replace(right=area.right)):
        found.append(Room(beside, right=right))
    return tuple(found)


def _occupied(old: Rows, area: Area) -> bool:
    return any(
        cell(old, row, column) is not None
        for row in range(area.top, min(area.bottom, len(old)) + 1)
        for column in range(area.left, area.right + 1)
    )
