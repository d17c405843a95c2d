"""Workbooks of one sheet, written by hand: whatever XML a program may write."""

import io
import zipfile
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
BUILT_IN = (0, 14, 22, 46, 47)


def styles(*formats: str) -> str:
    """A style for each built-in format above, then for each of these."""
    custom = "".join(f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats, 164))
    numbers = (*BUILT_IN, *range(164, 164 + len(formats)))
    cells = "".join(f'<xf numFmtId="{n}"/>' for n in numbers)
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def workbook(rows: str, shared: str = "", look: str = "", epoch_1904: bool = False, sheet: bytes = b"") -> io.BytesIO:
    """rows: what stands in sheetData. sheet: the whole part instead."""
    content = io.BytesIO()
    setting = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{setting}<sheets>'
        '<sheet name="S" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml", styles="styles.xml"
        ),
        "xl/worksheets/sheet1.xml": sheet or f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": look or styles("yyyy-mm-dd hh:mm", "[h]:mm", '0.00"d"'),
    }
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content


def relations(**targets: str) -> str:
    found = "".join(f'<Relationship Id="{k}" Type="{OFFICE}/{k}" Target="{t}"/>' for k, t in targets.items())
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


class Parts:
    """A package as the reader wants it, given out in small pieces, so that they end anywhere."""

    def __init__(self, content: io.BytesIO, piece: int = 1 << 16) -> None:
        with zipfile.ZipFile(content) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.piece = piece

    def find(self, name: str) -> str | None:
        return name if name in self.parts else None

    def read(self, name: str) -> bytes:
        return self.parts[name]

    def stream(self, name: str):
        part = self.parts[name]
        return (part[at : at + self.piece] for at in range(0, len(part), self.piece))
