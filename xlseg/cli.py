"""The command line: closed files in, closed files out. Everything slow is imported when a command runs."""

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xlseg import __version__, cli_office, cli_privacy
from xlseg.cli_options import FORMULAS, LANG, PATH, PATHS, both, checked, options, password
from xlseg.cli_usage import NoSuchVerb, usage
from xlseg.text import BETWEEN, Text

if TYPE_CHECKING:
    from xlseg.actions import Action
    from xlseg.settings import Row

OPTIONS = (
    *PATHS,
    click.option(
        "--set",
        "changes",
        multiple=True,
        metavar="KEY=VALUE",
        help=both("改一个设置，可重复", "change a setting; repeatable"),
    ),
    click.option("--as-of", metavar="YYYY-MM-DD", help=both("分析日期", "the date to count to")),
    click.option(
        "--sheet",
        "sheets",
        multiple=True,
        metavar="NAME",
        help=both("数据所在的工作表，可重复", "sheet that holds the data; repeatable"),
    ),
    click.option("--json", "as_json", is_flag=True, help=both("以 JSON 输出结果", "print the result as JSON")),
    LANG,
)
MODELS = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="KEY",
    help=both("使用的模型，可重复", "model to run; repeatable"),
)
GOAL = click.option("--goal", metavar="NAME", help=both("目标，由它选模型", "goal, which picks the models"))


SETTINGS = {
    "formulas": "general.labels",
    "goal": "general.goal",
    "as_of": "general.as_of",
    "before": "backtest.cutoff",
    "days": "backtest.days",
}
OTHERS = {"general.models": "--model", "general.lang": "--lang"}


FURTHER = tuple(
    f"  {commands:<30}{said}"
    for commands, said in (
        ("recognise, check", both("看懂数据，检查数据", "what the data are, what is wrong")),
        ("result, strategy, dashboard", both("细分并打开这张表", "segment, open on it")),
        ("complete", both("写出所有的表", "write every sheet")),
        ("management, register", both("加写这张表", "write this sheet too")),
        ("insight, feedback", both("加写这张表", "write this sheet too")),
        ("live", both("标签写成实时公式", "labels as live formulas")),
        ("undo", both("撤销上次细分", "undo the last segmentation")),
        ("setup, guide", both("只写设置、说明", "settings, guide alone")),
        ("rfm, value, lifecycle ...", both("只用一个模型", "one model (see settings)")),
    )
)


class Verbs(click.Group):
    """Besides the commands it lists, every action of the product is a command under its own key."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            return command
        from xlseg.actions import BY_KEY

        return _verb(BY_KEY[cmd_name]) if cmd_name in BY_KEY else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            raise NoSuchVerb(args[0])
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=both("在 Excel 里做客户细分", "Customer segmentation for Excel workbooks"),
    epilog="\n".join(
        ("\b", both("还有这些，都写作 xlseg 命令 INPUT", "And these, each as xlseg COMMAND INPUT") + ":", *FURTHER)
    ),  # after \b click leaves lines as they are
)
@click.version_option(__version__, prog_name="xlseg")
@click.pass_context
def app(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (*cli_privacy.COMMANDS, *cli_office.COMMANDS):
    app.add_command(command)


@app.command(help=both("给 INPUT 里的客户打标签，写出结果表", "label the customers in INPUT and write the result"))
@options(*OPTIONS, GOAL, MODELS, FORMULAS)
def segment(**given: Any) -> None:
    from xlseg.actions import BY_KEY

    _run(BY_KEY["segment"], **given)


@app.command(help=both("检查《客户数据收集清单》，没有就写一份", "check the list of data to collect, or write one"))
@options(*OPTIONS)
@click.option("--list", "listed", type=PATH, help=both("清单在另一个文件里", "the list, kept in another file"))
def collect(**given: Any) -> None:
    from xlseg.actions import BY_KEY

    _run(BY_KEY["collect"], **given)


@app.command(help=both("回测：以前的某一天分群，看各群体后来怎样", "segment as of an earlier day, see what followed"))
@options(*OPTIONS, GOAL, MODELS)
@click.option("--before", metavar="YYYY-MM-DD", help=both("只用这一天之前的数据分群", "segment by the data before it"))
@click.option("--days", metavar="N", help=both("看之后多少天", "days to look at from then on"))
def backtest(**given: Any) -> None:
    from xlseg.actions import BY_KEY

    _run(BY_KEY["backtest"], **given)


@app.command(
    help=both(
        "生成两个示例工作簿：真实订单，和一家店的全部数据", "make two examples: real orders, and all data of a shop"
    )
)
@click.argument("directory", default=".", type=PATH, metavar="[DIR]")
@LANG
def demo(directory: Path, lang: str | None) -> None:
    from xlseg import console, files
    from xlseg.demo import INVENTED, REAL

    with console.sentences(lambda: files.language(lang)), console.Bar(files.language(lang)) as bar:
        real, invented = (files.demo(directory, checked(lang), bar, one) for one in (REAL, INVENTED))
        bar.stop()
        console.show(real)
        console.show(invented, tables=False)


@app.command(help=both("写出空白模板", "write the empty templates"))
@click.argument("directory", default=".", type=PATH, metavar="[DIR]")
@click.option("--lang", metavar="zh|en", help=both("只写一种语言", "one language alone"))
def templates(directory: Path, lang: str | None) -> None:
    from xlseg import console, files
    from xlseg.office.place import WORKBOOK
    from xlseg.office.workbook import build_workbook
    from xlseg.templates import write
    from xlseg.text import LANGS

    with console.sentences(lambda: files.language(lang)):
        chosen = checked(lang)
        console.list_files(write(directory, (chosen,) if lang else LANGS, {WORKBOOK: build_workbook}), chosen)


@app.command(help=both("列出全部设置、默认值和允许的值", "list every setting, its default and what it may be"))
@LANG
def settings(lang: str | None) -> None:
    from xlseg import console, files

    with console.sentences(lambda: files.language(lang)):
        console.list_settings(checked(lang))


for listed in app.commands.values():  # one language a line, as wide as it is: click would cut the second short
    listed.short_help = "\b\n" + (listed.help or "").replace(BETWEEN, "\n")


def _verb(action: "Action") -> click.Command:
    def run(**given: Any) -> None:
        _run(action, **given)

    from xlseg import models

    chosen = (FORMULAS,) if action.key in {model.key for model in models.MODELS} else (GOAL, MODELS)
    return click.command(action.key, help=both(*action.title))(options(*OPTIONS, *chosen)(run))


def _run(action: "Action", /, input: Path, lang: str | None, as_json: bool, locked: bool, **given: Any) -> None:
    from xlseg import console, files
    from xlseg.actions import Request

    spoken = files.language(lang)
    with console.sentences(lambda: spoken):
        opens = password(locked, spoken)
    with console.sentences(lambda: files.language(lang, input, opens)), console.Bar(spoken) as bar:
        named = {key: given.pop(option, None) for option, key in SETTINGS.items()}
        rows = _rows(given.pop("changes"), named | {"general.models": ", ".join(given.pop("models", ()))}, lang)
        path = given.pop("listed", None)
        listed = files.open_host(path, opens) if path else None
        asked = Request((), given.pop("sheets"), None, bar, listed, date.today())
        outcome = files.run(action, input, rows, asked=asked, password=opens, **given)
        bar.stop()
        (console.show_json if as_json else console.show)(outcome)


def _rows(changes: tuple[str, ...], named: dict[str, str | None], lang: str | None) -> list["Row"]:
    """The options that are settings, as rows laid over the sheet's."""
    from xlseg.settings import Row, assignment

    named = named | {"general.lang": lang}
    options = {key: f"--{option.replace('_', '-')}" for option, key in SETTINGS.items()} | OTHERS
    rows = [Row(key, value=value, where=Text(options[key], options[key])) for key, value in named.items() if value]
    return [*rows, *map(assignment, changes)]


def main() -> None:
    """The command `xlseg`; what is wrong with the command line itself is said in both languages, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character must not stop the run
    try:
        code = app.main(prog_name="xlseg", standalone_mode=False)
    except click.ClickException as error:
        print(both(*usage(error)), file=sys.stderr)
        code = 2
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
