"""Looks: colours, fonts, number formats and widths. No other module names a colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median_low
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from xlseg.columns import Format

INK = "1F2A37"
MUTED = "6B7280"
PAPER = "FFFFFF"
NAVY = "1F3A5F"
TEAL = "0F766E"
MIST = "EEF3F8"
CREAM = "FFF8E1"
SKY = "E3F1FB"
SMOKE = "9CA3AF"
LINE = "D5DCE4"
BAR = "9CC3E6"
SCALE = ("FFFFFF", "56B4E9")  # from few to many
ALARM = ("9C0006", "FFC7CE")  # letters and cell of what is wrong
BLUE = "0563C1"
# Okabe and Ito's colours for series, told apart by the colour-blind too; yellow is left out, too pale on white
SERIES = ("0072B2", "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9")
MARKERS: tuple[Literal["circle", "diamond", "square", "triangle"], ...] = ("circle", "diamond", "square", "triangle")

FONT = "Microsoft YaHei"  # has Chinese and Latin letters on Windows and macOS Office; others fall back


@dataclass(frozen=True)
class Style:
    """How an area looks; hosts translate it, once per area."""

    bold: bool = False
    italic: bool = False
    size: int = 10
    color: str = INK
    fill: str | None = None
    line: bool = False
    wrap: bool = False
    align: Literal["left", "center", "right"] = "left"
    indent: int = 0
    height: float | None = None
    shrink: bool = False


STYLES = {
    "title": Style(bold=True, size=16, color=NAVY, height=30),
    "heading": Style(bold=True, size=12, color=NAVY, height=24),
    "note": Style(color=MUTED, height=20),
    "hint": Style(color=MUTED, wrap=True, indent=1),
    "header": Style(bold=True, color=PAPER, fill=NAVY, wrap=True, align="center", line=True, height=22),
    "label_header": Style(bold=True, color=PAPER, fill=TEAL, align="center", line=True),
    "helper_header": Style(color=PAPER, fill=SMOKE, size=8, align="center", line=True, wrap=True),
    "text": Style(line=True, indent=1),
    "wrapped": Style(line=True, wrap=True, indent=1),
    "link": Style(line=True, color=BLUE, indent=1),
    "number": Style(line=True, align="right", indent=1),
    "input": Style(line=True, fill=CREAM, wrap=True, indent=1),
    "input_number": Style(line=True, fill=CREAM, align="right", indent=1),
    "trial": Style(line=True, fill=SKY, align="right", indent=1),
    "total": Style(line=True, bold=True, fill=MIST, indent=1),
    "total_number": Style(line=True, bold=True, fill=MIST, align="right", indent=1),
    "tile_title": Style(color=MUTED, fill=MIST, size=9, align="center", wrap=True, height=20),
    "tile": Style(bold=True, color=NAVY, fill=MIST, size=16, align="center", height=30, shrink=True),
    "label": Style(indent=1),
    "label_number": Style(align="right", indent=1),
}

NUMBER_FORMATS: dict[Format, str] = {
    "text": "@",
    "wide": "@",
    "sentence": "@",
    "phrase": "@",
    "brief": "@",
    "verdict": "@",
    "count": "#,##0",
    "days": "#,##0",
    "decimal": "#,##0.0",
    "ratio": "0.00",
    "money": "#,##0.00",
    "share": "0.0%",
    "date": "yyyy-mm-dd",
    "number": "General",
    "link": "General",
    "hidden": "@",
    "clause": "General",
    "formula": "General",  # a text that is computed: in a cell of text Excel would show the formula
    "quantity": "[>=1000]#,##0;General",  # at least 0, and no more decimals than it was typed with
}
LONG = "[>=1000]#,##0;General"  # marks on an axis: no more decimals than they need
AXIS_FORMATS: dict[Format, str] = NUMBER_FORMATS | {
    "text": "General",
    "wide": "General",
    "sentence": "General",
    "phrase": "General",
    "brief": "General",
    "verdict": "General",
    "decimal": LONG,
    "money": LONG,
    "share": "0%",
    "number": LONG,
}
BAR_FIGURES = "[>=100]#,##0;[=0]0;0.0"  # at the end of a bar, where General would show every decimal
WIDTHS: dict[Format, tuple[float, float]] = {
    "text": (12, 26),
    "wide": (18, 66),
    "sentence": (54, 66),
    "phrase": (16, 34),
    "brief": (24, 50),
    "verdict": (14, 24),
    "count": (11, 16),
    "days": (11, 16),
    "decimal": (11, 16),
    "ratio": (11, 16),
    "money": (13, 18),
    "share": (11, 13),
    "date": (14, 15),
    "number": (9, 24),
    "link": (14, 34),
    "hidden": (0, 0),
    "formula": (12, 60),
    "clause": (30, 54),
    "quantity": (12, 16),
}
SHARED = 30.0  # of a column of long texts that stands in several tables, most of which need no more
SLIM, NARROW, BROAD = "ijlftrI.,:;'|!()[]/- ", 0.65, 1.35  # letters of a third of the widths, and these
FILTER = 2.5  # characters the button of a filter covers
HEADED = 28.0  # of a column whose header has such a button, which would cover a line of it
BOLD = 1.1  # how much wider bold letters are
HELPER = 12.0  # most characters of a column that is there for formulas
STANDARD_WIDTH = 8.43  # of a column nobody sized
STANDARD_SIZE = 11  # points of the letters widths are counted in
POINTS = 5.6  # of width a character takes
CHART_ROWS, CHART_ROW, CHART_WIDTH = 17, 15.0, 90.0  # rows a chart covers, points of each, characters across
SCREEN_COLUMNS, SCREEN_WIDTH = 9, 17.8  # of a page that is one screen: columns, and characters across each
PANEL_ROWS, PANEL_GAP = 12, 8.0  # rows a chart of a panel covers, and points above each line of them
ROW = 15.0  # points of a row nobody made higher
SAMPLE = 200  # rows measured for a width or a height; a page of a million rows looks like its first ones


WORDS = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+")  # what a line breaks between


class Letters(NamedTuple):
    """Of a chart: size of its title and of all else in points, width of its lines, and size of its markers."""

    title: int
    marks: int
    line: float
    marker: int


LETTERS = {False: Letters(14, 10, 2.25, 7), True: Letters(11, 8, 1.75, 5)}  # True: of one among several


def body_style(format: Format) -> str:
    if format in ("text", "date", "hidden", "formula"):
        return "text"
    if format == "link":
        return "link"
    return "wrapped" if format in ("wide", "sentence", "phrase", "brief", "verdict", "clause") else "number"


def bar_format(axis: str) -> str:
    """The number format of figures at the ends of bars, given that of their axis."""
    return BAR_FIGURES if axis == LONG else axis


def measure(text: str) -> float:
    """Width in characters of Excel's default font; Chinese characters and arrows take two."""
    return max(sum(map(_letter, line)) for line in text.split("\n"))


def _letter(c: str) -> float:
    return (
        1.95 if east_asian_width(c) in "WFA" else NARROW if c in SLIM else BROAD if c.isupper() or c in "mw%" else 1.15
    )


def height(lines: int) -> float:
    """Points for a row of so many lines of text."""
    return 5 + 14.5 * max(lines, 1)


def lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of that width, which is hidden where that is 0 or less."""
    return sum(_wrapped(line, max(width - 1.5, 1)) for line in text.split("\n")) if width > 0 else 1


def _wrapped(line: str, room: float) -> int:
    """A word that does not fit goes to the next line as a whole; Chinese breaks anywhere."""
    count, used = 1, 0.0
    for word in WORDS.findall(line):
        wide = measure(word)
        if used + measure(word.rstrip()) > room:
            count += (used > 0) + ceil(wide / room) - 1
            used = 0.0 if wide <= room else -(ceil(wide / room) - 1) * room
        used += wide
    return count


def unwrapped(title: str) -> float:
    """Width for a bold header that stands on one line."""
    return 2.5 + BOLD * measure(title)


def combined(asked: Sequence[tuple[Format, float]]) -> float:
    """Width of a column that stands in several tables: long texts wrap, where most of its tables need no more."""
    found = [width for _, width in asked]
    most = max(SHARED, median_low(found))
    return max(min(width, most) if kind in ("wide", "sentence") else width for kind, width in asked)


def width(format: Format, title: str, texts: list[str]) -> float:
    """For the column's contents within its format's bounds; the title, which is bold, may wrap beyond them."""
    low, high = WIDTHS[format]
    return min(high, max(low, unwrapped(title), 2.5 + max((measure(text) for text in texts), default=0)))
