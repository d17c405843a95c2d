"""What an Excel sheet can hold, seen over everything that is to be written before any of it is.

Source: Microsoft, "Excel specifications and limits"; an emoji counts as two characters, as in Excel's LEN.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import pandas as pd

from xlseg.cells import Area, Fill, Formula, Link, Placed, Rows, letter
from xlseg.errors import Problem
from xlseg.text import Text, join, same

ROWS, COLUMNS = 1_048_576, 16_384
CHARACTERS = 32_767  # in a cell
FORMULA = 8_192  # characters of a formula, its equals sign included
SHEET_NAME, LINKS, CHOICES, NOTE = 31, 65_530, 255, 255
IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")  # what the name of a sheet does not hold
BLOCK = 8192  # rows looked at together
SHOWN = 5  # cells named in a sentence


def exceeded(placed: Placed) -> Iterator[Problem]:
    """What of one page or label column goes beyond the limits."""
    sheet = same(placed.sheet)
    if not 0 < _units(placed.sheet) <= SHEET_NAME or IN_NAMES.search(placed.sheet):
        yield Problem(BAD_NAME.format(most=SHEET_NAME), sheet)
    right, bottom = _reach(placed)
    if bottom > ROWS:
        yield Problem(TOO_LONG.format(rows=bottom, most=ROWS), sheet)
    if right > COLUMNS:
        yield Problem(TOO_WIDE.format(columns=right, most=COLUMNS), sheet)
    yield from _cells(placed, sheet)
    for valid in placed.valid:
        if _units(",".join(valid.options)) > CHOICES:
            yield Problem(LONG_LIST.format(cells=_corner(valid.area), most=CHOICES), sheet)
        if _units(valid.note) > NOTE:
            yield Problem(LONG_NOTE.format(cells=_corner(valid.area), most=NOTE), sheet)


def _cells(placed: Placed, sheet: Text) -> Iterator[Problem]:
    """Of the cells' contents."""
    texts, formulas, links = [], [], 0
    for row, column, value in (found for fill in placed.fills for found in _notable(fill)):
        links += isinstance(value, Link)
        if isinstance(value, Formula):
            formulas += [f"{letter(column)}{row}"] if _longest(value) > FORMULA else []
        elif _units(value) > CHARACTERS:
            texts.append(f"{letter(column)}{row}")
    if texts:
        yield Problem(LONG_TEXT.format(cells=join(texts[:SHOWN]), count=len(texts), most=CHARACTERS), sheet)
    if formulas:
        yield Problem(LONG_FORMULA.format(cells=join(formulas[:SHOWN]), count=len(formulas), most=FORMULA), sheet)
    if links > LINKS:
        yield Problem(MANY_LINKS.format(count=links, most=LINKS), sheet)


def _reach(placed: Placed) -> tuple[int, int]:
    """The last column and row anything is written to or moved to."""
    filled = (fill.area for fill in placed.fills if len(fill.values))
    moved = (Area(a.top, a.left, a.bottom + down, a.right + right) for a, down, right in placed.room)
    areas = [*filled, *moved, *placed.marks.values()]
    return max((a.right for a in areas), default=0), max((a.bottom for a in areas), default=0)


def _notable(fill: Fill) -> Iterator[tuple[int, int, Any]]:
    """Cells that could be too much: formulas, links and long texts; a number never is."""
    columns = getattr(fill.values, "columns", None)
    for number, values in enumerate(columns if columns is not None else (), fill.left):
        if isinstance(values, pd.Categorical) and not any(_found([[*values.categories]], 1, 1)):
            continue
        for start in range(0, len(_listed(values)), BLOCK):  # a column lying down is a row
            block = [_listed(values)[start : start + BLOCK]]
            yield from ((row, number, value) for _, row, value in _found(block, 0, fill.top + start))
    if columns is not None:
        return
    for start in range(0, len(fill.values), BLOCK):
        yield from _found(fill.values[start : start + BLOCK], fill.top + start, fill.left)


def _found(rows: Rows, top: int, left: int) -> Iterator[tuple[int, int, Any]]:
    """The same within a block; most blocks hold none, which their types and longest texts tell at once."""
    kinds = set(map(type, chain.from_iterable(rows)))
    if not any(issubclass(kind, str | Formula) for kind in kinds):
        return
    plain = not any(issubclass(kind, Link | Formula) for kind in kinds)
    every = (value for row in rows for value in row)
    if plain and max(len(value) for value in every if isinstance(value, str)) * 2 <= CHARACTERS:
        return
    for row, line in enumerate(rows, top):
        for number, value in enumerate(line, left):
            if isinstance(value, Formula | Link) or (isinstance(value, str) and len(value) * 2 > CHARACTERS):
                yield row, number, value


def _listed(values: Any) -> Sequence[object]:
    """A column's cells; none of one that holds numbers, days, or texts which are all short."""
    if 2 * getattr(values, "longest", CHARACTERS) <= CHARACTERS:
        return ()
    return values if getattr(getattr(values, "dtype", None), "kind", "O") in "OTU" else ()


def _longest(formula: Formula) -> int:
    """Characters of the longer of both languages, with the equals sign."""
    return 1 + max(map(_units, [formula.text] if isinstance(formula.text, str) else formula.text))


def _units(text: str) -> int:
    """Characters as Excel counts them, by 16 bits."""
    return len(text) if text.isascii() else len(text) + sum(map("\uffff".__lt__, text))


def _corner(area: Area) -> str:
    return f"{letter(area.left)}{area.top}"


BAD_NAME = Text(
    "工作表名要有 1 到 {most} 个字符，不能含 [ ] : * ? / \\，也不能以单引号开头或结尾；请改名",
    "the name of a sheet has 1 to {most} characters, none of [ ] : * ? / \\ among them, and neither begins nor ends "
    "with an apostrophe; choose another",
)
TOO_LONG = Text(
    "要写到第 {rows:,} 行，Excel 的工作表最多 {most:,} 行；请把数据拆成几个文件",
    "it would need {rows:,} rows, and a sheet of Excel holds {most:,}; split the data into several files",
)
TOO_WIDE = Text(
    "要写到第 {columns:,} 列，Excel 的工作表最多 {most:,} 列；请删掉不用的列",
    "it would need {columns:,} columns, and a sheet of Excel holds {most:,}; delete columns you do not need",
)
LONG_TEXT = Text(
    "有 {count} 个单元格的文字超过 {most:,} 个字符，Excel 放不下（{cells}）；请缩短后再运行",
    "texts of {count} cells have more than the {most:,} characters Excel holds ({cells}); shorten them, then run again",
)
LONG_FORMULA = Text(
    "有 {count} 个公式超过 {most:,} 个字符，Excel 放不下（{cells}）；请减少规则或条件",
    "{count} formulas have more than the {most:,} characters Excel holds ({cells}); use fewer rules or conditions",
)
MANY_LINKS = Text(
    "有 {count:,} 个链接，Excel 的工作表最多 {most:,} 个",
    "it would hold {count:,} links, and a sheet of Excel holds {most:,}",
)
LONG_LIST = Text(
    "{cells} 的下拉选项合起来超过 {most} 个字符，Excel 放不下；请减少选项或缩短名称",
    "the choices for {cells} come to more than the {most} characters Excel holds; use fewer, or shorter names",
)
LONG_NOTE = Text(
    "{cells} 的提示超过 {most} 个字符，Excel 放不下",
    "the note at {cells} has more than the {most} characters Excel holds",
)
