"""客户细分结果表: the groups, how many customers each has, what they are like and what to do; and what it rests on."""

from collections.abc import Sequence

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.segments import Segmentation, rounded_shares
from xlseg.sheets.groups import Group, groups_of
from xlseg.text import Text

RESULT = Text("客户细分结果表", "Segmentation result")
EVIDENCE = Text("细分依据", "Evidence")
COLUMNS = (
    Column("segment_id", Text("客户群体ID", "Segment ID")),
    Column("title", Text("客户群体名称", "Segment"), "phrase"),
    Column("rule", Text("细分维度组合", "Dimensions"), "wide"),
    Column("features", Text("核心特征描述", "Core features"), "wide"),
    Column("count", Text("客户数量(人)", "Customers"), "count"),
    Column("share", Text("占比(%)", "Share (%)"), "share"),
    Column("action", Text("策略建议关键词", "Suggested strategy"), "wide"),
    Column("owner", Text("负责人", "Owner")),
)
FIGURES = (
    Column("title", Text("客户群体名称", "Segment"), "phrase"),
    Column("count", Text("客户数", "Customers"), "count"),
    Column("revenue", Text("累计金额", "Revenue"), "money"),
    Column("revenue_share", Text("金额占比", "Share of revenue"), "share"),
    Column("mean_days_since_last", Text("平均未购天数", "Mean days since last"), "decimal"),
    Column("mean_orders", Text("平均订单数", "Mean orders"), "decimal"),
    Column("mean_revenue", Text("人均金额", "Revenue per customer"), "money"),
    Column("average_order", Text("客单价", "Average order"), "money"),
)


def result_page(analysis: Analysis) -> Page:
    """The groups of every model that ran: the table people work with."""
    blocks: list[Block] = [_summary(analysis), *(Note(sentence) for sentence in refusals(analysis))]
    for key, groups in groups_of(analysis).items():
        blocks += [Heading(analysis.model(key).title), result_table(key, groups)]
    return Page("result", RESULT, tuple(blocks))


def evidence_page(analysis: Analysis) -> Page:
    """What each group brings in, and how the labels came about."""
    blocks: list[Block] = [_summary(analysis)]
    for key, segmentation in analysis.segmentations.items():
        figures = analysis.groups[key]
        title = FIGURES_TITLE.format(model=analysis.model(key).title)
        blocks += [Heading(title), group_figures(segmentation, figures), *segmentation.evidence]
    return Page("evidence", EVIDENCE, tuple(blocks))


def result_table(key: str, groups: Sequence[Group]) -> Table:
    """The eight columns of the documents' template, and a total; the shares add up to exactly 100.0%."""
    counts = [group.customers for group in groups]
    rows = pd.DataFrame(
        {
            "segment_id": [*(group.id for group in groups), TOTAL],
            "title": [*(group.segment.title for group in groups), None],
            "rule": [*(group.rule for group in groups), None],
            "features": [*(group.features for group in groups), None],
            "count": [*counts, Formula("SUM({count:all})", sum(counts))],
            "share": [*rounded_shares(counts), Formula("SUM({share:all})", float(sum(counts) > 0))],
            "action": [*(group.action for group in groups), None],
            "owner": None,
        },
        dtype=object,
    )
    return Table(
        COLUMNS,
        rows,
        key=("segment_id", "title"),
        keep=("owner",),
        proposed=("action",),
        total=True,
        name=f"result.{key}",
        bars=("share",),
    )


def group_figures(segmentation: Segmentation, figures: pd.DataFrame) -> Table:
    """What each group brings in, and its average customer."""
    titles = segmentation.titles()
    rows = figures.assign(title=figures.index.to_series().map(titles))
    columns = tuple(column for column in FIGURES if column.key in rows)
    return Table(columns, rows.reset_index(drop=True))


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
    return Note(SUMMARY.format(as_of=analysis.as_of_day or _no_day(analysis), **counts))


def _no_day(analysis: Analysis) -> Text:
    """Why there is no as-of date: the customers came with days already counted, or with no days at all."""
    return UNKNOWN if "days_since_last" in analysis.customers else NO_DAYS


SUMMARY = Text(
    "分析日期 {as_of}；{customers:,} 位客户，{orders:,} 笔订单；{issues:,} 行未计入。",
    "As of {as_of}; {customers:,} customers, {orders:,} orders; {issues:,} rows left out.",
)
REFUSED = Text("没有计算「{title}」：{why}。", "'{title}' was not computed: {why}.")
UNKNOWN = Text("未知（数据里只有天数）", "unknown (the data hold days only)")
NO_DAYS = Text("无（数据里没有日期）", "none (the data hold no dates)")
FIGURES_TITLE = Text("{model}：各群体的贡献", "{model}: what each group brings in")
TOTAL = Text("合计", "Total")
