"""Verbs over a host: what a button, a command or a script does."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from xlseg.analysis import Analysis, Progress, analyze, inspect, nothing, silent
from xlseg.backtest import backtest
from xlseg.cells import Placed, Rows
from xlseg.collection import compare
from xlseg.hosts import Host
from xlseg.models import MODELS
from xlseg.plan import GUIDE, beside_orders, guided, labels, may_write, placed, result_pages, settings_pages
from xlseg.recognise import Source, filled, recognise
from xlseg.report import Report, sentences
from xlseg.settings import Row, Settings
from xlseg.sheets.backtest import backtest_page
from xlseg.sheets.backtest_verdict import caveats, headline
from xlseg.sheets.collection import collection_page, is_list
from xlseg.sheets.collection import verdict as list_verdict
from xlseg.sheets.feedback import unknown
from xlseg.sheets.pages import ASKED
from xlseg.sheets.quality import quality_page
from xlseg.standing import Standing, read_collection, read_data, read_entered, read_settings
from xlseg.text import Text, join


@dataclass(frozen=True)
class Request:
    """What the user asked for, besides the workbook itself.

    given: settings that go before those of the sheet. sheets: only these hold data (empty: any). earlier: where
    the user's settings and typed notes are found, if not in the workbook itself. listed: where the list of data to
    collect is found, if not there either. today: by the door's clock.
    """

    given: tuple[Row, ...] = ()
    sheets: tuple[str, ...] = ()
    earlier: Host | None = None
    progress: Progress = silent
    listed: Host | None = None
    today: date | None = None


NOTHING_ASKED = Request()
ONCE = (
    "general.as_of",
    "general.models",
    "backtest.cutoff",
    "backtest.days",
)  # asked for in one run, and not written into the settings sheet


@dataclass(frozen=True)
class Action:
    """A verb: a ribbon button, a script and a command of the same key."""

    key: str
    title: Text
    icon: str
    run: Callable[[Host, Request], Report]
    suffix: Text = Text("-细分", "-segmented")  # of the copy it writes beside a closed file


def segment(host: Host, request: Request = NOTHING_ASKED, asked: Collection[str] = ()) -> Report:
    """Recognise, analyze, and write labels, result and settings; nothing is written unless all of it can be.

    asked: keys of further pages to write.
    """
    read = _read(host, request)
    analysis = analyze(*read.sources, settings=read.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=read.unused, entered=read_entered(read.standing))
    beside = labels(read.standing[0], analysis, read.data)
    pages = [
        *result_pages(read.standing, analysis, asked),
        quality_page(analysis),
        *settings_pages(read.kept, analysis),
    ]
    pages = guided(read.standing[0], pages, analysis, asked)
    plan = [*beside, *placed(pages, read.standing, analysis)]
    return _write(host, request, analysis, plan, last=_remarks(read.standing[0], analysis))


def check(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise and clean, and write the quality report, and the settings by which that can be changed."""
    read = _read(host, request)
    analysis = inspect(*read.sources, settings=read.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=read.unused)
    pages = [quality_page(analysis), *settings_pages(read.kept, analysis)]
    return _write(host, request, analysis, placed(pages, read.standing, analysis))


def look_back(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Segment as of the cut-off, and write what each group did afterwards, and the settings."""
    read = _read(host, request)
    known = inspect(*read.sources, settings=read.settings, progress=request.progress, today=request.today)
    known = replace(known, unused=read.unused)
    tested = backtest(known, request.progress)
    pages = [backtest_page(tested), *settings_pages(read.kept, known)]
    report = _write(host, request, known, placed(pages, read.standing, known), *headline(tested), *caveats(tested))
    return replace(report, tested=tested)


class _Read(NamedTuple):
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
    def unused(self) -> tuple[str, ...]:
        """Sheets that hold something and are no table we know."""
        used = {*(source.sheet for source in self.sources), *self.blank}
        rest = {name: rows for name, rows in self.data.items() if name not in used}
        return tuple(n for n, rows in rest.items() if any(v not in (None, "") for row in rows for v in row))


def _read(host: Host, request: Request) -> _Read:
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    kept = read_settings(standing, [row for row in request.given if row.key not in ONCE])
    data = read_data(standing[0], request.sheets)
    mapped = [m for m in settings.columns if m.sheet in data or not request.sheets]
    beside = [found for mark, found in standing[0].marks.items() if mark.startswith("label.")]
    known = recognise(data, mapped)
    sources = tuple(s.without([f.area.left for f in beside if f.sheet == s.sheet]) for s in filled(known))
    blank = {source.sheet for source in known} - {source.sheet for source in sources}
    return _Read(standing, settings, kept, data, sources, tuple(blank))


def collect(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Check the list of data to collect, the documents' own where there is none, and write it.

    Without any data, as in the template, all of it is missing; data that cannot be read stop the run as in `check`.
    """
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    listed = read_collection(standing, request.listed)
    data = {name: rows for name, rows in read_data(standing[0], request.sheets).items() if not is_list(rows)}
    written = any(value not in (None, "") for rows in data.values() for row in rows for value in row)
    known = nothing(settings)
    sources = recognise(data, settings.columns) if written else ()
    if any(len(source.frame) for source in sources):
        known = inspect(*filled(sources), settings=settings, progress=request.progress, today=request.today)
    today = settings.general.as_of or request.today
    checked = compare(listed.rows, known, data, today)
    plan = placed([collection_page(listed, checked, today)], standing, known)
    return _write(host, request, known, plan, list_verdict(checked, today))


def _standing(host: Host, request: Request) -> list[Standing]:
    return [Standing(h, h.marks()) for h in (host, request.earlier) if h is not None]


def _remarks(standing: Standing, analysis: Analysis) -> list[Text]:
    """Labels that are not written, and labels of an earlier run that this one leaves as they are."""
    ran = analysis.segmentations
    keys = {mark.split(".")[1] for mark in standing.marks if mark.startswith("label.")}
    stale = [model.title for model in MODELS if model.key in keys and model.key not in ran]
    said = [] if beside_orders(analysis) else [TOO_MANY_ROWS]
    who = unknown(analysis)
    return [
        *said,
        *([FEEDBACK.format(said=who)] if who else []),
        *([STALE.format(models=join(stale))] if stale else []),
    ]


def _write(
    host: Host,
    request: Request,
    analysis: Analysis,
    plan: Sequence[Placed],
    *first: Text,
    last: Sequence[Text] = (),
) -> Report:
    there = host.sheets()
    may_write(host.locked(), plan, there)
    for number, part in enumerate(plan):
        doing = Text("写入「{sheet}」", "Writing '{sheet}'").format(sheet=part.sheet)
        request.progress(doing, 0.6 + 0.2 * number / len(plan))
        host.write(part)
    report = Report((*first, *sentences(analysis, plan, there), *last), analysis)
    host.notify(report.message)
    return report


def _only(key: str) -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, replace(request, given=(*request.given, Row("general.models", value=key))))

    return run


def _with(*asked: str) -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, request, asked)

    return run


TOO_MANY_ROWS = Text(
    "订单行太多，标签只写在《客户标签》里，没有写在每一行订单旁边。",
    "There are too many order rows: labels stand on the sheet Customer labels only, not beside each order.",
)
FEEDBACK = Text("《客户反馈》：{said}", "Customer feedback: {said}")
STALE = Text(
    "以前的标签还在、这次没有更新：{models}；要更新就一起运行这些模型。",
    "Labels of an earlier run that this one did not renew: {models}; run these models too to renew them.",
)
READING = Text("读取工作簿", "Reading the workbook")

ACTIONS: tuple[Action, ...] = (
    Action("segment", Text("细分客户", "Segment customers"), "PivotTableReport", segment),
    Action("check", Text("检查数据", "Check the data"), "DataValidation", check, Text("-检查", "-checked")),
    Action("collect", Text("收集清单", "Collection list"), "ReviewTrackChanges", collect, Text("-清单", "-collection")),
    Action("backtest", Text("回测", "Backtest"), "ChartTrendline", look_back, Text("-回测", "-backtest")),
    Action("complete", Text("全套工作簿", "Full workbook"), "CreateReport", _with(*(s.key for s in ASKED), GUIDE)),
    *(Action(sheet.key, sheet.action, sheet.icon, _with(sheet.key)) for sheet in ASKED),
    *(Action(model.key, model.title, "TableStyleClear", _only(model.key)) for model in MODELS),
)
