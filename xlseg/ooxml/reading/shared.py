"""The texts cells share, and what a style's number format makes of a number."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
from lxml import etree

from xlseg.held import Sort, objects, packed
from xlseg.made import Made
from xlseg.stored import plain, texts, unescaped

DECLARED = rb'(?:\xef\xbb\xbf)?(?:<\?xml(?:(?!encoding)[^>])*(?:encoding="(?i:utf-8)"[^>]*)?\?>)?\s*'
HEAD = re.compile(DECLARED + rb"<(?:worksheet|sst)[\s>/]")
ITEM = re.compile(rb"<si>(?:<t>([^<]*)</t></si>|(.*?)</si>)|<si/>", re.DOTALL)
PART = re.compile(rb'<t(?: xml:space="(\w+)")?>([^<]*)</t>|<t ?/>')
PHONETIC = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
DATES = {str(n) for n in (*range(14, 23), *range(27, 37), 45, 47, *range(50, 59))}  # of the formats every Excel has
ELAPSED = "46"
LITERAL = re.compile(r'[_\\*].?|"(?:[_\\*].|[^"_\\*])*"?', re.DOTALL)


def shared(stream: Iterable[bytes]) -> np.ndarray | Made:
    """All texts of the part, in order; the runs of a rich one joined, without the guides to pronunciation.

    Where all are plain ones, as they mostly are, they are made when asked for, None for an empty one. Raises ValueError
    where the markup is not the usual one.
    """
    pieces = _items(stream)
    first = next(pieces)
    if not HEAD.match(first):
        raise ValueError("head of shared texts")
    read: list[bytes] = []
    others: Iterable[bytes] = ()
    for piece in chain([first], pieces):
        simple = _simple(piece)
        if simple is None:
            others = chain([piece], pieces)
            break
        read.append(simple)
    made = packed(_sound(b"".join(read)), trimmed=True) if others == () else None
    if made is not None:
        return made
    return objects(chain(*(texts(cells, trimmed=True) for cells in read), *map(_read, others)))


def _sound(cells: bytes) -> bytes:
    """The same; raises ValueError here, not once they are made, where they are no UTF-8 or refer to no character."""
    known = cells.decode()
    if "&#" in known:
        plain(known, trimmed=False)
    return cells


def _items(stream: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in stream:
        data = rest + piece
        cut = data.rfind(b"</si>") + 5
        if cut > 4:
            yield data[:cut]
            data = data[cut:]
        rest = data
    yield rest


def _simple(data: bytes) -> bytes | None:
    """Texts, each ended by '<', where every item is a plain one; the common case."""
    if b"<!" in data or data.count(b"<si") != data.count(b"<si>") + data.count(b"<si/>"):
        raise ValueError("markup of shared texts")
    items = data[max(data.find(b"<si>"), 0) : data.rfind(b"</si>") + 5]
    simple = items.replace(b"<si><t>", b"").replace(b"</t></si>", b"<")
    return simple if b">" not in simple and b"<si/>" not in data else None


def _read(data: bytes) -> Iterator[str]:
    simple = _simple(data)
    if simple is not None:
        yield from texts(simple, trimmed=True)
        return
    for one, several in ITEM.findall(data):
        yield unescaped(plain(one.decode(), trimmed=True)) if one or not several else rich(several)


def rich(content: bytes) -> str:
    """The text of several parts. Raises ValueError where their markup is not the usual one."""
    content = PHONETIC.sub(b"", content)
    parts = PART.findall(content)
    if content.count(b"<t") != len(parts) or b"<!" in content:
        raise ValueError("markup of a rich text")
    return unescaped("".join(plain(text.decode(), kept != b"preserve") for kept, text in parts))


def formats(styles: bytes) -> list[Sort]:
    """What a number is, by style: a number, a day or a span of time. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(styles, parser)
    codes = {found.get("numFmtId"): found.get("formatCode", "") for found in root.iterfind("{*}numFmts/{*}numFmt")}
    known = {number: sort_of(code) for number, code in codes.items()}
    return [known.get(n := style.get("numFmtId", "0"), _usual(n)) for style in root.iterfind("{*}cellXfs/{*}xf")]


def _usual(number: str) -> Sort:
    if number == ELAPSED:
        return Sort.DURATION
    return Sort.DATE if number in DATES else Sort.NUMBER


def sort_of(code: str) -> Sort:
    """What a number format shows, by the letters of days and times in its first section, outside of quotes."""
    code = LITERAL.sub("", code).partition(";")[0]
    afternoon = False  # A/P and am/pm have letters of their own
    for part in re.findall(r"\[[^\[\]]*\]|.", code.casefold(), re.DOTALL):
        if part == "[":
            break
        if re.fullmatch(r"\[(h+|m+|s+)\]", part):
            return Sort.DURATION
        if part in (*"pm/",) if afternoon else part in (*"dmhys",):
            return Sort.DATE
        afternoon = afternoon or part == "a"
    return Sort.NUMBER
