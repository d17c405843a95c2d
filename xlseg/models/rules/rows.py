"""A row of the table of rules: a group, how early it is tried, and who belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from xlseg.blocks import Allowed, Between
from xlseg.columns import Column
from xlseg.rules.phrase import parse
from xlseg.text import EMPTY, Lang, Text

PRIORITY = Column("priority", Text("优先级", "Priority"), "number")
GROUP = Column("group", Text("群体", "Group"), "wide")
CONDITION = Column("condition", Text("条件", "Condition"), "sentence")
FEATURES = Column("group_features", Text("核心特征", "Features"), "wide")
ACTION = Column("group_action", Text("策略建议", "Suggested strategy"), "wide")
SMALLEST = Text("数，小的先试；可留空", "a number, the smallest is tried first; may be blank")
COLUMNS = (PRIORITY, GROUP, CONDITION, FEATURES, ACTION)


@dataclass(frozen=True)
class RuleRow:
    """condition: as written. where: the place of the row, for problems found in it later."""

    name: str
    condition: str
    priority: float | None = None
    features: str = ""
    action: str = ""
    where: Text = field(default=EMPTY, compare=False)


@dataclass(frozen=True)
class RuleRows:
    """A setting of many rows on a sheet of its own; on the command line '重要客户: R≤30 且 F≥5'."""

    many = True
    columns = COLUMNS
    typed: ClassVar[Mapping[str, Allowed]] = {"priority": Between(-1e15, 1e15, note=SMALLEST)}

    def read(self, cell: object) -> RuleRow:
        priority, name, condition, features, action = cell if isinstance(cell, tuple) else _written(str(cell))
        if not _word(name) or not _word(condition):
            raise ValueError(cell)
        parse(_word(condition))
        number = None if priority in (None, "") else float(str(priority))
        return RuleRow(_word(name), _word(condition), number, _word(features), _word(action))

    def show(self, value: Sequence[Any], lang: Lang) -> object:
        row = value[0]
        if row is None:
            return None
        return row.priority, row.name, row.condition, row.features or None, row.action or None

    def allows(self, value: Any) -> bool:
        return all(row.name and row.condition for row in value)

    @property
    def allowed(self) -> Text:
        return Text(
            "每行一条规则：群体和条件都要写，如 重要客户: R≤30 且 F≥5；优先级是数，小的先试",
            "one rule a row, with a group and a condition, such as VIP: R<=30 and F>=5; priority is a number, the "
            "smallest is tried first",
        )


def _written(text: str) -> tuple[object, ...]:
    name, _, condition = text.replace("：", ":", 1).partition(":")
    return None, name, condition, None, None


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()
