"""客户细分结果表: the groups, how many customers each has, what they are like and what to do; and what it rests on."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.segments import Segment, Segmentation, sizes
from xlseg.text import EMPTY, Text, join

RESULT = Text("客户细分结果表", "Segmentation result")
EVIDENCE = Text("细分依据", "Evidence")
COLUMNS = (
    Column("segment_id", Text("客户群体ID", "Segment ID")),
    Column("title", Text("客户群体名称", "Segment")),
    Column("rule", Text("细分维度组合", "Dimensions"), "wide"),
    Column("features", Text("核心特征描述", "Core features"), "wide"),
    Column("count", Text("客户数量(人)", "Customers"), "count"),
    Column("share", Text("占比(%)", "Share (%)"), "share"),
    Column("action", Text("策略建议关键词", "Suggested strategy"), "wide"),
    Column("owner", Text("负责人", "Owner")),
)
FIGURES = (
    Column("title", Text("客户群体名称", "Segment")),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("revenue", Text("累计金额", "Revenue"), "money"),
    Column("revenue_share", Text("金额占比", "Share of revenue"), "share"),
    Column("mean_days_since_last", Text("平均未购天数", "Mean days since last"), "decimal"),
    Column("mean_orders", Text("平均订单数", "Mean orders"), "decimal"),
    Column("mean_revenue", Text("人均金额", "Revenue per customer"), "money"),
    Column("mean_average_order", Text("客单价", "Average order"), "money"),
)


def result_page(analysis: Analysis) -> Page:
    """The groups of every model that ran: the table people work with."""
    blocks: list[Block] = [_summary(analysis), *(Note(sentence) for sentence in refusals(analysis))]
    for key, segmentation in analysis.segmentations.items():
        figures = sizes(segmentation, analysis.customers)
        blocks += [Heading(analysis.model(key).title), groups(key, segmentation, figures)]
    return Page("result", RESULT, tuple(blocks))


def evidence_page(analysis: Analysis) -> Page:
    """What each group brings in, and how the labels came about."""
    blocks: list[Block] = [_summary(analysis)]
    for key, segmentation in analysis.segmentations.items():
        figures = sizes(segmentation, analysis.customers)
        title = FIGURES_TITLE.format(model=analysis.model(key).title)
        blocks += [Heading(title), group_figures(segmentation, figures), *segmentation.evidence]
    return Page("evidence", EVIDENCE, tuple(blocks))


def groups(key: str, segmentation: Segmentation, figures: pd.DataFrame) -> Table:
    """The eight columns of the documents' template, and a total."""
    segments = {s.key: s for s in segmentation.segments}
    rows = pd.DataFrame(
        {
            "segment_id": [f"{key[:3].upper()}-{n:02}" for n in range(1, len(figures) + 1)],
            "title": [segments[k].title for k in figures.index],
            "rule": [segments[k].rule for k in figures.index],
            "features": [_features(segments[k], figures.loc[k]) for k in figures.index],
            "count": figures["count"].to_numpy(),
            "share": figures["share"].to_numpy(),
            "action": [segments[k].action for k in figures.index],
            "owner": None,
        }
    )
    total = {"segment_id": TOTAL, "count": figures["count"].sum(), "share": figures["share"].sum()}
    rows = pd.concat([rows.astype(object), pd.DataFrame([total], dtype=object)], ignore_index=True)
    name = f"result.{key}"
    return Table(
        COLUMNS, rows, key=("segment_id", "title"), keep=("owner",), proposed=("action",), total=True, name=name
    )


def group_figures(segmentation: Segmentation, figures: pd.DataFrame) -> Table:
    """What each group brings in, and its average customer."""
    titles = segmentation.titles()
    rows = figures.assign(title=figures.index.to_series().map(titles))
    columns = tuple(column for column in FIGURES if column.key in rows)
    return Table(columns, rows.reset_index(drop=True))


def _features(segment: Segment, figures: pd.Series) -> Text:
    """What such customers are like, and the average of these."""
    if not figures["count"] or pd.isna(figures.get("mean_orders")) or pd.isna(figures.get("mean_days_since_last")):
        return segment.features
    mean = AVERAGE.format(
        days=figures["mean_days_since_last"], orders=figures["mean_orders"], money=figures["mean_revenue"]
    )
    return mean if segment.features == EMPTY else join((segment.features, mean), Text("；", "; "))


def refusals(analysis: Analysis) -> list[Text]:
    """Which models did not run, and why."""
    refused = (problem for problems in analysis.refused.values() for problem in problems)
    return [REFUSED.format(title=problem.where, why=problem.message) for problem in refused]


def _summary(analysis: Analysis) -> Note:
    counts = {
        "customers": len(analysis.customers),
        "orders": analysis.order_count,
        "issues": len(analysis.left_out),
    }
    return Note(SUMMARY.format(as_of=analysis.as_of_day or UNKNOWN, **counts))


SUMMARY = Text(
    "分析日期 {as_of}；{customers:,} 位客户，{orders:,} 笔订单；{issues:,} 行未计入。",
    "As of {as_of}; {customers:,} customers, {orders:,} orders; {issues:,} rows left out.",
)
REFUSED = Text("没有计算「{title}」：{why}。", "'{title}' was not computed: {why}.")
UNKNOWN = Text("未知（数据里只有天数）", "unknown (the data hold days only)")
FIGURES_TITLE = Text("{model}：各群体的贡献", "{model}: what each group brings in")
TOTAL = Text("合计", "Total")
AVERAGE = Text(
    "平均 {days:,.0f} 天前购买、{orders:,.1f} 单、共 {money:,.0f}",
    "on average {days:,.0f} days ago, {orders:,.1f} orders, {money:,.0f} in all",
)
