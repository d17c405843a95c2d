"""客户反馈: a form people fill in, one row a customer's word, and its live summary by group and by kind."""

from typing import Any

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Allowed, Between, Choices, Note, Table
from xlseg.columns import CUSTOMER_ID, Column
from xlseg.entries import results
from xlseg.page import Page
from xlseg.sheets.roster import classes, own_columns
from xlseg.text import Text, join
from xlseg.values import ids

TITLE = Text("客户反馈", "Customer feedback")
CHANNELS = (
    *(Text("电话", "Phone"), Text("微信", "WeChat"), Text("在线客服", "Online chat"), Text("问卷", "Survey")),
    *(Text("门店", "Store"), Text("评价", "Review"), Text("邮件", "E-mail"), Text("其他", "Other")),
)
KINDS = (
    *(Text("产品", "Product"), Text("服务", "Service"), Text("价格", "Price"), Text("物流", "Delivery")),
    *(Text("建议", "Suggestion"), Text("表扬", "Praise"), Text("其他", "Other")),
)
OPEN = (Text("待处理", "New"), Text("处理中", "In progress"))
CLOSED = (Text("已解决", "Solved"), Text("已关闭", "Closed"))
COLUMNS = (
    Column("date", Text("日期", "Date"), "date"),
    CUSTOMER_ID,
    Column("segment", Text("客户群体", "Segment")),
    Column("channel", Text("反馈渠道", "Channel")),
    Column("kind", Text("反馈类型", "Type")),
    Column("satisfaction", Text("满意度（1–5）", "Satisfaction (1-5)"), "count"),
    Column("recommend", Text("推荐意愿（0–10）", "Would recommend (0-10)"), "count"),
    Column("content", Text("反馈内容", "Feedback"), "sentence"),
    Column("handler", Text("处理人", "Handled by")),
    Column("state", Text("处理状态", "Status")),
)
KNOWN_BY = ("date", CUSTOMER_ID.key, "content")
SPARE = 50  # rows to type into
LISTS = {"channel": CHANNELS, "kind": KINDS, "state": (*OPEN, *CLOSED)}
ALLOWED: dict[str, Allowed] = {
    "date": Between(36526, None, days=True, note=Text("日期，如 2026-06-30", "a date such as 2026-06-30")),
    "channel": Choices(CHANNELS, strict=False),
    "kind": Choices(KINDS),
    "satisfaction": Between(1, 5, whole=True, note=Text("1 很不满意 … 5 很满意", "1 very poor ... 5 very good")),
    "recommend": Between(
        0,
        10,
        whole=True,
        note=Text("愿意推荐给朋友吗？0 不会 … 10 一定会", "Would you recommend us? 0 never ... 10 surely"),
    ),
    "state": Choices((*OPEN, *CLOSED)),
}


def feedback_page(analysis: Analysis) -> Page:
    """The form with what was typed into it, the group of each customer, and rows to go on."""
    lang, entered = analysis.settings.general.lang, analysis.entered.get("feedback")
    own = own_columns(entered, COLUMNS, lang)
    keys = [column.key for column in (*COLUMNS, *own)]
    rows = typed(analysis)
    spare = pd.DataFrame(None, index=range(SPARE), columns=keys, dtype=object)
    table = Table(
        (*COLUMNS, *own),
        pd.concat([rows[keys], spare], ignore_index=True) if len(rows) else spare,
        inputs=tuple(key for key in keys if key != "segment"),
        name="feedback",
        filtered=True,
        allowed=ALLOWED,
    )
    return Page("feedback", TITLE, (Note(_count(rows)), Note(unknown(analysis) or ALL_KNOWN), Note(HOW), table), True)


def typed(analysis: Analysis) -> pd.DataFrame:
    """The rows of the form in the language of the settings, blank ones too; `segment` is ours where we know who it is.

    A word of our lists changes its language; whatever else was typed stays as it is.
    """
    entered, lang = analysis.entered.get("feedback"), analysis.settings.general.lang
    if entered is None or entered.rows.empty:
        return pd.DataFrame(columns=[column.key for column in COLUMNS], dtype=object)
    rows = entered.rows.copy()
    for key, words in LISTS.items():
        ours = {name: word.of(lang) for word in words for name in word}
        rows[key] = pd.Series([ours.get(cell, cell) for cell in rows[key]], rows.index, dtype=object)
    return rows.assign(segment=_segments(analysis, rows))


def recorded(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows of the form say something."""
    return rows[list(SAYING)].notna().any(axis=1)


def groups(analysis: Analysis) -> tuple[Text, ...]:
    """The groups of the first model that ran, best to worst."""
    found = next(iter(analysis.segmentations.values()), None)
    here = set(found.labels["segment"]) if found else set()
    return tuple(s.title for s in found.segments if s.key in here or not s.residual) if found else ()


def unknown(analysis: Analysis) -> Text | None:
    """A sentence on customer IDs of the form that the data do not hold; None where all are known."""
    entered = analysis.entered.get("feedback")
    if entered is None or entered.rows.empty or analysis.customers.empty:
        return None
    who = _who(analysis, entered.rows)
    missing = who[who.notna() & ~who.isin(analysis.customers[CUSTOMER_ID.key])].drop_duplicates().tolist()
    if not missing:
        return None
    shown = join([*missing[:SHOWN], *(["…"] if len(missing) > SHOWN else [])])
    return MISSING.format(count=len(missing), who=shown)


def _who(analysis: Analysis, rows: pd.DataFrame) -> "pd.Series[Any]":
    who = ids(results(rows[CUSTOMER_ID.key])).astype(object)
    return who.map(analysis.merged).where(who.isin(analysis.merged.index), who)


def _segments(analysis: Analysis, rows: pd.DataFrame) -> "pd.Series[Any]":
    found = next(iter(analysis.segmentations.values()), None)
    if found is None:
        return rows["segment"]
    lang, customers = analysis.settings.general.lang, analysis.customers
    labels = classes(found, customers, lang).set_axis(customers[CUSTOMER_ID.key])
    ours = labels.reindex(_who(analysis, rows)).set_axis(rows.index)
    return ours.where(ours.notna(), rows["segment"])


def _count(rows: pd.DataFrame) -> Text:
    said = rows[recorded(rows)]
    days = pd.to_datetime(results(said["date"]).map(lambda day: day if hasattr(day, "year") else None), errors="coerce")
    if said.empty:
        return NONE_YET
    count = COUNT.format(count=len(said))
    return (
        join((count, BETWEEN.format(first=days.min().date(), last=days.max().date())), Text("，", ", "))
        if days.notna().any()
        else count
    )


SAYING = (CUSTOMER_ID.key, "segment", "kind", "satisfaction", "recommend", "content", "state")  # any of them counts
SHOWN = 5
NONE_YET = Text(
    "还没有反馈记录：从第一行空白起，一行填一条。", "No feedback yet: one row each, from the first blank row."
)
COUNT = Text("共 {count:,} 条反馈", "{count:,} records")
BETWEEN = Text("{first} 至 {last}", "{first} to {last}")
ALL_KNOWN = Text("客户群体按客户ID自动填写，不用填。", "The segment is filled in from the customer ID.")
MISSING = Text(
    "有 {count:,} 个客户ID在本次数据里找不到，请核对：{who}。",
    "Customer IDs that are not in the data ({count:,}): {who}; please check them.",
)
HOW = Text(
    "黄色格子由您填，有下拉可选；填满后在下面接着加行、右边可以加列，重新运行都会保留。汇总见《客户反馈汇总》。",
    "Fill in the yellow cells; go on below when they are full, add columns at the right: a rerun keeps all of it. "
    "Summary: the sheet Feedback summary.",
)
