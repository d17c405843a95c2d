"""The commands about personal data: xlseg key, protect, reveal, export."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from xlseg.cli_options import INPUT, LANG, OUTPUT, PASSWORD, PATH, PATHS, both, checked, options, password, secret
from xlseg.text import Text

VARIABLE = "XLSEG_PASSPHRASE"  # for schedules; a passphrase on the command line could be read by others
KEY = click.option("--key", type=PATH, help=both("密钥文件（xlseg key 生成）", "key file, made by xlseg key"))
PASSPHRASE = click.option(
    "--passphrase",
    is_flag=True,
    help=both(f"改用口令：会询问，或取自环境变量 {VARIABLE}", f"a passphrase instead: asked for, or from {VARIABLE}"),
)


@click.command(help=both("生成密钥文件 FILE", "make a key file FILE"))
@click.argument("file", type=PATH)
@LANG
def key(file: Path, lang: str | None) -> None:
    from xlseg import console, files, keyfile

    with console.sentences(lambda: files.language(lang)):
        spoken = checked(lang)
        console.say([keyfile.make(file)], spoken)


@click.command(help=both("加密 INPUT 里的姓名、电话等列", "encrypt the names, phones and the like in INPUT"))
@options(
    *PATHS,
    KEY,
    PASSPHRASE,
    click.option(
        "--also",
        multiple=True,
        metavar="HEADER",
        help=both("这一列也加密，可重复", "encrypt this column too; repeatable"),
    ),
    LANG,
)
def protect(also: tuple[str, ...], **given: Any) -> None:
    from xlseg import copies

    _run(copies.PROTECT, lambda task, bar: copies.protect(task, also, bar), confirm=True, **given)


@click.command(help=both("还原 INPUT 里加密的内容", "decrypt what is encrypted in INPUT"))
@options(*PATHS, KEY, PASSPHRASE, LANG)
def reveal(**given: Any) -> None:
    from xlseg import copies

    _run(copies.REVEAL, copies.reveal, confirm=False, **given)


@click.command(help=both("写出只有值的新工作簿，可脱敏", "write a new workbook of values only, masked if asked"))
@options(
    INPUT,
    OUTPUT,
    PASSWORD,
    click.option("--masked", is_flag=True, help=both("脱敏：遮盖个人信息", "mask what is personal")),
    click.option(
        "--key",
        type=PATH,
        help=both("同一密钥，化名每次相同", "key file: the same pseudonyms in every export"),
    ),
    click.option(
        "--keep",
        multiple=True,
        metavar="HEADER",
        help=both("不认识的这一列也带出，可重复", "take this unknown column along; repeatable"),
    ),
    LANG,
)
def export(input: Path, lang: str | None, locked: bool, **given: Any) -> None:
    from xlseg import console, copies, files

    spoken = files.language(lang)
    with console.sentences(lambda: spoken):
        opens = password(locked, spoken)
    with console.sentences(lambda: files.language(lang, input, opens)), console.Bar(spoken) as bar:
        copy = copies.export(input, lang=lang, progress=bar, password=opens, **given)
        bar.stop()
        console.say(copy.sentences, copy.lang)


def _run(
    verb: Any,
    run: Callable[..., Any],
    /,
    input: Path,
    lang: str | None,
    passphrase: bool,
    confirm: bool,
    locked: bool,
    **given: Any,
) -> None:
    """Everything is asked for before work begins."""
    from xlseg import console, copies, files

    with console.sentences(lambda: files.language(lang)):
        opens = password(locked, files.language(lang))
    with console.sentences(lambda: files.language(lang, input, opens)):
        again = AGAIN if confirm else None
        ask = (lambda language: secret(VARIABLE, ASK, language, again)) if passphrase else None
        task = copies.begin(verb, input, ask=ask, lang=lang, password=opens, **given)
        with console.Bar(task.lang) as bar:
            copy = run(task, bar)
        console.say(copy.sentences, copy.lang)


COMMANDS = (protect, reveal, export, key)
ASK, AGAIN = Text("口令", "Passphrase"), Text("再输入一次", "The same again")
