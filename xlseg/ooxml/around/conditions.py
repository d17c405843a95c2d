"""Conditional formats of a sheet: bars, scales of colours and alarms of ours, beside the user's."""

from collections.abc import Callable, Iterable, Sequence

from xlseg import theme
from xlseg.cells import Area, Placed, Shade
from xlseg.ooxml.around.looks import OPAQUE
from xlseg.ooxml.around.ranges import areas, inside, short
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, at, child, children, descend, made


def fit(sheet: Sheet, placed: Placed) -> None:
    """What `placed` asks for instead of what is ours wholly in its restyled areas; the user's own stay.

    Rules that come again keep their places in the order of precedence, so that writing twice changes nothing.
    """
    again = iter(_forget(sheet, placed.restyled))
    last = max((_priority(rule) for rule in descend(sheet.frame, "cfRule")), default=0)
    for shade in placed.shades:
        priority = next(again, last + 1)
        last = max(last, priority)
        block = made(sheet.frame, "conditionalFormatting", sqref=short(shade.area))
        block.append(SHADES[shade.kind](sheet, shade, str(priority)))
        sheet.add(block)


def _forget(sheet: Sheet, around: Sequence[Area]) -> list[int]:
    """Take ours out; the priorities they had, in order."""
    gone = [
        (block, rule)
        for block in children(sheet.frame, "conditionalFormatting")
        if around and all(inside(area, around) for area in areas(block.get("sqref", "")))
        for rule in children(block, "cfRule")
        if _ours(sheet, rule)
    ]
    for block, rule in gone:
        block.remove(rule)
        if not children(block, "cfRule"):
            sheet.frame.remove(block)
    _extensions(sheet, {str(one.text) for _, rule in gone for one in descend(rule, "id")})
    return sorted(_priority(rule) for _, rule in gone)


def _extensions(sheet: Sheet, ids: set[str]) -> None:
    """Without what Excel says more of these rules at the end of the sheet, once it has saved them."""
    extended = [rule for rule in descend(sheet.frame, "cfRule") if rule.get("id") in ids]
    for rule in extended:
        emptied: Element = rule
        while emptied is not sheet.frame:
            parent = emptied.getparent()
            parent.remove(emptied)
            if children(parent, "cfRule") or [one for one in parent if one.tag != f"{{{XM}}}sqref"]:
                break
            emptied = parent


def _priority(rule: Element) -> int:
    text = rule.get("priority", "")
    return int(text) if text.lstrip("-").isdecimal() else 0


def _ours(sheet: Sheet, rule: Element) -> bool:
    """Known by its colours. Excel offers those of the alarm too, but not in bold."""
    if (bar := child(rule, "dataBar")) is not None:
        return _colors(children(bar, "color")) == (theme.BAR,)
    if (scale := child(rule, "colorScale")) is not None:
        return _colors(children(scale, "color")) == theme.SCALE
    look = sheet.styles.differing(rule.get("dxfId"))
    if look is None:
        return False
    found = [at(look, "font", "color"), at(look, "fill", "patternFill", "bgColor")]
    colors = _colors(color for color in found if color is not None)
    return colors == theme.ALARM and at(look, "font", "b") is not None


def _colors(found: Iterable[Element]) -> tuple[str, ...]:
    return tuple(str(color.get("rgb", ""))[-6:].upper() for color in found)


def _bar(sheet: Sheet, shade: Shade, priority: str) -> Element:
    """From zero to one, since what it shows is a share; without lengths of its own, a share of nothing has a bar."""
    rule = made(sheet.frame, "cfRule", type="dataBar", priority=priority)
    bar = made(sheet.frame, "dataBar", minLength="0", maxLength="100")
    bar.extend([made(sheet.frame, "cfvo", type="num", val=val) for val in ("0", "1")])
    bar.append(made(sheet.frame, "color", rgb=OPAQUE + theme.BAR))
    rule.append(bar)
    return rule


def _scale(sheet: Sheet, shade: Shade, priority: str) -> Element:
    rule = made(sheet.frame, "cfRule", type="colorScale", priority=priority)
    scale = made(sheet.frame, "colorScale")
    scale.extend([made(sheet.frame, "cfvo", type=end) for end in ("min", "max")])
    scale.extend([made(sheet.frame, "color", rgb=OPAQUE + color) for color in theme.SCALE])
    rule.append(scale)
    return rule


def _alarm(sheet: Sheet, shade: Shade, priority: str) -> Element:
    number = sheet.styles.differential(_alarming(sheet.frame))
    rule = made(sheet.frame, "cfRule", type="expression", dxfId=str(number), priority=priority)
    formula = made(sheet.frame, "formula")
    formula.text = shade.formula
    rule.append(formula)
    return rule


def _alarming(parent: Element) -> Element:
    """Bold letters in a colour on another; the colour of a whole cell is its background here."""
    letters, fill = theme.ALARM
    look, font, filled = (made(parent, name) for name in ("dxf", "font", "fill"))
    font.extend([made(parent, "b"), made(parent, "color", rgb=OPAQUE + letters)])
    pattern = made(parent, "patternFill", patternType="solid")
    pattern.append(made(parent, "bgColor", rgb=OPAQUE + fill))
    filled.append(pattern)
    look.extend([font, filled])
    return look


XM = "http://schemas.microsoft.com/office/excel/2006/main"  # of what Excel says more
SHADES: dict[str, Callable[[Sheet, Shade, str], Element]] = {"bar": _bar, "scale": _scale, "alarm": _alarm}
