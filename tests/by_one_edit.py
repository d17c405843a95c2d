"""An ordinary workbook with one edit of its parts, to do harm with (malice.py)."""

import io
import re
import zipfile
from collections.abc import Callable
from functools import partial

import ordinary

BOOK, SHEET, SHEETS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"
STYLES, DRAWING, CHART = "xl/styles.xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
Parts = dict[str, bytes]


def edited(*edits: Callable[[Parts], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ordinary.original(0))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for edit in edits:
        edit(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _put(part: str, pattern: str, text: str, parts: Parts) -> None:
    """The first place of `pattern` is replaced by `text`, as it is."""
    changed, count = re.subn(pattern, lambda found: text, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, pattern
    parts[part] = changed.encode()


def put(part: str, pattern: str, text: str) -> Callable[[], bytes]:
    return partial(edited, partial(_put, part, pattern, text))


def rows(text: str) -> Callable[[], bytes]:
    """After the rows that are there."""
    return put(SHEET, "</sheetData>", f"{text}</sheetData>")


def after(text: str) -> Callable[[], bytes]:
    """After the rows and what is merged."""
    return put(SHEET, "<mergeCells.*?</mergeCells>", text)


def whole(part: str, content: bytes | None) -> Callable[[], bytes]:
    """Another part in its place, or none."""

    def edit(parts: Parts) -> None:
        if content is None:
            del parts[part]
        else:
            parts[part] = content

    return partial(edited, edit)


def many(count: int, sheets: str, relations: str) -> Callable[[], bytes]:
    """Sheets by the thousand: one, with its number in {}."""

    def edit(parts: Parts) -> None:
        _put(BOOK, "</sheets>", "".join(map(sheets.format, range(9, count))) + "</sheets>", parts)
        _put(SHEETS, "</Relationships>", "".join(map(relations.format, range(9, count))) + "</Relationships>", parts)

    return partial(edited, edit)


def related(part: str, *targets: tuple[str, str]) -> Callable[[Parts], None]:
    def edit(parts: Parts) -> None:
        folder, _, name = part.rpartition("/")
        said = "".join(
            f'<Relationship Id="rIdX{n}" Type="{REL}{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets)
        )
        where = f"{folder}/_rels/{name}.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        parts[where] = parts.get(where, empty).replace(b"</Relationships>", f"{said}</Relationships>".encode())

    return edit


def loop() -> bytes:
    """A drawing that leads to a chart that leads to the drawing."""
    return edited(
        related(CHART, ("drawing", "/" + DRAWING), ("chart", "chart1.xml")), related(DRAWING, ("chart", "/" + DRAWING))
    )


def chain() -> bytes:
    """Drawings, each of which leads to the next."""

    def edit(parts: Parts) -> None:
        for n in range(3_000):
            parts[f"xl/charts/c{n}.xml"] = b"<a/>"
            related(f"xl/charts/c{n}.xml", ("chart", f"c{n + 1}.xml"))(parts)
        related(DRAWING, ("chart", "../charts/c0.xml"))(parts)
        related(CHART, ("chart", "c0.xml"))(parts)

    return edited(edit)


def tiny(count: int) -> bytes:
    def edit(parts: Parts) -> None:
        parts.update({f"xl/x/{n}.xml": b"<a/>" for n in range(count)})

    return edited(edit)


def marked(reference: str) -> Callable[[], bytes]:
    """A place of ours that is none."""
    names = f'<definedName name="xlseg.page.check" hidden="1">{reference}</definedName>'
    return put(BOOK, "</definedNames>", names + names.replace("page.check", "label.rfm.1") + "</definedNames>")


def formulas(text: str, count: int = 0) -> Callable[[], bytes]:
    """A formula, and cells that share it."""
    first = f'<row r="10"><c r="A10"><f t="shared" si="5" ref="A10:A{10 + count}">{text}</f><v>1</v></c></row>'
    return rows(
        first
        + "".join(f'<row r="{r}"><c r="A{r}"><f t="shared" si="5"/><v>1</v></c></row>' for r in range(11, 11 + count))
    )


def cell(attributes: str, content: str = "<v>1</v>", row: str = 'r="10"') -> Callable[[], bytes]:
    return rows(f"<row {row}><c {attributes}>{content}</c></row>")
