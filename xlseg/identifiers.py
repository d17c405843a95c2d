"""Who and what cells mean: IDs as texts, whatever their clothes, and cells that mean nothing."""

import re
from typing import Any

import numpy as np
import pandas as pd

from xlseg.distinct import PIECE, distinct, mostly_distinct, units

BLANKS = frozenset({"", "-", "--", "—", "/", "无", "空", "null", "none", "nan", "n/a", "na"})
ERRORS = frozenset(
    {
        "#n/a",
        "#ref!",
        "#value!",
        "#div/0!",
        "#name?",
        "#null!",
        "#num!",
        "#spill!",
        "#calc!",
        "#field!",
        "#getting_data",
    }
)  # what a formula that failed shows
EXACT = 2.0**53  # whole numbers beyond it are not exact in Excel either, and stay as they are written
MISSING = BLANKS | ERRORS
LIKE_ASCII: dict[int, int | None] = {  # full-width letters and digits, blanks, and what has no width
    **{0xFF01 + n: 0x21 + n for n in range(94) if chr(0x21 + n).isalnum()},
    0x3000: 0x20,
    0xA0: 0x20,
    0x200B: None,
    0x200C: None,
    0x200D: None,
    0xFEFF: None,
}
IS_LIKE_ASCII = np.isin(np.arange(0x10000), [*LIKE_ASCII])  # by its code
LONGEST_BLANK = max(map(len, MISSING))


def ids(raw: pd.Series) -> pd.Series:
    """Text without surrounding blanks; whole numbers without '.0'; missing where blank.

    Exports write ="00123", or an apostrophe before it, so that Excel takes it for text; both are left off.
    """
    if not isinstance(raw.dtype, pd.CategoricalDtype) and mostly_distinct(cells := raw.to_numpy(dtype=object)):
        return pd.Series(_texts(cells), raw.index, dtype="str")
    codes, cells = distinct(raw)
    return pd.Series(np.array([*_texts(cells), None], dtype=object)[codes], raw.index, dtype="str")


def _texts(cells: Any) -> list[str | None]:
    """Each cell as an ID; many at once where they are texts of which nothing has to be left off, the common case."""
    found: list[str | None] = []
    for top in range(0, len(cells), PIECE):
        piece = cells[top : top + PIECE].tolist()
        found += _plain(piece) or map(_id, piece)
    return found


def _plain(cells: list[Any]) -> list[str]:
    """Texts without blanks around them; nothing where a cell is something else, or holds what is left off."""
    if set(map(type, cells)) != {str}:
        return []
    texts = list(map(str.strip, cells))
    heads = "\n".join(["", *texts])
    bare = "\n=" not in heads and "\n'" not in heads and (heads.isascii() or not IS_LIKE_ASCII[units(heads)].any())
    return texts if bare and MISSING.isdisjoint(map(str.lower, texts)) else []


def _id(cell: Any) -> str | None:
    if cell is None or pd.isna(cell):
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell % 1 == 0 and abs(cell) < EXACT:
        return str(int(cell))
    text = str(cell).strip()
    if not text.isascii():
        text = text.translate(LIKE_ASCII).strip()
    if text[:1] in ("=", "'"):
        text = re.sub(r'^="(.*)"$|^\'(?=.)', r"\1", text)
    return None if len(text) <= LONGEST_BLANK and text.lower() in MISSING else text
