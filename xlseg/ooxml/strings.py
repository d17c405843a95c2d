"""Texts that cells share: those that no cell shows any more are taken out, where they must not be found again."""

import re
from collections.abc import Iterator

from xlseg.ooxml.book import Book
from xlseg.ooxml.cells.edges import edges
from xlseg.ooxml.cells.plain import plain, utf8
from xlseg.ooxml.package import Stream

SHARED = re.compile(rb'<(?:\w+:)?c\b[^>]*\st\s*=\s*["\']s["\'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d+)')
ITEM = re.compile(rb"<!--.*?-->|<\?.*?\?>|<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</\1si\s*>)", re.DOTALL)
CELL_END = b"c>"


def purge(book: Book) -> None:
    """Empty every shared text that no cell of a sheet refers to; the others keep their numbers."""
    part = next((r.part for r in book.relations.of(book.part, "sharedStrings")), None)
    part = part and book.package.find(part)
    if not part:
        return
    used = {number for name in sheets(book) for number in _used(_usual(book.package.current(name)))}
    numbers = iter(range(1 << 31))
    content = b"".join(utf8(book.package.stream(part)))
    if b"<![CDATA[" in content:
        content = b"".join(plain(iter([content])))

    def kept(found: "re.Match[bytes]") -> bytes:
        if found[1] is None:  # a comment, whatever it looks like
            return found[0]
        empty = b"<%ssi><%st/></%ssi>" % ((found[1],) * 3)
        return found[0] if next(numbers) in used else empty

    book.package.put(part, ITEM.sub(kept, content))


def sheets(book: Book) -> Iterator[str]:
    """Parts that hold cells."""
    for kind in ("worksheet", "xlMacrosheet", "dialogsheet"):
        yield from (r.part for r in book.relations.of(book.part, kind))


def _usual(stream: Stream) -> Iterator[bytes]:
    """A part in UTF-8, without what would hide a cell."""
    try:
        return utf8(stream()) if edges(stream()).plain else plain(utf8(stream()))
    except ValueError:  # no rows
        return iter(())


def _used(content: Iterator[bytes]) -> Iterator[int]:
    rest = b""
    for piece in content:
        held = rest + piece
        end = held.rfind(CELL_END) + len(CELL_END)
        yield from map(int, SHARED.findall(held, 0, max(end, 0)))
        rest = held[end:] if end > 1 else held
    yield from map(int, SHARED.findall(rest))
