"""What a model answers: a label for every customer, and the segments from best to worst."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from xlseg.blocks import Block
from xlseg.columns import Column
from xlseg.rules import Book
from xlseg.text import EMPTY, Text


@dataclass(frozen=True)
class Segment:
    """One group.

    key: ASCII snake case. rule: which customers belong to it. features: what they are like. action: keywords for
    what to do. residual: not a group of the scheme but what it leaves over.
    """

    key: str
    title: Text
    rule: Text = EMPTY
    features: Text = EMPTY
    action: Text = EMPTY
    residual: bool = False


@dataclass(frozen=True)
class Segmentation:
    """labels: indexed by customer_id; `segment` (a Segment.key), then the model's own columns.

    segments: best to worst. evidence: blocks that show how the limits came about. book: the rules the labels follow,
    on columns of the customer table or of the labels, where they follow rules; the first that matches wins. doubts:
    what a reader should know of the rules themselves. used: the columns of the customer table the labels rest on,
    where the rules do not name them. ordered: else no segment is better than another, as with provinces.
    """

    labels: pd.DataFrame
    segments: tuple[Segment, ...]
    evidence: tuple[Block, ...] = ()
    book: Book | None = None
    doubts: tuple[Text, ...] = ()
    used: tuple[str, ...] = ()
    ordered: bool = True

    def rests_on(self, needs: Iterable[Column]) -> tuple[str, ...]:
        """Columns of the customer table the labels rest on; needs: those of the model, where nothing else says so."""
        ruled = tuple(
            key
            for key in (self.book.columns if self.book else ())
            if key not in self.labels or key in ("segment", "reason")
        )
        return self.used or ruled or tuple(column.key for column in needs)

    def titles(self) -> dict[str, Text]:
        return {segment.key: segment.title for segment in self.segments}

    @property
    def unmatched(self) -> int:
        """Customers that fall in no group of the scheme."""
        residual = [segment.key for segment in self.segments if segment.residual]
        return int(self.labels["segment"].isin(residual).sum())


def sizes(segmentation: Segmentation, customers: pd.DataFrame) -> pd.DataFrame:
    """One row a segment, in their order: count, share, revenue, revenue_share, average_order (per_order) and the
    group's mean measures.

    A residual segment without customers is left out. Shares are fractions of all customers and of all revenue.
    """
    measures = [c for c in ("days_since_last", "orders", "revenue") if c in customers]
    order = [s.key for s in segmentation.segments]
    frame = customers[measures].assign(segment=positions(segmentation, customers))
    numbered, groups = range(len(order)), frame.groupby("segment")
    table = groups[measures].mean().reindex(numbered).add_prefix("mean_")
    table["count"] = groups.size().reindex(numbered, fill_value=0)
    table["share"] = table["count"] / max(len(frame), 1)
    if "revenue" in measures:
        table["revenue"] = groups["revenue"].sum().reindex(numbered, fill_value=0.0)
        total = table["revenue"].sum()
        table["revenue_share"] = table["revenue"] / total if total > 0 else float("nan")
    if {"orders", "revenue"} <= set(measures):
        known = frame[["orders", "revenue"]].notna().all(axis=1)
        both = (frame if known.all() else frame[known]).groupby("segment")
        table["average_order"] = per_order(both["revenue"].sum(), both["orders"].sum()).reindex(numbered)
    residual = {s.key for s in segmentation.segments if s.residual}
    table = table.set_axis(pd.Index(order, name="segment"))
    return table[(table["count"] > 0) | ~table.index.isin(residual)]


def positions(segmentation: Segmentation, customers: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Where the segment of each customer stands among all; -1 for whoever has none."""
    labels, who = segmentation.labels["segment"], pd.Index(customers["customer_id"])
    told = labels if labels.index.equals(who) else labels.reindex(who)
    return pd.Index([s.key for s in segmentation.segments]).get_indexer(pd.Index(told))


def per_order(revenue: pd.Series, orders: pd.Series) -> pd.Series:
    """客单价 of groups, from the sums of their customers: revenue over orders; NaN without orders.

    Not the mean of the customers' own averages, which counts who bought once as much as who bought a hundred times.
    """
    return revenue / orders.where(orders > 0)


def rounded_shares(counts: Sequence[int], parts: int = 1000) -> list[float]:
    """Shares of the sum in whole 1/parts, which add up to exactly 1: the largest remainders are rounded up.

    Equal remainders go to those that stand first. All 0 where nobody is counted.
    """
    total = sum(counts)
    if not total:
        return [0.0] * len(counts)
    whole = [count * parts // total for count in counts]
    rest = sorted(range(len(counts)), key=lambda n: -(counts[n] * parts % total))
    raised = set(rest[: parts - sum(whole)])
    return [(part + (n in raised)) / parts for n, part in enumerate(whole)]
