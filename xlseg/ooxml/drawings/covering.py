"""What of the user's floats above cells that we write, and hides them."""

from collections.abc import Collection, Iterator

from xlseg.cells import Area
from xlseg.hosts import PREFIX
from xlseg.ooxml.drawings.drawing import Drawing
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import Element, child, local
from xlseg.text import Text, join


def covered(sheet: Sheet, areas: Collection[Area]) -> Text | None:
    """That something hides cells of these areas, if so: its name as Excel's selection pane has it, and what to do."""
    if not areas or not sheet.relations.of(sheet.part, "drawing"):
        return None
    anchors = [anchor for anchor in Drawing(sheet).root if local(anchor).endswith("CellAnchor")]
    over = [_name(anchor) for anchor in anchors if any(_meet(_area(anchor), area) for area in areas)]
    theirs = [name or NAMELESS for name in over if not name.startswith(PREFIX)]
    if not theirs:
        return None
    names = join(dict.fromkeys(theirs[:SHOWN]))
    return COVERED.format(
        sheet=sheet.name, names=names if len(theirs) <= SHOWN else MORE.format(names=names, count=len(theirs))
    )


def _name(anchor: Element) -> str:
    """The first is that of the whole, where it is a group."""
    return next((element.get("name", "") for element in anchor.iter() if local(element) == "cNvPr"), "")


def _area(anchor: Element) -> Area | None:
    """The cells below it; where only its corner is known, the cell of that."""
    corners = [tuple(_numbers(corner)) for corner in (child(anchor, "from"), child(anchor, "to")) if corner is not None]
    if not corners or any(len(corner) != 2 for corner in corners):
        return None
    (top, left), (bottom, right) = corners[0], corners[-1]
    return Area(top, left, bottom, right)


def _numbers(corner: Element) -> Iterator[int]:
    """Row and column, 1-based."""
    for name in ("row", "col"):
        found = child(corner, name)
        if found is not None and (found.text or "").strip().isdecimal():
            yield int(found.text or "") + 1


def _meet(one: Area | None, other: Area) -> bool:
    if one is None:
        return False
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


SHOWN = 5
COVERED = Text(
    "工作表「{sheet}」上的 {names} 浮在标签列上面，把它们盖住了，没有动它；请在 Excel 里把它拖开。",
    "On sheet '{sheet}', {names} stands over the label columns and was left alone; drag it aside in Excel.",
)
NAMELESS = Text("没有名字的图形", "a shape without a name")
MORE = Text("{names} 等 {count} 个", "{names} and others, {count} in all")
