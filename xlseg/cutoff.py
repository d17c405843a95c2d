"""Which day a backtest looks back from, and how far ahead of it: its part of the settings."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xlseg.kinds import Day, Number
from xlseg.text import Text
from xlseg.thresholds import check, setting


@dataclass(frozen=True)
class Backtest:
    """cutoff: the first day of the period looked at, of which nothing was known when customers were segmented.

    days: length of that period. Blank: the last 182 days of the data, or the last third of a shorter span.
    """

    cutoff: date | None = setting(
        None,
        Text("回测截止日", "Cut-off date"),
        Day(),
        Text("只用这一天之前的数据分群；留空：数据末尾往前数", "groups use data before it; blank: from the data's end"),
    )
    days: int | None = setting(
        None,
        Text("回测看多少天", "Days looked at"),
        Number(1, 3660, whole=True, optional=True),
        Text("留空：182 天，数据短时为三分之一", "blank: 182, or a third of shorter data"),
    )

    key: ClassVar[str] = "backtest"
    title: ClassVar[Text] = Text("回测", "Backtest")

    def __post_init__(self) -> None:
        check(self)
