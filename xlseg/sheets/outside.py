"""客户细分结果表 for people outside: its tables alone, and small groups withheld."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import pandas as pd

from xlseg.blocks import Block, Heading, Table
from xlseg.cells import Area, Rows, cell
from xlseg.columns import OWNER
from xlseg.page import Page
from xlseg.privacy import HIDDEN, MASKS, suppress
from xlseg.sheets.result import COLUMNS, RESULT, TOTAL
from xlseg.text import same

NEEDED = {"segment_id", "title", "count", "share"}
FIGURES = ["count", "share", "features"]  # features hold the averages of the group


class Outside(NamedTuple):
    """withheld: how many groups are too small to be shown."""

    page: Page
    withheld: int


def outside_page(rows: Rows, area: Area, masked: bool, telling: Collection[object] = ()) -> Outside:
    """The tables of the result that stands in `area`.

    masked: small groups, and as many more as would tell them, lose their figures; owners are masked, and cells
    in which one of the values of `telling` stands are hidden.
    """
    blocks: list[Block] = []
    withheld = 0
    for top, places in _headers(rows, area):
        frame = pd.DataFrame(_body(rows, area, top, places), columns=list(places), dtype=object)
        title = cell(rows, top - 1, area.left)
        columns = tuple(column for column in COLUMNS if column.key in places)
        if masked:
            frame, few = _withheld(frame)
            withheld += few
            frame = _masked(frame, [value for value in telling if isinstance(value, str)])
        total = len(frame) > 0 and frame["segment_id"].iloc[-1] in TOTAL
        blocks += [Heading(same(title)), Table(columns, frame, total=total)]
    return Outside(Page("result", RESULT, tuple(blocks)), withheld)


def _headers(rows: Rows, area: Area) -> Iterator[tuple[int, dict[str, int]]]:
    for top in range(area.top, area.bottom + 1):
        titles = {cell(rows, top, at): at for at in range(area.left, area.right + 1)}
        places = {c.key: titles.get(c.title.zh) or titles.get(c.title.en) or 0 for c in COLUMNS}
        found = {key: at for key, at in places.items() if at}
        if found.keys() >= NEEDED:
            yield top, found


def _body(rows: Rows, area: Area, top: int, places: dict[str, int]) -> Iterator[list[object]]:
    for row in range(top + 1, area.bottom + 1):
        values = [cell(rows, row, at) for at in places.values()]
        if values[0] is None:
            return
        yield values


def _withheld(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Without the figures of small groups; their total goes too where it would be the only figure left."""
    groups = ~frame["segment_id"].isin(TOTAL)
    counts = pd.to_numeric(frame.loc[groups, "count"], errors="coerce")
    hidden = counts.notna() & suppress(counts).isna()
    gone = hidden.reindex(frame.index, fill_value=bool(hidden.all()))
    figures = [name for name in FIGURES if name in frame]
    return frame.assign(**{name: frame[name].mask(gone, None) for name in figures}), int(hidden.sum())


def _masked(frame: pd.DataFrame, telling: Collection[str]) -> pd.DataFrame:
    frame = frame.map(lambda v: HIDDEN if isinstance(v, str) and any(text in v for text in telling) else v)
    return frame.assign(owner=MASKS[OWNER.mask](frame["owner"])) if OWNER.key in frame else frame
