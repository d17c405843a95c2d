"""Workbooks broken in every way, and what becomes of each: a result, an XlsegError, or a fault of ours.

`Worker` tries those of broken.py one after the other in a process of its own, which an input can neither hold up nor
fill: TIME seconds and MEMORY bytes each.
"""

import multiprocessing
import resource
import shutil
import tempfile
import traceback
import warnings
from pathlib import Path
from typing import NamedTuple

from broken import mutated
from ordinary import SEEDS, original

from xlseg import files
from xlseg.actions import BY_KEY, Request
from xlseg.actions.workbook import read
from xlseg.cells import (
    Area,
    Axis,
    Curve,
    Fill,
    Formula,
    Graph,
    Link,
    Listed,
    Paint,
    Placed,
    Printed,
    Room,
    Shade,
    Valid,
)
from xlseg.errors import XlsegError
from xlseg.hosts.file import FileHost
from xlseg.ooxml.package import MissingPartError

TIME, MEMORY = 20.0, 1 << 30
CARELESS = (AttributeError, TypeError, LookupError, NameError, AssertionError, RecursionError, MemoryError)


class Fault(NamedTuple):
    """An input on which something other than a result or a sentence came out."""

    seed: int
    what: str


def quick(path: Path) -> None:
    """All a run does with cells, without the analysis: read, recognise, write labels and a page, save, read again."""
    host = FileHost(path)
    read(host, Request())
    sheet = host.sheets()[0]
    host.marks(), host.locked(), host.hidden(), host.remains(), [host.typed(name) for name in host.sheets()]
    left = host.width(sheet) + 1
    labels = Area(1, left, 3, left)
    host.write(
        Placed(
            sheet,
            (Fill(1, left, [["群体"], ["甲"], ["=乙"]]),),
            {"label.fuzz": labels},
            paints=(Paint(labels, "label"),),
            room=(Room(Area(2, 1, 2, left), down=1),),
            emptied=(Area(4, 1, 4, 2),),
        )
    )
    host.unlink(sheet, [Area(2, 1, 3, 2)])
    host.write(page(sheet))
    host.forget(["N1"])
    host.turn()
    host.save(path.with_name("out.xlsx"))
    again = FileHost(path.with_name("out.xlsx"))
    found = again.marks()["page.fuzz"]
    assert again.read(found.sheet)[0][:2] == ["合计", 1]


def page(sheet: str) -> Placed:
    """Something of everything."""
    cells = [["合计", 1], [Link.to(sheet, "A1"), Formula("B1/2", 0.5)], ["城市", "数"], ["北京", 2]]
    body, axis = Area(4, 2, 4, 2), Axis("", "General")
    return Placed(
        "模糊测试",
        (Fill(1, 1, cells),),
        {"page.fuzz": Area(1, 1, 4, 2)},
        paints=(Paint(Area(1, 1, 2, 2), "text"),),
        widths={1: 12.5},
        freeze=(1, 1),
        charts=(
            Graph("page.fuzz.1", "图", "bar", Area(6, 1, 9, 4), (200, 100), body, (Curve(body, body),), axis, axis),
        ),
        valid=(Valid(body, "whole", low=0, high=9),),
        shades=(Shade(body, "bar"),),
        listed=(Listed("Fuzz", Area(3, 1, 4, 2)),),
        printed=Printed((1, 1), Area(1, 1, 4, 2)),
    )


def whole(path: Path) -> None:
    files.run(BY_KEY["segment"], path, output=path.with_name("out.xlsx"))


def outcome(content: bytes, folder: Path, complete: bool) -> str:
    """'' for a result, 'refused' for a sentence, else what went wrong: a mistake of ours told as damage does too."""
    path = folder / "in.xlsx"
    path.write_bytes(content)
    try:
        (whole if complete else quick)(path)
        return ""
    except XlsegError as error:
        if not all(problem.message.zh and problem.message.en for problem in error.problems):
            return "silent"
        cause = _cause(error)
        careless = isinstance(cause, CARELESS) and not isinstance(cause, MissingPartError)
        return f"told as damage: {_told(cause)}" if careless else "refused"
    except BaseException as error:
        return _told(error)
    finally:
        (folder / "out.xlsx").unlink(missing_ok=True)


def _cause(error: BaseException) -> BaseException:
    """What began it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _told(error: BaseException) -> str:
    where = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(f.filename).name}:{f.lineno}" for f in where][-4:]
    return f"{type(error).__name__}: {str(error)[:150]} at {' < '.join(reversed(places))}"


def _serve(pipe, folder: str) -> None:
    """Try what comes through the pipe, until nothing does."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    warnings.simplefilter("ignore")
    for given, complete in iter(pipe.recv, None):
        pipe.send(outcome(mutated(given) if isinstance(given, int) else given, Path(folder), complete))


class Worker:
    """A process forked from this one, and another where that one died or was stopped."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.process: multiprocessing.Process | None = None

    def try_(self, given: int | bytes, complete: bool = False) -> str:
        """What becomes of a workbook, or of the one of that number."""
        if self.process is None:
            self.pipe, other = multiprocessing.Pipe()
            context = multiprocessing.get_context("fork")
            self.process = context.Process(target=_serve, args=(other, self.folder), daemon=True)
            self.process.start()
            other.close()
        self.pipe.send((given, complete))
        try:
            if self.pipe.poll(TIME):
                return self.pipe.recv()
            found = f"no end after {TIME:.0f} seconds"
        except EOFError:
            found = "the process died"
        self.process.kill()
        self.process.join()
        self.process = None
        return found

    def close(self) -> None:
        if self.process is not None:
            self.pipe.send(None)
            self.process.join(5)
            self.process.close()
            self.pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def warm() -> None:
    """Import and build everything once, so that the workers have it."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(len(SEEDS)):
            outcome(original(number), Path(folder), complete=False)
        outcome(original(0), Path(folder), complete=True)
