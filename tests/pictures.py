"""Every sheet of a workbook as it is printed: a picture of each page, and the words on it with their boxes.

python tests/pictures.py FOLDER FILE...    draws them, and tells what does not fit
"""

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from libreoffice import convert
from workbook_lint import read

ROWS, PAGES = 60, 6  # of each sheet that are drawn; a list of customers looks like its beginning
ROW = re.compile(rb'<row r="(\d+)"')
TEXTS = ("inlineStr", "s", "str")
BROKEN = re.compile(r"#{2,}|#REF!|#NAME\?|#VALUE!|#DIV/0!|#N/A|Err:\d")
XHTML = "{http://www.w3.org/1999/xhtml}"


class Word(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        """Whether the two share more than a third of the smaller one; lines of one text touch a little."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width > 0 and height > 0 and width * height > min(self.size, other.size) / 3

    @property
    def size(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)


class Page(NamedTuple):
    """number: in the PDF, from 1 on. edge: where the right margin begins, in points from the left.

    text: cell by cell, without spaces, because a cell that wraps breaks at them.
    """

    sheet: str
    number: int
    edge: float
    words: list[Word]
    text: str = ""


def printed(path: Path, folder: Path) -> Path:
    """A PDF of every sheet as the workbook prints it; long lists end early, those without charts."""
    shortened = folder / "short.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(shortened, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet") and b"<drawing" not in content:
                content = ROW.sub(_shown, content)
            new.writestr(item, content)
    return convert(shortened, "pdf", folder)


def _shown(row: "re.Match[bytes]") -> bytes:
    """A row, hidden where it is one of the later; a print area would cut what runs beyond its last column."""
    return row[0] + b' hidden="1"' if int(row[1]) > ROWS else row[0]


def pages(pdf: Path, path: Path) -> Iterator[Page]:
    """The pages of a PDF of the workbook at `path`; LibreOffice notes where each sheet begins."""
    margins = {
        sheet.name: float(m.get("right", "0")) * 72 for sheet in read(path).sheets for m in sheet.all("pageMargins")
    }
    noted = _output("pdftohtml", "-xml", "-i", "-stdout", str(pdf))
    begins = {int(page): name for page, name in re.findall(r'<item page="(\d+)">(.*?)</item>', noted)}
    texts = ["".join(text.split()) for text in _output("pdftotext", "-raw", str(pdf), "-").split("\f")]
    tree, sheet = ElementTree.fromstring(_output("pdftotext", "-bbox", str(pdf), "-")), ""
    for number, page in enumerate(tree.iter(XHTML + "page"), 1):
        sheet = begins.get(number, sheet)
        edge = float(page.get("width", "0")) - margins.get(sheet, 0)
        yield Page(sheet, number, edge, [_word(word) for word in page.iter(XHTML + "word")], texts[number - 1])


def _word(word: ElementTree.Element) -> Word:
    left, top, right, bottom = (float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax"))
    return Word(word.text or "", left, top, right, bottom)


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode("utf-8")


def misfits(page: Page, ours: bool = True) -> list[str]:
    """Numbers that do not fit, errors, words over other words, and words in the margin.

    ours: else the sheet is the user's, whose rows labels stand beside without making them higher, so that a long label
    may run under the next; of its words only those of the first line, the headers, are looked at.
    """
    found = [f"{word.text} is shown" for word in page.words if BROKEN.search(word.text)]
    found += [f"{word.text} runs into the margin" for word in page.words if word.right > page.edge + 1]
    words = sorted(page.words, key=lambda word: word.top)
    words = words if ours else [word for word in words if word.top < words[0].bottom]
    pairs = ((a, b) for a, b in combinations(words, 2) if b.top < a.bottom)
    found += [f"{a.text} stands over {b.text}" for a, b in pairs if a.covers(b)]
    return [f"{page.sheet}, page {page.number}: {what}" for what in found]


def cut(path: Path, found: Sequence[Page]) -> list[str]:
    """Texts of our sheets that are not on their pages in full: LibreOffice leaves out the letters that do not fit."""
    book, told = read(path), []
    areas = {int(scope): text for name, scope, text in book.names if name == "_xlnm.Print_Area"}
    for number, sheet in enumerate(book.sheets):
        place = re.search(r"\$(\d+)$", areas.get(number, ""))
        last = int(place[1]) if place else ROWS if not sheet.drawings else sys.maxsize
        shown = "".join(page.text for page in found if page.sheet == sheet.name)
        hidden = {
            n for c in sheet.all("col") if c.get("hidden") for n in range(int(c.get("min")), int(c.get("max")) + 1)
        }
        seen = ((row, c) for (row, column), c in sheet.cells.items() if column not in hidden)
        texts = [c.text for row, c in seen if row <= last and c.text and c.kind in TEXTS]
        ours = texts if sheet.name in book.ours else []
        told += [f"{sheet.name}: {text} is cut" for text in ours if "".join(text.split()) not in shown]
    return told


def draw(pdf: Path, found: Sequence[Page], folder: Path, name: str) -> list[Path]:
    """A PNG of the first pages of each sheet, called name-NUMBER-SHEET.png. found: all pages of the PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Path] = []
    shown: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as every:
        subprocess.run(["pdftoppm", "-r", "90", "-png", str(pdf), f"{every}/page"], check=True, timeout=300)
        for page, png in zip(found, sorted(Path(every).iterdir()), strict=True):
            shown[page.sheet] = shown.get(page.sheet, 0) + 1
            if shown[page.sheet] <= PAGES:
                sheet = re.sub(r"\W+", "_", page.sheet)
                drawn.append(Path(shutil.move(png, folder / f"{name}-{page.number:02}-{sheet}.png")))
    return drawn


if __name__ == "__main__":
    for argument in map(Path, sys.argv[2:]):
        with tempfile.TemporaryDirectory() as work:
            made = printed(argument, Path(work))
            shutil.copyfile(made, Path(sys.argv[1]) / f"{argument.stem}.pdf")
            ours = read(argument).ours
            found = list(pages(made, argument))
            draw(made, found, Path(sys.argv[1]), argument.stem)
            told = [what for page in found for what in misfits(page, page.sheet in ours)]
            print(argument, *told, *cut(argument, found), sep="\n  ")
