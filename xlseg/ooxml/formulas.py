"""The formulas of a sheet and what they came to, from its XML as a parser reads it, one cell at a time."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils import coordinate_to_tuple

from xlseg.cells import letter

Place = tuple[int, int]


class Found(NamedTuple):
    """By 1-based row and column. texts: formulas without '='. missing: those without a result. errors: #N/A and such."""

    texts: dict[Place, str]
    missing: list[Place]
    errors: dict[Place, str]


def read(stream: Iterator[bytes]) -> Found:
    """What a worksheet part says of its formulas; a shared one is carried to each cell that shares it."""
    found, shared = Found({}, [], {}), dict[str, Translator]()
    for place, kind, formula, value in _cells(stream):
        if formula is not None:
            found.texts[place] = _text(formula, place, shared)
            if not value and kind != "str":
                found.missing.append(place)
        if kind == "e" and value:
            found.errors[place] = value
    return found


def _cells(stream: Iterator[bytes]) -> Iterator[tuple[Place, str, "etree._Element | None", str]]:
    """Place, type, <f> and value of each cell that may have a formula or an error."""
    parser = etree.XMLPullParser(
        ("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True, huge_tree=True
    )
    row = column = 0
    for piece in stream:
        parser.feed(piece)
        for event, element in parser.read_events():
            name = etree.QName(element).localname
            if event == "start" and name == "row":
                row, column = int(element.get("r", row + 1)), 0
            elif event == "end" and name == "c":
                row, column = coordinate_to_tuple(element.get("r")) if element.get("r") else (row, column + 1)
                formula, value = element.find("{*}f"), element.findtext("{*}v") or ""
                if element.find("{*}is") is not None:
                    value = value or "".join(element.itertext("{*}t"))
                if formula is not None or element.get("t") == "e":
                    yield (row, column), element.get("t", "n"), formula, value
            elif event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _text(formula: "etree._Element", place: Place, shared: dict[str, Translator]) -> str:
    text, key = formula.text or "", formula.get("si") or ""
    if formula.get("t") == "shared" and text:
        shared[key] = Translator("=" + text, f"{letter(place[1])}{place[0]}")
    elif formula.get("t") == "shared" and key in shared:
        text = shared[key].translate_formula(f"{letter(place[1])}{place[0]}")
    return re.sub(r"^=", "", text)
