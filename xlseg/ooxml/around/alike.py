"""Whether two looks are the same, however they are written: Excel, openpyxl and others leave out different things."""

from xlseg.ooxml.tree import Element, local

Key = tuple[object, ...]


def key(element: Element) -> Key:
    """Equal for elements that look alike: fonts, fills, borders, cell formats, differential formats."""
    name = local(element)
    part = "filled" if name == "patternFill" and next(element.iterancestors("{*}dxf"), None) is not None else name
    kept = {k: _value(k, v) for k, v in element.attrib.items() if not _usual(part, k, v)}
    inner = [key(one) for one in element if local(one) and not _nothing(one)]
    ordered = inner if name in IN_ORDER else sorted(inner, key=repr)
    return (name, tuple(sorted(kept.items())), (element.text or "").strip(), tuple(ordered))


def _usual(name: str, attribute: str, value: str) -> bool:
    """Said or left out, it is the same. Programs leave out what applies, or say so; only what does not counts."""
    if attribute.startswith("apply"):
        return value in TRUE or name != "xf"
    return USUAL.get((name, attribute)) == _value(attribute, value)


def _value(attribute: str, value: str) -> str:
    """Colours without how opaque they are, which Excel does not look at."""
    return value[-6:].upper() if attribute == "rgb" else "1" if value == "true" else "0" if value == "false" else value


def _nothing(element: Element) -> bool:
    """A child that says nothing: a flag that is off, a side without a line, a protection as usual."""
    name = local(element)
    if name in ("b", "i", "strike", "condense", "extend", "outline", "shadow"):
        return element.get("val") in FALSE
    if name in ("family", "charset"):
        return True  # which follow from the name
    if name in ("left", "right", "top", "bottom", "diagonal", "vertical", "horizontal", "start", "end"):
        return element.get("style", "none") == "none" and not len(element)
    if name in ("alignment", "protection"):
        return all(_usual(name, attribute, value) for attribute, value in element.attrib.items())
    return name == "bgColor" and element.get("indexed") == "64"


TRUE, FALSE = ("1", "true"), ("0", "false")
USUAL = {
    **{
        ("xf", name): "0" for name in ("numFmtId", "fontId", "fillId", "borderId", "xfId", "quotePrefix", "pivotButton")
    },
    **{("alignment", name): "0" for name in ("wrapText", "indent", "shrinkToFit", "textRotation", "justifyLastLine")},
    ("alignment", "readingOrder"): "0",
    ("alignment", "relativeIndent"): "0",
    ("alignment", "horizontal"): "general",
    ("alignment", "vertical"): "bottom",
    ("protection", "locked"): "1",
    ("protection", "hidden"): "0",
    ("patternFill", "patternType"): "none",
    ("filled", "patternType"): "solid",  # of a differential format, which has no other without saying so
    **{(name, "val"): "1" for name in ("b", "i", "strike")},
    ("border", "outline"): "1",
    ("border", "diagonalUp"): "0",
    ("border", "diagonalDown"): "0",
}
IN_ORDER = ("gradientFill",)
