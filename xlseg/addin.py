"""The door from Excel: one script for each action, for classic xlwings, xlwings Lite and xlwings Server alike.

A script only translates: the book in, the action run, a message or an error sentence out.
"""

from collections.abc import Callable
from datetime import date

import xlwings as xw

from xlseg.actions import ACTIONS, Request
from xlseg.errors import XlsegError
from xlseg.hosts.live import LiveHost
from xlseg.standing import language
from xlseg.text import Text

__all__ = ["check", "collect", "rfm", "segment"]


@xw.script
def segment(book: xw.Book) -> None:
    """细分客户：给每位客户打标签，写出结果表。 Segment the customers: label each, write the result table."""
    run("segment", book)


@xw.script
def check(book: xw.Book) -> None:
    """检查数据：写出数据质量报告，不做细分。 Check the data: write the quality report without segmenting."""
    run("check", book)


@xw.script
def collect(book: xw.Book) -> None:
    """收集清单：写出客户数据收集清单，或对照数据检查填好的清单。 The list of data to collect: write or check it."""
    run("collect", book)


@xw.script
def rfm(book: xw.Book) -> None:
    """只用 RFM 模型细分客户。 Segment the customers by RFM alone."""
    run("rfm", book)


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
