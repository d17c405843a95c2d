"""What kind of file a path is."""

import io
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

from xlseg.errors import Problem, XlsegError
from xlseg.hosts import encryption
from xlseg.ooxml import limits
from xlseg.ooxml.damage import CUT
from xlseg.ooxml.limits import BROKEN, NO_WORKBOOK
from xlseg.text import Text, same

ZIPPED = b"PK\x03\x04"  # how a zip file begins


class Verified(NamedTuple):
    """The bytes of a workbook, in clear; unlocked: whether a password opened it."""

    content: bytes
    unlocked: bool = False


def verified(path: Path, password: str | None = None) -> Verified:
    """The workbook at `path`, read once: another program may replace the file after it was looked at.

    Raise XlsegError unless it is a readable Excel workbook of today's format that does no harm.
    """
    if not path.exists():
        raise XlsegError(Problem(MISSING, same(path)))
    try:
        with path.open("rb") as file:
            limits.verify_size(os.fstat(file.fileno()).st_size, path.name)
            content = file.read()
    except OSError:
        raise XlsegError(Problem(UNREADABLE, same(path))) from None
    if content.startswith(encryption.COMPOUND):
        return _opened_by(password, content, path.name)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        cut = content.startswith(ZIPPED)
        raise XlsegError(Problem(BROKEN.format(detail=CUT) if cut else NO_WORKBOOK, same(path.name)))
    limits.verify(io.BytesIO(content), path.name)
    return Verified(content)


def _opened_by(password: str | None, content: bytes, name: str) -> Verified:
    where, kind = same(name), encryption.kind(content)
    if kind != "encrypted":
        raise XlsegError(Problem(encryption.RIGHTS if kind == "rights" else encryption.OLD_XLS, where))
    if password is None:
        raise XlsegError(Problem(encryption.PASSWORD, where))
    try:
        plain = encryption.decrypt(io.BytesIO(content), password)
    except XlsegError as error:
        raise XlsegError(*(problem._replace(where=where) for problem in error.problems)) from None
    limits.verify(plain, name)
    return Verified(plain.getvalue(), unlocked=True)


def settle(path: Path) -> None:
    """Give a workbook the same bytes wherever it is built: no compressor has a say."""
    with path.open("rb") as file, limits.packed(file, path.name) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)


MISSING = Text("没有这个文件；请检查路径和文件名", "there is no such file; check the path and the name")
UNREADABLE = Text(
    "无法读取；请检查权限，并确认它是文件而不是文件夹",
    "it cannot be read; check the permissions, and that it is a file and not a folder",
)
