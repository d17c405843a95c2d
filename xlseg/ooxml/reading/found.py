"""The values of cells whose tags were found, by column and by what they hold."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from xlseg.held import Run, Sort
from xlseg.ooxml.reading.shared import rich
from xlseg.stored import plain

INLINE = 15  # the sort of a cell before its text is looked at
NO_NUMBER = b"0123456789.eE+-<"  # but these
NOWHERE = np.zeros((0, 2), np.int64)
VALUED = (*range(Sort.SHARED + 1), Sort.BOOL, Sort.ERROR)  # what a value without text is nothing of
MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)


class Strange(Exception):  # noqa: N818
    """Markup that is not the usual one."""


class Block(NamedTuple):
    """What some rows hold. runs: by 0-based column. height, width: up to the last cell with a value.

    formulas: how far to the right formulas stand. missing: 0-based rows and columns of those without a result.
    """

    runs: dict[int, list[Run]]
    height: int = 0
    width: int = 0
    formulas: int = 0
    missing: np.ndarray = NOWHERE


NOTHING = Block({})


class Bytes:
    """Text with room behind it, to be looked at from many places at once."""

    def __init__(self, data: bytes) -> None:
        self.data, padded = data, data + bytes(LONGEST_LOOK)
        self.bytes = np.frombuffer(padded, np.uint8)
        self.words = np.ndarray(len(padded) - 8, "<u8", padded, strides=(1,))  # eight bytes from anywhere

    def number(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The digits from there on, as numbers, up to seven of them; and where they end."""
        found, ends = np.zeros(len(at), np.int64), at.copy()
        for _ in range(7):
            digit = self.bytes[ends] - np.uint8(ord("0"))
            more = (digit < 10) & (ends - at == _)
            found = np.where(more, found * 10 + digit, found)
            ends = ends + more
        return found, ends

    def opened(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the text after these tags of one letter begins, and whether the blanks around it count."""
        third = self.bytes[at + 2]
        plain = third == ord(">")
        if plain.all():
            return at + 3, ~plain
        kept = third == ord(" ")
        right = plain | (kept & (self.words[at + 2] == word(b" xml:spa")) & (self.words[at + 16] == word(b'eserve">')))
        if not right.all():
            raise Strange("tag of a value")
        return at + np.where(kept, 24, 3), kept


LONGEST_LOOK = 128


def word(text: bytes) -> np.uint64:
    """Up to eight bytes as they are compared."""
    return np.uint64(int.from_bytes(text, "little"))


class Texts(NamedTuple):
    """Where texts of cells begin and end; cells: which ones."""

    cells: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    sorts: np.ndarray


def block(
    text: Bytes, tags: np.ndarray, cells: np.ndarray, place: tuple[np.ndarray, np.ndarray], sorts: np.ndarray
) -> Block:
    """The values of cells. tags: where each '<' stands; cells: those of cells, by number; place: row and column."""
    after = tags[cells + 1]
    kinds = np.where(text.bytes[after - 2] == ord("/"), ord("/"), text.bytes[after + 1])
    at, computed = cells + 1, np.flatnonzero(kinds == ord("f"))
    if len(computed):
        ended = text.words[tags[at[computed] + 1]] & MASKS[3] == word(b"</f")
        at[computed] += 1 + ended
        kinds[computed] = text.bytes[tags[at[computed]] + 1]
    if not np.isin(kinds, list(b"/vi")).all():
        raise Strange("content of a cell")
    valued, inline = _valued(text, tags, at, sorts, kinds), np.flatnonzero(kinds == ord("i"))
    if len(inline) != np.count_nonzero(sorts[inline] == INLINE) or (valued.sorts == INLINE).any():
        raise Strange("inline text")
    plain, others = _inline(text, tags, at, inline)
    texts = Texts(*(np.concatenate(both) for both in zip(valued, plain, strict=True))) if len(inline) else valued
    runs = _runs(text, texts, *place)
    for cell in others.tolist():
        fragment = text.data[tags[at[cell]] : text.data.index(b"</c>", tags[at[cell]])]
        run = Run(Sort.OTHER, place[0][[cell]], [rich(fragment)])
        runs.setdefault(int(place[1][cell]), []).append(run)
    filled = np.concatenate([texts.cells, others])
    known = np.zeros(len(cells), bool)
    known[filled] = True
    missing = computed[~known[computed] & (sorts[computed] != Sort.TEXT)]
    far = [int(part[filled].max()) + 1 if len(filled) else 0 for part in place]
    right = int(place[1][computed].max()) + 1 if len(computed) else 0
    return Block(runs, far[0], far[1], right, np.column_stack([part[missing] for part in place]))


def _valued(text: Bytes, tags: np.ndarray, at: np.ndarray, sorts: np.ndarray, kinds: np.ndarray) -> Texts:
    """Cells with <v>, which stands alone or after <f>; without those it leaves empty."""
    cells = np.flatnonzero(kinds == ord("v"))
    at, sorts = at[cells], sorts[cells]
    ends = tags[at + 1]
    void = text.words[ends] & MASKS[3] != word(b"</v")
    starts, full = ends.copy(), np.flatnonzero(~void)  # void: <v/>
    starts[full], _ = text.opened(tags[at[full]])
    if (text.words[tags[at + 2 - void]] & MASKS[3] != word(b"</c")).any():
        raise Strange("content of a cell")
    kept = (starts < ends) | ~np.isin(sorts, VALUED)
    return Texts(cells[kept], starts[kept], ends[kept], sorts[kept])


def _inline(text: Bytes, tags: np.ndarray, at: np.ndarray, cells: np.ndarray) -> tuple[Texts, np.ndarray]:
    """Cells with one plain text, and the others, whose text is in several parts or empty."""
    at, letter = at[cells], text.bytes[tags[at[cells] + 1] + 2]
    plain = (text.bytes[tags[at + 1] + 1] == ord("t")) & ((letter == ord(">")) | (letter == ord(" ")))
    for number, tag in enumerate((b"</t>", b"</is", b"</c>"), 2):
        plain &= text.words[tags[at + number]] & MASKS[4] == word(tag)
    starts, kept = text.opened(tags[at[plain] + 1])
    sorts = np.where(kept, Sort.TEXT, Sort.TRIMMED).astype(np.uint8)
    return Texts(cells[plain], starts, tags[at[plain] + 2], sorts), cells[~plain]


def _runs(text: Bytes, texts: Texts, rows: np.ndarray, columns: np.ndarray) -> dict[int, list[Run]]:
    """The texts by column and sort, copied together in that order."""
    if not len(texts.cells):
        return {}
    keys = columns[texts.cells] * 16 + texts.sorts
    order = np.argsort(keys.astype(np.uint16) if keys.max() < 1 << 16 else keys, kind="stable")
    keys, found = keys[order], rows[texts.cells[order]].astype(np.int32)
    starts, sizes = texts.starts[order], (texts.ends - texts.starts)[order] + 1  # with the '<' behind it
    after = np.cumsum(sizes)
    copied = text.bytes[np.arange(after[-1]) + np.repeat(starts - after + sizes, sizes)].tobytes()
    known = copied.decode()  # or it is Strange
    if "&#" in known:
        plain(known, trimmed=False)  # so is what stands for no character
    edges = [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist(), len(keys)]
    runs: dict[int, list[Run]] = {}
    for start, stop in pairwise(edges):
        column, sort = divmod(int(keys[start]), 16)
        part = copied[after[start] - sizes[start] : after[stop - 1]]
        values = _numbers(part, stop - start) if sort <= Sort.SHARED else part
        if sort == Sort.SHARED:
            values = _references(np.asarray(values))
        runs.setdefault(column, []).append(Run(Sort(sort), found[start:stop], values))
    return runs


def _references(numbers: np.ndarray) -> np.ndarray:
    """Numbers of shared texts."""
    found = numbers.astype(np.int32) if (np.abs(numbers) < 1 << 31).all() else numbers[:0]
    if len(found) != len(numbers) or (found != numbers).any() or (found < 0).any():
        raise Strange("number of a shared text")
    return found


def _numbers(cells: bytes, count: int) -> np.ndarray:
    numbers = np.fromstring(cells, count=count, sep="<") if not cells.translate(None, NO_NUMBER) else NOWHERE[:, 0]
    if len(numbers) != count or not np.isfinite(numbers).all():
        raise Strange("number")
    return numbers
