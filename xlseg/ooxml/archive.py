"""A zip file whose entries are copied as they are compressed, or deflated anew, several blocks at a time."""

import os
import struct
import sys
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

LOCAL = 30  # bytes of a local header before the name
BLOCK, WINDOW = 1 << 20, 1 << 15  # bytes deflated at a time; what a block may refer back to
PIECE = 1 << 20
FIXED = (1980, 1, 1, 0, 0, 0)  # of entries of ours, so that the same content is the same bytes
ENCRYPTED, DESCRIBED = 0x01, 0x08  # flags of an entry: its sizes follow its data
ORDINARY, FAST = 5, 1  # levels of compression: 5 takes 0.6 of the time of 6 for rows of cells, and 1.02 of the bytes


class Writer:
    """A zip file being written to `file`, which can seek.

    Entries are put where zipfile would put them; it is asked to write the directory alone, so that nothing is left
    open where an entry fails.
    """

    def __init__(self, file: BinaryIO, level: int = ORDINARY) -> None:
        self._file, self._level = file, level
        self._entries: list[zipfile.ZipInfo] = []

    def copy(self, source: BinaryIO, info: zipfile.ZipInfo) -> None:
        """An entry of another zip file, its compressed bytes as they are."""
        entry = _like(info)
        entry.CRC, entry.file_size, entry.compress_size = info.CRC, info.file_size, info.compress_size
        entry.header_offset = self._file.tell()
        self._file.write(entry.FileHeader())
        for piece in raw(source, info):
            self._file.write(piece)
        self._entries.append(entry)

    def write(self, name: str, content: Callable[[], Iterable[bytes]], like: zipfile.ZipInfo | None = None) -> None:
        """An entry of new content; like: the entry it stands for, whose date it keeps.

        content: asked for again where it turns out to be so large that its header has to be another.
        """
        entry = _like(like) if like else zipfile.ZipInfo(name, FIXED)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, entry.create_system if like else 0
        entry.flag_bits &= ~ENCRYPTED
        start = self._file.tell()
        if not self._streamed(entry, content(), start, zip64=False):
            self._streamed(entry, content(), start, zip64=True)
        end = self._file.tell()
        self._file.seek(start)
        self._file.write(entry.FileHeader())
        self._file.seek(end)
        self._entries.append(entry)

    def _streamed(self, entry: zipfile.ZipInfo, content: Iterable[bytes], start: int, zip64: bool) -> bool:
        """Write the entry there with a header still to be filled in; False where that would be too small.

        Excel offers to repair files with large headers, so that only large entries have one.
        """
        entry.CRC = entry.file_size = entry.compress_size = 0
        entry.header_offset = start
        self._file.seek(start)
        self._file.write(entry.FileHeader(zip64=zip64))
        for piece in deflated(_measured(entry, content), self._level):
            entry.compress_size += len(piece)
            if max(entry.file_size, entry.compress_size) > zipfile.ZIP64_LIMIT and not zip64:
                return False
            self._file.write(piece)
        self._file.truncate()
        return True

    def close(self, comment: bytes = b"") -> None:
        end = self._file.tell()
        self._file.seek(0)
        directory = zipfile.ZipFile(self._file, "w")
        directory.filelist, directory.start_dir = self._entries, end
        directory.comment = comment  # even an empty one makes it write a directory
        directory.close()


def raw(source: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The compressed bytes of an entry, in pieces."""
    source.seek(info.header_offset)
    name, extra = struct.unpack("<HH", source.read(LOCAL)[26:])
    source.seek(name + extra, os.SEEK_CUR)
    left = info.compress_size
    while left > 0:
        piece = source.read(min(left, PIECE))
        if not piece:
            raise zipfile.BadZipFile(info.filename)
        left -= len(piece)
        yield piece


def deflated(content: Iterable[bytes], level: int) -> Iterator[bytes]:
    """Raw deflate. Blocks are compressed side by side, each knowing the window before it, whatever the machine.

    Source: RFC 1951; how pigz joins blocks by an empty stored one.
    """
    if sys.platform == "emscripten":
        yield from (_deflate(*task) for task in _tasks(content, level))  # there are no threads
        return
    waiting: deque[Future[bytes]] = deque()
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for task in _tasks(content, level):
            waiting.append(workers.submit(_deflate, *task))
            if len(waiting) > 2 * (os.cpu_count() or 1):
                yield waiting.popleft().result()
        for done in waiting:
            yield done.result()


def _tasks(content: Iterable[bytes], level: int) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Each block with what it may refer back to; the last ends the stream."""
    before, last = b"", b""
    for block in _blocks(content):
        if last:
            yield last, before, level, zlib.Z_SYNC_FLUSH
            before = last[-WINDOW:]
        last = block
    yield last, before, level, zlib.Z_FINISH


def _deflate(block: bytes, before: bytes, level: int, mode: int) -> bytes:
    known = (level, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY)
    compressor = zlib.compressobj(*known, before) if before else zlib.compressobj(*known)
    return compressor.compress(block) + compressor.flush(mode)


def _blocks(content: Iterable[bytes]) -> Iterator[bytes]:
    """The content in pieces of one size, but for the last."""
    held: list[bytes] = []
    size = 0
    for piece in content:
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            joined = b"".join(held)
            whole = size - size % BLOCK
            yield from (joined[at : at + BLOCK] for at in range(0, whole, BLOCK))
            held, size = [joined[whole:]], size - whole
    if size:
        yield b"".join(held)


def _measured(entry: zipfile.ZipInfo, content: Iterable[bytes]) -> Iterator[bytes]:
    for piece in content:
        entry.CRC = zlib.crc32(piece, entry.CRC)
        entry.file_size += len(piece)
        yield piece


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same entry, to stand elsewhere: without sizes after its data, and without the extra fields of its sizes."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    entry.compress_type, entry.create_system, entry.external_attr = (
        info.compress_type,
        info.create_system,
        info.external_attr,
    )
    entry.comment = info.comment
    entry.flag_bits = info.flag_bits & ~DESCRIBED
    return entry
