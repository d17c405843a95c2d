"""Label columns that a program moved without their names: Excel moves both, a script that puts a column in does not."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from xlseg.cells import Marked, Rows
from xlseg.models import MODELS
from xlseg.text import Text

SEARCHED = 50  # rows: no header stands further down
NEAR = 3  # columns: what one of our titles tells alone
Row = Sequence[object]


def found_again(marks: Mapping[str, Marked], data: Mapping[str, Rows]) -> dict[str, Marked]:
    """The marks, those of label columns where their titles stand now.

    Only where one row holds every title we know, in the old order, and other headers stand where the marks say: one
    that was renamed, or that somebody else's column has too, tells nothing. Columns without a title we know go with
    the one before.
    """
    found = dict(marks)
    for sheet, rows in data.items():
        ours = {mark: one for mark, one in marks.items() if one.sheet == sheet and mark.startswith("label.")}
        lefts = {mark: one.area.left for mark, one in ours.items()}
        titles = {mark: title for mark in ours if (title := _titles().get(".".join(mark.split(".")[1:3])))}
        known = _moved(titles, lefts, rows) if titles else {}
        for mark, left in (_all_of(known, lefts) if known else {}).items():
            found[mark] = ours[mark]._replace(area=ours[mark].area._replace(left=left, right=left))
    return found


def _titles() -> dict[str, Text]:
    return {f"{model.key}.{column.key}": column.title for model in MODELS for column in model.columns}


def _moved(titles: Mapping[str, Text], lefts: Mapping[str, int], rows: Rows) -> dict[str, int]:
    """The column of each title, or nothing where they stand where they should or cannot be told."""
    for row in islice(rows, SEARCHED):
        places = {m: [at for at, value in enumerate(row, 1) if value in title] for m, title in titles.items()}
        if all(lefts[mark] in at for mark, at in places.items()):
            return {}
        now = {mark: at[0] for mark, at in places.items() if len(at) == 1}
        if len(now) == len(titles) and _put_aside(now, lefts, titles, row):
            return now
    return {}


def _put_aside(now: Mapping[str, int], lefts: Mapping[str, int], titles: Mapping[str, Text], row: Row) -> bool:
    """Whether columns were put in or taken out: the further right, the further ours went, and others stand there."""
    ways = [now[mark] - lefts[mark] for mark in sorted(now, key=lambda mark: lefts[mark])]
    went = [mark for mark in now if now[mark] != lefts[mark]]
    there = {mark: str(row[lefts[mark] - 1]) if lefts[mark] <= len(row) else "" for mark in went}
    ours = any(there[mark].startswith(tuple(titles[mark])) for mark in went)  # beside a column of the same name
    steps = (0, *ways) if ways[0] >= 0 else ways
    orderly = all(before <= after for before, after in pairwise(steps))
    return orderly and not ours and (len(went) > 1 or max(map(abs, ways)) <= NEAR)


def _all_of(now: Mapping[str, int], lefts: Mapping[str, int]) -> dict[str, int]:
    """Those of unknown title too: as far from where they were as the last known one before them."""
    known = sorted((lefts[mark], place - lefts[mark]) for mark, place in now.items())
    ways = [0, *(way for _, way in known)]
    starts = [left for left, _ in known]
    return {mark: now.get(mark, left + ways[bisect_right(starts, left)]) for mark, left in lefts.items()}
