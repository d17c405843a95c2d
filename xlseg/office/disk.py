"""Files written all or none, and only where something changes."""

import os
import tempfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from xlseg.errors import Problem, Problems, XlsegError, reason
from xlseg.text import Text, same


def read(path: Path) -> bytes | None:
    """The content; None where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise XlsegError(refused(path, error)) from None


def put(files: Mapping[Path, bytes], executable: Collection[Path] = ()) -> list[Path]:
    """Write those that differ from what is there; all of them, or none and an error. Returns those written."""
    before = {path: read(path) for path in files}
    changed = [path for path, content in files.items() if before[path] != content]
    verify_free(path for path in changed if before[path] is not None)
    staged: dict[Path, Path] = {}
    done: list[Path] = []
    path = None
    try:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            staged[path] = _beside(path)
            staged[path].write_bytes(files[path])
            staged[path].chmod(0o755 if path in executable else 0o644)
        for path in changed:
            os.replace(staged[path], path)
            done.append(path)
    except OSError as error:
        _restore({path: before[path] for path in done})
        raise XlsegError(refused(path or next(iter(files)), error)) from None
    finally:
        for name in staged.values():
            name.unlink(missing_ok=True)
    return changed


def verify_free(paths: Iterable[Path]) -> None:
    """Raise XlsegError where another program holds one of these files, or they may not be changed."""
    problems = Problems()
    for path in paths:
        try:
            path.open("r+b").close()
        except OSError as error:
            problems.append(refused(path, error))
    problems.tell()


def refused(path: Path, error: OSError) -> Problem:
    """What to do about it."""
    detail = reason(error)
    if isinstance(error, PermissionError):
        return Problem((HELD if path.exists() else FORBIDDEN).format(detail=detail), same(path))
    return Problem(UNWRITABLE.format(detail=detail), same(path))


def _beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=".xlseg-", dir=path.parent)
    os.close(handle)
    return Path(name)


def _restore(before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)


HELD = Text(
    "这个文件现在动不了（{detail}），多半是 Excel 正开着。请关掉所有 Excel 窗口再运行一次；还不行，就是没有权限，"
    "请找管电脑的同事",
    "this file cannot be changed now ({detail}); most likely Excel has it open. Close every Excel window and run this "
    "again; if that does not help, you lack the permission: ask whoever looks after the computer",
)
FORBIDDEN = Text(
    "没有权限写这里（{detail}）。在 Mac 上，请到“系统设置 > 隐私与安全性 > 完全磁盘访问权限”里允许“终端”；"
    "在别的电脑上，请找管电脑的同事",
    "there is no permission to write here ({detail}). On a Mac, allow Terminal under System Settings > Privacy & "
    "Security > Full Disk Access; elsewhere ask whoever looks after the computer",
)
UNWRITABLE = Text("写不了（{detail}）；请换一个位置", "it cannot be written ({detail}); choose another place")
