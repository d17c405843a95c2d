"""Zip files of which most is copied as it is compressed."""

import gc
import io
import os
import random
import shutil
import subprocess
import sys
import zipfile
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xlseg.ooxml import archive
from xlseg.ooxml.archive import BLOCK, WINDOW, Writer, deflated, raw
from xlseg.ooxml.package import Package


def noise(size: int, seed: int = 0) -> bytes:
    """Half of it repeats itself, half does not."""
    return (random.Random(seed).randbytes(size // 4) * 2 + b"customer" * (size // 8 + 1))[:size]


def made(**how) -> io.BytesIO:
    """As another program might: deflated, stored, with sizes after the data, names beyond ASCII, comments."""
    file = io.BytesIO()
    with zipfile.ZipFile(file if not how else how["file"], "w", zipfile.ZIP_DEFLATED) as package:
        package.comment = b"kept"
        package.writestr(zipfile.ZipInfo("stored.bin", (2001, 2, 3, 4, 5, 6)), noise(900))
        package.writestr("deflated.xml", noise(5000), compresslevel=9)
        package.writestr("名字.xml", b"")
    return file


class Tape(io.BytesIO):
    """A file that cannot go back, so that zipfile writes sizes after the data."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def saved(package: Package) -> io.BytesIO:
    file = io.BytesIO()
    package.save(file)
    return file


def streams(file: io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        return {info.filename: b"".join(raw(file, info)) for info in package.infolist()}


@pytest.mark.parametrize("tape", [False, True], ids=["plain", "sizes after the data"])
def test_what_does_not_change_keeps_its_compressed_bytes(tape):
    file = Tape() if tape else io.BytesIO()
    made(file=file)
    file = io.BytesIO(file.getvalue())
    package = Package(file)
    package.put("deflated.xml", b"new")
    after = saved(package)
    before, now = streams(file), streams(after)
    assert {name for name in before if before[name] != now[name]} == {"deflated.xml"}
    with zipfile.ZipFile(after) as read:
        assert (read.testzip(), read.comment) == (None, b"kept")
        assert [info.filename for info in read.infolist()] == ["stored.bin", "deflated.xml", "名字.xml"]
        assert read.getinfo("stored.bin").date_time == (2001, 2, 3, 4, 5, 6)
        assert read.read("deflated.xml") == b"new"
        assert not any(info.flag_bits & 0x08 for info in read.infolist())


def test_written_again_it_is_the_same_file():
    once = saved(Package(made()))
    assert saved(Package(io.BytesIO(once.getvalue()))).getvalue() == once.getvalue()


def test_an_encrypted_entry_is_copied_as_such():
    content = bytearray(made().getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    file = io.BytesIO(bytes(content))
    after = saved(Package(file))
    assert streams(after) == streams(file)
    with zipfile.ZipFile(after) as read:
        assert [info.flag_bits & 1 for info in read.infolist()] == [1, 0, 0]


@pytest.mark.skipif(not shutil.which("unzip"), reason="unzip is not there")
def test_unzip_finds_no_fault(tmp_path):
    package = Package(made())
    package.put("new.xml", lambda: iter([noise(3 * BLOCK)]))
    (tmp_path / "a.zip").write_bytes(saved(package).getvalue())
    found = subprocess.run(["unzip", "-t", tmp_path / "a.zip"], capture_output=True, text=True, check=False)
    assert found.returncode == 0
    assert "No errors detected" in found.stdout


SIZES = st.one_of(
    st.integers(0, 3 * WINDOW),
    st.tuples(st.integers(1, 3), st.integers(-2, 2)).map(lambda near: near[0] * BLOCK + near[1]),
)


@settings(max_examples=25, deadline=None)
@given(SIZES, st.integers(1, 2 * BLOCK), st.sampled_from([1, 6, 9]))
@example(0, 1, 6)
@example(BLOCK, BLOCK, 6)
def test_blocks_joined_inflate_to_the_content(size, piece, level):
    content = noise(size)
    step = max(piece, size // 50, 1)
    pieces = [content[at : at + step] for at in range(0, size, step)]
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    assert inflater.decompress(b"".join(deflated(pieces, level))) == content
    assert inflater.eof
    assert inflater.unused_data == b""


def test_the_bytes_are_the_same_on_any_machine(monkeypatch):
    content, found = noise(5 * BLOCK), set()
    for processors in (1, 2, 7, None):
        monkeypatch.setattr(os, "cpu_count", lambda processors=processors: processors)
        found.add(b"".join(deflated([content], 6)))
    monkeypatch.setattr(archive.sys, "platform", "emscripten")
    found.add(b"".join(deflated([content], 6)))
    assert len(found) == 1


def test_blocks_cost_next_to_nothing():
    content = b"".join(b'<c r="A%d"><v>%d</v></c>' % (n, n * 7919 % 10007) for n in range(200_000))
    alone = zlib.compressobj(6, zlib.DEFLATED, -15)
    size = len(alone.compress(content) + alone.flush())
    assert len(b"".join(deflated([content], 6))) < 1.01 * size


def test_only_large_entries_have_large_headers(monkeypatch):
    file = io.BytesIO()
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100_000)
    writer = Writer(file)
    asked = []

    def large():
        asked.append(1)
        return iter([noise(70_000)] * 2)

    writer.write("small.xml", lambda: [noise(1000)])
    writer.write("large.xml", large)
    writer.write("last.xml", lambda: [b"1"])
    writer.close()
    with zipfile.ZipFile(file) as read:
        assert read.testzip() is None
        assert [read.getinfo(name).extract_version for name in read.namelist()] == [20, 45, 20]
        assert read.read("large.xml") == noise(70_000) * 2
    assert len(asked) == 2


def test_nothing_stays_open_where_an_entry_fails(tmp_path, monkeypatch):
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    with (tmp_path / "a.zip").open("w+b") as file:
        writer = Writer(file)
        writer.write("a.xml", lambda: [b"1"])
        with pytest.raises(OSError, match="full"):
            writer.write("b.xml", full_disk)
    del writer
    gc.collect()
    assert complaints == []


def full_disk():
    raise OSError("full")
