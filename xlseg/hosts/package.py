"""What kind of file a path is."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from xlseg.errors import Problem, XlsegError
from xlseg.text import Text, same

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # old .xls files and encrypted .xlsx files alike
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def verify(path: Path) -> None:
    """Raise XlsegError unless `path` is a readable, unencrypted Excel workbook of today's format."""
    where = same(path.name)
    if not path.exists():
        raise XlsegError(Problem(MISSING, same(path)))
    try:
        content = path.read_bytes()
    except (PermissionError, IsADirectoryError):
        raise XlsegError(Problem(UNREADABLE, same(path))) from None
    if content.startswith(COMPOUND):
        raise XlsegError(Problem(PASSWORD if ENCRYPTED in content else OLD_XLS, where))
    if not zipfile.is_zipfile(path):
        raise XlsegError(Problem(NO_WORKBOOK, where))
    with opened(path) as package:
        if "xl/workbook.bin" in package.namelist():
            raise XlsegError(Problem(BINARY, where))
        if "xl/workbook.xml" not in package.namelist():
            raise XlsegError(Problem(NO_WORKBOOK, where))


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The parts of the package; whatever is broken in them is an XlsegError."""
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError) as error:
        raise XlsegError(Problem(BROKEN.format(detail=error), same(path.name))) from None


def settle(path: Path) -> None:
    """Give a workbook the same bytes wherever it is built: no compressor has a say."""
    with opened(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)


BROKEN = Text(
    "工作簿已损坏，读不出来（{detail}）；请在 Excel 中打开并另存后再试",
    "the workbook is damaged ({detail}); open it in Excel, save it again, then retry",
)
MISSING = Text("没有这个文件；请检查路径和文件名", "there is no such file; check the path and the name")
UNREADABLE = Text(
    "无法读取；请检查权限，并确认它是文件而不是文件夹",
    "it cannot be read; check the permissions, and that it is a file and not a folder",
)
NO_WORKBOOK = Text(
    "这不是 Excel 工作簿；请提供 .xlsx、.xlsm 或 .csv 文件",
    "this is not an Excel workbook; give an .xlsx, .xlsm or .csv file",
)
OLD_XLS = Text(
    "这是旧版 .xls 工作簿；请在 Excel 中另存为 .xlsx 后再试",
    "this is a workbook of the old .xls format; save it as .xlsx in Excel, then run again",
)
BINARY = Text(
    "这是二进制 .xlsb 工作簿；请在 Excel 中另存为 .xlsx 后再试",
    "this is a binary .xlsb workbook; save it as .xlsx in Excel, then run again",
)
PASSWORD = Text(
    "工作簿有密码保护；请在 Excel 中去掉打开密码后再试",
    "the workbook is protected by a password; remove the password to open it in Excel, then run again",
)
