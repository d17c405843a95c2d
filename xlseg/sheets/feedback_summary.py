"""客户反馈汇总: the form summed up by group and by kind, in formulas that follow what is typed into it."""

from collections.abc import Callable, Sequence

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
WILD = "~*?"  # ~ first, which marks the others
Asks = tuple[Text | str, ...]  # formulas in the order of FIGURES
NPS_FROM, NPS_TO = 9, 6  # promoters from, detractors up to (Reichheld 2003)


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
    parts = [(title, rows[rows[by] == word], _listed(by, word)) for title, word in zip(titles, words, strict=True)]
    parts += [(NO_SUCH, rows[~rows[by].isin(words)], _rest(by, words)), (TOTAL, rows, _total())]
    lines = [[title, *map(Formula, asks, _figures(part, len(rows)))] for title, part, asks in parts]
    frame = pd.DataFrame(lines, columns=["title", *(column.key for column in FIGURES)], dtype=object)
    columns = (Column("title", TITLED[by]), *FIGURES)
    return Table(columns, frame, total=True, name=f"feedback.{by}", bars=("share",))


def _figures(rows: pd.DataFrame, whole: int) -> tuple[float | str, ...]:
    """Those of FIGURES as Python counts them; an empty text, as of the formulas, where there is nothing to count."""
    satisfied, recommend = (pd.to_numeric(rows[key].map(_number), errors="coerce") for key in SCORES)
    asked = recommend.notna().sum()
    score = ((recommend >= NPS_FROM).sum() - (recommend <= NPS_TO).sum()) / asked * 100 if asked else ""
    closed = rows["state"].isin([word for state in CLOSED for word in state]).sum()
    mean = satisfied.mean() if satisfied.notna().any() else ""
    return len(rows), len(rows) / whole if whole else "", mean, score, int(len(rows) - closed)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(by: str, word: str) -> Asks:
    """The formulas of a group or kind."""
    own = f"{{feedback!{by}:all}},{_exactly('{title}', [word])}"

    def count(*asked: str) -> str:
        return f"COUNTIFS({','.join((own, *asked))})"

    return _asks(count(), f"AVERAGEIFS({SATISFACTION},{own})", count)


def _exactly(cell: str, words: list[str]) -> str:
    """A condition that only these words, standing in the cell, meet: COUNTIFS takes * and ? for wildcards."""
    for letter in WILD if any(set(WILD) & set(word) for word in words) else "":
        cell = f'SUBSTITUTE({cell},"{letter}","~{letter}")'
    return f'"="&{cell}'


def _rest(by: str, words: list[str]) -> Asks:
    """Of what is in none of them: the whole without what is in one."""
    one = f"{{feedback!{by}:all}},{_exactly('{title:all}', words)}"

    def count(*asked: str) -> str:
        return f"(COUNTIFS({','.join(asked)})-SUMPRODUCT(COUNTIFS({','.join((one, *asked))})))"

    rated = count(SATISFACTION, '">=0"')
    mean = f"(SUM({SATISFACTION})-SUMPRODUCT(SUMIFS({SATISFACTION},{one})))/{rated}"
    return _asks(f"{{count:total}}-SUMPRODUCT(COUNTIFS({one}))", mean, count)


def _total() -> Asks:
    """Of all rows that say something."""
    said = "&".join(f"{{feedback!{key}:all}}" for key in SAYING)
    return _asks(
        f'SUMPRODUCT(--({said}<>""))', f"AVERAGE({SATISFACTION})", lambda *asked: f"COUNTIFS({','.join(asked)})"
    )


def _asks(whole: str, mean: str, count: Callable[..., str]) -> Asks:
    """In the order of FIGURES. count: of the rows that meet further conditions."""
    over, under, asked = (count(RECOMMEND, f'"{limit}"') for limit in (f">={NPS_FROM}", f"<={NPS_TO}", ">=0"))
    closed = [[f"-{count(STATE, chr(34) + state.of(lang) + chr(34))}" for state in CLOSED] for lang in LANGS]
    return (
        whole,
        'IFERROR({count}/{count:total},"")',
        f'IFERROR({mean},"")',
        f'IFERROR(({over}-{under})/{asked}*100,"")',
        Text(*("{count}" + "".join(parts) for parts in closed)),
    )


SATISFACTION, RECOMMEND, STATE = (f"{{feedback!{key}:all}}" for key in (*SCORES, "state"))
LIVE = Text("数字随《客户反馈》里填写的内容自动变化。", "The figures follow what is typed into Customer feedback.")
NEXT_RUN = Text("新填的行，客户群体在下次运行时补上。", "The next run fills in the segments of new rows.")
MEANS = Text(
    "净推荐值 = 9–10 分的占比 − 0–6 分的占比，−100 到 100。",
    "NPS: share of scores 9-10 less share of 0-6, -100 to 100.",
)
MEANS_OPEN = Text("未结案 = 不是「已解决」或「已关闭」。", "Open: neither solved nor closed.")
BY_GROUP, BY_KIND = Text("按客户群体", "By segment"), Text("按反馈类型", "By type")
NO_SUCH, TOTAL = Text("未填或未列出", "Blank or not listed"), Text("合计", "Total")
CHART = Text("各类反馈的数量", "Records by type")
