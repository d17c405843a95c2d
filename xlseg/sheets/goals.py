"""The goals on the sheet of settings: what each proposes and why, and whether the data suffice for it."""

from collections.abc import Iterator

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
    Column("data", Text("现有数据", "The data at hand"), "wide"),
)


def goal_blocks(settings: Settings, analysis: Analysis | None) -> Iterator[Block]:
    """A row a goal, the chosen one marked."""
    rows = [
        (
            CHOSEN.format(title=goal.title) if goal is settings.goal else goal.title,
            goal.dimensions,
            join(model.title for model in proposed(goal, settings)),
            goal.reason,
            suffices(goal, settings, analysis) if analysis else UNKNOWN,
        )
        for goal in GOALS
        if proposed(goal, settings)
    ]
    if rows:
        yield Heading(TITLE)
        yield Note(HOW)
        yield Table(COLUMNS, pd.DataFrame(rows, columns=[column.key for column in COLUMNS], dtype=object))


def proposed(goal: Goal, settings: Settings) -> list[Model]:
    """Its models, with their thresholds and those that go with the goal."""
    known = {model.key: aim(model, goal) for model in settings.models}
    found = (known[key] for key in goal.models if key in known)
    return [model.bound(settings.models) if hasattr(model, "bound") else model for model in found]


def suffices(goal: Goal, settings: Settings, analysis: Analysis) -> Text:
    """Which of its models can run on these data, and what the others lack."""
    if not analysis.sources:
        return UNKNOWN
    models = proposed(goal, settings)
    missing = {model.title: lacks for model in models if (lacks := _lacks(model, analysis)) != EMPTY}
    able = [model.title for model in models if model.title not in missing]
    if not missing:
        return ABLE
    wanting = join((WANTING.format(title=title, missing=lacks) for title, lacks in missing.items()), SEMICOLON)
    return join((SOME.format(titles=join(able)), wanting), SEMICOLON) if able else wanting


def _lacks(model: Model, analysis: Analysis) -> Text:
    """The columns it misses; where it ran and refused for another reason, that."""
    columns = lacking(model, analysis.customers)
    if columns:
        return MISSING.format(columns=join(column.title for column in columns))
    ran = next((chosen for chosen in analysis.settings.chosen() if chosen.key == model.key), None)
    refused = analysis.refused.get(model.key, ()) if ran == model else ()
    return join((problem.message for problem in refused), SEMICOLON)


TITLE = Text("按目标选模型", "Models by goal")
HOW = Text(
    "在上面的「目标」里选一项，「使用的模型」留空，下次运行就用它建议的模型；写了「使用的模型」，以那里为准。",
    "Choose one under Goal above and leave Models to run blank: the next run uses the models it proposes. What is "
    "written under Models to run goes first.",
)
CHOSEN = Text("✔ {title}", "✔ {title}")
UNKNOWN = Text("还没有数据", "no data yet")
ABLE = Text("可以运行", "can run")
SOME = Text("可以运行：{titles}", "can run: {titles}")
WANTING = Text("{title}：{missing}", "{title}: {missing}")
MISSING = Text("缺少 {columns}", "lacks {columns}")
SEMICOLON = Text("；", "; ")
