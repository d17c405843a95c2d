"""The part of a sheet cut at the element that holds its rows, and its rows in blocks."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

START = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(<((?:[\w.-]+:)?sheetData)(?:\s(?:[^>]*[^/>])?)?(/?)>)", re.DOTALL
)
LEAST = 1 << 10  # bytes cut at a time
RARE = b"D"  # of the tags' letters the one that cells rarely hold


class Body:
    """A part cut at the element that holds the rows; iterated, the bytes of its content."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        held, found = b"", None
        for chunk in chunks:
            held += chunk
            found = next((match for match in START.finditer(held) if match[1]), None)
            if found:
                break
        if not found:
            raise ValueError("sheetData")
        self.head, self.start, self.tag = held[: found.start()], found[1], found[2]
        self._rest = _large(chain([held[found.end() :]], chunks))
        self._close = b"</" + self.tag

    @property
    def empty(self) -> bool:
        """Whether the element has no end tag."""
        return self.start.endswith(b"/>")

    def __iter__(self) -> Iterator[bytes]:
        if self.empty:
            return
        before, size = b"", len(self._close)
        for chunk in self._rest:
            end = before[-size:]
            across = (end + chunk[:size]).find(self._close)
            if across >= 0 or within(chunk, self._close, RARE):
                at = len(before) + (across - len(end) if across >= 0 else chunk.find(self._close))
                joined = before + chunk
                self._rest = chain([joined[at:]], self._rest)
                yield joined[:at]
                return
            yield before
            before = chunk
        raise ValueError(self._close.decode())

    def tail(self) -> bytes:
        """What follows the rows, once they were iterated: the last of these, since comments may hold anything."""
        tail = b"".join(self._rest)
        return tail if self.empty else tail[tail.index(b">", tail.rindex(self._close)) + 1 :]


def within(chunk: bytes, sign: bytes, rare: bytes) -> bool:
    """Whether the sign is there; rare: a letter of it, which is looked for in a tenth of the time."""
    return rare in chunk and sign in chunk


def _large(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same in pieces longer than any tag."""
    held = b""
    for chunk in chunks:
        held = held + chunk if held else chunk
        if len(held) >= LEAST:
            yield held
            held = b""
    yield held


def whole(chunks: Iterable[bytes], tag: bytes) -> Iterator[bytes]:
    """The same in blocks of whole rows."""
    held = b""
    for chunk in chunks:
        at = chunk.rfind(tag)
        if at > 0 or (held and not at):
            yield b"".join((held, memoryview(chunk)[:at]))
            held = chunk[at:]
        else:
            held += chunk
    if held:
        yield held
