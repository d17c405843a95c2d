"""A file put in place at once: whatever happens, there is the old file or the new one, whole.

Written beside the file, forced onto the disk, renamed over it. A temporary file is locked while its writer lives, so
that the next run can tell those a killed run left behind and remove them.
"""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from xlseg.errors import Problem, XlsegError, reason
from xlseg.hosts import leftovers
from xlseg.hosts.writable import UNWRITABLE, verify_unlocked
from xlseg.text import Text, same

HELD = (5, 32, 33)  # Windows' ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds; virus scanners and indexers hold a new file for a moment


class Seen(NamedTuple):
    """A file as it was at one moment, to tell whether somebody has changed it since; all 0 where there was none."""

    device: int = 0
    inode: int = 0
    size: int = 0
    changed: int = 0

    @classmethod
    def of(cls, path: Path) -> "Seen":
        try:
            found = path.stat()
        except FileNotFoundError:
            return cls()
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


@contextmanager
def replacing(path: Path, expected: Seen | None = None, backup: Path | None = None) -> Iterator[BinaryIO]:
    """A new, empty file that takes the place of the one at `path` when the block ends well, and is gone when not.

    expected: how that file was when it was read; it is refused if it has changed since. backup: where that file is
    kept. A link stays a link, and the new file gets the rights of the one it replaces. Where both have the same bytes,
    nothing is replaced and no backup made. Errors: XlsegError; the old file is then as it was.
    """
    target = path.resolve()
    try:
        with _beside(target) as file:
            yield file
            _force(file, target)
            verify_unlocked(target)  # it may have been opened meanwhile
            _verify_unchanged(target, expected)
            if not _alike(file, target):
                if backup and target.exists():
                    _keep(target, backup)
                    _verify_unchanged(target, expected)
                _rename(file, target)
    except OSError as error:
        raise XlsegError(Problem(_refusal(error), same(path))) from None


def _keep(path: Path, backup: Path) -> None:
    """A copy of the file at `path`, itself put in place at once, so that an earlier backup is never half replaced."""
    try:
        with path.open("rb") as old, _beside(backup.resolve()) as file:
            shutil.copyfileobj(old, file, 1 << 20)
            _force(file, path)
            _rename(file, backup.resolve())
    except OSError as error:
        raise XlsegError(Problem(NO_BACKUP.format(detail=reason(error)), same(backup))) from None


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """A temporary file in the folder of `target`, locked, and gone afterwards unless it was renamed."""
    leftovers.remove(target.parent)
    handle, name = leftovers.create(target.parent, target.suffix)
    try:
        with open(name, "r+b", opener=lambda *_: handle) as file:
            yield file
    finally:
        with suppress(OSError):  # what cannot be removed now goes with the next run
            os.unlink(name)


def _force(file: BinaryIO, like: Path) -> None:
    """Rights of the file it replaces, and all bytes on the disk rather than on their way there."""
    file.flush()
    if os.name == "posix":
        _take_rights(file.fileno(), like)
    _sync(file.fileno())


def _take_rights(handle: int, like: Path) -> None:
    """A temporary file is private; the result gets the rights of the file it replaces, or the usual ones.

    Where the group cannot be kept, another group gets no more than everybody.
    """
    if not like.exists():
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    old = like.stat()
    mode = stat.S_IMODE(old.st_mode) & 0o777
    with suppress(OSError):
        os.fchown(handle, -1, old.st_gid)
    with suppress(OSError):
        os.fchown(handle, old.st_uid, -1)
    if os.fstat(handle).st_gid != old.st_gid:
        mode = mode & ~0o070 | (mode & 0o007) << 3
    with suppress(OSError):  # drives without rights have none to keep
        os.fchmod(handle, mode)


def _sync(handle: int) -> None:
    """macOS' fsync leaves bytes in the drive's own memory; network drives may know only that one."""
    try:
        import fcntl

        fcntl.fcntl(handle, getattr(fcntl, "F_FULLFSYNC"))  # noqa: B009 - macOS alone has it
    except (ImportError, AttributeError, OSError):
        os.fsync(handle)


def _verify_unchanged(target: Path, expected: Seen | None) -> None:
    if expected is not None and Seen.of(target) != expected:
        raise XlsegError(Problem(CHANGED, same(target)))


def _alike(file: BinaryIO, target: Path) -> bool:
    """Whether both hold the same bytes."""
    if not target.is_file() or target.stat().st_size != file.seek(0, os.SEEK_END):
        return False
    file.seek(0)
    with target.open("rb") as old:
        while part := old.read(1 << 20):
            if part != file.read(len(part)):
                return False
    return True


def _rename(file: BinaryIO, target: Path) -> None:
    """Over the old file, while still locked; Windows renames only what is closed."""
    if os.name == "nt":
        file.close()
    for pause in (*PAUSES, None):
        try:
            os.replace(file.name, target)
            break
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(pause)
    if os.name == "posix":  # the name, too, has to reach the disk; where a folder cannot be synced, old or new stands
        with suppress(OSError):
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _refusal(error: OSError) -> Text:
    return IN_USE if getattr(error, "winerror", None) in HELD else UNWRITABLE.format(detail=reason(error))


IN_USE = Text(
    "文件正被别的程序打开，没有写入；请关闭 Excel 等程序后再试",
    "another program has the file open, so nothing was written; close Excel or whatever has it open and retry",
)
CHANGED = Text(
    "xlseg 读取之后，别的程序改了这个文件，所以没有写入；请再运行一次",
    "another program changed this file after xlseg had read it, so nothing was written; run again",
)
NO_BACKUP = Text(
    "无法保留原有文件的备份（{detail}），所以没有写出",
    "the backup of the file that is there cannot be written ({detail}), so nothing was",
)
