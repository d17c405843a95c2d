"""What the user asked for, besides the workbook itself."""

from dataclasses import dataclass
from datetime import date

from xlseg.analysis import Progress, silent
from xlseg.hosts import Host
from xlseg.settings import Row


@dataclass(frozen=True)
class Request:
    """What the user asked for, besides the workbook itself.

    given: settings that go before those of the sheet. sheets: only these hold data (empty: any). earlier: where
    the user's settings and typed notes are found, if not in the workbook itself. listed: where the list of data to
    collect is found, if not there either. today: by the door's clock. undoable: keep labels for 撤销.
    """

    given: tuple[Row, ...] = ()
    sheets: tuple[str, ...] = ()
    earlier: Host | None = None
    progress: Progress = silent
    listed: Host | None = None
    today: date | None = None
    undoable: bool = False


NOTHING_ASKED = Request()
ONCE = (
    "general.as_of",
    "general.models",
    "backtest.cutoff",
    "backtest.days",
)  # asked for in one run, and not written into the settings sheet
