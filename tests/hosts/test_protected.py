"""Sheets and workbooks people locked against changes: refused with what to do, and nothing is written."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook

from xlseg import files
from xlseg.actions import ACTIONS, BY_KEY, Request
from xlseg.cells import Area, Placed
from xlseg.errors import XlsegError
from xlseg.hosts import Locked
from xlseg.hosts.file import FileHost
from xlseg.hosts.live import LiveHost
from xlseg.plan import may_write

RESULT = "客户细分结果表"


@pytest.fixture
def path(tmp_path, orders_rows) -> Path:
    book = Workbook()
    book.active.title = "订单"
    for row in orders_rows[2:-1]:
        book.active.append(row)
    book.save(tmp_path / "shop.xlsx")
    return tmp_path / "shop.xlsx"


class TestProtectedSheets:
    """A closed file tells; so does Excel on the desktop. Its online clients do not say what is protected."""

    def test_all_of_them_are_named_at_once_with_what_to_do_and_nothing_is_written(self, path):
        book = load_workbook(files.run(BY_KEY["segment"], path, in_place=True).output)
        for name in ("订单", RESULT):
            book[name].protection.enable()
        book.save(path)
        before = path.read_bytes()
        with pytest.raises(XlsegError) as caught:
            files.run(BY_KEY["segment"], path, in_place=True)
        said = caught.value.say("zh")
        assert f"工作表「订单」、「{RESULT}」受保护" in said
        assert "审阅 → 撤销工作表保护" in said
        assert f"sheet '订单', '{RESULT}' is protected" in caught.value.say("en")
        assert path.read_bytes() == before

    def test_not_even_the_copy_beside_it_is_written(self, path):
        book = load_workbook(path)
        book["订单"].protection.enable()
        book.save(path)
        with pytest.raises(XlsegError, match="is protected"):
            files.run(BY_KEY["segment"], path)
        assert [file.name for file in path.parent.iterdir()] == [path.name]

    def test_a_protected_sheet_that_is_only_read_is_no_obstacle(self, path):
        book = load_workbook(path)
        book.create_sheet("汇率").append(["美元", 7.1])
        book["汇率"].protection.enable()
        book.save(path)
        after = load_workbook(files.run(BY_KEY["segment"], path).output)
        assert after["汇率"].protection.sheet, "and it stays protected"

    def test_a_workbook_that_takes_no_new_sheets_is_refused_naming_them(self, path):
        book = load_workbook(path)
        book.security.lockStructure = True
        book.save(path)
        with pytest.raises(XlsegError) as caught:
            files.run(BY_KEY["segment"], path)
        assert "结构受保护" in caught.value.say("zh")
        assert f"「{RESULT}」" in caught.value.say("zh")

    def test_it_takes_a_second_run_which_adds_none(self, path):
        book = load_workbook(files.run(BY_KEY["segment"], path, in_place=True).output)
        book.security.lockStructure = True
        book.save(path)
        files.run(BY_KEY["segment"], path, in_place=True)

    def test_no_action_writes_past_a_protection(self, path):
        book = load_workbook(files.run(BY_KEY["segment"], path, in_place=True).output)
        for sheet in book:
            sheet.protection.enable()
        book.security.lockStructure = True
        book.save(path)
        for action in (action for action in ACTIONS if action.key in ("segment", "check", "collect", "rfm")):
            with pytest.raises(XlsegError, match="protected and cannot"):
                action.run(FileHost(path), Request())

    @pytest.mark.parametrize("system", ["win32", "darwin"])
    def test_excel_on_the_desktop_is_asked_on_windows_and_on_a_mac(self, system, monkeypatch):
        monkeypatch.setattr("sys.platform", system)
        host = LiveHost(desktop({"订单": True, RESULT: False}, structure=True, mac=system == "darwin"))
        assert host.locked() == Locked(frozenset({"订单"}), True)

    def test_other_engines_cannot_tell(self):
        book = SimpleNamespace(app=SimpleNamespace(engine=SimpleNamespace(type="remote")))
        assert LiveHost(book).locked() == Locked()

    def test_labels_and_pages_are_both_looked_at(self):
        plan = [Placed("甲", marks={"label.rfm.segment": Area(1, 1, 2, 2)}), Placed("乙"), Placed("丙")]
        with pytest.raises(XlsegError) as caught:
            may_write(Locked(frozenset({"甲", "丙", "丁"}), True), plan, ("甲", "乙"))
        assert [line.split("」受")[0].split("」，")[0] for line in caught.value.say("zh").splitlines()] == [
            "工作表「甲」、「丙",
            "工作簿的结构受保护，加不了工作表「丙",
        ]


def desktop(sheets: dict[str, bool], structure: bool, mac: bool) -> SimpleNamespace:
    """A book as xlwings' desktop engine shows it: on a Mac each property is a reference, read by get()."""

    def api(windows: str, on_mac: str, value: bool) -> SimpleNamespace:
        return SimpleNamespace(**({on_mac: SimpleNamespace(get=lambda: value)} if mac else {windows: value}))

    return SimpleNamespace(
        app=SimpleNamespace(engine=SimpleNamespace(type="desktop")),
        api=api("ProtectStructure", "protect_structure", structure),
        sheets=[
            SimpleNamespace(name=name, api=api("ProtectContents", "protect_contents", value))
            for name, value in sheets.items()
        ],
    )
