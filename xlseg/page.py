"""A page of blocks becomes plain cells at addresses, in one language, around what the user typed there before."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from xlseg import theme
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.carry import carry
from xlseg.cells import Area, Fill, Marked, Paint, Placed, Rows, cell
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
        return f"page_{self.key}"


def place(page: Page, lang: Lang, old: Rows = (), before: Marked | None = None, taken: Collection[str] = ()) -> Placed:
    """Cells for `page`.

    old: all cells of the sheet it stands on; before: where it stands now; taken: the names of all sheets.
    The page stays on its sheet and at its corner, wherever the user moved them; a new page never takes the
    name of a sheet that is there.
    """
    draft = _Draft(lang)
    draft.line(page.title, "title")
    for block in page.blocks:
        draft.add(block)
    top, left = before.area[:2] if before else (1, 1)
    placed = Placed(
        sheet=before.sheet if before else free_name(page.title.of(lang), taken),
        mark=page.mark,
        area=Area(top, left, top + len(draft.values) - 1, left + draft.width - 1),
        fills=(Fill(top, left, [row + [None] * (draft.width - len(row)) for row in draft.values]),),
        paints=tuple(p._replace(area=_moved(p.area, top - 1, left - 1)) for p in draft.paints),
        widths={left + column: width for column, width in draft.widths.items()},
        heights={top - 1 + row: height for row, height in draft.heights().items()},
        freeze=(top + draft.header - 1, left) if page.frozen else None,
    )
    return _around(placed, old, before.area) if before else placed


def carry_page(page: Page, old: Rows, area: Area) -> Page:
    """`page` with what the user typed into it where it stood in `area` of a sheet with the cells `old`."""
    blocks = tuple(carry(block, old, area) if isinstance(block, Table) else block for block in page.blocks)
    return replace(page, blocks=blocks)


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with a number behind it where a sheet of that name is there."""
    names = {name.casefold() for name in taken}
    tries = (wanted, *(f"{wanted} ({n})" for n in range(2, len(names) + 3)))
    return next(name for name in tries if name.casefold() not in names)


@dataclass
class _Draft:
    """Rows and looks from the corner (1, 1) on, block under block."""

    lang: Lang
    values: list[list[object]] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    wrapped: list[tuple[int, int]] = field(default_factory=list)
    width: int = 1
    header: int = 0

    def add(self, block: Block) -> None:
        match block:
            case Heading(title):
                self.values.append([])
                self.line(title, "heading")
            case Note(text):
                self.line(text, "note")
            case Table():
                self.table(block)

    def line(self, text: Text, style: str) -> None:
        self.values.append([text.of(self.lang)])
        row = len(self.values)
        self.paints.append(Paint(Area(row, 1, row, 1), style))

    def table(self, table: Table) -> None:
        """The header row and the body, then one look a column."""
        self.values.append([column.title.of(self.lang) for column in table.columns])
        header, count = len(self.values), len(table.rows)
        self.header = self.header or header
        self.width = max(self.width, len(table.columns))
        columns = [cells(table.rows[column.key], self.lang) for column in table.columns]
        self.values.extend(list(row) for row in zip(*columns, strict=True))
        self.paints.append(Paint(Area(header, 1, header, len(table.columns)), "header"))
        body = count - table.total
        for position, column in enumerate(table.columns):
            self.look(
                column,
                Area(header + 1, position + 1, header + body, position + 1),
                column.key in (*table.keep, *table.inputs),
            )
            if table.total:
                total = Area(header + count, position + 1, header + count, position + 1)
                style = "total_number" if theme.body_style(column.format) == "number" else "total"
                self.paints.append(Paint(total, style, theme.NUMBER_FORMATS[column.format]))
            if column.format == "wide":
                self.wrapped += [(header + row, position) for row in range(1, min(count, theme.SAMPLE) + 1)]
            texts = [column.title.of(self.lang), *map(_shown, columns[position][: theme.SAMPLE])]
            wanted = theme.width(column.format, texts)
            self.widths[position] = max(self.widths.get(position, 0), wanted)

    def heights(self) -> dict[int, float]:
        """Rows are as high as their longest wrapped text asks for, now that all widths are known."""
        tall: dict[int, float] = {}
        for row, column in self.wrapped:
            value = self.values[row - 1][column]
            lines = theme.lines(value, self.widths[column]) if isinstance(value, str) else 1
            tall[row] = max(tall.get(row, 0), theme.height(lines))
        return tall

    def look(self, column: Column, area: Area, typed: bool) -> None:
        if area.bottom >= area.top:
            style = "input" if typed else theme.body_style(column.format)
            self.paints.append(Paint(area, style, theme.NUMBER_FORMATS[column.format]))


def cells(column: pd.Series, lang: Lang) -> list[object]:
    """Plain Python values in one language; anything missing or not finite is an empty cell."""
    if pd.api.types.is_float_dtype(column.dtype):
        column = column.where(np.isfinite(column.to_numpy(dtype=float, na_value=np.nan)))
    values = column.astype(object).where(column.notna(), None).tolist()
    if pd.api.types.is_datetime64_dtype(column.dtype):
        return [None if value is None else value.to_pydatetime() for value in values]
    return [plain(value, lang) for value in values] if column.dtype == object else values


def _around(placed: Placed, old: Rows, before: Area) -> Placed:
    """What has to move or be left alone, given the cells that are there."""
    area = placed.area
    below = _occupied(old, Area(before.bottom + 1, area.left, area.bottom, max(area.right, before.right)))
    beside = _occupied(old, Area(area.top, before.right + 1, max(area.bottom, before.bottom), area.right))
    return replace(
        placed,
        before=before,
        down=area.bottom - before.bottom if below else 0,
        right=area.right - before.right if beside else 0,
        looks=before != area or not _same_layout(placed, old),
    )


def _same_layout(placed: Placed, old: Rows) -> bool:
    """Headings and headers stand where they stood, whatever the figures between them."""
    fill = placed.fills[0]
    return all(
        cell(old, row, column) == (fill.values[row - fill.top][column - fill.left])
        for area, style, _ in placed.paints
        if style in ("title", "heading", "header")
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    )


def _occupied(old: Rows, area: Area) -> bool:
    return any(
        cell(old, row, column) is not None
        for row in range(area.top, min(area.bottom, len(old)) + 1)
        for column in range(area.left, area.right + 1)
    )


def _moved(area: Area, rows: int, columns: int) -> Area:
    return Area(area.top + rows, area.left + columns, area.bottom + rows, area.right + columns)


def _shown(value: object) -> str:
    """About what Excel shows, for the width of the column."""
    if isinstance(value, float):
        return f"{value:,.2f}"
    return "" if value is None else str(value)[:60]
