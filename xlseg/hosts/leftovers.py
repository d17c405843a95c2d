"""Temporary files of ours: locked while their writer lives, and removed once nobody holds them.

No clock decides: the system itself gives a lock up when its owner is killed. Windows removes no open file anyway. Where
a network drive knows no locks, nothing is removed.
"""

import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = ".xlseg-"
NAME = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}\.\w{1,5}")


def create(folder: Path, suffix: str) -> tuple[int, str]:
    """A new private file, open and locked until it is closed or this process ends: its handle and its path."""
    while True:
        handle, name = tempfile.mkstemp(prefix=PREFIX, suffix=suffix, dir=folder)
        with suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)  # another run took it for a leftover before it was locked


def remove(folder: Path) -> None:
    """Remove what a killed run left in this folder; what cannot be seen or removed stays."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove(entry.path)


def _remove(path: str) -> None:
    """A file of this user that nobody holds."""
    try:
        import fcntl
    except ImportError:
        os.unlink(path)
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
    finally:
        os.close(handle)
