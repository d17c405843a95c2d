"""What the form of a script asks in xlwings Lite and Server, and its help; in both languages, as nobody chose one."""

from collections.abc import Mapping, Sequence
from datetime import date
from inspect import Parameter
from typing import Annotated, Any, Literal, NamedTuple

from xlseg.actions import Action
from xlseg.goals import GOALS
from xlseg.models import MODELS
from xlseg.settings import Row
from xlseg.text import Text, both, join

Answer = str | date | None


class Field(NamedTuple):
    """A question. choices: what may be answered, and the value of the setting each stands for; none: a day."""

    key: str
    name: str
    title: Text
    choices: Mapping[str, str]
    blank: Text  # what leaving it as it is means

    @property
    def parameter(self) -> Parameter:
        """As xlwings reads it: Literal becomes a list, date a calendar, the label stands over it."""
        answers = Literal[tuple(self.choices)] if self.choices else date | None
        hint: Any = Annotated[answers, {"label": both(self.title), "doc": both(self.blank)}]
        default = next(iter(self.choices), None)
        return Parameter(self.name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=hint)


def fields(action: Action) -> tuple[Field, ...]:
    """The questions of an action, in their order."""
    return tuple(FIELDS[key] for key in action.asks)


def answers(asked: Sequence[Field], given: Sequence[Answer]) -> list[Row]:
    """The settings that were answered; a question left as it was says nothing, and the sheet holds."""
    found = []
    for field, said in zip(asked, given, strict=False):
        value = field.choices.get(str(said), said) if field.choices else said
        if value not in (None, ""):
            found.append(Row(field.key, value=value, where=field.title))
    return found


def described(action: Action) -> str:
    """Markdown: its title, what it does, what it needs."""
    needs = next((needed(model) for model in MODELS if model.key == action.key), NEEDS.get(action.key, DATA))
    title = f"# {both(action.title)}"
    return "\n\n".join((title, *action.tip, *HEADED.format(needs=needs)))


def needed(model: Any) -> Text:
    """What a model needs of the data."""
    if model.key in NEEDS:
        return NEEDS[model.key]
    return OF_MODEL.format(columns=join(column.title for column in model.needs)) if model.needs else DATA


DATA = Text("订单表或客户表，有一张就够", "a table of orders or of customers; one is enough")
OF_MODEL = Text("订单表或客户表，能算出：{columns}", "a table of orders or of customers that gives: {columns}")
NEEDS = {
    "guide": Text("什么都不需要", "nothing"),
    "setup": Text(
        "什么都不需要；有数据时会说明够不够用", "nothing; where there are data, it says whether they suffice"
    ),
    "collect": Text("什么都不需要；有数据时逐项检查", "nothing; where there are data, it looks for each item in them"),
    "undo": Text("之前在这个工作簿里细分过", "an earlier segmentation in this workbook"),
    "contract": Text(
        "客户表，有合同开始日期（或注册时间）和合同终止日期两列；还在的客户，终止日期留空",
        "a table of customers with the dates contracts started (or customers registered) and ended; the end stays "
        "blank for those who are still there",
    ),
    "backtest": Text("订单表，至少一年的", "a table of orders, of a year at least"),
}
HEADED = Text("**需要**：{needs}", "**Needs**: {needs}")
BY_SHEET = Text("按《设置》", "As in Settings")
FIELDS: Mapping[str, Field] = {
    field.key: field
    for field in (
        Field(
            "general.models",
            "models",
            Text("模型", "Model"),
            {both(BY_SHEET): "", **{both(model.title): model.key for model in MODELS}},
            Text(
                "不选就用《设置》里的模型；那里也没写，就按目标选，再没有就用 RFM",
                "Left as it is, the models in Settings run; with none there, those of the goal, else RFM",
            ),
        ),
        Field(
            "general.goal",
            "goal",
            Text("目标", "Goal"),
            {both(BY_SHEET): "", **{both(goal.title): goal.key for goal in GOALS}},
            Text(
                "按目标选模型；不选就用《设置》里的目标；指定了模型时以模型为准",
                "Picks the models; left as it is, the goal in Settings holds; models that are named go first",
            ),
        ),
        Field(
            "general.as_of",
            "as_of",
            Text("分析日期", "As-of date"),
            {},
            Text(
                "不填就用《设置》里的日期；那里也没写，就用最后一笔订单的次日",
                "Blank means the date in Settings; with none there, the day after the last order",
            ),
        ),
        Field(
            "general.lang",
            "lang",
            Text("语言", "Language"),
            {both(BY_SHEET): "", Text("中文", "Chinese").zh: "zh", "English": "en"},
            Text("不选就用《设置》里的语言", "Left as it is, the language in Settings holds"),
        ),
    )
}
