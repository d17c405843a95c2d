"""What the orders say of all customers: how few bring how much, who comes back, and how the months went."""

import numpy as np
import pandas as pd

from xlseg.columns import Column
from xlseg.insight import ledger, month_name, newcomers, sold
from xlseg.repurchase import AGAIN as AGAIN_FROM
from xlseg.sheets.dashboard.part import REVENUE, Drawn, Part, formulas
from xlseg.text import Text, same

TENTHS = 10
MONTHS = 24  # drawn, the latest
RARE, OFTEN_FROM = (1, AGAIN_FROM, 3, 4, 5, 10), (1, AGAIN_FROM, 5, 10, 20, 50, 100)  # orders a row counts from
HABIT = 5  # orders: where half of the customers have more, the rows are wider

UPTO = Column("upto", Text("客户累计占比（%）", "Top % of customers"), "count")
CUSTOMERS = Column("count", Text("客户数", "Customers"), "count")
CUMULATIVE = Column("cumulative", Text("金额累计占比", "Cumulative share"), "share")
ORDERS = Column("times", Text("订单数", "Orders"))
REVENUE_SHARE = Column("revenue_share", Text("金额占比", "Share of revenue"), "share")
MONTH = Column("month", Text("月份", "Month"))
BOUGHT = Column("bought", Text("购买客户数", "Customers buying"), "count")
FIRST = Column("first", Text("首次购买", "First purchase"), "count")
AGAIN = Column("again", Text("再次购买", "Bought before"), "count")


def pareto(customers: pd.DataFrame) -> Part | None:
    """Revenue of each tenth of the customers, best first, and how it adds up; None below ten customers."""
    if "revenue" not in customers:
        return None
    spent = customers["revenue"].dropna().sort_values(ascending=False, kind="stable")
    if len(spent) < TENTHS or spent.sum() <= 0:
        return None
    ends = np.round(np.arange(1, TENTHS + 1) * len(spent) / TENTHS)  # the best fifth is that of the sales insight
    tenth = pd.Series(np.searchsorted(ends, np.arange(len(spent)), side="right"))
    found = pd.Series(np.asarray(spent, dtype=float)).groupby(tenth).agg(["size", "sum"])
    rows = pd.DataFrame(
        {"upto": np.arange(1, TENTHS + 1) * 100 // TENTHS, "count": found["size"], "revenue": found["sum"]}
    )
    total = "SUMPRODUCT(--({upto:all}<={upto}),{revenue:all})/SUM({revenue:all})"
    rows["cumulative"] = formulas(total, found["sum"].cumsum() / found["sum"].sum())
    drawn = Drawn(PARETO, "column", ("revenue", "cumulative"), ("cumulative",))
    return Part("pareto", PARETO, (UPTO, CUSTOMERS, REVENUE, CUMULATIVE), rows, (drawn,), TENTHS_SAID)


def times(customers: pd.DataFrame) -> Part | None:
    """Customers by how often they bought; None where nobody did."""
    bought = customers[customers["orders"] >= 1] if "orders" in customers else customers.iloc[:0]
    if bought.empty:
        return None
    starts = OFTEN_FROM if bought["orders"].median() > HABIT else RARE
    row = np.searchsorted(starts, bought["orders"].to_numpy(dtype=float), side="right") - 1
    rows = pd.DataFrame({"times": _spans(starts), "count": np.bincount(row, minlength=len(starts))})
    drawn = Drawn(OFTEN, "column", ("count",))
    if "revenue" in bought and bought["revenue"].sum() > 0:
        rows["revenue"] = np.bincount(row, bought["revenue"].fillna(0), len(starts))
        rows["revenue_share"] = formulas("{revenue}/SUM({revenue:all})", rows["revenue"] / rows["revenue"].sum())
        drawn = Drawn(OFTEN, "column", ("count", "revenue_share"), ("revenue_share",))
    return Part("times", OFTEN, (ORDERS, CUSTOMERS, REVENUE_SHARE, REVENUE), rows, (drawn,))


def _spans(starts: tuple[int, ...]) -> list[Text]:
    """1, 2–4, 5+."""
    ends = (n - 1 for n in starts[1:])
    return [*(same(a if a == b else f"{a}–{b}") for a, b in zip(starts, ends, strict=False)), same(f"{starts[-1]}+")]


def months(orders: pd.DataFrame | None) -> Part | None:
    """Revenue and customers month by month, of full months as in 销售洞察; None with fewer than two."""
    every = sold(ledger(orders))
    found = newcomers(every) if every else None
    if found is None or len(found) < 2:
        return None
    rows = pd.DataFrame({"month": [month_name(n) for n in found.index]}, found.index, dtype=object)
    rows = rows.assign(revenue=found["revenue"], bought=found["customers"], first=found["first"])
    rows["again"] = formulas("{bought}-{first}", rows["bought"] - rows["first"])
    drawn = (
        Drawn(MONTHLY, "column", ("revenue", "bought"), ("bought",)),
        Drawn(NEW_OLD, "line", ("first", "again"), filler=True),
    )
    columns = (MONTH, REVENUE, BOUGHT, FIRST, AGAIN)
    return Part("months", MONTHLY, columns, rows.tail(MONTHS).reset_index(drop=True), drawn, FULL_ONLY)


PARETO = Text("金额集中度", "Concentration of revenue")
TENTHS_SAID = Text(
    "客户按累计金额从高到低排列，分成人数大致相等的十份，每份约占 10%。",
    "Customers sorted by revenue, best first, in ten parts of about equal size, each about 10%.",
)
OFTEN = Text("购买次数分布", "How often customers bought")
MONTHLY = Text("每月金额与购买客户", "Revenue and customers by month")
NEW_OLD = Text("每月首次与再次购买的客户", "First-time and returning customers by month")
FULL_ONLY = Text(
    "首尾两个月的数据如果不满整月，就不列出，以免看上去像突然下跌；和《销售洞察》一致。最多列出最近 24 个月。",
    "The first and the last month are left out where the data do not cover all of them, so as not to look like a fall, "
    "as on the sheet Sales insight. At most the latest 24 months are shown.",
)
