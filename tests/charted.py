"""A page with a chart of each kind, for the tests of pages and pictures."""

import pandas as pd

from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.text import Text

K = Column("k", Text("群体数", "Groups"), "count")
INERTIA = Column("inertia", Text("组内平方和", "Inertia"), "decimal")
SILHOUETTE = Column("silhouette", Text("轮廓系数", "Silhouette"), "number")
ORDERS = Column("orders", Text("订单数", "Orders"))
ACTUAL = Column("actual", Text("实际客户数", "Actual customers"), "count")
EXPECTED = Column("expected", Text("预期客户数", "Expected customers"), "count")
COUNT = Column("count", Text("订单数", "Orders"), "count")
REVENUE = Column("revenue", Text("累计金额", "Revenue"), "money")


def charted() -> Page:
    """How many groups, on two axes; what was expected, above a total, and as a radar; a cloud of points."""
    elbow = pd.DataFrame(
        {
            "k": range(2, 11),
            "inertia": [12345.6, 9000.2, 7100.5, 6400.1, 5900, 5550, 5300, 5100, 4950],
            "silhouette": [0.52, 0.44, 0.47, 0.41, 0.38, 0.35, 0.33, 0.32, 0.3],
        }
    )
    counts = pd.DataFrame(
        {
            "orders": ["0", "1", "2", "3", Text("合计", "Total")],
            "actual": [1200, 640, 310, 150, 2300],
            "expected": [1180, 655, 322, 161, 2318],
        }
    )
    points = pd.DataFrame({"count": [1, 2, 2, 4, 7, 9], "revenue": [90.5, 150, 310, 520, 700, 1800]})
    return Page(
        "charts",
        Text("图表", "Charts"),
        (
            Heading(Text("分几群", "How many groups")),
            Table((K, INERTIA, SILHOUETTE), elbow),
            Chart(
                Text("各群体数下的组内平方和与轮廓系数", "Inertia and silhouette for each number of groups"),
                "line",
                "k",
                ("inertia", "silhouette"),
                ("silhouette",),
            ),
            Heading(Text("实际与预期", "Actual and expected")),
            Table((ORDERS, ACTUAL, EXPECTED), counts, total=True),
            Chart(
                Text("实际与预期客户数", "Actual and expected customers"),
                "column",
                "orders",
                ("actual", "expected"),
            ),
            Note(Text("预期来自模型。", "Expected by the model.")),
            Heading(Text("画像", "Profiles")),
            Table((ORDERS, ACTUAL, EXPECTED), counts, total=True),
            Chart(Text("画像", "Profiles"), "radar", "orders", ("actual", "expected")),
            Heading(Text("订单与金额", "Orders and revenue")),
            Table((COUNT, REVENUE), points),
            Chart(Text("订单数与累计金额", "Orders and revenue"), "scatter", "count", ("revenue",)),
        ),
    )
