"""Label columns as they were before a run, kept on a hidden sheet of ours for one undo.

The sheet: below its title, a column for each label column with its mark, its table, its rows, its kind and the
fingerprint of the rows, over the cells as they were. Where the columns stand, and whose rows they are, is told by
names (undo.1, undo.who.1), which Excel keeps right when sheets are renamed and columns moved. The fingerprint, of the
customer IDs, tells rows that were sorted, added or taken out since.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from xlseg.cells import Area, Fill, Formula, Paint, Placed, Rows, cell, even
from xlseg.columns import CUSTOMER_ID
from xlseg.frozen import alive, as_shown, results, supports
from xlseg.page import free_name
from xlseg.recognise import Source
from xlseg.sheets.backup import FIELDS, NOTE, TITLE, USED
from xlseg.stacked import Stacked, cells_of
from xlseg.standing import Standing
from xlseg.text import Lang, Text
from xlseg.values import ids

Kind = Literal["text", "formula", "value"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MARK = "page.backup"
NEEDED = "label.live."  # columns written for formulas only
FACTS, CELLS = 3, 8  # rows below the title at which the facts begin, and the cells
MOST_KEPT = 2_000_000  # kept; more would double a workbook that is large as it is


class Kept(NamedTuple):
    """A label column before a run. rows: how many were marked, 0 where it was not there. table: its number."""

    mark: str
    sheet: str
    area: Area
    rows: int
    kind: Kind
    cells: Any
    table: int = 0
    stamp: str = ""


def changed(beside: Sequence[Placed], standing: Standing, data: Mapping[str, Rows]) -> list[Kept]:
    """The columns in which these labels change a cell, as they are now; with them all that compute themselves.

    Live labels are kept as what they show, because the pages they rest on are written anew and not kept.
    """
    found, sheets, was_alive = list[tuple[Kept, bool, bool]](), supports(standing), alive(standing)
    for part in beside:
        areas = {**part.marks, **{mark: standing.marks[mark].area for mark in part.forget}}
        known = {
            mark: standing.marks[mark].area.bottom - area.top + 1
            for mark, area in areas.items()
            if mark in standing.marks
        }
        old = standing.host.typed(part.sheet) if known else data[part.sheet]
        for mark, area in areas.items():
            now, text = as_shown(_cells(old, area), sheets), any(a.left <= area.left <= a.right for a in part.texts)
            new = _new(part, area)
            live = mark.startswith(NEEDED) or Formula in set(map(type, new))
            turned = live and not was_alive and not mark.startswith(NEEDED)
            kind: Kind = "formula" if Formula in set(map(type, now)) else "text" if text else "value"
            one = Kept(mark, part.sheet, area, known.get(mark, _depth(now)), kind, now)
            found.append((one, turned or not _alike(now, results(new), text), live))
    if all(one.mark.startswith(NEEDED) or not differs for one, differs, _ in found):
        return []
    return [one for one, differs, live in found if differs or live]


def backup(kept: Sequence[Kept], standing: Standing, sources: Sequence[Source], lang: Lang) -> list[Placed]:
    """The hidden sheet that holds them, and the names of where they stand, in place of an earlier one."""
    sheets = list(dict.fromkeys(one.sheet for one in kept))
    whose = [_whose(source, kept) for name in sheets for source in sources if source.sheet == name]
    prints = [fingerprint(standing.host.read(sheet), area) for sheet, area in zip(sheets, whose, strict=True)]
    kept = [one._replace(table=(n := sheets.index(one.sheet)), stamp=prints[n]) for one in kept]
    marks: list[dict[str, Area]] = [{f"undo.who.{n}": area} for n, area in enumerate(whose)]
    for number, one in enumerate(kept):
        marks[one.table][f"undo.{number}"] = one.area
    named = [Placed(sheet, marks=found) for sheet, found in zip(sheets, marks, strict=True)]
    return [_page(standing, lang, NOTE, kept, {mark for found in marks for mark in found}), *named]


def emptied(standing: Standing, lang: Lang) -> list[Placed]:
    """The hidden sheet without a backup, where there is one."""
    return [_page(standing, lang, USED, (), set())] if standing.find(MARK) else []


def read_backup(standing: Standing) -> list[Kept]:
    """What the hidden sheet holds of columns that still stand somewhere; nothing where there is none."""
    page = standing.find(MARK)
    rows = standing.host.read(page.sheet) if page else ()
    found, top, left = [], page.area.top if page else 1, page.area.left if page else 1
    for at in range(left + 1, max(map(len, rows), default=0) + 1):
        mark, table, count, kind, stamp = (cell(rows, top + FACTS + n, at) for n in range(len(FIELDS)))
        place = standing.marks.get(f"undo.{at - left - 1}")
        if mark and place:
            area = Area(top + CELLS, at, top + CELLS + place.area.bottom - place.area.top, at)
            old = _decoded(_cells(rows, area), str(kind), place.area)
            known: Kind = next((one for one in KINDS if one == kind), "value")
            facts = place.sheet, place.area, int(str(count)), known, old, int(str(table)), str(stamp)
            found.append(Kept(str(mark), *facts))
    return found


def moved(kept: Sequence[Kept], standing: Standing) -> list[str]:
    """Sheets whose rows are no longer those they were."""
    prints = {one.table: one.stamp for one in kept}
    places = {table: standing.marks.get(f"undo.who.{table}") for table in prints}
    stood = {
        table: p and fingerprint(standing.host.read(p.sheet), p.area) == prints[table] for table, p in places.items()
    }
    return list(dict.fromkeys(one.sheet for one in kept if not stood[one.table]))


def restored(kept: Sequence[Kept]) -> list[Placed]:
    """The columns as they were, sheet by sheet: those that were not there are emptied, their marks forgotten."""
    sheets = dict.fromkeys(one.sheet for one in kept)
    return [_restored(sheet, [one for one in kept if one.sheet == sheet]) for sheet in sheets]


def _restored(sheet: str, kept: Sequence[Kept]) -> Placed:
    back, gone = [one for one in kept if one.rows], [one for one in kept if not one.rows]
    marked = {one.mark: one.area._replace(bottom=one.area.top + one.rows - 1) for one in back}
    return Placed(
        sheet,
        marks=marked,
        forget=tuple(one.mark for one in gone),
        emptied=tuple(one.area for one in gone),
        fills=tuple(Fill(one.area.top, one.area.left, one.cells.reshape(-1, 1).tolist()) for one in back),
        restyled=tuple(
            one.area._replace(top=marked[one.mark].bottom + 1)
            for one in back
            if marked[one.mark].bottom < one.area.bottom
        ),
        texts=tuple(one.area._replace(top=one.area.top + 1) for one in back if one.kind == "text"),
    )


def fingerprint(rows: Rows, area: Area) -> str:
    """Of the customer IDs in these cells, in their order."""
    known = ids(pd.Series(_cells(rows, area), dtype=object)).fillna("")
    return sha256("\n".join(known).encode()).hexdigest()[:32]


def _whose(source: Source, kept: Sequence[Kept]) -> Area:
    """The customer IDs beside the labels of a table."""
    column = source.columns[CUSTOMER_ID.key]
    bottom = max(one.area.bottom for one in kept if one.sheet == source.sheet)
    return Area(source.header + 1, column, max(bottom, source.header + 1), column)


def _page(standing: Standing, lang: Lang, note: Text, kept: Sequence[Kept], names: set[str]) -> Placed:
    before = standing.find(MARK)
    top, left = before.area[:2] if before else (1, 1)
    facts = [[field.title.of(lang), *(str(getattr(one, field.key)) for one in kept)] for field in FIELDS]
    depth = max((len(one.cells) for one in kept if one.rows), default=0)
    cells = np.full((depth, len(kept)), None, dtype=object)
    for column, one in enumerate(kept):
        if one.rows:
            cells[: len(one.cells), column] = _encoded(one.cells, one.kind)
    area = Area(top, left, top + (CELLS + depth - 1 if kept else 1), left + len(kept))
    texts = [Area(top + CELLS, left + n, area.bottom, left + n) for n, one in enumerate(kept, 1) if one.kind != "value"]
    texts = [Area(top + FACTS, left, top + CELLS - 1, area.right), *texts] if kept else []
    old = {mark for mark in standing.marks if mark.startswith("undo.")}
    return Placed(
        before.sheet if before else free_name(TITLE.of(lang), standing.host.sheets()),
        marks={MARK: area},
        forget=tuple(sorted(old - names)),
        emptied=(before.area,) if before else (),
        fills=(
            Fill(top, left, [[TITLE.of(lang)], [note.of(lang)]]),
            *([Fill(top + FACTS, left, facts)] if kept else []),
            *([Fill(top + CELLS, left + 1, cells.tolist())] if depth else []),
        ),
        paints=tuple(Paint(one, "label", "@") for one in texts if one.bottom >= one.top),
        texts=tuple(texts),
        hidden=True,
    )


def _cells(rows: Rows, area: Area) -> Any:
    """The cells of a column as an array; None where they are empty."""
    lines = even(rows[area.top - 1 : area.bottom])
    found = list(map(itemgetter(area.left - 1), lines)) if lines and area.left <= len(lines[0]) else []
    cells = np.full(area.bottom - area.top + 1, None, dtype=object)
    cells[: len(found)] = found
    cells[cells == ""] = None
    return cells


def _new(part: Placed, area: Area) -> Any:
    """What is to be written there."""
    cells = np.full(area.bottom - area.top + 1, None, dtype=object)
    for fill in (f for f in part.fills if f.area.left <= area.left <= f.area.right):
        number, top = area.left - fill.left, max(fill.top - area.top, 0)
        rows = fill.values[max(area.top - fill.top, 0) :][: len(cells) - top]
        found = cells_of(rows.column(number + 1)) if isinstance(rows, Stacked) else [row[number] for row in rows]
        cells[top : top + len(found)] = found
    return cells


def _alike(now: Any, new: Any, text: bool) -> bool:
    """Cell for cell; Excel keeps 15 digits of a number."""
    differing = np.flatnonzero(np.asarray(now != new, dtype=bool))
    if not len(differing) or text:
        return not len(differing)
    try:
        return bool(np.allclose(now[differing].astype(float), new[differing].astype(float), rtol=1e-12, atol=0))
    except (TypeError, ValueError):
        return False


def _depth(cells: Any) -> int:
    """Rows down to the last that holds anything."""
    held = np.flatnonzero(np.asarray(pd.notna(cells), dtype=bool))
    return int(held[-1]) + 1 if len(held) else 0


def _encoded(cells: Any, kind: Kind) -> Any:
    """Formulas as texts, told from texts that begin alike."""
    return np.array([_text(value) for value in cells], dtype=object) if kind == "formula" else cells


def _text(value: object) -> object:
    if isinstance(value, Formula):
        return f"={value.text}"
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "'") else value


def _decoded(cells: Any, kind: str, area: Area) -> Any:
    if kind != "formula":
        return cells
    found = [_formula(value, row, area.left) for row, value in enumerate(cells, area.top)]
    return np.array(found, dtype=object)


def _formula(value: object, row: int, column: int) -> object:
    if isinstance(value, str) and value[:1] == "=":
        return Formula(value[1:], None, (row, column))
    return value[1:] if isinstance(value, str) and value[:1] == "'" else value
