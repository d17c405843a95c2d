"""The door from Excel: one script for each action, for classic xlwings, xlwings Lite and xlwings Server alike.

A script only translates: the book and the answers of its form in, the action run, one message or an error sentence out.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from inspect import Parameter, Signature
from typing import Any, cast

import xlwings as xw

from xlseg.actions import ACTIONS, BY_KEY, Action, Request
from xlseg.addin_forms import Answer, answers, described, fields
from xlseg.errors import XlsegError
from xlseg.hosts.live import LiveHost
from xlseg.hosts.live_words import HALF, explained
from xlseg.settings import Row
from xlseg.standing import language
from xlseg.text import LANGS, Text

__all__ = [action.key for action in ACTIONS]
CLASSIC = getattr(xw.script, "__module__", "") == "xlwings.udfs"  # makes VBA of scripts; none of these may ask anything


def script(action: Action) -> Callable[..., None]:
    """The script of an action, named and explained as xlwings shows it, with a form where xlwings offers forms."""
    asked = () if CLASSIC else fields(action)

    def called(book: xw.Book, *given: Answer) -> None:
        run(action.key, book, *answers(asked, given))

    parts = [Parameter("book", Parameter.POSITIONAL_OR_KEYWORD, annotation=xw.Book), *(f.parameter for f in asked)]
    called.__name__ = called.__qualname__ = action.key
    called.__doc__ = described(action)
    called.__annotations__ = {part.name: part.annotation for part in parts} | {"return": None}
    cast(Any, called).__signature__ = Signature(parts)
    return cast(Callable[..., None], xw.script(called))


def call(key: str) -> None:
    """What a button's macro calls in classic Excel: the action on the workbook the user looks at."""
    try:
        book = xw.Book.caller()
    except Exception as error:
        known = explained(error) or (
            NO_BOOK if isinstance(error, KeyError) or _no_book_is_open() else _unexpected(error)
        )
        _tell_without_book(known)
        return
    run(key, book)


def run(key: str, book: xw.Book, *given: Row) -> None:
    """Run one action on a live workbook; whatever happens, the user gets one message and Excel its own settings.

    given: settings for this run that go before those of the sheet.
    """
    host = LiveHost(book)
    request = Request(given, progress=host.progress, today=date.today(), undoable=True)

    def work() -> None:
        host.verify()
        BY_KEY[key].run(host, request)

    waiting = host.at_work_already()
    said = "\n".join(AT_WORK.of(lang) for lang in LANGS) if waiting else with_sentences(host, work, given)
    try:
        host.alert(said)
    except Exception:  # Excel is gone, or does not answer
        sys.exit(_last_words(Text(said, NOT_SHOWN)))


def with_sentences(host: LiveHost, work: Callable[[], object], given: tuple[Row, ...] = ()) -> str:
    """The error boundary: what to tell the user. Excel's state is restored by then."""
    try:
        with host.at_work():
            host.lang = language(host, given)
            work()
        return host.message()
    except XlsegError as error:
        return error.say(host.lang)
    except Exception as error:
        known = explained(error) or _unexpected(error)
        return "\n".join(text.of(host.lang) for text in ((known, HALF) if host.wrote else (known,)))


def _unexpected(error: Exception) -> Text:
    return UNEXPECTED.format(detail=f"{type(error).__name__}: {error}")


def _no_book_is_open() -> bool:
    try:
        app: Any = xw.apps.active
        return app is not None and len(app.books) == 0
    except Exception:
        return False


def _tell_without_book(said: Text) -> None:
    """Through whatever Excel there is; else as the program's last words, which xlwings shows."""
    with suppress(Exception):
        app: Any = xw.apps.active
        app.alert("\n".join(said.of(lang) for lang in LANGS), title="xlseg")
        return
    sys.exit(_last_words(said))


def _last_words(said: Text) -> str:
    """For the file xlwings keeps of stderr, which is in the code page of the system: Chinese only where that has it.

    English comes first and in ASCII, so that it can be read however the file is read.
    """
    english = "".join(PLAIN.get(sign, sign) for sign in said.en).encode("ascii", "replace").decode()
    try:
        said.zh.encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        return english
    return f"{english}\n{said.zh}"


PLAIN = {"→": ">", "…": "...", "’": "'", "–": "-"}
NOT_SHOWN = (
    "Excel does not answer, so what xlseg has to say could not be shown. Look whether the sheets were written; if not, "
    "click again"
)
AT_WORK = Text(
    "xlseg 还在运行（看 Excel 下面的状态栏）：请等它做完再点。如果早已停止，请退出 Excel，重新打开再点",
    "xlseg is still running (see Excel's status bar): wait until it is done, then click again. If it stopped long ago, "
    "quit Excel, open it and click again",
)
NO_BOOK = Text(
    "没有打开的工作簿。请先打开要细分的工作簿（在受保护的视图里要先点「启用编辑」），再点一次",
    "No workbook is open. Open the one to segment (in Protected View, click Enable Editing first), then click again",
)
UNEXPECTED = Text(
    "xlseg 出错了（{detail}）。请把这句话和出错的步骤发给我们",
    "xlseg failed ({detail}). Please send us this sentence and what you did",
)

globals().update({action.key: script(action) for action in ACTIONS})
