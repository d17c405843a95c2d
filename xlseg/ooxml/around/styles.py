"""Looks of cells, in the styles of a workbook: what is there keeps its number, what is new is added, once."""

import posixpath
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from functools import cached_property

from lxml import etree

from xlseg import theme
from xlseg.errors import Problem, XlsegError
from xlseg.ooxml import blank
from xlseg.ooxml.around.alike import key
from xlseg.ooxml.around.looks import parts
from xlseg.ooxml.relations import TYPE, Relations
from xlseg.ooxml.tree import Element, child, children, dump, local, made, parse, put
from xlseg.text import Text


class Styles:
    """The part that the part of the workbook calls its styles, made where it is not there."""

    def __init__(self, relations: Relations, workbook_part: str, from_1904: bool = False) -> None:
        self._relations, self._workbook, self.from_1904 = relations, workbook_part, from_1904
        self._changed = False
        self._listed: dict[str, list[Element]] = {}
        self._numbers: dict[str, dict[object, int]] = {}
        self._looks: dict[tuple[str, str], int] = {}

    def look(self, style: str, format: str = "General") -> int:
        """Number of the cell format of a style of theme.STYLES with a number format of Excel's."""
        if (style, format) not in self._looks:
            self._looks[style, format] = self._cell(parts(self._root, theme.STYLES[style]), format)
        return self._looks[style, format]

    def dated(self, value: date | datetime | time | timedelta) -> int:
        """Number of the cell format of a day or a time that has no style."""
        kind = next(kind for kind in DATED if isinstance(value, kind))
        return self._based(0, lambda xf: self._formatted(xf, DATED[kind]))

    def quoted(self, number: int) -> int:
        """The same cell format for a text that looks like a formula, as if typed after an apostrophe."""
        return self._based(number, lambda xf: xf.set("quotePrefix", "1"))

    def differential(self, element: Element) -> int:
        """Number of a `dxf`, of whatever namespace and prefix."""
        return self._number("dxfs", element)

    def differing(self, number: str | None) -> Element | None:
        """The `dxf` of that number."""
        there = self._all("dxfs")
        known = number is not None and number.isdecimal() and int(number) < len(there)
        return there[int(number)] if known and number else None

    def flush(self) -> None:
        """Put what was added into the part."""
        if self._changed:
            self._relations.package.put(self._part, dump(self._root))
            self._changed = False

    @cached_property
    def _part(self) -> str:
        relations, package = self._relations, self._relations.package
        found = next((package.find(r.part) for r in relations.of(self._workbook, "styles")), None)
        if found is None:
            found = posixpath.join(posixpath.dirname(self._workbook), "styles.xml")
            found = package.free(found.replace(".xml", "{}.xml")) if package.find(found) else found
            relations.put(found, blank.styles(relations.strict), TYPE + "spreadsheetml.styles+xml")
            relations.add(self._workbook, "styles", found)
        return found

    @cached_property
    def _root(self) -> Element:
        return parse(self._relations.package.read(self._part))

    def _cell(self, look: dict[str, Element], format: str) -> int:
        xf = made(self._root, "xf")
        self._formatted(xf, format)
        for section, reference in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
            part = look.get(section)
            xf.set(reference, str(0 if part is None else self._number(section, part)))
        if self._all("cellStyleXfs"):
            xf.set("xfId", self._normal)
        for section, applied in APPLIED.items():
            if section in look:
                xf.set(applied, "1")
        xf.append(look["alignment"])
        return self._number("cellXfs", xf)

    def _formatted(self, xf: Element, format: str) -> None:
        xf.set("numFmtId", str(self._format(format)))
        if format != "General":
            xf.set("applyNumberFormat", "1")

    def _based(self, number: int, change: Callable[[Element], None]) -> int:
        there = self._all("cellXfs")
        xf = deepcopy(there[number if number < len(there) else 0])
        xf.tail = None
        change(xf)
        return self._number("cellXfs", xf)

    @cached_property
    def _normal(self) -> str:
        """What the style that Excel calls Normal is a variant of."""
        there = children(child(self._root, "cellStyles"), "cellStyle")
        return next((str(one.get("xfId", "0")) for one in there if one.get("builtinId") == "0"), "0")

    def _format(self, format: str) -> int:
        """Excel's own number of a number format, or the one it has in this workbook."""
        if format in BUILT_IN:
            return BUILT_IN[format]
        if format not in self._formats:
            number = max([OWN - 1, *self._formats.values()]) + 1
            self._append("numFmts", made(self._root, "numFmt", numFmtId=str(number), formatCode=format))
            self._formats[format] = number
        return self._formats[format]

    @cached_property
    def _formats(self) -> dict[str, int]:
        """Those of this workbook by their codes."""
        return {str(one.get("formatCode")): int(one.get("numFmtId", "0")) for one in self._all("numFmts")}

    def _number(self, section: str, element: Element) -> int:
        """Of an equal one that is there; else of this one, added."""
        if section not in self._numbers:
            numbers: dict[object, int] = {}
            for at, one in enumerate(self._all(section)):
                numbers.setdefault(key(one), at)
            self._numbers[section] = numbers
        known = key(element)
        if known not in self._numbers[section]:
            self._numbers[section][known] = self._append(section, element)
        return self._numbers[section][known]

    def _all(self, section: str) -> list[Element]:
        """What a section holds; what Excel needs to find in an empty one is put into it once something is added."""
        if section not in self._listed:
            self._listed[section] = children(child(self._root, section), HOLDS[section])
            if not self._listed[section] and section in NEEDED:
                usual = parse(blank.styles(self._relations.strict))
                for one in children(child(usual, section), HOLDS[section]):
                    self._append(section, one)
        return self._listed[section]

    def _append(self, section: str, element: Element) -> int:
        there = self._all(section)
        if section == "cellXfs" and len(there) >= MOST:
            raise XlsegError(Problem(FULL))
        parent = child(self._root, section)
        if parent is None:
            parent = put(self._root, made(self._root, section), ORDER)
        added = _like(parent, element)
        parent.append(added)
        there.append(added)
        parent.set("count", str(len(there)))
        self._changed = True
        return len(there) - 1


def _like(parent: Element, element: Element) -> Element:
    """The element in the namespace and with the prefix of what it is put into."""
    copied = made(parent, local(element), **dict(element.attrib))
    copied.text = element.text
    same = etree.QName(element).namespace
    for one in element.iterchildren(tag=etree.Element):
        copied.append(_like(parent, one) if etree.QName(one).namespace == same else deepcopy(one))
    return copied


OWN = 164  # the first number of a number format that is not Excel's own: ECMA-376 part 1, 18.8.30
MOST = 65_490  # cell formats Excel can hold
BUILT_IN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "0.00E+00": 11,
    "# ?/?": 12,
    "# ??/??": 13,
    "h:mm:ss": 21,
    "@": 49,
}  # those that are the same in every language
DATED = {datetime: "yyyy-mm-dd h:mm:ss", date: "yyyy-mm-dd", time: "h:mm:ss", timedelta: "[hh]:mm:ss"}
APPLIED = {"fonts": "applyFont", "fills": "applyFill", "borders": "applyBorder", "alignment": "applyAlignment"}
HOLDS = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellStyleXfs": "xf",
    "cellXfs": "xf",
    "dxfs": "dxf",
}
NEEDED = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
    *("colors", "extLst"),
)  # CT_Stylesheet, ECMA-376 part 1, 18.8.39
FULL = Text(
    "工作簿里的单元格格式已经多到 Excel 的上限（65,490 种），无法再加；请在 Excel 中清理不用的格式后再试",
    "the workbook holds as many cell formats as Excel allows (65,490), so that none can be added; clear out those "
    "nobody uses in Excel, then run again",
)
