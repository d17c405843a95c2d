"""Formulas that refer to cells which moved, in the trees of small parts."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xlseg.area import number
from xlseg.cells import Area, letter
from xlseg.hosts.carried import carried
from xlseg.ooxml.moving.moves import Move
from xlseg.ooxml.tree import Element, child, children, local

SPOKEN = (
    *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"),
)  # elements whose text is a formula
NAMED = ("textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "cellRange")  # attributes that are


class Cell(NamedTuple):
    """A cell of the sheet, 1-based."""

    row: int
    column: int
    element: Element


class Shared(NamedTuple):
    """A formula several cells share, as the cell has it that says it."""

    text: str
    row: int
    column: int

    def at(self, row: int, column: int) -> str:
        """As another cell has it."""
        return carried(self.text, (self.row, self.column), (row, column))


def follow_tree(root: Element, home: str, move: Move) -> None:
    """All references in a small part, of sheet `home` where they do not say of which."""
    for element in root.iter():
        if local(element) in SPOKEN and element.text:
            element.text = move.follow(element.text, home)
        elif local(element) == "hyperlink" and element.get("location"):
            element.set("location", move.follow(element.get("location", ""), home))
        for name in NAMED:
            if element.get(name):
                element.set(name, move.follow(element.get(name, ""), home))


def numbered(data: Element) -> Iterator[Cell]:
    """All cells, with rows and cells that do not say where they stand made to say it."""
    row = 0
    for line in children(data, "row"):
        row = int(line.get("r", row + 1))
        line.set("r", str(row))
        column = 0
        for cell in children(line, "c"):
            said = cell.get("r", "").rstrip("0123456789")
            column = number(said) if said else column + 1
            cell.set("r", f"{letter(column)}{row}")
            yield Cell(row, column, cell)


def goes(cell: Cell, move: Move) -> bool:
    return move.holds(Area(cell.row, cell.column, cell.row, cell.column))


def follow_cells(cells: Iterable[Cell], home: str, move: Move) -> None:
    """Each formula; those that share one get their own where not all of them still say the same."""
    sharing: dict[str, list[tuple[Cell, Element]]] = {}
    for cell in cells:
        formula = child(cell.element, "f")
        if formula is None:
            continue
        if formula.get("t") == "shared":
            sharing.setdefault(formula.get("si", ""), []).append((cell, formula))
            continue
        if formula.text:
            formula.text = move.follow(formula.text, home)
        for name in ("ref", "r1", "r2"):
            if formula.get(name) and move.is_on(home):
                formula.set(name, move.refers(formula.get(name, "")))
    for group in sharing.values():
        _follow_shared(group, home, move)


def _follow_shared(group: list[tuple[Cell, Element]], home: str, move: Move) -> None:
    shared = next((Shared(f.text, cell.row, cell.column) for cell, f in group if f.text), None)
    if shared is None:
        return
    texts = [shared.at(cell.row, cell.column) for cell, _ in group]
    after = [move.follow(text, home) for text in texts]
    if texts == after and not (move.is_on(home) and any(goes(cell, move) for cell, _ in group)):
        return
    for (_, formula), text in zip(group, after, strict=True):
        formula.text = text
        for name in ("t", "ref", "si"):
            formula.attrib.pop(name, None)
