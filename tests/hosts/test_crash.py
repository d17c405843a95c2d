"""Killed while it writes, or on a full disk: the old workbook is there or the new one, whole, and no litter stays.

A run goes through the public door until it begins to save; from there processes are forked off it, one a point, and
each is killed by the kernel: before its nth step with a file (SIGKILL), or at the nth byte of a file (the limit of file
sizes, whose signal ends a process as hard). What a disk loses that had bytes on their way when the power went cannot be
had here; the order of the steps that guards against it is tested in ooxml/test_atomic.py.
"""

import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

if os.name != "posix":
    pytest.skip("forks and is killed as POSIX does", allow_module_level=True)

import resource

from made import shop_file
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.errors import XlsegError
from xlseg.hosts import atomic, leftovers
from xlseg.hosts.file import FileHost

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
POINTS = 50
STEPS = ("open", "fsync", "fcntl.flock", "os.rename", "os.remove", "os.chmod", "os.chown", "os.link", "os.truncate")
Cells = dict[str, list[list[object]]]


class Door(NamedTuple):
    """A run that writes over a file that is there. path: of that file; run: again, the same."""

    path: Path
    run: Callable[[], object]


@pytest.fixture(params=["in place", "over an earlier output"])
def door(request, tmp_path: Path) -> Door:
    shop = shop_file(tmp_path / "shop.xlsx", 12)
    if request.param == "in place":
        return Door(shop, lambda: files.run(BY_KEY["segment"], shop, in_place=True))
    out = tmp_path / "out.xlsx"
    files.run(BY_KEY["check"], shop, output=out)
    return Door(out, lambda: files.run(BY_KEY["segment"], shop, output=out))


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory) -> None:
    """Everything is imported before the first process is forked off."""
    files.run(BY_KEY["segment"], shop_file(tmp_path_factory.mktemp("warm") / "shop.xlsx", 12))


def cells(path: Path) -> Cells:
    """As calamine reads them, after openpyxl has read the file too."""
    load_workbook(path).close()
    with CalamineWorkbook.from_path(path) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Snapshot:
    """A folder as it is now, down to the inodes, since a file that was exchanged is not written over."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.aside = folder, folder.with_name(f"{folder.name}-aside")
        self.aside.mkdir()
        for path in folder.iterdir():
            (self.aside / path.name).hardlink_to(path)

    def restore(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()
        for path in self.aside.iterdir():
            (self.folder / path.name).hardlink_to(path)


def forked(work: Callable[[], object]) -> int:
    """How a process that does this ended: 0, 1 after an exception, or minus the signal."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_each_step(folder: Path, do: Callable[[int], object]) -> None:
    """From now on, `do` is called with the number of each step with a file of this folder, before it is taken."""
    done, sync = [], os.fsync

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event in STEPS and (isinstance(given[0], int) or str(given[0]).startswith(str(folder))):
            done.append(event)
            do(len(done))

    def synced(handle: int) -> None:
        sys.audit("fsync", handle)
        sync(handle)

    os.fsync = synced
    sys.addaudithook(watch)


def at_step(folder: Path, number: int) -> Callable[[], None]:
    return lambda: at_each_step(folder, lambda n: os.kill(os.getpid(), signal.SIGKILL) if n == number else None)


def at_byte(file: int, number: int, ends: bool = True) -> Callable[[], None]:
    """Of the nth file of ours that is made: there the process ends, or is told that the file cannot grow."""

    def arm() -> None:
        made, create = [], leftovers.create
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if ends else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        def limited(*asked):
            made.append(asked)
            _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (number if len(made) == file else most, most))
            return create(*asked)

        leftovers.create = limited

    return arm


class Forks:
    """Where a run begins to write the new file, processes go on in its place, one for each arm `visits` yields.

    visits gets how each ended, once it has; the run itself goes on after them.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, visits: Generator[Callable[[], object], int, None]) -> None:
        self.visits, self.child = visits, False
        self.replacing, self.save = atomic.replacing, FileHost.save
        monkeypatch.setattr(atomic, "replacing", self._replacing)
        monkeypatch.setattr(FileHost, "save", lambda *given, **how: self._save(*given, **how))  # noqa: PLW0108 - with the host

    def _replacing(self, *given, **how):
        try:
            arm = None if self.child else next(self.visits)
            while arm is not None:
                if (child := os.fork()) == 0:
                    self.child = True
                    arm()
                    break
                arm = self.visits.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        except StopIteration:
            pass
        return self.replacing(*given, **how)

    def _save(self, *given, **how) -> None:
        code = 1
        try:
            self.save(*given, **how)
            code = 0
        finally:
            if self.child:
                os._exit(code)


def test_killed_at_any_point_the_old_file_is_there_or_the_new_one(door, monkeypatch):
    folder, name, ends, seen = door.path.parent, door.path.name, [], []
    snapshot, before, old_cells = Snapshot(folder), kept(folder), cells(door.path)
    read, write = os.pipe()

    def visits() -> Generator[Callable[[], object], int, None]:
        assert (yield lambda: at_each_step(folder, lambda _: os.write(write, b"."))) == 0
        steps, new, old = len(os.read(read, 1000)), door.path.read_bytes(), before[name]
        assert len(cells(door.path)) > len(old_cells)
        draw = random.Random(7)
        points = [at_step(folder, n) for n in range(1, steps + 1)]
        sizes = (len(new), len(old))
        points += [at_byte(n % 2 + 1, draw.randrange(sizes[n % 2] - 200)) for n in range(POINTS - steps)]
        for arm in points:
            snapshot.restore()
            ends.append((yield arm))
            seen.append({old: "old", new: "new"}[door.path.read_bytes()])
            if seen[-1] == "new" or (folder / f"{name}.bak").exists():
                assert (folder / f"{name}.bak").read_bytes() == old
            leftovers.remove(folder)
            assert set(kept(folder)) <= {*before, f"{name}.bak"}
        snapshot.restore()

    Forks(monkeypatch, visits())
    door.run()
    os.close(read)
    os.close(write)
    assert set(ends) == {-signal.SIGKILL, -signal.SIGXFSZ}
    assert len(ends) == POINTS
    assert set(seen) == {"old", "new"}, "before the new file has its name, and after"
    assert set(kept(folder)) == {*before, f"{name}.bak"}


def test_after_a_kill_the_next_run_writes_all_and_leaves_nothing_behind(door):
    with pytest.MonkeyPatch.context() as patched:
        real = FileHost.save
        patched.setattr(FileHost, "save", lambda *a, **k: forked(lambda: (at_byte(1, 5000)(), real(*a, **k))))
        door.run()
    assert any(leftovers.NAME.fullmatch(name) for name in kept(door.path.parent)), "it was killed half way"
    door.run()
    assert not any(leftovers.NAME.fullmatch(name) for name in kept(door.path.parent))
    assert len(cells(door.path)) > 5


@pytest.mark.parametrize("file", [1, 2])
def test_where_the_new_file_or_the_backup_cannot_grow_it_is_said_and_all_is_as_it_was(door, file):
    before = kept(door.path.parent)

    def run() -> None:
        at_byte(file, 9000, ends=False)()
        with pytest.raises(XlsegError, match="too large for this place"):
            door.run()

    assert forked(run) == 0
    assert kept(door.path.parent) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """256 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "xlseg-test", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("free", [0, 4096, 20_000, 60_000])
def test_a_full_disk_is_said_and_all_is_as_it_was(small_disk, free):
    """4,096 bytes are a page: what is beyond does not even begin; with 60,000 the new file fits, but no backup."""
    path = shop_file(small_disk / "shop.xlsx", 12)
    disk = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(max(0, disk.f_bavail * disk.f_bsize - free)))
    before = kept(small_disk)
    with pytest.raises(XlsegError, match="the disk is full") as caught:
        files.run(BY_KEY["segment"], path, in_place=True)
    assert "磁盘满了" in caught.value.say("zh")
    assert kept(small_disk) == before
    (small_disk / "ballast").unlink()
    files.run(BY_KEY["segment"], path, in_place=True)
    assert set(kept(small_disk)) == {"shop.xlsx", "shop.xlsx.bak"}
