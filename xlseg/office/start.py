"""开始, the first sheet of the workbook with buttons: three steps, the main verb, the others, and models below."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import accumulate
from typing import NamedTuple

from xlseg import theme
from xlseg.actions import ACTIONS, GROUPS, Action, Group
from xlseg.cells import Area, Fill, Paint, Placed, Printed
from xlseg.office.buttons import Box, Button, Corner
from xlseg.office.ribbon import MENU_TITLE
from xlseg.recognise import KINDS
from xlseg.sheets.guide import START, Guided
from xlseg.sheets.guide import TITLE as GUIDE
from xlseg.text import Lang, Text

MAIN = "segment"  # the verb that all others are about
COLUMNS = (2.0, 29.0, 58.0, 3.0, 29.0, 58.0)  # characters: a margin; a button, what it does; a gap; the same again
SIDES = (2, 5)  # the columns buttons of verbs stand in
SLOTS = ((2, 0), (3, 0), (3, 1), (5, 0), (6, 0), (6, 1))  # columns models stand in; two beside each other in the wider
FIRST, VERB, MODEL, LINE = 48.0, 33.0, 27.0, 21.0  # points of a row of the main verb, of verbs, of models, of words
GAP, INSET = 8.0, 4.0  # pixels between models, and around a button in its row and words in a button
FIRST_SIZES, VERB_SIZES, MODEL_SIZES = (16, 14), (11, 10, 9), (9, 8)  # points of letters
CELLS, SLACK = 10, 1.25  # points of cells, which are measured; letters of buttons run wider than those
CHARACTER, POINT = 7.0, 4 / 3  # pixels of a character of a column's width, and of a point


class Start(NamedTuple):
    """The sheet, and the buttons over its cells."""

    placed: Placed
    buttons: tuple[Button, ...]


class Line(NamedTuple):
    """A row of a side: the title of a group, or one of its verbs."""

    group: Group
    action: Action | None = None


class Over(NamedTuple):
    """A button before its corners are known: from a column to its edge, or so many pixels past the edges of two."""

    action: Action
    row: int
    column: int
    left: float = 0.0
    last: int = 0
    right: float = 0.0

    @property
    def end(self) -> tuple[int, float]:
        """The column it ends in, counted from 0, and pixels there; an edge holds in whatever pixels a program shows."""
        return (self.last - 1, self.right) if self.last else (self.column, 0)


def start(lang: Lang, actions: Sequence[Action] = ACTIONS) -> Start:
    """The sheet of these verbs."""
    draft, main = Draft(lang), next(action for action in actions if action.key == MAIN)
    draft.line(HEADLINE, "title", VERB)
    draft.line(SENTENCE.format(tip=main.tip))
    sheets = {"customers": KINDS["customers"].title, "orders": KINDS["orders"].title, "guide": GUIDE}
    for step in (NEEDS, ENABLE, BLOCKED, FILL.format(verb=main.title, **sheets)):
        draft.line(step, "label")
    draft.first(main)
    draft.verbs(sides([action for action in actions if not action.menu and action != main]))
    draft.line(MENU_TITLE, "heading", MODEL)
    draft.models([action for action in actions if action.menu])
    for note in (SENT_ON, OF_VERSION.format(version=version("xlwings"))):
        draft.line(note)
    return Start(draft.placed(), draft.buttons(main))


def sides(verbs: Sequence[Action]) -> list[list[Line]]:
    """Groups under each other on two sides, each where it ends higher up."""
    found: list[list[Line]] = [[] for _ in SIDES]
    for group in GROUPS:
        lines = [Line(group, verb) for verb in verbs if verb.group == group]
        if lines:
            min(found, key=len).extend([Line(group), *lines])
    return found


@dataclass
class Draft:
    """Rows from the top on, each of a height of its own, so that it is known where every button stands."""

    lang: Lang
    fills: list[Fill] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    over: list[Over] = field(default_factory=list)

    @property
    def bottom(self) -> int:
        return len(self.heights)

    def line(self, text: Text, style: str = "note", height: float = LINE) -> None:
        """Words on a row of their own."""
        self.rows(1, height)
        self.words(text, style, self.bottom, SIDES[0])

    def rows(self, count: int, height: float) -> None:
        """So many further rows."""
        self.heights |= dict.fromkeys(range(self.bottom + 1, self.bottom + 1 + count), height)

    def words(self, text: Text, style: str, row: int, column: int) -> None:
        self.fills.append(Fill(row, column, [[text.of(self.lang)]]))
        self.paints.append(Paint(Area(row, column, row, column), style))

    def first(self, main: Action) -> None:
        """The button all is about, twice as wide as the others."""
        self.rows(1, FIRST)
        column, width = SIDES[0], COLUMNS[SIDES[0] - 1] * CHARACTER
        self.over.append(Over(main, self.bottom, column, last=column + 1, right=width))

    def verbs(self, sides: Sequence[Sequence[Line]]) -> None:
        """The sides beside each other; what a verb does stands at the right of its button."""
        top = self.bottom + 1
        self.rows(max(map(len, sides)), VERB)
        for column, lines in zip(SIDES, sides, strict=True):
            for row, (group, action) in enumerate(lines, top):
                if action:
                    self.over.append(Over(action, row, column))
                    self.words(action.tip, "hint", row, column + 1)
                else:
                    self.words(group.title, "heading", row, column)

    def models(self, models: Sequence[Action]) -> None:
        """Smaller ones, row by row over the whole width; the outer edges are those of what stands above."""
        top = self.bottom + 1
        self.rows(-(-len(models) // len(SLOTS)), MODEL)
        for number, model in enumerate(models):
            down, (column, along) = number // len(SLOTS), SLOTS[number % len(SLOTS)]
            wide = column not in SIDES
            width = (COLUMNS[column - 1] * CHARACTER - 2 * GAP) / 2
            left = GAP + along * (width + GAP) if wide else 0.0
            ends = (column, left + width) if wide and not along else (0, 0.0)
            self.over.append(Over(model, top + down, column, left, *ends))

    def placed(self) -> Placed:
        area = Area(1, 1, self.bottom, len(COLUMNS))
        return Placed(
            sheet=TITLE.of(self.lang),
            fills=tuple(self.fills),
            marks={MARK: area},
            paints=tuple(self.paints),
            widths=dict(enumerate(COLUMNS, 1)),
            heights=self.heights,
            printed=Printed(area=area, tall=1),
        )

    def buttons(self, main: Action) -> tuple[Button, ...]:
        """With their corners; verbs in larger letters than models, the main one in bold ones."""
        tops = [0.0, *accumulate(points * POINT for points in self.heights.values())]
        edges = [0.0, *accumulate(width * CHARACTER for width in COLUMNS)]
        return tuple(self.button(over, tops[over.row - 1], edges[over.column - 1], main) for over in self.over)

    def button(self, over: Over, top: float, edge: float, main: Action) -> Button:
        """top, edge: pixels at which the row and the column begin."""
        height = self.heights[over.row] * POINT - 2 * INSET
        last, right = over.end
        width = sum(COLUMNS[over.column - 1 : last]) * CHARACTER + right - over.left
        box = Box(*map(round, (edge + over.left, top + INSET, width, height)))
        start = Corner(over.column - 1, round(over.left), over.row - 1, round(INSET))
        end = Corner(last, round(right), start.row, start.y + box.height)
        caption, bold = over.action.title.of(self.lang), over.action == main
        sizes = FIRST_SIZES if bold else MODEL_SIZES if over.action.menu else VERB_SIZES
        size = letters(caption, box.width, sizes, bold)
        return Button(over.action.key, caption, over.action.tip.of(self.lang), start, end, box, size, bold)


def letters(caption: str, width: float, sizes: Sequence[int], bold: bool) -> int:
    """The largest of these sizes in which the words take one line of so many pixels, else the smallest; in points."""
    needed = theme.measure(caption) * SLACK * (theme.BOLD if bold else 1) * CHARACTER / CELLS
    return next((size for size in sizes if needed * size <= width - 2 * INSET), sizes[-1])


MARK = f"page.{START}"
TITLE = Text("开始", "Start")


GUIDED = Guided(START, TITLE)
HEADLINE = Text("客户细分", "Customer segmentation")
SENTENCE = Text("{tip}。", "{tip}.")
NEEDS = Text(
    "1. 这台电脑上装好 Python 和 xlseg，运行一次 xlseg install；按钮没有反应时运行 xlseg doctor。",
    "1. Install Python and xlseg on this computer and run xlseg install once; when a button does nothing, run xlseg "
    "doctor.",
)
ENABLE = Text(
    "2. 打开这个文件时，点黄色提示条上的「启用内容」。",
    "2. When this file opens, click Enable Content on the yellow bar.",
)
BLOCKED = Text(
    "    如果提示宏已被阻止：关闭文件，右键它 → 属性 → 勾选「解除锁定」→ 重新打开；或者把它放进受信任位置。",
    "    If macros are blocked: close the file, right-click it → Properties → tick Unblock → open it again; or keep it "
    "in a trusted location.",
)
FILL = Text(
    "3. 把数据填进《{customers}》或《{orders}》，再点「{verb}」。每张表是什么，见《{guide}》。",
    "3. Fill in '{customers}' or '{orders}', then click {verb}. '{guide}' says what each sheet is for.",
)
SENT_ON = Text(
    "文件里没有记下 Python 的位置，可以发给同事；没有装 xlseg 的同事照样能看、能填，只是按钮不起作用。",
    "The file holds no path to Python and may be sent on; colleagues without xlseg can read it and fill it in, but "
    "its buttons do nothing there.",
)
OF_VERSION = Text(
    "按钮配的是 xlwings {version}；升级 xlwings 后如果按钮出错，用 xlseg templates 重新生成这个文件。",
    "The buttons are made for xlwings {version}; if they fail after an upgrade of xlwings, make this file anew with "
    "xlseg templates.",
)
