"""From a path to a path: which file is read, which is written, and what becomes of one that is there already."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import NamedTuple

from xlseg.actions import BY_KEY, NOTHING_ASKED, Action, Request
from xlseg.analysis import Progress, silent
from xlseg.cells import Area, Rows, letter
from xlseg.demo import REAL, Example
from xlseg.errors import Problem, XlsegError, reason
from xlseg.filled import beyond
from xlseg.hosts.atomic import Seen
from xlseg.hosts.csv_file import read_csv
from xlseg.hosts.file import FileHost
from xlseg.hosts.writable import verify_writable
from xlseg.plan import grown
from xlseg.report import Report
from xlseg.settings import Row
from xlseg.sheets.plain import dress
from xlseg.standing import language as workbook_language
from xlseg.text import LANGS, Lang, Text, join, same

CSV_SUFFIXES = (".csv", ".tsv", ".txt")


class Outcome(NamedTuple):
    """What was done, where the file is, and what the user should know besides."""

    report: Report
    output: Path
    warnings: tuple[Text, ...]

    @property
    def lang(self) -> Lang:
        return self.report.analysis.settings.general.lang


class Job(NamedTuple):
    """A workbook that was read, where the outcome goes, and our own file that stands there already."""

    host: FileHost
    target: Path
    earlier: FileHost | None
    seen: Seen  # how the target was before work began


def run(
    action: Action,
    input: Path,
    given: Sequence[Row] = (),
    output: Path | None = None,
    in_place: bool = False,
    asked: Request = NOTHING_ASKED,
    password: str | None = None,
) -> Outcome:
    """Run `action` on a closed workbook or a CSV file; `input` changes only with `in_place`.

    given: settings over the sheet's. asked: everything else. password: opens `input` and earlier outputs where they are
    encrypted; the outcome is encrypted with it if `input` was.

    Default output: a copy beside the input. An output xlseg wrote before hands its settings and what was typed
    into it to the new one, and stays beside it as .bak; any other existing file is refused.
    """
    job = prepare(input, action.suffix, given, output, in_place, password=password)
    return _finish(job, action, replace(asked, given=(*asked.given, *given), earlier=job.earlier))


def prepare(
    input: Path,
    ending: Text,
    given: Sequence[Row] = (),
    output: Path | None = None,
    in_place: bool = False,
    suffix: str = "",
    password: str | None = None,
) -> Job:
    """Read `input`, and see that its outcome can be written; suffix: of the output, where it is not the input's."""
    host = open_host(input, password)
    target = _target(input, output, in_place, ending.of(workbook_language(host, given)), suffix)
    verify_writable(target)
    if in_place:
        return Job(host, target, None, host.seen)
    seen = Seen.of(target)
    return Job(host, target, _written_before(target, host, password) if target.exists() else None, seen)


def put(
    host: FileHost,
    target: Path,
    progress: Progress = silent,
    lang: Lang | None = None,
    seen: Seen | None = None,
    fast: bool = False,
) -> tuple[Text, ...]:
    """Save, keeping the file that stands there; what the user should know.

    lang: of a new document. seen: how the target was before; another is not replaced. fast: see FileHost.save.
    """
    warnings: list[Text] = []
    saving = Text("保存 {name}", "Saving {name}").format(name=target.name)
    progress(saving, SAVING)
    backup, before, said = None, Seen.of(target), KEPT
    if target.exists():
        added = _additions(FileHost(target, password=host.password), host) if target != host.path else []
        backup = _backup(target, once=bool(added))
        said = KEPT_INSTEAD if backup.exists() else KEPT
        said = LEFT_BEHIND.format(cells=join(added[:SHOWN]), count=len(added)) if added else said
    host.save(target, lang, seen, backup, fast, lambda share: progress(saving, SAVING + (1 - SAVING) * share))
    if backup:
        warnings.append(said.format(name=backup.name) if Seen.of(target) != before else UNCHANGED)
    if host.password is not None:
        warnings.append(ENCRYPTED)
    progress(Text("完成", "Done"), 1.0)
    return tuple(warnings)


def demo(directory: Path, lang: Lang, progress: Progress = silent, example: Example = REAL) -> Outcome:
    """Write a workbook of the example's data into `directory` and segment it, as `run` would."""
    target = directory / example.file.of(lang)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XlsegError(Problem(NO_DIRECTORY.format(detail=reason(error)), same(directory))) from None
    verify_writable(target)
    host, seen = example.workbook(lang), Seen.of(target)
    earlier = _written_before(target, host, None) if target.exists() else example.wishes(lang)
    request = Request((Row("general.lang", value=lang),), (), earlier, progress)
    return _finish(Job(host, target, earlier, seen), BY_KEY[example.action], request)


def open_host(path: Path, password: str | None = None) -> FileHost:
    """A workbook, or a CSV file as a new workbook of one sheet."""
    if path.suffix.lower() not in CSV_SUFFIXES:
        return FileHost(path, password=password)
    rows, sheet = read_csv(path), path.stem[:31].translate(NOT_IN_SHEET_NAMES)
    host = FileHost(rows={sheet: rows})
    host.write(dress(sheet, rows))
    return host


def language(asked: str | None, path: Path | None = None, password: str | None = None) -> Lang:
    """For a message about what went wrong: the language asked for, else the workbook's own, else Chinese."""
    if asked in LANGS:
        return asked
    try:
        return workbook_language(open_host(path, password)) if path else "zh"
    except Exception:  # what is wrong with the file is being told already
        return "zh"


def _finish(job: Job, action: Action, request: Request) -> Outcome:
    host, target = job.host, job.target
    report = action.run(host, request)
    general = report.analysis.settings.general
    if target != host.path:  # in the user's own file, what they last looked at stays in view
        host.turn()
    covered = host.covered()
    told = put(host, target, request.progress, general.lang, job.seen, general.compression == "fast")
    return Outcome(report, target, (*covered, *told))


def _target(input: Path, output: Path | None, in_place: bool, ending: str, suffix: str) -> Path:
    is_csv = input.suffix.lower() in CSV_SUFFIXES
    suffix = suffix or (input.suffix if not is_csv else ".xlsx")
    if in_place:
        if is_csv or output is not None:
            raise XlsegError(Problem(IN_PLACE_CSV if is_csv else IN_PLACE_OUTPUT, same(input)))
        return input
    if output is None:
        return input.with_name(f"{input.stem}{ending}{suffix}")
    if output.exists() and input.exists() and output.samefile(input):
        raise XlsegError(Problem(SAME_FILE, same(output)))
    if output.suffix.lower() in (".xlsx", ".xlsm") and output.suffix.lower() != suffix.lower():
        raise XlsegError(Problem(OTHER_SUFFIX.format(suffix=suffix), same(output)))
    return output


def _written_before(target: Path, host: FileHost, password: str | None) -> FileHost:
    """The file that stands where we shall write, if it is ours and holds nothing that would be lost."""
    earlier = FileHost(target, password=password)
    if not earlier.marks():
        raise XlsegError(Problem(NOT_OURS, same(target)))
    ours = {found.sheet for mark, found in earlier.marks().items() if mark.startswith("page.")}
    added = [name for name in earlier.sheets() if name not in ours and name not in host.sheets()]
    if added:
        raise XlsegError(Problem(ADDED_SHEETS.format(sheets=join(added)), same(target)))
    return earlier


def _additions(earlier: FileHost, host: FileHost) -> list[str]:
    """Cells the user filled in an earlier output, beside our pages or where the input has none: not carried over."""
    marks, found = earlier.marks(), []
    pages = {m.sheet: grown(k[5:], earlier.read(m.sheet), m).area for k, m in marks.items() if k.startswith("page.")}
    labels = {(m.sheet, m.area.left) for k, m in marks.items() if k.startswith("label.")}
    for sheet in earlier.sheets():
        area, rows = pages.get(sheet), earlier.read(sheet)
        there: Rows = () if area or sheet not in host.sheets() else host.read(sheet)
        bottom = len(rows) if area else len(there)
        ours = [area] if area else [Area(1, column, bottom, column) for name, column in labels if name == sheet]
        found += [f"{sheet}!{letter(column)}{row}" for row, column in beyond(rows, there, bottom, ours)]
    return found


def _backup(target: Path, once: bool) -> Path:
    """Where the file as it was is kept, beside it; once: under a name no later backup replaces."""
    names = (f"{target.name}.{n}.bak" for n in count(1)) if once else iter((f"{target.name}.bak",))
    return next(path for path in map(target.with_name, names) if not (once and path.exists()))


ADDED_SHEETS = Text(
    "这个文件里有您加的工作表 {sheets}，重写会丢掉；请对它用 --in-place，或换一个输出名",
    "you added the sheets {sheets} to this file, and writing it anew would lose them; run on it with --in-place, "
    "or choose another output",
)
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
NO_DIRECTORY = Text(
    "建不了这个文件夹（{detail}）；请换一个位置", "this folder cannot be made ({detail}); choose another place"
)
SAVING = 0.7  # of all work is done before saving
SHOWN = 5  # cells named in a sentence
LEFT_BEHIND = Text(
    "您在原来的输出文件里加的内容没有带过来（{cells}，共 {count} 格）；那个文件另存为 {{name}}。"
    "要接着用它，请对它用 --in-place。",
    "What you added to the earlier output is not in the new one ({cells}; {count} cells in all); that file is kept as "
    "{{name}}. To go on with it, run on it with --in-place.",
)
KEPT = Text("运行前的文件另存为 {name}。", "The file as it was before this run is kept as {name}.")
KEPT_INSTEAD = Text(
    "运行前的文件另存为 {name}，代替上一次的备份。",
    "The file as it was before this run is kept as {name}, in place of the backup before.",
)
UNCHANGED = Text("结果和文件里的一样，没有改动文件。", "The file holds all this already and was left as it is.")
ENCRYPTED = Text("输出文件用同一个密码打开。", "The output opens with the same password.")
SAME_FILE = Text(
    "输出就是输入；要写回输入文件请用 --in-place",
    "output and input are the same file; use --in-place to write into it",
)
IN_PLACE_CSV = Text(
    "CSV 文件不能写回；请去掉 --in-place，结果会写成 .xlsx",
    "a CSV file cannot be written into; leave out --in-place and get an .xlsx",
)
IN_PLACE_OUTPUT = Text("--in-place 和 --output 只能用一个", "use either --in-place or --output")
OTHER_SUFFIX = Text("这里的输出文件要以 {suffix} 结尾", "the output must end in {suffix} here")
NOT_OURS = Text(
    "已有这个文件，而且不是 xlseg 写的；请换一个名字，或先把它移走",
    "this file is there already and was not written by xlseg; choose another name, or move it away first",
)
