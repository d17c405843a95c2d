"""A file is replaced at once and whole, or not at all; what a killed run left is cleared away."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from xlseg.errors import XlsegError
from xlseg.hosts import atomic, leftovers
from xlseg.hosts.atomic import Seen, replacing
from xlseg.hosts.writable import verify_unlocked, verify_writable

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and links of POSIX")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "账本.xlsx"
    path.write_bytes(b"old")
    return path


def names(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


def write(path: Path, content: bytes = b"new", **how) -> None:
    with replacing(path, **how) as file:
        file.write(content)


class TestReplacing:
    def test_the_new_file_stands_there_and_nothing_else(self, old):
        write(old)
        assert old.read_bytes() == b"new"
        assert names(old) == [old.name]

    def test_until_the_block_ends_the_old_one_does(self, old):
        with replacing(old) as file:
            file.write(b"half")
            file.flush()
            assert old.read_bytes() == b"old"
            (temporary,) = set(names(old)) - {old.name}
            assert leftovers.NAME.fullmatch(temporary)
            assert temporary.endswith(".xlsx")

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, MemoryError])
    def test_whatever_goes_wrong_the_old_file_stays_and_no_other(self, old, error):
        def fail() -> None:
            with replacing(old) as file:
                file.write(b"half")
                raise error

        with pytest.raises(error):
            fail()
        assert old.read_bytes() == b"old"
        assert names(old) == [old.name]

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS])
    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_what_the_disk_refuses_is_a_sentence(self, old, monkeypatch, number, step):
        def refuse(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, step, refuse)
        with pytest.raises(XlsegError, match="cannot be written") as caught:
            write(old)
        assert os.strerror(number) not in caught.value.say("zh"), "in words of ours"
        assert old.read_bytes() == b"old"
        assert names(old) == [old.name]

    @pytest.mark.parametrize("number", [5, 32, 33])
    def test_a_file_windows_does_not_give_up_is_tried_again_and_then_told(self, old, monkeypatch, number):
        tries = []

        def refuse(*_: object) -> None:
            tries.append(1)
            error = PermissionError(13, "denied")
            error.winerror = number
            raise error

        monkeypatch.setattr(atomic, "PAUSES", (0, 0))
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(XlsegError, match="another program has the file open"):
            write(old)
        assert len(tries) == 3
        assert old.read_bytes() == b"old"

    def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_end(self, old, monkeypatch):
        steps = []
        sync, rename = os.fsync, os.replace
        monkeypatch.setattr(
            os, "fsync", lambda h: (steps.append("folder" if stat.S_ISDIR(os.fstat(h).st_mode) else "file"), sync(h))
        )
        monkeypatch.setattr(os, "replace", lambda *paths: (steps.append("rename"), rename(*paths)))
        write(old)
        expected = ["file", "rename", "folder"] if os.name == "posix" else ["file", "rename"]
        assert steps == (expected if sys.platform != "darwin" else expected[1:])

    def test_a_file_somebody_changed_since_is_left(self, old):
        seen = Seen.of(old)
        old.write_bytes(b"theirs")
        with pytest.raises(XlsegError, match="changed this file after xlseg had read it"):
            write(old, expected=seen)
        assert old.read_bytes() == b"theirs"
        assert names(old) == [old.name]

    def test_so_is_one_that_was_replaced_by_another_of_the_same_size_and_day(self, old):
        seen, found = Seen.of(old), old.stat()
        other = old.with_name("other")
        other.write_bytes(b"new")
        os.utime(other, ns=(found.st_atime_ns, found.st_mtime_ns))
        other.replace(old)
        with pytest.raises(XlsegError):
            write(old, expected=seen)

    def test_and_one_that_was_not_there(self, tmp_path):
        path = tmp_path / "a.xlsx"
        seen = Seen.of(path)
        path.write_bytes(b"theirs")
        with pytest.raises(XlsegError):
            write(path, expected=seen)
        assert path.read_bytes() == b"theirs"

    def test_nor_is_one_replaced_that_was_opened_meanwhile(self, old):
        def opened_meanwhile() -> None:
            with replacing(old) as file:
                file.write(b"new")
                old.with_name(f"~${old.name}").touch()

        with pytest.raises(XlsegError, match="is open in Excel"):
            opened_meanwhile()
        assert old.read_bytes() == b"old"
        assert len(names(old)) == 2, "the lock, and no file of ours"

    def test_equal_bytes_replace_nothing(self, old):
        before = Seen.of(old)
        write(old, b"old", backup=old.with_name("a.bak"))
        assert Seen.of(old) == before
        assert names(old) == [old.name]


class TestTheBackup:
    def test_holds_the_file_before(self, old):
        write(old, backup=old.with_name("a.bak"))
        assert (old.with_name("a.bak").read_bytes(), old.read_bytes()) == (b"old", b"new")

    def test_there_is_one_that_holds_the_file_before_the_last_change(self, old):
        backup = old.with_name("a.bak")
        for content in (b"one", b"two", b"two"):
            write(old, content, backup=backup)
        assert backup.read_bytes() == b"one"
        assert len(names(old)) == 2

    def test_that_cannot_be_written_stops_the_rest(self, old):
        old.with_name("a.bak").mkdir()
        with pytest.raises(XlsegError, match=r"a\.bak: the backup .* cannot be written"):
            write(old, backup=old.with_name("a.bak"))
        assert old.read_bytes() == b"old"
        assert len(names(old)) == 2

    def test_of_another_run_is_never_half_replaced(self, old, monkeypatch):
        backup = old.with_name("a.bak")
        backup.write_bytes(b"older")

        def full(source, target, length=0) -> None:
            target.write(source.read(1))
            raise OSError(errno.ENOSPC, "full")

        monkeypatch.setattr("shutil.copyfileobj", full)
        with pytest.raises(XlsegError, match="the disk is full"):
            write(old, backup=backup)
        assert (backup.read_bytes(), old.read_bytes()) == (b"older", b"old")
        assert len(names(old)) == 2

    def test_a_file_that_was_not_there_has_none(self, tmp_path):
        write(tmp_path / "a.xlsx", backup=tmp_path / "a.bak")
        assert names(tmp_path / "a.xlsx") == ["a.xlsx"]


@POSIX
class TestRights:
    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
    def test_are_those_of_the_file_before_and_of_its_backup(self, old, mode):
        old.chmod(mode)
        write(old, backup=old.with_name("a.bak"))
        assert [stat.S_IMODE(p.stat().st_mode) for p in (old, old.with_name("a.bak"))] == [mode, mode]

    def test_a_new_file_has_the_usual_ones(self, tmp_path):
        mask = os.umask(0o027)
        try:
            write(tmp_path / "a.xlsx")
        finally:
            os.umask(mask)
        assert stat.S_IMODE((tmp_path / "a.xlsx").stat().st_mode) == 0o640

    def test_nobody_else_reads_it_before_it_is_whole(self, old):
        with replacing(old):
            (temporary,) = set(names(old)) - {old.name}
            assert stat.S_IMODE(old.with_name(temporary).stat().st_mode) == 0o600

    def test_owner_and_group_stay_where_they_can(self, old):
        if os.geteuid() != 0:
            pytest.skip("root alone gives files away")
        os.chown(old, 1234, 2345)
        write(old)
        assert (old.stat().st_uid, old.stat().st_gid) == (1234, 2345)

    def test_where_the_group_cannot_stay_another_gets_no_more_than_everybody(self, old, monkeypatch):
        old.chmod(0o664)
        found = old.stat()

        class Other:
            st_mode, st_uid, st_gid = found.st_mode, found.st_uid, found.st_gid + 1

        real = Path.stat
        monkeypatch.setattr(Path, "stat", lambda self, **how: Other if self == old else real(self, **how))
        monkeypatch.setattr(os, "fchown", lambda *_: (_ for _ in ()).throw(PermissionError()))
        with old.open("r+b") as file:
            atomic._take_rights(file.fileno(), old)
            assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o644

    def test_a_link_stays_a_link(self, old, tmp_path):
        link = tmp_path / "link.xlsx"
        link.symlink_to(old)
        write(link)
        assert link.is_symlink()
        assert old.read_bytes() == b"new"


WRITER = """
import sys
from pathlib import Path
from xlseg.hosts.atomic import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("ready", flush=True)
    sys.stdin.read()
"""


class TestLeftovers:
    @pytest.fixture
    def writer(self, old):
        """Another run, half way."""
        command = [sys.executable, "-c", WRITER, str(old)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"ready\n"
            yield process
            process.kill()

    def test_of_a_killed_run_go_with_the_next(self, old, writer):
        writer.kill()
        writer.wait()
        assert len(names(old)) == 2
        write(old)
        assert names(old) == [old.name]

    def test_a_run_that_is_still_writing_keeps_its_own(self, old, writer):
        write(old, b"mine")
        assert len(names(old)) == 2
        writer.communicate(b"")
        assert writer.returncode == 0
        assert old.read_bytes() == b"half"
        assert names(old) == [old.name]

    def test_other_peoples_files_stay(self, old):
        kept = (".xlseg-notes.xlsx", "xlseg-abcdefgh.xlsx", ".xlseg-ABCDEFGH.xlsx", "~$a.xlsx")
        for name in kept:
            old.with_name(name).touch()
        old.with_name(".xlseg-abcdefgh.xlsx").mkdir()
        write(old)
        assert names(old) == sorted([*kept, ".xlseg-abcdefgh.xlsx", old.name])

    @POSIX
    def test_a_link_of_such_a_name_leads_nobody_to_a_file(self, old):
        precious = old.with_name("precious")
        precious.touch()
        old.with_name(".xlseg-abcdefgh.xlsx").symlink_to(precious)
        write(old)
        assert precious.exists()


def excel_lock(user: str) -> bytes:
    """As Excel leaves it: 165 bytes."""
    narrow = user.encode("gbk", "replace")
    wide = user.encode("utf-16-le")
    head = bytes([len(narrow)]) + narrow.ljust(54)
    return (head + len(user).to_bytes(2, "little") + wide).ljust(165, b" ")


class TestWhoHasItOpen:
    @pytest.mark.parametrize("user", ["Wang Li", "王丽"])
    def test_excels_lock_file_says(self, old, user):
        old.with_name(f"~${old.name}").write_bytes(excel_lock(user))
        with pytest.raises(XlsegError) as caught:
            verify_writable(old)
        assert f"正在 Excel 或 WPS 中打开（{user}）" in caught.value.say("zh")
        assert f"open in Excel or WPS ({user})" in caught.value.say("en")
        assert f"~${old.name}" in caught.value.say("en")

    @pytest.mark.parametrize(
        ("content", "user"),
        [(",wang,pc,22.11.2026 12:00,file:///x;", "wang"), ("王\\, 丽,wang,pc,22.11.2026,file:///x;", "王, 丽")],
    )
    def test_so_does_libreoffices(self, old, content, user):
        old.with_name(f".~lock.{old.name}#").write_text(content, "utf-8")
        with pytest.raises(XlsegError, match=f"open in LibreOffice \\({user}\\)"):
            verify_writable(old)

    @pytest.mark.parametrize("content", [b"", b"\xff" * 165, bytes(165), b"\x05", b"\x1b[31m," * 9])
    def test_one_that_says_nothing_is_a_lock_all_the_same(self, old, content):
        for name in (f"~${old.name}", f".~lock.{old.name}#"):
            old.with_name(name).write_bytes(content)
            with pytest.raises(XlsegError) as caught:
                verify_unlocked(old)
            assert "\x1b" not in caught.value.say("en")
            old.with_name(name).unlink()

    @POSIX
    def test_the_lock_of_the_file_a_link_leads_to_counts(self, old, tmp_path):
        (tmp_path / "other").mkdir()
        link = tmp_path / "other" / "link.xlsx"
        link.symlink_to(old)
        old.with_name(f"~${old.name}").touch()
        with pytest.raises(XlsegError, match="is open in Excel"):
            verify_writable(link)

    def test_a_folder_nothing_can_be_made_in_is_named(self, old, monkeypatch):
        def refuse(**_: object) -> None:
            raise PermissionError(errno.EACCES, "denied")

        monkeypatch.setattr("tempfile.TemporaryFile", refuse)
        with pytest.raises(XlsegError, match=r"no file can be made in the folder .* \(no permission\)"):
            verify_writable(old)
