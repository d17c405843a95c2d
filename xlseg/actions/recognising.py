"""Which sheet and which column was taken for what, without a look at what is wrong with the cells."""

from dataclasses import replace

from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.workbook import read, write
from xlseg.analysis import nothing
from xlseg.hosts import Host
from xlseg.plan import placed, settings_pages
from xlseg.report import Report
from xlseg.sheets.recognised import recognised_page, summary


def name_columns(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """Recognise, and write what was taken for what, and the settings by which that can be changed."""
    found = read(host, request)
    known = replace(nothing(found.settings), sources=found.sources, unused=found.unused)
    page = recognised_page(known, found.data, found.beside)
    plan = placed([page, *settings_pages(found.kept, known)], found.standing, known)
    return write(host, request, known, plan, *summary(known, found.data, found.beside), brief=True, shown=page.mark)
