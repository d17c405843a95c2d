"""What holds for every model: the language, the goal, the day counted to, which models run."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from xlseg.goals import GOALS
from xlseg.kinds import Choice, Day, Keys, Number
from xlseg.text import Lang, Text
from xlseg.thresholds import check, setting


@dataclass(frozen=True)
class General:
    """What holds for every model."""

    lang: Lang = setting(
        "zh", Text("语言", "Language"), Choice({"zh": Text("中文", "Chinese"), "en": Text("英文", "English")})
    )
    as_of: date | None = setting(
        None,
        Text("分析日期", "As-of date"),
        Day(),
        Text("留空：最后一笔订单的次日", "blank: the day after the last order"),
    )
    models: tuple[str, ...] = setting(
        (),
        Text("使用的模型", "Models to run"),
        Keys(),
        Text("留空：按目标；全部：写「全部」", "blank: by the goal; all of them: 'all'"),
    )
    strategy: tuple[str, ...] = setting(
        (),
        Text("制定策略的模型", "Models to plan for"),
        Keys(),
        Text("写在《客户细分策略表》里；留空：运行的第一个", "on the sheet Strategy; blank: the first that runs"),
    )
    recent_days: int = setting(
        183,
        Text("近期的天数", "Recent days"),
        Number(1, 3650, whole=True),
        Text("近期订单数、近期金额按这么多天计", "recent orders and revenue count so many days"),
    )
    goal: str = setting(
        "",
        Text("目标", "Goal"),
        Choice({goal.key: goal.title for goal in GOALS}, {goal.key: goal.also for goal in GOALS}, optional=True),
        Text("这次细分为了什么；由它建议用哪些模型", "what the segmentation is for; it proposes the models"),
    )
    personal: Literal["masked", "shown"] = setting(
        "masked",
        Text("管理表里的姓名和电话", "Names and phones on management sheets"),
        Choice({"masked": Text("遮盖", "masked"), "shown": Text("完整显示", "shown in full")}),
        Text("客户分层管理表和客户分类管理表", "of Customer tiering and Customer register"),
    )

    labels: Literal["values", "formulas"] = setting(
        "values",
        Text("标签怎样写", "Labels are"),
        Choice({"values": Text("数值", "Values"), "formulas": Text("实时公式", "Live formulas")}),
        Text(
            "实时公式：改设置里的数，标签马上跟着变，不需要 Python",
            "live formulas follow the numbers in the settings at once, without Python",
        ),
    )

    compression: Literal["ordinary", "fast"] = setting(
        "ordinary",
        Text("保存时压缩", "Compression when saving"),
        Choice({"ordinary": Text("普通", "Ordinary"), "fast": Text("快", "Fast")}),
        Text(
            "只管关着的文件；快：大文件保存更快，文件大一些",
            "of closed files only; fast saves large files sooner, and they are somewhat larger",
        ),
    )

    key = "general"
    title = Text("通用", "General")

    def __post_init__(self) -> None:
        check(self)
