"""The commands that bring xlseg into Excel: xlseg install, uninstall, doctor."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from xlseg.cli_options import LANG, PATH, both, checked, options
from xlseg.text import LANGS, Lang, Text

if TYPE_CHECKING:
    from xlseg.office.doctor import Link


@click.command(help=both("把加载项装进 Excel", "install the add-in in Excel"))
@options(
    click.option(
        "--to",
        "directory",
        type=PATH,
        metavar="DIR",
        help=both("不安装，只把文件和说明写到 DIR", "do not install: write the files and a note to DIR"),
    ),
    LANG,
)
def install(directory: Path | None, lang: str | None) -> None:
    from xlseg.office import by_hand, install
    from xlseg.office.interpreter import running
    from xlseg.office.place import here

    def work(spoken: Lang) -> list[Text]:
        if directory is None:
            return install.install(here(), running())
        return by_hand.into(directory, (spoken,) if lang else LANGS, here(), running())

    _said(lang, work)


@click.command(help=both("从 Excel 里卸载加载项", "uninstall the add-in from Excel"))
@options(LANG)
def uninstall(lang: str | None) -> None:
    from xlseg.office import install
    from xlseg.office.place import here

    _said(lang, lambda spoken: install.uninstall(here()))


@click.command(help=both("逐项检查 Excel 里的按钮为什么不能用", "test, link by link, why buttons in Excel do not work"))
@options(click.option("--json", "as_json", is_flag=True, help=both("以 JSON 输出结果", "print as JSON")), LANG)
def doctor(as_json: bool, lang: str | None) -> None:
    try:
        from xlseg import console, files
        from xlseg.office.doctor import examine, well
        from xlseg.office.interpreter import running
        from xlseg.office.place import here
    except ImportError as error:
        print(both(*BROKEN.format(python=sys.executable, detail=error)), file=sys.stderr)
        sys.exit(1)

    with console.sentences(lambda: files.language(lang)):
        spoken = checked(lang)
        links = examine(here(), running())
        (_show_json if as_json else _show)(links, spoken)
        if not well(links):
            sys.exit(1)


def _said(lang: str | None, work: Callable[[Lang], Sequence[Text]]) -> None:
    from xlseg import console, files

    with console.sentences(lambda: files.language(lang)):
        spoken = checked(lang)
        console.say(work(spoken), spoken)


def _show(links: list["Link"], lang: Lang) -> None:
    """A line a link; under one that is wrong, what to do."""
    from xlseg.office.diagnoses import ALL_WELL, AS_FAR, STATES, TITLES, TODO, TROUBLE

    lines = []
    for link in links:
        lines.append(LINE.format(state=STATES[link.state], title=TITLES[link.key], found=link.found))
        lines += [ADVICE.format(todo=TODO, advice=link.todo)] if link.todo.zh else []
    count = sum(link.state == "wrong" for link in links)
    well = AS_FAR if any(link.state == "untested" for link in links) else ALL_WELL
    for line in (*lines, TROUBLE.format(count=count) if count else well):
        print(_hung(line.of(lang), shutil.get_terminal_size().columns) if sys.stdout.isatty() else line.of(lang))


def _hung(text: str, width: int) -> str:
    """Lines of so many cells of a terminal, those after the first indented; a path that is longer stays whole."""
    lines, used = [""], 0
    for word in WORDS.findall(text):
        wide = _cells(word)
        if lines[-1].strip() and used + _cells(word.rstrip()) > width:
            lines.append(HANGING)
            used = len(HANGING)
        lines[-1] += word
        used += wide
    return "\n".join(line.rstrip() for line in lines)


def _cells(text: str) -> int:
    """Of a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _show_json(links: list["Link"], lang: Lang) -> None:
    """One object: ok, and the links with key, state, found and advice."""
    from xlseg.office.doctor import well

    told = [
        {"key": link.key, "state": link.state, "found": link.found.of(lang), "advice": link.todo.of(lang)}
        for link in links
    ]
    print(json.dumps({"ok": well(links), "links": told}, ensure_ascii=False, indent=2))


BROKEN = Text(
    '这个 Python（{python}）里缺东西：{detail}。请在 xlseg 的文件夹里运行 "{python}" -m pip install . 重新安装',
    'something is missing in this Python ({python}): {detail}. Run "{python}" -m pip install . in the folder of xlseg',
)
HANGING = " " * 8
# what a line breaks between: words, and Chinese characters with the brackets and stops that stay at their sides
WORDS = re.compile(
    r"[\u300a\u300c\uff08]*(?:[^\s\u2e80-\uffff]+|[\u2e80-\uffff])[\u3001\u3002\u300b\u300d\uff01\uff09\uff0c\uff1a\uff1b\uff1f]*\s*|\s+"
)
COMMANDS = (install, uninstall, doctor)
LINE = Text("[{state}] {title}：{found}", "[{state}] {title}: {found}")
ADVICE = Text("    {todo}：{advice}", "    {todo}: {advice}")
