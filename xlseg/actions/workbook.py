"""A workbook read before anything is computed, and written once all is."""

from collections.abc import Sequence
from typing import NamedTuple

from xlseg.actions.request import ONCE, Request
from xlseg.analysis import Analysis
from xlseg.cells import Marked, Placed, Rows
from xlseg.displaced import found_again
from xlseg.grid import Grid
from xlseg.hosts import Host
from xlseg.plan import may_write
from xlseg.recognise import Source, filled, recognise
from xlseg.released import release
from xlseg.report import Report, asides, sentences
from xlseg.settings import Settings
from xlseg.standing import Standing, read_data, read_settings
from xlseg.text import Text


class Read(NamedTuple):
    """A workbook before anything is computed.

    kept: the settings without what was asked for this run only. sources: the tables with rows; blank: the sheets whose
    tables have none.
    """

    standing: list[Standing]
    settings: Settings
    kept: Settings
    data: dict[str, Rows]
    sources: tuple[Source, ...]
    blank: tuple[str, ...]

    @property
    def beside(self) -> set[tuple[str, int]]:
        """Sheet and column of each label of ours."""
        return {(found.sheet, found.area.left) for found in self.standing[0].labels.values()}

    @property
    def unused(self) -> tuple[str, ...]:
        """Sheets that hold something and are no table we know."""
        used = {*(source.sheet for source in self.sources), *self.blank}
        rest = {name: rows for name, rows in self.data.items() if name not in used}
        return tuple(n for n, rows in rest.items() if any(v not in (None, "") for row in rows for v in row))


def read(host: Host, request: Request) -> Read:
    """Settings and tables, each column known; what beside them is a label of ours is no column of the user's."""
    request.progress(READING, 0.0)
    found = standing(host, request)
    settings, kept = settings_of(found, request)
    data = read_data(found[0], request.sheets)
    found[0] = found[0]._replace(marks=found_again(found[0].marks, data))
    mapped = [m for m in settings.columns if m.sheet in data or not request.sheets]
    beside = found[0].labels
    needed = [marked for mark, marked in beside.items() if mark.startswith("label.live.")]
    tables = {name: _bare(rows, [m for m in needed if m.sheet == name]) for name, rows in data.items()}
    known = recognise(tables, mapped, [(m.sheet, m.area.left) for m in beside.values()])
    sources = filled(known)
    blank = {source.sheet for source in known} - {source.sheet for source in sources}
    release()  # what reading took; computing takes as much again
    return Read(found, settings, kept, data, sources, tuple(blank))


def _bare(rows: Rows, ours: Sequence[Marked]) -> Rows:
    """Without columns we wrote for formulas, which repeat what was read."""
    left = {marked.area.left for marked in ours}
    if left and isinstance(rows, Grid):
        return rows.without(left)
    return [[None if at in left else v for at, v in enumerate(row, 1)] for row in rows] if left else rows


def settings_of(found: Sequence[Standing], request: Request) -> tuple[Settings, Settings]:
    """Those of this run, and those that stay: without what was asked for this run only."""
    staying = [row for row in request.given if row.key not in ONCE]
    return read_settings(found, request.given), read_settings(found, staying)


def standing(host: Host, request: Request) -> list[Standing]:
    return [Standing(h, h.marks()) for h in (host, request.earlier) if h is not None]


def write(
    host: Host,
    request: Request,
    analysis: Analysis,
    plan: Sequence[Placed],
    *first: Text,
    last: Sequence[Text] = (),
    brief: bool = False,
    shown: str = "",
) -> Report:
    """The plan as cells, if nothing of it meets a protection; then what was done, told to the user.

    brief: say no more than `first` and `last`. shown: the mark or the sheet of what the user asked to see; else the
    first page that was written.
    """
    there = host.sheets()
    may_write(host.locked(), plan, there)
    formulas = analysis.settings.general.labels == "formulas"  # Excel asks for the file of a sheet that is not there
    for sheet in dict.fromkeys(part.sheet for part in plan if formulas and part.sheet not in there):
        host.write(Placed(sheet))
    for number, part in enumerate(plan):
        doing = Text("写入「{sheet}」", "Writing '{sheet}'").format(sheet=part.sheet)
        request.progress(doing, 0.6 + 0.1 * number / len(plan))
        host.write(part)
    told = asides(plan, there) if brief else sentences(analysis, plan, there)
    report = Report((*first, *told, *last), analysis)
    host.notify(report.message)
    page = _page(plan, shown)
    if page:
        host.show(page)
    return report


def _page(plan: Sequence[Placed], shown: str) -> str:
    """The sheet of the page asked for, where it was written; else of the first page."""
    seen = [part for part in plan if not part.hidden]
    pages = [(mark, part.sheet) for part in seen for mark in part.marks if mark.startswith("page.")]
    wanted = [sheet for mark, sheet in pages if mark == shown]
    named = [shown] if shown and not shown.startswith("page.") else []
    return next(iter([*wanted, *named, *(sheet for _, sheet in pages)]), "")


READING = Text("读取工作簿", "Reading the workbook")
