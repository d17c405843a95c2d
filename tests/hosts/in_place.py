"""What people do to a workbook and xlseg does to it, one after the other."""

from pathlib import Path

from openpyxl import load_workbook

from xlseg import files
from xlseg.actions import BY_KEY
from xlseg.settings import Row


def run(path: Path, *given: Row, **how) -> Path:
    return files.run(BY_KEY["segment"], path, given, **({"in_place": True} | how)).output


def edited(path: Path, change) -> Path:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path
