"""What the commands of the command line share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xlseg.text import Lang, Text
from xlseg.text import both as in_both

Function = Callable[..., Any]


def both(zh: str, en: str) -> str:
    """Help stands in both languages: it is read before a language is chosen."""
    return in_both(Text(zh, en))


PATH = click.Path(path_type=Path)
INPUT = click.argument("input", type=PATH)
OUTPUT = click.option("-o", "--output", type=PATH, help=both("输出文件", "file to write"))
PATHS = (
    INPUT,
    OUTPUT,
    click.option(
        "--in-place",
        is_flag=True,
        help=both("写回输入文件，另存一份 .bak", "write into INPUT, keeping a .bak"),
    ),
)
FORMULAS = click.option(
    "--formulas",
    flag_value="formulas",
    help=both("标签写成实时公式，跟着设置变", "labels as live formulas that follow the settings"),
)
LANG = click.option("--lang", metavar="zh|en", help=both("语言，默认中文", "language, Chinese unless given"))


def options(*asked: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """A decorator that adds these, listed in this order."""

    def add(function: Function) -> Function:
        for option in reversed(asked):
            function = option(function)
        return function

    return add


def checked(asked: str | None) -> Lang:
    """The language asked for, as the settings check it; Chinese unless given."""
    from xlseg.models import DEFAULTS
    from xlseg.settings import Row, parse

    rows = [Row("general.lang", value=asked, where=Text("--lang", "--lang"))] if asked else []
    return parse(rows, DEFAULTS).general.lang
