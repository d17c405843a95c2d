"""Drawings of the older kind, VML, which often is no XML: notes and controls, by what Excel says of them in it."""

import re
from html import unescape
from xml.sax.saxutils import escape

from xlseg.cells import Area
from xlseg.ooxml.moving.moves import Move

DATA = re.compile(rb"<(?P<prefix>[\w.-]+:)?ClientData\b[^>]*>.*?</(?P=prefix)?ClientData>", re.S)
WORD = rb"(<(?:[\w.-]+:)?%s>)([^<]*)(</)"
FORMULAS = re.compile(WORD % rb"(?:FmlaLink|FmlaRange|FmlaGroup|FmlaTxbx|FmlaPict)")


def moved(content: bytes, move: Move) -> bytes:
    """Notes of cells that move, and controls whose corner is over one, go along."""
    return DATA.sub(lambda found: _moved(found[0], move), content)


def followed(content: bytes, home: str, move: Move) -> bytes:
    """What controls refer to."""

    def follow(found: re.Match[bytes]) -> bytes:
        text = unescape(found[2].decode())
        after = move.follow(text, home)
        return found[0] if after == text else found[1] + escape(after).encode() + found[3]

    return FORMULAS.sub(follow, content)


def _moved(data: bytes, move: Move) -> bytes:
    note = re.search(rb"""ObjectType\s*=\s*["']Note["']""", data) is not None
    anchor = [int(part) for part in re.findall(rb"-?\d+", _word(data, rb"Anchor"))]
    if note:
        place = _word(data, rb"Row"), _word(data, rb"Column")
    elif len(anchor) == 8 and not re.search(rb"MoveWithCells\b", data):  # said, it means that it does not
        place = str(anchor[2]).encode(), str(anchor[0]).encode()
    else:
        return data
    if not all(part.strip().isdigit() for part in place):
        return data
    row, column = (int(part) + 1 for part in place)
    if not move.holds(Area(row, column, row, column)):
        return data
    data = _set(data, rb"Row", str(row - 1 + move.down)) if note else data
    data = _set(data, rb"Column", str(column - 1 + move.right)) if note else data
    if len(anchor) == 8:
        for at, by in ((0, move.right), (2, move.down), (4, move.right), (6, move.down)):
            anchor[at] += by
        data = _set(data, rb"Anchor", ", ".join(map(str, anchor)))
    return data


def _word(data: bytes, name: bytes) -> bytes:
    found = re.search(WORD % name, data)
    return found[2] if found else b""


def _set(data: bytes, name: bytes, text: str) -> bytes:
    return re.sub(WORD % name, lambda found: found[1] + text.encode() + found[3], data, count=1)
