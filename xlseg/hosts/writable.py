"""Whether a workbook can be written where it is to stand, and if somebody has it open, who.

Layouts: Excel's ~$name holds the name twice, one byte and then two bytes a letter, each behind its length, as
LibreOffice's msodocumentlockfile.cxx reads it; LibreOffice's .~lock.name# is fields between commas, the user's first.
"""

import re
import tempfile
from pathlib import Path

from xlseg.errors import Problem, XlsegError, reason
from xlseg.text import EMPTY, Text, same

SUFFIXES = (".xlsx", ".xlsm")
WIDE = 55  # byte the length of the second name stands at
MOST = 4096  # bytes looked at of a lock file


def verify_writable(path: Path) -> None:
    """Raise XlsegError where no workbook can be written to `path`, or somebody has it open; nothing is changed."""
    if path.suffix.lower() not in SUFFIXES:
        raise XlsegError(Problem(SUFFIX, same(path)))
    if path.is_dir() or not path.parent.is_dir():
        raise XlsegError(Problem(NO_FOLDER, same(path)))
    verify_unlocked(path)
    if path.is_symlink():
        verify_unlocked(path.resolve())
    try:
        if path.exists():
            path.open("r+b").close()
    except OSError as error:
        raise XlsegError(Problem(UNWRITABLE.format(detail=reason(error)), same(path))) from None
    folder = path.resolve().parent  # the new file is written beside the old one
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise XlsegError(Problem(NO_ROOM.format(folder=folder, detail=reason(error)), same(path))) from None


def verify_unlocked(path: Path) -> None:
    """Raise XlsegError where Excel, WPS or LibreOffice has the file at `path` open, or left its lock file there."""
    excel, libre = path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")
    for lock, program, read in ((excel, EXCEL, _excel_user), (libre, LIBREOFFICE, _libreoffice_user)):
        if lock.exists():
            user = read(_content(lock))
            who = BY.format(user=user) if user else EMPTY
            raise XlsegError(Problem(OPEN.format(program=program, who=who, lock=lock.name), same(path)))


def _content(lock: Path) -> bytes:
    """Excel may let nobody read its own."""
    try:
        with lock.open("rb") as file:
            return file.read(MOST)
    except OSError:
        return b""


def _excel_user(content: bytes) -> str:
    length = int.from_bytes(content[WIDE : WIDE + 2], "little")
    name = content[WIDE + 2 : WIDE + 2 + 2 * min(length, 52)]
    return _clean(name.decode("utf-16-le", "replace"))


def _libreoffice_user(content: bytes) -> str:
    """The name in its options, else that of the account; a comma inside stands behind a backslash."""
    fields = re.split(r"(?<!\\),", content.decode("utf-8", "replace"))
    return next((_clean(field.replace("\\", "")) for field in fields[:2] if field.strip()), "")


def _clean(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()


SUFFIX = Text("输出文件要以 .xlsx（含宏则 .xlsm）结尾", "the output must end in .xlsx (or .xlsm with macros)")
NO_FOLDER = Text(
    "没有这个文件夹；请先建好，或换一个位置",
    "there is no such folder; make it first, or choose another place",
)
UNWRITABLE = Text(
    "无法写入（{detail}）；请关闭打开它的程序，或换一个位置",
    "it cannot be written ({detail}); close the program that has it open, or choose another place",
)
NO_ROOM = Text(
    "文件夹 {folder} 里不能新建文件（{detail}），而 xlseg 要先在旁边写好再替换；请换一个位置",
    "no file can be made in the folder {folder} ({detail}), and xlseg writes beside the file before it replaces it; "
    "choose another place",
)
EXCEL, LIBREOFFICE = Text("Excel 或 WPS", "Excel or WPS"), Text("LibreOffice", "LibreOffice")
BY = Text("（{user}）", " ({user})")
OPEN = Text(
    "文件正在 {program} 中打开{who}；请关闭后再试（若确实没有打开，删除锁文件 {lock}）",
    "the file is open in {program}{who}; close it and retry (if it is not open, delete the lock file {lock})",
)
