"""The door from Excel: one script for each action, for classic xlwings, xlwings Lite and xlwings Server alike.

A script only translates: the book in, the action run, a message or an error sentence out.
"""

from collections.abc import Callable
from datetime import date
from typing import cast

import xlwings as xw

from xlseg.actions import ACTIONS, Action, Request
from xlseg.errors import XlsegError
from xlseg.hosts.live import LiveHost
from xlseg.standing import language
from xlseg.text import Text

__all__ = [action.key for action in ACTIONS]


def script(action: Action) -> Callable[[xw.Book], None]:
    """The script of an action, named and explained as xlwings shows it."""

    def called(book: xw.Book) -> None:
        run(action.key, book)

    called.__name__ = called.__qualname__ = action.key
    called.__doc__ = f"{action.title.zh} {action.title.en}"
    return cast(Callable[[xw.Book], None], xw.script(called))


def call(key: str) -> None:
    """What a button's macro calls in classic Excel: the action on the workbook the user looks at."""
    run(key, xw.Book.caller())


def run(key: str, book: xw.Book) -> None:
    """Run one action on a live workbook; whatever happens, the user gets a sentence and Excel its status bar."""
    host = LiveHost(book)
    action = next(action for action in ACTIONS if action.key == key)
    with_sentences(host, lambda: action.run(host, Request(progress=host.progress, today=date.today())))


def with_sentences(host: LiveHost, work: Callable[[], object]) -> None:
    """The error boundary."""
    try:
        host.lang = language(host)
        work()
    except XlsegError as error:
        host.alert(error.say(host.lang))
    except Exception as error:
        host.alert(UNEXPECTED.format(detail=f"{type(error).__name__}: {error}").of(host.lang))
    finally:
        host.finish()


UNEXPECTED = Text(
    "xlseg 出错了（{detail}）。请把这句话和出错的步骤发给我们",
    "xlseg failed ({detail}). Please send us this sentence and what you did",
)

globals().update({action.key: script(action) for action in ACTIONS})
