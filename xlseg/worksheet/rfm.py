"""The settings of RFM as arguments of its functions: a number of scores, a scheme, or limits of one's own."""

import re

import pandas as pd

from xlseg.cells import Rows
from xlseg.errors import Problem, XlsegError
from xlseg.kinds import Choice
from xlseg.models.rfm import SCHEMES
from xlseg.settings import Row
from xlseg.text import Text, same
from xlseg.values import numbers
from xlseg.worksheet.given import Given, texts


def by_bins(given: Given) -> list[Row]:
    """A number of scores, or the cut points of R, F and M."""
    rows = given.cells.get("bins")
    if rows is None:
        return []
    if len(texts(rows)) == 1 and not re.search(r"[;；]", texts(rows)[0]):
        return [Row("rfm.bins", value=given.one("bins"), where=same("bins"))]
    return _cuts(_three(rows, "bins"), "bins")


def by_limits(given: Given) -> list[Row]:
    """One limit each makes high and low of the values; several each are cut points."""
    rows = given.cells.get("limits")
    if rows is None:
        return []
    parts = _three(rows, "limits")
    said = given.one("scheme")
    try:
        eight = said is None or Choice(SCHEMES).read(said) == "types8"
    except ValueError:
        eight = False  # the scheme is told where it is read
    if not eight or not numbers(pd.Series(parts, dtype=object)).values.notna().all():
        return _cuts(parts, "limits")
    where = same("limits")
    high = [Row(f"rfm.{m}_high", value=part, where=where) for m, part in zip("rfm", parts, strict=True)]
    return [Row("rfm.high", value="limit"), Row("rfm.high_of", value="values"), *high]


def _cuts(parts: list[str], name: str) -> list[Row]:
    cuts = (Row(f"rfm.{m}_cuts", value=part, where=same(name)) for m, part in zip("rfm", parts, strict=True))
    return [Row("rfm.binning", value="custom"), *cuts]


def _three(rows: Rows, name: str) -> list[str]:
    """One part for R, F and M each: three rows, three cells of one row, or one text with semicolons."""
    parts = [", ".join(texts([row])) for row in rows]
    if len(parts) == 1:
        parts = list(texts(rows)) if len(texts(rows)) > 1 else [part.strip() for part in re.split(r"[;；]", parts[0])]
    if len(parts) != 3 or not all(parts):
        raise XlsegError(Problem(THREE, same(name)))
    return parts


THREE = Text(
    "要给 R、F、M 三组界限：三行，或写成 30,90,180;2,4,8;500,1000,2000",
    "give limits of R, F and M: three rows, or 30,90,180;2,4,8;500,1000,2000",
)
