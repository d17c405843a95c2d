"""The RFM heat map: how many customers have each score of recency and of frequency."""

import numpy as np
import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import Column
from xlseg.sheets.dashboard.part import Part, formulas
from xlseg.text import Text, same

R = Column("r_score", Text("R＼F 得分", "R by F score"))
COUNT = Column("count", Text("客户数", "Customers"), "count")
SHARE = Column("share", Text("客户占比", "Share"), "share")
EACH = Column("each", Text("人均金额", "Revenue each"), "money")
MOST = 6  # scores that fit on a screen beside the rest


def heat(analysis: Analysis) -> Part | None:
    """Rows from the most recent buyers down, frequency from left to right; None without RFM scores."""
    found = analysis.segmentations.get("rfm")
    if found is None or not found.labels["r_score"].notna().any():
        return None
    scores = found.labels[["r_score", "f_score"]].dropna().astype(int)
    recent, often = (range(1, int(scores[key].max()) + 1) for key in scores)
    counts = pd.crosstab(scores["r_score"], scores["f_score"]).reindex(index=recent[::-1], columns=often, fill_value=0)
    fs = tuple(Column(f"f_{n}", same(f"F = {n}"), "count") for n in often)
    rows = counts.set_axis([column.key for column in fs], axis=1).reset_index(drop=True)
    rows.insert(0, "r_score", [same(f"R = {n}") for n in counts.index])
    total = rows[[column.key for column in fs]].sum(axis=1)
    rows["count"] = formulas("+".join(f"{{{column.key}}}" for column in fs), total)
    rows["share"] = formulas("{count}/SUM({count:all})", total / total.sum())
    if "revenue" in analysis.customers:
        spent = analysis.customers.set_index("customer_id")["revenue"].reindex(scores.index)
        mean = spent.groupby(scores["r_score"].to_numpy()).mean().reindex(counts.index)
        rows["each"] = np.asarray(mean, dtype=float)
    columns = (R, *fs, COUNT, SHARE, EACH)
    return Part("heat", HEAT, columns, rows, note=SAID, scales=tuple(column.key for column in fs))


HEAT = Text("RFM 热力图", "RFM heat map")
SAID = Text(
    "每格是客户数，颜色越深人越多；R 高 = 最近买过，F 高 = 买得多。",
    "Customers in each cell, darker is more; R high = bought recently, F high = buys often.",
)
TITLED = Text("RFM 热力图：{said}", "RFM heat map. {said}")
