"""What a workbook package may be, seen before any of it is parsed: names, sizes, packing, declarations.

A workbook of 1,000,000 customers unpacks to some 450 MB, one of blank formatted rows to 100 times its size: large is no
sign of harm. What Excel never writes is refused, and what no computer could hold.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from xlseg.errors import Problem, XlsegError
from xlseg.ooxml import prolog
from xlseg.ooxml.damage import damage, printable
from xlseg.text import Text, same

GIB = 1 << 30
MOST_FILE = 2 * GIB  # bytes of a workbook Excel opens and saves without trouble
MOST_PART = 4 * GIB  # unpacked; a full sheet of 1,048,576 rows and 100 columns
MOST_IN_ALL = 8 * GIB
MOST_SMALL = 256 << 20  # unpacked, of parts that are held in memory whole
MOST_PARTS = 50_000
STEEPEST = 1032  # times a deflated part can grow, by the format itself (RFC 1951: 258 bytes from 2 bits)
STEEP, UNSUSPECTED = 200, GIB  # times all parts together may grow, and up to how many bytes nobody asks
STREAMED = ("xl/worksheets/", "xl/sharedstrings.xml", "xl/pivotcache/", "xl/media/", "xl/embeddings/", "xl/model/")
ENTRY = 30  # bytes of a local header, without the name
BAD_PACKAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError),
    *(UnicodeError, NotImplementedError, RuntimeError, OverflowError, ValueError),
)  # what zipfile raises for broken packages of every kind


def verify(content: BinaryIO, name: str) -> None:
    """Raise XlsegError unless `content` is a package that can be read without harm; name: of the file, for sentences.

    Nothing is unpacked for it: zipfile, which reads all parts, follows none past the size it declares.
    """
    with packed(content, name) as package:
        entries = package.infolist()
        names = {entry.filename for entry in entries}
        if any(part.endswith("workbook.bin") for part in names):
            raise XlsegError(Problem(BINARY, same(name)))
        if "[Content_Types].xml" not in names:
            raise XlsegError(Problem(NO_WORKBOOK, same(name)))
        found = _strange(entries) or _overlap(package, content) or _sizes(entries) or _declared(package)
        if found is not None:
            raise XlsegError(Problem(HARMFUL.format(detail=found), same(name)))


def verify_size(size: int, name: str) -> None:
    """Raise XlsegError for a file of more than 2 GB."""
    if size > MOST_FILE:
        raise XlsegError(Problem(TOO_LARGE.format(size=size / GIB), same(name)))


@contextmanager
def packed(content: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """The package, opened; whatever is broken in it while it is read is an XlsegError."""
    try:
        with zipfile.ZipFile(content) as package:
            yield package
    except BAD_PACKAGE as error:
        raise XlsegError(Problem(BROKEN.format(detail=damage(error)), same(name))) from None


def _strange(entries: list[zipfile.ZipInfo]) -> Text | None:
    """Entries no program that writes workbooks makes."""
    if len(entries) > MOST_PARTS:
        return PARTS.format(count=len(entries))
    seen = set()
    for entry in entries:
        name, folded = entry.orig_filename, entry.filename.casefold().removeprefix("/")
        steps = name.removeprefix("/").removesuffix("/").split("/")  # XlsxWriter begins some names with a slash
        if "\\" in name or "\0" in name or name[1:2] == ":" or {"", ".", ".."} & set(steps):
            return NAME.format(part=printable(name))
        if folded in seen:
            return TWICE.format(part=printable(name))
        seen.add(folded)
        if entry.flag_bits & 0x1:
            return LOCKED.format(part=printable(name))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return PACKING.format(part=printable(name))
    return None


def _overlap(package: zipfile.ZipFile, content: BinaryIO) -> Text | None:
    """Two entries of the same bytes, as bombs have them, or an entry beyond the end."""
    entries = sorted(package.infolist(), key=lambda entry: entry.header_offset)
    if entries and entries[0].header_offset < 0:
        raise zipfile.BadZipFile(f"{entries[0].filename} stands before the file")
    ends = [entry.header_offset + ENTRY + len(entry.orig_filename) + entry.compress_size for entry in entries]
    starts = [*(entry.header_offset for entry in entries[1:]), package.start_dir]
    bad = (entry for entry, end, start in zip(entries, ends, starts, strict=True) if end > start)
    return next((SHARED.format(part=printable(entry.filename)) for entry in bad), None)


def _sizes(entries: list[zipfile.ZipInfo]) -> Text | None:
    """By what the entries declare."""
    for entry in entries:
        size, name = entry.file_size, printable(entry.filename)
        if entry.compress_type == zipfile.ZIP_STORED and size != entry.compress_size:
            return LIES.format(part=name)
        if size > STEEPEST * entry.compress_size + 64:
            return LIES.format(part=name)
        if size > MOST_PART:
            return PART.format(part=name, size=size / GIB)
        if size > MOST_SMALL and not entry.filename.casefold().removeprefix("/").startswith(STREAMED):
            return PART.format(part=name, size=size / GIB)
    size, stored = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if size > MOST_IN_ALL or size > max(UNSUSPECTED, STEEP * stored):
        return BOMB.format(size=size / GIB)
    return None


def _declared(package: zipfile.ZipFile) -> Text | None:
    """Document types and entities, which can make a small part a huge one, or read other files."""
    for entry in package.infolist():
        if not entry.is_dir() and not entry.filename.casefold().startswith(("xl/media/", "xl/embeddings/")):
            with package.open(entry) as part:
                found = prolog.problem(part)
            if found is not None:
                return found.format(part=printable(entry.filename))
    return None


BROKEN = Text(
    "工作簿已损坏，读不出来（{detail}）；请在 Excel 中打开并另存后再试",
    "the workbook is damaged ({detail}); open it in Excel, save it again, then retry",
)
BINARY = Text(
    "这是二进制 .xlsb 工作簿；请在 Excel 中另存为 .xlsx 后再试",
    "this is a binary .xlsb workbook; save it as .xlsx in Excel, then run again",
)
NO_WORKBOOK = Text(
    "这不是 Excel 工作簿；Excel 能打开的话，请在 Excel 里另存为 .xlsx；是 CSV 的话，请把后缀改成 .csv",
    "this is not an Excel workbook; if Excel opens it, save it there as .xlsx; if it is a CSV, let it end in .csv",
)
TOO_LARGE = Text(
    "文件有 {size:.1f} GB；超过 2 GB 的工作簿 Excel 自己也难打开，请拆成几个文件，或把数据另存为 CSV",
    "the file is {size:.1f} GB; Excel itself hardly opens workbooks over 2 GB: split it, or save the data as CSV",
)
HARMFUL = Text(
    "这个文件的内部结构和 Excel 写的不一样（{detail}），打开它可能有害，所以没有读取；"
    "来历可靠的话，请在 Excel 中打开并另存后再试",
    "this file is not built as Excel builds workbooks ({detail}); it was not read, since that could do harm. If you "
    "trust where it comes from, open it in Excel, save it again, then retry",
)
NAME = Text("部件名「{part}」不合规定", "its part '{part}' has a name no part may have")
TWICE = Text("部件「{part}」有两个", "its part '{part}' is there twice")
PARTS = Text("有 {count:,} 个部件", "it has {count:,} parts")
LOCKED = Text("部件「{part}」用压缩软件加了密", "its part '{part}' is encrypted by a zip program")
PACKING = Text("部件「{part}」的压缩方式 Excel 不用", "its part '{part}' is packed in a way Excel does not use")
SHARED = Text("部件「{part}」和别的部件重叠", "its part '{part}' overlaps another")
LIES = Text("部件「{part}」的大小和它写明的不符", "its part '{part}' is not of the size it declares")
PART = Text("部件「{part}」解压后有 {size:.1f} GB", "its part '{part}' would unpack to {size:.1f} GB")
BOMB = Text("解压后有 {size:.1f} GB", "it would unpack to {size:.1f} GB")
