"""Where a customer is, as 省-市, from whatever columns say it."""

import pandas as pd

from xlseg.cleaning.step import Context, Step
from xlseg.columns import ADDRESS, CITY, PROVINCE, REGION
from xlseg.regions import regions
from xlseg.text import Text

MOSTLY = 0.5  # a column of places that mostly are not Chinese is left as it is


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """With `region` as 省-市 where the columns tell it, and region_unread where one of them holds something else."""
    parts = [column.key for column in (PROVINCE, CITY, REGION) if column.key in rows]
    parts = parts or [ADDRESS.key] * (ADDRESS.key in rows)
    if not parts:
        return rows
    text = rows[parts[0]].astype("str").fillna("")
    for key in parts[1:]:
        text = text + rows[key].astype("str").fillna("")
    found = regions(text.where(text != ""))
    filled = text != ""
    if found.values.notna().sum() < MOSTLY * max(int(filled.sum()), 1):
        return rows
    shown = rows[REGION.key] if REGION.key in rows else pd.Series(None, rows.index, dtype=object)
    return rows.assign(
        region=found.values.astype(object).where(found.values.notna(), shown), region_unread=found.bad, place=parts[0]
    )


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
