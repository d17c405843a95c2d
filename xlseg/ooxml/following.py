"""Formulas that refer to cells which moved, in sheets of any size and in the parts around them."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.formula.translate import Translator

from xlseg.area import number
from xlseg.cells import letter
from xlseg.ooxml.moves import Move
from xlseg.ooxml.package import Stream
from xlseg.ooxml.tree import Element, dump, local, parse

SPOKEN = (
    *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"),
)  # elements whose text is a formula
NAMED = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "cellRange")  # attributes that are
PREFIX = rb"(?:[\w.-]+:)?"
TEXT = rb"((?:[^<]|<!\[CDATA\[.*?\]\]>)*)"
FORMULA = rb"<(?P<tag>" + PREFIX + rb"(?:f|formula[12]?))\b(?P<facts>[^>]*?)(?:/>|>(?P<text>" + TEXT[1:-1] + rb")</)"
LINK = rb"<" + PREFIX + rb"hyperlink\b[^>]*>"
CELL = rb"<" + PREFIX + rb"(?P<kind>row|c)\b(?P<at>[^>]*)>"
FORMULAS = re.compile(FORMULA + rb"|(?P<link>" + LINK + rb")", re.S)
CELLS = re.compile(FORMULA + rb"|(?P<link>" + LINK + rb")|" + CELL, re.S)
END = re.compile(rb"</" + PREFIX + rb"(?:c|row)>\Z")
LOCATION = re.compile(rb"""(?<=\blocation=)("[^"]*"|'[^']*')""")
FACT = rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')"""
SHARING = re.compile(rb"""\s(?:t|si|ref)\s*=\s*(?:"[^"]*"|'[^']*')""")


class Shared(NamedTuple):
    """A formula several cells share, as the cell has it that says it."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int) -> str:
        """As another cell has it."""
        here, there = f"{letter(self.column)}{self.row}", f"{letter(column)}{row}"
        return (
            str(Translator(f"={self.text}", origin=here).translate_formula(there))[1:] if here != there else self.text
        )


def follow_tree(root: Element, home: str, move: Move) -> None:
    """All references in a small part, of sheet `home` where they do not say of which."""
    for element in root.iter():
        if local(element) in SPOKEN and element.text:
            element.text = move.follow(element.text, home)
        elif local(element) == "hyperlink" and element.get("location"):
            element.set("location", move.follow(element.get("location", ""), home))
        for name in NAMED:
            if element.get(name):
                element.set(name, move.follow(element.get(name, ""), home))


def follow_rows(part: Stream, home: str, move: Move) -> Stream | None:
    """What streams another worksheet with its formulas moved along; None where none speaks of moved cells."""
    spoken = move.sheet.replace("'", "''").casefold()

    def mentions(found: re.Match[bytes]) -> bool:
        raw = found["text"] or found["link"] or b""
        return b"!" in raw and spoken in _plain(raw).casefold()

    if not any(b"!" in piece and any(map(mentions, FORMULAS.finditer(piece))) for piece in pieces(part)):
        return None
    seen = _Follower(home, move)
    for piece in pieces(part):
        CELLS.sub(seen, piece)
    if not seen.changed:
        return None

    def followed() -> Iterator[bytes]:
        writer = _Follower(home, move, seen.apart)
        return (CELLS.sub(writer, piece) for piece in pieces(part))

    return followed


class _Follower:
    """Goes through a sheet, piece by piece, and says what each formula becomes.

    apart: the shared formulas that cells can share no longer, known after a first time through.
    """

    def __init__(self, home: str, move: Move, apart: frozenset[bytes] | set[bytes] = frozenset()) -> None:
        self.home, self.move, self.apart = home, move, set(apart)
        self.changed = False
        self._row = self._column = 0
        self._shared: dict[bytes, Shared] = {}

    def __call__(self, found: re.Match[bytes]) -> bytes:
        if found["kind"]:
            self._step(found)
            return found[0]
        if found["link"]:
            return LOCATION.sub(self._link, found[0])
        if _fact(b"t", found["facts"]) == b"shared":
            return self._share(found)
        if not (text := _plain(found["text"] or b"")):
            return found[0]
        return self._said(found, text, found["facts"])

    def _step(self, found: re.Match[bytes]) -> None:
        place = _fact(b"r", found["at"]).decode()
        if found["kind"] == b"row":
            self._row, self._column = int(place or self._row + 1), 0
        else:
            letters = place.rstrip("0123456789")
            self._column = number(letters) if letters else self._column + 1

    def _link(self, found: re.Match[bytes]) -> bytes:
        before = _plain(found[0][1:-1])
        after = self.move.follow(before, self.home)
        self.changed = self.changed or after != before
        return b'"' + escape(after, {'"': "&quot;"}).encode() + b'"' if after != before else found[0]

    def _share(self, found: re.Match[bytes]) -> bytes:
        group, text = _fact(b"si", found["facts"]), _plain(found["text"] or b"")
        if text:
            self._shared[group] = Shared(text, self._row, self._column)
        shared = self._shared.get(group)
        if shared is None:
            return found[0]
        own = shared.at(self._row, self._column) if "!" in shared.text else shared.text
        if self.move.follow(own, self.home) != own:
            self.apart.add(group)
            self.changed = True
        if group not in self.apart:
            return found[0]
        return self._said(found, own, SHARING.sub(b"", found["facts"]), anew=True)

    def _said(self, found: re.Match[bytes], text: str, facts: bytes, anew: bool = False) -> bytes:
        after = self.move.follow(text, self.home)
        if after == text and not anew:
            return found[0]
        self.changed = True
        end = b"</" + (found["tag"] + b">" if found["text"] is None else b"")
        return b"<" + found["tag"] + facts + b">" + escape(after).encode() + end


def pieces(part: Stream) -> Iterator[bytes]:
    """The part cut between cells, in UTF-8."""
    held = b""
    for piece in _utf8(part):
        held += piece
        end = max(_end(held, b"c>"), _end(held, b"row>"))
        if end:
            yield held[:end]
            held = held[end:]
    yield held


def _end(held: bytes, mark: bytes) -> int:
    """After the last cell or row that ends in `held`; 0 where none does."""
    at = held.rfind(mark)
    while at >= 0:
        if END.search(held, max(0, at - 80), at + len(mark)):
            return at + len(mark)
        at = held.rfind(mark, 0, at)
    return 0


def _utf8(part: Stream) -> Iterator[bytes]:
    stream = part()
    first = next(stream, b"")
    if first[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in first[:4]:
        yield dump(parse(b"".join([first, *stream])))
        return
    yield first
    yield from stream


def _fact(name: bytes, facts: bytes) -> bytes:
    """An attribute; b'' where it is not there."""
    found = re.search(FACT % name, facts)
    return (found[1] or found[2] or b"") if found else b""


def _plain(raw: bytes) -> str:
    """Text as it is meant."""
    parts = re.split(r"<!\[CDATA\[(.*?)\]\]>", raw.decode(), flags=re.S)
    return "".join(part if at % 2 else unescape(part) for at, part in enumerate(parts))
