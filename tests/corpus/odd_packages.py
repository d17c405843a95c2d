"""Workbooks whose packages are laid out or packed as Excel never does, but reads."""

import io
import zipfile

from corpus.odd import changed
from corpus.package import BOOK, OTHER, SHEET, Package, relations
from corpus.put_in import shop
from corpus.registry import holding
from corpus.written import comments_in_cells


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
