"""客户细分策略表 filled in by hand: its groups and measures, and whether budget, people and capacity allow them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from xlseg.blocks import Between, Table
from xlseg.cells import Formula
from xlseg.columns import Column
from xlseg.sheets import strategy
from xlseg.sheets.feasible import RESOURCES, number

COMPUTED = ("count", "check")
COLUMNS = tuple(column for column in strategy.COLUMNS if column.key not in COMPUTED)
NAME = "strategy.hand"


def hand_table(rows: Sequence[Mapping[str, object]], own: Sequence[Column] = (), blank: int = 0) -> Table:
    """Measures typed by hand; what they take together is in the total, and so in the limits. blank: rows to go on."""
    keys = [column.key for column in (*COLUMNS, *own)]
    frame = pd.DataFrame([*rows, *[{}] * blank], columns=keys, dtype=object)
    sums = {r.key: Formula(f"SUM({{{r.key}:all}})", sum(map(number, frame[r.key]))) for r in RESOURCES}
    total = pd.DataFrame([{"segment_id": strategy.TOTAL, **sums}], dtype=object)
    frame = pd.concat([frame, total], ignore_index=True).astype(object)
    return Table(
        (*COLUMNS, *own),
        frame.where(frame.notna(), None),
        ("segment_id", "title"),
        inputs=tuple(keys),
        total=True,
        name=NAME,
        allowed={
            "due": Between(strategy.FIRST_DAY, days=True),
            **{resource.key: Between(0) for resource in RESOURCES},
        },
    )
