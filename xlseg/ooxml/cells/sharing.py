"""Formulas that stay, where others of theirs go: shared ones get their own text, arrays end, results are forgotten."""

import re
from datetime import date, time, timedelta
from xml.sax.saxutils import escape, unescape

from xlseg.area import Area, number
from xlseg.hosts.carried import carried
from xlseg.ooxml.cells.overlay import KEEP, Overlay
from xlseg.ooxml.cells.written import own, serial

ATTRIBUTE = r"""\s%s\s*=\s*["']([^"']*)["']"""
KIND, REF, INDEX, TYPE = (re.compile(ATTRIBUTE % name) for name in ("t", "ref", "si", "t"))
TEXTS = ("str", "e", "d", "s", "inlineStr")


class Sharing:
    """Of one sheet, told of formulas that are overwritten and asked row by row."""

    def __init__(self, prefix: str, overlay: Overlay, from_1904: bool = False) -> None:
        self._overlay, self._prefix = overlay, prefix
        self._orphans: dict[str, tuple[str, tuple[int, int]]] = {}
        self._gone = None if overlay.forgotten is None else _numbers(overlay.forgotten, from_1904)
        p = prefix
        self._cell = re.compile(
            rf'(<{p}c r="([A-Z]+)(\d+)")([^>]*)>(\s*)<{p}f\b([^>]*?)(/>|>(.*?)</{p}f>)(.*?)(</{p}c>)'.encode(),
            re.DOTALL,
        )
        self._value = re.compile(rf"<{p}v\b[^>]*?(?:/>|>(.*?)</{p}v>)", re.DOTALL)

    def taken(self, cell: bytes, row: int, column: int) -> None:
        """A cell with a formula goes; it may be the one that holds the text of others."""
        found = self._cell.match(cell)
        if found and found[8] and _said(KIND, found[6].decode()) == "shared":
            text = unescape(found[8].decode(), {"&quot;": '"', "&apos;": "'", "&#13;": "\r", "&#10;": "\n"})
            self._orphans[_said(INDEX, found[6].decode())] = (text, (row, column))

    def concern(self, arrays: bool) -> bool:
        """Whether formulas of some rows may have to change; arrays: whether there may be such among them."""
        return bool(self._orphans) or self._gone is not None or arrays

    def settled(self, rows: bytes) -> bytes:
        """Rows in which all formulas still say what they are."""
        return self._cell.sub(self._formula, rows)

    def _formula(self, found: "re.Match[bytes]") -> bytes:
        start, attributes, space, said, text, after, end = (found[n].decode() for n in (1, 4, 5, 6, 7, 9, 10))
        row, column = int(found[3]), number(found[2].decode())
        kind, p = _said(KIND, said), self._prefix
        if kind == "shared":
            said, text = self._own(said, text, row, column)
        elif kind == "array":
            said = self._alone(said, row, column)
        if self._gone is not None and self._overlay.value(row, column) is KEEP:
            attributes, after = self._forgotten(attributes, after)
        return f"{start}{attributes}>{space}<{p}f{said}{text}{after}{end}".encode()

    def _own(self, said: str, text: str, row: int, column: int) -> tuple[str, str]:
        """A formula whose text went gets its own; one that holds text again is the one to share from here on."""
        index = _said(INDEX, said)
        if text not in ("/>", f"></{self._prefix}f>"):
            self._orphans.pop(index, None)
        elif index in self._orphans:
            formula, origin = self._orphans[index]
            return "", f">{escape(carried(formula, origin, (row, column)))}</{self._prefix}f>"
        return said, text

    def _alone(self, said: str, row: int, column: int) -> str:
        """An array formula some of whose cells are overwritten shows in its first cell alone."""
        ref = REF.search(said)
        area = Area.of(ref[1]) if ref else Area(row, column, row, column)
        if ref is None or area[:2] == area[2:] or not self._overlay.overwrites(area):
            return said
        return f"{said[: ref.start(1)]}{Area(row, column, row, column).a1.split(':')[0]}{said[ref.end(1) :]}"

    def _forgotten(self, attributes: str, after: str) -> tuple[str, str]:
        value, kind = self._value.search(after), _said(TYPE, attributes)
        if value is None or self._gone is None or not (kind in TEXTS or _number(value[1]) in self._gone):
            return attributes, after
        return TYPE.sub("", attributes), after[: value.start()] + after[value.end() :]


def _said(attribute: "re.Pattern[str]", text: str) -> str:
    found = attribute.search(text)
    return found[1] if found else ""


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _numbers(values: frozenset[object], from_1904: bool) -> frozenset[float | None]:
    """Those that are numbers, as a workbook holds them; texts of numbers too, since a formula may make them one."""
    days = {
        serial(value, from_1904)
        for value in values
        if isinstance(value, date | time | timedelta) and own(value) is not None
    }
    rest = {
        _number(str(value if isinstance(value, str) else +value))
        for value in values
        if isinstance(value, int | float | str)
    }
    return frozenset(days | rest) - {None}
