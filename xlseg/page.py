"""A page of blocks becomes plain cells at addresses, in one language, around what the user typed there before."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from xlseg import theme
from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.carry import carry
from xlseg.cells import Area, Fill, Marked, Paint, Placed, Room, Rows, cell
from xlseg.columns import Column
from xlseg.text import Lang, Text, plain


@dataclass(frozen=True)
class Page:
    """A sheet before language and addresses.

    key: ASCII, names the sheet's mark. frozen: rows down to the first table's header stay in view.
    """

    key: str
    title: Text
    blocks: tuple[Block, ...]
    frozen: bool = False

    @property
    def mark(self) -> str:
        return f"page.{self.key}"


def place(page: Page, lang: Lang, old: Rows = (), before: Marked | None = None, taken: Collection[str] = ()) -> Placed:
    """Cells for `page`.

    old: all cells of the sheet it stands on; before: where it stands now; taken: the names of all sheets.
    The page stays on its sheet and at its corner, wherever the user moved them; a new page never takes the
    name of a sheet that is there. Only cells of ours are written, so that text beside a title stays.
    """
    top, left = before.area[:2] if before else (1, 1)
    draft = _Draft(lang, top, left)
    draft.line(page.title, "title")
    for block in page.blocks:
        draft.add(block)
    placed = Placed(
        sheet=before.sheet if before else free_name(page.title.of(lang), taken),
        marks={page.mark: Area(top, left, draft.bottom, draft.right)},
        fills=tuple(draft.fills),
        paints=tuple(draft.paints),
        texts=tuple(paint.area for paint in draft.paints if paint.format == "@"),
        widths=draft.widths,
        heights=draft.heights(),
        freeze=(draft.header, left) if page.frozen else None,
    )
    return _around(placed, draft, old, before.area) if before else placed


def carry_page(page: Page, old: Rows, area: Area) -> Page:
    """`page` with what the user typed into it where it stood in `area` of a sheet with the cells `old`."""
    blocks = tuple(carry(block, old, area) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=blocks)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it where that name is taken, in whatever case."""
    names = {name.casefold() for name in taken}
    tries = (wanted, *(f"{wanted} ({n})" for n in range(2, len(names) + 3)))
    return next(name for name in tries if name.casefold() not in names)


@dataclass
class _Draft:
    """Blocks laid out below each other from the corner (top, left) on."""

    lang: Lang
    top: int
    left: int
    fills: list[Fill] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    bottom: int = 0
    right: int = 0
    header: int = 0

    def __post_init__(self) -> None:
        self.bottom, self.right = self.top - 1, self.left

    def add(self, block: Block) -> None:
        """Below what is there; a heading keeps a row's distance."""
        match block:
            case Heading(title):
                self.bottom += 1
                self.line(title, "heading")
            case Note(text):
                self.line(text, "note")
            case Table():
                self.table(block)
            case Chart():  # drawn by the hosts that can
                pass

    def line(self, text: Text, style: str) -> None:
        self.bottom += 1
        self.fills.append(Fill(self.bottom, self.left, [[text.of(self.lang)]]))
        self.paints.append(Paint(Area(self.bottom, self.left, self.bottom, self.left), style))

    def table(self, table: Table) -> None:
        """The header row and the body, then one look a column."""
        columns = [cells(table.rows[column.key], self.lang) for column in table.columns]
        titles = [column.title.of(self.lang) for column in table.columns]
        header, right = self.bottom + 1, self.left + len(titles) - 1
        self.fills.append(Fill(header, self.left, [titles, *map(list, zip(*columns, strict=True))]))
        self.paints.append(Paint(Area(header, self.left, header, right), "header"))
        self.header = self.header or header
        self.bottom, self.right = header + len(table.rows), max(self.right, right)
        for position, (column, values) in enumerate(zip(table.columns, columns, strict=True), self.left):
            self.column(table, column, Area(header + 1, position, self.bottom, position))
            texts = [_shown(value) for value in values[: theme.SAMPLE]]
            width = theme.width(column.format, titles[position - self.left], texts)
            self.widths[position] = max(self.widths.get(position, 0), width)

    def column(self, table: Table, column: Column, area: Area) -> None:
        look, body = theme.NUMBER_FORMATS[column.format], area._replace(bottom=area.bottom - table.total)
        if body.bottom >= body.top:
            typed = column.key in (*table.keep, *table.inputs)
            self.paints.append(Paint(body, "input" if typed else theme.body_style(column.format), look))
        if table.total:
            style = "total_number" if theme.body_style(column.format) == "number" else "total"
            self.paints.append(Paint(area._replace(top=area.bottom), style, look))

    def heights(self) -> dict[int, float]:
        """Rows of a table are as high as their longest wrapped text asks for, now that all widths are known."""
        tall: dict[int, float] = {}
        for (top, left, bottom, right), style, _ in self.paints:
            if not theme.STYLES[style].wrap:
                continue
            fill = next(f for f in self.fills if f.top <= top <= f.area.bottom)
            for row in range(top, min(bottom, top + theme.SAMPLE) + 1):
                for column in range(left, right + 1):
                    text = fill.values[row - fill.top][column - fill.left]
                    bold = theme.BOLD if theme.STYLES[style].bold else 1.0
                    count = theme.lines(text, self.widths[column] / bold) if isinstance(text, str) else 1
                    tall[row] = max(tall.get(row, 0), theme.height(count), theme.STYLES[style].height or 0)
        return tall

    def fixed(self) -> list[Fill]:
        """The lines and header rows, which make up the layout."""
        return [fill._replace(values=fill.values[:1]) for fill in self.fills]


def cells(column: pd.Series, lang: Lang) -> list[object]:
    """Plain Python values in one language; anything missing or not finite is an empty cell."""
    if pd.api.types.is_float_dtype(column.dtype):
        column = column.where(np.isfinite(column.to_numpy(dtype=float, na_value=np.nan)))
    values = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return [None if value is None else value.to_pydatetime() for value in values]
    return [plain(value, lang) for value in values] if column.dtype == object else values


def _around(placed: Placed, draft: _Draft, old: Rows, before: Area) -> Placed:
    """The same, with what has to move, to be emptied or to be left alone, given the cells that are there."""
    area = placed.area
    if area == before and _stands(draft, old):
        return replace(placed, paints=(), widths={}, heights={}, freeze=None)
    table = before._replace(top=min(draft.header or draft.bottom, before.bottom))  # notes beside the lines above stay
    return replace(placed, room=_room(area, before, old), emptied=(table,), restyled=(before,), freeze=None)


def _stands(draft: _Draft, old: Rows) -> bool:
    """Headings and headers stand where they stood, whatever the figures between them; figures in notes may differ."""
    notes = {paint.area.top for paint in draft.paints if paint.style == "note"}
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


def _shown(value: object) -> str:
    """About what Excel shows, for the width of the column."""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return "" if value is None else str(value)[:60]
