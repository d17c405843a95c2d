"""What a host is asked to write, put into the sheets of a workbook."""

from xlseg.cells import Placed, letter
from xlseg.hosts import PREFIX, cleared, reference
from xlseg.ooxml.around import columns, conditions, links, printing, tables, validations
from xlseg.ooxml.book import Book
from xlseg.ooxml.drawings import charts
from xlseg.ooxml.moving import rooms
from xlseg.ooxml.sheet import Sheet
from xlseg.ooxml.tree import child, made
from xlseg.theme import STYLES


def write(book: Book, placed: Placed) -> None:
    """Do what Host.write says; the package has it once the book is flushed."""
    fresh = placed.sheet not in book.names()
    sheet = book.add(placed.sheet, placed.hidden) if fresh else book.sheet(placed.sheet)
    for room in placed.room:
        rooms.make_room(book, sheet, room)
    tables.shrink(book, sheet, placed)
    for area in placed.emptied:
        bare = cleared(area, tables.areas(sheet))
        sheet.overlay.clear(bare, contents=True)
        links.remove(sheet, [bare])
    for area in placed.restyled:
        sheet.overlay.clear(area, contents=False)
    _cells(sheet, placed)
    if placed.freeze:
        _freeze(sheet, *placed.freeze)
    tables.stretch(book, sheet, placed)
    validations.fit(sheet, placed)
    conditions.fit(sheet, placed)
    for listed in placed.listed:
        tables.put(book, sheet, listed)
    if placed.printed:
        printing.fit(book, sheet, placed.printed)
    charts.draw(book, sheet, placed)
    _name(book, placed)


def _cells(sheet: Sheet, placed: Placed) -> None:
    for fill in placed.fills:
        sheet.overlay.fill(fill.top, fill.left, fill.values)
    links.put(sheet, placed.fills)
    for paint in placed.paints:
        sheet.overlay.look(paint.area, sheet.styles.look(paint.style, paint.format))
        if height := STYLES[paint.style].height:
            sheet.overlay.height(paint.area.top, height)
    for row, height in placed.heights.items():
        sheet.overlay.height(row, height)
    for column, width in placed.widths.items():
        columns.size(sheet, column, width)


def _freeze(sheet: Sheet, row: int, column: int) -> None:
    """Keep the first rows and columns in view; a single column is not worth it."""
    views, column = sheet.need("sheetViews"), column if column > 1 else 0
    view = child(views, "sheetView")
    if view is None:
        view = made(views, "sheetView", workbookViewId="0")
        views.append(view)
    if child(view, "pane") is not None or not (row or column):
        return
    corner = f"{letter(column + 1)}{row + 1}"
    pane = "bottomRight" if row and column else "bottomLeft" if row else "topRight"
    element = made(view, "pane", topLeftCell=corner, activePane=pane, state="frozen")
    if column:
        element.set("xSplit", str(column))
    if row:
        element.set("ySplit", str(row))
    view.insert(0, element)


def _name(book: Book, placed: Placed) -> None:
    for mark in placed.forget:
        book.undefine(PREFIX + mark)
    for mark, area in placed.marks.items():
        hidden = not mark.startswith("figure.")
        book.define(PREFIX + mark, reference(placed.sheet, area), hidden)
