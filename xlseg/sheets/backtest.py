"""回测: whether groups made as of an earlier day tell what customers did afterwards."""

import pandas as pd

from xlseg.backtest import SURE, Backtested, Tested
from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.sheets.backtest_verdict import caveats, headline, verdict
from xlseg.text import EMPTY, Text

TITLE = Text("回测", "Backtest")
MODELS = (
    Column("model", Text("模型", "Model"), "wide"),
    Column("groups", Text("群体数", "Groups"), "count"),
    Column("power", Text("排序能力", "Sorting power"), "share"),
    Column("low", Text("排序能力下限", "Power, low"), "share"),
    Column("high", Text("排序能力上限", "Power, high"), "share"),
    Column("hindsight", Text("事后最好", "At best"), "share"),
    Column("differ", Text("分得开吗", "Groups differ")),
    Column("order", Text("顺序成立吗", "Order holds")),
)
COLUMNS = (
    Column("title", Text("客户群体名称", "Segment")),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("share", Text("客户占比", "Share of customers"), "share"),
    Column("rate", Text("购买率", "Purchase rate"), "share"),
    Column("mean_revenue", Text("人均金额", "Revenue per customer"), "money"),
    Column("rate_low", Text("购买率下限", "Rate, low"), "share"),
    Column("rate_high", Text("购买率上限", "Rate, high"), "share"),
    Column("rate_lift", Text("购买率倍数", "Rate lift"), "ratio"),
    Column("mean_orders", Text("人均订单", "Orders per customer"), "ratio"),
    Column("revenue_low", Text("人均金额下限", "Revenue, low"), "money"),
    Column("revenue_high", Text("人均金额上限", "Revenue, high"), "money"),
    Column("revenue_share", Text("金额占比", "Share of revenue"), "share"),
    Column("revenue_lift", Text("金额倍数", "Revenue lift"), "ratio"),
    Column("against", Text("购买率与下一组相比", "Rate against the next"), "wide"),
)


def backtest_page(found: Backtested) -> Page:
    """The verdict, the models side by side, and what the groups of each did later."""
    blocks: list[Block] = [*map(Note, headline(found)), models(found), Note(HOW_POWER), *map(Note, caveats(found))]
    for key, tested in found.models.items():
        model, titles = found.then.model(key), found.then.segmentations[key].titles()
        said = list(verdict(tested, titles))[len(found.models) == 1 :]  # what stands on top already
        blocks += [Heading(model.title), *map(Note, said), groups(tested, titles, found)]
        blocks.append(Chart(CHART.format(model=model.title), "column", "title", ("rate", "mean_revenue"), DRAWN))
    return Page("backtest", TITLE, tuple(blocks))


def models(found: Backtested) -> Table:
    """One row a model."""
    rows = [
        {
            **tested.sorting._asdict(),
            "model": found.then.model(key).title,
            "groups": int((tested.figures["count"] > 0).sum()),
            "differ": ANSWERS[tested.differ],
            "order": HELD[tested.order],
        }
        for key, tested in found.models.items()
    ]
    return Table(MODELS, pd.DataFrame(rows, columns=[c.key for c in MODELS]).astype({"differ": object}))


def groups(tested: Tested, titles: dict[str, Text], found: Backtested) -> Table:
    """One row a group, best first, and all of them together."""
    rows = tested.figures.reset_index()
    rows["title"] = pd.Series([titles[key] for key in rows["segment"]], dtype=object)
    compared = zip(rows["against"], rows["next"], rows["count"], rows["sure"], rows["residual"], strict=True)
    rows["against"] = pd.Series([_against(*cells, titles) for cells in compared], dtype=object)
    total = pd.DataFrame([_total(found.after) | {"title": TOTAL, "against": None}])
    keys = [column.key for column in COLUMNS]
    numbers = [key for key in keys if key not in ("title", "against")]
    every = {key: [*rows[key], *total[key]] for key in keys}
    types = dict.fromkeys(numbers, float) | {"count": int}
    return Table(COLUMNS, pd.DataFrame(every, dtype=object).astype(types), total=True)


def _total(after: pd.DataFrame) -> dict[str, object]:
    brought, known = after["revenue"].sum(), after["revenue"].sum() > 0
    means = {"mean_orders": after["orders"].mean(), "mean_revenue": after["revenue"].mean()}
    rate = float((after["orders"] > 0).mean())
    lifts = {"rate_lift": 1.0 if rate else None, "revenue_lift": brought / brought if known else None}
    blank = dict.fromkeys(("rate_low", "rate_high", "revenue_low", "revenue_high"))
    shares = {"share": 1.0, "revenue_share": lifts["revenue_lift"]}
    return {"count": len(after), "rate": rate, **shares, **means, **lifts, **blank}


def _against(against: object, other: object, count: int, sure: bool, residual: bool, titles: dict[str, Text]) -> Text:
    if isinstance(against, str) and against:
        return AGAINST[against].format(other=titles[str(other)])
    return TOO_FEW.format(sure=SURE) if count < SURE and not residual and not sure else EMPTY


DRAWN = ("mean_revenue",)  # on an axis of its own
CHART = Text("{model}：各群体之后的购买率和人均金额", "{model}: purchase rate and revenue per customer afterwards")
TOTAL = Text("合计", "Total")
AGAINST = {
    "above": Text("高于「{other}」", "above '{other}'"),
    "below": Text("低于「{other}」", "below '{other}'"),
    "alike": Text("与「{other}」分不开", "not told apart from '{other}'"),
}
TOO_FEW = Text("不足 {sure} 位，不可靠", "fewer than {sure}, uncertain")
ANSWERS = {"yes": Text("分得开", "Yes"), "no": Text("分不开", "No"), "unsure": Text("客户太少", "Too few customers")}
HELD = {
    "holds": Text("成立", "Yes"),
    "rough": Text("大体成立", "By and large"),
    "broken": Text("有明显反了的", "No, clearly reversed"),
    "unsure": Text("客户太少", "Too few customers"),
    "none": Text("群体没有高低之分", "No group ranks above another"),
}
HOW_POWER = Text(
    "排序能力：按群体从好到差排客户，与按后来的金额完美排序相比（基尼系数之比）；0 等于随机。上下限都是 95% 区间。",
    "Sorting power: customers in the order of their groups against a perfect order by later revenue (ratio of Gini "
    "coefficients); 0 is chance. Low and high are 95% intervals.",
)
