"""Verbs over a host: what a button, a command or a script does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from xlseg.analysis import Analysis, Progress, analyze, inspect, nothing, silent
from xlseg.cells import Marked, Placed, Rows
from xlseg.cleaning import is_total
from xlseg.collection import compare
from xlseg.columns import CUSTOMER_ID
from xlseg.hosts import Host
from xlseg.models import MODELS
from xlseg.page import Page, carry_page, place
from xlseg.recognise import Source, recognise
from xlseg.report import Report, sentences
from xlseg.settings import Row, Settings
from xlseg.sheets.collection import collection_page, is_list, list_area
from xlseg.sheets.collection import verdict as list_verdict
from xlseg.sheets.customers import customers_page
from xlseg.sheets.labels import Target, place_labels
from xlseg.sheets.quality import quality_page
from xlseg.sheets.result import evidence_page, result_page
from xlseg.sheets.settings import settings_area, settings_page
from xlseg.standing import Standing, read_collection, read_data, read_settings
from xlseg.text import Text
from xlseg.values import ids


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
GROWN = {"settings": settings_area, "collection": list_area}  # pages that people add rows to
ONCE = ("general.as_of", "general.models")  # asked for in one run, and not written into the settings sheet


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
    read = _read(host, request)
    analysis = analyze(*read.sources, settings=read.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=read.unused)
    labels = _labels(read.standing[0], analysis, read.data)
    pages = [*_pages(analysis), quality_page(analysis), _settings_page(read, analysis)]
    return _write(host, request, analysis, [*labels, *_placed(pages, read.standing, analysis)])


def check(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise and clean, and write the quality report, and the settings by which that can be changed."""
    read = _read(host, request)
    analysis = inspect(*read.sources, settings=read.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=read.unused)
    pages = [quality_page(analysis), _settings_page(read, analysis)]
    return _write(host, request, analysis, _placed(pages, read.standing, analysis))


class _Read(NamedTuple):
    """A workbook before anything is computed. kept: the settings without what was asked for this run only."""

    standing: list[Standing]
    settings: Settings
    kept: Settings
    data: dict[str, Rows]
    sources: tuple[Source, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """Sheets that hold something and are no table we know."""
        used = {source.sheet for source in self.sources}
        rest = {name: rows for name, rows in self.data.items() if name not in used}
        return tuple(n for n, rows in rest.items() if any(v not in (None, "") for row in rows for v in row))


def _read(host: Host, request: Request) -> _Read:
    request.progress(READING, 0.0)
    standing = _standing(host, request)
    settings = read_settings(standing, request.given)
    kept = read_settings(standing, [row for row in request.given if row.key not in ONCE])
    data = read_data(standing[0], request.sheets)
    mapped = [m for m in settings.columns if m.sheet in data or not request.sheets]
    labels = [found for mark, found in standing[0].marks.items() if mark.startswith("label.")]
    sources = (s.without([f.area.left for f in labels if f.sheet == s.sheet]) for s in recognise(data, mapped))
    return _Read(standing, settings, kept, data, tuple(sources))


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
    known = nothing(settings)
    if filled:
        sources = recognise(data, settings.columns)
        known = inspect(*sources, settings=settings, progress=request.progress, today=request.today)
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
    report = Report((*first, *sentences(analysis, plan)), analysis)
    host.notify(report.message)
    return report


def labelled_sources(analysis: Analysis) -> list[Source]:
    """The tables labels are written beside: those of customers, or those of orders where there are none."""
    of_kind = {kind: [s for s in analysis.sources if s.kind == kind] for kind in ("customers", "orders")}
    return of_kind["customers"] or of_kind["orders"]


def _ids(source: Source, analysis: Analysis) -> pd.Series:
    """Whose row it is, after persons were merged."""
    said = ids(source.frame[CUSTOMER_ID.key]).where(~is_total(source.frame))
    return said.map(analysis.merged).fillna(said) if len(analysis.merged) else said


def _labels(standing: Standing, analysis: Analysis, data: dict[str, Rows]) -> list[Placed]:
    plan: list[Placed] = []
    marks = dict(standing.marks)
    for source in labelled_sources(analysis):
        target = Target(source, data[source.sheet], _ids(source, analysis), standing.host.width(source.sheet))
        for key, segmentation in analysis.segmentations.items():
            lang = analysis.settings.general.lang
            plan.append(place_labels(target, analysis.model(key), segmentation, lang, marks))
            marks |= {mark: Marked(source.sheet, area) for mark, area in plan[-1].marks.items()}
            target = target._replace(width=max(target.width, plan[-1].area.right))
    return plan


def _settings_page(read: _Read, analysis: Analysis) -> Page:
    lang = analysis.settings.general.lang
    kept = replace(read.kept, general=replace(read.kept.general, lang=lang))
    return settings_page(kept, lang, analysis.sources)


def _pages(analysis: Analysis) -> list[Page]:
    """Our own sheets, the result first."""
    pages = [result_page(analysis), evidence_page(analysis)]
    labelled = pd.concat([_ids(source, analysis) for source in labelled_sources(analysis)])
    without_row = ~analysis.customers[CUSTOMER_ID.key].isin(labelled)
    if labelled_sources(analysis)[0].kind == "orders" or without_row.any():
        pages.append(customers_page(analysis))
    return pages


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


def _only(key: str) -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, replace(request, given=(*request.given, Row("general.models", value=key))))

    return run


READING = Text("读取工作簿", "Reading the workbook")

ACTIONS: tuple[Action, ...] = (
    Action("segment", Text("细分客户", "Segment customers"), "PivotTableReport", segment),
    Action("check", Text("检查数据", "Check the data"), "DataValidation", check, Text("-检查", "-checked")),
    Action("collect", Text("收集清单", "Collection list"), "ReviewTrackChanges", collect, Text("-清单", "-collection")),
    *(Action(model.key, model.title, "TableStyleClear", _only(model.key)) for model in MODELS),
)
