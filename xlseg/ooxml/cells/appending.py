"""Rows that all change in the same columns, behind their cells or in place of some, without a look at the others."""

import re
from collections.abc import Mapping
from itertools import pairwise, repeat
from typing import NamedTuple

from xlseg.area import letter, number
from xlseg.ooxml.cells.merging import SPANS, Change, styled, wider

LETTERS, ATTRIBUTES = re.compile(b"[A-Z]*"), re.compile(b"([^>]*)>")


class Around(NamedTuple):
    """What stands before and after the cells that change, row by row. instead: whether they stand for others.

    styles: of the cells that are there, by column, where they stay.
    """

    before: list[bytes]
    after: list[bytes]
    instead: bool
    styles: Mapping[int, int]


def around(prefix: bytes, rows: list[bytes], pieces: list[bytes], changes: Mapping[int, Change]) -> Around | None:
    """Rows that follow upon each other, from behind the names of their tags on; None where this way is not safe.

    rows: their numbers.
    """
    end = b"</" + prefix + b"row>"
    start = b"<" + prefix + b"c"
    at = list(map(bytes.rfind, pieces, repeat(start)))
    numbers = [row + b'"' for row in rows]
    last = _last(start + b' r="', pieces, at, numbers) if _whole(prefix, end, pieces, at) else None
    if last is None:
        return None
    low, high = min(changes), max(changes)
    if not (_sorted(start, pieces[0]) and _sorted(start, pieces[-1])):
        return None
    if last < low:
        cut = -len(end)
        return Around([piece[:cut] for piece in pieces], [end] * len(pieces), instead=False, styles={})
    if high - low >= len(changes) or not all(change.valued for change in changes.values()):
        return None
    cuts = list(map(bytes.find, pieces, _cells(start, low, numbers)))
    after = [*map(len, pieces)] if last <= high else list(map(bytes.find, pieces, _cells(start, high + 1, numbers)))
    shared = b"<" + prefix + b"f "  # a formula others may share says so
    kept = [column for column, change in changes.items() if not change.certain]
    styles = {column: _style(pieces, cuts, after, _cells(start, column, numbers)) for column in kept}
    known = {column: style for column, style in styles.items() if style is not None}
    unsure = min(cuts) < 0 or min(after) < 0 or len(known) < len(kept)
    if unsure or max(map(bytes.find, pieces, repeat(shared), cuts, after)) >= 0:
        return None
    ends = [end] * len(pieces) if last <= high else [piece[one:] for piece, one in zip(pieces, after, strict=True)]
    return Around([piece[:cut] for piece, cut in zip(pieces, cuts, strict=True)], ends, instead=True, styles=known)


def _style(pieces: list[bytes], lows: list[int], highs: list[int], cells: list[bytes]) -> int | None:
    """The style the cells of a column have; None where they differ. lows, highs: where to look for them in each row."""
    first = ATTRIBUTES.match(pieces[0], max(pieces[0].find(cells[0], lows[0], highs[0]), 0) + len(cells[0]))
    if first and min(map(bytes.find, pieces, [cell + first[0] for cell in cells], lows, highs)) >= 0:
        return styled(first[1])  # all alike, as they mostly are
    places = list(map(bytes.find, pieces, cells, lows, highs))
    attributes = {
        row[at + len(cell) : row.find(b">", at)] if at >= 0 else b""
        for row, cell, at in zip(pieces, cells, places, strict=True)
    }
    styles = set(map(styled, attributes))
    return styles.pop() if len(styles) == 1 else None


def _cells(start: bytes, column: int, numbers: list[bytes]) -> list[bytes]:
    """How the cells of a column begin."""
    begin = start + b' r="' + letter(column).encode()
    return [begin + row for row in numbers]


def _whole(prefix: bytes, end: bytes, pieces: list[bytes], at: list[int]) -> bool:
    """Whether nothing but a cell stands at the end of every row."""
    if min(at) < 0:
        return False
    closed, empty = b"</" + prefix + b"c>" + end, b"/>" + end
    if all(map(bytes.endswith, pieces, repeat(closed))):
        return True
    return all(
        piece.endswith(closed) or (piece.endswith(empty) and piece.find(b">", one) == len(piece) - len(end) - 1)
        for piece, one in zip(pieces, at, strict=True)
    )


def _sorted(start: bytes, piece: bytes) -> bool:
    """Whether the cells of a row stand in order; a program that writes them otherwise does so throughout."""
    columns = [number(name.decode()) for name in re.findall(start + b' r="([A-Z]+)', piece)]
    return all(a < b for a, b in pairwise(columns))


def _last(begin: bytes, pieces: list[bytes], at: list[int], numbers: list[bytes]) -> int | None:
    """The last column of all these rows; None where a cell at the end does not say where it stands."""
    first = LETTERS.match(pieces[0], at[0] + len(begin))
    if first and all(map(bytes.startswith, pieces, [begin + first[0] + row for row in numbers], at)):
        return number(first[0].decode())  # all alike, as they mostly are
    if not all(map(bytes.startswith, pieces, repeat(begin), at)):
        return None
    letters = {piece[one + len(begin) : one + len(begin) + 3] for piece, one in zip(pieces, at, strict=True)}
    names = {found[0] for text in letters if (found := LETTERS.match(text))}
    return max(number(name.decode()) for name in names)


def widened(heads: list[bytes], which: list[bool], low: int, high: int) -> list[bytes]:
    """Rows; which: of these, the spans hold those columns too."""
    ends = list(map(bytes.find, heads, repeat(b">")))
    if max(map(bytes.find, heads, repeat(b"spans"), repeat(0), ends)) < 0:
        return heads
    first = SPANS.search(heads[0][: ends[0]])
    old = first[0] if first and all(which) else b">"
    if min(map(bytes.find, heads, repeat(old), repeat(0), ends)) >= 0:  # all alike, as they mostly are
        return list(map(bytes.replace, heads, repeat(old), repeat(wider(old, low, high)), repeat(1)))
    each = zip(heads, ends, which, strict=True)
    return [wider(head[:end], low, high) + head[end:] if wide else head for head, end, wide in each]
