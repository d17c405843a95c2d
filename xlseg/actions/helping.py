"""The settings and the guide, which need no data."""

from dataclasses import replace

from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.workbook import READING, Read, read, settings_of, standing, write
from xlseg.analysis import Analysis, inspect, nothing
from xlseg.errors import XlsegError
from xlseg.hosts import Host
from xlseg.plan import guide_alone, placed, settings_pages
from xlseg.report import Report
from xlseg.settings import Settings
from xlseg.standing import read_settings
from xlseg.text import Text


def setup(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Write the settings as they are by now; with what the data can do, where there are data that can be read."""
    request.progress(READING, 0.0)
    found = standing(host, request)
    settings, kept = settings_of(found, request)
    known = _known(host, request, settings)
    plan = placed(settings_pages(kept, known), found, known)
    return write(host, request, known, plan, SETTINGS, brief=True, shown="page.settings")


def guide(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Show the guide, written where there is none."""
    request.progress(READING, 0.0)
    found = standing(host, request)
    known = nothing(read_settings(found, request.given))
    there = found[0].find("page.guide")
    if there:
        return write(host, request, known, (), THERE.format(sheet=there.sheet), brief=True, shown=there.sheet)
    page = guide_alone(found[0], _sources(host, request))
    return write(host, request, known, placed([page], found, known), GUIDE, brief=True, shown=page.mark)


def _known(host: Host, request: Request, settings: Settings) -> Analysis:
    found = _read(host, request)
    if found is None:
        return nothing(settings)
    try:
        known = inspect(*found.sources, settings=settings, progress=request.progress, today=request.today)
    except XlsegError:  # what is wrong with the data is for 检查 to say
        return nothing(settings)
    return replace(known, unused=found.unused)


def _read(host: Host, request: Request) -> Read | None:
    """The data, where there are any that can be recognised."""
    try:
        return read(host, request)
    except XlsegError:
        return None


def _sources(host: Host, request: Request) -> dict[str, str]:
    """The sheets of the user's data, and what each holds."""
    found = _read(host, request)
    return {source.sheet: source.kind for source in found.sources} if found else {}


SETTINGS = Text(
    "《设置》写好了：先选「目标」，再按需要改黄色的格子，然后细分。",
    "The settings are written: choose a goal, change the yellow cells where you need to, then segment.",
)
GUIDE = Text("《使用说明》写好了。", "The guide is written.")
THERE = Text("使用说明在工作表「{sheet}」。", "The guide is on sheet '{sheet}'.")
