"""What may be typed into cells, as Excel's data validation knows it."""

from xlseg.cells import Placed, Valid
from xlseg.ooxml.around.ranges import areas, inside, short
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, children, made, plain


def fit(sheet: Sheet, placed: Placed) -> None:
    """What `placed` asks for instead of what is ours wholly in its restyled areas; the user's own stay."""
    block = sheet.find("dataValidations")
    for one in children(block, "dataValidation"):
        found = areas(one.get("sqref", ""))
        if one.get("errorTitle") == OURS and placed.restyled and all(inside(area, placed.restyled) for area in found):
            one.getparent().remove(one)
    if placed.valid:
        block = sheet.need("dataValidations")
        block.extend([_validation(block, valid) for valid in placed.valid])
    if block is None:
        return
    if count := len(children(block, "dataValidation")):
        block.set("count", str(count))
    else:
        sheet.frame.remove(block)


def _validation(block: Element, valid: Valid) -> Element:
    """A note alone is a validation that allows anything."""
    found = made(block, "dataValidation", allowBlank="1", errorTitle=OURS, sqref=short(valid.area))
    if valid.note:
        found.set("showInputMessage", "1")
        found.set("prompt", plain(valid.note)[:MOST])
    if valid.kind == "list" and not valid.options:
        return found
    found.set("type", valid.kind)
    if valid.strict:
        found.set("showErrorMessage", "1")
    else:
        found.set("errorStyle", "information")
    first, second = _list(valid) if valid.kind == "list" else _between(found, valid)
    for name, text in (("formula1", first), ("formula2", second)):
        if text is not None:
            formula = made(block, name)
            formula.text = plain(text)
            found.append(formula)
    return found


def _list(valid: Valid) -> tuple[str, None]:
    joined = ",".join(valid.options).replace('"', '""')
    return f'"{joined}"', None


def _between(found: Element, valid: Valid) -> tuple[str, str | None]:
    low, high = (None if limit is None else f"{limit:.15G}" for limit in (valid.low, valid.high))
    found.set("operator", "between" if low and high else "greaterThanOrEqual" if low else "lessThanOrEqual")
    return (low, high) if low and high else (low or high or FAR[valid.kind], None)


FAR = {"whole": "-999999999999999", "decimal": "-1E+300", "date": "1"}  # where neither limit is given
OURS = "xlseg"  # the title over Excel's refusal of what was typed, by which a list of ours is known
MOST = 255  # characters of a note
