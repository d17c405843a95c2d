"""仪表盘: one screen of key figures and charts, over tables below it that live on the cells of the result."""

from itertools import islice

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Chart, Note, Panel
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.sheets.dashboard import buying, figures, heat
from xlseg.sheets.dashboard.clusters import elbow, profiles
from xlseg.sheets.dashboard.funnel import funnel
from xlseg.sheets.dashboard.groups import further, leading
from xlseg.sheets.dashboard.part import Part
from xlseg.text import Text, join

TITLE = Text("仪表盘", "Dashboard")
FIRST = Column("customers", figures.SUMS["count"])  # the first key figure, by which the sheet is known
ACROSS, MOST, ROOM = 3, 9, 6  # charts beside each other, on the screen, and with all that is known above a heat map


def dashboard_page(analysis: Analysis) -> Page | None:
    """Key figures and charts of all that ran; None where nothing did."""
    if not analysis.segmentations or not len(analysis.customers):
        return None
    parts, scored = {part.key: part for part in _parts(analysis)}, heat.heat(analysis)
    lead = analysis.model(next(iter(analysis.segmentations)))
    said = SAID.format(model=lead.title)
    said = join((AS_OF.format(as_of=analysis.as_of_day), said), THEN) if analysis.as_of_day else said
    mapped = scored is not None and len(scored.scales) <= heat.MOST
    shown, later = charts(parts), parts.get("elbow") if mapped else None
    if later and len(shown) > ROOM:  # the heat map takes its place; it stands in the evidence too
        shown = charts({key: part for key, part in parts.items() if part is not later})
    screen: list[Block] = [Note(said), figures.tiles(analysis, parts), Panel(tuple(shown), ACROSS)]
    below = [block for part in parts.values() for block in part.blocks]
    if later and not any(chart.of == later.name for chart in shown):
        below += later.charts()
    if scored and mapped:
        screen += [Note(heat.TITLED.format(said=scored.note)), scored.table]
    elif scored:
        below = [*scored.blocks, *below]
    return Page("dashboard", TITLE, (*screen, *below), screen=True)


def charts(parts: dict[str, Part]) -> list[Chart]:
    """Those of the parts in their order, and of the fillers as many as complete a line."""
    found = [chart for part in parts.values() for chart in part.charts()]
    fillers = (chart for part in parts.values() for chart in part.charts(fillers=True))
    return [*found, *islice(fillers, -len(found) % ACROSS)][:MOST]


def _parts(analysis: Analysis) -> list[Part]:
    customers = analysis.customers
    found = (
        leading(analysis),
        buying.pareto(customers),
        funnel(analysis),
        buying.months(analysis.orders),
        buying.times(customers),
        *further(analysis),
        profiles(analysis),
        elbow(analysis),
    )
    return [part for part in found if part]


AS_OF = Text("分析日期 {as_of}", "As of {as_of}")
THEN = Text("；", ". ")
SAID = Text(
    "群体按「{model}」划分；图表随下面的表和《客户细分结果表》变化。",
    "Segments by '{model}'. The charts follow the tables below and the sheet Segmentation result.",
)
