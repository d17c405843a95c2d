"""The function that masks personal values: of a kind that is named, or told by header or looks."""

import numpy as np
import pandas as pd

from xlseg.cells import Rows
from xlseg.columns import ADDRESS, BIRTHDAY, CUSTOMER_COLUMNS, CUSTOMER_NAME, EMAIL, EVERY, ID_NUMBER, PHONE
from xlseg.errors import Problem, XlsegError
from xlseg.privacy import HIDDEN, MASKS, PROVINCE
from xlseg.recognise import match
from xlseg.shown import cells
from xlseg.text import Lang, Text, keyed, same
from xlseg.values import days, ids, phones
from xlseg.worksheet.given import Given
from xlseg.worksheet.lined import lined, readings
from xlseg.worksheet.read import named

PERSONAL = tuple(column for column in CUSTOMER_COLUMNS if column.mask)
STREETS = "省市区县州路街道号弄村"  # signs of an address
SHAPES = {  # told by its looks; the first that fits
    EMAIL.key: r".*@.*",
    ID_NUMBER.key: r"\d{17}[\dXx]|\d{15}",
    ADDRESS.key: rf"(?:{PROVINCE})?.{{2,}}[{STREETS}].*\d.*|{PROVINCE}.{{3,}}",
}


def mask(given: Given, lang: Lang) -> Rows:
    """Masked values; what does not look like its kind becomes ***."""
    beside = lined(given, ["value"])
    found = readings(beside, {"value": lambda raw: named(raw, KEYS)}, {"value": VALUE}, lang)
    raw, header = beside.cells["value"], str(beside.cells["value"][0])
    said = raw[found.usable]
    kind = _kind(given.one("kind"), header if found.header else "")
    kinds = pd.Series(kind, said.index) if kind else _looks(said)
    answers = pd.Series(HIDDEN, said.index, dtype=object)
    for key in kinds.unique():
        own = said[kinds == key]
        answers[own.index] = MASKS[key](own).astype(object) if key in MASKS else HIDDEN
    shown = np.empty(len(answers), dtype=object)
    shown[:] = cells(answers, lang)
    return beside.answered([found.column(header, shown)])


def _kind(said: object, header: str) -> str:
    """The mask that is named, or that a header stands for; '' without either."""
    if said is None and not header:
        return ""
    keys = match([str(said if said is not None else header)], PERSONAL)
    if not keys and said is not None:
        known = keyed((key, EVERY[key].title) for key in MASKS)
        raise XlsegError(Problem(NO_KIND.format(said=said, known=known), same("kind")))
    return EVERY[next(iter(keys))].mask if keys else ""


def _looks(said: pd.Series) -> pd.Series:
    """By the looks of each cell; a name where it looks like nothing else, which hides all that is none."""
    text = ids(said).fillna("")
    kinds = pd.Series(CUSTOMER_NAME.key, said.index, dtype=object)
    kinds[~days(said).bad & days(said).values.notna()] = BIRTHDAY.key
    kinds[~phones(said).bad] = PHONE.key
    for key, shape in reversed(SHAPES.items()):
        kinds[text.str.fullmatch(shape)] = key
    return kinds


KEYS = {column.key for column in PERSONAL}
VALUE = Text("值", "value")
NO_KIND = Text("不会遮盖「{said}」；可以写 {known}", "'{said}' has no mask; there are {known}")
