"""Where a customer is, as 省-市, from whatever columns say it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from xlseg.cleaning.step import Context, Step
from xlseg.columns import ADDRESS, CITY, PROVINCE, REGION
from xlseg.distinct import distinct
from xlseg.regions import regions
from xlseg.text import Text

MOSTLY = 0.5  # a column of places that mostly are not Chinese is left as it is


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """With `region` as 省-市 where the columns tell it, and region_unread where one of them holds something else."""
    parts = [column.key for column in (PROVINCE, CITY, REGION) if column.key in rows]
    parts = parts or [ADDRESS.key] * (ADDRESS.key in rows)
    if not parts:
        return rows
    which, texts = _together([rows[key] for key in parts])
    told = pd.Series(texts, dtype=object)
    found = regions(told.where(told != ""))
    counts = np.bincount(which, minlength=len(texts))
    known, filled = found.values.notna().to_numpy(), (told != "").to_numpy()
    if counts[known].sum() < MOSTLY * max(counts[filled].sum(), 1):
        return rows
    shown = rows[REGION.key] if REGION.key in rows else pd.Series(None, rows.index, dtype=object)
    placed = pd.Series(found.values.to_numpy(dtype=object)[which], rows.index, dtype=object)
    return rows.assign(
        region=placed.where(known[which], shown), region_unread=found.bad.to_numpy()[which], place=parts[0]
    )


def _together(parts: Sequence[pd.Series]) -> tuple[np.ndarray, list[str]]:
    """Which of the distinct texts, those of several columns one after the other, each row has."""
    which, texts = np.zeros(len(parts[0]), dtype=np.intp), [""]
    for part in parts:
        codes, cells = distinct(part)
        more = [*map(str, cells), ""]  # the last stands for what is missing
        which, both = pd.factorize(which * len(more) + np.where(codes < 0, len(more) - 1, codes))
        texts = [texts[at // len(more)] + more[at % len(more)] for at in both.tolist()]
    return which, texts


def _unread(rows: pd.DataFrame, _: Context) -> pd.Series:
    if "region_unread" not in rows:
        return pd.Series(False, rows.index)
    return rows["region_unread"].fillna(False).astype(bool)


BAD_REGION = Step(
    "bad_region",
    Text("认不出的地区", "Regions that are not known"),
    REGION.key,
    _unread,
    Text("写成「省-市」，如 广东-深圳", "Write them as province-city, such as 广东-深圳"),
)
