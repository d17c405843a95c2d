"""The parts of a look of theme.py, as Excel writes them in the styles of a workbook."""

from xlseg import theme
from xlseg.ooxml.tree import Element, made


def parts(root: Element, style: theme.Style) -> dict[str, Element]:
    """The parts of a look, by the section they stand in, as Excel would write them."""
    found = {"fonts": _font(root, style), "alignment": _alignment(root, style)}
    if style.fill:
        fill, pattern = made(root, "fill"), made(root, "patternFill", patternType="solid")
        pattern.append(made(root, "fgColor", rgb=OPAQUE + style.fill))
        pattern.append(made(root, "bgColor", indexed="64"))
        fill.append(pattern)
        found["fills"] = fill
    if style.line:
        border = made(root, "border")
        for name in ("left", "right", "top", "bottom"):
            side = made(root, name, style="thin")
            side.append(made(root, "color", rgb=OPAQUE + theme.LINE))
            border.append(side)
        border.append(made(root, "diagonal"))
        found["borders"] = border
    return found


def _font(root: Element, style: theme.Style) -> Element:
    font = made(root, "font")
    flags = [made(root, name) for name, on in (("b", style.bold), ("i", style.italic)) if on]
    size, color = made(root, "sz", val=str(style.size)), made(root, "color", rgb=OPAQUE + style.color)
    font.extend([*flags, size, color, made(root, "name", val=theme.FONT)])
    return font


def _alignment(root: Element, style: theme.Style) -> Element:
    asked = {"wrapText": style.wrap, "indent": style.indent, "shrinkToFit": style.shrink}
    said = {name: str(int(value)) for name, value in asked.items() if value}
    return made(root, "alignment", horizontal=style.align, vertical="center", **said)


OPAQUE = "FF"  # before a colour
