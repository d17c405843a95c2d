"""Labels as columns beside the user's own data, again and again in the same place."""

import pandas as pd

from xlseg import theme
from xlseg.cells import Area, Fill, Marked, Paint, Placed, Rows, cell
from xlseg.columns import Column
from xlseg.models import Model
from xlseg.page import cells
from xlseg.recognise import Source
from xlseg.segments import Segmentation
from xlseg.text import Lang


def labelled(model: Model, segmentation: Segmentation) -> pd.DataFrame:
    """The labels with segment titles in place of keys, in the order of the model's columns."""
    titles = segmentation.titles()
    segment = segmentation.labels["segment"]
    return segmentation.labels[[c.key for c in model.columns]].assign(segment=segment.map(titles))


def place_labels(
    source: Source,
    ids: pd.Series,
    model: Model,
    segmentation: Segmentation,
    lang: Lang,
    old: Rows,
    before: Marked | None,
    width: int,
) -> Placed:
    """Cells that put the model's columns beside `source`.

    ids: customer_id of each row of the sheet that has one, indexed by sheet row. old: all cells of the sheet;
    before: where the labels stand. Columns are found again by title in either language within `before`, else as
    one complete run of titles in the header row, else put behind the last column in use, `width`.
    """
    positions = _positions(model.columns, source.header, old, before, width)
    bottom = max(int(ids.index.max()) if len(ids) else source.header, before.area.bottom if before else 0)
    rows = pd.RangeIndex(source.header + 1, bottom + 1)
    labels = labelled(model, segmentation).reindex(ids.reindex(rows))
    fills, paints, widths = [], [], {}
    for column, position in zip(model.columns, positions, strict=True):
        title, values = column.title.of(lang), cells(labels[column.key].reset_index(drop=True), lang)
        fills.append(Fill(source.header, position, [[value] for value in (title, *values)]))
        number = theme.body_style(column.format) == "number"
        body = Area(source.header + 1, position, bottom, position)
        paints.append(Paint(Area(source.header, position, source.header, position), "label_header"))
        paints.append(Paint(body, "label_number" if number else "label", theme.NUMBER_FORMATS[column.format]))
        widths[position] = theme.width(column.format, [title, *map(str, values[: theme.SAMPLE])])
    area = Area(source.header, min(positions), bottom, max(positions))
    looks = before is None or before.area != area
    return Placed(source.sheet, f"labels_{model.key}", area, _together(fills), None, 0, 0, looks, tuple(paints), widths)


def _positions(columns: tuple[Column, ...], header: int, old: Rows, before: Marked | None, width: int) -> list[int]:
    titles = [cell(old, header, position) for position in range(1, width + 1)]
    if before:
        inside = range(before.area.left, before.area.right + 1)
        found = [next((p for p in inside if p <= len(titles) and titles[p - 1] in c.title), 0) for c in columns]
    else:
        found = _run(columns, titles)
    free = iter(range(width + 1, width + 1 + len(columns)))
    return [position or next(free) for position in found]


def _run(columns: tuple[Column, ...], titles: list[object]) -> list[int]:
    """Where all titles stand side by side in order, as a run of ours left them; zeros where they do not."""
    for start in range(len(titles) - len(columns) + 1):
        if all(titles[start + offset] in column.title for offset, column in enumerate(columns)):
            return list(range(start + 1, start + 1 + len(columns)))
    return [0] * len(columns)


def _together(fills: list[Fill]) -> tuple[Fill, ...]:
    """Neighbouring columns become one block, so that they are one write."""
    blocks: list[Fill] = []
    for fill in sorted(fills, key=lambda f: f.left):
        last = blocks[-1] if blocks else None
        if last and last.left + len(last.values[0]) == fill.left:
            values = [[*row, *more] for row, more in zip(last.values, fill.values, strict=True)]
            blocks[-1] = Fill(last.top, last.left, values)
        else:
            blocks.append(fill)
    return tuple(blocks)
