"""What the clusters are like, and how many of them there could be."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Table
from xlseg.columns import Column
from xlseg.fields import resolve, title_of
from xlseg.models.clusters import Clusters
from xlseg.models.clusters.evidence import INERTIA, SILHOUETTE, K
from xlseg.rules.table import numbers, type_of
from xlseg.sheets.dashboard.part import Drawn, Part
from xlseg.text import Text

SPOKES, LEAST = 6, 3  # measures of a profile, at most and at least
MOST = 6  # clusters that can be told apart in one chart
MEASURE = Column("measure", Text("指标", "Measure"), "wide")


def profiles(analysis: Analysis) -> Part | None:
    """The mean percentile rank of each cluster, of the six largest: the customers together have 50 in everything."""
    found, measures = analysis.segmentations.get("clusters"), _measures(analysis)
    if found is None or len(measures) < LEAST:
        return None
    label = found.labels["segment"].reindex(analysis.customers["customer_id"]).to_numpy()
    clustered = analysis.customers[pd.Series(label).isin([s.key for s in found.segments if not s.residual]).to_numpy()]
    label = found.labels["segment"].reindex(clustered["customer_id"]).to_numpy()
    ranks = {key: pd.Series(numbers(clustered[key])).rank(pct=True, ascending=key != RECENCY) * 100 for key in measures}
    means = pd.DataFrame(ranks).groupby(label).mean().T
    largest = pd.Series(label).value_counts().index[:MOST]
    shown = [s for s in found.segments if s.key in set(largest)]
    rows = means[[s.key for s in shown]].reset_index(drop=True)
    rows.insert(0, "measure", [SHORT.get(key) or title_of(key) for key in measures])
    columns = (MEASURE, *(Column(s.key, s.title, "decimal") for s in shown))
    drawn = Drawn(PROFILES, "radar", tuple(s.key for s in shown))
    return Part("profiles", PROFILES, columns, rows, (drawn,), SAID)


def elbow(analysis: Analysis) -> Part | None:
    """The numbers of groups side by side, from the evidence of the clusters."""
    found = analysis.segmentations.get("clusters")
    tables = (block for block in found.evidence if isinstance(block, Table)) if found else ()
    wanted = [column.key for column in (K, INERTIA, SILHOUETTE)]
    rows = next((table.rows[wanted] for table in tables if set(wanted) <= set(table.rows)), None)
    if rows is None or len(rows) < 2:
        return None
    drawn = Drawn(ELBOW, "line", (INERTIA.key, SILHOUETTE.key), (SILHOUETTE.key,))
    return Part("elbow", ELBOW, (K, INERTIA, SILHOUETTE), rows, (drawn,), READING)


def _measures(analysis: Analysis) -> list[str]:
    """Columns of numbers: those clustered on, then the usual ones."""
    if "clusters" not in analysis.segmentations:
        return []
    model, there = analysis.model("clusters"), [str(column) for column in analysis.customers]
    based = [resolve(name, there) for name in model.basis] if isinstance(model, Clusters) else []
    keys = dict.fromkeys(key for key in (*based, *SHORT) if key in there)
    numeric = [
        k for k in keys if k and type_of(analysis.customers[k]) == "number" and analysis.customers[k].nunique() > 1
    ]
    return numeric[:SPOKES]


RECENCY = "days_since_last"
SHORT = {
    RECENCY: Text("最近购买", "Recency"),
    "orders": Text("订单数", "Orders"),
    "revenue": Text("累计金额", "Revenue"),
    "average_order": Text("客单价", "Average order"),
    "order_interval": Text("购买间隔", "Interval"),
    "categories": Text("品类数", "Categories"),
    "activities": Text("互动次数", "Activities"),
    "age": Text("年龄", "Age"),
}  # the usual measures, in words that fit around a chart
PROFILES = Text("各群画像（百分位）", "Cluster profiles (percentiles)")
SAID = Text(
    "每个指标把客户从低到高排成 0–100 的百分位，这里是各群的平均；全体平均是 50，买得越近「最近购买」越高。"
    "最多画人数最多的 6 群。",
    "Customers are ranked from 0 to 100 in each measure; these are the clusters' means, and 50 is the mean of all; "
    "recent buyers rank high. The six largest clusters are shown.",
)
ELBOW = Text("肘部法与轮廓系数", "Elbow and silhouette")
READING = Text(
    "组内平方和的拐点、轮廓系数的高点，说明分几群合适；依据见《细分依据》。",
    "The bend of the inertia and the peak of the silhouette say how many groups fit; see the sheet Evidence.",
)
