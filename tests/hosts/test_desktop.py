"""What only Excel on the desktop does: its settings come back, its errors become sentences, the status bar moves.

Faked is the least of xlwings' own objects: an App with its properties and alert, a Book with name, fullname, api,
sheets and selection. No Excel runs here.
"""

import io
import re
import sys
from types import SimpleNamespace

import pytest

from xlseg import addin
from xlseg.cells import Area, Placed, Room
from xlseg.errors import XlsegError
from xlseg.hosts import Locked
from xlseg.hosts.live import LiveHost
from xlseg.hosts.live_words import LONGEST, OPENED, cut, explained, message
from xlseg.plan import may_write
from xlseg.text import Text, same


class App:
    """Excel's application as xlwings shows it; `seen` is every value a property was given."""

    engine = SimpleNamespace(type="desktop")

    def __init__(self) -> None:
        self.seen: list[tuple[str, object]] = []
        self.alerts: list[str] = []
        self.api = SimpleNamespace(Cursor=-4143)
        self.__dict__ |= {"calculation": "semiautomatic", "screen_updating": True, "display_alerts": True}
        self.__dict__ |= {"status_bar": False}

    def __setattr__(self, name: str, value: object) -> None:
        self.__dict__[name] = value
        if name not in ("seen", "alerts", "api"):
            self.seen.append((name, value))

    def alert(self, prompt: str, title: str) -> None:
        self.alerts.append(prompt)

    def state(self) -> dict[str, object]:
        names = ("calculation", "screen_updating", "display_alerts", "status_bar")
        return {name: self.__dict__[name] for name in names} | {"pointer": self.api.Cursor}


class Sheets(list):
    active = SimpleNamespace(name="图表1")


def desktop(name: str = "店.xlsx", fullname: str = r"C:\店.xlsx", **api: object) -> SimpleNamespace:
    """A workbook without worksheets, so that nothing is read or written; the active sheet is a chart."""
    back: list[str] = []
    book = SimpleNamespace(name=name, fullname=fullname, app=App(), names=[], sheets=Sheets(), back=back)
    book.sheets.active = SimpleNamespace(activate=lambda: back.append("sheet"))
    book.selection = SimpleNamespace(select=lambda: back.append("A1:B2,D4:E5"))
    book.api = SimpleNamespace(**{"ProtectStructure": False, "Excel8CompatibilityMode": False} | api)
    return book


@pytest.fixture
def action(monkeypatch):
    """Stands in for every action; what it does is set by the test."""

    def standing_in(work) -> None:
        monkeypatch.setattr("xlseg.addin.BY_KEY", {"check": SimpleNamespace(run=work)})

    return standing_in


@pytest.mark.parametrize("system", ["win32", "darwin"])
@pytest.mark.parametrize("fails", [False, True])
def test_calculation_screen_alerts_pointer_and_status_bar_come_back(action, monkeypatch, fails, system):
    def work(host, request):
        during.append(host.book.app.state())
        request.progress(Text("计算", "Computing"), 0.5)
        during.append(host.book.app.status_bar)
        host.book.app.display_alerts = False
        if fails:
            raise RuntimeError("broken")

    monkeypatch.setattr(sys, "platform", system)
    during, book = [], desktop()
    before = book.app.state()
    action(work)
    addin.run("check", book)
    assert during[0]["calculation"] == "manual"
    assert during[0]["screen_updating"] is False
    assert (during[0]["pointer"] == 2) is (system == "win32")
    assert during[1] == "xlseg: 计算… 50%"
    assert book.app.state() == before
    assert len(book.app.alerts) == 1
    assert book.back == (["sheet", "A1:B2,D4:E5"] if fails else []), "after an error people are where they were"


def test_the_message_comes_when_all_is_restored(action):
    book = desktop()
    book.app.alert = lambda prompt, title: seen.append(book.app.screen_updating)
    seen: list[object] = []
    action(lambda host, request: None)
    addin.run("check", book)
    assert seen == [True]


def test_a_property_this_excel_does_not_have_stops_nothing(action):
    book = desktop()
    del book.app.__dict__["calculation"]
    action(lambda host, request: host.notify(same("好了")))
    addin.run("check", book)
    assert book.app.alerts == ["好了"]


class ComError(Exception):
    """As pywintypes.com_error: (hresult, text, (wcode, source, description, help, context, scode), argument)."""


ComError.__name__ = "com_error"


class CommandError(Exception):
    """As appscript's."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(text)
        self.errornumber, self.errormessage = number, text


BUSY = ComError(-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998), None)
WORDS = (0, "Microsoft Excel", "您试图更改的单元格位于受保护的工作表中。", None, 0, -2146827284)
REFUSED = ComError(-2147352567, "发生意外。", WORDS, None)
ERRORS = {
    "editing a cell": (BUSY, "单元格正在编辑"),
    "call rejected": (ComError(-2147418111, "Call was rejected by callee.", None, None), "Excel 正忙"),
    "closed": (ComError(-2147023174, "The RPC server is unavailable.", None, None), "已经关闭"),
    "protected": (REFUSED, "您试图更改的单元格位于受保护的工作表中"),
    "no permission": (CommandError(-1743, "The user has declined permission."), "隐私与安全性 → 自动化"),
    "timed out": (CommandError(-1712, "Apple event timed out."), "没有回应"),
    "memory": (MemoryError(), "内存不够"),
}


@pytest.mark.parametrize(("error", "said"), ERRORS.values(), ids=ERRORS)
def test_an_error_of_excel_is_a_sentence_that_says_what_to_do(action, error, said):
    def work(host, request):
        raise error

    book = desktop()
    action(work)
    addin.run("check", book)
    (alert,) = book.app.alerts
    assert said in alert
    assert "xlseg 出错了" not in alert
    assert explained(error).en


def test_an_error_nobody_knows_is_told_as_it_is(action):
    def work(host, request):
        host.wrote = True
        raise ComError(-2147352567, "Exception occurred.", (0, None, "Unknown", None, 0, -1), None)

    book = desktop()
    action(work)
    addin.run("check", book)
    (alert,) = book.app.alerts
    assert alert.startswith("xlseg 出错了（com_error")
    assert "不保存关闭工作簿" in alert, "cells were written before it"


def test_excel_gone_for_good_is_said_where_somebody_may_read_it(action, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise ComError(-2147023174, "The RPC server is unavailable.", None, None)

    book = desktop()
    book.app.alert = gone
    action(gone)
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), "cp936"))
    with pytest.raises(SystemExit) as stopped:
        addin.run("check", book)
    assert stopped.value.code.startswith("Excel does not answer"), "an exit code that makes xlwings show it"
    assert "已经关闭" in stopped.value.code


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("店.xlsx"), "没有打开的工作簿"),
        (Exception("Workbook 'a.xlsx' is open in more than one Excel instance."), "两个 Excel 开着同名的工作簿"),
    ],
)
def test_no_workbook_or_two_of_one_name_is_a_sentence_in_both_languages(monkeypatch, error, said):
    def caller():
        raise error

    app = App()
    monkeypatch.setattr("xlwings.Book.caller", caller)
    monkeypatch.setattr("xlwings.apps", SimpleNamespace(active=app))
    addin.call("check")
    (alert,) = app.alerts
    assert said in alert
    assert re.search(r"(?m)^(No workbook|Two Excels)", alert)


@pytest.mark.parametrize(("books", "said"), [([], "没有打开的工作簿"), (["店.xlsx"], "出错了（Exception: not so）")])
def test_only_without_a_workbook_it_is_said_that_there_is_none(monkeypatch, books, said):
    def caller():
        raise Exception("not so")

    app = App()
    app.books = books
    monkeypatch.setattr("xlwings.Book.caller", caller)
    monkeypatch.setattr("xlwings.apps", SimpleNamespace(active=app))
    addin.call("check")
    assert said in app.alerts[0]


@pytest.mark.parametrize(("code_page", "chinese"), [("cp1252", False), ("cp936", True), ("utf-8", True)])
def test_without_any_excel_it_is_the_last_word_in_english_first_and_readable_in_any_code_page(
    monkeypatch, code_page, chinese
):
    monkeypatch.setattr("xlwings.apps", SimpleNamespace(active=None))
    monkeypatch.setattr("xlwings.Book.caller", raising(CommandError(-1743, "The user has declined permission.")))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), code_page, errors="backslashreplace"))
    with pytest.raises(SystemExit) as stopped:
        addin.call("check")
    said = stopped.value.code
    assert said.encode(code_page)
    assert said.startswith("macOS does not let Python work Excel: turn Microsoft Excel on under System Settings > ")
    assert said.splitlines()[0].isascii()
    assert ("自动化" in said) is chinese


def raising(error):
    def stand_in(*_: object, **__: object) -> None:
        raise error

    return stand_in


@pytest.mark.parametrize(("system", "bar", "runs"), [
    ("darwin", "xlseg: 计算… 50%", False),
    ("darwin", "xlseg…", False),
    ("darwin", False, True),
    ("darwin", "别的加载项", True),
    ("win32", "xlseg: 计算… 50%", True),
])  # fmt: skip
def test_a_second_click_on_a_mac_waits_for_the_first(action, monkeypatch, system, bar, runs):
    monkeypatch.setattr(sys, "platform", system)
    book, ran = desktop(), []
    book.app.__dict__["status_bar"] = bar
    action(lambda host, request: ran.append(book.app.status_bar))
    addin.run("check", book)
    assert ran == (["xlseg…"] if runs else []), "at work from the first moment"
    if not runs:
        assert book.app.alerts[0].startswith("xlseg 还在运行")
        assert "xlseg is still running" in book.app.alerts[0]
        assert book.app.status_bar == bar, "the first goes on undisturbed"


@pytest.mark.parametrize("book", [desktop("店.xls"), desktop(Excel8CompatibilityMode=True)], ids=["name", "mode"])
def test_an_old_format_is_refused_with_what_to_do(action, book):
    action(lambda host, request: pytest.fail("nothing may be read"))
    addin.run("check", book)
    assert "65,536 行" in book.app.alerts[0]
    assert "另存为 .xlsx" in book.app.alerts[0]


def test_a_workbook_never_saved_and_a_text_file_work_and_are_told_apart(action):
    action(lambda host, request: host.notify(same("好了")))
    said = []
    for book in (desktop("工作簿1", "工作簿1"), desktop("店.csv"), desktop()):
        addin.run("check", book)
        said += book.app.alerts
    assert said[0] == "好了\n这个工作簿还没有保存过，请记得保存。"
    assert "文本文件（店.csv）" in said[1]
    assert said[2] == "好了"


def test_a_sheet_people_filter_is_refused_only_where_cells_would_move():
    locked = Locked(filtered=frozenset({"甲", "乙"}))
    moving = Placed("甲", room=(Room(Area(5, 1, 6, 2), down=1),))
    with pytest.raises(XlsegError) as caught:
        may_write(locked, [moving, Placed("乙")], ("甲", "乙"))
    assert caught.value.say("zh").startswith("工作表「甲」正在筛选")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_excel_is_asked_which_sheets_are_filtered(system, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)

    def api(**told: bool) -> SimpleNamespace:
        names = {re.sub("(?<!^)(?=[A-Z])", "_", key).lower(): value for key, value in told.items()}
        mac = {name: SimpleNamespace(get=lambda value=value: value) for name, value in names.items()}
        return SimpleNamespace(**(mac if system == "darwin" else told))

    book = desktop()
    book.api = api(ProtectStructure=False)
    book.sheets[:] = [
        SimpleNamespace(name="甲", api=api(ProtectContents=False, FilterMode=True)),
        SimpleNamespace(name="乙", api=api(ProtectContents=False)),
    ]
    assert LiveHost(book).locked() == Locked(filtered=frozenset({"甲"}))


class TestLongMessages:
    def test_they_end_with_a_whole_sentence_and_where_the_rest_is(self):
        said = [same(f"第 {n} 条发现。") for n in range(200)]
        shown = message(said, [OPENED.format(sheet="仪表盘")], "数据质量报告", "zh")
        assert len(shown) <= LONGEST
        assert shown.endswith("条发现。\n…（后面的见《数据质量报告》）\n现在打开的是工作表「仪表盘」。")

    def test_short_ones_stay_whole(self):
        assert cut("一句。", 100, "", "zh") == "一句。"

    def test_a_decimal_point_ends_no_sentence(self):
        shown = cut("Labelled 12. " + "The rate is 5.5 of 100 " * 9, 80, "Quality", "en")
        assert shown.startswith("Labelled 12.\n…")
