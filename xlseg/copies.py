"""From a path to a path for personal data: encrypted, decrypted, or handed to others."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from xlseg import export as sharing
from xlseg import files, keyfile, protection
from xlseg.analysis import Progress, silent
from xlseg.cells import Area, Placed
from xlseg.errors import Problem, Problems
from xlseg.hosts.file import FileHost
from xlseg.models import DEFAULTS
from xlseg.privacy import LEAST_KEY, Secret
from xlseg.settings import Row, parse
from xlseg.standing import language
from xlseg.text import Lang, Text, join

PROTECT, REVEAL = Text("-加密", "-protected"), Text("-还原", "-revealed")
MASKED, EXPORTED = Text("-脱敏", "-masked"), Text("-导出", "-export")
MARK = "copy"  # so that the next run knows the file for one of ours


class Task(NamedTuple):
    """Everything there is to know before work begins."""

    input: Path
    job: files.Job
    secret: Secret
    in_place: bool
    lang: Lang


class Copy(NamedTuple):
    """What was done, to be said in `lang`."""

    sentences: tuple[Text, ...]
    output: Path
    lang: Lang


def begin(
    ending: Text,
    input: Path,
    key: Path | None = None,
    ask: Callable[[Lang], str] | None = None,
    output: Path | None = None,
    in_place: bool = False,
    lang: str | None = None,
    password: str | None = None,
) -> Task:
    """Read the workbook and the key, and only then `ask` for a passphrase. Errors: all of theirs at once."""
    given, problems = _language(lang), Problems()
    if (key is None) == (ask is None):
        problems.append(Problem(ONE_SECRET))
    with problems.gathered():
        parse(given, DEFAULTS)
    with problems.gathered():
        job = files.prepare(input, ending, given, output, in_place, password=password)
    with problems.gathered():
        secret = Secret.of_key(keyfile.read(key)) if key else None
    problems.tell()
    spoken = language(job.host, given)
    return Task(input, job, secret or Secret.of_passphrase(ask(spoken) if ask else ""), in_place, spoken)


def protect(task: Task, also: Sequence[str] = (), progress: Progress = silent) -> Copy:
    """Encrypt; then say where else in the file, and beside it, the same could stand."""
    progress(Text("加密", "Encrypting"), 0.1)
    said = protection.protect(task.job.host, task.secret, also)
    name, backup = task.input.name, f"{task.job.target.name}.bak"
    still = OPEN_BACKUP if task.in_place else OPEN_BOTH if task.job.target.exists() else OPEN_INPUT
    done = _save(task, said, progress)
    left = task.job.host.remains()
    more = [REMAINS.format(parts=join(left))] if left else []
    more.append(still.format(name=name, backup=backup))
    *before, file = done.sentences
    return done._replace(sentences=(*before, *more, file))


def reveal(task: Task, progress: Progress = silent) -> Copy:
    """Decrypt."""
    progress(Text("还原", "Decrypting"), 0.1)
    return _save(task, protection.reveal(task.job.host, task.secret), progress)


def export(
    input: Path,
    output: Path | None = None,
    masked: bool = False,
    key: Path | None = None,
    keep: Sequence[str] = (),
    lang: str | None = None,
    progress: Progress = silent,
    password: str | None = None,
) -> Copy:
    """A new workbook of values for others, encrypted if `input` is.

    key: pseudonyms are the same in every export made with it. password: opens `input`.
    """
    given, problems = _language(lang), Problems()
    if key and not masked:
        problems.append(Problem(KEY_FOR_MASKED))
    with problems.gathered():
        parse(given, DEFAULTS)
    with problems.gathered():
        job = files.prepare(input, MASKED if masked else EXPORTED, given, output, suffix=".xlsx", password=password)
    with problems.gathered():
        secret = keyfile.read(key) if key else secrets.token_bytes(LEAST_KEY)
    problems.tell()
    progress(Text("导出", "Exporting"), 0.1)
    spoken = language(job.host, given)
    made = sharing.export(job.host, spoken, secret if masked else None, keep)
    host = FileHost(rows=made.sheets, password=job.host.password)
    for placed in made.placed:
        host.write(placed)
    said = (*made.sentences, ONCE) if masked and not key else made.sentences
    return _put(job._replace(host=host), said, spoken, progress)


def _save(task: Task, said: tuple[Text, ...], progress: Progress) -> Copy:
    if task.in_place:  # the user's own file does not become one of ours
        warnings = files.put(task.job.host, task.job.target, progress, seen=task.job.seen)
        return Copy((*said, *warnings, FILE.format(path=task.job.target)), task.job.target, task.lang)
    return _put(task.job, said, task.lang, progress)


def _put(job: files.Job, said: tuple[Text, ...], lang: Lang, progress: Progress) -> Copy:
    host, target = job.host, job.target
    host.write(Placed(host.sheets()[0], marks={MARK: Area(1, 1, 1, 1)}))
    warnings = files.put(host, target, progress, seen=job.seen)
    return Copy((*said, *warnings, FILE.format(path=target)), target, lang)


def _language(lang: str | None) -> list[Row]:
    return [Row("general.lang", value=lang, where=Text("--lang", "--lang"))] if lang else []


FILE = Text("文件：{path}", "File: {path}")
ONE_SECRET = Text(
    "请用 --key 密钥文件 或 --passphrase，二选一；密钥文件用 xlseg key 生成",
    "give either --key FILE or --passphrase; xlseg key makes a key file",
)
KEY_FOR_MASKED = Text("--key 要和 --masked 一起用", "--key goes with --masked")
ONCE = Text(
    "化名用的是一次性密钥，下次导出会不同；要每次相同请加 --key 密钥文件（xlseg key 生成）。",
    "The pseudonyms were made with a key used once, and will be others next time; for the same ones, add --key FILE "
    "(xlseg key makes one).",
)
REMAINS = Text(
    "xlseg 没有检查、也不会改动文件里的：{parts}。其中若有姓名、电话等，请在 Excel 里清除。",
    "xlseg neither looked at nor changed these parts of the file: {parts}. If names, phones and the like stand there, "
    "clear them in Excel.",
)
OPEN_INPUT = Text("原文件 {name} 仍是明文。", "The original {name} is still readable.")
OPEN_BOTH = Text(
    "原文件 {name} 仍是明文，{backup} 也可能是。", "The original {name} is still readable, and {backup} may be."
)
OPEN_BACKUP = Text(
    "备份 {backup} 仍是明文；确认能还原之后，请把它移到安全的地方或删除。",
    "The backup {backup} is still readable; once you have seen that the file can be decrypted, move it to a safe place "
    "or delete it.",
)
