"""A CSV file of any usual encoding as rows, numbers as numbers and days as days, so that Excel can work with them."""

import csv
import io
import re
from pathlib import Path

import pandas as pd

from xlseg.cells import Rows
from xlseg.errors import Problem, XlsegError
from xlseg.hosts.package import MISSING
from xlseg.text import Text, same
from xlseg.values import days

ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # what no text holds
NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?"  # '007' and card numbers of 16 digits stay text
DAY = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"


def read_csv(path: Path) -> Rows:
    """All rows, the first as it stands; XlsegError where the file is missing, empty, too long or no text."""
    if not path.is_file():
        raise XlsegError(Problem(MISSING, same(path)))
    text = _decode(path)
    lines = text.splitlines()[:50]
    delimiter = max(",;\t|", key=lambda mark: sum(line.count(mark) for line in lines))
    csv.field_size_limit(MOST_TEXT)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise XlsegError(Problem(BROKEN.format(detail=error), same(path.name))) from None
    if not any(any(row) for row in rows):
        raise XlsegError(Problem(EMPTY_FILE, same(path.name)))
    if len(rows) > MOST_ROWS:
        raise XlsegError(Problem(TOO_LONG.format(rows=len(rows), most=MOST_ROWS), same(path.name)))
    width = max(len(row) for row in rows)
    table = pd.DataFrame([row + [""] * (width - len(row)) for row in rows[1:]], dtype="str", columns=range(width))
    columns = [_typed(table[name]) for name in table]
    return [rows[0] + [None] * (width - len(rows[0])), *map(list, zip(*columns, strict=True))]


def _decode(path: Path) -> str:
    """The first encoding that fits: Chinese goes before Latin, which fits nearly anything."""
    content = path.read_bytes()
    old_mac = b"\r" in content and b"\n" not in content
    for encoding in (*ENCODINGS, "mac_roman" if old_mac else "cp1252"):
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            text = content.decode(encoding)
            if encoding == "gb18030" and old_mac:
                text.encode("gb2312")  # bytes of MacRoman may pass for rare characters
        except UnicodeError:
            continue
        if not CONTROL.search(text):
            return text
    raise XlsegError(Problem(NO_TEXT, same(path.name)))


def _typed(column: pd.Series) -> list[object]:
    """A column is numbers or days only if all its cells are."""
    text = column.str.strip()
    filled = text != ""
    if filled.any() and text[filled].str.fullmatch(NUMBER).all():
        return pd.to_numeric(text.where(filled)).astype(object).where(filled, None).tolist()
    if filled.any() and text[filled].str.fullmatch(DAY).all():
        read = days(text.where(filled))
        if not read.bad.any():
            return [None if pd.isna(day) else day.to_pydatetime() for day in read.values]
    return text.astype(object).where(filled, None).tolist()


MOST_ROWS = 1_048_576  # of a sheet
MOST_TEXT = 1_000_000  # characters of a field; an unclosed quotation mark runs past it
BROKEN = Text(
    "读不出各列（{detail}）；请检查引号是否成对",
    "its columns cannot be read ({detail}); check that quotation marks are paired",
)
TOO_LONG = Text(
    "有 {rows:,} 行，一张工作表最多 {most:,} 行；请按时间拆成几个文件",
    "it has {rows:,} rows, and a sheet holds {most:,}; split it into several files",
)
EMPTY_FILE = Text("文件是空的", "the file is empty")
NO_TEXT = Text(
    "读不出文字：请把文件另存为 UTF-8 或 GBK 编码的 CSV", "its text cannot be read; save it as a CSV in UTF-8"
)
