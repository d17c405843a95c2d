"""On the sheet of settings: what each goal proposes and why, the models there are, and whether the data suffice."""

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from xlseg.analysis import Analysis, lacking
from xlseg.blocks import Block, Heading, Note, Table
from xlseg.columns import Column
from xlseg.goals import GOALS, Goal
from xlseg.models import Model
from xlseg.settings import Settings
from xlseg.text import EMPTY, Text, join
from xlseg.thresholds import aim

COLUMNS = (
    Column("goal", Text("目标", "Goal"), "wide"),
    Column("dimensions", Text("建议看的维度", "Dimensions"), "wide"),
    Column("models", Text("建议的模型", "Models"), "wide"),
    Column("reason", Text("为什么", "Why"), "wide"),
    Column("data", Text("现有数据够不够", "The data at hand"), "wide"),
)
OTHERS = (
    Column("key", Text("键", "Key"), "text"),
    Column("model", Text("模型", "Model"), "wide"),
    Column("can", Text("能否运行", "Can run"), "text"),
    Column("lacks", Text("缺少的数据", "What is missing"), "wide"),
)


def goal_blocks(settings: Settings, analysis: Analysis | None) -> Iterator[Block]:
    """A row a goal, the chosen one marked."""
    rows = [
        (
            CHOSEN.format(title=goal.title) if goal is settings.goal else goal.title,
            goal.dimensions,
            join(map(_title, models), LINE),
            goal.reason,
            suffices(models, analysis),
        )
        for goal in GOALS
        if (models := proposed(goal, settings))
    ]
    if rows:
        yield from (Heading(TITLE), Note(HOW), _table(COLUMNS, rows))


def other_blocks(settings: Settings, shown: Collection[str], analysis: Analysis | None) -> Iterator[Block]:
    """A row each of the models whose thresholds are not shown."""
    known = [model.bound(settings.models) if hasattr(model, "bound") else model for model in settings.models]
    missed = [(model, lacks(model, analysis)) for model in known if model.key not in shown]
    rows = [
        (model.key, model.title, UNKNOWN if not _read(analysis) else ABLE if why == EMPTY else UNABLE, why)
        for model, why in missed
    ]
    if rows:
        yield from (Heading(REST), Note(ELSEWHERE), _table(OTHERS, rows))


def proposed(goal: Goal, settings: Settings) -> list[Model]:
    """Its models, with their thresholds and those that go with the goal."""
    known = {model.key: aim(model, goal) for model in settings.models}
    found = (known[key] for key in goal.models if key in known)
    return [model.bound(settings.models) if hasattr(model, "bound") else model for model in found]


def suffices(models: Collection[Model], analysis: Analysis | None) -> Text:
    """A line a model: it can run, or what it lacks."""
    if not _read(analysis):
        return UNKNOWN
    found = {_title(model): lacks(model, analysis) for model in models}
    if not any(why.zh for why in found.values()):
        return ALL
    said = (STATE.format(title=title, state=ABLE if why == EMPTY else why) for title, why in found.items())
    return join(said, LINE)


def lacks(model: Model, analysis: Analysis | None) -> Text:
    """The columns it misses; where it ran and refused for another reason, that. Nothing where no data are known."""
    if analysis is None or not _read(analysis):
        return EMPTY
    columns = lacking(model, analysis.customers)
    if columns:
        return MISSING.format(columns=join(columns))
    ran = next((chosen for chosen in analysis.settings.chosen() if chosen.key == model.key), None)
    refused = analysis.refused.get(model.key, ()) if ran == model else ()
    return join((problem.message for problem in refused), Text("；", "; "))


def _title(model: Model) -> Text:
    title: Text = getattr(model, "full_title", model.title)
    return title


def _read(analysis: Analysis | None) -> bool:
    return analysis is not None and bool(analysis.sources) and not analysis.customers.empty


def _table(columns: tuple[Column, ...], rows: Sequence[tuple[object, ...]]) -> Table:
    return Table(columns, pd.DataFrame(rows, columns=[column.key for column in columns], dtype=object))


LINE = Text("\n", "\n")
TITLE = Text("按目标选模型", "Models by goal")
HOW = Text(
    "在上面的「目标」里选一项，「使用的模型」留空，下次运行就用它建议的模型；写了「使用的模型」，以那里为准。",
    "Choose one under Goal above and leave Models to run blank: the next run uses the models it proposes. What is "
    "written under Models to run goes first.",
)
CHOSEN = Text("✔ {title}", "✔ {title}")
ALL = Text("都可以运行", "all can run")
UNKNOWN, ABLE, UNABLE = Text("还没有数据", "no data yet"), Text("可以运行", "can run"), Text("缺数据", "lacks data")
STATE = Text("{title}：{state}", "{title}: {state}")
MISSING = Text("缺少{columns}", "lacks {columns}")
REST = Text("其他模型", "Other models")
ELSEWHERE = Text(
    "这次没有使用；在「使用的模型」里写上键或名称，运行以后就列出它的设置。命令 xlseg settings 列出全部设置。",
    "Not used this time: name one under Models to run, by key or by name, and its settings are listed here once it "
    "ran. The command xlseg settings lists every setting.",
)
