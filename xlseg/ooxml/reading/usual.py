"""Sheets and shared texts of whatever markup, written again in the usual one, so that they can be scanned too."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl.utils import coordinate_to_tuple

from xlseg.cells import letter


def sheet(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The rows of a worksheet part: values alone, their types, styles and formulas. Raises lxml's XMLSyntaxError."""
    yield b"<worksheet><sheetData>"
    for number, row in rows(stream):
        content = "".join(f'<c r="{letter(at)}{number}"{_cell(cell)}</c>' for at, cell in cells(row))
        yield f'<row r="{number}">{content}</row>'.encode()
    yield b"</sheetData></worksheet>"


def shared(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The texts of a part of shared texts. Raises lxml's XMLSyntaxError."""
    yield b"<sst>"
    yield from (f"<si>{_text(item)}</si>".encode() for item in elements(stream, "si"))
    yield b"</sst>"


def elements(stream: Iterable[bytes], name: str) -> Iterator[Any]:
    """The elements of that name, each once it is whole; it is forgotten when the next one is asked for."""
    parser = etree.XMLPullParser(("end",), tag="{*}" + name, resolve_entities=False, no_network=True, huge_tree=True)
    for piece in stream:
        parser.feed(piece)
        for _, element in parser.read_events():
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    parser.close()


def rows(stream: Iterable[bytes]) -> Iterator[tuple[int, Any]]:
    """Number and element of each row: one that does not tell follows the one before."""
    number = 0
    for row in elements(stream, "row"):
        number = int(row.get("r", number + 1))
        places = [cell.get("r") for cell in row if cell.get("r")]
        yield coordinate_to_tuple(places[0])[0] if places else number, row


def cells(row: Any) -> Iterator[tuple[int, Any]]:
    """The cells of a row by column: one without an address follows the one before."""
    at = 0
    for cell in row.iterfind("{*}c"):
        at = coordinate_to_tuple(cell.get("r"))[1] if cell.get("r") else at + 1
        yield at, cell


def _cell(cell: Any) -> str:
    """The attributes and content of a cell: what is no number though it should be is a text."""
    kind, style = cell.get("t", "n"), f' s="{cell.get("s")}"' if cell.get("s") else ""
    formula = "<f/>" if cell.find("{*}f") is not None else ""
    if (inline := cell.find("{*}is")) is not None:
        return f'{style} t="inlineStr">{formula}<is>{_text(inline)}</is>'
    value = "".join(cell.find("{*}v").itertext()) if cell.find("{*}v") is not None else None
    if value is None or kind == "inlineStr":
        return f"{style}{_typed(kind, kind == 'inlineStr')}>{formula}"
    return f"{style}{_typed(kind, kind == 'n' and not _number(value))}>{formula}<v>{escape(value)}</v>"


def _typed(kind: str, text: bool) -> str:
    return ' t="str"' if text else f' t="{kind}"'


def _number(value: str) -> bool:
    try:
        return bool(value == "" or (float(value) - float(value) == 0 and not {*value} & set("_ \t\r\n")))
    except ValueError:
        return False


def _text(item: Any) -> str:
    """A text of one or several parts; blanks around a part count where it says so."""
    kept = "{http://www.w3.org/XML/1998/namespace}space"
    parts = [t for t in item.iter("{*}t") if not t.getparent().tag.endswith("}rPh") and t.getparent().tag != "rPh"]
    texts = [
        f"<t{' xml:space=' + chr(34) + 'preserve' + chr(34) if t.get(kept) == 'preserve' else ''}>"
        f"{escape(''.join(t.itertext()))}</t>"
        for t in parts
    ]
    return texts[0] if len(texts) == 1 else "".join(f"<r>{text}</r>" for text in texts)
