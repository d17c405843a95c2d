"""The rows of a sheet as a stream, with what changes spliced in; rows and cells no change touches keep their bytes."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise, repeat

from xlseg.area import Area
from xlseg.ooxml.cells.appending import around, widened
from xlseg.ooxml.cells.body import Body, whole
from xlseg.ooxml.cells.edges import Edges
from xlseg.ooxml.cells.merging import Change, Merging, sized
from xlseg.ooxml.cells.overlay import Overlay
from xlseg.ooxml.cells.plain import plain, plain_rows, utf8
from xlseg.ooxml.cells.sharing import Sharing
from xlseg.ooxml.cells.written import Looks, Written

NUMBER = re.compile(rb"""(?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+r\s*=\s*["'](\d+)["']""")
STEP = 4096  # rows made at a time where there are none


class UnsortedError(ValueError):
    """Rows of a sheet that do not stand in order. Its text: the number of the row that comes too late."""


def spliced(
    chunks: Iterator[bytes], edges: Edges, overlay: Overlay, styles: Looks, merged: Iterable[Area]
) -> Iterator[bytes]:
    """The whole part: the head, the rows with the overlay in them, the tail.

    Raises UnsortedError, and ValueError where the XML is broken.
    """
    body = Body(utf8(chunks) if edges.plain or not overlay else plain(utf8(chunks)))
    yield edges.head
    if overlay:
        yield from _changed(body, edges, overlay.without({*merged}), styles)
    else:
        yield body.start
        yield from body
        yield b"" if body.empty else b"</" + edges.tag + b">"
    yield edges.tail


def _changed(body: Body, edges: Edges, overlay: Overlay, styles: Looks) -> Iterator[bytes]:
    """The element of the rows."""
    splice = _Splice(edges.tag, overlay, styles)
    opened = body.start[:-2].rstrip() + b">" if body.empty else body.start
    made = chain(chain.from_iterable(map(splice.block, whole(body, splice.tag))), splice.rest())
    first = next((part for part in made if part), b"")
    if body.empty and not first:
        yield body.start
    else:
        yield opened + first
        yield from made
        yield b"</" + edges.tag + b">"


class _Splice:
    """Blocks of rows, one after the other; next: the first row not yet dealt with."""

    def __init__(self, tag: bytes, overlay: Overlay, styles: Looks) -> None:
        prefix = tag.removesuffix(b"sheetData")
        self._overlay, self._bottom = overlay, overlay.bottom
        self._written = Written(styles, prefix)
        self._sharing = Sharing(prefix.decode(), overlay, styles.from_1904)
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
            if not rows:
                yield before  # something that is no row
                return
        if (
            any(a >= b for a, b in pairwise((self.next - 1, *rows)))
            if not isinstance(rows, range)
            else rows[0] < self.next
        ):
            raise UnsortedError(f"row {next(b for a, b in pairwise((self.next - 1, *rows)) if a >= b)}")
        yield before
        arrays = b"array" in block
        for top, bottom, some in _stretches(rows, pieces):
            yield from self.created(self.next, top - 1)
            self.next = bottom + 1
            changed = self._changed(top, bottom, some)
            yield self._sharing.settled(changed) if self._sharing.concern(arrays) else changed

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
        return self._laid(heads, numbers, tails, repeat(b"</" + self._p + b"row>", len(heads)))

    def _laid(
        self, heads: list[bytes], numbers: list[bytes], tails: list[tuple[bytes, list[bytes]]], ends: Iterable[bytes]
    ) -> bytes:
        """Rows joined from what stands before their new cells, these, and what stands after."""
        parts: list[Iterable[bytes]] = [repeat(self.tag, len(heads)), heads]
        for name, some in tails:
            start = b"<" + self._p + b'c r="' + name
            if all(some):
                parts += [repeat(start, len(heads)), numbers, some]
            else:
                parts += [[start + at + tail if tail else b"" for at, tail in zip(numbers, some, strict=True)]]
        parts.append(ends)
        flat = [b""] * (len(parts) * len(heads))
        for at, part in enumerate(parts):
            flat[at :: len(parts)] = part
        return b"".join(flat)

    def _changed(self, top: int, bottom: int, pieces: list[bytes]) -> bytes:
        """Rows that follow upon each other, with the changes."""
        changes, heights = self._changes(top, bottom), self._heights(top, bottom) if top <= self._bottom else {}
        if not changes and not heights:
            return self.tag + self.tag.join(pieces)
        said = {low: high for low, high in united(chain(*(change.said for change in changes.values()))) if not heights}
        if said == {top: bottom} and (quick := self._quick(top, pieces, changes)) is not None:
            return quick
        if len(said) == 1 and not heights:
            [(low, high)] = said.items()
            parts = [(top, low - 1), (low, high), (high + 1, bottom)]
            some = [(a, b, pieces[a - top : b - top + 1]) for a, b in parts if a <= b]
            if len(some) > 1:
                return b"".join(self._changed(*part) for part in some)
        return b"".join(self._row(row, piece, changes, heights) for row, piece in enumerate(pieces, top))

    def _row(self, row: int, piece: bytes, changes: dict[int, Change], heights: dict[int, float]) -> bytes:
        found = {column: change for column, change in changes.items() if change.says(row)}
        if not found and row not in heights:
            return self.tag + piece
        return self._merging.row(piece, row, found, heights.get(row))

    def _quick(self, top: int, pieces: list[bytes], changes: dict[int, Change]) -> bytes | None:
        """Rows that all change in the same columns; None where each has to be looked at."""
        numbers = [b"%d" % row for row in range(top, top + len(pieces))]
        found = around(self._p, numbers, pieces, changes)
        if found is None:
            return None
        tails = [(change.letter, change.tails(found.styles.get(column, 0))) for column, change in changes.items()]
        full = any(all(some) for _, some in tails)
        if not full and found.instead:
            return None  # a row may be left with nothing
        has = [True] * len(pieces) if full else [*map(any, zip(*(some for _, some in tails), strict=True))]
        heads = widened(found.before, has, min(changes), max(changes))
        return self._laid(heads, numbers, tails, found.after)


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


def united(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last rows, in order, those that touch or overlap as one."""
    low, high = 0, -1
    for top, bottom in sorted(stretches):
        if top > high + 1:
            if high >= low:
                yield low, high
            low, high = top, bottom
        high = max(high, bottom)
    if high >= low:
        yield low, high
