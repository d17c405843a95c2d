"""Filters of tables and sheets, and the order they were sorted in, when columns come and go at the right."""

from xlseg.cells import Area
from xlseg.ooxml.around.ranges import ROWS, areas, inside
from xlseg.ooxml.tree import Element, child, children, local, made, put


def widen(holder: Element, before: Area, area: Area) -> None:
    """The filter of a table or sheet up to the new right edge, and the order with it."""
    for found in _ranges(holder):
        old = areas(found.get("ref", ""))[0]
        if old.right == before.right:
            found.set("ref", old._replace(right=area.right).a1)


def narrow(holder: Element, area: Area) -> None:
    """Down to the columns of `area`, without what columns that go are filtered and sorted by."""
    for found in _ranges(holder):
        old = areas(found.get("ref", ""))[0]
        if old.right > area.right:
            found.set("ref", old._replace(right=area.right).a1)
    for one in children(child(holder, "autoFilter"), "filterColumn"):
        if int(one.get("colId", "0")) > area.right - area.left:
            one.getparent().remove(one)
    _unsort(holder, area._replace(top=1, bottom=ROWS))


def renew(table: Element, area: Area, same: bool) -> None:
    """Of a table that was written anew: its filter stays if it has as many columns as before."""
    found = child(table, "autoFilter")
    if found is not None and not same:
        table.remove(found)
        found = None
    if found is None:
        found = put(table, made(table, "autoFilter"), ORDER)
    found.set("ref", area.a1)
    _unsort(table, area)


def _unsort(holder: Element, area: Area) -> None:
    """Without an order by cells that are not there."""
    for state in _orders(holder):
        for one in children(state, "sortCondition"):
            if not all(inside(part, [area]) for part in areas(one.get("ref", ""))):
                state.remove(one)
        whole = all(inside(part, [area]) for part in areas(state.get("ref", "")))
        if not children(state, "sortCondition") or not whole:
            state.getparent().remove(state)


def _ranges(holder: Element) -> list[Element]:
    filters = children(holder, "autoFilter")
    return [one for one in (*filters, *_orders(holder)) if areas(one.get("ref", ""))]


def _orders(holder: Element) -> list[Element]:
    """What is sorted by: said in the filter, or after it by a table. What a sheet says itself is of other cells."""
    own = child(holder, "sortState") if local(holder) == "table" else None
    found = (child(child(holder, "autoFilter"), "sortState"), own)
    return [one for one in found if one is not None]


ORDER = ("autoFilter", "sortState", "tableColumns", "tableStyleInfo", "extLst")  # CT_Table, ECMA-376 part 1, 18.5.1.2
