"""The groups of a model by customers and by revenue, over the cells of 客户细分结果表."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.columns import Column
from xlseg.segments import rounded_shares
from xlseg.sheets.dashboard.part import REVENUE, Drawn, Part, formulas
from xlseg.text import Text

TITLE = Column("title", Text("客户群体", "Segment"), "wide")
COUNT = Column("count", Text("客户数", "Customers"), "count")
SHARE = Column("share", Text("客户占比", "Share of customers"), "share")
REVENUE_SHARE = Column("revenue_share", Text("金额占比", "Share of revenue"), "share")
ORDERS = Column("orders", Text("订单数", "Orders"), "count")
EACH = Column("each", Text("人均金额", "Revenue per customer"), "money")
COLUMNS = (TITLE, COUNT, SHARE, REVENUE_SHARE, REVENUE, ORDERS, EACH)


def leading(analysis: Analysis) -> Part:
    """The groups of the first model that ran."""
    key = next(iter(analysis.segmentations))
    rows = _rows(analysis, key)
    drawn = [Drawn(BY_CUSTOMERS, "bar", ("count",))]
    if "revenue" in rows:
        drawn += [Drawn(SHARES, "bar", ("share", "revenue_share")), Drawn(BY_EACH, "bar", ("each",), filler=True)]
    title = OF.format(model=analysis.model(key).title)
    return Part("groups", title, COLUMNS, rows, tuple(drawn))


def further(analysis: Analysis) -> list[Part]:
    """Those of one more: the stages of the lifecycle, else the clusters, else the second model; of customers of whom
    no orders are known, those of several, since there is little else to draw."""
    rest = list(analysis.segmentations)[1:]
    keys = list(dict.fromkeys(key for key in ("lifecycle", "clusters", *rest) if key in rest))
    return [_one(analysis, key) for key in keys[: 1 if "orders" in analysis.customers else SEVERAL]]


def _one(analysis: Analysis, key: str) -> Part:
    rows, title = _rows(analysis, key), OF.format(model=analysis.model(key).title)
    y = ("share", "revenue_share") if "revenue" in rows else ("count",)
    return Part(f"further.{key}", title, COLUMNS, rows, (Drawn(title, "bar", y),))


def counted(model: str, title: str, key: str = "count") -> str:
    """The customers of a group in 客户细分结果表, or another number of its row; title: a cell or a quoted text that
    holds its name."""
    return f"SUMPRODUCT(--({{result.{model}!title:all}}={title}),{{result.{model}!{key}:all}})"


def _rows(analysis: Analysis, key: str) -> pd.DataFrame:
    segmentation, customers = analysis.segmentations[key], analysis.customers
    found = analysis.groups[key]
    titles = segmentation.titles()
    rows = pd.DataFrame({"title": [titles[key] for key in found.index]}, found.index)
    rows["count"] = formulas(counted(key, "{title}"), found["count"])
    shares = pd.Series(rounded_shares(found["count"].tolist()), found.index)  # as the result has them
    rows["share"] = formulas(counted(key, "{title}", "share"), shares)
    if "revenue" in found and found["revenue"].sum() > 0:
        rows["revenue_share"] = formulas("{revenue}/SUM({revenue:all})", found["revenue_share"])
        rows["revenue"] = found["revenue"]
        each = (found["revenue"] / found["count"]).where(found["count"] > 0, 0.0)
        rows["each"] = formulas("IF({count}>0,{revenue}/{count},0)", each)
    if "orders" in customers:
        labels = segmentation.labels["segment"].reindex(customers["customer_id"]).to_numpy()
        rows["orders"] = customers["orders"].groupby(labels).sum().reindex(found.index, fill_value=0).astype(float)
    return rows.reset_index(drop=True)


SEVERAL = 5
OF = Text("{model}：各群体", "{model} groups")
BY_CUSTOMERS = Text("各群体的客户数", "Customers by segment")
SHARES = Text("客户占比与金额占比", "Customers against revenue")
BY_EACH = Text("各群体的人均金额", "Revenue per customer by segment")
