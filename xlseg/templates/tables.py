"""客户细分结果表 and 策略表 as the documents print them: to fill in by hand."""

from collections.abc import Sequence

from xlseg.blocks import Heading, Note
from xlseg.page import Page
from xlseg.sheets import result, result_hand, strategy, strategy_hand
from xlseg.text import Text

ROWS = 12
Cells = Sequence[tuple[Text | str | int | None, ...]]


def result_template(groups: Cells = ()) -> Page:
    """groups: ID, name, dimensions, features, customers, keywords, owner."""
    keys = [column.key for column in result.COLUMNS if column.key != "share"]
    rows = [dict(zip(keys, group, strict=True)) for group in groups]
    table = result_hand.hand_table(rows, blank=ROWS - len(rows))
    return Page("result", result.RESULT, (Note(HOW), table), frozen=True)


def strategy_template(groups: Cells = ()) -> Page:
    """groups: ID, name, features, direction, product, marketing and service measures, owner."""
    keys = [column.key for column in strategy_hand.COLUMNS]
    rows = [dict(zip(keys, group, strict=False)) for group in groups]
    blocks = (
        Note(PLAN),
        Heading(strategy.AVAILABLE),
        strategy.limits_table(),
        Heading(MEASURES),
        strategy_hand.hand_table(rows, blank=ROWS - len(rows)),
    )
    return Page("strategy", strategy.TITLE, blocks, reckon=strategy.reckoned)


MEASURES = Text("各群体的策略", "A strategy for each group")
HOW = Text(
    "黄色格子由您填，占比和合计自动计算；一般分 3–6 个群体。运行后，算出的群体写在上面，您填的保留在下面。",
    "The yellow cells are yours; shares and totals compute themselves. 3 to 6 groups are usual. A run writes its "
    "groups above and keeps yours below.",
)
PLAN = Text(
    "先填资源上限，再给每个群体写措施、负责人、预算和人力；加起来超过上限会标红。",
    "Fill in the limits, then measures, owner, budget and staff for each group; what is beyond a limit turns red.",
)
