"""Reading a closed workbook, RFM, labels beside the data and a result sheet, against the same by pandas and openpyxl.

Run: python tests/benchmarks/closed_files.py [ROWS or WORKBOOK.xlsx ...] [KIND ...]. Every figure is a process of its
own: seconds hold all but the imports and the making of test data, megabytes hold everything. Wall and CPU seconds are
told, and all kinds run one after the other, since machines are noisy. Needs XlsxWriter; openpyxl at 1,000,000 rows
takes minutes and 5 GB. A workbook given has the columns of `made`.

- whole: the command `xlseg segment --models rfm`, with every page it writes
- again: the same over what it wrote the time before
- ours: the same data read, RFM, the labels and 《客户细分结果表》 alone, saved
- fast: the same at the fast level of compression
- openpyxl: the same by pandas.read_excel, quantiles, load_workbook, a cell at a time, save
- bare: nothing but calamine's values written out by XlsxWriter
- deflate: the sheet's part inflated and deflated at the same level
- column: one column of labels put into that part, and the package saved
- splice: the same with eight columns, about as much as the part held
- renewed: the part inflated and what the splice made of it deflated, at the same level
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from xlseg.ooxml.archive import ORDINARY

COLUMNS = ["客户ID", "姓名", "城市", "渠道", "最近购买日期", "购买次数", "消费金额", "首次购买日期", "年龄", "评分"]
CITIES, CHANNELS = ["北京", "上海", "广州", "成都", "武汉", "西安", "长沙", "泉州"], ["天猫", "京东", "门店", "微信"]
SHEET, PART = "客户", "xl/worksheets/sheet1.xml"
FROM = {"again": "whole", "renewed": "splice"}  # kinds that work on what another wrote
RATIOS = (
    *(("openpyxl", "ours"), ("openpyxl", "whole"), ("ours", "bare"), ("fast", "bare")),
    *(("column", "deflate"), ("splice", "deflate"), ("splice", "renewed"), ("again", "whole")),
)
AIMS = {("openpyxl", "ours"): ">= 15, from 1,000,000 rows on >= 20", ("ours", "bare"): "<= 0.25"}
AIMS |= {("column", "deflate"): "<= 1.5", ("splice", "deflate"): "<= 1.5"}
outside = [0.0, 0.0]  # wall and CPU seconds of what is not timed


@contextmanager
def untimed() -> Iterator[None]:
    """Imports, test data, and what another kind is there to measure."""
    start = now()
    yield
    outside[:] = [known + end - began for known, end, began in zip(outside, now(), start, strict=True)]


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def made(path: Path, count: int) -> None:
    """Customers as an export of a shop has them."""
    import xlsxwriter

    random = np.random.default_rng(7)
    recent = 45_700 - random.integers(0, 700, count)
    columns = (
        [f"C{n:07d}" for n in range(count)],
        [f"客户{n}" for n in range(count)],
        [CITIES[n] for n in random.integers(0, len(CITIES), count)],
        [CHANNELS[n] for n in random.integers(0, len(CHANNELS), count)],
        recent.tolist(),
        random.integers(1, 40, count).tolist(),
        np.round(random.gamma(2, 800, count), 2).tolist(),
        (recent - random.integers(0, 900, count)).tolist(),
        random.integers(18, 80, count).tolist(),
        np.round(random.uniform(1, 10, count), 1).tolist(),
    )
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(SHEET), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, COLUMNS)
        sheet.set_column(4, 4, 12, day)
        for number, row in enumerate(zip(*columns, strict=True), 1):
            for column, value in enumerate(row):
                sheet.write(number, column, value, day if column in (4, 7) else None)


def whole(path: Path, output: Path) -> None:
    with untimed():
        from xlseg import files
        from xlseg.actions import BY_KEY
        from xlseg.settings import Row

    files.run(BY_KEY["segment"], path, (Row("general.models", value="rfm"),), output)


def ours(path: Path, output: Path, *more: str) -> None:
    with untimed():
        from xlseg.actions import Request
        from xlseg.actions.workbook import read
        from xlseg.analysis import analyze
        from xlseg.hosts.file import FileHost
        from xlseg.plan import labels, placed
        from xlseg.settings import Row
        from xlseg.sheets.result import result_page

    host = FileHost(path)
    found = read(
        host, Request((Row("general.models", value="rfm"), *(Row("general.compression", value=m) for m in more)))
    )
    analysis = analyze(*found.sources, settings=found.settings)
    page = result_page(analysis)
    for part in (
        *labels(found.standing[0], analysis, found.data),
        *placed([page] if page else [], found.standing, analysis),
    ):
        host.write(part)
    host.save(output, fast="fast" in more)


def fast(path: Path, output: Path) -> None:
    ours(path, output, "fast")


def by_openpyxl(path: Path, output: Path) -> None:
    with untimed():
        import openpyxl
        import pandas as pd

    table = pd.read_excel(path)
    days = (table["最近购买日期"].max() - table["最近购买日期"]).dt.days
    scores = [
        pd.qcut(values.rank(method="first"), 5, labels=False) + 1
        for values in (-days, table["购买次数"], table["消费金额"])
    ]
    labels = pd.DataFrame(dict(zip("RFM", scores, strict=True)))
    labels["score"] = labels.sum(axis=1)
    labels["segment"] = np.where(
        labels["score"] > 11, "重要价值客户", np.where(labels["score"] > 7, "一般客户", "流失客户")
    )
    labels[["recency", "count", "amount"]] = np.column_stack([days, table["购买次数"], table["消费金额"]])
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for column, name in enumerate(labels, len(COLUMNS) + 1):
        sheet.cell(1, column, name)
        for row, value in enumerate(labels[name].tolist(), 2):
            sheet.cell(row, column, value)
    result = book.create_sheet("客户细分结果表")
    for line in labels.groupby("segment").agg(["count"]).reset_index().itertuples(index=False):
        result.append([str(value) for value in line])
    book.save(output)


def bare(path: Path, output: Path) -> None:
    with untimed():
        import xlsxwriter
        from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet(SHEET)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def deflate(path: Path, output: Path) -> None:
    compressor = zlib.compressobj(ORDINARY, zlib.DEFLATED, -15)
    with output.open("wb") as file:
        for piece in inflated(path):
            file.write(compressor.compress(piece))
        file.write(compressor.flush())


def renewed(path: Path, output: Path) -> None:
    compressor = zlib.compressobj(ORDINARY, zlib.DEFLATED, -15)
    for _ in inflated(path):
        pass
    pieces = inflated(output.with_name("splice.xlsx"))
    with output.open("wb") as file:
        while True:
            with untimed():
                piece = next(pieces, b"")
            if not piece:
                break
            file.write(compressor.compress(piece))
        file.write(compressor.flush())


def inflated(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as package, package.open(PART) as part:
        while piece := part.read(1 << 20):
            yield piece


def labels(count: int) -> list[object]:
    """Eight columns as labels are: texts that repeat, a code, scores and texts of their own."""
    import pandas as pd

    number = np.arange(count)
    segments = pd.Categorical.from_codes(number % 3, ["重要价值客户", "一般客户", "流失客户"])
    high_low = pd.Categorical.from_codes(number % 8, [f"{n:03b}" for n in range(8)])
    code = pd.Categorical.from_codes(number % 125, [f"{n // 25 + 1}{n // 5 % 5 + 1}{n % 5 + 1}" for n in range(125)])
    scores = [(number // 5**n % 5 + 1).astype("uint8") for n in range(3)]
    reason = np.array([f"R {n % 700}→{n % 5 + 1} F {n % 39}→{n % 4 + 1}" for n in range(count)], dtype=object)
    return [segments, high_low, code, *scores, reason, number * 0.25]


def column(path: Path, output: Path) -> None:
    splice(path, output, 1)


def splice(path: Path, output: Path, count: int = 8) -> None:
    with untimed():
        import io

        from xlseg.ooxml.book import Book
        from xlseg.ooxml.package import Package
        from xlseg.stacked import Stacked

        columns = Stacked(labels(rows_of(path))[:count])
    book = Book(Package(io.BytesIO(path.read_bytes())))
    book.sheet(SHEET).overlay.fill(2, len(COLUMNS) + 1, columns)
    book.flush()
    with output.open("wb") as file:
        book.package.save(file)


def rows_of(path: Path) -> int:
    """Customers of a workbook, whose last row says its number."""
    last = b""
    for piece in inflated(path):
        last = (last + piece)[-(1 << 14) :]
    return int(last[last.rindex(b'<row r="') + 8 :].split(b'"')[0]) - 1


def again(path: Path, output: Path) -> None:
    whole(path, output.with_name("whole.xlsx"))


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "whole": whole,
    "again": again,
    "ours": ours,
    "fast": fast,
    "bare": bare,
    "deflate": deflate,
    "column": column,
    "splice": splice,
    "renewed": renewed,
    "openpyxl": by_openpyxl,
}


class Taken(NamedTuple):
    """Wall and CPU seconds, megabytes at most, and how busy the machine was (load average of a minute)."""

    wall: float
    cpu: float
    megabytes: int
    load: float


def measured(kind: str, path: Path, folder: Path) -> Taken:
    """In a process of its own; what it writes stays for those that work on it."""
    command = [sys.executable, __file__, "--one", kind, path, folder / f"{kind}.xlsx"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return Taken(*json.loads(done.stdout))


def one(kind: str, path: str, output: str) -> None:
    start = now()
    KINDS[kind](Path(path), Path(output))
    seconds = [round(end - began - out, 2) for end, began, out in zip(now(), start, outside, strict=True)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([*seconds, peak, round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0]))


def table(path: Path, kinds: list[str], folder: Path) -> None:
    kinds = [kind for kind in KINDS if kind in {*kinds, *(FROM[kind] for kind in kinds if kind in FROM)}]
    print(f"{path.name}: {rows_of(path):,} x {len(COLUMNS)}")
    took: dict[str, Taken] = {}
    for kind in kinds:
        took[kind] = found = measured(kind, path, folder)
        print(
            f"  {kind:9} {found.wall:7.2f} s {found.cpu:7.2f} s CPU {found.megabytes:6,} MB  load {found.load}",
            flush=True,
        )
    for first, last in RATIOS:
        if first in took and last in took:
            wall, cpu = (took[first][at] / max(took[last][at], 0.01) for at in (0, 1))
            print(f"  {first} / {last}: {wall:.2f}, of CPU {cpu:.2f}  {AIMS.get((first, last), '')}")


def main(given: list[str]) -> None:
    kinds = [kind for kind in given if kind in KINDS] or list(KINDS)
    inputs = [one for one in given if one not in KINDS] or ["100000"]
    for one in inputs:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{one}.xlsx" if one.isdigit() else Path(one)
            if one.isdigit():
                made(path, int(one))
            table(path, kinds, Path(folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    else:
        main(sys.argv[1:])
