"""What each customer is labelled with: the group, how surely, and the rule it can be told by."""

from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.blocks import Block
from xlseg.columns import ORDERS, Column
from xlseg.models.clusters.kmeans import UNCLUSTERED_KEY, Fitted
from xlseg.models.clusters.naming import Profile, Told
from xlseg.models.clusters.rules import Rules
from xlseg.rules.table import numbers
from xlseg.scoring import Floats, Scores
from xlseg.segments import Segment
from xlseg.text import Text, join

SEGMENT = Column("segment", Text("聚类客户群", "Cluster segment"))
CONFIDENCE = Column("confidence", Text("聚类把握", "Cluster confidence"), "share")
REASON = Column("reason", Text("聚类依据", "Cluster reason"), "wide")


class Found(NamedTuple):
    """Clusters of the usable customers in the order of their IDs, best group first, and how they came about."""

    fitted: Fitted
    groups: Scores
    confidence: Floats
    raw: Floats
    profile: Profile
    rules: Rules
    why: tuple[Block, ...]


def labels(ids: pd.Series, rows: Scores, found: Found, names: list[Text]) -> pd.DataFrame:
    """Segment, confidence and reason of every customer; rows: positions of those that are clustered."""
    segment = np.full(len(ids), UNCLUSTERED_KEY, dtype=object)
    segment[rows] = np.array(found.fitted.keys, dtype=object)[found.groups]
    confidence = np.full(len(ids), np.nan)
    confidence[rows] = np.round(found.confidence, 6)
    reason = np.full(len(ids), None, dtype=object)
    reason[rows] = _reasons(found, names)[found.rules.position, found.groups]
    labels = {SEGMENT.key: segment, CONFIDENCE.key: confidence, REASON.key: reason}
    return pd.DataFrame(labels, index=pd.Index(ids, name="customer_id"))


def _reasons(found: Found, names: list[Text]) -> "np.ndarray[tuple[int, int], np.dtype[np.object_]]":
    """One text for each rule (rows) and group (columns): the rule, and whether it would have said another group."""
    texts = np.empty((len(found.rules.rules), len(names)), dtype=object)
    for n, rule in enumerate(found.rules.rules):
        text = rule.text(found.fitted.basis.features)
        other = BUT.format(rule=text, group=names[rule.group])
        for group in range(len(names)):
            texts[n, group] = text if group == rule.group else other
    return texts


def segments(found: Found, titles: list[Told], left_out: pd.DataFrame) -> tuple[Segment, ...]:
    """Best to worst, then those that could not be clustered, the customers `left_out`."""
    features = found.fitted.basis.features
    texts = [[r.text(features) for r in found.rules.rules if r.group == group] for group in range(len(titles))]
    described = (ROUGHLY.format(rules=join(text, OR)) if text else NEAREST for text in texts)
    named = zip(found.fitted.keys, titles, described, strict=True)
    own = (Segment(key, told.title, rule, told.features, told.action) for key, told, rule in named)
    return tuple(chain(own, [_unclustered(left_out)]))


def _unclustered(customers: pd.DataFrame) -> Segment:
    """Why: who never bought has nothing that purchases are measured by."""
    never = numbers(customers[ORDERS.key]) == 0 if ORDERS.key in customers else np.zeros(len(customers), dtype=bool)
    why = NEVER if len(never) and never.all() else NEVER_OR_BLANK if never.any() else BLANK
    return Segment(UNCLUSTERED_KEY, Text("未能聚类", "Unclustered"), why, residual=True)


NEVER = Text("没有购买记录", "no purchase")
BLANK = Text("聚类用的列有空白或无效的数", "a column clustered on is blank or no finite number")
NEVER_OR_BLANK = Text(
    "没有购买记录，或聚类用的列有空白或无效的数", "no purchase, or a column clustered on is blank or no finite number"
)
OR = Text("；或 ", "; or ")
ROUGHLY = Text("大致是：{rules}", "roughly: {rules}")
NEAREST = Text("离本群的中心最近", "nearest to the centre of this group")
BUT = Text(
    "{rule}（照规则多为「{group}」，按中心距离归本群）", "{rule} (mostly '{group}'; nearer to this group's centre)"
)
