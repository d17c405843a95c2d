"""The cells of a worksheet's XML, a few megabytes at a time, found by arithmetic on its bytes.

What is certain is read: the plain markup that Excel and the usual writers use. Anything else is Strange, and is for
a reader that takes its time: prefixes, single quotes, comments, CDATA, blanks between tags, attributes in odd places.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from xlseg.held import Sort
from xlseg.ooxml.around.ranges import ROWS
from xlseg.ooxml.reading.found import INLINE, MASKS, NOTHING, Block, Bytes, Strange, block, word
from xlseg.ooxml.reading.shared import HEAD

SPAN, LONGEST = 1 << 18, 64  # bytes looked at in one go; of the attributes of a cell
TAIL = re.compile(rb'((?: [\w:]+="[^"<>&]*")*) ?/?')
TYPES = {"s": Sort.SHARED, "b": Sort.BOOL, "e": Sort.ERROR, "str": Sort.TEXT, "d": Sort.ISO, "inlineStr": INLINE}
MOST_BARE = 1 << 20  # bytes kept of what stands around the rows
MOST_HEAD, DECLARED = 1 << 25, 5  # bytes before the rows; the first of them, in which a declaration begins
ADDRESS = word(b' r="')
TENS = 10 ** np.arange(8)
MIX = np.uint64(0x9E3779B97F4A7C15)


class Bare:
    """A worksheet part without its rows, known once these were read. plain: whether no row declares a namespace."""

    def __init__(self) -> None:
        self.content, self.plain = b"", True

    def keep(self, content: bytes, pieces: Iterator[bytes]) -> None:
        """Nothing where that is so much that it would rather be read again."""
        while len(content) < MOST_BARE:
            if not (piece := next(pieces, b"")):
                self.content = content
                return
            content += piece


def blocks(stream: Iterable[bytes], formats: Sequence[Sort], bare: Bare) -> Iterator[Block]:
    """The cells of a worksheet part, which is read only once.

    formats: what a number is, by style. bare: told what stands around the rows. Raises Strange.
    """
    scanner = Scanner(formats)
    for rows in spans(stream, bare):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", DeprecationWarning)  # of numpy, where a number is none
                found = scanner.block(rows)
        except (DeprecationWarning, IndexError, OverflowError, ValueError) as error:
            raise Strange(str(error)) from None
        yield found


def spans(stream: Iterable[bytes], bare: Bare) -> Iterator[bytes]:
    """Whole rows of the sheet, some megabytes at a time."""
    pieces = iter(stream)
    head, rest = _rows(pieces)
    while rest is not None:
        held, size = [rest], 0
        while size <= SPAN + len(rest) and (piece := next(pieces, b"")):
            held.append(piece)
            size += len(piece)
        data = b"".join(held)
        end = data.find(b"</sheetData") if b"D" in data else -1  # a rare letter is found in a tenth of the time
        if end < 0 and not size:
            raise Strange("no end")
        cut = data.rfind(b"<row") if end < 0 else end
        if cut > 0:
            bare.plain &= b"m" not in data or data.find(b"xmlns", 0, cut) < 0
            yield data[:cut]
        rest = None if end >= 0 else data[max(cut, 0) :]
        if end >= 0:
            bare.keep(head + data[end:], pieces)


def _rows(pieces: Iterator[bytes]) -> tuple[bytes, bytes | None]:
    """What stands before the rows, and what was read past their beginning; None where there are none."""
    data, found = b"", None
    while not (found := re.search(rb"<sheetData[^>]*>", data)):
        if not (piece := next(pieces, b"")) or len(data) > MOST_HEAD:
            raise Strange("no rows")
        data += piece
    head = data[: found.start()]
    if not HEAD.match(head + b" ") or b"<!" in head or b"<?" in head[DECLARED:]:
        raise Strange("head")
    return data[: found.end()], None if found[0].endswith(b"/>") else data[found.end() :]


class Scanner:
    """Takes rows in turn: a row without a number follows the one before."""

    def __init__(self, formats: Sequence[Sort]) -> None:
        self.formats = formats
        self.last = -1  # row
        self.keys = np.zeros(0, np.uint64)  # of attributes that were seen, in order, and what they say of a cell
        self.sorts = np.zeros(0, np.uint8)

    def block(self, data: bytes) -> Block:
        """What these rows hold. Raises Strange."""
        text = Bytes(data)
        tags = np.flatnonzero(text.bytes == ord("<"))
        first = text.bytes[tags + 1]
        if ((first == ord("!")) | (first == ord("?"))).any():
            raise Strange("comment or CDATA")
        rows = np.flatnonzero(first == ord("r"))
        rows = rows[(text.words[tags[rows]] & MASKS[4]) == word(b"<row")]
        cells = np.flatnonzero(first == ord("c"))
        second = text.bytes[tags[cells] + 2]
        if (second < ord(" ")).any():
            raise Strange("blanks in a tag")
        cells = cells[(second == ord(" ")) | (second == ord(">")) | (second == ord("/"))]
        bounds, numbers = np.searchsorted(cells, rows), self._numbers(text, tags[rows])
        if not len(cells):
            return NOTHING
        if not len(rows) or bounds[0]:
            raise Strange("cells outside rows")
        tags = np.concatenate([tags, np.full(8, len(data))])
        place, ends = _addresses(text, tags[cells], numbers, bounds)
        return block(text, tags, cells, place, self._sorts(text, ends, tags[cells + 1] - 1))

    def _numbers(self, text: Bytes, rows: np.ndarray) -> np.ndarray:
        """The 0-based number of each row."""
        if not len(rows):
            return rows
        if ((text.words[rows + 4] & MASKS[4]) == ADDRESS).all():
            found, ends = text.number(rows + 8)
            if (text.bytes[ends] != ord('"')).any():
                raise Strange("number of a row")
        else:
            found = np.array([self._number(text.data[at : text.data.index(b">", at)]) for at in rows.tolist()])
        if found.max() > ROWS or found.min() < 1:
            raise Strange("number of a row")
        self.last = int(found[-1]) - 1
        return found - 1

    def _number(self, tag: bytes) -> int:
        if found := re.search(rb'\sr="(\d{1,7})"', tag):
            self.last = int(found[1]) - 1
        elif re.search(rb"\sr\s*=", tag):
            raise Strange("number of a row")
        else:
            self.last += 1
        return self.last + 1

    def _sorts(self, text: Bytes, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """What cells hold, by the attributes after their address: few different ones, each read once."""
        length = ends - starts
        if (text.bytes[ends] != ord(">")).any() or (length < 0).any() or length.max() > LONGEST:
            raise Strange("attributes")
        key = length.astype(np.uint64)
        for at in range(0, int(length.max()), 8):
            key = (key ^ (text.words[starts + at] & MASKS[np.clip(length - at, 0, 8)])) * MIX
            key ^= key >> np.uint64(29)
        found = np.searchsorted(self.keys, key)
        unknown = np.flatnonzero(np.append(self.keys, 0)[found] != key) if len(self.keys) else np.arange(len(key))
        if len(unknown):
            new, firsts = np.unique(key[unknown], return_index=True)
            read = [self._sort(text.data[starts[n] : ends[n]]) for n in unknown[firsts].tolist()]
            keys, sorts = np.append(self.keys, new), np.append(self.sorts, np.array(read, np.uint8))
            order = np.argsort(keys)
            self.keys, self.sorts = keys[order], sorts[order]
            found = np.searchsorted(self.keys, key)
        return np.asarray(self.sorts[found])

    def _sort(self, tail: bytes) -> int:
        whole = TAIL.fullmatch(tail)
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', whole[1].decode())) if whole else {"r": ""}
        kind, style = said.get("t", "n"), int(said.get("s", 0))
        if "r" in said or (kind != "n" and kind not in TYPES):
            raise Strange("attributes")
        return TYPES[kind] if kind != "n" else self.formats[style] if style < len(self.formats) else Sort.NUMBER


def _addresses(
    text: Bytes, at: np.ndarray, numbers: np.ndarray, bounds: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Row and column of each cell, 0-based, and where its other attributes begin."""
    counts = np.diff(bounds, append=len(at))
    rows = np.repeat(numbers, counts)
    told = (text.words[at + 2] & MASKS[4]) == ADDRESS
    if not told.any():
        return (rows, np.arange(len(at)) - np.repeat(bounds, counts)), at + 2
    first, second, third = (text.bytes[at + n].astype(np.int32) - ord("A") for n in (6, 7, 8))
    two, digits = second >= 0, np.repeat(np.searchsorted(TENS, numbers + 1, side="right"), counts)
    three = two & (third >= 0)
    columns = np.where(two, (first + 1) * 26 + second, first)
    columns = np.where(three, (columns + 1) * 26 + third, columns)
    ends = at + 7 + two + three + digits
    right = told & (first >= 0) & (np.maximum(first, np.maximum(second * two, third * three)) < 26)
    right &= (text.bytes[ends] == ord('"')) & (text.bytes[ends - 1] - ord("0") == (rows + 1) % 10)
    if not right.all() or columns.max() >= 16_384:
        raise Strange("address of a cell")
    return (rows, columns), ends + 1
