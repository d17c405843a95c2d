"""Workbooks whose cells, rows and columns are what is in the way of a run that writes beside them."""

from corpus.package import OTHER, SHEET, Package
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import LAST, ORDER_TITLES, orders
from corpus.written import Open, written

LONGEST = 32767  # characters in a cell


@holding('customFormat="1"', 'max="16384"', 'ht="30"', 'thickBot="1"')
def looks_of_whole_rows_and_columns() -> bytes:
    """Empty cells with a look stand where labels go."""

    def fill(to: Open) -> None:
        grey, bold = to.book.add_format({"bg_color": "#EEEEEE"}), to.book.add_format({"bold": True, "bottom": 5})
        to.sheet.set_column(0, 16383, 12, grey)
        to.sheet.set_row(0, 30, bold)
        for row in range(1, LAST, 3):
            to.sheet.set_row(row, 15 + row, bold, {"hidden": row == 7})
        for row in range(LAST):
            to.sheet.write_blank(row, 5, None, bold)
            to.sheet.write_blank(row, 7, None, grey)

    package = Package(written(fill))
    package.edit(SHEET, '<row r="3" ', '<row r="3" thickBot="1" ')
    return package.packed()


@holding("mergeCell ", "二〇二六年订单", "合计", 'r="60"')
def a_title_above_and_notes_below() -> bytes:
    """The table begins in the third row and second column, and ends in a total; rows between are not there."""

    def fill(to: Open) -> None:
        day = to.book.add_format({"num_format": "yyyy/m/d"})
        to.sheet.merge_range("B1:F1", "二〇二六年订单", to.book.add_format({"align": "center", "font_size": 18}))
        to.sheet.write_row(3, 1, ORDER_TITLES["zh"])
        for number, row in enumerate(orders(), 4):
            to.sheet.write_row(number, 1, row[:2])
            to.sheet.write_datetime(number, 3, row[2], day)
            to.sheet.write_row(number, 4, row[3:])
        last = len(orders()) + 4
        to.sheet.write(last, 1, "合计")
        to.sheet.write_formula(last, 4, f"=SUM(E5:E{last})", None, sum(row[3] for row in orders()))
        to.sheet.write(59, 1, "注：金额含税")

    return written(fill, table=True)


@holding(
    't="e"', 't="b"', 't="d"', 't="str"', "_x000D_", "<v/>", "\U0001f600", 'ph="1"', "&lt;", flaws=("Cell contents",)
)
def values_of_every_type() -> bytes:
    """Beside the orders, and under them; the longest text there may be, and cells that hold no value."""
    package = shop()
    cells = (
        '<c r="F2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="F3" t="b"><v>1</v></c>',
        '<c r="F4" t="d"><v>2026-05-04T00:00:00</v></c>',
        '<c r="F5" t="str"><f>"a"&amp;"&lt;b&gt;"</f><v>a&lt;b&gt;</v></c>',
        '<c r="F6" t="inlineStr" ph="1"><is><t xml:space="preserve"> _x000D_\n\U0001f600 </t></is></c>',
        '<c r="F7"><v/></c><c r="G7"/>',
        f'<c r="F8" t="inlineStr"><is><t>{"长" * LONGEST}</t></is></c>',
        '<c r="F9"><v>1.7976931348623157E+308</v></c>',
        '<c r="F10"><f ca="1">NOW()</f><v>46000.5</v></c>',
        '<c r="F11" t="n"><v>-0.00000000000000012345</v></c>',
    )
    text = package.parts[SHEET].decode()
    for number, cell in enumerate(cells, 2):
        head, row, tail = text.partition(f'<row r="{number}" ')
        text = head + row + tail.replace("</row>", f"{cell}</row>", 1)
    package.parts[SHEET] = text.encode()
    package.edit(OTHER, "</sheetData>", '<row r="2" s="0" customFormat="0" ht="15"/><row r="9"/></sheetData>')
    return package.packed()


@holding('<extLst><ext uri="{0A0A0A0A')
def cells_with_extensions() -> bytes:
    """The schema allows them."""
    package, extension = shop(), '<extLst><ext uri="{0A0A0A0A-0000-4000-8000-000000000000}"/></extLst>'
    package.edit(SHEET, "</v></c></row>", f"</v>{extension}</c></row>")
    return package.packed()


@holding('r="3001"')
def thousands_of_rows() -> bytes:
    """More than is read at a time."""

    def fill(to: Open) -> None:
        to.sheet.write_row(0, 0, ORDER_TITLES["zh"])
        known = orders()
        for number in range(3000):
            to.sheet.write_row(number + 1, 0, [f"N{number + 1:05}", *known[number % len(known)][1:]])

    return written(fill, table=True)


@holding("_xlnm._FilterDatabase", 'state="frozen"', "订单表", "总额")
def a_table_next_to_another() -> bytes:
    """Two tables side by side: labels go behind what stands at the right."""

    def fill(to: Open) -> None:
        titles = [{"header": title} for title in ORDER_TITLES["zh"]]
        to.sheet.add_table(0, 0, LAST - 1, 4, {"columns": titles, "data": orders(), "name": "订单表"})
        totals = [["食品", 1], ["衣服", 2], ["家电", 3]]
        to.sheet.add_table(0, 6, 3, 7, {"columns": [{"header": "类别"}, {"header": "总额"}], "data": totals})
        to.sheet.freeze_panes(1, 0)
        to.other.write_row(2, 1, ["a", "b"])
        to.other.autofilter("B3:C5")

    return written(fill, table=True)
