"""Compound files, the file system inside a file that holds a VBA project: [MS-CFB], version 3."""

from collections.abc import Mapping
from dataclasses import dataclass
from struct import pack
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]  # a storage: streams and further storages by name

NONE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD  # no sector or entry; last of a chain; part of the table itself
STORAGE, STREAM, ROOT = 1, 2, 5
SECTOR, MINI = 512, 64
SMALL = 4096  # bytes; shorter streams share the mini stream
NUMBERS = SECTOR // 4  # sector numbers that fit into a sector
IN_HEADER = 109  # sectors of the table that the header has room for: 7 MB in all


class Chains:
    """Streams cut into sectors, and for each sector which one follows it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.body = bytearray()
        self.following: list[int] = []

    def add(self, data: bytes) -> int:
        """The number of its first sector."""
        first, count = len(self.following), -(-len(data) // self.size)
        self.body += data.ljust(count * self.size, b"\0")
        self.following += [*range(first + 1, first + count), END] if count else []
        return first if count else END


@dataclass
class Entry:
    """A line of the directory (2.6.1)."""

    name: str
    kind: int
    data: bytes = b""
    left: int = NONE
    right: int = NONE
    child: int = NONE
    black: bool = True
    start: int = 0

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        links = pack("<HBBIII", len(name), self.kind, self.black, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + links + bytes(36) + pack("<IQ", self.start, len(self.data))


UNUSED = bytes(68) + pack("<III", NONE, NONE, NONE) + bytes(48)


def compound_file(tree: Tree) -> bytes:
    """A compound file that holds `tree`; without times, so the same bytes for the same tree."""
    entries = [Entry("Root Entry", ROOT)]
    _fill(0, tree, entries)
    large, mini = Chains(SECTOR), Chains(MINI)
    for entry in entries:
        if entry.kind == STREAM:
            entry.start = (mini if len(entry.data) < SMALL else large).add(entry.data)
    entries[0].data = bytes(mini.body)
    entries[0].start = large.add(entries[0].data)
    minis = _numbers(mini.following)
    first_minis = large.add(minis)
    directory = b"".join(entry.packed() for entry in entries)
    first_directory = large.add(directory + UNUSED * (-len(entries) % (SECTOR // len(UNUSED))))
    tables = _add_table(large)
    header = _header(tables, first_directory, first_minis, len(minis) // SECTOR)
    return header + bytes(large.body)


def _fill(parent: int, tree: Tree, entries: list[Entry]) -> None:
    """Append what is in a storage and link it to its storage."""
    numbers = []
    for name, held in tree.items():
        numbers.append(len(entries))
        if isinstance(held, bytes):
            entries.append(Entry(name, STREAM, held))
        else:
            entries.append(Entry(name, STORAGE))
            _fill(numbers[-1], held, entries)
    numbers.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))  # 2.6.4
    entries[parent].child = _link(numbers, entries, (len(numbers) + 1).bit_length() - 1)


def _link(numbers: list[int], entries: list[Entry], full: int) -> int:
    """A balanced search tree of sorted entries; below its `full` levels they are red, as 2.6.4 asks of the colours."""
    if not numbers:
        return NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _link(numbers[:middle], entries, full - 1)
    entry.right = _link(numbers[middle + 1 :], entries, full - 1)
    entry.black = full > 0
    return numbers[middle]


def _numbers(following: list[int]) -> bytes:
    """Sector numbers, to whole sectors."""
    return pack(f"<{len(following)}I", *following) + b"\xff" * (-len(following) * 4 % SECTOR)


def _add_table(large: Chains) -> list[int]:
    """Append the table of what follows what, itself included; the numbers of its sectors."""
    used = len(large.following)
    count = -(-used // (NUMBERS - 1))  # a sector tells of as many, one of which is itself
    if count > IN_HEADER:
        raise ValueError("a VBA project of more than 7 MB")
    tables = [*range(used, used + count)]
    large.following += [TABLE] * count
    large.body += _numbers(large.following)
    return tables


def _header(tables: list[int], directory: int, minis: int, mini_count: int) -> bytes:
    """The first sector (2.2)."""
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    counts = pack("<9I", 0, len(tables), directory, 0, SMALL, minis, mini_count, END, 0)
    return (start + counts + pack(f"<{len(tables)}I", *tables)).ljust(SECTOR, b"\xff")
