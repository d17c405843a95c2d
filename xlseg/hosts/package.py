"""What kind of file a path is."""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from xlseg.errors import Problem, XlsegError
from xlseg.hosts import encryption
from xlseg.ooxml import limits
from xlseg.ooxml.limits import BROKEN, NO_WORKBOOK, brief
from xlseg.text import Text, same

ZIPPED = b"PK\x03\x04"  # how a zip file begins
Source = Path | BinaryIO  # a file, or what a password opened, in memory


def verify(path: Path, password: str | None = None) -> Source:
    """What to read the workbook from: the file, or what is in it where a password opens it.

    Raise XlsegError unless `path` is a readable Excel workbook of today's format that does no harm.
    """
    if not path.exists():
        raise XlsegError(Problem(MISSING, same(path)))
    try:
        with path.open("rb") as file:
            limits.verify_size(os.fstat(file.fileno()).st_size, path.name)
            if file.read(len(encryption.COMPOUND)) == encryption.COMPOUND:
                return _opened_by(password, file, path)
            if not zipfile.is_zipfile(file):
                file.seek(0)
                cut = file.read(len(ZIPPED)) == ZIPPED
                raise XlsegError(Problem(BROKEN.format(detail=CUT) if cut else NO_WORKBOOK, same(path.name)))
            limits.verify(file, path.name)
    except OSError:
        raise XlsegError(Problem(UNREADABLE, same(path))) from None
    return path


def _opened_by(password: str | None, file: BinaryIO, path: Path) -> BinaryIO:
    """The workbook in clear, in memory."""
    where, kind = same(path.name), encryption.kind(file)
    if kind != "encrypted":
        raise XlsegError(Problem(encryption.RIGHTS if kind == "rights" else encryption.OLD_XLS, where))
    if password is None:
        raise XlsegError(Problem(encryption.PASSWORD, where))
    try:
        plain = encryption.decrypt(file, password)
    except XlsegError as error:
        raise XlsegError(*(problem._replace(where=where) for problem in error.problems)) from None
    limits.verify(plain, path.name)
    plain.seek(0)
    return plain


@contextmanager
def opened(source: Source) -> Iterator[zipfile.ZipFile]:
    """The parts of the package; whatever is broken in them is an XlsegError."""
    try:
        with zipfile.ZipFile(source) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        name = source.name if isinstance(source, Path) else ""
        raise XlsegError(Problem(BROKEN.format(detail=brief(error)), same(name))) from None


def settle(path: Path) -> None:
    """Give a workbook the same bytes wherever it is built: no compressor has a say."""
    with opened(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)


CUT = Text("文件不完整", "it ends too early")
MISSING = Text("没有这个文件；请检查路径和文件名", "there is no such file; check the path and the name")
UNREADABLE = Text(
    "无法读取；请检查权限，并确认它是文件而不是文件夹",
    "it cannot be read; check the permissions, and that it is a file and not a folder",
)
