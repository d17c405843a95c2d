"""The XML of a sheet in the one form its rows are spliced in: UTF-8, cells and rows that say where they are, first."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from xlseg.area import letter, number

DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
ENCODING = re.compile(r"""(<\?xml[^>]*?encoding\s*=\s*["'])[\w.:-]+""")
SAME = ("utf-8", "ascii")
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
PLACE = {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same document in UTF-8. Raises ValueError for an encoding nobody knows or bytes it does not have."""
    first = next(chunks, b"")
    encoding = _encoding(first)
    if encoding in SAME:
        return chain([first], chunks)
    return _decoded(chain([first], chunks), encoding)


def _encoding(first: bytes) -> str:
    if first[:2] in MARKS:
        return MARKS[first[:2]]
    found = DECLARED.match(first)
    try:
        return codecs.lookup(found[1].decode()).name if found else "utf-8"
    except LookupError as error:
        raise ValueError(str(error)) from None


def _decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder, first = codecs.getincrementaldecoder(encoding)(), True
    for chunk in chunks:
        text = decoder.decode(chunk)
        yield (ENCODING.sub(r"\g<1>UTF-8", text, count=1) if first else text).encode()
        first = False
    yield decoder.decode(b"", final=True).encode()


def plain(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A document in UTF-8 with its rows in that form. Raises ValueError where it declares a document type."""
    writer = Plain()
    for chunk in chunks:
        yield writer.feed(chunk)
    yield writer.feed(b"", final=True)


def plain_rows(rows: bytes, last: int) -> bytes:
    """Whole rows in that form; last: the number of the row before them."""
    content = Plain(last).feed(b"<sheetData>" + rows + b"</sheetData>", final=True)
    return content.removeprefix(b"<sheetData>").removesuffix(b"</sheetData>").removeprefix(b"<sheetData/>")


class Plain:
    """What expat reads, written again; expat knows no entities here but XML's own, and opens nothing."""

    def __init__(self, last: int = 0) -> None:
        self._row, self._column = last, 0
        self._out: list[str] = []
        self._path: list[tuple[str, str]] = []  # the elements one is in, without their prefixes and as written
        self._known: list[dict[str, str]] = [{}]  # namespaces there, by prefix
        self._prefix = ""  # of the rows, which other programs may change from one to the next
        self._space: str | None = None
        self._open = False  # whether the last tag written may still turn out to be of an empty element
        self._parser = expat.ParserCreate("utf-8")
        self._parser.ordered_attributes = self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = _refused
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.CommentHandler = lambda text: self._aside(f"<!--{text}-->")
        self._parser.ProcessingInstructionHandler = lambda target, text: self._aside(f"<?{target} {text}?>")

    def feed(self, content: bytes, final: bool = False) -> bytes:
        try:
            self._parser.Parse(content, final)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None
        found = "".join(self._out).encode()
        self._out.clear()
        return found

    def _declared(self, version: str, _encoding: Any, standalone: int) -> None:
        said = "" if standalone < 0 else f' standalone="{"yes" if standalone else "no"}"'
        self._out.append(f'<?xml version="{version}" encoding="UTF-8"{said}?>\n')

    def _write(self, text: str) -> None:
        self._out.append(f">{text}" if self._open else text)
        self._open = False

    def _start(self, name: str, attributes: list[str]) -> None:
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        prefix, _, kind = name.rpartition(":")
        self._known.append(_declared_in(given, self._known[-1]))
        if kind == "sheetData":
            self._prefix, self._space = prefix, self._known[-1].get(prefix)
        elif self._space and self._known[-1].get(prefix) == self._space:
            name = f"{self._prefix}:{kind}" if self._prefix else kind
            given = {key: value for key, value in given.items() if value != self._space or not _declares(key)}
        if kind == "row" and self._inside("sheetData"):
            self._row, self._column = int(given.pop("r", self._row + 1)), 0
            given = {"r": str(self._row)} | given
        elif kind == "c" and self._inside("row"):
            given = {"r": self._address(given.pop("r", ""))} | given
        said = "".join(f" {key}={quoteattr(value, PLACE)}" for key, value in given.items())
        self._write(f"<{name}{said}")
        self._path.append((kind, name))
        self._open = True

    def _address(self, given: str) -> str:
        letters = given.upper().replace("$", "").rstrip("0123456789")
        self._column = number(letters) if letters else self._column + 1
        return f"{letter(self._column)}{self._row}"

    def _end(self, _: str) -> None:
        kind, name = self._path.pop()
        self._known.pop()
        self._space = None if kind == "sheetData" else self._space
        self._out.append("/>" if self._open else f"</{name}>")
        self._open = False

    def _text(self, text: str) -> None:
        if text.strip() or not (self._inside("row") or self._inside("sheetData")):
            self._write(escape(text, {"\r": "&#13;"}))

    def _aside(self, text: str) -> None:
        if all(kind != "sheetData" for kind, _ in self._path):
            self._write(text)

    def _inside(self, name: str) -> bool:
        return bool(self._path) and self._path[-1][0] == name


def _declares(key: str) -> bool:
    return key == "xmlns" or key.startswith("xmlns:")


def _declared_in(attributes: dict[str, str], known: dict[str, str]) -> dict[str, str]:
    """Namespaces by prefix, those too that an element declares."""
    if not any(map(_declares, attributes)):
        return known
    return known | {key[len("xmlns:") :]: value for key, value in attributes.items() if _declares(key)}


def _refused(*_: object) -> None:
    raise ValueError("DOCTYPE")
