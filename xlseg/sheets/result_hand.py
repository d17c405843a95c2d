"""Groups that people typed into 客户细分结果表 themselves, as into its template: they stay, below the models' own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from xlseg.blocks import Heading, Table
from xlseg.cells import Area, Formula, Marked, Rows, cell
from xlseg.columns import Column
from xlseg.models import MODELS
from xlseg.page import Page
from xlseg.sheets.result import COLUMNS, TOTAL
from xlseg.text import Text, same

OURS = frozenset(f"{model.key[:3].upper()}-" for model in MODELS)  # before the number in the ID of a group of ours
KEYS = tuple(column.key for column in COLUMNS)
SHARE = 'IF({count}="","",{count}/SUM({count:all}))'
TITLE = Text("手工填写的群体", "Groups of your own")


class _Section(NamedTuple):
    """A table on the sheet: the row of its header, its last row, where our columns stand, and the user's."""

    top: int
    bottom: int
    places: Mapping[str, int]
    own: Mapping[str, int]


def hand_table(rows: Sequence[Mapping[str, object]], own: Sequence[Column] = (), blank: int = 0) -> Table:
    """Groups typed by hand, all but the share to be typed, which computes itself; blank: rows to go on."""
    typed = tuple(column.key for column in (*COLUMNS, *own) if column.key != "share")
    frame = pd.DataFrame([*rows, *[{}] * blank], columns=[*typed, "share"], dtype=object)
    frame = frame.where(frame.notna(), None)
    frame["share"] = pd.Series(_shares(frame), frame.index, dtype=object)
    return Table((*COLUMNS, *own), frame, ("segment_id", "title"), inputs=typed, name="result.hand", bars=("share",))


def _shares(rows: pd.DataFrame) -> list[object]:
    """Of all that are counted; what was typed in place of one stays where a group has no count."""
    counts = [count.value if isinstance(count, Formula) else count for count in rows["count"]]
    known = pd.to_numeric(pd.Series(counts, dtype=object), errors="coerce")
    total = known.sum()
    computed = [Formula(SHARE, float(count / total) if count >= 0 and total else "") for count in known]
    typed = [share if isinstance(share, int | float) else None for share in rows["share"]]
    return [
        share if count is None and share is not None else live
        for share, count, live in zip(typed, counts, computed, strict=True)
    ]


def with_hand(page: Page, old: Rows, area: Area) -> Page:
    """The page, and below it what people typed where it stood in `area`."""
    if page.key != "result" or any(isinstance(block, Table) and block.name == "result.hand" for block in page.blocks):
        return page
    found = [(section, row) for section in _sections(old, area) for row in _typed(old, section)]
    if not found:
        return page
    names = list(dict.fromkeys(name for section, _ in found for name in section.own))
    own = tuple(Column(f"own{n}", same(name), "number") for n, name in enumerate(names, 1))
    rows = []
    for section, row in found:
        ours = {key: cell(old, row, section.places[key]) for key in KEYS}
        rows.append(
            ours | {c.key: cell(old, row, section.own[n]) for c, n in zip(own, names, strict=True) if n in section.own}
        )
    return replace(page, blocks=(*page.blocks, Heading(TITLE), hand_table(rows, own)))


def hand_area(old: Rows, found: Marked) -> Marked:
    """Where the page stands, with the rows and columns people added to a table they typed themselves."""
    sections = [section for section in _sections(old, found.area) if any(_typed(old, section))]
    bottom = max([found.area.bottom, *(section.bottom for section in sections)])
    right = max([found.area.right, *(at for section in sections for at in section.own.values())])
    return found._replace(area=found.area._replace(bottom=bottom, right=right))


def _sections(old: Rows, area: Area) -> list[_Section]:
    """The tables of groups, from the top."""
    tops = [top for top in range(area.top, area.bottom + 1) if _has(old, top, area, "segment_id", "title")]
    found = []
    for top, after in pairwise([*tops, 0]):
        said = {cell(old, top, at): at for at in range(area.right, area.left - 1, -1)}
        places = {
            column.key: next((said[name] for name in column.title if name in said), area.left + n)
            for n, column in enumerate(COLUMNS)
        }
        bottom = after - 1 if after else area.bottom
        while not after and any(cell(old, bottom + 1, places[key]) is not None for key in ("segment_id", "title")):
            bottom += 1
        found.append(_Section(top, bottom, places, _own(old, top, places)))
    return found


def _has(old: Rows, row: int, area: Area, *keys: str) -> bool:
    values = {cell(old, row, at) for at in range(area.left, area.right + 1)}
    return all(values & set(column.title) for column in COLUMNS if column.key in keys)


def _own(old: Rows, top: int, places: Mapping[str, int]) -> dict[str, int]:
    """Columns people put right beside ours, by their headers."""
    own: dict[str, int] = {}
    at = min(places.values())
    while (title := cell(old, top, at)) is not None:
        if at not in places.values():
            own.setdefault(str(title), at)
        at += 1
    return own


def _typed(old: Rows, section: _Section) -> Iterator[int]:
    """Rows that hold a group and are none of ours; a line of text alone is a heading."""
    lines = range(section.top + 1, section.bottom + 1)
    cells = {row: [cell(old, row, section.places[key]) for key in KEYS if key != "share"] for row in lines}
    written = {row: [value for value in values if value is not None] for row, values in cells.items()}
    models = any(_ours(values[0]) for values in cells.values())
    for row, values in cells.items():
        group = values[0] is not None or values[1] is not None
        total = values[0] in TOTAL and models
        if group and len(written[row]) > 1 and not _ours(values[0]) and not total:
            yield row


def _ours(value: object) -> bool:
    return isinstance(value, str) and value.rstrip("0123456789") in OURS
