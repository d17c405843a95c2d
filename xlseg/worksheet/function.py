"""What a worksheet function is: its name, its arguments, what it computes, and how it is explained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlseg.cells import Rows
from xlseg.errors import Problem, XlsegError
from xlseg.kinds import Choice
from xlseg.text import Lang, Text, same
from xlseg.worksheet.given import Given, rows_of

LONGEST_TIP = 255  # characters Excel shows
CATEGORY = Text("客户细分", "Segmentation")


@dataclass(frozen=True)
class Argument:
    """name: as Excel shows it, so ASCII, and no word of VBA. tip: what to put there."""

    name: str
    tip: Text
    optional: bool = False


@dataclass(frozen=True)
class Function:
    """compute: pure; cells in, cells out, as high as what came in. model: key of the model whose labels it gives.

    example: what stands between the brackets.
    """

    name: str
    tip: Text
    arguments: tuple[Argument, ...]
    compute: Callable[[Given, Lang], Rows]
    example: str
    model: str = ""

    @property
    def every(self) -> tuple[Argument, ...]:
        """Its own arguments and, last, the language."""
        return (*self.arguments, LANGUAGE)


def answer(function: Function, values: Sequence[object], lang: Lang) -> object:
    """What the cell shows: rows that spill, or one value. values: as Excel hands them over, None where left out.

    Raises XlsegError where an argument makes no sense.
    """
    pairs = zip(function.arguments, values, strict=False)
    cells = {argument.name: rows_of(value, argument.optional) for argument, value in pairs}
    given = Given({name: rows for name, rows in cells.items() if rows is not None})
    absent = [a for a in function.arguments if not a.optional and a.name not in given.cells]
    if absent:
        raise XlsegError(*(Problem(ABSENT, same(a.name)) for a in absent))
    result = [["" if cell is None else cell for cell in row] for row in function.compute(given, lang)]
    return result[0][0] if len(result) == len(result[0]) == 1 else result


def language_of(function: Function, values: Sequence[object]) -> Lang:
    """The language asked for by the last argument, Chinese without one; XlsegError where it names none."""
    said = values[len(function.arguments)] if len(values) > len(function.arguments) else None
    rows = rows_of(said, optional=True)
    try:
        return "en" if rows and LANGUAGES.read(rows[0][0]) == "en" else "zh"
    except ValueError:
        raise XlsegError(Problem(NO_LANGUAGE.format(said=rows and rows[0][0]), same(LANGUAGE.name))) from None


LANGUAGES = Choice({"zh": Text("中文", "Chinese"), "en": Text("英文", "English")})
LANGUAGE = Argument(
    "lang",
    Text("结果的语言：zh 中文（省略时），en 英文", "Language of the result: zh (if left out) or en"),
    optional=True,
)
NO_LANGUAGE = Text("语言只能是 zh 或 en，这里是「{said}」", "the language is zh or en, not '{said}'")
ABSENT = Text("缺少这个参数", "this argument is missing")
