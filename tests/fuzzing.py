"""Workbooks broken in every way, and what becomes of each: a result, an XlsegError, or a fault of ours.

`mutated(seed)` breaks one of SEEDS, the same for the same number. `Worker` tries them one after the other in a process
of its own, which an input can neither hold up nor fill: TIME seconds and MEMORY bytes each.
"""

import io
import multiprocessing
import random
import re
import resource
import shutil
import tempfile
import traceback
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import DataBarRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

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
NASTY = ("", "0", "-1", "1", "1048577", "16385", "99999999999999999999", "1e308", "NaN", "A0", "XFE1", "A1:A", "ZZZZ9")
NASTY += ("A1048577", "A1:XFD1048576", "é\u0001", "rId999", "../../x", "true", "x" * 70_000, "&#0;", "&#x110000;")
LOVED = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/")
CARELESS = (AttributeError, TypeError, LookupError, NameError, AssertionError, RecursionError, MemoryError)
Parts = list[tuple[str, bytes]]


class Fault(NamedTuple):
    """An input on which something other than a result or a sentence came out."""

    seed: int
    what: str


def _shop() -> bytes:
    """Orders with most of what a sheet can carry."""
    book = Workbook()
    sheet = book.active
    sheet.title = "订单"
    sheet.append(["订单号", "客户ID", "下单日期", "金额", "城市"])
    for n in range(8):
        sheet.append([f"N{n}", f"C{n % 3}", f"2026-0{n % 6 + 1}-1{n}", 100.5 * n, ["北京", "上海"][n % 2]])
    sheet["F1"], sheet["F2"], sheet["F3"] = "两倍", "=D2*2", "=SUM(D$2:D3)"
    sheet.add_table(Table(displayName="Orders", ref="A1:E9"))
    sheet.conditional_formatting.add("D2:D9", DataBarRule("min", None, "max", None, "638EC6"))
    lists = DataValidation("list", formula1='"北京,上海"')
    lists.add("E2:E9")
    sheet.add_data_validation(lists)
    sheet["A2"].comment, sheet["A3"].hyperlink = Comment("看", "我"), "https://example.com/"
    sheet.freeze_panes = "B2"
    sheet.merge_cells("H1:I2")
    chart = BarChart()
    chart.add_data(Reference(sheet, 4, 1, 4, 9), titles_from_data=True)
    sheet.add_chart(chart, "K2")
    other = book.create_sheet("说明")
    other["A1"] = "手写的说明"
    book.defined_names["税率"] = DefinedName("税率", attr_text="说明!$A$1")
    return _saved(book)


def _plain() -> bytes:
    """Customers alone, in inline strings as foreign writers make them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("customers")
    for row in (["customer_id", "city", "age"], ["a", "Paris", 30], ["b", "Rome", 41]):
        sheet.append(row)
    return _saved(book)


def _ours() -> bytes:
    """What an earlier run wrote."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.xlsx"
        path.write_bytes(_shop())
        return files.run(BY_KEY["check"], path).output.read_bytes()


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


SEEDS: tuple[Callable[[], bytes], ...] = (_shop, _shop, _plain, _ours)


@cache
def original(number: int) -> bytes:
    return SEEDS[number]()


def mutated(seed: int, book: bytes | None = None) -> bytes:
    """A workbook broken in one to three ways."""
    draw = random.Random(seed)
    content = book or original(seed % len(SEEDS))
    if draw.random() < 0.2:
        return _bytes_broken(content, draw)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choices(CHANGES, WEIGHTS)[0]
        if parts:
            change(parts, draw)
    return _packed(parts, draw)


def _packed(parts: Parts, draw: random.Random) -> bytes:
    out, method = io.BytesIO(), draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(out, "w", method) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's, about names that are there twice
        for name, content in parts:
            package.writestr(zipfile.ZipInfo(name), content, method)
    return _lying(out.getvalue(), draw) if draw.random() < 0.03 else out.getvalue()


def _lying(content: bytes, draw: random.Random) -> bytes:
    """Another size, checksum, offset or packing in an entry of the central directory."""
    places = [found.start() for found in re.finditer(b"PK\x01\x02", content)]
    if not places:
        return content
    at = draw.choice(places) + draw.choice((8, 10, 16, 20, 24, 42))
    return content[:at] + draw.choice((b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x01\0\0\0")) + content[at + 4 :]


def _bytes_broken(content: bytes, draw: random.Random) -> bytes:
    """The file itself: bits flipped, cut short, a range emptied or doubled."""
    broken = bytearray(content)
    at, size = draw.randrange(len(broken)), draw.choice((1, 4, 64, 1024))
    match draw.randrange(5):
        case 0:
            for _ in range(draw.choice((1, 8, 100))):
                broken[draw.randrange(len(broken))] ^= 1 << draw.randrange(8)
        case 1:
            del broken[at:]
        case 2:
            broken[at : at + size] = bytes(size)
        case 3:
            broken[at:at] = broken[at : at + size]
        case _:
            del broken[at : at + size]
    return bytes(broken)


def _some(parts: Parts, draw: random.Random) -> int:
    loved = [i for i, (name, _) in enumerate(parts) if name.startswith(LOVED)]
    return draw.choice(loved) if loved and draw.random() < 0.7 else draw.randrange(len(parts))


def _dropped(parts: Parts, draw: random.Random) -> None:
    del parts[draw.randrange(len(parts))]


def _doubled(parts: Parts, draw: random.Random) -> None:
    name, content = parts[_some(parts, draw)]
    parts.append((draw.choice((name, name.upper(), f"{name}x")), content))


def _renamed(parts: Parts, draw: random.Random) -> None:
    at = _some(parts, draw)
    name, content = parts[at]
    wrong = (
        f"../{name}",
        f"/{name}",
        name.replace("/", "\\"),
        name.upper(),
        f"C:/{name}",
        "xl/other.xml",
        f"{name}\0x",
    )
    parts[at] = (draw.choice(wrong), content)


def _swapped(parts: Parts, draw: random.Random) -> None:
    one, two = _some(parts, draw), draw.randrange(len(parts))
    (first, a), (second, b) = parts[one], parts[two]
    parts[one], parts[two] = (first, b), (second, a)


def _flipped(parts: Parts, draw: random.Random) -> None:
    at = _some(parts, draw)
    name, content = parts[at]
    broken = bytearray(content or b"x")
    for _ in range(draw.choice((1, 1, 5, 50))):
        broken[draw.randrange(len(broken))] = draw.randrange(256)
    parts[at] = (name, bytes(broken))


def _text_changed(parts: Parts, draw: random.Random) -> None:
    """Tags, attributes and texts of an XML part."""
    at = _some(parts, draw)
    name, content = parts[at]
    text = content.decode("utf-8", "replace")
    change = draw.choice(
        (_attribute, _attribute, _attribute, _value, _cut, _tag_gone, _tag_twice, _deep, _declared, _odd)
    )
    parts[at] = (name, change(text, draw).encode("utf-8", "surrogatepass"))


def _within(text: str, pattern: str, draw: random.Random) -> tuple[int, int]:
    found = [match.span(1) for match in re.finditer(pattern, text, re.DOTALL)]
    return draw.choice(found) if found else (0, 0)


def _attribute(text: str, draw: random.Random) -> str:
    start, end = _within(text, r'="([^"]*)"', draw)
    return text[:start] + draw.choice(NASTY) + text[end:]


def _value(text: str, draw: random.Random) -> str:
    start, end = _within(text, r">([^<>]+)</", draw)
    return text[:start] + draw.choice(NASTY) + text[end:]


def _cut(text: str, draw: random.Random) -> str:
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[start + draw.choice((1, 10, 200, len(text))) :]


def _tag_gone(text: str, draw: random.Random) -> str:
    start, end = _within(text, r"(<[^<>]*>)", draw)
    return text[:start] + text[end:]


def _tag_twice(text: str, draw: random.Random) -> str:
    start, end = _within(text, r"(<(\w+)\b[^<>]*>.{0,500}?</\2>|<[^<>]*/>)", draw)
    return text[:end] + text[start:end] * draw.choice((1, 2, 2000)) + text[end:]


def _deep(text: str, draw: random.Random) -> str:
    _, end = _within(text, r"(<\w[^<>]*[^/]>)", draw)
    levels = draw.choice((100, 300, 5_000, 100_000))
    return text[:end] + "<a>" * levels + "</a>" * levels + text[end:]


def _declared(text: str, draw: random.Random) -> str:
    """Entities: one that grows a billionfold, one that reads a file."""
    grows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    declared = draw.choice((f'<!ENTITY a0 "ha">{grows}', '<!ENTITY a9 SYSTEM "file:///etc/hostname">', ""))
    start, end = _within(text, r">([^<>]+)</", draw)
    text = text[:start] + "&a9;" + text[end:]
    head = re.match(r"\s*<\?xml.*?\?>", text)
    at = head.end() if head else 0
    return text[:at] + f"<!DOCTYPE x [{declared}]>" + text[at:]


def _odd(text: str, draw: random.Random) -> str:
    """Still XML, or nearly: other encodings, prefixes, quotes, comments."""
    match draw.randrange(5):
        case 0:
            return text.replace("UTF-8", draw.choice(("UTF-16", "UTF-7", "x", "gbk")))
        case 1:
            return text.replace('"', "'")
        case 2:
            return text.replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "urn:x")
        case 3:
            return re.sub(r"<(/?)(row|c|v|f|sheet)\b", r"<\1x:\2", text)
        case _:
            return text.replace("<row", "<!-- <row --><row", 3)


CHANGES = (_dropped, _doubled, _renamed, _swapped, _flipped, _text_changed)
WEIGHTS = (1, 1, 1, 1, 2, 10)


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
