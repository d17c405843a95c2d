"""What is written where: labels beside the user's tables, and pages where they stand or as new sheets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from xlseg.analysis import Analysis
from xlseg.cells import Located, Marked, Placed, Rows
from xlseg.entries import entries_area
from xlseg.errors import Problem, Problems
from xlseg.formulas import Where
from xlseg.hosts import Locked
from xlseg.live import Live
from xlseg.models import DEFAULTS
from xlseg.page import Page, carry_page, free_name, place, reckoned
from xlseg.settings import Settings
from xlseg.sheets import SIGNATURES, WORKED_IN
from xlseg.sheets.collection import list_area
from xlseg.sheets.guide import DATA, START, Guided, guide_page
from xlseg.sheets.hand import HANDMADE, hand_area, with_hand
from xlseg.sheets.labels import Target, labelled_sources, place_labels
from xlseg.sheets.listed import listing_area, listing_page, listings
from xlseg.sheets.living import besides
from xlseg.sheets.living import standing as stands
from xlseg.sheets.pages import ASKED, wanted
from xlseg.sheets.settings import settings_area, settings_page
from xlseg.standing import Standing
from xlseg.text import Text, join, same
from xlseg.thresholds import changed

GROWN: dict[str, Callable[[Rows, Marked], Marked]] = {
    "settings": settings_area,
    "collection": list_area,
    **{key: partial(hand_area, key) for key in HANDMADE},
    **{key: partial(entries_area, worked.columns) for key, worked in WORKED_IN.items()},
    **{listing.page: partial(listing_area, listing) for listing in listings(DEFAULTS)},
}  # pages that people add rows to
LATER = {"live": 1, "customers": 2}  # pages whose formulas speak of the tables of others
GUIDE = "guide"  # written when it is asked for, from all the others


MOST_LABELS = 3_000_000  # labels beside rows of orders; a closed file of more takes gigabytes to write


def beside_orders(analysis: Analysis) -> bool:
    """Whether labels go beside order rows too: not where that would be millions of cells that repeat 客户标签."""
    columns = sum(len(analysis.model(key).columns) for key in analysis.segmentations)
    rows = sum(len(source.frame) for source in labelled_sources(analysis) if source.kind == "orders")
    return rows * columns <= MOST_LABELS


def labels(
    standing: Standing,
    analysis: Analysis,
    data: Mapping[str, Rows],
    live: Live | None = None,
    where: Where | None = None,
) -> list[Placed]:
    """Each model's label columns beside each table they belong to; live: as formulas, over the tables in `where`."""
    found: list[Placed] = []
    marks, lang = dict(standing.marks), analysis.settings.general.lang
    fresh = live is not None or "page.live" in marks
    for source in labelled_sources(analysis) if beside_orders(analysis) else ():
        target = Target(source, data[source.sheet], analysis.whose(source), standing.host.width(source.sheet))
        at = stands(target, live)
        for beside in besides(target, analysis, live, fresh):
            placed = place_labels(target, beside, lang, marks, where, at)
            found += [placed] if placed.marks or placed.forget else []
            marks |= {mark: Marked(source.sheet, area) for mark, area in placed.marks.items()}
            at |= {".".join(mark.split(".")[1:3]): area.left for mark, area in placed.marks.items()}
            target = target._replace(width=max([target.width, *(area.right for area in placed.marks.values())]))
    return found


def settings_pages(kept: Settings, analysis: Analysis) -> list[Page]:
    """All settings, and the sheets of their own that some settings of the models that ran have."""
    lang = analysis.settings.general.lang
    kept = replace(kept, general=replace(kept.general, lang=lang))
    ran = [*analysis.segmentations, *analysis.refused]
    own = [listing for listing in listings(kept) if listing.owner.key in ran or changed(listing.owner, listing.field)]
    return [*(listing_page(listing, lang) for listing in own), settings_page(kept, lang, analysis)]


def result_pages(standing: Sequence[Standing], analysis: Analysis, asked: Collection[str] = ()) -> list[Page]:
    """What the models found: the pages always written, those asked for, and those that stand there already."""
    there = {sheet.key for sheet in ASKED for one in standing if one.find(f"page.{sheet.key}")}
    pages = (sheet.page(analysis) for sheet in wanted({*asked, *there}))
    return [page for page in pages if page]


def guided(standing: Standing, pages: Sequence[Page], analysis: Analysis, asked: Collection[str]) -> list[Page]:
    """The pages, after a guide to them and to the user's own sheets, where it is asked for or stands there already."""
    if GUIDE not in asked and not standing.find(f"page.{GUIDE}"):
        return list(pages)
    own = [Guided(DATA.get(source.kind, source.kind), same(source.sheet)) for source in analysis.sources]
    lang, taken = analysis.settings.general.lang, standing.host.sheets()
    first = [Guided(START, same(m.sheet)) for mark, m in standing.marks.items() if mark == f"page.{START}"]
    there = ((page, standing.find(page.mark)) for page in pages)
    ours = [Guided(p.key, same(m.sheet if m else free_name(p.title.of(lang), taken))) for p, m in there]
    return [guide_page([*first, *own, *ours]), *pages]


def guide_alone(standing: Standing, data: Mapping[str, str]) -> Page:
    """A guide to the sheets of the user's data, each with its kind, to ours, and to those a run will make."""
    own = [Guided(DATA.get(kind, kind), same(sheet)) for sheet, kind in data.items()]
    there = {key: same(sheet) for sheet, key in reversed(standing.ours().items())}
    made = {*(sheet.key for sheet in wanted(())), "quality", "settings"} - {"customers"}
    shown = [known for known in SIGNATURES if known.key in {*made, *there}]
    titles = {known.key: NOT_YET.format(title=known.title) for known in shown} | there
    return guide_page([*own, *(Guided(key, title) for key, title in titles.items() if key != GUIDE)])


NOT_YET = Text("{title}（细分后才有）", "{title} (once customers are segmented)")


def placed(pages: Sequence[Page], standing: Sequence[Standing], analysis: Analysis) -> list[Placed]:
    """The pages where they stand or newly made, with what the user typed into them before.

    A screen is laid out last, because its formulas speak of the tables of all others.
    """
    host, lang = standing[0].host, analysis.settings.general.lang
    taken, plan = list(host.sheets()), {}
    where: dict[str, Located] = {}
    for page in sorted(pages, key=lambda page: (page.screen, LATER.get(page.key, 0))):
        before = standing[0].find(page.mark)
        old = host.read(before.sheet) if before else ()
        before = before and grown(page.key, old, before)
        plan[page.key] = place(_carried(page, standing), lang, old, before, taken, where)
        taken.append(plan[page.key].sheet)
        where |= plan[page.key].located
    return [_forgetting(plan[page.key], standing[0]) for page in pages]


def grown(key: str, old: Rows, found: Marked) -> Marked:
    """Where a page stands, with what people added to it that is ours to write again."""
    return GROWN[key](old, found) if key in GROWN else found


def _forgetting(placed: Placed, standing: Standing) -> Placed:
    """Without the names of key figures that stood on its sheet and do no more."""
    figures = {mark for mark, found in standing.marks.items() if mark[:7] == "figure." and found.sheet == placed.sheet}
    return replace(placed, forget=tuple(sorted(figures - set(placed.marks))))


def may_write(locked: Locked, plan: Sequence[Placed], there: Collection[str]) -> None:
    """Raise XlsegError, naming all sheets at once, where what is planned would meet a protection of the user's.

    there: the sheets of the workbook.
    """
    written = {part.sheet: part.sheet not in there for part in plan}
    closed = [sheet for sheet in written if sheet in locked.sheets]
    new = [sheet for sheet, made in written.items() if made]
    problems = [Problem(PROTECTED.format(sheets=join(closed, QUOTED_ITEMS)))] if closed else []
    veiled = list(dict.fromkeys(part.sheet for part in plan if part.room and part.sheet in locked.filtered))
    problems += [Problem(FILTERED.format(sheets=join(veiled, QUOTED_ITEMS)))] if veiled else []
    problems += [Problem(FIXED.format(sheets=join(new, QUOTED_ITEMS)))] if locked.book and new else []
    Problems(problems).tell()


def _carried(page: Page, standing: Sequence[Standing]) -> Page:
    """With what was typed into it here or, later and so overriding, in the file written before."""
    for host, found in ((s.host, s.find(page.mark)) for s in standing):
        if found:
            old = host.typed(found.sheet)
            page = carry_page(with_hand(page, old, found.area), old, found.area)
    return reckoned(page)


QUOTED_ITEMS = Text("」、「", "', '")
PROTECTED = Text(
    "工作表「{sheets}」受保护，不能写入，所以什么都没有写；请在 Excel 里点 审阅 → 撤销工作表保护，再运行",
    "sheet '{sheets}' is protected and cannot be written into, so nothing was written; choose Review → Unprotect "
    "Sheet in Excel, then run again",
)
FILTERED = Text(
    "工作表「{sheets}」正在筛选，Excel 不能在里面移动单元格，所以什么都没有写；请点 数据 → 清除（筛选），再运行",
    "sheet '{sheets}' is filtered, and Excel cannot move its cells, so nothing was written; choose Data → Clear "
    "(filter), then run again",
)
FIXED = Text(
    "工作簿的结构受保护，加不了工作表「{sheets}」，所以什么都没有写；请在 Excel 里点 审阅 → 保护工作簿 来取消，再运行",
    "the structure of the workbook is protected and cannot take new sheets ('{sheets}'), so nothing was written; turn "
    "Review → Protect Workbook off in Excel, then run again",
)
