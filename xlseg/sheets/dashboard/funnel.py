"""How far customers came: by the stages of the lifecycle where it ran, else by their orders."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.cells import Formula, result_of
from xlseg.columns import Column
from xlseg.segments import Segmentation
from xlseg.sheets.dashboard.groups import counted
from xlseg.sheets.dashboard.part import Drawn, Part, filled, formulas, quoted
from xlseg.text import Text, join, same

STEP = Column("step", Text("走到哪一步", "Step"), "wide")
COUNT = Column("count", Text("客户数", "Customers"), "count")
OF_ALL = Column("of_all", Text("占全部客户", "Of all"), "share")
BOUGHT = ("loyal", "mature", "new", "lost")  # stages of customers who bought


def funnel(analysis: Analysis) -> Part | None:
    """None where nothing is known of orders."""
    if "lifecycle" in analysis.segmentations:
        cells, note = _of_stages(analysis.segmentations["lifecycle"]), BY_STAGES
    elif "orders" in analysis.customers:
        cells, note = _of_orders(analysis), BY_ORDERS
    else:
        return None
    rows = pd.DataFrame({"step": list(cells), "count": list(cells.values())}, dtype=object)
    counts = pd.Series([result_of(cell) for cell in cells.values()], dtype=float)
    rows["of_all"] = formulas("{count}/MAX({count:all})", counts / max(counts.max(), 1))
    return Part("funnel", FUNNEL, (STEP, COUNT, OF_ALL), rows, (Drawn(FUNNEL, "bar", ("count",)),), note)


def stages(found: Segmentation, *keys: str) -> Formula:
    """The customers of some stages in 客户细分结果表."""
    titles = found.titles()
    text = join((filled(counted("lifecycle", "<title>"), title=quoted(titles[key])) for key in keys), same("+"))
    return Formula(text, int(found.labels["segment"].isin(keys).sum()))


def _of_stages(found: Segmentation) -> dict[Text, object]:
    """Each step holds the stages that came at least so far."""
    return {
        ALL: Formula("SUM({result.lifecycle!count:all})", len(found.labels)),
        ONCE: stages(found, *BOUGHT),
        BUYING: stages(found, *BOUGHT[:3]),
        AGAIN: stages(found, *BOUGHT[:2]),
        LOYAL: stages(found, *BOUGHT[:1]),
    }


def _of_orders(analysis: Analysis) -> dict[Text, object]:
    customers, days = analysis.customers, analysis.settings.general.recent_days
    times = customers["orders"].fillna(0)
    steps: dict[Text, object] = {ALL: len(customers), ONCE: int((times >= 1).sum()), TWICE: int((times >= 2).sum())}
    if "recent_orders" in customers:
        still = (times >= 2) & (customers["recent_orders"].fillna(0) > 0)
        steps[STILL.format(days=days)] = int(still.sum())
    return steps


FUNNEL = Text("客户漏斗", "Customer funnel")
BY_STAGES = Text(
    "按《客户细分结果表》里各生命周期阶段的客户数累计；改了那里的数，这里跟着变。",
    "Stages of the lifecycle on the sheet Segmentation result added up; change a count there, and this follows.",
)
BY_ORDERS = Text("按订单数计算；每一步都是上一步的一部分。", "By orders; each step is part of the one before.")
ALL = Text("全部客户", "All customers")
ONCE = Text("购买过", "Bought")
TWICE = Text("买过两次及以上", "Bought twice or more")
STILL = Text("近 {days} 天还在买", "Still buying (last {days} days)")
BUYING = Text("没有流失", "Not lost")
AGAIN = Text("成熟和忠实", "Mature or loyal")
LOYAL = Text("忠实", "Loyal")
