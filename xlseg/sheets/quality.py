"""数据质量报告: what was read, what was left out and why, and where to look."""

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cleaning import FAULTS, TITLES
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.page import Page
from xlseg.recognise import KINDS, Source
from xlseg.text import Text

TITLE = Text("数据质量报告", "Data quality")
LISTED = 1000  # findings on the page; the counts above them are complete
SEVERE, CARE, MISSING_LIMIT = 0.2, 0.05, 0.05  # shares of rows left out, and the documents' 5% rule for missing values

SHEET, COUNT = Column("sheet", Text("工作表", "Sheet"), "wide"), Column("count", Text("行数", "Rows"), "count")
TABLES = (
    SHEET,
    Column("kind", Text("内容", "Holds")),
    Column("header", Text("表头行", "Header row"), "count"),
    COUNT,
    Column("left_out", Text("未计入", "Left out"), "count"),
    Column("share", Text("未计入占比", "Share left out"), "share"),
)
FINDINGS = (
    Column("title", Text("发现与处理", "Finding and what was done"), "wide"),
    COUNT,
    Column("first", Text("第一处", "First at")),
)
FIELDS = (
    SHEET,
    Column("field", Text("字段", "Field")),
    Column("cell", Text("表头位置", "Header at")),
    Column("missing", Text("空白", "Blank"), "count"),
    Column("rate", Text("缺失率", "Share blank"), "share"),
    Column("verdict", Text("结论（5% 规则）", "Verdict (5% rule)")),
)
DETAILS = (
    Column("cell", Text("单元格", "Cell"), "wide"),
    Column("title", Text("发现与处理", "Finding and what was done"), "wide"),
    Column("value", Text("内容", "Holds"), "wide"),
)


def quality_page(analysis: Analysis) -> Page:
    """Verdict first, then figures by table, by kind of finding and by field, then each finding with its row."""
    issues = analysis.issues
    blocks: list[Block] = [Note(verdict(analysis)), Heading(READ), tables(analysis), Heading(COLUMNS), fields(analysis)]
    if len(issues):
        blocks += [
            Heading(FOUND),
            findings(analysis),
            Heading(EACH.format(count=min(LISTED, len(issues)), all=len(issues))),
        ]
        blocks += [details(analysis)]
    return Page("quality", TITLE, tuple(blocks))


def verdict(analysis: Analysis) -> Text:
    """Whether the data can be used, by the share of rows with a fault; totals and cancelled orders are none."""
    rows, faulty = sum(len(source.frame) for source in analysis.sources), analysis.issues["code"].isin(FAULTS).sum()
    share = faulty / max(rows, 1)
    said = FINE if share <= CARE else WITH_CARE if share <= SEVERE else DOUBTFUL
    return said.format(share=f"{share:.1%}", faulty=f"{faulty:,}", rows=f"{rows:,}")


def tables(analysis: Analysis) -> Table:
    """Each table that was read: its rows, and how many of them count for nothing."""
    lost = analysis.left_out.groupby("sheet").size()
    rows = pd.DataFrame(
        {
            "sheet": [source.sheet for source in analysis.sources],
            "kind": pd.Series([KINDS[source.kind].title for source in analysis.sources], dtype=object),
            "header": [source.header for source in analysis.sources],
            "count": [len(source.frame) for source in analysis.sources],
        }
    )
    rows["left_out"] = rows["sheet"].map(lost).fillna(0).astype(int)
    return Table(TABLES, rows.assign(share=rows["left_out"] / rows["count"].where(rows["count"] > 0)))


def findings(analysis: Analysis) -> Table:
    """One row a kind of finding, with the first place."""
    first = analysis.issues.drop_duplicates("code")
    counts = first["code"].map(analysis.issue_counts())
    rows = pd.DataFrame({"count": counts.to_numpy(), "first": _places(analysis, first)})
    return Table(FINDINGS, _titled(rows, first["code"]))


def details(analysis: Analysis) -> Table:
    """Each finding, up to as many as a page takes."""
    shown = analysis.issues.head(LISTED)
    values = [None if pd.isna(value) else str(value) for value in shown["value"]]
    return Table(DETAILS, _titled(pd.DataFrame({"cell": _places(analysis, shown), "value": values}), shown["code"]))


def _places(analysis: Analysis, issues: pd.DataFrame) -> list[str]:
    """Addresses people can go to."""
    sources = {source.sheet: source for source in analysis.sources}
    columns = (issues[name] for name in ("sheet", "column", "row"))
    return [sources[sheet].where(column, row) for sheet, column, row in zip(*columns, strict=True)]


def _titled(rows: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    rows["title"] = pd.Series([TITLES[str(code)] for code in codes], rows.index, dtype=object)
    return rows


def fields(analysis: Analysis) -> Table:
    """Each column that was recognised, where it stands, and how much of it is blank."""
    rows = [row for source in analysis.sources for row in _fields(source)]
    return Table(FIELDS, pd.DataFrame(rows, columns=[column.key for column in FIELDS], dtype=object))


def _fields(source: Source) -> list[tuple[object, ...]]:
    titles = {c.key: c.title for c in (CUSTOMER_ID, *KINDS[source.kind].columns)}
    found: list[tuple[object, ...]] = []
    for key in source.columns:
        blank = int(source.frame[key].isna().sum())
        rate = blank / max(len(source.frame), 1)
        cell = source.where(key, source.header).rpartition("!")[2] if source.sheet else None
        found.append((source.sheet, titles[key], cell, blank, rate, MANY if rate > MISSING_LIMIT else FEW))
    return found


READ = Text("读到的表", "Tables read")
COLUMNS = Text("认出的列", "Columns recognised")
FOUND = Text("发现汇总", "Findings by kind")
EACH = Text("逐条列出（{count:,} / {all:,}）", "Each finding ({count:,} of {all:,})")
FEW, MANY = Text("合格", "Fine"), Text("超过 5%，请补齐或慎用", "Above 5%: fill in or use with care")
FINE = Text(
    "数据可用：{rows} 行中有 {faulty} 行（{share}）因缺陷未计入。",
    "The data can be used: {faulty} of {rows} rows ({share}) left out because of a fault.",
)
WITH_CARE = Text(
    "数据可用，但要留意：{rows} 行中有 {faulty} 行（{share}）因缺陷未计入，原因见《数据质量报告》。",
    "The data can be used with care: {faulty} of {rows} rows ({share}) left out because of a fault; see Data quality.",
)
DOUBTFUL = Text(
    "请先核对再使用：{rows} 行中有 {faulty} 行（{share}）因缺陷未计入，结果可能不代表全部客户。",
    "Check before use: {faulty} of {rows} rows ({share}) left out because of a fault, so the result may mislead.",
)
