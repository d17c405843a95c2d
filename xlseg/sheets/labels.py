"""Labels as columns beside the user's own data, again and again in the same place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg import theme
from xlseg.analysis import Analysis
from xlseg.cells import Area, Fill, Formula, Located, Marked, Paint, Placed, Rows, cell, result_of
from xlseg.columns import Column
from xlseg.formulas import Absent, Where, addressed
from xlseg.models import Model
from xlseg.page import free_name
from xlseg.recognise import Source
from xlseg.segments import Segmentation
from xlseg.shown import stored
from xlseg.stacked import Cells, Stacked, cells_of
from xlseg.text import Lang, Text, plain


class Target(NamedTuple):
    """Where labels go. rows: all cells of the sheet; ids: customer_id by sheet row; width: its last column in use."""

    source: Source
    rows: Rows
    ids: pd.Series
    width: int


def labelled_sources(analysis: Analysis) -> list[Source]:
    """The tables labels are written beside: those of customers, or those of orders where there are none."""
    of_kind = {kind: [s for s in analysis.sources if s.kind == kind] for kind in ("customers", "orders")}
    return of_kind["customers"] or of_kind["orders"]


def labelled(model: Model, segmentation: Segmentation) -> pd.DataFrame:
    """The labels with segment titles in place of keys, in the order of the model's columns."""
    titles = segmentation.titles()
    segment = segmentation.labels["segment"]
    return segmentation.labels[[c.key for c in model.columns]].assign(segment=segment.map(titles))


@dataclass(frozen=True)
class Beside:
    """Columns of ours beside the user's: under `key`, labels by customer_id, some of them as formulas (see Formula).

    fresh: looks are given anew, because values and formulas need different ones. helpers: in grey, for formulas.
    """

    key: str
    columns: tuple[Column, ...]
    labels: pd.DataFrame
    formulas: Mapping[str, Text | str] = field(default_factory=dict)
    fresh: bool = False
    helpers: bool = False


def unquoted(column: Column) -> Column:
    """As a column of formulas: in a cell of text Excel would show the formula itself."""
    return replace(column, format="formula") if theme.NUMBER_FORMATS[column.format] == "@" else column


def place_labels(
    target: Target,
    beside: Beside,
    lang: Lang,
    marks: Mapping[str, Marked],
    where: Where | None = None,
    at: Mapping[str, int] | None = None,
) -> Placed:
    """Cells that put columns of ours beside the user's. where, at: the tables, and the columns of this sheet, that
    their formulas speak of, by the names they have there.

    Each column has a mark of its own, so that it is found wherever the user moved it and whatever its header is
    called by now; without marks, one complete run of our titles is taken for ours; else the columns go behind the
    last one in use. Columns the model wrote under other settings are emptied and forgotten.
    """
    source, old, ids, width = target
    found = _marked(marks, beside.key, source.sheet)
    columns = tuple(unquoted(c) if c.key in beside.formulas else c for c in beside.columns)
    places = {key: marked.area for key, (_, marked) in found.items()} or _run(columns, source.header, old, width)
    free = iter(range(width + 1, width + 1 + len(columns)))
    lefts = {c.key: places[c.key].left if c.key in places else next(free) for c in columns}
    bottom = max([source.header, *(area.bottom for area in places.values()), int(ids.index.max()) if len(ids) else 0])
    named = {**(at or {}), **{f"{beside.key}.{key}": left for key, left in lefts.items()}}
    here = Located(source.sheet, source.header, bottom, False, named)
    shown = _shown(beside, ids, here, where or {}, lang)
    looks = {} if beside.fresh else places
    grey = beside.helpers
    parts = [_column(c, shown[c.key], lefts[c.key], places.get(c.key), looks, target, lang, grey) for c in columns]
    stale = (area for key, area in places.items() if key not in beside.labels)
    emptied = [_Part(None, np.full(a.bottom - a.top, None), a) for a in stale]
    names = _names(found, beside, marks)
    return Placed(
        sheet=source.sheet,
        marks={names[column.key]: part.area for column, part in zip(columns, parts, strict=True)},
        forget=tuple(mark for key, (mark, _) in found.items() if key not in beside.labels),
        fills=_together([fill for part in (*parts, *emptied) for fill in part.fills()]),
        paints=tuple(paint for part in parts for paint in part.paints),
        texts=tuple(part.area._replace(top=source.header + 1) for part in parts if part.text),
        widths={part.area.left: part.width for part in parts if part.width},
    )


class _Part(NamedTuple):
    """A column: its header, the cells below it, and the area of both."""

    title: object
    cells: Cells
    area: Area
    paints: tuple[Paint, ...] = ()
    width: float = 0.0
    text: bool = False

    def fills(self) -> Iterator[Fill]:
        """The header apart from the cells, which are of one type."""
        yield Fill(self.area.top, self.area.left, Stacked([[self.title]]))
        if len(self.cells):
            yield Fill(self.area.top + 1, self.area.left, Stacked([self.cells]))


def _shown(beside: Beside, ids: pd.Series, here: Located, where: Where, lang: Lang) -> dict[str, Cells]:
    """By column, the cells of the rows below the header."""
    rows = pd.RangeIndex(here.header + 1, here.bottom + 1)
    labels, known = _labelled(beside.labels, ids if ids.index.equals(rows) else ids.reindex(rows))
    shown = {column.key: stored(labels[column.key], lang) for column in beside.columns}
    computed = {k: _computed(str(plain(t, lang)), shown[k], known, here, where) for k, t in beside.formulas.items()}
    return shown | computed


def _labelled(labels: pd.DataFrame, ids: pd.Series) -> tuple[pd.DataFrame, "np.ndarray"]:
    """The labels of each row, and whether it is known whose it is."""
    if np.array_equal(labels.index.to_numpy(dtype=object), ids.to_numpy(dtype=object)):
        return labels, np.ones(len(ids), dtype=bool)
    at = labels.index.get_indexer(pd.Index(ids))
    known = at >= 0
    return labels.take(at) if known.all() else labels.reindex(ids), known


def _computed(text: str, shown: Cells, known: "np.ndarray", here: Located, where: Where) -> Cells:
    """The formula in the row of each customer; the plain values where a table it speaks of is not there."""
    try:
        template = addressed(text, here._replace(bottom=here.bottom + 1), ROW, where)
    except Absent:
        return shown
    formulas = np.full(len(known), None)
    formulas[:] = [
        Formula(template.replace(ROW, str(row)), "" if value is None else value) if is_known else None
        for row, (value, is_known) in enumerate(zip(cells_of(shown), known.tolist(), strict=True), here.header + 1)
    ]
    return formulas


def _column(
    column: Column,
    values: Cells,
    position: int,
    place: Area | None,
    looks: Mapping[str, Area],
    target: Target,
    lang: Lang,
    helper: bool = False,
) -> _Part:
    """One column; where it stood before, only rows that are new get our looks, and a header the user chose stays."""
    header = target.source.header
    others = [str(v) for at, v in enumerate(target.rows[header - 1], 1) if at != position and v not in (None, "")]
    title = free_name(column.title.of(lang), others)
    now = cell(target.rows, header, position) if place else None
    named = now not in (None, *column.title) and place is not None
    style = "label_number" if theme.body_style(column.format) == "number" else "label"
    body = Area(
        place.bottom + 1 if place and column.key in looks else header + 1, position, header + len(values), position
    )
    look = theme.NUMBER_FORMATS[column.format]
    paints = [Paint(body, style, look)] if body.bottom >= body.top else []
    if place is None:
        paints.append(Paint(Area(header, position, header, position), "helper_header" if helper else "label_header"))
    first = cells_of(values[: theme.SAMPLE])
    wide = theme.width(column.format, title, [str(result_of(value)) for value in first])
    width = min(wide, theme.HELPER) if helper else max(wide, theme.unwrapped(title))
    area = Area(header, position, header + len(values), position)
    return _Part(now if named else title, values, area, tuple(paints), 0.0 if place else width, look == "@")


def _marked(marks: Mapping[str, Marked], model: str, sheet: str) -> dict[str, tuple[str, Marked]]:
    """Column key -> its mark and place on `sheet`; marks are label.MODEL.COLUMN, on further sheets with .2, .3 ..."""
    parts = ((mark.split("."), mark, found) for mark, found in marks.items())
    return {p[2]: (mark, found) for p, mark, found in parts if p[:2] == ["label", model] and found.sheet == sheet}


def _names(found: Mapping[str, tuple[str, Marked]], beside: Beside, marks: Mapping[str, Marked]) -> dict[str, str]:
    """The mark of each column: the one it has on this sheet, else a new one."""
    names = {}
    for column in beside.columns:
        wanted = f"label.{beside.key}.{column.key}"
        tries = (wanted, *(f"{wanted}.{n}" for n in range(2, len(marks) + 3)))
        names[column.key] = found[column.key][0] if column.key in found else next(t for t in tries if t not in marks)
    return names


def _run(columns: tuple[Column, ...], header: int, old: Rows, width: int) -> dict[str, Area]:
    """Where all titles stand side by side in order, as a run of ours left them; nothing where they do not."""
    titles = [cell(old, header, position) for position in range(1, width + 1)]
    for start in range(len(titles) - len(columns) + 1):
        if all(titles[start + offset] in column.title for offset, column in enumerate(columns)):
            return {c.key: Area(header, start + n, len(old), start + n) for n, c in enumerate(columns, 1)}
    return {}


def _together(fills: list[Fill]) -> tuple[Fill, ...]:
    """Neighbouring columns over the same rows become one block, so that they are one write."""
    blocks: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (f.top, f.left)):
        last = blocks[-1] if blocks else None
        grids = [one.values for one in (last, fill) if one and isinstance(one.values, Stacked)]
        if last and last.area.right + 1 == fill.left and last.area[::2] == fill.area[::2] and len(grids) == 2:
            blocks[-1] = last._replace(values=grids[0].beside(grids[1]))
        else:
            blocks.append(fill)
    return tuple(blocks)


ROW = "\0"  # of the row a formula is written in
