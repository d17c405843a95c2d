"""Workbooks in clothes Excel never wears, but reads: XML as other programs write it."""

import re

from corpus.on_sheets import computed
from corpus.package import BOOK, MAIN, OFFICE, OTHER, SHEET, Package, relations
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import orders
from corpus.written import texts_in_the_cells_themselves
from corpus.written_cells import orders_in_a_table_with_totals


def changed(part: str, pattern: str, new: str, of: Package) -> None:
    """Every place of a pattern in a part, which must have one."""
    text, count = re.subn(pattern, new, of.parts[part].decode(), flags=re.DOTALL)
    assert count, f"{part} has no {pattern}"
    of.parts[part] = text.encode()


def prefixed(package: Package, *parts: str) -> None:
    """Every element of the main namespace with a prefix, as Microsoft's own SDK writes."""
    for part in parts:
        changed(part, r"<(/?)(?=[A-Za-z]+[ />])", r"<\1x:", package)
        changed(part, r' xmlns="', ' xmlns:x="', package)


@holding("<x:worksheet", "<x:c r=", "<x:workbook", "<x:si>", "<x:styleSheet")
def a_prefix_on_every_element() -> bytes:
    package = shop()
    prefixed(package, BOOK, SHEET, OTHER, "xl/sharedStrings.xml", "xl/styles.xml")
    return package.packed()


@holding("<x:worksheet", "<c r=", "xmlns:x=")
def a_prefix_on_some_elements() -> bytes:
    """The prefix at the root, and rows that declare the namespace anew without one."""
    package = shop()
    prefixed(package, SHEET)
    text = package.parts[SHEET].decode()
    head, inner, tail = re.split(r"<x:sheetData>|</x:sheetData>", text)
    inner = inner.replace("x:", "").replace("<row ", f'<row xmlns="{MAIN}" ')
    package.parts[SHEET] = f"{head}<x:sheetData>{inner}</x:sheetData>{tail}".encode()
    return package.packed()


@holding("<row><c ", "<c t=")
def rows_and_cells_without_addresses() -> bytes:
    package = shop()
    changed(SHEET, r'<row r="\d+" spans="[\d:]+"', "<row", package)
    changed(SHEET, r'<c r="[A-Z]+\d+"', "<c", package)
    return package.packed()


@holding("<row r='1'", "<c r='A1'", "version='1.0'")
def single_quotes() -> bytes:
    package = shop()
    for part in (BOOK, SHEET, OTHER):
        changed(part, r'="([^"]*)"', r"='\1'", package)
    return package.packed()


@holding("<![CDATA[", "<!-- ", "<?mso ", "&#x", "&#10;")
def comments_and_cdata_in_the_xml() -> bytes:
    """And instructions, and characters by their numbers; a row and a cell in words only look like rows and cells."""
    package = Package(texts_in_the_cells_themselves())
    changed(SHEET, "</row>", "</row>\r\n  <!-- row -->\n", package)
    changed(
        SHEET,
        "<sheetData>",
        '<!-- <row r="1"><c r="A1"/></row> --><sheetData><!-- </sheetData> --><?mso a="</row>"?>',
        package,
    )
    changed(SHEET, r"<t>C001</t>", "<t><![CDATA[C001]]></t>", package)
    changed(SHEET, r"<t>N0003</t>", "<t>&#x4E;0003&#10;</t>", package)
    changed(SHEET, r"<t>N0004</t>", '<t><![CDATA[</c></row><row r="9">]]></t>', package)
    return package.packed()


@holding("xl/worksheets/sheet1.xml")
def parts_in_utf_16() -> bytes:
    package = shop()
    for part in (SHEET, OTHER, "xl/sharedStrings.xml"):
        text = package.parts[part].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        package.parts[part] = text.encode("utf-16")
    return package.packed()


@holding("\ufeff<?xml", "\r\n    <row", 'standalone="no"')
def a_byte_order_mark_and_lines_to_read() -> bytes:
    package = shop()
    changed(SHEET, "<row ", "\r\n    <row ", package)
    changed(SHEET, "<c ", "\r\n\t<c ", package)
    changed(SHEET, "</row>", "\r\n    </row>", package)
    changed(SHEET, 'standalone="yes"', 'standalone="no"', package)
    package.parts[SHEET] = b"\xef\xbb\xbf" + package.parts[SHEET]
    return package.packed()


ONE_DIALECT = "openpyxl knows one dialect"  # and openxml-audit finds no main document
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        "http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": (
        "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
    ),
}


def strict(content: bytes) -> bytes:
    """The same in the other dialect of ISO 29500, which Excel offers too; its dates may be words."""
    package = Package(content)
    for transitional, other in STRICT.items():
        for part, text in package.parts.items():
            package.parts[part] = text.replace(transitional.encode(), other.encode())
    package.edit(BOOK, "<workbook ", '<workbook conformance="strict" ')
    return package.packed()


@holding("purl.oclc.org/ooxml/spreadsheetml/main", 'conformance="strict"', unread=ONE_DIALECT, flaws=("main document",))
def strict_ooxml() -> bytes:
    return strict(shop().packed())


@holding(
    "purl.oclc.org/ooxml/spreadsheetml/main", 't="d"', unread=ONE_DIALECT, flaws=("main document", "Cell contents")
)
def strict_ooxml_with_a_table_and_dates_in_words() -> bytes:
    package = Package(orders_in_a_table_with_totals())
    changed(SHEET, r'<c r="C2" s="(\d+)"><v>[\d.]+</v>', r'<c r="C2" s="\1" t="d"><v>2026-05-04T00:00:00</v>', package)
    return strict(package.packed())


@holding("<sheetData>", "xl/worksheets/sheet1.xml", flaws=("is missing",))
def nothing_but_what_has_to_be() -> bytes:
    """No styles, no theme, no shared texts, no properties, no dimension, no columns; texts stand in the cells."""
    package = Package(texts_in_the_cells_themselves())
    for gone in ("xl/styles.xml", "xl/theme/theme1.xml", "docProps/app.xml", "docProps/core.xml"):
        package.parts.pop(gone)
        for part in ("[Content_Types].xml", relations(BOOK), relations("")):
            name = gone.removeprefix("xl/")
            package.parts[part] = re.sub(
                rf'<(Override|Relationship) [^>]*(PartName|Target)="/?({gone}|{name})"[^>]*/>'.encode(),
                b"",
                package.parts[part],
            )
    for part in (SHEET, OTHER):
        package.parts[part] = re.sub(
            rb"<(dimension|sheetFormatPr|pageMargins)[^>]*/>|<cols>.*</cols>|<sheetViews>.*</sheetViews>",
            b"",
            package.parts[part],
        )
    changed(SHEET, r' s="\d+"', "", package)
    for number, row in enumerate(orders(), 2):
        day = f'<c r="C{number}" t="inlineStr"><is><t>{row[2]:%Y-%m-%d}</t></is></c>'
        changed(SHEET, rf'<c r="C{number}"><v>.*?</c>', day, package)
    changed(BOOK, r"<(fileVersion|workbookPr|calcPr)[^>]*/>|<bookViews>.*</bookViews>", "", package)
    return package.packed()


@holding('t="shared"', "<x:f", "xl/calcChain.xml")
def shared_formulas_under_a_prefix() -> bytes:
    package = computed(shop())
    prefixed(package, SHEET)
    return package.packed()


@holding('spans="1:5"', 'r="3"', '<c r="XFD1048576"', apart=True)
def cells_at_the_last_corner() -> bytes:
    """On the sheet that is only read."""
    package = shop()
    package.edit(
        OTHER,
        "</sheetData>",
        '<row r="3"/><row r="1048576" ht="20" customHeight="1"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    return package.packed()
