"""The rows of a sheet as a stream, with what changes spliced in; rows and cells no change touches keep their bytes."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from xlseg.area import Area, letter, number
from xlseg.ooxml.merging import Change, Merging, sized, wider
from xlseg.ooxml.overlay import Overlay
from xlseg.ooxml.plain import plain, plain_rows, utf8
from xlseg.ooxml.sharing import Sharing
from xlseg.ooxml.written import Looks, Written

START = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(<((?:[\w.-]+:)?sheetData)(?:\s(?:[^>]*[^/>])?)?(/?)>)", re.DOTALL
)
NUMBER = re.compile(rb' r="(\d+)"')
STEP = 4096  # rows made at a time where there are none


class Unsorted(ValueError):
    """Rows of a sheet that do not stand in order. Its text: the number of the row that comes too late."""


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
    body = _Body(utf8(chunks))
    plain, before, tail = True, b"", b""
    for chunk in body:
        if (
            (b"!" in chunk and b"<!" in chunk)
            or (b"?" in chunk and b"<?" in chunk)
            or (before == b"<" and chunk[:1] in (b"!", b"?"))
        ):
            plain = False
        before = chunk[-1:]
    for tail in body.tails():
        pass
    return Edges(body.head, body.tag, tail, plain)


def spliced(
    chunks: Iterator[bytes], edges: Edges, overlay: Overlay, styles: Looks, merged: Iterable[Area]
) -> Iterator[bytes]:
    """The whole part: the head, the rows with the overlay in them, the tail.

    Raises Unsorted, and ValueError where the XML is broken.
    """
    body = _Body(utf8(chunks) if edges.plain else plain(utf8(chunks)))
    yield edges.head
    splice = _Splice(edges.tag, overlay.without([*merged]), styles)
    empty = body.start.endswith(b"/>")
    opened = body.start[:-2].rstrip() + b">" if empty else body.start
    made = chain(*map(splice.block, _whole(body, splice.tag)), splice.rest())
    first = next((part for part in made if part), b"")
    if empty and not first:
        yield body.start
    else:
        yield opened + first
        yield from made
        yield b"</" + edges.tag + b">"
    yield edges.tail


class _Body:
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
        self._rest = chain([held[found.end() :]], chunks)
        self._close = b"</" + self.tag

    def __iter__(self) -> Iterator[bytes]:
        if self.start.endswith(b"/>"):
            return
        held, close = b"", self._close
        for chunk in self._rest:
            held += chunk
            at = held.find(close)
            if at >= 0:
                self._rest = chain([held[at:]], self._rest)
                yield held[:at]
                return
            yield held[: -len(close)]
            held = held[-len(close) :]
        raise ValueError(close.decode())

    def tails(self) -> Iterator[bytes]:
        """What follows the rows, once they were iterated: the last of these, since comments may hold anything."""
        tail = b"".join(self._rest)
        if not self.start.endswith(b"/>"):
            tail = tail[tail.index(b">", tail.rindex(self._close)) + 1 :]
        yield tail


def _whole(chunks: Iterable[bytes], tag: bytes) -> Iterator[bytes]:
    """The same in blocks of whole rows."""
    held = b""
    for chunk in chunks:
        held += chunk
        at = held.rfind(tag)
        if at > 0:
            yield held[:at]
            held = held[at:]
    if held:
        yield held


class _Splice:
    """Blocks of rows, one after the other; next: the first row not yet dealt with."""

    def __init__(self, tag: bytes, overlay: Overlay, styles: Looks) -> None:
        prefix = tag.removesuffix(b"sheetData")
        from_1904 = bool(getattr(styles, "from_1904", False))
        self._overlay, self._bottom = overlay, overlay.bottom
        self._written = Written(styles, prefix, from_1904)
        self._sharing = Sharing(prefix.decode(), overlay, from_1904)
        self._merging = Merging(self._written, self._sharing.taken)
        self._p, self.tag, self.next = prefix, b"<" + prefix + b"row", 1

    def block(self, block: bytes) -> Iterator[bytes]:
        """Whole rows with the changes in them, and those before them that were not there."""
        before, *pieces = block.split(self.tag)
        if not pieces and not before.strip():
            yield before
            return
        rows = _counted(pieces)
        if rows is None or before.strip():
            before, *pieces = plain_rows(block, self.next - 1).split(self.tag)
            rows = _counted(pieces) or []
        if (
            any(a >= b for a, b in pairwise((self.next - 1, *rows)))
            if not isinstance(rows, range)
            else rows[0] < self.next
        ):
            raise Unsorted(str(next(b for a, b in pairwise((self.next - 1, *rows)) if a >= b)))
        yield before
        for top, bottom, some in _stretches(rows, pieces):
            yield from self.created(self.next, top - 1)
            self.next = bottom + 1
            yield self._sharing.settled(self._changed(top, bottom, some))

    def rest(self) -> Iterator[bytes]:
        """Rows below the last."""
        yield from self.created(self.next, self._bottom)

    def created(self, top: int, bottom: int) -> Iterator[bytes]:
        """Rows that were not there."""
        for low in range(top, min(bottom, self._bottom) + 1, STEP):
            high = min(low + STEP - 1, bottom, self._bottom)
            heights = self._heights(low, high)
            changes = self._changes(low, high)
            if changes or heights:
                yield self._made(range(low, high + 1), changes, heights)

    def _changes(self, top: int, bottom: int) -> dict[int, Change]:
        found = self._overlay.columns(top, bottom) if top <= self._bottom else {}
        return {column: Change(column, parts, self._written) for column, parts in found.items()}

    def _heights(self, top: int, bottom: int) -> dict[int, float]:
        return {row: height for row, height in self._overlay.heights.items() if top <= row <= bottom}

    def _made(self, rows: range, changes: dict[int, Change], heights: dict[int, float]) -> bytes:
        tails = [(change.letter, change.tails()) for change in changes.values()]
        full = any(all(some) for _, some in tails)
        there = (
            repeat(True)
            if full
            else map(any, zip(*(some for _, some in tails), strict=True))
            if tails
            else repeat(False)
        )
        keep = [has or row in heights for row, has in zip(rows, there, strict=False)]
        if not all(keep):
            tails = [(name, [tail for tail, kept in zip(some, keep, strict=True) if kept]) for name, some in tails]
        numbers = [b"%d" % row for row, kept in zip(rows, keep, strict=True) if kept]
        heads = [b' r="' + at + b'">' for at in numbers]
        for at, row in enumerate(map(int, numbers)) if heights else ():
            heads[at] = sized(heads[at][:-1], heights.get(row)) + b">"
        return self._laid(heads, numbers, tails)

    def _laid(self, heads: list[bytes], numbers: list[bytes], tails: list[tuple[bytes, list[bytes]]]) -> bytes:
        """Rows joined from what comes before their new cells, and these."""
        parts: list[Iterable[bytes]] = [repeat(self.tag, len(heads)), heads]
        for name, some in tails:
            start = b"<" + self._p + b'c r="' + name
            if all(some):
                parts += [repeat(start, len(heads)), numbers, some]
            else:
                parts += [[start + at + tail if tail else b"" for at, tail in zip(numbers, some, strict=True)]]
        parts.append(repeat(b"</" + self._p + b"row>", len(heads)))
        flat = [b""] * (len(parts) * len(heads))
        for at, part in enumerate(parts):
            flat[at :: len(parts)] = part
        return b"".join(flat)

    def _changed(self, top: int, bottom: int, pieces: list[bytes]) -> bytes:
        """Rows that follow upon each other, with the changes."""
        changes, heights = self._changes(top, bottom), self._heights(top, bottom) if top <= self._bottom else {}
        if not changes and not heights:
            return self.tag + self.tag.join(pieces)
        quick = None if heights else self._appended(top, pieces, changes)
        if quick is not None:
            return quick
        return b"".join(
            self._merging.row(
                piece, row, {c: change for c, change in changes.items() if change.says(row)}, heights.get(row)
            )
            for row, piece in enumerate(pieces, top)
        )

    def _appended(self, top: int, pieces: list[bytes], changes: dict[int, Change]) -> bytes | None:
        """The rows where all changes follow upon their cells, or stand instead of the last ones; None where not so."""
        p = self._p
        if not all(map(bytes.endswith, pieces, repeat(b"</" + p + b"c></" + p + b"row>"))):
            return None
        numbers = [b"%d" % row for row in range(top, top + len(pieces))]
        last = _last(p, pieces, numbers)
        low, high = min(changes), max(changes)
        if last is None:
            return None
        if last < low:
            size = len(b"</" + p + b"row>")
            heads = [piece[:-size] for piece in pieces]
        else:
            cut = self._cut(pieces, numbers, changes, last)
            if cut is None:
                return None
            heads = cut
        return self._laid(_widened(heads, low, high), numbers, [(c.letter, c.tails()) for c in changes.values()])

    def _cut(
        self, pieces: list[bytes], numbers: list[bytes], changes: dict[int, Change], last: int
    ) -> list[bytes] | None:
        """The rows up to the first cell that changes, where only such follow and nothing of them stays."""
        low, high = min(changes), max(changes)
        if last > high or high - low >= len(changes) or not all(change.certain for change in changes.values()):
            return None
        start = b"<" + self._p + b'c r="' + letter(low).encode()
        cuts = list(map(bytes.find, pieces, [start + at + b'"' for at in numbers]))
        formulas = map(bytes.find, pieces, repeat(b"<" + self._p + b"f"), cuts)
        if min(cuts) < 0 or max(formulas) >= 0:
            return None
        return [piece[:at] for piece, at in zip(pieces, cuts, strict=True)]


def _last(prefix: bytes, pieces: list[bytes], numbers: list[bytes]) -> int | None:
    """The last column of all the rows; None where their last cells do not say."""
    start = b"<" + prefix + b"c"
    at = list(map(bytes.rfind, pieces, repeat(start)))
    begin = start + b' r="'
    if not all(map(bytes.startswith, pieces, repeat(begin), at)):
        return None
    first = pieces[0][at[0] + len(begin) : pieces[0].index(b'"', at[0] + len(begin))].rstrip(b"0123456789")
    if all(map(bytes.startswith, pieces, [begin + first + row + b'"' for row in numbers], at)):
        return number(first.decode())
    found = {piece[a + len(begin) : a + len(begin) + 3] for piece, a in zip(pieces, at, strict=True)}
    return max(number(re.match(b"[A-Z]*", letters)[0].decode()) for letters in found)  # type: ignore[index]


def _widened(heads: list[bytes], low: int, high: int) -> list[bytes]:
    """Rows whose spans hold these columns too."""
    ends = list(map(bytes.find, heads, repeat(b">")))
    if max(map(bytes.find, heads, repeat(b"spans"), repeat(0), ends)) < 0:
        return heads
    return [wider(head[:end], low, high) + head[end:] for head, end in zip(heads, ends, strict=True)]


def _counted(pieces: list[bytes]) -> range | list[int] | None:
    """The numbers of rows; None where one does not say it."""
    first = NUMBER.match(pieces[0]) if pieces else None
    if not first:
        return None
    rows = range(int(first[1]), int(first[1]) + len(pieces))
    if all(map(bytes.startswith, pieces, [b' r="%d"' % row for row in rows])):
        return rows
    found = list(map(NUMBER.match, pieces))
    return [int(match[1]) for match in found if match] if all(found) else None


def _stretches(rows: range | list[int], pieces: list[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
    """First and last row of those that follow upon each other, and them."""
    if isinstance(rows, range):
        yield rows[0], rows[-1], pieces
        return
    starts = [0, *(at for at in range(1, len(rows)) if rows[at] != rows[at - 1] + 1)]
    for low, high in pairwise((*starts, len(rows))):
        yield rows[low], rows[high - 1], pieces[low:high]
