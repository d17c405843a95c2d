"""Parts put into a finished package: their contents, what kind they are, and which part refers to them."""

import posixpath
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
BOOK = "ThisWorkbook"  # the name macros know a workbook by
TYPES = "[Content_Types].xml"
NO_TYPES = (
    f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
).encode()
NO_RELATIONS = f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()


class Part(NamedTuple):
    """name: its path in the package. kind: its content type, '' for that of its extension.

    owner: the part related to it by `relation` and `id`, '' for the package itself.
    """

    name: str
    content: bytes
    kind: str
    owner: str
    relation: str
    id: str


def add_parts(package: dict[str, bytes], parts: Sequence[Part]) -> None:
    """Put them in, below one another as given."""
    for part in parts:
        package[part.name] = part.content
        override = f'<Override PartName="/{part.name}" ContentType="{part.kind}"/>' if part.kind else ""
        package[TYPES] = _before_end(package[TYPES], b"</Types>", override)
        related = relations(part.owner)
        target = quoteattr(posixpath.relpath(part.name, posixpath.dirname(part.owner)))
        relation = f'<Relationship Id="{part.id}" Type="{part.relation}" Target={target}/>'
        package[related] = _before_end(package.get(related, NO_RELATIONS), b"</Relationships>", relation)


def relations(part: str) -> str:
    """The part that says what a part refers to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def vba_part(project: bytes) -> Part:
    """The VBA project of a workbook."""
    kind, relation = "application/vnd.ms-office.vbaProject", f"{MICROSOFT}/2006/relationships/vbaProject"
    return Part("xl/vbaProject.bin", project, kind, "xl/workbook.xml", relation, "rIdMacros")


def _before_end(content: bytes, end: bytes, added: str) -> bytes:
    head, found, tail = content.rpartition(end)
    if not found:
        raise ValueError(f"no {end.decode()} in the part")
    return head + added.encode() + found + tail
