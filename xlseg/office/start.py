"""开始, the first sheet of the workbook with buttons: each verb with what it does beside it, and models below."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import accumulate
from typing import NamedTuple

from xlseg import theme
from xlseg.actions import ACTIONS, GROUPS, Action, Group
from xlseg.cells import Area, Fill, Paint, Placed, Printed
from xlseg.office.buttons import Box, Button, Corner
from xlseg.recognise import KINDS
from xlseg.sheets.guide import START, Guided
from xlseg.sheets.guide import TITLE as GUIDE
from xlseg.text import Lang, Text

MAIN = "segment"  # the verb that all others are about
COLUMNS = (2.0, 27.0, 54.0, 3.0, 27.0, 54.0)  # characters: a margin; a button, what it does; a gap; the same again
SIDES = (2, 5)  # the columns buttons of verbs stand in
SLOTS = ((2, 0), (3, 0), (3, 1), (5, 0), (6, 0), (6, 1))  # columns models stand in; two beside each other in the wider
VERB, MODEL, LINE = 33.0, 27.0, 21.0  # points of a row of verbs, of models, of words
GAP, INSET = 8.0, 4.0  # pixels between models, and around a button in its row and words in a button
VERB_SIZES, MODEL_SIZES, CELLS = (11, 10, 9), (9, 8), 10  # points of letters; those of cells, which are measured
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
    """A button before its corners are known. left: pixels from the left edge of its column."""

    action: Action
    row: int
    column: int
    left: float = 0.0
    gap: float = 0.0

    @property
    def width(self) -> float:
        """As wide as the column of buttons, also over a wider one, in whatever pixels a program shows that."""
        return COLUMNS[SIDES[0] - 1] * CHARACTER - self.gap


def start(lang: Lang, actions: Sequence[Action] = ACTIONS) -> Start:
    """The sheet of these verbs."""
    draft, main = Draft(lang), next(action for action in actions if action.key == MAIN)
    draft.line(HEADLINE, "title", VERB)
    sheets = {"customers": KINDS["customers"].title, "orders": KINDS["orders"].title, "guide": GUIDE}
    draft.line(ABOUT.format(verb=main.title, **sheets))
    draft.line(ENABLE)
    draft.line(BLOCKED)
    draft.verbs(sides([action for action in actions if not action.menu]))
    draft.line(MODELS, "heading", MODEL)
    draft.models([action for action in actions if action.menu])
    draft.line(NEEDED, "heading", MODEL)
    for note in (NEEDS, SENT_ON, OF_VERSION.format(version=version("xlwings"))):
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
        """Smaller ones, row by row over the whole width."""
        top, step = self.bottom + 1, COLUMNS[SIDES[0] - 1] * CHARACTER
        self.rows(-(-len(models) // len(SLOTS)), MODEL)
        for number, model in enumerate(models):
            down, (column, along) = number // len(SLOTS), SLOTS[number % len(SLOTS)]
            self.over.append(Over(model, top + down, column, along * step, GAP))

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
        box = Box(*map(round, (edge + over.left, top + INSET, over.width, height)))
        start = Corner(over.column - 1, round(over.left), over.row - 1, round(INSET))
        right = (start.column, start.x + box.width) if over.gap else (over.column, 0)  # a verb's is that of its column
        end = Corner(*right, start.row, start.y + box.height)
        caption, bold = over.action.title.of(self.lang), over.action == main
        size = letters(caption, box.width, MODEL_SIZES if over.action.menu else VERB_SIZES, bold)
        return Button(over.action.key, caption, over.action.tip.of(self.lang), start, end, box, size, bold)


def letters(caption: str, width: float, sizes: Sequence[int], bold: bool) -> int:
    """The largest of these sizes in which the words take one line of so many pixels, else the smallest; in points."""
    needed = theme.measure(caption) * (theme.BOLD if bold else 1) * CHARACTER / CELLS
    return next((size for size in sizes if needed * size <= width - 2 * INSET), sizes[-1])


MARK = f"page.{START}"
TITLE = Text("开始", "Start")


GUIDED = Guided(START, TITLE)
HEADLINE = Text("客户细分", "Customer segmentation")
ABOUT = Text(
    "把数据填进《{customers}》或《{orders}》，再点「{verb}」：标签写在数据旁边，结果写成新的工作表。"
    "每张表是什么，见《{guide}》。",
    "Fill in '{customers}' or '{orders}', then click {verb}: labels go beside your data, results on sheets of their "
    "own. '{guide}' says what each sheet is for.",
)
ENABLE = Text(
    "打开时如果出现黄色提示条，请点「启用内容」，否则按钮不起作用。",
    "If a yellow bar appears when the file is opened, click Enable Content, or the buttons do nothing.",
)
BLOCKED = Text(
    "如果提示宏已被阻止：关闭文件，右键它 → 属性 → 勾选「解除锁定」→ 重新打开；或者把它放进受信任位置。",
    "If macros are blocked: close the file, right-click it → Properties → tick Unblock → open it again; or keep it in "
    "a trusted location.",
)
MODELS = Text("只用一个模型", "One model alone")
NEEDED = Text("按钮要用到什么", "What the buttons need")
NEEDS = Text(
    "这台电脑上装好 Python 和 xlseg，并运行过一次 xlseg install。",
    "Python and xlseg on this computer, and xlseg install run once.",
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
