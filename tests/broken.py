"""Workbooks broken in every way: `mutated(seed)` breaks one of SEEDS, the same for the same number."""

import io
import random
import re
import warnings
import zipfile

from ordinary import SEEDS, original

NASTY = ("", "0", "-1", "1", "1048577", "16385", "99999999999999999999", "1e308", "NaN", "A0", "XFE1", "A1:A", "ZZZZ9")
NASTY += ("A1048577", "A1:XFD1048576", "é\u0001", "rId999", "../../x", "true", "x" * 70_000, "&#0;", "&#x110000;")
LOVED = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/")
Parts = list[tuple[str, bytes]]


def mutated(seed: int, book: bytes | None = None) -> bytes:
    """A workbook broken in one to three ways."""
    draw = random.Random(seed)
    content = book or original(seed % len(SEEDS))
    if draw.random() < 0.2:
        return _bytes_broken(content, draw)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choices(CHANGES, WEIGHTS)[0]
        if parts:
            change(parts, draw)
    return _packed(parts, draw)


def _packed(parts: Parts, draw: random.Random) -> bytes:
    out, method = io.BytesIO(), draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(out, "w", method) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's, about names that are there twice
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return _lying(out.getvalue(), draw) if draw.random() < 0.03 else out.getvalue()


def _lying(content: bytes, draw: random.Random) -> bytes:
    """Another size, checksum, offset or packing in an entry of the central directory."""
    places = [found.start() for found in re.finditer(b"PK\x01\x02", content)]
    if not places:
        return content
    at = draw.choice(places) + draw.choice((8, 10, 16, 20, 24, 42))
    return content[:at] + draw.choice((b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x01\0\0\0")) + content[at + 4 :]


def _bytes_broken(content: bytes, draw: random.Random) -> bytes:
    """The file itself: bits flipped, cut short, a range emptied or doubled."""
    broken = bytearray(content)
    at, size = draw.randrange(len(broken)), draw.choice((1, 4, 64, 1024))
    match draw.randrange(5):
        case 0:
            for _ in range(draw.choice((1, 8, 100))):
                broken[draw.randrange(len(broken))] ^= 1 << draw.randrange(8)
        case 1:
            del broken[at:]
        case 2:
            broken[at : at + size] = bytes(size)
        case 3:
            broken[at:at] = broken[at : at + size]
        case _:
            del broken[at : at + size]
    return bytes(broken)


def _some(parts: Parts, draw: random.Random) -> int:
    loved = [i for i, (name, _) in enumerate(parts) if name.startswith(LOVED)]
    return draw.choice(loved) if loved and draw.random() < 0.7 else draw.randrange(len(parts))


def _dropped(parts: Parts, draw: random.Random) -> None:
    del parts[draw.randrange(len(parts))]


def _doubled(parts: Parts, draw: random.Random) -> None:
    name, content = parts[_some(parts, draw)]
    parts.append((draw.choice((name, name.upper(), f"{name}x")), content))


def _renamed(parts: Parts, draw: random.Random) -> None:
    at = _some(parts, draw)
    name, content = parts[at]
    wrong = (
        f"../{name}",
        f"/{name}",
        name.replace("/", "\\"),
        name.upper(),
        f"C:/{name}",
        "xl/other.xml",
        f"{name}\0x",
    )
    parts[at] = (draw.choice(wrong), content)


def _swapped(parts: Parts, draw: random.Random) -> None:
    one, two = _some(parts, draw), draw.randrange(len(parts))
    (first, a), (second, b) = parts[one], parts[two]
    parts[one], parts[two] = (first, b), (second, a)


def _flipped(parts: Parts, draw: random.Random) -> None:
    at = _some(parts, draw)
    name, content = parts[at]
    broken = bytearray(content or b"x")
    for _ in range(draw.choice((1, 1, 5, 50))):
        broken[draw.randrange(len(broken))] = draw.randrange(256)
    parts[at] = (name, bytes(broken))


def _text_changed(parts: Parts, draw: random.Random) -> None:
    """Tags, attributes and texts of an XML part."""
    at = _some(parts, draw)
    name, content = parts[at]
    text = content.decode("utf-8", "replace")
    change = draw.choice(
        (_attribute, _attribute, _attribute, _value, _cut, _tag_gone, _tag_twice, _deep, _declared, _odd)
    )
    parts[at] = (name, change(text, draw).encode("utf-8", "surrogatepass"))


def _within(text: str, pattern: str, draw: random.Random) -> tuple[int, int]:
    found = [match.span(1) for match in re.finditer(pattern, text, re.DOTALL)]
    return draw.choice(found) if found else (0, 0)


def _attribute(text: str, draw: random.Random) -> str:
    start, end = _within(text, r'="([^"]*)"', draw)
    return text[:start] + draw.choice(NASTY) + text[end:]


def _value(text: str, draw: random.Random) -> str:
    start, end = _within(text, r">([^<>]+)</", draw)
    return text[:start] + draw.choice(NASTY) + text[end:]


def _cut(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[start + draw.choice((1, 10, 200, len(text))) :]


def _tag_gone(text: str, draw: random.Random) -> str:
    start, end = _within(text, r"(<[^<>]*>)", draw)
    return text[:start] + text[end:]


def _tag_twice(text: str, draw: random.Random) -> str:
    start, end = _within(text, r"(<(\w+)\b[^<>]*>.{0,500}?</\2>|<[^<>]*/>)", draw)
    return text[:end] + text[start:end] * draw.choice((1, 2, 2000)) + text[end:]


def _deep(text: str, draw: random.Random) -> str:
    _, end = _within(text, r"(<\w[^<>]*[^/]>)", draw)
    levels = draw.choice((100, 300, 5_000, 100_000))
    return text[:end] + "<a>" * levels + "</a>" * levels + text[end:]


def _declared(text: str, draw: random.Random) -> str:
    """Entities: one that grows a billionfold, one that reads a file."""
    grows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    declared = draw.choice((f'<!ENTITY a0 "ha">{grows}', '<!ENTITY a9 SYSTEM "file:///etc/hostname">', ""))
    start, end = _within(text, r">([^<>]+)</", draw)
    text = text[:start] + "&a9;" + text[end:]
    head = re.match(r"\s*<\?xml.*?\?>", text)
    at = head.end() if head else 0
    return text[:at] + f"<!DOCTYPE x [{declared}]>" + text[at:]


def _odd(text: str, draw: random.Random) -> str:
    """Still XML, or nearly: other encodings, prefixes, quotes, comments."""
    match draw.randrange(5):
        case 0:
            return text.replace("UTF-8", draw.choice(("UTF-16", "UTF-7", "x", "gbk")))
        case 1:
            return text.replace('"', "'")
        case 2:
            return text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "urn:x")
        case 3:
            return re.sub(r"<(/?)(row|c|v|f|sheet)\b", r"<\1x:\2", text)
        case _:
            return text.replace("<row", "<!-- <row --><row", 3)


CHANGES = (_dropped, _doubled, _renamed, _swapped, _flipped, _text_changed)
WEIGHTS = (1, 1, 1, 1, 2, 10)
