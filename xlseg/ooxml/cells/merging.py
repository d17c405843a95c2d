"""One row with changes merged into its cells; what does not change keeps its bytes."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from xlseg.area import letter, number
from xlseg.ooxml.cells.overlay import KEEP, Kept, Part, Run
from xlseg.ooxml.cells.plain import plain_rows
from xlseg.ooxml.cells.written import Written

STYLE = re.compile(rb"""\ss\s*=\s*(?:"(\d*)"|'(\d*)')""")
SPANS = re.compile(rb"""\sspans\s*=\s*["']([^"']*)["']""")
HEIGHTS = re.compile(rb"""\s(?:ht|customHeight)\s*=\s*(?:"[^"]*"|'[^']*')""")
BARE = re.compile(rb"""(?:\s+(?:r|spans|[\w.-]+:dyDescent)\s*=\s*(?:"[^"]*"|'[^']*'))*\s*""")
Taken = Callable[[bytes, int, int], None]  # told of a cell with a formula that is overwritten


class Change:
    """What changes in one column, in the rows of a block from `top` on."""

    def __init__(self, column: int, parts: list[Part], written: Written) -> None:
        self.column, self.letter, self.parts = column, letter(column).encode(), parts
        self._written, self._tops = written, [part.top for part in parts]

    @property
    def certain(self) -> bool:
        """Whether no cell that is there matters, in any row."""
        return all(part.certain for part in self.parts)

    @property
    def said(self) -> list[tuple[int, int]]:
        """First and last rows in which something changes."""
        return [part[:2] for part in self.parts if part.style is not None or isinstance(part.values, Run)]

    @property
    def valued(self) -> bool:
        """Whether the cell gets a value in every row."""
        return all(isinstance(part.values, Run) for part in self.parts)

    def tails(self, style: int = 0) -> list[bytes]:
        """From behind their addresses on, the cells of all rows; style: of those whose style stays."""
        found: list[bytes] = []
        for part in self.parts:
            known = style if part.style is None else part.style
            found += self._written.tails(_of(part), known, part.top, self.column)
        return found

    def says(self, row: int) -> bool:
        """Whether anything changes in that row."""
        part = self.parts[bisect_right(self._tops, row) - 1]
        return part.style is not None or isinstance(part.values, Run)

    def at(self, row: int) -> tuple[Any, int | None]:
        """Value and style in a row; KEEP and None where they stay."""
        part = self.parts[bisect_right(self._tops, row) - 1]
        return (KEEP if isinstance(part.values, Kept) else part.values.cut(row, row).values[0]), part.style


def _of(part: Part) -> Any:
    if isinstance(part.values, Run):
        return part.values.cut(part.top, part.bottom).values
    return [None] * (part.bottom - part.top + 1)


class Merging:
    """Rows of one sheet. taken: told of formulas that go."""

    def __init__(self, written: Written, taken: Taken) -> None:
        self._written, self._taken = written, taken
        p = self.prefix = written.prefix.encode()
        self._tag, self._end = b"<" + p + b"row", b"</" + p + b"row>"
        self._cell = re.compile(rb'<%bc r="([A-Z]+)\d+"([^>]*?)(/>|>.*?</%bc>)' % (p, p), re.DOTALL)
        self._any = re.compile(rb"<%bc[\s/>]" % p)

    def row(self, piece: bytes, row: int, changes: Mapping[int, Change], height: float | None) -> bytes:
        """A row, from behind the name of its tag on, with what stands between it and the next; with the changes."""
        end = piece.index(b">")
        closed = piece[end - 1 : end] == b"/"
        if not closed and self._end not in piece:
            return self.row(plain_rows(self._tag + piece, row - 1).removeprefix(self._tag), row, changes, height)
        head = piece[: end - closed]
        stop = end + 1 if closed else piece.rindex(self._end)
        body, after = piece[end + 1 : stop], piece[stop + (0 if closed else len(self._end)) :]
        cells = self._merged(body, row, changes) if changes else body
        found = sized(spanned(head, cells, self._cell), height)
        if cells == body and found == head:
            return self._tag + piece
        if not cells.strip():
            gone = body.strip() and BARE.fullmatch(found)
            return after if gone else b"<%brow%b/>%b" % (self.prefix, found, after)
        return b"<%brow%b>%b%b%b" % (self.prefix, found, cells, self._end, after)

    def _merged(self, body: bytes, row: int, changes: Mapping[int, Change]) -> bytes:
        cells = [*self._cell.finditer(body)]
        if len(cells) != len(self._any.findall(body)):
            return self._merged(self._plain(body, row), row, changes)
        columns = [_number(cell[1]) for cell in cells]
        if any(a >= b for a, b in pairwise(columns)):
            if twice := next((a for a, b in pairwise(sorted(columns)) if a == b), None):
                raise ValueError(f"{letter(twice)}{row}: 2")
            order = sorted(range(len(cells)), key=columns.__getitem__)
            return self._merged(b"".join(cells[at][0] for at in order), row, changes)
        out, at, todo = [], 0, sorted(changes, reverse=True)
        for cell, column in zip(cells, columns, strict=True):
            while todo and todo[-1] < column:
                out += [body[at : cell.start()], self._new(changes[todo.pop()], row)]
                at = cell.start()
            if todo and todo[-1] == column:
                out += [body[at : cell.start()], self._other(cell, changes[todo.pop()], row)]
                at = cell.end()
        last = cells[-1].end() if cells else 0
        new = [self._new(changes[column], row) for column in reversed(todo)]
        return b"".join((*out, body[at:last], *new, body[last:]))

    def _plain(self, body: bytes, row: int) -> bytes:
        whole = b'<%brow r="%d">%b%b' % (self.prefix, row, body, self._end)
        found = plain_rows(whole, row - 1)
        cells = found[found.index(b">") + 1 :].removesuffix(self._end)
        if len(self._cell.findall(cells)) != len(self._any.findall(cells)):
            raise ValueError(f"row {row}")
        return cells

    def _new(self, change: Change, row: int) -> bytes:
        value, style = change.at(row)
        return self._at(
            change, row, self._written.tail(None if value is KEEP else value, style or 0, row, change.column)
        )

    def _at(self, change: Change, row: int, tail: bytes) -> bytes:
        return b'<%bc r="%b%d%b' % (self.prefix, change.letter, row, tail) if tail else b""

    def _other(self, cell: "re.Match[bytes]", change: Change, row: int) -> bytes:
        """The cell with another value or style."""
        value, style = change.at(row)
        had, before = STYLE.search(cell[2]), styled(cell[2])
        after = before if style is None else style
        if value is not KEEP:
            if b"<%bf" % self.prefix in cell[3]:
                self._taken(cell[0], row, change.column)
            return self._at(change, row, self._written.tail(value, after, row, change.column))
        if after == before:
            return cell[0]
        attributes = cell[2][: had.start()] + cell[2][had.end() :] if had else cell[2]
        if not after and cell[3] in (b"/>", b"></%bc>" % self.prefix):
            return b""
        said = b' s="%d"' % after if after else b""
        return b'<%bc r="%b%d"%b%b%b' % (self.prefix, change.letter, row, said, attributes, cell[3])


def styled(attributes: bytes) -> int:
    """The style of a cell."""
    had = STYLE.search(attributes)
    return int((had[1] or had[2] or b"0") if had else 0)


@lru_cache(maxsize=1 << 15)
def _number(letters: bytes) -> int:
    return number(letters.decode())


def spanned(head: bytes, cells: bytes, pattern: "re.Pattern[bytes]") -> bytes:
    """The attributes of a row, whose spans hold all its cells."""
    if b"spans" not in head:
        return head
    columns = [_number(letters) for letters, *_ in pattern.findall(cells)]
    return wider(head, columns[0], columns[-1]) if columns else head


def wider(head: bytes, low: int, high: int) -> bytes:
    """The attributes of a row with spans over these columns too: those of one stretch grow, others are left out."""
    found = SPANS.search(head)
    if not found:
        return head
    stretches = [tuple(map(int, part.split(b":"))) for part in found[1].split() if part.count(b":") == 1]
    if any(a <= low and high <= b for a, b in stretches):
        return head
    if len(stretches) > 1 and all(any(a <= column <= b for a, b in stretches) for column in (low, high)):
        return head
    said = b' spans="%d:%d"' % (min(low, stretches[0][0]), max(high, stretches[0][1])) if len(stretches) == 1 else b""
    return head[: found.start()] + said + head[found.end() :]


def sized(head: bytes, height: float | None) -> bytes:
    """The attributes of a row of that height in points."""
    if height is None:
        return head
    said = b' ht="%b" customHeight="1"' % repr(height).removesuffix(".0").encode()
    return head if said in head else HEIGHTS.sub(b"", head) + said
