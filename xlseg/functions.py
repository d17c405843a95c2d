"""The door from a cell: worksheet functions for classic xlwings on Windows, xlwings Lite and xlwings Server alike.

A function only translates: cells in, cells out, or a sentence that begins with #.
"""

import inspect
from collections.abc import Callable

import xlwings as xw

from xlseg.errors import XlsegError
from xlseg.text import CLAUSES, Lang, Text, both
from xlseg.worksheet import FUNCTIONS, Argument, Function, answer, language_of
from xlseg.worksheet.function import CATEGORY

__all__ = [function.name for function in FUNCTIONS]


def registered(function: Function) -> Callable[..., object]:
    """The function as xlwings registers it, with a signature and help of its own.

    Every argument comes as rows of cells (ndim=2) with errors as texts, so that one cell, a row and a column are read
    alike whatever engine hands them over.
    """

    def called(*values: object) -> object:
        return run(function, values)

    called.__name__ = called.__qualname__ = function.name
    called.__doc__ = both(function.tip)
    called.__signature__ = inspect.Signature([_parameter(a) for a in function.every])  # type: ignore[attr-defined]
    called.__annotations__ = {}
    made = called
    for argument in function.every:
        made = xw.arg(argument.name, ndim=2, err_to_str=True, doc=both(argument.tip))(made)
    found: Callable[..., object] = xw.func(category=both(CATEGORY), call_in_wizard=False)(made)
    return found


def run(function: Function, values: tuple[object, ...]) -> object:
    """The error boundary: what the cell shows, whatever happens."""
    lang: Lang = "zh"
    try:
        lang = language_of(function, values)
        return answer(function, values, lang)
    except XlsegError as error:
        return "#" + CLAUSES.of(lang).join(problem.say(lang) for problem in error.problems)
    except Exception as error:
        return UNEXPECTED.format(name=function.name, detail=f"{type(error).__name__}: {error}").of(lang)


def _parameter(argument: Argument) -> inspect.Parameter:
    default = None if argument.optional else inspect.Parameter.empty
    return inspect.Parameter(argument.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


UNEXPECTED = Text(
    "#{name} 出错了（{detail}）。请把这句话和公式发给我们",
    "#{name} failed ({detail}). Please send us this sentence and the formula",
)

globals().update({function.name: registered(function) for function in FUNCTIONS})
