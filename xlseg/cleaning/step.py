"""A step of cleaning: what it finds, what may be done about it, and how a row of steps is run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from xlseg.text import EMPTY, Text
from xlseg.treatment import Cleaning

ISSUE_COLUMNS = ("code", "sheet", "row", "column", "done", "into")


class Context(NamedTuple):
    """What steps need besides the rows. today: from the door, if it said; testers: IDs known to be test accounts,
    None where nobody looked. ordered: there are orders, so that ready-made measures do not count."""

    rules: Cleaning = Cleaning()
    today: pd.Timestamp | None = None
    testers: frozenset[str] | None = None
    ordered: bool = False


PLAIN = Context()


class Tally(NamedTuple):
    """What a table comes to."""

    rows: int
    customers: int
    orders: int | None = None
    revenue: float | None = None
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None


class Typed(NamedTuple):
    """rows: typed columns with sheet and row. issues: cells that could not be read."""

    rows: pd.DataFrame
    issues: pd.DataFrame


class Cleaned(NamedTuple):
    """rows: typed and kept. issues: one row a finding, under ISSUE_COLUMNS. before: all rows, as they were read."""

    rows: pd.DataFrame
    issues: pd.DataFrame
    before: Tally


Finds = Callable[[pd.DataFrame, Context], pd.Series]
Changes = Callable[[pd.DataFrame, pd.DataFrame, Context], pd.Series]  # the rows found, all rows


@dataclass(frozen=True)
class Step:
    """Finds rows, and treats them as the settings say.

    code: ASCII, names its field of Cleaning unless `setting` does, or `fixed` says what is always done. shows: the
    key of the cell people should look at. advice: what a person can do about it. finds: None where something else
    finds them. changes: for a treatment, the column it changes and the new values for the rows found. fault: of the
    data itself, so that it counts in the verdict. compares: it looks at rows together, not at each alone.
    """

    code: str
    title: Text
    shows: str
    finds: Finds | None = None
    advice: Text = EMPTY
    fixed: str = ""
    setting: str = ""
    changes: Mapping[str, tuple[str, Changes]] = field(default_factory=dict)
    fault: bool = False
    compares: bool = False

    def treatment(self, rules: Cleaning) -> str:
        return self.fixed or str(getattr(rules, self.setting or self.code))


def run(rows: pd.DataFrame, steps: Sequence[Step], context: Context) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are left, and the issues. Each step sees what those before it left.

    Rows are left out only where a step compares rows with each other: copying a million of them takes time.
    """
    issues, kept = [], np.ones(len(rows), dtype=bool)
    for step in steps:
        treatment = step.treatment(context.rules)
        if treatment in ("off", "none") or step.shows not in rows or step.finds is None:
            continue
        if (step.compares or treatment in step.changes) and not kept.all():
            rows, kept = rows[kept], np.ones(kept.sum(), dtype=bool)
        found = step.finds(rows, context).to_numpy(dtype=bool, na_value=False) & kept
        if not found.any():
            continue
        into: pd.Series | None = None
        if treatment in step.changes:
            column, change = step.changes[treatment]
            into = change(rows[found], rows, context)
            rows = rows.assign(**{column: _replaced(rows[column], found, into)})
        elif treatment == "leave_out":
            kept &= ~found
        issues.append(listed(rows.loc[found, ["sheet", "row"]], step, treatment, into))
    return rows if kept.all() else rows[kept], joined(issues)


def listed(hit: pd.DataFrame, step: Step, done: str, into: pd.Series | None = None) -> pd.DataFrame:
    """The rows a step found, as issues."""
    return pd.DataFrame(
        {
            "code": step.code,
            "sheet": hit["sheet"].to_numpy(),
            "row": hit["row"].to_numpy(),
            "column": step.shows,
            "done": done,
            "into": None if into is None else into.astype(object).to_numpy(),
        },
        columns=list(ISSUE_COLUMNS),
    )


def joined(issues: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Issues of several steps or tables as one frame."""
    filled = [frame.astype({"into": object}) for frame in issues if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(ISSUE_COLUMNS))


def _replaced(column: pd.Series, found: np.ndarray, into: pd.Series) -> pd.Series:
    values = column.astype(object) if into.dtype == object and column.dtype != object else column.copy()
    values[found] = into.to_numpy()
    return values
