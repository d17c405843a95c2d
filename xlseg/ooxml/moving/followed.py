"""Formulas that refer to cells which moved, in other sheets of any size, piece by piece."""

import re
from collections.abc import Iterator
from html import unescape
from xml.sax.saxutils import escape

from xlseg.cells import Area
from xlseg.ooxml.moving.following import Shared, follow_cells, follow_tree, numbered
from xlseg.ooxml.moving.moves import Move
from xlseg.ooxml.package import Stream
from xlseg.ooxml.tree import child, dump, parse

PREFIX = rb"(?:[\w.-]+:)?"
CDATA = b"<![CDATA["
FORMULA = re.compile(
    rb"<(?P<tag>" + PREFIX + rb"(?:f|formula[12]?))\b(?P<facts>[^>]*?)"
    rb"(?:/>|>(?P<text>[^<]*(?:<!\[CDATA\[.*?\]\]>[^<]*)*)</)"
    rb"|(?P<link><" + PREFIX + rb"hyperlink\b[^>]*>)",
    re.S,
)
END = re.compile(rb"</" + PREFIX + rb"(?:c|row)>\Z")
CELL = re.compile(rb"<" + PREFIX + rb"c\b([^>]*)>")
LOCATION = re.compile(rb"""(?<=\blocation=)("[^"]*"|'[^']*')""")
SHARING = re.compile(rb"""\s(?:t|si|ref)\s*=\s*(?:"[^"]*"|'[^']*')""")
FACTS = {name: re.compile(rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')""" % name) for name in (b"r", b"t", b"si")}
Edit = tuple[int, int, bytes]


class _BareError(Exception):
    """Cells that share a formula do not say where they stand."""


def follow_rows(part: Stream, home: str, move: Move) -> Stream | None:
    """What streams another worksheet with its formulas moved along; None where none speaks of moved cells."""
    seen = _Follower(home, move)
    try:
        if not seen.learn(part):
            return None
    except _BareError:
        return _in_whole(part, home, move)
    return lambda: (_edited(piece, seen.edits(piece)) for piece in pieces(part))


def _in_whole(part: Stream, home: str, move: Move) -> Stream | None:
    root = parse(b"".join(part()))
    data = child(root, "sheetData")
    cells = list(numbered(data)) if data is not None else []
    before = dump(root)
    follow_cells(cells, home, move)
    for element in (element for element in root if element is not data):
        follow_tree(element, home, move)
    after = dump(root)
    return (lambda: iter([after])) if after != before else None


class _Follower:
    """What each formula of a sheet becomes that speaks of the moved one."""

    def __init__(self, home: str, move: Move) -> None:
        self.home, self.move = home, move
        self._mention = _mention(move.sheet)
        self._shared: dict[bytes, Shared] = {}

    def learn(self, part: Stream) -> bool:
        """Whether anything changes; of shared formulas only those are kept in mind that cells share no longer."""
        changed, known = False, dict[bytes, Shared]()
        for piece in pieces(part):
            for found in self._spoken(piece):
                if found["link"] is None and _fact(b"t", found["facts"]) == b"shared":
                    known[_fact(b"si", found["facts"])] = Shared(_plain(found["text"] or b""), *_place(piece, found))
                changed = changed or bool(self._edit(found))
        for piece in pieces(part) if known else ():
            for found, shared in _sharing(piece, known):
                own = shared.at(*_place(piece, found))
                if self.move.follow(own, self.home) != own:
                    self._shared[_fact(b"si", found["facts"])] = shared
        return changed or bool(self._shared)

    def edits(self, piece: bytes) -> list[Edit]:
        """What changes in a piece, and where."""
        found = [edit for match in self._spoken(piece) if (edit := self._edit(match))]
        apart = [self._apart(piece, *one) for one in _sharing(piece, self._shared)] if self._shared else []
        return sorted(found + apart)

    def _spoken(self, piece: bytes) -> Iterator[re.Match[bytes]]:
        """Formulas and links that mention the sheet."""
        end = 0
        for mention in self._mention.finditer(piece) if b"!" in piece else ():
            if mention.start() >= end and (found := _element(piece, mention.start())):
                end = found.end()
                yield found

    def _edit(self, found: re.Match[bytes]) -> Edit | None:
        """Of a formula of one cell, or of a link."""
        if found["link"] is not None:
            after = LOCATION.sub(self._link, found[0])
            return (*found.span(), after) if after != found[0] else None
        before = _plain(found["text"] or b"")
        text = self.move.follow(before, self.home)
        if text == before or _fact(b"t", found["facts"]) == b"shared":
            return None
        return (*found.span(), _written(found, found["facts"], text))

    def _apart(self, piece: bytes, found: re.Match[bytes], shared: Shared) -> Edit:
        text = self.move.follow(shared.at(*_place(piece, found)), self.home)
        return (*found.span(), _written(found, SHARING.sub(b"", found["facts"]), text))

    def _link(self, found: re.Match[bytes]) -> bytes:
        before = _plain(found[0][1:-1])
        after = self.move.follow(before, self.home)
        return b'"' + escape(after, {'"': "&quot;"}).encode() + b'"' if after != before else found[0]


def _mention(sheet: str) -> re.Pattern[bytes]:
    """The name of the sheet as a formula says it, each character as itself or as what may stand for it in XML."""
    said = b"".join(_spelled(character) for character in sheet.replace("'", "''"))
    return re.compile(said + rb"(?:" + _spelled("'") + rb")?!", re.I)


def _spelled(character: str) -> bytes:
    code = ord(character)
    named = [f"&{name};" for name, meant in NAMES.items() if meant == character]
    others = [rf"&#0*{code};", rf"&#x0*{code:x};", *named]
    return b"(?:" + b"|".join([re.escape(character.encode()), *(other.encode() for other in others)]) + b")"


def _element(piece: bytes, inside: int) -> re.Match[bytes] | None:
    """The formula or link around a place."""
    start = piece.rfind(b"<", 0, inside)
    while piece.startswith(CDATA, start):
        start = piece.rfind(b"<", 0, start)
    return FORMULA.match(piece, max(start, 0))


def _sharing(piece: bytes, known: dict[bytes, Shared]) -> Iterator[tuple[re.Match[bytes], Shared]]:
    """Each cell's word of a shared formula, of those that are known."""
    at = piece.find(b"shared")
    while at >= 0:
        found = FORMULA.match(piece, max(piece.rfind(b"<", 0, at), 0))
        if found and found["tag"] and _fact(b"t", found["facts"]) == b"shared":
            shared = known.get(_fact(b"si", found["facts"]))
            if shared:
                yield found, shared
        at = piece.find(b"shared", found.end() if found else at + 1)


def _place(piece: bytes, found: re.Match[bytes]) -> tuple[int, int]:
    """Row and column of the cell a formula stands in."""
    cell = CELL.match(piece, max(piece.rfind(b"<", 0, found.start()), 0))
    try:
        return Area.of(_fact(b"r", cell[1]).decode() if cell else "")[:2]
    except ValueError:
        raise _BareError from None


def _written(found: re.Match[bytes], facts: bytes, text: str) -> bytes:
    end = b"</" + (found["tag"] + b">" if found["text"] is None else b"")
    return b"<" + found["tag"] + facts + b">" + escape(text).encode() + end


def _edited(piece: bytes, edits: list[Edit]) -> bytes:
    parts, at = [], 0
    for start, end, text in edits:
        parts += [piece[at:start], text]
        at = end
    return b"".join([*parts, piece[at:]])


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
    found = FACTS[name].search(facts)
    return (found[1] or found[2] or b"") if found else b""


def _plain(raw: bytes) -> str:
    """Text as it is meant."""
    if b"&" not in raw and CDATA not in raw:
        return raw.decode()
    parts = re.split(r"<!\[CDATA\[(.*?)\]\]>", raw.decode(), flags=re.S)
    return "".join(part if at % 2 else unescape(part) for at, part in enumerate(parts))


NAMES = {"amp": "&", "lt": "<", "gt": ">", "apos": "'", "quot": '"'}  # what XML has names for
