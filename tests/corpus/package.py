"""A workbook taken apart into its parts, to put in what no library writes, and packed again."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MICROSOFT = "http://schemas.microsoft.com/office"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
NAMESPACES = {
    None: MAIN,
    "r": OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "x14": f"{MICROSOFT}/spreadsheetml/2009/9/main",
    "x15": f"{MICROSOFT}/spreadsheetml/2010/11/main",
    "xm": f"{MICROSOFT}/excel/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
DECLARED = " ".join(f'xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in NAMESPACES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
BOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "revisionPtr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
SPREADSHEET_NS = MAIN
BOOK, SHEET, OTHER = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


class Package:
    """Parts by name, in the order they are packed in."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}

    def add(self, part: str, content: str | bytes, kind: str, of: str = BOOK, type: str = "") -> str:
        """A new part, reached from part `of` by a relation of `kind`; its identifier. type: of its content."""
        assert part not in self.parts, part
        self.parts[part] = content if isinstance(content, bytes) else (HEAD + content).encode()
        if type:
            self.declare(part, type)
        return self.relate(of, kind, posixpath.relpath(part, posixpath.dirname(of) or ".")) if kind else ""

    def declare(self, part: str, type: str) -> None:
        self.append("[Content_Types].xml", f'<Override xmlns="{TYPES}" PartName="/{part}" ContentType="{type}"/>')

    def default(self, extension: str, type: str) -> None:
        tree = etree.fromstring(self.parts["[Content_Types].xml"])
        if not any(item.get("Extension") == extension for item in tree):
            tree.insert(0, etree.fromstring(f'<Default xmlns="{TYPES}" Extension="{extension}" ContentType="{type}"/>'))
            self.parts["[Content_Types].xml"] = dumped(tree)

    def relate(self, of: str, kind: str, target: str, outside: bool = False) -> str:
        """A relation of a part; kind: the last word of one of Office's, or all of it."""
        name = relations(of)
        content = self.parts.setdefault(name, f'{HEAD}<Relationships xmlns="{RELATIONS}"/>'.encode())
        identifier = f"rId{len(etree.fromstring(content)) + 1}"
        kind = kind if "://" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' if outside else ""
        self.append(
            name,
            f'<Relationship xmlns="{RELATIONS}" Id="{identifier}" Type="{kind}" Target="{target}"{mode}/>',
        )
        return identifier

    def append(self, part: str, xml: str, under: str = "") -> None:
        """A last child of the root of a part, or of its first element of that name."""
        tree = etree.fromstring(self.parts[part])
        parent = next(tree.iter(f"{{*}}{under}")) if under else tree
        parent.append(fragment(xml))
        self.parts[part] = dumped(tree)

    def put(self, part: str, xml: str, at: str = "") -> None:
        """An element of a worksheet or of the workbook in its place. at: the element it stands for, or wraps."""
        tree, new = etree.fromstring(self.parts[part]), fragment(xml)
        order = BOOK_ORDER if part == BOOK else SHEET_ORDER
        rank = order.index(at or etree.QName(new).localname)
        after = [n for n, child in enumerate(tree) if order.index(etree.QName(child).localname) <= rank]
        tree.insert(after[-1] + 1 if after else 0, new)
        self.parts[part] = dumped(tree)

    def extend(self, part: str, uri: str, xml: str) -> None:
        """An extension of a worksheet or the workbook, in its extLst."""
        tree = etree.fromstring(self.parts[part])
        if tree.find("{*}extLst") is None:
            self.put(part, "<extLst/>")
        self.append(part, f'<ext uri="{uri}">{xml}</ext>', under="extLst")

    def edit(self, part: str, old: str, new: str, count: int = 1) -> None:
        """Other text in a part, which must hold the old one; count: how often, at most."""
        content = self.parts[part].decode()
        assert old in content, f"{part} has no {old}"
        self.parts[part] = content.replace(old, new, count).encode()

    def packed(self, names: list[str] | None = None, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
        """The workbook. names: its parts in another order."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            for name in names or self.parts:
                item = zipfile.ZipInfo(name, (2024, 5, 17, 9, 30, 0))
                item.compress_type = method
                packed.writestr(item, self.parts[name])
            packed.comment = comment
        return out.getvalue()


def relations(part: str) -> str:
    """The part that holds the relations of another; of the package itself for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def fragment(xml: str) -> etree._Element:
    """An element with the prefixes Office uses."""
    return etree.fromstring(f"<all {DECLARED}>{xml}</all>")[0]


def dumped(tree: etree._Element) -> bytes:
    etree.cleanup_namespaces(tree, keep_ns_prefixes=["r", "x14", "x15", "xdr", "mc"])
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def png(width: int = 16, height: int = 16, colour: tuple[int, int, int] = (200, 60, 40)) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    lines = (b"\0" + bytes(colour) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
