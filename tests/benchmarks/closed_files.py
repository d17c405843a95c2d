"""Reading a closed workbook, RFM, labels beside the data and a result sheet, against the same by pandas and openpyxl.

Run: python tests/benchmarks/closed_files.py [ROWS ...]. Every figure is a process of its own, so that seconds hold all
but the imports and megabytes hold everything; all are taken in one run, since machines are noisy. Needs XlsxWriter.

- whole: the command `xlseg segment --models rfm`, with every page it writes
- ours: the same data read, RFM, the labels and 《客户细分结果表》 alone, saved
- ours, fast: the same at the fast level of compression
- openpyxl: the same by pandas.read_excel, quantiles, load_workbook, a cell at a time, save
- bare: nothing but calamine's values written out by XlsxWriter
- deflate: the sheet's part inflated and deflated at the same level; splice: eight columns put into it
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

COLUMNS = ["客户ID", "姓名", "城市", "渠道", "最近购买日期", "购买次数", "消费金额", "首次购买日期", "年龄", "评分"]
CITIES, CHANNELS = ["北京", "上海", "广州", "成都", "武汉", "西安", "长沙", "泉州"], ["天猫", "京东", "门店", "微信"]
SHEET = "客户"


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
    from xlseg import files
    from xlseg.actions import BY_KEY
    from xlseg.settings import Row

    files.run(BY_KEY["segment"], path, (Row("general.models", value="rfm"),), output)


def ours(path: Path, output: Path, *more: str) -> None:
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
    host.save(output)


def fast(path: Path, output: Path) -> None:
    ours(path, output, "fast")


def by_openpyxl(path: Path, output: Path) -> None:
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
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet(SHEET)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def deflate(path: Path, output: Path) -> None:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    with zipfile.ZipFile(path) as package, package.open("xl/worksheets/sheet1.xml") as part, output.open("wb") as file:
        while piece := part.read(1 << 20):
            file.write(compressor.compress(piece))
        file.write(compressor.flush())


def splice(path: Path, output: Path) -> None:
    import io

    from xlseg.ooxml.book import Book
    from xlseg.ooxml.package import Package

    book = Book(Package(io.BytesIO(path.read_bytes())))
    sheet = book.sheet(SHEET)
    rows = int((sheet.find("dimension").get("ref")).rpartition("J")[2])  # type: ignore[union-attr]
    texts, numbers = ["重要价值客户", "一般客户", "流失客户"], np.arange(1.0, rows)
    for column in range(11, 19):
        values = [[texts[n % 3]] for n in range(rows - 1)] if column < 13 else [[n * column] for n in numbers.tolist()]
        sheet.overlay.fill(2, column, values)
    book.flush()
    with output.open("wb") as file:
        book.package.save(file)


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "whole": whole,
    "ours": ours,
    "fast": fast,
    "openpyxl": by_openpyxl,
    "bare": bare,
    "deflate": deflate,
    "splice": splice,
}


def measured(kind: str, path: Path, folder: Path) -> tuple[float, int]:
    """Seconds and megabytes of a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", kind, path, folder / "out.xlsx"], stdout=subprocess.PIPE, check=True
    )
    seconds, megabytes = json.loads(done.stdout)
    (folder / "out.xlsx").unlink()
    return seconds, megabytes


def one(kind: str, path: str, output: str) -> None:
    start = time.perf_counter()
    KINDS[kind](Path(path), Path(output))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([round(time.perf_counter() - start, 2), peak]))


def main(counts: list[int], kinds: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            path = Path(folder) / f"{count}.xlsx"
            made(path, count)
            took = {kind: measured(kind, path, Path(folder)) for kind in kinds}
            print(f"{count:,} x {len(COLUMNS)}")
            for kind, (seconds, megabytes) in took.items():
                print(f"  {kind:9} {seconds:7.2f} s {megabytes:6,} MB")
            for first, last in (("openpyxl", "ours"), ("openpyxl", "whole"), ("ours", "bare"), ("splice", "deflate")):
                if first in took and last in took:
                    print(f"  {first} / {last}: {took[first][0] / took[last][0]:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:])
    else:
        main(
            [int(a) for a in sys.argv[1:] if a.isdigit()] or [100_000],
            [a for a in sys.argv[1:] if not a.isdigit()] or list(KINDS),
        )
