"""客户反馈汇总: the form summed up by group and by kind, in formulas that follow what is typed into it."""

from collections.abc import Sequence

import pandas as pd

from xlseg.analysis import Analysis
from xlseg.blocks import Block, Chart, Heading, Note, Table
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.entries import results
from xlseg.page import Page
from xlseg.sheets.feedback import CLOSED, KINDS, SAYING, groups, recorded, typed
from xlseg.text import LANGS, Lang, Text

TITLE = Text("客户反馈汇总", "Feedback summary")
FIGURES = (
    Column("count", Text("反馈数", "Records"), "count"),
    Column("share", Text("占比", "Share"), "share"),
    Column("satisfaction", Text("平均满意度", "Mean satisfaction"), "ratio"),
    Column("nps", Text("净推荐值 NPS", "NPS"), "decimal"),
    Column("open", Text("未结案", "Open"), "count"),
)
TITLED = {"segment": Text("客户群体", "Segment"), "kind": Text("反馈类型", "Type")}
SCORES = ("satisfaction", "recommend")
NPS_FROM, NPS_TO = 9, 6  # promoters from, detractors up to (Reichheld 2003)
RECORDED = "(({})>0)".format("+".join(f'({{feedback!{key}:all}}<>"")' for key in SAYING))


def feedback_summary_page(analysis: Analysis) -> Page:
    """How many, how satisfied, how ready to recommend, and how many are still open."""
    rows, lang = typed(analysis), analysis.settings.general.lang
    rows = rows[recorded(rows)].apply(results)
    by_group = _table("segment", groups(analysis), rows, lang)
    by_kind = _table("kind", KINDS, rows, lang)
    blocks: tuple[Block, ...] = (
        *(Note(LIVE), Note(NEXT_RUN), Note(MEANS), Note(MEANS_OPEN)),
        *(Heading(BY_GROUP), by_group, Heading(BY_KIND), by_kind),
        *([Chart(CHART, "bar", "title", ("count",), of=by_kind.name)] if len(rows) else []),
    )
    return Page("feedback_summary", TITLE, blocks)


def _table(by: str, titles: Sequence[Text], rows: pd.DataFrame, lang: Lang) -> Table:
    """One row a group or kind, one for what is in none, and a total."""
    words = [title.of(lang) for title in titles]
    parts = [rows[rows[by] == word] for word in words]
    rest = rows[~rows[by].isin(words)]
    lines = [_line(title, part, len(rows), _listed(by)) for title, part in zip(titles, parts, strict=True)]
    lines += [_line(NO_SUCH, rest, len(rows), _rest(by)), _line(TOTAL, rows, len(rows), RECORDED)]
    keys = [column.key for column in FIGURES]
    frame = pd.DataFrame(lines, columns=["title", *keys], dtype=object)
    return Table((Column("title", TITLED[by]), *FIGURES), frame, total=True, name=f"feedback.{by}", bars=("share",))


def _line(title: Text, rows: pd.DataFrame, whole: int, where: str) -> list[object]:
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
    return [title, *(Formula(text, value) for text, value in zip(_formulas(where), values, strict=True))]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(by: str) -> str:
    """Which rows of the form are of the group or kind this line is about."""
    return f"{RECORDED}*({{feedback!{by}:all}}={{title}})"


def _rest(by: str) -> str:
    return f"{RECORDED}*ISNA(MATCH({{feedback!{by}:all}},{{title:all}},0))"


def _formulas(where: str) -> tuple[Text | str, ...]:
    """The figures of FIGURES in Excel's words; where: an array of 1 for each row that counts, else 0."""
    satisfaction, recommend = (f"{{feedback!{key}:all}}" for key in SCORES)
    rated, asked = f"SUMPRODUCT({where}*ISNUMBER({satisfaction}))", f"SUMPRODUCT({where}*ISNUMBER({recommend}))"
    promoters, detractors = (
        f"SUMPRODUCT({where}*ISNUMBER({recommend})*({recommend}{limit}))" for limit in (f">={NPS_FROM}", f"<={NPS_TO}")
    )
    closed = [
        "".join(f'-SUMPRODUCT({where}*({{feedback!state:all}}="{state.of(lang)}"))' for state in CLOSED)
        for lang in LANGS
    ]
    return (
        f"SUMPRODUCT(({where})*1)",
        'IFERROR({count}/{count:total},"")',
        f'IFERROR(SUMPRODUCT({where}*ISNUMBER({satisfaction}),{satisfaction})/{rated},"")',
        f'IFERROR(({promoters}-{detractors})/{asked}*100,"")',
        Text(*("{count}" + part for part in closed)),
    )


LIVE = Text("数字随《客户反馈》里填写的内容自动变化。", "The figures follow what is typed into Customer feedback.")
NEXT_RUN = Text("新填的行，客户群体在下次运行时补上。", "The next run fills in the segments of new rows.")
MEANS = Text(
    "净推荐值 = 9–10 分的占比 − 0–6 分的占比，−100 到 100。",
    "NPS: share of scores 9-10 less share of 0-6, -100 to 100.",
)
MEANS_OPEN = Text("未结案 = 不是「已解决」或「已关闭」。", "Open: neither solved nor closed.")
BY_GROUP, BY_KIND = Text("按客户群体", "By segment"), Text("按反馈类型", "By type")
NO_SUCH, TOTAL = Text("未填或其他", "None or other"), Text("合计", "Total")
CHART = Text("各类反馈的数量", "Records by type")
