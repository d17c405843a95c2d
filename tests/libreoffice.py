"""A real LibreOffice on closed files: what it reads, and pictures of what a person sees.

`python tests/libreoffice.py` draws the pictures of the README anew.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
PREVIEW = Path(__file__).parents[1] / "workbook_templates" / "preview"
MISSING = [program for program in ("soffice", "pdftoppm", "pdftotext") if shutil.which(program) is None]


def convert(path: Path, kind: str, folder: Path, recalculated: bool = False) -> Path:
    """`path` as LibreOffice saves it; a profile of its own, so that runs do not meet.

    recalculated: every formula anew, whatever result the file holds; else LibreOffice believes the file.
    """
    with tempfile.TemporaryDirectory() as profile:
        if recalculated:
            (Path(profile) / "user").mkdir()
            (Path(profile) / "user" / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
        subprocess.run(
            [*command, "--convert-to", kind, "--outdir", str(folder), str(path)],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return folder / f"{path.stem}.{kind}"


def pages(path: Path, sheets: Sequence[str], folder: Path, rows: int = 0) -> Path:
    """A PDF of some sheets of a workbook, each as wide as a landscape page, to its first `rows` if given."""
    book = load_workbook(path)
    for sheet in book:
        sheet.sheet_state = "visible" if sheet.title in sheets else "hidden"
        if sheet.title in sheets:
            _fit(sheet, rows)
        else:
            sheet.print_area = None  # or LibreOffice prints it though it is hidden
    book.active = book.index(book[sheets[0]])
    copy = folder / "shown.xlsx"
    book.save(copy)
    return convert(copy, "pdf", folder)


def _fit(shown: Worksheet, rows: int) -> None:
    shown.page_setup.orientation, shown.page_setup.paperSize = "landscape", 9
    shown.page_setup.fitToWidth, shown.page_setup.fitToHeight = 1, int(bool(shown.print_area))
    shown.sheet_properties.pageSetUpPr.fitToPage = True
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(shown.page_margins, side, 0.3)
    if rows:
        ends = [(shown.max_row, shown.max_column), *((c.anchor.to.row, c.anchor.to.col) for c in shown._charts)]
        bottom, right = (max(end) for end in zip(*ends, strict=True))
        shown.print_area = f"A1:{shown.cell(min(rows, bottom), right).coordinate}"


def picture(path: Path, sheet: str, png: Path, rows: int = 0, height: float = 1.0) -> None:
    """The first page of a sheet; height: the share of the page to keep."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = pages(path, [sheet], Path(folder), rows)
        pixels = round(8.27 * 110 * height)
        crop = ["-x", "0", "-y", "0", "-W", "1287", "-H", str(pixels)]
        command = ["pdftoppm", "-r", "110", *crop, "-singlefile", "-png", str(pdf), str(png.with_suffix(""))]
        subprocess.run(command, check=True)


def previews() -> None:
    from xlseg import files
    from xlseg.demo import INVENTED

    with tempfile.TemporaryDirectory() as folder:
        for lang, names in (("zh", ("订单", "客户细分结果表")), ("en", ("Orders", "Segmentation result"))):
            output = files.demo(Path(folder), lang).output
            for name, sheet, height in zip(("labels", "result"), names, (0.52, 0.55), strict=True):
                picture(output, sheet, PREVIEW / f"{name}-{lang}.png", rows=24, height=height)
            shop = files.demo(Path(folder), lang, example=INVENTED).output
            picture(shop, {"zh": "仪表盘", "en": "Dashboard"}[lang], PREVIEW / f"dashboard-{lang}.png")


if __name__ == "__main__":
    previews()
