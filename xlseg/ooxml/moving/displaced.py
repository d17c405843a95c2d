"""One sheet whose cells move: the cells, what is laid over them and what floats above them."""

from xlseg.area import number
from xlseg.cells import Area, letter
from xlseg.ooxml.moving.following import Cell, follow_cells, follow_tree, goes, numbered
from xlseg.ooxml.moving.moves import Move
from xlseg.ooxml.tree import Element, child, children, local, made

FOLLOWING = {
    **dict.fromkeys(("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError"), "sqref"),
    **dict.fromkeys(("hyperlink", "autoFilter", "sortState", "sortCondition"), "ref"),
    **dict.fromkeys(("cellWatch", "inputCells", "cellSmartTags"), "r"),
}  # elements of a sheet that say what they stand over, and where they say it


def move_cells(root: Element, move: Move) -> bool:
    """Move them in the tree of a worksheet, with what the worksheet says of them; whether any held a formula."""
    data = child(root, "sheetData")
    if data is None:
        return False
    cells = list(numbered(data))
    formulas = [cell for cell in cells if child(cell.element, "f") is not None]
    follow_cells(formulas, move.sheet, move)
    moving = [cell for cell in cells if goes(cell, move)]
    _lay(data, moving, move)
    for element in (element for element in root if element is not data):
        follow_tree(element, move.sheet, move)
        _move_places(element, move)
    _measure(root, data)
    move_anchors(root, move)
    return any(goes(cell, move) for cell in formulas)


def _lay(data: Element, moving: list[Cell], move: Move) -> None:
    """Take cells out and put them where they belong, into rows that are there or new ones."""
    rows = {int(row.get("r", "0")): row for row in children(data, "row")}
    for cell in moving:
        rows[cell.row].remove(cell.element)
        rows[cell.row].attrib.pop("spans", None)
    for cell in moving:
        row, _, _, column = move.moved(Area(cell.row, cell.column, cell.row, cell.column))
        cell.element.set("r", f"{letter(column)}{row}")
        if row not in rows:
            rows[row] = made(data, "row", r=str(row))
        rows[row].attrib.pop("spans", None)
        rows[row].append(cell.element)
    for row in {cell.row + move.down for cell in moving} & set(rows):
        rows[row][:] = sorted(rows[row], key=_column)
    data[:] = [row for _, row in sorted(rows.items()) if len(row) or set(row.attrib) - {"r"}]


def _column(cell: Element) -> int:
    """What is no cell stands last."""
    return number(cell.get("r", "").rstrip("0123456789")) if local(cell) == "c" else 1 << 20


def _measure(root: Element, data: Element) -> None:
    """The sheet says how far its cells reach, if it said so."""
    dimension, cells = child(root, "dimension"), list(numbered(data))
    if dimension is not None and cells:
        rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
        dimension.set("ref", Area(min(rows), min(columns), max(rows), max(columns)).a1)


def _move_places(element: Element, move: Move) -> None:
    """What stands over cells; merged ones move only as a whole."""
    for found in element.iter():
        name = FOLLOWING.get(local(found))
        if name and found.get(name):
            found.set(name, move.refers(found.get(name, "")))
        elif local(found) == "sqref" and found.text:
            found.text = move.refers(found.text.strip())
        elif local(found) == "mergeCell":
            _move(found, "ref", move)


def move_places(root: Element, move: Move) -> None:
    """Comments, tables and pivot tables of the sheet, if they move as a whole."""
    for found in root.iter():
        if local(found) in (
            "comment",
            "threadedComment",
            "table",
            "autoFilter",
            "sortState",
            "sortCondition",
            "location",
        ):
            _move(found, "ref", move)
        elif local(found) == "singleXmlCell":
            _move(found, "r", move)


def _move(element: Element, name: str, move: Move) -> None:
    try:
        area = Area.of(element.get(name, ""))
    except ValueError:
        return
    if move.holds(area):
        element.set(name, move.refers(element.get(name, "")))


def move_anchors(root: Element, move: Move) -> None:
    """What floats above cells and moves with them, by the cell its corner is over."""
    for anchor in list(root.iter()):
        start = child(anchor, "from") if local(anchor) in ("twoCellAnchor", "oneCellAnchor", "anchor") else None
        fixed = anchor.get("editAs") == "absolute" if local(anchor) != "anchor" else _fixed(anchor)
        if start is None or fixed or not (place := _place(start)) or not move.holds(Area(*place, *place)):
            continue
        for corner in filter(lambda found: found is not None, (start, child(anchor, "to"))):
            assert corner is not None
            _shift(corner, "row", move.down)
            _shift(corner, "col", move.right)


def _fixed(anchor: Element) -> bool:
    """Of a control of the sheet."""
    return not {anchor.get("moveWithCells"), anchor.get("sizeWithCells")} & {"1", "true"}


def _place(corner: Element) -> tuple[int, int] | None:
    """Row and column, 1-based."""
    row, column = (child(corner, name) for name in ("row", "col"))
    if (
        row is None
        or column is None
        or not (row.text or "").strip().isdigit()
        or not (column.text or "").strip().isdigit()
    ):
        return None
    return int(row.text or "") + 1, int(column.text or "") + 1


def _shift(corner: Element, name: str, by: int) -> None:
    found = child(corner, name)
    if found is not None and (found.text or "").strip().isdigit():
        found.text = str(int(found.text or "") + by)
