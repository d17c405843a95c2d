"""What is wrong with a command line, as a sentence."""

import re

import click

from xlseg.text import Text


class NoSuchVerb(click.UsageError):
    """The message is the word that is no command."""


def usage(error: click.ClickException) -> Text:
    """The sentence for an error of click's."""
    if isinstance(error, click.MissingParameter) and error.param:
        return MISSING.format(name=error.param.human_readable_name)
    if isinstance(error, click.NoSuchOption):
        return NO_OPTION.format(name=error.option_name)
    if isinstance(error, NoSuchVerb):
        return NO_VERB.format(name=error.message)
    if isinstance(error, click.BadOptionUsage):
        return NO_VALUE.format(name=error.option_name)
    extra = EXTRA.search(error.format_message())
    if extra:
        return TOO_MANY.format(said=extra[1])
    return UNCLEAR.format(detail=error.format_message())


MISSING = Text("命令里缺少 {name}；用 --help 看用法", "{name} is missing from the command; see --help")
NO_OPTION = Text("没有选项 {name}；用 --help 看用法", "there is no option {name}; see --help")
NO_VERB = Text("没有命令 {name}；用 --help 看用法", "there is no command {name}; see --help")
NO_VALUE = Text("选项 {name} 后面要写一个值；用 --help 看用法", "option {name} needs a value; see --help")
EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")
TOO_MANY = Text(
    "命令后面多写了 {said}；文件名里有空格时，请用引号括起来；用 --help 看用法",
    "the command has {said} too many; put a name with blanks in quotes; see --help",
)
UNCLEAR = Text("看不懂这条命令（{detail}）；用 --help 看用法", "this command is not clear ({detail}); see --help")
