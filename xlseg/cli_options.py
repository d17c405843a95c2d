"""What the commands of the command line share."""

import os
import sys
import warnings
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
VARIABLE = "XLSEG_PASSWORD"  # for schedules; a password on the command line could be read by others
PASSWORD = click.option(
    "--password",
    "locked",
    is_flag=True,
    help=both(
        f"INPUT 有打开密码：会询问，或取自环境变量 {VARIABLE}",
        f"INPUT has a password to open it: asked for, or from {VARIABLE}",
    ),
)
PATHS = (
    INPUT,
    OUTPUT,
    PASSWORD,
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


def password(locked: bool, lang: Lang) -> str | None:
    """The password of the workbook, where the user said it has one."""
    return secret(VARIABLE, ASK, lang) if locked else None


def secret(variable: str, asked: Text, lang: Lang, again: Text | None = None) -> str:
    """What nobody is to see: from the environment, else asked for without showing it, twice where there is `again`."""
    if words := os.environ.get(variable):
        return words
    from getpass import GetPassWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # what is typed would be shown
            confirm: bool | str = again.of(lang) if again else False
            return str(click.prompt(asked.of(lang), hide_input=True, confirmation_prompt=confirm, err=True))
    except (click.Abort, GetPassWarning) as error:
        if isinstance(error, click.Abort) and sys.stdin.isatty():
            raise KeyboardInterrupt from None
        from xlseg.errors import Problem, XlsegError

        raise XlsegError(Problem(NOBODY.format(asked=asked, name=variable))) from None


ASK = Text("工作簿的打开密码", "Password of the workbook")
NOBODY = Text(
    "没有可以输入{asked}的终端；请放进环境变量 {name}", "no terminal to ask for it ({asked}); set it in {name}"
)
