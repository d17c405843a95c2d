"""客户细分结果表 filled in by hand: its groups, and the shares that follow."""

from collections.abc import Mapping, Sequence

import pandas as pd

from xlseg.blocks import Table
from xlseg.cells import Formula, result_of
from xlseg.columns import Column
from xlseg.sheets.result import COLUMNS, TOTAL

SHARE = 'IF({count}="","",{count}/SUM({count:all}))'


def hand_table(rows: Sequence[Mapping[str, object]], own: Sequence[Column] = (), blank: int = 0) -> Table:
    """Groups typed by hand, all but the share to be typed, which computes itself; blank: rows to go on."""
    typed = tuple(column.key for column in (*COLUMNS, *own) if column.key != "share")
    frame = pd.DataFrame([*rows, *[{}] * blank], columns=[*typed, "share"], dtype=object)
    frame = frame.where(frame.notna(), None)
    counts = _counts(frame)
    frame["share"] = pd.Series(_shares(frame, counts), frame.index, dtype=object)
    whole = float(counts.sum())
    sums = {"count": Formula("SUM({count:all})", whole), "share": Formula("SUM({share:all})", float(whole > 0))}
    frame = pd.concat([frame, pd.DataFrame([{"segment_id": TOTAL, **sums}], dtype=object)], ignore_index=True)
    return Table(
        (*COLUMNS, *own),
        frame.astype(object).where(frame.notna(), None),
        ("segment_id", "title"),
        inputs=typed,
        total=True,
        name="result.hand",
        bars=("share",),
    )


def _counts(rows: pd.DataFrame) -> "pd.Series[float]":
    values = [result_of(count) for count in rows["count"]]
    return pd.to_numeric(pd.Series(values, rows.index, dtype=object), errors="coerce")


def _shares(rows: pd.DataFrame, counts: "pd.Series[float]") -> list[object]:
    """Of all that are counted; what was typed in place of one stays where a group has no count."""
    total = counts.sum()
    live = [Formula(SHARE, float(count / total) if count >= 0 and total else "") for count in counts]
    typed = [share if isinstance(share, int | float) else None for share in rows["share"]]
    alone = [share is not None and count is None for share, count in zip(typed, rows["count"], strict=True)]
    return [share if kept else formula for share, kept, formula in zip(typed, alone, live, strict=True)]
