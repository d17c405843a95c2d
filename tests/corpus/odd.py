"""Workbooks in clothes Excel never wears, but reads: XML as other programs write it, and packages oddly packed."""

import io
import re
import zipfile

from corpus.on_sheets import computed
from corpus.package import BOOK, MAIN, OFFICE, OTHER, SHEET, Package, relations
from corpus.put_in import shop
from corpus.registry import holding
from corpus.shop import orders
from corpus.written import comments_in_cells, orders_in_a_table_with_totals, texts_in_the_cells_themselves


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


@holding("purl.oclc.org/ooxml/spreadsheetml/main", 'conformance="strict"', unread="openpyxl knows one dialect")
def strict_ooxml() -> bytes:
    return strict(shop().packed())


@holding("purl.oclc.org/ooxml/spreadsheetml/main", 't="d"', unread="openpyxl knows one dialect")
def strict_ooxml_with_a_table_and_dates_in_words() -> bytes:
    package = Package(orders_in_a_table_with_totals())
    changed(SHEET, r'<c r="C2" s="(\d+)"><v>[\d.]+</v>', r'<c r="C2" s="\1" t="d"><v>2026-05-04T00:00:00</v>', package)
    return strict(package.packed())


def moved(package: Package, old: str, new: str) -> None:
    """A part under another name; whoever refers to it is told the whole path."""
    package.parts = {
        {old: new, relations(old): relations(new)}.get(name, name): content for name, content in package.parts.items()
    }
    package.edit("[Content_Types].xml", f'PartName="/{old}"', f'PartName="/{new}"')


@holding('Target="/xl/worksheets/sheet1.xml"', 'Target="/xl/workbook.xml"')
def targets_from_the_root() -> bytes:
    package = Package(comments_in_cells())
    changed(relations(BOOK), r'Target="', 'Target="/xl/', package)
    changed(relations(""), r'Target="', 'Target="/', package)
    changed(relations(SHEET), r'Target="\.\./', 'Target="/xl/', package)
    return package.packed()


@holding(
    "xl/worksheets/Sheet_A.xml", "xl/pages/page.one.xml", "xl/texts.xml", "xl/looks.xml", flaws=("shared strings",)
)
def parts_under_unusual_names() -> bytes:
    package = Package(comments_in_cells())
    names = {
        SHEET: "xl/worksheets/Sheet_A.xml",
        OTHER: "xl/pages/page.one.xml",
        "xl/sharedStrings.xml": "xl/texts.xml",
        "xl/styles.xml": "xl/looks.xml",
    }
    for old, new in names.items():
        moved(package, old, new)
        package.edit(relations(BOOK), f'Target="{old.removeprefix("xl/")}"', f'Target="{new.removeprefix("xl/")}"')
    return package.packed()


@holding("book.xml", "content/one.xml", '="content/one.xml"')
def a_workbook_that_is_not_in_xl() -> bytes:
    package = shop()
    moved(package, BOOK, "book.xml")
    moved(package, SHEET, "content/one.xml")
    changed("_rels/book.xml.rels", 'Target="', 'Target="xl/', package)
    package.edit("_rels/book.xml.rels", "xl/worksheets/sheet1.xml", "content/one.xml")
    package.edit(relations(""), BOOK, "book.xml")
    return package.packed()


@holding('Id="relation-one"', "xmlns:rel=", 'rel:id="relation-one"')
def identifiers_of_another_make() -> bytes:
    """Relations named otherwise than rId1, through another prefix."""
    package = shop()
    changed(relations(BOOK), '"rId1"', '"relation-one"', package)
    changed(BOOK, "xmlns:r=", "xmlns:rel=", package)
    changed(BOOK, r"r:id=", "rel:id=", package)
    changed(BOOK, '"rId1"', '"relation-one"', package)
    return package.packed()


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


@holding("notes/readme.txt", "other/unknown.abc", "example.com/unknown")
def parts_nobody_knows() -> bytes:
    """Of another program, one of them without a relation."""
    package = shop()
    package.default("txt", "text/plain")
    package.default("abc", "application/x-unknown")
    package.add("notes/readme.txt", "由本公司的系统写出".encode(), "", "")
    package.add("other/unknown.abc", bytes(range(256)), "http://example.com/unknown", SHEET)
    package.add("other/about.abc", b"", "http://example.com/unknown", "")
    return package.packed()


@holding("xl/worksheets/")
def entries_in_reverse_and_folders_of_their_own() -> bytes:
    package = shop()
    package.parts = {"xl/": b"", "xl/worksheets/": b"", **dict(reversed(package.parts.items()))}
    return package.packed()


@holding("xl/worksheets/sheet1.xml")
def entries_that_are_not_compressed() -> bytes:
    return shop().packed(method=zipfile.ZIP_STORED, comment="由某系统写出".encode())


class _Pipe(io.RawIOBase):
    """Somewhere that cannot be gone back in, so that sizes follow the data (data descriptors)."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.content += bytes(data)
        return len(data)


@holding("xl/worksheets/sheet1.xml")
def sizes_that_follow_the_data() -> bytes:
    package, pipe = shop(), _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as packed:  # type: ignore[arg-type]
        for name, content in package.parts.items():
            packed.writestr(zipfile.ZipInfo(name, (2024, 5, 17, 9, 30, 0)), content, zipfile.ZIP_DEFLATED)
    return bytes(pipe.content)


@holding("xl/worksheets/sheet1.xml")
def sizes_of_64_bits() -> bytes:
    """As writers do who do not know yet how much is to come."""
    package, out = shop(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in package.parts.items():
            with packed.open(zipfile.ZipInfo(name, (2024, 5, 17, 9, 30, 0)), "w", force_zip64=True) as entry:
                entry.write(content)
    return out.getvalue()


@holding("xl/worksheets/sheet1.xml")
def extra_fields_and_comments_of_entries() -> bytes:
    """Times of Unix and a comment at each entry, dates of 1980, rights of files."""
    package, out = shop(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, (name, content) in enumerate(package.parts.items()):
            item = zipfile.ZipInfo(name)
            item.extra = b"UT\x05\x00\x01" + (1_700_000_000 + number).to_bytes(4, "little")
            item.comment, item.external_attr, item.create_system = f"part {number}".encode(), 0o644 << 16, 3
            packed.writestr(item, content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return out.getvalue()


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
