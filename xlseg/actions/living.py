"""Labels as live formulas, where the settings ask for them: what they rest on, the page that holds it, what is told."""

from collections.abc import Iterator, Sequence

from xlseg.analysis import Analysis
from xlseg.frozen import Frozen
from xlseg.live import Live, alive
from xlseg.models import MODELS
from xlseg.page import Page
from xlseg.settings import Settings
from xlseg.sheets.customers import living as living_customers
from xlseg.sheets.labels import labelled_sources
from xlseg.sheets.live import live_page, setting_cells
from xlseg.sheets.living import confused
from xlseg.standing import Standing
from xlseg.text import Text, join, same

MOST = 200_000  # customers; more formulas than theirs make Excel slow


def living(analysis: Analysis, kept: Settings, pages: Sequence[Page]) -> Live | None:
    """None where labels are to be values. kept: the settings as their sheet says them, on one of these pages."""
    if analysis.settings.general.labels != "formulas" or len(analysis.customers) > MOST:
        return None
    models = [analysis.model(key) for key in analysis.segmentations]
    said = {model.key: model for model in kept.models}
    return alive(
        models, analysis.segmentations, analysis.customers, setting_cells(pages), said, (kept.general, kept.cleaning)
    )


def with_live(pages: Sequence[Page], live: Live | None, standing: Sequence[Standing], analysis: Analysis) -> list[Page]:
    """The pages with that of the formulas, which stays once it is there."""
    lang = analysis.settings.general.lang
    if live is None:
        there = any(one.find("page.live") for one in standing)
        return [*pages, live_page(None)] if there else list(pages)
    own = [living_customers(page, live, lang) if page.key == "customers" else page for page in pages]
    return [*own[:-1], live_page(live), own[-1]]  # before the settings


def frozen_sentences(still: Frozen) -> Iterator[Text]:
    """Which labels this run did not renew and made values of."""
    titles = {model.key: model.title for model in MODELS}
    if still.models:
        yield FROZEN.format(models=join(titles.get(key, same(key)) for key in still.models))
    if still.unknown:
        yield UNKNOWN


def alive_sentences(live: Live | None, analysis: Analysis) -> Iterator[Text]:
    """Which labels are alive and which are not, and why."""
    if live is None:
        if analysis.settings.general.labels == "formulas":
            yield TOO_MANY.format(most=MOST)
        return
    titles = {model.key: model.title for model in live.ran}
    told = {limit.model for limit in live.board.followed}
    apart = {limit.model for limit in (*live.board.limits, *live.board.days)} - told
    groups = {ALIVE: told, BY_LIMITS: apart}
    for said, models in groups.items():
        if of := [titles[key] for key in live.models if titles[key] in models]:
            yield said.format(models=join(of))
    if rest := [titles[key] for key in live.models if titles[key] not in told | apart]:
        yield BY_DATA.format(models=join(rest))
    if live.models:
        yield ONLY_LABELS
    if live.models and confused(live) and all(s.kind == "orders" for s in labelled_sources(analysis)):
        yield CONFUSED
    if live.refused:
        yield STILL.format(models=join(WHY.format(model=titles[key], why=why) for key, why in live.refused.items()))


ALIVE = Text(
    "这些标签是实时公式，改《设置》里的数马上跟着变：{models}。",
    "These labels are live formulas and follow the sheet Settings at once: {models}.",
)
FROZEN = Text(
    "这次没有更新的标签改成了数值，不再跟着《设置》变：{models}。",
    "Labels this run did not renew are values now and no longer follow the sheet Settings: {models}.",
)
CONFUSED = Text(
    "有的客户ID只有大小写或全角半角不同，Excel 分不清，订单旁边的标签写成了数值，《客户标签》里的是公式。",
    "Some customer IDs differ in case or width only, which Excel does not tell apart when it looks one up: labels "
    "beside orders are values, those on the sheet Customer labels formulas.",
)
BY_LIMITS = Text(
    "这些标签跟着《实时公式》里蓝色的界限变；它们的设置改了要再运行一次：{models}。",
    "These labels follow the blue limits on the sheet Live formulas; after changing their settings segment again: "
    "{models}.",
)
BY_DATA = Text(
    "这些标签跟着客户的数据变；它们的设置改了要再运行一次：{models}。",
    "These labels follow the data of the customers; after changing their settings segment again: {models}.",
)
ONLY_LABELS = Text(
    "只有标签马上变：结果表、仪表盘等仍是这次运行的数字，要一致就再运行一次。",
    "Only labels change at once: results and dashboard show this run until you segment again.",
)
UNKNOWN = Text(
    "有的公式还没有算出结果，这些格子留空；请先在 Excel 里打开并保存，再运行，或一起运行这些模型。",
    "Some of their formulas had no results yet and became blank: open and save the workbook in Excel before you run, "
    "or run these models too.",
)
STILL = Text("这些仍是数值：{models}。", "These are still values: {models}.")
WHY = Text("{model}（{why}）", "{model} ({why})")
TOO_MANY = Text(
    "客户超过 {most:,} 位，标签写成了数值：这么多公式会让 Excel 很慢。",
    "More than {most:,} customers: labels are values, because so many formulas would make Excel slow.",
)
