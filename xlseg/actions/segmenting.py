"""Customers segmented: labels, result, and the pages that go with them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from xlseg.actions.living import alive_sentences, frozen_sentences, living, with_live
from xlseg.actions.request import NOTHING_ASKED, Request
from xlseg.actions.workbook import Read, read, write
from xlseg.analysis import Analysis, analyze
from xlseg.backup import MARK, MOST_KEPT, backup, changed, emptied
from xlseg.cells import Placed
from xlseg.frozen import alive, frozen
from xlseg.hosts import Host
from xlseg.models import MODELS
from xlseg.plan import beside_orders, guided, labels, placed, result_pages, settings_pages
from xlseg.report import Report
from xlseg.settings import Row
from xlseg.sheets.feedback import unknown
from xlseg.sheets.quality import quality_page
from xlseg.standing import Standing, read_entered
from xlseg.text import Text, join


def segment(
    host: Host, request: Request = NOTHING_ASKED, asked: Collection[str] = (), shown: str = "dashboard"
) -> Report:
    """Recognise, analyze, and write labels, result and settings; nothing is written unless all of it can be.

    asked: keys of further pages to write. shown: the key of the page to see afterwards, else the first one.
    """
    found = read(host, request)
    analysis = analyze(*found.sources, settings=found.settings, progress=request.progress, today=request.today)
    analysis = replace(analysis, unused=found.unused, entered=read_entered(found.standing))
    pages = [
        *result_pages(found.standing, analysis, asked),
        quality_page(analysis),
        *settings_pages(found.kept, analysis),
    ]
    formulas = living(analysis, found.kept, pages)
    pages = guided(found.standing[0], with_live(pages, formulas, found.standing, analysis), analysis, asked)
    parts = placed(pages, found.standing, analysis)
    where = {name: at for part in parts for name, at in part.located.items()}
    beside = labels(found.standing[0], analysis, found.data, formulas, where)
    kept, said = _kept(found, request, beside, analysis)
    renewed = {mark for part in (*beside, *parts) for mark in (*part.marks, *part.forget)}
    still = frozen(found.standing[0], renewed)
    remarks = [*_remarks(found.standing[0], analysis), *frozen_sentences(still)]
    last = [*remarks, *alive_sentences(formulas, analysis), *said]
    return write(host, request, analysis, [*still.parts, *kept, *beside, *parts], last=last, shown=f"page.{shown}")


def live(host: Host, request: Request = NOTHING_ASKED) -> Report:
    """The same with labels as formulas, from now on."""
    return segment(host, replace(request, given=(*request.given, Row("general.labels", value="formulas"))))


def only(key: str) -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, replace(request, given=(*request.given, Row("general.models", value=key))))

    return run


def with_pages(*asked: str, shown: str = "dashboard") -> Callable[[Host, Request], Report]:
    def run(host: Host, request: Request = NOTHING_ASKED) -> Report:
        return segment(host, request, asked, shown)

    return run


def _kept(
    found: Read, request: Request, beside: Sequence[Placed], analysis: Analysis
) -> tuple[list[Placed], tuple[Text, ...]]:
    """The labels that are there, kept for one undo, and what to say of it; those kept before stay where none change."""
    standing, lang = found.standing[0], analysis.settings.general.lang
    kept = changed(beside, standing, found.data) if request.undoable else []
    if not kept:
        return [], ()
    if sum(len(one.cells) for one in kept if one.rows) > MOST_KEPT:
        return emptied(standing, lang), (TOO_MANY_KEPT,)
    if _full(standing):
        return [], (NOT_KEPT,)
    said = (KEPT, KEPT_VALUES) if alive(standing) else (KEPT,)
    return backup(kept, standing, analysis.sources, lang), said


def _full(standing: Standing) -> bool:
    """Whether the workbook takes no new sheet and has none for the backup."""
    return standing.host.locked().book and not standing.find(MARK)


def _remarks(standing: Standing, analysis: Analysis) -> list[Text]:
    """Labels that are not written, and labels of an earlier run that this one leaves as they are."""
    ran = analysis.segmentations
    keys = {mark.split(".")[1] for mark in standing.labels}
    stale = [model.title for model in MODELS if model.key in keys and model.key not in ran]
    said = [] if beside_orders(analysis) else [TOO_MANY_ROWS]
    who = unknown(analysis)
    return [
        *said,
        *([FEEDBACK.format(said=who)] if who else []),
        *([STALE.format(models=join(stale))] if stale else []),
    ]


TOO_MANY_ROWS = Text(
    "订单行太多，标签只写在《客户标签》里，没有写在每一行订单旁边。",
    "There are too many order rows: labels stand on the sheet Customer labels only, not beside each order.",
)
KEPT = Text(
    "原来的标签留了一份，要恢复就点「撤销上次细分」。",
    "The labels that were there are kept: Undo segmentation puts them back.",
)
KEPT_VALUES = Text("恢复的是数值，不是公式。", "It puts values back, not formulas.")
TOO_MANY_KEPT = Text(
    "标签太多，没有留下原来的一份，这次细分不能撤销；需要旧标签，请不保存就关闭工作簿。",
    "There are too many labels to keep those that were there, so this cannot be undone; to have them back, close "
    "without saving.",
)
NOT_KEPT = Text(
    "工作簿的结构受保护，没有留下原来的标签，这次细分不能撤销。",
    "The structure of the workbook is protected, so the labels that were there are not kept and cannot be put back.",
)
FEEDBACK = Text("《客户反馈》：{said}", "Customer feedback: {said}")
STALE = Text(
    "以前的标签还在、这次没有更新：{models}；要更新就一起运行这些模型。",
    "Labels of an earlier run that this one did not renew: {models}; run these models too to renew them.",
)
