"""Raw rows become typed rows; what was found and done is listed, and the user's own cells are never changed."""

from collections.abc import Mapping, Sequence

import pandas as pd

from xlseg.cleaning.order_steps import ORDER_STEPS
from xlseg.cleaning.orders import AFTER_AS_OF, clean_orders, tally, until
from xlseg.cleaning.people import CUSTOMER_STEPS, DUPLICATE, clean_customers
from xlseg.cleaning.persons import SAME_PERSON, SHARED
from xlseg.cleaning.records import ORPHAN
from xlseg.cleaning.step import ISSUE_COLUMNS, Cleaned, Context, Step, Tally, joined
from xlseg.cleaning.tables import UNKNOWN_BUYER, Tables, clean, whose
from xlseg.cleaning.typing import BAD_DATE, BAD_NUMBER, FORMULA_ERROR, REFUSED_COLUMN, is_total
from xlseg.recognise import Source
from xlseg.text import Text

__all__ = [
    "CUSTOMER_STEPS",
    "DONE",
    "ISSUE_COLUMNS",
    "ORDER_STEPS",
    "STEPS",
    "Cleaned",
    "Context",
    "Step",
    "Tables",
    "Tally",
    "clean",
    "clean_customers",
    "clean_orders",
    "done",
    "is_total",
    "joined",
    "tally",
    "until",
    "what_stood",
    "whose",
]
FOUND_READING = (BAD_DATE, BAD_NUMBER, FORMULA_ERROR, REFUSED_COLUMN)
FOUND_BETWEEN = (AFTER_AS_OF, DUPLICATE, SAME_PERSON, SHARED, ORPHAN, UNKNOWN_BUYER)
STEPS: Mapping[str, Step] = {
    step.code: step for step in (*CUSTOMER_STEPS, *ORDER_STEPS, *FOUND_READING, *FOUND_BETWEEN)
}
DONE = {
    "leave_out": Text("不计入", "left out"),
    "list": Text("只列出，照常计入", "listed, and counted all the same"),
    "blank": Text("当作空白", "taken as blank"),
    "blank_column": Text("整列当作空白", "the whole column taken as blank"),
    "deduct": Text("从累计金额中扣除", "taken off the revenue"),
    "merge": Text("合并", "merged"),
    "fill": Text(
        "只计第一行，它的空白由后面的行补；后面的行不计入，金额不相加",
        "only the first row counts, its blanks filled from later ones; the later rows are left out, amounts not added",
    ),
    "first": Text("以第一行为准", "the first row counts"),
    "last": Text("以最后一行为准", "the last row counts"),
    "once": Text("每单只计一次", "counted once an order"),
    "cap": Text("压到界限", "put at the limit"),
}
LEFT = Text("从累计金额中扣除 {less}，余 {left}", "{less} taken off the revenue, {left} left")
LEFT_OVER = Text("从累计金额中扣除，余 {left}", "taken off the revenue, {left} left")
FILLED = Text("补上", "filled in")


def done(treatment: str, into: object, value: object = None) -> Text:
    """What was done with a finding, in words: 压到界限 → 5,000.00. value: the cell it was found in."""
    said = DONE.get(treatment, FILLED)
    if into is None or into != into:  # noqa: PLR0124  # NaN
        return said
    shown = f"{into:,.2f}" if isinstance(into, float) else into
    if treatment == "deduct":
        less = f"{abs(value):,.2f}" if isinstance(value, int | float) and value == value else ""  # noqa: PLR0124
        return LEFT.format(less=less, left=shown) if less else LEFT_OVER.format(left=shown)
    return Text("{said} → {into}", "{said} → {into}").format(said=said, into=shown)


def what_stood(issues: pd.DataFrame, sources: Sequence[Source]) -> pd.DataFrame:
    """The issues with the cell's own contents as `value`."""
    value = pd.Series(None, issues.index, dtype=object)
    frames = {source.sheet: source.frame for source in sources}
    for (sheet, column), rows in issues.groupby(["sheet", "column"])["row"]:
        frame = frames.get(str(sheet))
        if frame is not None and column in frame:
            value[rows.index] = frame[column].reindex(rows).astype(object).to_numpy()
    return issues.assign(value=value)
