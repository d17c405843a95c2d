"""Verbs over a host: what a button, a command or a script does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from xlseg import cleaning
from xlseg import settings as thresholds
from xlseg.analysis import Analysis, Progress, analyze, silent
from xlseg.cells import Marked, Placed, Rows, letter
from xlseg.columns import CUSTOMER_ID
from xlseg.errors import Problem, XlsegError
from xlseg.hosts import Host
from xlseg.models import DEFAULTS, MODELS
from xlseg.page import Page, carry_page, place
from xlseg.recognise import STAND_INS, Source, recognise
from xlseg.settings import Row, Settings
from xlseg.sheets.customers import customers_page
from xlseg.sheets.labels import place_labels
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.settings import read_rows, settings_area, settings_page
from xlseg.text import Lang, Text, join
from xlseg.values import ids


@dataclass(frozen=True)
class Request:
    """What the user asked for, besides the workbook itself.

    given: settings that go before those of the sheet. sheets: only these hold data (empty: any). earlier: where
    the user's settings and typed notes are found, if not in the workbook itself.
    """

    given: tuple[Row, ...] = ()
    sheets: tuple[str, ...] = ()
    earlier: Host | None = None
    progress: Progress = silent


NOTHING_ASKED = Request()


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


def segment(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise, analyze, and write labels, result and settings; nothing is written unless all of it can be."""
    request.progress(Text("读取工作簿", "Reading the workbook"), 0.0)
    standing = [Standing(h, h.marks()) for h in (host, request.earlier) if h is not None]
    settings = read_settings(standing, request.given)
    data = read_data(standing[0], request.sheets)
    analysis = analyze(*recognise(data), settings=settings, progress=request.progress)
    plan = [*_labels(standing[0], analysis, data), *_pages(standing, analysis)]
    for number, placed in enumerate(plan):
        doing = Text("写入「{sheet}」", "Writing '{sheet}'").format(sheet=placed.sheet)
        request.progress(doing, 0.6 + 0.2 * number / len(plan))
        host.write(placed)
    report = Report(tuple(_sentences(analysis, plan)), analysis)
    host.notify(report.message)
    return report


class Standing(NamedTuple):
    """A workbook and where our parts of it stand."""

    host: Host
    marks: dict[str, Marked]

    def find(self, mark: str) -> Marked | None:
        found = self.marks.get(mark)
        return found if found and found.sheet in self.host.sheets() else None


def settings_rows(standing: Sequence[Standing]) -> list[Row]:
    """The rows of the first settings sheet there is."""
    found = ((s.host, s.find("page_settings")) for s in standing)
    return next((read_rows(host.read(marked.sheet), marked) for host, marked in found if marked), [])


def read_settings(standing: Sequence[Standing], given: Sequence[Row]) -> Settings:
    """What was given over the settings sheet over the defaults, with all problems of both at once."""
    keys = {row.key for row in given}
    return thresholds.parse([*(row for row in settings_rows(standing) if row.key not in keys), *given], DEFAULTS)


def language(host: Host, given: Sequence[Row] = ()) -> Lang:
    """The language to speak, whatever is wrong with other settings: the one given, the sheet's, else Chinese."""
    rows = [*settings_rows([Standing(host, host.marks())]), *given]
    try:
        return thresholds.parse([row for row in rows if row.key == "general.lang"], DEFAULTS).general.lang
    except XlsegError:
        return DEFAULTS.general.lang


def read_data(standing: Standing, wanted: Sequence[str]) -> dict[str, Rows]:
    """The cells of every sheet that may hold the user's data: those named, else all that are not ours."""
    host, marks = standing
    sheets = host.sheets()
    unknown = [name for name in wanted if name not in sheets]
    if unknown:
        raise XlsegError(Problem(NO_SHEET.format(wrong=join(unknown), sheets=join(sheets))))
    ours = {found.sheet for mark, found in marks.items() if mark.startswith("page_")}
    return {name: host.read(name) for name in wanted or [s for s in sheets if s not in ours]}


def _labels(standing: Standing, analysis: Analysis, data: dict[str, Rows]) -> list[Placed]:
    """Labels beside the customers, or beside the orders where there is no sheet of customers."""
    source = labelled_source(analysis)
    old, lang = data[source.sheet], analysis.settings.general.lang
    customer = ids(source.frame[CUSTOMER_ID.key]).where(~cleaning.is_total(source.frame))
    plan: list[Placed] = []
    width = standing.host.width(source.sheet)
    for key, segmentation in analysis.segmentations.items():
        before = standing.find(f"labels_{key}")
        before = before if before and before.sheet == source.sheet else None
        plan.append(place_labels(source, customer, analysis.model(key), segmentation, lang, old, before, width))
        width = max(width, plan[-1].area.right)
    return plan


def labelled_source(analysis: Analysis) -> Source:
    return next((s for s in analysis.sources if s.kind == "customers"), analysis.sources[0])


def _pages(standing: Sequence[Standing], analysis: Analysis) -> list[Placed]:
    """Our own sheets, the result first, with what the user typed into them before."""
    lang = analysis.settings.general.lang
    pages = [result_page(analysis), evidence_page(analysis)]
    if labelled_source(analysis).kind == "orders":
        pages.append(customers_page(analysis))
    pages.append(settings_page(analysis.settings, lang))
    host = standing[0].host
    taken, plan = list(host.sheets()), []
    for page in pages:
        before = standing[0].find(page.mark)
        old = host.read(before.sheet) if before else ()
        if before and page.key == "settings":
            before = settings_area(old, before)
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
    yield DONE.format(customers=len(analysis.customers), as_of=analysis.as_of_day or "–")
    for source in analysis.sources:
        yield READ.format(sheet=source.sheet, row=source.header)
        if source.stand_in:
            title = next(c.title for c in STAND_INS if c.key == source.stand_in)
            yield cleaning.NO_ID.format(sheet=source.sheet, column=title)
    for placed in plan:
        if placed.mark.startswith("labels_"):
            columns = f"{letter(placed.area.left)}–{letter(placed.area.right)}"
            yield LABELLED.format(sheet=placed.sheet, columns=columns)
    yield WRITTEN.format(sheets=join(p.sheet for p in plan if p.mark.startswith("page_")))
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
NO_SHEET = Text("没有工作表 {wrong}；工作簿里有 {sheets}", "there is no sheet {wrong}; the workbook has {sheets}")

ACTIONS: tuple[Action, ...] = (
    Action("segment", Text("细分客户", "Segment customers"), "PivotTableReport", segment),
    *(Action(model.key, model.title, "TableStyleClear", _only(model.key)) for model in MODELS),
)
