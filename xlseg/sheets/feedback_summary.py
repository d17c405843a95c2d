"""客户反馈汇总: the form summed up by group and by kind, in formulas that follow what is typed into it."""

from collections.abc import Sequence

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Chart, Heading, Note, Table
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.page import Page
from xlseg.sheets.feedback import CLOSED, KINDS, SAYING, groups, recorded, typed
from xlseg.text import Lang, Text

TITLE = Text("客户反馈汇总", "Feedback summary")
FIGURES = (
    Column("count", Text("反馈数", "Records"), "count"),
    Column("share", Text("占比", "Share"), "share"),
    Column("satisfaction", Text("平均满意度", "Mean satisfaction"), "ratio"),
    Column("nps", Text("净推荐值 NPS", "NPS"), "decimal"),
    Column("open", Text("未结案", "Open"), "count"),
)
TITLED = {"segment": Text("客户群体", "Segment"), "kind": Text("反馈类型", "Type")}
NPS_FROM, NPS_TO = 9, 6  # promoters from, detractors up to (Reichheld 2003)


def feedback_summary_page(analysis: Analysis) -> Page:
    """How many, how satisfied, how ready to recommend, and how many are still open."""
    rows, lang = typed(analysis), analysis.settings.general.lang
    rows = rows[recorded(rows)]
    by_group = _table("segment", groups(analysis), rows, lang)
    by_kind = _table("kind", KINDS, rows, lang)
    blocks = (
        *(Note(LIVE), Note(MEANS)),
        *(Heading(BY_GROUP), by_group, Heading(BY_KIND), by_kind),
        Chart(CHART, "bar", "title", ("count",), of=by_kind.name),
    )
    return Page("feedback_summary", TITLE, blocks)


def _table(by: str, titles: Sequence[Text], rows: pd.DataFrame, lang: Lang) -> Table:
    """One row a group or kind, one for what is in none, and a total."""
    words = [title.of(lang) for title in titles]
    parts = [rows[rows[by] == word] for word in words]
    rest = rows[~rows[by].isin(words)]
    lines = [_line(title, part, len(rows), _listed(by)) for title, part in zip(titles, parts, strict=True)]
    lines += [_line(NO_SUCH, rest, len(rows), _rest(by)), _line(TOTAL, rows, len(rows), _all())]
    keys = [column.key for column in FIGURES]
    frame = pd.DataFrame(lines, columns=["title", *keys], dtype=object)
    return Table(
        (Column("title", TITLED[by]), *FIGURES), frame, total=True, name=f"feedback.{by}", bars=("share",)
    )


def _line(title: Text, rows: pd.DataFrame, whole: int, formulas: Sequence[str]) -> list[object]:
    """The figures in the order of FIGURES."""
    satisfied, recommend = (pd.to_numeric(rows[key].map(_number), errors="coerce") for key in SCORES)
    asked = recommend.notna().sum()
    score = ((recommend >= NPS_FROM).sum() - (recommend <= NPS_TO).sum()) / asked * 100 if asked else None
    closed = rows["state"].isin([word for state in CLOSED for word in state]).sum()
    values = (
        len(rows),
        len(rows) / whole if whole else None,
        satisfied.mean() if satisfied.notna().any() else None,
        score,
        int(len(rows) - closed),
    )
    return [title, *(Formula(text, value) for text, value in zip(formulas, values, strict=True))]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


SCORES = ("satisfaction", "recommend")
