"""The label columns put back as they were before the last segmentation."""

from collections.abc import Iterable
from itertools import groupby

from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.workbook import READING, standing, write
from xlseg.analysis import nothing
from xlseg.backup import Kept, emptied, moved, read_backup, restored
from xlseg.errors import Problem, XlsegError
from xlseg.hosts import Host
from xlseg.report import Report, runs
from xlseg.standing import read_settings
from xlseg.text import Text, join


def undo(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Put the label columns back; nothing is written where there is no backup, or where rows have changed since."""
    request.progress(READING, 0.0)
    found = standing(host, request)
    kept = read_backup(found[0])
    if not kept:
        raise XlsegError(Problem(NO_BACKUP))
    away = moved(kept, found[0])
    if away:
        raise XlsegError(Problem(MOVED.format(sheets=join(away))))
    known = nothing(read_settings(found, request.given))
    plan = [*restored(kept), *emptied(found[0], known.settings.general.lang)]
    return write(host, request, known, plan, *_told(kept), PAGES, brief=True, shown=kept[0].sheet)


def _told(kept: Iterable[Kept]) -> list[Text]:
    """Which columns of which sheet."""
    said = []
    for sheet, ours in groupby(sorted(kept, key=lambda one: one.sheet), key=lambda one: one.sheet):
        for there, group in groupby(sorted(ours, key=lambda one: one.rows > 0), key=lambda one: one.rows > 0):
            columns = join(runs(sorted({one.area.left for one in group})))
            said.append((BACK if there else GONE).format(sheet=sheet, columns=columns))
    return said


BACK = Text("标签已恢复：工作表「{sheet}」的 {columns} 列。", "Labels put back: columns {columns} of sheet '{sheet}'.")
GONE = Text(
    "上次细分才加的标签已清空：工作表「{sheet}」的 {columns} 列。",
    "Labels the last segmentation added are cleared: columns {columns} of sheet '{sheet}'.",
)
PAGES = Text(
    "结果表等工作表还是上次细分的内容，下次细分时更新。",
    "The result sheets still show the last segmentation; the next one renews them.",
)
NO_BACKUP = Text(
    "没有可以撤销的细分：这个工作簿里没有留着以前的标签（只留最近一次，撤销以后就没有了）。"
    "撤销是给 Excel 里的按钮用的；用命令行 --in-place 写过的文件，以前的样子在旁边的 .bak 里",
    "there is no segmentation to undo: this workbook keeps no earlier labels (only those of the last time, until they "
    "are put back). Undo is for the buttons in Excel; of a file written by the command line with --in-place, the "
    "earlier one stands beside it as .bak",
)
MOVED = Text(
    "工作表「{sheets}」的行在上次细分以后变过（排序、增删行或改了客户ID），旧标签对不上，所以什么都没有改；"
    "请恢复原来的行再撤销，或者重新细分",
    "the rows of sheet '{sheets}' have changed since the last segmentation (sorted, added, taken out, or other "
    "customer IDs), so the old labels no longer fit and nothing was changed; put the rows back and undo, or "
    "segment again",
)
