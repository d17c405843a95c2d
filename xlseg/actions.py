"""Verbs over a host: what a button, a command or a script does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from xlseg import cleaning
from xlseg.analysis import Analysis, Progress, analyze, inspect, nothing, silent
from xlseg.cells import Marked, Placed, Rows, letter
from xlseg.collection import compare
from xlseg.columns import CUSTOMER_ID
from xlseg.hosts import Host
from xlseg.models import MODELS
from xlseg.page import Page, carry_page, place
from xlseg.recognise import STAND_INS, Source, recognise
from xlseg.settings import Row, Settings
from xlseg.sheets.collection import collection_page, is_list, list_area
from xlseg.sheets.collection import verdict as list_verdict
from xlseg.sheets.customers import customers_page
from xlseg.sheets.labels import Target, place_labels
from xlseg.sheets.quality import quality_page, verdict
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.settings import settings_area, settings_page
from xlseg.standing import Standing, read_collection, read_data, read_settings
from xlseg.text import Text, join
from xlseg.values import ids


@dataclass(frozen=True)
class Request:
    """What the user asked for, besides the workbook itself.

    given: settings that go before those of the sheet. sheets: only these hold data (empty: any). earlier: where
    the user's settings and typed notes are found, if not in the workbook itself. listed: where the list of data to
    collect is found, if not there either. today: the day, told by the door.
    """

    given: tuple[Row, ...] = ()
    sheets: tuple[str, ...] = ()
    earlier: Host | None = None
    progress: Progress = silent
    listed: Host | None = None
    today: date | None = None


NOTHING_ASKED = Request()
GROWN = {"settings": settings_area, "collection": list_area}  # pages that people add rows to
ONCE = ("general.as_of", "general.models")  # asked for in one run, and not written into the settings sheet


@dataclass(frozen=True)
class Report:
    """What was done: sentences for the user, and the analysis behind them."""

    sentences: tuple[Text, ...]
    analysis: Analysis

    @property
    def message(self) -> Text:
        return join(self.sentences, Text("\n", "\n"))


@dataclass(frozen=True)
class Action:
    """A verb: a ribbon button, a script and a command of the same key."""

    key: str
    title: Text
    icon: str
    run: Callable[[Host, Request], Report]
    suffix: Text = Text("-细分", "-segmented")  # of the copy it writes beside a closed file


def segment(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise, analyze, and write labels, result and settings; nothing is written unless all of it can be."""
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    sheet = read_settings(standing, [row for row in request.given if row.key not in ONCE])
    data = read_data(standing[0], request.sheets)
    analysis = analyze(*recognise(data), settings=settings, progress=request.progress)
    labels = _labels(standing[0], analysis, data)
    return _write(host, request, analysis, [*labels, *_placed(_pages(analysis, sheet), standing, analysis)])


def check(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise and clean, and write the quality report alone."""
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    data = read_data(standing[0], request.sheets)
    analysis = inspect(*recognise(data), settings=settings, progress=request.progress)
    return _write(host, request, analysis, _placed([quality_page(analysis)], standing, analysis))


def collect(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Check the list of data to collect, the documents' own where there is none, and write it.

    Without any data, as in the template, all of it is missing; data that cannot be read stop the run as in `check`.
    """
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    listed = read_collection(standing, request.listed)
    data = {name: rows for name, rows in read_data(standing[0], request.sheets).items() if not is_list(rows)}
    filled = any(value not in (None, "") for rows in data.values() for row in rows for value in row)
    known = inspect(*recognise(data), settings=settings, progress=request.progress) if filled else nothing(settings)
    today = settings.general.as_of or request.today
    checked = compare(listed.rows, known, data, today)
    plan = _placed([collection_page(listed, checked, today)], standing, known)
    return _write(host, request, known, plan, list_verdict(checked, today))


def _standing(host: Host, request: Request) -> list[Standing]:
    return [Standing(h, h.marks()) for h in (host, request.earlier) if h is not None]


def _write(host: Host, request: Request, analysis: Analysis, plan: Sequence[Placed], *first: Text) -> Report:
    for number, placed in enumerate(plan):
        doing = Text("写入「{sheet}」", "Writing '{sheet}'").format(sheet=placed.sheet)
        request.progress(doing, 0.6 + 0.2 * number / len(plan))
        host.write(placed)
    report = Report((*first, *_sentences(analysis, plan)), analysis)
    host.notify(report.message)
    return report


def labelled_sources(analysis: Analysis) -> list[Source]:
    """The tables labels are written beside: those of customers, or those of orders where there are none."""
    return [s for s in analysis.sources if s.kind == "customers"] or list(analysis.sources)


def _ids(source: Source) -> pd.Series:
    return ids(source.frame[CUSTOMER_ID.key]).where(~cleaning.is_total(source.frame))


def _labels(standing: Standing, analysis: Analysis, data: dict[str, Rows]) -> list[Placed]:
    plan: list[Placed] = []
    marks = dict(standing.marks)
    for source in labelled_sources(analysis):
        target = Target(source, data[source.sheet], _ids(source), standing.host.width(source.sheet))
        for key, segmentation in analysis.segmentations.items():
            lang = analysis.settings.general.lang
            plan.append(place_labels(target, analysis.model(key), segmentation, lang, marks))
            marks |= {mark: Marked(source.sheet, area) for mark, area in plan[-1].marks.items()}
            target = target._replace(width=max(target.width, plan[-1].area.right))
    return plan


def _pages(analysis: Analysis, sheet: Settings) -> list[Page]:
    """Our own sheets, the result first. sheet: the settings to write, without what held for this run only."""
    lang = analysis.settings.general.lang
    pages = [result_page(analysis), evidence_page(analysis)]
    labelled = pd.concat([_ids(source) for source in labelled_sources(analysis)])
    without_row = ~analysis.customers[CUSTOMER_ID.key].isin(labelled)
    if labelled_sources(analysis)[0].kind == "orders" or without_row.any():
        pages.append(customers_page(analysis))
    wanted = replace(sheet, general=replace(sheet.general, lang=lang))
    return [*pages, quality_page(analysis), settings_page(wanted, lang)]


def _placed(pages: Sequence[Page], standing: Sequence[Standing], analysis: Analysis) -> list[Placed]:
    """The pages where they stand or newly made, with what the user typed into them before."""
    host, lang = standing[0].host, analysis.settings.general.lang
    taken, plan = list(host.sheets()), []
    for page in pages:
        before = standing[0].find(page.mark)
        old = host.read(before.sheet) if before else ()
        if before and page.key in GROWN:
            before = GROWN[page.key](old, before)
        plan.append(place(_carried(page, standing), lang, old, before, taken))
        taken.append(plan[-1].sheet)
    return plan


def _carried(page: Page, standing: Sequence[Standing]) -> Page:
    """With what was typed into it here or, later and so overriding, in the file written before."""
    for host, found in ((s.host, s.find(page.mark)) for s in standing):
        page = carry_page(page, host.read(found.sheet), found.area) if found else page
    return page


def _sentences(analysis: Analysis, plan: Sequence[Placed]) -> Iterator[Text]:
    """What was done and where it is; the rows left out, by reason."""
    if analysis.segmentations:
        yield DONE.format(customers=len(analysis.customers), as_of=analysis.as_of_day or "–")
    if analysis.sources:
        yield verdict(analysis)
    for source in analysis.sources:
        yield READ.format(sheet=source.sheet, row=source.header)
        if source.stand_in:
            title = next(c.title for c in STAND_INS if c.key == source.stand_in)
            yield cleaning.NO_ID.format(sheet=source.sheet, column=title)
    if analysis.as_of_unused:
        yield AS_OF_UNUSED
    for placed in plan:
        if any(mark.startswith("label.") for mark in placed.marks):
            columns = join(sorted({letter(area.left) for area in placed.marks.values()}, key=lambda a: (len(a), a)))
            yield LABELLED.format(sheet=placed.sheet, columns=columns)
    yield WRITTEN.format(sheets=join(p.sheet for p in plan if any(m.startswith("page.") for m in p.marks)))
    for code, count in analysis.issue_counts().items():
        yield LEFT_OUT.format(count=count, why=cleaning.TITLES[code])


def _only(key: str) -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, replace(request, given=(*request.given, Row("general.models", value=key))))

    return run


DONE = Text("已细分 {customers:,} 位客户（分析日期 {as_of}）。", "Segmented {customers:,} customers (as of {as_of}).")
READ = Text("数据：工作表「{sheet}」，表头在第 {row} 行。", "Data: sheet '{sheet}', headers in row {row}.")
LABELLED = Text("标签：工作表「{sheet}」的 {columns} 列。", "Labels: columns {columns} of sheet '{sheet}'.")
WRITTEN = Text("结果：工作表 {sheets}。", "Results: sheets {sheets}.")
LEFT_OUT = Text("{count:,} 行{why}。", "{count:,} rows: {why}.")
AS_OF_UNUSED = Text(
    "分析日期没有用上：客户表里的天数已经算到它自己的日期。",
    "The as-of date was not used: the days in the table of customers count to a date of their own.",
)
READING = Text("读取工作簿", "Reading the workbook")

ACTIONS: tuple[Action, ...] = (
    Action("segment", Text("细分客户", "Segment customers"), "PivotTableReport", segment),
    Action("check", Text("检查数据", "Check the data"), "DataValidation", check, Text("-检查", "-checked")),
    Action("collect", Text("收集清单", "Collection list"), "ReviewTrackChanges", collect, Text("-清单", "-collection")),
    *(Action(model.key, model.title, "TableStyleClear", _only(model.key)) for model in MODELS),
)
