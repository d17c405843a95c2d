"""The parts of a package by name: read, streamed, replaced, dropped; what was not touched keeps its bytes."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from xlseg.ooxml.archive import ORDINARY, PIECE, Writer

Stream = Callable[[], Iterator[bytes]]
NONE: Mapping[str, tuple[bytes, bool]] = MappingProxyType({})


class MissingPartError(KeyError):
    """Nothing of that name is in the package."""

    def __str__(self) -> str:
        return str(self.args[0])


class Pace:
    """How much of so many bytes has passed, told as a share of them."""

    def __init__(self, size: int, told: Callable[[float], None]) -> None:
        self._size, self._told, self._done = max(size, 1), told, 0

    def watched(self, stream: Stream) -> Stream:
        def pieces() -> Iterator[bytes]:
            for piece in stream():
                self._done += len(piece)
                self._told(min(self._done / self._size, 1.0))
                yield piece

        return pieces


class Package:
    """The package in `file`, which stays open as long as it is read; without one, a package of no parts.

    bare: of parts of sheets, as others read them: what stands around the rows, and whether these declare nothing.
    """

    def __init__(self, file: BinaryIO | None = None, bare: Mapping[str, tuple[bytes, bool]] = NONE) -> None:
        self._file, self._bare = file, bare
        self._zip = zipfile.ZipFile(file) if file else None
        infos = self._zip.infolist() if self._zip else []
        self._infos = {info.filename: info for info in infos if not info.is_dir()}
        self._new: dict[str, bytes | Stream] = {}
        self._gone: set[str] = set()
        self._folds: dict[str, str] | None = None  # names by what they are in lower case

    def names(self) -> list[str]:
        """All parts, in the order they stand in the file."""
        there = [name for name in self._infos if name not in self._gone]
        return [*there, *(name for name in self._new if name not in self._infos)]

    def find(self, name: str) -> str | None:
        """The part of that name, in whatever case, with a slash before it or without: it is the same part then."""
        if name in self._new or (name in self._infos and name not in self._gone):
            return name
        if self._folds is None:
            self._folds = {_folded(there): there for there in reversed(self.names())}
        return self._folds.get(_folded(name))

    def read(self, name: str) -> bytes:
        """The part as it is by now. Raises MissingPartError where there is none."""
        return b"".join(self.stream(name))

    def stream(self, name: str) -> Iterator[bytes]:
        """The part as it is by now, in pieces."""
        return self.current(name)()

    def current(self, name: str) -> Stream:
        """What streams the part as it is now, whatever is put in its place later."""
        new = self._new.get(name)
        if new is None:
            return lambda: self.original(name)
        return (lambda: iter([new])) if isinstance(new, bytes) else new

    def original(self, name: str) -> Iterator[bytes]:
        """The part as it was in the file, in pieces."""
        if self._zip is None or name not in self._infos or name in self._gone:
            raise MissingPartError(name)
        with self._zip.open(self._infos[name]) as part:
            while piece := part.read(PIECE):
                yield piece

    def bare(self, name: str) -> tuple[bytes, bool] | None:
        """A sheet without its rows, where that is known of the part as it is by now."""
        return None if name in self._new or name in self._gone else self._bare.get(name)

    def size(self, name: str) -> int:
        """Bytes of the part as it was in the file."""
        return self._infos[name].file_size if name in self._infos else 0

    def put(self, name: str, content: bytes | Stream) -> None:
        """Replace or add a part; a stream is asked for anew whenever it is needed."""
        self._gone.discard(name)
        self._folds = None
        if isinstance(content, bytes) and name in self._infos and content == b"".join(self._same(name, len(content))):
            self._new.pop(name, None)
        else:
            self._new[name] = content

    def _same(self, name: str, size: int) -> Iterator[bytes]:
        """The part as it was, if it has that size: what is written again unchanged stays as it is compressed."""
        return self.original(name) if self.size(name) == size else iter(())

    def drop(self, name: str) -> None:
        self._new.pop(name, None)
        self._gone.add(name)
        self._folds = None

    def free(self, pattern: str) -> str:
        """The first name no part has: pattern with a number in its braces, such as xl/charts/chart{}.xml."""
        taken = {_folded(name) for name in (*self.names(), *self._gone)}
        numbers = range(1, len(taken) + 2)
        return next(name for name in map(pattern.format, numbers) if _folded(name) not in taken)

    def save(self, file: BinaryIO, level: int = ORDINARY, told: Callable[[float], None] = lambda _: None) -> None:
        """Write the package to another file; told: the share of it that is written, now and then."""
        pace = Pace(sum(self._bytes(name) for name in self._new), told)
        writer = Writer(file, level)
        for name in self.names():
            info = self._infos.get(name)
            if name in self._new:
                writer.write(name, pace.watched(self.current(name)), like=info)
            elif self._file and info:
                writer.copy(self._file, info)
        writer.close(self._zip.comment if self._zip else b"")

    def _bytes(self, name: str) -> int:
        """How large a part is, about, which may not be made yet."""
        new = self._new.get(name)
        return len(new) if isinstance(new, bytes) else 2 * self.size(name)


def _folded(name: str) -> str:
    """What names of one part have in common."""
    return name.removeprefix("/").casefold()
