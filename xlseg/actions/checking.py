"""Data looked at without segmenting: their quality, what is missing, and a look back."""

from dataclasses import replace

from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.workbook import READING, read, standing, write
from xlseg.analysis import inspect, nothing
from xlseg.backtest import backtest
from xlseg.collection import compare
from xlseg.hosts import Host
from xlseg.plan import placed, settings_pages
from xlseg.recognise import filled, recognise
from xlseg.report import Report
from xlseg.sheets.backtest import backtest_page
from xlseg.sheets.backtest_verdict import caveats, headline
from xlseg.sheets.collection import collection_page, is_list
from xlseg.sheets.collection import verdict as list_verdict
from xlseg.sheets.quality import quality_page
from xlseg.standing import read_collection, read_data, read_settings


def check(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise and clean, and write the quality report, and the settings by which that can be changed."""
    found = read(host, request)
    analysis = inspect(*found.sources, settings=found.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=found.unused)
    pages = [quality_page(analysis), *settings_pages(found.kept, analysis)]
    return write(host, request, analysis, placed(pages, found.standing, analysis))


def look_back(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Segment as of the cut-off, and write what each group did afterwards, and the settings."""
    found = read(host, request)
    known = inspect(*found.sources, settings=found.settings, progress=request.progress, today=request.today)
    known = replace(known, unused=found.unused)
    tested = backtest(known, request.progress)
    pages = [backtest_page(tested), *settings_pages(found.kept, known)]
    report = write(host, request, known, placed(pages, found.standing, known), *headline(tested), *caveats(tested))
    return replace(report, tested=tested)


def collect(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Check the list of data to collect, the documents' own where there is none, and write it.

    Without any data, as in the template, all of it is missing; data that cannot be read stop the run as in `check`.
    """
    request.progress(READING, 0.0)
    found = standing(host, request)
    settings = read_settings(found, request.given)
    listed = read_collection(found, request.listed)
    data = {name: rows for name, rows in read_data(found[0], request.sheets).items() if not is_list(rows)}
    written = any(value not in (None, "") for rows in data.values() for row in rows for value in row)
    known = nothing(settings)
    sources = recognise(data, settings.columns) if written else ()
    if any(len(source.frame) for source in sources):
        known = inspect(*filled(sources), settings=settings, progress=request.progress, today=request.today)
    today = settings.general.as_of or request.today
    checked = compare(listed.rows, known, data, today)
    plan = placed([collection_page(listed, checked, today)], found, known)
    return write(host, request, known, plan, list_verdict(checked, today))
