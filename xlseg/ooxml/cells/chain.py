"""The order in which Excel computes a workbook: it names every formula, and Excel repairs one that names others."""

from collections.abc import Mapping

from xlseg.area import Area
from xlseg.cells import Formula, Uncomputed
from xlseg.ooxml.cells.overlay import KEEP, Overlay
from xlseg.ooxml.tree import children, dump, parse


def without(content: bytes, overlays: Mapping[str, Overlay]) -> bytes | None:
    """The part calcChain.xml without formulas that are overwritten; None where none remain.

    overlays: what changes, by the sheetId of its sheet. The same bytes where no formula goes.
    """
    root = parse(content)
    entries, sheet, gone, arrays = children(root, "c"), "", [], set()
    of = {}
    for entry in entries:
        sheet = of[entry] = entry.get("i", sheet)  # the sheet is said where it differs from that before
        if sheet in overlays and _overwritten(entry.get("r", ""), overlays[sheet], in_array="a" in entry.attrib):
            gone.append(entry)
            arrays |= {sheet} if "a" in entry.attrib else set()
    gone += [entry for entry in entries if of[entry] in arrays and "a" in entry.attrib and entry not in gone]
    if not gone:
        return content
    for entry in entries:
        entry.set("i", of[entry])
    for entry in gone:
        root.remove(entry)
    return dump(root) if len(children(root, "c")) else None


def _overwritten(reference: str, overlay: Overlay, in_array: bool) -> bool:
    """Whether a cell no longer holds the formula it held; Excel takes any formula for it that is no array's."""
    value = overlay.value(*Area.of(reference)[:2])
    formula = isinstance(value, Formula) or (isinstance(value, Uncomputed) and value.startswith("="))
    return value is not KEEP and (in_array or not formula)
