"""What people read in Excel when a run is over: one message, short enough for a message box; and Excel's errors."""

import re
from collections.abc import Sequence

from xlseg.text import Lang, Text, join

LONGEST = 1023  # signs a message box shows
BUSY = {-2147418111, -2147417846, -2146777998}  # RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE
GONE = {-2147023174, -2147417848, -2147023170, -600, -609}  # server unavailable, disconnected, call failed; macOS
FORBIDDEN = {-1743, -10004}  # macOS: not allowed to send Apple events
LATE = {-1712}  # macOS: Excel did not answer in time
MEMORY = {-2147024882}
PROTECTED = re.compile(r"protected|read-only|受保护|保护|只读", re.IGNORECASE)
ENDS = re.compile(r"[。\n]|[.;](?=\s)")  # of sentences


def message(said: Sequence[Text], tail: Sequence[Text], see: str, lang: Lang) -> str:
    """What was done, and where to look; where that is too long, without the end of what was done.

    see: the sheet that tells the rest.
    """
    end = "\n".join(text.of(lang) for text in tail)
    lines = join(said, Text("\n", "\n")).of(lang)
    return "\n".join(part for part in (cut(lines, LONGEST - len(end) - 1, see, lang), end) if part)


def cut(lines: str, room: int, see: str, lang: Lang) -> str:
    """As many whole sentences as there is room for."""
    if len(lines) <= room:
        return lines
    more = (MORE if see else REST).format(sheet=see).of(lang)
    short = lines[: room - len(more)]
    ends = [match.end() for match in ENDS.finditer(short)]
    return (short[: ends[-1]] if ends else short).rstrip("\n") + more


def explained(error: BaseException) -> Text | None:
    """An error of Excel's in words of ours; None where nobody knows what it means."""
    codes, words = _codes(error), str(error)
    if "open in more than one Excel instance" in words:
        return TWICE
    said = [text for meant, names, text in MEANT if codes & meant or type(error).__name__ in names]
    if said:
        return said[0]
    known = type(error).__name__ in ("com_error", "CommandError")
    return IS_PROTECTED.format(detail=_said(error)) if known and PROTECTED.search(words) else None


def _codes(error: BaseException) -> set[int]:
    """pywintypes.com_error has (hresult, text, (.., scode), argument), appscript's CommandError a number."""
    parts = [*getattr(error, "args", ()), getattr(error, "hresult", None), getattr(error, "errornumber", None)]
    inner = [value for part in parts if isinstance(part, tuple) for value in part]
    return {value for value in (*parts, *inner) if isinstance(value, int)}


def _said(error: BaseException) -> str:
    """Excel's own sentence."""
    inner = [v for part in error.args if isinstance(part, tuple) for v in part if isinstance(v, str) and len(v) > 1]
    return max([*inner, getattr(error, "errormessage", "") or ""], key=len) or str(error)


MORE = Text("\n…（后面的见《{sheet}》）", "\n… (the rest is on the sheet '{sheet}')")
REST = Text("\n…", "\n…")
IS_BUSY = Text(
    "Excel 正忙，没有做完：可能有单元格正在编辑，或开着对话框。请按 Esc 退出编辑、关掉对话框，再点一次",
    "Excel is busy, so this was not finished: a cell may be being edited, or a dialog be open. Press Esc, close the "
    "dialog, and click again",
)
IS_GONE = Text(
    "Excel 或这个工作簿已经关闭，没有做完。请重新打开工作簿再点",
    "Excel or this workbook was closed before this was finished. Open the workbook again and click again",
)
IS_FORBIDDEN = Text(
    "macOS 不允许 Python 操作 Excel：请打开 系统设置 → 隐私与安全性 → 自动化，勾选 Microsoft Excel，再点一次",
    "macOS does not let Python work Excel: turn Microsoft Excel on under System Settings → Privacy & Security → "
    "Automation, then click again",
)
IS_LATE = Text(
    "Excel 很久没有回应，没有做完：请关掉打开的对话框，等它算完，再点一次",
    "Excel did not answer for a long time, so this was not finished: close any dialog, let it calculate, click again",
)
NO_MEMORY = Text(
    "内存不够，没有做完：请关掉别的程序和工作簿，或用命令行 xlseg segment 文件名",
    "There is not enough memory to finish: close other programs and workbooks, or use the command xlseg segment FILE",
)
TWICE = Text(
    "有两个 Excel 开着同名的工作簿，分不清是哪一个：请关掉一个，或改名另存，再点一次",
    "Two Excels have a workbook of this name open, so it is not clear which one is meant: close one, or save it under "
    "another name, and click again",
)
IS_PROTECTED = Text(
    "Excel 不让写入：{detail}。请点 审阅 → 撤销工作表保护（或把文件另存为可写的），再点一次",
    "Excel refuses to write: {detail}. Choose Review → Unprotect Sheet (or save a copy that can be written), and click "
    "again",
)
HALF = Text(
    "写到一半停下的：请不保存关闭工作簿，或解决以后再点一次，会从头写完",
    "It stopped half way: close the workbook without saving, or mend this and click again, which writes all of it anew",
)
OPENED = Text("现在打开的是工作表「{sheet}」。", "The sheet '{sheet}' is open now.")
NO_UNDO = Text("Ctrl+Z 撤销不了。", "Ctrl+Z cannot undo this.")
UNSAVED = Text("这个工作簿还没有保存过，请记得保存。", "This workbook was never saved; please save it.")
TEXT_FILE = Text(
    "这是文本文件（{name}），只能存一张没有格式的表：请另存为 .xlsx，否则写的都会丢。",
    "This is a text file ({name}), which keeps one sheet without formats: save it as .xlsx, or all of this is lost.",
)
OLD_FORMAT = Text(
    "这个工作簿是旧格式 .xls（兼容模式），只有 65,536 行、256 列，写不下；请点 文件 → 另存为 .xlsx，重新打开再点",
    "this workbook is of the old format .xls (compatibility mode) with 65,536 rows and 256 columns; choose File → Save "
    "As .xlsx, open that one and click again",
)
MEANT: tuple[tuple[set[int], set[str], Text], ...] = (
    (BUSY, {"ExcelBusyError"}, IS_BUSY),
    (GONE, set(), IS_GONE),
    (FORBIDDEN, set(), IS_FORBIDDEN),
    (LATE, set(), IS_LATE),
    (MEMORY, {"MemoryError"}, NO_MEMORY),
)
