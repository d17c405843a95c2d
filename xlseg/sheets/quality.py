"""数据质量报告: whether the data can be used and why, what was read, what was found, where, and what to do about it."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.cells import Link
from xlseg.cleaning import STEPS, Tally, done
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.page import Page
from xlseg.recognise import KINDS, Source
from xlseg.text import Text, join
from xlseg.values import is_error

TITLE = Text("数据质量报告", "Data quality")
LISTED, OF_A_KIND = 5000, 500  # findings on the page; the counts above them are complete
SEVERE, CARE, MISSING_LIMIT = 0.2, 0.05, 0.05  # shares of faulty rows, and the documents' 5% rule for missing values

OFTEN_BLANK = {  # filled in only where there was something, such as a refund or a purchase: a blank is no gap
    *("refund", "after_sales", "note", "referrer_id", "last_activity"),
    *("days_since_last", "first_order", "last_order", "average_order", "active_days", "tenure_days", "order_interval"),
    *("favourite_category", "favourite_channel", "favourite_payment", "favourite_page"),
}

SHEET, COUNT = Column("sheet", Text("工作表", "Sheet"), "wide"), Column("count", Text("行数", "Rows"), "count")
FOUND_COLUMN = Column("title", Text("发现", "Finding"), "wide")
DONE_COLUMN = Column("done", Text("处理", "What was done"), "wide")
FIGURES = (
    Column("when", Text("阶段", "Stage")),
    Column("rows", Text("行数", "Rows"), "count"),
    Column("customers", Text("客户数", "Customers"), "count"),
    Column("orders", Text("订单数", "Orders"), "count"),
    Column("revenue", Text("金额合计", "Revenue"), "money"),
    Column("first", Text("第一天", "First day"), "date"),
    Column("last", Text("最后一天", "Last day"), "date"),
)
TABLES = (
    SHEET,
    Column("kind", Text("内容", "Holds")),
    Column("header", Text("表头行", "Header row"), "count"),
    COUNT,
    Column("left_out", Text("未计入", "Left out"), "count"),
    Column("share", Text("未计入占比", "Share left out"), "share"),
)
DOUBTS = (
    SHEET,
    Column("field", Text("字段", "Field")),
    Column("taken", Text("取自", "Taken from"), "wide"),
    Column("others", Text("也可能是", "Could also be"), "wide"),
    Column("why", Text("依据", "Why"), "wide"),
)
FIELDS = (
    SHEET,
    Column("field", Text("字段", "Field")),
    Column("cell", Text("表头位置", "Header at"), "link"),
    Column("missing", Text("空白", "Blank"), "count"),
    Column("rate", Text("缺失率", "Share blank"), "share"),
    Column("verdict", Text("结论（5% 规则）", "Verdict (5% rule)")),
)
FINDINGS = (
    FOUND_COLUMN,
    DONE_COLUMN,
    COUNT,
    Column("cell", Text("第一处", "First at"), "link"),
    Column("advice", Text("怎么办", "What to do"), "wide"),
)
DETAILS = (
    Column("cell", Text("单元格", "Cell"), "link"),
    FOUND_COLUMN,
    Column("value", Text("内容", "Holds"), "wide"),
    DONE_COLUMN,
)


def quality_page(analysis: Analysis) -> Page:
    """Verdict first, then figures before and after, tables, columns, findings by kind, and each with its cell."""
    doubts, issues = doubts_table(analysis), analysis.issues
    blocks: list[Block] = [Note(verdict(analysis)), Heading(COMPARED), figures(analysis)]
    if len(issues):
        blocks += [Heading(FOUND), findings(analysis)]
    blocks += [Heading(READ), tables(analysis)]
    if analysis.unused:
        blocks.append(Note(UNUSED.format(sheets=join(analysis.unused))))
    if len(doubts.rows):
        blocks += [Heading(UNSURE), Note(OVERRULE), doubts]
    blocks += [Heading(COLUMNS), fields(analysis)]
    if len(issues):
        shown = _shown(issues)
        blocks += [Heading(EACH.format(count=len(shown), all=len(issues))), details(analysis, shown)]
    return Page("quality", TITLE, tuple(blocks))


def verdict(analysis: Analysis) -> Text:
    """Whether the data can be used, by the share of rows with a fault; totals and cancelled orders are none."""
    faults = analysis.issues[analysis.issues["code"].map(lambda code: STEPS[code].fault).astype(bool)]
    rows = sum(len(source.frame) for source in analysis.sources)
    faulty = len(faults.drop_duplicates(["sheet", "row"]))
    share = faulty / max(rows, 1)
    said = FINE if share <= CARE else WITH_CARE if share <= SEVERE else DOUBTFUL
    worst = join([STEPS[str(code)].title for code in faults["code"].value_counts().index[:3]])
    why = WHY.format(worst=worst) if faulty else Text("。", ".")
    return said.format(share=f"{share:.1%}", faulty=f"{faulty:,}", rows=f"{rows:,}", why=why)


def figures(analysis: Analysis) -> Table:
    """What the data came to before cleaning, and what is left."""
    before = analysis.before["orders" if analysis.orders is not None else "customers"]
    rows = pd.DataFrame([before, analysis.after], columns=list(Tally._fields))
    rows["when"] = _objects((BEFORE, AFTER))
    return Table(tuple(c for c in FIGURES if rows[c.key].notna().any()), rows)


def tables(analysis: Analysis) -> Table:
    """Each table that was read: its rows, and how many of them count for nothing."""
    lost = analysis.left_out.drop_duplicates(["sheet", "row"]).groupby("sheet").size()
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


def doubts_table(analysis: Analysis) -> Table:
    """Columns that could have been others, and guesses."""
    rows = [
        (source.sheet, _titles(source)[guess.key], guess.taken, join(guess.others) if guess.others else None, guess.why)
        for source in analysis.sources
        for guess in source.guesses
    ]
    return Table(DOUBTS, pd.DataFrame(rows, columns=[c.key for c in DOUBTS], dtype=object))


def findings(analysis: Analysis) -> Table:
    """One row a kind of finding and treatment, with the first place and what to do."""
    groups = analysis.issues.groupby(["code", "done"], sort=False)
    first = groups.head(1)
    rows = pd.DataFrame({"count": groups.size().to_numpy()}, dtype=object)
    rows["cell"] = _places(analysis, first)
    rows["title"] = _objects(STEPS[str(code)].title for code in first["code"])
    rows["done"] = _objects(done(str(treatment), None) for treatment in first["done"])
    rows["advice"] = _objects(STEPS[str(code)].advice for code in first["code"])
    return Table(FINDINGS, rows)


def _shown(issues: pd.DataFrame) -> pd.DataFrame:
    return issues[issues.groupby("code").cumcount() < OF_A_KIND].head(LISTED)


def details(analysis: Analysis, shown: pd.DataFrame) -> Table:
    """Findings one by one."""
    values = [None if pd.isna(value) else str(value) for value in shown["value"]]
    rows = pd.DataFrame({"value": pd.Series(values, dtype=object)})
    rows["cell"] = _places(analysis, shown)
    rows["title"] = _objects(STEPS[str(code)].title for code in shown["code"])
    rows["done"] = _objects(done(*found) for found in zip(shown["done"], shown["into"], shown["value"], strict=True))
    return Table(DETAILS, rows)


def _objects(values: Iterable[object]) -> "pd.Series[Any]":
    return pd.DataFrame({"": list(values)}, dtype=object)[""]


def _places(analysis: Analysis, issues: pd.DataFrame) -> pd.Series:
    """Addresses people can go to, as links."""
    sources = {source.sheet: source for source in analysis.sources}
    columns = (issues[name] for name in ("sheet", "column", "row"))
    return _objects(_link(sources[sheet], column, row) for sheet, column, row in zip(*columns, strict=True))


def _link(source: Source, column: str, row: object) -> str:
    where = source.where(column, row)
    return Link.to(source.sheet, where.rpartition("!")[2]) if source.sheet else where


def fields(analysis: Analysis) -> Table:
    """Each column that was recognised, where it stands, and how much of it is blank."""
    rows = [row for source in analysis.sources for row in _fields(source)]
    return Table(FIELDS, pd.DataFrame(rows, columns=[column.key for column in FIELDS], dtype=object))


def _titles(source: Source) -> Mapping[str, Text]:
    return {column.key: column.title for column in (CUSTOMER_ID, *KINDS[source.kind].columns)}


def _fields(source: Source) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for key in source.columns:
        blank = int((source.frame[key].isna() | is_error(source.frame[key])).sum())
        rate = blank / max(len(source.frame), 1)
        cell = _link(source, key, source.header) if source.sheet else None
        verdict = FEW if rate <= MISSING_LIMIT else NORMAL if key in OFTEN_BLANK else MANY
        found.append((source.sheet, _titles(source)[key], cell, blank, rate, verdict))
    return found


BEFORE, AFTER = Text("清洗前", "Before"), Text("清洗后", "After")
COMPARED = Text("清洗前后", "Before and after cleaning")
READ = Text("读到的表", "Tables read")
UNUSED = Text("没有使用的工作表：{sheets}", "Sheets not used: {sheets}")
UNSURE = Text("请核对的列", "Columns to check")
OVERRULE = Text(
    "不对的话，在《设置》的「字段映射」里写上正确的表头，再运行一次；写法会留在工作簿里。",
    "If one is wrong, write the right header under Column mapping in Settings and run again; it is remembered.",
)
COLUMNS = Text("认出的列", "Columns recognised")
FOUND = Text("发现与建议", "Findings and what to do")
EACH = Text("逐条列出（{count:,} / {all:,}）", "Each finding ({count:,} of {all:,})")
FEW, MANY = Text("合格", "Fine"), Text("超过 5%，请补齐或慎用", "Above 5%: fill in or use with care")
NORMAL = Text("没有才空白，属正常", "Blank where there is none: fine")
WHY = Text("，主要是：{worst}。", ", mostly: {worst}.")
FINE = Text(
    "数据可用：{rows} 行中有 {faulty} 行（{share}）有缺陷{why}",
    "The data can be used: {faulty} of {rows} rows ({share}) have a fault{why}",
)
WITH_CARE = Text(
    "数据可用，但要留意：{rows} 行中有 {faulty} 行（{share}）有缺陷{why}",
    "The data can be used with care: {faulty} of {rows} rows ({share}) have a fault{why}",
)
DOUBTFUL = Text(
    "请先核对再使用：{rows} 行中有 {faulty} 行（{share}）有缺陷，结果可能不代表全部客户{why}",
    "Check before use: {faulty} of {rows} rows ({share}) have a fault, so the result may mislead{why}",
)
