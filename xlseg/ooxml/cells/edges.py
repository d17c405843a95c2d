"""What stands before and after the rows of a sheet."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xlseg.ooxml.cells.body import Body, within
from xlseg.ooxml.cells.plain import utf8

DECLARED = re.compile(rb"""\sxmlns:?([\w.-]*)\s*=\s*["']([^"']*)["']""")
UNUSUAL = ((b"<!", b"!"), (b"<?", b"?"), (b"xmlns", b"m"))  # what rows are not spliced with, and a rare letter of it
LONGEST = 4  # bytes of it that may be cut off


class Edges(NamedTuple):
    """The bytes before and after the rows of a sheet in UTF-8. tag: of the element that holds them, with its prefix.

    plain: whether the rows can be spliced as they stand.
    """

    head: bytes
    tag: bytes
    tail: bytes
    plain: bool = True


def edges(chunks: Iterator[bytes]) -> Edges:
    """Raises ValueError where there are no rows or the encoding is unknown."""
    body = Body(utf8(chunks))
    plain, before = _named_once(body.head, body.tag), b""
    for chunk in body:
        if any(within(chunk, sign, rare) or sign in before + chunk[:LONGEST] for sign, rare in UNUSUAL):
            plain = False
        before = chunk[-LONGEST:]
    return Edges(body.head, body.tag, body.tail(), plain)


def _named_once(head: bytes, tag: bytes) -> bool:
    """Whether the namespace of the rows has one prefix, so that these cannot have several."""
    prefix = tag.removesuffix(b"sheetData").rstrip(b":")
    spaces = dict(DECLARED.findall(head))
    return [*spaces.values()].count(spaces.get(prefix, b"")) < 2
